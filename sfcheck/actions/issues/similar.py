"""Is it on the list already, or has it come back? Likeness of words and criterion (plan 四(三)).

接续督查、避免重复: an open issue that reads alike is to be continued, a closed one that came back
is linked by `recurs`. Nothing is refused here: people decide.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sfcheck.domain.base.vocabulary import OPEN, Status
from sfcheck.domain.issues.record import Issue
from sfcheck.ledger.conditions import among
from sfcheck.ledger.index.answers import hint
from sfcheck.ledger.index.keeping import Index
from sfcheck.ledger.store import Ledger

SAME_CRITERION = 20
"""How much less alike the words need be where unit, standard and clause are the same."""


class Likeness(NamedTuple):
    """An issue on file that reads like a new one; `score` from 0 to 100."""

    number: str
    title: str
    status: Status
    found_on: date
    score: int


def similar(ledger: Ledger, drafts: Sequence[Issue], today: date) -> list[list[Likeness]]:
    """Return for each draft the issues on file that read like it, the most alike first.

    Looked at are issues of the same unit, or of the same place, found within the policy's
    `similarity_days`, whose title or description is at least `similarity_threshold` alike, or
    `SAME_CRITERION` less where it is the same clause at the same unit; where the policy has no
    threshold nothing is likened.
    """
    threshold = ledger.policy.amount("similarity_threshold", today)
    if threshold is None or not drafts:
        return [[] for _draft in drafts]
    days = ledger.policy.amount("similarity_days", today)
    oldest = today - timedelta(days=days) if days is not None else date.min
    known = _known(ledger, drafts, oldest)
    return [_alike(draft, known, threshold) for draft in drafts]


class _KnownIssues(NamedTuple):
    """What likeness is told by, of an issue on file: columns of the index."""

    number: str
    title: str
    status: str
    found_on: str
    place: str
    unit: str
    uscc: str | None
    standard: str | None
    clause: str | None
    description: str


def _known(ledger: Ledger, drafts: Sequence[Issue], oldest: date) -> list[_KnownIssues]:
    """Return the issues of the places or units of the drafts, as the last commit has them."""
    alike = (
        among("place", {draft.place for draft in drafts}),
        among("unit", {draft.unit.name for draft in drafts}),
        among("uscc", {draft.unit.uscc for draft in drafts if draft.unit.uscc}),
    )
    asked = (
        f"SELECT {', '.join(_KnownIssues._fields)} FROM likeness "
        f"WHERE ({' OR '.join(each.sql for each in alike)}) AND found_on >= ? ORDER BY number"
    )
    values = [value for each in alike for value in each.values]

    def ask(index: Index) -> list[_KnownIssues]:
        return list(map(_KnownIssues._make, index.all(asked, *values, oldest.isoformat())))

    return hint(ledger.root, ask)


def _alike(draft: Issue, known: Sequence[_KnownIssues], threshold: int) -> list[Likeness]:
    from rapidfuzz import fuzz

    found = []
    for each in known:
        same_unit = _same_unit(each, draft)
        if each.place != draft.place and not same_unit:
            continue
        least = threshold - (SAME_CRITERION if same_unit and _same_clause(each, draft) else 0)
        score = max(
            fuzz.ratio(each.title, draft.title, score_cutoff=least),
            fuzz.ratio(each.description, draft.description, score_cutoff=least),
        )
        if score >= least:
            day, status = date.fromisoformat(each.found_on), Status(each.status)
            found.append(Likeness(each.number, each.title, status, day, round(score)))
    return sorted(found, key=lambda likeness: -likeness.score)


def _same_unit(one: _KnownIssues, other: Issue) -> bool:
    if one.uscc and other.unit.uscc:
        return one.uscc == other.unit.uscc
    return one.unit == other.unit.name


def _same_clause(one: _KnownIssues, other: Issue) -> bool:
    if one.standard is None or other.criterion is None:
        return False
    return (one.standard, one.clause) == (other.criterion.standard, other.criterion.clause)


def returned(likes: Sequence[Likeness]) -> Likeness | None:
    """Return the closed issue most alike, if none that is open is: it may have come back."""
    if any(like.status in OPEN for like in likes):
        return None
    return next((like for like in likes if like.status is Status.CLOSED), None)
