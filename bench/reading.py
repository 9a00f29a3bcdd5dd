"""Reading 10,000 issues, against the bare parser and model on the same bytes.

usage: python -m bench.reading [COUNT]

Exits 1 when reading costs more than 3 times the baseline, or a process that keeps all issues
needs more than 300 MB.
"""

import gc
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import ryaml

from bench import records
from sfcheck.domain.issues import Issue
from sfcheck.ledger.store import Ledger

RATIO, MEGABYTES, ROUNDS = 3.0, 300, 5


def timed(work: Callable[[], object]) -> float:
    """Return the seconds `work` takes."""
    gc.collect()
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


KEEP = """
import resource, sys
from pathlib import Path
from sfcheck.ledger.store import Ledger
kept = list(Ledger(Path(sys.argv[1])).issues())
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def memory(root: Path) -> int:
    """Return the peak megabytes of a process that reads and keeps all issues (POSIX only)."""
    return int(subprocess.check_output([sys.executable, "-c", KEEP, str(root)]))


def main(count: int) -> int:
    """Measure, print, and return the exit status."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        records.write(root, count)
        blobs = [path.read_bytes() for path in root.rglob("*.yaml")]

        def bare() -> None:
            for blob in blobs:
                Issue.model_validate(ryaml.loads(blob.decode()))

        def ours() -> None:
            for _issue in Ledger(root).issues():
                pass

        bare()
        pairs = [(timed(ours), timed(bare)) for _round in range(ROUNDS)]
        ratio = median(mine / theirs for mine, theirs in pairs)
        per_record = median(mine for mine, _theirs in pairs) / count * 1e6
        peak = memory(root)
    print(f"reading {count:,} issues: {ratio:.2f} × parser + model (at most {RATIO})")
    print(f"  {per_record:.0f} µs a record; all kept in memory {peak} MB (at most {MEGABYTES})")
    return int(ratio > RATIO or peak > MEGABYTES)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
