"""What comes out of the issues: the report of a round, as figures and as a document."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sfcheck.actions.registries import ROUND, find
from sfcheck.documents.figures import Figures, belongs, figures
from sfcheck.documents.round_report import as_markdown
from sfcheck.domain.rotation import Round
from sfcheck.errors import Refused
from sfcheck.ledger import resources
from sfcheck.ledger.queries import Query, select
from sfcheck.ledger.store import Ledger

DOCUMENTS = Path("templates", "documents")


def round_figures(ledger: Ledger, given: str | None, at: datetime) -> Figures:
    """Return the figures of the round called `given` (the latest one) at a moment.

    Raises `Refused`: `no-round`, `no-such-entry`, and what is wrong with a record: figures of a
    part are not given for the whole.
    """
    rotation = _round(ledger, given)
    mine = (i for i in select(ledger, Query(), at.date()) if belongs(i, rotation))
    return figures(rotation, mine, ledger.context, at)


def markdown(ledger: Ledger, found: Figures) -> str:
    """Return the report of a round in Markdown; the ledger's own template goes before ours.

    Raises `Refused`: `bad-template`, and what is wrong with the file.
    """
    return as_markdown(found, ledger.context, _folders(ledger))


def _folders(ledger: Ledger) -> Sequence[Path]:
    return (ledger.root / DOCUMENTS, resources.templates() / DOCUMENTS.name)


def _round(ledger: Ledger, given: str | None) -> Round:
    if given is not None:
        return find(ROUND, ledger.rounds, given)
    if not ledger.rounds:
        raise Refused("no-round")
    return max(ledger.rounds.values(), key=lambda rotation: (rotation.start, rotation.id))
