"""What comes out of the issues: reports, and the check of finished ones."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sfcheck.cli import console, papers
from sfcheck.cli.registering import AsJson, group
from sfcheck.language import N_, _, ngettext

if TYPE_CHECKING:
    from sfcheck.documents.figures import Figures
    from sfcheck.ledger.store import Ledger

FORMATS = ("text", "md", "docx", "xlsx", "json")
Form = Annotated[str | None, papers.form_option(FORMATS)]

LONGEST = 200
"""Characters of a line that are shown."""

_PROBLEMS = {
    "counts": N_("{printed} should be {computed}, by {basis} beside it"),
    "ledger": N_("{printed} should be {computed}, by the ledger"),
    "untraced": N_("{printed} cannot be traced to any count"),
}

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


@report.command("check", help=_("Recompute every rate of a finished paper: .docx, .xlsx, .md."))
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The paper as it was edited."))],
    *,
    as_json: AsJson = False,
) -> None:
    """Check a finished paper; exit status 1 where a figure is not what it says."""
    from dataclasses import asdict

    from sfcheck.actions import rechecking

    done = rechecking.check(console.ledger(), file)
    bent = done.found.bent
    if as_json:
        stamp = asdict(done.stamp) if done.stamp else None
        findings = [each._asdict() for each in bent]
        console.show_json(stamp=stamp, rates=done.found.rates, findings=findings)
    for each in () if as_json else bent:
        facts = {"printed": each.printed, "computed": each.computed, "basis": each.basis}
        console.show(f"{each.where}: {_(_PROBLEMS[each.problem]).format(**facts)}")
        console.show(f"  {each.text if len(each.text) <= LONGEST else each.text[:LONGEST] + '…'}")
    if done.stamp:
        facts = {"at": done.stamp.at, "commit": done.stamp.commit[:12]}
        console.say(_("Compared with the ledger of {at}, commit {commit}.").format(**facts))
    else:
        console.say(_("It does not say of what it is; only counts in it were looked at."))
    rates = ngettext("{count} rate", "{count} rates", done.found.rates)
    found = ngettext("{count} finding", "{count} findings", len(bent))
    console.say(f"{rates.format(count=done.found.rates)}{_(', ')}{found.format(count=len(bent))}")
    if bent:
        raise typer.Exit(1)


def _report(
    count: "Callable[[Ledger, datetime], Figures]",
    form: str | None,
    as_json: bool,
    output: Path | None,
    force: bool,
) -> None:
    from sfcheck.actions import rechecking, results
    from sfcheck.actions.desk import now
    from sfcheck.documents.figures import plain

    chosen = "json" if as_json else papers.chosen(FORMATS, form, output)
    ledger = console.ledger()
    at = now()
    found = count(ledger, at)
    text: str | bytes
    if chosen == "md":
        text = results.markdown(ledger, found)
        text = rechecking.on_markdown(ledger, found, at, text) if output else text
    elif chosen in papers.FILES:
        made = results.FILES[chosen](ledger, found)
        text = rechecking.on_package(ledger, found, at, made)
    elif chosen == "json":
        text = papers.as_json(figures=plain(found))
    else:
        text = papers.as_text(results.paper(ledger, found), output)
    papers.hand_out(text, output, force=force, told=_("The report is in {path}."))
