"""The tables of the index, as data: the statements that make them and their page are made of this.

Types are plain: text, integer, dates and moments as ISO 8601 text, yes and no as 1 and 0, so that
the same SQL runs on SQLite, DuckDB and Spark.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Column(NamedTuple):
    """One column; its `type` as SQL has it, with what must hold."""

    name: str
    type: str
    about: str


class Table(NamedTuple):
    """One table: what a row is, its columns, the columns that are looked up by."""

    about: str
    columns: Sequence[Column]
    indexes: Sequence[str] = ()
    key: str = ""
    """The columns of the primary key, where rows are stored by it."""

    @property
    def insert(self) -> str:
        """The values of an INSERT: one mark for each column."""
        return f"({', '.join('?' * len(self.columns))})"


_NUMBER = Column("number", "TEXT NOT NULL", "the issue's number")
_PATH = Column("path", "TEXT NOT NULL", "the record's file, from the ledger's folder")

ISSUES = Table(
    "One issue as its record says it now.",
    (
        _PATH,
        _NUMBER,
        Column("title", "TEXT NOT NULL", "title"),
        Column("status", "TEXT NOT NULL", "where it stands: `registered` … `closed`, `voided`"),
        Column("open", "INTEGER NOT NULL", "1: neither closed nor voided"),
        Column("due", "TEXT", "the day rectification is due"),
        Column("duty", "TEXT", "whose duty: `enterprise`, `regulator`, `territory`"),
        Column("severity", "TEXT NOT NULL", "`general` or `major`"),
        Column("nature", "TEXT", "the point to look for, by its code in catalogue.yaml"),
        Column("place", "TEXT NOT NULL", "the place, by its code (GB/T 2260)"),
        Column("unit", "TEXT NOT NULL", "name of the inspected unit"),
        Column("uscc", "TEXT", "its unified social credit code (GB 32100)"),
        Column("body", "TEXT", "its body in the registry, where it is one"),
        Column("team", "TEXT", "the team that found it, such as `2026-1/T2`"),
        Column("round", "TEXT", "that team's round"),
        Column("found_on", "TEXT NOT NULL", "the day it was found"),
        Column("mode", "TEXT", "kind of visit: `covert` or `overt`"),
        Column("source", "TEXT NOT NULL", "where it comes from, by its code in catalogue.yaml"),
        Column("site_record", "TEXT", "`signed`, `refused` or `not_presented`"),
        Column("standard", "TEXT", "the standard it is measured by"),
        Column("clause", "TEXT", "the clause of that standard"),
        Column("rectify", "TEXT", "who rectifies"),
        Column("accept", "TEXT", "which body accepts"),
        Column("supervised", "INTEGER NOT NULL", "1: listed for supervision"),
        Column("recurs", "TEXT", "the number of the closed issue it came back from"),
        Column("duplicate_of", "TEXT", "for a voided one: the number of the issue that stays"),
        Column("imported", "INTEGER NOT NULL", "1: it keeps the cells of a sheet, as written"),
        Column("pending", "INTEGER NOT NULL", "how many of its events wait for a ruling"),
        Column("events", "INTEGER NOT NULL", "how many events it has"),
        Column("due_day", "INTEGER", "`due` in days since 1970-01-01"),
        Column("found_day", "INTEGER NOT NULL", "`found_on` in days since 1970-01-01"),
        Column("awaits", "TEXT", "its next step, by the record alone; empty: at its end"),
        Column("looked_back", "INTEGER NOT NULL", "0: accepted, no look-back passed since"),
        Column("moved_on", "TEXT NOT NULL", "the day it was last moved on"),
    ),
    ("path", "number", "place, status, due", "unit", "uscc", "duplicate_of"),
)

EVENTS = Table(
    "One event of an issue's life.",
    (
        _PATH,
        _NUMBER,
        Column("position", "INTEGER NOT NULL", "its place in the record, from 1"),
        Column("n", "INTEGER NOT NULL", "its own number; two clones may have given the same"),
        Column("at", "TEXT NOT NULL", "the moment, on its author's clock, with the time zone"),
        Column("day", "TEXT NOT NULL", "the day on that clock"),
        Column("action", "TEXT NOT NULL", "the step: `register`, `confirm`, `submit` …"),
        Column("person", "TEXT NOT NULL", "who took it, by the number in the roster"),
        Column("stands_for", "TEXT NOT NULL", "the team or body the person acted for"),
        Column("effective", "INTEGER NOT NULL", "0: it changed nothing (pending, or settled so)"),
        Column("due", "TEXT", "the due date it sets"),
        Column("passed", "INTEGER", "of a look-back: 1 passed, 0 failed"),
        Column("reason", "TEXT", "of a closing: the reason's code"),
        Column("field", "TEXT", "of an amendment: the field it changes"),
        Column("on_day", "INTEGER NOT NULL", "`day` in days since 1970-01-01"),
    ),
    ("path",),
)

FINDERS = Table(
    "One person who found an issue.",
    (
        _PATH,
        _NUMBER,
        Column("person", "TEXT NOT NULL", "the number in the roster; of an import as written"),
    ),
    ("path",),
)

TEXTS = Table(
    "The long texts of an issue, apart from what is counted and compared.",
    (
        Column("path", "TEXT NOT NULL PRIMARY KEY", "the record's file"),
        Column("unit", "TEXT NOT NULL", "the unit's name, letters folded"),
        Column("said", "TEXT NOT NULL", "number, title, unit and texts, letters folded"),
    ),
)

LIKENESS = Table(
    "What new findings are likened to: the issues of a place lie together.",
    (
        Column("place", "TEXT NOT NULL", "the place"),
        _PATH,
        _NUMBER,
        Column("title", "TEXT NOT NULL", "title"),
        Column("status", "TEXT NOT NULL", "where it stands"),
        Column("found_on", "TEXT NOT NULL", "the day it was found"),
        Column("unit", "TEXT NOT NULL", "name of the inspected unit"),
        Column("uscc", "TEXT", "its unified social credit code"),
        Column("standard", "TEXT", "the standard it is measured by"),
        Column("clause", "TEXT", "the clause of that standard"),
        Column("description", "TEXT NOT NULL", "description"),
    ),
    ("path", "unit", "uscc"),
    key="place, path",
)

HANDOVERS = Table(
    "One handover of a place.",
    (
        _PATH,
        Column("place", "TEXT NOT NULL", "the place, by its code"),
        Column("number", "TEXT NOT NULL", "the handover's number at that place"),
        Column("giver", "TEXT NOT NULL", "who hands over: a team or the overall office"),
        Column("receiver", "TEXT NOT NULL", "who takes over"),
        Column("state", "TEXT", "the last step: `offer`, `withdraw`, `receive`"),
        Column("offered_at", "TEXT", "the moment of the offer"),
        Column("received_at", "TEXT", "the moment of the receipt"),
        Column("issues", "INTEGER NOT NULL", "how many open issues its list names"),
        Column("offered_by", "TEXT", "who offered, by the number in the roster"),
        Column("received_by", "TEXT", "who received, by the number in the roster"),
        Column("offered_day", "INTEGER", "the day of the offer, in days since 1970-01-01"),
        Column("received_day", "INTEGER", "the day of the receipt, in days since 1970-01-01"),
    ),
)

LISTED = Table(
    "One issue on the list of a handover.",
    (
        Column("path", "TEXT NOT NULL", "the handover's file"),
        Column("issue", "TEXT NOT NULL", "the issue's number"),
        Column("status", "TEXT NOT NULL", "where it stood when the list was made"),
    ),
)

FLAT: Mapping[str, Table] = {
    "issues": ISSUES,
    "events": EVENTS,
    "finders": FINDERS,
    "handovers": HANDOVERS,
    "listed": LISTED,
}
"""The tables that reports and searches may rely on (docs/data.md)."""

INNER: Mapping[str, Table] = {
    "texts": TEXTS,
    "likeness": LIKENESS,
    "broken": Table(
        "A record that could not be read.",
        (Column("path", "TEXT NOT NULL PRIMARY KEY", "its file"),),
    ),
    "files": Table(
        "One file of the ledger as the commit has it.",
        (
            Column("path", "TEXT NOT NULL", "from the ledger's folder"),
            Column("blob", "TEXT NOT NULL", "git's id of its content"),
        ),
        key="path",
    ),
    "places": Table(
        "One place of the registry.",
        (
            Column("code", "TEXT NOT NULL PRIMARY KEY", "its code"),
            Column("name", "TEXT NOT NULL", "its name"),
            Column("en", "TEXT", "its name in English"),
        ),
    ),
    "within": Table(
        "A place, and one that it lies in, itself among them.",
        (
            Column("place", "TEXT NOT NULL", "the place"),
            Column("area", "TEXT NOT NULL", "what it lies in"),
        ),
        ("area",),
    ),
    "teams": Table(
        "One team of a round.",
        (Column("team", "TEXT NOT NULL PRIMARY KEY", "such as `2026-1/T2`"),),
    ),
    "points": Table(
        "One point to look for.",
        (Column("code", "TEXT NOT NULL PRIMARY KEY", "its code"),),
    ),
    "grace": Table(
        "How many days late is not yet overdue, and since when.",
        (
            Column("since", "TEXT NOT NULL", "first day"),
            Column("until", "TEXT", "last day"),
            Column("days", "INTEGER NOT NULL", "days"),
        ),
    ),
    "standing": Table(
        "Who held a place at a moment that was asked about, and who answered for it.",
        (
            Column("at", "TEXT NOT NULL", "the moment, with the time zone"),
            Column("place", "TEXT NOT NULL", "the place"),
            Column("holder", "TEXT NOT NULL", "a team or the overall office"),
            Column("holder_name", "TEXT NOT NULL", "what it is called in a list"),
            Column("head", "TEXT", "the person; none was named where it is empty"),
        ),
        key="at, place",
    ),
    "office": Table(
        "The overall office, which holds what no team holds.",
        (
            Column("code", "TEXT NOT NULL", "its body's id"),
            Column("name", "TEXT NOT NULL", "what it is called in a list"),
        ),
    ),
    "facts": Table(
        "What the index says of itself.",
        (
            Column("name", "TEXT NOT NULL PRIMARY KEY", "`schema`, `commit`, `world`"),
            Column("value", "TEXT NOT NULL", "value"),
        ),
    ),
}
"""The tables that only this program reads; they may change at any time."""

TABLES: Mapping[str, Table] = {**FLAT, **INNER}

PER_RECORD = ("issues", "events", "finders", "texts", "likeness", "broken")
"""The tables whose rows belong to one record each, by its `path`."""

WORLD = (
    *("handovers", "listed", "places", "within", "teams", "points", "grace", "office"),
    "standing",
)
"""The tables that are made from the registries and the handovers."""


def statements(schema: str = "main", tables: Sequence[str] = tuple(TABLES)) -> list[str]:
    """Return the statements that make some tables in a schema of a connection."""
    made = []
    for name in tables:
        table = TABLES[name]
        columns = [f'"{column.name}" {column.type}' for column in table.columns]
        rest = " WITHOUT ROWID" if table.key else ""
        key = [f"PRIMARY KEY ({table.key})"] if table.key else []
        made.append(f"CREATE TABLE {schema}.{name} ({', '.join([*columns, *key])}){rest}")
    return made


def indexing(schema: str = "main", tables: Sequence[str] = tuple(TABLES)) -> list[str]:
    """Return the statements that make the ways to look rows up; cheapest once rows are there."""
    return [
        f"CREATE INDEX {schema}.{name}_{n} ON {name} ({columns})"
        for name in tables
        for n, columns in enumerate(TABLES[name].indexes)
    ]
