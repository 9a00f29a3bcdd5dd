"""The law of referrals: 督调 to organization, 督究 to discipline (plan 三(二), 三(三)).

「经自治区党委同意，自治区党委督查室将……移交」: the overall office proposes and transfers, and only
what the Party committee approved on paper, which an officer records. The receiving body verifies
the facts and decides, by its own officer or on paper that a clerk records; who proposed does
neither. The outcome comes back to the overall office. Nothing here decides anything.
"""

from sfcheck.domain.base.vocabulary import Office
from sfcheck.domain.facts import concerns, in_order
from sfcheck.domain.procedure.issued import number_in_form, number_is_free
from sfcheck.domain.procedure.law import DESK, Procedure
from sfcheck.domain.procedure.record import SealedEvent
from sfcheck.domain.referrals.record import (
    Approved,
    Decided,
    Proposed,
    Referral,
    Rejected,
    Returned,
    Transferred,
    Verified,
)
from sfcheck.domain.world.context import Context
from sfcheck.domain.world.steps import OFFICER, Hand, Step, after
from sfcheck.errors import Refused
from sfcheck.language import N_

STEPS = {
    "propose": N_("propose"),
    "approve": N_("approve"),
    "reject": N_("reject"),
    "withdraw": N_("withdraw"),
    "transfer": N_("transfer"),
    "verify": N_("verify the facts"),
    "decide": N_("decide"),
    "outcome": N_("acknowledge the outcome"),
}
"""The steps of a referral."""

STATES = {
    "propose": N_("proposed"),
    "approve": N_("approved by the Party committee"),
    "reject": N_("rejected"),
    "withdraw": N_("withdrawn"),
    "transfer": N_("transferred"),
    "verify": N_("facts verified"),
    "decide": N_("decided"),
    "outcome": N_("outcome acknowledged"),
}
"""Where a referral stands after each of its steps."""

DESTINATIONS = {
    "organization": N_("to the organization department"),
    "discipline": N_("to discipline inspection"),
}
"""Where a referral goes."""


def _receiver(record: Referral, event: SealedEvent, context: Context) -> str | None:
    transferred = record.last(Transferred)
    return transferred.receiver if transferred else None


def _speaks_for_receiver(record: Referral, event: Verified | Decided, context: Context) -> bool:
    if event.paper:
        return context.holds(event.by, Office.CLERK, event.day)
    home = context.people[event.by].home_on(event.day)
    return home == event.for_ and context.holds(event.by, Office(record.to), event.day)


RECEIVER = Hand(
    N_("an officer of the receiving body, or a clerk with its signed paper"),
    _receiver,
    _speaks_for_receiver,
)
"""The hand of who received it: its own officer for this office, whose home it is."""


def _cite_what_belongs(record: Referral, event: Proposed, context: Context) -> None:
    """Each fact is cited once, in order, is for the one it goes to, and is of an issue pinned."""
    keys = [in_order(fact) for fact in event.facts]
    cited = {fact.issue for fact in event.facts} | {f.earlier for f in event.facts if f.earlier}
    pinned = [line.number for line in event.pin.issues]
    if keys != sorted(set(keys)) or pinned != sorted(cited):
        raise Refused("referral-list", referral=record.id)
    for fact in event.facts:
        if not concerns(record.to, record.about, fact.kind, context.bodies):
            raise Refused(
                "referral-elsewhere", kind=fact.kind.value, about=context.name(record.about)
            )


def _answer_what_was_proposed(
    record: Referral, event: Approved | Rejected, context: Context
) -> None:
    """The committee's paper is signed after the proposal, not by who proposed, and not tomorrow."""
    proposed = record.last(Proposed)
    since = proposed.day if proposed else None
    if since is None or not since <= event.signed_on <= event.day:
        raise Refused("answered-when", signed=event.signed_on, since=since or "–", day=event.day)
    _apart_from_proposer(record, event.signatory, context)


def _issue_what_is_approved(record: Referral, event: Transferred, context: Context) -> None:
    """The letter is of the day of the approval or later, and goes to a body of the registry."""
    approved = record.last(Approved)
    if approved and event.issued_on < approved.signed_on:
        raise Refused("issued-when", issued=event.issued_on, signed=approved.signed_on)
    if event.receiver not in context.bodies:
        raise Refused("no-receiver", referral=record.id, receiver=event.receiver)


def _speak_of_every_fact(record: Referral, event: Verified, context: Context) -> None:
    """Of each fact it is said once, in order, whether it is verified."""
    if [each.fact for each in event.findings] != list(range(1, len(record.facts) + 1)):
        raise Refused("facts-left", referral=record.id, count=len(record.facts))


def _be_another_hand(record: Referral, event: Verified | Decided, context: Context) -> None:
    """Who proposed neither verifies nor decides."""
    _apart_from_proposer(record, event.hand, context)


def _apart_from_proposer(record: Referral, hand: str, context: Context) -> None:
    proposed = record.last(Proposed)
    if proposed and context.hands(hand) & context.hands(proposed.by):
        raise Refused("proposed-it", referral=record.id, who=context.name(hand))


def _concern_nobody_without_action(record: Referral, event: Decided, context: Context) -> None:
    """Where no instrument is applied, no person and no body is concerned."""
    if event.instrument is None and (event.persons or event.bodies):
        raise Refused("no-instrument", referral=record.id)


def _come_after_the_letter(record: Referral, event: Returned, context: Context) -> None:
    """The outcome came after the letter, and not tomorrow."""
    transferred = record.last(Transferred)
    since = transferred.issued_on if transferred else None
    if since is None or not since <= event.received_on <= event.day:
        raise Refused(
            "returned-when", received=event.received_on, since=since or "–", day=event.day
        )


REFERRAL = Procedure(
    name=N_("referral"),
    command="refer",
    folder="referrals",
    model=Referral,
    steps={
        "propose": Step(after(None), DESK, (_cite_what_belongs,)),
        "approve": Step(after("propose"), (OFFICER,), (_answer_what_was_proposed,)),
        "reject": Step(after("propose"), (OFFICER,), (_answer_what_was_proposed,)),
        "withdraw": Step(after("propose", "approve"), DESK),
        "transfer": Step(
            after("approve"), DESK, (number_in_form, _issue_what_is_approved), (number_is_free,)
        ),
        "verify": Step(after("transfer"), (RECEIVER,), (_be_another_hand, _speak_of_every_fact)),
        "decide": Step(
            after("verify"), (RECEIVER,), (_be_another_hand, _concern_nobody_without_action)
        ),
        "outcome": Step(after("decide"), DESK, (_come_after_the_letter,)),
    },
    names=STEPS,
    states=STATES,
    about=lambda referral, context: context.name(referral.about),
)
"""Every step of a referral; everything else is refused."""
