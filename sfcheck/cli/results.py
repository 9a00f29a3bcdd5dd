"""What comes out of the issues: reports of every kind, and what is behind their figures."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sfcheck.cli import console, papers, rechecking
from sfcheck.cli.registering import AsJson, day, group
from sfcheck.language import _

if TYPE_CHECKING:
    from sfcheck.actions.results import Told
    from sfcheck.ledger.store import Ledger


def _text(ledger: "Ledger", told: "Told", output: Path | None) -> str:
    return papers.as_text(told.paper(), output)


def _markdown(ledger: "Ledger", told: "Told", output: Path | None) -> str:
    from sfcheck.actions.results import markdown

    return markdown(told)


def _json(ledger: "Ledger", told: "Told", output: Path | None) -> str:
    return papers.as_json(**{told.name: told.plain()})


def _word(ledger: "Ledger", told: "Told", output: Path | None) -> bytes:
    from sfcheck.actions.results import word

    return word(told)


def _excel(ledger: "Ledger", told: "Told", output: Path | None) -> bytes:
    from sfcheck.actions.results import excel

    return excel(told)


FORMATS: "dict[str, Callable[[Ledger, Told, Path | None], str | bytes]]" = {
    "text": _text,
    "md": _markdown,
    "docx": _word,
    "xlsx": _excel,
    "json": _json,
}
"""The forms of a report: what makes each."""

HTML = "html"
"""The form that the dashboard has besides."""

Form = Annotated[str | None, papers.form_option(tuple(FORMATS))]
Figure = Annotated[
    str | None,
    typer.Option(
        "--explain",
        metavar="FIGURE",
        help=_("List what is behind a figure, or behind a line of it: `overdue/640100`."),
    ),
]
Since = Annotated[
    date | None,
    typer.Option(
        "--since", parser=day, metavar="DATE", help=_("The first day of what was done; ever.")
    ),
]
Until = Annotated[
    date | None,
    typer.Option(
        "--until", parser=day, metavar="DATE", help=_("The last day of what was done; today.")
    ),
]
OfRound = Annotated[
    str | None, typer.Option("--round", metavar="ROUND", help=_("Only issues of this round."))
]
OfPlace = Annotated[
    str | None,
    typer.Option("--place", metavar="PLACE", help=_("Only issues of this place and within it.")),
]

report = group()


@report.callback()
def _reports() -> None:
    """Print a report."""


@report.command("round", help=_("Figures of a round, what is overdue, what waits for whom."))
def round_(
    given: Annotated[
        str | None, typer.Argument(metavar="[ROUND]", help=_("The round; otherwise the latest."))
    ] = None,
    *,
    explain: Figure = None,
    form: Form = None,
    as_json: AsJson = False,
    output: papers.Output = None,
    force: papers.Force = False,
) -> None:
    """Print the report of a round, or write it to a file."""
    _report("round", given, explain, form, as_json, output, force)


@report.command("place", help=_("The same of a place and all that lies in it, over all rounds."))
def place(
    given: Annotated[str, typer.Argument(metavar="PLACE", help=_("The place, by code or name."))],
    *,
    explain: Figure = None,
    form: Form = None,
    as_json: AsJson = False,
    output: papers.Output = None,
    force: papers.Force = False,
) -> None:
    """Print the report of a place, or write it to a file."""
    _report("place", given, explain, form, as_json, output, force)


@report.command("team", help=_("The same of a team."))
def team(
    given: Annotated[str, typer.Argument(metavar="TEAM", help=_("A team such as 2026-1/T2."))],
    *,
    explain: Figure = None,
    form: Form = None,
    as_json: AsJson = False,
    output: papers.Output = None,
    force: papers.Force = False,
) -> None:
    """Print the report of a team, or write it to a file."""
    _report("team", given, explain, form, as_json, output, force)


@report.command("unit", help=_("One inspected unit: its issues and how it rectified; or all."))
def unit(
    given: Annotated[
        str | None,
        typer.Argument(
            metavar="[UNIT]",
            help=_("Its name, a part of it, or its credit code; otherwise all units, ranked."),
        ),
    ] = None,
    *,
    explain: Figure = None,
    form: Form = None,
    as_json: AsJson = False,
    output: papers.Output = None,
    force: papers.Force = False,
) -> None:
    """Print the report of a unit, or write it to a file."""
    _report("unit", given, explain, form, as_json, output, force)


@report.command("duty", help=_("The three duties by point and severity."))
def duty(
    rotation: OfRound = None,
    place: OfPlace = None,
    explain: Figure = None,
    form: Form = None,
    as_json: AsJson = False,
    output: papers.Output = None,
    force: papers.Force = False,
) -> None:
    """Print the report on the three duties, or write it to a file."""
    _report("duty", None, explain, form, as_json, output, force, rotation=rotation, place=place)


@report.command("overdue", help=_("Who is late, and by how long; how old open issues are."))
def overdue(
    rotation: OfRound = None,
    place: OfPlace = None,
    explain: Figure = None,
    form: Form = None,
    as_json: AsJson = False,
    output: papers.Output = None,
    force: papers.Force = False,
) -> None:
    """Print the report on what is overdue, or write it to a file."""
    _report("overdue", None, explain, form, as_json, output, force, rotation=rotation, place=place)


@report.command("recurrence", help=_("What was not put right for good, and where it came back."))
def recurrence(
    rotation: OfRound = None,
    place: OfPlace = None,
    explain: Figure = None,
    form: Form = None,
    as_json: AsJson = False,
    output: papers.Output = None,
    force: papers.Force = False,
) -> None:
    """Print the report on recurrence, or write it to a file."""
    shown = (explain, form, as_json, output, force)
    _report("recurrence", None, *shown, rotation=rotation, place=place)


@report.command("trend", help=_("The rounds side by side."))
def trend(
    place: OfPlace = None,
    explain: Figure = None,
    form: Form = None,
    as_json: AsJson = False,
    output: papers.Output = None,
    force: papers.Force = False,
) -> None:
    """Print the rounds side by side, or write it to a file."""
    _report("trend", None, explain, form, as_json, output, force, place=place)


@report.command(
    "locality", help=_("A city's or county's own clearance and acceptance: what is left.")
)
def locality(
    given: Annotated[str, typer.Argument(metavar="PLACE", help=_("The place, by code or name."))],
    *,
    explain: Figure = None,
    form: Form = None,
    as_json: AsJson = False,
    output: papers.Output = None,
    force: papers.Force = False,
) -> None:
    """Print the report on a locality's own work, or write it to a file."""
    _report("locality", given, explain, form, as_json, output, force)


