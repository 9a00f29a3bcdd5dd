"""The command `handover`: what waits at a rotation; offering, withdrawing, receiving a place."""

from typing import TYPE_CHECKING, Annotated

import typer

from sfcheck.cli.frame import console
from sfcheck.cli.frame import printing as papers
from sfcheck.cli.frame.columns import show_columns
from sfcheck.cli.frame.options import AsJson, DryRun, Yes, carry_out
from sfcheck.domain.base.vocabulary import HANDOVER_STATES, label
from sfcheck.language import N_, _

if TYPE_CHECKING:
    from sfcheck.actions.desk import Desk
    from sfcheck.domain.world.custody import Handover

handover = typer.Typer(invoke_without_command=True, rich_markup_mode=None, add_completion=False)

Place = Annotated[str, typer.Argument(metavar="PLACE", help=_("The place, by code or name."))]

MINE = {
    "confirm": N_("confirm what is left, then offer"),
    "offer": N_("offer it to the next team"),
    "receive": N_("receive it"),
}
FORMATS = ("text", "md", "docx", "json")


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
                    "unconfirmed": list(each.unconfirmed),
                    "offered_to": each.offer.to if each.offer else None,
                    "mine": each.mine,
                }
                for each in places
            ]
        )
        return
    headings = (
        *(_("place"), _("holder"), _("head"), _("open"), _("unconfirmed")),
        *(_("offered to"), _("waits for me")),
    )
    show_columns(
        headings,
        (
            (
                f"{each.place} {name(each.place)}",
                name(each.holder),
                name(each.head or "–"),
                each.open,
                len(each.unconfirmed),
                name(each.offer.to) if each.offer else "",
                _(MINE[each.mine]) if each.mine else "",
            )
            for each in places
        ),
    )


@handover.command("offer", help=_("Offer a place with its list to the next holder."))
def offer(
    place: Place,
    to: Annotated[
        str | None,
        typer.Option("--to", help=_("Who takes over; otherwise the team posted there next.")),
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", help=_("Why the office offers for a leader."))
    ] = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Draw up the list and offer it."""
    from sfcheck.actions import handovers

    carry_out(
        lambda desk: _told(desk, handovers.offer(desk, _code(desk, place), to=to, reason=reason)),
        dry_run=dry_run,
        yes=yes,
    )


@handover.command("withdraw", help=_("Take an offer back."))
def withdraw(
    place: Place,
    reason: Annotated[str, typer.Option("--reason", help=_("Why."))],
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """End an offer that was not received."""
    from sfcheck.actions import handovers

    carry_out(
        lambda desk: _told(desk, handovers.withdraw(desk, _code(desk, place), reason=reason)),
        dry_run=dry_run,
        yes=yes,
    )


@handover.command("receive", help=_("Receive a place; what changed since the offer is shown."))
def receive(place: Place, dry_run: DryRun = False, yes: Yes = False) -> None:
    """Take over a place."""
    from sfcheck.actions import handovers

    def act(desk: "Desk") -> str:
        received = handovers.receive(desk, _code(desk, place))
        for line in received.events[-1].changed:
            console.say(
                _("changed since the offer: {number} is {status} now").format(
                    number=line.number, status=label(line.status)
                )
            )
        return _told(desk, received)

    carry_out(act, dry_run=dry_run, yes=yes)


@handover.command("show", help=_("Show or print the last handover of a place, or another one."))
def show(
    place: Place,
    number: Annotated[
        str | None, typer.Option("--number", metavar="N", help=_("Which one, such as 0003."))
    ] = None,
    *,
    form: Annotated[str | None, papers.form_option(FORMATS)] = None,
    as_json: AsJson = False,
    output: papers.Output = None,
    force: papers.Force = False,
) -> None:
    """Show the list of a handover, or write it to a file to be signed."""
    from sfcheck.actions import handovers
    from sfcheck.domain.base.records import dump

    chosen = "json" if as_json else papers.chosen(FORMATS, form, output)
    ledger = console.ledger()
    given = handovers.found(ledger, place, number)
    content: str | bytes
    if chosen == "json":
        content = papers.as_json(handover=dump(given))
    elif chosen == "text":
        content = papers.as_text(handovers.handed(ledger, given), output)
    else:
        content = handovers.printed(ledger, given, chosen)
    papers.hand_out(content, output, force=force, told=_("The list is in {path}."))


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
