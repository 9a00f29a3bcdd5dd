"""The command `score`: the sheet at any time; opening, rating, settling; the letter about it."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import click
import typer

from sfcheck.cli.frame import console
from sfcheck.cli.frame import printing as papers
from sfcheck.cli.frame.columns import show_columns
from sfcheck.cli.frame.options import AsJson, DryRun, Yes, carry_out, day
from sfcheck.domain.base.vocabulary import SCORE_STATES
from sfcheck.language import _, ngettext

if TYPE_CHECKING:
    from sfcheck.actions.desk import Desk
    from sfcheck.domain.scores.record import Assessment

FORMATS = ("text", "md", "docx", "xlsx", "json")
LETTERS = ("md", "docx")
score = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)

Given = Annotated[
    str, typer.Argument(metavar="ASSESSMENT", help=_("Its id, such as 2026-0001, or its year."))
]
Body = Annotated[
    str | None, typer.Option("--body", metavar="BODY", help=_("What this body bears."))
]
Place = Annotated[
    str | None, typer.Option("--place", metavar="PLACE", help=_("What this place bears."))
]


def _show_example(asked: bool) -> None:
    if asked:
        from sfcheck.actions.scores import example

        click.echo(example(), nl=False)
        raise typer.Exit


@score.callback()
def _scores(
    example: Annotated[
        bool,
        typer.Option(
            "--example",
            is_eager=True,
            callback=_show_example,
            help=_("Print a scoring matrix to begin with, explained, for policy.yaml."),
        ),
    ] = False,
) -> None:
    """Tell what is deducted from whom."""


@score.command("show", help=_("Show or print the score sheet; a settled one as it was settled."))
def show(
    given: Annotated[
        str | None,
        typer.Argument(
            metavar="[YEAR]", help=_("The year, or the id of an assessment; otherwise this year.")
        ),
    ] = None,
    *,
    body: Body = None,
    place: Place = None,
    form: Annotated[str | None, papers.form_option(FORMATS)] = None,
    as_json: AsJson = False,
    output: papers.Output = None,
    force: papers.Force = False,
) -> None:
    """Show the score sheet, or write it to a file."""
    from sfcheck.actions import scores
    from sfcheck.actions.desk import now
    from sfcheck.documents.scores.sheet import plain

    chosen = "json" if as_json else papers.chosen(FORMATS, form, output)
    ledger = console.ledger()
    meant = scores.chosen(ledger, body, place)
    found = scores.scored(ledger, given, now())
    if meant:
        found = found.of(meant)
    content: str | bytes
    if chosen == "json":
        content = papers.as_json(score=plain(found))
    elif chosen == "text":
        content = papers.as_text(scores.paper(found), output)
    else:
        content = scores.paper_as(ledger, found, chosen)
    papers.hand_out(content, output, force=force, told=_("The score sheet is in {path}."))


@score.command("feedback", help=_("Write the letter that tells one body or place its deductions."))
def feedback(
    given: Given,
    *,
    body: Body = None,
    place: Place = None,
    number: Annotated[
        str,
        typer.Option("--number", help=_("The document's number, whole.")),
    ] = "",
    on: Annotated[
        date | None,
        typer.Option("--on", parser=day, metavar="DATE", help=_("The day on the paper.")),
    ] = None,
    object_by: Annotated[
        date | None,
        typer.Option("--object-by", parser=day, metavar="DATE", help=_("Until when to object.")),
    ] = None,
    contact: Annotated[str, typer.Option("--contact", help=_("Whom to ask, and how."))] = "",
    form: Annotated[str | None, papers.form_option(LETTERS)] = None,
    output: papers.Output = None,
    force: papers.Force = False,
) -> None:
    """Write the letter about an assessment."""
    from sfcheck.actions import scores
    from sfcheck.actions.desk import now
    from sfcheck.documents.scores.letter import Sending

    if (body is None) == (place is None):
        raise click.UsageError(_("Name one body (--body) or one place (--place)."))
    chosen = papers.chosen(LETTERS, form, output)
    ledger = console.ledger()
    sending = Sending(number, on, object_by, contact)
    letter = scores.letter(ledger, scores.scored(ledger, given, now()), body, place, sending)
    content = scores.letter_as(ledger, letter, chosen)
    papers.hand_out(content, output, force=force, told=_("The letter is in {path}."))


@score.command("open", help=_("Open the assessment of a year, by the matrix in force."))
def open_(
    year: Annotated[str, typer.Argument(metavar="YEAR", help=_("The year that is assessed."))],
    first: Annotated[
        date | None,
        typer.Option("--from", parser=day, metavar="DATE", help=_("The first day; of the year.")),
    ] = None,
    last: Annotated[
        date | None,
        typer.Option("--until", parser=day, metavar="DATE", help=_("The last day; of the year.")),
    ] = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Open an assessment."""
    from sfcheck.actions import scores

    carry_out(
        lambda desk: _told(scores.open_(desk, year, first=first, last=last)),
        dry_run=dry_run,
        yes=yes,
    )


