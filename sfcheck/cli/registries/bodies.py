"""The commands `body` and `place`: who inspects, rectifies and accepts, and where."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sfcheck.cli.frame import console
from sfcheck.cli.frame.columns import show_facts
from sfcheck.cli.frame.options import (
    AsJson,
    Until,
    dated,
    days,
    group,
    show_entries,
    writing,
)
from sfcheck.cli.issues import telling
from sfcheck.domain.base.kinds import BODY_KINDS, LEVELS
from sfcheck.domain.base.vocabulary import Duty, label
from sfcheck.language import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sfcheck.actions.desk import Desk
    from sfcheck.domain.world.roster import Competence
    from sfcheck.domain.world.roster import Place as PlaceRecord

body = group()
place = group()

BodyId = Annotated[str, typer.Argument(metavar="BODY", help=_("Id or name."))]
PlaceCode = Annotated[str, typer.Argument(metavar="PLACE", help=_("Code or name."))]
Name = Annotated[str, typer.Option("--name", help=_("The name."))]
English = Annotated[str | None, typer.Option("--en", help=_("The English name."))]
Former = Annotated[bool, typer.Option("--former", help=_("Those that have ended."))]
First = Annotated[date | None, dated("--since", _("The first day, where it matters."))]
NewCode = Annotated[str, typer.Option("--code", metavar="CODE", help=_("The new code."))]
From = Annotated[date, dated("--since", _("The first day of the new one."))]
Local = Annotated[bool, typer.Option("--local", help=_("The code is your own, not of GB/T 2260."))]


@body.command("list", help=_("List the bodies."))
def body_list(former: Former = False, as_json: AsJson = False) -> None:
    """Show the bodies of today, or those that ended."""
    ledger = console.ledger()
    name = ledger.context.name
    show_entries(
        [each for each in ledger.bodies.values() if _over(each.until) is former],
        "bodies",
        (_("id"), _("name"), _("kind"), _("superior"), _("place")),
        lambda each: (
            *(each.id, each.short or each.name, _(BODY_KINDS[each.kind])),
            *(name(each.superior or "–"), name(each.place or "–")),
        ),
        as_json=as_json,
    )


@body.command("show", help=_("Show one body."))
def body_show(given: BodyId, as_json: AsJson = False) -> None:
    """Show a body and what it is called."""
    from sfcheck.actions.entries import BODY, find
    from sfcheck.domain.base.records import dump

    ledger = console.ledger()
    found = find(BODY, ledger.bodies, given)
    if as_json:
        console.show_json(body=dump(found))
        return
    since, until = days(found.since, found.until)
    show_facts(
        {
            _("id"): found.id,
            _("name"): found.name,
            _("also called"): ", ".join(filter(None, (found.short, *found.aliases, found.en))),
            _("kind"): _(BODY_KINDS[found.kind]),
            _("superior"): ledger.context.name(found.superior or "–"),
            _("place"): ledger.context.name(found.place or "–"),
            _("competent for"): _competent(found.competent) or "–",
            _("answers for"): ", ".join(label(part) for part in found.parts) or "–",
            _("since"): since,
            _("until"): until,
        }.items()
    )


@body.command("add", help=_("Add a body."))
@writing
def body_add(
    desk: "Desk",
    given: Annotated[str, typer.Argument(metavar="ID", help=_("An id that stays for ever."))],
    name: Name,
    kind: Annotated[str, typer.Option("--kind", help=", ".join(BODY_KINDS))],
    short: Annotated[str | None, typer.Option("--short", help=_("The usual short name."))] = None,
    alias: Annotated[
        list[str] | None, typer.Option("--alias", help=_("Another name; repeatable."))
    ] = None,
    en: English = None,
    superior: Annotated[
        str | None,
        typer.Option("--superior", metavar="BODY", help=_("The body it belongs to.")),
    ] = None,
    at: Annotated[
        str | None, typer.Option("--place", metavar="PLACE", help=_("The place it is of."))
    ] = None,
    part: Annotated[
        list[Duty] | None,
        typer.Option("--part", help=_("A duty it answers for; repeatable.")),
    ] = None,
    sector: Annotated[
        list[str] | None,
        typer.Option("--sector", help=_("A sector it is competent for; repeatable.")),
    ] = None,
    point: Annotated[
        list[str] | None,
        typer.Option("--point", help=_("A point it is competent for; repeatable.")),
    ] = None,
    since: First = None,
) -> str:
    """Add a body to bodies.yaml."""
    from sfcheck.actions.registries.bodies import add_body

    fields = {
        "id": given,
        "name": name,
        "short": short,
        "en": en,
        "aliases": tuple(alias or ()),
        "kind": kind,
        "superior": superior,
        "place": at,
        "parts": tuple(part or ()),
        "sectors": tuple(sector or ()),
        "points": tuple(point or ()),
        "since": since,
    }
    added = add_body(desk, fields)
    return f"{added.id} {added.name}"


@body.command("import", help=_("Add the bodies of a sheet, all or none."))
@writing
def body_import(
    desk: "Desk",
    given: Annotated[Path, typer.Argument(metavar="FILE", help=_("A spreadsheet or CSV."))],
) -> str:
    """Add every body of a sheet to bodies.yaml."""
    from sfcheck.actions.registries.bodies import add_bodies

    return "\n".join(f"{each.id} {each.name}" for each in add_bodies(desk, given))


@body.command("end", help=_("End a body; it stays on record."))
@writing
def body_end(desk: "Desk", given: BodyId, until: Until) -> str:
    """Write a body's last day."""
    from sfcheck.actions.registries.bodies import end_body

    ended = end_body(desk, given, until)
    return _("{name} until {day}").format(name=f"{ended.id} {ended.name}", day=until)


