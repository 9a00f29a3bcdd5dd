"""What a step must show besides state and hand: one function a requirement, each raising `Refused`.

Named so that the table of `law.py` reads as sentences: accept *must show new evidence*.
"""

from datetime import date
from operator import attrgetter

from sfcheck.domain.base.vocabulary import Outcome, Severity, Status
from sfcheck.domain.issues.events import (
    Accept,
    Amend,
    BaseEvent,
    Close,
    Import,
    LookBack,
    Notify,
    RectificationPlan,
    Register,
    Rule,
    Submit,
    Void,
)
from sfcheck.domain.issues.record import Issue, amended_value
from sfcheck.domain.world.context import Context
from sfcheck.domain.world.rounds import covers
from sfcheck.errors import Refused

REGISTERED_WITH = ("duty", "nature", "found.team", "found.mode", "found.site_record")
_registered_with = attrgetter(*REGISTERED_WITH)
_NEEDS_ACCEPT = ("extend", "return", "accept")


def be_complete(issue: Issue, event: Register, context: Context) -> None:
    """A registration shows all that an import may lack."""
    for path, value in zip(REGISTERED_WITH, _registered_with(issue), strict=True):
        if value is None:
            raise Refused("missing-field", number=issue.number, field=path)


def hold_the_place_still(issue: Issue, event: Register, context: Context) -> None:
    """A team that offered the place registers nothing more there, once it knows of the offer."""
    if context.custody.offered_by(event.for_, issue.place, event.at):
        raise Refused(
            "offered-on", number=issue.number, team=event.for_, place=context.name(issue.place)
        )


def keep_raw_cells(issue: Issue, event: Import, context: Context) -> None:
    """An import keeps the cells as they were written."""
    if not issue.as_written:
        raise Refused("missing-field", number=issue.number, field="as_written")


def fit_the_registries(issue: Issue, event: BaseEvent, context: Context) -> None:
    """Place, nature, source, inspectors and related issue exist; nobody found it tomorrow."""
    if issue.place not in context.places:
        raise Refused("unknown-place", number=issue.number, place=issue.place)
    if context.catalogue.source(issue.found.source) is None:
        raise Refused("unknown-source", number=issue.number, source=issue.found.source)
    _fit_nature(issue, issue.nature, context)
    if issue.unit.body is not None and issue.unit.body not in context.bodies:
        raise Refused("unknown-body", number=issue.number, body=issue.unit.body)
    # A day of grace: the clocks of two laptops may stand in different time zones.
    if (issue.found.on - event.day).days > 1:
        raise Refused("found-in-the-future", number=issue.number, on=issue.found.on)
    if issue.found.team is not None:
        _fit_team(issue, event, context)
    recurs = issue.related.recurs if issue.related else None
    if recurs is not None and context.status_of(recurs) is None:
        raise Refused("unknown-issue", number=recurs)


def _fit_nature(issue: Issue, nature: str | None, context: Context) -> None:
    if nature is None:
        return
    point = context.catalogue.point(nature)
    if point is None:
        raise Refused("unknown-nature", number=issue.number, nature=nature)
    if issue.duty is not None and point.duty is not issue.duty:
        raise Refused(
            "nature-of-other-duty", number=issue.number, nature=nature, duty=point.duty.value
        )


def _fit_team(issue: Issue, event: BaseEvent, context: Context) -> None:
    rotation = context.round_of(issue.found.team or "")
    if rotation and issue.found.on < rotation.start:
        raise Refused(
            "found-before-round", number=issue.number, on=issue.found.on, start=rotation.start
        )
    for person in issue.found.by:
        if person not in context.people:
            raise Refused("unknown-person", number=issue.number, person=person)
        if not context.seated(person, issue.found.team or "", issue.found.on):
            raise Refused(
                "not-in-team",
                number=issue.number,
                person=context.name(person),
                team=issue.found.team,
                on=issue.found.on,
            )


def have_named(issue: Issue, event: BaseEvent) -> None:
    """A step of the accepting body asks that it be named first: an import may leave it open."""
    if event.do in _NEEDS_ACCEPT and issue.responsible.accept is None:
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
        told = body.place if body and body.kind == "locality" else addressee
        if told in localities:
            return
    raise Refused("notice-misses-locality", number=issue.number, place=context.name(issue.place))


def name_distinct_bodies(issue: Issue, event: Notify | Import, context: Context) -> None:
    """Who rectifies does not accept; for an inspected department or locality its superior does."""
    _bodies_fit(issue, event.rectify, event.accept, context)


def _bodies_fit(issue: Issue, rectify: str | None, accept: str | None, context: Context) -> None:
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
    called = (context.body_called(each) for each in (unit, rectify) if each)
    inspected = next((context.bodies[each] for each in called if each in context.bodies), None)
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
        _not_survive(issue, context)


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


def have_plan_if_major(issue: Issue, event: Submit, context: Context) -> None:
    """A major hazard is rectified by a plan (五落实)."""
    if waits_for_plan(issue):
        raise Refused("no-plan", number=issue.number)


