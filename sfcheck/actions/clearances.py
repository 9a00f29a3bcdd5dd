"""What is done to clear a locality: its statement entered, compared with the ledger, settled."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sfcheck.actions.desk import Desk, in_full
from sfcheck.actions.entries import PLACE, find
from sfcheck.actions.issues.steps import known_number
from sfcheck.actions.proceedings.issuing import commit_of
from sfcheck.actions.proceedings.steps import Facts, begun, put, take
from sfcheck.documents import clearances as documents
from sfcheck.documents.paper import Paper
from sfcheck.domain.base.records import dump
from sfcheck.domain.believing import believed
from sfcheck.domain.clearances.law import CLEARANCE, counted, differences
from sfcheck.domain.clearances.record import Clearance
from sfcheck.errors import Refused
from sfcheck.ledger.snapshot import at_commit
from sfcheck.ledger.store import Ledger


def state(desk: Desk, place: str, since: date, until: date, facts: Facts) -> Clearance:
    """Enter what a locality states of a period; raises `Refused` as the law of clearances."""
    with desk.writing():
        code = find(PLACE, desk.ledger.places, place).code
        new = begun(desk, CLEARANCE, {"place": code, "since": since, "until": until})
        return put(desk, CLEARANCE, new, "state", _stated(desk, code, facts))


def restate(desk: Desk, given: str, facts: Facts) -> Clearance:
    """Enter what it states anew."""
    return take(desk, CLEARANCE, given, "restate", lambda it: _stated(desk, it.place, facts))


def compare(desk: Desk, given: str) -> Clearance:
    """Compare a statement with the ledger as the last commit has it."""

    def told(clearance: Clearance) -> Facts:
        commit = commit_of(desk.repository)
        with at_commit(desk.ledger.root, commit) as then:
            known = counted(believed(then.issues(), then.context), clearance, then.context)
        stated = clearance.statement
        found = differences(stated, known) if stated else ()
        return {
            "pin": {"commit": commit},
            "counted": dump(known),
            "differences": [dump(each) for each in found],
        }

    return take(desk, CLEARANCE, given, "compare", told)


def return_(desk: Desk, given: str, reason: str) -> Clearance:
    """Send a statement back to the locality."""
    return take(desk, CLEARANCE, given, "return", {"reason": reason})


def agree(desk: Desk, given: str, explained: str | None = None) -> Clearance:
    """Record that statement and ledger agree."""
    return take(desk, CLEARANCE, given, "agree", {"explained": explained})


def drop(desk: Desk, given: str, reason: str) -> Clearance:
    """Drop what was begun by mistake."""
    return take(desk, CLEARANCE, given, "drop", {"reason": reason})


def paper(ledger: Ledger, clearance: Clearance) -> Paper:
    """Return a clearance as a paper."""
    return documents.clearance(clearance, ledger.context)


def _stated(desk: Desk, place: str, facts: Facts) -> Facts:
    """Return a statement in full: signatories with the bodies they signed for."""
    shown = dict(facts)
    named = {"locality_party": shown.pop("party", None)}
    named["locality_government"] = shown.pop("government", None)
    signed = []
    bodies = desk.ledger.context.governing(place)
    if not bodies:
        raise Refused("no-locality", place=desk.ledger.context.name(place))
    for body in bodies:
        who = named.get(body.kind) or (body.kind == "locality" and named["locality_government"])
        if not who:
            raise Refused("clearance-signed", bodies=body.name)
        signed += [{"body": body.id, "who": each} for each in in_full(desk.ledger, [who])]
    shown["open"] = [known_number(desk.ledger, each) for each in _several(shown.get("open"))]
    shown["verified_by"] = in_full(desk.ledger, _several(shown.get("verified_by")))
    return {**shown, "signed": signed}


def _several(given: Any) -> Sequence[str]:
    return given or ()