@place.command("list", help=_("List the places."))
def place_list(former: Former = False, as_json: AsJson = False) -> None:
    """Show the places of today, or those that ended."""
    ledger = console.ledger()
    name = ledger.context.name
    show_entries(
        [each for each in ledger.places.values() if _over(each.until) is former],
        "places",
        (_("code"), _("name"), _("level"), _("lies in")),
        lambda each: (each.code, each.name, _(LEVELS[each.level]), name(each.parent or "–")),
        as_json=as_json,
    )


@place.command("show", help=_("Show one place, and who holds it."))
def place_show(given: PlaceCode, as_json: AsJson = False) -> None:
    """Show a place, its holder and the holder's head now."""
    from sfcheck.actions.entries import PLACE, find
    from sfcheck.actions.issues.reading import told_custody
    from sfcheck.domain.base.records import dump
    from sfcheck.ledger.files import clock

    ledger = console.ledger()
    found = find(PLACE, ledger.places, given)
    now = clock.now(ledger.root)
    holder, head = (
        ledger.context.custody.holder(found.code, now),
        ledger.context.head(found.code, now),
    )
    kept = told_custody(ledger, found.code, now)
    if as_json:
        custody = telling.custody_data(kept) if kept else {}
        console.show_json(**{**custody, "place": dump(found), "holder": holder, "head": head})
        return
    since, until = days(found.since, found.until)
    facts = {
        _("code"): found.code,
        _("name"): f"{found.name} {found.en or ''}".strip(),
        _("level"): _(LEVELS[found.level]),
        _("lies in"): ledger.context.name(found.parent or "–"),
        _("holder"): ledger.context.name(holder),
        _("head"): f"{head} {ledger.context.name(head)}" if head else "–",
        _("since"): since,
        _("until"): until,
    }
    if found.became:
        facts[_("became")] = f"{found.became} {ledger.context.name(found.became)}"
    if found.split_from:
        facts[_("split from")] = f"{found.split_from} {ledger.context.name(found.split_from)}"
    show_facts(facts.items())
    if kept:
        console.show("")
        telling.show_custody(kept, ledger.context)


