"""Making the index and bringing it to a commit: records are read in bulk, each only once.

A record is read from the work tree where it has the content the commit says, which its id proves,
and from git where it has not.
"""

import os
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from sfcheck.errors import Refused
from sfcheck.ledger.files import bulk, layout
from sfcheck.ledger.files.parsing import MAX_BYTES
from sfcheck.ledger.git import repository as git
from sfcheck.ledger.git.objects import object_id
from sfcheck.ledger.git.repository import Repository
from sfcheck.ledger.index import world
from sfcheck.ledger.index.rows import Rows, broken, rows
from sfcheck.ledger.index.schema import PER_RECORD, TABLES, WORLD, indexing, statements
from sfcheck.ledger.records import Folder

Told = Callable[[int, int], None]
"""Hears how many records are read, and of how many."""

AT_ONCE = 500
"""Records whose rows are put in with one statement, and contents asked of git at a time."""


class LedgerFiles(NamedTuple):
    """Where a ledger's files come from: its folder and its repository."""

    root: Path
    repository: Repository

    @property
    def prefix(self) -> str:
        """Its path from the top, as `Repository.prefix` has it."""
        return self.repository.prefix(self.root)


def record_of(path: str) -> str | None:
    """Return the path of the record that a path in the ledger belongs to, if it is an issue's.

    What lies in a folder that is called like a record is part of a record that cannot be read.
    """
    if not path.startswith(f"{layout.ISSUES}/"):
        return None
    end = f"{path}/".find(".yaml/")
    return None if end < 0 else path[: end + len(".yaml")]


def lay(connection: sqlite3.Connection) -> None:
    """Make all tables anew and empty, whatever was there."""
    made = "SELECT type, name FROM main.sqlite_schema WHERE name NOT LIKE 'sqlite_%'"
    for kind, name in connection.execute(f"{made} AND type <> 'index'").fetchall():
        connection.execute(f'DROP {kind} IF EXISTS main."{name}"')
    for statement in statements():
        connection.execute(statement)


def fill(
    connection: sqlite3.Connection, source: LedgerFiles, commit: str, told: Told | None
) -> None:
    """Fill the tables, which are empty, from a commit (`""`: of an empty ledger)."""
    files = dict(listed(source, commit)) if commit else {}
    world.insert(connection, "main", "files", list(files.items()))
    records = {p: blob for path, blob in files.items() if (p := record_of(path))}
    put(connection, _read(source, records, told))
    for statement in indexing():
        connection.execute(statement)


def follow(
    connection: sqlite3.Connection, source: LedgerFiles, old: str, new: str, told: Told | None
) -> None:
    """Bring the index from one commit to another; raises `Refused` where git knows no way."""
    changes = dict(_changed(source, old, new))
    _apply(connection, source, changes, told)


def learn(connection: sqlite3.Connection, changes: Mapping[str, bytes], algorithm: str) -> None:
    """Bring the index to a commit whose changes are at hand: path → content."""
    _forget(connection, changes)
    blobs = [(path, object_id("blob", data, algorithm)) for path, data in changes.items()]
    world.insert(connection, "main", "files", blobs)
    records = {path: data for path, data in changes.items() if record_of(path) == path}
    put(connection, (rows(path, data) for path, data in records.items()))
    if any(map(world.is_source, changes)):
        outdate_world(connection)


def outdate_world(connection: sqlite3.Connection) -> None:
    """Note that the registries are no longer those the tables were made from."""
    world.insert(connection, "main", "facts", [("world", "")])


def overlay(connection: sqlite3.Connection, paths: Iterable[str], found: Iterable[Rows]) -> None:
    """Let what `found` says stand before what the index says of `paths`, for this connection."""
    if not connection.execute("SELECT 1 FROM temp.sqlite_schema WHERE name = 'hidden'").fetchone():
        connection.execute("CREATE TEMP TABLE hidden (path TEXT PRIMARY KEY)")
        for name in PER_RECORD:
            columns = ", ".join(f'"{column.name}"' for column in TABLES[name].columns)
            connection.execute(f"CREATE TEMP TABLE new_{name} ({columns})")
            connection.execute(
                f"CREATE TEMP VIEW {name} AS SELECT * FROM main.{name} "
                "WHERE path NOT IN (SELECT path FROM temp.hidden) "
                f"UNION ALL SELECT * FROM temp.new_{name}"
            )
    hidden = [(path,) for path in paths]
    connection.executemany("INSERT OR IGNORE INTO temp.hidden VALUES (?)", hidden)
    for name in PER_RECORD:
        connection.executemany(f"DELETE FROM temp.new_{name} WHERE path = ?", hidden)
    for each in found:
        for name, made in each.items():
            marks = TABLES[name].insert
            connection.executemany(f"INSERT INTO temp.new_{name} VALUES {marks}", made)


def shadow_world(connection: sqlite3.Connection, ledger: Folder) -> None:
    """Let the registries as they are now stand before those of the index, for this connection."""
    for name in WORLD:
        connection.execute(f"DROP TABLE IF EXISTS temp.{name}")
    for statement in statements("temp", WORLD):
        connection.execute(statement)
    world.write(connection, "temp", ledger.context)


