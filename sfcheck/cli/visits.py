"""The command `visit`: on record with its checklist, studied, consulted about, shown."""

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import click
import typer

from sfcheck.cli import console, papers
from sfcheck.cli.columns import show_columns
from sfcheck.cli.registering import AsJson, DryRun, Yes, carry_out, day, group
from sfcheck.domain.vocabulary import Duty, Mode, label
from sfcheck.language import N_, _

if TYPE_CHECKING:
    from sfcheck.actions.desk import Desk
    from sfcheck.domain.visiting import Visit

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

TEXTS: Mapping[str, Mapping[str, str]] = {
    "record": {"place": N_("Code of the place (`sfcheck place list`).")},
    "study": {
        "direct": N_("The direct cause."),
        "management": N_("What in management let it happen."),
        "root": N_("The root cause."),
        "elsewhere": N_("Where the like is to be looked for."),
    },
    "consult": {"conclusion": N_("The joint conclusion.")},
}
"""What is asked on a terminal for each step, in one line each."""


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
        **_form(from_file),
        **_given({**said, "persons": person, "issues": issue}),
        **_checked(all_kept, not_kept),
    }
    if from_file is None and console.on_terminal():
        facts = _account_asked(facts)
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
        **_form(from_file),
        **_given({**said, "persons": person, "issues": issue}),
        **_checked(all_kept, not_kept),
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

    facts = {**_form(from_file), **_given({"issues": issue})}
    if from_file is None and console.on_terminal():
        asked = _texts_asked("study")
        elsewhere = asked.pop("elsewhere")
        answerable = _rows_asked(
            _("Who answers for it"),
            {
                "who": (_("Body or unit; empty: no more"), None),
                "position": (_("Position"), None),
                "duty": (_("Duty"), [*map(str, Duty)]),
                "omitted": (_("What was not done"), None),
            },
        )
        facts |= {"causes": asked, "answerable": answerable, "elsewhere": elsewhere}
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

    facts = {**_form(from_file), **_given({"issue": issue, "on": on and str(on)})}
    if from_file is None and console.on_terminal():
        if issue is None:
            facts["issue"] = click.prompt(_("The issue it is about"), err=True)
        opinions = _rows_asked(
            _("Who was consulted"),
            {
                "who": (_("Number on the roster, or a name; empty: no more"), None),
                "body": (_("Body; empty: by the roster"), None),
                "field": (_("Field"), None),
                "finding": (_("Finding"), None),
            },
        )
        facts |= {"opinions": opinions, **_texts_asked("consult")}
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
    elif chosen == "docx":
        content = visits.as_word(ledger, known, kind)
    elif chosen == "md":
        content = visits.markdown(ledger, known, kind)
    else:
        content = papers.as_text(visits.paper(ledger, known, kind), output)
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
    from sfcheck.actions.registries import PLACE, find

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


def _form(source: str | None) -> dict[str, Any]:
    """Return what a file says, or nothing."""
    if source is None:
        return {}
    from sfcheck.actions.visits import form

    return form(sys.stdin.buffer.read() if source == "-" else Path(source))


def _given(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value}


def _checked(all_kept: bool, not_kept: Sequence[str] | None) -> dict[str, Any]:
    """Return the answers of the checklist that options give, if they give any."""
    if not all_kept and not not_kept:
        return {}
    pairs = (text.strip().partition(" ") for text in not_kept or ())
    return {"check": {point: remark.strip() for point, _blank, remark in pairs}}


def _account_asked(facts: dict[str, Any]) -> dict[str, Any]:
    """Ask on a terminal for what an account needs and was not given."""
    from sfcheck.domain.visits import POINTS

    asked = dict(facts)
    if "place" not in asked:
        asked |= _texts_asked("record")
    if "units" not in asked:
        asked["units"] = [click.prompt(_("Name of the unit visited"), err=True)]
    if "mode" not in asked:
        modes = click.Choice([*map(str, Mode)])
        asked["mode"] = click.prompt(_("Kind of visit"), type=modes, err=True)
    if asked["mode"] == Mode.COVERT and "check" not in asked:
        asked["check"] = {
            point: click.prompt(_("Why not"), err=True)
            for point, told in POINTS.items()
            if not click.confirm(_(told), err=True, default=True)
        }
    return asked


def _texts_asked(step: str) -> dict[str, Any]:
    return {
        name: click.prompt(console.question(text), err=True) for name, text in TEXTS[step].items()
    }


def _rows_asked(
    title: str, columns: Mapping[str, tuple[str, list[str] | None]]
) -> list[dict[str, str]]:
    """Ask for rows until one has no first answer; what is left empty is left out."""
    rows: list[dict[str, str]] = []
    while True:
        console.say(f"{title} ({len(rows) + 1})")
        row: dict[str, str] = {}
        for name, (text, choices) in columns.items():
            kind = click.Choice(choices) if choices else None
            default = None if choices else ""
            said = click.prompt(text, type=kind, default=default, show_default=False, err=True)
            if not said and not row:
                return rows
            row[name] = said
        rows.append({name: value for name, value in row.items() if value})


def _data(known: "Visit") -> dict[str, Any]:
    from sfcheck.domain.base import dump

    return {"id": known.id, "state": known.state, **dump(known)}


def _told(done: "Visit", desk: "Desk") -> str:
    from sfcheck.domain.visits import STATES

    account = done.account
    where = desk.ledger.context.name(account.place) if account else ""
    state = _(STATES[done.state]) if done.state else ""
    return f"{done.id}  {state}  {where}  {account.on if account else ''}"
