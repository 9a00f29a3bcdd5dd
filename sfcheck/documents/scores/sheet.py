"""The score sheet (扣分表): what is deducted from whom, each line with what it comes from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sfcheck.documents.paper import Cell, Paper, Points, Table, called
from sfcheck.documents.rates import NOTHING
from sfcheck.domain.base.vocabulary import SCORE_STATES, field_label
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.scores.bearers import BODY, PLACE, Bearer
from sfcheck.domain.scores.sheet import (
    ASIDES,
    RULES,
    Deduction,
    Period,
    ScoreSheet,
    points,
    totals,
)
from sfcheck.domain.world.context import Context
from sfcheck.domain.world.policy import Matrix
from sfcheck.language import N_, _, current, ngettext

CAPS: Mapping[str, str] = {
    "issue": N_("cap of one issue"),
    BODY: N_("cap of one body"),
    PLACE: N_("cap of one place"),
}
"""What took away from a line."""


@dataclass(frozen=True)
class Scored:
    """A sheet with what is told about it; `id` and `state` None where no assessment is open.

    `issues` are those that the sheet names, as they were where it was told from; `day` is that of
    the settlement, None before there is one.
    """

    year: str
    id: str | None
    state: str | None
    period: Period
    matrix: Matrix
    sheet: ScoreSheet
    issues: Mapping[str, Issue]
    context: Context
    day: date | None = None

    def of(self, chosen: Callable[[Bearer], bool]) -> "Scored":
        """Return the same with the lines of some bearers alone, and what is said of these."""
        lines = tuple(line for line in self.sheet.lines if chosen(line.bearer))
        named = {line.number for line in lines}
        asides = tuple(aside for aside in self.sheet.asides if aside.number in named)
        return Scored(**{**vars(self), "sheet": ScoreSheet(lines, asides)})


def name(bearer: Bearer, context: Context) -> str:
    """Return what a body or place is called, with the code of a place."""
    known = called(bearer.code, context)
    return f"{known} ({bearer.code})" if bearer.kind == PLACE else known


def paper(found: Scored) -> Paper:
    """Return the sheet as a paper."""
    title = _("Score sheet of {year}").format(year=found.year)
    tables = {
        "totals": _totals(found),
        "lines": lines(found),
        "asides": _asides(found),
        "basis": _basis(found),
    }
    return Paper(title, standing(found), tables)


def standing(found: Scored) -> str:
    """Return what a sheet is worth: by whose matrix, settled or not, of which days."""
    days = {"first": found.period.first, "last": found.period.last, "on": found.period.on}
    if found.day:
        told = _("Settled on {day}, for {first} through {last}.").format(day=found.day, **days)
    else:
        told = _(
            "Provisional: what {first} through {last} would cost as the ledger stood on {on}; "
            "nothing is settled."
        ).format(**days)
    if found.matrix.is_example:
        told = f"{example()} {told}"
    return told


def example() -> str:
    """Return the sentence that a sheet by the example bears."""
    return _(
        "EXAMPLE: the matrix came with sfcheck, its numbers are invented and nobody decided on "
        "them."
    )


def rule(line: Deduction, matrix: Matrix) -> str:
    """Return by which rule a line is, and what the rule went by."""
    told = _(RULES[line.rule])
    if line.rule == "finding":
        return _("{rule}, effect: {effect}").format(rule=told, effect=effect(line.detail, matrix))
    if line.rule == "late":
        days = ngettext(
            "{rule}, {count} day of days {band}", "{rule}, {count} days of days {band}", line.days
        )
        return days.format(rule=told, count=line.days, band=line.detail)
    return f"{told} ({line.detail})" if line.detail else told


def effect(code: str, matrix: Matrix) -> str:
    """Return what an effect is called in the user's language."""
    known = next((each for each in matrix.effects if each.code == code), None)
    return code if known is None else known.zh if current() == "zh" else known.en


def cap(line: Deduction) -> str:
    """Return what took away from a line, nothing where nothing did."""
    return _(CAPS[line.cap]) if line.cap else ""


