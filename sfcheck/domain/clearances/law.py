"""The law of clearances: state, restate, compare, return, agree, drop (plan 一(三), 兜底清零).

「是否对生产经营单位自查、部门执法检查反馈问题整改情况组织排查验收、兜底清零」: the locality states
what was found and what is left, and party committee and government both sign for it; the overall
office compares that with the ledger. Whoever compares had no hand in the statement.
"""

from collections.abc import Iterable, Mapping

from sfcheck.domain.base.vocabulary import OPEN, Office, Status
from sfcheck.domain.clearances.record import (
    Agreed,
    Clearance,
    Compared,
    Counted,
    Difference,
    Statement,
    What,
)
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.procedure.law import CLERK, DESK, Beside, Procedure
from sfcheck.domain.procedure.record import SealedEvent
from sfcheck.domain.world.context import Context
from sfcheck.domain.world.places import lies_in
from sfcheck.domain.world.steps import OFFICER, Hand, Step, after
from sfcheck.errors import Refused
from sfcheck.language import N_

SELF_CHECK = "enterprise_self_check"
"""The source of what firms found themselves; all else was found by somebody's inspection."""

WHAT: Mapping[What, str] = {
    "self_checks": N_("found by self-checks"),
    "inspections": N_("found by inspections"),
    "still_open": N_("still open"),
    "unlisted": N_("open on the ledger, not in the statement"),
    "not_open": N_("in the statement, not open on the ledger"),
}
"""In what a statement and the ledger may differ."""
IN_NUMBER: tuple[What, ...] = ("self_checks", "inspections", "still_open")
"""What may be explained: the ledger need not have all that a locality found itself."""


def counted(issues: Iterable[Issue], clearance: Clearance, context: Context) -> Counted:
    """Return what a ledger has: of the period by who found it; open whenever it was found."""
    found, still_open = {True: 0, False: 0}, []
    for issue in issues:
        day = issue.found.on
        there = lies_in(context.places, issue.place, clearance.place, clearance.until)
        if not there or issue.status is Status.VOIDED or day > clearance.until:
            continue
        if day >= clearance.since:
            found[issue.found.source == SELF_CHECK] += 1
        if issue.status in OPEN:
            still_open.append(issue.number)
    return Counted(
        self_checks=found[True], inspections=found[False], open=tuple(sorted(still_open))
    )


def differences(stated: Statement, known: Counted) -> tuple[Difference, ...]:
    """Return in what a statement and the ledger do not agree."""
    ours, theirs = set(known.open), set(stated.open)
    unlisted, not_open = tuple(sorted(ours - theirs)), tuple(sorted(theirs - ours))
    told: list[tuple[What, int, int, tuple[str, ...]]] = [
        ("self_checks", stated.self_checks, known.self_checks, ()),
        ("inspections", stated.inspections, known.inspections, ()),
        ("still_open", stated.still_open, len(ours), ()),
        ("unlisted", 0, len(unlisted), unlisted),
        ("not_open", len(not_open), 0, not_open),
    ]
    return tuple(
        Difference(what=what, stated=said, counted=has, issues=issues)
        for what, said, has, issues in told
        if said != has
    )


def _for_locality(clearance: Clearance, event: SealedEvent, context: Context) -> str | None:
    """Return the body of the place whose officer acts; its last is the government."""
    bodies = context.governing(clearance.place)
    office = Office.DEPARTMENT_OFFICER
    own = (b.id for b in bodies if context.holds(event.by, office, event.day, b.id))
    return next(own, bodies[-1].id if bodies else None)


def _speaks_for_it(clearance: Clearance, event: SealedEvent, context: Context) -> bool:
    return context.holds(event.by, Office.DEPARTMENT_OFFICER, event.day, event.for_)


LOCALITY = Hand(N_("an officer of the locality"), _for_locality, _speaks_for_it)


def _be_of_a_locality(clearance: Clearance, event: Statement, context: Context) -> None:
    """The place has a body that answers for it, and the period was over when it was verified."""
    if not context.governing(clearance.place):
        raise Refused("no-locality", place=context.name(clearance.place))
    if not clearance.since <= clearance.until <= event.verified_on <= event.day:
        days = {"since": clearance.since, "until": clearance.until}
        raise Refused("clearance-days", **days, verified=event.verified_on, day=event.day)


