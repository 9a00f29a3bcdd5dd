"""The commands `round` and `team`: who inspects where, and when."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from sfcheck.cli import console
from sfcheck.cli.columns import show_columns
from sfcheck.cli.registering import (
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
from sfcheck.domain.vocabulary import label
from sfcheck.language import _

if TYPE_CHECKING:
    from sfcheck.actions.desk import Desk
    from sfcheck.domain.rotation import Seat, Team
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


@round_.command("list", help=_("List the rounds."))
def round_list(as_json: AsJson = False) -> None:
    """Show every round in order."""
    from sfcheck.domain.base import dump

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
    from sfcheck.actions.registries import ROUND, find
    from sfcheck.domain.base import dump

    ledger = console.ledger()
    found = find(ROUND, ledger.rounds, given)
    if as_json:
        console.show_json(round=dump(found))
        return
    console.show(f"{found.id}  {found.name}")
    first, last = days(found.start, found.end)
    console.show(_("from {start} to {end}").format(start=first, end=last))
    if found.closed:
        console.show(_("closed on {day}").format(day=found.closed))
    _show_teams(ledger, found.teams)


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
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Make the file of a new round."""
    from sfcheck.actions.rotation import open_round

    def act(desk: "Desk") -> str:
        opened = open_round(desk, given, name, start, end)
        return f"{opened.id} {opened.name}"

    carry_out(act, dry_run=dry_run, yes=yes)


@team.command("list", help=_("List the teams of a round."))
def team_list(given: RoundId, as_json: AsJson = False) -> None:
    """Show the teams of a round as they are today."""
    from sfcheck.actions.registries import ROUND, find
    from sfcheck.domain.base import dump

    ledger = console.ledger()
    found = find(ROUND, ledger.rounds, given)
    if as_json:
        console.show_json(teams=[dump(each) for each in found.teams])
        return
    _show_teams(ledger, found.teams)


@team.command("show", help=_("Show one team, with all its seats."))
def team_show(reference: TeamRef, as_json: AsJson = False) -> None:
    """Show a team's places and seats with their days."""
    from sfcheck.actions.rotation import ROLES, find_team, seats
    from sfcheck.domain.base import dump

    ledger = console.ledger()
    rotation, found = find_team(ledger, reference)
    if as_json:
        console.show_json(team=dump(found))
        return
    console.show(f"{rotation.id}/{found.id}  {found.name or ''}".rstrip())
    name = ledger.context.name
    rows = [
        *((_("place"), f"{p.place} {name(p.place)}", p.since, p.until) for p in found.places),
        *(
            (_(ROLES[s.role]), f"{s.seat.person} {name(s.seat.person)}", s.seat.since, s.seat.until)
            for s in seats(rotation, found)
        ),
    ]
    show_columns(
        (_("what"), _("which"), _("since"), _("until")),
        ((what, which, *days(since, until)) for what, which, since, until in rows),
    )


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
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Add a team; warn of a leader whose rank the policy does not name."""
    from sfcheck.actions.rotation import add_team

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
        )
        _warn_of_leader(desk.ledger, added.leader[-1])
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
    since: Since = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Seat people; warn of a leader whose rank the policy does not name."""
    from sfcheck.actions.rotation import sit

    def act(desk: "Desk") -> str:
        first = since or desk.now.date()
        changed = sit(
            desk,
            reference,
            leader=leader,
            experts=expert or (),
            members=member or (),
            since=first,
        )
        if leader:
            _warn_of_leader(desk.ledger, changed.leader[-1])
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
    from sfcheck.actions.rotation import leave

    def act(desk: "Desk") -> str:
        leave(desk, reference, person, until)
        return _("{team}: {person} until {day}").format(team=reference, person=person, day=until)

    carry_out(act, dry_run=dry_run, yes=yes)


def _show_teams(ledger: "Ledger", teams: "tuple[Team, ...]") -> None:
    """Print the teams as they are today; of one that is still to begin, as it will."""

    def row(each: "Team") -> tuple[str, ...]:
        on = max(date.today(), min((p.since for p in each.places), default=date.today()))
        return each.id, each.name or "", *_composition(ledger, each, on)

    headings = (_("team"), _("name"), _("places"), _("leader"), _("experts"), _("members"))
    show_columns(headings, map(row, teams))


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


def _composition(ledger: "Ledger", each: "Team", on: date) -> list[str]:
    """Return places, leader, experts and members of a team on a day."""
    from sfcheck.domain.base import in_force

    name = ledger.context.name
    seats = (each.leader, each.experts, each.members)
    return [
        ", ".join(name(posting.place) for posting in in_force(each.places, on)),
        *(", ".join(name(seat.person) for seat in in_force(held, on)) for held in seats),
    ]


def _line(ledger: "Ledger", reference: str, each: "Team", on: date) -> str:
    said = " | ".join(filter(None, _composition(ledger, each, on)))
    return f"{reference}  {said}"


def _warn_of_leader(ledger: "Ledger", seat: "Seat") -> None:
    from sfcheck.actions.rotation import unfit_leader

    if allowed := unfit_leader(ledger, seat.person, seat.since):
        console.say(
            _("Warning: a leader has {ranks} by the policy; {person} has not, on {day}.").format(
                ranks=", ".join(label(rank) for rank in allowed),
                person=f"{seat.person} {ledger.context.name(seat.person)}",
                day=seat.since,
            )
        )
