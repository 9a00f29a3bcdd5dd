"""What lies where in a ledger's folders. Nothing is read here and no link is followed."""

import os
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from sfcheck.checks.seen.reading import FILES, FOLDERS, kind_of
from sfcheck.ledger.files import layout

_SUFFIX = re.compile(r"(?:\.[a-z0-9]{1,8}){0,2}")


TEMPLATES = "templates"
"""The folder of templates that a ledger has of its own."""


class Survey(NamedTuple):
    """The files of a ledger, as paths in order.

    `issues` and `registries` are to be read; links and what cannot be looked into are among them,
    for reading tells what they are. `strays` are of no kind that belongs where they lie.
    """

    issues: tuple[str, ...]
    registries: tuple[str, ...]
    evidence: tuple[str, ...]
    strays: tuple[str, ...]
    others: tuple[str, ...] = ()
    """What lies beside these: the names in the ledger's own folder, and its templates."""

    @property
    def paths(self) -> Iterator[str]:
        """All of them."""
        return chain(self.others, self.registries, self.issues, self.evidence, self.strays)


def survey(root: Path) -> Survey:
    """Look what lies where below `root`."""
    issues: list[str] = []
    registries: list[str] = []
    evidence: list[str] = []
    strays: list[str] = []
    folders = {*FOLDERS, layout.EVIDENCE}
    others: list[str] = []
    for entry in _entries(root):
        if entry.name in FILES:
            registries.append(entry.name)
        else:
            others.append(entry.name)
        if entry.name == TEMPLATES:
            others += (path for path, _plain in _below(entry, entry.name))
        if entry.name not in folders:
            continue
        for path, plain in _below(entry, entry.name):
            if kind_of(path) or not plain:
                (issues if entry.name == layout.ISSUES else registries).append(path)
            else:
                (evidence if is_evidence(path) else strays).append(path)
    return Survey(tuple(issues), tuple(registries), tuple(evidence), tuple(strays), tuple(others))


def is_evidence(path: str) -> bool:
    """Whether evidence may lie at `path`, which follows from the SHA-256 of what it holds."""
    name = path.rpartition("/")[2]
    sha256 = name.partition(".")[0]
    suffix = name[len(sha256) :]
    known = len(sha256) == 64 and set(sha256) <= set("0123456789abcdef")
    known = known and _SUFFIX.fullmatch(suffix) is not None
    return known and path == layout.evidence_path(sha256, suffix)


def _entries(folder: str | Path) -> "list[os.DirEntry[str]]":
    with os.scandir(folder) as found:
        return sorted(found, key=lambda entry: entry.name)


def _below(entry: "os.DirEntry[str]", path: str) -> Iterator[tuple[str, bool]]:
    """Yield what lies at or below an entry; with False what is a link or cannot be looked into."""
    if path.endswith(".yaml") or not entry.is_dir(follow_symlinks=False):
        yield path, entry.is_file(follow_symlinks=False)
        return
    try:
        inside = _entries(entry.path)
    except OSError:
        yield path, False
        return
    for inner in inside:
        yield from _below(inner, f"{path}/{inner.name}")
