"""What the dashboard tells: the figures of the report `dashboard`, and whose issues they are.

Every figure is the report's own, and the issues behind it are the rows of its query.
"""

import re
import shlex
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sfcheck.documents.dashboard.page import Content, Figure, Panel
from sfcheck.documents.engines import charts
from sfcheck.documents.engines.charts import Series
from sfcheck.documents.engines.html import short
from sfcheck.documents.figures.breakdowns import LATE_STEPS, OPEN_STEPS, Grouping
from sfcheck.documents.figures.named import FIGURES
from sfcheck.documents.figures.scope import Scope
from sfcheck.documents.figures.tables import (
    cell,
    heading,
    named,
    of_what,
    report,
    waiting_headings,
    waiting_row,
    waits_for,
)
from sfcheck.documents.figures.tables import short as short_name
from sfcheck.documents.figures.values import Figures, Part, figures
from sfcheck.documents.figures.waiting import grouped
from sfcheck.documents.paper import Cell, Table, text
from sfcheck.domain.base.vocabulary import label
from sfcheck.domain.world.context import Context
from sfcheck.language import N_, _
from sfcheck.ledger.index.keeping import Index

LINES = charts.MOST
"""Lines of a breakdown on the page at most: its chart shows them all."""
NAMED = 40
"""Characters of a line's name in the title of a figure."""
TYPED = 80
"""Characters of a line's name that anybody would type."""

STEPS: Mapping[str, tuple[str, Sequence[str]]] = {
    "late": (N_("How long overdue"), LATE_STEPS),
    "age": (N_("How old the open issues are"), OPEN_STEPS),
}
"""The key figures that are told as steps of days: what each part is called, and its figures."""

STACK: Mapping[str, tuple[str, str]] = {
    "closed": (N_("Closed"), "done"),
    "open": (N_("Open, not overdue"), "open"),
    "overdue": (N_("Overdue"), "late"),
}
"""What a line of all issues that stand is made of, in the order it is drawn, and in what colour."""

URGENCY = (
    "SELECT found.number FROM found LEFT JOIN overdue ON overdue.path = found.path "
    "ORDER BY found.open DESC, overdue.late IS NULL, overdue.late DESC, "
    "found.severity <> 'major', found.due IS NULL, found.due, found.found_on, found.number"
)
"""All numbers: open issues first, of these what is overdue longest, major, due soonest."""

COLUMNS = ("title", "unit", "place", "severity", "status", "due", "late", "rectify")
"""What is told of an issue besides its number."""

_PLAIN = re.compile(r"[\w@+=:,./-]+", re.ASCII)
_QUOTED = re.compile(r'[^"$`\\!%\n]+')


def overview(
    scope: Scope, index: Index, context: Context, at: datetime, doubted: int = 0
) -> Content:
    """Return what the page says of a scope of the kind `dashboard`, at a moment."""
    found = replace(figures(scope, index, context, at), doubted=doubted)
    paper = report(found, context)
    steps = {name for _title, names in STEPS.values() for name in names}
    groupings = found.kind.groupings
    return Content(
        title=paper.title,
        basis=paper.basis,
        keys=[(_figure(index, n), _rate(found, n)) for n in found.counts if n not in steps],
        panels=[
            *(
                _breakdown(n, groupings[n], paper.tables[n], found, index, context)
                for n in groupings
            ),
            *(_steps(name, found, index) for name in STEPS),
            _waiting(found, context),
        ],
        order=[number for (number,) in index.all(URGENCY)],
        headings=[heading(name) for name in ("number", *COLUMNS)],
        lines=lambda numbers: _lines(index, context, numbers),
    )


def _lines(index: Index, context: Context, numbers: Sequence[str]) -> dict[str, list[str]]:
    """Return what is told of some issues, by number."""
    columns = ", ".join(f"{'overdue' if n == 'late' else 'found'}.{n}" for n in COLUMNS)
    marks = ", ".join("?" * len(numbers))
    rows = index.all(
        f"SELECT found.number, {columns} FROM found LEFT JOIN overdue ON overdue.path = found.path "
        f"WHERE found.number IN ({marks}) ORDER BY found.path DESC",
        *numbers,
    )
    return {
        number: [text(cell(n, value, context)) for n, value in zip(COLUMNS, row, strict=True)]
        for number, *row in rows
    }


def _figure(index: Index, name: str) -> Figure:
    """Return a figure of the whole with the issues behind it."""
    numbers = [number for (number,) in index.all(f"SELECT number FROM {name}")]
    return Figure(_(FIGURES[name].title), len(numbers), numbers, _command(name))


def _rate(found: Figures, name: str) -> str:
    rate = found.rates.get(name)
    return f"{text(rate)} {of_what(found.kind.rates[name])}" if rate else ""


def _command(figure: str, key: str | None = None) -> str:
    """Return the command that lists what is behind a figure, or behind a line of it."""
    asked = figure if key is None else f"{figure}/{key}"
    if not _PLAIN.fullmatch(asked):
        # In double quotes where it can be: the other ones mean nothing to Windows.
        asked = f'"{asked}"' if _QUOTED.fullmatch(asked) else shlex.quote(asked)
    return f"sfcheck report dashboard --explain {asked}"


