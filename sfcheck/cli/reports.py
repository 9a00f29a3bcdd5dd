"""What comes out of the issues: reports of every kind, and what is behind their figures."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sfcheck.cli.frame import console
from sfcheck.cli.frame.options import AsJson, asking, dated, group, parameter, parameters_of
from sfcheck.cli.frame.printing import (
    FORMS_OF_FIGURES,
    Force,
    Output,
    Wanted,
    chosen,
    form_option,
    hand_out,
    made,
    printing,
)
from sfcheck.documents.figures.breakdowns import ReportKind
from sfcheck.documents.figures.kinds import KINDS
from sfcheck.language import N_, _, ngettext

if TYPE_CHECKING:
    from sfcheck.cli.frame.printing import Content

HTML = "html"
"""The form that the dashboard has besides."""
WRITTEN = _("The report is in {path}.")

Figure = Annotated[
    str | None,
    typer.Option(
        "--explain",
        metavar="FIGURE",
        help=_("List what is behind a figure, or behind a line of it: `overdue/640100`."),
    ),
]
Since = Annotated[date | None, dated("--since", _("The first day of what was done; ever."))]
Until = Annotated[date | None, dated("--until", _("The last day of what was done; today."))]
OfRound = Annotated[
    str | None, typer.Option("--round", metavar="ROUND", help=_("Only issues of this round."))
]
OfPlace = Annotated[
    str | None,
    typer.Option("--place", metavar="PLACE", help=_("Only issues of this place and within it.")),
]

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
ABOUT = {"round": ROUND, "unit": UNIT, "place": PLACE, "team": TEAM}
"""What is named for a report, by what it is about."""
NARROWING = {"since": Since, "until": Until, "rotation": OfRound, "place": OfPlace}
"""What a report may be narrowed to."""

report = group()


@report.callback()
def _reports() -> None:
    """Print a report."""


def _make(name: str, kind: ReportKind) -> Callable[..., None]:
    """Return the command of one report."""

    def command(wanted: Wanted, **given: Any) -> "Content":
        return _report(wanted, name, **given)

    wanted, _given = parameters_of(command)
    asks = {"given": ABOUT[kind.about]} if kind.about else {}
    asks |= {each: NARROWING[each] for each in kind.narrowing} | {"explain": Figure}
    asked = (parameter(*each) for each in asks.items())
    told = f"Print the report `{name}`, or write it to a file."
    return printing(WRITTEN, FORMS_OF_FIGURES)(asking(command, name, told, [wanted, *asked]))


for name, kind in KINDS.items():
    if kind.command:
        report.command(name, help=_(kind.command))(_make(name, kind))


@report.command("dashboard", help=_("One page for a browser: from each figure to its issues."))
def dashboard(
    explain: Figure = None,
    form: Annotated[str | None, form_option((*FORMS_OF_FIGURES, HTML))] = None,
    as_json: AsJson = False,
    output: Output = None,
    force: Force = False,
) -> None:
    """Print how things stand, or write it to a file; `-o FILE.html` makes the page."""
    known = "json" if as_json else chosen((*FORMS_OF_FIGURES, HTML), form, output)
    if known == HTML and explain is None:
        from sfcheck.actions.reports.figures import dashboard as page
        from sfcheck.actions.reports.figures import scope_of
        from sfcheck.ledger.files.clock import now

        ledger = console.ledger()
        at = now(ledger.root)
        whole = page(ledger, scope_of(ledger, "dashboard"), at)
        hand_out(whole, output, force=force, told=_("The dashboard is in {path}."))
        return
    if known == HTML:
        known = chosen(FORMS_OF_FIGURES, None, output)
    content = _report(Wanted(known, output), "dashboard", explain=explain)
    hand_out(content, output, force=force, told=WRITTEN)


def _report(
    wanted: Wanted, kind: str, given: str | None = None, *, explain: str | None, **narrowing: Any
) -> "Content":
    from sfcheck.actions.reports import figures as results
    from sfcheck.actions.reports import stamping
    from sfcheck.ledger.files.clock import now

    ledger = console.ledger()
    at = now(ledger.root)
    scope = results.scope_of(ledger, kind, given, **narrowing)
    if explain is None:
        told = results.told_of(ledger, results.figures_of(ledger, scope, at))
    else:
        told = results.explained(ledger, scope, at, explain)
    content: Content
    if wanted.form == "json":
        content = {told.name: told.plain()}
    elif wanted.form == "text":
        content = told.paper()
    else:
        content = results.printed(told, wanted.form)
    if wanted.output is None or explain is not None:
        return content
    whole = made(content, wanted.output)
    return stamping.stamped(ledger, scope, narrowing, at, wanted.form, whole)


LONGEST = 200
"""Characters of a line that are shown."""

_PROBLEMS = {
    "counts": N_("{printed} should be {computed}, by {basis} beside it"),
    "ledger": N_("{printed} should be {computed}, by the ledger"),
    "untraced": N_("{printed} cannot be traced to any count"),
}


@report.command("check", help=_("Recompute every rate of a finished paper: .docx, .xlsx, .md."))
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The paper as it was edited."))],
    as_json: AsJson = False,
) -> None:
    """Check a finished paper; exit status 1 where a figure is not what it says."""
    from dataclasses import asdict

    from sfcheck.actions.reports import rechecking

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
