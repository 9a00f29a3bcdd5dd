"""Which issues are meant: a query's terms, and what SQL asks for each.

`parse_query` reads what is typed after `--query`; the options of `list` come from the same table.
An issue answers a query when, for every term, it answers one of the values given for it.
"""

import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from sfcheck.domain import numbers
from sfcheck.domain.vocabulary import Duty, Mode, Severity, Status
from sfcheck.errors import Refused
from sfcheck.language import N_, _
from sfcheck.ledger import layout

if TYPE_CHECKING:
    from sfcheck.domain.issues import Issue
    from sfcheck.ledger.index.answers import Index
    from sfcheck.ledger.store import Ledger


class Condition(NamedTuple):
    """What SQL asks of a row of the table `issues`, and the values for its marks."""

    sql: str
    values: tuple[object, ...] = ()


Make = Callable[[Any, "Index", date], Condition]
Pair = tuple[str, str | None]
"""A term as given: its name and its value, None for a flag."""


class Term(NamedTuple):
    """One term: what it asks, how its value is read, and the condition its value makes.

    `read` raises ValueError; None makes the term a flag. `make` may look into the registries and
    refuse a value that is not in them. `known` says what values look like.
    """

    help: str
    known: str
    read: Callable[[str], Any] | None
    make: Make


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


def condition(index: "Index", query: Query, today: date) -> Condition:
    """Return what SQL asks of the table `issues` for `query` on the day `today`.

    Raises `Refused` (`bad-query-value`) for a value that the registries do not know.
    """
    asked = [
        [TERMS[name].make(value, index, today) for value in values]
        for name, values in query.terms.items()
    ]
    terms = [" OR ".join(f"({each.sql})" for each in alternatives) for alternatives in asked]
    values = [value for alternatives in asked for each in alternatives for value in each.values]
    return Condition(" AND ".join(f"({term})" for term in terms) or "1", tuple(values))


def found(
    index: "Index", query: Query, today: date, columns: str = "path"
) -> list[tuple[Any, ...]]:
    """Return `columns` of the issues that answer `query` on the day `today`, in order of number."""
    where = condition(index, query, today)
    return index.all(
        f"SELECT {columns} FROM issues WHERE {where.sql} ORDER BY number, path", *where.values
    )


def unreadable(index: "Index", query: Query) -> list[str]:
    """Return the files of records that cannot be read and may be meant, in order."""
    paths = [path for (path,) in index.all("SELECT path FROM broken ORDER BY path")]
    asked = query.terms.get("number")
    meant = None if asked is None else set(map(layout.issue_path, asked))
    return [path for path in paths if meant is None or path in meant]


def select(ledger: "Ledger", query: Query, today: date) -> "Iterator[Issue]":
    """Yield the issues that answer `query` on the day `today`, in order of number.

    Raises `Refused` where a record cannot be read, so that nobody takes a part for the whole.
    """

    def ask(index: "Index") -> list[str]:
        return [*unreadable(index, query), *(path for (path,) in found(index, query, today))]

    return _loaded(ledger, ask, _moment(query, today))


def numbers_of(ledger: "Ledger", query: Query, today: date) -> list[str]:
    """Return the numbers of the issues that `select` yields, without reading them; raises as it."""
    from sfcheck.ledger.index.answers import answer

    def ask(index: "Index") -> tuple[list[str], list[str]]:
        known = found(index, query, today, "number")
        return unreadable(index, query), [number for (number,) in known]

    broken, known = answer(ledger.root, ask, at=_moment(query, today))
    if broken:
        return [issue.number for issue in select(ledger, query, today)]
    return known


def matching(ledger: "Ledger", where: Condition) -> "Iterator[Issue]":
    """Yield the issues that a condition holds for, in order of number; raises as `select`."""

    def ask(index: "Index") -> list[str]:
        asked = f"SELECT path FROM issues WHERE {where.sql} ORDER BY number, path"
        paths = index.all(asked, *where.values)
        return [*unreadable(index, Query()), *(path for (path,) in paths)]

    return _loaded(ledger, ask, None)


def among(column: str, values: Iterable[object]) -> Condition:
    """Return the condition that a column has one of some values."""
    listed = tuple(values)
    return Condition(f"{column} IN ({', '.join('?' * len(listed))})", listed)


def _loaded(
    ledger: "Ledger", ask: "Callable[[Index], list[str]]", at: datetime | None
) -> "Iterator[Issue]":
    from sfcheck.domain.issues import Issue
    from sfcheck.ledger.index.answers import answer

    for path in answer(ledger.root, ask, at=at):
        yield ledger.load(Issue, path)


def _moment(query: Query, today: date) -> datetime | None:
    """Return the moment for which holders are looked up, where a query asks for them."""
    return end_of(today) if "holder" in query.terms else None


def end_of(today: date) -> datetime:
    """Return the last moment of a day on this machine's clocks: who holds a place that day."""
    return datetime.combine(today, time.max).astimezone()


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


def _compares(sql: str) -> Make:
    """Return what makes the condition that a date compares so with the one asked for."""
    return lambda value, index, today: Condition(sql, (value.isoformat(),))


def _status_is(value: str, index: "Index", today: date) -> Condition:
    return Condition("open = 1") if value == "open" else Condition("status = ?", (value,))


def _lies_in(value: str, index: "Index", today: date) -> Condition:
    codes = index.all("SELECT code FROM places WHERE ? IN (code, name, en)", value)
    if not codes:
        raise _no_value("place", value, _(TERMS["place"].known))
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
        raise _no_value("team", value, ", ".join(teams) or "–")
    return Condition("team = ?", (value,))


def _held_by(value: str, index: "Index", today: date) -> Condition:
    office = index.one("SELECT code, name FROM office") or ()
    teams = _teams(index)
    if value not in (*teams, *office):
        raise _no_value("holder", value, ", ".join((*office[:1], *teams)))
    holder = office[0] if value in office else value
    held = "place IN (SELECT place FROM standing WHERE at = ? AND holder = ?)"
    return Condition(held, (end_of(today).isoformat(), holder))


def _nature_is(value: str, index: "Index", today: date) -> Condition:
    points = [code for (code,) in index.all("SELECT code FROM points ORDER BY rowid")]
    if value not in points:
        raise _no_value("nature", value, ", ".join(points) or "–")
    return Condition("nature = ?", (value,))


def overdue(index: "Index", today: date) -> Condition:
    """Return what SQL asks for an issue to be overdue, as `Issue.overdue` has it."""
    grace = index.one(
        "SELECT days FROM grace WHERE since <= ? AND (until IS NULL OR ? <= until) "
        "ORDER BY since DESC, rowid LIMIT 1",
        *[today.isoformat()] * 2,
    )
    last = today - timedelta(days=grace[0] if grace else 0)
    late = "due IS NOT NULL AND due < ? AND status IN ('rectifying', 'disputed')"
    return Condition(late, (last.isoformat(),))


def _is_overdue(value: bool, index: "Index", today: date) -> Condition:
    return overdue(index, today)


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
        _nature_is,
    ),
    "mode": Term(
        N_("Only issues found on this kind of visit."),
        "|".join(Mode),
        Mode,
        _is("mode"),
    ),
    "overdue": Term(N_("Only issues whose rectification is late."), "", None, _is_overdue),
    "supervised": Term(
        N_("Only issues listed for supervision."),
        "",
        None,
        _holds("supervised = 1"),
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
