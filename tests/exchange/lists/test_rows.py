"""Rows: what becomes a problem, what does not and why, what is carried, moved and noted."""

import datetime
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from sfcheck.exchange.lists.rows import Reading, read_rows

Build = Callable[..., Path]
HEAD = [
    "序号",
    "检查时间",
    "问题描述",
    "隐患等级",
    "整改期限",
    "责任单位",
    "责任人",
    "完成时间",
    "状态",
]


def _codes(reading: Reading, row: int = 0) -> set[str]:
    return {note.code for note in reading.rows[row].notes}


def test_rows_that_are_no_problem_have_their_reason(build: Build) -> None:
    first = [1, "2025.6.1", "围挡破损", "一般", "2025.6.9", "甲建设", "甘一", "", "整改中"]
    rows = [
        HEAD,
        first,
        [],
        ["安全隐患台账"],
        HEAD,
        [str(n) for n in range(1, 10)],
        [2, "2025.6.1", "", "一般"],
        [3, "2025.6.1", "字" * 10_001, "一般"],
        [4, "2025.6.2", "备注栏缺失", "一般", "2025.6.9"],
        ["合计", "", "3条"],
        ["填表人：甘一", "", "", "审核人：乙二"],
        ["填写要求：1.按规定填写。\n2.等级暂按1，2，3级划分。"],
        ["", "", "注：本表一式两份。"],
    ]
    reading = read_rows(build(rows))
    assert [row.row for row in reading.rows] == [2, 9]
    assert [(each.row, each.reason) for each in reading.skipped] == [
        (4, "no-description"),
        (5, "repeated-head"),
        (6, "column-numbers"),
        (7, "no-description"),
        (8, "cell-too-long"),
        (10, "total"),
        (11, "signature"),
        (12, "footnote"),
        (13, "footnote"),
    ]
    assert reading.blank == 1
    assert "安全隐患台账" in reading.skipped[0].text
    assert "10001" in reading.skipped[4].text
    assert all("{" not in each.text for each in reading.skipped)


@pytest.mark.parametrize(
    "text", ["技术交底未签字", "累计3台机械无人指挥", "注浆管堵塞", "备注栏缺失"]
)
def test_a_lone_problem_is_not_taken_for_furniture(build: Build, text: str) -> None:
    assert len(read_rows(build([HEAD, ["", "", text]])).rows) == 1


def test_merged_cells_are_carried_down_and_only_they(build: Build) -> None:
    rows = [
        HEAD,
        [1, "2025.6.1", "围挡破损", "一般", "", "甲建设"],
        [2, "", "无警示标识", "一般", "", ""],
        [3, "", "电缆明设", "一般", "", ""],
        ["说明：甲", "", "", "", "", ""],
        ["", "", "", "", "", ""],
    ]
    reading = read_rows(build(rows, merged=["B2:B3", "A5:I6"]))
    assert [row.fields.get("found_on") for row in reading.rows] == ["2025-06-01"] * 2 + [None]
    assert "merged" in _codes(reading, 1)
    assert reading.rows[1].as_written["检查时间"] == "2025.6.1"
    assert "unit" not in reading.rows[1].fields
    assert {"date-missing"} <= _codes(reading, 2)
    assert [each.row for each in reading.skipped] == [5]


def test_a_missing_date_is_a_note(build: Build) -> None:
    reading = read_rows(build([HEAD, [1, "", "围挡破损"]]))
    assert len(reading.rows) == 1
    assert {note.field for note in reading.rows[0].notes if note.code == "date-missing"} == {
        "found_on",
        "due",
    }


def test_a_date_among_names_goes_where_a_date_is_missing(build: Build) -> None:
    rows = [
        HEAD,
        [1, "2025.6.1", "围挡破损", "一般", "2025.6.9", "甲建设", "2025.6.8", "", "已整改"],
        [2, "2025.6.1", "围挡破损", "一般", "2025.6.9", "2025.6.8", "甘一", "2025.6.7", "已整改"],
        [3, "2025.6.1", "围挡破损", "一般", "", datetime.date(2025, 6, 8), "", "", "整改中"],
        [4, "2025.6.1", "围挡破损", "一般", "", "甲建设", "", "", "2025.6.8"],
    ]
    reading = read_rows(build(rows))
    first, second, third, fourth = reading.rows
    assert first.fields["done_on"] == "2025-06-08"
    assert "responsible_person" not in first.fields
    assert first.as_written["责任人"] == "2025.6.8"
    assert "完成时间" not in first.as_written
    assert "moved" in _codes(reading, 0)
    assert second.fields["done_on"] == "2025-06-07"
    assert "unit" not in second.fields
    assert "misplaced" in _codes(reading, 1)
    assert not {"due", "done_on", "unit"} & set(third.fields)
    assert (fourth.fields["done_on"], fourth.fields["claim"]) == ("2025-06-08", "")
    assert {"moved", "done-without-state"} <= _codes(reading, 3)


