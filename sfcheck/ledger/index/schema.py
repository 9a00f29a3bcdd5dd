"""The tables of the index, as data: the statements that make them and their page are made of this.

Types are plain: text, integer, dates and moments as ISO 8601 text, yes and no as 1 and 0, so that
the same SQL runs on SQLite, DuckDB and Spark.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class IndexColumn(NamedTuple):
    """One column; its `type` as SQL has it, with what must hold."""

    name: str
    type: str
    about: str


class IndexTable(NamedTuple):
    """One table: what a row is, its columns, the columns that are looked up by."""

    about: str
    columns: Sequence[IndexColumn]
    indexes: Sequence[str] = ()
    key: str = ""
    """The columns of the primary key, where rows are stored by it."""

    @property
    def insert(self) -> str:
        """The values of an INSERT: one mark for each column."""
        return f"({', '.join('?' * len(self.columns))})"


_NUMBER = IndexColumn("number", "TEXT NOT NULL", "the issue's number")
_PATH = IndexColumn("path", "TEXT NOT NULL", "the record's file, from the ledger's folder")

ISSUES = IndexTable(
    "One issue as its record says it now.",
    (
        _PATH,
        _NUMBER,
        IndexColumn("title", "TEXT NOT NULL", "title"),
        IndexColumn(
            "status", "TEXT NOT NULL", "where it stands: `registered` … `closed`, `voided`"
        ),
        IndexColumn("open", "INTEGER NOT NULL", "1: neither closed nor voided"),
        IndexColumn("due", "TEXT", "the day rectification is due"),
        IndexColumn("duty", "TEXT", "whose duty: `enterprise`, `regulator`, `territory`"),
        IndexColumn("severity", "TEXT NOT NULL", "`general` or `major`"),
        IndexColumn("nature", "TEXT", "the point to look for, by its code in catalogue.yaml"),
        IndexColumn("sector", "TEXT", "its sector, by its code in catalogue.yaml"),
        IndexColumn("place", "TEXT NOT NULL", "the place, by its code (GB/T 2260)"),
        IndexColumn("unit", "TEXT NOT NULL", "name of the inspected unit"),
        IndexColumn("uscc", "TEXT", "its unified social credit code (GB 32100)"),
        IndexColumn("body", "TEXT", "its body in the registry, where it is one"),
        IndexColumn("team", "TEXT", "the team that found it, such as `2026-1/T2`"),
        IndexColumn("round", "TEXT", "that team's round"),
        IndexColumn("found_on", "TEXT NOT NULL", "the day it was found"),
        IndexColumn("mode", "TEXT", "kind of visit: `covert` or `overt`"),
        IndexColumn(
            "source", "TEXT NOT NULL", "where it comes from, by its code in catalogue.yaml"
        ),
        IndexColumn("site_record", "TEXT", "`signed`, `refused` or `not_presented`"),
        IndexColumn("standard", "TEXT", "the standard it is measured by"),
        IndexColumn("clause", "TEXT", "the clause of that standard"),
        IndexColumn("rectify", "TEXT", "who rectifies"),
        IndexColumn("accept", "TEXT", "which body accepts"),
        IndexColumn("supervised", "INTEGER NOT NULL", "1: listed for supervision"),
        IndexColumn("recurs", "TEXT", "the number of the closed issue it came back from"),
        IndexColumn("duplicate_of", "TEXT", "for a voided one: the number of the issue that stays"),
        IndexColumn("imported", "INTEGER NOT NULL", "1: it keeps the cells of a sheet, as written"),
        IndexColumn("pending", "INTEGER NOT NULL", "how many of its events wait for a ruling"),
        IndexColumn("events", "INTEGER NOT NULL", "how many events it has"),
        IndexColumn(
            "provisional", "INTEGER NOT NULL", "1: `due` was counted over days not announced yet"
        ),
        IndexColumn("due_day", "INTEGER", "`due` in days since 1970-01-01"),
        IndexColumn("unreported_since", "TEXT", "while listed: the day of its last report"),
        IndexColumn(
            "unreceived_since", "TEXT", "the day of its notice, where a receipt is missing"
        ),
        IndexColumn("found_day", "INTEGER NOT NULL", "`found_on` in days since 1970-01-01"),
        IndexColumn("awaits", "TEXT", "its next step, by the record alone; empty: at its end"),
        IndexColumn("looked_back", "INTEGER NOT NULL", "0: accepted, no look-back passed since"),
        IndexColumn("moved_on", "TEXT NOT NULL", "the day it was last moved on"),
    ),
    ("path", "number", "place, status, due", "unit", "uscc", "duplicate_of"),
)

EVENTS = IndexTable(
    "One event of an issue's life.",
    (
        _PATH,
        _NUMBER,
        IndexColumn("position", "INTEGER NOT NULL", "its place in the record, from 1"),
        IndexColumn("n", "INTEGER NOT NULL", "its own number; two clones may have given the same"),
        IndexColumn("at", "TEXT NOT NULL", "the moment, on its author's clock, with the time zone"),
        IndexColumn("day", "TEXT NOT NULL", "the day on that clock"),
        IndexColumn("action", "TEXT NOT NULL", "the step: `register`, `confirm`, `submit` …"),
        IndexColumn("person", "TEXT NOT NULL", "who took it, by the number in the roster"),
        IndexColumn("stands_for", "TEXT NOT NULL", "the team or body the person acted for"),
        IndexColumn(
            "effective", "INTEGER NOT NULL", "0: it changed nothing (pending, or settled so)"
        ),
        IndexColumn("due", "TEXT", "the due date it sets"),
        IndexColumn("passed", "INTEGER", "of a look-back: 1 passed, 0 failed"),
        IndexColumn("reason", "TEXT", "of a closing: the reason's code"),
        IndexColumn("field", "TEXT", "of an amendment: the field it changes"),
        IndexColumn("on_day", "INTEGER NOT NULL", "`day` in days since 1970-01-01"),
    ),
    ("path",),
)

FINDERS = IndexTable(
    "One person who found an issue.",
    (
        _PATH,
        _NUMBER,
        IndexColumn("person", "TEXT NOT NULL", "the number in the roster; of an import as written"),
    ),
    ("path",),
)

TEXTS = IndexTable(
    "The long texts of an issue, apart from what is counted and compared.",
    (
        IndexColumn("path", "TEXT NOT NULL PRIMARY KEY", "the record's file"),
        IndexColumn("unit", "TEXT NOT NULL", "the unit's name, letters folded"),
        IndexColumn("said", "TEXT NOT NULL", "number, title, unit and texts, letters folded"),
    ),
)

LIKENESS = IndexTable(
    "What new findings are likened to: the issues of a place lie together.",
    (
        IndexColumn("place", "TEXT NOT NULL", "the place"),
        _PATH,
        _NUMBER,
        IndexColumn("title", "TEXT NOT NULL", "title"),
        IndexColumn("status", "TEXT NOT NULL", "where it stands"),
        IndexColumn("found_on", "TEXT NOT NULL", "the day it was found"),
        IndexColumn("unit", "TEXT NOT NULL", "name of the inspected unit"),
        IndexColumn("uscc", "TEXT", "its unified social credit code"),
        IndexColumn("standard", "TEXT", "the standard it is measured by"),
        IndexColumn("clause", "TEXT", "the clause of that standard"),
        IndexColumn("description", "TEXT NOT NULL", "description"),
    ),
    ("path", "unit", "uscc"),
    key="place, path",
)

HANDOVERS = IndexTable(
    "One handover of a place.",
    (
        _PATH,
        IndexColumn("place", "TEXT NOT NULL", "the place, by its code"),
        IndexColumn("number", "TEXT NOT NULL", "the handover's number at that place"),
        IndexColumn("giver", "TEXT NOT NULL", "who hands over: a team or the overall office"),
        IndexColumn("receiver", "TEXT NOT NULL", "who takes over"),
        IndexColumn("state", "TEXT", "the last step: `offer`, `withdraw`, `receive`"),
        IndexColumn("offered_at", "TEXT", "the moment of the offer"),
        IndexColumn("received_at", "TEXT", "the moment of the receipt"),
        IndexColumn("issues", "INTEGER NOT NULL", "how many open issues its list names"),
        IndexColumn("offered_by", "TEXT", "who offered, by the number in the roster"),
        IndexColumn("received_by", "TEXT", "who received, by the number in the roster"),
        IndexColumn("offered_day", "INTEGER", "the day of the offer, in days since 1970-01-01"),
        IndexColumn("received_day", "INTEGER", "the day of the receipt, in days since 1970-01-01"),
    ),
)

LISTED = IndexTable(
    "One issue on the list of a handover.",
    (
        IndexColumn("path", "TEXT NOT NULL", "the handover's file"),
        IndexColumn("issue", "TEXT NOT NULL", "the issue's number"),
        IndexColumn("status", "TEXT NOT NULL", "where it stood when the list was made"),
    ),
)

FLAT: Mapping[str, IndexTable] = {
    "issues": ISSUES,
    "events": EVENTS,
    "finders": FINDERS,
    "handovers": HANDOVERS,
    "listed": LISTED,
}
"""The tables that reports and searches may rely on (docs/data.md)."""

INNER: Mapping[str, IndexTable] = {
    "texts": TEXTS,
    "likeness": LIKENESS,
    "broken": IndexTable(
        "A record that could not be read.",
        (IndexColumn("path", "TEXT NOT NULL PRIMARY KEY", "its file"),),
    ),
    "files": IndexTable(
        "One file of the ledger as the commit has it.",
        (
            IndexColumn("path", "TEXT NOT NULL", "from the ledger's folder"),
            IndexColumn("blob", "TEXT NOT NULL", "git's id of its content"),
        ),
        key="path",
    ),
    "places": IndexTable(
        "One place of the registry.",
        (
            IndexColumn("code", "TEXT NOT NULL PRIMARY KEY", "its code"),
            IndexColumn("name", "TEXT NOT NULL", "its name"),
            IndexColumn("en", "TEXT", "its name in English"),
        ),
    ),
    "within": IndexTable(
        "A place, and one that it lies in, itself among them.",
        (
            IndexColumn("place", "TEXT NOT NULL", "the place"),
            IndexColumn("area", "TEXT NOT NULL", "what it lies in"),
        ),
        ("area",),
    ),
    "teams": IndexTable(
        "One team of a round.",
        (
            IndexColumn("team", "TEXT NOT NULL PRIMARY KEY", "such as `2026-1/T2`"),
            IndexColumn("ends", "TEXT", "the last day of its round, where that is set"),
        ),
    ),
    "points": IndexTable(
        "One point to look for.",
        (IndexColumn("code", "TEXT NOT NULL PRIMARY KEY", "its code"),),
    ),
    "sources": IndexTable(
        "One source of findings.",
        (IndexColumn("code", "TEXT NOT NULL PRIMARY KEY", "its code"),),
    ),
    "sectors": IndexTable(
        "One sector.",
        (IndexColumn("code", "TEXT NOT NULL PRIMARY KEY", "its code"),),
    ),
    "amounts": IndexTable(
        "How many days the policy gives for what a list asks about, and since when.",
        (
            IndexColumn("name", "TEXT NOT NULL", "the policy's key"),
            IndexColumn("since", "TEXT NOT NULL", "first day"),
            IndexColumn("until", "TEXT", "last day"),
            IndexColumn("days", "INTEGER NOT NULL", "days"),
        ),
    ),
    "standing": IndexTable(
        "Who held a place at a moment that was asked about, and who answered for it.",
        (
            IndexColumn("at", "TEXT NOT NULL", "the moment, with the time zone"),
            IndexColumn("place", "TEXT NOT NULL", "the place"),
            IndexColumn("holder", "TEXT NOT NULL", "a team or the overall office"),
            IndexColumn("holder_name", "TEXT NOT NULL", "what it is called in a list"),
            IndexColumn("head", "TEXT", "the person; none was named where it is empty"),
        ),
        key="at, place",
    ),
    "office": IndexTable(
        "The overall office, which holds what no team holds.",
        (
            IndexColumn("code", "TEXT NOT NULL", "its body's id"),
            IndexColumn("name", "TEXT NOT NULL", "what it is called in a list"),
        ),
    ),
    "facts": IndexTable(
        "What the index says of itself.",
        (
            IndexColumn("name", "TEXT NOT NULL PRIMARY KEY", "`schema`, `commit`, `world`"),
            IndexColumn("value", "TEXT NOT NULL", "value"),
        ),
    ),
}
"""The tables that only this program reads; they may change at any time."""

TABLES: Mapping[str, IndexTable] = {**FLAT, **INNER}

PER_RECORD = ("issues", "events", "finders", "texts", "likeness", "broken")
"""The tables whose rows belong to one record each, by its `path`."""

WORLD = (
    *(
        "handovers",
        "listed",
        "places",
        "within",
        "teams",
        "points",
        "sectors",
        "sources",
        "amounts",
    ),
    "office",
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
