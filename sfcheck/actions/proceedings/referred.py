"""How a referral's letter is printed: from the commit it rests on, ever after as it went out."""

from datetime import datetime
from pathlib import Path
from typing import Any

from sfcheck.actions.proceedings.issuing import draw, pinned_issues, reissued, resting
from sfcheck.actions.templates import folders
from sfcheck.documents import referrals as paper
from sfcheck.documents.official.style import speaking
from sfcheck.domain.referrals.law import REFERRAL
from sfcheck.domain.referrals.record import Referral, Transferred
from sfcheck.ledger.store import Ledger


def content_of(root: Path, referral: Referral, now: datetime) -> dict[str, Any]:
    """Return what the templates of the letter are given, from the commit that is pinned.

    Raises `Refused`: `no-such-commit`, `pin-differs`, and what is wrong with a record.
    """
    pin, called = referral.pin, REFERRAL.called(referral)
    with resting(root, pin.commit if pin else "", called) as then:
        known = pinned_issues(then, pin, called) if pin else []
        issues = {issue.number: issue for issue in known}
        return paper.content(referral, issues, then.context, now.date())


def printed(ledger: Ledger, referral: Referral, form: str, now: datetime) -> bytes:
    """Return the letter in Markdown (`md`) or Word (`docx`), one that went out as it went out.

    Raises `Refused`: what `content_of` does, `no-kept-template`, `paper-differs`, `bad-template`,
    `bad-word-template`.
    """
    issued = referral.last(Transferred)
    if issued is None:
        content = content_of(ledger.root, referral, now)
        return draw(paper.KIND, content, form, folders(ledger))
    return reissued(
        ledger,
        issued,
        form,
        paper.KIND,
        lambda: content_of(ledger.root, referral, now),
        REFERRAL.called(referral),
    )


def told(ledger: Ledger, referral: Referral, now: datetime) -> dict[str, Any]:
    """Return the content of the letter, for the terminal; raises as `printed`."""
    issued = referral.last(Transferred)
    if issued is None:
        return content_of(ledger.root, referral, now)
    with speaking(issued.language):
        return content_of(ledger.root, referral, now)
