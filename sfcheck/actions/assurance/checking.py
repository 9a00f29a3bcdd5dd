"""Checking a ledger, all of it or some of its files."""

import os
from collections.abc import Callable, Collection, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from sfcheck.checks import memory
from sfcheck.domain.base.findings import Report
from sfcheck.domain.issues.believing import not_believed
from sfcheck.errors import Refused
from sfcheck.ledger.files import layout
from sfcheck.ledger.store import Ledger


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
    found by earlier checks counts for what did not change since, unless `afresh`. Raises `Refused`:
    `no-such-file`, `outside-ledger`, `worker-died`, `bad-jobs`.
    """
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
