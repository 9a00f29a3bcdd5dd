"""What can be done with an issue now, and by whom: the law's table read forwards."""

from datetime import datetime
from typing import NamedTuple

from sfcheck.domain.base.vocabulary import Status
from sfcheck.domain.issues.awaiting import next_step
from sfcheck.domain.issues.events import Note
from sfcheck.domain.issues.hands import CLERK, HOLDER_TEAM, INVOLVED, REGISTRAR
from sfcheck.domain.issues.law import LAWS, steps_from
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.world.context import Context
from sfcheck.domain.world.steps import Hand, Step
from sfcheck.errors import Refused

_ANYBODY = "0000"

Hands = tuple[tuple[Hand, str | None], ...]
"""Each kind of hand that may take a step, and for whom (None: everyone for the own body)."""


class Prospect(NamedTuple):
    """One step that is open to an issue, and whose it is.

    `advances`: it is the one that is waited for, or can move the issue to another status. That one
    has no `hands` where nobody is named yet; what else nobody can take is left out.
    """

    do: str
    advances: bool
    hands: Hands


def prospects(issue: Issue, context: Context, at: datetime) -> list[Prospect]:
    """Return the steps open to `issue` at a moment: what is waited for, what advances it, the rest.

    Steps the law would refuse whoever takes them are left out; what a step must show is not
    looked at.
    """
    law, probe = LAWS[context.charter.law], _probe(context, at)
    waited = next_step(issue, context, at.date())
    found = [
        Prospect(do, do == waited or law[do].target is not None, hands_of(do, issue, context, at))
        for do in steps_from(issue.status, law)
        if _stands_open(law[do], issue, probe, context)
    ]
    told = [each for each in found if each.hands or each.do == waited]
    return sorted(told, key=lambda each: (each.do != waited, not each.advances))


def hands_of(do: str, issue: Issue, context: Context, at: datetime) -> Hands:
    """Return who may take a step on an issue at a moment; nobody where nobody is named."""
    hands: list[tuple[Hand, str | None]] = []
    for hand in LAWS[context.charter.law][do].hands:
        whom = hand.stands_for(issue, _probe(context, at), context)
        if hand in (CLERK, INVOLVED):
            hands.append((hand, None))
        elif whom is not None and not _absent(hand, whom, issue, context):
            hands.append((hand, whom))
    return tuple(hands)


def _probe(context: Context, at: datetime) -> Note:
    """Return an event that is never applied: only when, by whom and for whom is asked of it."""
    return Note(n=1, at=at, do="note", by=_ANYBODY, for_=context.overall, text="–")


def _stands_open(step: Step, issue: Issue, probe: Note, context: Context) -> bool:
    try:
        for requirement in step.first:
            requirement(issue, probe, context)
    except Refused:
        return False
    return True


def _absent(hand: Hand, whom: str, issue: Issue, context: Context) -> bool:
    """Whether there is no such hand: the office holds without a team; a registrar's hand ends."""
    if hand is HOLDER_TEAM:
        return whom == context.overall
    return hand is REGISTRAR and issue.status is not Status.REGISTERED
