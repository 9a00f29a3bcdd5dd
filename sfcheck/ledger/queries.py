"""Which issues are meant: a query as typed or as options give it, and the issues that answer it.

An issue answers a query when, for every term, it answers one of the values given for it.
"""

import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sfcheck.errors import Refused
from sfcheck.language import _
from sfcheck.ledger.conditions import Condition, end_of
from sfcheck.ledger.files import layout
from sfcheck.ledger.terms import TERMS, Term, no_value

if TYPE_CHECKING:
    from sfcheck.domain.issues.record import Issue
    from sfcheck.ledger.index.keeping import Index
    from sfcheck.ledger.store import Ledger


Pair = tuple[str, str | None]
"""A term as given: its name and its value, None for a flag."""


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

    return _loaded(ledger, ask, _moment(query, today, ledger.root))


def numbers_of(ledger: "Ledger", query: Query, today: date) -> list[str]:
    """Return the numbers of the issues that `select` yields, without reading them; raises as it."""
    from sfcheck.ledger.index.answers import answer

    def ask(index: "Index") -> tuple[list[str], list[str]]:
        known = found(index, query, today, "number")
        return unreadable(index, query), [number for (number,) in known]

    broken, known = answer(ledger.root, ask, at=_moment(query, today, ledger.root))
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


def _loaded(
    ledger: "Ledger", ask: "Callable[[Index], list[str]]", at: datetime | None
) -> "Iterator[Issue]":
    from sfcheck.domain.issues.record import Issue
    from sfcheck.ledger.index.answers import answer

    for path in answer(ledger.root, ask, at=at):
        yield ledger.load(Issue, path)


def _moment(query: Query, today: date, root: Path) -> datetime | None:
    """Return the moment for which holders are looked up, where a query asks for them."""
    asked = {"holder", "due-in-round"} & query.terms.keys()
    return end_of(today, root) if asked else None


def _no_term(text: str) -> Refused:
    return Refused("bad-query", term=text, known=", ".join(TERMS))


def _read(name: str, term: Term, value: str | None) -> Any:
    if term.read is None or value is None:
        return True
    try:
        return term.read(value)
    except ValueError as error:
        raise no_value(name, value, _(term.known)) from error
