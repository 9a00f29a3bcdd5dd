"""An issue beside what the law makes of its events; where the law refuses, which event."""

from typing import NamedTuple

from sfcheck.domain.context import Context
from sfcheck.domain.events import order
from sfcheck.domain.issues import Issue
from sfcheck.domain.workflow import fold, opening, refold
from sfcheck.errors import Refused


class Life(NamedTuple):
    """An issue as written, and either what its events make of it or why they make nothing."""

    issue: Issue
    folded: Issue | None = None
    refusal: Refused | None = None


def live(issue: Issue, context: Context) -> Life:
    """Derive `issue` again from its own events."""
    try:
        return Life(issue, folded=refold(issue, context))
    except Refused as refusal:
        return Life(issue, refusal=refusal)


def refused_event(issue: Issue, context: Context) -> int | None:
    """Return the index in the file of the event that the law refuses, where one can be named."""
    events = sorted(issue.events, key=order)
    for end, event in enumerate(events, 1):
        if end < len(events) and events[end].n == event.n:
            continue  # what two clones wrote at once is judged together
        try:
            fold(opening(issue), events[:end], context)
        except Refused:
            return issue.events.index(event)
    return None
