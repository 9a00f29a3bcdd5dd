"""However the histories of three clones meet, the same record comes of it, and nothing is lost."""

from itertools import combinations, permutations

import pytest

from sfcheck.domain.base.records import dump
from sfcheck.domain.issues.law import apply
from sfcheck.errors import Refused
from sfcheck.history.merge.issues import events_of, merged
from sfcheck.ledger.files import canonical
from tests.support.world import brought_to, event, world

W = world("own")
MOVES = {
    "rectifying": (
        ("note", "l", {}),
        ("submit", "r", {}),
        ("extend", "v", {}),
        ("object", "r", {}),
        ("amend", "l", {"new": "甲"}),
        ("amend", "l", {"new": "乙"}),
    ),
    "submitted": (("accept", "v", {}), ("return", "v", {}), ("note", "l", {}), ("attach", "l", {})),
    "accepted": (("look-back", "l", {}), ("note", "c", {}), ("look-back", "o", {})),
}
EVERY = [
    (status, chosen)
    for status, moves in MOVES.items()
    for chosen in combinations(range(len(moves)), 3)
]


def gone_on(status, move):
    """Return the record of a clone that took one more step; None where the law has none such."""
    issue = brought_to(status)
    do, who, facts = move
    try:
        return apply(issue, event(do, who, issue.next_n, **facts), W)
    except Refused:
        return None


@pytest.mark.parametrize(("status", "chosen"), EVERY, ids=str)
def test_every_order_of_three_clones(status: str, chosen: tuple[int, ...]):
    clones = [gone_on(status, MOVES[status][at]) for at in chosen]
    sides = [each for each in clones if each is not None]
    if len(sides) < 2:
        pytest.skip("the law takes fewer than two of these")
    results = set()
    for order in permutations(sides):
        grown = order[0]
        for side in order[1:]:
            grown = merged([grown, side], W)
            assert merged([grown, grown], W) == grown
            assert merged([side, grown], W) == grown
        results.add(canonical.emit(dump(grown)))
        united = {name for side in sides for name in events_of(side)}
        assert set(events_of(grown)) == united
    assert len(results) == 1
    assert merged(sides, W) == grown
