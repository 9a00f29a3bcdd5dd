"""Bodies of cities and counties: added one by one and from a sheet, competent, referred."""

import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.support.office import CLERK, LEADER, SECOND, Office, open_office
from tests.support.trials import git

HEAD = ("序号", "单位名称", "简称", "地区", "主管行业", "类别")
ROWS = (
    (1, "灵武市应急管理局（虚构）", "灵武应急局", "灵武市", "危险化学品", ""),
    (2, "灵武市消防救援大队（虚构）", "灵武消防大队", "640181", "crowded_places", "agency"),
    (3, "中共灵武市委组织部（虚构）", "", "灵武市", "", "party"),
)


@pytest.fixture(name="office")
def _office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


def sheet(office: Office, *rows: tuple[object, ...], head: tuple[str, ...] = HEAD) -> Path:
    book = Workbook()
    table = book.active
    assert table is not None
    for row in (("灵武市部门名录（虚构）",), head, *rows):
        table.append([*row])
    path = office.root.parent / "名录.xlsx"
    book.save(path)
    return path


def bodies(office: Office) -> dict[str, dict[str, object]]:
    found = json.loads(office.done("body", "list", "--json").out)["bodies"]
    return {each["id"]: each for each in found if each["id"].startswith("640181-")}


def test_a_sheet_of_departments_is_added_whole(office: Office) -> None:
    office.done("body", "import", sheet(office, *ROWS))
    known = bodies(office)
    assert [(each, body["superior"], body["kind"]) for each, body in known.items()] == [
        ("640181-01", "government-640181", "government"),
        ("640181-02", "government-640181", "agency"),
        ("640181-03", "party-640181", "party"),
    ]
    competent = [{"sectors": ["hazardous_chemicals"], "since": "2026-06-01"}]
    assert known["640181-01"]["competent"] == competent
    assert git(office.root, "log", "--format=%s", "-1").startswith("body-add ")
    assert office("validate").status == 0


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ((4, "新局（虚构）", "", "没有的市", "", ""), "row 4"),
        ((4, "新局（虚构）", "", "灵武市", "不存在的行业", ""), "不存在的行业"),
        ((4, "灵武市应急管理局（虚构）", "", "灵武市", "", ""), "640181-01"),
        ((4, "自治区应急管理厅", "", "灵武市", "", ""), "emergency-management"),
        ((4, "新局（虚构）", "", "灵武市", "", "衙门"), "kind"),
        ((4, "新局（虚构）", "", "", "", ""), "row 4"),
    ],
)
def test_one_bad_row_and_nothing_is_added(
    office: Office, row: tuple[object, ...], why: str
) -> None:
    first = (1, "灵武市应急管理局（虚构）", "灵武应急局", "灵武市", "危险化学品", "")
    before = office.files()
    refused = office("body", "import", sheet(office, first, row))
    assert refused.status == 2
    assert why in refused.err
    assert office.files() == before


@pytest.mark.thorough
def test_what_is_no_register_and_who_is_no_steward(office: Office) -> None:
    assert office("body", "import", sheet(office, head=("单", "位"))).status == 2
    assert office("body", "import", sheet(office)).status == 2
    assert office("body", "import", sheet(office, ROWS[1]), by=CLERK).status == 5
    office.done("body", "import", sheet(office, ROWS[1]))
    assert office("body", "import", sheet(office, ROWS[1])).status == 2  # the same once more


def test_a_county_department_accepts_and_is_inspected_and_referred(office: Office) -> None:
    added = ("--name", "灵武市应急管理局（虚构）", "--kind", "government", "--place", "640181")
    office.done("body", "add", "640181-yj", *added, "--sector", "hazardous_chemicals")
    firm = office.found(sector="hazardous_chemicals")
    office.done("confirm", firm, "--true-and-accurate", by=LEADER)
    notice = ("--notice", "1号", "--demand", "更换", "--due", "2026-09-01")
    refused = office("notify", firm, *notice, "--accept", "fire-rescue")
    assert refused.status == 5
    assert "640181-yj" in refused.err
    assert "--why" in refused.err
    office.done("notify", firm, *notice, "--accept", "640181-yj")
    own = office.found(
        title="重检查轻执法（虚构）",
        description="只登记，不立案。",
        duty="regulator",
        nature="inspect_without_enforcing",
        unit={"name": "灵武市应急管理局（虚构）", "body": "640181-yj"},
    )
    office.done("confirm", own, "--true-and-accurate", by=LEADER)
    wrong = office("notify", own, *notice, "--accept", "region-government")
    assert wrong.status == 5
    assert "government-640181" in wrong.err
    office.done("notify", own, *notice, "--accept", "government-640181")
    cited = ("--to", "organization", "--about", "640181-yj", "--fact", f"{own}:duty")
    office.done("refer", "propose", *cited, by=SECOND)


def test_who_accepts_is_named_as_people_name_it(office: Office) -> None:
    firm = office.found(sector="crowded_places")
    office.done("confirm", firm, "--true-and-accurate", by=LEADER)
    notice = ("--notice", "1号", "--demand", "更换", "--due", "2026-09-01")
    office.done("notify", firm, *notice, "--accept", "宁夏消防救援总队")
    assert office.issue(firm)["responsible"]["accept"] == "fire-rescue"
    change = ("--field", "accept", "--new", "应急管理厅", "--why", "改由应急管理厅验收")
    office.done("amend", firm, *change, by="0001")
    assert office.issue(firm)["responsible"]["accept"] == "emergency-management"
