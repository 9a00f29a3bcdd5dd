"""What hypothesis draws: lawful lives, and what clones make of one without seeing each other."""

from hypothesis import strategies as st

from sfcheck.domain.issues.events import Event
from sfcheck.domain.issues.order import event_digest
from tests.support.walk import PAUSES, Move, Walker

CUSTODIES = st.sampled_from(["office", "own", "next"])
DAYS, PICKS = st.integers(0, 40), st.integers(0, 23)


@st.composite
def one_of(draw: st.DrawFn, moves: list[Move]) -> Move:
    """One of some moves, the kind of step first: else most would be notes."""
    do = draw(st.sampled_from(sorted({move.do for move in moves})))
    return draw(st.sampled_from([move for move in moves if move.do == do]))


def walk(draw: st.DrawFn, walker: Walker, least: int, most: int) -> list[Event]:
    """Take some lawful steps; return their events."""
    events = []
    for _ in range(draw(st.integers(least, most))):
        walker.now += draw(st.sampled_from(PAUSES))
        moves: list[Move] = walker.lawful(draw(DAYS), draw(PICKS))
        if not moves:
            break
        events.append(walker.take(draw(one_of(moves))))
    return events


@st.composite
def lives(draw: st.DrawFn, least: int = 1, most: int = 12) -> Walker:
    """A walker some lawful steps on its way."""
    walker = Walker(draw(CUSTODIES), draw(st.booleans()))
    walk(draw, walker, least, most)
    return walker


@st.composite
def merges(draw: st.DrawFn, clones: int = 2) -> tuple[Walker, list[Event], list[list[Event]]]:
    """A lawful prefix, and what some clones did after it without seeing each other."""
    walker = draw(lives(1, 8).filter(lambda walker: walker.status != "voided"))
    parts = [walk(draw, walker.fork(), 1, 4) for _ in range(clones)]
    return walker, list(walker.issue.events), parts


def united(*parts: list[Event]) -> list[Event]:
    """Return the union of events; one that both have is one."""
    return list({event_digest(e): e for part in parts for e in part}.values())
