"""Who holds which place: handovers on record, and the holder and seat told from them.

Custody follows the place (DESIGN §3): the holder is the receiver of the last handover received,
before any the overall office.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, Literal, NamedTuple

from pydantic import AwareDatetime, Field

from sfcheck.domain.base import Code, Digest, Line, NumberText, PersonId, Record, Text
from sfcheck.domain.roster import Place
from sfcheck.domain.rotation import within
from sfcheck.domain.vocabulary import Status


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
    at: AwareDatetime
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


class Custody(NamedTuple):
    """Who holds which place, told from the handovers: `by_place[place]` in order of number."""

    places: Mapping[str, Place]
    by_place: Mapping[str, tuple[Handover, ...]]
    overall: str

    @classmethod
    def of(
        cls, places: Mapping[str, Place], handovers: Iterable[Handover], overall: str
    ) -> "Custody":
        """Sort `handovers` by place and number."""
        by_place: dict[str, list[Handover]] = {}
        for handover in sorted(handovers, key=lambda h: (h.place, int(h.number))):
            by_place.setdefault(handover.place, []).append(handover)
        return cls(places, {place: tuple(held) for place, held in by_place.items()}, overall)

    def seat(self, place: str, at: datetime) -> Handover | None:
        """The handover by which `place` is held at a moment: the last one received by then.

        A county is held by who holds its city unless it was handed over on its own. None while
        the overall office holds what nobody was ever handed.
        """
        for code in within(self.places, place):
            for handover in reversed(self.by_place.get(code, ())):
                if handover.done_by(at) == "receive":
                    return handover
        return None

    def holder(self, place: str, at: datetime) -> str:
        """The holder of `place` at a moment: a team, or the overall office."""
        held = self.seat(place, at)
        return held.to if held else self.overall

    def belongs(self, place: str, to: str, at: datetime) -> bool:
        """Whether what lies in `place` goes along when the place `to` is handed over.

        It does unless a nearer place was handed over on its own.
        """
        chain = within(self.places, place)
        if to not in chain:
            return False
        held = self.seat(place, at)
        return held is None or held.place in chain[chain.index(to) :]

    def offer(self, place: str, at: datetime) -> Handover | None:
        """The offer of this very place that waits to be received at a moment."""
        waiting = (h for h in self.by_place.get(place, ()) if h.done_by(at) == "offer")
        return next(waiting, None)

    def offered_by(self, team: str, place: str, at: datetime) -> bool:
        """Whether `team` had offered `place`, or what it lies in, and not taken it back."""
        return any(
            handover.from_ == team and handover.done_by(at) in ("offer", "receive")
            for code in within(self.places, place)
            for handover in self.by_place.get(code, ())
        )

    def next_number(self, place: str) -> str:
        """The number of the next handover of `place`."""
        used = [int(handover.number) for handover in self.by_place.get(place, ())]
        return f"{1 + max(used, default=0):04}"