def test_a_state_among_dates_or_names_goes_to_the_state(build: Build) -> None:
    rows = [
        HEAD,
        [1, "2025.6.1", "围挡破损", "一般", "2025.6.9", "甲建设", "甘一", "整改中", ""],
        [2, "2025.6.1", "围挡破损", "一般", "2025.6.9", "甲建设", "已整改", "2025.6.8", ""],
        [3, "2025.6.1", "围挡破损", "一般", "2025.6.9", "甲建设", "甘一", "已整改", "整改中"],
    ]
    reading = read_rows(build(rows))
    assert [row.fields["claim"] for row in reading.rows] == ["open", "claimed", "open"]
    assert reading.rows[0].as_written["完成时间"] == "整改中"
    assert "responsible_person" not in reading.rows[1].fields
    assert "misplaced" in _codes(reading, 2)
    assert not any("done_on" in row.fields for row in (reading.rows[0], reading.rows[2]))


def test_unknown_words_are_read_carefully_and_said(build: Build) -> None:
    rows = [HEAD, [1, "2025.6.1", "围挡破损", "红色", "", "甲建设", "甘一", "", "见附件"]]
    reading = read_rows(build(rows))
    assert reading.rows[0].fields["severity"] == "general"
    assert reading.rows[0].fields["claim"] == "open"
    assert {"grade-unknown", "state-unknown"} <= _codes(reading)
    assert all("{" not in note.text for note in reading.rows[0].notes)


def test_a_general_grade_over_words_of_a_major_hazard_is_said(build: Build) -> None:
    rows = [HEAD, [1, "2025.6.1", "未经评估，属重大事故隐患。", "3级"]]
    reading = read_rows(build(rows))
    assert reading.rows[0].fields["severity"] == "general"
    assert "speaks-of-major" in _codes(reading)


def test_a_type_that_is_a_grade_serves_as_one(build: Build) -> None:
    reading = read_rows(build([["问题描述", "隐患类型", "日期"], ["围挡破损", "重大", "2025.6.1"]]))
    assert reading.rows[0].fields["severity"] == "major"


def test_completed_before_found_is_said(build: Build) -> None:
    rows = [HEAD, [1, "2025.6.1", "围挡破损", "一般", "", "", "", "2025.5.1", "已整改"]]
    assert "done-before-found" in _codes(read_rows(build(rows)))


def test_dates_lean_on_their_column_and_their_row(build: Build) -> None:
    rows = [
        ["Date", "Finding", "Due date"],
        ["05/06/2025", "Leak", "12 Jun"],
        ["30/06/2025", "Rust", "05/07/2025"],
        ["28/12/2025", "Dust", "5 Jan"],
    ]
    fields = [row.fields for row in read_rows(build(rows)).rows]
    assert [each["found_on"] for each in fields] == ["2025-06-05", "2025-06-30", "2025-12-28"]
    assert [each.get("due") for each in fields] == ["2025-06-12", None, "2026-01-05"]


def test_year_is_given_for_dates_of_finding_without_one(build: Build) -> None:
    path = build([HEAD, [1, "6月1日", "围挡破损", "一般", "6.9"]])
    assert "date-without-year" in _codes(read_rows(path))
    fields = read_rows(path, year=2024).rows[0].fields
    assert (fields["found_on"], fields["due"]) == ("2024-06-01", "2024-06-09")


def test_dashes_are_no_values(build: Build) -> None:
    row = read_rows(build([HEAD, ["-", "2025.6.1", "围挡破损", "/", "—", "无", "N/A"]])).rows[0]
    assert set(row.fields) == {"found_on", "description", "severity", "claim"}
    assert row.as_written["责任单位"] == "无"


def test_text_is_data(build: Build) -> None:
    evil = "[red]=cmd|' /C calc'!A0{{ 7*7 }}"
    rows = [HEAD, [1, "2025.6.1", "x", "一般", "", "[bold]甲", "", "", ""]]
    path = build(rows)
    book = openpyxl.load_workbook(path)
    book.active["C2"].value = evil
    book.active["C2"].data_type = "s"
    book.save(path)
    row = read_rows(path).rows[0]
    assert row.as_written["问题描述"] == evil
    assert row.fields["unit"] == "[bold]甲"


