"""What a ruling decides, and what may be voided."""

from sfcheck.domain.base.acts import BaseEvent
from sfcheck.domain.base.vocabulary import Outcome, Status
from sfcheck.domain.issues.events import Close, Rule, Void
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.world.context import Context
from sfcheck.errors import Refused


def have_something_open(issue: Issue, event: BaseEvent, context: Context) -> None:
    """Where nothing is in dispute and nothing pending there is nothing to rule on."""
    if issue.status is not Status.DISPUTED and not issue.pending:
        raise Refused("nothing-to-rule-on", number=issue.number)


def rule_on_something(issue: Issue, event: Rule, context: Context) -> None:
    """A ruling decides a dispute (then `stands` sets a due date) or settles pending events."""
    waiting = {pending.event for pending in issue.pending}
    for settled in event.settles:
        if settled not in waiting:
            raise Refused("not-pending", number=issue.number, event=settled)
    if event.outcome is Outcome.SETTLED:
        if not event.settles:
            raise Refused("nothing-to-settle", number=issue.number)
        if event.due is not None:
            raise Refused("ruling-without-due", number=issue.number)
        return
    if issue.status is not Status.DISPUTED:
        raise Refused("not-disputed", number=issue.number)
    if event.outcome is Outcome.STANDS and event.due is None:
        raise Refused("ruling-needs-due", number=issue.number)
    if event.outcome is Outcome.WITHDRAWN:
        if event.due is not None:
            raise Refused("ruling-without-due", number=issue.number)
        not_survive(issue, event, context)


def have_nothing_pending(issue: Issue, event: Close, context: Context) -> None:
    """What a merge left undecided is ruled on before closing."""
    if issue.pending:
        raise Refused("pending", number=issue.number, count=len(issue.pending))


def be_voidable(issue: Issue, event: Void, context: Context) -> None:
    """Void before the notice or in dispute; later only as the duplicate of a living issue."""
    survivor = event.duplicate_of
    if survivor is None:
        if issue.status not in (Status.REGISTERED, Status.CONFIRMED, Status.DISPUTED):
            raise Refused("void-too-late", number=issue.number)
    else:
        be_survived(issue, survivor, context)


def be_survived(issue: Issue, survivor: str, context: Context) -> None:
    """What stands for a duplicate is another issue, and not void itself."""
    if survivor == issue.number or context.status_of(survivor) in (None, Status.VOIDED):
        raise Refused("no-survivor", number=issue.number, survivor=survivor)


def not_survive(issue: Issue, event: BaseEvent, context: Context) -> None:
    """While others are void as its duplicates, an issue is the one that stands for them."""
    others = sorted(context.duplicates_of(issue.number))
    if others:
        raise Refused("is-survivor", number=issue.number, others=", ".join(others))
