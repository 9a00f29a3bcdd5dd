"""What the rules of composition object to, and the words they share."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import NamedTuple, TypeVar

from sfcheck.domain.base.misfits import Way
from sfcheck.domain.base.records import Dated
from sfcheck.domain.world.context import Context
from sfcheck.domain.world.rounds import Round, Seat, Sitting, Team
from sfcheck.errors import Refused

D = TypeVar("D", bound=Dated)


class Breach(NamedTuple):
    """What a rule objects to: a row of the refusals, its facts, and the way to it in the team."""

    code: str
    facts: Mapping[str, object]
    way: Way = ()

    @property
    def refusal(self) -> Refused:
        """The breach in words."""
        return Refused(self.code, **self.facts)


Check = Callable[[Round, Team, Context], Iterator[Breach]]
"""A rule: of a round, one of its teams, and what is around them, it yields breaches."""


def term(rotation: Round, dated: D, context: Context) -> D:
    """Return a seat or posting of a round with the day it ends, where one is known.

    What is open ends with the round; one that says no end ends when the next begins.
    """
    following = [each.start for each in context.rounds.values() if each.start > rotation.start]
    end = rotation.end or (min(following) - timedelta(days=1) if following else None)
    ends = [day for day in (end, rotation.closed) if day is not None]
    until = dated.until or (max(dated.since, min(ends)) if ends else None)
    return dated.model_copy(update={"until": until})


def seats(rotation: Round, team: Team, context: Context) -> Iterator[Seat]:
    """Yield the seats of a team with the days they end, the leader's first."""
    return (term(rotation, sitting.seat, context) for sitting in team.sittings())


def way(sitting: Sitting, field: str) -> Way:
    """Return the way to a field of a seat in its team."""
    return (sitting.role, sitting.at, field)


def who(context: Context, seat: Seat) -> str:
    """Return number and name of who has a seat."""
    return f"{seat.person} {context.name(seat.person)}"
