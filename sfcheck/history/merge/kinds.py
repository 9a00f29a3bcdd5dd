"""What a file of a ledger is by its path, and what its bytes hold."""

from collections.abc import Iterable, Iterator
from typing import Any

from sfcheck.domain.issues.events import Amend
from sfcheck.domain.issues.record import Issue, issue_digest
from sfcheck.domain.procedures import PROCEDURES
from sfcheck.domain.world.custody import Handover
from sfcheck.history.merge import chains, issues
from sfcheck.history.merge.registries import REGISTRIES
from sfcheck.ledger.files import layout
from sfcheck.ledger.records import decode


def is_whole(record: Any) -> bool:
    """Whether a record bears the digest of what it says; others than issues bear none."""
    return not isinstance(record, Issue) or record.digest == issue_digest(record)


def model_of(inside: str) -> Any:
    """Return the model of a file of a ledger; None where it is no record."""
    folder = inside.partition("/")[0]
    if inside in REGISTRIES or not inside.endswith(".yaml"):
        return REGISTRIES.get(inside)
    if folder in PROCEDURES:
        return PROCEDURES[folder].model
    return {layout.ISSUES: Issue, layout.HANDOVERS: Handover, **REGISTRIES}.get(folder)


def names_of(model: Any, data: bytes | None, path: str) -> set[str]:
    """Return the SHA-256 of each event that the bytes of a record hold."""
    if data is None:
        return set()
    record = decode(model, data, path)
    return {*(issues.events_of(record) if model is Issue else chains.steps_of(record))}


def voided(known: Iterable[Issue]) -> Iterator[tuple[str, str]]:
    """Yield the issues that are void as duplicates, each with the one that stands for it."""
    for issue in known:
        for event in issue.events:
            survivor = getattr(event, "duplicate_of", None)
            if isinstance(event, Amend) and event.field == "duplicate_of":
                survivor = str(event.new)
            if survivor:
                yield issue.number, survivor
