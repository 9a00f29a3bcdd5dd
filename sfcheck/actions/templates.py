"""What is printed to be signed: the list of a handover."""

from collections.abc import Sequence
from pathlib import Path

from sfcheck.documents import handovers as handover_list
from sfcheck.documents.paper import Paper
from sfcheck.domain.world.custody import Handover
from sfcheck.ledger import resources
from sfcheck.ledger.store import Ledger

DOCUMENTS = Path("templates", "documents")


def folders(ledger: Ledger) -> Sequence[Path]:
    """Return where templates of documents lie: the ledger's own go before ours."""
    return (ledger.root / DOCUMENTS, resources.templates() / DOCUMENTS.name)


def handed(ledger: Ledger, given: Handover) -> Paper:
    """Return the list of a handover; raises `Refused` where an issue on it cannot be read."""
    issues = {line.number: ledger.issue(line.number) for line in given.issues}
    return handover_list.handover_list(given, issues, ledger.context)


def handed_markdown(ledger: Ledger, given: Handover) -> str:
    """Return the list of a handover in Markdown.

    Raises `Refused`: `bad-template`, and what is wrong with a file.
    """
    return handover_list.as_markdown(handed(ledger, given), given, folders(ledger))


def handed_word(ledger: Ledger, given: Handover) -> bytes:
    """Return the list of a handover as a Word file.

    Raises `Refused`: `bad-word-template`, and what is wrong with a file.
    """
    return handover_list.as_word(handed(ledger, given), given, folders(ledger))
