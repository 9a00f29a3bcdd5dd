"""How a record's paper is printed: from the commit it rests on, and ever after as it was issued."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from sfcheck import __version__
from sfcheck.actions.desk import Desk
from sfcheck.actions.proceedings.issuing import (
    STAMP,
    commit_of,
    draw,
    issuing,
    kept_templates,
    papers_of,
    pinned_issues,
    reissued,
    resting,
    templates_of,
)
from sfcheck.actions.proceedings.steps import (
    Facts,
    beside,
    event_of,
    found,
    resealed,
    write,
)
from sfcheck.actions.templates import folders
from sfcheck.documents import bulletins, referrals
from sfcheck.documents.official import stamp as stamps
from sfcheck.documents.official.style import speaking
from sfcheck.domain.believing import believed
from sfcheck.domain.bulletins.law import BULLETIN, covers
from sfcheck.domain.bulletins.record import Bulletin, Consolidated
from sfcheck.domain.procedure.issued import Issued
from sfcheck.domain.procedure.law import Procedure
from sfcheck.domain.procedure.record import Proceeding
from sfcheck.domain.referrals.law import REFERRAL
from sfcheck.domain.referrals.record import Referral
from sfcheck.errors import Refused
from sfcheck.ledger.git.repository import open_repository
from sfcheck.ledger.store import Ledger

P = TypeVar("P", bound=Proceeding)


class Printing(NamedTuple):
    """How the paper of a record is made: the kind of its templates, and what they are given."""

    procedure: Procedure[Any]
    kind: str
    content: Callable[[Path, Any, datetime], dict[str, Any]]


def _of_bulletin(root: Path, bulletin: Bulletin, now: datetime) -> dict[str, Any]:
    """Return what a bulletin tells, and its stamp: from the pinned commit, else the last.

    Figures are of the moment it was put together; before that, of `now`.
    """
    put = bulletin.last(Consolidated)
    commit = put.pin.commit if put else commit_of(open_repository(root))
    called = BULLETIN.called(bulletin)
    with resting(root, commit, called) as then:
        if put:
            issues = pinned_issues(then, put.pin, called)
        else:
            covered = (i for i in then.issues() if covers(bulletin.scope, i, then.context))
            issues = list(believed(covered, then.context))
        at = put.at if put else now
        stamp = stamps.of("bulletin", bulletin.id, at, commit, steps=len(bulletin.events))
        return {**bulletins.content(bulletin, issues, then.context, at), STAMP: stamp}


def _of_referral(root: Path, referral: Referral, now: datetime) -> dict[str, Any]:
    """Return what the letter of a referral tells, from the commit that is pinned."""
    pin, called = referral.pin, REFERRAL.called(referral)
    with resting(root, pin.commit if pin else "", called) as then:
        known = pinned_issues(then, pin, called) if pin else []
        issues = {issue.number: issue for issue in known}
        for fact in referral.facts:
            if fact.issue not in issues or (fact.earlier or fact.issue) not in issues:
                raise Refused("pin-differs", number=fact.issue, what=called)
        return referrals.content(referral, issues, then.context, now.date())


PRINTINGS: Mapping[type[Proceeding], Printing] = {
    Bulletin: Printing(BULLETIN, bulletins.KIND, _of_bulletin),
    Referral: Printing(REFERRAL, referrals.KIND, _of_referral),
}
"""The records that issue a paper."""


def printed(ledger: Ledger, record: Proceeding, form: str, now: datetime) -> bytes:
    """Return a record's paper in Markdown (`md`) or Word (`docx`), once issued as it was issued.

    Raises `Refused`: `no-such-commit`, `pin-differs`, `no-kept-template`, `paper-differs`,
    `bad-template`, `bad-word-template`, and what is wrong with a record.
    """
    printing = PRINTINGS[type(record)]
    issued = record.last(Issued)
    if issued is None:
        content = printing.content(ledger.root, record, now)
        return draw(printing.kind, content, form, folders(ledger))
    return reissued(
        ledger,
        issued,
        form,
        printing.kind,
        lambda: printing.content(ledger.root, record, now),
        printing.procedure.called(record),
    )


def misprinted(ledger: Ledger, record: Proceeding) -> list[str]:
    """Return the forms in which an issued paper, made again, is not what was issued.

    Nothing is said of one that another version of this program made, or that cannot be made again:
    why not is told of its commit and its templates.
    """
    issued, printing = record.last(Issued), PRINTINGS.get(type(record))
    if issued is None or printing is None or issued.program != __version__:
        return []
    with suppress(Refused), speaking(issued.language):
        templates = kept_templates(ledger, issued, printing.procedure.called(record))
        content = printing.content(ledger.root, record, issued.at)
        made = papers_of(content, printing.kind, templates)
        return [form for form, each in made.items() if each.sha256 != issued.papers.get(form)]
    return []


def told(ledger: Ledger, record: Proceeding, now: datetime) -> dict[str, Any]:
    """Return what the paper tells, for the terminal and for programs; raises as `printed`."""
    content, issued = PRINTINGS[type(record)].content, record.last(Issued)
    if issued is None:
        return content(ledger.root, record, now)
    with speaking(issued.language):
        return content(ledger.root, record, now)


def issue(
    desk: Desk, procedure: Procedure[P], given: str, do: str, facts: Callable[[P], Facts]
) -> P:
    """Issue a record's paper: its templates are kept as evidence, what they make is pinned.

    It is printed once, as it will be printed ever after; what the law refuses is not printed.
    """
    with desk.writing():
        ledger = desk.ledger
        record = found(ledger, procedure, given)
        shown = facts(record)
        printing = PRINTINGS[procedure.model]
        templates = templates_of(ledger, printing.kind)
        event = event_of(desk, procedure, record, do, {**shown, **issuing(templates)})
        issued = procedure.apply(record, event, ledger.context, beside(ledger))
        content = printing.content(ledger.root, issued, desk.now)
        papers = papers_of(content, printing.kind, templates)
        made = {form: each.sha256 for form, each in papers.items()}
        pinned = event.model_copy(update={"papers": made})
        kept = {each.path: each.data for each in templates.values()}
        return write(desk, procedure, record.with_(resealed(record, pinned)), kept)
