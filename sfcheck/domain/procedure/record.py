"""Records that are made step by step and sealed: bulletins, referrals and what else has no fold.

Every event seals all that stands before it and itself, so that no part of a record can be changed
by hand without being seen.
"""

from datetime import date
from typing import Annotated, Any, Self, TypeVar

from pydantic import Field, StringConstraints

from sfcheck.domain.base.records import (
    Digest,
    Line,
    Moment,
    PersonId,
    Record,
    SerialText,
    digest,
    dump,
)


class SealedEvent(Record):
    """What every event carries; `seal` is the SHA-256 of the record up to here."""

    n: Annotated[int, Field(ge=1)]
    at: Moment
    do: str
    by: PersonId
    for_: Line = Field(alias="for")
    seal: Digest | None = None

    @property
    def day(self) -> date:
        """The day on the author's own clock."""
        return self.at.date()


S = TypeVar("S", bound=SealedEvent)


class Proceeding(Record):
    """A record of events, named by its year and a number; a kind of its own adds what it is about.

    A kind declares `events` and `aside` anew, as tuples of its own events. `aside` are steps that
    another clone took at the same time: they have no effect (docs/sync.md).
    """

    year: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]
    number: SerialText
    events: tuple[Any, ...] = ()
    aside: tuple[Any, ...] = ()

    @property
    def id(self) -> str:
        """What it is called inside the ledger, such as `2026-037-0003`."""
        return f"{self.year}-{self.number}"

    @property
    def state(self) -> str | None:
        """The last step on record."""
        return self.events[-1].do if self.events else None

    def with_(self, event: SealedEvent) -> Self:
        """Return this record with one more event."""
        return self.model_copy(update={"events": (*self.events, event)})

    def last(self, kind: type[S]) -> S | None:
        """The last event of a kind, None where there is none."""
        return next((event for event in reversed(self.events) if isinstance(event, kind)), None)


def sealed(record: Proceeding, event: SealedEvent) -> str:
    """Return the SHA-256 that seals a record with a further event: all before, and its own."""
    bare = record.model_copy(update={"aside": ()})
    whole = {**dump(bare), "step": dump(event.model_copy(update={"seal": None}))}
    return digest(whole)
