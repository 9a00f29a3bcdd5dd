"""The command `visit`: on record with its checklist, studied, consulted about, shown."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import click
import typer

from sfcheck.cli import visit_facts
from sfcheck.cli.frame import console
from sfcheck.cli.frame import printing as papers
from sfcheck.cli.frame.columns import show_columns
from sfcheck.cli.frame.options import AsJson, DryRun, Yes, carry_out, day, group
from sfcheck.domain.base.vocabulary import Mode, label
from sfcheck.language import _

if TYPE_CHECKING:
    from sfcheck.actions.desk import Desk
    from sfcheck.domain.visits.record import Visit

FORMATS = ("text", "md", "docx", "json")
KINDS = ("visit", "study", "consultation")
visit = group()

Given = Annotated[str, typer.Argument(metavar="VISIT", help=_("Its id, such as 2026-0370001."))]
From = Annotated[
    str | None,
    typer.Option("--from", metavar="FILE", help=_("Read it from YAML or JSON; - is stdin.")),
]
IssuesOption = Annotated[
    list[str] | None,
    typer.Option("--issue", metavar="NUMBER", help=_("An issue it is about; several may be.")),
]
Units = Annotated[
    list[str] | None, typer.Option("--unit", help=_("A unit that was visited; several may be."))
]
Persons = Annotated[
    list[str] | None,
    typer.Option("--person", metavar="ID", help=_("Who of the team went; otherwise you.")),
]
NotKept = Annotated[
    list[str] | None,
    typer.Option(
        "--not-kept",
        metavar="'POINT REMARK'",
        help=_("A point of the checklist that was not kept, and why; several may be."),
    ),
]
AllKept = Annotated[
    bool, typer.Option("--all-kept", help=_("All six points but those named were kept."))
]


@visit.callback()
def _visits() -> None:
    """Put visits on record."""


@visit.command("record", help=_("Put a visit on record; asks for what is missing on a terminal."))
def record(
    place: Annotated[
        str | None, typer.Option("--place", metavar="PLACE", help=_("Where it was."))
    ] = None,
    unit: Units = None,
    mode: Annotated[
        str | None,
        typer.Option("--mode", click_type=click.Choice([*map(str, Mode)]), help=_("Its kind.")),
    ] = None,
    on: Annotated[
        date | None,
        typer.Option("--on", parser=day, metavar="DATE", help=_("On what day; today.")),
    ] = None,
    team: Annotated[
        str | None, typer.Option("--team", metavar="TEAM", help=_("The team; otherwise your own."))
    ] = None,
    person: Persons = None,
    issue: IssuesOption = None,
    all_kept: AllKept = False,
    not_kept: NotKept = None,
    from_file: From = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Put a visit on record."""
    from sfcheck.actions import visits

    said = {"place": place, "units": unit, "mode": mode, "on": on and str(on), "team": team}
    facts = {
        **visit_facts.form(from_file),
        **visit_facts.given({**said, "persons": person, "issues": issue}),
        **visit_facts.checked(all_kept, not_kept),
    }
    if from_file is None and console.on_terminal():
        facts = visit_facts.account_asked(facts)
    carry_out(lambda desk: _told(visits.record(desk, facts), desk), dry_run=dry_run, yes=yes)


