"""How a bulletin is printed: from the commit it rests on, and ever after as it was published."""

from datetime import datetime
from pathlib import Path
from typing import Any

from sfcheck.actions.assurance.believing import believed
from sfcheck.actions.proceedings.issuing import (
    STAMP,
    commit_of,
    draw,
    pinned_issues,
    reissued,
    resting,
)
from sfcheck.actions.templates import folders
from sfcheck.documents import bulletins as paper
from sfcheck.documents.official import stamp as stamps
from sfcheck.documents.official.style import speaking
from sfcheck.domain.bulletins.law import BULLETIN, covers
from sfcheck.domain.bulletins.record import Bulletin, Consolidated, Published
from sfcheck.ledger.git.repository import open_repository
from sfcheck.ledger.store import Ledger


def content_of(root: Path, bulletin: Bulletin, now: datetime) -> dict[str, Any]:
    """Return what the templates are given, and the stamp: from the pinned commit, else the last.

    Figures are of the moment it was put together; before that, of `now`. Raises `Refused`:
    `no-such-commit`, `pin-differs`, and what is wrong with a record.
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
        return {**paper.content(bulletin, issues, then.context, at), STAMP: stamp}


def printed(ledger: Ledger, bulletin: Bulletin, form: str, now: datetime) -> bytes:
    """Return a bulletin in Markdown (`md`) or Word (`docx`), a published one as it was published.

    Raises `Refused`: what `content_of` does, `no-kept-template`, `paper-differs`, `bad-template`,
    `bad-word-template`.
    """
    published = bulletin.last(Published)
    if published is None:
        content = content_of(ledger.root, bulletin, now)
        return draw(paper.KIND, content, form, folders(ledger))
    return reissued(
        ledger,
        published,
        form,
        paper.KIND,
        lambda: content_of(ledger.root, bulletin, now),
        BULLETIN.called(bulletin),
    )


def told(ledger: Ledger, bulletin: Bulletin, now: datetime) -> dict[str, Any]:
    """Return the content of a bulletin, for the terminal and for programs; raises as `printed`."""
    published = bulletin.last(Published)
    if published is None:
        return content_of(ledger.root, bulletin, now)
    with speaking(published.language):
        return content_of(ledger.root, bulletin, now)
