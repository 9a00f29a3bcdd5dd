"""Asking the index, proven fresh: git is asked first and awaited last.

While git looks at every file of the work tree, the question is already put to the index as it is.
Where git then says that nothing differs, the answer stands; else the index is brought up to date
and asked again. What cannot be kept (a disk that is read-only, another process at work) is built
for this one question.
"""

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sfcheck.errors import Refused
from sfcheck.ledger.git import freshness
from sfcheck.ledger.git.freshness import State
from sfcheck.ledger.git.repository import Repository, open_repository
from sfcheck.ledger.index.keeping import Index, discard, is_complete, is_ours, opened, path_of
from sfcheck.ledger.index.vouching import is_vouched_for

if TYPE_CHECKING:
    from sfcheck.ledger.index.making import Told

T = TypeVar("T")

IMPATIENCE = 0.1
"""Seconds to wait for it before git has answered."""


def answer(
    root: Path, ask: Callable[[Index], T], *, at: datetime | None = None, told: "Told | None" = None
) -> T:
    """Return what `ask` makes of the index of the ledger in the folder `root`, as the files are.

    `ask` may be called twice and must change nothing. `at` is the moment for which it looks up who
    holds a place. `told` hears of the progress where records are read. Raises `Refused`: what
    `ask` raises, what is wrong with a registry, `is-a-link` for a linked folder.
    """
    try:
        repository = open_repository(root)
        asked = freshness.ask(repository.top)
    except Refused:
        return _plain(root, ask, at)
    path = path_of(repository, root)
    guess = _guess(root, path, ask, at)
    try:
        state = asked.answer()
    except Refused:
        return _plain(root, ask, at)
    state = state.below(repository.prefix(root))
    if guess and guess[0] == state.commit and not state.changed:
        return guess[1]
    return _caught_up(root, repository, state, ask, at, told)


def hint(root: Path, ask: Callable[[Index], T]) -> T:
    """Return what `ask` makes of the index at the last commit; the work tree is not looked at.

    For what is a hint and no more: it costs no look at every file. Raises as `answer`.
    """
    from sfcheck.ledger.git.branch import head

    try:
        repository = open_repository(root)
        _branch, commit = head(repository)
    except Refused:
        return answer(root, ask)
    path = path_of(repository, root)
    guess = _guess(root, path, ask, None)
    if guess and guess[0] == commit:
        return guess[1]
    return _caught_up(root, repository, State(commit, frozenset()), ask, None, None)


def glance(root: Path, ask: Callable[[Index], T], absent: T) -> T:
    """Return what `ask` makes of the index as it lies, at whatever commit; `absent` without one.

    For what may be missed: no process is started and no record read.
    """
    try:
        guess = _guess(root, path_of(open_repository(root), root), ask, None)
    except Refused:
        return absent
    return guess[1] if guess else absent


def _guess(
    root: Path, path: Path, ask: Callable[[Index], T], at: datetime | None
) -> tuple[str, T] | None:
    """Return the commit of the index as it is, and what `ask` makes of it; None where it cannot."""
    if not is_vouched_for(path):
        return None
    with suppress(sqlite3.Error, Refused):
        connection = opened(path, patience=IMPATIENCE)
        try:
            connection.execute("BEGIN")
            index = Index(root, connection)
            if is_ours(index) and is_complete(index, at):
                return index.fact("commit"), ask(index)
        finally:
            connection.close()
    return None


def _caught_up(
    root: Path,
    repository: Repository,
    state: State,
    ask: Callable[[Index], T],
    at: datetime | None,
    told: "Told | None",
) -> T:
    """Bring the index to `state` and ask it; one that proves damaged meanwhile is made again."""
    from sfcheck.ledger.index.catching_up import caught_up
    from sfcheck.ledger.index.making import LedgerFiles

    source, path = LedgerFiles(root, repository), path_of(repository, root)
    try:
        with caught_up(source, path, state, at, told) as index:
            return ask(index)
    except sqlite3.OperationalError:  # another process holds it
        kept = None
    except sqlite3.DatabaseError:
        discard(kept := path)
    with caught_up(source, kept, state, at, told) as index:
        return ask(index)


def _plain(root: Path, ask: Callable[[Index], T], at: datetime | None) -> T:
    """Ask of all files as they lie there, where git cannot say what differs."""
    from sfcheck.ledger.index.catching_up import read_plainly

    with read_plainly(root, at) as index:
        return ask(index)
