"""What lies in a work tree and could be taken for something else: a repository, a Python module.

Git and Python look into the folder they are started in. Ours do not; those of others do.
"""

import os
import sys
from collections.abc import Iterator
from importlib.machinery import PathFinder
from pathlib import Path

import sfcheck
from sfcheck.checks.seen.reading import FOLDERS
from sfcheck.ledger.files import layout

CODE = (".py", ".pyc", ".pyw", ".pyd", ".so")
"""Endings of files that Python runs when it is asked for a module."""

OURS = os.path.dirname(os.path.realpath(sfcheck.__file__))  # noqa: PTH120
"""The program that runs, which may be worked on where a ledger lies: a sample of its own."""

AT_START = ("sitecustomize", "usercustomize")
"""Modules that Python looks for without being asked."""


def repositories(root: Path) -> Iterator[str]:
    """Yield what git could take for a repository, as paths from the ledger in the folder `root`.

    Looked at are the folders of the ledger that hold no records, and those above it up to the top
    of its repository.
    """
    for folder in _upward(root):
        if _is_bare(folder):
            yield _from(root, folder)
    for entry in _entries(root):
        if entry.name not in (*FOLDERS, layout.EVIDENCE) and entry.name.casefold() != ".git":
            yield from (_from(root, folder) for folder in _nested(entry))


def modules(root: Path) -> Iterator[tuple[str, str]]:
    """Yield what Python would run in the place of another module, with that one's name.

    Looked at are the ledger's own folder and those above it up to the top of its repository.
    """
    for folder in _upward(root):
        for entry in _entries(folder):
            name = entry.name.partition(".")[0]
            if _is_code(entry) and entry.path != OURS and _is_elsewhere(name, folder):
                yield _from(root, entry.path), name


def _upward(root: Path) -> Iterator[str]:
    """Yield the ledger's folder and those above it, up to one that holds `.git`, else only it."""
    folders = [str(root)]
    while not os.path.lexists(os.path.join(folders[-1], ".git")):  # noqa: PTH118
        above = os.path.dirname(folders[-1])  # noqa: PTH120
        if above == folders[-1]:
            return iter(folders[:1])
        folders.append(above)
    return iter(folders)


def _nested(entry: "os.DirEntry[str]") -> Iterator[str]:
    if entry.name.casefold() == ".git":
        yield entry.path
    elif entry.is_dir(follow_symlinks=False):
        if _is_bare(entry.path):
            yield entry.path
        for inner in _entries(entry.path):
            yield from _nested(inner)


def _is_bare(folder: str) -> bool:
    names = {entry.name.casefold() for entry in _entries(folder)}
    return "head" in names and ({"objects", "refs"} <= names or "commondir" in names)


def _is_code(entry: "os.DirEntry[str]") -> bool:
    if entry.is_dir():
        return any(_is_code(each) for each in _entries(entry.path) if "__init__." in each.name)
    return entry.name.casefold().endswith(CODE)


def _is_elsewhere(name: str, folder: str) -> bool:
    """Whether Python knows a module of that name without this folder."""
    if name in sys.stdlib_module_names or name in AT_START:
        return True
    others = [path for path in sys.path if path and os.path.realpath(path) != folder]
    return name.isidentifier() and PathFinder.find_spec(name, others) is not None


def _entries(folder: str | Path) -> "list[os.DirEntry[str]]":
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)
    except OSError:
        return []


def _from(root: Path, path: str) -> str:
    return Path(os.path.relpath(path, root)).as_posix()