def from_work_tree(ledger: Folder, paths: Iterable[str]) -> Iterator[Rows]:
    """Yield the rows of the records at `paths` as they lie in the work tree; of none, none."""
    for path in paths:
        if path != shown(path):
            yield broken(shown(path))
        elif ledger.exists(path):
            try:
                yield rows(path, ledger.read(path))
            except Refused:
                yield broken(path)


def from_commit(
    source: LedgerFiles, old: str, new: str
) -> tuple[Collection[str], Iterator[Rows], bool]:
    """Return the records that differ between commits, their rows, and whether registries differ."""
    changes = dict(_changed(source, old, new))
    records = {p: blob for path, blob in changes.items() if (p := record_of(path))}
    there = {path: blob for path, blob in records.items() if blob}
    return records, _read(source, there, None), any(map(world.is_source, changes))


def _apply(
    connection: sqlite3.Connection,
    source: LedgerFiles,
    changes: Mapping[str, str],
    told: Told | None,
) -> None:
    _forget(connection, changes)
    there = {path: blob for path, blob in changes.items() if blob}
    world.insert(connection, "main", "files", list(there.items()))
    records = {p: blob for path, blob in there.items() if (p := record_of(path))}
    put(connection, _read(source, records, told))
    if any(map(world.is_source, changes)):
        outdate_world(connection)


def _forget(connection: sqlite3.Connection, paths: Iterable[str]) -> None:
    gone = [(path,) for path in paths]
    for name in ("files", *PER_RECORD):
        connection.executemany(f"DELETE FROM main.{name} WHERE path = ?", gone)


def put(connection: sqlite3.Connection, found: Iterable[Rows]) -> None:
    """Put in rows of records."""
    waiting = iter(found)
    while some := list(islice(waiting, AT_ONCE)):
        for name in PER_RECORD:
            together = [row for each in some for row in each.get(name, ())]
            if together:
                world.insert(connection, "main", name, together)


def listed(source: LedgerFiles, commit: str) -> Iterator[tuple[str, str]]:
    """Yield path and blob of every file of the ledger in a commit; a link has the blob `-`."""
    below = ("--", source.prefix) if source.prefix else ()
    said = git.run(source.repository.top, "ls-tree", "-r", "-z", "--full-tree", commit, *below)
    for line in said.split(b"\0")[:-1]:
        about, _, path = line.partition(b"\t")
        mode, _kind, blob = about.decode().split(" ")
        yield _file(source, path, mode, blob)


def _changed(source: LedgerFiles, old: str, new: str) -> Iterator[tuple[str, str]]:
    """Yield path and new blob (`""`: gone) of every file of the ledger that differs."""
    below = ("--", source.prefix) if source.prefix else ()
    asked = ("diff-tree", "-r", "-z", "--raw", "--no-renames", "--full-index")
    nothing = object_id("tree", b"", source.repository.algorithm)
    trees = [each or nothing for each in (old, new)]
    said = git.run(source.repository.top, *asked, *trees, *below).split(b"\0")
    for about, path in zip(said[:-1:2], said[1::2], strict=True):
        _old_mode, mode, _old_blob, blob, _kind = about.decode().split(" ")
        yield _file(source, path, mode, blob)


def shown(path: str) -> str:
    """Return a path as the index keeps it: what is not UTF-8 stands escaped."""
    return os.fsencode(path).decode(errors="backslashreplace")


def _file(source: LedgerFiles, path: bytes, mode: str, blob: str) -> tuple[str, str]:
    """Return a file's path in the ledger and its blob: `""` gone, `-` nothing that is read."""
    name = path.decode(errors="backslashreplace")
    plain = mode.startswith("100") and name.encode() == path
    gone = not blob.strip("0")
    return name[len(source.prefix) :], "" if gone else blob if plain else "-"


def _read(source: LedgerFiles, records: Mapping[str, str], told: Told | None) -> Iterator[Rows]:
    """Yield the rows of records, given as path → blob."""
    lines = [f"{blob} {path}" for path, blob in records.items()]
    shared = (str(source.root), source.repository.algorithm)
    missed: list[str] = []
    for found in bulk.spread(_rows, shared, lines, told=told):
        for line, made in found:
            if made is None:
                missed.append(line)
            else:
                yield made
    blobs = [line.partition(" ")[::2] for line in missed]
    for start in range(0, len(blobs), AT_ONCE):
        yield from _rows_of(source, blobs[start : start + AT_ONCE])


def _rows(shared: tuple[str, str], lines: Sequence[str]) -> list[tuple[str, Rows | None]]:
    """Return the rows of records whose work tree's file is the blob said; None of the others."""
    root, algorithm = shared
    found: list[tuple[str, Rows | None]] = []
    for line in lines:
        blob, _, path = line.partition(" ")
        if blob == "-":
            found.append((line, broken(path)))
            continue
        try:
            with open(os.path.join(root, path), "rb") as file:  # noqa: PTH118, PTH123 - in bulk
                data = file.read(MAX_BYTES + 1)
        except OSError:
            found.append((line, None))
            continue
        same = object_id("blob", data, algorithm) == blob
        found.append((line, rows(path, data) if same else None))
    return found


def _rows_of(source: LedgerFiles, blobs: Sequence[tuple[str, str]]) -> Iterator[Rows]:
    """Yield the rows of records that only git has, given as blob and path."""
    with git.reading(source.repository) as read:
        for blob, path in blobs:
            stored = read(blob)
            yield rows(path, stored.data) if stored else broken(path)
