"""The tables of issues that are at hand already, in memory: for what is told of a commit."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sfcheck.domain.issues.record import Issue
from sfcheck.domain.world.context import Context
from sfcheck.ledger.files import layout
from sfcheck.ledger.index import making, world
from sfcheck.ledger.index.keeping import Index
from sfcheck.ledger.index.rows import of_issue
from sfcheck.ledger.index.schema import indexing


@contextmanager
def index_of(issues: Iterable[Issue], context: Context) -> Iterator[Index]:
    """Yield an index of some issues and of the registries around them."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        making.lay(connection)
        making.put(connection, (of_issue(layout.issue_path(i.number), i) for i in issues))
        for statement in indexing():
            connection.execute(statement)
        world.write(connection, "main", context)
        yield Index(Path(), connection)
