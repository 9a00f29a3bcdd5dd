"""Counting: a figure is the number of rows behind it, and there is no other way to count."""

from collections.abc import Iterable, Mapping
from typing import Any

from sfcheck.ledger.index.keeping import Index

Behind = Mapping[str, Any]
"""One row behind a figure, by the names of its columns."""


def count(index: Index, figure: str) -> int:
    """Return a figure: how many rows its query has."""
    return int(index.all(f"SELECT count(*) FROM {figure}")[0][0])


def parts(index: Index, figure: str, by: str) -> dict[str | None, int]:
    """Return a figure by the values of one column of its rows; without a value, None."""
    found = index.all(f"SELECT {by}, count(*) FROM {figure} GROUP BY {by}")
    return {None if key is None else str(key): int(number) for key, number in found}


def behind(index: Index, figure: str, *, of: Iterable[tuple[str, str]] = ()) -> list[Behind]:
    """Return the rows behind a figure in their order; `of`: any of these columns has that value."""
    pairs = list(of)
    where = " OR ".join(f"{column} = ?" for column, _value in pairs) or "1 = 1"
    cursor = index.connection.execute(
        f"SELECT * FROM {figure} WHERE {where}", [value for _column, value in pairs]
    )
    names = [about[0] for about in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor]
    return sorted(rows, key=_place)


def _place(row: Behind) -> tuple[str, ...]:
    """Return where a row stands among others: by issue, by person, by what happened when."""
    known = (row.get(name) for name in ("number", "path", "person", "handed_place", "handover"))
    at = row.get("position") or row.get("on_day") or 0
    return (*(str(value or "") for value in known), f"{at:09}")
