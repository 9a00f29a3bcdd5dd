"""Who there is: persons with their dated offices, homes, ranks and keys.

Only a steward changes the roster. Nothing is rewritten: what ceases to hold is ended, so that an
old step is judged by the roster of its own day.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from sfcheck.actions.desk import Desk
from sfcheck.actions.entries import (
    BODY,
    PERSON,
    create,
    find,
    find_person,
    living,
    must_be_new,
    revise,
    valid,
)
from sfcheck.actions.rotation.rounds import seats_of
from sfcheck.domain.base import dated as terms
from sfcheck.domain.base.records import Dated, in_force
from sfcheck.domain.base.vocabulary import Office, Rank, label
from sfcheck.domain.world.keys import public_key
from sfcheck.domain.world.policy import Charter, Officer
from sfcheck.domain.world.roster import FieldOfWork, Home, Key, OfficeHeld, Person, RankHeld
from sfcheck.errors import Refused
from sfcheck.language import _
from sfcheck.ledger.files import handed_in, layout
from sfcheck.ledger.store import Ledger

KEY_LIMIT = 1 << 14
"""Bytes of the largest public key file read."""
BY_SEAT = (Office.INSPECTOR, Office.LEADER)
"""Offices nobody is granted: a seat in a team gives them."""


def listed(
    ledger: Ledger,
    day: date,
    *,
    office: Office | None = None,
    body: str | None = None,
    former: bool = False,
) -> list[Person]:
    """Return who on `day` holds `office` and belongs to `body` (or anything, without these).

    With `former`, those of whom that was true before `day` and no longer is.
    """
    wanted = find(BODY, ledger.bodies, body).id if body else None
    found = []
    for person in ledger.people.values():
        groups = _held(ledger, person, office, wanted)
        now = all(in_force(group, day) for group in groups)
        once = all(any(term.since <= day for term in group) for group in groups)
        if (once and not now) if former else now:
            found.append(person)
    return found


def _held(
    ledger: Ledger, person: Person, office: Office | None, body: str | None
) -> list[Sequence[Dated]]:
    """Return, for each thing asked about, the terms in which it was true of `person`."""
    groups: list[Sequence[Dated]] = []
    if office in BY_SEAT:
        seats = seats_of(ledger.rounds.values(), person.id)
        groups.append([s.seat for s in seats if office is Office.INSPECTOR or s.role == "leader"])
    elif office is not None:
        groups.append([held for held in person.offices if held.office is office])
    if body is not None:
        homes = (home for home in person.home if home.body == body)
        groups.append([*homes, *(held for held in person.offices if held.body == body)])
    return groups or [[*person.home, *person.offices]]


def add_person(
    desk: Desk,
    *,
    name: str,
    body: str,
    since: date,
    rank: Rank | None = None,
    fields: Sequence[str] = (),
    offices: Sequence[str] = (),
    invented: bool = False,
    number: str | None = None,
) -> Person:
    """Add somebody to the roster; `offices` as `clerk` or `department_officer:BODY`.

    The number is the next of this clone's book, unless an office gives numbers out itself
    (`number`). Raises `Refused`: `exists-already`, `no-such-entry`, `bad-value`, those of an office
    and those of a lease.
    """
    desk.hold(Office.STEWARD)
    home = living(BODY, desk.ledger.bodies, body, since).id
    granted: tuple[OfficeHeld, ...] = ()
    for text in offices:
        word, _colon, of = text.partition(":")
        held = _office(desk, word, of or None, since)
        granted = terms.begin(granted, held, label(held.office), partial(_same_office, held))
    with desk.writing():
        taken = [Path(path).stem for path in desk.ledger.paths(layout.PEOPLE)]
        person = valid(
            Person,
            {
                "id": number if number is not None else desk.next_serial(taken),
                "name": name,
                "invented": invented,
                "home": (Home(body=home, since=since),),
                "rank": (RankHeld(value=rank, since=since),) if rank else (),
                "fields": [
                    valid(FieldOfWork, {"value": f, "since": since}, PERSON) for f in fields
                ],
                "offices": granted,
            },
            PERSON,
        )
        must_be_new(PERSON, taken, person.id)
        create(
            desk,
            layout.person_path(person.id),
            person,
            action="person-add",
            subject=f"{person.id} {person.name}",
        )
    return person


def grant(desk: Desk, given: str, office: Office, body: str | None, since: date) -> Person:
    """Let a person hold an office from `since`; `body` for officers of a department.

    Raises `Refused`: `overlaps`, `office-by-seat`, `office-needs-body`, `office-without-body`.
    """

    def change(person: Person) -> Person:
        held = _office(desk, office, body, since)
        offices = terms.begin(
            person.offices, held, _of(person, label(office)), partial(_same_office, held)
        )
        return person.model_copy(update={"offices": offices})

    return _change(desk, given, change, "person-grant", office.value)


def end(desk: Desk, given: str, office: Office | None, body: str | None, until: date) -> Person:
    """End an office with the day `until`; without an office, all that a person who leaves has.

    Raises `Refused`: `nothing-to-end`, `ends-before-it-begins`, `last-steward`.
    """
    of = find(BODY, desk.ledger.bodies, body).id if body else None

    def ending(held: OfficeHeld) -> bool:
        return held.office is office and of in (None, held.body)

    def end_office(person: Person) -> Person:
        what = _of(person, label(office or ""))
        return person.model_copy(update={"offices": terms.end(person.offices, until, what, ending)})

    def leave(person: Person) -> Person:
        what = _of(person, _("place on the roster"))
        kept = ("home", "rank", "fields", "offices", "keys")
        left = person.model_copy(
            update={field: terms.ended(getattr(person, field), until, what) for field in kept}
        )
        if left == person:
            raise Refused("nothing-to-end", what=what)
        return left

    def change(person: Person) -> Person:
        changed = leave(person) if office is None else end_office(person)
        others = (each for each in desk.ledger.people.values() if each.id != person.id)
        if _stays_steward(person) and not any(map(_stays_steward, (changed, *others))):
            raise Refused("last-steward", person=person.id, name=person.name)
        return changed

    return _change(desk, given, change, "person-end", office.value if office else "")


def move(desk: Desk, given: str, body: str, since: date) -> Person:
    """Give a person another home body; the former one ends the day before.

    Raises `Refused`: `already-so`, `begins-too-early`, `overlaps`.
    """
    home = Home(body=living(BODY, desk.ledger.bodies, body, since).id, since=since)

    def change(person: Person) -> Person:
        homes = terms.succeed(person.home, home, _of(person, _("home body")))
        return person.model_copy(update={"home": homes})

    return _change(desk, given, change, "person-move", home.body)


def give_rank(desk: Desk, given: str, rank: Rank, since: date) -> Person:
    """Give a person another rank; the former one ends the day before (refusals as `move`)."""

    def change(person: Person) -> Person:
        held = RankHeld(value=rank, since=since)
        ranks = terms.succeed(person.rank, held, _of(person, _("rank")))
        return person.model_copy(update={"rank": ranks})

    return _change(desk, given, change, "person-rank", rank.value)


def key(
    desk: Desk, given: str, file: Path, since: date | None = None, until: date | None = None
) -> tuple[Person, Key]:
    """Give a person the public key in `file` from `since` (today), or end it: `until` alone.

    Raises `Refused`: `private-key`, `not-a-public-key`, `key-of-another`, `overlaps`.
    """
    text = handed_in.read(file, KEY_LIMIT).decode("utf-8", errors="replace")
    new = Key(key=public_key(text, str(file)), since=since or desk.now.date(), until=until)
    owner = find_person(desk.ledger, given)
    for other in desk.ledger.people.values():
        if other.id != owner.id and any(_same_key(held, new) for held in other.keys):
            raise Refused("key-of-another", path=file, person=other.id, name=other.name)

    def change(person: Person) -> Person:
        what, same = _of(person, _("key")), partial(_same_key, new)
        if until is not None and since is None and any(map(same, person.keys)):
            return person.model_copy(update={"keys": terms.end(person.keys, until, what, same)})
        return person.model_copy(update={"keys": terms.begin(person.keys, new, what, same)})

    changed = _change(desk, given, change, "person-key", new.key.partition(" ")[0])
    return changed, [held for held in changed.keys if _same_key(held, new)][-1]


def name_officer(desk: Desk, given: str, since: date) -> Officer:
    """Name the overall office's officer, who is head where that office holds a place.

    The one before ends the day before. Raises `Refused`: `not-an-overall-officer`, `already-so`,
    `begins-too-early`, `overlaps`.
    """
    desk.hold(Office.STEWARD)
    person = find_person(desk.ledger, given)
    if not person.holds(Office.OVERALL_OFFICER, since):
        raise Refused("not-an-overall-officer", person=person.id, name=person.name, day=since)
    officer = Officer(person=person.id, since=since)

    def change(charter: Charter) -> Charter:
        officers = terms.succeed(charter.officers, officer, _of(person, _("named officer")))
        return charter.model_copy(update={"officers": officers})

    revise(
        desk,
        layout.CHARTER,
        Charter,
        change,
        action="person-officer",
        subject=f"{person.id} {person.name}",
    )
    return officer


def _change(
    desk: Desk, given: str, change: Callable[[Person], Person], action: str, what: str
) -> Person:
    """Change one person's file, for a steward."""
    desk.hold(Office.STEWARD)
    person = find_person(desk.ledger, given)
    subject = " ".join(filter(None, (person.id, person.name, what)))
    path = layout.person_path(person.id)
    return revise(desk, path, Person, change, action=action, subject=subject)


def _office(desk: Desk, word: str, body: str | None, since: date) -> OfficeHeld:
    """Return the office called `word`; only officers of a department have a body."""
    held = valid(OfficeHeld, {"office": word, "since": since}, PERSON)
    if held.office in BY_SEAT:
        raise Refused("office-by-seat", office=label(held.office))
    if held.office is not Office.DEPARTMENT_OFFICER:
        if body is not None:
            raise Refused("office-without-body", office=label(held.office))
        return held
    if body is None:
        raise Refused("office-needs-body", office=label(held.office))
    known = living(BODY, desk.ledger.bodies, body, since)
    return held.model_copy(update={"body": known.id})


def _stays_steward(person: Person) -> bool:
    return any(held.office is Office.STEWARD and held.until is None for held in person.offices)


def _same_office(one: OfficeHeld, other: OfficeHeld) -> bool:
    return (one.office, one.body) == (other.office, other.body)


def _same_key(one: Key, other: Key) -> bool:
    return one.key == other.key


def _of(person: Person, what: str) -> str:
    return f"{person.id} {person.name}, {what}"