def _totals(found: Scored) -> Table:
    sums = totals(found.sheet.lines)
    counts = dict.fromkeys(sums, 0)
    for line in found.sheet.lines:
        counts[line.bearer] += 1
    ranked = sorted(sums, key=lambda bearer: (-sums[bearer], bearer))
    rows: list[list[Cell]] = [
        [name(each, found.context), counts[each], Points(sums[each])] for each in ranked
    ]
    headings = [_("Deducted from"), _("Lines"), _("Points")]
    note = "" if rows else _("Nothing is deducted from anybody.")
    return Table(_("Deductions"), headings, rows, note, bars=2)


def lines(found: Scored, *, whose: bool = True) -> Table:
    """Return the table of all lines, each traced to its issue; `whose` tells from whom."""
    unrated, guessed = _(" (not rated)"), _unrated(found)
    rows = [
        [
            *([name(line.bearer, found.context)] if whose else ()),
            line.number,
            found.issues[line.number].title,
            rule(line, found.matrix) + (unrated if line in guessed else ""),
            line.on,
            Points(line.points),
            Points(line.counted),
            cap(line),
        ]
        for line in found.sheet.lines
    ]
    headings = [
        *([_("Deducted from")] if whose else ()),
        *map(field_label, ("number", "title")),
        *(_("Rule"), _("Date"), _("Points"), _("Counted"), _("Capped by")),
    ]
    note = "" if rows else _("Nothing is deducted from anybody.")
    return Table(_("Every deduction"), headings, rows, note, wide=(2, 3) if whose else (1, 2))


def _unrated(found: Scored) -> frozenset[Deduction]:
    """Return the lines that rest on the matrix' own effect, because nobody rated the issue."""
    numbers = {aside.number for aside in found.sheet.asides if aside.why == "unrated"}
    lines = found.sheet.lines
    return frozenset(line for line in lines if line.rule == "finding" and line.number in numbers)


def _asides(found: Scored) -> Table:
    rows = [
        [each.number, found.issues[each.number].title, _(ASIDES[each.why])]
        for each in found.sheet.asides
        if each.why != "unrated"  # its line says so
    ]
    headings = [*map(field_label, ("number", "title")), _("What is to be known")]
    note = "" if rows else _("Nothing is to be said beside.")
    return Table(_("Said beside"), headings, rows, note, wide=(1, 2))


def _basis(found: Scored) -> Table:
    matrix = found.matrix
    state = _(SCORE_STATES[found.state]) if found.state else _("no assessment is open")
    unrated = effect(matrix.unrated, matrix) if matrix.unrated else _("not scored")
    caps = matrix.caps
    rows = [
        [_("Assessment"), f"{found.id or NOTHING} ({state})"],
        [_("Basis of the matrix"), example() if matrix.is_example else matrix.basis],
        [_("Matrix in force since"), str(matrix.since)],
        [_("Findings nobody rated"), unrated],
        [_(CAPS["issue"]), caps.each_issue or NOTHING],
        [_(CAPS[BODY]), caps.each_body or NOTHING],
        [_(CAPS[PLACE]), caps.each_place or NOTHING],
    ]
    return Table(_("What it rests on"), [_("Entry"), _("Value")], rows)


def plain(found: Scored) -> dict[str, Any]:
    """Return a sheet as plain data; points as text, exact."""
    period = found.period
    return {
        "year": found.year,
        "id": found.id,
        "state": found.state,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "on": period.on.isoformat(),
        "settled": found.day.isoformat() if found.day else None,
        "basis": found.matrix.basis,
        "example": found.matrix.is_example,
        "totals": [
            {each.kind: each.code, "name": found.context.name(each.code), "points": points(sum_)}
            for each, sum_ in totals(found.sheet.lines).items()
        ],
        "lines": [
            {
                line.bearer.kind: line.bearer.code,
                "number": line.number,
                "title": found.issues[line.number].title,
                "rule": line.rule,
                "detail": line.detail,
                "days": line.days,
                "on": line.on.isoformat(),
                "points": points(line.points),
                "counted": points(line.counted),
                "cap": line.cap,
            }
            for line in found.sheet.lines
        ],
        "asides": [each._asdict() for each in found.sheet.asides],
    }
