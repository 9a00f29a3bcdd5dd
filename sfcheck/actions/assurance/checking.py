"""Checking a ledger, all of it or some of its files."""

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from sfcheck.checks import memory
from sfcheck.domain.base.findings import Report
from sfcheck.errors import Refused


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

    if state:
        return warm.check(root, state, jobs=jobs, told=told)
    wanted = [_within(root, path) for path in paths] or ["."]
    return engine.check(root, partial(_lies_in, wanted), jobs=jobs, told=told)


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
