"""How teams are shown: who is in them, their marks, and what is to be looked at."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from sfcheck.cli.frame import console
from sfcheck.cli.frame.columns import show_columns
from sfcheck.language import _

if TYPE_CHECKING:
    from sfcheck.actions.rotation.composition import MakeUp
    from sfcheck.domain.world.rounds import Round, Seat, Team
    from sfcheck.ledger.store import Ledger

RoundId = Annotated[str, typer.Argument(metavar="ROUND", help=_("The round, such as 2026-1."))]
Fields = Annotated[
    list[str] | None,
    typer.Option(
        "--field", metavar="FIELD", help=_("A field the experts of a team must cover; repeatable.")
    ),
]


def show_teams(ledger: "Ledger", rotation: "Round") -> None:
    """Print the teams as they are today; of one that is still to begin, as it will."""
    from sfcheck.actions.rotation.composition import make_up
    from sfcheck.ledger.files import clock

    made = {
        each.id: make_up(ledger, rotation, each, clock.today(ledger.root))
        for each in rotation.teams
    }

    def row(each: "Team") -> tuple[str, ...]:
        mine = made[each.id]
        people = composition(ledger, each, mine.day)
        return each.id, each.name or "", *people, marks(ledger, mine)

    headings = (
        *(_("team"), _("name"), _("places"), _("leader"), _("experts"), _("members")),
        _("marks"),
    )
    show_columns(headings, map(row, rotation.teams))
    for mine in made.values():
        for objection in mine.objections:
            console.show(_("Note: {message}").format(message=objection))


def made_up(ledger: "Ledger", rotation: "Round") -> dict[str, object]:
    """Return how the teams of a round are made up, as plain data by their names."""
    from sfcheck.actions.rotation.composition import make_up
    from sfcheck.ledger.files import clock

    found: dict[str, object] = {}
    for each in rotation.teams:
        made = make_up(ledger, rotation, each, clock.today(ledger.root))
        found[each.id] = {
            "on": made.day.isoformat(),
            "mixed": made.marks.mixed,
            "crossing": list(made.marks.crossing),
            "objections": [{"code": o.code, "message": o.message} for o in made.objections],
        }
    return found


def marks(ledger: "Ledger", made: "MakeUp") -> str:
    """Return the marks of a team in words."""
    said = [_("mixed team")] if made.marks.mixed else []
    if crossing := made.marks.crossing:
        who = ", ".join(map(ledger.context.name, crossing))
        said.append(_("cross-inspection by {who}").format(who=who))
    return "; ".join(said)


def bound(seat: "Seat") -> str:
    """Return what stands beside a seat whose person still has home work."""
    if seat.released:
        return ""
    return _("not released: {reason}").format(reason=seat.reason or "–")


def composition(ledger: "Ledger", each: "Team", on: date) -> list[str]:
    """Return places, leader, experts and members of a team on a day."""
    from sfcheck.domain.base.records import in_force

    name = ledger.context.name
    seats = (each.leader, each.experts, each.members)
    return [
        ", ".join(name(posting.place) for posting in in_force(each.places, on)),
        *(", ".join(name(seat.person) for seat in in_force(held, on)) for held in seats),
    ]
