"""What is measured, against what, and how good it is to be: one table."""

import json
import sys
from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

from bench import clock
from bench.copies import Copy, git, settle
from bench.office import CLERK

K, M = 1000, 1_000_000
PASS = (sys.executable, "-c", "pass")
STATUS = ("git", "status")
FILTERED = ("list", "--json", "--place", "640100", "--status", "rectifying", "--limit", "50")
PARSE = """
import pathlib, sys, yaml
for path in pathlib.Path(sys.argv[1]).rglob("*.yaml"):
    yaml.load(path.read_bytes(), yaml.CSafeLoader)
"""
BARE = (sys.executable, "-c", PARSE, "issues")
ONE = {"SFCHECK_JOBS": "1"}
"""Makes sfcheck do bulk work in one process."""


class Pair(NamedTuple):
    """One measurement: ours, and the baseline's (1 where the figure stands for itself)."""

    ours: float
    theirs: float = 1.0


class Job(NamedTuple):
    """One line of the table.

    `at_most` gives the goal for each size that has one; at other sizes of `sizes` (all, where
    empty) the job is measured all the same. `judged`: a small run on a shared machine can tell.
    Jobs of one phase take turns.
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
    judged: bool = False


def _wall(copy: Copy, *words: str) -> float:
    return clock.spend(copy.sfcheck(*words), copy.root).wall


def _version(copy: Copy) -> Pair:
    return Pair(_wall(copy, "--version"), clock.spend(PASS, copy.root).wall)


def _help(copy: Copy) -> Pair:
    return Pair(_wall(copy, "new-issue", "--help"), clock.spend(PASS, copy.root).wall)


def _list_all(copy: Copy) -> Pair:
    return Pair(_wall(copy, "list", "--json"), clock.spend(PASS, copy.root).wall)


def _list_filtered(copy: Copy) -> Pair:
    return Pair(_wall(copy, *FILTERED), clock.spend(STATUS, copy.root).wall)


def _warm(copy: Copy) -> Pair:
    return Pair(_wall(copy, "validate"), clock.spend(STATUS, copy.root).wall)


def _cold_cpu(copy: Copy) -> Pair:
    forget(copy)
    ours = clock.spend(copy.sfcheck("validate"), copy.root, ONE).cpu
    return Pair(ours, clock.spend(BARE, copy.root).cpu)


def _cold_wall(copy: Copy) -> Pair:
    forget(copy)
    ours = clock.spend(copy.sfcheck("validate"), copy.root).wall
    return Pair(ours, clock.spend(BARE, copy.root).wall)


def forget(copy: Copy) -> None:
    """Leave sfcheck nothing it knew of the records: all it keeps but the lease and the lock."""
    for path in (copy.root / ".git" / "sfcheck").rglob("*"):
        if path.is_file() and not path.name.startswith(("lease-", "lock")):
            path.unlink()


def _create(copy: Copy) -> Pair:
    words = ("new-issue", "--yes", "--json", "--from", str(copy.beside / "issue.json"))
    return _commit(copy, copy.sfcheck(*words), {}, ())


def _create_signed(copy: Copy) -> Pair:
    words = ("new-issue", "--yes", "--json", "--from", str(copy.beside / "issue.json"))
    return _commit(copy, copy.sfcheck(*words), _signing(copy), ("-S",))


def _note(copy: Copy) -> Pair:
    words = ("--as", CLERK, "note", "-q", _query(copy), "--yes", "--text", "备件已到货。")
    return _commit(copy, copy.sfcheck(*words), {}, ())


def _commit(
    copy: Copy, ours: clock.Command, env: Mapping[str, str], options: tuple[str, ...]
) -> Pair:
    """Let sfcheck act, then the shell commit the same bytes from the same state."""
    spent = clock.spend(ours, copy.root, env)
    listed = git(copy, "diff", "-z", "--name-only", copy.base, "HEAD")
    paths = [path for path in listed.split("\0") if path]
    written = {path: (copy.root / path).read_bytes() for path in paths}
    copy.restore()
    for path, data in written.items():
        (copy.root / path).write_bytes(data)
    named = copy.beside / "paths"
    named.write_text(listed, encoding="utf-8")
    adding = f"git add --pathspec-from-file='{named}' --pathspec-file-nul"
    if len(paths) == 1:
        adding = f"git add {paths[0]}"
    script = f"{adding} && git commit -q {' '.join(options)} -m note"
    shell = clock.spend(("sh", "-c", script), copy.root, env)
    copy.restore()
    return Pair(spent.wall, shell.wall)


@cache
def _signing(copy: Copy) -> Mapping[str, str]:
    """Return the settings under which commits are signed with a key made for it."""
    key = copy.beside / "key"
    clock.ask(("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key), copy.beside)
    settings = {
        "commit.gpgsign": "true",
        "gpg.format": "ssh",
        "user.signingkey": str(key.with_suffix(".pub")),
    }
    pairs = {f"GIT_CONFIG_KEY_{at}": name for at, name in enumerate(settings)}
    values = {f"GIT_CONFIG_VALUE_{at}": value for at, value in enumerate(settings.values())}
    return {"GIT_CONFIG_COUNT": str(len(settings)), **pairs, **values}


@cache
def _query(copy: Copy) -> str:
    """Return a query that finds about 1,000 issues, or all that are open where there are fewer."""
    said = clock.ask(copy.sfcheck("list", "--json", "--status", "submitted"), copy.root)
    days = sorted(issue["found_on"] for issue in json.loads(said)["issues"])
    if len(days) < K:
        return "open"
    return f"status=submitted found-until={days[K - 1]}"


def _loose(copy: Copy) -> Pair:
    """Return the KiB a new issue adds to the object store, as `git count-objects` tells."""
    words = ("new-issue", "--yes", "--json", "--from", str(copy.beside / "issue.json"))
    before = _stored(copy)
    clock.ask(copy.sfcheck(*words), copy.root)
    added = _stored(copy) - before
    copy.restore()
    return Pair(added)


def _stored(copy: Copy) -> float:
    said = dict(line.split(": ") for line in git(copy, "count-objects", "-v").splitlines())
    return float(said["size"]) + float(said["size-pack"])


def _list_memory(copy: Copy) -> Pair:
    settle(copy)
    return Pair(clock.peak(copy.sfcheck(*FILTERED), copy.root))


def _validate_memory(copy: Copy) -> Pair:
    forget(copy)
    return Pair(clock.peak(copy.sfcheck("validate"), copy.root))


JOBS = (
    Job(
        "start",
        "sfcheck --version",
        "python -c pass",
        "×",
        {K: 1.3},
        _version,
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
        _help,
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
        _list_all,
        phase=1,
        rounds=21,
        sizes=(K,),
        judged=True,
    ),
    Job(
        "list",
        f"sfcheck {' '.join(FILTERED)}",
        "git status",
        "×",
        {100 * K: 1.5, M: 1.2},
        _list_filtered,
        phase=1,
        rounds=15,
    ),
    Job(
        "validate-warm",
        "sfcheck validate, nothing changed since the last",
        "git status",
        "×",
        {100 * K: 2},
        _warm,
        phase=1,
        rounds=5,
    ),
    Job(
        "create",
        "sfcheck new-issue --from FILE",
        "git add && git commit of the same file",
        "×",
        {100 * K: 1.3},
        _create,
        phase=2,
        rounds=9,
    ),
    Job(
        "create-signed",
        "sfcheck new-issue --from FILE, signed with an SSH key",
        "git add && git commit -S of the same file",
        "×",
        {100 * K: 1.3},
        _create_signed,
        phase=2,
        rounds=9,
    ),
    Job(
        "step",
        "sfcheck note -q QUERY --text … on 1,000 issues",
        "git add && git commit of the same files",
        "×",
        {10 * K: 3, 100 * K: 3},
        _note,
        phase=2,
        rounds=5,
    ),
    Job(
        "loose",
        "what sfcheck new-issue adds to git's objects",
        "",
        "KiB",
        dict.fromkeys((K, 10 * K, 100 * K, M), 100),
        _loose,
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
        _cold_cpu,
        phase=3,
        rounds=3,
    ),
    Job(
        "validate-2",
        "sfcheck validate, no index, all processors",
        "PyYAML CSafeLoader, parsing only, one process",
        "×",
        {100 * K: 0.35},
        _cold_wall,
        phase=3,
        rounds=3,
    ),
    Job(
        "list-memory",
        "memory of sfcheck list, as above",
        "",
        "MB",
        {100 * K: 100},
        _list_memory,
        phase=4,
        rounds=3,
    ),
    Job(
        "validate-memory",
        "memory of sfcheck validate, no index, all processors",
        "",
        "MB",
        {100 * K: 400},
        _validate_memory,
        phase=4,
        rounds=1,
    ),
)


def prepare(copy: Copy) -> None:
    """Let sfcheck validate once before the reading phase, as it would have on any other day."""
    settle(copy)
    clock.ask(copy.sfcheck("validate"), copy.root)
    settle(copy)
