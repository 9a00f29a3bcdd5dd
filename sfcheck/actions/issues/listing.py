"""A list of issues on flat rows, told by the index: nothing that is heavy is imported for it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sfcheck.errors import Refused
from sfcheck.ledger.index.answers import answer
from sfcheck.ledger.index.keeping import Index
from sfcheck.ledger.queries import Query, condition, unreadable
from sfcheck.ledger.terms import end_of, overdue

if TYPE_CHECKING:
    from sfcheck.domain.issues.outline import Flat

    Row = dict[str, Flat]

_GROUPED = ("due", "duty", "severity", "nature", "sector", "place")
COLUMNS: Mapping[str, str] = {
    **{name: f"issues.{name}" for name in ("number", "title", "status")},
    "overdue": "late",
    **{name: f"issues.{name}" for name in _GROUPED},
    "place_name": "places.name",
    **{name: f"issues.{name}" for name in ("unit", "uscc", "team", "found_on", "mode", "source")},
    **{name: f"issues.{name}" for name in ("supervised", "recurs", "pending", "rectify", "accept")},
    "events": "issues.events",
    "holder": "standing.holder",
    "head": "standing.head",
    "path": "issues.path",
}
"""The flat values of a row, in their order, and where each comes from."""

FLAGS = ("overdue", "supervised")

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
    """The issues that answer a query: `total` of them, `overdue` among these, `rows` to be shown.

    Where JSON was asked for, each of the `lines` is one of them and there are no `rows`. `holders`
    are those of the places in `rows` as people call them. `broken` are the records that could not
    be read.
    """

    rows: "list[Row]"
    lines: list[str]
    total: int
    overdue: int
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
        where, late = condition(index, query, today), overdue(index, today)
        total, behind = index.all(
            f"SELECT count(*), ifnull(sum({late.sql}), 0) FROM issues WHERE {where.sql}",
            *late.values,
            *where.values,
        )[0]
        columns = f"{', '.join(COLUMNS.values())}, standing.holder_name"
        meant, values = where
        if limit is not None:  # whole rows are fetched only of those that are shown
            first = f"ORDER BY {ORDERS[sort]}, path LIMIT {limit:d}"
            meant = f"path IN (SELECT path FROM issues WHERE {where.sql} {first})"
        found = index.all(
            f"SELECT {f'json_object({JSON})' if as_json else columns} FROM ("
            f"SELECT *, ({late.sql}) AS late FROM issues WHERE {meant}) AS issues "
            "LEFT JOIN places ON places.code = issues.place "
            "LEFT JOIN standing ON standing.place = issues.place AND standing.at = ? "
            f"ORDER BY {ORDERS[sort].replace('due', 'issues.due')}, issues.path",
            *(*late.values, *values, end_of(today, root).isoformat()),
        )
        if as_json:
            lines = [line for (line,) in found]
            return Listing([], lines, total, behind, {}, []), unreadable(index, query)
        rows = list(_rows(found))
        holders = {
            str(row["holder"]): str(values[-1]) for row, values in zip(rows, found, strict=True)
        }
        return Listing(rows, [], total, behind, holders, []), unreadable(index, query)

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
