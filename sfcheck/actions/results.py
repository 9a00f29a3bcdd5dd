"""What comes out of the issues: reports of a round, a place, a team, as figures and documents."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sfcheck.actions.papers import folders
from sfcheck.actions.registries import PLACE, ROUND, find
from sfcheck.actions.rotation import find_team
from sfcheck.documents import report, scope
from sfcheck.documents.excel import workbook
from sfcheck.documents.figures import Figures, figures
from sfcheck.documents.paper import Paper
from sfcheck.documents.scope import Scope
from sfcheck.domain.rotation import Round
from sfcheck.errors import Refused
from sfcheck.ledger.queries import Query, select
from sfcheck.ledger.store import Ledger


def round_figures(ledger: Ledger, given: str | None, at: datetime) -> Figures:
    """Return the figures of the round called `given` (the latest one) at a moment.

    Raises `Refused`: `no-round`, `no-such-entry`, and what is wrong with a record: figures of a
    part are not given for the whole.
    """
    return _figures(ledger, scope.of_round(_round(ledger, given)), at)


def place_figures(ledger: Ledger, given: str, at: datetime) -> Figures:
    """Return the figures of a place, by code or name, with all that lies in it, over all rounds.

    Raises `Refused` as `round_figures`.
    """
    place = find(PLACE, ledger.places, given).code
    return _figures(ledger, scope.of_place(place, ledger.context), at)


def team_figures(ledger: Ledger, given: str, at: datetime) -> Figures:
    """Return the figures of a team such as `2026-1/T2`; raises `Refused` as `round_figures`."""
    return _figures(ledger, scope.of_team(*find_team(ledger, given)), at)


def paper(ledger: Ledger, found: Figures) -> Paper:
    """Return the report that figures make."""
    return report.report(found, ledger.context)


def markdown(ledger: Ledger, found: Figures) -> str:
    """Return a report in Markdown; the ledger's own template goes before ours.

    Raises `Refused`: `bad-template`, and what is wrong with the file.
    """
    return report.as_markdown(found, ledger.context, folders(ledger))


def word(ledger: Ledger, found: Figures) -> bytes:
    """Return a report as a Word file; the ledger's own template goes before ours.

    Raises `Refused`: `bad-word-template`, and what is wrong with the file.
    """
    return report.as_word(found, ledger.context, folders(ledger))


def excel(ledger: Ledger, found: Figures) -> bytes:
    """Return a report as an Excel file."""
    return workbook(paper(ledger, found))


FILES: Mapping[str, Callable[[Ledger, Figures], bytes]] = {"docx": word, "xlsx": excel}
"""The forms of a report that are files, and what makes them."""


def _figures(ledger: Ledger, of: Scope, at: datetime) -> Figures:
    return figures(of, select(ledger, Query(), at.date()), ledger.context, at)


def _round(ledger: Ledger, given: str | None) -> Round:
    if given is not None:
        return find(ROUND, ledger.rounds, given)
    if not ledger.rounds:
        raise Refused("no-round")
    return max(ledger.rounds.values(), key=lambda rotation: (rotation.start, rotation.id))
