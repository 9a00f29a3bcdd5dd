"""What is listed for supervision (挂牌督办), and what is not."""

from sfcheck.domain.base.acts import BaseEvent
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
