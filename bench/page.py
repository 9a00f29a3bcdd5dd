"""What was measured, as a page: docs/performance.md, its chart, and the figures it is made of.

usage: python -m bench.page (makes it again of the figures on file)

A run replaces the figures of the sizes it measured and leaves those of the others.
"""

import json
import os
import platform
import sqlite3
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import peers
from bench.chart import chart
from bench.copies import HERE
from bench.jobs import JOBS, Job
from bench.peers import CHECK, CREATE, FIND, RECHECK, REMARKS, Timing
from bench.run import Line

PAGE, DRAWING, FIGURES = (
    HERE / "docs" / f"performance.{suffix}" for suffix in ("md", "svg", "json")
)
OURS = "sfcheck"
ORDER = (OURS, "git", *(peer.name for peer in peers.PEERS), "PyYAML")
INTRODUCTION = """\
<!-- Made by `python -m bench --write`; do not edit. -->

# Performance

How long sfcheck takes and how much it needs, each figure beside a baseline that ran in the same
minute on the same files: a ratio says more than milliseconds, which are another machine's tomorrow.
The ledgers are made by `bench/make.py`: issues with lawful lives of one to ten steps, about
2.2 KB each, in thousands of commits; `sfcheck validate` finds nothing wrong in them.
"""
HOW = """\
## How it is measured

- A command of ours and its baseline take turns, many rounds; the ratio is the median of the rounds'
  ratios. Jobs that only read take turns with each other too.
- Whatever writes starts from the same commit each time: ours acts, the ledger is put back, the
  shell commits the same bytes and a comment, the ledger is put back. `git gc` is off meanwhile.
  Ours waits until objects and refs are on the disk (`core.fsync=committed`), which the shell's git
  does not.
- “Cold” is without our index, the files in the system's cache; “warm” is the same command again.
- Memory is that of all processes of a command together at its peak, shared pages counted in each.
- Objects are what `git count-objects` tells before and after.
- The made-up records are for timing. Nothing is said about how other trackers fare with other work,
  and what each does besides (history, a work tree, a check of more than hashes) differs.

## How to repeat

```console
$ make bench                                     # 1,000 issues: under a minute
$ make bench SIZES="1k 10k 100k" BENCH=--peers   # others are installed into a cache folder
$ make bench SIZES=1M                            # some ten gigabytes of disk
```

With `BENCH="--peers --write"` this page is made again. Linux only; Debian's packages for those that
are not Python's, installed only by root. `python -m bench --help` says the rest.
"""


@dataclass(frozen=True)
class Figures:
    """Everything the page says."""

    lines: Sequence[Line]
    timings: Sequence[Timing]
    about: Mapping[str, str]
    """When, with what, and on what machine each size was measured."""


def write(cache: Path, lines: Sequence[Line], timings: Sequence[Timing]) -> None:
    """Put results into the page, its chart and its figures."""
    before = known()
    now = {str(size) for size in {line.size for line in lines}}
    compared = {timing.size for timing in timings}
    measured = {(line.name, line.size) for line in lines}
    figures = Figures(
        _sorted([*(li for li in before.lines if (li.name, li.size) not in measured), *lines]),
        [*(t for t in before.timings if t.size not in compared), *timings],
        {**before.about, **dict.fromkeys(now, _surroundings(cache))},
    )
    FIGURES.write_text(_json(figures), encoding="utf-8")
    for path, text in pages(known()).items():  # of the figures as they are on file: rounded
        path.write_text(text, encoding="utf-8")


def pages(figures: Figures) -> dict[Path, str]:
    """Return what the page and its chart say of figures."""
    drawn = {DRAWING: _chart(figures.timings)} if figures.timings else {}
    return {PAGE: _page(figures), **drawn}


def known() -> Figures:
    """Return the figures on file."""
    if not FIGURES.exists():
        return Figures([], [], {})
    kept: dict[str, Any] = json.loads(FIGURES.read_text(encoding="utf-8"))
    lines = [Line(**each) for each in kept["lines"]]
    return Figures(lines, [Timing(**each) for each in kept["timings"]], kept["about"])


def _json(figures: Figures) -> str:
    def rows(records: Iterable[Any]) -> str:
        return ",\n".join(f"  {json.dumps(each._asdict(), ensure_ascii=False)}" for each in records)

    about = json.dumps(figures.about, ensure_ascii=False, indent=2)
    lines, timings = rows(_rounded(figures.lines)), rows(_rounded(figures.timings))
    return f'{{"lines": [\n{lines}],\n"timings": [\n{timings}],\n"about": {about}}}\n'


def _rounded(records: Iterable[Any]) -> Iterable[Any]:
    for each in records:
        short = {k: float(f"{v:.4g}") for k, v in each._asdict().items() if isinstance(v, float)}
        yield each._replace(**short)


def _sorted(lines: Iterable[Line]) -> list[Line]:
    order = [job.name for job in JOBS]
    return sorted(lines, key=lambda line: (order.index(line.name), line.size))


def _surroundings(cache: Path) -> str:
    """Return when, and on what machine with which versions, in one line."""
    said = subprocess.run(("git", "version"), capture_output=True, check=True, cwd=HERE).stdout
    change = subprocess.run(
        ("git", "rev-parse", "--short=10", "HEAD"), capture_output=True, check=False, cwd=HERE
    ).stdout
    parts = (
        f"{datetime.now(UTC):%Y-%m-%d}",
        f"sfcheck at {change.decode().strip() or '–'}",
        f"{os.cpu_count()} processors ({_processor()})",
        f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB of memory",
        f"{platform.system()} {platform.release().partition('-')[0]}",
        f"Python {platform.python_version()}",
        said.decode().strip().replace(" version", ""),
        f"SQLite {sqlite3.sqlite_version}",
        *(f"{name} {version}" for name, version in peers.versions(cache).items()),
    )
    return ", ".join(parts)


