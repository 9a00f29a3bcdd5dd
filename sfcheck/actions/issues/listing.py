"""A list of issues on flat rows, told by the index: nothing that is heavy is imported for it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sfcheck.errors import Refused
from sfcheck.ledger.conditions import due_in_round, due_soon, end_of, overdue
from sfcheck.ledger.index.answers import answer
from sfcheck.ledger.index.keeping import Index
from sfcheck.ledger.queries import Query, condition, unreadable

if TYPE_CHECKING:
    from sfcheck.domain.issues.outline import Flat

    Row = dict[str, Flat]

_GROUPED = ("due", "duty", "severity", "nature", "sector", "place")
COLUMNS: Mapping[str, str] = {
    **{name: f"issues.{name}" for name in ("number", "title", "status")},
    "overdue": "late",
    "due_soon": "soon",
    "due_in_round": "in_round",
    **{name: f"issues.{name}" for name in _GROUPED},
    "place_name": "places.name",
    **{name: f"issues.{name}" for name in ("unit", "uscc", "team", "found_on", "mode", "source")},
    **{name: f"issues.{name}" for name in ("supervised", "recurs", "provisional", "pending")},
    **{name: f"issues.{name}" for name in ("rectify", "accept")},
    "events": "issues.events",
    "holder": "standing.holder",
    "head": "standing.head",
    "path": "issues.path",
}
"""The flat values of a row, in their order, and where each comes from."""

FLAGS = ("overdue", "due_soon", "due_in_round", "supervised", "provisional")

JSON = ", ".join(
    f"'{name}', "
    + (f"json(CASE WHEN {source} THEN 'true' ELSE 'false' END)" if name in FLAGS else source)
    for name, source in COLUMNS.items()
)
"""The same for SQLite to write as JSON: it takes a third of the time they take as objects here."""

ORDERS: Mapping[str, str] = {
    "number": "number",
    "due": "due IS NULL, due, number",
    "found": "found_on, number",
    "severity": "severity <> 'major', number",
}
"""How a list may be sorted; what has no due date comes last, major before general."""


class Listing(NamedTuple):
    """The issues that answer a query: `total` of them, `rows` to be shown.

    `overdue`, `soon` and `in_round` of them are late, fall due soon, or before the round ends.
    Where JSON was asked for, each of the `lines` is one of them and there are no `rows`. `holders`
    are those of the places in `rows` as people call them. `broken` are the records that could not
    be read.
    """

    rows: "list[Row]"
    lines: list[str]
    total: int
    overdue: int
    soon: int
    in_round: int
    holders: Mapping[str, str]
    broken: list[Refused]


def listing(
    root: Path,
    query: Query,
    today: date,
    *,
    sort: str = "number",
    limit: int | None = None,
    as_json: bool = False,
    told: Callable[[int, int], None] | None = None,
) -> Listing:
    """Return the issues of the ledger in the folder `root` that answer `query` on a day.

    Each row is flat, with the `path` of the record, who holds the place at the end of that day,
    and who answers for it. `told` hears of the progress where records must be read. Raises
    `Refused`: `bad-query-value`, and what is wrong with a registry.
    """

    def ask(index: Index) -> tuple[Listing, list[str]]:
        where = condition(index, query, today)
        asked = [each(index, today) for each in (overdue, due_soon, due_in_round)]
        values = [value for each in asked for value in each.values]
        sums = ", ".join(f"ifnull(sum({each.sql}), 0)" for each in asked)
        total, late, soon, in_round = index.all(
            f"SELECT count(*), {sums} FROM issues WHERE {where.sql}", *values, *where.values
        )[0]
        counted = (total, late, soon, in_round)
        columns = f"{', '.join(COLUMNS.values())}, standing.holder_name"
        meant = where.sql
        if limit is not None:  # whole rows are fetched only of those that are shown
            first = f"ORDER BY {ORDERS[sort]}, path LIMIT {limit:d}"
            meant = f"path IN (SELECT path FROM issues WHERE {where.sql} {first})"
        flags = ", ".join(
            f"({each.sql}) AS {name}"
            for name, each in zip(("late", "soon", "in_round"), asked, strict=True)
        )
        found = index.all(
            f"SELECT {f'json_object({JSON})' if as_json else columns} FROM ("
            f"SELECT *, {flags} FROM issues WHERE {meant}) AS issues "
            "LEFT JOIN places ON places.code = issues.place "
            "LEFT JOIN standing ON standing.place = issues.place AND standing.at = ? "
            f"ORDER BY {ORDERS[sort].replace('due', 'issues.due')}, issues.path",
            *(*values, *where.values, end_of(today, root).isoformat()),
        )
        if as_json:
            lines = [line for (line,) in found]
            return Listing([], lines, *counted, {}, []), unreadable(index, query)
        rows = list(_rows(found))
        holders = {
            str(row["holder"]): str(cells[-1]) for row, cells in zip(rows, found, strict=True)
        }
        return Listing(rows, [], *counted, holders, []), unreadable(index, query)

    told_of, paths = answer(root, ask, at=end_of(today, root), told=told)
    return told_of._replace(broken=list(_refusals(root, paths)))


def _rows(found: Sequence[tuple["Flat", ...]]) -> "Iterator[Row]":
    for values in found:
        row = dict(zip(COLUMNS, values[: len(COLUMNS)], strict=True))
        row.update({flag: bool(row[flag]) for flag in FLAGS})
        yield row


def _refusals(root: Path, paths: Sequence[str]) -> Iterator[Refused]:
    """Yield why records cannot be read, by reading them."""
    if not paths:
        return
    from sfcheck.domain.issues.record import Issue
    from sfcheck.ledger.store import Ledger

    ledger = Ledger(root)
    for path in paths:
        try:
            ledger.load(Issue, path)
        except Refused as refusal:
            yield refusal
