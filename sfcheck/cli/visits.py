"""The command `visit`: on record with its checklist, studied, consulted about, shown."""

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import click
import typer

from sfcheck.cli.checklists import CHECK
from sfcheck.cli.frame import console
from sfcheck.cli.frame.options import AsJson, dated, group, option
from sfcheck.cli.frame.printing import Wanted, printing
from sfcheck.cli.frame.proceedings import RecordCommand, StepCommand, add_steps, data, show_list
from sfcheck.domain.base.vocabulary import Duty, Mode, label
from sfcheck.language import N_, _

if TYPE_CHECKING:
    from sfcheck.cli.frame.printing import Content
    from sfcheck.domain.visits.record import Visit
    from sfcheck.ledger.store import Ledger

PAPERS = ("visit", "study", "consultation")
visit = group()

Given = Annotated[str, typer.Argument(metavar="VISIT", help=_("Its id, such as 2026-037-0001."))]
FROM = {
    "source": option(
        str | None, "--from", _("Read it from YAML or JSON; - is stdin."), metavar="FILE"
    ),
}
PLACED = {
    "place": option(str | None, "--place", _("Where it was."), metavar="PLACE"),
    "units": option(list[str] | None, "--unit", _("A unit that was visited; several may be.")),
    "mode": option(str | None, "--mode", _("Its kind."), choices=Mode),
}
ISSUES = {
    "issues": option(
        list[str] | None, "--issue", _("An issue it is about; several may be."), metavar="NUMBER"
    ),
}
SEEN = {
    "persons": option(
        list[str] | None, "--person", _("Who of the team went; otherwise you."), metavar="ID"
    ),
    **ISSUES,
    "all_kept": option(bool, "--all-kept", _("All six points but those named were kept.")),
    "not_kept": option(
        list[str] | None,
        "--not-kept",
        _("A point of the checklist that was not kept, and why; several may be."),
        metavar="'POINT REMARK'",
    ),
    **FROM,
}
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


def _recorded(answers: dict[str, Any]) -> dict[str, Any]:
    read = "source" in answers
    facts = _account(answers)
    return {"facts": facts if read or not console.on_terminal() else _account_asked(facts)}


def _amended(answers: dict[str, Any]) -> dict[str, Any]:
    which = {name: answers.pop(name) for name in ("given", "why")}
    return {**which, "facts": _account(answers)}


def _studied(answers: dict[str, Any]) -> dict[str, Any]:
    given, read = answers.pop("given"), "source" in answers
    facts = _read(answers)
    if not read and console.on_terminal():
        facts |= _study_asked()
    return {"given": given, "facts": facts}


def _consulted(answers: dict[str, Any]) -> dict[str, Any]:
    given, read = answers.pop("given"), "source" in answers
    facts = _read(answers)
    if not read and console.on_terminal():
        if "issue" not in answers:
            facts["issue"] = click.prompt(_("The issue it is about"), err=True)
        facts |= _consultation_asked()
    return {"given": given, "facts": facts}


def _read(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a file says, and what options say in its place."""
    from sfcheck.actions import visits

    said = {name: value for name, value in answers.items() if value and name != "source"}
    if "on" in said:
        said["on"] = str(said["on"])
    source = answers.get("source")
    if source is None:
        return said
    read = visits.form(sys.stdin.buffer.read() if source == "-" else Path(source))
    return {**read, **said}


def _account(answers: dict[str, Any]) -> dict[str, Any]:
    """Return what a file and options say of a visit, with the answers of its checklist."""
    all_kept, not_kept = answers.pop("all_kept", False), answers.pop("not_kept", ())
    facts = _read(answers)
    if all_kept or not_kept:
        pairs = (text.strip().partition(" ") for text in not_kept)
        facts["check"] = {point: remark.strip() for point, _blank, remark in pairs}
    return facts


def _account_asked(facts: dict[str, Any]) -> dict[str, Any]:
    """Ask on a terminal for what an account needs and was not given."""
    from sfcheck.domain.visits.law import POINTS

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


def _study_asked() -> dict[str, Any]:
    """Ask on a terminal for a case study: its causes, who answers for it, where else to look."""
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
    return {"causes": asked, "answerable": answerable, "elsewhere": elsewhere}


def _consultation_asked() -> dict[str, Any]:
    """Ask on a terminal for a consultation: who was consulted, what they conclude together."""
    opinions = _rows_asked(
        _("Who was consulted"),
        {
            "who": (_("Number on the roster, or a name; empty: no more"), None),
            "body": (_("Body; empty: by the roster"), None),
            "field": (_("Field"), None),
            "finding": (_("Finding"), None),
        },
    )
    return {"opinions": opinions, **_texts_asked("consult")}


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


def _line(ledger: "Ledger", done: "Visit") -> tuple[object, ...]:
    account = done.account
    return (ledger.context.name(account.place), account.on) if account else ("", "")


def _cells(ledger: "Ledger", each: "Visit") -> tuple[object, ...]:
    account = each.account
    if account is None:
        return each.id, *[""] * 6
    return (
        *(each.id, account.on, label(account.mode), ledger.context.name(account.place)),
        *(each.team, len(account.issues), _(", ").join(account.units)),
    )


VISITS = RecordCommand(
    folder="visits",
    entries="visits",
    actions="visits",
    steps={
        "record": StepCommand(
            _("Put a visit on record; asks for what is missing on a terminal."),
            {
                **PLACED,
                "on": Annotated[date | None, dated("--on", _("On what day; today."))],
                "team": option(
                    str | None, "--team", _("The team; otherwise your own."), metavar="TEAM"
                ),
                **SEEN,
            },
            facts=_recorded,
        ),
        "amend": StepCommand(
            _("Tell a visit anew where it was wrong, or name further issues."),
            {
                "given": Given,
                "why": option(str, "--why", _("Why it is amended.")),
                **PLACED,
                "on": Annotated[date | None, dated("--on", _("On what day."))],
                **SEEN,
            },
            facts=_amended,
        ),
        "study": StepCommand(
            _("Record the study of a typical case: causes, who answers for what."),
            {"given": Given, **ISSUES, **FROM},
            facts=_studied,
        ),
        "consult": StepCommand(
            _("Record a consultation of several departments on one issue."),
            {
                "given": Given,
                "issue": option(
                    str | None, "--issue", _("The issue it is about."), metavar="NUMBER"
                ),
                "on": Annotated[date | None, dated("--on", _("On what day; today."))],
                **FROM,
            },
            facts=_consulted,
        ),
        "check": CHECK,
    },
    line=_line,
    headings=(_("id"), _("day"), _("kind"), _("place"), _("team"), _("issues"), _("units")),
    cells=_cells,
)
add_steps(visit, VISITS)


@visit.command("show", help=_("Show or print a visit, its case study or its joint opinion."))
@printing(_("The paper is in {path}."))
def show(
    wanted: Wanted,
    given: Given,
    kind: Annotated[
        str,
        typer.Option(
            "--paper", click_type=click.Choice(PAPERS), help=_("Which paper: the last of its kind.")
        ),
    ] = "visit",
) -> "Content":
    """Show a visit, or write a paper of it to a file."""
    from sfcheck.actions import visits

    ledger = console.ledger()
    known = visits.found(ledger, given)
    if wanted.form == "json":
        return {"visit": data(known)}
    if wanted.form == "text":
        return visits.paper(ledger, known, kind)
    return visits.printed(ledger, known, kind, wanted.form)


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
    show_list(VISITS, ledger, known, as_json=as_json)
