"""Who holds which place: handovers on record, and the holder and seat told from them.

Custody follows the place (DESIGN §3): the holder is the receiver of the last handover received,
before any the overall office.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from sfcheck.domain.base.records import (
    Code,
    Digest,
    Line,
    Moment,
    NumberText,
    PersonId,
    Record,
    Text,
)
from sfcheck.domain.base.vocabulary import Status
from sfcheck.domain.world.places import predecessors, successor, within
from sfcheck.domain.world.roster import Place


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

    `look_backs` are the numbers that wait for a look-back, `disputes` those in dispute or with
    something pending.
    """

    place: Code
    number: Annotated[str, Field(pattern=r"^[0-9]{4,}$")]
    from_: Line = Field(alias="from")
    to: Line
    counts: Mapping[Status, int] = Field(default_factory=dict)
    look_backs: tuple[NumberText, ...] = ()
    disputes: tuple[NumberText, ...] = ()
    issues: tuple[ListedIssue, ...] = ()
    events: tuple[HandoverEvent, ...] = ()

    def done_by(self, at: datetime) -> str | None:
        """The last step taken by a moment: `offer`, `withdraw`, `receive`, or None."""
        taken = [event.do for event in self.events if event.at <= at]
        return taken[-1] if taken else None

    @property
    def state(self) -> str | None:
        """The last step on record."""
        return self.events[-1].do if self.events else None


class Hold(NamedTuple):
    """How a place is held: by whom, and at which place its custody is settled.

    `place` None: nobody was ever handed what it lies in. `by` is the handover received last, where
    there is one.
    """

    holder: str
    place: str | None = None
    by: Handover | None = None


class Custody(NamedTuple):
    """Who holds which place, told from the handovers: `by_place[place]` in order of number.

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
        """Sort `handovers` by place and number."""
        by_place: dict[str, list[Handover]] = {}
        for handover in sorted(handovers, key=lambda h: (h.place, int(h.number))):
            by_place.setdefault(handover.place, []).append(handover)
        sorted_ = {place: tuple(held) for place, held in by_place.items()}
        return cls(places, sorted_, overall, predecessors(places))

    def before(self, handover: Handover) -> "Custody":
        """Return custody as it stands without `handover` and the later ones of its place."""
        held = self.by_place.get(handover.place, ())
        earlier = tuple(h for h in held if int(h.number) < int(handover.number))
        return self._replace(by_place={**self.by_place, handover.place: earlier})

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
        held = reversed(self.by_place.get(code, ()))
        return next((handover for handover in held if handover.done_by(at) == "receive"), None)

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
        """The offer of this very place that waits to be received at a moment."""
        waiting = (h for h in self.by_place.get(place, ()) if h.done_by(at) == "offer")
        return next(waiting, None)

    def offers_touching(self, place: str, at: datetime) -> list[Handover]:
        """Return the open offers whose lists name what a list of `place` would name too."""
        found = []
        for code in self.by_place:
            offered = self.offer(code, at)
            if offered and (self.belongs(place, code, at) or self.belongs(code, place, at)):
                found.append(offered)
        return found

    def offered_by(self, team: str, place: str, at: datetime) -> bool:
        """Whether `team` had offered `place`, or what it lies in, by a moment.

        Not where the offer was taken back, nor where the team was handed the place again.
        """
        for code in within(self.places, place, at.date()):
            for handover in reversed(self.by_place.get(code, ())):
                done = handover.done_by(at)
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

    def next_number(self, place: str) -> str:
        """The number of the next handover of `place`."""
        used = [int(handover.number) for handover in self.by_place.get(place, ())]
        return f"{1 + max(used, default=0):04}"
