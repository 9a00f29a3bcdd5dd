"""Measure sfcheck at one or more sizes, print ratios, judge the goals.

usage: python -m bench [SIZE …] [--peers] [--write] [--only NAME …] [--rounds N] [--cache DIR]

SIZE is 1k (the default), 10k, 100k, 1M. `--peers` also runs other trackers on the same records,
installing what is missing into the cache. `--write` puts the result into docs/performance.md.
Exits 1 where a goal that a small run can judge is missed by more than half.
"""

import argparse
import os
import sys
from pathlib import Path

from bench import page, peers
from bench.jobs import JOBS
from bench.run import SLACK, Line, measure

SIZES = {"1k": 1000, "10k": 10_000, "100k": 100_000, "1M": 1_000_000}


def main() -> int:
    """Measure, print, write, and return the exit status."""
    about = argparse.ArgumentParser(
        prog="python -m bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    about.add_argument("sizes", nargs="*", type=_size, default=[SIZES["1k"]], metavar="SIZE")
    about.add_argument("--peers", action="store_true")
    about.add_argument("--write", action="store_true")
    about.add_argument("--only", nargs="+", default=[job.name for job in JOBS], metavar="NAME")
    about.add_argument("--rounds", type=int, default=99, metavar="N", help="at most so many")
    about.add_argument("--cache", type=Path, default=_cache(), metavar="DIR")
    given = about.parse_args()
    given.cache.mkdir(parents=True, exist_ok=True)
    lines: list[Line] = []
    compared: list[peers.Timing] = []
    for size in given.sizes:
        lines += measure(given.cache, size, given.only, given.rounds)
        if given.peers and size <= peers.LARGEST:
            compared += peers.compare(given.cache, size)
    if given.write:
        page.write(given.cache, lines, compared)
    failed = [line for line in lines if line.fails]
    for line in failed:
        print(f"missed by more than {SLACK} ×: {line.name} at {line.size:,}", file=sys.stderr)
    return int(bool(failed))


def _size(text: str) -> int:
    if text not in SIZES:
        raise argparse.ArgumentTypeError(f"{text}: one of {', '.join(SIZES)}")
    return SIZES[text]


def _cache() -> Path:
    """Return where ledgers and peers are kept: outside of the repository."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "sfcheck-bench"


if __name__ == "__main__":
    sys.exit(main())
