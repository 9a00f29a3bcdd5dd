"""Who bears a deduction: departments and localities, never firms (plan 三(四))."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from sfcheck.domain.base.vocabulary import Duty
from sfcheck.domain.facts import subject
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.world.context import Context
from sfcheck.domain.world.places import successor

BODY, PLACE = "body", "place"


class Bearer(NamedTuple):
    """Who bears a deduction: a `body` or a `place` (各市、县（区）和区直部门), by its code."""

    kind: str
    code: str


def locality(issue: Issue, context: Context, day: date) -> Bearer | None:
    """Return the county or city nearest to an issue, as it is on a day; the region is none."""
    code = successor(context.places, issue.place, day)
    known = context.places.get(code)
    return Bearer(PLACE, code) if known and known.level != "region" else None


def of_body(code: str | None, context: Context) -> Bearer | None:
    """Return who bears what a body of the registry answers for; a locality bears as its place.

    Firms, groups of them, and what has nobody above it bear nothing: the assessment is of
    departments and localities.
    """
    body = context.bodies.get(code or "")
    if body is None or body.superior is None or body.kind == "enterprise_group":
        return None
    return Bearer(PLACE, body.place) if body.of_locality and body.place else Bearer(BODY, body.id)


def of_unit(issue: Issue, name: str, context: Context, day: date) -> Bearer | None:
    """Return who bears a finding: the inspected body; for firms and lesser offices their locality.

    Where the duty is the territory's, always the locality.
    """
    inspected = None if issue.duty is Duty.TERRITORY else of_body(issue.unit.body, context)
    return inspected or locality(issue, context, day)


def of_rectifier(issue: Issue, name: str, context: Context, day: date) -> Bearer | None:
    """Return who bears what was rectified late or badly: who was told to, else as the finding."""
    return of_body(subject(name, context.bodies), context) or of_unit(issue, name, context, day)


def of_acceptor(issue: Issue, name: str, context: Context, day: date) -> Bearer | None:
    """Return the body that had accepted what a look-back found unsolved (谁主管谁验收)."""
    return of_body(name, context)


BEARERS: Mapping[str, Callable[[Issue, str, Context, date], Bearer | None]] = {
    "finding": of_unit,
    "recurrence": of_unit,
    "late": of_rectifier,
    "look_back": of_rectifier,
    "acceptance": of_acceptor,
}
"""Who bears the deductions of each rule, where an issue or a step names somebody.

A finding is borne by who was inspected, lateness by who was told to rectify (谁被督查谁整改), an
acceptance that a look-back refutes by who accepted (谁主管谁验收). Firms are not assessed: theirs
is borne by the locality, whose part it is to see to it (兜底清零, plan 一(三)).
"""
