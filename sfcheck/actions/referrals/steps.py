"""What is done to refer problems: proposing, the approval, the letter, what the receiver says."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sfcheck.actions.desk import Desk
from sfcheck.actions.proceedings.issuing import commit_of, resting
from sfcheck.actions.proceedings.letters import issue
from sfcheck.actions.proceedings.steps import begun, put, take
from sfcheck.actions.referrals.candidates import returned
from sfcheck.domain.base.numbers import parse
from sfcheck.domain.base.records import dump
from sfcheck.domain.believing import believed
from sfcheck.domain.facts import KINDS, Fact, FactKind, concerns, facts, in_order, subject
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.procedure.pins import pinned
from sfcheck.domain.referrals.law import REFERRAL
from sfcheck.domain.referrals.record import Referral, referred
from sfcheck.errors import Refused
from sfcheck.language import _
from sfcheck.ledger.snapshot import Snapshot

Cited = Sequence[tuple[str, FactKind | None]]
"""Issues as given, each with the kind of fact that is meant; None for all of them."""


def propose(
    desk: Desk, to: str, about: str, cited: Cited, *, opinion: str | None = None
) -> Referral:
    """Propose to refer somebody, on facts that the last commit has on record.

    Raises `Refused`: `no-fact` where a cited issue has no such fact about them,
    `already-referred` where all it has were told to that receiver, and the law's.
    """
    with desk.writing():
        ledger = desk.ledger
        whom = subject(about, ledger.bodies)
        new = begun(desk, REFERRAL, {"to": to, "about": whom})
        commit = commit_of(desk.repository)
        with resting(ledger.root, commit, REFERRAL.called(new)) as then:
            found: dict[Fact, None] = {}
            issues: dict[str, Issue] = {}
            asked = any(kind in (None, FactKind.RECURRENCE) for _number, kind in cited)
            came_back = returned(ledger) if asked else {}
            told = referred(ledger.referrals)
            for number, kind in cited:
                [issue] = believed([then.issue(str(parse(number)))], then.context)
                before = came_back.get(issue.number)
                earlier = then.issue(before) if before else None
                known = _on_record(then, to, whom, issue, earlier, kind, desk.now.date())
                found |= dict.fromkeys(_untold(known, to, told))
                issues |= {issue.number: issue}
                if earlier and any(fact.earlier for fact in known):
                    issues |= {earlier.number: earlier}
        shown = {
            "facts": [dump(fact) for fact in sorted(found, key=in_order)],
            "opinion": opinion,
            "pin": {"commit": commit, "issues": [dump(line) for line in pinned(issues.values())]},
        }
        return put(desk, REFERRAL, new, "propose", shown)


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


def _untold(known: list[Fact], to: str, told: Mapping[tuple[str, Fact], str]) -> list[Fact]:
    """Return the facts that were not referred yet; raises `Refused` where all were."""
    fresh = [fact for fact in known if (to, fact) not in told]
    if not fresh:
        numbers = {"number": known[0].issue, "referral": told[to, known[0]]}
        raise Refused("already-referred", **numbers)
    return fresh


def approve(desk: Desk, given: str, *, signatory: str, signed_on: date, document: str) -> Referral:
    """Record that the Party committee approved it."""
    shown = {"signatory": signatory, "signed_on": signed_on, "document": document}
    return take(desk, REFERRAL, given, "approve", shown)


def reject(
    desk: Desk, given: str, *, signatory: str, signed_on: date, document: str, reason: str
) -> Referral:
    """Record that the Party committee did not approve it."""
    shown = {"signatory": signatory, "signed_on": signed_on, "document": document}
    return take(desk, REFERRAL, given, "reject", {**shown, "reason": reason})


def withdraw(desk: Desk, given: str, *, reason: str) -> Referral:
    """Take it back before it is transferred."""
    return take(desk, REFERRAL, given, "withdraw", {"reason": reason})


def transfer(
    desk: Desk,
    given: str,
    *,
    document: str,
    issued_on: date,
    copies: Sequence[str] = (),
    head: str | None = None,
) -> Referral:
    """Transfer it by letter.

    Raises `Refused`: `no-office-for-it` where the charter names no body for it, and the law's.
    """

    def addressed(referral: Referral) -> dict[str, Any]:
        ledger = desk.ledger
        receiver = getattr(ledger.charter.offices, referral.to)
        if receiver is None:
            raise Refused("no-office-for-it", office=referral.to)
        known = ledger.bodies.get(receiver)
        return {
            "document": document,
            "issued_on": issued_on,
            "to": [known.name if known else receiver],
            "copies": list(copies),
            "head": head,
            "receiver": receiver,
        }

    return issue(desk, REFERRAL, given, "transfer", addressed)


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
    return take(desk, REFERRAL, given, "verify", {"findings": said, "paper": paper})


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
    return take(desk, REFERRAL, given, "decide", shown)


def outcome(
    desk: Desk, given: str, *, document: str, received_on: date, opinion: str | None = None
) -> Referral:
    """Acknowledge the outcome that came back to the overall office."""
    shown = {"document": document, "received_on": received_on, "opinion": opinion}
    return take(desk, REFERRAL, given, "outcome", shown)
