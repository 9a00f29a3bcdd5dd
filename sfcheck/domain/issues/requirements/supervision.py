"""What is listed for supervision (挂牌督办), and what is not."""

from sfcheck.domain.base.acts import BaseEvent
from sfcheck.domain.base.vocabulary import Outcome
from sfcheck.domain.base.zones import is_to_come
from sfcheck.domain.issues.events import Lift, Rule, Supervise
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.world.context import Context
from sfcheck.errors import Refused


def not_be_supervised(issue: Issue, event: BaseEvent, context: Context) -> None:
    """Listed once."""
    if issue.supervised:
        raise Refused("already-supervised", number=issue.number)


def be_supervised(issue: Issue, event: BaseEvent, context: Context) -> None:
    """Only what is listed can be lifted."""
    if not issue.supervised:
        raise Refused("not-supervised", number=issue.number)


def not_be_listed(issue: Issue, event: BaseEvent, context: Context) -> None:
    """What is listed comes off the list before it comes to its end: 摘牌 before 销号."""
    if issue.supervised:
        raise Refused("still-listed", number=issue.number)


def not_end_what_is_listed(issue: Issue, event: Rule, context: Context) -> None:
    """A ruling that withdraws the finding ends it too."""
    if event.outcome is Outcome.WITHDRAWN:
        not_be_listed(issue, event, context)


def be_supervised_by_another(issue: Issue, event: Supervise, context: Context) -> None:
    """The supervising body exists and is not the one that rectifies; its day is to come."""
    if event.body not in context.bodies:
        raise Refused("unknown-body", number=issue.number, body=event.body)
    for own in (issue.unit.body, issue.responsible.rectify):
        if context.same_body(event.body, own):
            raise Refused("same-body", number=issue.number, body=context.name(event.body))
    if event.until < event.day:
        raise Refused("due-in-the-past", number=issue.number, due=event.until, day=event.day)


def be_accepted(issue: Issue, event: Lift, context: Context) -> None:
    """The supervising body accepted while it was listed."""
    listing = issue.last(Supervise)
    since = listing.day if listing else event.day
    if event.accepted_on < since or is_to_come(event.accepted_on, event.day):
        facts = {"on": event.accepted_on, "since": since}
        raise Refused("lifted-when", number=issue.number, **facts)
