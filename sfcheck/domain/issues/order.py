"""In what order the events of an issue stand, and what names each of them."""

from collections.abc import Sequence
from itertools import pairwise
from operator import lt

from sfcheck.domain.base.acts import BaseEvent
from sfcheck.domain.base.records import digest, dump
from sfcheck.domain.issues.events import Event


def event_digest(event: BaseEvent) -> str:
    """Return the SHA-256 that names an event, in `pending` and where two have the same `n`."""
    return digest(dump(event))


def order(event: BaseEvent) -> tuple[int, object, str, str]:
    """Return the key by which events stand: (n, at, by, digest). No clock needs to be right."""
    return (event.n, event.at, event.by, event_digest(event))


def in_order(events: Sequence[Event]) -> Sequence[Event]:
    """Return `events` as they stand in a record; each `n` once and rising, they do already."""
    numbers = [event.n for event in events]
    if all(map(lt, numbers, numbers[1:])):
        return events
    return sorted(events, key=order)


def first_fork(numbers: Sequence[int]) -> int | None:
    """Return the first of the numbers, which never fall, that stands there twice."""
    if len({*numbers}) == len(numbers):
        return None
    return next(one for one, after in pairwise(numbers) if one == after)