def _be_signed_by_both(clearance: Clearance, event: Statement, context: Context) -> None:
    """Party committee and government each sign once, by two persons (党政同责)."""
    wanted = [body.id for body in context.governing(clearance.place)]
    if sorted(each.body for each in event.signed) != sorted(wanted):
        raise Refused("clearance-signed", bodies=", ".join(map(context.name, wanted)))
    hands = [context.hands(each.who) for each in event.signed]
    if len(hands) > 1 and hands[0] & hands[1]:
        raise Refused("clearance-one-hand", who=context.name(event.signed[0].who))


def _count_what_is_listed(clearance: Clearance, event: Statement, context: Context) -> None:
    """What is listed as open is counted among what is open, each once."""
    again = next((n for at, n in enumerate(event.open) if n in event.open[:at]), None)
    if again:
        raise Refused("visit-issue-again", number=again)
    if len(event.open) > event.still_open:
        raise Refused("clearance-open", listed=len(event.open), stated=event.still_open)


def _be_alone(clearance: Clearance, event: Statement, context: Context, beside: Beside) -> None:
    """No other statement of the place is about a day of this period."""
    for each in beside.of_the_period("clearances", clearance):
        if each.state != "drop":
            days = {"since": each.since, "until": each.until}
            raise Refused("cleared-already", clearance=each.id, **days)


def _be_another_hand(clearance: Clearance, event: SealedEvent, context: Context) -> None:
    """Who signed, verified or entered the statement judges nothing of it."""
    mine = context.hands(event.by)
    for said in clearance.events:
        if isinstance(said, Statement):
            for who in (*(each.who for each in said.signed), *said.verified_by):
                if mine & context.hands(who):
                    raise Refused("stated-it", who=context.name(event.by))


def _tell_what_differs(clearance: Clearance, event: Compared, context: Context) -> None:
    """What differs follows from the statement and from what was counted."""
    stated = clearance.statement
    if stated is None or event.differences != differences(stated, event.counted):
        raise Refused("clearance-differences", clearance=clearance.id)


def _explain_what_differs(clearance: Clearance, event: Agreed, context: Context) -> None:
    """Both call the same issues open; numbers that differ are explained."""
    compared = clearance.last(Compared)
    left = compared.differences if compared else ()
    listed = [number for each in left if each.what not in IN_NUMBER for number in each.issues]
    if listed:
        raise Refused("clearance-unsettled", clearance=clearance.id, issues=", ".join(listed))
    if left and event.explained is None:
        what = ", ".join(each.what for each in left)
        raise Refused("clearance-unexplained", clearance=clearance.id, what=what)


_STATED = (_be_of_a_locality, _be_signed_by_both, _count_what_is_listed)

CLEARANCE = Procedure(
    name=N_("clearance"),
    command="clear",
    folder="clearances",
    model=Clearance,
    steps={
        "state": Step(after(None), (LOCALITY, CLERK), _STATED, (_be_alone,)),
        "restate": Step(after("return"), (LOCALITY, CLERK), _STATED, (_be_alone,)),
        "compare": Step(
            after("state", "restate", "compare"), DESK, (_be_another_hand, _tell_what_differs)
        ),
        "return": Step(after("compare"), DESK, (_be_another_hand,)),
        "agree": Step(after("compare"), (OFFICER,), (_be_another_hand, _explain_what_differs)),
        "drop": Step(after("state", "restate", "compare", "return"), DESK),
    },
    names={
        "state": N_("statement"),
        "restate": N_("statement anew"),
        "compare": N_("compare with the ledger"),
        "return": N_("send back"),
        "agree": N_("agree"),
        "drop": N_("drop"),
    },
    states={
        "state": N_("stated"),
        "restate": N_("stated anew"),
        "compare": N_("compared"),
        "return": N_("sent back"),
        "agree": N_("agreed"),
        "drop": N_("dropped"),
    },
    about=lambda clearance, context: context.name(clearance.place),
)
"""The law of clearances."""
