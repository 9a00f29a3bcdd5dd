"""The law of bulletins: draft, consolidate, sign off, publish, in that order (plan 三(一)).

「报送自治区党委督查室梳理汇总，经自治区党委领导审签后印发」: every step is one of the overall
office (管总, the 督查室; the charter's `secretariat` reports on inspectors, not here). Any clerk
drafts, for teams send their problems in by their clerks. The office's own people put it together
and issue it: an officer, or a clerk whose home it is. A leader of the Party committee signs on
paper and need not be on the roster; that is recorded by an officer, who answers for it.

What is put together is pinned to a commit, so that what was signed is what is issued. Putting it
together again, before it is issued, makes an earlier sign-off void; until then it may be dropped.
"""

from collections import Counter

from sfcheck.domain.base.vocabulary import ANSWERED_FOR, BULLETIN_STATES, BULLETIN_STEPS
from sfcheck.domain.bulletins.record import Bulletin, Consolidated, Coverage, Published, Signed
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.procedure.issued import number_in_form, number_is_free
from sfcheck.domain.procedure.law import CLERK, DESK, Procedure
from sfcheck.domain.procedure.record import SealedEvent
from sfcheck.domain.world.context import Context
from sfcheck.domain.world.places import within
from sfcheck.domain.world.steps import OFFICER, Step, after
from sfcheck.errors import Refused
from sfcheck.language import N_


def covers(scope: Coverage, issue: Issue, context: Context) -> bool:
    """Whether a bulletin with this scope lists an issue."""
    return (
        issue.status in ANSWERED_FOR
        and (scope.round is None or (issue.found.team or "").startswith(f"{scope.round}/"))
        and (scope.place is None or scope.place in within(context.places, issue.place))
        and (scope.duty is None or issue.duty is scope.duty)
        and (scope.severity is None or issue.severity is scope.severity)
    )


def _cover_what_there_is(bulletin: Bulletin, event: SealedEvent, context: Context) -> None:
    """Round and place are those of the ledger."""
    scope = bulletin.scope
    if scope.round is not None and scope.round not in context.rounds:
        raise Refused("bulletin-scope", bulletin=bulletin.id, what=scope.round)
    if scope.place is not None and scope.place not in context.places:
        raise Refused("bulletin-scope", bulletin=bulletin.id, what=scope.place)


def _pin_each_once(bulletin: Bulletin, event: Consolidated, context: Context) -> None:
    """The list names each issue once, in order."""
    counted = Counter(line.number for line in event.pin.issues)
    if list(counted) != sorted(counted) or any(count > 1 for count in counted.values()):
        raise Refused("bulletin-list", bulletin=bulletin.id)


def _demand_in_time(bulletin: Bulletin, event: Consolidated, context: Context) -> None:
    """Nothing is demanded by a day that is past."""
    late = [demand.due for demand in event.demands if demand.due < event.day]
    if late:
        raise Refused("demand-past", due=late[0], day=event.day)


def _sign_what_is_there(bulletin: Bulletin, event: Signed, context: Context) -> None:
    """It is signed after it was put together, and not later than it is recorded."""
    put = bulletin.last(Consolidated)
    if put is None or not put.day <= event.signed_on <= event.day:
        since = put.day if put else "–"
        raise Refused("signed-when", signed=event.signed_on, since=since, day=event.day)


def _issue_what_is_signed(bulletin: Bulletin, event: Published, context: Context) -> None:
    """It is issued on the day it was signed or later."""
    signed = bulletin.last(Signed)
    if signed and event.issued_on < signed.signed_on:
        raise Refused("issued-when", issued=event.issued_on, signed=signed.signed_on)


BULLETIN = Procedure(
    name=N_("bulletin"),
    command="bulletin",
    folder="bulletins",
    model=Bulletin,
    steps={
        "draft": Step(after(None), (OFFICER, CLERK), (_cover_what_there_is,)),
        "consolidate": Step(
            after("draft", "consolidate", "sign"), DESK, (_pin_each_once, _demand_in_time)
        ),
        "sign": Step(after("consolidate"), (OFFICER,), (_sign_what_is_there,)),
        "publish": Step(
            after("sign"), DESK, (number_in_form, _issue_what_is_signed), (number_is_free,)
        ),
        "drop": Step(after("draft", "consolidate", "sign"), DESK),
    },
    names=BULLETIN_STEPS,
    states=BULLETIN_STATES,
    about=lambda bulletin, context: bulletin.title,
)
"""Every step of a bulletin; everything else is refused."""
