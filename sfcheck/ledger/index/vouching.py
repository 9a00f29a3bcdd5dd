"""Which caches are our own: noted in the user's state folder, which no ledger brings along.

A cache lies in git's folder, and that may have been sent by anybody, or written to by another
program. Only a file that is still as this program left it, for this user and at this place, is
believed; any other is made again.
"""

import os
import sqlite3
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from sfcheck.ledger.files.machine import state_folder

BESIDE = ("-journal", "-wal")
"""Endings of files whose contents SQLite takes for a part of the one they lie beside."""


def is_vouched_for(path: Path) -> bool:
    """Whether the cache at `path` is as we left it."""
    try:
        kept = _note(path).read_bytes()
        return kept == _seen(path) and not any(map(os.path.lexists, _beside(path)))
    except OSError:
        return False


def vouch(connection: sqlite3.Connection) -> None:
    """Note that a cache is as we left it just now; what cannot be noted is made again next time."""
    (_number, _name, file) = connection.execute("PRAGMA database_list").fetchone()
    if not file:  # of this process alone
        return
    path = Path(file)
    with suppress(OSError, sqlite3.Error):
        connection.execute("BEGIN IMMEDIATE")  # so that nobody writes meanwhile
        try:
            note = _note(path)
            note.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            passing = note.with_suffix(f".{os.getpid()}")
            passing.write_bytes(_seen(path))
            passing.replace(note)
        finally:
            connection.execute("ROLLBACK")


def _note(path: Path) -> Path:
    folder = state_folder()
    if not folder:
        raise FileNotFoundError(path)
    return Path(folder, "caches", sha256(os.fsencode(path)).hexdigest()[:32])


def _seen(path: Path) -> bytes:
    """Return what changes when somebody writes a file, or puts another in its place."""
    found = path.stat()
    return b"%d %d %d %d" % (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def _beside(path: Path) -> list[str]:
    return [f"{path}{ending}" for ending in BESIDE]
