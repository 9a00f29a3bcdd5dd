"""What is measured, against what, and how good it is to be: one table."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from bench import measures
from bench.copies import Copy
from bench.measures import Pair

K, M = 1000, 1_000_000


class Job(NamedTuple):
    """One line of the table.

    `at_most` gives the goal for each size that has one; at other sizes of `sizes` (all, where
    empty) the job is measured all the same. `needs`: a program besides git. `judged`: a small run
    on a shared machine can tell. Jobs of one phase take turns. `short`: what keeps it from its
    goal where it misses one, and what would close the gap.
    """

    name: str
    ours: str
    theirs: str
    unit: str
    at_most: Mapping[int, float]
    measure: Callable[[Copy], Pair]
    phase: int
    rounds: int
    sizes: tuple[int, ...] = ()
    needs: str = ""
    judged: bool = False
    short: str = ""


_START = "Python with typer is 45 ms before it does anything, five times an empty Python"
_FOLD = (
    "of what judging a record costs, folding its events again is about a quarter, validation and"
    " dump of its model a sixth, reading it and proving its form a sixth, the rules an eighth; a"
    " fold over plain data, without a model for each state, would close most of it"
)
JOBS = (
    Job(
        "start",
        "sfcheck --version",
        "python -c pass",
        "×",
        {K: 1.3},
        measures.version,
        phase=1,
        rounds=21,
        sizes=(K,),
        judged=True,
    ),
    Job(
        "help",
        "sfcheck new-issue --help",
        "python -c pass",
        "×",
        {K: 13},
        measures.start_help,
        phase=1,
        rounds=21,
        sizes=(K,),
        judged=True,
    ),
    Job(
        "list-all",
        "sfcheck list --json",
        "python -c pass",
        "×",
        {K: 7},
        measures.list_all,
        phase=1,
        rounds=21,
        sizes=(K,),
        judged=True,
        short=f"{_START}; a framework that loads less would close it.",
    ),
    Job(
        "list",
        f"sfcheck {' '.join(measures.FILTERED)}",
        "git status",
        "×",
        {100 * K: 1.5, M: 1.2},
        measures.list_filtered,
        phase=1,
        rounds=15,
        short=f"{_START}, and the question another 10 ms, while git uses both processors.",
    ),
    Job(
        "validate-warm",
        "sfcheck validate, nothing changed since the last",
        "git status",
        "×",
        {100 * K: 2},
        measures.warm,
        phase=1,
        rounds=5,
    ),
    Job(
        "create",
        "sfcheck new-issue --from FILE",
        "git add && git commit of the same file",
        "×",
        {100 * K: 1.3},
        measures.create,
        phase=2,
        rounds=9,
        short=f"{_START}; models and registries are 70 ms, likenesses 25; ours waits for the disk.",
    ),
    Job(
        "create-signed",
        "sfcheck new-issue --from FILE, signed with an SSH key",
        "git add && git commit -S of the same file",
        "×",
        {100 * K: 1.3},
        measures.create_signed,
        phase=2,
        rounds=9,
        needs="ssh-keygen",
        short="As above.",
    ),
    Job(
        "list-after",
        "the same list, right after a new issue",
        "git status",
        "×",
        {},
        measures.list_after,
        phase=2,
        rounds=5,
    ),
    Job(
        "step",
        "sfcheck note -q QUERY --text … on 1,000 issues",
        "git add && git commit of the same files",
        "×",
        {10 * K: 3, 100 * K: 3},
        measures.note,
        phase=2,
        rounds=5,
        short="1,000 records are read, folded, sealed and flushed before git's own part.",
    ),
    Job(
        "loose",
        "what sfcheck new-issue adds to git's objects",
        "",
        "KiB",
        dict.fromkeys((K, 10 * K, 100 * K, M), 100),
        measures.loose,
        phase=2,
        rounds=3,
        judged=True,
    ),
    Job(
        "validate-1",
        "sfcheck validate, no index, one process (processor time)",
        "PyYAML CSafeLoader, parsing only (processor time)",
        "×",
        {100 * K: 0.6},
        measures.cold_cpu,
        phase=3,
        rounds=3,
        short=f"{_FOLD}.",
    ),
    Job(
        "validate-2",
        "sfcheck validate, no index, all processors",
        "PyYAML CSafeLoader, parsing only, one process",
        "×",
        {100 * K: 0.35},
        measures.cold_wall,
        phase=3,
        rounds=3,
        short="As above; and what a worker found is pickled, 12 µs a record.",
    ),
    Job(
        "word-60",
        "60 issues in Word",
        "docxtpl, same template",
        "×",
        {K: 1.5},
        measures.word_some,
        phase=5,
        rounds=7,
        sizes=(K,),
        judged=True,
    ),
    Job(
        "word-5000",
        "5,000 rows in Word",
        "docxtpl, same template",
        "×",
        {},
        measures.word_many,
        phase=5,
        rounds=3,
        sizes=(K,),
    ),
    Job(
        "word-5000-time",
        "seconds for 5,000 rows in Word",
        "",
        "s",
        {K: 5},
        measures.word_seconds,
        phase=5,
        rounds=3,
        sizes=(K,),
        judged=True,
    ),
    Job(
        "excel",
        "a row for each issue in Excel",
        "xlsxwriter, same texts without format",
        "×",
        {100 * K: 1.3},
        measures.excel,
        phase=5,
        rounds=5,
        sizes=(K, 10 * K, 100 * K),
    ),
    Job(
        "list-memory",
        "memory of sfcheck list, as above",
        "",
        "MB",
        {100 * K: 100},
        measures.list_memory,
        phase=4,
        rounds=3,
    ),
    Job(
        "validate-memory",
        "memory of sfcheck validate, no index, all processors",
        "",
        "MB",
        {100 * K: 400},
        measures.validate_memory,
        phase=4,
        rounds=1,
    ),
)