def _processor() -> str:
    listed = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = (line.partition(": ")[2] for line in listed if line.startswith("model name"))
    return next(names, platform.machine())


def _page(figures: Figures) -> str:
    parts = [INTRODUCTION, _goals(figures.lines), _all(figures.lines)]
    if figures.timings:
        parts.append(_peers(figures.timings))
    return "\n".join([*parts, HOW, _machine(figures.about)])


def _machine(about: Mapping[str, str]) -> str:
    by_text: dict[str, list[str]] = {}
    for size, text in sorted(about.items(), key=lambda pair: int(pair[0])):
        by_text.setdefault(text, []).append(f"{int(size):,}")
    said = [f"- {' and '.join(sizes)} issues: {text}." for text, sizes in by_text.items()]
    return "\n".join(["## Machine and versions", "", *said, ""])


def _job(line: Line) -> Job:
    return next(job for job in JOBS if job.name == line.name)


def _goals(lines: Sequence[Line]) -> str:
    rows = []
    for line in lines:
        if line.goal is None:
            continue
        verdict = "reached" if line.missed_by <= 1 else f"**missed by {line.missed_by:.2f} ×**"
        goal, figure = f"{line.goal:g} {line.unit}", f"{_short(line.ratio)} {line.unit}"
        rows.append((*_what(line), f"{line.size:,}", goal, figure, verdict))
    head = ("what", "against", "issues", "at most", "measured", "")
    missed = {line.name for line in lines if line.goal is not None and line.missed_by > 1}
    why = [f"- {job.ours}: {job.short}" for job in JOBS if job.name in missed]
    told = ["", "What keeps the missed ones from their goals:", "", *why] if why else []
    return "\n".join(["## Goals", "", *_table(head, rows), *told, ""])


def _all(lines: Iterable[Line]) -> str:
    rows = []
    for line in lines:
        ours, theirs = _short(line.ours), "–" if line.theirs is None else _short(line.theirs)
        ratio, fastest = f"{_short(line.ratio)} {line.unit}", _short(line.fastest)
        unit = "ms" if line.theirs is not None else line.unit
        rows.append((line.name, f"{line.size:,}", f"{ours} {unit}", theirs, ratio, fastest))
    head = ("job", "issues", "ours", "baseline, ms", "median ratio", "of the fastest")
    return "\n".join(["## All figures", "", *_table(head, rows), ""])


def _what(line: Line) -> tuple[str, str]:
    job = _job(line)
    return job.ours, job.theirs or "–"


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(line)} |" for line in lines]


def _peers(timings: Sequence[Timing]) -> str:
    sizes = sorted({timing.size for timing in timings})
    known = {(t.peer, t.job, t.size): t.wall for t in timings}
    rows = []
    for peer in sorted({t.peer for t in timings}, key=ORDER.index):
        cells = []
        for job in (CREATE, FIND, CHECK, RECHECK):
            found = [known.get((peer, job, size)) for size in sizes]
            told = " / ".join("–" if wall is None else _short(wall) for wall in found)
            cells.append(told if any(found) else "–")
        rows.append((f"**{peer}**" if peer == OURS else peer, *cells, REMARKS.get(peer, "")))
    told = " / ".join(f"{size:,}" for size in sizes)
    head = ("", "create one", "find some", "check all, cold", "check again", "")
    return "\n".join(
        [
            "## Beside other trackers",
            "",
            f"Milliseconds at {told} issues. In its own form each keeps the number, title, state,",
            "place, day and text of the same issues; what happened to them, sfcheck and git alone.",
            "",
            *_table(head, rows),
            "",
            *_behind(known, sizes),
            "",
            f"![Time by number of issues]({DRAWING.name})",
            "",
        ]
    )


def _behind(known: Mapping[tuple[str, str, int], float], sizes: Iterable[int]) -> list[str]:
    """Return, in words, who was faster at 10,000 issues or more."""
    told = []
    for job in (CREATE, FIND, CHECK):
        for size in (size for size in sizes if size >= 10_000):
            ours = known[OURS, job, size]
            walls = {p: wall for (p, done, at), wall in known.items() if (done, at) == (job, size)}
            faster = {p: ours / wall for p, wall in walls.items() if wall < ours}
            named = ", ".join(f"{peer} {_short(by)} ×" for peer, by in faster.items())
            told.append(f"- {job}, {size:,} issues: {named or 'nobody'}")
    return ["Faster than sfcheck, and how many times:", "", *told] if told else []


def _chart(timings: Iterable[Timing]) -> str:
    panels = []
    titles = {CREATE: "create one", FIND: "find some", CHECK: "check all, cold"}
    for job, title in titles.items():
        lines: dict[str, dict[int, float]] = {}
        for timing in sorted(timings, key=lambda t: (ORDER.index(t.peer), t.size)):
            if timing.job == job:
                lines.setdefault(timing.peer, {})[timing.size] = timing.wall
        if lines:
            panels.append((title, lines))
    return chart(panels)


if __name__ == "__main__":
    for each, text in pages(known()).items():
        each.write_text(text, encoding="utf-8")
