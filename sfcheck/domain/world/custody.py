"""Who holds which place: handovers on record, and the holder and seat told from them.

Custody follows the place (DESIGN §3): the holder is the receiver of the last handover received,
before any the overall office.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from sfcheck.domain.base import serials
from sfcheck.domain.base.records import (
    Code,
    Digest,
    Line,
    Moment,
    NumberText,
    PersonId,
    Record,
    SerialText,
    Text,
)
from sfcheck.domain.base.serials import Serial
from sfcheck.domain.base.vocabulary import Status
from sfcheck.domain.world.places import predecessors, successor, within
from sfcheck.domain.world.roster import Place

_NEVER = datetime.max.replace(tzinfo=UTC)


class ListedIssue(Record):
    """One open issue on a handover's list, as it stood when the list was made."""

    number: NumberText
    status: Status
    next: Line | None = None
    due: date | None = None
    digest: Digest


class HandoverEvent(Record):
    """One step of a handover.

    `digest` seals the list as it stood at an offer or a receipt; `changed` are those issues of the
    list that had changed when it was received; `reason` says why the office acts for a leader, or
    why an offer is withdrawn.
    """

    n: Annotated[int, Field(ge=1)]
    at: Moment
    do: Literal["offer", "withdraw", "receive"]
    by: PersonId
    for_: Line = Field(alias="for")
    reason: Text | None = None
    digest: Digest | None = None
    changed: tuple[ListedIssue, ...] = ()

    @property
    def day(self) -> date:
        """The day on the author's own clock."""
        return self.at.date()


class Handover(Record):
    """The file `handovers/<place>/<number>.yaml` (plan 四(三): 移交下一个督查组).

    Two clones that offer a place at once give their offers one sequence, each in its own book.

    `look_backs` are the numbers that wait for a look-back, `disputes` those in dispute or with
    something pending; `aside` are steps that another clone took at the same time as one that
    stands: they have no effect (docs/sync.md).
    """

    place: Code
    number: SerialText
    from_: Line = Field(alias="from")
    to: Line
    counts: Mapping[Status, int] = Field(default_factory=dict)
    look_backs: tuple[NumberText, ...] = ()
    disputes: tuple[NumberText, ...] = ()
    issues: tuple[ListedIssue, ...] = ()
    events: tuple[HandoverEvent, ...] = ()
    aside: tuple[HandoverEvent, ...] = ()

    def done_by(self, at: datetime) -> str | None:
        """The last step taken by a moment: `offer`, `withdraw`, `receive`, or None."""
        taken = [event.do for event in self.events if event.at <= at]
        return taken[-1] if taken else None

    @property
    def state(self) -> str | None:
        """The last step on record."""
        return self.events[-1].do if self.events else None

    @property
    def serial(self) -> Serial:
        """The number taken apart."""
        return serials.parse(self.number) or Serial(0)

    def at(self, do: str) -> datetime | None:
        """When a step was taken."""
        return next((event.at for event in self.events if event.do == do), None)


class Hold(NamedTuple):
    """How a place is held: by whom, and at which place its custody is settled.

    `place` None: nobody was ever handed what it lies in. `by` is the handover received last, where
    there is one.
    """

    holder: str
    place: str | None = None
    by: Handover | None = None


