"""What is done to issue a bulletin: drafting, putting together, signing off, publishing."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sfcheck.actions.desk import Desk
from sfcheck.actions.entries import PLACE, ROUND, find
from sfcheck.actions.proceedings.issuing import commit_of
from sfcheck.actions.proceedings.letters import issue
from sfcheck.actions.proceedings.steps import begun, put, take
from sfcheck.domain.base.records import dump
from sfcheck.domain.believing import believed
from sfcheck.domain.bulletins.law import BULLETIN, covers
from sfcheck.domain.bulletins.record import Bulletin
from sfcheck.domain.procedure.pins import pinned
from sfcheck.ledger.snapshot import at_commit


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
        ledger = desk.ledger
        scope = {
            "round": rotation and find(ROUND, ledger.rounds, rotation).id,
            "place": place and find(PLACE, ledger.places, place).code,
            "duty": duty,
            "severity": severity,
        }
        new = begun(desk, BULLETIN, {"title": title, "scope": scope})
        return put(desk, BULLETIN, new, "draft", {})


def consolidate(
    desk: Desk,
    given: str,
    *,
    recommendations: Sequence[str] = (),
    demands: Sequence[tuple[date, str]] = (),
    contact: str | None = None,
) -> Bulletin:
    """Put a bulletin together from the issues of the last commit, which are pinned."""

    def pinning(bulletin: Bulletin) -> dict[str, Any]:
        commit = commit_of(desk.repository)
        with at_commit(desk.ledger.root, commit) as then:
            covered = (i for i in then.issues() if covers(bulletin.scope, i, then.context))
            listed = pinned(believed(covered, then.context))
        return {
            "recommendations": list(recommendations),
            "demands": [{"due": due, "text": text} for due, text in demands],
            "contact": contact,
            "pin": {"commit": commit, "issues": [dump(line) for line in listed]},
        }

    return take(desk, BULLETIN, given, "consolidate", pinning)


def sign(desk: Desk, given: str, *, signatory: str, signed_on: date) -> Bulletin:
    """Record that a leader signed the bulletin off on paper."""
    return take(desk, BULLETIN, given, "sign", {"signatory": signatory, "signed_on": signed_on})


def drop(desk: Desk, given: str, *, reason: str) -> Bulletin:
    """Record that a bulletin will not be issued."""
    return take(desk, BULLETIN, given, "drop", {"reason": reason})


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
    """Publish a bulletin; raises `Refused`: what the law says, what is wrong with a template."""
    shown = {
        "document": document,
        "issued_on": issued_on,
        "to": list(to),
        "copies": list(copies),
        "head": head,
    }
    return issue(desk, BULLETIN, given, "publish", lambda bulletin: shown)
