"""Who is where and when: rounds, teams, seats and postings, all dated (plan 四(一)–(二))."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, NamedTuple

from pydantic import Field

from sfcheck.domain.base.records import Code, Dated, Line, PersonId, Record, RoundId, in_force
from sfcheck.domain.world.places import lies_in
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

    `fields` are the professional fields its experts must cover; without them, the round's. `mixed`
    (混合编组): people of the place may serve in it, never on their own body or what answers to it.
    """

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9]{1,12}$")]
    name: Line | None = None
    fields: tuple[Line, ...] = ()
    mixed: bool = False
    places: tuple[Posting, ...] = ()
    leader: tuple[Seat, ...] = ()
    experts: tuple[Seat, ...] = ()
    members: tuple[Seat, ...] = ()

    def sittings(self) -> Iterator[Sitting]:
        """Yield every seat that was ever held, the leader's first."""
        for role in ROLES:
            for at, seat in enumerate(getattr(self, role)):
                if seat.held:
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
                (seat for seat in self.leader if seat.since <= day and seat.held),
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


def covers(places: Mapping[str, Place], team: Team, place: str, day: date) -> bool:
    """Whether `team` is posted on `day` to `place` or to a place it lies in."""
    return any(lies_in(places, place, posting.place, day) for posting in in_force(team.places, day))
