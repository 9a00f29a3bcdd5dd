"""Whom a notice must reach, and who may be named in it."""

from sfcheck.domain.base.acts import BaseEvent
from sfcheck.domain.base.zones import is_to_come
from sfcheck.domain.issues.events import Acknowledge, Amend, Import, Notify, Submit
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.world.context import Context
from sfcheck.errors import Refused


def have_acceptor(issue: Issue, event: BaseEvent, context: Context) -> None:
    """A step of the accepting body asks that it be named first: an import may leave it open."""
    if issue.responsible.accept is None:
        raise Refused("nobody-accepts", number=issue.number)


def have_duty(issue: Issue, event: BaseEvent, context: Context) -> None:
    """An import may leave the duty open; nobody is held to a duty that is not named."""
    if issue.duty is None:
        raise Refused("no-duty", number=issue.number)


def reach_unit_and_locality(issue: Issue, event: Notify, context: Context) -> None:
    """The notice goes to the unit and to its city, a county's to both (plan 三(一))."""
    if issue.unit.name not in event.sent_to and issue.unit.body not in event.sent_to:
        raise Refused("notice-misses-unit", number=issue.number, unit=issue.unit.name)
    told = {_place_of(addressee, context) for addressee in event.sent_to}
    for place in context.localities(issue.place, event.day):
        if place not in told:
            facts = {"place": context.name(place), "which": place}
            raise Refused("notice-misses-locality", number=issue.number, **facts)


def _place_of(addressee: str, context: Context) -> str | None:
    """Return the place whose party committee or government an addressee is."""
    body = context.bodies.get(addressee)
    return body.place if body and body.of_locality else addressee


def tell_of_elsewhere(issue: Issue, event: Submit, context: Context) -> None:
    """Where the notice asked for 举一反三, the claim says where else it was looked for."""
    notice = issue.last(Notify)
    if isinstance(notice, Notify) and notice.elsewhere and not event.elsewhere:
        raise Refused("not-elsewhere", number=issue.number)


def waiting_receipts(issue: Issue) -> list[str]:
    """Return the addressees of the last notice whose receipt is not on record."""
    since = issue.since(Notify)
    sent_to = since[0].sent_to if since and isinstance(since[0], Notify) else ()
    received = {event.addressee for event in since if isinstance(event, Acknowledge)}
    return [addressee for addressee in sent_to if addressee not in received]


def wait_for_receipt(issue: Issue, event: BaseEvent, context: Context) -> None:
    """Somebody was notified, and has not said yet that it was received."""
    if issue.last(Notify) is None:
        raise Refused("never-notified", number=issue.number)
    if not waiting_receipts(issue):
        raise Refused("all-received", number=issue.number)


def be_received(issue: Issue, event: Acknowledge, context: Context) -> None:
    """An addressee received the notice once, after it was sent and no later than now."""
    waiting = waiting_receipts(issue)
    if event.addressee not in waiting:
        named = ", ".join(map(context.name, waiting))
        facts = {"addressee": context.name(event.addressee), "waiting": named}
        raise Refused("not-addressed", number=issue.number, **facts)
    notice = issue.last(Notify)
    sent = notice.day if notice else event.day
    if event.received_on < sent or is_to_come(event.received_on, event.day):
        raise Refused("received-when", number=issue.number, on=event.received_on, sent=sent)


def name_distinct_bodies(issue: Issue, event: Notify | Import, context: Context) -> None:
    """Who rectifies does not accept; for an inspected department or locality its superior does."""
    bodies_fit(issue, event.rectify, event.accept, context)


def bodies_fit(issue: Issue, rectify: str | None, accept: str | None, context: Context) -> None:
    """Who rectifies and who accepts are two; a superior accepts what its body answers for."""
    if any(context.same_body(context.overall, body) for body in (rectify, accept)):
        raise Refused("same-body", number=issue.number, body=context.name(context.overall))
    if accept is None:
        return
    accepting = context.bodies.get(accept)
    if accepting is None:
        raise Refused("unknown-body", number=issue.number, body=accept)
    if context.same_body(accept, rectify):
        raise Refused("same-body", number=issue.number, body=accepting.name)
    unit = issue.unit.body or issue.unit.name
    inspected = context.inspected(unit, rectify)
    if inspected and inspected.superior and accept != inspected.superior:
        raise Refused(
            "superior-accepts",
            number=issue.number,
            body=context.name(inspected.id),
            superior=inspected.superior,
            name=context.name(inspected.superior),
        )
    if context.same_body(accept, unit):
        raise Refused("same-body", number=issue.number, body=accepting.name)


def be_notified_again(issue: Issue, event: BaseEvent, context: Context) -> None:
    """After the unit was amended, nobody acts on the old notice."""
    if waits_for_notice(issue):
        raise Refused("notify-again", number=issue.number)


def waits_for_notice(issue: Issue) -> bool:
    """Whether the unit was amended since the last notice."""
    for earlier in reversed(issue.effective):
        if isinstance(earlier, Notify):
            return False
        if isinstance(earlier, Amend) and earlier.field == "unit":
            return True
    return False
