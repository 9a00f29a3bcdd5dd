"""The command `notice`: papers about issues, told from what is on record."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from sfcheck.cli.frame import console
from sfcheck.cli.frame.options import asking, group, parameters_of
from sfcheck.cli.frame.printing import Wanted, printing
from sfcheck.documents.notices.kind import NoticeKind
from sfcheck.documents.notices.letters import LETTERS
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


def _make(name: str, letter: NoticeKind) -> Callable[..., None]:
    """Return the command of one letter."""

    def command(wanted: Wanted, numbers: list[str], document: str = "") -> "Content":
        return _paper(wanted, name, numbers, document)

    wanted, numbers, document = parameters_of(command)
    asked = [wanted, numbers.replace(annotation=Numbers)]
    if letter.numbered:
        asked.append(document.replace(annotation=Document))
    return printing(WRITTEN)(asking(command, name, f"Print the paper `{name}`.", asked))


for name, letter in LETTERS.items():
    notice.command(name, help=_(letter.help))(_make(name, letter))


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
