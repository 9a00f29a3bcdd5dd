"""What SQL asks of issues, whoever asks: the policy's days, what is late, what is due soon."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sfcheck.ledger.index.keeping import Index


class Condition(NamedTuple):
    """What SQL asks of a row of the table `issues`, and the values for its marks."""

    sql: str
    values: tuple[object, ...] = ()


def among(column: str, values: Iterable[object]) -> Condition:
    """Return the condition that a column has one of some values."""
    listed = tuple(values)
    return Condition(f"{column} IN ({', '.join('?' * len(listed))})", listed)


def end_of(today: date, root: Path) -> datetime:
    """Return the last moment of a day in a ledger's zone: who holds a place that day."""
    from sfcheck.ledger.files.clock import zone_of  # a query's help asks for no day

    return datetime.combine(today, time.max, zone_of(root))


_RUNS = "due IS NOT NULL AND status IN ('rectifying', 'disputed')"


def overdue(index: "Index", today: date) -> Condition:
    """Return what SQL asks for an issue to be overdue, as `Issue.overdue` has it."""
    last = today - timedelta(days=amount(index, "overdue_grace_days", today) or 0)
    return Condition(f"{_RUNS} AND due < ?", (last.isoformat(),))


def due_soon(index: "Index", today: date) -> Condition:
    """Return what SQL asks for an issue to fall due in the policy's days, not overdue yet."""
    last = today + timedelta(days=amount(index, "soon_days", today) or 0)
    late = overdue(index, today)
    return Condition(f"{_RUNS} AND due <= ? AND NOT ({late.sql})", (last.isoformat(), *late.values))


def due_in_round(index: "Index", today: date) -> Condition:
    """Return what SQL asks for it to fall due before the round of who holds its place ends."""
    late = overdue(index, today)
    ends = (
        "due <= (SELECT teams.ends FROM standing JOIN teams ON teams.team = standing.holder "
        "WHERE standing.at = ? AND standing.place = issues.place)"
    )
    values = (end_of(today, index.root).isoformat(), *late.values)
    return Condition(f"{_RUNS} AND {ends} AND NOT ({late.sql})", values)


def amount(index: "Index", name: str, today: date) -> int | None:
    """Return the days that the policy gives on a day, or None where the office set none."""
    found = index.one(
        "SELECT days FROM amounts WHERE name = ? AND since <= ? AND (until IS NULL OR ? <= until) "
        "ORDER BY since DESC, rowid LIMIT 1",
        name,
        *[today.isoformat()] * 2,
    )
    return found[0] if found else None
