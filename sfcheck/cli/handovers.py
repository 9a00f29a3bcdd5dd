"""The command `handover`: what waits at a rotation; offering, withdrawing, receiving a place."""

from typing import TYPE_CHECKING, Annotated

import typer

from sfcheck.cli.frame import console
from sfcheck.cli.frame.columns import show_columns
from sfcheck.cli.frame.once import Commands
from sfcheck.cli.frame.options import AsJson, writing
from sfcheck.cli.frame.printing import Wanted, printing
from sfcheck.domain.base.vocabulary import HANDOVER_STATES, label
from sfcheck.language import N_, _

if TYPE_CHECKING:
    from sfcheck.actions.desk import Desk
    from sfcheck.cli.frame.printing import Content
    from sfcheck.domain.world.custody import Handover

handover = Commands(invoke_without_command=True)

Place = Annotated[str, typer.Argument(metavar="PLACE", help=_("The place, by code or name."))]

Number = Annotated[
    str | None, typer.Option("--number", metavar="N", help=_("Which one, such as 037-0003."))
]

MINE = {
    "confirm": N_("confirm what is left, then offer"),
    "offer": N_("offer it to the next team"),
    "receive": N_("receive it"),
}


@handover.callback()
def waiting(context: typer.Context, as_json: AsJson = False) -> None:
    """Show every place of the rotation: who holds it, what is offered, what waits for me."""
    if context.invoked_subcommand:
        return
    from sfcheck.actions.handovers import places_of

    desk = console.desk()
    places = places_of(desk)
    name = desk.ledger.context.name
    if as_json:
        console.show_json(
            places=[
                {
                    "place": each.place,
                    "holder": each.holder,
                    "head": each.head,
                    "open": each.open,
                    "due_soon": each.due_soon,
                    "due_in_round": each.due_in_round,
                    "unconfirmed": list(each.unconfirmed),
                    "offered_to": each.offer.to if each.offer else None,
                    "mine": each.mine,
                }
                for each in places
            ]
        )
        return
    headings = (
        *(_("place"), _("holder"), _("head"), _("open"), _("due soon")),
        *(_("due before the round ends"), _("unconfirmed"), _("offered to"), _("waits for me")),
    )
    show_columns(
        headings,
        (
            (
                f"{each.place} {name(each.place)}",
                name(each.holder),
                name(each.head or "–"),
                each.open,
                each.due_soon,
                each.due_in_round,
                len(each.unconfirmed),
                name(each.offer.to) if each.offer else "",
                _(MINE[each.mine]) if each.mine else "",
            )
            for each in places
        ),
    )


@handover.command("offer", help=_("Offer a place with its list to the next holder."))
@writing
def offer(
    desk: "Desk",
    place: Place,
    to: Annotated[
        str | None,
        typer.Option("--to", help=_("Who takes over; otherwise the team posted there next.")),
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", help=_("Why the office offers for a leader."))
    ] = None,
) -> str:
    """Draw up the list and offer it."""
    from sfcheck.actions import handovers

    return _told(desk, handovers.offer(desk, _code(desk, place), to=to, reason=reason))


@handover.command("withdraw", help=_("Take an offer back."))
@writing
def withdraw(
    desk: "Desk",
    place: Place,
    reason: Annotated[str, typer.Option("--reason", help=_("Why."))],
    number: Number = None,
) -> str:
    """End an offer that was not received."""
    from sfcheck.actions import handovers

    place = _code(desk, place)
    return _told(desk, handovers.withdraw(desk, place, reason=reason, number=number))


@handover.command("receive", help=_("Receive a place; what changed since the offer is shown."))
@writing
def receive(desk: "Desk", place: Place, number: Number = None) -> str:
    """Take over a place."""
    from sfcheck.actions import handovers

    received = handovers.receive(desk, _code(desk, place), number=number)
    for line in received.events[-1].changed:
        console.say(
            _("changed since the offer: {number} is {status} now").format(
                number=line.number, status=label(line.status)
            )
        )
    return _told(desk, received)


@handover.command("show", help=_("Show or print the last handover of a place, or another one."))
@printing(_("The list is in {path}."))
def show(
    wanted: Wanted,
    place: Place,
    number: Number = None,
) -> "Content":
    """Show the list of a handover, or write it to a file to be signed."""
    from sfcheck.actions import handovers
    from sfcheck.domain.base.records import dump

    ledger = console.ledger()
    given = handovers.found(ledger, place, number)
    if wanted.form == "json":
        return {"handover": dump(given)}
    if wanted.form == "text":
        return handovers.handed(ledger, given)
    return handovers.printed(ledger, given, wanted.form)


def _counts(given: "Handover") -> str:
    parts = ", ".join(f"{label(status)} {count}" for status, count in given.counts.items())
    return f"{len(given.issues)}" + (f" ({parts})" if parts else "")


def _told(desk: "Desk", done: "Handover") -> str:
    name = desk.ledger.context.name
    return (
        f"{done.place} {name(done.place)}  {name(done.from_)} → {name(done.to)}  "
        f"{_(HANDOVER_STATES[done.events[-1].do])}, {_counts(done)}"
    )


def _code(desk: "Desk", given: str) -> str:
    from sfcheck.actions.entries import PLACE, find

    return find(PLACE, desk.ledger.places, given).code
