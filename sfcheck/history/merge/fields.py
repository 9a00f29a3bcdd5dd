"""How each field of each registry is merged: one table, held against the models by a test.

Issues are merged by their law (`issues`), records of steps by their chains (`chains`).
"""

from collections.abc import Mapping
from typing import NamedTuple

from pydantic import BaseModel

from sfcheck.domain.world import calendar, policy, roster, rounds


class Value(NamedTuple):
    """One thing: whoever changed it is followed; changed by both to two things, it clashes."""


class Members(NamedTuple):
    """Words that stand in a list: what either added is in, what either took out is out."""


class Parts(NamedTuple):
    """A record inside another, or a mapping: merged key by key."""


class Entries(NamedTuple):
    """Records in a list, the same where they agree in these fields: merged entry by entry."""

    by: tuple[str, ...]


Rule = Value | Members | Parts | Entries

VALUE, MEMBERS, PARTS = Value(), Members(), Parts()


def by(*names: str) -> Entries:
    """Return the rule of entries that are told apart by these fields."""
    return Entries(names)


def _of(values: str, **others: Rule) -> Mapping[str, Rule]:
    return {**dict.fromkeys(values.split(), VALUE), **others}


SINCE = by("since")
_DATED = "since until"

FIELDS: Mapping[type[BaseModel], Mapping[str, Rule]] = {
    policy.Charter: _of("law level place zone profile", name=PARTS, offices=PARTS, officers=SINCE),
    policy.LedgerName: _of("zh en"),
    policy.Offices: _of("overall organization discipline assessment secretariat"),
    policy.Officer: _of(f"{_DATED} person"),
    policy.Policy: dict.fromkeys(policy.Policy.model_fields, SINCE),
    policy.Catalogue: _of("", sources=by("code"), sectors=by("code"), points=by("code")),
    policy.SourceOfIssues: _of("code zh en plan"),
    policy.Sector: _of("code zh en"),
    policy.Point: _of("code duty zh en plan"),
    calendar.Calendar: _of("", years=by("year")),
    calendar.CalendarYear: _of("year notice announced", holidays=by("first"), worked=MEMBERS),
    calendar.Holiday: _of("name first last"),
    roster.Places: _of("", places=by("code")),
    roster.Place: _of("code name en level parent destination local since until became split_from"),
    roster.Bodies: _of("", bodies=by("id")),
    roster.Body: _of(
        f"id name short en kind superior place {_DATED}",
        aliases=MEMBERS,
        parts=MEMBERS,
        competent=SINCE,
    ),
    roster.Competence: _of(_DATED, sectors=MEMBERS, points=MEMBERS),
    roster.Person: _of(
        "id name invented",
        home=SINCE,
        rank=SINCE,
        fields=by("value", "since"),
        offices=by("office", "body", "since"),
        keys=by("key", "since"),
    ),
    roster.Home: _of(f"{_DATED} body"),
    roster.RankHeld: _of(f"{_DATED} value"),
    roster.FieldOfWork: _of(f"{_DATED} value"),
    roster.OfficeHeld: _of(f"{_DATED} office body"),
    roster.Key: _of(f"{_DATED} key"),
    roster.Book: _of("number holder device since clone key"),
    rounds.Round: _of("id name start end closed", fields=MEMBERS, teams=by("id")),
    rounds.Team: _of(
        "id name mixed",
        fields=MEMBERS,
        places=by("place", "since"),
        leader=by("person", "since"),
        experts=by("person", "since"),
        members=by("person", "since"),
    ),
    rounds.Posting: _of(f"{_DATED} place"),
    rounds.Seat: _of(f"{_DATED} person released reason"),
}
"""Field by field, how two changes of it become one; values of the policy are taken whole."""
