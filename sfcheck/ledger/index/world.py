"""What the index says of the registries and the handovers, and who held a place at a moment."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sfcheck.domain.world.context import Context
from sfcheck.domain.world.custody import Handover
from sfcheck.domain.world.places import within
from sfcheck.ledger.files import layout
from sfcheck.ledger.git.objects import object_id
from sfcheck.ledger.git.refresh import with_lf
from sfcheck.ledger.index.rows import days
from sfcheck.ledger.index.schema import TABLES, WORLD
from sfcheck.ledger.records import Folder

SOURCES = (
    *layout.EDITED,
    *(f"{folder}/" for folder in (layout.PEOPLE, layout.ROUNDS, layout.HANDOVERS)),
)
"""The files and folders that the tables of the world are made from."""

_DAYS = ("overdue_grace_days", "soon_days", "acknowledge_days", "supervision_report_days")
"""What the policy gives in days that a list asks about."""


def is_source(path: str) -> bool:
    """Whether a file, or a folder unknown to git, bears on the tables of the world."""
    return any(
        path == source or (source.endswith("/") and path.startswith(source)) for source in SOURCES
    )


@dataclass(frozen=True)
class Noting(Folder):
    """A ledger that notes git's ids of what was read of it, as it is and with LF."""

    algorithm: str = "sha1"
    seen: dict[str, set[str]] = field(default_factory=dict)

    def read(self, path: str) -> bytes:
        """Return the bytes of a file of the ledger."""
        data = super().read(path)
        ids = {object_id("blob", each, self.algorithm) for each in (data, with_lf(data))}
        self.seen[path] = ids
        return data

    def is_as_committed(self, connection: sqlite3.Connection) -> bool:
        """Whether all that was read is what the commit of the index has, and nothing was missed."""
        files = connection.execute("SELECT path, blob FROM main.files")
        committed = {path: blob for path, blob in files if is_source(path)}
        return committed.keys() == self.seen.keys() and all(
            blob in self.seen[path] for path, blob in committed.items()
        )


def write(connection: sqlite3.Connection, schema: str, known: Context) -> None:
    """Fill the tables of the world from the registries."""
    made = {
        "handovers": [_handover(each) for each in known.handovers],
        "listed": [
            (layout.handover_path(each.place, each.number), line.number, line.status.value)
            for each in known.handovers
            for line in each.issues
        ],
        "places": [(place.code, place.name, place.en) for place in known.places.values()],
        "within": [(code, area) for code in known.places for area in within(known.places, code)],
        "teams": [
            (f"{each.id}/{team.id}", each.end and each.end.isoformat())
            for each in known.rounds.values()
            for team in each.teams
        ],
        "points": [(point.code,) for point in known.catalogue.points],
        "sectors": [(sector.code,) for sector in known.catalogue.sectors],
        "sources": [(source.code,) for source in known.catalogue.sources],
        "amounts": [
            (name, each.since.isoformat(), each.until and each.until.isoformat(), each.value)
            for name in _DAYS
            for each in getattr(known.policy, name)
        ],
        "office": [(known.overall, known.name(known.overall))],
        "standing": [],
    }
    for table in WORLD:
        connection.execute(f"DELETE FROM {schema}.{table}")
        insert(connection, schema, table, made[table])


def stand(
    connection: sqlite3.Connection, schema: str, ledger: Folder, places: Iterable[str], at: datetime
) -> None:
    """Note who holds each of `places` at a moment, and who answers for it."""
    context = ledger.context
    noted = []
    for place in places:
        holder = context.custody.holder(place, at)
        head = context.head(place, at)
        noted.append((at.isoformat(), place, holder, context.name(holder), head))
    insert(connection, schema, "standing", noted)


def insert(
    connection: sqlite3.Connection, schema: str, table: str, rows: Sequence[tuple[Any, ...]]
) -> None:
    """Put rows into a table; those that are there already, by its key, are replaced."""
    marks = TABLES[table].insert
    connection.executemany(f"INSERT OR REPLACE INTO {schema}.{table} VALUES {marks}", rows)


def _handover(each: Handover) -> tuple[Any, ...]:
    last = {event.do: event for event in each.events}
    offer, receipt = last.get("offer"), last.get("receive")
    return (
        layout.handover_path(each.place, each.number),
        each.place,
        each.number,
        each.from_,
        each.to,
        each.state,
        offer and offer.at.isoformat(),
        receipt and receipt.at.isoformat(),
        len(each.issues),
        offer and offer.by,
        receipt and receipt.by,
        offer and days(offer.day),
        receipt and days(receipt.day),
    )
