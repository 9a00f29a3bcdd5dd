"""What a report says of itself when it is written to a file, so that it can be made again."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any

from sfcheck.documents.figures.scope import Scope
from sfcheck.documents.official import stamp as stamps
from sfcheck.errors import Refused
from sfcheck.ledger.git import freshness
from sfcheck.ledger.git.repository import open_repository
from sfcheck.ledger.store import Ledger

NARROWING: Mapping[str, Callable[[str], object]] = {
    "since": date.fromisoformat,
    "until": date.fromisoformat,
    "rotation": str,
    "place": str,
}
"""What a report may be narrowed to, and how each reads in a stamp."""


def narrowing(said: Mapping[str, str]) -> dict[str, Any]:
    """Return what a stamp's report was narrowed to; raises KeyError, ValueError for nonsense."""
    return {name: NARROWING[name](value) for name, value in said.items()}


def stamped(
    ledger: Ledger,
    scope: Scope,
    narrowed: Mapping[str, object],
    at: datetime,
    form: str,
    content: str | bytes,
) -> str | bytes:
    """Return a report in one form with its stamp, where the form and the ledger allow one.

    There is none where the ledger was edited and not committed, or lies in no repository: no commit
    makes that again.
    """
    if form not in ("md", "docx", "xlsx"):
        return content
    commit = _commit(ledger)
    if not commit:
        return content
    # All units together are the report of no one unit.
    kind, known = ("unit", "") if scope.kind == "units" else (scope.kind, scope.id)
    said = {name: str(value) for name, value in narrowed.items() if value is not None}
    stamp = stamps.of(kind, known, at, commit, narrowed=said)
    if isinstance(content, str):
        return stamps.on_markdown(content, stamp)
    return stamps.on_package(content, stamp)


def _commit(ledger: Ledger) -> str:
    try:
        repository = open_repository(ledger.root)
        state = freshness.ask(repository.top).answer()
    except Refused:
        return ""
    state = state.below(repository.prefix(ledger.root.resolve()))
    return "" if any(map(_counts, state.changed)) else state.commit or ""


def _counts(path: str) -> bool:
    """Whether a path may say something that figures are made of."""
    return not path or path.endswith("/") or PurePosixPath(path).suffix in (".yaml", ".j2")
