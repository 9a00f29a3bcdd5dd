"""Never the same hand: who rectified does not accept, who did either does not look back or close.

Requirements like those of `requirements.py`, each raising `Refused`. A person is known by id and
by name, since a paper's signatory is a name.
Plan 三(一): 谁被督查谁整改、谁主管谁验收、谁管总谁销号.
"""

from sfcheck.domain.base.vocabulary import Office
from sfcheck.domain.issues.events import Accept, BaseEvent, Close, LookBack, Submit
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.world.context import Context
from sfcheck.errors import Refused


def from_rectifying(issue: Issue, event: Accept, context: Context) -> None:
    """The person who accepts put forward none of the claims."""
    if _named(event, context) & _who_claimed(issue, context):
        raise Refused("same-hand", number=issue.number, who=context.name(event.hand))


def from_the_work(issue: Issue, event: LookBack, context: Context) -> None:
    """Nobody of the accepting or rectifying body looks back at its own work."""
    person = context.people[event.by]
    for body in (issue.responsible.rectify, issue.responsible.accept):
        if body is not None and (
            person.home_on(event.day) == body
            or person.holds(Office.DEPARTMENT_OFFICER, event.day, body)
        ):
            raise Refused("own-work", number=issue.number, who=person.name, body=context.name(body))


def from_all_before(issue: Issue, event: Close, context: Context) -> None:
    """Who claimed, accepted, recorded the acceptance or looked back since does not close."""
    taken = _who_claimed(issue, context)
    for earlier in issue.since(Accept):
        if isinstance(earlier, (Accept, LookBack)):
            taken |= {earlier.by} | _named(earlier, context)
    if _named(event, context) & taken:
        raise Refused("same-hand", number=issue.number, who=context.name(event.by))
    if event.for_ in (issue.responsible.rectify, issue.responsible.accept):
        raise Refused("same-body", number=issue.number, body=context.name(event.for_))


def _who_claimed(issue: Issue, context: Context) -> set[str]:
    claims = [event for event in issue.effective if isinstance(event, Submit)]
    return set().union(*(_named(claim, context) for claim in claims))


def _named(event: BaseEvent, context: Context) -> set[str]:
    return {event.hand, context.name(event.hand)}
