"""What git says of the work tree now: which commit is checked out, and what differs from it.

Asked once for each command, by one `git status` that is started before anything is imported
(`begin`) and awaited after all else is ready: on a large ledger it takes longer than the rest.
"""

import os
import subprocess
from pathlib import Path
from typing import NamedTuple

from sfcheck import LEDGER
from sfcheck.ledger.git.disarming import environment
from sfcheck.ledger.git.program import NEW_GROUP, NEW_SESSION, find, program

STATUS = (
    *("status", "--porcelain=v2", "--branch", "-z", "-unormal", "--no-renames"),
    "--ignore-submodules=all",  # each would be asked by its own settings
)
"""The question: every tracked file that differs, every file or folder git does not know."""

_begun: "list[tuple[str, subprocess.Popen[bytes]]]" = []
"""The process started before the imports, and the top of the repository it was asked about."""


class State(NamedTuple):
    """The work tree as git found it.

    `commit` is the one checked out (`""`: none yet). `changed` are the paths, from the top, that
    differ from it in whatever way: edited, staged, deleted, in conflict, unknown to git. A folder
    that is unknown as a whole ends in `/`.
    """

    commit: str
    changed: frozenset[str]

    def below(self, prefix: str) -> "State":
        """Return what of it lies below a folder (`prefix` ends in `/`), as paths in that folder.

        `""` is the folder itself, where git does not know it.
        """
        return self._replace(
            changed=frozenset(
                path[len(prefix) :] if path.startswith(prefix) else ""
                for path in self.changed
                if path.startswith(prefix) or (path.endswith("/") and prefix.startswith(path))
            )
        )


class Asked:
    """A question that git is answering."""

    def __init__(self, folder: str, process: "subprocess.Popen[bytes]") -> None:
        self._folder, self._process = folder, process

    def answer(self) -> State:
        """Wait for git and return what it found; raises `Refused` with what git complained of."""
        said, complaint = self._process.communicate()
        if self._process.returncode:
            from sfcheck.ledger.git.failing import failure

            raise failure(Path(self._folder), STATUS, self._process.returncode, complaint)
        return parse(said)


def begin(folder: str | None) -> None:
    """Start to ask about the repository around `folder` (here), for the command to come.

    Nothing is said where that cannot be: who asks in earnest will be told.
    """
    from contextlib import suppress

    with suppress(Exception):
        place = find(os.path.realpath(folder or os.environ.get(LEDGER) or "."))
        if place and place[1]:
            _begun.append((place[0], _start(place[0])))


def ask(top: Path) -> Asked:
    """Ask about the repository whose top is `top`; what `begin` started there is taken up."""
    while _begun:
        begun, process = _begun.pop()
        if begun == str(top):
            return Asked(begun, process)
        process.communicate()  # not killed: it may hold the index
    return Asked(str(top), _start(str(top)))


def parse(said: bytes) -> State:
    """Return the state that git printed."""
    commit = ""
    changed = set()
    for line in said.split(b"\0"):
        if line[:1] in (b"1", b"u"):
            # The path stands behind eight fields, in a conflict behind ten.
            changed.add(line.split(b" ", 8 if line[:1] == b"1" else 10)[-1])
        elif line[:1] == b"?":
            changed.add(line[2:])
        elif line.startswith(b"# branch.oid ") and line[13:] != b"(initial)":
            commit = line[13:].decode()
    return State(commit, frozenset(map(os.fsdecode, changed)))


def _start(folder: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [program(), *STATUS],
        cwd=folder,
        env=environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=NEW_SESSION,
        creationflags=NEW_GROUP,
    )
