"""Who held a place and who answered for it, from when to when, without a gap."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sfcheck.domain.base.records import Dated
from sfcheck.domain.world.context import Context
from sfcheck.domain.world.custody import Handover, HandoverEvent


class Tenure(NamedTuple):
    """A time in which neither the holder of a place nor its head changed.

    `since` None: from the first day; `until` None: to this day. `head` None: nobody was named.
    """

    since: datetime | None
    until: datetime | None
    holder: str
    head: str | None


def tenures(place: str, context: Context, now: datetime) -> list[Tenure]:
    """Return how `place` was held up to `now`, the first time first; days begin on its clocks."""
    begun: list[tuple[datetime | None, str, str | None]] = []
    for at in sorted({*_moments(place, context, now)}):
        if at > now:
            break
        state = (context.custody.holder(place, at), context.head(place, at))
        if not begun or begun[-1][1:] != state:
            begun.append((at if begun else None, *state))
    ends = [since for since, _holder, _head in begun[1:]]
    return [
        Tenure(since, until, holder, head)
        for (since, holder, head), until in zip(begun, [*ends, None], strict=True)
    ]


def moves(place: str, context: Context) -> list[tuple[Handover, HandoverEvent]]:
    """Return every step by which `place` or what it lies in was handed over, in order of time."""
    related = _related(place, context)
    steps = [
        (handover, event)
        for code, held in context.custody.by_place.items()
        if code in related
        for handover in held
        for event in handover.events
    ]
    return sorted(steps, key=lambda step: (step[1].at, step[0].number, step[1].n))


def _moments(place: str, context: Context, now: datetime) -> Iterator[datetime]:
    """Yield every moment at which holder or head may have changed."""
    for _handover, event in moves(place, context):
        yield event.at
    terms: list[Dated] = [*context.charter.officers]
    for rotation in context.rounds.values():
        for team in rotation.teams:
            terms += team.leader
    days = [term.since for term in terms]
    days += [term.until + timedelta(days=1) for term in terms if term.until]
    for code in _related(place, context):
        entry = context.places.get(code)
        if entry and entry.until:
            days.append(entry.until + timedelta(days=1))
    yield now
    yield from (_morning(day, now) for day in days)


def _morning(day: date, now: datetime) -> datetime:
    return datetime.combine(day, time.min, tzinfo=now.tzinfo)


def _related(place: str, context: Context) -> set[str]:
    """Return a place with all it lies in, became or was made of, at whatever time."""
    found: set[str] = set()
    waiting = [place]
    while waiting:
        code = waiting.pop()
        entry = context.places.get(code)
        if code in found:
            continue
        found.add(code)
        waiting += context.custody.made_of.get(code, ())
        if entry:
            waiting += [other for other in (entry.parent, entry.became) if other]
    return found