def waits_for_plan(issue: Issue) -> bool:
    """Whether a major hazard has no plan yet."""
    return issue.severity is Severity.MAJOR and issue.last(RectificationPlan) is None


def have_nothing_pending(issue: Issue, event: Close, context: Context) -> None:
    """What a merge left undecided is ruled on before closing."""
    if issue.pending:
        raise Refused("pending", number=issue.number, count=len(issue.pending))


def have_looked_back(issue: Issue, event: Close, context: Context) -> None:
    """The policy of the day may ask for a look-back passed since the acceptance."""
    if waits_for_look_back(issue, context, event.day):
        raise Refused("no-look-back", number=issue.number)


def waits_for_look_back(issue: Issue, context: Context, day: date) -> bool:
    """Whether an accepted issue still asks for a look-back under the policy of `day`."""
    asked = asks_for_look_back(issue.severity, context, day)
    return asked and issue.status is Status.ACCEPTED and not has_looked_back(issue)


def asks_for_look_back(severity: Severity, context: Context, day: date) -> bool:
    """Whether the policy of `day` asks for a look-back on issues of this severity."""
    rule = context.policy.look_back_on(day)
    return rule == "always" or (rule == "major" and severity is Severity.MAJOR)


def has_looked_back(issue: Issue) -> bool:
    """Whether a look-back was passed since the acceptance; true where nothing was accepted."""
    since = issue.since(Accept)
    return not since or any(isinstance(e, LookBack) and e.passed for e in since)


def be_voidable(issue: Issue, event: Void, context: Context) -> None:
    """Void before the notice or in dispute; later only as the duplicate of a living issue."""
    survivor = event.duplicate_of
    if survivor is None:
        if issue.status not in (Status.REGISTERED, Status.CONFIRMED, Status.DISPUTED):
            raise Refused("void-too-late", number=issue.number)
    elif survivor == issue.number or context.status_of(survivor) in (None, Status.VOIDED):
        raise Refused("no-survivor", number=issue.number, survivor=survivor)
    _not_survive(issue, context)


def _not_survive(issue: Issue, context: Context) -> None:
    """While others are void as its duplicates, an issue is the one that stands for them."""
    others = sorted(context.duplicates_of(issue.number))
    if others:
        raise Refused("is-survivor", number=issue.number, others=", ".join(others))


def amend_what_stands(issue: Issue, event: Amend, context: Context) -> None:
    """An amendment names what stands there, changes it, and leaves a lawful record."""
    new = amended_value(event.field, event.new)
    if event.field == "accept":
        current: object = issue.responsible.accept
    else:
        current = getattr(issue, event.field)
    if current != amended_value(event.field, event.old):
        raise Refused("amends-another-value", number=issue.number, field=event.field)
    if current == new:
        raise Refused("amends-nothing", number=issue.number, field=event.field)
    if event.field == "accept":
        _bodies_fit(issue, issue.responsible.rectify, str(new), context)
    elif event.field in ("place", "nature", "unit", "duty"):
        changed = issue.model_copy(update={event.field: new})
        _fit_amended(changed, event, context)


def stay_with_the_holder(issue: Issue, event: Amend, context: Context) -> None:
    """Another place is no other holder: what is confirmed changes hands by a handover alone."""
    if event.field != "place" or issue.status is Status.REGISTERED:
        return
    holders = [context.custody.holder(place, event.at) for place in (issue.place, str(event.new))]
    if holders[0] != holders[1]:
        places = {"old": context.name(issue.place), "new": context.name(str(event.new))}
        named = {"from_": context.name(holders[0]), "to": context.name(holders[1])}
        raise Refused("moves-custody", number=issue.number, **places, **named)


def leave_offers_alone(issue: Issue, event: Amend, context: Context) -> None:
    """While a place is offered, no issue goes out of its list or comes into it unlisted."""
    if event.field != "place":
        return
    for place in (issue.place, str(event.new)):
        offers = context.custody.offers_touching(place, event.at)
        if offers:
            facts = {"place": context.name(offers[0].place), "to": context.name(offers[0].to)}
            raise Refused("moves-while-offered", number=issue.number, **facts)


def _fit_amended(changed: Issue, event: Amend, context: Context) -> None:
    if changed.place not in context.places:
        raise Refused("unknown-place", number=changed.number, place=changed.place)
    if changed.unit.body is not None and changed.unit.body not in context.bodies:
        raise Refused("unknown-body", number=changed.number, body=changed.unit.body)
    if event.field == "nature":
        _fit_nature(changed, changed.nature, context)
    team = context.team(changed.found.team or "")
    by_team = event.field == "place" and team and event.for_ == changed.found.team
    if by_team and team and not covers(context.places, team, changed.place, event.day):
        raise Refused("not-your-place", number=changed.number, place=changed.place)


def not_be_supervised(issue: Issue, event: BaseEvent, context: Context) -> None:
    """Listed once."""
    if issue.supervised:
        raise Refused("already-supervised", number=issue.number)


def be_supervised(issue: Issue, event: BaseEvent, context: Context) -> None:
    """Only what is listed can be lifted."""
    if not issue.supervised:
        raise Refused("not-supervised", number=issue.number)
