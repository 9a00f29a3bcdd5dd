"""Dates as typed: each form read, nothing guessed."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfcheck.exchange.lists.dates import Hints, day_order, is_date, read_date

FOUND = datetime.date(2025, 6, 1)


@pytest.mark.parametrize(
    "typed",
    [
        "2025.6.30",
        "2025-6-30",
        "2025-06-30",
        "2025/6/30",
        "2025年6月30日",
        "2025 年 6 月 30 日",
        "2025年6月30日前",
        "2025.6.30前完成",
        "20250630",
        "２０２５．６．３０",
        "25年6月30日",
        "2025-06-30 15:20:00",
        "2025-06-30T15:20:00+08:00",
        "2025年6月30日15时20分",
        "要求于2025年6月30日前完成整改",
        "30 Jun 2025",
        "30th June 2025",
        "30-Jun-2025",
        "30-Jun-25",
        "June 30, 2025",
        "Jun 30 2025",
        "30/06/2025",
        "06/30/2025",
        "30.06.2025",
        datetime.date(2025, 6, 30),
        datetime.datetime(2025, 6, 30, 9, 40),
        20250630.0,
        45838.0,
    ],
)
def test_whole_dates(typed: str | float | datetime.date) -> None:
    assert read_date(typed).date == datetime.date(2025, 6, 30)


@pytest.mark.parametrize("typed", ["6月30日", "6月30日前", "6.30", "６.30", "30 Jun", "6月底前"])
def test_year_is_taken_from_the_day_of_finding_and_said(typed: str) -> None:
    read = read_date(typed, Hints(found_on=FOUND))
    assert (read.date, read.code) == (datetime.date(2025, 6, 30), "date-year-taken")
    assert read_date(typed, Hints(year=2024)).date == datetime.date(2024, 6, 30)
    assert (read_date(typed).date, read_date(typed).code) == (None, "date-without-year")


def test_year_turns_when_the_day_lies_more_than_a_month_back() -> None:
    found = Hints(found_on=datetime.date(2024, 12, 28))
    assert read_date("1月5日", found).date == datetime.date(2025, 1, 5)
    assert read_date("12月20日", found).date == datetime.date(2024, 12, 20)
    assert read_date("2月29日", found).code == "date-impossible"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2025.2.30", "date-impossible"),
        ("2025年13月1日", "date-impossible"),
        ("6月31日", "date-impossible"),
        ("1025-06-30", "date-impossible"),
        ("06/05/2025", "date-ambiguous"),
        ("5/6", "date-ambiguous"),
        (6.3, "date-ambiguous"),
        ("即日", "date-immediate"),
        ("立即整改", "date-immediate"),
        ("3日内", "date-unreadable"),
        ("2025年6月", "date-unreadable"),
        ("长期", "date-unreadable"),
        ("Q3 2025", "date-unreadable"),
        ("6月22日整改，其余6月25日", "date-several"),
        (True, "date-unreadable"),
        (3.0, "date-unreadable"),
    ],
)
def test_what_cannot_be_told_is_not_guessed(typed: str | float, code: str) -> None:
    read = read_date(typed, Hints(found_on=FOUND))
    assert (read.date, read.code) == (None, code)


def test_two_digit_year_is_settled_by_a_known_year() -> None:
    assert read_date("24.6.25").code == "date-ambiguous"
    assert read_date("24.6.25", Hints(year=2023)).date == datetime.date(2024, 6, 25)
    # 25 June 2024 or 24 June 2025: both are near
    assert read_date("24.6.25", Hints(found_on=FOUND)).code == "date-ambiguous"


def test_column_decides_the_order_of_day_and_month() -> None:
    assert day_order(["06/05/2025", "30/06/2025"]) == "day-first"
    assert day_order(["06/05/2025", "06/30/2025"]) == "month-first"
    assert day_order(["30/06/2025", "06/30/2025"]) is None
    assert day_order(["06/05/2025", 3.0, ""]) is None
    day_first = Hints(order="day-first")
    assert read_date("06/05/2025", day_first).date == datetime.date(2025, 5, 6)
    assert read_date("06/05/2025", Hints(order="month-first")).date == datetime.date(2025, 6, 5)


@pytest.mark.parametrize(
    "typed", ["2025年6月22日-26日", "2025.6.22-6.26", "2025.6.22—2025.6.26", "6月22日至6月26日"]
)
def test_range_gives_its_first_or_last_day(typed: str) -> None:
    first = read_date(typed, Hints(year=2025))
    assert (first.date, first.code) == (datetime.date(2025, 6, 22), "date-range")
    last = read_date(typed, Hints(year=2025, last=True))
    assert last.date == datetime.date(2025, 6, 26)


def test_bare_numbers_follow_the_date_system_of_the_file() -> None:
    mac = Hints(day_zero=datetime.date(1904, 1, 1))
    assert read_date(44376.0, mac).date == datetime.date(2025, 6, 30)


@pytest.mark.parametrize(
    ("cell", "is_one"),
    [
        ("2025.3.14", True),
        ("2025年3月14日前", True),
        ("2025-03-14 10:20", True),
        (datetime.date(2025, 3, 14), True),
        ("20250314", False),
        ("6月30日", False),
        ("2025年6月25日检查发现", False),
        ("沙湖一标2025.3.14", False),
        ("甘某", False),
        (45838.0, False),
    ],
)
def test_strayed_date_is_known_anywhere(cell: str | float | datetime.date, is_one: bool) -> None:
    assert is_date(cell) is is_one


@given(st.dates(datetime.date(1980, 1, 1), datetime.date(2099, 12, 31)), st.sampled_from(".-/"))
def test_any_day_typed_year_first_is_read_back(day: datetime.date, mark: str) -> None:
    assert read_date(f"{day.year}{mark}{day.month}{mark}{day.day}").date == day
    assert read_date(f"{day.year}年{day.month}月{day.day}日前").date == day
    assert read_date(f"{day:%Y%m%d}").date == day


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.times(), st.timedeltas()))
def test_no_cell_breaks_the_reader(cell: str | float) -> None:
    read = read_date(cell, Hints(found_on=FOUND, last=True))
    assert (read.date is None) <= bool(read.code)
    is_date(cell)
