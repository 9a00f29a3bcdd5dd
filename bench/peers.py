"""Other trackers on the same records: create one, find some, check all. Linux only.

Each keeps an issue's number, title, state, place, day and text in its own form. What is
missing is installed into the cache (packages of Python, by peers-constraints.txt) or, for root, by
apt; what cannot be installed is left out with a word.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bench import clock, stores
from bench.copies import copied, settle
from bench.measures import BARE, FILTERED, forget
from bench.stores import PLACE, Entry
from sfcheck.ledger.store import Ledger

CREATE, FIND, CHECK, RECHECK = "create", "find", "check", "check again"
LARGEST = 100_000
ROUNDS = 5
TITLE = "甲醇罐区可燃气体报警器失效"


class Timing(NamedTuple):
    """The median time of one job of one tracker, in milliseconds."""

    peer: str
    size: int
    job: str
    wall: float


class Peer(NamedTuple):
    """A tracker: its program, how its store is laid down, and its command for each job.

    `where` is where the program comes from: `pip` (into the cache) or `apt`. Commands start in the
    folder of the store. Above `largest` it takes minutes and is left out.
    """

    name: str
    where: str
    package: str
    program: str
    lay: Callable[[Path, Sequence[Entry], Callable[..., str]], None]
    commands: Mapping[str, Sequence[str]]
    largest: int = LARGEST


PEERS = (
    Peer(
        "doorstop",
        *("pip", "doorstop", "doorstop"),
        stores.doorstop,
        {CREATE: ("add", "REQ"), FIND: ("export", "REQ"), CHECK: ("--no-reformat",)},
        10_000,
    ),
    Peer(
        "taskwarrior",
        *("apt", "taskwarrior", "task"),
        stores.taskwarrior,
        {
            CREATE: ("add", f"project:{PLACE}", TITLE),
            FIND: (f"project:{PLACE}", "status:pending", "limit:50", "list"),
        },
    ),
    Peer(
        "fossil",
        *("apt", "fossil", "fossil"),
        stores.fossil,
        {
            CREATE: (
                *("ticket", "add", "title", TITLE, "status", "rectifying"),
                *("subsystem", PLACE, "-R", stores.REPOSITORY),
            ),
            FIND: (
                *("ticket", "show", "0"),
                f"subsystem='{PLACE}' and status='rectifying' limit 50",
                *("-R", stores.REPOSITORY),
            ),
            CHECK: ("test-integrity", "-R", stores.REPOSITORY),
        },
    ),
    Peer(
        "todoman",
        *("pip", "todoman", "todo"),
        stores.todoman,
        {
            CREATE: ("--config", "config.py", "new", "-l", "cal", TITLE),
            FIND: ("--config", "config.py", "list", "--location", PLACE),
        },
        10_000,
    ),
    Peer(
        "microbeads",
        *("pip", "microbeads", "mb"),
        stores.microbeads,
        {
            CREATE: ("create", TITLE, "-l", PLACE),
            FIND: ("--json", "list", "-s", "open", "-l", PLACE),
            CHECK: ("doctor",),
        },
        10_000,
    ),
)

VERSION = {"taskwarrior": ("--version",), "fossil": ("version",)}
REMARKS = {
    "doorstop": "finds nothing by itself: exports all; checks without rewriting its files",
    "fossil": "a database without a work tree; its check is of hashes only",
    "todoman": "no history",
    "microbeads": "commits nothing when it creates; its check is of a few fields",
    "git": "`add` and `commit`; `grep`; `fsck`, of hashes only",
    "PyYAML": "CSafeLoader, parses only",
}


def compare(cache: Path, count: int) -> list[Timing]:
    """Return what each job took each tracker at one size, printing it."""
    with copied(cache, count) as copy, TemporaryDirectory(dir=cache, prefix="peers-") as folder:
        issues = list(_entries(copy.root))
        work: dict[tuple[str, str], Callable[[], float]] = {}
        one = copy.beside / "issue.json"
        own = {
            CREATE: copy.sfcheck("new-issue", "--yes", "--from", one),
            FIND: copy.sfcheck(*FILTERED),
            CHECK: copy.sfcheck("validate"),
            RECHECK: copy.sfcheck("validate"),
        }
        for job, command in own.items():
            work["sfcheck", job] = _timed(command, copy.root)
        checked = work["sfcheck", CHECK]

        def cold() -> float:
            forget(copy)
            spent = checked()
            settle(copy)
            return spent

        work["sfcheck", CHECK] = cold
        for peer in PEERS:
            if count <= peer.largest:
                work |= _peer(cache, Path(folder) / peer.name, peer, issues)
        one_file = sorted((copy.root / "issues").rglob("*.yaml"))[0].relative_to(copy.root)
        script = f'echo >> {one_file} && git add {one_file} && git commit -q -m "another line"'
        work["git", FIND] = _timed(("git", "grep", "-l", "status: rectifying"), copy.root)
        work["git", CHECK] = _timed(("git", "fsck", "--no-progress"), copy.root)
        work["PyYAML", CHECK] = _timed(BARE, copy.root)
        taken: dict[tuple[str, str], list[float]] = {key: [] for key in work}
        rounds = ROUNDS if count <= 10_000 else 3
        for _round in range(rounds):
            for key, run in work.items():
                taken[key].append(run())
        taken["git", CREATE] = []
        for _round in range(rounds):  # last: what it commits is no lawful record
            taken["git", CREATE].append(clock.spend(("sh", "-c", script), copy.root).wall)
    timings = [Timing(peer, count, job, 1000 * median(t)) for (peer, job), t in taken.items()]
    for timing in timings:
        print(f"{count:>9,} {timing.peer:<14}{timing.job:<12}{timing.wall:10.1f} ms")
    return timings


def versions(cache: Path) -> dict[str, str]:
    """Return the version of each tracker that is there."""
    found = {}
    for peer in PEERS:
        program = _program(cache, peer)
        if program is None:
            continue
        if peer.where == "pip":
            about = (cache / "peers" / "lib").glob(f"*/site-packages/{peer.package}-*.dist-info")
            said = next(path.stem for path in about)
        else:
            said = clock.ask((program, *VERSION[peer.name]), cache).splitlines()[0]
        found[peer.name] = re.findall(r"[0-9]+(?:\.[0-9]+)+", said)[0]
    return found


def _entries(root: Path) -> Iterator[Entry]:
    for issue in Ledger(root).issues():
        text = f"{issue.description}\n{issue.suggestion or ''}"
        yield Entry(
            issue.number, issue.title, issue.status.value, issue.place, issue.found.on, text
        )


def _peer(
    cache: Path, folder: Path, peer: Peer, issues: Sequence[Entry]
) -> dict[tuple[str, str], Callable[[], float]]:
    """Lay down a tracker's store and return its jobs; none where it cannot be had."""
    program = _program(cache, peer) or _installed(cache, peer)
    if program is None:
        print(f"{peer.name} is not here and cannot be installed: left out", file=sys.stderr)
        return {}
    folder.mkdir()
    env = stores.settings(folder)

    def run(*words: str) -> str:
        return clock.ask((program, *words), folder, env)

    peer.lay(folder, issues, run)
    work = {}
    for job, words in peer.commands.items():
        run(*words)  # builds whatever it keeps of the store
        work[peer.name, job] = _timed((program, *words), folder, env)
    return work


def _timed(
    command: clock.Command, cwd: Path, env: Mapping[str, str] | None = None
) -> Callable[[], float]:
    return lambda: clock.spend(command, cwd, env).wall


def _program(cache: Path, peer: Peer) -> str | None:
    if peer.where == "apt":
        return shutil.which(peer.program)
    program = cache / "peers" / "bin" / peer.program
    return str(program) if program.exists() else None


def _installed(cache: Path, peer: Peer) -> str | None:
    """Install a tracker where that is possible; return its program."""
    if peer.where == "apt":
        if os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get"):
            for words in (("update", "-q"), ("install", "-y", "-q", peer.package)):
                subprocess.run(("apt-get", *words), stdout=subprocess.DEVNULL, check=False)
        return _program(cache, peer)
    venv, pins = cache / "peers", Path(__file__).with_name("peers-constraints.txt")
    if not venv.exists():
        subprocess.run((sys.executable, "-m", "venv", venv), check=False)
    pip = (venv / "bin" / "python", "-m", "pip", "install", "-q", "--disable-pip-version-check")
    subprocess.run((*pip, "-c", pins, peer.package), check=False)
    return _program(cache, peer)