@visit.command("amend", help=_("Tell a visit anew where it was wrong, or name further issues."))
def amend(
    given: Given,
    why: Annotated[str, typer.Option("--why", help=_("Why it is amended."))],
    place: Annotated[
        str | None, typer.Option("--place", metavar="PLACE", help=_("Where it was."))
    ] = None,
    unit: Units = None,
    mode: Annotated[
        str | None,
        typer.Option("--mode", click_type=click.Choice([*map(str, Mode)]), help=_("Its kind.")),
    ] = None,
    on: Annotated[
        date | None, typer.Option("--on", parser=day, metavar="DATE", help=_("On what day."))
    ] = None,
    person: Persons = None,
    issue: IssuesOption = None,
    all_kept: AllKept = False,
    not_kept: NotKept = None,
    from_file: From = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Amend a visit; a list that is given takes the place of the list before."""
    from sfcheck.actions import visits

    said = {"place": place, "units": unit, "mode": mode, "on": on and str(on)}
    facts = {
        **visit_facts.form(from_file),
        **visit_facts.given({**said, "persons": person, "issues": issue}),
        **visit_facts.checked(all_kept, not_kept),
    }
    carry_out(
        lambda desk: _told(visits.amend(desk, given, facts, why=why), desk),
        dry_run=dry_run,
        yes=yes,
    )


@visit.command("study", help=_("Record the study of a typical case: causes, who answers for what."))
def study(
    given: Given,
    issue: IssuesOption = None,
    from_file: From = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Record a case study."""
    from sfcheck.actions import visits

    facts = {**visit_facts.form(from_file), **visit_facts.given({"issues": issue})}
    if from_file is None and console.on_terminal():
        facts |= visit_facts.study_asked()
    carry_out(lambda desk: _told(visits.study(desk, given, facts), desk), dry_run=dry_run, yes=yes)


@visit.command("consult", help=_("Record a consultation of several departments on one issue."))
def consult(
    given: Given,
    issue: Annotated[
        str | None, typer.Option("--issue", metavar="NUMBER", help=_("The issue it is about."))
    ] = None,
    on: Annotated[
        date | None,
        typer.Option("--on", parser=day, metavar="DATE", help=_("On what day; today.")),
    ] = None,
    from_file: From = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Record a consultation."""
    from sfcheck.actions import visits

    facts = {
        **visit_facts.form(from_file),
        **visit_facts.given({"issue": issue, "on": on and str(on)}),
    }
    if from_file is None and console.on_terminal():
        if issue is None:
            facts["issue"] = click.prompt(_("The issue it is about"), err=True)
        facts |= visit_facts.consultation_asked()
    carry_out(
        lambda desk: _told(visits.consult(desk, given, facts), desk), dry_run=dry_run, yes=yes
    )


@visit.command("show", help=_("Show or print a visit, its case study or its joint opinion."))
def show(
    given: Given,
    *,
    kind: Annotated[
        str,
        typer.Option(
            "--paper", click_type=click.Choice(KINDS), help=_("Which paper: the last of its kind.")
        ),
    ] = "visit",
    form: Annotated[str | None, papers.form_option(FORMATS)] = None,
    as_json: AsJson = False,
    output: papers.Output = None,
    force: papers.Force = False,
) -> None:
    """Show a visit, or write a paper of it to a file."""
    from sfcheck.actions import visits

    chosen = "json" if as_json else papers.chosen(FORMATS, form, output)
    ledger = console.ledger()
    known = visits.found(ledger, given)
    content: str | bytes
    if chosen == "json":
        content = papers.as_json(visit=_data(known))
    elif chosen == "text":
        content = papers.as_text(visits.paper(ledger, known, kind), output)
    else:
        content = visits.printed(ledger, known, kind, chosen)
    papers.hand_out(content, output, force=force, told=_("The paper is in {path}."))


@visit.command("list", help=_("List all visits."))
def list_(
    as_json: AsJson = False,
    team: Annotated[
        str | None, typer.Option("--team", metavar="TEAM", help=_("Of this team."))
    ] = None,
    place: Annotated[
        str | None, typer.Option("--place", metavar="PLACE", help=_("To this place."))
    ] = None,
) -> None:
    """List visits."""
    from sfcheck.actions.entries import PLACE, find

    ledger = console.ledger()
    code = place and find(PLACE, ledger.places, place).code
    known = [
        each
        for each in ledger.visits
        if (account := each.account) and team in (None, each.team) and code in (None, account.place)
    ]
    if as_json:
        console.show_json(visits=[_data(each) for each in known])
        return
    headings = (_("id"), _("day"), _("kind"), _("place"), _("team"), _("issues"), _("units"))
    show_columns(
        headings,
        (
            (
                each.id,
                account.on,
                label(account.mode),
                ledger.context.name(account.place),
                each.team,
                len(account.issues),
                _(", ").join(account.units),
            )
            for each in known
            if (account := each.account)
        ),
    )


def _data(known: "Visit") -> dict[str, Any]:
    from sfcheck.domain.base.records import dump

    return {"id": known.id, "state": known.state, **dump(known)}


def _told(done: "Visit", desk: "Desk") -> str:
    from sfcheck.domain.visits.law import STATES

    account = done.account
    where = desk.ledger.context.name(account.place) if account else ""
    state = _(STATES[done.state]) if done.state else ""
    return f"{done.id}  {state}  {where}  {account.on if account else ''}"
