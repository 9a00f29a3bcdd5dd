"""The law: one table of steps, and `apply` for one step.

Nothing else decides what is legal: commands call `apply` to make a step, `folding` derives a whole
life by it. Source: DESIGN §3; plan 二(四), 三(一), 四(二)–(三).
"""

from collections.abc import Mapping
from typing import Any

from sfcheck.domain.base.acts import BaseEvent
from sfcheck.domain.base.vocabulary import OPEN, Outcome, Status, label
from sfcheck.domain.issues.hands import (
    ACCEPTING_BODY,
    ADDRESSEE,
    CLERK,
    CLERK_OF_SOURCES,
    HEAD,
    HOLDER_TEAM,
    INSPECTOR,
    INVOLVED,
    RECTIFYING_BODY,
    REGISTRAR,
    TEAM_LEADER,
)
from sfcheck.domain.issues.record import Issue, Responsible, amended
from sfcheck.domain.issues.requirements import (
    amendments,
    competence,
    days,
    look_backs,
    notices,
    plans,
    registration,
    rulings,
    separation,
    supervision,
)
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
    return amended(issue, event.field, event.new)


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
        (
            registration.be_complete,
            registration.fit_the_registries,
            registration.be_of_another_house,
        ),
        first=(registration.name_place_and_team,),
        sees=(registration.hold_the_place_still,),
        target=S.REGISTERED,
    ),
    "import": Step(
        after(S.DRAFT),
        (CLERK,),
        (
            registration.keep_raw_cells,
            registration.fit_the_registries,
            notices.name_distinct_bodies,
        ),
        first=(registration.name_place_and_team,),
        target=_imported,
        effect=_responsible,
    ),
    "confirm": Step(after(S.REGISTERED), (TEAM_LEADER,), target=S.CONFIRMED),
    "notify": Step(
        after(S.CONFIRMED, S.RECTIFYING),
        (HEAD, OFFICER),
        (
            notices.reach_unit_and_locality,
            notices.name_distinct_bodies,
            competence.be_competent,
            days.be_counted,
            days.not_lengthen,
        ),
        sees=(days.follow_the_calendar,),
        target=S.RECTIFYING,
        effect=_responsible,
    ),
    "acknowledge": Step(
        after(S.RECTIFYING, S.DISPUTED, S.SUBMITTED, S.ACCEPTED),
        (ADDRESSEE,),
        (notices.be_received,),
        first=(notices.wait_for_receipt,),
    ),
    "seen-again": Step(
        after(S.RECTIFYING, S.DISPUTED, S.SUBMITTED, S.ACCEPTED),
        (HOLDER_TEAM, OFFICER),
        (separation.be_of_another_body, days.be_seen_since),
    ),
    "rectification-plan": Step(after(S.RECTIFYING), (RECTIFYING_BODY,)),
    "extend": Step(
        after(S.RECTIFYING),
        (ACCEPTING_BODY,),
        (days.be_asked_in_time, days.be_later, days.be_counted, days.keep_to_the_limits),
        first=(notices.have_acceptor,),
        sees=(days.follow_the_calendar,),
        effect=_due,
    ),
    "object": Step(after(S.RECTIFYING), (RECTIFYING_BODY,), target=S.DISPUTED),
    "rule": Step(
        OPEN | after(S.CLOSED, S.VOIDED),
        (HEAD,),
        (
            rulings.rule_on_something,
            days.not_be_past,
            days.be_counted,
            supervision.not_end_what_is_listed,
        ),
        first=(rulings.have_something_open,),
        sees=(days.follow_the_calendar,),
        target=_ruled,
        effect=_settled,
    ),
    "submit": Step(
        after(S.RECTIFYING),
        (RECTIFYING_BODY,),
        (days.show_what_is, notices.tell_of_elsewhere),
        first=(notices.be_notified_again, plans.have_plan_if_major),
        target=S.SUBMITTED,
    ),
    "return": Step(
        after(S.SUBMITTED),
        (ACCEPTING_BODY,),
        (days.not_be_past, days.be_counted),
        first=(notices.have_acceptor,),
        sees=(days.follow_the_calendar,),
        target=S.RECTIFYING,
        effect=_due,
    ),
    "accept": Step(
        after(S.SUBMITTED),
        (ACCEPTING_BODY,),
        (
            days.show_new_evidence,
            days.be_checked_since,
            separation.be_another_hand,
            separation.see_for_themselves,
        ),
        first=(notices.have_acceptor, notices.have_duty, notices.be_notified_again),
        target=S.ACCEPTED,
    ),
    "look-back": Step(
        after(S.SUBMITTED, S.ACCEPTED, S.CLOSED),
        (HOLDER_TEAM, OFFICER),
        (
            separation.be_of_another_body,
            separation.be_another_hand,
            days.not_be_past,
            days.be_counted,
            days.show_what_is_seen,
        ),
        sees=(days.follow_the_calendar,),
        target=_looked_back,
        effect=_due,
    ),
    "close": Step(
        after(S.ACCEPTED),
        (OFFICER,),
        (separation.be_another_hand, separation.be_no_party),
        first=(
            rulings.have_nothing_pending,
            look_backs.have_looked_back,
            supervision.not_be_listed,
        ),
        target=S.CLOSED,
    ),
    "reopen": Step(
        after(S.CLOSED),
        (HEAD, OFFICER),
        (days.not_be_past, days.be_counted),
        sees=(days.follow_the_calendar,),
        target=S.RECTIFYING,
        effect=_due,
    ),
    "void": Step(
        OPEN,
        (HEAD,),
        (rulings.be_voidable,),
        first=(rulings.not_survive, supervision.not_be_listed),
        target=S.VOIDED,
    ),
    "amend": Step(
        OPEN | after(S.VOIDED),
        (REGISTRAR, HEAD, CLERK_OF_SOURCES),
        (
            amendments.mend_a_chain_alone,
            amendments.stay_with_the_holder,
            amendments.amend_what_stands,
        ),
        first=(amendments.be_no_end,),
        effect=_amended,
        sees=(amendments.leave_offers_alone,),
    ),
    "supervise": Step(
        OPEN,
        (OFFICER,),
        (supervision.be_supervised_by_another,),
        first=(supervision.not_be_supervised,),
    ),
    "progress": Step(OPEN, (RECTIFYING_BODY,), first=(supervision.be_supervised,)),
    "lift": Step(
        OPEN,
        (OFFICER,),
        (supervision.be_accepted, separation.be_another_hand),
        first=(supervision.be_supervised,),
    ),
    "remind": Step(OPEN, (HOLDER_TEAM, OFFICER)),
    "note": Step(OPEN, (INVOLVED,)),
    "attach": Step(OPEN, (INVOLVED,)),
}
"""Every step of an issue; everything else is refused."""

