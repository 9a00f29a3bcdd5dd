"""What an issue waits for as far as its record alone tells, and since when."""

from collections.abc import Callable, Mapping
from datetime import date

from sfcheck.domain.base.vocabulary import Status
from sfcheck.domain.issues.law import LAWS
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.issues.requirements.look_backs import waits_for_look_back
from sfcheck.domain.issues.requirements.notices import waits_for_notice
from sfcheck.domain.issues.requirements.plans import waits_for_plan
from sfcheck.domain.world.context import Context

AWAITED: Mapping[Status, str] = {
    Status.REGISTERED: "confirm",
    Status.CONFIRMED: "notify",
    Status.RECTIFYING: "submit",
    Status.DISPUTED: "rule",
    Status.SUBMITTED: "accept",
    Status.ACCEPTED: "close",
}
"""The step that brings an open issue nearer to its end."""


def _has_no_acceptor(issue: Issue) -> bool:
    return issue.responsible.accept is None


def _has_no_duty(issue: Issue) -> bool:
    return issue.duty is None


FIRST: Mapping[str, tuple[tuple[Callable[[Issue], bool], str], ...]] = {
    "submit": ((waits_for_notice, "notify"), (waits_for_plan, "rectification-plan")),
    "accept": (
        (_has_no_acceptor, "amend"),
        (_has_no_duty, "amend"),
        (waits_for_notice, "return"),
    ),
}
"""What the law asks before such a step, and the step that gives it.

That the policy of the day may ask for a look-back before `close` is told apart.
"""

_PREPARING = ("rectification-plan",)
"""Steps that leave the status as it is, and yet change what is waited for."""

MOVING = frozenset(
    (*_PREPARING, *(do for law in LAWS.values() for do, step in law.items() if step.target))
)
"""The steps that move an issue on; a note or a reminder does not."""


def awaited(issue: Issue) -> str | None:
    """Return the next step of an issue as its record alone tells; None where it is at its end."""
    if issue.pending:
        return "rule"
    if not issue.open:
        return None
    step = AWAITED[issue.status]
    return next((before for waits, before in FIRST.get(step, ()) if waits(issue)), step)


def next_step(issue: Issue, context: Context, day: date) -> str | None:
    """Return the next step of an issue under the policy of a day, as `awaited` does."""
    step = awaited(issue)
    return "look-back" if step == "close" and waits_for_look_back(issue, context, day) else step


def moved_on(issue: Issue) -> date:
    """Return the day an issue was last moved on."""
    moves = (event.day for event in reversed(issue.effective) if event.do in MOVING)
    # A record that was bent by hand may have no such event left.
    return next(moves, issue.found.on)
