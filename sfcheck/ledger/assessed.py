"""The issues an assessment is about: those that a period may touch, or those it settled by."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sfcheck.domain.base.records import digest, dump
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.procedure.pins import pinned
from sfcheck.domain.scores.law import opened, period_of
from sfcheck.domain.scores.record import Assessment, Settled
from sfcheck.domain.scores.sheet import Period, ScoreSheet, points, sheet, totals
from sfcheck.domain.world.context import Context
from sfcheck.domain.world.policy import Matrix
from sfcheck.errors import Refused
from sfcheck.ledger.conditions import Condition
from sfcheck.ledger.files import layout
from sfcheck.ledger.queries import matching
from sfcheck.ledger.snapshot import at_commit
from sfcheck.ledger.store import Ledger

_TOUCHED = (
    "status NOT IN ('registered', 'voided') AND (status IN ('rectifying', 'disputed')"
    " OR found_on >= ? OR path IN (SELECT path FROM events WHERE day >= ?))"
)
"""What may cost anything from a day on: time runs there, it was found since, something happened."""


class SheetTold(NamedTuple):
    """A sheet, the issues it names by number, and what was in force around them."""

    sheet: ScoreSheet
    issues: Mapping[str, Issue]
    context: Context

    @property
    def digest(self) -> str:
        """The SHA-256 of the numbers and digests of the issues; raises `bulletin-unsealed`."""
        return digest([dump(line) for line in pinned(self.issues.values())])

    @property
    def totals(self) -> list[dict[str, Any]]:
        """The totals as a settlement records them."""
        counts = Counter(line.bearer for line in self.sheet.lines)
        return [
            {each.kind: each.code, "points": points(whole), "lines": counts[each]}
            for each, whole in totals(self.sheet.lines).items()
        ]


def touched(ledger: Ledger, period: Period) -> Iterator[Issue]:
    """Yield every issue that a period may have a line of, and others: the law tells them apart.

    Raises `Refused` where a record cannot be read.
    """
    first = period.first.isoformat()
    return matching(ledger, Condition(_TOUCHED, (first, first)))


def resettled(root: Path, assessment: Assessment, event: Settled) -> SheetTold:
    """Return the sheet of a settlement, told anew from the commit it rests on.

    Raises `Refused`: `score-commit`, and what is wrong with a record.
    """
    begun, period = opened(assessment), period_of(assessment, event)
    with at_commit(root, event.commit) as then:
        if not then.exists(layout.CHARTER):
            raise Refused("score-commit", commit=event.commit[:12], score=assessment.id)
        return told(then.issues(), begun.matrix, assessment.ratings, then.context, period)


def told(
    issues: Iterable[Issue],
    matrix: Matrix,
    ratings: Mapping[str, str],
    context: Context,
    period: Period,
) -> SheetTold:
    """Return the sheet that issues make, with those it names."""
    kept: dict[str, Issue] = {}

    def keeping() -> Iterator[Issue]:
        for issue in issues:
            kept[issue.number] = issue
            yield issue

    made = sheet(keeping(), matrix, ratings, context, period)
    numbers = {line.number for line in made.lines} | {aside.number for aside in made.asides}
    return SheetTold(made, {number: kept[number] for number in sorted(numbers)}, context)
