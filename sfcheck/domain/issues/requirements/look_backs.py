"""When a look-back is asked for, and whether it was passed."""

from datetime import date

from sfcheck.domain.base.vocabulary import Severity, Status
from sfcheck.domain.issues.events import (
    Accept,
    Close,
    LookBack,
)
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.world.context import Context
from sfcheck.errors import Refused


def have_looked_back(issue: Issue, event: Close, context: Context) -> None:
    """The policy of the day may ask for a look-back passed since the acceptance."""
    if waits_for_look_back(issue, context, event.day):
        raise Refused("no-look-back", number=issue.number)


def waits_for_look_back(issue: Issue, context: Context, day: date) -> bool:
    """Whether an accepted issue still asks for a look-back under the policy of `day`."""
    asked = asks_for_look_back(issue.severity, context, day)
    return asked and issue.status is Status.ACCEPTED and not has_looked_back(issue)


def asks_for_look_back(severity: Severity, context: Context, day: date) -> bool:
    """Whether the policy of `day` asks for a look-back on issues of this severity."""
    rule = context.policy.look_back_on(day)
    return rule == "always" or (rule == "major" and severity is Severity.MAJOR)


def has_looked_back(issue: Issue) -> bool:
    """Whether a look-back was passed since the acceptance; true where nothing was accepted."""
    since = issue.since(Accept)
    return not since or any(isinstance(e, LookBack) and e.passed for e in since)
