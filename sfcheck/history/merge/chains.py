"""Records of steps that two clones went on with: one chain stands, the other's steps lie aside.

What stands is a function of all the steps that were ever taken, so that it does not matter which
sides met first.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from sfcheck.domain import handovers
from sfcheck.domain.base.records import digest, dump
from sfcheck.domain.procedure.record import Proceeding, sealed
from sfcheck.domain.world.custody import Handover

R = TypeVar("R", Proceeding, Handover)
Chain = tuple[Any, ...]

_FIRST = ("receive",)
"""Of two steps taken at once, those that stand before others: who has a place has its list."""


def steps_of(record: Proceeding | Handover) -> dict[str, Any]:
    """Return every step on record by its SHA-256, those that lie aside too."""
    return {digest(dump(event)): event for event in (*record.events, *record.aside)}


def merged(records: Sequence[R]) -> R | None:
    """Return the one record of all steps of some; None where they are not of one thing."""
    bare = {digest(dump(_with(record, (), ()))) for record in records}
    if len(bare) != 1:
        return None
    known = {name: event for record in records for name, event in steps_of(record).items()}
    events = sorted(known.values(), key=_order)
    record = records[0]
    chosen = _longest(record, events)
    aside = [event for event in events if not any(event is each for each in chosen)]
    return _with(record, chosen, tuple(aside))


def _longest(record: Proceeding | Handover, events: Sequence[Any]) -> Chain:
    """Return the longest chain that steps make; of two, the one begun earlier."""
    grown: list[Chain] = [()]
    for event in events:
        before = [each for each in grown if len(each) == event.n - 1]
        grown += [(*each, event) for each in before if _follows(record, each, event)]
    longest = max(map(len, grown))
    return min((each for each in grown if len(each) == longest), key=_begun)


def _with(record: R, events: Chain, aside: Chain) -> R:
    return record.model_copy(update={"events": events, "aside": aside})


def _follows(record: Proceeding | Handover, chain: Chain, event: Any) -> bool:
    """Whether a step was taken on just this chain."""
    if isinstance(record, Proceeding):
        return bool(sealed(_with(record, chain, ()), event) == event.seal)
    before = chain[-1].do if chain else None
    return before in handovers.STEPS[event.do].sources


def _order(event: Any) -> tuple[Any, ...]:
    return (event.n, event.do not in _FIRST, event.at, event.by, digest(dump(event)))


def _begun(chain: Chain) -> list[tuple[Any, ...]]:
    return [_order(event) for event in chain]
