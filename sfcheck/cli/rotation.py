"""The commands `round` and `team`: who inspects where, and when."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from sfcheck.cli.composition import bound, composition, made_up, marks, show_teams
from sfcheck.cli.frame import console
from sfcheck.cli.frame.columns import show_columns
from sfcheck.cli.frame.options import (
    AsJson,
    DryRun,
    Since,
    Until,
    Yes,
    carry_out,
    day,
    days,
    group,
)
from sfcheck.language import _

if TYPE_CHECKING:
    from sfcheck.actions.desk import Desk
    from sfcheck.domain.world.rounds import Team
    from sfcheck.ledger.store import Ledger

round_ = group()
team = group()

RoundId = Annotated[str, typer.Argument(metavar="ROUND", help=_("The round, such as 2026-1."))]
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
Wanted = Annotated[
    list[str] | None,
    typer.Option(
        "--field", metavar="FIELD", help=_("A field the experts of a team must cover; repeatable.")
    ),
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


@round_.command("list", help=_("List the rounds."))
def round_list(as_json: AsJson = False) -> None:
    """Show every round in order."""
    from sfcheck.domain.base.records import dump

    rounds = console.ledger().rounds.values()
    if as_json:
        console.show_json(rounds=[dump(each) for each in rounds])
        return
    show_columns(
        (_("round"), _("name"), _("start"), _("end"), _("closed"), _("teams")),
        (
            (r.id, r.name, *days(r.start, r.end), r.closed or "–", ", ".join(t.id for t in r.teams))
            for r in rounds
        ),
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
def round_close(given: RoundId, dry_run: DryRun = False, yes: Yes = False) -> None:
    """End a round, or say what still hinders it."""
    from sfcheck.actions.handovers import close_round

    def act(desk: "Desk") -> str:
        closed = close_round(desk, given)
        return _("{round} closed on {day}").format(round=closed.id, day=closed.closed)

    carry_out(act, dry_run=dry_run, yes=yes)


@round_.command("open", help=_("Open a round."))
def round_open(
    given: Annotated[
        str, typer.Argument(metavar="ROUND", help=_("Year and number, such as 2026-1."))
    ],
    name: Annotated[str, typer.Option("--name", help=_("The name."))],
    start: Annotated[
        date, typer.Option("--start", parser=day, metavar="DATE", help=_("The first day."))
    ],
    end: Annotated[
        date | None,
        typer.Option("--end", parser=day, metavar="DATE", help=_("The last day, where known.")),
    ] = None,
    field: Wanted = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Make the file of a new round."""
    from sfcheck.actions.rotation.rounds import open_round

    def act(desk: "Desk") -> str:
        opened = open_round(desk, given, name, start, end, field or ())
        return f"{opened.id} {opened.name}"

    carry_out(act, dry_run=dry_run, yes=yes)


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

    ledger = console.ledger()
    rotation, found = find_team(ledger, reference)
    if as_json:
        console.show_json(team=dump(found), composition=made_up(ledger, rotation)[found.id])
        return
    console.show(f"{rotation.id}/{found.id}  {found.name or ''}".rstrip())
    made = make_up(ledger, rotation, found, date.today())
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
def team_add(
    given: RoundId,
    number: Annotated[str, typer.Argument(metavar="TEAM", help=_("Its name, such as T2."))],
    place: Annotated[
        list[str], typer.Option("--place", metavar="PLACE", help=_("A place; repeatable."))
    ],
    leader: Annotated[str, typer.Option("--leader", metavar="PERSON", help=_("The leader."))],
    expert: Experts = None,
    member: Members = None,
    since: Annotated[
        date | None,
        typer.Option(
            "--since", parser=day, metavar="DATE", help=_("The first day; the round's start.")
        ),
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help=_("What it is called."))] = None,
    field: Wanted = None,
    released: Released = True,
    reason: Reason = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Add a team; what the rules of composition object to is refused or told."""
    from sfcheck.actions.rotation.rounds import add_team

    def act(desk: "Desk") -> str:
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
            fields=field or (),
            released=released,
            reason=reason,
        )
        _offer_own(desk, f"{given}/{added.id}")
        return _line(desk.ledger, f"{given}/{added.id}", added, added.leader[-1].since)

    carry_out(act, dry_run=dry_run, yes=yes)


@team.command("seat", help=_("Give somebody a seat in a team; a new leader follows the former."))
def team_seat(
    reference: TeamRef,
    leader: Annotated[
        str | None, typer.Option("--leader", metavar="PERSON", help=_("The new leader."))
    ] = None,
    expert: Experts = None,
    member: Members = None,
    released: Released = True,
    reason: Reason = None,
    since: Since = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Seat people; what the rules of composition object to is refused or told."""
    from sfcheck.actions.rotation.rounds import sit

    def act(desk: "Desk") -> str:
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

    carry_out(act, dry_run=dry_run, yes=yes)


@team.command("leave", help=_("End somebody's seats in a team."))
def team_leave(
    reference: TeamRef,
    person: Annotated[str, typer.Argument(metavar="PERSON", help=_("Number or name."))],
    until: Until,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """End the seats of one person."""
    from sfcheck.actions.rotation.rounds import leave

    def act(desk: "Desk") -> str:
        leave(desk, reference, person, until)
        return _("{team}: {person} until {day}").format(team=reference, person=person, day=until)

    carry_out(act, dry_run=dry_run, yes=yes)


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
