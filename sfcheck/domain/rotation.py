"""Who is where and when: rounds, teams, handovers, and who holds a place (plan 四(一)–(三))."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, Literal, NamedTuple

from pydantic import AwareDatetime, Field

from sfcheck.domain.base import (
    Code,
    Dated,
    Digest,
    Line,
    NumberText,
    PersonId,
    Record,
    RoundId,
    Text,
    in_force,
)
from sfcheck.domain.roster import Place
from sfcheck.domain.vocabulary import Status


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


class HandoverEvent(Record):
    """One step of a handover."""

    n: Annotated[int, Field(ge=1)]
    at: AwareDatetime
    do: Literal["offer", "withdraw", "receive"]
    by: PersonId
    for_: Line = Field(alias="for")
    reason: Text | None = None
    digest: Digest | None = None


class ListedIssue(Record):
    """One open issue on a handover's list, as it stood when the list was made."""

    number: NumberText
    status: Status
    next: Line | None = None
    due: date | None = None
    digest: Digest


class Handover(Record):
    """The file `handovers/<place>/<number>.yaml` (plan 四(三): 移交下一个督查组)."""

    place: Code
    number: Annotated[str, Field(pattern=r"^[0-9]{4,}$")]
    from_: Line = Field(alias="from")
    to: Line
    counts: Mapping[Status, int] = Field(default_factory=dict)
    issues: tuple[ListedIssue, ...] = ()
    events: tuple[HandoverEvent, ...] = ()


class Custody(NamedTuple):
    """Who holds which place, told from the handovers: `by_place[place]` in order of number."""

    places: Mapping[str, Place]
    by_place: Mapping[str, tuple[Handover, ...]]
    overall: str

    @classmethod
    def of(
        cls, places: Mapping[str, Place], handovers: Iterable[Handover], overall: str
    ) -> "Custody":
        """Sort `handovers` by place and number."""
        by_place: dict[str, list[Handover]] = {}
        for handover in sorted(handovers, key=lambda h: (h.place, int(h.number))):
            by_place.setdefault(handover.place, []).append(handover)
        return cls(places, {place: tuple(held) for place, held in by_place.items()}, overall)

    def holder(self, place: str, at: datetime) -> str:
        """The holder of `place` at a moment: the receiver of the last handover received by then.

        A county is held by who holds its city unless it has handovers of its own. Before any
        handover the overall office holds.
        """
        for code in within(self.places, place):
            for handover in reversed(self.by_place.get(code, ())):
                if any(e.do == "receive" and e.at <= at for e in handover.events):
                    return handover.to
        return self.overall

    def offered_by(self, team: str, place: str, at: datetime) -> bool:
        """Whether `team` had offered `place` by a moment and not withdrawn it."""
        for code in within(self.places, place):
            for handover in self.by_place.get(code, ()):
                if handover.from_ == team:
                    done = [e.do for e in handover.events if e.at <= at]
                    if done and done[-1] != "withdraw":
                        return True
        return False


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
