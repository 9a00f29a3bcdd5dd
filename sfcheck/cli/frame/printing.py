"""What the commands that print papers share: form and file of a paper, its tables on a terminal."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import click
import typer

from sfcheck.cli.frame import console
from sfcheck.cli.frame.columns import paper_text
from sfcheck.errors import Refused
from sfcheck.language import _

if TYPE_CHECKING:
    from sfcheck.documents.paper import Paper

FILES = ("docx", "xlsx")
"""Forms that are no text: they are only written to files."""
Output = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help=_("Write to this file."))
]
Force = Annotated[bool, typer.Option("--force", help=_("Replace the file if it exists."))]


def form_option(known: Sequence[str]) -> Any:
    """Return the option that names the form of a paper, one of `known`."""
    return typer.Option(
        "--format",
        click_type=click.Choice(known),
        help=_("The form of the paper; otherwise what FILE ends in, or text."),
    )


def chosen(known: Sequence[str], form: str | None, output: Path | None) -> str:
    """Return the form asked for, by name or by what the file ends in, else the first of `known`.

    Raises `Refused` (`needs-a-file`) for a form of `FILES` without a file.
    """
    ending = output.suffix.lower().removeprefix(".") if output else ""
    wanted = form or (ending if ending in known else known[0])
    if wanted in FILES and output is None:
        raise Refused("needs-a-file", form=wanted)
    return wanted


def hand_out(content: str | bytes, output: Path | None, *, force: bool, told: str) -> None:
    """Print a paper, or write it to a file and say so; `told` names the file as `{path}`."""
    if output is None:
        click.echo(content, nl=False)
        return
    from sfcheck.exchange.writing import save

    save([content], output, force=force)
    console.say(told.format(path=output))


def as_json(**content: Any) -> str:
    """Return the text of one JSON object with its `version`."""
    whole = {"version": console.JSON_VERSION, **content}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def as_text(paper: "Paper", output: Path | None) -> str:
    """Return a paper for reading here: as a table is shown, or in plain text for a file."""
    return paper_text(paper, kept=output is not None)
