"""The command `person`: the roster, who holds which office, homes, ranks, keys."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sfcheck.cli.frame import console
from sfcheck.cli.frame.columns import show_columns
from sfcheck.cli.frame.options import (
    AsJson,
    Since,
    Until,
    dated,
    days,
    group,
    show_entries,
    writing,
)
from sfcheck.domain.base.vocabulary import Office, Rank, label
from sfcheck.language import _

if TYPE_CHECKING:
    from sfcheck.actions.desk import Desk
    from sfcheck.domain.world.roster import Person
    from sfcheck.ledger.store import Ledger

person = group()

Someone = Annotated[str, typer.Argument(metavar="PERSON", help=_("Number or name."))]


@person.command("list", help=_("List who is on the roster."))
def list_(
    office: Annotated[
        Office | None, typer.Option("--office", help=_("Who holds this office."))
    ] = None,
    of: Annotated[
        str | None, typer.Option("--body", metavar="BODY", help=_("Who belongs to this body."))
    ] = None,
    on: Annotated[date | None, dated("--on", _("As of this day; today."))] = None,
    former: Annotated[
        bool, typer.Option("--former", help=_("Those of whom it was true before, not then."))
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show the persons of a day."""
    from sfcheck.actions.registries.people import listed
    from sfcheck.domain.base.records import in_force
    from sfcheck.ledger.files import clock

    ledger = console.ledger()
    wanted = on or clock.today(ledger.root)
    show_entries(
        listed(ledger, wanted, office=office, body=of, former=former),
        "people",
        (_("number"), _("name"), _("body"), _("rank"), _("offices held")),
        lambda each: (
            each.id,
            _name(each),
            ledger.context.name(each.home_on(wanted) or "–"),
            ", ".join(label(held.value) for held in in_force(each.rank, wanted)[:1]) or "–",
            ", ".join(
                _office(ledger, held.office, held.body)
                for held in sorted(in_force(each.offices, wanted), key=lambda h: h.office)
            ),
        ),
        as_json=as_json,
    )


@person.command("show", help=_("Show one person, with all that was ever held."))
def show(someone: Someone, as_json: AsJson = False) -> None:
    """Show a person's file and seats."""
    from sfcheck.actions.entries import find_person
    from sfcheck.actions.rotation.rounds import ROLES, seats_of
    from sfcheck.domain.base.records import dump

    ledger = console.ledger()
    found = find_person(ledger, someone)
    seats = seats_of(ledger.rounds.values(), found.id)
    if as_json:
        console.show_json(person=dump(found))
        return
    console.show(f"{found.id}  {_name(found)}")
    rows = [
        *((_("home body"), ledger.context.name(home.body), home) for home in found.home),
        *((_("rank"), label(rank.value), rank) for rank in found.rank),
        *((_("field"), field.value, field) for field in found.fields),
        *(
            (_("office held"), _office(ledger, held.office, held.body), held)
            for held in found.offices
        ),
        *((_("seat"), f"{s.team} {_(ROLES[s.role])}", s.seat) for s in seats),
        *((_("key"), key.key, key) for key in found.keys),
    ]
    show_columns(
        (_("what"), _("which"), _("since"), _("until")),
        ((what, which, *days(term.since, term.until)) for what, which, term in rows),
    )


@person.command("add", help=_("Add somebody to the roster."))
@writing
def add(
    desk: "Desk",
    name: Annotated[str, typer.Option("--name", help=_("The person's name."))],
    of: Annotated[str, typer.Option("--body", metavar="BODY", help=_("The home body."))],
    rank: Annotated[Rank | None, typer.Option("--rank", help=_("The rank."))] = None,
    field: Annotated[
        list[str] | None, typer.Option("--field", help=_("A professional field; repeatable."))
    ] = None,
    office: Annotated[
        list[str] | None,
        typer.Option(
            "--office",
            metavar="OFFICE",
            help=_("An office, such as clerk or department_officer:BODY; repeatable."),
        ),
    ] = None,
    since: Since = None,
    invented: Annotated[
        bool, typer.Option("--invented", help=_("Say on record that the person is invented."))
    ] = False,
    number: Annotated[
        str | None,
        typer.Option("--id", metavar="NUMBER", help=_("The number; otherwise the next one.")),
    ] = None,
) -> str:
    """Add a person; warn of another with the same name."""
    from sfcheck.actions.registries.people import add_person

    added = add_person(
        desk,
        name=name,
        body=of,
        rank=rank,
        fields=field or (),
        offices=office or (),
        since=since or desk.now.date(),
        invented=invented,
        number=number,
    )
    for other in desk.ledger.people.values():
        if other.name == added.name and other.id != added.id:
            console.say(
                _("Warning: {person} on the roster is called {name} too.").format(
                    person=other.id, name=other.name
                )
            )
    return f"{added.id} {added.name}"


