"""Who there is: persons, bodies, places, number books. Offices and homes are dated."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from sfcheck.domain.base import serials
from sfcheck.domain.base.records import BookId, Code, Dated, Line, PersonId, Record, in_force
from sfcheck.domain.base.vocabulary import Duty, Office, Rank


class Place(Record):
    """A place by its GB/T 2260 code; `local` codes are ours (Ningdong has none).

    One that was renamed or merged ends, and `became` another; a part names the place it was
    `split_from`.
    """

    code: Code
    name: Line
    en: Line | None = None
    level: Literal["region", "city", "county", "zone"]
    parent: Code | None = None
    destination: bool = False
    local: bool = False
    since: date | None = None
    until: date | None = None
    became: Code | None = None
    split_from: Code | None = None


class Places(Record):
    """The file `places.yaml`."""

    places: tuple[Place, ...] = ()


class Competence(Dated):
    """What a body is competent for: sectors (行业) and points of the catalogue."""

    sectors: tuple[Code, ...] = ()
    points: tuple[Code, ...] = ()


class Body(Record):
    """A public body: department, office, party committee, locality.

    Party committee and government of a locality are two (党政同责), each with its own superior;
    `locality` is one that is both, such as the committee of a zone.
    """

    id: Code
    name: Line
    short: Line | None = None
    en: Line | None = None
    aliases: tuple[Line, ...] = ()
    kind: Literal[
        "party",
        "government",
        "office",
        "agency",
        "locality",
        "locality_party",
        "locality_government",
        "enterprise_group",
    ]
    superior: Code | None = None
    place: Code | None = None
    parts: tuple[Duty, ...] = ()
    competent: tuple[Competence, ...] = ()
    since: date | None = None
    until: date | None = None

    @property
    def of_locality(self) -> bool:
        """Whether it is a locality itself: its party committee, its government, or both in one."""
        return self.kind.startswith("locality")


class Bodies(Record):
    """The file `bodies.yaml`."""

    bodies: tuple[Body, ...] = ()


class Home(Dated):
    """The body a person comes from."""

    body: Code


class RankHeld(Dated):
    """A rank a person held."""

    value: Rank


class FieldOfWork(Dated):
    """A professional field, as the expert pool names it."""

    value: Line


class OfficeHeld(Dated):
    """An office a person holds; `body` for officers of a department."""

    office: Office
    body: Code | None = None


class Key(Dated):
    """A public key, in OpenSSH form."""

    key: Line


class Person(Record):
    """The file `people/<id>.yaml`."""

    id: PersonId
    name: Line
    invented: bool = False
    home: tuple[Home, ...] = ()
    rank: tuple[RankHeld, ...] = ()
    fields: tuple[FieldOfWork, ...] = ()
    offices: tuple[OfficeHeld, ...] = ()
    keys: tuple[Key, ...] = ()

    def holds(self, office: Office, day: date, body: str | None = None) -> bool:
        """Whether the person holds `office` on `day` (of `body`, where one is named)."""
        return any(
            held.office is office and (body is None or held.body == body)
            for held in in_force(self.offices, day)
        )

    def home_on(self, day: date) -> str | None:
        """The body the person belongs to on `day`."""
        homes = in_force(self.home, day)
        return homes[0].body if homes else None


def numbered(people: Mapping[str, Person], given: str) -> Person | None:
    """Return the person of a number as people type it, or None; raises `Refused` as `meant`."""
    return serials.meant(given, people, lambda person: f"{person.id} {person.name}")


class Book(Record):
    """The file `books/<number>.yaml`: a number book, leased to one clone."""

    number: BookId
    holder: PersonId
    device: Line
    since: date
    clone: Code
    key: Line | None = None
