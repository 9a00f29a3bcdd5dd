"""Of what a report is: a round, a place with all that lies in it, or a team."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sfcheck.domain.context import Context
from sfcheck.domain.issues import Issue
from sfcheck.domain.rotation import Round, Team, within


@dataclass(frozen=True)
class Scope:
    """What is reported on: `kind` (round, place, team), its id and name, its days if it has any.

    `has` tells its issues. `teams` are those whose own deeds are told, their look-backs and what
    they took over and handed on, as far as these `reach` an issue. `breakdowns` are the ones that
    say something.
    """

    kind: str
    id: str
    name: str
    start: date | None
    end: date | None
    teams: Sequence[str]
    breakdowns: Sequence[str]
    has: Callable[[Issue], bool]
    reach: Callable[[Issue], bool]


def of_round(rotation: Round) -> Scope:
    """Return a round: what its teams registered, and what they did."""
    teams = tuple(f"{rotation.id}/{team.id}" for team in rotation.teams)
    return Scope(
        kind="round",
        id=rotation.id,
        name=rotation.name,
        start=rotation.start,
        end=rotation.end,
        teams=teams,
        breakdowns=("duty", "severity", "mode", "place", "team"),
        has=lambda issue: (issue.found.team or "").startswith(f"{rotation.id}/"),
        reach=_any,
    )


def of_team(rotation: Round, team: Team) -> Scope:
    """Return a team of a round: what it registered, and what it did."""
    reference = f"{rotation.id}/{team.id}"
    return Scope(
        kind="team",
        id=reference,
        name=team.name or rotation.name,
        start=rotation.start,
        end=rotation.end,
        teams=(reference,),
        breakdowns=("duty", "severity", "mode", "place"),
        has=lambda issue: issue.found.team == reference,
        reach=_any,
    )


def of_place(place: str, context: Context) -> Scope:
    """Return a place with all that lies in it, over all rounds."""

    def lies_in(code: str) -> bool:
        return place in within(context.places, code)

    teams = tuple(
        f"{rotation.id}/{team.id}"
        for rotation in context.rounds.values()
        for team in rotation.teams
        if any(lies_in(p.place) or p.place in within(context.places, place) for p in team.places)
    )
    return Scope(
        kind="place",
        id=place,
        name=context.name(place),
        start=None,
        end=None,
        teams=teams,
        breakdowns=("duty", "severity", "mode", "place", "round", "team"),
        has=lambda issue: lies_in(issue.place),
        reach=lambda issue: lies_in(issue.place),
    )


def _any(issue: Issue) -> bool:
    return True
