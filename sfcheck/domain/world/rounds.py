"""Who is where and when: rounds, teams, seats and postings, all dated (plan 四(一)–(二))."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, NamedTuple

from pydantic import Field

from sfcheck.domain.base.records import (
    Code,
    Dated,
    Line,
    PersonId,
    Record,
    RoundId,
    in_force,
)
from sfcheck.domain.world.roster import Place

ROLES = ("leader", "experts", "members")
"""The kinds of seats in a team."""


class Seat(Dated):
    """A person's place in a team; `reason` says why somebody is not released from home work."""

    person: PersonId
    released: bool = True
    reason: Line | None = None


class Posting(Dated):
    """A place given to a team."""

    place: Code


class Sitting(NamedTuple):
    """A seat, its role in the team, and its place among the seats of that role."""

    role: str
    at: int
    seat: Seat


class Team(Record):
    """A team: leader, experts, members (组长+专家+组员), each seat dated.

    `fields` are the professional fields its experts must cover; without them, the round's.
    """

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9]{1,12}$")]
    name: Line | None = None
    fields: tuple[Line, ...] = ()
    places: tuple[Posting, ...] = ()
    leader: tuple[Seat, ...] = ()
    experts: tuple[Seat, ...] = ()
    members: tuple[Seat, ...] = ()

    def sittings(self) -> Iterator[Sitting]:
        """Yield every seat, the leader's first."""
        for role in ROLES:
            for at, seat in enumerate(getattr(self, role)):
                yield Sitting(role, at, seat)

    def seated(self, person: str, day: date) -> bool:
        """Whether `person` sits in the team on `day`, in whatever seat."""
        seats = (*self.leader, *self.experts, *self.members)
        return any(seat.person == person for seat in in_force(seats, day))

    def present_leader(self, day: date) -> str | None:
        """The leader whose seat is in force on `day`."""
        current = in_force(self.leader, day)
        return current[0].person if current else None

    def leader_on(self, day: date) -> str | None:
        """The leader on `day`; after the last seat ended, the last leader (late arrivals)."""
        current = in_force(self.leader, day)
        if not current:
            current = sorted(
                (seat for seat in self.leader if seat.since <= day),
                key=lambda seat: seat.since,
                reverse=True,
            )
        return current[0].person if current else None


class Round(Record):
    """The file `rounds/<id>.yaml`: one rotation of the teams."""

    id: RoundId
    name: Line
    start: date
    end: date | None = None
    closed: date | None = None
    fields: tuple[Line, ...] = ()
    teams: tuple[Team, ...] = ()

    def team(self, name: str) -> Team | None:
        """The team called `name` (T1, T2 …) in this round."""
        return next((team for team in self.teams if team.id == name), None)


def within(places: Mapping[str, Place], code: str, day: date | None = None) -> list[str]:
    """Return `code` and the places it lies in, from near to far; unknown codes end the chain.

    What ended before `day` (ever, without one) and became another place lies in that one.
    """
    chain: list[str] = []
    current: str | None = code
    while current is not None and current not in chain:
        chain.append(current)
        place = places.get(current)
        if place is not None and _went_over(place, day):
            current = place.became
        else:
            current = place.parent if place else None
    return chain


def successor(places: Mapping[str, Place], code: str, day: date | None = None) -> str:
    """Return what `code` had become before `day`: itself where it goes on, or nobody knows it."""
    seen = {code}
    while (place := places.get(code)) is not None and place.became and _went_over(place, day):
        if place.became in seen:
            break
        code = place.became
        seen.add(code)
    return code


def predecessors(places: Mapping[str, Place]) -> dict[str, tuple[str, ...]]:
    """Return for each place that was made of others which these are, in order of the registry.

    A place that was there already when another became part of it was not made of it.
    """
    made_of: dict[str, list[str]] = {}
    for place in places.values():
        if place.became is not None and place.became in places:
            made_of.setdefault(place.became, []).append(place.code)
        if place.split_from is not None and place.split_from in places:
            made_of.setdefault(place.code, []).append(place.split_from)
    made = {
        code: tuple(part for part in parts if _made_way(places[part], places[code]))
        for code, parts in made_of.items()
    }
    return {code: parts for code, parts in made.items() if parts}


def _made_way(part: Place, place: Place) -> bool:
    until, since = part.until, place.since
    lived = until is not None and (part.since is None or part.since <= until)
    return lived and until is not None and since is not None and until < since


def _went_over(place: Place, day: date | None) -> bool:
    ended = place.until is not None and (day is None or place.until < day)
    return ended and place.became is not None


def lies_in(places: Mapping[str, Place], code: str, area: str, day: date) -> bool:
    """Whether a place lies on `day` in `area`, in what that became, or was split from it."""
    chain = within(places, code, day)
    if successor(places, area, day) in chain:
        return True
    parts = [place for each in chain if (place := places.get(each)) and place.split_from]
    for part in parts:
        whole = places.get(part.split_from or "")
        if whole and whole.until and whole.until < day and _made_way(whole, part):
            return lies_in(places, whole.code, area, whole.until)
    return False


def covers(places: Mapping[str, Place], team: Team, place: str, day: date) -> bool:
    """Whether `team` is posted on `day` to `place` or to a place it lies in."""
    return any(lies_in(places, place, posting.place, day) for posting in in_force(team.places, day))
