"""Putting issues out, for spreadsheets and programs."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import click
import typer

from sfcheck.cli import console
from sfcheck.cli.filters import filtered
from sfcheck.language import _, ngettext

if TYPE_CHECKING:
    from sfcheck.ledger.queries import Query


@filtered
def export(
    query: "Query",
    *,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            click_type=click.Choice(("json", "csv")),
            help=_("json: whole records; csv: one line an issue, for Excel."),
        ),
    ] = "json",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help=_("Write to this file."))
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help=_("Replace the file if it exists."))
    ] = False,
) -> None:
    """Write the issues that answer every term as JSON or CSV, to a file or to stdout."""
    from datetime import date

    from sfcheck.actions.exchange import export as put_out

    out = output or sys.stdout.buffer
    count = put_out(console.ledger(), query, date.today(), form, out, force=force)
    if output:
        message = ngettext(
            "{count} issue written to {path}.", "{count} issues written to {path}.", count
        )
        console.say(message.format(count=count, path=output))
