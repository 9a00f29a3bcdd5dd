"""Is it on the list already, or has it come back? Likeness of words and criterion (plan 四(三)).

接续督查、避免重复: an open issue that reads alike is to be continued, a closed one that came back
is linked by `recurs`. Nothing is refused here: people decide.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sfcheck.domain.issues import Issue
from sfcheck.domain.vocabulary import OPEN, Status
from sfcheck.ledger import layout
from sfcheck.ledger.store import Ledger, decode

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
    candidates = [i for i in _concerned(ledger, drafts) if i.found.on >= oldest]
    return [_alike(draft, candidates, threshold) for draft in drafts]


def _alike(draft: Issue, candidates: Sequence[Issue], threshold: int) -> list[Likeness]:
    from rapidfuzz import fuzz

    found = []
    for issue in candidates:
        if issue.place != draft.place and not _same_unit(issue, draft):
            continue
        score = max(
            fuzz.ratio(issue.title, draft.title),
            fuzz.ratio(issue.description, draft.description),
        )
        if score >= threshold - (SAME_CRITERION if _same_clause(issue, draft) else 0):
            found.append(
                Likeness(issue.number, issue.title, issue.status, issue.found.on, round(score))
            )
    return sorted(found, key=lambda likeness: -likeness.score)


def _same_unit(one: Issue, other: Issue) -> bool:
    if one.unit.uscc and other.unit.uscc:
        return one.unit.uscc == other.unit.uscc
    return one.unit.name == other.unit.name


def _same_clause(one: Issue, other: Issue) -> bool:
    if one.criterion is None or other.criterion is None or not _same_unit(one, other):
        return False
    return (one.criterion.standard, one.criterion.clause) == (
        other.criterion.standard,
        other.criterion.clause,
    )


def returned(likes: Sequence[Likeness]) -> Likeness | None:
    """Return the closed issue most alike, if none that is open is: it may have come back."""
    if any(like.status in OPEN for like in likes):
        return None
    return next((like for like in likes if like.status is Status.CLOSED), None)


def _concerned(ledger: Ledger, drafts: Sequence[Issue]) -> list[Issue]:
    """Return the issues whose bytes name a place or unit of the drafts: few are parsed."""
    names = {name.encode() for draft in drafts for name in (draft.place, draft.unit.name)}
    names |= {draft.unit.uscc.encode() for draft in drafts if draft.unit.uscc}
    concerned = []
    for path in ledger.paths(layout.ISSUES):
        data = ledger.read(path)
        if any(name in data for name in names):
            concerned.append(decode(Issue, data, path))
    return concerned
