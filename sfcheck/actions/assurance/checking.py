"""Checking a ledger, all of it or some of its files."""

import os
from collections.abc import Callable, Collection, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from sfcheck.checks import memory
from sfcheck.domain.base.findings import Report
from sfcheck.domain.believing import not_believed
from sfcheck.errors import Refused
from sfcheck.ledger.files import layout
from sfcheck.ledger.git import branch, transaction
from sfcheck.ledger.git.repository import open_repository
from sfcheck.ledger.store import Ledger

BESIDE_WRITERS = 2
"""How often a ledger is checked while others write, before they are kept out."""


def validate(
    root: Path,
    paths: Sequence[Path] = (),
    *,
    jobs: int | None = None,
    told: Callable[[int, int], None] | None = None,
    afresh: bool = False,
) -> Report:
    """Check the ledger in the folder `root`, or only the files and folders `paths` in it.

    In at most `jobs` processes; `told` hears how many issues are done, and of how many. What was
    found by earlier checks counts for what did not change since, unless `afresh`. What is found
    while a command of ours writes is looked at again, in the end with writers kept out: of an
    action, all is judged or nothing. Raises `Refused`: `no-such-file`, `outside-ledger`,
    `worker-died`, `bad-jobs`.
    """
    once = partial(_check, root, paths, jobs=jobs, told=told, afresh=afresh)
    for _attempt in range(BESIDE_WRITERS):
        before = _moment(root)
        found = once()
        if not found.findings or (before == _moment(root) and not before.writing):
            return found
    try:
        with transaction.writing(open_repository(root)):
            return once()
    except Refused:  # a merge is in progress, or nothing can be written here: nor by others
        return found


class _Moment(NamedTuple):
    """What is checked out, and whether a command of ours is at work."""

    commit: str
    writing: bool


def _moment(root: Path) -> _Moment:
    try:
        repository = open_repository(root)
        writing = repository.journal.exists()
        return _Moment(branch.head(repository)[1], writing)
    except (OSError, Refused):
        return _Moment("", False)


def _check(
    root: Path,
    paths: Sequence[Path],
    *,
    jobs: int | None,
    told: Callable[[int, int], None] | None,
    afresh: bool,
) -> Report:
    state, known = (None, None) if paths or afresh else memory.recall(root)
    if known:
        return known
    from sfcheck.checks import engine, warm

    asked = partial(_misprinted, root)
    if state:
        return warm.check(root, state, jobs=jobs, told=told, misprinted=asked)
    wanted = [_within(root, path) for path in paths] or ["."]
    chosen = partial(_lies_in, wanted)
    return engine.check(root, chosen, jobs=jobs, told=told, misprinted=asked)


def doubted(ledger: Ledger) -> dict[str, str]:
    """Return the paths of issues that the check finds errors in, and what is wrong first."""
    found: dict[str, str] = {}
    for finding in validate(ledger.root).findings:
        if finding.severity == "error" and finding.path.startswith(f"{layout.ISSUES}/"):
            found.setdefault(finding.path, finding.message)
    return found


def believe(ledger: Ledger, numbers: Collection[str] | None = None) -> None:
    """Refuse to go on while an issue, or one of `numbers`, does not pass (`not-believed`)."""
    among = None if numbers is None else {layout.issue_path(number) for number in numbers}
    bent = [path for path in doubted(ledger) if among is None or path in among]
    if bent:
        raise not_believed([path.rpartition("/")[2].removesuffix(".yaml") for path in bent])


def _misprinted(root: Path, record: Any) -> Collection[str]:
    from sfcheck.actions.proceedings.letters import misprinted  # loads what makes papers

    return misprinted(Ledger(root), record)


def _lies_in(wanted: Sequence[str], path: str) -> bool:
    return any(each == "." or path == each or path.startswith(f"{each}/") for each in wanted)


def _within(root: Path, path: Path) -> str:
    """Return a path as it is in the ledger; its last step may be a link."""
    if not os.path.lexists(path):
        raise Refused("no-such-file", path=path)
    place = path.absolute()
    place = place.resolve() if place.name in ("", "..") else place.parent.resolve() / place.name
    if not place.is_relative_to(root):
        raise Refused("outside-ledger", path=path, root=root)
    return place.relative_to(root).as_posix()
