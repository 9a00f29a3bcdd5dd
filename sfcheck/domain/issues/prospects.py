"""What can be done with an issue now, and by whom: the law's table read forwards."""

from datetime import datetime
from typing import NamedTuple

from sfcheck.domain.base.vocabulary import Status
from sfcheck.domain.issues.events import Note
from sfcheck.domain.issues.hands import CLERK, HOLDER_TEAM, INVOLVED, REGISTRAR
from sfcheck.domain.issues.law import LAWS, steps_from
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.world.context import Context
from sfcheck.domain.world.steps import Hand

_ANYBODY = "0000"


class Prospect(NamedTuple):
    """One step that is open to an issue.

    `advances`: it can move the issue to another status. `hands`: each kind of hand that may take
    it, and for whom it acts (None: everyone for the own body); none where nobody is named yet.
    """

    do: str
    advances: bool
    hands: tuple[tuple[Hand, str | None], ...]


def prospects(issue: Issue, context: Context, at: datetime) -> list[Prospect]:
    """Return the steps open to `issue` at a moment, those that advance it first.

    Steps the law would refuse whoever takes them are left out; what a step must show is not
    looked at.
    """
    law = LAWS[context.charter.law]
    idle = _idle(issue)
    # Hands ask an event only when, by whom and for whom; this one is never applied.
    probe = Note(n=issue.next_n, at=at, do="note", by=_ANYBODY, for_=context.overall, text="–")
    found = []
    for do in steps_from(issue.status, law):
        if do in idle:
            continue
        hands: list[tuple[Hand, str | None]] = []
        for hand in law[do].hands:
            whom = hand.stands_for(issue, probe, context)
            if hand in (CLERK, INVOLVED):
                hands.append((hand, None))
            elif whom is not None and not _absent(hand, whom, issue, context):
                hands.append((hand, whom))
        found.append(Prospect(do, law[do].target is not None, tuple(hands)))
    return sorted(found, key=lambda prospect: not prospect.advances)


def _absent(hand: Hand, whom: str, issue: Issue, context: Context) -> bool:
    """Whether there is no such hand: the office holds without a team; a registrar's hand ends."""
    if hand is HOLDER_TEAM:
        return whom == context.overall
    return hand is REGISTRAR and issue.status is not Status.REGISTERED


def _idle(issue: Issue) -> set[str]:
    """Return the steps that have nothing to do in the state the issue is in."""
    idle = {"supervise" if issue.supervised else "lift"}
    if issue.status is not Status.DISPUTED and not issue.pending:
        idle.add("rule")
    return idle
