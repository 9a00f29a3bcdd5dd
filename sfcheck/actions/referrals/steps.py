"""What is done to refer problems: proposing, the approval, the letter, what the receiver says."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sfcheck.actions.assurance.believing import believed
from sfcheck.actions.desk import Desk
from sfcheck.actions.proceedings.issuing import commit_of, issuing, papers_of, resting, templates_of
from sfcheck.actions.proceedings.referred import content_of
from sfcheck.actions.proceedings.steps import event_of, fitting, next_number, proceedings, write
from sfcheck.actions.proceedings.steps import find as find_record
from sfcheck.actions.referrals.candidates import returned
from sfcheck.documents.referrals import KIND
from sfcheck.domain.base.numbers import parse
from sfcheck.domain.base.records import dump
from sfcheck.domain.facts import KINDS, Fact, FactKind, concerns, facts, in_order, subject
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.procedure.issued import Issued, apply_step
from sfcheck.domain.procedure.pins import pinned
from sfcheck.domain.procedure.record import SealedEvent
from sfcheck.domain.referrals.law import REFERRAL
from sfcheck.domain.referrals.record import (
    Approved,
    Decided,
    Proposed,
    Referral,
    Rejected,
    Returned,
    Transferred,
    Verified,
    Withdrawn,
)
from sfcheck.errors import Refused
from sfcheck.language import _
from sfcheck.ledger.snapshot import Snapshot
from sfcheck.ledger.store import Ledger

Cited = Sequence[tuple[str, FactKind | None]]
"""Issues as given, each with the kind of fact that is meant; None for all of them."""


def propose(
    desk: Desk, to: str, about: str, cited: Cited, *, opinion: str | None = None
) -> Referral:
    """Propose to refer somebody, on facts that the last commit has on record.

    Raises `Refused`: `no-fact` where a cited issue has no such fact about them, and the law's.
    """
    with desk.writing():
        ledger, year = desk.ledger, f"{desk.now.year}"
        whom = subject(about, ledger.bodies)
        commit = commit_of(desk.repository)
        with resting(ledger.root, commit, REFERRAL.called(_begun(year, to, whom))) as then:
            found: dict[Fact, None] = {}
            issues: dict[str, Issue] = {}
            asked = any(kind in (None, FactKind.RECURRENCE) for _number, kind in cited)
            came_back = returned(ledger) if asked else {}
            for number, kind in cited:
                [issue] = believed([then.issue(str(parse(number)))], then.context)
                before = came_back.get(issue.number)
                earlier = then.issue(before) if before else None
                known = _on_record(then, to, whom, issue, earlier, kind, desk.now.date())
                found |= dict.fromkeys(known)
                issues |= {issue.number: issue}
                if earlier and any(fact.earlier for fact in known):
                    issues |= {earlier.number: earlier}
        numbered = next_number(ledger.referrals, year)
        begun = _begun(year, to, whom, numbered)
        shown = {
            "facts": [dump(fact) for fact in sorted(found, key=in_order)],
            "opinion": opinion,
            "pin": {"commit": commit, "issues": [dump(line) for line in pinned(issues.values())]},
        }
        return _write(desk, begun, _event(desk, begun, Proposed, "propose", shown))


def _begun(year: str, to: str, about: str, number: str = "0000") -> Referral:
    fields = {"year": year, "number": number, "to": to, "about": about}
    begun: Referral = fitting(Referral, fields)
    return begun


def _on_record(
    then: Snapshot,
    to: str,
    about: str,
    issue: Issue,
    earlier: Issue | None,
    kind: FactKind | None,
    today: date,
) -> list[Fact]:
    """Return the facts about somebody that an issue has on record; raises `Refused` (`no-fact`)."""
    known = facts(issue, earlier, then.policy, then.bodies, today)
    fitting = [
        fact
        for whom, fact in known
        if whom == about
        and kind in (None, fact.kind)
        and (kind is not None or concerns(to, whom, fact.kind, then.bodies))
    ]
    if not fitting:
        what = _(KINDS[kind]) if kind else "–"
        called = then.context.name(about)
        raise Refused("no-fact", number=issue.number, about=called, kind=what)
    return fitting


def approve(desk: Desk, given: str, *, signatory: str, signed_on: date, document: str) -> Referral:
    """Record that the Party committee approved it."""
    shown = {"signatory": signatory, "signed_on": signed_on, "document": document}
    return _take(desk, given, Approved, "approve", shown)


def reject(
    desk: Desk, given: str, *, signatory: str, signed_on: date, document: str, reason: str
) -> Referral:
    """Record that the Party committee did not approve it."""
    shown = {"signatory": signatory, "signed_on": signed_on, "document": document}
    return _take(desk, given, Rejected, "reject", {**shown, "reason": reason})


def withdraw(desk: Desk, given: str, *, reason: str) -> Referral:
    """Take it back before it is transferred."""
    return _take(desk, given, Withdrawn, "withdraw", {"reason": reason})


def transfer(
    desk: Desk,
    given: str,
    *,
    document: str,
    issued_on: date,
    copies: Sequence[str] = (),
    head: str | None = None,
) -> Referral:
    """Transfer it by letter; its templates are kept among the evidence, what they make is pinned.

    Raises `Refused`: `no-office-for-it` where the charter names no body for it, and the law's.
    """
    with desk.writing():
        ledger = desk.ledger
        referral = found(ledger, given)
        receiver = getattr(ledger.charter.offices, referral.to)
        if receiver is None:
            raise Refused("no-office-for-it", office=referral.to)
        known = ledger.bodies.get(receiver)
        templates = templates_of(ledger, KIND)
        shown: dict[str, Any] = {
            "document": document,
            "issued_on": issued_on,
            "to": [known.name if known else receiver],
            "copies": list(copies),
            "head": head,
            "receiver": receiver,
        }
        event = _event(desk, referral, Transferred, "transfer", {**shown, **issuing(templates)})
        # Refused before anything is printed: what is not approved has no letter.
        after = apply_step(REFERRAL, referral, event, ledger.context, proceedings(ledger))
        content = content_of(ledger.root, after, desk.now)
        shown |= issuing(templates, papers_of(content, KIND, templates))
        event = _event(desk, referral, Transferred, "transfer", shown)
        kept = {each.path: each.data for each in templates.values()}
        return _write(desk, referral, event, kept)


def verify(
    desk: Desk,
    given: str,
    findings: Iterable[tuple[int, bool, str]],
    *,
    paper: Mapping[str, str] | None = None,
) -> Referral:
    """Say of each fact whether it is verified: as the receiving body, or by its paper."""
    said = [
        {"fact": number, "verified": verified, "opinion": opinion}
        for number, verified, opinion in sorted(findings)
    ]
    return _take(desk, given, Verified, "verify", {"findings": said, "paper": paper})


def decide(
    desk: Desk,
    given: str,
    *,
    opinion: str,
    instrument: str | None = None,
    persons: int = 0,
    bodies: Sequence[str] = (),
    paper: Mapping[str, str] | None = None,
) -> Referral:
    """Record the receiving body's decision; without an instrument it is to take no action."""
    shown = {
        "instrument": instrument,
        "opinion": opinion,
        "persons": persons,
        "bodies": [subject(each, desk.ledger.bodies) for each in bodies],
        "paper": paper,
    }
    return _take(desk, given, Decided, "decide", shown)


