"""Git's index, kept from other gits while the branch moves.

A `git commit` meanwhile would take the old index and undo the action. The lock is git's own
(`index.lock`), but it is taken here and says whose it is: as only one sfcheck writes in a clone
(`transaction.writing`), one of ours that lies there was left by a process that is dead. Git makes
the new index in a file of our own, which is put in the place of the old one *before* the branch
moves: who then reads first the branch and then the index, as `git commit` does before it asks for
the lock, never reads a new branch and an old index. The old index waits until the branch has moved.
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
from sfcheck.ledger.git import branch
from sfcheck.ledger.git import repository as git
from sfcheck.ledger.git.repository import Repository

PATIENCE = 2.0
"""Seconds to wait for another git that holds the index."""

BEFORE = "before-"
"""How the index that was there is called while the branch moves to a commit: this, and its id."""

OURS = f"sfcheck on {platform.node()} ({sys.platform})"
"""How our locks begin. Another machine's, in a folder that both share, is another program's."""


class PathChange(NamedTuple):
    """What a commit does to a path: git's mode, blob before and after (`""`: there is none)."""

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
            gone = f"0 {'0' * len(change.old)}"
            said = f"{change.mode} {change.new}" if change.new else gone
            self._told.say(f"{said}\t{path}\0".encode())
        self._told.close()

    def release(self) -> None:
        """Let other gits have the index again."""
        _release(self._repository, self._ours)

    @contextmanager
    def written(self, commit: str) -> Iterator[None]:
        """Wait until git has written; have the new index in its place, for the branch to follow.

        The old one is back where the branch did not move to `commit`. Raises `Refused` where git
        failed or somebody took our lock away (`index-locked`); OSError.
        """
        self._told.end()
        lock = _lock(self._repository)
        if _said(lock) != self._ours:
            raise Refused("index-locked", said=lock)
        index = self._repository.git_dir / "index"
        before = self._made.with_name(f"{BEFORE}{commit}")
        _copy(index, before)
        if not before.exists():
            before.touch()
        worktree.put(self._made, index)
        try:
            yield
        except BaseException:
            if _said(lock) == self._ours:
                _put_back(before, index)
            raise
        finally:
            before.unlink(missing_ok=True)


def free(repository: Repository) -> None:
    """Remove what a dead process of ours left: its lock, and the index it had git make.

    Where the branch did not follow that index any more, the one before is put back. Call it as the
    only writer, when no git is about to move the branch. Raises OSError, `Refused`.
    """
    folder = repository.journal.parent
    if _said(_lock(repository)).startswith(f"{OURS}, ".encode()):
        for before in folder.glob(f"{BEFORE}*"):
            if not branch.comes_from(repository, before.name.removeprefix(BEFORE)):
                _put_back(before, repository.git_dir / "index")
        _lock(repository).unlink(missing_ok=True)
    for left in (*folder.glob("held-*"), *folder.glob(f"{BEFORE}*")):
        with suppress(PermissionError):  # a git that outlived its sfcheck is writing it
            left.unlink(missing_ok=True)


def _put_back(before: Path, index: Path) -> None:
    """Let the index be as it was; an empty file stands for none, before the first commit."""
    if before.stat().st_size:
        worktree.put(before, index)
    else:
        index.unlink(missing_ok=True)


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
        _release(repository, ours)


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


def _release(repository: Repository, ours: bytes) -> None:
    lock = _lock(repository)
    if _said(lock) == ours:
        lock.unlink(missing_ok=True)


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
