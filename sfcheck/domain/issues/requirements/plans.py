"""A major hazard is rectified by a plan (五落实)."""

from sfcheck.domain.base.vocabulary import Severity
from sfcheck.domain.issues.events import (
    RectificationPlan,
    Submit,
)
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.world.context import Context
from sfcheck.errors import Refused


def have_plan_if_major(issue: Issue, event: Submit, context: Context) -> None:
    """A major hazard is rectified by a plan (五落实)."""
    if waits_for_plan(issue):
        raise Refused("no-plan", number=issue.number)


def waits_for_plan(issue: Issue) -> bool:
    """Whether a major hazard has no plan yet."""
    return issue.severity is Severity.MAJOR and issue.last(RectificationPlan) is None
