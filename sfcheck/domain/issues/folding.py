"""A whole life: what the events of a record make of the draft it began as.

Commands, `validate` and `verify` derive a record again by it. Source: DESIGN §3, order and pending.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sfcheck.domain.base.acts import BaseEvent
from sfcheck.domain.base.vocabulary import Status
from sfcheck.domain.issues.events import Amend, Event, Void
from sfcheck.domain.issues.law import step
from sfcheck.domain.issues.order import event_digest, first_fork, in_order
from sfcheck.domain.issues.record import Issue, Pending, Responsible, amended, seal
from sfcheck.domain.world.context import Context
from sfcheck.errors import Refused


def fold(opening: Issue, events: Sequence[Event], context: Context) -> Issue:
    """Return the issue that `events` make of a draft, whatever order they come in.

    Two clones may have written the same `n` at once, or one may not have known that custody, an
    office or a seat had changed elsewhere: from there on an event that the law refuses stays in
    its place, has no effect, and waits in `pending` for a ruling. Before that, and in a life
    without such a fork, it raises `Refused`, as do a gap in `n`, an event that stands there twice,
    and a life without a beginning.
    """
    *_before, last = stages(opening, events, context)
    return seal(last)


def stages(
    opening: Issue,
    events: Sequence[Event],
    context: Context,
    *,
    as_seen: Collection[str] | None = None,
) -> Iterator[Issue]:
    """Yield what a draft is after each of `events`, not sealed yet; raises `Refused` as `fold`.

    `as_seen`: what their authors took it for, who did not know of changes elsewhere; those events
    are named of which they knew that they wait.
    """
    events = in_order(events)
    fork = first_fork([event.n for event in events])
    if fork is not None and len({event_digest(event) for event in events}) < len(events):
        raise Refused("wrong-order", number=opening.number, n=fork, expected=fork + 1)
    issue, seen, context = opening, 0, _as_mended(events, context)
    for event in events:
        if event.n > seen + 1:
            raise Refused("wrong-order", number=issue.number, n=event.n, expected=seen + 1)
        seen = event.n
        context.be_here(event.at)
        try:
            issue = step(issue, event, context)
        except Refused as refusal:
            unaware = _unaware(issue, event, context) if refusal.code in _CHANGED else None
            known = as_seen is not None and event_digest(event) not in as_seen
            if unaware and (known or issue.status is Status.DRAFT):
                issue = unaware
            elif issue.status is Status.DRAFT or not (
                unaware or (fork is not None and event.n >= fork)
            ):
                raise
            else:
                issue = _left_pending(issue, event, refusal)
            if unaware and fork is None:
                fork = event.n
        yield issue
    if issue.status is Status.DRAFT:
        raise Refused("wrong-order", number=issue.number, n=0, expected=1)


def _as_mended(events: Sequence[Event], context: Context) -> Context:
    """Return the context for a chain that was mended: what stood for a duplicate once may end."""
    mended = [e.new for e in events if isinstance(e, Amend) and e.field == "duplicate_of"]
    if not mended:
        return context
    begun = [e.duplicate_of for e in events if isinstance(e, Void) and e.duplicate_of]
    former = {*map(str, (*begun, *mended[:-1]))} - {str(mended[-1])}
    known = context.status_of
    return replace(context, status_of=lambda n: Status.CLOSED if n in former else known(n))


_CHANGED = ("wrong-hand", "own-work", "moves-custody", "not-in-team")
"""What the law says of a hand that was lawful before custody, an office or a seat changed."""


def _unaware(issue: Issue, event: BaseEvent, context: Context) -> Issue | None:
    """Return `issue` after an event that was lawful by what its author knew, or None.

    Who acts in another clone hears later that a place was received, an office or a seat had ended.
    """
    for moment in context.turns(event.by, issue.place, event.at):
        on = min(issue.found.on, moment.date())
        before = issue.model_copy(update={"found": issue.found.model_copy(update={"on": on})})
        try:
            after = step(before, event.model_copy(update={"at": moment}), context)
        except Refused:
            continue
        return after.model_copy(update={"found": issue.found, "events": (*issue.events, event)})
    return None


def _left_pending(issue: Issue, event: Event, refusal: Refused) -> Issue:
    waiting = Pending(event=event_digest(event), do=event.do, code=refusal.code)
    left = {"pending": (*issue.pending, waiting), "events": (*issue.events, event)}
    return issue.model_copy(update=left)


def as_seen(issue: Issue, context: Context) -> Issue:
    """Return what the authors of a record's events took it for; raises `Refused`."""
    idle = issue.without_effect
    *_before, last = stages(opening(issue), issue.events, context, as_seen=idle)
    return seal(last)


def refold(issue: Issue, context: Context) -> Issue:
    """Return what the events of a record make of its registered content; raises `Refused`."""
    return fold(opening(issue), issue.events, context)


def standing(issue: Issue, context: Context) -> Issue | None:
    """Return what a record is by all that is known now; None where somebody bent it by hand.

    It may still be written as its authors saw it, who did not know of a change elsewhere: the next
    step writes what waits for a ruling since. Raises `Refused` as `fold` does.
    """
    stands = refold(issue, context)
    return stands if stands == issue or as_seen(issue, context) == issue else None


def opening(issue: Issue) -> Issue:
    """Return the draft an issue began as: its content with the amendments in force undone."""
    undone: dict[str, Any] = {
        "status": Status.DRAFT,
        "due": None,
        "responsible": Responsible(),
        "pending": (),
        "digest": None,
        "events": (),
    }
    for event in reversed(issue.effective):
        if event.do == "amend" and event.field != "accept":
            undone |= amended(issue, event.field, event.old)
    return issue.model_copy(update=undone)
