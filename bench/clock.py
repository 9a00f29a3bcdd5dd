"""Running a command and telling what it cost: time, processor time, memory. Linux only."""

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple

Command = Sequence[str | Path]

QUIET = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "LANGUAGE": "en",
    "LC_ALL": "C.UTF-8",
    # Empty: Python keeps what it compiled, as it does for everybody who does not forbid it.
    "PYTHONDONTWRITEBYTECODE": "",
    "PYTHONUNBUFFERED": "",
}
"""What is set for every command, so that nobody's own settings are measured."""


class Spent(NamedTuple):
    """What a command cost, with all the processes it started and waited for."""

    wall: float
    """Seconds on the clock."""
    cpu: float
    """Seconds of processors."""


class CommandError(Exception):
    """A command that was to be measured failed: there is nothing to compare."""


def spend(command: Command, cwd: Path, env: Mapping[str, str] | None = None) -> Spent:
    """Run a command that must succeed, its output thrown away; raises `CommandError`."""
    with subprocess.Popen(
        [str(word) for word in command],
        cwd=cwd,
        env={**os.environ, **QUIET, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        begun = time.perf_counter()
        complaint = process.stderr.read() if process.stderr else b""
        _pid, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise CommandError(f"{command}: {process.returncode}\n{complaint.decode(errors='replace')}")
    return Spent(wall, used.ru_utime + used.ru_stime)


def ask(command: Command, cwd: Path, env: Mapping[str, str] | None = None) -> str:
    """Return what a command prints; it must succeed and is not measured."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**os.environ, **QUIET, **(env or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise CommandError(f"{command}: {done.returncode}\n{done.stderr.decode(errors='replace')}")
    return done.stdout.decode()


def peak(command: Command, cwd: Path, env: Mapping[str, str] | None = None) -> float:
    """Return the megabytes a command and all its processes have at once, at their peak.

    Sampled 200 times a second from /proc (Linux); pages that processes share count in each.
    """
    highest, done = [0.0], Event()

    def watch() -> None:
        while not done.wait(0.005):
            highest[0] = max(highest[0], _resident(os.getpid()))

    watcher = Thread(target=watch)
    watcher.start()
    try:
        spend(command, cwd, env)
    finally:
        done.set()
        watcher.join()
    return highest[0]


def _resident(parent: int) -> float:
    """Return the megabytes all descendants of a process have in memory now."""
    total = 0.0
    for listed in Path(f"/proc/{parent}/task").glob("*/children"):
        try:
            children = [int(word) for word in listed.read_text().split()]
        except OSError:  # gone meanwhile
            continue
        for child in children:
            try:
                pages = int(Path(f"/proc/{child}/statm").read_text().split()[1])
            except (OSError, IndexError):
                continue
            total += pages * os.sysconf("SC_PAGE_SIZE") / 2**20 + _resident(child)
    return total
