"""What a check found, remembered in git's folder: what did not change is not judged again.

A whole report is remembered by the commit it was made of, and is asked for while git looks whether
the work tree still is that commit. What came of each issue is remembered by git's id of its record,
under the registries it was judged by. The program's own code is part of what is remembered by.
A cache and nothing else: damaged or foreign, it is thrown away.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import sfcheck
from sfcheck.domain.base.findings import Finding, Report
from sfcheck.errors import Refused
from sfcheck.language import current
from sfcheck.ledger.files import clock
from sfcheck.ledger.git import freshness
from sfcheck.ledger.git.freshness import State
from sfcheck.ledger.git.repository import Repository, open_repository
from sfcheck.ledger.index.keeping import discard, path_of, sound
from sfcheck.ledger.index.vouching import is_vouched_for, vouch

TABLES = (
    "CREATE TABLE reports (key TEXT PRIMARY KEY, files INTEGER, findings TEXT)",
    "CREATE TABLE judged (path TEXT PRIMARY KEY, blob TEXT, world TEXT, evidence TEXT, fact TEXT,"
    " findings TEXT) WITHOUT ROWID",
)
BRAND = 0x53464343
"""SQLite's `application_id` of our files: `SFCC`."""

KEPT_REPORTS = 8


class Recalled(NamedTuple):
    """What git says of the ledger now (None: nothing), and the report if all of it is as then."""

    state: State | None
    report: Report | None


def recall(root: Path) -> Recalled:
    """Return what is remembered of the ledger in the folder `root` as a whole."""
    try:
        repository = open_repository(root)
        asked = freshness.ask(repository.top)
    except Refused:
        return Recalled(None, None)
    code = code_key()
    known = {}
    with suppress(sqlite3.Error), memory(repository, root) as connection:
        for key, *kept in connection.execute("SELECT key, files, findings FROM reports"):
            known[key] = kept
    try:
        state = asked.answer().below(repository.prefix(root))
    except Refused:
        return Recalled(None, None)
    found = None if state.changed else known.get(report_key(state, root, code))
    return Recalled(state, Report(read_findings(found[1]), found[0]) if found else None)


def remember(connection: sqlite3.Connection, state: State, root: Path, report: Report) -> None:
    """Remember the report of a work tree in which nothing differs from the commit."""
    connection.execute(
        "INSERT OR REPLACE INTO reports VALUES (?, ?, ?)",
        (report_key(state, root, code_key()), report.files, write_findings(report.findings)),
    )
    connection.execute(
        "DELETE FROM reports WHERE rowid NOT IN"
        " (SELECT rowid FROM reports ORDER BY rowid DESC LIMIT ?)",
        (KEPT_REPORTS,),
    )


@contextmanager
def memory(repository: Repository, root: Path) -> Iterator[sqlite3.Connection]:
    """Yield the memory of a ledger's checks in one transaction; raises sqlite3.Error."""
    path = path_of(repository, root, "checks")
    with suppress(OSError):
        path.parent.mkdir(exist_ok=True)
    connection = _opened(path)
    try:
        connection.execute("BEGIN")
        yield connection
        connection.execute("COMMIT")
        if not is_vouched_for(path):
            vouch(connection)
    except sqlite3.OperationalError:  # read-only, or held by another process
        raise
    except sqlite3.DatabaseError:
        discard(path)
        raise
    finally:
        connection.close()


def report_key(state: State, root: Path, code: str) -> str:
    """Return what a report is remembered by; some rules ask what day it is."""
    return " ".join((state.commit, clock.today(root).isoformat(), current(), code))


@cache
def code_key() -> str:
    """Return a digest of this program: who judges otherwise is another judge."""
    package = Path(sfcheck.__file__).parent
    digest = sha256()
    for path in sorted(package.rglob("*")):
        if path.suffix in (".py", ".mo"):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def write_findings(findings: Sequence[Finding]) -> str:
    """Return findings as JSON."""
    return json.dumps(findings, ensure_ascii=False) if findings else ""


def read_findings(text: str) -> tuple[Finding, ...]:
    """Return findings from JSON."""
    rows: list[Any] = json.loads(text) if text else []
    return tuple(Finding(*row) for row in rows)


def _opened(path: Path) -> sqlite3.Connection:
    connection = sound(path, BRAND)
    if connection.execute("PRAGMA application_id").fetchone() == (BRAND,):
        return connection
    connection.execute("BEGIN IMMEDIATE")
    if connection.execute("PRAGMA application_id").fetchone() != (BRAND,):
        for statement in TABLES:
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {BRAND}")
    connection.execute("COMMIT")
    return connection
