"""What somebody did in a seat stays lawful: no seat ends before the last day one acted in it.

Seats are held by whole days, so a leader who acted this morning leads until tonight.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from sfcheck.errors import Refused
from sfcheck.ledger.index.answers import answer
from sfcheck.ledger.store import Ledger


class Ended(NamedTuple):
    """A seat that is given up: whose, in which team (`2026-1/T2`), its last day."""

    team: str
    person: str
    until: date


def must_not_have_acted(ledger: Ledger, seats: Iterable[Ended]) -> None:
    """Refuse (`acted-since`) to end a seat before the last day its holder acted for the team."""
    for seat in seats:
        known = [*_on_issues(ledger, seat), *_on_handovers(ledger, seat)]
        if known:
            day, what = max(known)
            raise Refused(
                "acted-since",
                who=ledger.context.name(seat.person),
                team=seat.team,
                day=day,
                number=what,
                next=day + timedelta(days=1),
            )


def _on_issues(ledger: Ledger, seat: Ended) -> list[tuple[date, str]]:
    asked = (
        "SELECT day, number FROM events "
        "WHERE person = ? AND stands_for = ? AND day > ? ORDER BY day DESC LIMIT 1"
    )
    values = (seat.person, seat.team, seat.until.isoformat())
    found = answer(ledger.root, lambda index: index.all(asked, *values))
    return [(date.fromisoformat(day), number) for day, number in found]


def _on_handovers(ledger: Ledger, seat: Ended) -> list[tuple[date, str]]:
    return [
        (event.day, f"{handover.place}/{handover.number}")
        for handover in ledger.handovers
        for event in handover.events
        if (event.by, event.for_) == (seat.person, seat.team) and event.day > seat.until
    ]
