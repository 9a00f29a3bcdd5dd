"""What the index says of one record, as rows; nothing here depends on other records or on a day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sfcheck.domain.issues.awaiting import awaited, moved_on
from sfcheck.domain.issues.events import Amend, Close, Event, LookBack, Notify
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.issues.requirements.look_backs import has_looked_back
from sfcheck.domain.issues.requirements.notices import waiting_receipts
from sfcheck.errors import Refused
from sfcheck.ledger.records import decode

_FIRST = date(1970, 1, 1).toordinal()

Row = tuple[Any, ...]
Rows = Mapping[str, Sequence[Row]]
"""Rows by table, of the tables `schema.PER_RECORD`."""


def rows(path: str, data: bytes) -> Rows:
    """Return what the index says of the issue at `path`; a record of its own where it is broken."""
    try:
        issue = decode(Issue, data, path)
    except Refused:
        return broken(path)
    return of_issue(path, issue)


def of_issue(path: str, issue: Issue) -> Rows:
    """Return what the index says of an issue that was read."""
    effective = set(map(id, issue.effective))
    return {
        "issues": [_issue(path, issue)],
        "texts": [_texts(path, issue)],
        "likeness": [_likeness(path, issue)],
        "events": [
            (path, issue.number, position, *_event(event, id(event) in effective))
            for position, event in enumerate(issue.events, 1)
        ],
        "finders": [(path, issue.number, person) for person in dict.fromkeys(issue.found.by)],
    }


def broken(path: str) -> Rows:
    """Return what the index says of a record that cannot be read."""
    return {"broken": [(path,)]}


def _issue(path: str, issue: Issue) -> Row:
    found, unit, criterion = issue.found, issue.unit, issue.criterion
    unreported = issue.unreported_since
    return (
        path,
        issue.number,
        issue.title,
        issue.status.value,
        int(issue.open),
        issue.due and issue.due.isoformat(),
        issue.duty and issue.duty.value,
        issue.severity.value,
        issue.nature,
        issue.sector,
        issue.place,
        unit.name,
        unit.uscc,
        unit.body,
        found.team,
        found.team and found.team.partition("/")[0],
        found.on.isoformat(),
        found.mode and found.mode.value,
        found.source,
        found.site_record and found.site_record.value,
        criterion and criterion.standard,
        criterion and criterion.clause,
        issue.responsible.rectify,
        issue.responsible.accept,
        int(issue.supervised),
        issue.related and issue.related.recurs,
        issue.survivor,
        int(bool(issue.as_written)),
        len(issue.pending),
        len(issue.events),
        int(issue.provisional),
        issue.due and days(issue.due),
        unreported and unreported.isoformat(),
        _unreceived_since(issue),
        days(found.on),
        awaited(issue),
        int(has_looked_back(issue)),
        moved_on(issue).isoformat(),
    )


def _texts(path: str, issue: Issue) -> Row:
    texts = (issue.number, issue.title, issue.unit.name, issue.description, issue.suggestion)
    said = "\n".join(filter(None, texts)).casefold()
    return (path, issue.unit.name.casefold(), said)


def _likeness(path: str, issue: Issue) -> Row:
    unit, criterion = issue.unit, issue.criterion
    return (
        issue.place,
        path,
        issue.number,
        issue.title,
        issue.status.value,
        issue.found.on.isoformat(),
        unit.name,
        unit.uscc,
        criterion and criterion.standard,
        criterion and criterion.clause,
        issue.description,
    )


def _event(event: Event, effective: bool) -> Row:
    due = getattr(event, "due", None)
    return (
        event.n,
        event.at.isoformat(),
        event.day.isoformat(),
        event.do,
        event.by,
        event.for_,
        int(effective),
        due and due.isoformat(),
        int(event.passed) if isinstance(event, LookBack) else None,
        event.reason.value if isinstance(event, Close) else None,
        event.field if isinstance(event, Amend) else None,
        days(event.day),
    )


def _unreceived_since(issue: Issue) -> str | None:
    notice = issue.last(Notify)
    waiting = notice and issue.open and waiting_receipts(issue)
    return notice.day.isoformat() if notice and waiting else None


def days(day: date) -> int:
    """Return a day as a number, with which every SQL can reckon: days since 1970-01-01."""
    return day.toordinal() - _FIRST
