"""SF0xx, second half: does every file lie where it belongs, in its form, and safe from git."""

import fnmatch
from collections.abc import Iterator

from sfcheck.checks.seen import posing
from sfcheck.checks.seen.reading import FILES, File
from sfcheck.checks.seen.rule import Flaw, RuleScope, rule
from sfcheck.checks.seen.view import View
from sfcheck.domain.procedures import PROCEDURES
from sfcheck.errors import Refused
from sfcheck.language import _
from sfcheck.ledger.files import canonical, parsing, worktree

ATTRIBUTES = ".gitattributes"
_NEEDED = {
    "issues/26/001/00/26-001-0001-0.yaml": ("merge", "text"),
    "handovers/640100/0001.yaml": ("merge", "text"),
    **{f"{folder}/2026/0001.yaml": ("merge", "text") for folder in PROCEDURES},
}
"""Paths such as records have, and the attributes that must be unset for them."""


@rule("SF020", RuleScope.LEDGER)
def stray_file(view: View) -> Iterator[Flaw]:
    """In the folders of a ledger lie its records and nothing else.

    Why: A record under another name is on no list: nobody is told of it, and nothing is checked.
    Bad: issues/26/037/01/26-037-0142-1.yml, which the program does not read.
    Good: issues/26/037/01/26-037-0142-1.yaml.
    Fix: Move the file out of the folder, or give it the name it should have.
    """
    for path in view.survey.strays:
        if worktree.is_passing(path) and not (view.root / path).exists():
            continue  # a command of ours was writing it
        folder = path.partition("/")[0]
        yield Flaw(_("this is no file of {folder}/").format(folder=folder), path=path)


@rule("SF021", RuleScope.RECORD)
def misplaced(file: File) -> Iterator[Flaw]:
    """A record lies where its own number says.

    Why: Records are found by their number; one in another place is not found, or found twice.
    Bad: issues/26/037/00/26-037-0142-1.yaml, in the wrong folder of a hundred.
    Good: issues/26/037/01/26-037-0142-1.yaml.
    Fix: Move it there with `git mv`, unless it is a copy: then remove it.
    """
    path = file.kind.path_of(file.record) if file.kind else None
    if path is not None and path != file.path:
        yield Flaw(_("by what it says, the file belongs at {path}").format(path=path))


@rule("SF022", RuleScope.RECORD)
def other_form(file: File) -> Iterator[Flaw]:
    """A record that machines write stands in its one form.

    Why: Equal records are equal bytes; any other form was written by hand or by another program.
    Bad:
        severity: "general"
    Good:
        severity: general
    Fix: Restore the file from git; records are changed by commands only.
    """
    if file.proven or not file.kind or not file.kind.canonical or file.record is None:
        return
    try:
        written = canonical.emit(file.plain)
    except ValueError as error:
        yield Flaw(_("this cannot be written as a record: {problem}").format(problem=error))
        return
    if written != file.data:
        at = parsing.first_difference(file.data, written)
        yield Flaw(_("from here on it is not written as the program would write it"), at=at)


@rule("SF023", RuleScope.LEDGER)
def missing_registry(view: View) -> Iterator[Flaw]:
    """A ledger has its charter, policy, places, bodies and catalogue.

    Why: Without them nothing can be judged: not whether a place exists, nor who closes.
    Bad: a ledger without places.yaml.
    Good: a ledger with all five, as `sfcheck init` makes them.
    Fix: Restore the file from git, or take it from the profile the ledger was made from.
    """
    for path in FILES:
        if path not in view.files:
            yield Flaw(_("there is no {path}").format(path=path), path=path)


@rule("SF024", RuleScope.LEDGER, "warning")
def weak_attributes(view: View) -> Iterator[Flaw]:
    """`.gitattributes` keeps git from blending records.

    Why: A plain `git merge` blends two versions of a record line by line, without a word.
    Bad: a ledger whose .gitattributes has lost the line `issues/** -text -merge`.
    Good: the .gitattributes that `sfcheck init` made.
    Fix: Restore .gitattributes from git, or take over the lines that are missing.
    """
    try:
        lines = parsing.read(view.root / ATTRIBUTES).decode(errors="replace").splitlines()
    except Refused:
        message = _("there is no {path} that can be read").format(path=ATTRIBUTES)
        yield Flaw(message, path=ATTRIBUTES)
        return
    for path, needed in _NEEDED.items():
        procedure = PROCEDURES.get(path.partition("/")[0])
        if procedure and not view.proceedings(procedure):
            continue  # a ledger may be older than this kind of record
        for name in needed:
            line, value = _attribute(lines, path, name)
            if value is not False:
                message = _("records below {folder}/ are not protected: “-{name}” is not in force")
                folder = path.partition("/")[0]
                at = (line, 1)
                yield Flaw(message.format(folder=folder, name=name), path=ATTRIBUTES, at=at)


@rule("SF025", RuleScope.LEDGER)
def posing_entry(view: View) -> Iterator[Flaw]:
    """Nothing in a ledger can be taken for a repository or for a Python module.

    Why: Git and Python look into the folder they are started in, and run what they find there.
    Bad: a folder documents/ with HEAD, objects and refs in it; a file json.py beside ledger.yaml.
    Good: a folder documents/ with letters in it.
    Fix: Find out who put it there and why, and remove it; run no git or Python there before.
    """
    for path in posing.repositories(view.root):
        yield Flaw(_("git could take this for a repository, and do as it says"), path=path)
    for path, name in posing.modules(view.root):
        message = _("Python would run this in the place of the module {name}").format(name=name)
        yield Flaw(message, path=path)


def _attribute(lines: list[str], path: str, name: str) -> tuple[int, object]:
    """Return in which line an attribute of `path` was set last, and to what (False: unset)."""
    found: tuple[int, object] = (1, None)
    for at, line in enumerate(lines, 1):
        pattern, *words = line.split() or [""]
        base = path if "/" in pattern else path.rpartition("/")[2]
        if pattern.startswith("#") or not fnmatch.fnmatchcase(base, pattern.lstrip("/")):
            continue
        for word in words:
            if word == "binary" and name in ("merge", "text"):
                found = at, False
            elif word.lstrip("-!").partition("=")[0] == name:
                found = at, word != f"-{name}" and word
    return found
