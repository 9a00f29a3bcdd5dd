"""Importing spreadsheets through the command line: a real one, and others unlike it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support.office import CLERK, MEMBER, Office, open_office

REAL = Path(__file__).parents[4] / "shared" / "data" / "台账样例-2024.xlsx"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


def sheet(path: Path, rows: list[list[Any]], *, at: tuple[int, int] = (1, 1)) -> Path:
    """Write rows into a workbook, their first cell `at` (row, column)."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for down, row in enumerate(rows):
        for across, value in enumerate(row):
            page.cell(at[0] + down, at[1] + across, value)
    book.save(path)
    return path


def taken(office: Office, *args: object, by: str = CLERK) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(office.done("import", *args, "--json", by=by).out)
    return said


HEAD = ["序号", "检查时间", "隐患问题描述", "整改责任单位", "整改期限", "销号情况"]


@pytest.mark.thorough
@pytest.mark.skipif(not REAL.exists(), reason="the real ledger is not beside the repository")
def test_the_real_ledger_is_taken_over_whole_and_only_once(office: Office) -> None:
    first = taken(office, REAL)
    assert len(first["created"]) == 105
    assert [row["row"] for row in first["created"]] == list(range(6, 111))
    assert {row["row"] for row in first["refused"]} == {112}
    head = (office.root / ".git/refs/heads/main").read_bytes()
    again = taken(office, REAL)
    assert (again["created"], len(again["unchanged"])) == ([], 105)
    assert (office.root / ".git/refs/heads/main").read_bytes() == head
    assert office("validate").status == 0

    page = openpyxl.load_workbook(REAL).worksheets[0]
    for row in first["created"]:
        raw = " ".join(office.issue(row["number"])["as_written"].values())
        for cell in page[row["row"]]:
            if isinstance(cell.value, str) and cell.value.strip():
                assert cell.value.strip() in raw, (row, cell.value)


@pytest.mark.thorough
@pytest.mark.skipif(not REAL.exists(), reason="the real ledger is not beside the repository")
def test_states_of_the_real_ledger_are_claims_at_most(office: Office) -> None:
    created = taken(office, REAL)["created"]
    states = {office.issue(row["number"])["status"] for row in created[:3] + created[-5:]}
    assert states == {"submitted", "rectifying"}
    number = created[0]["number"]
    checked = ("--on-site", "辛（化名）", "--checked-on", "2026-06-01")
    shown = ("--opinion", "可", "--evidence", "照片@2026-06-01", *checked)
    refused = office("accept", number, *shown, by=CLERK)
    assert (refused.status, "accepting body" in refused.err) == (5, True)
    office.done(
        *("amend", number, "--field", "accept", "--new", "housing-construction"),
        *("--why", "补验收单位"),
        by="0001",
    )
    paper = ("--document", "验收单", "--signed-by", "辛（化名）")
    shown = ("--opinion", "可", "--evidence", "照片@2026-06-01", *paper)
    shown += ("--on-site", "辛（化名）", "--checked-on", "2026-06-01")
    assert "duty" in office("accept", number, *shown, by=CLERK).err
    duty = ("--field", "duty", "--new", "enterprise", "--why", "补责任")
    office.done("amend", number, *duty, by="0001")
    office.done("accept", number, *shown, by=CLERK)


def test_a_head_elsewhere_and_dates_as_typed(office: Office, tmp_path: Path) -> None:
    rows = [
        ["某市隐患台账（虚构）"],
        [],
        HEAD,
        [1, "2025.6.30", "配电箱未上锁", "虚构甲公司", "7月15日前", "已销号"],
        [2, date(2025, 7, 1), "通道堵塞", "虚构乙公司", "2025年7月20日", "整改中"],
        [3, date(2025, 7, 1), None, "虚构乙公司", None, None],
        ["备注：本表为虚构样例。"],
    ]
    said = taken(office, sheet(tmp_path / "a.xlsx", rows, at=(3, 4)))
    assert len(said["created"]) == 2
    one, two = (office.issue(row["number"]) for row in said["created"])
    assert (one["found"]["on"], one["due"], one["status"]) == (
        "2025-06-30",
        "2025-07-15",
        "submitted",
    )
    assert (two["due"], two["status"]) == ("2025-07-20", "rectifying")
    assert one["number"].startswith("25-001-")
    assert {row["row"] for row in said["refused"]} == {8, 9}
    assert all(row["reason"] for row in said["refused"])


def test_an_english_sheet_of_other_columns_with_a_mapping(office: Office, tmp_path: Path) -> None:
    rows = [
        ["Ref", "What we saw", "Raised", "Who fixes", "Target", "How bad", "Where it is at"],
        [
            "A-1",
            "Guard missing on conveyor",
            "30 Jun 2025",
            "Fictive Ltd",
            "2025-07-31",
            "High",
            "x",
        ],
    ]
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(
        "description: What we saw\nfound_on: Raised\nunit: Who fixes\ndue: E\ngrade: How bad\n",
        encoding="utf-8",
    )
    said = taken(office, sheet(tmp_path / "b.xlsx", rows), "--mapping", mapping)
    issue = office.issue(said["created"][0]["number"])
    assert issue["description"] == "Guard missing on conveyor"
    assert (issue["found"]["on"], issue["due"]) == ("2025-06-30", "2025-07-31")
    assert issue["as_written"]["How bad"] == "High"


