"""What is behind a figure: the rows that its query answers with, and nothing else."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sfcheck.documents.figures.asking import ask_of
from sfcheck.documents.figures.breakdowns import ReportKind
from sfcheck.documents.figures.counting import Behind, behind, count, parts
from sfcheck.documents.figures.kinds import KINDS
from sfcheck.documents.figures.named import FIGURES
from sfcheck.documents.figures.scope import Scope
from sfcheck.documents.figures.tables import cell, heading, named, of_what
from sfcheck.documents.paper import Paper, Rate, Table
from sfcheck.domain.world.context import Context
from sfcheck.errors import Refused
from sfcheck.language import _, ngettext
from sfcheck.ledger.index.keeping import Index
from sfcheck.ledger.index.schema import ISSUES

IDENTIFYING = ("number", "title", "unit", "place", "status", "due")
"""What tells which issue a row is of."""

SILENT = (*(column.name for column in ISSUES.columns), "on_day", "taken_day", "position")
"""Columns that say nothing of why a row was counted."""

POINTING = ("recurs",)
"""Columns of an issue that do say it, where they say something."""


@dataclass(frozen=True)
class Explained:
    """The rows behind a figure, or behind one line of it.

    `key` is the line, with the columns it was found in. `rate` and `of` tell the rate that the
    report makes of the whole figure, if any.
    """

    scope: Scope
    figure: str
    key: str | None
    columns: tuple[str, ...]
    rows: list[Behind]
    rate: Rate | None = None
    of: str | None = None


def explain(scope: Scope, index: Index, context: Context, at: datetime, asked: str) -> Explained:
    """Return what is behind `FIGURE`, or behind the line `FIGURE/KEY` of a breakdown.

    Raises `Refused`: `no-such-figure`, `no-such-line`.
    """
    kind = KINDS[scope.kind]
    figure, _slash, given = asked.partition("/")
    if figure not in kind.figures:
        near = difflib.get_close_matches(figure, kind.figures, 3, 0.4) or ["–"]
        known = ", ".join(kind.figures)
        raise Refused("no-such-figure", given=figure, near=", ".join(near), known=known)
    ask_of(index, scope, context, at)
    if given:
        pairs = _line(index, kind, context, figure, given)
        columns = tuple(column for column, _key in pairs)
        rows = behind(index, figure, of=pairs)
        return Explained(scope, figure, pairs[0][1], columns, rows)
    rows, of = behind(index, figure), kind.rates.get(figure)
    rate = Rate(len(rows), count(index, of)) if of else None
    return Explained(scope, figure, None, (), rows, rate, of)


def _line(
    index: Index, kind: ReportKind, context: Context, figure: str, given: str
) -> list[tuple[str, str]]:
    """Return the columns and the key that `given` names: by itself, or as it is called."""
    columns = [
        grouping.by
        for grouping in kind.groupings.values()
        if figure in (*grouping.columns.values(), *grouping.rates, *grouping.rates.values())
    ]
    lines = {
        (column, key): named(column, key, context)
        for column in dict.fromkeys(columns)
        for key in parts(index, figure, column)
        if key is not None
    }
    meant = [pair for pair, known in lines.items() if given in (pair[1], known)]
    if not meant:
        known = ", ".join(key for _column, key in lines) or "–"
        raise Refused("no-such-line", figure=figure, given=given, known=known)
    return meant


def explanation(told: Explained, context: Context) -> Paper:
    """Return what is behind a figure as a paper with one table."""
    kind = KINDS[told.scope.kind]
    title = _(FIGURES[told.figure].title)
    if told.key is not None:
        title = f"{title} · {named(told.columns[0], told.key, context)}"
    basis = ngettext(
        "{title}: the figure {figure} is the number of these rows, {count}.",
        "{title}: the figure {figure} is the number of these rows, {count}.",
        len(told.rows),
    ).format(
        title=_(kind.title).format(id=told.scope.id, name=told.scope.name),
        figure=told.figure,
        count=len(told.rows),
    )
    if told.rate is not None and told.of is not None:
        basis = "\n".join([basis, f"{told.rate.shown} {of_what(told.of)} ({told.of})"])
    names = _names(told.rows)
    rows = [[cell(name, row[name], context) for name in names] for row in told.rows]
    note = "" if rows else _("There is nothing behind it.")
    table = Table(title, [heading(name) for name in names], rows, note, wide=_wide(names))
    return Paper(title, basis, {"rows": table})


def _names(rows: list[Behind]) -> list[str]:
    """Return the columns that tell which issue a row is of, and why it was counted."""
    if not rows:
        return []
    own = [name for name in rows[0] if name not in SILENT]
    if "path" not in rows[0]:
        return [name for name in rows[0] if name != "on_day"]
    return [*IDENTIFYING, *(n for n in POINTING if any(row[n] for row in rows)), *own]


def _wide(names: list[str]) -> list[int]:
    return [at for at, name in enumerate(names) if name in ("title", "unit")]


def plain_explanation(told: Explained) -> Mapping[str, Any]:
    """Return what is behind a figure as plain data: every column of every row."""
    return {
        "figure": told.figure,
        "line": told.key,
        "count": len(told.rows),
        "of": {"figure": told.of, "count": told.rate.of} if told.rate else None,
        "rows": [dict(row) for row in told.rows],
    }
