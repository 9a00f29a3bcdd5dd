"""What a list must say, by reading every file as it lies there: no index, no git."""

from datetime import date
from pathlib import Path
from typing import Any

from sfcheck.actions.issues.listing import listing
from sfcheck.domain.issues.outline import outline
from sfcheck.domain.issues.record import Issue
from sfcheck.errors import Refused
from sfcheck.ledger.conditions import end_of
from sfcheck.ledger.files import layout
from sfcheck.ledger.queries import Query
from sfcheck.ledger.store import Ledger

Said = tuple[list[dict[str, Any]], list[str]] | str


def read_plainly(root: Path, today: date) -> Said:
    """Return all rows and the refusals of broken records; or the code of why all is refused."""
    ledger = Ledger(root)
    rows, broken = [], []
    try:
        grace = ledger.policy.amount("overdue_grace_days", today) or 0
        soon = ledger.policy.amount("soon_days", today) or 0
        context, at = ledger.context, end_of(today, ledger.root)
        for path in ledger.paths(layout.ISSUES):
            try:
                issue = ledger.load(Issue, path)
            except Refused as refusal:
                broken.append(str(refusal))
                continue
            row = outline(issue, ledger.places, today, grace)
            holder, head = context.custody.holder(issue.place, at), context.head(issue.place, at)
            running = row["status"] in ("rectifying", "disputed") and not row["overdue"]
            due, rotation = issue.due if running else None, context.round_of(holder)
            ends = rotation.end if rotation else None
            row["due_soon"] = due is not None and (due - today).days <= soon
            row["due_in_round"] = due is not None and ends is not None and due <= ends
            rows.append({**row, "holder": holder, "head": head, "path": path})
    except Refused as refusal:
        return refusal.code
    return sorted(rows, key=lambda row: (row["number"], row["path"])), sorted(broken)


def listed(root: Path, today: date, query: Query | None = None) -> Said:
    """Return what a list says, in the same form."""
    try:
        found = listing(root, query or Query(), today)
    except Refused as refusal:
        return refusal.code
    assert found.total == len(found.rows)
    assert found.overdue == sum(bool(row["overdue"]) for row in found.rows)
    return found.rows, sorted(map(str, found.broken))
