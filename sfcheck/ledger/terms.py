"""The terms of a query: what each asks, how its value is read, and what SQL asks for it.

One table (`TERMS`) makes the terms of `--query`, the options of `list`, their help and their page.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from sfcheck.domain.base import numbers
from sfcheck.domain.base.vocabulary import Duty, Mode, Severity, Status
from sfcheck.errors import Refused
from sfcheck.language import N_, _
from sfcheck.ledger.conditions import (
    Condition,
    among,
    amount,
    due_in_round,
    due_soon,
    end_of,
    overdue,
)

if TYPE_CHECKING:
    from sfcheck.ledger.index.keeping import Index


Make = Callable[[Any, "Index", date], Condition]


class Term(NamedTuple):
    """One term: what it asks, how its value is read, and the condition its value makes.

    `read` raises ValueError; None makes the term a flag. `make` may look into the registries and
    refuse a value that is not in them. `known` says what values look like.
    """

    help: str
    known: str
    read: Callable[[str], Any] | None
    make: Make


def no_value(name: str, value: str, known: str) -> Refused:
    """Return the refusal of a value that a term cannot have."""
    return Refused("bad-query-value", term=name, value=value, known=known)


_STATES = ("open", *(status for status in Status if status is not Status.DRAFT))


def _state(value: str) -> str:
    if value not in _STATES:
        raise ValueError(value)
    return value


def _filled(value: str) -> str:
    if not value.strip():
        raise ValueError(value)
    return value.strip()


def _number(value: str) -> str:
    return str(numbers.parse(value))


def _is(column: str) -> Make:
    """Return what makes the condition that a column has the value asked for."""
    return lambda value, index, today: Condition(f"{column} = ?", (str(value),))


def _holds(sql: str) -> Make:
    """Return what makes a condition without a value, of a flag."""
    return lambda value, index, today: Condition(sql)


def _today(make: "Callable[[Index, date], Condition]") -> Make:
    """Return what makes a flag's condition that depends on the day."""
    return lambda value, index, today: make(index, today)


def _compares(sql: str) -> Make:
    """Return what makes the condition that a date compares so with the one asked for."""
    return lambda value, index, today: Condition(sql, (value.isoformat(),))


def _status_is(value: str, index: "Index", today: date) -> Condition:
    return Condition("open = 1") if value == "open" else Condition("status = ?", (value,))


def _lies_in(value: str, index: "Index", today: date) -> Condition:
    codes = index.all("SELECT code FROM places WHERE ? IN (code, name, en)", value)
    if not codes:
        raise no_value("place", value, _(TERMS["place"].known))
    areas = among("area", (code for (code,) in codes))
    return areas._replace(sql=f"place IN (SELECT place FROM within WHERE {areas.sql})")


def _unit_is(value: str, index: "Index", today: date) -> Condition:
    return Condition(
        "uscc = ? OR path IN (SELECT path FROM texts WHERE instr(texts.unit, ?) > 0)",
        (value.upper(), value.casefold()),
    )


def _teams(index: "Index") -> list[str]:
    return [team for (team,) in index.all("SELECT team FROM teams ORDER BY rowid")]


def _team_is(value: str, index: "Index", today: date) -> Condition:
    teams = _teams(index)
    if value not in teams:
        raise no_value("team", value, ", ".join(teams) or "–")
    return Condition("team = ?", (value,))


def _held_by(value: str, index: "Index", today: date) -> Condition:
    office = index.one("SELECT code, name FROM office") or ()
    teams = _teams(index)
    if value not in (*teams, *office):
        raise no_value("holder", value, ", ".join((*office[:1], *teams)))
    holder = office[0] if value in office else value
    held = "place IN (SELECT place FROM standing WHERE at = ? AND holder = ?)"
    return Condition(held, (end_of(today, index.root).isoformat(), holder))


def _of_catalogue(name: str, table: str) -> Callable[[str, "Index", date], Condition]:
    def known(value: str, index: "Index", today: date) -> Condition:
        codes = [code for (code,) in index.all(f"SELECT code FROM {table} ORDER BY rowid")]
        if value not in codes:
            raise no_value(name, value, ", ".join(codes) or "–")
        return Condition(f"{name} = ?", (value,))

    return known


def _since_more_than(column: str, days: str) -> Make:
    """Return what makes the condition that something waits longer than the policy's days."""

    def waits(value: Any, index: "Index", today: date) -> Condition:
        patience = timedelta(days=amount(index, days, today) or 0)
        return Condition(f"{column} < ?", ((today - patience).isoformat(),))

    return waits


def _says(value: str, index: "Index", today: date) -> Condition:
    words = value.casefold().split()
    said = " AND ".join(["instr(said, ?) > 0"] * len(words))
    return Condition(f"path IN (SELECT path FROM texts WHERE {said})", tuple(words))


