"""What the commands of the registries share: their options, and how a change is made and told."""

import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Annotated

import click
import typer

from sfcheck.cli.frame import console
from sfcheck.language import _

if TYPE_CHECKING:
    from sfcheck.actions.desk import Desk

_DAY = re.compile(r"(?:19|2[01])[0-9]{2}-[0-9]{2}-[0-9]{2}", re.ASCII)


def day(text: str) -> date:
    """Return the day `text` says in the form YYYY-MM-DD, from 1900 to 2199; else a usage error."""
    try:
        return date.fromisoformat(text if _DAY.fullmatch(text) else "")
    except ValueError:
        raise typer.BadParameter(
            _("“{given}” is no day: write it like 2026-03-01.").format(given=text)
        ) from None


Since = Annotated[
    date | None,
    typer.Option("--since", parser=day, metavar="DATE", help=_("The first day; today.")),
]
Until = Annotated[
    date, typer.Option("--until", parser=day, metavar="DATE", help=_("The last day."))
]
DryRun = Annotated[bool, typer.Option("--dry-run", help=_("Only show."))]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=_("Do not ask."))]
AsJson = Annotated[bool, typer.Option("--json", help=_("Print one JSON object."))]


def group() -> typer.Typer:
    """Return a command that has sub-commands."""
    return typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)


def carry_out(act: Callable[["Desk"], str], *, dry_run: bool, yes: bool) -> None:
    """Make a change and print the line that tells it; on a terminal show it and ask first."""
    desk = console.desk(dry_run=dry_run)
    if console.on_terminal() and not dry_run and not yes:
        desk.dry_run = True
        console.say(act(desk))
        if not console.agreed(_("Do it?"), yes=False):
            raise click.Abort
        desk.dry_run = False
    console.show(act(desk))
    if dry_run:
        console.say(_("Dry run: nothing was changed."))


def days(since: object, until: object) -> tuple[object, object]:
    """Return how the first and the last day of a term are shown."""
    return since or "–", until or "–"
