"""Which issues are meant: a query's terms, and the test of each on an issue.

`parse_query` reads what is typed after `--query`; the options of `list` come from the same table.
An issue answers a query when, for every term, it answers one of the values given for it.
"""

import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sfcheck.domain import numbers
from sfcheck.domain.vocabulary import Duty, Mode, Severity, Status
from sfcheck.errors import Refused
from sfcheck.language import N_, _
from sfcheck.ledger import layout

if TYPE_CHECKING:
    from sfcheck.domain.issues import Issue
    from sfcheck.ledger.store import Ledger

Test = Callable[["Issue"], bool]
Pair = tuple[str, str | None]
"""A term as given: its name and its value, None for a flag."""


class Term(NamedTuple):
    """One term: what it asks, how its value is read, and the test its value makes.

    `read` raises ValueError; None makes the term a flag. `make` may look into the registries and
    refuse a value that is not in them. `known` says what values look like.
    """

    help: str
    known: str
    read: Callable[[str], Any] | None
    make: Callable[[Any, "Ledger", date], Test]


@dataclass(frozen=True)
class Query:
    """Terms by name, each with the values asked for; without any, every issue answers."""

    terms: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)


def parse_query(text: str) -> Query:
    """Return the query that `text` states: `status=submitted overdue text='two words'`.

    Raises `Refused`: `bad-query` for a term that is none, `bad-query-value` for its value.
    """
    return make_query(pairs_of(text))


def pairs_of(text: str) -> list[Pair]:
    """Return the terms of a query as typed, with a shell's quotes; raises `Refused` (`bad-query`).

    Quotes keep blanks together; a backslash stands for itself.
    """
    words = shlex.shlex(text, posix=True, punctuation_chars=False)
    words.whitespace_split, words.commenters, words.escape = True, "", ""
    try:
        split = [word.partition("=") for word in words]
    except ValueError as error:
        raise _no_term(text) from error
    return [(name, value if equals else None) for name, equals, value in split]


def make_query(pairs: Iterable[Pair]) -> Query:
    """Return the query of `pairs`; raises as `parse_query`."""
    terms: dict[str, tuple[Any, ...]] = {}
    for name, value in pairs:
        term = TERMS.get(name)
        if term is None or (term.read is None) != (value is None):
            raise _no_term(name if value is None else f"{name}={value}")
        terms[name] = (*terms.get(name, ()), _read(name, term, value))
    return Query(terms)


def select(
    ledger: "Ledger", query: Query, today: date, broken: list[Refused] | None = None
) -> Iterator["Issue"]:
    """Yield the issues that answer `query` on the day `today`, in order of number.

    The one seam between whoever asks for issues and how they are found. A record that cannot be
    read is put into `broken`; without that list it raises `Refused`, so that nobody takes a part
    for the whole.
    """
    from sfcheck.domain.issues import Issue

    tests = [
        [TERMS[name].make(value, ledger, today) for value in values]
        for name, values in query.terms.items()
    ]
    for path in _paths(ledger, query):
        try:
            issue = ledger.load(Issue, path)
        except Refused as refusal:
            if broken is None:
                raise
            broken.append(refusal)
            continue
        if all(any(test(issue) for test in alternatives) for alternatives in tests):
            yield issue


def _no_term(text: str) -> Refused:
    return Refused("bad-query", term=text, known=", ".join(TERMS))


def _no_value(name: str, value: str, known: str) -> Refused:
    return Refused("bad-query-value", term=name, value=value, known=known)


def _read(name: str, term: Term, value: str | None) -> Any:
    if term.read is None or value is None:
        return True
    try:
        return term.read(value)
    except ValueError as error:
        raise _no_value(name, value, _(term.known)) from error


def _paths(ledger: "Ledger", query: Query) -> list[str]:
    """Return the files that can answer: those of the numbers asked for, else all."""
    if "number" not in query.terms:
        return ledger.paths(layout.ISSUES)
    asked = {layout.issue_path(number) for number in query.terms["number"]}
    return sorted(path for path in asked if ledger.exists(path))


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


def _status_is(value: str, ledger: "Ledger", today: date) -> Test:
    return lambda issue: issue.open if value == "open" else issue.status == value


