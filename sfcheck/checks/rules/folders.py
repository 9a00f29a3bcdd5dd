"""SF0xx, second half: does every file lie where it belongs, in its form, and safe from git."""

import fnmatch
import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from sfcheck.checks.rules.files import MARKER
from sfcheck.checks.seen import posing
from sfcheck.checks.seen.reading import FILES, File
from sfcheck.checks.seen.rule import Flaw, RuleScope, rule
from sfcheck.checks.seen.view import View
from sfcheck.domain.base.portable import folded, is_fit
from sfcheck.domain.procedures import PROCEDURES
from sfcheck.errors import Refused
from sfcheck.language import _
from sfcheck.ledger.files import canonical, layout, parsing, worktree
from sfcheck.ledger.git.repository import open_repository, unmerged

ATTRIBUTES = ".gitattributes"
_NEEDED = {
    "issues/26/001/00/26-001-0001-0.yaml": ("merge", "text"),
    "handovers/640100/0001.yaml": ("merge", "text"),
    **{f"{folder}/2026/0001.yaml": ("merge", "text") for folder in PROCEDURES},
}
"""Paths such as records have, and the attributes that must be unset for them."""
_USUAL = re.compile(
    r"(?!(?:.*/)?(?:con|prn|aux|nul|com[0-9]|lpt[0-9])[./])[a-z0-9_-]+(?:[/.-][a-z0-9_-]+)*"
)
"""Paths of which no two are one to any system, and which every system can hold."""
_OF_EVIDENCE = ("text", "diff", "merge")
_TURNING = ("filter", "ident", "working-tree-encoding")
"""Attributes of evidence: those that must be unset, and those that nobody may set."""


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
    """`.gitattributes` keeps git from blending records, and from changing evidence.

    Why: A plain `git merge` blends two versions of a record line by line, without a word; and
        evidence whose line ends git turned no longer is what its name says.
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
                yield Flaw(
                    message.format(folder=folder, name=name),
                    path=ATTRIBUTES,
                    at=(line, 1),
                    fix=_mend(f"{folder}/** -text -merge"),
                )
    yield from _weak_for_evidence(view, lines)


def _weak_for_evidence(view: View, lines: list[str]) -> Iterator[Flaw]:
    """Yield what is wrong for each ending that evidence has, and for the one of records."""
    endings = {PurePosixPath(path).suffix for path in view.survey.evidence}
    for ending in sorted({*endings, ".yaml"}):
        path = layout.evidence_path("0" * 64, ending)
        for name in (*_OF_EVIDENCE, *_TURNING):
            line, value = _attribute(lines, path, name)
            if value is False or (name in _TURNING and value in (None, f"!{name}")):
                continue
            message = _("evidence/…{ending} may be changed by git: “-{name}” is not in force")
            mend = layout.BYTES if name in _OF_EVIDENCE else f"{layout.EVIDENCE}/** -{name}"
            yield Flaw(
                message.format(ending=ending, name=name),
                path=ATTRIBUTES,
                at=(line, 1),
                fix=_mend(mend),
            )


@rule("SF026", RuleScope.LEDGER)
def unfit_name(view: View) -> Iterator[Flaw]:
    """Every system can hold the names of a ledger, and takes no two of them for one.

    Why: A ledger with CON.yaml, or with both a.yaml and A.yaml, cannot be cloned whole on Windows.
    Bad: handovers/aux/0001.yaml, or evidence/3F/ beside evidence/3f/.
    Good: handovers/640100/0001.yaml.
    Fix: Rename one of them with `git mv`, or take it out of the ledger's folders.
    """
    told: set[str] = set()
    unusual = [path for path in view.survey.paths if not _USUAL.fullmatch(path)]
    for here in (here for path in unusual for here in _ways(path)):
        if here not in told and not is_fit(here.rpartition("/")[2]):
            yield Flaw(_("not every system can have a file of this name"), path=here)
        told.add(here)
    yield from _twins(view, sorted(unusual))


def _ways(path: str) -> Iterator[str]:
    """Yield the folders on the way to a path, and the path."""
    steps = path.split("/")
    return ("/".join(steps[:end]) for end in range(1, len(steps) + 1))


def _twins(view: View, unusual: Sequence[str]) -> Iterator[Flaw]:
    """Yield the paths that some system takes for another: none of two usual ones is."""
    held: dict[str, str] = {}
    twins: dict[str, str] = {}
    for here in (here for path in unusual for here in _ways(path)):
        first = held.setdefault("/".join(map(folded, here.split("/"))), here)
        if first != here:
            twins[here] = first
    tops = {path.partition("/")[0] for path in held}
    usual = (path for path in view.survey.paths if path.partition("/")[0] in tops)
    for here in (here for path in usual for here in _ways(path)):
        if (other := held.get(here, here)) != here:
            twins[other] = here
    for here, first in sorted(twins.items()):
        yield Flaw(_("some systems take this for {path}").format(path=first), path=here)


def _mend(line: str) -> str:
    return _("Add at the end of .gitattributes: {line}").format(line=line)


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


@rule("SF027", RuleScope.LEDGER)
def unfinished_merge(view: View) -> Iterator[Flaw]:
    """No merge waits for somebody to decide between two versions.

    Why: Meanwhile one version lies here as if it were the whole; what the other says is not seen.
    Bad: a record that git names under “Unmerged paths”, or a template with a line <<<<<<< HEAD.
    Good: the same after the merge was finished, or given up with `git merge --abort`.
    Fix: `sfcheck sync` merges records by the law. For any other file decide, then `git add` and
    `git commit`.
    """
    try:
        repository = open_repository(view.root)
        waiting = unmerged(repository, repository.prefix(view.root.resolve()))
    except Refused:  # in no repository
        waiting = []
    for path in waiting:
        yield Flaw(_("git has two versions of this and waits for a decision"), path=path)
    for path in (*view.files, ATTRIBUTES, *_templates(view)):
        try:
            data = view.files[path].data if path in view.files else parsing.read(view.root / path)
        except Refused:
            continue
        known = view.files.get(path)
        if (found := MARKER.search(data)) and not (known and known.problems):
            at = (data.count(b"\n", 0, found.start()) + 1, 1)
            yield Flaw(_("a conflict marker of git stands here"), path=path, at=at)


def _templates(view: View) -> Iterator[str]:
    for path in sorted((view.root / "templates").rglob("*.j2")):
        yield path.relative_to(view.root).as_posix()


def _attribute(lines: list[str], path: str, name: str) -> tuple[int, object]:
    """Return in which line an attribute of `path` was set last, and to what (False: unset)."""
    found: tuple[int, object] = (1, None)
    for at, line in enumerate(lines, 1):
        pattern, *words = line.split() or [""]
        base = path if "/" in pattern else path.rpartition("/")[2]
        if pattern.startswith("#") or not fnmatch.fnmatchcase(base, pattern.lstrip("/")):
            continue
        for word in words:
            if word == "binary" and name in _OF_EVIDENCE:
                found = at, False
            elif word.lstrip("-!").partition("=")[0] == name:
                found = at, word != f"-{name}" and word
    return found
