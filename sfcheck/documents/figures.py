"""Figures of a round, a place or a team: pure data, counted from issues and handovers.

A voided issue was found, but is no issue: all that stands is counted without it. How far an issue
has come is told by where it stands now, so one that failed its look-back is no longer among the
accepted.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sfcheck.documents.paper import Rate
from sfcheck.documents.rates import Tenths, percent, shares
from sfcheck.documents.scope import Scope
from sfcheck.documents.waiting import Waiting, waiting
from sfcheck.domain.context import Context
from sfcheck.domain.events import LookBack
from sfcheck.domain.issues import Issue
from sfcheck.domain.outline import Flat, outline
from sfcheck.domain.vocabulary import Duty, Mode, Severity, Status

REACHED: Mapping[str, frozenset[Status]] = {
    "confirmed": frozenset(Status) - {Status.DRAFT, Status.REGISTERED, Status.VOIDED},
    "notified": frozenset(
        {Status.RECTIFYING, Status.DISPUTED, Status.SUBMITTED, Status.ACCEPTED, Status.CLOSED}
    ),
    "submitted": frozenset({Status.SUBMITTED, Status.ACCEPTED, Status.CLOSED}),
    "accepted": frozenset({Status.ACCEPTED, Status.CLOSED}),
    "closed": frozenset({Status.CLOSED}),
    "voided": frozenset({Status.VOIDED}),
}
"""Which issues have come so far, by status: claimed, checked and closed are three things."""

RATES: Mapping[str, tuple[str, str]] = {
    "confirmed": ("confirmed", "valid"),
    "notified": ("notified", "valid"),
    "submitted": ("submitted", "notified"),
    "accepted": ("accepted", "notified"),
    "closed": ("closed", "notified"),
    "overdue": ("overdue", "open"),
    "look_backs_failed": ("look_backs_failed", "look_backs"),
    "looked_back_failed": ("looked_back_failed", "looked_back"),
}
"""Each rate: which count it is of which."""

BREAKDOWNS: Mapping[str, tuple[Callable[[Issue], str | None], Sequence[str]]] = {
    "duty": (lambda issue: issue.duty, tuple(Duty)),
    "severity": (lambda issue: issue.severity, tuple(Severity)),
    "mode": (lambda issue: issue.found.mode, tuple(Mode)),
    "place": (lambda issue: issue.place, ()),
    "round": (lambda issue: issue.found.team and issue.found.team.partition("/")[0], ()),
    "team": (lambda issue: issue.found.team, ()),
}
"""Each breakdown: the key of an issue, and the keys that are shown even where there is none."""


@dataclass(frozen=True)
class Part:
    """One line of a breakdown; `share` is of the whole breakdown, `key` None where not named."""

    key: str | None
    count: int
    share: Tenths
    major: int = 0
    open: int = 0
    overdue: int = 0
    closed: int = 0


@dataclass(frozen=True)
class Figures:
    """All figures of a scope on a day.

    `counts` and `rates` by name; `parts` by breakdown; `issues` are the flat values of every
    issue, `late` those overdue with the days; `waits` what each open one waits for.
    """

    scope: Scope
    on: date
    counts: Mapping[str, int]
    rates: Mapping[str, Rate]
    parts: Mapping[str, Sequence[Part]]
    issues: Sequence[Mapping[str, Flat]]
    late: Mapping[str, int]
    waits: Sequence[Waiting]


def figures(scope: Scope, every: Iterable[Issue], context: Context, at: datetime) -> Figures:
    """Return the figures of a scope from the issues of a ledger, as they stand at a moment."""
    everything = sorted(every, key=lambda issue: issue.number)
    today = at.date()
    grace = context.policy.amount("overdue_grace_days", today) or 0
    found = [issue for issue in everything if scope.has(issue)]
    valid = [issue for issue in found if issue.status is not Status.VOIDED]
    late = {
        issue.number: (today - issue.due).days
        for issue in found
        if issue.due is not None and issue.overdue(today, grace)
    }
    looks = _look_backs(valid)
    reached = [issue for issue in everything if scope.reach(issue)]
    own_looks = [event for event in _look_backs(reached) if event.for_ in scope.teams]
    numbers = {issue.number for issue in reached}
    handed = [each for each in context.handovers if each.state == "receive"]
    lists = [(each, sum(line.number in numbers for line in each.issues)) for each in handed]
    counts = {
        "found": len(found),
        "valid": len(valid),
        **{name: _standing(found, statuses) for name, statuses in REACHED.items()},
        "open": sum(issue.open for issue in found),
        "overdue": len(late),
        "look_backs": len(looks),
        "look_backs_passed": sum(event.passed for event in looks),
        "look_backs_failed": sum(not event.passed for event in looks),
        "looked_back": len(own_looks),
        "looked_back_failed": sum(not event.passed for event in own_looks),
        **{mode.value: sum(issue.found.mode is mode for issue in valid) for mode in Mode},
        "taken_over": sum(count for each, count in lists if each.to in scope.teams),
        "handed_on": sum(count for each, count in lists if each.from_ in scope.teams),
    }
    parts = {"status": _parts(found, lambda issue: issue.status, tuple(Status)[1:], late)}
    for name in scope.breakdowns:
        key, keys = BREAKDOWNS[name]
        parts[name] = _parts(valid, key, scope.teams if name == "team" else keys, late)
    waits = (waiting(issue, context, at) for issue in found)
    return Figures(
        scope=scope,
        on=today,
        counts=counts,
        rates={name: Rate(counts[count], counts[of]) for name, (count, of) in RATES.items()},
        parts=parts,
        issues=[outline(issue, context.places, today, grace) for issue in found],
        late=late,
        waits=[wait for wait in waits if wait is not None],
    )


def _look_backs(issues: Iterable[Issue]) -> list[LookBack]:
    return [event for i in issues for event in i.effective if isinstance(event, LookBack)]


def _standing(issues: Iterable[Issue], statuses: frozenset[Status]) -> int:
    return sum(issue.status in statuses for issue in issues)


def _parts(
    issues: Sequence[Issue],
    key: Callable[[Issue], str | None],
    keys: Sequence[str],
    late: Mapping[str, int],
) -> list[Part]:
    """Return the lines of a breakdown: `keys` in their order, then others by code, none last."""
    groups: dict[str | None, list[Issue]] = {known: [] for known in keys}
    for issue in sorted(issues, key=lambda issue: (key(issue) is None, key(issue) or "")):
        groups.setdefault(key(issue), []).append(issue)
    counted = shares([len(group) for group in groups.values()])
    return [
        Part(
            key=name,
            count=len(group),
            share=share,
            major=sum(issue.severity is Severity.MAJOR for issue in group),
            open=sum(issue.open for issue in group),
            overdue=sum(issue.number in late for issue in group),
            closed=_standing(group, REACHED["closed"]),
        )
        for (name, group), share in zip(groups.items(), counted, strict=True)
    ]


def plain(found: Figures) -> dict[str, Any]:
    """Return figures as plain data, for JSON and for templates; rates in percent or None."""
    return {
        found.scope.kind: found.scope.id,
        "name": found.scope.name,
        "start": found.scope.start.isoformat() if found.scope.start else None,
        "end": found.scope.end.isoformat() if found.scope.end else None,
        "on": found.on.isoformat(),
        **found.counts,
        "rates": {
            name: {"count": rate.count, "of": rate.of, "percent": percent(rate.tenths)}
            for name, rate in found.rates.items()
        },
        **{
            f"by_{name}": [
                {**vars(part), "share": percent(part.share)} for part in found.parts[name]
            ]
            for name in found.parts
        },
        "issues": [dict(issue) for issue in found.issues],
        "late": dict(found.late),
        "waiting": [{**vars(wait), "since": wait.since.isoformat()} for wait in found.waits],
    }
