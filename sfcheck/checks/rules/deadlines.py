"""SF217, SF218: do due dates that were counted in working days stand as the calendar does now."""

from collections.abc import Iterator

from sfcheck.checks.seen.life import Life
from sfcheck.checks.seen.rule import Flaw, RuleScope, rule
from sfcheck.checks.seen.view import View
from sfcheck.domain.world.calendar import Deadline
from sfcheck.language import _


@rule("SF217", RuleScope.ISSUE, "warning")
def counted_otherwise(life: Life, view: View) -> Iterator[Flaw]:
    """A due date counted in working days is the one that calendar.yaml gives.

    Why: Whoever rectifies counts by the notice; who is late is told by the record.
    Bad: “10 working days after 2026-06-10”, and due on 24 June, though Friday the 19th is off.
    Good: the same issue due on 25 June.
    Fix: Compare calendar.yaml with its notice. If the calendar is right, give more time by
        `sfcheck extend`, or notify again for an earlier day.
    """
    counted = _counted_again(life, view)
    if counted and not life.issue.provisional and counted.due != life.issue.due:
        yield Flaw(_told(_("{days} working days after {after} end on {due}"), counted), ("due",))


@rule("SF218", RuleScope.ISSUE, "warning")
def to_be_told_again(life: Life, view: View) -> Iterator[Flaw]:
    """A provisional due date is told again when its year is announced.

    Why: Until then nobody could know which days are off; whoever rectifies was told so, and waits
        for the day that holds.
    Bad: due on 5 January 2027 provisionally, while 2027 stands in calendar.yaml.
    Good: the same issue notified again, due on 6 January.
    Fix: `sfcheck notify NUMBER --notice … --demand … --accept …`: without --due it counts the same
        days again, and the day that comes out holds, be it a later one.
    """
    counted = _counted_again(life, view)
    if counted and counted.within and counted.within.recounts(life.issue.within):
        message = _("announced since: {days} working days after {after} end on {due}")
        yield Flaw(_told(message, counted), ("due",))


def _counted_again(life: Life, view: View) -> Deadline | None:
    """Return the running due date as it is counted now; None where it was not counted."""
    within = life.issue.within if life.issue.runs else None
    return view.context.calendar.again(within) if within and view.context else None


def _told(message: str, counted: Deadline) -> str:
    facts = {"days": counted.within.days, "after": counted.within.after} if counted.within else {}
    return message.format(due=counted.due, **facts)