@person.command("grant", help=_("Let somebody hold an office."))
@writing
def grant(
    desk: "Desk",
    someone: Someone,
    office: Annotated[Office, typer.Argument(help=_("The office."))],
    of: Annotated[
        str | None,
        typer.Option("--body", metavar="BODY", help=_("The department, for its officers.")),
    ] = None,
    since: Since = None,
) -> str:
    """Grant an office."""
    from sfcheck.actions.registries import people as roster

    first = since or desk.now.date()
    changed = roster.grant(desk, someone, office, of, first)
    return _told(changed, _office(desk.ledger, office, changed.offices[-1].body), first)


@person.command("end", help=_("End an office; without one, all that somebody who leaves holds."))
@writing
def end(
    desk: "Desk",
    someone: Someone,
    until: Until,
    office: Annotated[Office | None, typer.Argument(help=_("The office; or all."))] = None,
    of: Annotated[
        str | None,
        typer.Option("--body", metavar="BODY", help=_("The department, for its officers.")),
    ] = None,
) -> str:
    """End an office, or everything."""
    from sfcheck.actions.registries import people as roster

    changed = roster.end(desk, someone, office, of, until)
    return _("{person}: {what} until {day}").format(
        person=_both(changed),
        what=label(office) if office else _("on the roster"),
        day=until,
    )


@person.command("move", help=_("Give somebody another home body; the former one ends."))
@writing
def move(
    desk: "Desk",
    someone: Someone,
    of: Annotated[str, typer.Option("--body", metavar="BODY", help=_("The new home body."))],
    since: Since = None,
) -> str:
    """Move a person; warn of offices still held for another body."""
    from sfcheck.actions.registries import people as roster
    from sfcheck.domain.base.records import in_force

    first = since or desk.now.date()
    changed = roster.move(desk, someone, of, first)
    home = changed.home[-1].body
    for held in in_force(changed.offices, first):
        if held.body not in (None, home):
            console.say(
                _("Warning: {person} is still {what}; `sfcheck person end` ends it.").format(
                    person=_both(changed), what=_office(desk.ledger, held.office, held.body)
                )
            )
    return _told(changed, desk.ledger.context.name(home), first)


@person.command("rank", help=_("Give somebody another rank; the former one ends."))
@writing
def rank(
    desk: "Desk",
    someone: Someone,
    value: Annotated[Rank, typer.Argument(metavar="RANK", help=_("The rank."))],
    since: Since = None,
) -> str:
    """Change a rank."""
    from sfcheck.actions.registries.people import give_rank

    first = since or desk.now.date()
    changed = give_rank(desk, someone, value, first)
    return _told(changed, label(value), first)


@person.command("key", help=_("Record somebody's public key; with only --until, end it."))
@writing
def key(
    desk: "Desk",
    someone: Someone,
    file: Annotated[Path, typer.Argument(metavar="KEYFILE", help=_("The public key's file."))],
    since: Since = None,
    until: Annotated[date | None, dated("--until", _("The last day."))] = None,
) -> str:
    """Add or end a key."""
    from sfcheck.actions.registries import people as roster

    changed, held = roster.key(desk, someone, file, since, until)
    return _("{person}: key {key}, since {since}, until {until}").format(
        person=_both(changed), key=held.key, since=held.since, until=held.until or "–"
    )


@person.command("officer", help=_("Name the officer who is head where the overall office holds."))
@writing
def officer(desk: "Desk", someone: Someone, since: Since = None) -> str:
    """Name the overall office's officer; the former one ends."""
    from sfcheck.actions.registries.people import name_officer

    named = name_officer(desk, someone, since or desk.now.date())
    who = desk.ledger.people[named.person]
    return _told(who, _("named officer of the overall office"), named.since)


def _both(found: "Person") -> str:
    return f"{found.id} {found.name}"


def _told(changed: "Person", what: str, first: date) -> str:
    """Return the line that tells what somebody is from a day on."""
    return _("{person}: {what} since {day}").format(person=_both(changed), what=what, day=first)


def _name(found: "Person") -> str:
    return _("{name} (invented)").format(name=found.name) if found.invented else found.name


def _office(ledger: "Ledger", office: Office, of: str | None) -> str:
    """Return what an office is called, with the body it is of."""
    return label(office) if of is None else f"{label(office)} ({ledger.context.name(of)})"