def outcome(
    desk: Desk, given: str, *, document: str, received_on: date, opinion: str | None = None
) -> Referral:
    """Acknowledge the outcome that came back to the overall office."""
    shown = {"document": document, "received_on": received_on, "opinion": opinion}
    return _take(desk, given, Returned, "outcome", shown)


def found(ledger: Ledger, given: str) -> Referral:
    """Return a referral by its id (`2026-0003`, `2026-3`) or the number of its letter.

    Raises `Refused` (`no-such-record`).
    """
    for referral in ledger.referrals:
        issued = referral.last(Issued)
        if issued and issued.document == given:
            return referral
    return find_record(REFERRAL, ledger.referrals, given)


def _take(desk: Desk, given: str, model: type[Any], do: str, shown: Mapping[str, Any]) -> Referral:
    with desk.writing():
        referral = found(desk.ledger, given)
        return _write(desk, referral, _event(desk, referral, model, do, shown))


def _event(
    desk: Desk, referral: Referral, model: type[Any], do: str, shown: Mapping[str, Any]
) -> SealedEvent:
    """Return a step on behalf of who can take it: the receiving body, else the overall office."""
    transferred = referral.last(Transferred)
    receiving = transferred is not None and model in (Verified, Decided)
    for_ = transferred.receiver if transferred and receiving else desk.ledger.context.overall
    event: SealedEvent = event_of(desk, referral, model, do, shown, for_)
    return event


def _write(
    desk: Desk, referral: Referral, event: SealedEvent, further: Mapping[str, bytes] | None = None
) -> Referral:
    after = apply_step(REFERRAL, referral, event, desk.ledger.context, proceedings(desk.ledger))
    subject = f"{after.id} {desk.ledger.context.name(after.about)}"
    naming = {"action": f"refer-{event.do}", "subject": subject}
    return write(desk, referral, after, REFERRAL, **naming, further=further)
