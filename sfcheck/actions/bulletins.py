"""What is done to issue a bulletin: drafting, putting together, signing off, publishing."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sfcheck.actions.assurance.believing import believed
from sfcheck.actions.desk import Desk
from sfcheck.actions.entries import PLACE, ROUND, find
from sfcheck.actions.proceedings.issuing import commit_of, issuing, papers_of, templates_of
from sfcheck.actions.proceedings.letters import content_of
from sfcheck.actions.proceedings.steps import event_of, fitting, next_number, proceedings, write
from sfcheck.actions.proceedings.steps import find as find_record
from sfcheck.documents.bulletins import KIND
from sfcheck.domain.base.records import dump
from sfcheck.domain.bulletins.law import BULLETIN, covers
from sfcheck.domain.bulletins.record import (
    Bulletin,
    Consolidated,
    Drafted,
    Dropped,
    Published,
    Signed,
)
from sfcheck.domain.procedure.issued import apply_step
from sfcheck.domain.procedure.pins import pinned
from sfcheck.domain.procedure.record import SealedEvent
from sfcheck.ledger.snapshot import at_commit
from sfcheck.ledger.store import Ledger


def draft(
    desk: Desk,
    title: str,
    *,
    rotation: str | None = None,
    place: str | None = None,
    duty: str | None = None,
    severity: str | None = None,
) -> Bulletin:
    """Begin a bulletin about the issues of a round, a place, a duty, a severity, or all."""
    with desk.writing():
        ledger, year = desk.ledger, f"{desk.now.year}"
        scope = {
            "round": rotation and find(ROUND, ledger.rounds, rotation).id,
            "place": place and find(PLACE, ledger.places, place).code,
            "duty": duty,
            "severity": severity,
        }
        fields = {
            "year": year,
            "number": next_number(ledger.bulletins, year),
            "title": title,
        }
        begun = fitting(Bulletin, {**fields, "scope": scope})
        return _write(desk, begun, _event(desk, begun, Drafted, "draft", {}))


def consolidate(
    desk: Desk,
    given: str,
    *,
    recommendations: Sequence[str] = (),
    demands: Sequence[tuple[date, str]] = (),
    contact: str | None = None,
) -> Bulletin:
    """Put a bulletin together from the issues of the last commit, which are pinned."""
    with desk.writing():
        bulletin = found(desk.ledger, given)
        commit = commit_of(desk.repository)
        with at_commit(desk.ledger.root, commit) as then:
            covered = (i for i in then.issues() if covers(bulletin.scope, i, then.context))
            listed = pinned(believed(covered, then.context))
        shown = {
            "recommendations": list(recommendations),
            "demands": [{"due": due, "text": text} for due, text in demands],
            "contact": contact,
            "pin": {"commit": commit, "issues": [dump(line) for line in listed]},
        }
        return _write(desk, bulletin, _event(desk, bulletin, Consolidated, "consolidate", shown))


def sign(desk: Desk, given: str, *, signatory: str, signed_on: date) -> Bulletin:
    """Record that a leader signed the bulletin off on paper."""
    with desk.writing():
        bulletin = found(desk.ledger, given)
        shown = {"signatory": signatory, "signed_on": signed_on}
        return _write(desk, bulletin, _event(desk, bulletin, Signed, "sign", shown))


def drop(desk: Desk, given: str, *, reason: str) -> Bulletin:
    """Record that a bulletin will not be issued."""
    with desk.writing():
        bulletin = found(desk.ledger, given)
        return _write(desk, bulletin, _event(desk, bulletin, Dropped, "drop", {"reason": reason}))


def publish(
    desk: Desk,
    given: str,
    *,
    document: str,
    issued_on: date,
    to: Sequence[str],
    copies: Sequence[str] = (),
    head: str | None = None,
) -> Bulletin:
    """Publish a bulletin; its templates are kept among the evidence, and what they make is pinned.

    The papers are printed once, as they will be printed ever after.
    """
    with desk.writing():
        bulletin = found(desk.ledger, given)
        templates = templates_of(desk.ledger, KIND)
        shown: dict[str, Any] = {
            "document": document,
            "issued_on": issued_on,
            "to": list(to),
            "copies": list(copies),
            "head": head,
        }
        event = _event(desk, bulletin, Published, "publish", {**shown, **issuing(templates)})
        # Refused before anything is printed: what is not signed has no paper.
        after = apply_step(BULLETIN, bulletin, event, desk.ledger.context, proceedings(desk.ledger))
        content = content_of(desk.ledger.root, after, desk.now)
        shown |= issuing(templates, papers_of(content, KIND, templates))
        event = _event(desk, bulletin, Published, "publish", shown)
        kept = {each.path: each.data for each in templates.values()}
        return _write(desk, bulletin, event, kept)


def found(ledger: Ledger, given: str) -> Bulletin:
    """Return a bulletin by its id (`2026-0003`, `2026-3`) or its published number.

    Raises `Refused` (`no-such-record`).
    """
    for bulletin in ledger.bulletins:
        published = bulletin.last(Published)
        if published and published.document == given:
            return bulletin
    return find_record(BULLETIN, ledger.bulletins, given)


def _event(
    desk: Desk, bulletin: Bulletin, model: type[Any], do: str, shown: Mapping[str, Any]
) -> SealedEvent:
    event: SealedEvent = event_of(desk, bulletin, model, do, shown, desk.ledger.context.overall)
    return event


def _write(
    desk: Desk, bulletin: Bulletin, event: SealedEvent, further: Mapping[str, bytes] | None = None
) -> Bulletin:
    after = apply_step(BULLETIN, bulletin, event, desk.ledger.context, proceedings(desk.ledger))
    naming = {"action": f"bulletin-{event.do}", "subject": f"{after.id} {after.title}"}
    return write(desk, bulletin, after, BULLETIN, **naming, further=further)
