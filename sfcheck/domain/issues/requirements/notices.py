"""Whom a notice must reach, and who may be named in it."""

from sfcheck.domain.issues.events import (
    Amend,
    BaseEvent,
    Import,
    Notify,
)
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
    """The notice goes to the unit and to its city or county (plan 三(一))."""
    if issue.unit.name not in event.sent_to and issue.unit.body not in event.sent_to:
        raise Refused("notice-misses-unit", number=issue.number, unit=issue.unit.name)
    localities = context.localities(issue.place, event.day)
    for addressee in event.sent_to:
        body = context.bodies.get(addressee)
        told = body.place if body and body.of_locality else addressee
        if told in localities:
            return
    raise Refused("notice-misses-locality", number=issue.number, place=context.name(issue.place))


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
