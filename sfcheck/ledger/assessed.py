"""The issues an assessment is about: those that a period may touch, or those it settled by."""

from collections.abc import Iterator
from pathlib import Path

from sfcheck.domain.assessing import Assessment, Settled
from sfcheck.domain.context import Context
from sfcheck.domain.issues import Issue
from sfcheck.domain.scores import opened, period_of
from sfcheck.domain.scoring import Period, Sheet, sheet
from sfcheck.errors import Refused
from sfcheck.ledger import layout
from sfcheck.ledger.queries import matching
from sfcheck.ledger.snapshot import at_commit
from sfcheck.ledger.store import Ledger
from sfcheck.ledger.terms import Condition

_TOUCHED = (
    "status NOT IN ('registered', 'voided') AND (status IN ('rectifying', 'disputed')"
    " OR found_on >= ? OR path IN (SELECT path FROM events WHERE day >= ?))"
)
"""What may cost anything from a day on: time runs there, it was found since, something happened."""


def touched(ledger: Ledger, period: Period) -> Iterator[Issue]:
    """Yield every issue that a period may have a line of, and others: the law tells them apart.

    Raises `Refused` where a record cannot be read.
    """
    first = period.first.isoformat()
    return matching(ledger, Condition(_TOUCHED, (first, first)))


def resettled(
    root: Path, assessment: Assessment, step: Settled, *, whole: bool = False
) -> tuple[Sheet, dict[str, Issue], Context]:
    """Return the sheet of a settlement, told anew from the commit it rests on.

    `whole`: from all issues of that commit, not only those it lists. Raises `Refused`:
    `score-commit`, `score-differs` where an issue is not as it is listed, and what is wrong with a
    record.
    """
    with at_commit(root, step.pin.commit) as then:
        if not then.exists(layout.CHARTER):
            raise Refused("score-commit", commit=step.pin.commit[:12], score=assessment.id)
        listed = {line.number: then.issue(line.number) for line in step.pin.issues}
        for line in step.pin.issues:
            if listed[line.number].digest != line.digest:
                raise Refused("score-differs", score=assessment.id)
        issues = then.issues() if whole else iter(listed.values())
        matrix, period = opened(assessment).matrix, period_of(assessment, step)
        found = sheet(issues, matrix, assessment.ratings, then.context, period)
    return found, listed, then.context
