"""What comes out of the issues: reports of every kind, and what is behind their figures."""

import inspect
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from sfcheck.cli import rechecking
from sfcheck.cli.frame import console
from sfcheck.cli.frame import printing as papers
from sfcheck.cli.frame.options import AsJson, day, group
from sfcheck.documents.figures.breakdowns import ReportKind
from sfcheck.documents.figures.kinds import KINDS
from sfcheck.language import _

FORMATS = ("text", "md", "docx", "xlsx", "json")
"""The forms of a report."""

HTML = "html"
"""The form that the dashboard has besides."""

Form = Annotated[str | None, papers.form_option(FORMATS)]
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


ROUND = Annotated[
    str | None, typer.Argument(metavar="[ROUND]", help=_("The round; otherwise the latest."))
]
UNIT = Annotated[
    str | None,
    typer.Argument(
        metavar="[UNIT]",
        help=_("Its name, a part of it, or its credit code; otherwise all units, ranked."),
    ),
]
PLACE = Annotated[str, typer.Argument(metavar="PLACE", help=_("The place, by code or name."))]
TEAM = Annotated[str, typer.Argument(metavar="TEAM", help=_("A team such as 2026-1/T2."))]
ABOUT: dict[str, object] = {"round": ROUND, "unit": UNIT, "place": PLACE, "team": TEAM}
"""What is named for a report, by what it is about."""
NARROWING: dict[str, object] = {
    "since": Since,
    "until": Until,
    "rotation": OfRound,
    "place": OfPlace,
}
"""What a report may be narrowed to."""


def _common(
    *,
    explain: Figure = None,
    form: Form = None,
    as_json: AsJson = False,
    output: papers.Output = None,
    force: papers.Force = False,
) -> None:
    """The parameters every report has."""


def _make(name: str, kind: ReportKind) -> Callable[..., None]:
    """Return the command of one report."""

    def command(given: str | None = None, **shown: Any) -> None:
        common = {each: shown.pop(each) for each in inspect.signature(_common).parameters}
        _report(name, given, *common.values(), **shown)

    about = inspect.Parameter(
        "given", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=ABOUT.get(kind.about)
    )
    if kind.about in ("round", "unit"):
        about = about.replace(default=None)
    parameters = [
        *([about] if kind.about else []),
        *(
            inspect.Parameter(
                each, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=NARROWING[each]
            )
            for each in kind.narrowing
        ),
        *inspect.signature(_common).parameters.values(),
    ]
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {each.name: each.annotation for each in parameters}
    command.__name__ = name
    command.__doc__ = f"Print the report `{name}`, or write it to a file."
    return command


for name, kind in KINDS.items():
    if kind.command:
        report.command(name, help=_(kind.command))(_make(name, kind))


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
    from sfcheck.actions.desk import now
    from sfcheck.actions.reports.figures import dashboard as page
    from sfcheck.actions.reports.figures import scope_of

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
    from sfcheck.actions.desk import now
    from sfcheck.actions.reports import figures as results
    from sfcheck.actions.reports import stamping

    chosen = "json" if as_json else papers.chosen(FORMATS, form, output)
    ledger, at = console.ledger(), now()
    scope = results.scope_of(ledger, kind, given, **narrowing)
    if figure is None:
        told = results.told_of(ledger, results.figures_of(ledger, scope, at))
    else:
        told = results.explained(ledger, scope, at, figure)
    content: str | bytes
    if chosen == "json":
        content = papers.as_json(**{told.name: told.plain()})
    elif chosen == "text":
        content = papers.as_text(told.paper(), output)
    else:
        content = results.printed(told, chosen)
    if output and figure is None:
        content = stamping.stamped(ledger, scope, narrowing, at, chosen, content)
    papers.hand_out(content, output, force=force, told=_("The report is in {path}."))
