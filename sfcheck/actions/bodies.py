"""The bodies that inspect, rectify and accept, and the places: added and ended by a steward."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from sfcheck.actions.desk import Desk
from sfcheck.actions.registries import BODY, PLACE, Kind, find, must_be_new, names, revise, valid
from sfcheck.domain.roster import Bodies, Body, Place, Places
from sfcheck.domain.vocabulary import Office
from sfcheck.errors import Refused
from sfcheck.language import _
from sfcheck.ledger import layout

Entry = TypeVar("Entry", Body, Place)
_GB_CODE = re.compile(r"[0-9]{6}", re.ASCII)


def add_body(desk: Desk, fields: Mapping[str, Any]) -> Body:
    """Add a body; `superior` and `place` may be named as people name them.

    Raises `Refused`: `exists-already`, `name-taken`, `no-such-entry`, `bad-value`.
    """
    desk.hold(Office.STEWARD)
    bodies, places = desk.ledger.bodies, desk.ledger.places
    superior, place = fields.get("superior"), fields.get("place")
    body = valid(
        Body,
        {
            **fields,
            "superior": find(BODY, bodies, superior).id if superior else None,
            "place": find(PLACE, places, place).code if place else None,
        },
        BODY,
    )

    def change(before: Bodies) -> Bodies:
        must_be_new(BODY, [each.id for each in before.bodies], body.id)
        for each in before.bodies:
            for name in {*names(each)} & {*names(body)}:
                raise Refused("name-taken", name=name, id=each.id)
        return Bodies(bodies=(*before.bodies, body))

    subject = f"{body.id} {body.name}"
    revise(desk, layout.BODIES, Bodies, change, action="body-add", subject=subject)
    return body


def end_body(desk: Desk, given: str, until: date) -> Body:
    """End a body with the day `until`; raises `Refused`: `nothing-to-end`, `no-such-entry`."""
    desk.hold(Office.STEWARD)
    body = find(BODY, desk.ledger.bodies, given)
    ended = _ended(BODY, body, until)

    def change(before: Bodies) -> Bodies:
        return Bodies(bodies=tuple(ended if each == body else each for each in before.bodies))

    subject = f"{body.id} {body.name}"
    revise(desk, layout.BODIES, Bodies, change, action="body-end", subject=subject)
    return ended


def add_place(desk: Desk, fields: Mapping[str, Any]) -> Place:
    """Add a place; a code that is not of GB/T 2260 says so by `local`.

    Raises `Refused`: `exists-already`, `no-such-entry` (the parent), `bad-value`.
    """
    desk.hold(Office.STEWARD)
    parent = fields.get("parent")
    above = find(PLACE, desk.ledger.places, parent).code if parent else None
    place = valid(Place, {**fields, "parent": above}, PLACE)
    if not place.local and not _GB_CODE.fullmatch(place.code):
        problem = _("a code of GB/T 2260 has six digits; a code of your own is added with --local")
        raise Refused("bad-value", field="code", problem=problem)

    def change(before: Places) -> Places:
        must_be_new(PLACE, [each.code for each in before.places], place.code)
        return Places(places=(*before.places, place))

    subject = f"{place.code} {place.name}"
    revise(desk, layout.PLACES, Places, change, action="place-add", subject=subject)
    return place


def end_place(desk: Desk, given: str, until: date) -> Place:
    """End a place with the day `until`; raises `Refused`: `nothing-to-end`, `no-such-entry`."""
    desk.hold(Office.STEWARD)
    place = find(PLACE, desk.ledger.places, given)
    ended = _ended(PLACE, place, until)

    def change(before: Places) -> Places:
        return Places(places=tuple(ended if each == place else each for each in before.places))

    subject = f"{place.code} {place.name}"
    revise(desk, layout.PLACES, Places, change, action="place-end", subject=subject)
    return ended


def _ended(kind: Kind, entry: Entry, until: date) -> Entry:
    if entry.until is not None:
        raise Refused("nothing-to-end", what=f"{_(kind.label)} {entry.name}")
    if entry.since is not None and until < entry.since:
        raise Refused("ends-before-it-begins", what=entry.name, since=entry.since, until=until)
    return entry.model_copy(update={"until": until})
