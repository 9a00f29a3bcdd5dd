"""What was in force around a step: roster, rotation, charter, policy, other issues."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from sfcheck.domain.base import serials
from sfcheck.domain.base.records import Dated, in_force
from sfcheck.domain.base.remembering import remembered
from sfcheck.domain.base.vocabulary import Office, Status
from sfcheck.domain.base.zones import is_in, told_in, zone
from sfcheck.domain.world import names
from sfcheck.domain.world.calendar import Calendar
from sfcheck.domain.world.custody import Custody, Handover
from sfcheck.domain.world.places import within
from sfcheck.domain.world.policy import Catalogue, Charter, Policy
from sfcheck.domain.world.roster import Body, Person, Place
from sfcheck.domain.world.rounds import Round, Team, covers
from sfcheck.errors import Refused


def _unknown(number: str) -> Status | None:
    return None


def _nobody(number: str) -> Collection[str]:
    return ()


@dataclass(frozen=True)
class Context:
    """Everything `apply` may look at besides the issue and the event.

    `status_of` tells another issue's status (None: there is none); `duplicates_of` the issues
    voided as duplicates of a number.
    """

    charter: Charter
    policy: Policy = field(default_factory=Policy)
    catalogue: Catalogue = field(default_factory=Catalogue)
    places: Mapping[str, Place] = field(default_factory=dict)
    bodies: Mapping[str, Body] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    rounds: Mapping[str, Round] = field(default_factory=dict)
    handovers: Collection[Handover] = ()
    calendar: Calendar = field(default_factory=Calendar)
    status_of: Callable[[str], Status | None] = _unknown
    duplicates_of: Callable[[str], Collection[str]] = _nobody

    @cached_property
    def custody(self) -> Custody:
        """Who holds which place."""
        return Custody.of(self.places, self.handovers, self.overall)

    def be_here(self, at: datetime) -> None:
        """Refuse (`other-zone`) a moment that is not told in the ledger's zone."""
        here = zone(self.charter.zone)
        if not is_in(at, here):
            facts = {"at": at.isoformat(), "zone": self.charter.zone}
            raise Refused("other-zone", here=told_in(at, here).isoformat(), **facts)

    @property
    def overall(self) -> str:
        """The body that answers for the whole (管总)."""
        return self.charter.offices.overall

    @remembered
    def holds(self, person: str, office: Office, day: date, body: str | None = None) -> bool:
        """Whether a person of the roster holds `office` on `day`."""
        known = self.people.get(person)
        return known is not None and known.holds(office, day, body)

    def round_of(self, team: str) -> Round | None:
        """The round of a team reference such as `2026-1/T2`."""
        return self.rounds.get(team.partition("/")[0])

    def team(self, reference: str) -> Team | None:
        """The team of a reference such as `2026-1/T2`."""
        rotation = self.round_of(reference)
        return rotation.team(reference.partition("/")[2]) if rotation else None

    @remembered
    def seated(self, person: str, team: str, day: date) -> bool:
        """Whether `person` sits in the team of that reference on `day`."""
        known = self.team(team)
        return known is not None and known.seated(person, day)

    @remembered
    def inspects(self, person: str, team: str, place: str, day: date) -> bool:
        """Whether `person` sits on `day` in a team whose round goes on and that covers `place`."""
        known, rotation = self.team(team), self.round_of(team)
        return (
            known is not None
            and rotation is not None
            and known.seated(person, day)
            and rotation.start <= day
            and (rotation.closed is None or day <= rotation.closed)
            and covers(self.places, known, place, day)
        )

    @remembered
    def localities(self, place: str, day: date) -> Collection[str]:
        """A place with the cities or counties it lies in on `day`; the region only by itself."""
        chain = [each for each in within(self.places, place, day) if each in self.places]
        return [each for each in chain if self.places[each].level != "region"] or [place]

    @remembered
    def governing(self, place: str) -> Sequence[Body]:
        """The party committee and the government of a place, or the one body that is both."""
        bodies = self.bodies.values()
        return [body for body in bodies if body.of_locality and body.place == place]

    @remembered
    def leader(self, team: str, day: date) -> str | None:
        """The leader of the team of that reference on `day`."""
        known = self.team(team)
        return known.leader_on(day) if known else None

    @remembered
    def present_leader(self, team: str, day: date) -> str | None:
        """The leader whose seat in the team of that reference is in force on `day`."""
        known = self.team(team)
        return known.present_leader(day) if known else None

    def answers(self, place: str, at: datetime) -> tuple[str, str | None]:
        """Return for whom a place is answered for, and by whom: its head.

        The leader of the holding team; the overall office's named officer where the office holds,
        and for a team that nobody leads.
        """
        holder = self.custody.holder(place, at)
        leader = self.present_leader(holder, at.date()) if holder != self.overall else None
        return (holder, leader) if leader else (self.overall, self.named_officer(at.date()))

    def head(self, place: str, at: datetime) -> str | None:
        """The head of a place; None where the overall office names nobody either."""
        return self.answers(place, at)[1]

    def turns(self, person: str, place: str, at: datetime) -> list[datetime]:
        """Return moments just before custody of a place, or what a person may do, changed.

        The latest first, all before `at`; each at the hour of `at`, or just before a receipt.
        """
        found = set(self.custody.receipts(place, at))
        for day in self._boundaries(person):
            if day < at.date():
                found.add(datetime.combine(day, at.timetz()))
        return sorted(found, reverse=True)

    @remembered
    def _boundaries(self, person: str) -> Collection[date]:
        """The last days of what a person held, and of the days before something began."""
        known = self.people.get(person)
        terms: list[Dated] = [*known.home, *known.offices] if known else []
        terms += self.charter.officers
        ends = {each.closed for each in self.rounds.values() if each.closed}
        for rotation in self.rounds.values():
            for team in rotation.teams:
                terms += (s.seat for s in team.sittings() if s.seat.person == person)
                terms += team.places
        begun = {term.since - timedelta(days=1) for term in terms if term.since > date.min}
        return ends | begun | {term.until for term in terms if term.until}

    @remembered
    def named_officer(self, day: date) -> str | None:
        """The overall office's named officer on `day`."""
        officers = in_force(self.charter.officers, day)
        return officers[0].person if officers else None

    def name(self, who: str) -> str:
        """What a person, body or place is called; unknown ids and plain names stay as they are."""
        if who in self.people:
            return self.people[who].name
        if who in self.bodies:
            return self.bodies[who].short or self.bodies[who].name
        if who in self.places:
            return self.places[who].name
        return who

    def introduce(self, who: str) -> str:
        """A person's number, name and last body, by which those of one name are told apart."""
        person = self.people[who]
        return f"{who} {person.name} ({', '.join(self.name(h.body) for h in person.home[-1:])})"

    def person_called(self, name: str) -> str | None:
        """The number of whom the roster calls exactly so; raises `Refused` (`several-such`)."""
        called = [person.id for person in self.people.values() if person.name == name]
        return serials.only(name, called, self.introduce)

    @cached_property
    def _people_by_spelling(self) -> Mapping[str, Collection[str]]:
        return names.by_spelling(self.people)

    @cached_property
    def _bodies_by_name(self) -> Mapping[str, str]:
        return names.by_name(self.bodies, self.places)

    @remembered
    def hands(self, who: str) -> frozenset[str]:
        """All that a person, or a signatory by name, is known as: ids and spellings of the name.

        Two whose sets meet may be one hand.
        """
        if who in self.people:
            return names.spellings(self.people[who].name) | {who}
        known = names.spellings(who).union(serials.fitting(who, self.people))
        known |= {names.without(self._bodies_by_name, each) for each in known}
        return known.union(*(self._people_by_spelling.get(each, ()) for each in known))

    @remembered
    def body_called(self, name: str) -> str:
        """The id of the body of that id, name, short or English name or alias; else the name.

        What is no body of the registry comes back as it is compared.
        """
        return self._bodies_by_name.get(names.plain(name), names.plain(name))

    def inspected(self, *named: str | None) -> Body | None:
        """The first of those named that is a body of the registry."""
        called = (self.body_called(each) for each in named if each)
        return next((self.bodies[each] for each in called if each in self.bodies), None)

    def around(self, place: str, day: date) -> list[str]:
        """A place and what it lies in on `day`, from near to far."""
        return within(self.places, place, day)

    def same_body(self, one: str | None, other: str | None) -> bool:
        """Whether two ids or names are one body."""
        return bool(one and other) and self.body_called(one or "") == self.body_called(other or "")
