"""Bringing an index to what the files say now: kept where it can be, else for one question."""

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from sfcheck.errors import Refused
from sfcheck.ledger.files import layout
from sfcheck.ledger.git.freshness import State
from sfcheck.ledger.git.repository import Repository
from sfcheck.ledger.index import making, world
from sfcheck.ledger.index.keeping import (
    BRAND,
    SCHEMA,
    Index,
    discard,
    is_complete,
    is_ours,
    opened,
    path_of,
    sound,
    unknown_places,
)
from sfcheck.ledger.index.making import LedgerFiles, Told
from sfcheck.ledger.index.vouching import is_vouched_for, vouch
from sfcheck.ledger.records import Folder

CACHE = 32 << 10
"""KiB of the file that are held in memory while the index is made."""


@contextmanager
def caught_up(
    source: LedgerFiles, path: Path | None, state: State, at: datetime | None, told: Told | None
) -> Iterator[Index]:
    """Yield the index of a ledger as its files are; `state.changed` are paths in the ledger.

    It is kept at `path`, or made for this one question.
    Raises `Refused`: what is wrong with a registry, `is-a-link` for a linked folder.
    """
    ledger = world.Noting(source.root, source.repository.algorithm)
    records, registries = _differing(ledger, state)
    with closing(_at_commit(source, path, state.commit, told)) as connection:
        index = Index(source.root, connection)
        if not registries:
            _keep_world(index, ledger, at)
        connection.execute("BEGIN")  # from here on nobody moves the index
        if (old := index.fact("commit")) != state.commit:
            behind, found, differ = making.from_commit(source, old, state.commit)
            making.overlay(connection, behind, found)
            registries = registries or differ
        if records:
            making.overlay(
                connection, map(making.shown, records), making.from_work_tree(ledger, records)
            )
        if registries or not is_complete(index, at):
            _shadow_world(index, ledger, at)
        yield index


@contextmanager
def read_plainly(root: Path, at: datetime | None) -> Iterator[Index]:
    """Yield an index of all files as they lie there; for a ledger outside git. Raises `Refused`."""
    ledger = world.Noting(root)
    with closing(_private()) as connection:
        making.lay(connection)
        making.put(connection, making.from_work_tree(ledger, ledger.paths(layout.ISSUES)))
        index = Index(root, connection)
        _shadow_world(index, ledger, at)
        yield index


def learn(
    repository: Repository, root: Path, old: str, new: str, changes: Mapping[str, bytes]
) -> None:
    """Tell the index of a commit just made, given what it changed: path in the ledger → content.

    Does nothing where the index is not at the commit before, or cannot be written: whoever asks
    next will bring it up to date.
    """
    path = path_of(repository, root)
    if not is_vouched_for(path):
        return
    with suppress(sqlite3.Error), closing(opened(path)) as connection:
        index = Index(root, connection)
        if is_ours(index) and index.fact("commit") == old:
            with _writing(connection):
                if index.fact("commit") == old:
                    making.learn(connection, changes, repository.algorithm)
                    _note(connection, commit=new)


def _differing(ledger: Folder, state: State) -> tuple[list[str], bool]:
    """Return the records that are not as committed, and whether that may be so of registries."""
    records: set[str] = set()
    registries = False
    for path in state.changed:
        registries = registries or not path or world.is_source(path)
        inside = path.startswith(f"{layout.ISSUES}/") or path == layout.ISSUES
        if record := making.record_of(path):
            records.add(record)
        elif not path:
            records.update(ledger.paths(layout.ISSUES))
        elif inside and os.path.isdir(ledger.root / path):  # noqa: PTH112 - links are followed
            records.update(ledger.paths(path.rstrip("/")))
    return sorted(records), registries


def _at_commit(
    source: LedgerFiles, path: Path | None, commit: str, told: Told | None
) -> sqlite3.Connection:
    """Return the kept index, at `commit` if it can be written; else one for this question."""
    for known in (path, path):
        if known is None:
            break
        try:
            return _kept(source, known, commit, told)
        except (sqlite3.OperationalError, OSError):  # read-only, or held by somebody else
            break
        except sqlite3.DatabaseError:
            discard(known)
    connection = _private()
    making.lay(connection)
    making.fill(connection, source, commit, told)
    _note(connection, commit=commit)
    return connection


def _kept(source: LedgerFiles, path: Path, commit: str, told: Told | None) -> sqlite3.Connection:
    path.parent.mkdir(exist_ok=True)
    connection = sound(path, BRAND)
    try:
        index = Index(source.root, connection)
        ours = is_ours(index)
        try:
            with _writing(connection):
                if not is_ours(index):
                    _make(connection, source, commit, told)
                elif (old := index.fact("commit")) != commit:
                    _follow(connection, source, old, commit, told)
        except sqlite3.OperationalError:
            if not ours:  # another process is at it, or the disk is read-only
                raise
    except BaseException:
        connection.close()
        raise
    return connection


def _make(
    connection: sqlite3.Connection, source: LedgerFiles, commit: str, told: Told | None
) -> None:
    connection.execute(f"PRAGMA cache_size = -{CACHE}")
    making.lay(connection)
    making.fill(connection, source, commit, told)
    connection.execute(f"PRAGMA application_id = {BRAND}")
    _note(connection, schema=SCHEMA, commit=commit)


def _follow(
    connection: sqlite3.Connection, source: LedgerFiles, old: str, new: str, told: Told | None
) -> None:
    try:
        making.follow(connection, source, old, new, told)
    except Refused:  # git has forgotten the old commit
        _make(connection, source, new, told)
    _note(connection, commit=new)


def _private() -> sqlite3.Connection:
    """Return an empty database of this process alone, on the disk where it grows large."""
    return sqlite3.connect("", isolation_level=None)


@contextmanager
def _writing(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
    vouch(connection)


def _note(connection: sqlite3.Connection, **facts: str) -> None:
    world.insert(connection, "main", "facts", list(facts.items()))


def _keep_world(index: Index, ledger: world.Noting, at: datetime | None) -> None:
    """Keep the tables of the registries with the index, and who held what at `at`, if possible."""
    connection = index.connection
    with suppress(sqlite3.OperationalError, _Uncommitted):
        if not index.fact("world"):
            _keep(connection, ledger, lambda: _write_world(connection, ledger))
        if at is not None and (places := unknown_places(index, at)):
            _keep(connection, ledger, lambda: _stand(connection, ledger, places, at))


def _shadow_world(index: Index, ledger: world.Noting, at: datetime | None) -> None:
    """Let the registries as they lie there stand for those of the index, for this question."""
    making.shadow_world(index.connection, ledger)
    if at is not None:
        world.stand(index.connection, "temp", ledger, unknown_places(index, at), at)


class _Uncommitted(Exception):  # noqa: N818 - caught a few lines above
    """A registry was read that is not as committed."""


def _keep(connection: sqlite3.Connection, ledger: world.Noting, work: Callable[[], None]) -> None:
    with _writing(connection):
        work()
        if not ledger.is_as_committed(connection):
            raise _Uncommitted


def _write_world(connection: sqlite3.Connection, ledger: Folder) -> None:
    world.write(connection, "main", ledger.context)
    _note(connection, world="known")


def _stand(
    connection: sqlite3.Connection, ledger: world.Noting, places: list[str], at: datetime
) -> None:
    connection.execute("DELETE FROM main.standing WHERE at <> ?", (at.isoformat(),))
    world.stand(connection, "main", ledger, places, at)
