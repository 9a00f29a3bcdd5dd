"""Whose hand may do what: for each hand, on whose behalf it acts and the test of the person.

Plan 三(一): 谁督查谁建账、谁被督查谁整改、谁主管谁验收、谁管总谁销号.
"""

from sfcheck.domain.base.acts import BaseEvent, BodyEvent
from sfcheck.domain.base.vocabulary import Office, Status
from sfcheck.domain.issues.events import Acknowledge, Amend
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.issues.requirements.notices import waiting_receipts
from sfcheck.domain.world.context import Context
from sfcheck.domain.world.steps import Hand, holds
from sfcheck.language import N_


def _team(issue: Issue, event: BaseEvent, context: Context) -> str | None:
    return issue.found.team


def _home(issue: Issue, event: BaseEvent, context: Context) -> str | None:
    person = context.people.get(event.by)
    return (person.home_on(event.day) if person else None) or context.overall


def _holder(issue: Issue, event: BaseEvent, context: Context) -> str | None:
    return context.custody.holder(issue.place, event.at)


def _head_for(issue: Issue, event: BaseEvent, context: Context) -> str | None:
    return context.answers(issue.place, event.at)[0]


def _rectify(issue: Issue, event: BaseEvent, context: Context) -> str | None:
    return issue.responsible.rectify


def _accept(issue: Issue, event: BaseEvent, context: Context) -> str | None:
    return issue.responsible.accept


def _addressee(issue: Issue, event: BaseEvent, context: Context) -> str | None:
    if isinstance(event, Acknowledge):
        return event.addressee
    return next(iter(waiting_receipts(issue)), None)


def _received(issue: Issue, event: BaseEvent, context: Context) -> bool:
    on_paper = isinstance(event, BodyEvent) and event.paper
    governing = () if on_paper else context.governing(event.for_)
    return _speaks_for_body(issue, event, context) or any(
        context.holds(event.by, Office.DEPARTMENT_OFFICER, event.day, body.id) for body in governing
    )


def _inspects_now(issue: Issue, event: BaseEvent, context: Context) -> bool:
    return context.inspects(event.by, event.for_, issue.place, event.day)


def _leads(issue: Issue, event: BaseEvent, context: Context) -> bool:
    return context.leader(event.for_, event.day) == event.by


def _speaks_for_body(issue: Issue, event: BaseEvent, context: Context) -> bool:
    if isinstance(event, BodyEvent) and event.paper:
        return context.holds(event.by, Office.CLERK, event.day)
    return context.holds(event.by, Office.DEPARTMENT_OFFICER, event.day, event.for_)


def _heads_place(issue: Issue, event: BaseEvent, context: Context) -> bool:
    return context.head(issue.place, event.at) == event.by


def _seated(issue: Issue, event: BaseEvent, context: Context) -> bool:
    return context.seated(event.by, event.for_, event.day)


def _registered_it(issue: Issue, event: BaseEvent, context: Context) -> bool:
    return issue.status is Status.REGISTERED and issue.events[0].by == event.by


def _concerned(issue: Issue, event: BaseEvent, context: Context) -> str | None:
    """Return the team of the issue the person sits in, or the body the person speaks for."""
    for team in (issue.found.team, context.custody.holder(issue.place, event.at)):
        if team is not None and context.seated(event.by, team, event.day):
            return team
    for body in (issue.responsible.rectify, issue.responsible.accept):
        if body is not None and context.holds(event.by, Office.DEPARTMENT_OFFICER, event.day, body):
            return body
    return None


def _concerned_or_home(issue: Issue, event: BaseEvent, context: Context) -> str | None:
    return _concerned(issue, event, context) or _home(issue, event, context)


def _involved(issue: Issue, event: BaseEvent, context: Context) -> bool:
    return (
        _concerned(issue, event, context) is not None
        or context.holds(event.by, Office.CLERK, event.day)
        or context.holds(event.by, Office.OVERALL_OFFICER, event.day)
    )


def _amends_source(issue: Issue, event: BaseEvent, context: Context) -> bool:
    of_source = isinstance(event, Amend) and event.field == "source"
    return of_source and context.holds(event.by, Office.CLERK, event.day)


INSPECTOR = Hand(N_("a member of the team that inspects this place now"), _team, _inspects_now)
TEAM_LEADER = Hand(N_("the leader of the team that registered it"), _team, _leads)
CLERK = Hand(N_("a clerk"), _home, holds(Office.CLERK))
CLERK_OF_SOURCES = Hand(N_("a clerk, for the source alone"), _home, _amends_source)
RECTIFYING_BODY = Hand(
    N_("the rectifying body, or a clerk with its signed paper"), _rectify, _speaks_for_body
)
ADDRESSEE = Hand(
    N_("an addressee of the notice, or a clerk with its receipt"), _addressee, _received
)
ACCEPTING_BODY = Hand(
    N_("the accepting body, or a clerk with its signed paper"), _accept, _speaks_for_body
)
HEAD = Hand(N_("the head of the place"), _head_for, _heads_place)
HOLDER_TEAM = Hand(N_("a member of the team that holds the place"), _holder, _seated)
REGISTRAR = Hand(N_("who registered it, until it is confirmed"), _team, _registered_it)
INVOLVED = Hand(
    N_("anyone involved: team, holder, clerk, overall office, the bodies it concerns"),
    _concerned_or_home,
    _involved,
)
