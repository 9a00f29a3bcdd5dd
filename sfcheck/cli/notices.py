"""The command `notice`: papers about issues, told from what is on record."""

from typing import TYPE_CHECKING, Annotated

import typer

from sfcheck.cli.frame import console
from sfcheck.cli.frame.options import group
from sfcheck.cli.frame.printing import Wanted, printing
from sfcheck.language import _

if TYPE_CHECKING:
    from sfcheck.cli.frame.printing import Content

WRITTEN = _("The paper is in {path}.")
notice = group()

Numbers = Annotated[list[str], typer.Argument(metavar="NUMBER...", help=_("Issue numbers."))]
Document = Annotated[
    str,
    typer.Option("--document", help=_("The letter's number as the office gives it; else blank.")),
]


@notice.callback()
def _notices() -> None:
    """Print papers about issues."""


@notice.command("feedback", help=_("The paper of a notice: finding, demand, how to object."))
@printing(WRITTEN)
def feedback(wanted: Wanted, numbers: Numbers) -> "Content":
    """Print the paper of a notice."""
    return _paper(wanted, "feedback", numbers)


@notice.command("extension", help=_("The reply that grants more time."))
@printing(WRITTEN)
def extension(wanted: Wanted, numbers: Numbers, document: Document = "") -> "Content":
    """Print the reply that grants more time."""
    return _paper(wanted, "extension", numbers, document)


@notice.command("reminder", help=_("The letter that presses for what is late."))
@printing(WRITTEN)
def reminder(wanted: Wanted, numbers: Numbers, document: Document = "") -> "Content":
    """Print a reminder."""
    return _paper(wanted, "reminder", numbers, document)


@notice.command("closing", help=_("The form of acceptance and closing, a sheet for each issue."))
@printing(WRITTEN)
def closing(wanted: Wanted, numbers: Numbers) -> "Content":
    """Print forms of acceptance and closing."""
    return _paper(wanted, "closing", numbers)


def _paper(wanted: Wanted, kind: str, numbers: list[str], document: str = "") -> "Content":
    from sfcheck.actions import notices

    ledger = console.ledger()
    made = (
        notices.forms(ledger, numbers)
        if kind == notices.CLOSING
        else notices.written(ledger, kind, numbers, document)
    )
    if wanted.form == "json":
        return {kind: notices.content(made)}
    if wanted.form == "text":
        return [*notices.papers(made)]
    return notices.printed(ledger, kind, made, wanted.form)
