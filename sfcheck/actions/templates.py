"""Where the templates of papers lie."""

from collections.abc import Sequence
from pathlib import Path

from sfcheck.ledger import resources
from sfcheck.ledger.store import Ledger

DOCUMENTS = Path("templates", "documents")


def folders(ledger: Ledger) -> Sequence[Path]:
    """Return where templates of documents lie: the ledger's own go before ours."""
    return (ledger.root / DOCUMENTS, resources.templates() / DOCUMENTS.name)
