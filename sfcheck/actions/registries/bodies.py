"""The bodies that inspect, rectify and accept, and the places: added and ended by a steward."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from sfcheck.actions.desk import Desk
from sfcheck.actions.entries import (
    BODY,
    PLACE,
    EntryKind,
    find,
    living,
    must_be_new,
    names,
    revise,
    valid,
)
from sfcheck.domain.base.kinds import BODY_KINDS
from sfcheck.domain.base.portable import folded, is_fit
from sfcheck.domain.base.vocabulary import Office
from sfcheck.domain.world.places import within
from sfcheck.domain.world.roster import Bodies, Body, Competence, Place, Places
from sfcheck.errors import Refused
from sfcheck.exchange import registers
from sfcheck.language import N_, _
from sfcheck.ledger.files import layout
from sfcheck.ledger.store import Ledger

Entry = TypeVar("Entry", Body, Place)
_GB_CODE = re.compile(r"[0-9]{6}", re.ASCII)
_NO_GB_CODE = N_("a code of GB/T 2260 has six digits; a code of your own is added with --local")
_NO_FOLDER = N_("not every system can have a folder of this name")


def add_body(desk: Desk, fields: Mapping[str, Any]) -> Body:
    """Add a body; `superior`, `place` and what it is competent for as people name them.

    A department of a city or county belongs to its government, unless it says otherwise.
    Raises `Refused`: `exists-already`, `name-taken`, `no-such-entry`, `bad-value`.
    """
    desk.hold(Office.STEWARD)
    body = _body(desk, fields, desk.ledger.bodies)
    _add(desk, [body], f"{body.id} {body.name}")
    return body


def add_bodies(desk: Desk, path: Path) -> list[Body]:
    """Add the bodies of a sheet, all or none; one without an id is given one of its place.

    Raises `Refused`: `bad-row` with all that is wrong, `no-register`, what is wrong with the sheet.
    """
    desk.hold(Office.STEWARD)
    known = dict(desk.ledger.bodies)
    added: list[Body] = []
    wrong: list[Refused] = []
    for row, said in registers.entries(path, registers.BODIES, "name"):
        try:
            body = _body(desk, _as_typed(desk.ledger, said, known), known)
            _be_new(body, known.values())
        except Refused as refusal:
            problem = {"problem": refusal.message, "what_to_do": refusal.remedy}
            wrong.append(Refused("bad-row", path=path, row=row, **problem))
            continue
        known[body.id] = body
        added.append(body)
    if wrong or not added:
        first, *others = wrong or [Refused("nothing-in-register", path=path)]
        raise first.along_with(others)
    _add(desk, added, f"{path.name} ({len(added)})")
    return added


def _body(desk: Desk, fields: Mapping[str, Any], bodies: Mapping[str, Body]) -> Body:
    superior, place = fields.get("superior"), fields.get("place")
    code = find(PLACE, desk.ledger.places, place).code if place else None
    above = find(BODY, bodies, superior).id if superior else None
    held = {name: tuple(fields.get(name) or ()) for name in ("sectors", "points")}
    _be_of_the_catalogue(desk.ledger, held)
    given = {name: value for name, value in fields.items() if name not in held}
    body = valid(Body, {**given, "superior": above, "place": code}, BODY)
    if any(held.values()):
        since = body.since or desk.now.date()
        body = body.model_copy(update={"competent": (Competence(since=since, **held),)})
    if above is None and not body.of_locality:
        body = body.model_copy(update={"superior": _locality_of(body, bodies)})
    return body


def _locality_of(body: Body, bodies: Mapping[str, Body]) -> str | None:
    """Return the locality of its place: of a Party organ the committee, else the government."""
    of_place = (each for each in bodies.values() if each.place == body.place)
    there: dict[str, str] = {each.kind: each.id for each in of_place}
    own = "locality_party" if body.kind == "party" else "locality_government"
    return (there.get(own) or there.get("locality")) if body.place else None


def _be_of_the_catalogue(ledger: Ledger, held: Mapping[str, Sequence[str]]) -> None:
    for name, known in (("sectors", ledger.catalogue.sectors), ("points", ledger.catalogue.points)):
        codes = [each.code for each in known]
        for code in held[name]:
            if code not in codes:
                raise Refused("not-in-catalogue", given=code, known=", ".join(codes) or "–")


def _as_typed(ledger: Ledger, said: Mapping[str, str], known: Mapping[str, Body]) -> dict[str, Any]:
    """Return the fields that a row says: lists as lists, kinds and sectors by code or by name."""
    fields: dict[str, Any] = dict(said)
    words = {word: code for code, label in BODY_KINDS.items() for word in (code, _(label))}
    fields["kind"] = words.get(said.get("kind", "government"), said.get("kind"))
    catalogue = ledger.catalogue
    for name, entries in (("sectors", catalogue.sectors), ("points", catalogue.points)):
        called = {word: each.code for each in entries for word in (each.code, each.zh, each.en)}
        fields[name] = [called.get(each, each) for each in _several(said.get(name, ""))]
    fields["aliases"] = tuple(_several(said.get("aliases", "")))
    if "id" not in said:
        place = find(PLACE, ledger.places, said.get("place", "")).code
        numbers = (f"{place}-{n:02}" for n in count(1))
        fields["id"] = next(each for each in numbers if each not in known)
    return fields


def _several(text: str) -> list[str]:
    return [each.strip() for each in re.split(r"[,，、;；\n]", text) if each.strip()]


def _be_new(body: Body, others: Iterable[Body]) -> None:
    known = list(others)
    must_be_new(BODY, [each.id for each in known], body.id)
    for each in known:
        taken = set(map(folded, names(each)))
        for name in (name for name in names(body) if folded(name) in taken):
            raise Refused("name-taken", name=name, id=each.id)


def _add(desk: Desk, bodies: Sequence[Body], subject: str) -> None:
    def change(before: Bodies) -> Bodies:
        for body in bodies:
            _be_new(body, before.bodies)
        return Bodies(bodies=(*before.bodies, *bodies))

    revise(desk, layout.BODIES, Bodies, change, action="body-add", subject=subject)


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
    place = _place({**fields, "parent": above})

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


def rename_place(
    desk: Desk, given: str, *, code: str, name: str, since: date, local: bool = False
) -> list[Place]:
    """Let a place go on under another code and name from `since`; the old one ends the day before.

    Raises `Refused`: `exists-already`, `has-ended`, `no-such-entry`, `bad-value`.
    """
    old = living(PLACE, desk.ledger.places, given, since)
    new = _after(old, code=code, name=name, since=since, local=local)
    return _change_over(desk, [old], [new], since, "place-rename", became=new.code)


def merge_places(
    desk: Desk, given: Sequence[str], *, into: str, name: str | None, since: date, local: bool
) -> list[Place]:
    """Merge places into one from `since`: a new one called `name`, or one that is there already.

    What becomes part of a place that is there must be held by the same holder: custody changes
    hands by a handover only. Raises `Refused`: `held-apart`, and as `rename_place`.
    """
    places, custody = desk.ledger.places, desk.ledger.context.custody
    old = [living(PLACE, places, each, since) for each in dict.fromkeys(given)]
    known = places.get(into)
    if known is None:
        new = [_after(old[0], code=into, name=name or "", since=since, local=local)]
        return _change_over(desk, old, new, since, "place-merge", became=into)
    holders = {custody.holder(place.code, desk.now) for place in (*old, known)}
    if len(holders) > 1:
        raise Refused("held-apart", holders=", ".join(sorted(holders)))
    living(PLACE, places, into, since)
    old = [place for place in old if place.code != into]
    return _change_over(desk, old, [], since, "place-merge", became=into)


def split_place(
    desk: Desk, given: str, *, parts: Mapping[str, str], since: date, local: bool = False
) -> list[Place]:
    """Split a place into `parts` (code → name) from `since`; raises as `rename_place`.

    What was found there before stays under the old code until it is amended.
    """
    old = living(PLACE, desk.ledger.places, given, since)
    new = [
        _after(old, code=code, name=name, since=since, local=local, split_from=old.code)
        for code, name in parts.items()
    ]
    return _change_over(desk, [old], new, since, "place-split")


def _after(old: Place, **fields: Any) -> Place:
    kept = {"level": old.level, "parent": old.parent, "destination": old.destination}
    return _place({**kept, **fields})


def _place(fields: Mapping[str, Any]) -> Place:
    """Return a new place; its code names a folder of handovers, so every system must have it."""
    place = valid(Place, fields, PLACE)
    if not place.local and not _GB_CODE.fullmatch(place.code):
        raise Refused("bad-value", field="code", problem=_(_NO_GB_CODE))
    if not is_fit(place.code):
        raise Refused("bad-value", field="code", problem=_(_NO_FOLDER))
    return place


def _change_over(
    desk: Desk,
    old: Sequence[Place],
    new: Sequence[Place],
    since: date,
    action: str,
    became: str | None = None,
) -> list[Place]:
    """End places the day before `since`, add others, and return what was ended and added."""
    desk.hold(Office.STEWARD)
    for place in old:
        _be_settled(desk, place, since)
    last = since - timedelta(days=1)
    ended = {
        place.code: _ended(PLACE, place, last).model_copy(update={"became": became})
        for place in old
    }

    def change(before: Places) -> Places:
        taken = [each.code for each in before.places]
        for place in new:
            must_be_new(PLACE, taken, place.code)
            taken.append(place.code)
        kept = tuple(ended.get(each.code, each) for each in before.places)
        return Places(places=(*kept, *new))

    codes = (" + ".join(ended), " + ".join(place.code for place in new) or became or "")
    subject = " → ".join(codes)
    revise(desk, layout.PLACES, Places, change, action=action, subject=subject)
    return [*ended.values(), *new]


def _be_settled(desk: Desk, place: Place, since: date) -> None:
    """Refuse to change what was handed over since: custody is judged by the day of the change."""
    for code in within(desk.ledger.places, place.code, since):
        for handover in desk.ledger.context.custody.by_place.get(code, ()):
            on = max((event.day for event in handover.events), default=None)
            if on is not None and on >= since:
                raise Refused("handed-over-since", place=place.name, on=on, since=since)


def _ended(kind: EntryKind, entry: Entry, until: date) -> Entry:
    if entry.until is not None:
        raise Refused("nothing-to-end", what=f"{_(kind.label)} {entry.name}")
    if entry.since is not None and until < entry.since:
        raise Refused("ends-before-it-begins", what=entry.name, since=entry.since, until=until)
    return entry.model_copy(update={"until": until})
