"""The command `new-issue`: by options, from a YAML or JSON file, or asked on a terminal."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import click
import typer

from sfcheck.cli.frame import console
from sfcheck.domain.base.vocabulary import Duty, Mode, Severity, SiteRecord, label
from sfcheck.language import N_, _, ngettext

if TYPE_CHECKING:
    from sfcheck.domain.issues.record import Issue


class Question(NamedTuple):
    """One field of a new issue: where it stands in the record, how it is asked."""

    path: tuple[str, ...]
    help: str
    choices: type[StrEnum] | None = None
    needed: bool = True


FIELDS: dict[str, Question] = {
    "title": Question(("title",), N_("The problem in a few words.")),
    "description": Question(("description",), N_("What was found.")),
    "place": Question(("place",), N_("Code of the place (`sfcheck place list`).")),
    "unit": Question(("unit", "name"), N_("Name of the inspected unit.")),
    "uscc": Question(("unit", "uscc"), N_("Its unified social credit code."), None, False),
    "body": Question(("unit", "body"), N_("Its id, where it is a department."), None, False),
    "duty": Question(("duty",), N_("Whose duty was not performed."), Duty),
    "severity": Question(("severity",), N_("How grave it is."), Severity),
    "nature": Question(("nature",), N_("The point it is found under (catalogue.yaml).")),
    "sector": Question(("sector",), N_("The sector it is of (catalogue.yaml)."), None, False),
    "standard": Question(("criterion", "standard"), N_("Standard it is measured by."), None, False),
    "version": Question(("criterion", "version"), N_("Version of the standard."), None, False),
    "clause": Question(("criterion", "clause"), N_("Clause of the standard."), None, False),
    "found_on": Question(("found", "on"), N_("Day it was found; otherwise today."), None, False),
    "found_by": Question(("found", "by"), N_("Who found it; otherwise you."), None, False),
    "team": Question(("found", "team"), N_("The team; otherwise your own."), None, False),
    "mode": Question(("found", "mode"), N_("Kind of visit."), Mode),
    "source": Question(("found", "source"), N_("Where it comes from; otherwise own."), None, False),
    "site_record": Question(
        ("found", "site_record"), N_("What became of the site record."), SiteRecord
    ),
    "suggestion": Question(("suggestion",), N_("What is suggested."), None, False),
    "recurs": Question(("related", "recurs"), N_("The closed issue that came back."), None, False),
}


def new_issue(
    *,
    title: Annotated[str | None, typer.Option(help=_(FIELDS["title"].help))] = None,
    description: Annotated[str | None, typer.Option(help=_(FIELDS["description"].help))] = None,
    place: Annotated[str | None, typer.Option(help=_(FIELDS["place"].help))] = None,
    unit: Annotated[str | None, typer.Option(help=_(FIELDS["unit"].help))] = None,
    uscc: Annotated[str | None, typer.Option(help=_(FIELDS["uscc"].help))] = None,
    body: Annotated[str | None, typer.Option(help=_(FIELDS["body"].help))] = None,
    duty: Annotated[Duty | None, typer.Option(help=_(FIELDS["duty"].help))] = None,
    severity: Annotated[Severity | None, typer.Option(help=_(FIELDS["severity"].help))] = None,
    nature: Annotated[str | None, typer.Option(help=_(FIELDS["nature"].help))] = None,
    sector: Annotated[str | None, typer.Option(help=_(FIELDS["sector"].help))] = None,
    standard: Annotated[str | None, typer.Option(help=_(FIELDS["standard"].help))] = None,
    version: Annotated[str | None, typer.Option(help=_(FIELDS["version"].help))] = None,
    clause: Annotated[str | None, typer.Option(help=_(FIELDS["clause"].help))] = None,
    found_on: Annotated[str | None, typer.Option(help=_(FIELDS["found_on"].help))] = None,
    found_by: Annotated[list[str] | None, typer.Option(help=_(FIELDS["found_by"].help))] = None,
    team: Annotated[str | None, typer.Option(help=_(FIELDS["team"].help))] = None,
    mode: Annotated[Mode | None, typer.Option(help=_(FIELDS["mode"].help))] = None,
    source: Annotated[str | None, typer.Option(help=_(FIELDS["source"].help))] = None,
    site_record: Annotated[
        SiteRecord | None, typer.Option(help=_(FIELDS["site_record"].help))
    ] = None,
    suggestion: Annotated[str | None, typer.Option(help=_(FIELDS["suggestion"].help))] = None,
    recurs: Annotated[str | None, typer.Option(help=_(FIELDS["recurs"].help))] = None,
    from_file: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help=_("Read one or more issues from YAML or JSON; - is stdin."),
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Only show."))] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=_("Do not ask."))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON object."))] = False,
) -> None:
    """Register one issue, or all of a file, and say what reads like it on the list."""
    given = {name: value for name, value in locals().items() if name in FIELDS and value}
    from sfcheck.actions.issues import forms
    from sfcheck.actions.issues import steps as issues
    from sfcheck.actions.issues.similar import similar

    desk = console.desk(dry_run=dry_run)
    if from_file is None:
        entries = [nested(_answered(given))]
    else:
        data = sys.stdin.buffer.read() if from_file == "-" else Path(from_file)
        entries = [{**entry, **nested(given)} for entry in forms.read(data)]
    drafts = [forms.complete(desk, entry) for entry in entries]
    alike = similar(desk.ledger, drafts, desk.now.date())
    for at, likes in enumerate(alike):
        _warn(likes)
        drafts[at] = _linked(drafts[at], likes)
    if any(alike) and not console.agreed(_("Register all the same?"), yes=yes):
        raise click.Abort
    registered = issues.register(desk, drafts)
    if as_json:
        from sfcheck.domain.base.records import dump

        console.show_json(
            dry_run=dry_run,
            issues=[dump(issue) | ({"number": None} if dry_run else {}) for issue in registered],
            similar=[
                [{**like._asdict(), "found_on": str(like.found_on)} for like in likes]
                for likes in alike
            ],
        )
        return
    for issue in registered:
        number = "–" if dry_run else issue.number
        console.show(f"{number}  {label(issue.status)}  {issue.title}")
    message = ngettext("{count} issue registered.", "{count} issues registered.", len(registered))
    if dry_run:
        message = _("{count} issue(s) would be registered; no number was used.")
    console.say(message.format(count=len(registered)))


def _linked(draft: "Issue", likes: Any) -> "Issue":
    """Ask on a terminal whether a closed issue has come back; elsewhere only say how to link it."""
    from sfcheck.actions.issues.similar import returned
    from sfcheck.domain.issues.record import Related

    back = returned(likes)
    if back is None or draft.related:
        return draft
    question = _("{number} was closed. Has it come back?").format(number=back.number)
    if console.on_terminal():
        if click.confirm(question, err=True, default=False):
            return draft.model_copy(update={"related": Related(recurs=back.number)})
    else:
        console.say(f"{question} " + _("If so, add --recurs {number}.").format(number=back.number))
    return draft


_UNSOLVED = ("rectifying", "disputed", "submitted", "accepted")


def _warn(likes: Any) -> None:
    for like in likes[:5]:
        console.say(
            _(
                "Likely on the list already ({score} %): {number} {status} {found_on} {title}"
            ).format(
                score=like.score,
                number=like.number,
                status=label(like.status),
                found_on=like.found_on,
                title=like.title,
            )
        )
    going = next((like for like in likes if like.status in _UNSOLVED), None)
    if going:
        said = _("Is it that one, still unsolved? Then `sfcheck seen-again {number}` says so.")
        console.say(said.format(number=going.number))


def _answered(given: dict[str, Any]) -> dict[str, Any]:
    """Ask on a terminal for the fields that are needed and were not given."""
    if not console.on_terminal():
        return given
    answers = dict(given)
    for name, field in FIELDS.items():
        if field.needed and name not in answers:
            choices = click.Choice([c.value for c in field.choices]) if field.choices else None
            answers[name] = click.prompt(console.question(field.help), type=choices, err=True)
    return answers


def nested(answers: dict[str, Any]) -> dict[str, Any]:
    """Put flat answers where they stand in a record."""
    record: dict[str, Any] = {}
    for name, value in answers.items():
        *outer, last = FIELDS[name].path
        into = record
        for step in outer:
            into = into.setdefault(step, {})
        into[last] = value
    return record
