"""The command `team`: who sits in a team, and where it inspects."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from sfcheck.cli.frame import console
from sfcheck.cli.frame.columns import show_columns
from sfcheck.cli.frame.options import AsJson, Since, Until, dated, days, group, writing
from sfcheck.cli.rotation.composition import (
    Fields,
    RoundId,
    bound,
    composition,
    made_up,
    marks,
    show_teams,
)
from sfcheck.language import _

if TYPE_CHECKING:
    from sfcheck.actions.desk import Desk
    from sfcheck.domain.world.rounds import Team
    from sfcheck.ledger.store import Ledger

team = group()

TeamRef = Annotated[
    str, typer.Argument(metavar="ROUND/TEAM", help=_("The team, such as 2026-1/T2."))
]
Experts = Annotated[
    list[str] | None,
    typer.Option("--expert", metavar="PERSON", help=_("An expert; repeatable.")),
]
Members = Annotated[
    list[str] | None,
    typer.Option("--member", metavar="PERSON", help=_("A member; repeatable.")),
]
Released = Annotated[
    bool,
    typer.Option(
        "--released/--not-released", help=_("Whether they are free of home work meanwhile.")
    ),
]
Reason = Annotated[
    str | None, typer.Option("--reason", help=_("Why they are not released from home work."))
]


@team.command("list", help=_("List the teams of a round."))
def team_list(given: RoundId, as_json: AsJson = False) -> None:
    """Show the teams of a round as they are today."""
    from sfcheck.actions.entries import ROUND, find
    from sfcheck.domain.base.records import dump

    ledger = console.ledger()
    found = find(ROUND, ledger.rounds, given)
    if as_json:
        teams = [dump(each) for each in found.teams]
        console.show_json(teams=teams, composition=made_up(ledger, found))
        return
    show_teams(ledger, found)


@team.command("show", help=_("Show one team, with all its seats."))
def team_show(reference: TeamRef, as_json: AsJson = False) -> None:
    """Show a team's places and seats with their days, its marks and what is to be looked at."""
    from sfcheck.actions.rotation.composition import make_up
    from sfcheck.actions.rotation.rounds import ROLES, find_team, seats
    from sfcheck.domain.base.records import dump
    from sfcheck.ledger.files import clock

    ledger = console.ledger()
    rotation, found = find_team(ledger, reference)
    if as_json:
        console.show_json(team=dump(found), composition=made_up(ledger, rotation)[found.id])
        return
    console.show(f"{rotation.id}/{found.id}  {found.name or ''}".rstrip())
    made = make_up(ledger, rotation, found, clock.today(ledger.root))
    if marked := marks(ledger, made):
        console.show(marked)
    if wanted := found.fields or rotation.fields:
        console.show(_("fields wanted: {fields}").format(fields=", ".join(wanted)))
    name = ledger.context.name
    rows = [
        *((_("place"), f"{p.place} {name(p.place)}", p, "") for p in found.places),
        *(
            (_(ROLES[s.role]), f"{s.seat.person} {name(s.seat.person)}", s.seat, bound(s.seat))
            for s in seats(rotation, found)
        ),
    ]
    show_columns(
        (_("what"), _("which"), _("since"), _("until"), _("note")),
        ((what, which, *days(of.since, of.until), note) for what, which, of, note in rows),
    )
    for objection in made.objections:
        console.show(_("Note: {message}").format(message=objection))


@team.command("add", help=_("Add a team to a round."))
@writing
def team_add(
    desk: "Desk",
    given: RoundId,
    number: Annotated[str, typer.Argument(metavar="TEAM", help=_("Its name, such as T2."))],
    place: Annotated[
        list[str], typer.Option("--place", metavar="PLACE", help=_("A place; repeatable."))
    ],
    leader: Annotated[str, typer.Option("--leader", metavar="PERSON", help=_("The leader."))],
    expert: Experts = None,
    member: Members = None,
    since: Annotated[date | None, dated("--since", _("The first day; the round's start."))] = None,
    name: Annotated[str | None, typer.Option("--name", help=_("What it is called."))] = None,
    mixed: Annotated[
        bool, typer.Option("--mixed", help=_("People of the place serve in it (混合编组)."))
    ] = False,
    field: Fields = None,
    released: Released = True,
    reason: Reason = None,
) -> str:
    """Add a team; what the rules of composition object to is refused or told."""
    from sfcheck.actions.rotation.rounds import add_team

    added = add_team(
        desk,
        given,
        number,
        places=place,
        leader=leader,
        experts=expert or (),
        members=member or (),
        since=since,
        name=name,
        mixed=mixed,
        fields=field or (),
        released=released,
        reason=reason,
    )
    _offer_own(desk, f"{given}/{added.id}")
    return _line(desk.ledger, f"{given}/{added.id}", added, added.leader[-1].since)


@team.command("seat", help=_("Give somebody a seat in a team; a new leader follows the former."))
@writing
def team_seat(
    desk: "Desk",
    reference: TeamRef,
    leader: Annotated[
        str | None, typer.Option("--leader", metavar="PERSON", help=_("The new leader."))
    ] = None,
    expert: Experts = None,
    member: Members = None,
    released: Released = True,
    reason: Reason = None,
    since: Since = None,
) -> str:
    """Seat people; what the rules of composition object to is refused or told."""
    from sfcheck.actions.rotation.rounds import sit

    first = since or desk.now.date()
    changed = sit(
        desk,
        reference,
        leader=leader,
        experts=expert or (),
        members=member or (),
        since=first,
        released=released,
        reason=reason,
    )
    return _line(desk.ledger, reference, changed, first)


@team.command("leave", help=_("End somebody's seats in a team."))
@writing
def team_leave(
    desk: "Desk",
    reference: TeamRef,
    person: Annotated[str, typer.Argument(metavar="PERSON", help=_("Number or name."))],
    until: Until,
) -> str:
    """End the seats of one person."""
    from sfcheck.actions.rotation.rounds import leave

    leave(desk, reference, person, until)
    return _("{team}: {person} until {day}").format(team=reference, person=person, day=until)


def _offer_own(desk: "Desk", reference: str) -> None:
    """Offer the team what the office holds, or say who can; a dry run has no team to offer to."""
    from sfcheck.actions.desk import Desk
    from sfcheck.actions.handovers import offer_own
    from sfcheck.ledger.store import Ledger

    if desk.dry_run:
        return
    again = Desk(Ledger(desk.ledger.root), desk.person, desk.now, tell=desk.tell)
    for offered in offer_own(again, reference):
        console.say(
            _("{place} is offered to {team}: its leader receives it.").format(
                place=desk.ledger.context.name(offered.place), team=reference
            )
        )


def _line(ledger: "Ledger", reference: str, each: "Team", on: date) -> str:
    said = " | ".join(filter(None, composition(ledger, each, on)))
    return f"{reference}  {said}"