@report.command("inspectors", help=_("What each inspector and leader did: facts, no judgement."))
def inspectors(
    since: Since = None,
    until: Until = None,
    explain: Figure = None,
    form: Form = None,
    as_json: AsJson = False,
    output: papers.Output = None,
    force: papers.Force = False,
) -> None:
    """Print the report on the work of inspectors, or write it to a file."""
    _report("inspectors", None, explain, form, as_json, output, force, since=since, until=until)


@report.command("leader", help=_("A leader's regular report: done, standing, to be decided."))
def leader(
    given: Annotated[str, typer.Argument(metavar="TEAM", help=_("A team such as 2026-1/T2."))],
    *,
    since: Since = None,
    until: Until = None,
    explain: Figure = None,
    form: Form = None,
    as_json: AsJson = False,
    output: papers.Output = None,
    force: papers.Force = False,
) -> None:
    """Print a leader's regular report, or write it to a file."""
    _report("leader", given, explain, form, as_json, output, force, since=since, until=until)


@report.command("dashboard", help=_("One page for a browser: from each figure to its issues."))
def dashboard(
    explain: Figure = None,
    form: Annotated[str | None, papers.form_option((*FORMATS, HTML))] = None,
    as_json: AsJson = False,
    output: papers.Output = None,
    force: papers.Force = False,
) -> None:
    """Print how things stand, or write it to a file; `-o FILE.html` makes the page."""
    chosen = "json" if as_json else papers.chosen((*FORMATS, HTML), form, output)
    if chosen != HTML or explain is not None:
        _report(
            "dashboard", None, explain, None if chosen == HTML else chosen, False, output, force
        )
        return
    from sfcheck.actions.dashboard import page
    from sfcheck.actions.desk import now
    from sfcheck.actions.results import scope_of

    ledger, at = console.ledger(), now()
    content = page(ledger, scope_of(ledger, "dashboard"), at)
    papers.hand_out(content, output, force=force, told=_("The dashboard is in {path}."))


report.command("check", help=_("Recompute every rate of a finished paper: .docx, .xlsx, .md."))(
    rechecking.check
)


def _report(
    kind: str,
    given: str | None,
    figure: str | None,
    form: str | None,
    as_json: bool,
    output: Path | None,
    force: bool,
    **narrowing: Any,
) -> None:
    from sfcheck.actions import results, stamping
    from sfcheck.actions.desk import now

    chosen = "json" if as_json else papers.chosen(tuple(FORMATS), form, output)
    ledger, at = console.ledger(), now()
    scope = results.scope_of(ledger, kind, given, **narrowing)
    if figure is None:
        told = results.told_of(ledger, results.figures_of(ledger, scope, at))
    else:
        told = results.explained(ledger, scope, at, figure)
    content = FORMATS[chosen](ledger, told, output)
    if output and figure is None:
        content = stamping.stamped(ledger, scope, narrowing, at, chosen, content)
    papers.hand_out(content, output, force=force, told=_("The report is in {path}."))