@place.command("add", help=_("Add a place."))
@writing
def place_add(
    desk: "Desk",
    given: Annotated[str, typer.Argument(metavar="CODE", help=_("The code of GB/T 2260."))],
    name: Name,
    level: Annotated[str, typer.Option("--level", help=", ".join(LEVELS))],
    parent: Annotated[
        str | None, typer.Option("--parent", metavar="PLACE", help=_("The place it lies in."))
    ] = None,
    en: English = None,
    local: Local = False,
    destination: Annotated[
        bool, typer.Option("--destination", help=_("Teams rotate among the destinations."))
    ] = False,
    since: First = None,
) -> str:
    """Add a place to places.yaml."""
    from sfcheck.actions.registries.bodies import add_place

    fields = {
        "code": given,
        "name": name,
        "en": en,
        "level": level,
        "parent": parent,
        "destination": destination,
        "local": local,
        "since": since,
    }
    added = add_place(desk, fields)
    return f"{added.code} {added.name}"


@place.command("end", help=_("End a place; it stays on record."))
@writing
def place_end(desk: "Desk", given: PlaceCode, until: Until) -> str:
    """Write a place's last day."""
    from sfcheck.actions.registries.bodies import end_place

    ended = end_place(desk, given, until)
    return _("{name} until {day}").format(name=f"{ended.code} {ended.name}", day=until)


@place.command("rename", help=_("Let a place go on under another code and name."))
@writing
def place_rename(
    desk: "Desk",
    given: PlaceCode,
    code: NewCode,
    name: Name,
    since: From,
    local: Local = False,
) -> str:
    """End a place and begin what it became."""
    from sfcheck.actions.registries.bodies import rename_place

    return _changed(
        rename_place(desk, given, code=code, name=name, since=since, local=local), since
    )


@place.command("merge", help=_("Merge places into a new one, or into one that is there."))
@writing
def place_merge(
    desk: "Desk",
    given: Annotated[
        list[str], typer.Argument(metavar="PLACE...", help=_("Codes or names of the places."))
    ],
    into: Annotated[
        str, typer.Option("--into", metavar="CODE", help=_("The code of what they become."))
    ],
    since: From,
    name: Annotated[
        str | None, typer.Option("--name", help=_("Its name, where it is new."))
    ] = None,
    local: Local = False,
) -> str:
    """End places and begin, or enlarge, what they became."""
    from sfcheck.actions.registries.bodies import merge_places

    return _changed(
        merge_places(desk, given, into=into, name=name, since=since, local=local), since
    )


@place.command("split", help=_("Split a place; what was found there stays under its code."))
@writing
def place_split(
    desk: "Desk",
    given: PlaceCode,
    part: Annotated[
        list[str], typer.Option("--part", metavar="CODE=NAME", help=_("A part; repeatable."))
    ],
    since: From,
    local: Local = False,
) -> str:
    """End a place and begin its parts."""
    from sfcheck.actions.registries.bodies import split_place

    parts = {}
    for each in part:
        code, equals, name = each.partition("=")
        if not equals:
            raise typer.BadParameter(_("“{given}” is no CODE=NAME.").format(given=each))
        parts[code] = name
    return _changed(split_place(desk, given, parts=parts, since=since, local=local), since)


def _changed(places: "list[PlaceRecord]", since: date) -> str:
    ended = [f"{each.code} {each.name}" for each in places if each.until]
    begun = [f"{each.code} {each.name}" for each in places if not each.until]
    into = begun or [str(each.became) for each in places[:1]]
    return f"{', '.join(ended)} → {', '.join(into)}  {since}"


def _competent(held: "Sequence[Competence]") -> str:
    return "; ".join(
        " ".join((*each.sectors, *each.points, f"({each.since} – {each.until or ''})"))
        for each in held
    )


def _over(until: date | None) -> bool:
    from sfcheck.ledger.files import clock

    return until is not None and until < clock.today(console.root())
