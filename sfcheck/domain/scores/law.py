"""The law of assessments: open, rate, settle (plan 三(四), 督“考”合一).

Every step is one of the body the charter names for it (`assessment`, the 督检考办), by its
assessment officers. How far an issue's effect (影响程度) reaches is in no record and no program may
guess it: the office rates it, and says why. Before it is settled, a sheet shows what it would be;
what is settled rests on one commit, and nothing that happens later changes it.
"""

from collections import Counter

from sfcheck.domain.base.vocabulary import SCORE_STATES, SCORE_STEPS, Office
from sfcheck.domain.procedure.law import Beside, Procedure
from sfcheck.domain.procedure.record import SealedEvent
from sfcheck.domain.scores.bearers import BODY, PLACE, Bearer
from sfcheck.domain.scores.record import Assessment, Opened, Rated, Settled, Total
from sfcheck.domain.scores.sheet import Period
from sfcheck.domain.world.context import Context
from sfcheck.domain.world.steps import Hand, Step, after, holds
from sfcheck.errors import Refused
from sfcheck.language import N_


def opened(assessment: Assessment) -> Opened:
    """Return the event that opened an assessment, which every one on record begins with."""
    first = assessment.events[0]
    if not isinstance(first, Opened):
        raise Refused("score-unopened", score=assessment.id)
    return first


def period_of(assessment: Assessment, event: SealedEvent) -> Period:
    """Return the period of an assessment, as far as it had come at an event."""
    begun = opened(assessment)
    return Period(begun.first, begun.last, event.day)


def bearer_of(total: Total) -> Bearer:
    """Return whose total it is."""
    return Bearer(PLACE, total.place) if total.place else Bearer(BODY, total.body or "")


def _be_of_its_year(assessment: Assessment, event: Opened, context: Context) -> None:
    """The period lies within the year that is assessed, and does not end before it begins."""
    if event.first > event.last or {f"{event.first:%Y}", f"{event.last:%Y}"} != {assessment.year}:
        facts = {"first": event.first, "last": event.last, "year": assessment.year}
        raise Refused("score-period", **facts)


def _rest_on_a_decision(assessment: Assessment, event: Opened, context: Context) -> None:
    """The matrix is one the office decided on."""
    if event.matrix.is_example:
        raise Refused("score-by-example")


def _rate_by_the_matrix(assessment: Assessment, event: Rated, context: Context) -> None:
    """The effect is one that the matrix knows, and no issue is named twice."""
    known = [effect.code for effect in opened(assessment).matrix.effects]
    if event.effect not in known:
        raise Refused("no-such-effect", effect=event.effect, known=", ".join(known))
    twice = [number for number, count in Counter(event.issues).items() if count > 1]
    if twice:
        raise Refused("rated-twice", number=twice[0])


def _settle_what_is_over(assessment: Assessment, event: Settled, context: Context) -> None:
    """The period is over: whatever is late is late to its end."""
    last = opened(assessment).last
    if event.day <= last:
        raise Refused("score-not-over", score=assessment.id, last=last)


def _list_each_once(assessment: Assessment, event: Settled, context: Context) -> None:
    """Bearers stand once among the totals, in order."""
    bearers = [bearer_of(total) for total in event.totals]
    whole = all((total.body is None) != (total.place is None) for total in event.totals)
    if bearers != sorted({*bearers}) or not whole:
        raise Refused("score-list", score=assessment.id)


def _overlap_none(assessment: Assessment, event: Opened, context: Context, beside: Beside) -> None:
    """No day is assessed twice."""
    for _procedure, each in beside.proceedings(SCORE.folder):
        if each.id == assessment.id or each.state == "drop":
            continue
        begun = opened(each)
        if begun.first <= event.last and event.first <= begun.last:
            raise Refused("score-taken", score=each.id, first=begun.first, last=begun.last)


OFFICER = Hand(
    N_("an officer of the assessment office"),
    lambda record, event, context: context.charter.offices.assessment,
    holds(Office.ASSESSMENT),
)

SCORE = Procedure(
    name=N_("assessment"),
    command="score",
    folder="scores",
    model=Assessment,
    steps={
        "open": Step(
            after(None), (OFFICER,), (_be_of_its_year, _rest_on_a_decision), (_overlap_none,)
        ),
        "rate": Step(after("open", "rate"), (OFFICER,), (_rate_by_the_matrix,)),
        "settle": Step(after("open", "rate"), (OFFICER,), (_settle_what_is_over, _list_each_once)),
        "drop": Step(after("open", "rate"), (OFFICER,)),
    },
    names=SCORE_STEPS,
    states=SCORE_STATES,
    about=lambda assessment, context: "",
)
"""Every step of an assessment; everything else is refused."""
