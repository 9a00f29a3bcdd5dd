"""How teams are made up: what the rules object to, in a change and at all."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from sfcheck.domain.composition.rules import Marks, breaches, marks
from sfcheck.domain.world.rounds import Round, Team
from sfcheck.errors import Refused
from sfcheck.ledger.store import Ledger


class MakeUp(NamedTuple):
    """How a team is made up on a day: its marks, and what the rules object to at all."""

    day: date
    marks: Marks
    objections: tuple[Refused, ...]


def make_up(ledger: Ledger, rotation: Round, team: Team, today: date) -> MakeUp:
    """Return how a team is made up today; of one that is still to begin, as it will."""
    day = max(today, min((posting.since for posting in team.places), default=today))
    told = {str(each.refusal): each.refusal for each in breaches(rotation, team, ledger.context)}
    return MakeUp(day, marks(team, ledger.context, day), tuple(told.values()))


def objections(ledger: Ledger, before: Round, after: Round, name: str) -> list[Refused]:
    """Return what warns of the change of a team; what stood before is known and not said again.

    Raises `Refused` what keeps somebody from being seated (`seated-already`, `own-place`).
    """

    def said(rotation: Round, *, refusing: bool) -> dict[str, Refused]:
        team = rotation.team(name)
        around = replace(ledger.context, rounds={**ledger.rounds, rotation.id: rotation})
        found = breaches(rotation, team, around, refusing=refusing) if team else ()
        return {str(each.refusal): each.refusal for each in found}

    def new(*, refusing: bool) -> list[Refused]:
        known = said(before, refusing=refusing)
        return [
            each for words, each in said(after, refusing=refusing).items() if words not in known
        ]

    if refused := new(refusing=True):
        raise refused[0].along_with(refused[1:])
    return new(refusing=False)