def _breakdown(
    name: str, grouping: Grouping, table: Table, found: Figures, index: Index, context: Context
) -> Panel:
    """Return a breakdown with the figure behind each of its numbers."""
    parts = found.parts[name]
    kept = _kept(parts)
    behind_of = {
        figure: _numbers(index, figure, grouping.by) for figure in grouping.columns.values()
    }
    shown = [
        [
            _line(grouping, parts[at], figure, behind_of[figure], context) if figure else None
            for figure in _across(grouping, len(table.headings))
        ]
        for at in kept
    ]
    rows = [table.rows[at] for at in kept]
    notes = [table.note] if table.note else []
    if len(kept) < len(parts):
        told = _("The {shown} lines with most issues; `sfcheck report dashboard` has all {all}.")
        notes.insert(0, told.format(shown=len(kept), all=len(parts)))
    names = [text(row[0]) for row in rows]
    return Panel(
        name,
        Table(table.title, table.headings, rows, " ".join(notes)),
        shown,
        _chart(grouping, table.title, [parts[at] for at in kept], names),
    )


def _kept(parts: Sequence[Part]) -> list[int]:
    """Return which lines are on the page, in their order: those that count most."""
    most = sorted(range(len(parts)), key=lambda at: (-parts[at].count, at))
    return sorted(most[:LINES])


def _across(grouping: Grouping, width: int) -> list[str | None]:
    """Return the figure of each column of a breakdown's table; None where it counts nothing."""
    first, *others = grouping.columns.values()
    share = [None] if grouping.shares else []
    columns = [None, first, *share, *others]
    return [*columns, *[None] * (width - len(columns))]


def _numbers(index: Index, figure: str, by: str) -> Mapping[str | None, Sequence[str]]:
    """Return the numbers behind each line of a figure, as often as they count."""
    lines: dict[str | None, list[str]] = defaultdict(list)
    for key, number in index.all(f"SELECT {by}, number FROM {figure}"):
        lines[None if key is None else str(key)].append(number)
    return lines


def _line(
    grouping: Grouping,
    part: Part,
    figure: str,
    lines: Mapping[str | None, Sequence[str]],
    context: Context,
) -> Figure:
    """Return the figure of one line of a breakdown."""
    key, numbers = part.key, lines.get(part.key, ())
    known = _("not named") if key is None else short(named(grouping.by, key, context), NAMED)
    title = f"{known} · {_(FIGURES[figure].title)}"
    if key is None or len(key) > TYPED:
        return Figure(title, len(numbers), numbers, _command(figure), whole=False)
    return Figure(title, len(numbers), numbers, _command(figure, key))


def _chart(
    grouping: Grouping, title: str, parts: Sequence[Part], names: Sequence[str]
) -> Callable[[str], str]:
    """Return what draws a breakdown: how its lines stand where it tells that, else their counts."""
    column = {figure: name for name, figure in grouping.columns.items()}
    if STACK.keys() <= column.keys():
        counted = {n: [part.counts[column[n]] for part in parts] for n in STACK}
        counted["open"] = [
            o - late for o, late in zip(counted["open"], counted["overdue"], strict=True)
        ]
        series = [Series(_(told), kind, counted[n]) for n, (told, kind) in STACK.items()]
    else:
        kind = "late" if "overdue" in column else "plain"
        series = [Series(title, kind, [part.count for part in parts])]
    draw = charts.columns if grouping.by == "round" else charts.bars
    return lambda name: draw(name, title, names, series)


def _steps(name: str, found: Figures, index: Index) -> Panel:
    """Return key figures that are steps of days, one below the other."""
    title, names = _(STEPS[name][0]), STEPS[name][1]
    labels, counts = [short_name(n) for n in names], [found.counts[n] for n in names]
    series = [Series(title, "late" if name == "late" else "open", counts)]
    table = Table(title, [_("Figure"), _("Count")], list(zip(labels, counts, strict=True)))
    shown = [[None, _figure(index, n)] for n in names]
    return Panel(name, table, shown, lambda own: charts.bars(own, title, labels, series))


def _waiting(found: Figures, context: Context) -> Panel:
    """Return what waits for whom; of very many, those for whom most waits."""
    ranked = sorted(grouped(found.waits).items(), key=lambda group: (-len(group[1]), group[0]))
    rows: list[list[Cell]] = []
    shown: list[list[Figure | None]] = []
    for group, waiting in ranked[:LINES]:
        rows.append(waiting_row(group, waiting, context))
        title = f"{short(waits_for(group, context), NAMED)} · {label(group.step)}"
        numbers = [wait.number for wait in waiting]
        figure = Figure(title, len(numbers), numbers, _command("waiting"), whole=False)
        shown.append([None, None, None, figure, None])
    note = "" if rows else _("Nothing waits for anybody.")
    if len(ranked) > LINES:
        told = _("Those for whom most waits: {shown} of {all}.")
        note = told.format(shown=LINES, all=len(ranked))
    table = Table(_("What waits for whom"), waiting_headings(), rows, note)
    return Panel("waiting", table, shown)
