"""Single cells: shown as displayed, grades, states, people."""

import datetime

import pytest

from sfcheck.exchange.lists.cells import people, read_grade, read_state, shown, speaks_of_major


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (3.0, "3"),
        (0.125, "0.125"),
        (-2.0, "-2"),
        (True, "TRUE"),
        (datetime.date(2024, 7, 23), "2024-07-23"),
        (datetime.datetime(2024, 7, 23, 0, 0), "2024-07-23"),
        (datetime.datetime(2024, 7, 23, 15, 20), "2024-07-23T15:20:00"),
        (datetime.time(9, 5), "09:05:00"),
        (" 空格 与\t制表\n不动\u00a0", " 空格 与\t制表\n不动\u00a0"),
        ("一\r\n二\r三\u2028四", "一\n二\n三\n四"),
        ("红\x1b[31m字\x00", "红\\x1b[31m字\\x00"),
        ("逆\u202e序", "逆\\u202e序"),
        ("=1+1", "=1+1"),
    ],
)
def test_shown_as_displayed(cell: str | float | datetime.date, text: str) -> None:
    assert shown(cell) == text


@pytest.mark.parametrize(
    ("typed", "severity", "code"),
    [
        ("3级", "general", "grade-read"),
        ("3", "general", "grade-read"),
        ("5级", "general", "grade-read"),
        ("1级", "major", "grade-read"),
        ("一级", "major", "grade-read"),
        ("Ⅰ级", "major", "grade-read"),
        ("Ⅳ级", "general", "grade-read"),
        ("重大", "major", ""),
        ("重大事故隐患", "major", ""),
        ("一般", "general", ""),
        ("一般 隐患", "general", ""),
        ("突出", "general", ""),
        ("Major", "major", ""),
        ("minor", "general", ""),
        ("High", "general", "grade-unknown"),
        ("红色", "general", "grade-unknown"),
        ("7级", "general", "grade-unknown"),
    ],
)
def test_grades(typed: str, severity: str, code: str) -> None:
    assert read_grade(typed, chinese=True) == (severity, code)


def test_a_bare_number_says_nothing_in_an_english_sheet() -> None:
    assert read_grade("1", chinese=False) == ("general", "grade-unknown")


@pytest.mark.parametrize(
    "typed",
    [
        "已整改",
        "整改完成",
        "已整改销号",
        "已销号",
        "现场处置",
        "已完成整改。",
        "（已整改）",
        "已按要求整改到位",
        "已整改，未销号",
        "当场整改",
        "完成",
        "是",
        "√",
        "100%",
        "Closed",
        "Fixed",
        "done",
        "Completed 12 May",
    ],
)
def test_claims(typed: str) -> None:
    assert read_state(typed) == "claimed"


@pytest.mark.parametrize(
    "typed",
    [
        "整改中",
        "未整改",
        "正在整改",
        "未完成",
        "尚未销号",
        "部分完成",
        "已完成80%",
        "待验收",
        "否",
        "Open",
        "In progress",
        "not closed",
        "Not done",
        "Unresolved",
        "incomplete",
        "No",
        "to be fixed",
    ],
)
def test_open_states(typed: str) -> None:
    assert read_state(typed) == "open"


@pytest.mark.parametrize("typed", ["", "见附件", "甲", "OK?", "已要求" * 20 + "整改完成"])
def test_unknown_states(typed: str) -> None:
    assert read_state(typed) is None


def test_words_for_a_major_hazard() -> None:
    assert speaks_of_major("属生产安全重大事故隐患。") == "重大事故隐患"
    assert speaks_of_major("按《重大事故隐患判定标准》不构成") == ""


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("甘一、乙二、丙三", ["甘一", "乙二", "丙三"]),
        ("甘一 乙二", ["甘一", "乙二"]),
        ("甘一、 乙二", ["甘一", "乙二"]),
        ("甘 一", ["甘一"]),
        ("Ann Lee; Bo Ek and Cy Ott", ["Ann Lee", "Bo Ek", "Cy Ott"]),
        ("", []),
    ],
)
def test_people(typed: str, names: list[str]) -> None:
    assert people(typed) == names
