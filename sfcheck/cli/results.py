"""What comes out of the issues: reports."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sfcheck.cli import console, papers
from sfcheck.cli.registering import AsJson, group
from sfcheck.language import _

if TYPE_CHECKING:
    from sfcheck.documents.figures import Figures
    from sfcheck.ledger.store import Ledger

FORMATS = ("text", "md", "docx", "xlsx", "json")
Form = Annotated[str | None, papers.form_option(FORMATS)]

report = group()


@report.callback()
def _reports() -> None:
    """Print a report."""


@report.command("round", help=_("Figures of a round, what is overdue, what waits for whom."))
def round_(
    number: Annotated[
        str | None, typer.Argument(metavar="[ROUND]", help=_("The round; otherwise the latest."))
    ] = None,
    *,
    form: Form = None,
    as_json: AsJson = False,
    output: papers.Output = None,
    force: papers.Force = False,
) -> None:
    """Print the report of a round, or write it to a file."""
    from sfcheck.actions.results import round_figures

    _report(lambda ledger, at: round_figures(ledger, number, at), form, as_json, output, force)


@report.command("place", help=_("The same of a place and all that lies in it, over all rounds."))
def place(
    given: Annotated[str, typer.Argument(metavar="PLACE", help=_("The place, by code or name."))],
    *,
    form: Form = None,
    as_json: AsJson = False,
    output: papers.Output = None,
    force: papers.Force = False,
) -> None:
    """Print the report of a place, or write it to a file."""
    from sfcheck.actions.results import place_figures

    _report(lambda ledger, at: place_figures(ledger, given, at), form, as_json, output, force)


@report.command("team", help=_("The same of a team."))
def team(
    given: Annotated[str, typer.Argument(metavar="TEAM", help=_("A team such as 2026-1/T2."))],
    *,
    form: Form = None,
    as_json: AsJson = False,
    output: papers.Output = None,
    force: papers.Force = False,
) -> None:
    """Print the report of a team, or write it to a file."""
    from sfcheck.actions.results import team_figures

    _report(lambda ledger, at: team_figures(ledger, given, at), form, as_json, output, force)


def _report(
    count: "Callable[[Ledger, datetime], Figures]",
    form: str | None,
    as_json: bool,
    output: Path | None,
    force: bool,
) -> None:
    from sfcheck.actions import results
    from sfcheck.actions.desk import now
    from sfcheck.documents.figures import plain

    chosen = "json" if as_json else papers.chosen(FORMATS, form, output)
    ledger = console.ledger()
    found = count(ledger, now())
    text: str | bytes
    if chosen == "md":
        text = results.markdown(ledger, found)
    elif chosen in papers.FILES:
        text = results.FILES[chosen](ledger, found)
    elif chosen == "json":
        text = papers.as_json(figures=plain(found))
    else:
        text = papers.as_text(results.paper(ledger, found), output)
    papers.hand_out(text, output, force=force, told=_("The report is in {path}."))
