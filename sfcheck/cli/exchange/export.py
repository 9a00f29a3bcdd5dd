"""Putting issues out, for spreadsheets and programs."""

import sys
from typing import TYPE_CHECKING, Annotated

import click
import typer

from sfcheck.cli.frame import console
from sfcheck.cli.frame.options import filtered
from sfcheck.cli.frame.printing import Force, Output, chosen
from sfcheck.language import _, ngettext

if TYPE_CHECKING:
    from sfcheck.ledger.queries import Query

FORMATS = ("json", "csv", "xlsx")


@filtered
def export(
    query: "Query",
    *,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            click_type=click.Choice(FORMATS),
            help=_(
                "json: whole records; csv, xlsx: one line an issue, for Excel. "
                "Otherwise what FILE ends in, or json."
            ),
        ),
    ] = None,
    output: Output = None,
    force: Force = False,
) -> None:
    """Write the issues that answer every term as JSON, CSV or Excel, to a file or to stdout."""
    from sfcheck.actions.exchange.export import export as put_out
    from sfcheck.ledger.files import clock

    wanted, out = chosen(FORMATS, form, output), output or sys.stdout.buffer
    ledger = console.ledger()
    count = put_out(ledger, query, clock.today(ledger.root), wanted, out, force=force)
    if output:
        message = ngettext(
            "{count} issue written to {path}.", "{count} issues written to {path}.", count
        )
        console.say(message.format(count=count, path=output))
