"""Who is where and when: rounds, teams, seats and postings, all dated (plan 四(一)–(二))."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import Field

from sfcheck.domain.base import (
    Code,
    Dated,
    Line,
    PersonId,
    Record,
    RoundId,
    in_force,
)
from sfcheck.domain.roster import Place


class Seat(Dated):
    """A person's place in a team."""

    person: PersonId


class Posting(Dated):
    """A place given to a team."""

    place: Code


class Team(Record):
    """A team: leader, experts, members (组长+专家+组员), each seat dated."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9]{1,12}$")]
    name: Line | None = None
    places: tuple[Posting, ...] = ()
    leader: tuple[Seat, ...] = ()
    experts: tuple[Seat, ...] = ()
    members: tuple[Seat, ...] = ()

    def seated(self, person: str, day: date) -> bool:
        """Whether `person` sits in the team on `day`, in whatever seat."""
        seats = (*self.leader, *self.experts, *self.members)
        return any(seat.person == person for seat in in_force(seats, day))

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
    teams: tuple[Team, ...] = ()

    def team(self, name: str) -> Team | None:
        """The team called `name` (T1, T2 …) in this round."""
        return next((team for team in self.teams if team.id == name), None)


def within(places: Mapping[str, Place], code: str) -> list[str]:
    """Return `code` and the places it lies in, from near to far; unknown codes end the chain."""
    chain: list[str] = []
    current: str | None = code
    while current is not None and current not in chain:
        chain.append(current)
        place = places.get(current)
        current = place.parent if place else None
    return chain


def covers(places: Mapping[str, Place], team: Team, place: str, day: date) -> bool:
    """Whether `team` is posted on `day` to `place` or to a place it lies in."""
    posted = {posting.place for posting in in_force(team.places, day)}
    return not posted.isdisjoint(within(places, place))
