"""What is deducted from whom (plan 三(四): 依据问题性质、影响程度等扣分), in tenths of points.

Every deduction is a line of its own, of one issue, by one rule, on one day. Caps take away from the
last lines first, so that what is left of each line is told and all lines together are the total.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from sfcheck.domain.base.vocabulary import ANSWERED_FOR, Status
from sfcheck.domain.facts import failures, lapses
from sfcheck.domain.issues.events import Confirm, Import
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.scores.bearers import BEARERS, BODY, PLACE, Bearer
from sfcheck.domain.world.context import Context
from sfcheck.domain.world.policy import FindingPoints, LateBand, Matrix
from sfcheck.language import N_


class Period(NamedTuple):
    """What happened from `first` through `last` is assessed, as far as it has by the day `on`."""

    first: date
    last: date
    on: date

    @property
    def end(self) -> date:
        """The last day that counts."""
        return min(self.last, self.on)

    def has(self, day: date) -> bool:
        """Whether a day counts."""
        return self.first <= day <= self.end


class Deduction(NamedTuple):
    """One line: whose, for which issue, by which rule, when; points in tenths, then after caps.

    `detail` is what the rule went by: the effect of a finding, the band of a lateness. `days` are
    the days late that it counts. `cap` names what took away from it: `issue` or the bearer's kind.
    """

    bearer: Bearer
    on: date
    number: str
    rule: str
    detail: str
    days: int
    points: int
    counted: int
    cap: str | None = None


class Aside(NamedTuple):
    """An issue named below the sheet: why its finding has no line, or not one of its own rating."""

    number: str
    why: str


class ScoreSheet(NamedTuple):
    """All lines, and the issues that are named below them."""

    lines: tuple[Deduction, ...]
    asides: tuple[Aside, ...]


RULES: Mapping[str, str] = {
    "finding": N_("problem found"),
    "recurrence": N_("came back after it was closed"),
    "late": N_("rectified late"),
    "look_back": N_("failed look-back: not rectified"),
    "acceptance": N_("failed look-back: accepted all the same"),
}
"""The rules, in the order of their lines on one day, and what each is called."""

ASIDES: Mapping[str, str] = {
    "unrated": N_("not rated: scored as the matrix says"),
    "unscored": N_("not rated: not scored until it is"),
    "no-points": N_("the matrix has no points for it"),
    "no-bearer": N_("nobody who is assessed answers for it"),
    "disputed": N_("disputed: scored as the finding stands until the head rules"),
}
"""Why an issue is named below the sheet."""


def tenths(points: str) -> int:
    """Return points as tenths, exactly."""
    whole, _point, part = points.partition(".")
    return 10 * int(whole) + int(part or 0)


def points(tenths: int) -> str:
    """Return tenths as points are written: `2`, `2.5`."""
    whole, part = divmod(tenths, 10)
    return f"{whole}.{part}" if part else str(whole)


# -- what costs how much -------------------------------------------------------------------------


def row_of(issue: Issue, matrix: Matrix) -> FindingPoints | None:
    """Return the row of the matrix for an issue: that of its nature before that of its duty."""
    fitting = [
        row
        for row in matrix.findings
        if row.duty is issue.duty
        and row.severity is issue.severity
        and row.nature in (None, issue.nature)
    ]
    return min(fitting, key=lambda row: row.nature is None, default=None)


def day_found(issue: Issue) -> date | None:
    """Return the day from which a finding counts: the leader answered for it; taken over, found.

    A problem found in December and confirmed in January is not lost between two sheets; one that
    an old list brings belongs to the year in which it was found.
    """
    for event in issue.effective:
        if isinstance(event, Import):
            return issue.found.on
        if isinstance(event, Confirm):
            return event.day
    return None


def _found(
    issue: Issue, matrix: Matrix, ratings: Mapping[str, str], context: Context, period: Period
) -> Iterator[Deduction | Aside]:
    on = day_found(issue)
    if on is None or not period.has(on):
        return
    effect = ratings.get(issue.number)
    if effect is None:
        effect = matrix.unrated
        yield Aside(issue.number, "unscored" if effect is None else "unrated")
    row = row_of(issue, matrix)
    if row is None or (effect is not None and effect not in row.points):
        yield Aside(issue.number, "no-points")
    elif effect is not None:
        yield from _line(issue, "finding", on, tenths(row.points[effect]), context, detail=effect)
    if issue.related and issue.related.recurs:
        more = tenths(matrix.recurrence)
        yield from _line(issue, "recurrence", on, more, context, detail=issue.related.recurs)
    if issue.status is Status.DISPUTED:
        yield Aside(issue.number, "disputed")


def _late(
    issue: Issue, matrix: Matrix, context: Context, period: Period
) -> Iterator[Deduction | Aside]:
    """Yield a line for each band that a lateness reached, of its days within the period."""
    starts = [band.from_day for band in matrix.late]
    for lapse in lapses(issue, context.policy, period.end):
        grace = context.policy.amount("overdue_grace_days", lapse.until) or 0
        due = lapse.due + timedelta(days=grace)
        for band, following in zip(matrix.late, [*starts, None][1:], strict=True):
            first = due + timedelta(days=band.from_day)
            last = due + timedelta(days=following - 1) if following else lapse.until
            begins, ends = max(first, period.first), min(last, lapse.until, period.end)
            days = (ends - begins).days + 1
            if days > 0:
                cost = days * tenths(band.per_day) + (tenths(band.points) if begins == first else 0)
                name, detail = lapse.rectify, band_name(band, following)
                yield from _line(
                    issue, "late", begins, cost, context, name=name, detail=detail, days=days
                )


def band_name(band: LateBand, following: int | None) -> str:
    """Return the days a band is of: `1-30`, `31-`."""
    return f"{band.from_day}-{following - 1 if following else ''}"


def _looked_back(
    issue: Issue, matrix: Matrix, context: Context, period: Period
) -> Iterator[Deduction | Aside]:
    costs = matrix.look_back
    for rectify, _claim, acceptance, look_back in failures(issue):
        if period.has(on := look_back.day):
            cost, other = tenths(costs.rectified), tenths(costs.accepted)
            yield from _line(issue, "look_back", on, cost, context, name=rectify)
            if acceptance:
                yield from _line(issue, "acceptance", on, other, context, name=acceptance.for_)


def _line(
    issue: Issue,
    rule: str,
    on: date,
    cost: int,
    context: Context,
    *,
    name: str = "",
    detail: str = "",
    days: int = 0,
) -> Iterator[Deduction | Aside]:
    if not cost:
        return
    bearer = BEARERS[rule](issue, name, context, on)
    if bearer is None:
        yield Aside(issue.number, "no-bearer")
    else:
        yield Deduction(bearer, on, issue.number, rule, detail, days, cost, cost)


# -- the sheet -----------------------------------------------------------------------------------


def sheet(
    issues: Iterable[Issue],
    matrix: Matrix,
    ratings: Mapping[str, str],
    context: Context,
    period: Period,
) -> ScoreSheet:
    """Return what issues cost in a period: every line after caps, in order, and what is said aside.

    The order in which `issues` come makes no difference.
    """
    lines: list[Deduction] = []
    asides: set[Aside] = set()
    for issue in issues:
        if issue.status not in ANSWERED_FOR:
            continue
        for each in (
            *_found(issue, matrix, ratings, context, period),
            *_late(issue, matrix, context, period),
            *_looked_back(issue, matrix, context, period),
        ):
            if isinstance(each, Aside):
                asides.add(each)
            else:
                lines.append(each)
    return ScoreSheet(tuple(_capped(sorted(lines, key=_order), matrix)), tuple(sorted(asides)))


def _order(line: Deduction) -> tuple[object, ...]:
    rule = list(RULES).index(line.rule)
    return (line.bearer.kind, line.bearer.code, line.on, line.number, rule, line.detail)


def _capped(lines: Iterable[Deduction], matrix: Matrix) -> Iterator[Deduction]:
    """Yield lines with what caps leave of each: first that of an issue, then that of its bearer."""
    caps = matrix.caps
    most = {BODY: caps.each_body, PLACE: caps.each_place}
    by_issue: dict[tuple[Bearer, str], int] = defaultdict(int)
    by_bearer: dict[Bearer, int] = defaultdict(int)
    for line in lines:
        left, cap = line.points, None
        for name, limit, spent in (
            ("issue", caps.each_issue, by_issue[line.bearer, line.number]),
            (line.bearer.kind, most[line.bearer.kind], by_bearer[line.bearer]),
        ):
            if limit is not None and left > (room := max(0, tenths(limit) - spent)):
                left, cap = room, name
        by_issue[line.bearer, line.number] += left
        by_bearer[line.bearer] += left
        yield line._replace(counted=left, cap=cap)


def totals(lines: Iterable[Deduction]) -> dict[Bearer, int]:
    """Return what is deducted from each, in tenths of points, in order of kind and code."""
    found: dict[Bearer, int] = defaultdict(int)
    for line in lines:
        found[line.bearer] += line.counted
    return dict(sorted(found.items()))
