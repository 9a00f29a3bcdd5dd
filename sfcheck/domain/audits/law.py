"""The law of audits: plan, draw, conclude, drop (plan 二(四): 回头看、三个不放过).

Whoever closes cannot choose what is looked at again: the list is fixed first, a public value of a
day to come decides. What is found is found by look-backs, under the law of issues.
"""

from collections.abc import Iterable, Iterator

from sfcheck.domain.audits.bounds import clopper_pearson
from sfcheck.domain.audits.drawing import drawn
from sfcheck.domain.audits.record import Audit, Concluded, Drawn, Looked, Planned
from sfcheck.domain.base.records import digest
from sfcheck.domain.base.vocabulary import Status
from sfcheck.domain.issues.events import Close, LookBack
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.procedure.law import DESK, Beside, Procedure
from sfcheck.domain.world.context import Context
from sfcheck.domain.world.places import lies_in
from sfcheck.domain.world.steps import OFFICER, Step, after
from sfcheck.errors import Refused
from sfcheck.language import N_


def closed_there(issues: Iterable[Issue], audit: Audit, context: Context) -> tuple[str, ...]:
    """Return what is closed in the place, and was closed in the period, by number."""
    return tuple(
        sorted(
            issue.number
            for issue in issues
            if issue.status is Status.CLOSED
            and lies_in(context.places, issue.place, audit.place, audit.until)
            and (closing := issue.last(Close))
            and audit.since <= closing.day <= audit.until
        )
    )


def sample(audit: Audit, value: str) -> tuple[str, ...]:
    """Return what a public value draws from the list of an audit."""
    planned = audit.last(Planned)
    if planned is None:
        return ()
    seed = digest({"audit": audit.id, "frame": list(planned.frame), "value": value.strip()})
    return drawn(planned.frame, planned.size, seed)


def looked_at(audit: Audit, issues: Iterable[Issue]) -> Iterator[Looked]:
    """Yield what the first look-back after the draw found of each issue that was drawn."""
    draw = audit.last(Drawn)
    for issue in issues:
        for event in issue.effective:
            if draw and isinstance(event, LookBack) and event.at > draw.at:
                yield Looked(number=issue.number, event=event.n, passed=event.passed)
                break


def _fix_the_list(audit: Audit, event: Planned, context: Context) -> None:
    """The list is in order, larger than the sample, of a period that is over; the value unknown."""
    if list(event.frame) != sorted(set(event.frame)) or event.size > len(event.frame):
        raise Refused("audit-frame", size=event.size, count=len(event.frame))
    if not audit.since <= audit.until <= event.day:
        raise Refused("audit-days", since=audit.since, until=audit.until)
    if event.public_on <= event.day:
        raise Refused("audit-public", on=event.public_on)


def _be_alone(audit: Audit, event: Planned, context: Context, beside: Beside) -> None:
    """No other audit of the place is about a day of this period: nobody draws until it suits."""
    for each in beside.of_the_period("audits", audit):
        if each.state != "drop":
            raise Refused("audited-already", audit=each.id, since=each.since, until=each.until)


def _follow_from_the_value(audit: Audit, event: Drawn, context: Context) -> None:
    """The value is of its day, and the sample is what it draws."""
    planned = audit.last(Planned)
    if planned and event.day < planned.public_on:
        raise Refused("audit-early", on=planned.public_on)
    if event.drawn != sample(audit, event.value):
        raise Refused("audit-drawn", audit=audit.id)


def _follow_from_what_was_seen(audit: Audit, event: Concluded, context: Context) -> None:
    """Each that was drawn was looked at, and the bounds follow from what was found."""
    draw = audit.last(Drawn)
    asked = set(draw.drawn) if draw else set()
    seen = [each.number for each in event.looked]
    if sorted(seen) != sorted(asked):
        left = ", ".join(sorted(asked - set(seen))) or "–"
        raise Refused("audit-waits", audit=audit.id, issues=left)
    false = sum(not each.passed for each in event.looked)
    if (event.false, event.lower, event.upper) != (false, *clopper_pearson(false, len(seen))):
        raise Refused("audit-rate", audit=audit.id)


def _about(audit: Audit, context: Context) -> str:
    return f"{context.name(audit.place)}, {audit.since} – {audit.until}"


AUDIT = Procedure(
    name=N_("audit"),
    command="audit",
    folder="audits",
    model=Audit,
    steps={
        "plan": Step(after(None), DESK, (_fix_the_list,), (_be_alone,)),
        "draw": Step(after("plan"), DESK, (_follow_from_the_value,)),
        "conclude": Step(after("draw"), (OFFICER,), (_follow_from_what_was_seen,)),
        "drop": Step(after("plan"), DESK),
    },
    names={
        "plan": N_("plan"),
        "draw": N_("draw"),
        "conclude": N_("conclude"),
        "drop": N_("drop"),
    },
    states={
        "plan": N_("planned"),
        "draw": N_("drawn"),
        "conclude": N_("concluded"),
        "drop": N_("dropped"),
    },
    about=_about,
)
"""The law of audits."""
