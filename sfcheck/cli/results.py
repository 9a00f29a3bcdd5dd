"""What comes out of the issues: reports."""

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import click
import typer

from sfcheck.cli import console
from sfcheck.cli.columns import table
from sfcheck.cli.registering import group
from sfcheck.language import _

if TYPE_CHECKING:
    from sfcheck.documents.round_report import RoundReport

FORMATS = ("text", "md", "json")

report = group()


@report.callback()
def _reports() -> None:
    """Print a report."""


@report.command("round", help=_("Figures of a round, what is overdue, what waits for whom."))
def round_(
    number: Annotated[
        str | None, typer.Argument(metavar="[ROUND]", help=_("The round; otherwise the latest."))
    ] = None,
    *,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            click_type=click.Choice(FORMATS),
            help=_("Text for reading here, Markdown, or JSON; otherwise what FILE ends in."),
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON object."))] = False,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help=_("Write to this file."))
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help=_("Replace the file if it exists."))
    ] = False,
) -> None:
    """Print the report of a round, or write it to a file."""
    from sfcheck.actions import results
    from sfcheck.actions.desk import now
    from sfcheck.documents.figures import plain
    from sfcheck.documents.round_report import round_report
    from sfcheck.exchange.writing import save

    ledger = console.ledger()
    found = results.round_figures(ledger, number, now())
    chosen = "json" if as_json else form or _form_of(output)
    if chosen == "md":
        text = results.markdown(ledger, found)
    elif chosen == "json":
        content = {"version": console.JSON_VERSION, "figures": plain(found)}
        text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    else:
        on_screen = output is None and sys.stdout.isatty()
        room = shutil.get_terminal_size().columns if on_screen else None
        text = "\n".join(_told(round_report(found, ledger.context), room)) + "\n"
    if output is None:
        click.echo(text, nl=False)
        return
    save([text], output, force=force)
    console.say(_("The report is in {path}.").format(path=output))


def _form_of(output: Path | None) -> str:
    """Return the format the name of a file asks for."""
    ending = output.suffix.lower().removeprefix(".") if output else ""
    return ending if ending in FORMATS else "text"


def _told(report: "RoundReport", room: int | None) -> Iterator[str]:
    """Yield the lines of a report for a terminal of `room` cells, or unfolded."""
    from sfcheck.language import visible

    yield visible(report.title)
    yield visible(report.basis)
    for each in report.tables.values():
        yield f"\n{each.title}"
        if each.rows:
            yield from table(each.headings, each.rows, room)
        if each.note:
            yield each.note