def test_split_makes_an_issue_of_each_problem_and_again_none(
    office: Office, tmp_path: Path
) -> None:
    cell = "检查发现：\n1.配电箱未上锁。\n2.临边无防护。\n3.高处1.5m处无护栏。"
    path = sheet(tmp_path / "c.xlsx", [HEAD, [1, "2025-6-1", cell, "虚构甲公司", None, "整改中"]])
    said = taken(office, path, "--split")
    assert [row["part"] for row in said["created"]] == [1, 2, 3]
    assert len(taken(office, path, "--split")["unchanged"]) == 3


def test_a_newer_sheet_of_the_same_rows_creates_nothing_and_tells_what_differs(
    office: Office, tmp_path: Path
) -> None:
    row = [1, "2025-6-1", "配电箱未上锁", "虚构甲公司", "2025-7-1", "整改中"]
    taken(office, sheet(tmp_path / "d.xlsx", [HEAD, row]))
    said = taken(office, sheet(tmp_path / "e.xlsx", [HEAD, [7, *row[1:5], "已整改"]]))
    assert said["created"] == []
    assert any("已整改" in note for note in said["unchanged"][0]["notes"])


def test_equal_rows_are_two_issues_and_stay_two(office: Office, tmp_path: Path) -> None:
    row = [1, "2025-6-1", "配电箱未上锁", "虚构甲公司", None, "整改中"]
    path = sheet(tmp_path / "f.xlsx", [HEAD, row, row])
    assert len(taken(office, path)["created"]) == 2
    assert len(taken(office, path)["unchanged"]) == 2


def test_a_dry_run_shows_all_and_creates_nothing(office: Office, tmp_path: Path) -> None:
    path = sheet(tmp_path / "g.xlsx", [HEAD, [1, "2025-6-1", "配电箱未上锁", "虚构甲公司"]])
    before = office.files()
    said = taken(office, path, "--dry-run")
    assert (len(said["created"]), said["dry_run"]) == (1, True)
    assert office.files() == before


def test_new_findings_are_registered_for_the_team(office: Office, tmp_path: Path) -> None:
    head = ["检查时间", "检查人", "隐患问题描述", "受检单位", "问题性质"]
    rows = [head, ["2026-05-20", "丁（化名）", "配电箱未上锁", "虚构甲公司", ""]]
    path = sheet(tmp_path / "h.xlsx", rows)
    said = taken(
        office,
        *(path, "--register", "--set", "duty=enterprise", "--set", "mode=covert"),
        *("--set", "site-record=signed", "--set", "nature=management", "--set", "place=640104"),
        by=MEMBER,
    )
    assert said["refused"] == []
    issue = office.issue(said["created"][0]["number"])
    assert (issue["status"], issue["found"]["team"]) == ("registered", "2026-1/T1")
    assert issue["found"]["by"] == [MEMBER]


def test_only_a_clerk_imports(office: Office, tmp_path: Path) -> None:
    path = sheet(tmp_path / "i.xlsx", [HEAD, [1, "2025-6-1", "配电箱未上锁", "虚构甲公司"]])
    refused = office("import", path, by=MEMBER)
    assert (refused.status, "clerk" in refused.err) == (5, True)


def test_a_list_keeps_where_its_problems_come_from(office: Office, tmp_path: Path) -> None:
    head = [*HEAD, "问题来源"]
    rows = [
        head,
        [1, "2025.6.30", "配电箱未上锁", "虚构甲公司", "7月15日前", "", "区市县排查"],
        [2, "2025.6.30", "通道堵塞", "虚构乙公司", "7月15日前", "", "自查自纠"],
        [3, "2025.6.30", "通道上锁", "虚构丙公司", "7月15日前", "", ""],
        [4, "2025.6.30", "吊篮无验收", "虚构丁公司", "7月15日前", "", "有人说的"],
    ]
    file = sheet(tmp_path / "a.xlsx", rows)
    wrong = office("import", file, "--source", "听说", by=CLERK)
    assert (wrong.status, "sector_inspection" in wrong.err) == (2, True)
    said = taken(office, file, "--source", "行业部门安全检查、执法检查")
    numbers = [row["number"] for row in said["created"]]
    sources = [office.issue(number)["found"]["source"] for number in numbers]
    assert sources == [
        *("locality_screening", "enterprise_self_check"),
        *("sector_inspection", "sector_inspection"),
    ]
    assert "有人说的" in " ".join(said["created"][3]["notes"])
    listed = json.loads(office.done("list", "--source", "enterprise_self_check", "--json").out)
    assert [each["number"] for each in listed["issues"]] == [numbers[1]]

    def amend(new: str, by: str) -> int:
        return office(
            "amend", numbers[3], "--field", "source", "--new", new, "--why", "查实", by=by
        ).status

    assert amend("leaders_covert", MEMBER) == 5
    assert amend("hearsay", CLERK) == 5
    assert amend("leaders_covert", CLERK) == 0
    assert amend("leaders_covert", CLERK) == 5  # it reads so already
    assert (
        office("amend", numbers[3], "--field", "title", "--new", "x", "--why", "y", by=CLERK).status
        == 5
    )
    assert office("validate").status == 0
    assert "by regional leaders" in office.done("report", "place", "640000").out
