"""The tables that figures are asked of besides those of the index: whose issues, whose deeds, when.

Every figure is a view over these and over the flat tables of the index, so that no engine's way to
reckon with days or to bind values stands in a query.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sfcheck.documents.figures.named import FIGURES, sql
from sfcheck.documents.figures.scope import Scope
from sfcheck.domain.base.vocabulary import Severity
from sfcheck.domain.issues.requirements.look_backs import asks_for_look_back
from sfcheck.domain.world.context import Context
from sfcheck.ledger.index.keeping import Index
from sfcheck.ledger.index.rows import days
from sfcheck.ledger.index.schema import ISSUES, IndexColumn, IndexTable

ASKED: Mapping[str, IndexTable] = {
    "chosen": IndexTable("One issue of the scope.", ISSUES.columns, ("path",)),
    "asked": IndexTable(
        "The one row of what is asked; days are numbers, days since 1970-01-01.",
        (
            IndexColumn("today_day", "INTEGER NOT NULL", "the day it is told of"),
            IndexColumn("late_before_day", "INTEGER NOT NULL", "what is due before it is overdue"),
            IndexColumn("soon_day", "INTEGER NOT NULL", "the last day of what is due soon"),
            IndexColumn("since_day", "INTEGER NOT NULL", "the first day of the period"),
            IndexColumn("until_day", "INTEGER NOT NULL", "its last day"),
        ),
    ),
    "ending": IndexTable(
        "One place held by a team whose round has a last day.",
        (
            IndexColumn("place", "TEXT NOT NULL", "its code"),
            IndexColumn("ends_day", "INTEGER NOT NULL", "that day, in days since 1970-01-01"),
        ),
    ),
    "acting": IndexTable(
        "One team whose own deeds are told.",
        (IndexColumn("team", "TEXT NOT NULL", "such as `2026-1/T2`"),),
    ),
    "area": IndexTable(
        "One place where these deeds are told of.",
        (IndexColumn("place", "TEXT NOT NULL", "its code"),),
    ),
    "own": IndexTable(
        "One body of the locality itself.",
        (IndexColumn("body", "TEXT NOT NULL", "its id"),),
    ),
    "demanded": IndexTable(
        "One severity of which the policy of the day asks for a look-back before closing.",
        (IndexColumn("severity", "TEXT NOT NULL", "`general` or `major`"),),
    ),
    "roster": IndexTable(
        "One person of the roster.",
        (IndexColumn("person", "TEXT NOT NULL", "the number in the roster"),),
    ),
    "serving": IndexTable(
        "One day until today that a person sat in a team.",
        (
            IndexColumn("person", "TEXT NOT NULL", "the number in the roster"),
            IndexColumn("round", "TEXT NOT NULL", "the round"),
            IndexColumn("team", "TEXT NOT NULL", "the team"),
            IndexColumn("day", "TEXT NOT NULL", "the day"),
            IndexColumn("on_day", "INTEGER NOT NULL", "`day` in days since 1970-01-01"),
        ),
    ),
}
"""What each of these tables is."""


def ask_of(index: Index, scope: Scope, context: Context, at: datetime) -> None:
    """Lay the tables of a question and the views of all figures, for this connection alone."""
    connection = index.connection
    filled = _filled(scope, context, at.date()) | {"ending": list(_ending(context, at))}
    for name in reversed(tuple(FIGURES)):
        connection.execute(f"DROP VIEW IF EXISTS temp.{name}")
    for name, table in ASKED.items():
        connection.execute(f"DROP TABLE IF EXISTS temp.{name}")
        columns = ", ".join(f'"{column.name}" {column.type}' for column in table.columns)
        connection.execute(f"CREATE TEMP TABLE {name} ({columns})")
        connection.executemany(f"INSERT INTO temp.{name} VALUES {table.insert}", filled[name])
    connection.execute(
        f"INSERT INTO temp.chosen SELECT * FROM issues WHERE {scope.where} ORDER BY number, path",
        scope.values,
    )
    connection.execute("CREATE INDEX temp.chosen_0 ON chosen (path)")
    area = "SELECT place FROM within WHERE area = ?" if scope.area else "SELECT place FROM issues"
    connection.execute(
        f"INSERT INTO temp.area SELECT DISTINCT place FROM ({area})",
        (scope.area,) if scope.area else (),
    )
    for name in FIGURES:
        connection.execute(f"CREATE TEMP VIEW {name} AS\n{sql(name)}")


def _filled(scope: Scope, context: Context, today: date) -> dict[str, Sequence[tuple[Any, ...]]]:
    grace = context.policy.amount("overdue_grace_days", today) or 0
    soon = days(today) + (context.policy.amount("soon_days", today) or 0)
    since, until = scope.since or date.min, scope.until or date.max
    return {
        "chosen": (),
        "asked": [(days(today), days(today) - grace, soon, days(since), days(until))],
        "acting": [(team,) for team in scope.teams],
        "area": (),
        "own": [(body,) for body in scope.own],
        "demanded": [(each,) for each in Severity if asks_for_look_back(each, context, today)],
        "roster": [(person,) for person in context.people],
        "serving": sorted(set(_serving(context, today))),
    }


def _ending(context: Context, at: datetime) -> Iterator[tuple[str, int]]:
    """Yield each place that a team holds, with the last day of its round."""
    for place in context.places:
        rotation = context.round_of(context.custody.holder(place, at))
        if rotation and rotation.end:
            yield place, days(rotation.end)


def _serving(context: Context, today: date) -> Iterator[tuple[str, str, str, str, int]]:
    """Yield each day that a person sat in a team while its round went on."""
    for rotation in context.rounds.values():
        ends = [day for day in (rotation.end, rotation.closed, today) if day is not None]
        for team in rotation.teams:
            for _role, _at, seat in team.sittings():
                day = max(seat.since, rotation.start)
                last = min([*ends, seat.until or today])
                while day <= last:
                    reference = f"{rotation.id}/{team.id}"
                    yield seat.person, rotation.id, reference, day.isoformat(), days(day)
                    day += timedelta(days=1)
