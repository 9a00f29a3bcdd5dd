"""What is asked of a ledger: one issue whole, its life, a place's custody. Nothing here writes."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar

from sfcheck.actions.issues.steps import known_number
from sfcheck.domain.issues.folding import standing
from sfcheck.domain.issues.prospects import Prospect, prospects
from sfcheck.domain.issues.record import Issue, issue_digest
from sfcheck.domain.issues.requirements.notices import waiting_receipts
from sfcheck.domain.referrals.record import Referral
from sfcheck.domain.visits.record import Visit
from sfcheck.domain.world.context import Context
from sfcheck.domain.world.custody import Handover, HandoverEvent
from sfcheck.domain.world.roster import Place
from sfcheck.domain.world.tenure import Tenure, moves, tenures
from sfcheck.errors import Refused
from sfcheck.history.story import Chapter, life
from sfcheck.ledger.files import layout
from sfcheck.ledger.git.repository import open_repository
from sfcheck.ledger.store import Ledger

R = TypeVar("R", Visit, Referral)


class Dossier(NamedTuple):
    """One issue with what does not stand in its record.

    `due_in_round`: it falls due before the round of the holder ends. `warning` says how it is bent
    (None: it follows from its events), `digest_holds` whether its seal is whole; `returns` are the
    closed issues it came back from (屡查不改), the latest first; `visits` are those on which it was
    found, studied or consulted about; `unreceived` the addressees of its notice that have not
    acknowledged it, `referrals` those that rest on it.
    """

    issue: Issue
    overdue: bool
    due_soon: bool
    due_in_round: bool
    holder: str
    head: str | None
    next: list[Prospect]
    digest_holds: bool
    warning: Refused | None
    returns: tuple[str, ...] = ()
    visits: tuple[Visit, ...] = ()
    unreceived: tuple[str, ...] = ()
    referrals: tuple[Referral, ...] = ()


def dossier(ledger: Ledger, typed: str, at: datetime) -> Dossier:
    """Return the issue whose number was `typed`, as it stands at the moment `at`.

    Raises `Refused`: `not-a-number`, `wrong-check-digit`, `unknown-issue`, or what is wrong with
    its file.
    """
    written = ledger.issue(known_number(ledger, typed))
    context = ledger.context
    issue, bent = _as_it_stands(written, context)
    soon = at.date() + timedelta(days=ledger.policy.amount("soon_days", at.date()) or 0)
    grace = ledger.policy.amount("overdue_grace_days", at.date()) or 0
    holder = context.custody.holder(issue.place, at)
    rotation = context.round_of(holder)
    return Dossier(
        issue,
        issue.overdue(at.date(), grace),
        issue.falls_due(soon, at.date(), grace),
        issue.falls_due(rotation.end if rotation else None, at.date(), grace),
        holder,
        context.head(issue.place, at),
        prospects(issue, replace(context, duplicates_of=ledger.glimpsed_duplicates_of), at),
        issue_digest(written) == written.digest,
        bent,
        tuple(_returns(ledger, issue)),
        tuple(_naming(ledger, Visit, layout.VISITS, issue.number, _named)),
        tuple(waiting_receipts(issue)) if issue.open else (),
        tuple(_naming(ledger, Referral, layout.REFERRALS, issue.number, _cites)),
    )


def _returns(ledger: Ledger, issue: Issue) -> Iterator[str]:
    """Yield the issues an issue came back from, one before the other; a circle ends it."""
    seen = {issue.number}
    while issue.related and (before := issue.related.recurs) and before not in seen:
        yield before
        seen.add(before)
        if ledger.status_of(before) is None:
            return
        issue = ledger.issue(before)


def _naming(
    ledger: Ledger, kind: type[R], folder: str, number: str, names: Callable[[R], Collection[str]]
) -> Iterator[R]:
    """Yield the records that name an issue; one that cannot be read is left to `validate`."""
    for path in ledger.paths(folder):
        try:
            known = ledger.load(kind, path) if number.encode() in ledger.read(path) else None
        except Refused:
            continue
        if known and number in names(known):
            yield known


def _named(visit: Visit) -> Collection[str]:
    return visit.named


def _cites(referral: Referral) -> Collection[str]:
    return {fact.issue for fact in referral.facts}


def _as_it_stands(written: Issue, context: Context) -> tuple[Issue, Refused | None]:
    """Return what a record is by all that is known now, or as it is written and why it is bent."""
    bent = Refused("bent-record", number=written.number)
    try:
        stands = standing(written, context)
    except Refused as refusal:
        return written, bent.along_with([refusal])
    return (stands, None) if stands else (written, bent)


class PlaceKept(NamedTuple):
    """Who held a place and answered for it over time, and every step by which it changed hands."""

    place: Place
    tenures: list[Tenure]
    moves: list[tuple[Handover, HandoverEvent]]


def told_custody(ledger: Ledger, typed: str, at: datetime) -> PlaceKept | None:
    """Return how the place of the code or name `typed` was held up to `at`; None: no such place."""
    called = [p for p in ledger.places.values() if typed in (p.code, p.name, p.en)]
    if len(called) != 1:
        return None
    code = called[0].code
    return PlaceKept(called[0], tenures(code, ledger.context, at), moves(code, ledger.context))


def told_life(ledger: Ledger, typed: str) -> tuple[str, list[Chapter]]:
    """Return the number of an issue and its life told from git, oldest chapter first.

    It need not be readable now, nor there any more. Raises `Refused`: `not-a-number`,
    `wrong-check-digit`, `unknown-issue` where git never knew it either, and what git says.
    """
    number = known_number(ledger, typed)
    path = layout.issue_path(number)
    repository = open_repository(ledger.root)
    at_top = (ledger.root / path).relative_to(repository.top).as_posix()
    current = ledger.read(path) if ledger.exists(path) else None
    chapters = life(repository, at_top, current)
    if not chapters:
        raise Refused("unknown-issue", number=number)
    return number, chapters
