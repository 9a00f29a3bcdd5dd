"""Git's index, kept from other gits while the branch moves.

A `git commit` meanwhile would take the old index and undo the action. The lock is git's own
(`index.lock`), but it is taken here and says whose it is: as only one sfcheck writes in a clone
(`transaction.writing`), one of ours that lies there was left by a process that is dead. Git makes
the new index in a file of our own, which is then put in the place of the old one.
"""

import os
import platform
import secrets
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from sfcheck.errors import Refused
from sfcheck.ledger.files import worktree
from sfcheck.ledger.git import repository as git
from sfcheck.ledger.git.repository import Repository

PATIENCE = 2.0
"""Seconds to wait for another git that holds the index."""

OURS = f"sfcheck on {platform.node()} ({sys.platform})"
"""How our locks begin. Another machine's, in a folder that both share, is another program's."""


class PathChange(NamedTuple):
    """What a commit does to a path: git's mode, blob before (`""`: none) and after."""

    mode: str
    old: str
    new: str


class GitIndex:
    """The index while it is held, by a git that waits to be told of changes."""

    def __init__(self, repository: Repository, told: git.Conversation, made: Path, ours: bytes):
        self._repository, self._told, self._made, self._ours = repository, told, made, ours

    def tell(self, changes: Mapping[str, PathChange]) -> None:
        """Say what changed; git begins to write."""
        for path, change in changes.items():
            self._told.say(f"{change.mode} {change.new}\t{path}\0".encode())
        self._told.close()

    def written(self) -> None:
        """Wait until git has written, and put the new index in its place.

        Raises `Refused` where git failed or somebody took our lock away (`index-locked`); OSError.
        """
        self._told.end()
        if _said(_lock(self._repository)) != self._ours:
            raise Refused("index-locked", said=_lock(self._repository))
        worktree.put(self._made, self._repository.git_dir / "index")
        _lock(self._repository).unlink(missing_ok=True)


def free(repository: Repository) -> None:
    """Remove what a dead process of ours left: its lock, and the index it had git make.

    Call it as the only writer. Raises OSError.
    """
    if _said(_lock(repository)).startswith(f"{OURS}, ".encode()):
        _lock(repository).unlink(missing_ok=True)
    for left in repository.journal.parent.glob("held-*"):
        with suppress(PermissionError):  # a git that outlived its sfcheck is writing it
            left.unlink(missing_ok=True)


@contextmanager
def index_held(repository: Repository) -> Iterator[GitIndex]:
    """Hold the index, which git reads meanwhile, until what changes in it is told and written.

    Call it as the only writer. Raises `Refused` (`index-locked`) where another git holds it for
    longer than `PATIENCE`, at once where it has done so before; OSError.
    """
    folder = repository.journal.parent
    folder.mkdir(exist_ok=True)
    free(repository)
    made = folder / f"held-{secrets.token_hex(8)}"
    ours = f"{OURS}, process {os.getpid()}, {made.name}\n".encode()
    _take(repository, made, ours)
    try:
        _copy(repository.git_dir / "index", made)
        told = {"GIT_INDEX_FILE": str(made)}
        asked = ("update-index", "-z", "--index-info")
        with git.conversation(repository.top, *asked, variables=told) as waiting:
            yield GitIndex(repository, waiting, made, ours)
    finally:
        made.unlink(missing_ok=True)
        if _said(_lock(repository)) == ours:
            _lock(repository).unlink(missing_ok=True)


def _take(repository: Repository, made: Path, ours: bytes) -> None:
    """Make the lock, which bears its words from its first moment."""
    lock, until = _lock(repository), time.monotonic() + PATIENCE
    passing = made.with_suffix(".words")
    passing.write_bytes(ours)
    try:
        while True:
            try:
                _put_first(passing, lock, ours)
                return
            except FileExistsError:
                pass
            if time.monotonic() > until or _age(lock) > PATIENCE:
                raise Refused("index-locked", said=lock)
            time.sleep(0.01)
    finally:
        passing.unlink(missing_ok=True)


def _put_first(passing: Path, lock: Path, words: bytes) -> None:
    """Make `lock` a file with these words; raises FileExistsError where there is one."""
    try:
        os.link(passing, lock)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        with lock.open("xb") as file:
            file.write(words)


def _copy(index: Path, made: Path) -> None:
    """Give git the index under another name; it replaces it and never writes into it."""
    try:
        os.link(index, made)
    except FileNotFoundError:  # before the first commit
        return
    except OSError:
        shutil.copyfile(index, made)


def _age(lock: Path) -> float:
    try:
        return time.time() - lock.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _said(lock: Path) -> bytes:
    try:
        with lock.open("rb") as file:
            return file.read(1000)
    except OSError:
        return b""


def _lock(repository: Repository) -> Path:
    return repository.git_dir / "index.lock"
