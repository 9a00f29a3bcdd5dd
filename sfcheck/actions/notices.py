"""Papers about issues: which issues, which of their events, and the paper that these make."""

from collections.abc import Sequence
from typing import Any

from sfcheck.actions.issues.steps import known_number
from sfcheck.actions.templates import folders
from sfcheck.documents import printing
from sfcheck.documents.notices.closing import closing
from sfcheck.documents.notices.letters import LETTERS
from sfcheck.documents.official import form
from sfcheck.documents.official.form import Form
from sfcheck.documents.official.letter import Letter
from sfcheck.documents.paper import Paper
from sfcheck.domain.base.vocabulary import Status, label
from sfcheck.domain.believing import believed
from sfcheck.domain.issues.record import Issue
from sfcheck.errors import Refused
from sfcheck.ledger.store import Ledger

CLOSING = "closing"
"""The form of acceptance and closing, by the name of its template."""
_CLAIMED = (Status.SUBMITTED, Status.ACCEPTED, Status.CLOSED)


def written(ledger: Ledger, kind: str, typed: Sequence[str], document: str = "") -> Letter:
    """Return a letter about the issues whose numbers were typed.

    Raises `Refused`: `step-not-taken` where an issue has no such event, `notices-differ` where
    they are not of one letter, and what is wrong with a number or a file.
    """
    known = LETTERS[kind]
    pairs = []
    for issue in _issues(ledger, typed):
        event = issue.last(known.event)
        if event is None:
            facts = {"step": label(known.step), "command": known.step}
            raise Refused("step-not-taken", number=issue.number, **facts)
        pairs.append((issue, event))
    shared = dict.fromkeys(known.shared(issue, event) for issue, event in pairs)
    if len(shared) > 1:
        names = "; ".join(
            " → ".join(map(ledger.context.name, each.split(" → "))) for each in shared
        )
        raise Refused("notices-differ", shared=names)
    return known.make(pairs, ledger.context, document)


def forms(ledger: Ledger, typed: Sequence[str]) -> list[Form]:
    """Return the forms of acceptance and closing of the issues whose numbers were typed.

    Raises `Refused`: `nothing-claimed`, and what is wrong with a number or a file.
    """
    found = _issues(ledger, typed)
    for issue in found:
        if issue.status not in _CLAIMED:
            raise Refused("nothing-claimed", number=issue.number, status=label(issue.status))
    return [closing(issue, ledger.context) for issue in found]


def content(made: Letter | Sequence[Form]) -> dict[str, Any]:
    """Return what a template would be given."""
    return made.content() if isinstance(made, Letter) else form.content(made)


def papers(made: Letter | Sequence[Form]) -> list[Paper]:
    """Return a letter or forms for a terminal."""
    return [made.paper()] if isinstance(made, Letter) else [each.paper() for each in made]


def printed(ledger: Ledger, kind: str, made: Letter | Sequence[Form], ending: str) -> str | bytes:
    """Return a letter or forms in Markdown (`md`) or Word (`docx`).

    Raises `Refused`: `bad-template`, `bad-word-template`, and what is wrong with a file.
    """
    return printing.printed(kind, content(made), ending, folders(ledger))


def _issues(ledger: Ledger, typed: Sequence[str]) -> list[Issue]:
    numbers = dict.fromkeys(known_number(ledger, text) for text in typed)
    return list(believed(map(ledger.issue, numbers), ledger.context))