class Custody(NamedTuple):
    """Who holds which place, told from the handovers: `by_place[place]` in their order.

    `made_of[place]` are the places it was renamed, merged or split from.
    """

    places: Mapping[str, Place]
    by_place: Mapping[str, tuple[Handover, ...]]
    overall: str
    made_of: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(
        cls, places: Mapping[str, Place], handovers: Iterable[Handover], overall: str
    ) -> "Custody":
        """Sort `handovers` by place and sequence, then by when they were offered."""
        by_place: dict[str, list[Handover]] = {}
        for handover in sorted(handovers, key=_in_order):
            by_place.setdefault(handover.place, []).append(handover)
        sorted_ = {place: tuple(held) for place, held in by_place.items()}
        return cls(places, sorted_, overall, predecessors(places))

    def before(self, handover: Handover) -> "Custody":
        """Return custody as whoever made `handover` saw it: without it and what came later.

        Nor with what another clone made at the same time.
        """
        held = self.by_place.get(handover.place, ())
        known = next((each for each in held if each.number == handover.number), handover)
        place = _in_order(known)
        earlier = tuple(h for h in held if _in_order(h) < place and not _at_once(h, known))
        return self._replace(by_place={**self.by_place, handover.place: earlier})

    def overtaken(self, handover: Handover, at: datetime) -> bool:
        """Whether a handover is without effect: another, made at the same time, was received first.

        As known at a moment; of what has been withdrawn it is not asked.
        """
        standing = self._standing(handover.place, at)
        if any(each.number == handover.number for each in standing):
            return False
        return any(_supersedes(each, handover) for each in standing)

    def hold(self, place: str, at: datetime) -> Hold:
        """Return how `place` is held at a moment.

        A county is held by who holds its city unless it was handed over on its own. What ended
        and became another place is held as that one is. A place that others became, and that
        nobody was handed yet, is held by who held all of them on their last day; by the overall
        office where that was not the same holder.
        """
        place = successor(self.places, place, at.date())
        chain = within(self.places, place, at.date())
        if place in self.made_of and self._received(place, at) is None:
            inherited = [self._last_hold(before, at) for before in self.made_of[place]]
            if not all(hold.place is None or hold.place in chain for hold in inherited):
                holders = {hold.holder for hold in inherited}
                return Hold(holders.pop() if len(holders) == 1 else self.overall, place)
        return self._along(chain, at)

    def _last_hold(self, place: str, at: datetime) -> Hold:
        """Return how a place that ended was held when it did."""
        entry = self.places[place]
        until = entry.until or at.date()
        last = min(at, datetime.combine(until, time.max, tzinfo=at.tzinfo))
        if place in self.made_of:
            return self.hold(place, last)
        return self._along(within(self.places, place, until), last)

    def _along(self, chain: Iterable[str], at: datetime) -> Hold:
        for code in chain:
            received = self._received(code, at)
            if received is not None:
                return Hold(received.to, code, received)
        return Hold(self.overall)

    def _received(self, code: str, at: datetime) -> Handover | None:
        standing = self._standing(code, at)
        return standing[-1] if standing else None

    def _standing(self, code: str, at: datetime) -> list[Handover]:
        """Return the receipts of a place that count by a moment, as they were made.

        Of handovers made at the same time the one received first counts.
        """
        received = [h for h in self.by_place.get(code, ()) if h.done_by(at) == "receive"]
        if len(received) < 2:
            return received
        standing: list[Handover] = []
        for handover in sorted(received, key=lambda h: h.at("receive") or at):
            if not standing or not _supersedes(standing[-1], handover):
                standing.append(handover)
        return standing

    def holder(self, place: str, at: datetime) -> str:
        """The holder of `place` at a moment: a team, or the overall office."""
        return self.hold(place, at).holder

    def belongs(self, place: str, to: str, at: datetime) -> bool:
        """Whether what lies in `place` goes along when the place `to` is handed over.

        It does unless a nearer place was handed over on its own.
        """
        chain = within(self.places, place, at.date())
        if to not in chain:
            return False
        settled = self.hold(place, at).place
        return settled is None or settled in chain[chain.index(to) :]

    def offer(self, place: str, at: datetime) -> Handover | None:
        """The offer of this very place that waits to be received; of several, the first."""
        return next(iter(self.offers(place, at)), None)

    def offers(self, place: str, at: datetime) -> list[Handover]:
        """Return the offers of this very place that wait to be received at a moment."""
        waiting = [h for h in self.by_place.get(place, ()) if h.done_by(at) == "offer"]
        return [each for each in waiting if not self.overtaken(each, at)]

    def offers_touching(self, place: str, at: datetime) -> list[Handover]:
        """Return the open offers whose lists name what a list of `place` would name too."""
        found = []
        for code in self.by_place:
            offers = self.offers(code, at)
            if offers and (self.belongs(place, code, at) or self.belongs(code, place, at)):
                found += offers
        return found

    def offered_by(self, team: str, place: str, at: datetime) -> bool:
        """Whether `team` had offered `place`, or what it lies in, by a moment.

        Not where the offer was taken back, nor where the team was handed the place again.
        """
        for code in within(self.places, place, at.date()):
            for handover in reversed(self.by_place.get(code, ())):
                done = handover.done_by(at)
                if self.overtaken(handover, at):
                    continue
                if done == "receive" and handover.to == team:
                    return False
                if done in ("offer", "receive") and handover.from_ == team:
                    return True
        return False

    def receipts(self, place: str, at: datetime) -> Iterator[datetime]:
        """Yield the moments just before `place`, or what it lies in, was received, up to `at`."""
        for code in within(self.places, place):
            for handover in self.by_place.get(code, ()):
                for event in handover.events:
                    if event.do == "receive" and event.at <= at:
                        yield event.at - timedelta(microseconds=1)


def _in_order(handover: Handover) -> tuple[str, int, datetime, int]:
    """Return the key by which handovers are in order: place, sequence, offer, book."""
    serial, offered = handover.serial, handover.at("offer")
    return handover.place, serial.sequence, offered or _NEVER, serial.book or 0


def _at_once(one: Handover, other: Handover) -> bool:
    """Whether two clones made two handovers of a place without knowing of each other."""
    if one.serial.book == other.serial.book or not (one.events and other.events):
        return False
    if one.serial.sequence == other.serial.sequence:
        return True
    return one.events[0].at < _ended(other) and other.events[0].at < _ended(one)


def _ended(handover: Handover) -> datetime:
    """Return when an offer was withdrawn or received; of an open one, never."""
    return handover.events[1].at if len(handover.events) > 1 else _NEVER


def _supersedes(standing: Handover, other: Handover) -> bool:
    """Whether who made `other` did not know of the receipt of `standing`, which so takes its place.

    What is made after a receipt has a higher sequence, and a later day.
    """
    if standing.serial.sequence >= other.serial.sequence:
        return True
    received, offered = standing.at("receive"), other.at("offer")
    return bool(received and offered and received > offered)