TERMS: Mapping[str, Term] = {
    "status": Term(
        N_("Only issues of this status; `open` is all but closed and voided."),
        "|".join(_STATES),
        _state,
        _status_is,
    ),
    "open": Term(
        N_("Only issues neither closed nor voided."),
        "",
        None,
        _holds("open = 1"),
    ),
    "place": Term(
        N_("Only issues of this place (code or name) and what lies within it."),
        N_("the codes and names of `sfcheck place list`"),
        _filled,
        _lies_in,
    ),
    "unit": Term(
        N_("Only issues of units with this in their name, or with this credit code."),
        N_("a part of the name, or a unified social credit code"),
        _filled,
        _unit_is,
    ),
    "team": Term(
        N_("Only issues this team registered."), N_("teams such as 2026-1/T2"), _filled, _team_is
    ),
    "holder": Term(
        N_("Only issues of the places that this team, or the overall office, holds."),
        N_("teams such as 2026-1/T2, or the overall office's body"),
        _filled,
        _held_by,
    ),
    "severity": Term(
        N_("Only issues of this severity."),
        "|".join(Severity),
        Severity,
        _is("severity"),
    ),
    "duty": Term(
        N_("Only issues of this duty."),
        "|".join(Duty),
        Duty,
        _is("duty"),
    ),
    "nature": Term(
        N_("Only issues under this point to look for."),
        N_("the points of catalogue.yaml"),
        _filled,
        _of_catalogue("nature", "points"),
    ),
    "sector": Term(
        N_("Only issues of this sector."),
        N_("the sectors of catalogue.yaml"),
        _filled,
        _of_catalogue("sector", "sectors"),
    ),
    "source": Term(
        N_("Only issues from this source."),
        N_("the sources of catalogue.yaml"),
        _filled,
        _of_catalogue("source", "sources"),
    ),
    "mode": Term(
        N_("Only issues found on this kind of visit."),
        "|".join(Mode),
        Mode,
        _is("mode"),
    ),
    "overdue": Term(N_("Only issues whose rectification is late."), "", None, _today(overdue)),
    "due-soon": Term(
        N_("Only issues that fall due in the policy's days."),
        "",
        None,
        _today(due_soon),
    ),
    "due-in-round": Term(
        N_("Only issues that fall due before the round of the team that holds them ends."),
        "",
        None,
        _today(due_in_round),
    ),
    "unreceived": Term(
        N_("Only issues whose notice an addressee has not acknowledged in the policy's days."),
        "",
        None,
        _since_more_than("unreceived_since", "acknowledge_days"),
    ),
    "unreported": Term(
        N_("Only supervised issues of which no progress was reported in the policy's days."),
        "",
        None,
        _since_more_than("unreported_since", "supervision_report_days"),
    ),
    "provisional": Term(
        N_("Only issues whose due date was counted over days of a year not announced then."),
        "",
        None,
        _holds("provisional = 1"),
    ),
    "supervised": Term(
        N_("Only issues listed for supervision."),
        "",
        None,
        _holds("supervised = 1"),
    ),
    "seen-again": Term(
        N_("Only issues that were found there again before they were solved."),
        "",
        None,
        _holds("path IN (SELECT path FROM events WHERE action = 'seen-again' AND effective = 1)"),
    ),
    "never-looked-back": Term(
        N_("Only issues that were closed, and at which nobody ever looked back."),
        "",
        None,
        _holds(
            "status = 'closed' AND path NOT IN "
            "(SELECT path FROM events WHERE action = 'look-back' AND effective = 1)"
        ),
    ),
    "pending": Term(
        N_("Only issues with events that wait for a ruling."),
        "",
        None,
        _holds("pending > 0"),
    ),
    "text": Term(
        N_("Only issues that say all these words, in whatever part of the text."),
        N_("words, all of which must occur"),
        _filled,
        _says,
    ),
    "due-before": Term(
        N_("Only issues due before this day."),
        N_("dates such as 2026-11-03"),
        date.fromisoformat,
        _compares("due < ?"),
    ),
    "found-since": Term(
        N_("Only issues found on this day or later."),
        N_("dates such as 2026-11-03"),
        date.fromisoformat,
        _compares("found_on >= ?"),
    ),
    "found-until": Term(
        N_("Only issues found on this day or earlier."),
        N_("dates such as 2026-11-03"),
        date.fromisoformat,
        _compares("found_on <= ?"),
    ),
    "number": Term(
        N_("Only the issue of this number."),
        N_("numbers such as 26-037-0142-1"),
        _number,
        _is("number"),
    ),
}
"""Every term of a query, in the order of the help."""
