"""Dated values: whatever is done to them, no two overlap and what was stays as it was."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sfcheck.domain.base import dated as terms
from sfcheck.domain.base.records import in_force
from sfcheck.domain.world.roster import Home
from sfcheck.errors import Refused

DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 1))
BODIES = st.sampled_from(["transport", "commerce"])
CHANGES = st.tuples(st.sampled_from(["begin", "end", "succeed"]), BODIES, DAYS, DAYS)


def changed(homes: tuple[Home, ...], change: tuple[str, str, date, date]) -> tuple[Home, ...]:
    do, body, day, last = change
    try:
        if do == "begin":
            return terms.begin(homes, Home(body=body, since=day, until=last), "home")
        if do == "end":
            return terms.end(homes, day, "home")
        return terms.succeed(homes, Home(body=body, since=day), "home")
    except Refused:
        return homes


@given(st.lists(CHANGES, max_size=12))
def test_terms_never_overlap_nor_run_backwards(changes: list[tuple[str, str, date, date]]) -> None:
    homes: tuple[Home, ...] = ()
    for change in changes:
        homes = changed(homes, change)
    held = [home for home in homes if home.held]
    for home in homes:
        assert home.held or home.until == home.since - timedelta(days=1)
    ordered = sorted(held, key=lambda home: home.since)
    for one, other in pairwise(ordered):
        assert one.until is not None
        assert one.until < other.since


@given(st.lists(CHANGES, max_size=8), BODIES, DAYS)
def test_a_successor_changes_nothing_before_its_day(
    changes: list[tuple[str, str, date, date]], body: str, day: date
) -> None:
    homes: tuple[Home, ...] = ()
    for change in changes:
        homes = changed(homes, change)
    after = changed(homes, ("succeed", body, day, day))
    for back in range(1, 70):
        then = day - timedelta(days=back)
        assert [h.body for h in in_force(homes, then)] == [h.body for h in in_force(after, then)]
    if after != homes:
        assert [h.body for h in in_force(after, day)] == [body]


@given(st.lists(CHANGES, max_size=12))
def test_nothing_is_removed_and_a_last_day_once_set_stays(
    changes: list[tuple[str, str, date, date]],
) -> None:
    homes: tuple[Home, ...] = ()
    for change in changes:
        after = changed(homes, change)
        for old, new in zip(homes, after, strict=False):
            assert (old.body, old.since) == (new.body, new.since)
            assert old.until in (None, new.until)
        assert len(after) >= len(homes)
        homes = after
