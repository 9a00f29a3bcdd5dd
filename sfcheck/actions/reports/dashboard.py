"""The dashboard of a ledger, as one page in HTML."""

from datetime import datetime

from sfcheck.actions.assurance.believing import doubted
from sfcheck.actions.reports.figures import told_by
from sfcheck.actions.templates import folders
from sfcheck.documents.dashboard import page as dashboard
from sfcheck.documents.dashboard.overview import overview
from sfcheck.documents.figures.scope import Scope
from sfcheck.ledger.store import Ledger


def page(ledger: Ledger, of: Scope, at: datetime) -> str:
    """Return the dashboard of a scope at a moment; the ledger's own template goes before ours.

    Raises `Refused`: `bad-template`, what is wrong with the file, and what is wrong with a record,
    for figures of a part are not given for the whole.
    """
    doubts = len(doubted(ledger))
    content = told_by(
        ledger, lambda index: dashboard.content(overview(of, index, ledger.context, at, doubts))
    )
    return dashboard.page(content, folders(ledger))