def test_what_only_the_file_tells(tmp_path: Path) -> None:
    path = tmp_path / "raw.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(
            0, 0, ["日期", "问题描述", "责任单位", "整改期限", "统一社会信用代码", "备注"]
        )
        sheet.write_datetime(1, 0, datetime.datetime(2025, 6, 1), day)
        sheet.write(1, 1, "围挡\x1b[31m破损")
        sheet.write_formula(1, 2, "=Z9", None, "#REF!")
        sheet.write(1, 3, 44376)
        sheet.write(1, 4, 916400007749213546)
        sheet.write_formula(1, 5, '="a"', None, "")
        sheet.set_row(1, None, None, {"hidden": True})
    reading = read_rows(path)
    row = reading.rows[0]
    assert row.fields["found_on"] == "2025-06-01"
    assert row.fields["due"] == "2025-06-30"
    assert row.fields["description"] == "围挡\\x1b[31m破损"
    assert "unit" not in row.fields
    assert row.as_written["责任单位"] == "#REF!"
    assert {"hidden-row", "made-harmless", "error-value", "date-number", "long-number"} <= _codes(
        reading
    )


def test_a_formula_without_a_value_is_said(build: Build) -> None:
    reading = read_rows(build([HEAD, [1, "=TODAY()", "围挡破损"]]))
    assert {"formula", "date-missing"} <= _codes(reading)


def test_several_problems_are_counted_and_split_when_asked(build: Build) -> None:
    cell = "一、甲桥。\n1.护栏缺失。\n2.积水。\n二、乙桥。\n1.无标识。"
    demand = "一、甲桥。\n1.补护栏。\n2.排水。\n二、乙桥。\n1.设标识。"
    path = build([["检查时间", "问题描述", "整改要求"], ["2025.6.1", cell, demand]])
    (whole,) = read_rows(path).rows
    assert whole.part == 0
    assert next(note.facts["count"] for note in whole.notes if note.code == "several") == "3"
    parts = read_rows(path, split=True).rows
    assert [(part.row, part.part) for part in parts] == [(2, 1), (2, 2), (2, 3)]
    assert [part.fields["site"] for part in parts] == ["甲桥", "甲桥", "乙桥"]
    assert [part.fields["description"] for part in parts] == ["护栏缺失。", "积水。", "无标识。"]
    assert [part.fields["demand"] for part in parts] == ["补护栏。", "排水。", "设标识。"]
    assert all(part.as_written == whole.as_written for part in parts)


def test_reading_twice_is_the_same(build: Build) -> None:
    path = build([HEAD, [1, "2025.6.1", "围挡破损"]])
    assert read_rows(path) == read_rows(path)


@pytest.mark.thorough
@pytest.mark.parametrize("split", [False, True])
def test_the_real_ledger(split: bool) -> None:
    path = Path(__file__).parents[3].parent / "shared" / "data" / "台账样例-2024.xlsx"
    if not path.exists():
        pytest.skip("the real ledger is not here")
    sheet = openpyxl.load_workbook(path).worksheets[0]
    reading = read_rows(path, split=split)
    assert reading.head_rows == (2, 5)
    assert len({row.row for row in reading.rows}) == 105
    assert [(each.row, each.reason) for each in reading.skipped] == [(112, "footnote")]
    assert len(reading.columns) == 18
    for row in reading.rows:
        raw = [cell.value for cell in sheet[row.row] if cell.value not in (None, "")]
        assert len(raw) == len(row.as_written)
        for value, kept in zip(raw, row.as_written.values(), strict=True):
            if isinstance(value, datetime.datetime):
                assert value.isoformat().removesuffix("T00:00:00") == kept
            else:
                assert str(value) == kept
        assert {"found_on", "description", "due", "severity", "claim"} <= set(row.fields)
        assert "填写要求" not in row.fields["description"]
    moved = next(row for row in reading.rows if row.row == 103)
    assert moved.fields["done_on"] == "2025-03-14"
    assert "unit_supervise" not in moved.fields
    claims = [row.fields["claim"] for row in reading.rows if row.part in (0, 1)]
    assert (claims.count("claimed"), claims.count("open"), claims.count("")) == (101, 3, 1)
    assert len(reading.rows) == (135 if split else 105)
