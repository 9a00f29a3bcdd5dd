"""What was done stays lawful: no registry is changed in the past so that acts lose their ground.

Whoever ends an office, a seat, a home or a place, or lets another begin, changes what was in force
from that day on. All that was done since is judged again, as if the change were made already.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple

from sfcheck.domain import handovers
from sfcheck.domain.base.vocabulary import label
from sfcheck.domain.issues import folding
from sfcheck.domain.issues.events import Event
from sfcheck.domain.issues.order import event_digest, in_order
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.procedures import PROCEDURES
from sfcheck.domain.world.context import Context
from sfcheck.errors import Refused
from sfcheck.ledger.index.answers import answer
from sfcheck.ledger.store import Ledger

TOLD = 5
"""Acts that are named; of more it is said how many."""


class Act(NamedTuple):
    """Something done: on which day, and what it was, in words."""

    day: date
    told: str


@dataclass(frozen=True)
class _Supposed(Ledger):
    """A ledger in which one file reads otherwise."""

    path: str = ""
    data: bytes = b""

    def read(self, path: str) -> bytes:
        return self.data if path == self.path else super().read(path)


def must_stay_lawful(
    ledger: Ledger,
    path: str,
    written: bytes,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    today: date,
) -> None:
    """Refuse (`acts-on-record`) to change a registry's file from `old` to `new`, in `written`.

    Refused is what takes an act on record its ground: one that is lawful now and would not be then,
    or would wait for a ruling. What was unlawful before hinders nothing.
    """
    since = first_day(old, new)
    if since is None or since > today + timedelta(days=1):
        return
    before, after = ledger.context, _Supposed(ledger.root, path, written).context
    lost = sorted(_lost(ledger, since, before, after))
    if lost:
        told = [act.told for act in lost[:TOLD]] + ["…"] * (len(lost) > TOLD)
        raise Refused("acts-on-record", count=len(lost), acts="; ".join(told), last=lost[-1].day)


def first_day(old: Mapping[str, Any], new: Mapping[str, Any]) -> date | None:
    """Return the first day from which something else is in force; None where nothing is."""
    had, has = dict(_terms(old)), dict(_terms(new))
    days = [_differs(had.get(key), has.get(key)) for key in had.keys() | has.keys()]
    first = min((day for day in days if day is not None), default=None)
    return date.fromisoformat(first) if first else None if first is None else date.min


def _differs(had: "_Span | None", has: "_Span | None") -> str | None:
    """Return the first day on which two spans differ, one of which may not be there."""
    if had == has:
        return None
    if had and has:
        return min(span.until for span in (had, has) if span.until)
    return next(span.since for span in (had, has) if span)


class _Span(NamedTuple):
    """From when until when something is in force, as it is written; empty: ever."""

    since: str
    until: str


def _terms(value: Any) -> Iterator[tuple[str, _Span]]:
    """Yield what is in force for some time: what it says, and its first and last day."""
    inner = value.values() if isinstance(value, dict) else value
    if isinstance(value, dict) and value.keys() & {"since", "until", "start"}:
        plain = {k: v for k, v in value.items() if not isinstance(v, dict | list)}
        until = plain.pop("until", "") or plain.pop("closed", "")
        since = plain.get("since", plain.get("start", ""))
        yield json.dumps(plain, sort_keys=True), _Span(since, until)
    for each in inner if isinstance(value, dict | list) else ():
        yield from _terms(each)


def _lost(ledger: Ledger, since: date, before: Context, after: Context) -> Iterator[Act]:
    """Yield the first act of each record that is lawful by one world and not by the other."""
    # A day of grace, as the law gives it: clocks stand in different time zones.
    day = max(since, date.min + timedelta(days=1)) - timedelta(days=1)
    for acted in _acted(ledger, day):
        try:
            was = acted.fold(acted.record, acted.events, before)
        except Refused:
            continue
        event = _refused(acted, after) or _waiting(was, acted, after)
        if event:
            yield Act(event.day, f"{acted.name}: {label(event.do)} {event.day}")


class _Acted(NamedTuple):
    """A record on which something was done, its events, and what makes them into it again."""

    name: str
    record: Any
    events: Sequence[Any]
    fold: Callable[[Any, Sequence[Any], Context], Any]


def _acted(ledger: Ledger, day: date) -> Iterator[_Acted]:
    """Yield the records on which something was done on a day or since."""
    asked = "SELECT DISTINCT number FROM events WHERE day >= ? ORDER BY number"
    for (number,) in answer(ledger.root, lambda index: index.all(asked, day.isoformat())):
        issue = ledger.issue(number)
        yield _Acted(number, issue, in_order(issue.events), _issue)
    others: list[tuple[str, Any, Callable[[Any, Context], Any]]] = []
    others += [(f"{each.place}/{each.number}", each, handovers.refold) for each in ledger.handovers]
    for folder, procedure in PROCEDURES.items():
        known = ledger.proceedings(procedure.model, folder)
        others += [(procedure.called(each), each, procedure.refold) for each in known]
    for name, record, refold in others:
        if any(event.day >= day for event in record.events):
            yield _Acted(name, record, record.events, partial(_folded, refold))


def _issue(issue: Issue, events: Sequence[Event], context: Context) -> Issue:
    return folding.fold(folding.opening(issue), events, context)


def _folded(
    refold: Callable[[Any, Context], Any], record: Any, events: Sequence[Any], context: Context
) -> Any:
    return refold(record.model_copy(update={"events": tuple(events)}), context)


def _refused(acted: _Acted, context: Context) -> Any:
    """Return the event that is refused, None where none is."""
    try:
        acted.fold(acted.record, acted.events, context)
    except Refused:
        for end, event in enumerate(acted.events, 1):
            try:
                acted.fold(acted.record, acted.events[:end], context)
            except Refused:
                return event
    return None


def _waiting(was: Any, acted: _Acted, context: Context) -> Any:
    """Return the event that would wait for a ruling and does not now, None where none would."""
    if not isinstance(was, Issue):
        return None
    known = {pending.event for pending in was.pending}
    would = {each.event for each in _issue(acted.record, acted.events, context).pending} - known
    return next((event for event in acted.events if event_digest(event) in would), None)
