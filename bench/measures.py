"""How each figure is taken: a command of ours, and its baseline, one after the other."""

import json
import secrets
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from bench import clock
from bench.copies import Copy, git, settle
from bench.office import CLERK

MANY = 1000
"""Issues a step on many is for."""
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


def _wall(copy: Copy, *words: str) -> float:
    return clock.spend(copy.sfcheck(*words), copy.root).wall


def version(copy: Copy) -> Pair:
    """Start, and say the version."""
    return Pair(_wall(copy, "--version"), clock.spend(PASS, copy.root).wall)


def start_help(copy: Copy) -> Pair:
    """Load the framework and one command, and show its help."""
    return Pair(_wall(copy, "new-issue", "--help"), clock.spend(PASS, copy.root).wall)


def list_all(copy: Copy) -> Pair:
    """List every issue."""
    return Pair(_wall(copy, "list", "--json"), clock.spend(PASS, copy.root).wall)


def list_filtered(copy: Copy) -> Pair:
    """List fifty issues of a place, proven fresh."""
    return Pair(_wall(copy, *FILTERED), clock.spend(STATUS, copy.root).wall)


def list_after(copy: Copy) -> Pair:
    """Let the index learn of a new issue while it is measured; git's is as settled as before."""
    clock.ask(copy.sfcheck(*_new(copy)), copy.root)
    ours = _wall(copy, *FILTERED)
    theirs = clock.spend(STATUS, copy.root).wall
    copy.restore()
    return Pair(ours, theirs)


def warm(copy: Copy) -> Pair:
    """Validate what was validated before."""
    clock.ask(copy.sfcheck("validate"), copy.root)
    return Pair(_wall(copy, "validate"), clock.spend(STATUS, copy.root).wall)


def cold_cpu(copy: Copy) -> Pair:
    """Validate with nothing known, in one process: seconds of the processor."""
    forget(copy)
    ours = clock.spend(copy.sfcheck("validate"), copy.root, ONE).cpu
    return Pair(ours, clock.spend(BARE, copy.root).cpu)


def cold_wall(copy: Copy) -> Pair:
    """Validate with nothing known, on all processors: seconds on the clock."""
    forget(copy)
    ours = clock.spend(copy.sfcheck("validate"), copy.root).wall
    return Pair(ours, clock.spend(BARE, copy.root).wall)


def forget(copy: Copy) -> None:
    """Leave sfcheck nothing it knew of the records: all it keeps but the lease and the lock."""
    for path in (copy.root / ".git" / "sfcheck").rglob("*"):
        if path.is_file() and not path.name.startswith(("lease-", "lock")):
            path.unlink()


def create(copy: Copy) -> Pair:
    """Register one issue."""
    return _commit(copy, copy.sfcheck(*_new(copy)), {}, ())


def create_signed(copy: Copy) -> Pair:
    """Register one issue, its commit signed."""
    return _commit(copy, copy.sfcheck(*_new(copy)), _signing(copy), ("-S",))


def _new(copy: Copy) -> tuple[str, ...]:
    return ("new-issue", "--yes", "--json", "--from", str(copy.beside / "issue.json"))


def note(copy: Copy) -> Pair:
    """Take a step on about a thousand issues at once."""
    words = ("--as", CLERK, "note", "-q", _query(copy), "--yes", "--text", "备件已到货。")
    return _commit(copy, copy.sfcheck(*words), {}, ())


def _commit(
    copy: Copy, ours: clock.Command, env: Mapping[str, str], options: tuple[str, ...]
) -> Pair:
    """Let sfcheck act, then the shell commit the same bytes from the same state.

    A comment more makes them new to git, which otherwise would have nothing to store.
    """
    spent = clock.spend(ours, copy.root, env)
    listed = git(copy, "diff", "-z", "--name-only", copy.base, "HEAD")
    paths = [path for path in listed.split("\0") if path]
    written = {path: (copy.root / path).read_bytes() for path in paths}
    copy.restore()
    comment = f"# {secrets.token_hex(4)}\n".encode()
    for path, data in written.items():
        (copy.root / path).write_bytes(data + comment)
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
    if len(days) < MANY:
        return "open"
    return f"status=submitted found-until={days[MANY - 1]}"


def loose(copy: Copy) -> Pair:
    """Return the KiB a new issue adds to the object store, as `git count-objects` tells."""
    before = _stored(copy)
    clock.ask(copy.sfcheck(*_new(copy)), copy.root)
    added = _stored(copy) - before
    copy.restore()
    return Pair(added)


def _stored(copy: Copy) -> float:
    said = dict(line.split(": ") for line in git(copy, "count-objects", "-v").splitlines())
    return float(said["size"]) + float(said["size-pack"])


def word_some(copy: Copy) -> Pair:
    """Make a paper of 60 issues in Word, as sfcheck and as docxtpl alone."""
    return _papers(copy, "word", 60, times=20)


def word_many(copy: Copy) -> Pair:
    """Make a paper of 5,000 rows in Word, as sfcheck and as docxtpl alone."""
    return _papers(copy, "word", 5000)


def word_seconds(copy: Copy) -> Pair:
    """Return the seconds a paper of 5,000 rows in Word takes."""
    return Pair(word_many(copy).ours)


def excel(copy: Copy) -> Pair:
    """Make a paper of as many rows as there are issues in Excel, as sfcheck and xlsxwriter."""
    return _papers(copy, "excel", copy.count)


def _papers(copy: Copy, kind: str, rows: int, times: int = 1) -> Pair:
    """Let sfcheck and the bare library make the same paper, each in a process of its own."""
    script = Path(__file__).with_name("papers.py")
    ours, bare = (
        float(clock.ask((sys.executable, script, kind, whose, str(rows), str(times)), copy.root))
        for whose in ("ours", "bare")
    )
    return Pair(ours, bare)


def list_memory(copy: Copy) -> Pair:
    """Return the megabytes listing needs."""
    settle(copy)
    return Pair(clock.peak(copy.sfcheck(*FILTERED), copy.root))


def validate_memory(copy: Copy) -> Pair:
    """Return the megabytes validating with nothing known needs, on all processors."""
    forget(copy)
    return Pair(clock.peak(copy.sfcheck("validate"), copy.root))
