"""What the commands that print papers share: form and file of a paper, its tables on a terminal."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import click
import typer

from sfcheck.cli.frame import console
from sfcheck.cli.frame.columns import paper_text
from sfcheck.cli.frame.options import AsJson, asking, parameters_of
from sfcheck.errors import Refused
from sfcheck.language import _

if TYPE_CHECKING:
    from sfcheck.documents.paper import Paper

    Content = str | bytes | Mapping[str, object] | Paper | list[Paper]
    """A paper: as it is written, as the data of its JSON, or still to be shown as text."""

FORMS = ("text", "md", "docx", "json")
"""The forms of most papers."""
FORMS_OF_FIGURES = ("text", "md", "docx", "xlsx", "json")
"""The forms of a paper whose tables somebody may count on with."""
FILES = ("docx", "xlsx")
"""Forms that are no text: they are only written to files."""
Output = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help=_("Write to this file."))
]
Force = Annotated[bool, typer.Option("--force", help=_("Replace the file if it exists."))]


class Wanted(NamedTuple):
    """How a paper is wanted: its form, and the file it is written to, if it is."""

    form: str
    output: Path | None


def printing(
    told: str, forms: Sequence[str] = FORMS
) -> "Callable[[Callable[..., Content]], Callable[..., None]]":
    """Give a command the options of a paper: `--format`, `--json`, `--output` and `--force`.

    It gets what is `Wanted` and its own options, and returns the paper, which is printed, or
    written to a file; then `told` says so, naming the file as `{path}`.
    """

    def decorate(command: "Callable[..., Content]") -> Callable[..., None]:
        def run(
            *,
            form: Annotated[str | None, form_option(forms)] = None,
            as_json: AsJson = False,
            output: Output = None,
            force: Force = False,
            **given: Any,
        ) -> None:
            wanted = Wanted("json" if as_json else chosen(forms, form, output), output)
            hand_out(command(wanted, **given), output, force=force, told=told)

        *shared, _given = parameters_of(run)
        _wanted, *own = parameters_of(command)
        asked = [*own, *(each for each in shared if "json" in forms or each.name != "as_json")]
        return asking(run, command.__name__, command.__doc__, asked)

    return decorate


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


def hand_out(content: "Content", output: Path | None, *, force: bool, told: str) -> None:
    """Print a paper, or write it to a file and say so; `told` names the file as `{path}`."""
    whole = made(content, output)
    if output is None:
        click.echo(whole, nl=False)
        return
    from sfcheck.exchange.writing import save

    save([whole], output, force=force)
    console.say(told.format(path=output))


def made(content: "Content", output: Path | None) -> str | bytes:
    """Return a paper as it is printed, or written to a file."""
    if isinstance(content, bytes):
        return content if output else content.decode()
    if isinstance(content, str):
        return content
    if isinstance(content, Mapping):
        whole = {"version": console.JSON_VERSION, **content}
        return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
    papers = content if isinstance(content, list) else [content]
    return "\n".join(paper_text(each, kept=output is not None) for each in papers)
