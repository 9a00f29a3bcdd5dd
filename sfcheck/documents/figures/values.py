"""The figures of a report: pure data, each the number of the rows behind it.

A voided issue was found, but is no issue: all that stands is counted without it. How far an issue
has come is told by where it stands now, so one that failed its look-back is no longer among the
accepted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sfcheck.documents.figures.asking import ask_of
from sfcheck.documents.figures.breakdowns import Grouping, ListBehind, ReportKind
from sfcheck.documents.figures.counting import Behind, behind, count, parts
from sfcheck.documents.figures.kinds import KINDS
from sfcheck.documents.figures.scope import Scope
from sfcheck.documents.figures.waiting import Waiting, waits
from sfcheck.documents.paper import Rate
from sfcheck.documents.rates import Tenths, percent, shares
from sfcheck.domain.world.context import Context
from sfcheck.ledger.index.keeping import Index


@dataclass(frozen=True)
class Part:
    """One line of a breakdown: its figures by column, and its rates.

    `key` is None where the value is not named; `share` is of the first column's whole.
    """

    key: str | None
    counts: Mapping[str, int]
    share: Tenths
    rates: Mapping[str, Rate]

    @property
    def count(self) -> int:
        """The figure of the first column."""
        return next(iter(self.counts.values()))


@dataclass(frozen=True)
class Figures:
    """All figures of a scope on a day.

    `about` is how many issues belong to the scope; `counts` and `rates` by figure; `parts` by
    breakdown; `lists` the rows of every list; `waits` what each open issue waits for, where the
    report tells it; `doubted`: records of the ledger that are not what their events make of them.
    """

    scope: Scope
    on: date
    about: int
    counts: Mapping[str, int]
    rates: Mapping[str, Rate]
    parts: Mapping[str, Sequence[Part]]
    lists: Mapping[str, Sequence[Behind]]
    waits: Sequence[Waiting]
    doubted: int = 0

    @property
    def kind(self) -> ReportKind:
        """What the report is made of."""
        return KINDS[self.scope.kind]


def figures(scope: Scope, index: Index, context: Context, at: datetime) -> Figures:
    """Return the figures of a scope from the tables of an index, as they stand at a moment."""
    kind = KINDS[scope.kind]
    ask_of(index, scope, context, at)
    needed = dict.fromkeys((*kind.counts, *kind.rates, *kind.rates.values()))
    counted = {name: count(index, name) for name in needed}
    rows = behind(index, "waiting") if kind.waits else []
    lists = {name: _listed(index, listing) for name, listing in kind.lists.items()}
    return Figures(
        scope=scope,
        on=at.date(),
        about=count(index, "chosen"),
        counts={name: counted[name] for name in kind.counts},
        rates={name: Rate(counted[name], counted[of]) for name, of in kind.rates.items()},
        parts={n: _parts(index, g, _keys(g, scope, context)) for n, g in kind.groupings.items()},
        lists=lists,
        waits=list(waits(rows, context, at)),
    )


def _keys(grouping: Grouping, scope: Scope, context: Context) -> Sequence[str]:
    """Return the keys that are shown even where there is nothing."""
    if grouping.keys is not None:
        return grouping.keys
    if grouping.by == "team":
        return scope.teams
    rounds = sorted(context.rounds.values(), key=lambda each: (each.start, each.id))
    return [each.id for each in rounds]


def _parts(index: Index, grouping: Grouping, keys: Sequence[str]) -> list[Part]:
    """Return the lines of a breakdown: `keys` in their order, then others by code, none last."""
    needed = {*grouping.columns.values(), *grouping.rates, *grouping.rates.values()}
    counted = {figure: parts(index, figure, grouping.by) for figure in needed}
    first = counted[next(iter(grouping.columns.values()))]
    others = {key for column in grouping.columns.values() for key in counted[column]} - {*keys}
    lines: list[str | None] = [*keys, *sorted(others, key=lambda key: (key is None, key or ""))]
    if grouping.order == "rank":
        lines.sort(key=lambda key: -first.get(key, 0))
    portions = shares([first.get(key, 0) for key in lines])
    return [
        Part(
            key=key,
            counts={name: counted[of].get(key, 0) for name, of in grouping.columns.items()},
            share=share,
            rates={
                name: Rate(counted[name].get(key, 0), counted[of].get(key, 0))
                for name, of in grouping.rates.items()
            },
        )
        for key, share in zip(lines, portions, strict=True)
    ]


def _listed(index: Index, listing: ListBehind) -> list[Behind]:
    rows = behind(index, listing.figure)
    if (first := listing.first) is not None:
        rows.sort(key=lambda row: int(row[first]), reverse=not listing.rising)
    return rows


def plain(found: Figures, context: Context) -> dict[str, Any]:
    """Return figures as plain data, for JSON and for templates; rates in percent or None.

    Where it lists its issues, these are `issues` with all their flat values, and `late` those of
    them that are overdue, with the days; other lists are in `lists`.
    """
    scope = found.scope
    return {
        scope.kind: scope.id,
        "name": scope.name,
        "start": _iso(scope.start),
        "end": _iso(scope.end),
        "since": _iso(scope.since),
        "until": _iso(scope.until),
        "on": found.on.isoformat(),
        "doubted": found.doubted,
        **found.counts,
        "rates": _rates(found.rates),
        **{f"by_{name}": [_part(part) for part in each] for name, each in found.parts.items()},
        **_issues(found, context),
        "lists": {
            name: _rows(found, name) for name in found.lists if name not in ("issues", "late")
        },
        "waiting": [{**vars(wait), "since": wait.since.isoformat()} for wait in found.waits],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _rates(rates: Mapping[str, Rate]) -> dict[str, Any]:
    return {
        name: {"count": rate.count, "of": rate.of, "percent": percent(rate.tenths)}
        for name, rate in rates.items()
    }


def _part(part: Part) -> dict[str, Any]:
    rates = {"rates": _rates(part.rates)} if part.rates else {}
    return {"key": part.key, **part.counts, "share": percent(part.share), **rates}


def _issues(found: Figures, context: Context) -> dict[str, Any]:
    late = {row["number"]: row["late"] for row in found.lists.get("late", ())}
    told: dict[str, Any] = {"late": late} if "late" in found.lists else {}
    if "issues" in found.lists:
        told["issues"] = [
            {
                **{name: row[name] for name in ("number", "title", "status")},
                "overdue": row["number"] in late,
                **{name: row[name] for name in ("due", "duty", "severity", "nature", "sector")},
                "place": row["place"],
                "place_name": context.places[row["place"]].name
                if row["place"] in context.places
                else None,
                **{name: row[name] for name in ("unit", "uscc", "team", "found_on", "mode")},
                "source": row["source"],
                "supervised": bool(row["supervised"]),
                **{name: row[name] for name in ("recurs", "pending", "rectify", "accept")},
                "events": row["events"],
            }
            for row in found.lists["issues"]
        ]
    return told


def _rows(found: Figures, name: str) -> list[dict[str, Any]]:
    columns = found.kind.lists[name].columns
    return [{column: row[column] for column in columns} for row in found.lists[name]]