LAWS: Mapping[int, Mapping[str, Step]] = {1: STEPS}
"""Every law that was ever in force; `ledger.yaml` names the one it is under."""


def apply(issue: Issue, event: BaseEvent, context: Context) -> Issue:
    """Return `issue` after `event`; a new one is a `draft`.

    Raises `Refused`: `illegal-step`, `wrong-hand`, `wrong-order`, `other-zone`, or the code
    of the requirement that does not hold.
    """
    if event.n != issue.next_n:
        raise Refused("wrong-order", number=issue.number, n=event.n, expected=issue.next_n)
    context.be_here(event.at)
    stepped = step(issue, event, context)
    for requirement in LAWS[context.charter.law][event.do].sees:
        requirement(issue, event, context)
    return stepped


def step(issue: Issue, event: BaseEvent, context: Context) -> Issue:
    """Return `issue` after `event`, whatever it had seen of others; raises `Refused` as `apply`."""
    law = LAWS[context.charter.law]
    row = law[event.do]
    if issue.status not in row.sources:
        raise Refused(
            "illegal-step",
            number=issue.number,
            step=label(event.do),
            status=label(issue.status),
            allowed=", ".join(label(do) for do in steps_from(issue.status, law)) or "–",
        )
    for requirement in row.first:
        requirement(issue, event, context)
    if not any(hand.allows(issue, event, context) for hand in row.hands):
        raise Refused(
            "wrong-hand",
            number=issue.number,
            step=label(event.do),
            who=context.name(event.by),
            whom=context.name(event.for_),
            hands=_(" or ").join(_(hand.label) for hand in row.hands),
        )
    for requirement in row.requires:
        requirement(issue, event, context)
    status = row.target(issue, event) if callable(row.target) else row.target
    changes = row.effect(issue, event) if row.effect else {}
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
