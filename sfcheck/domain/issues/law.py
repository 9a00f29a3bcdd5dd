"""The law: one table of steps, `apply` for one step, `fold` for a whole life.

Nothing else decides what is legal. Commands call `apply` to make a step, `validate` and `verify`
call `refold` to derive a record again. Source: DESIGN §3; plan 二(四), 三(一), 四(二)–(三).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sfcheck.domain.base.vocabulary import OPEN, Outcome, Status, label
from sfcheck.domain.issues import days
from sfcheck.domain.issues import requirements as must
from sfcheck.domain.issues import separation as apart
from sfcheck.domain.issues.events import BaseEvent, Event
from sfcheck.domain.issues.hands import (
    ACCEPTING_BODY,
    CLERK,
    HEAD,
    HOLDER_TEAM,
    INSPECTOR,
    INVOLVED,
    RECTIFYING_BODY,
    REGISTRAR,
    TEAM_LEADER,
)
from sfcheck.domain.issues.order import event_digest, first_fork, in_order
from sfcheck.domain.issues.record import Issue, Pending, Responsible, amended_value, seal
from sfcheck.domain.world.context import Context
from sfcheck.domain.world.steps import OFFICER, Step, after
from sfcheck.errors import Refused
from sfcheck.language import _

S = Status


def _due(issue: Issue, event: Any) -> dict[str, Any]:
    return {"due": event.due} if event.due is not None else {}


def _responsible(issue: Issue, event: Any) -> dict[str, Any]:
    named = Responsible(rectify=event.rectify, accept=event.accept, assist=event.assist)
    return {"responsible": named, **_due(issue, event)}


def _amended(issue: Issue, event: Any) -> dict[str, Any]:
    if event.field == "accept":
        return {"responsible": issue.responsible.model_copy(update={"accept": event.new})}
    return {event.field: amended_value(event.field, event.new)}


def _settled(issue: Issue, event: Any) -> dict[str, Any]:
    left = tuple(p for p in issue.pending if p.event not in event.settles)
    return {"pending": left, **_due(issue, event)}


def _ruled(issue: Issue, event: Any) -> Status:
    if event.outcome is Outcome.SETTLED:
        return issue.status
    return S.RECTIFYING if event.outcome is Outcome.STANDS else S.VOIDED


def _looked_back(issue: Issue, event: Any) -> Status:
    return issue.status if event.passed else S.RECTIFYING


def _imported(issue: Issue, event: Any) -> Status:
    return Status(event.status)


STEPS: Mapping[str, Step] = {
    "register": Step(
        after(S.DRAFT),
        (INSPECTOR,),
        (must.be_complete, must.fit_the_registries),
        sees=(must.hold_the_place_still,),
        target=S.REGISTERED,
    ),
    "import": Step(
        after(S.DRAFT),
        (CLERK,),
        (must.keep_raw_cells, must.fit_the_registries, must.name_distinct_bodies),
        target=_imported,
        effect=_responsible,
    ),
    "confirm": Step(after(S.REGISTERED), (TEAM_LEADER,), target=S.CONFIRMED),
    "notify": Step(
        after(S.CONFIRMED, S.RECTIFYING),
        (TEAM_LEADER, OFFICER),
        (must.reach_unit_and_locality, must.name_distinct_bodies, days.not_be_past),
        target=S.RECTIFYING,
        effect=_responsible,
    ),
    "rectification-plan": Step(after(S.RECTIFYING), (RECTIFYING_BODY,)),
    "extend": Step(
        after(S.RECTIFYING),
        (ACCEPTING_BODY,),
        (days.be_asked_in_time, days.be_later),
        effect=_due,
    ),
    "object": Step(after(S.RECTIFYING), (RECTIFYING_BODY,), target=S.DISPUTED),
    "rule": Step(
        OPEN | after(S.CLOSED, S.VOIDED),
        (HEAD,),
        (must.rule_on_something, days.not_be_past),
        target=_ruled,
        effect=_settled,
    ),
    "submit": Step(
        after(S.RECTIFYING),
        (RECTIFYING_BODY,),
        (must.be_notified_again, must.have_plan_if_major, days.show_what_is),
        target=S.SUBMITTED,
    ),
    "return": Step(
        after(S.SUBMITTED),
        (ACCEPTING_BODY,),
        (days.not_be_past,),
        target=S.RECTIFYING,
        effect=_due,
    ),
    "accept": Step(
        after(S.SUBMITTED),
        (ACCEPTING_BODY,),
        (must.have_duty, must.be_notified_again, days.show_new_evidence, apart.be_another_hand),
        target=S.ACCEPTED,
    ),
    "look-back": Step(
        after(S.ACCEPTED, S.CLOSED),
        (HOLDER_TEAM, OFFICER),
        (apart.be_of_another_body, apart.be_another_hand, days.not_be_past),
        target=_looked_back,
        effect=_due,
    ),
    "close": Step(
        after(S.ACCEPTED),
        (OFFICER,),
        (
            must.have_nothing_pending,
            apart.be_another_hand,
            apart.be_no_party,
            must.have_looked_back,
        ),
        target=S.CLOSED,
    ),
    "reopen": Step(
        after(S.CLOSED),
        (HEAD, OFFICER),
        (days.not_be_past,),
        target=S.RECTIFYING,
        effect=_due,
    ),
    "void": Step(OPEN, (HEAD,), (must.be_voidable,), target=S.VOIDED),
    "amend": Step(
        OPEN,
        (REGISTRAR, HEAD),
        (must.stay_with_the_holder, must.amend_what_stands),
        effect=_amended,
        sees=(must.leave_offers_alone,),
    ),
    "supervise": Step(OPEN, (OFFICER,), (must.not_be_supervised,)),
    "lift": Step(OPEN, (OFFICER,), (must.be_supervised,)),
    "remind": Step(OPEN, (OFFICER,)),
    "note": Step(OPEN, (INVOLVED,)),
    "attach": Step(OPEN, (INVOLVED,)),
}
"""Every step of an issue; everything else is refused."""

_NOBODY = Responsible()

LAWS: Mapping[int, Mapping[str, Step]] = {1: STEPS}
"""Every law that was ever in force; `ledger.yaml` names the one it is under."""


def apply(issue: Issue, event: BaseEvent, context: Context) -> Issue:
    """Return `issue` after `event`; a new one is a `draft`.

    Raises `Refused`: `illegal-step`, `wrong-hand`, `wrong-order`, or the code of the requirement
    that does not hold.
    """
    if event.n != issue.next_n:
        raise Refused("wrong-order", number=issue.number, n=event.n, expected=issue.next_n)
    stepped = _step(issue, event, context)
    for requirement in LAWS[context.charter.law][event.do].sees:
        requirement(issue, event, context)
    return stepped


def _step(issue: Issue, event: BaseEvent, context: Context) -> Issue:
    law = LAWS[context.charter.law]
    step = law[event.do]
    if issue.status not in step.sources:
        raise Refused(
            "illegal-step",
            number=issue.number,
            step=label(event.do),
            status=label(issue.status),
            allowed=", ".join(label(do) for do in steps_from(issue.status, law)) or "–",
        )
    must.have_named(issue, event)
    if not any(hand.allows(issue, event, context) for hand in step.hands):
        raise Refused(
            "wrong-hand",
            number=issue.number,
            step=label(event.do),
            who=context.name(event.by),
            whom=context.name(event.for_),
            hands=_(" or ").join(_(hand.label) for hand in step.hands),
        )
    for requirement in step.requires:
        requirement(issue, event, context)
    status = step.target(issue, event) if callable(step.target) else step.target
    changes = step.effect(issue, event) if step.effect else {}
    changes["status"] = status or issue.status
    changes["events"] = (*issue.events, event)
    return issue.model_copy(update=changes)


def steps_from(status: Status, law: Mapping[str, Step] = STEPS) -> list[str]:
    """Return the steps that `status` allows, in the table's order."""
    return [do for do, step in law.items() if status in step.sources]


