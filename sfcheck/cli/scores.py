"""The command `score`: the sheet at any time; opening, rating, settling; the letter about it."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Annotated

import click
import typer

from sfcheck.cli.frame import console
from sfcheck.cli.frame.options import dated, group, option
from sfcheck.cli.frame.printing import FORMS_OF_FIGURES, Wanted, printing
from sfcheck.cli.frame.proceedings import (
    DROPPED,
    RecordCommand,
    StepCommand,
    add_list,
    add_steps,
)
from sfcheck.language import _, ngettext

if TYPE_CHECKING:
    from sfcheck.actions.desk import Desk
    from sfcheck.cli.frame.printing import Content
    from sfcheck.domain.scores.record import Assessment
    from sfcheck.ledger.store import Ledger

LETTERS = ("md", "docx")
score = group()

Given = Annotated[
    str, typer.Argument(metavar="ASSESSMENT", help=_("Its id, such as 2026-037-0001, or its year."))
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
@printing(_("The score sheet is in {path}."), FORMS_OF_FIGURES)
def show(
    wanted: Wanted,
    given: Annotated[
        str | None,
        typer.Argument(
            metavar="[YEAR]", help=_("The year, or the id of an assessment; otherwise this year.")
        ),
    ] = None,
    body: Body = None,
    place: Place = None,
) -> "Content":
    """Show the score sheet, or write it to a file."""
    from sfcheck.actions import scores
    from sfcheck.documents.scores.sheet import plain
    from sfcheck.ledger.files.clock import now

    ledger = console.ledger()
    meant = scores.chosen(ledger, body, place)
    found = scores.scored(ledger, given, now(ledger.root))
    if meant:
        found = found.of(meant)
    if wanted.form == "json":
        return {"score": plain(found)}
    if wanted.form == "text":
        return scores.paper(found)
    return scores.paper_as(ledger, found, wanted.form)


@score.command("feedback", help=_("Write the letter that tells one body or place its deductions."))
@printing(_("The letter is in {path}."), LETTERS)
def feedback(
    wanted: Wanted,
    given: Given,
    body: Body = None,
    place: Place = None,
    number: Annotated[str, typer.Option("--number", help=_("The document's number, whole."))] = "",
    on: Annotated[date | None, dated("--on", _("The day on the paper."))] = None,
    object_by: Annotated[date | None, dated("--object-by", _("Until when to object."))] = None,
    contact: Annotated[str, typer.Option("--contact", help=_("Whom to ask, and how."))] = "",
) -> "Content":
    """Write the letter about an assessment."""
    from sfcheck.actions import scores
    from sfcheck.documents.scores.letter import Sending
    from sfcheck.ledger.files.clock import now

    if (body is None) == (place is None):
        raise click.UsageError(_("Name one body (--body) or one place (--place)."))
    ledger = console.ledger()
    sending = Sending(number, on, object_by, contact)
    found = scores.scored(ledger, given, now(ledger.root))
    letter = scores.letter(ledger, found, body, place, sending)
    return scores.letter_as(ledger, letter, wanted.form)


def _totals(desk: "Desk", done: "Assessment") -> Iterable[str]:
    from sfcheck.domain.scores.law import bearer_of
    from sfcheck.domain.scores.record import Settled

    settled = done.last(Settled)
    for total in settled.totals if settled else ():
        name = desk.ledger.context.name(bearer_of(total).code)
        yield _("{name}: {points} points").format(name=name, points=total.points)


def _line(ledger: "Ledger", done: "Assessment") -> tuple[str]:
    rated = len(done.ratings)
    told = ngettext("{count} issue rated", "{count} issues rated", rated)
    return (told.format(count=rated),)


def _cells(ledger: "Ledger", each: "Assessment") -> tuple[object, ...]:
    from sfcheck.domain.scores.law import opened

    begun = opened(each)
    return each.id, SCORES.state(each), begun.first, begun.last, len(each.ratings)


SCORES = RecordCommand(
    folder="scores",
    entries="assessments",
    actions="scores",
    steps={
        "open_": StepCommand(
            _("Open the assessment of a year, by the matrix in force."),
            {
                "year": Annotated[
                    str, typer.Argument(metavar="YEAR", help=_("The year that is assessed."))
                ],
                "first": Annotated[date | None, dated("--from", _("The first day; of the year."))],
                "last": Annotated[date | None, dated("--until", _("The last day; of the year."))],
            },
        ),
        "rate": StepCommand(
            _("Rate how far the effect of issues reaches, and say why."),
            {
                "given": Given,
                "numbers": Annotated[
                    list[str], typer.Argument(metavar="NUMBER...", help=_("Numbers of issues."))
                ],
                "effect": option(str, "--effect", _("An effect of the matrix."), metavar="CODE"),
                "why": option(str, "--why", _("Why.")),
            },
        ),
        "settle": StepCommand(
            _("Settle it from the last commit; it never changes again."),
            {"given": Given},
            shows=_totals,
        ),
        "drop": StepCommand(
            _("Record that it will not be settled; it stays on record."),
            {"given": Given, **DROPPED},
        ),
    },
    line=_line,
    headings=(_("id"), _("state"), _("First day"), _("Last day"), _("Rated")),
    cells=_cells,
)
add_steps(score, SCORES)
add_list(score, SCORES, _("List all assessments and where they stand."))
