"""What the days must be that a step shows: requirements of dates and evidence.

A day of grace is given where a day is compared with a clock: those of two laptops may stand in
different time zones.
"""

from datetime import date
from typing import Any

from sfcheck.domain.base.acts import BaseEvent
from sfcheck.domain.base.zones import is_to_come
from sfcheck.domain.issues.events import Accept, Extend, Import, LookBack, Notify, SeenAgain, Submit
from sfcheck.domain.issues.record import Issue, last_demand
from sfcheck.domain.issues.requirements.separation import be_known
from sfcheck.domain.world.context import Context
from sfcheck.errors import Refused


def not_be_past(issue: Issue, event: BaseEvent, context: Context) -> None:
    """A new due date does not lie before the day it is set."""
    due = getattr(event, "due", None)
    if due is not None and due < event.day:
        raise Refused("due-in-the-past", number=issue.number, due=due, day=event.day)


def not_lengthen(issue: Issue, event: Notify, context: Context) -> None:
    """A later notice may repeat a due date or shorten it; one that passed stays where it is.

    What was counted provisionally is told again, once, as it is counted by what is announced since.
    """
    if event.within and event.within.recounts(issue.within):
        return
    if issue.due is None or (event.due < issue.due and event.day <= issue.due):
        not_be_past(issue, event, context)
    elif event.due != issue.due:
        facts = {"number": issue.number, "due": event.due, "old": issue.due}
        raise Refused("moves-due", **facts)


def be_asked_in_time(issue: Issue, event: Extend, context: Context) -> None:
    """An extension is asked for on or before the due date."""
    if issue.due is not None and event.asked_on > issue.due:
        raise Refused("asked-too-late", number=issue.number, asked=event.asked_on, due=issue.due)
    if is_to_come(event.asked_on, event.day):
        raise Refused("asked-in-the-future", number=issue.number, asked=event.asked_on)
    notified = next((e.day for e in issue.effective if isinstance(e, Notify)), None)
    if notified is not None and event.asked_on < notified:
        facts = {"asked": event.asked_on, "notified": notified}
        raise Refused("asked-before-notice", number=issue.number, **facts)


def be_later(issue: Issue, event: Extend, context: Context) -> None:
    """An extension gives more time, not less."""
    if issue.due is not None and event.due <= issue.due:
        raise Refused("not-an-extension", number=issue.number, due=event.due, old=issue.due)


def be_counted(issue: Issue, event: Any, context: Context) -> None:
    """Working days count from the day of the step, for an extension from the due date it moves.

    A further notice may go on from where the due date was counted before.
    """
    within = event.within
    if within is None:
        return
    days = (event.due - within.after).days if event.due else 0
    if days < within.days or within.after not in _begins(issue, event):
        raise _counted_otherwise(issue, event, context)


def follow_the_calendar(issue: Issue, event: Any, context: Context) -> None:
    """A due date in working days is the one that calendar.yaml gives."""
    given = (event.due, event.within)
    if event.within is None or given == (issue.due, issue.within):
        return
    if context.calendar.again(event.within) != given:
        raise _counted_otherwise(issue, event, context)


def _begins(issue: Issue, event: Any) -> list[date]:
    if isinstance(event, Extend) and issue.due:
        return [issue.due]
    before = issue.within if isinstance(event, Notify) else None
    return [event.day, *([before.after] if before and before.days == event.within.days else ())]


def _counted_otherwise(issue: Issue, event: Any, context: Context) -> Refused:
    within, begins = event.within, _begins(issue, event)
    after = within.after if within.after in begins else begins[0]
    counted = context.calendar.again(within.model_copy(update={"after": after})).due
    facts = {"days": within.days, "after": after, "counted": counted, "due": event.due or "–"}
    return Refused("counted-otherwise", number=issue.number, **facts)


def keep_to_the_limits(issue: Issue, event: Extend, context: Context) -> None:
    """Beyond the policy's number and length of extensions, somebody else approves."""
    if event.approved_by:
        be_known(issue, event.approved_by, context)
        hands = (event.hand, event.by, event.asked_by)
        own = frozenset[str]().union(*(context.hands(who) for who in hands if who))
        parties = (event.for_, issue.responsible.rectify, issue.unit.name)
        if own & context.hands(event.approved_by) or any(
            context.same_body(event.approved_by, party) for party in parties
        ):
            raise Refused("own-approval", number=issue.number, who=context.name(event.approved_by))
        return
    counted = {"count": 1, "days": _days_more(issue.due, event)}
    due: date | None = None
    for earlier in issue.effective:
        if isinstance(earlier, Extend):
            counted["count"] += 1
            counted["days"] += _days_more(due, earlier)
        due = getattr(earlier, "due", None) or due
    limits = {
        "count": context.policy.amount("extensions_at_most", event.day),
        "days": context.policy.amount("extension_days_at_most", event.day),
    }
    if any(most is not None and counted[name] > most for name, most in limits.items()):
        known = {f"most_{name}": "–" if most is None else most for name, most in limits.items()}
        raise Refused("extension-limit", number=issue.number, **counted, **known)


def _days_more(due: date | None, event: Extend) -> int:
    return (event.due - due).days if due else 0


def show_new_evidence(issue: Issue, event: Accept, context: Context) -> None:
    """Something shown is not older than the last demand, and nothing of a day to come."""
    show_what_is(issue, event, context)
    since = last_demand(issue)
    if since is not None and all(item.on < since for item in event.evidence):
        raise Refused("old-evidence", number=issue.number, since=since)


def be_checked_since(issue: Issue, event: Accept, context: Context) -> None:
    """The check on the spot is not older than the last demand and what the claim shows."""
    claim = issue.last(Submit)
    shown = (item.on for item in claim.evidence) if isinstance(claim, Submit) else ()
    since = max(filter(None, (last_demand(issue), *shown)), default=None)
    if since is not None and event.checked_on < since:
        raise Refused("checked-before", number=issue.number, on=event.checked_on, since=since)
    if is_to_come(event.checked_on, event.day):
        raise Refused("checked-ahead", number=issue.number, on=event.checked_on)


def show_what_is_seen(issue: Issue, event: LookBack, context: Context) -> None:
    """Something shown is not older than the claim or the acceptance that is looked at."""
    show_what_is(issue, event, context)
    judged = issue.last(Submit, Import, Accept)
    if judged is not None and all(item.on < judged.day for item in event.evidence):
        raise Refused("seen-before", number=issue.number, since=judged.day)


def be_seen_since(issue: Issue, event: SeenAgain, context: Context) -> None:
    """It was seen after the last demand, and that day's evidence shows it."""
    since = last_demand(issue)
    if (since and event.on < since) or is_to_come(event.on, event.day):
        raise Refused("seen-when", number=issue.number, on=event.on, since=since or "–")
    show_what_is(issue, event, context)
    if all(item.on < event.on for item in event.evidence):
        raise Refused("seen-before", number=issue.number, since=event.on)


def show_what_is(
    issue: Issue, event: Submit | Accept | LookBack | SeenAgain, context: Context
) -> None:
    """No evidence is of a day to come; a day of grace, as for the day of finding."""
    for item in event.evidence:
        if is_to_come(item.on, event.day):
            raise Refused("evidence-ahead", number=issue.number, name=item.name, on=item.on)
