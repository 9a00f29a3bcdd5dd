"""What is on record against a body or unit, as facts with event and day; no judgement.

Plan 三(二), 三(三): the organization department is told of the duty system not being performed, the
discipline inspection of what is found again and again (屡查不改) and rectified in appearance
(虚假整改). Which facts are weighty, and whether they are true, is for people to say.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, NamedTuple

from pydantic import Field

from sfcheck.domain.base.records import NumberText, Record
from sfcheck.domain.base.vocabulary import ANSWERED_FOR, Duty, Status
from sfcheck.domain.issues.events import (
    DEMANDING,
    Accept,
    Close,
    Extend,
    Import,
    Lift,
    LookBack,
    Notify,
    SeenAgain,
    Submit,
    Supervise,
)
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.world.policy import Policy
from sfcheck.domain.world.roster import Body
from sfcheck.language import N_

Bodies = Mapping[str, Body]


class FactKind(StrEnum):
    """Of what kind a fact is."""

    DUTY = "duty"
    OVERDUE = "overdue"
    SUPERVISED = "supervised"
    ACCEPTANCE = "acceptance"
    RECURRENCE = "recurrence"
    SEEN_AGAIN = "seen_again"
    FALSE = "false_rectification"


KINDS: Mapping[str, str] = {
    FactKind.DUTY: N_("duty not performed"),
    FactKind.OVERDUE: N_("overdue"),
    FactKind.SUPERVISED: N_("overdue under supervision"),
    FactKind.ACCEPTANCE: N_("accepted, and failed at the look-back"),
    FactKind.RECURRENCE: N_("found again after closing"),
    FactKind.SEEN_AGAIN: N_("found there again, unsolved"),
    FactKind.FALSE: N_("suspected false rectification"),
}
"""What the kinds are called."""

GROUNDS: Mapping[str, tuple[FactKind, ...]] = {
    "organization": (FactKind.DUTY, FactKind.OVERDUE, FactKind.SUPERVISED, FactKind.ACCEPTANCE),
    "discipline": (
        FactKind.RECURRENCE,
        FactKind.SEEN_AGAIN,
        FactKind.FALSE,
        FactKind.OVERDUE,
        FactKind.SUPERVISED,
    ),
}
"""Which kinds are told to whom: 履行安全生产工作责任制不到位; 屡查不改、虚假整改等问题."""


class Fact(Record):
    """One fact: of what kind, by which event of which issue, since when.

    `on` is the due date that passed, the day of the finding, or of the look-back. `earlier` is
    the closed issue that a recurrence came back from.
    """

    kind: FactKind
    issue: NumberText
    event: Annotated[int, Field(ge=1)]
    on: date
    earlier: NumberText | None = None


def in_order(fact: Fact) -> tuple[str, date, int, int]:
    """Return the key by which facts are listed."""
    return (fact.issue, fact.on, fact.event, list(FactKind).index(fact.kind))


class Lapse(NamedTuple):
    """A day that passed before what was due was done: until when, and who was to rectify."""

    due: date
    until: date
    event: int
    rectify: str


def subject(name: str, bodies: Bodies) -> str:
    """Return the id of the body called `name`; a unit of no registry is called as it is."""
    if name in bodies:
        return name
    called = (b.id for b in bodies.values() if name in (b.name, b.short, *b.aliases))
    return next(called, name)


def concerns(to: str, whom: str, kind: FactKind, bodies: Bodies) -> bool:
    """Whether a kind of fact about somebody is for the organization department or discipline.

    The organization department adjusts leading bodies and officials: those of the registry.
    """
    return kind in GROUNDS[to] and (to != "organization" or whom in bodies)


def facts(
    issue: Issue, earlier: Issue | None, policy: Policy, bodies: Bodies, today: date
) -> Iterator[tuple[str, Fact]]:
    """Yield what is on record of an issue, each fact with whom it is about.

    `earlier` is the issue it may have come back from. What is void, or what nobody answers for
    yet, says nothing.
    """
    if issue.status not in ANSWERED_FOR:
        return
    first, unit = issue.effective[0].n, subject(issue.unit.body or issue.unit.name, bodies)
    if issue.duty in (Duty.REGULATOR, Duty.TERRITORY) and issue.unit.body:
        yield unit, _fact(FactKind.DUTY, issue, first, issue.found.on)
    for lapse in lapses(issue, policy, today):
        whom = subject(lapse.rectify, bodies)
        yield whom, _fact(FactKind.OVERDUE, issue, lapse.event, lapse.due)
        if _supervised(issue, lapse):
            yield whom, _fact(FactKind.SUPERVISED, issue, lapse.event, lapse.due)
    for event in issue.effective:
        if isinstance(event, SeenAgain):
            yield unit, _fact(FactKind.SEEN_AGAIN, issue, event.n, event.on)
    for listing in overdue_listings(issue, today):
        whom = subject(listing.rectify, bodies)
        yield whom, _fact(FactKind.SUPERVISED, issue, listing.event, listing.due)
    if earlier and came_back(issue, earlier):
        known = {"earlier": earlier.number}
        yield (
            unit,
            _fact(FactKind.RECURRENCE, issue, first, issue.found.on).model_copy(update=known),
        )
    for rectify, _claim, acceptance, look_back in failures(issue):
        told = [(rectify, FactKind.FALSE)] if not look_back.rectified else []
        if acceptance:
            told += [(acceptance.for_, kind) for _whom, kind in told]
            told.append((acceptance.for_, FactKind.ACCEPTANCE))
        for whom, kind in told:
            yield subject(whom, bodies), _fact(kind, issue, look_back.n, look_back.day)


def lapses(issue: Issue, policy: Policy, today: date) -> Iterator[Lapse]:
    """Yield the due dates that passed before anything was submitted, as of `today`.

    Days of grace are those of the day on which it ended. An extension that was asked for in time
    is no lapse, however late it was granted.
    """
    standing: Lapse | None = None
    rectify = ""
    for event in issue.effective:
        due = event.due if isinstance(event, (*DEMANDING, Extend)) else None
        if standing and (due or isinstance(event, Submit)):
            ended = event.asked_on if isinstance(event, Extend) else event.day
            yield from _late(standing, ended, policy)
            standing = None
        if isinstance(event, (Notify, Import)):
            rectify = event.rectify
        claimed = isinstance(event, Import) and event.status == "submitted"
        if due and not claimed:
            standing = Lapse(due, today, event.n, rectify)
    if standing and issue.status in (Status.RECTIFYING, Status.DISPUTED):
        yield from _late(standing, today, policy)


def _late(standing: Lapse, until: date, policy: Policy) -> Iterator[Lapse]:
    grace = policy.amount("overdue_grace_days", until) or 0
    if (until - standing.due).days > grace:
        yield standing._replace(until=until)


def _supervised(issue: Issue, lapse: Lapse) -> bool:
    """Whether an issue was listed for supervision on some day of a lapse."""
    since: date | None = None
    for event in issue.effective:
        if isinstance(event, Supervise):
            since = event.day
        elif event.do == "lift" and since:
            if since <= lapse.until and lapse.due < event.day:
                return True
            since = None
    return since is not None and since <= lapse.until


def overdue_listings(issue: Issue, today: date) -> Iterator[Lapse]:
    """Yield the listings for supervision that were not lifted by their own day.

    Where nobody was named yet who rectifies, it was the unit.
    """
    standing: Lapse | None = None
    rectify = issue.unit.body or issue.unit.name
    for event in issue.effective:
        if isinstance(event, (Notify, Import)):
            rectify = event.rectify
        elif isinstance(event, Supervise):
            standing = Lapse(event.until, today, event.n, rectify)
        elif isinstance(event, Lift) and standing:
            if standing.due < event.accepted_on:
                yield standing._replace(until=event.accepted_on)
            standing = None
    if standing and standing.due < today:
        yield standing


def came_back(issue: Issue, earlier: Issue) -> Close | None:
    """Return the last closing of `earlier` before the day on which `issue` was found, if it is one.

    It came back where it says so itself, or was found at the same unit under the same point to
    look for, or the same clause.
    """
    said = issue.related is not None and issue.related.recurs == earlier.number
    if earlier.status is Status.VOIDED or not (said or alike(issue, earlier)):
        return None
    closings = [e for e in earlier.effective if isinstance(e, Close) and e.day < issue.found.on]
    return closings[-1] if closings else None


def alike(one: Issue, other: Issue) -> bool:
    """Whether two issues are of one unit, and of one nature or one clause of a standard."""
    if one.unit.uscc and other.unit.uscc:
        same_unit = one.unit.uscc == other.unit.uscc
    else:
        same_unit = one.unit.name == other.unit.name
    same_nature = one.nature is not None and one.nature == other.nature
    return same_unit and (
        same_nature or (_clause(one) is not None and _clause(one) == _clause(other))
    )


def _clause(issue: Issue) -> tuple[str, str] | None:
    measured = issue.criterion
    return (measured.standard, measured.clause) if measured and measured.clause else None


class Failure(NamedTuple):
    """A look-back that failed: who had claimed, by what, and how that was accepted, if it was."""

    rectify: str
    claim: Submit | Import | None
    acceptance: Accept | None
    look_back: LookBack


def failures(issue: Issue) -> Iterator[Failure]:
    """Yield each look-back that failed.

    Only one that found it not rectified shows a claim false: measures that lack, or a problem
    that is not solved at its root, may follow upon honest work.
    """
    rectify, claim, acceptance = "", None, None
    for event in issue.effective:
        if isinstance(event, (Notify, Import)):
            rectify = event.rectify
        elif isinstance(event, Accept):
            acceptance = event
        elif isinstance(event, LookBack) and not event.passed:
            yield Failure(rectify, claim, acceptance, event)
        if isinstance(event, (Submit, Import)):
            claim, acceptance = event, None


def _fact(kind: FactKind, issue: Issue, event: int, on: date) -> Fact:
    return Fact(kind=kind, issue=issue.number, event=event, on=on)