def stands_for(issue: Issue, event: BaseEvent, context: Context) -> str:
    """Return on whose behalf the author of `event` can act; if nobody's, the first hand's."""
    hands = LAWS[context.charter.law][event.do].hands
    named = [(hand, hand.stands_for(issue, event, context)) for hand in hands]
    for hand, whom in named:
        if whom and hand.allows(issue, event.model_copy(update={"for_": whom}), context):
            return whom
    return next((whom for _hand, whom in named if whom), context.overall)


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
    issue, seen = opening, 0
    for event in events:
        if event.n > seen + 1:
            raise Refused("wrong-order", number=issue.number, n=event.n, expected=seen + 1)
        seen = event.n
        try:
            issue = _step(issue, event, context)
        except Refused as refusal:
            unaware = _unaware(issue, event, context) if refusal.code in _CHANGED else None
            known = as_seen is not None and event_digest(event) not in as_seen
            if unaware and (known or issue.status is S.DRAFT):
                issue = unaware
            elif issue.status is S.DRAFT or not (unaware or (fork is not None and event.n >= fork)):
                raise
            else:
                issue = _left_pending(issue, event, refusal)
            if unaware and fork is None:
                fork = event.n
        yield issue
    if issue.status is S.DRAFT:
        raise Refused("wrong-order", number=issue.number, n=0, expected=1)


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
            after = _step(before, event.model_copy(update={"at": moment}), context)
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
        "status": S.DRAFT,
        "due": None,
        "responsible": _NOBODY,
        "pending": (),
        "digest": None,
        "events": (),
    }
    for event in reversed(issue.effective):
        if event.do == "amend" and event.field != "accept":
            undone[event.field] = amended_value(event.field, event.old)
    return issue.model_copy(update=undone)
