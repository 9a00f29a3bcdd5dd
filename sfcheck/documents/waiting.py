"""What each open issue waits for, and whose it is to do: one next step an issue."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sfcheck.domain import requirements as must
from sfcheck.domain.context import Context
from sfcheck.domain.events import Note
from sfcheck.domain.issues import Issue
from sfcheck.domain.prospects import prospects
from sfcheck.domain.vocabulary import Status
from sfcheck.domain.workflow import LAWS
from sfcheck.errors import Refused

Requirement = Callable[[Issue, Any, Context], None]

AWAITED: Mapping[Status, str] = {
    Status.REGISTERED: "confirm",
    Status.CONFIRMED: "notify",
    Status.RECTIFYING: "submit",
    Status.DISPUTED: "rule",
    Status.SUBMITTED: "accept",
    Status.ACCEPTED: "close",
}
"""The step that brings an open issue nearer to its end."""

FIRST: Mapping[str, tuple[tuple[Requirement, str], ...]] = {
    "submit": (
        (must.be_notified_again, "notify"),
        (must.have_plan_if_major, "rectification-plan"),
    ),
    "accept": ((must.have_duty, "amend"), (must.be_notified_again, "return")),
    "close": ((must.have_looked_back, "look-back"),),
}
"""What the law asks before such a step, and the step that gives it."""

_PREPARING = ("rectification-plan",)
"""Steps that leave the status as it is, and yet change what is waited for."""


@dataclass(frozen=True)
class Waiting:
    """An issue that waits: for which step, of which kind of hand, acting for whom.

    `hand` is not translated; `whom` is a body, a team or a unit, None where none is named yet;
    `since` the day it was last moved on, which a note or a reminder does not do.
    """

    number: str
    step: str
    hand: str
    whom: str | None
    since: date


def waiting(issue: Issue, context: Context, at: datetime) -> Waiting | None:
    """Return what `issue` waits for at a moment; None where it is at its end."""
    if not issue.open and not issue.pending:
        return None
    step = _step(issue, context, at)
    open_now = (prospect for prospect in prospects(issue, context, at) if prospect.do == step)
    hands = next((prospect.hands for prospect in open_now), ())
    hand, whom = hands[0] if hands else (None, None)
    law = LAWS[context.charter.law]
    moves = (e.day for e in reversed(issue.effective) if law[e.do].target or e.do in _PREPARING)
    # A record that was bent by hand may have no such event left.
    since = next(moves, issue.found.on)
    return Waiting(issue.number, step, hand.label if hand else "", whom, since)


def _step(issue: Issue, context: Context, at: datetime) -> str:
    if issue.pending:
        return "rule"
    step = AWAITED[issue.status]
    # Requirements ask an event only for its day; this one is never applied.
    probe = Note(n=issue.next_n, at=at, do="note", by="0000", for_=context.overall, text="–")
    for requirement, before in FIRST.get(step, ()):
        try:
            requirement(issue, probe, context)
        except Refused:
            return before
    return step