@score.command("rate", help=_("Rate how far the effect of issues reaches, and say why."))
def rate(
    given: Given,
    numbers: Annotated[
        list[str], typer.Argument(metavar="NUMBER...", help=_("Numbers of issues."))
    ],
    effect: Annotated[
        str, typer.Option("--effect", metavar="CODE", help=_("An effect of the matrix."))
    ],
    why: Annotated[str, typer.Option("--why", help=_("Why."))],
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Rate issues."""
    from sfcheck.actions import scores

    carry_out(
        lambda desk: _told(scores.rate(desk, given, numbers, effect=effect, why=why)),
        dry_run=dry_run,
        yes=yes,
    )


@score.command("settle", help=_("Settle it from the last commit; it never changes again."))
def settle(given: Given, dry_run: DryRun = False, yes: Yes = False) -> None:
    """Settle an assessment."""
    from sfcheck.actions import scores
    from sfcheck.domain.scores.law import bearer_of
    from sfcheck.domain.scores.record import Settled

    def act(desk: "Desk") -> str:
        done = scores.settle(desk, given)
        settled = done.last(Settled)
        for total in settled.totals if settled else ():
            name = desk.ledger.context.name(bearer_of(total).code)
            console.say(_("{name}: {points} points").format(name=name, points=total.points))
        return _told(done)

    carry_out(act, dry_run=dry_run, yes=yes)


@score.command("drop", help=_("Record that it will not be settled; it stays on record."))
def drop(
    given: Given,
    reason: Annotated[str, typer.Option("--reason", help=_("Why not."))],
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Drop an assessment."""
    from sfcheck.actions import scores

    carry_out(lambda desk: _told(scores.drop(desk, given, reason=reason)), dry_run=dry_run, yes=yes)


@score.command("list", help=_("List all assessments and where they stand."))
def list_(as_json: AsJson = False) -> None:
    """List assessments."""
    from sfcheck.actions.scores import assessments
    from sfcheck.domain.base.records import dump
    from sfcheck.domain.scores.law import opened

    known = assessments(console.ledger())
    if as_json:
        rows = [{"id": each.id, "state": each.state, **dump(each)} for each in known]
        console.show_json(assessments=rows)
        return
    headings = (_("id"), _("state"), _("First day"), _("Last day"), _("Rated"))
    show_columns(
        headings,
        (
            (each.id, _state(each), opened(each).first, opened(each).last, len(each.ratings))
            for each in known
        ),
    )


def _state(known: "Assessment") -> str:
    return _(SCORE_STATES[known.state]) if known.state else ""


def _told(done: "Assessment") -> str:
    rated = len(done.ratings)
    told = ngettext("{count} issue rated", "{count} issues rated", rated).format(count=rated)
    return f"{done.id}  {_state(done)}  {told}"
