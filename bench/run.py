"""Jobs measured in turns on one copy of a ledger, and what came out."""

import shutil
import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench.copies import copied
from bench.jobs import JOBS, Job
from bench.measures import Pair

SLACK = 1.5
"""How far a shared machine may be off a goal before `make bench` fails."""


class Line(NamedTuple):
    """A job's result at one size; times in milliseconds, what stands for itself in its unit."""

    name: str
    size: int
    rounds: int
    ratio: float
    """The median of the rounds' ratios (of the figures, where there is no baseline)."""
    fastest: float
    """The ratio of each side's fastest round: what a busy machine can tell."""
    ours: float
    theirs: float | None
    unit: str
    goal: float | None
    judged: bool

    @property
    def missed_by(self) -> float:
        """How many times the goal the result is; 0 without a goal."""
        return self.ratio / self.goal if self.goal else 0.0

    @property
    def fails(self) -> bool:
        """Whether even a busy machine can tell that the goal is missed."""
        return bool(self.judged and self.goal and min(self.ratio, self.fastest) > SLACK * self.goal)


def measure(cache: Path, count: int, only: Collection[str], rounds: int) -> list[Line]:
    """Measure the jobs called for at one size, `rounds` at most; print a line for each."""
    jobs = [job for job in JOBS if job.name in only and count in (job.sizes or (count,))]
    jobs = [job._replace(rounds=min(rounds, job.rounds)) for job in jobs]
    for job in [job for job in jobs if job.needs and not shutil.which(job.needs)]:
        print(f"{job.name}: {job.needs} is not here; left out", file=sys.stderr)
        jobs.remove(job)
    taken: dict[str, list[Pair]] = {job.name: [] for job in jobs}
    with copied(cache, count) as copy:
        for job in _turns(jobs):
            _tell(f"{count:,}: {job.name}")
            taken[job.name].append(job.measure(copy))
            if len(taken[job.name]) == job.rounds:
                _tell("")
                print(told(_line(job, count, taken[job.name])), flush=True)
    return [_line(job, count, taken[job.name]) for job in jobs]


def _turns(jobs: Collection[Job]) -> Iterator[Job]:
    """Yield the jobs in the order in which they are measured: phase by phase, in turns."""
    for phase in sorted({job.phase for job in jobs}):
        here = [job for job in jobs if job.phase == phase]
        for turn in range(max(job.rounds for job in here)):
            yield from (job for job in here if turn < job.rounds)


def _tell(what: str) -> None:
    """Show on a terminal what is going on."""
    if sys.stderr.isatty():
        print(f"\r{what:<30}\r", end="", file=sys.stderr, flush=True)


def _line(job: Job, count: int, pairs: Collection[Pair]) -> Line:
    ratios = [pair.ours / pair.theirs for pair in pairs]
    compared = bool(job.theirs)
    scale = 1000 if compared else 1
    return Line(
        name=job.name,
        size=count,
        rounds=len(pairs),
        ratio=median(ratios),
        fastest=min(pair.ours for pair in pairs) / min(pair.theirs for pair in pairs),
        ours=scale * median(pair.ours for pair in pairs),
        theirs=scale * median(pair.theirs for pair in pairs) if compared else None,
        unit=job.unit,
        goal=job.at_most.get(count),
        judged=job.judged,
    )


def told(line: Line) -> str:
    """Return a result in words."""
    goal = ""
    if line.goal is not None:
        goal = "reached" if line.missed_by <= 1 else f"MISSED by {line.missed_by:.2f} ×"
        goal = f"  goal {line.goal:g}: {goal}"
    times = "" if line.theirs is None else f"  {line.ours:.1f} / {line.theirs:.1f} ms"
    figure = f"{line.ratio:8.2f} {line.unit:<3} (fastest {line.fastest:.2f})"
    return f"{line.size:>9,} {line.name:<16}{figure}{times}{goal}"
