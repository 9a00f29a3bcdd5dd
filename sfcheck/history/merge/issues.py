"""An issue of two sides: their events united and folded again by the law."""

from collections.abc import Iterable

from sfcheck.domain.issues.events import Event
from sfcheck.domain.issues.folding import fold, opening
from sfcheck.domain.issues.order import event_digest
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.world.context import Context


def events_of(issue: Issue) -> dict[str, Event]:
    """Return the events on record by their SHA-256."""
    return {event_digest(event): event for event in issue.events}


def merged(issues: Iterable[Issue], context: Context) -> Issue | None:
    """Return the one issue of all events of some; None where they began as different things.

    Raises `Refused` as `fold` where the law takes the events in no order.
    """
    first, *others = issues
    begun = opening(first)
    if any(opening(other) != begun for other in others):
        return None
    united = {name: event for issue in (first, *others) for name, event in events_of(issue).items()}
    return fold(begun, tuple(united.values()), context)
