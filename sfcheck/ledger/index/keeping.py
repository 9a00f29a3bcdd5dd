"""The file that an index is kept in: where it lies, whether it is ours and sound, what it holds."""

import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sfcheck import __version__
from sfcheck.ledger.git.repository import Repository
from sfcheck.ledger.index.schema import indexing, statements
from sfcheck.ledger.index.vouching import BESIDE, is_vouched_for

FORMAT = 3
"""Goes up when rows are made otherwise from the same records."""

BRAND = 0x53464348
"""SQLite's `application_id` of our files: `SFCH`."""

PATIENCE = 5.0
"""Seconds to wait for another process that writes the index."""

PLACES = (
    "SELECT place FROM (WITH RECURSIVE each (place) AS (SELECT min(place) FROM issues UNION ALL"
    " SELECT (SELECT min(place) FROM issues WHERE place > each.place) FROM each"
    " WHERE each.place IS NOT NULL) SELECT place FROM each) WHERE place IS NOT NULL"
)
"""The places of all issues, by leaps through the index: DISTINCT would go through all of it."""

SCHEMA = "\n".join([__version__, str(FORMAT), *statements(), *indexing()])
"""What an index must say of itself to be understood."""


@dataclass(frozen=True)
class Index:
    """The tables of one ledger, to be asked in SQL."""

    root: Path
    connection: sqlite3.Connection

    def all(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows that a question finds."""
        return self.connection.execute(sql, values).fetchall()

    def one(self, sql: str, *values: object) -> tuple[Any, ...] | None:
        """Return the first row that a question finds."""
        found: tuple[Any, ...] | None = self.connection.execute(sql, values).fetchone()
        return found

    def fact(self, name: str) -> str:
        """Return what the index says of itself."""
        found = self.one("SELECT value FROM main.facts WHERE name = ?", name)
        return str(found[0]) if found else ""


def path_of(repository: Repository, root: Path, name: str = "index") -> Path:
    """Return the file of a ledger's cache called `name`; a repository may hold several ledgers."""
    prefix = repository.prefix(root)
    if prefix:
        from hashlib import sha256
        from os import fsencode

        name = f"{name}-{sha256(fsencode(prefix)).hexdigest()[:12]}"
    return repository.common_dir / "sfcheck" / f"{name}.db"


def opened(path: Path, *, new: bool = False, patience: float | None = None) -> sqlite3.Connection:
    """Open an index, writable where the disk lets us; raises sqlite3.Error."""
    mode = "rwc" if new else "rw"
    patience = PATIENCE if patience is None else patience
    connection = sqlite3.connect(
        f"{path.as_uri()}?mode={mode}", uri=True, timeout=patience, isolation_level=None
    )
    try:
        connection.execute("PRAGMA synchronous = NORMAL")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def sound(path: Path, brand: int) -> sqlite3.Connection:
    """Open a cache, or an empty file in the place of what is none of this `brand`, or not ours.

    Raises sqlite3.OperationalError where another process holds it, which is no damage.
    """
    try:
        connection = opened(path, new=True)
        try:
            branded = connection.execute("PRAGMA application_id").fetchone() == (brand,)
            used = connection.execute("SELECT 1 FROM main.sqlite_schema LIMIT 1").fetchone()
            if not used or (branded and _is_known(connection, path)):
                return connection
        except sqlite3.Error:
            connection.close()
            raise
        connection.close()
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        pass
    discard(path)
    return opened(path, new=True)


def _is_known(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether a cache is ours; another of ours that has just written it is given time to say so."""
    if is_vouched_for(path):
        return True
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("ROLLBACK")
    return is_vouched_for(path)


def discard(path: Path) -> None:
    """Throw an index away that is none, or damaged."""
    # First the file: a journal without its file is cleared away by SQLite.
    for name in (path, *(path.with_name(path.name + ending) for ending in BESIDE)):
        with suppress(OSError):
            name.unlink(missing_ok=True)


def is_ours(index: Index) -> bool:
    """Whether an open index is one that this version made; raises sqlite3.Error if damaged."""
    if index.connection.execute("PRAGMA application_id").fetchone() != (BRAND,):
        return False
    return index.fact("schema") == SCHEMA


def is_complete(index: Index, at: datetime | None) -> bool:
    """Whether the index knows the registries, and who held every place at the moment `at`."""
    if not index.fact("world"):
        return False
    return at is None or not unknown_places(index, at)


def unknown_places(index: Index, at: datetime) -> list[str]:
    """Return the places of which it is not known who held them at a moment."""
    known = index.all("SELECT place FROM standing WHERE at = ?", at.isoformat())
    asked = index.all(f"SELECT code FROM places UNION {PLACES}")
    return sorted({place for (place,) in asked} - {place for (place,) in known})
