"""Who may be referred: the facts that are on record, by whom they are about, of what kind.

The index says which issues may have a fact; these alone are read, and their events tell.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from sfcheck.domain.base.vocabulary import ANSWERED_FOR
from sfcheck.domain.facts import GROUNDS, Bodies, Fact, FactKind, concerns, facts, in_order
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.referrals.record import referred
from sfcheck.domain.world.policy import Policy
from sfcheck.ledger.files import bulk
from sfcheck.ledger.index.answers import answer
from sfcheck.ledger.index.keeping import Index
from sfcheck.ledger.queries import Query, unreadable
from sfcheck.ledger.store import Ledger

_LAPSED = """
SELECT DISTINCT path FROM (
  SELECT path, due, lead(day) OVER (PARTITION BY path ORDER BY position) AS ended
  FROM events WHERE effective = 1 AND (due IS NOT NULL OR action = 'submit')
) WHERE due < coalesce(ended, ?)
"""
"""Issues of which a due date passed before the next step that ends it; some may be none."""

_LISTED = (
    "SELECT DISTINCT path FROM events WHERE effective = 1 AND action IN ('supervise', 'seen-again')"
)
_FAILED = "SELECT DISTINCT path FROM events WHERE effective = 1 AND passed = 0"
_OF_BODIES = "SELECT path FROM issues WHERE duty IN ('regulator', 'territory') AND body IS NOT NULL"
_CLOSINGS = """
SELECT issues.number, issues.unit, issues.uscc, issues.nature, issues.standard, issues.clause,
  events.day
FROM events JOIN issues ON issues.path = events.path
WHERE events.action = 'close' AND events.effective = 1 AND issues.status <> 'voided'
ORDER BY events.day, issues.number
"""
_FOUND = """
SELECT path, number, unit, uscc, nature, standard, clause, found_on, recurs, status FROM issues
"""


class Case(NamedTuple):
    """A fact, whom it is about, what its issue says of itself, and where it was referred by."""

    about: str
    fact: Fact
    title: str
    status: str
    referral: str | None = None


class Candidate(NamedTuple):
    """Somebody on whom as many facts of a kind are on record as the policy asks for.

    One at least was not referred yet; those that were bear the number of their referral.
    """

    to: str
    about: str
    name: str
    kind: FactKind
    threshold: int
    cases: Sequence[Case]


def candidates(ledger: Ledger, to: str | None, today: date) -> list[Candidate]:
    """Return who may be referred (`to` one of the two only), with the facts, as of `today`.

    Raises `Refused` where a record cannot be read: a part is not given for the whole.
    """

    def ask(index: Index) -> tuple[list[str], Mapping[str, str | None]]:
        return unreadable(index, Query()), _worth_reading(index, today)

    broken, worth = answer(ledger.root, ask)
    for path in broken:
        ledger.load(Issue, path)
    told = referred(ledger.referrals)
    shared = _Shared(ledger.root, worth, ledger.policy, ledger.bodies, today)
    known: dict[tuple[str, FactKind], list[Case]] = defaultdict(list)
    for cases in bulk.spread(_cases, shared, sorted(worth)):
        for case in cases:
            known[case.about, case.fact.kind].append(case)
    found = []
    for destination in (to,) if to else GROUNDS:
        for (about, kind), cases in sorted(known.items()):
            threshold = ledger.policy.amount(f"refer_{kind}", today) or 1
            if not concerns(destination, about, kind, ledger.bodies) or len(cases) < threshold:
                continue
            marked = [c._replace(referral=told.get((destination, c.fact))) for c in cases]
            if not all(case.referral for case in marked):
                name = ledger.context.name(about)
                marked.sort(key=lambda case: in_order(case.fact))
                found.append(Candidate(destination, about, name, kind, threshold, marked))
    return found


def returned(ledger: Ledger) -> dict[str, str]:
    """Return the issues that came back, each with the closed one it came back from, by number."""
    return {Path(path).stem: number for path, number in answer(ledger.root, _returned).items()}


class _Shared(NamedTuple):
    """What is needed to tell facts from records: which to read beside each, and the rules."""

    root: Path
    worth: Mapping[str, str | None]
    policy: Policy
    bodies: Bodies
    today: date


def _cases(shared: _Shared, paths: Sequence[str]) -> list[Case]:
    ledger = Ledger(shared.root)
    return [case for path in paths for case in _of_issue(ledger, shared, path)]


def _of_issue(ledger: Ledger, shared: _Shared, path: str) -> Iterator[Case]:
    issue, before = ledger.load(Issue, path), shared.worth[path]
    earlier = ledger.issue(before) if before else None
    for about, fact in facts(issue, earlier, shared.policy, shared.bodies, shared.today):
        yield Case(about, fact, issue.title, issue.status)


def _worth_reading(index: Index, today: date) -> dict[str, str | None]:
    """Return the records that may hold a fact, each with the one it may have come back from."""
    plain = [
        *index.all(_LAPSED, today.isoformat()),
        *index.all(_FAILED),
        *index.all(_LISTED),
        *index.all(_OF_BODIES),
    ]
    return {**dict.fromkeys(path for (path,) in plain), **_returned(index)}


def _returned(index: Index) -> dict[str, str]:
    """Return the issues that came back, by path, with the number of the one they came back from.

    The one an issue names itself goes before; else it is the one closed last before it was found.
    """
    by_unit: dict[tuple[str, ...], list[tuple[str, str, str | None]]] = defaultdict(list)
    closed: dict[str, str] = {}
    for number, unit, uscc, *measured, day in index.all(_CLOSINGS):
        closed.setdefault(number, day)
        for key in _keys(unit, uscc, *measured):
            by_unit[key].append((day, number, uscc))
    found = {}
    for path, number, unit, uscc, *measured, found_on, recurs, status in index.all(_FOUND):
        if status not in ANSWERED_FOR:
            continue
        if recurs and closed.get(recurs, found_on) < found_on:
            found[path] = recurs
            continue
        likely = [
            _last(by_unit[key], found_on, uscc)
            for key in _keys(unit, uscc, *measured)
            if key in by_unit
        ]
        last = max(filter(None, likely), default=None)
        if last and last[1] != number:
            found[path] = last[1]
    return found


def _keys(
    unit: str, uscc: str | None, nature: str | None, standard: str | None, clause: str | None
) -> Iterator[tuple[str, ...]]:
    """Yield under what an issue is looked up: its unit by name and code, what it is measured by."""
    for who in (("name", unit), ("uscc", uscc or "")):
        if who[1] and nature:
            yield (*who, "nature", nature)
        if who[1] and standard and clause:
            yield (*who, "clause", standard, clause)


def _last(
    closings: Sequence[tuple[str, str, str | None]], before: str, uscc: str | None
) -> tuple[str, str] | None:
    """Return day and number of the last closing before a day, at a unit of no other code."""
    for at in range(bisect_left(closings, (before,)) - 1, -1, -1):
        day, number, other = closings[at]
        if not (uscc and other and uscc != other):
            return day, number
    return None
