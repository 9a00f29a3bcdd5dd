"""The working calendar as it is shipped, and how days are counted by it; all reckoned by hand."""

from datetime import date

import pytest

from sfcheck.domain.world.calendar import Calendar, Span
from tests.support.world import load

ANNOUNCED = Calendar.model_validate(load("calendar"))
NEXT = {
    "year": 2027,
    "notice": "国办发明电〔2026〕1号（虚构）",
    "announced": "2026-12-20",
    "holidays": [{"name": "元旦", "first": "2026-12-31", "last": "2027-01-02"}],
    "worked": ["2026-12-26"],
}
WITH_NEXT = Calendar.model_validate({"years": [*load("calendar")["years"], NEXT]})


@pytest.mark.parametrize(
    ("year", "notice", "announced", "off", "worked"),
    [
        # the notices: 1 + 8 + 3 + 5 + 3 + 8 days off; 3 + 9 + 3 + 5 + 3 + 3 + 7
        (2025, "国办发明电〔2024〕12号", "2024-11-12", 28, 5),
        (2026, "国办发明电〔2025〕7号", "2025-11-04", 33, 6),
    ],
)
def test_the_years_rest_on_their_notices(year, notice, announced, off, worked):
    known = next(each for each in ANNOUNCED.years if each.year == year)
    assert notice in known.notice
    assert known.announced.isoformat() == announced
    assert sum((each.last - each.first).days + 1 for each in known.holidays) == off
    assert len(known.worked) == worked


def test_no_year_is_guessed():
    assert [each.year for each in ANNOUNCED.years] == [2025, 2026]


@pytest.mark.parametrize(
    ("days", "after", "due"),
    [
        (1, "2026-06-10", "2026-06-11"),
        (3, "2026-06-10", "2026-06-15"),  # Thursday, Friday, Monday
        (10, "2026-09-15", "2026-09-29"),  # Sunday the 20th worked; Friday 25th to 27th off
        (5, "2026-02-12", "2026-02-26"),  # Saturday the 14th worked; 15th to 23rd off
        (1, "2026-09-30", "2026-10-08"),
        (1, "2025-12-31", "2026-01-04"),  # a Sunday that is worked
        (2, "2025-09-26", "2025-09-29"),  # Sunday the 28th worked, then Monday
    ],
)
def test_working_days_are_counted_by_the_notices(days, after, due):
    counted = ANNOUNCED.count(Span(days=days, working=True), date.fromisoformat(after))
    assert counted.due.isoformat() == due
    assert not counted.within.provisional


def test_days_are_days():
    counted = ANNOUNCED.count(Span(days=10), date(2026, 9, 25))
    assert counted.due == date(2026, 10, 5)
    assert ANNOUNCED.count(Span(days=400), date(2026, 9, 25)).within is None


@pytest.mark.parametrize(
    ("days", "after", "due", "provisional", "by_then"),
    [
        (2, "2026-12-22", "2026-12-24", False, "2026-12-24"),
        # from 25 December, New Year's days off may be next year's: 26th worked, 31st off
        (3, "2026-12-22", "2026-12-25", True, "2026-12-25"),
        (4, "2026-12-22", "2026-12-28", True, "2026-12-26"),
        (10, "2026-12-22", "2027-01-05", True, "2027-01-06"),
        (7, "2026-12-22", "2026-12-31", True, "2026-12-30"),
        (8, "2026-12-22", "2027-01-01", True, "2027-01-04"),
    ],
)
def test_what_reaches_into_a_year_not_announced_is_provisional(
    days, after, due, provisional, by_then
):
    span, day = Span(days=days, working=True), date.fromisoformat(after)
    counted = ANNOUNCED.count(span, day)
    assert counted.due.isoformat() == due
    assert counted.within.provisional is provisional
    later = WITH_NEXT.count(span, day)
    assert not later.within.provisional
    assert later.due.isoformat() == by_then
    assert (later.within.days, later.within.after) == (days, day)


def test_without_a_calendar_weekdays_are_worked_and_nothing_is_final():
    counted = Calendar().count(Span(days=1, working=True), date(2026, 10, 2))
    assert counted.due == date(2026, 10, 5)
    assert counted.within.provisional