def _lies_in(value: str, ledger: "Ledger", today: date) -> Test:
    from sfcheck.domain.rotation import within

    codes = {p.code for p in ledger.places.values() if value in (p.code, p.name, p.en)}
    if not codes:
        raise _no_value("place", value, _(TERMS["place"].known))
    around = cache(lambda place: frozenset(within(ledger.places, place)))
    return lambda issue: not codes.isdisjoint(around(issue.place))


def _unit_is(value: str, ledger: "Ledger", today: date) -> Test:
    name, code = value.casefold(), value.upper()
    return lambda issue: issue.unit.uscc == code or name in issue.unit.name.casefold()


def _team_is(value: str, ledger: "Ledger", today: date) -> Test:
    teams = [f"{r.id}/{team.id}" for r in ledger.rounds.values() for team in r.teams]
    if value not in teams:
        raise _no_value("team", value, ", ".join(teams) or "–")
    return lambda issue: issue.found.team == value


def _held_by(value: str, ledger: "Ledger", today: date) -> Test:
    context = ledger.context
    at = datetime.combine(today, time.max).astimezone()
    teams = [f"{r.id}/{team.id}" for r in ledger.rounds.values() for team in r.teams]
    office = (context.overall, context.name(context.overall))
    if value not in (*teams, *office):
        raise _no_value("holder", value, ", ".join((context.overall, *teams)))
    holder = context.overall if value in office else value
    holds = cache(lambda place: context.custody.holder(place, at) == holder)
    return lambda issue: holds(issue.place)


def _nature_is(value: str, ledger: "Ledger", today: date) -> Test:
    if ledger.catalogue.point(value) is None:
        raise _no_value("nature", value, ", ".join(p.code for p in ledger.catalogue.points) or "–")
    return lambda issue: issue.nature == value


def _is_overdue(value: bool, ledger: "Ledger", today: date) -> Test:
    grace = ledger.policy.amount("overdue_grace_days", today) or 0
    return lambda issue: issue.overdue(today, grace)


def _says(value: str, ledger: "Ledger", today: date) -> Test:
    words = value.casefold().split()

    def test(issue: "Issue") -> bool:
        texts = (issue.number, issue.title, issue.unit.name, issue.description, issue.suggestion)
        said = "\n".join(filter(None, texts)).casefold()
        return all(word in said for word in words)

    return test


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
        lambda value, ledger, today: lambda issue: issue.open,
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
        lambda value, ledger, today: lambda issue: issue.severity is value,
    ),
    "duty": Term(
        N_("Only issues of this duty."),
        "|".join(Duty),
        Duty,
        lambda value, ledger, today: lambda issue: issue.duty is value,
    ),
    "nature": Term(
        N_("Only issues under this point to look for."),
        N_("the points of catalogue.yaml"),
        _filled,
        _nature_is,
    ),
    "mode": Term(
        N_("Only issues found on this kind of visit."),
        "|".join(Mode),
        Mode,
        lambda value, ledger, today: lambda issue: issue.found.mode is value,
    ),
    "overdue": Term(N_("Only issues whose rectification is late."), "", None, _is_overdue),
    "supervised": Term(
        N_("Only issues listed for supervision."),
        "",
        None,
        lambda value, ledger, today: lambda issue: issue.supervised,
    ),
    "pending": Term(
        N_("Only issues with events that wait for a ruling."),
        "",
        None,
        lambda value, ledger, today: lambda issue: bool(issue.pending),
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
        lambda value, ledger, today: lambda issue: issue.due is not None and issue.due < value,
    ),
    "found-since": Term(
        N_("Only issues found on this day or later."),
        N_("dates such as 2026-11-03"),
        date.fromisoformat,
        lambda value, ledger, today: lambda issue: issue.found.on >= value,
    ),
    "found-until": Term(
        N_("Only issues found on this day or earlier."),
        N_("dates such as 2026-11-03"),
        date.fromisoformat,
        lambda value, ledger, today: lambda issue: issue.found.on <= value,
    ),
    "number": Term(
        N_("Only the issue of this number."),
        N_("numbers such as 26-037-0142-1"),
        _number,
        lambda value, ledger, today: lambda issue: issue.number == value,
    ),
}
"""Every term of a query, in the order of the help."""
