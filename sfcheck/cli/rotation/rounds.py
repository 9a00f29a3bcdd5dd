"""The command `round`: the rounds of inspection, opened, shown, closed."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from sfcheck.cli.frame import console
from sfcheck.cli.frame.options import AsJson, dated, days, group, show_entries, writing
from sfcheck.cli.rotation.composition import Fields, RoundId, made_up, show_teams
from sfcheck.language import _

if TYPE_CHECKING:
    from sfcheck.actions.desk import Desk

round_ = group()


@round_.command("list", help=_("List the rounds."))
def round_list(as_json: AsJson = False) -> None:
    """Show every round in order."""
    show_entries(
        [*console.ledger().rounds.values()],
        "rounds",
        (_("round"), _("name"), _("start"), _("end"), _("closed"), _("teams")),
        lambda each: (
            *(each.id, each.name, *days(each.start, each.end), each.closed or "–"),
            ", ".join(team.id for team in each.teams),
        ),
        as_json=as_json,
    )


@round_.command("show", help=_("Show one round with its teams."))
def round_show(given: RoundId, as_json: AsJson = False) -> None:
    """Show a round and its teams of today."""
    from sfcheck.actions.entries import ROUND, find
    from sfcheck.domain.base.records import dump

    ledger = console.ledger()
    found = find(ROUND, ledger.rounds, given)
    if as_json:
        console.show_json(round=dump(found), composition=made_up(ledger, found))
        return
    console.show(f"{found.id}  {found.name}")
    first, last = days(found.start, found.end)
    console.show(_("from {start} to {end}").format(start=first, end=last))
    if found.closed:
        console.show(_("closed on {day}").format(day=found.closed))
    show_teams(ledger, found)


@round_.command("close", help=_("Close a round whose places are all received by the next holder."))
@writing
def round_close(desk: "Desk", given: RoundId) -> str:
    """End a round, or say what still hinders it."""
    from sfcheck.actions.handovers import close_round

    closed = close_round(desk, given)
    return _("{round} closed on {day}").format(round=closed.id, day=closed.closed)


@round_.command("open", help=_("Open a round."))
@writing
def round_open(
    desk: "Desk",
    given: Annotated[
        str, typer.Argument(metavar="ROUND", help=_("Year and number, such as 2026-1."))
    ],
    name: Annotated[str, typer.Option("--name", help=_("The name."))],
    start: Annotated[date, dated("--start", _("The first day."))],
    end: Annotated[date | None, dated("--end", _("The last day, where known."))] = None,
    field: Fields = None,
) -> str:
    """Make the file of a new round."""
    from sfcheck.actions.rotation.rounds import open_round

    opened = open_round(desk, given, name, start, end, field or ())
    return f"{opened.id} {opened.name}"
