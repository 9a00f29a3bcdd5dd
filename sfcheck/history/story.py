"""An issue's life as git tells it: what each commit did to its record, and what was done by hand.

Everything is compared as plain data, so that bent and broken versions are told too. Whether each
step was lawful is for `verify`; here a change only has to have the form of a step.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sfcheck.domain.base.records import digest
from sfcheck.domain.issues.record import FOLDED, Issue
from sfcheck.domain.issues.wording import flat
from sfcheck.errors import Refused
from sfcheck.history.walk import Touch, touches
from sfcheck.language import N_
from sfcheck.ledger.files.parsing import is_canonical, parse
from sfcheck.ledger.git.repository import Repository, reading

Plain = dict[str, Any]
_CONTENT = tuple(name for name in Issue.model_fields if name not in FOLDED)
_NOT_TOLD = ("digest", "events")

FAULTS: Mapping[str, str] = {
    "removed": N_("the record was removed"),
    "unreadable": N_("the record cannot be read"),
    "form": N_("not written in the one form records have"),
    "digest": N_("the digest does not fit what the record says"),
    "nothing-appended": N_("no event was appended"),
    "events-changed": N_("earlier events were changed or removed"),
    "content-changed": N_("content was changed without an amendment"),
}
"""How a change departs from the form of a step: by hand, not by a command."""


class RecordChange(NamedTuple):
    """One field of the record, before and after; None where it was absent."""

    field: str
    old: Any
    new: Any


class Chapter(NamedTuple):
    """What one commit did to a record; `touch` None: what is not committed yet.

    `opens`: the record began here. `faults` are codes of `FAULTS`; without any, the change has
    the form of a step.
    """

    touch: Touch | None
    opens: bool
    changes: list[RecordChange]
    events: list[Plain]
    faults: list[str]


def life(repository: Repository, path: str, current: bytes | None) -> list[Chapter]:
    """Return the life of the record at `path` (from the repository's top), oldest chapter first.

    `current` is the file in the work tree, None where there is none. Two git processes, however
    long the life. Raises `Refused` as git does.
    """
    chapters: list[Chapter] = []
    known: list[Plain] = []
    with reading(repository) as read:

        def blob(name: str | None) -> bytes | None:
            found = read(name) if name else None
            return found.data if found and found.kind == "blob" else None

        for touch in touches(repository, path):
            parents = [record for name in touch.before if (record := _record(blob(name)))]
            after = blob(touch.after)
            # What follows a broken or removed version is told against the last readable one.
            chapters.append(_chapter(touch, parents or known, after))
            known = _known(after) or known
        committed = blob(f"HEAD:{path}")
    if current != committed:
        chapters.append(_chapter(None, _known(committed) or known, current))
    return chapters


def _record(data: bytes | None) -> Plain | None:
    if data is None:
        return None
    try:
        return parse(data, "")
    except Refused:
        return None


def _known(data: bytes | None) -> list[Plain]:
    record = _record(data)
    return [record] if record else []


def _chapter(touch: Touch | None, before: Sequence[Plain], data: bytes | None) -> Chapter:
    """Compare a version with those before it: none where it opens, several where it merges."""
    record = _record(data)
    if data is None or record is None:
        return Chapter(touch, not before, [], [], ["removed" if data is None else "unreadable"])
    known = [_events(earlier) for earlier in before]
    return Chapter(
        touch,
        opens=not before,
        changes=_changes(before, record),
        events=[e for e in _events(record) if all(e not in events for events in known)],
        faults=_faults(before, record, data),
    )


def _changes(before: Sequence[Plain], record: Plain) -> list[RecordChange]:
    """Return the fields that read differently from every version before."""
    new = flat(record)
    olds = [flat(earlier) for earlier in before] or [{}]
    return [
        RecordChange(name, olds[0].get(name), new.get(name))
        for name in dict.fromkeys((*new, *olds[0]))
        if name not in _NOT_TOLD and all(old.get(name) != new.get(name) for old in olds)
    ]


def _faults(before: Sequence[Plain], record: Plain, data: bytes) -> list[str]:
    faults = []
    if not is_canonical(data, record):
        faults.append("form")
    elif digest({k: v for k, v in record.items() if k != "digest"}) != record.get("digest"):
        faults.append("digest")
    events = _events(record)
    if len(before) < 2 and all(len(_events(earlier)) >= len(events) for earlier in before or [{}]):
        faults.append("nothing-appended")
    for earlier in before:
        kept = _events(earlier)
        appended = len(before) > 1 or events[: len(kept)] == kept
        if not appended or any(event not in events for event in kept):
            faults.append("events-changed")
            break
    if any(_unexplained(earlier, record) for earlier in before):
        faults.append("content-changed")
    return faults


def _unexplained(earlier: Plain, record: Plain) -> bool:
    """Whether content differs for which no amendment came, nor one that now waits for a ruling."""
    kept, waiting = _events(earlier), _waiting(record)
    amended = {
        str(event.get("field"))
        for event in _events(record)
        if event.get("do") == "amend" and (event not in kept or digest(event) in waiting)
    }
    changed = {name for name in _CONTENT if earlier.get(name) != record.get(name)}
    return not changed <= amended


def _events(record: Mapping[str, Any]) -> list[Plain]:
    """Return the events of a version; one bent by hand may have anything in their place."""
    return _mappings(record.get("events"))


def _waiting(record: Plain) -> set[Any]:
    return {str(pending.get("event")) for pending in _mappings(record.get("pending"))}


def _mappings(value: object) -> list[Plain]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
