"""The head of the table is found wherever it stands; sheets are chosen by it."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from sfcheck.errors import Refused
from sfcheck.exchange.lists.columns import FIELDS, fields_by_name, usual_names
from sfcheck.exchange.lists.rows import read_rows

Build = Callable[..., Path]

FOUR_ROWS = [
    ["安全隐患问题库"],
    ["序号", "检查时间", "隐患问题描述", "整改责任单位", "", "", "", "整改责任人", "销号\n情况"],
    [],
    ["", "", "", "建设", "设计", "施工", "监理"],
    [],
    [1, datetime.date(2025, 6, 1), "围挡破损", "甲建设", "", "丙施工", "丁监理", "甘一", "整改中"],
]
FOUR_ROWS_MERGED = [
    "A1:I1",
    *(f"{column}2:{column}5" for column in "ABCHI"),
    "D2:G3",
    *(f"{column}4:{column}5" for column in "DEFG"),
]


def test_four_merged_rows_with_a_group(build: Build) -> None:
    reading = read_rows(build(FOUR_ROWS, merged=FOUR_ROWS_MERGED))
    assert reading.head_rows == (2, 5)
    assert reading.columns["unit_construct"] == "整改责任单位/施工"
    (row,) = reading.rows
    assert row.row == 6
    assert row.fields["unit_build"] == "甲建设"
    assert row.fields["unit_construct"] == "丙施工"
    assert row.fields["unit_supervise"] == "丁监理"
    assert "unit_design" not in row.fields
    assert row.fields["claim"] == "open"
    assert row.as_written == {
        "序号": "1",
        "检查时间": "2025-06-01",
        "隐患问题描述": "围挡破损",
        "整改责任单位/建设": "甲建设",
        "整改责任单位/施工": "丙施工",
        "整改责任单位/监理": "丁监理",
        "整改责任人": "甘一",
        "销号情况": "整改中",
    }


TWO_ROWS = [
    ["", "", "", "序号", "检查情况", "", "", "整改情况", "", "", "验收情况", "", "备注"],
    ["", "", "", "", "时间", "人员", "问题描述", "责任单位", "时限", "完成时间", "单位", "时间"],
    ["", "", "", 1, "2025.6.1", "甘一", "围挡破损", "甲建设", "6月9日", "6月8日", "乙局", "6月9日"],
]


@pytest.mark.parametrize("offset", [0, 1, 7, 60])
@pytest.mark.parametrize("merged", [True, False])
def test_two_rows_of_groups_at_any_offset(build: Build, offset: int, merged: bool) -> None:
    first = offset + 1
    ranges = [f"E{first}:G{first}", f"H{first}:J{first}", f"K{first}:L{first}"]
    ranges += [f"D{first}:D{first + 1}", f"M{first}:M{first + 1}"]
    titles = [["某区检查情况表"] for _ in range(offset)]
    reading = read_rows(build([*titles, *TWO_ROWS], merged=ranges if merged else ()))
    assert reading.head_rows == (first, first + 1)
    assert dict(reading.columns) == {
        "serial": "序号",
        "found_on": "检查情况/时间",
        "found_by": "检查情况/人员",
        "description": "检查情况/问题描述",
        "due": "整改情况/时限",
        "done_on": "整改情况/完成时间",
        "unit": "整改情况/责任单位",
        "accept": "验收情况/单位",
        "remark": "备注",
    }
    (row,) = reading.rows
    assert row.fields["due"] == "2025-06-09"
    assert row.as_written["验收情况/时间"] == "6月9日"


def test_two_languages_in_two_rows(build: Build) -> None:
    rows = [
        ["检查日期", "问题描述", "整改期限"],
        ["Date", "Finding", "Due"],
        ["2025.6.1", "甲", ""],
    ]
    reading = read_rows(build(rows))
    assert set(reading.columns) == {"found_on", "description", "due"}
    assert [row.fields["description"] for row in reading.rows] == ["甲"]


def test_english_heads_are_known_exactly_or_nearly(build: Build) -> None:
    heads = (
        "No.|Date found|Inspector(s)|Location|Discription of hazard|Risk level|"
        "Corrective action|Due date|Responsible party|Status|Completed on"
    )
    cells = (
        "1|30 Jun 2025|Ann Lee|Tank 3|Valve leaks|Major|"
        "Replace it|July 9, 2025|Delta Ltd|Closed|8 Jul 2025"
    )
    rows = [heads.split("|"), cells.split("|")]
    (row,) = read_rows(build(rows)).rows
    assert row.fields == {
        "serial": "1",
        "found_on": "2025-06-30",
        "found_by": "Ann Lee",
        "site": "Tank 3",
        "description": "Valve leaks",
        "grade": "Major",
        "severity": "major",
        "demand": "Replace it",
        "due": "2025-07-09",
        "unit": "Delta Ltd",
        "state": "Closed",
        "claim": "claimed",
        "done_on": "2025-07-08",
    }


def test_a_name_of_two_fields_goes_to_the_free_one(build: Build) -> None:
    alone = read_rows(build([["问题描述", "整改时间"], ["甲", ""]]))
    assert "due" in alone.columns
    beside = read_rows(build([["问题描述", "整改期限", "整改时间"], ["甲", "", ""]]))
    assert beside.columns["done_on"] == "整改时间"
    titled = read_rows(build([["Issue", "Details", "Date"], ["Leak", "Valve 3 leaks", ""]]))
    assert titled.rows[0].fields["title"] == "Leak"
    assert titled.rows[0].fields["description"] == "Valve 3 leaks"


def test_headings_alike_are_kept_apart(build: Build) -> None:
    rows = [["问题描述", "日期", "备注", "备注", ""], ["甲", "2025.6.1", "子", "丑", "寅"]]
    reading = read_rows(build(rows))
    assert list(reading.rows[0].as_written) == ["问题描述", "日期", "备注", "备注 (2)", "(E)"]
    assert [note.facts["heading"] for note in reading.notes] == ["备注 (2)", "(E)"]


def test_the_sheet_that_names_most_fields_is_read(build: Build) -> None:
    head = ["日期", "问题描述", "责任单位", "整改期限"]
    sheets = {
        "封面": [["某区台账"]],
        "汇总": [["日期", "问题"], ["2025.1.1", "子"]],
        "明细": [head, ["2025.6.1", "围挡破损", "甲建设", ""]],
        "旧": [[*head, "备注"], ["2025.6.1", "旧围挡", "甲建设", "", ""]],
    }
    reading = read_rows(build(sheets=sheets, hidden=["旧"]))
    assert reading.sheet == "明细"
    assert [(note.code, note.facts["sheet"]) for note in reading.notes] == [
        ("other-sheet", "封面"),
        ("other-list", "汇总"),
        ("other-hidden", "旧"),
    ]
    assert read_rows(build(sheets=sheets), sheet="汇总").rows[0].fields["description"] == "子"


def test_a_hidden_sheet_is_read_for_want_of_another(build: Build) -> None:
    sheets = {"封面": [["台账"]], "明细": [["日期", "问题"], ["2025.6.1", "围挡破损"]]}
    reading = read_rows(build(sheets=sheets, hidden=["明细"]))
    assert reading.sheet == "明细"
    assert "hidden-sheet" in {note.code for note in reading.notes}


def test_fifty_columns_are_read_and_two_hundred_are_the_most(build: Build) -> None:
    wide = ["问题描述", "日期", *(f"附{n}" for n in range(48))]
    row = read_rows(build([wide, ["甲", "2025.6.1", *range(48)]])).rows[0]
    assert len(row.as_written) == 50
    wider = ["问题描述", "日期", *(f"附{n}" for n in range(300))]
    reading = read_rows(build([wider, ["甲", "2025.6.1", *range(300)]]))
    assert len(reading.rows[0].as_written) == 200
    note = next(note for note in reading.notes if note.code == "columns-left-out")
    assert note.facts == {"count": "102", "letter": "GR"}


ODD = [
    ["Tracker export"],
    ["Ref", "Logged", "What we saw", "Who fixes", "Where", "Deadline"],
    ["A-1", "2025-06-01", "Handrail missing", "Delta Ltd", "Stair 2", "2025-06-09"],
]


def test_a_mapping_by_heading_or_letter(build: Build) -> None:
    mapping = {"description": "what we saw", "found_on": "Logged", "unit": "D"}
    (row,) = read_rows(build(ODD), mapping=mapping).rows
    assert row.fields["description"] == "Handrail missing"
    assert row.fields["found_on"] == "2025-06-01"
    assert row.fields["unit"] == "Delta Ltd"
    assert row.fields["site"] == "Stair 2"
    assert row.fields["due"] == "2025-06-09"


def test_a_mapping_of_letters_alone(build: Build) -> None:
    rows = [["Title over all"], ["aa", "bb", "cc"], ["x", "Handrail missing", "2025-06-01"]]
    mapping = {"description": "B", "found_on": "C"}
    (row,) = read_rows(build(rows, merged=["A1:C1"]), mapping=mapping).rows
    assert (row.row, row.fields["found_on"]) == (3, "2025-06-01")


def test_a_mapping_can_close_a_field(build: Build) -> None:
    mapping = {"description": "What we saw", "due": ""}
    (row,) = read_rows(build(ODD), mapping=mapping).rows
    assert "due" not in row.fields
    assert row.as_written["Deadline"] == "2025-06-09"


def test_a_mapped_heading_that_is_not_there_is_refused(build: Build) -> None:
    mapping = {"description": "What we saw", "unit": "Fixer"}
    with pytest.raises(Refused) as refused:
        read_rows(build(ODD), mapping=mapping)
    assert refused.value.code == "mapping-heading"
    assert "Who fixes" in refused.value.remedy


def test_a_group_can_be_mapped_whole(build: Build) -> None:
    mapping = {"unit": "整改责任单位/施工"}
    reading = read_rows(build(FOUR_ROWS, merged=FOUR_ROWS_MERGED), mapping=mapping)
    assert reading.rows[0].fields["unit"] == "丙施工"
    assert "unit_construct" not in reading.columns


@pytest.mark.parametrize("field", FIELDS)
def test_every_usual_name_finds_its_field(build: Build, field: str) -> None:
    for name in usual_names(field):
        assert field in fields_by_name()[name.replace(" ", "")], name
