"""What an issue is said to wait for is what the law takes, and what is refused has a name."""

import json
from pathlib import Path

import pytest

from tests.support.office import CLERK, ISSUE, LEADER, MEMBER, OFFICER, TODAY, Office, open_office

PLACE = "640100"
PLAN = ("--duty", "厂长", "--measures", "停用", "--funds", "自筹", "--time-limit", "六月")
PAPER = ("--document", "宁河化工〔2026〕7号复函", "--signed-by", "庚（化名）")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


def told(office: Office, number: str) -> tuple[str, list[str]]:
    """Return the step that is told first, and all that are told."""
    steps = [each["do"] for each in office.issue(number)["next"]]
    return steps[0], steps


def notify(office: Office, number: str) -> None:
    office.done("confirm", number, "--true-and-accurate", by=LEADER)
    office.done(
        *("notify", number, "--notice", "反馈1号", "--demand", "更换。", "--due", "2026-07-01"),
        *("--accept", "emergency-management"),
        by=OFFICER,
    )


def test_before_the_plan_of_a_major_one_no_submit_is_told(office: Office) -> None:
    office.done("handover", "receive", PLACE, "-y", by=LEADER)
    number = office.found(severity="major")
    notify(office, number)
    first, steps = told(office, number)
    assert (first, "submit" in steps) == ("rectification-plan", False)
    page = office.done("show", number).out
    assert page.index("rectification plan  ") < page.index("Also open to it")
    done = ("--done", "已更换。", "--evidence", f"照片@{TODAY}", *PAPER)
    assert office("submit", number, *done, by=CLERK).status == 5
    office.done("handover", "offer", PLACE, "--to", "inspection-office", "-y", by=LEADER)
    (path,) = (office.root / "handovers" / PLACE).glob("*-0002.yaml")
    assert "next: rectification-plan\n" in path.read_text(encoding="utf-8")
    office.done("handover", "withdraw", PLACE, "--reason", "暂缓", "-y", by=LEADER)
    office.done(
        "rectification-plan", number, *PLAN, "--contingency", "撤人", *PAPER, "-y", by=CLERK
    )
    assert told(office, number)[0] == "submit"
    office.done("submit", number, *done, by=CLERK)


def test_no_void_is_told_of_an_issue_that_stands_for_others(office: Office) -> None:
    survivor, double = office.found(), office.found(title="重复", description="重复的一条。")
    office.done("list")
    office.done("void", double, "--reason", "重复", "--duplicate-of", survivor)
    assert "void" not in told(office, survivor)[1]
    assert office("void", survivor, "--reason", "误录").status == 5


def test_what_is_not_there_is_told_by_its_name_and_not_as_a_wrong_hand(office: Office) -> None:
    def refused(**other: object) -> str:
        form = json.dumps({**ISSUE, **other}, ensure_ascii=False)
        said = office("new-issue", "--from", "-", by=MEMBER, typed=form)
        assert said.status == 5
        assert "00-000-0000-0" not in said.err
        assert "is not for" not in said.err
        return said.err

    assert "There is no place “999999”" in refused(place="999999")
    assert "640181 灵武市" in refused(place="灵武县")
    assert "There is no team 2026-9/T1" in refused(found={**ISSUE["found"], "team": "2026-9/T1"})
    assert ISSUE["title"] in refused(nature="nonsense")
    assert office.issue(office.found(place="灵武市"))["place"] == "640181"


def test_who_may_not_register_is_told_by_the_title(office: Office) -> None:
    form = json.dumps(ISSUE, ensure_ascii=False)
    said = office("new-issue", "--from", "-", by=CLERK, typed=form)
    assert said.status == 5
    assert f"{ISSUE['title']}: “register” is not for 乙（化名）" in said.err
    shown = office.done("new-issue", "--from", "-", "--dry-run", by=MEMBER, typed=form)
    assert "00-000-0000-0" not in shown.out


def test_an_import_is_neither_confirmed_nor_notified_until_it_is(
    office: Office, tmp_path: Path
) -> None:
    sheet = tmp_path / "旧账.csv"
    rows = [
        "检查时间,被检查单位,存在问题,整改情况,整改时限",
        "2026-05-01,虚构厂,护栏缺失,,2026-07-01",
    ]
    sheet.write_text("\n".join([*rows, "2026-05-02,虚构厂,通道堵塞,已整改,2026-07-01"]), "utf-8")
    office.done("import", sheet, by=CLERK)

    def figures() -> list[int]:
        found = json.loads(office.done("report", "dashboard", "--json").out)["figures"]
        assert all(
            rate["percent"] is None or rate["percent"] <= 100 for rate in found["rates"].values()
        )
        return [found[name] for name in ("valid", "notified", "given", "submitted")]

    assert figures() == [2, 0, 2, 1]
    own = office.found()
    assert figures() == [3, 0, 2, 1]
    notify(office, own)
    assert figures() == [3, 1, 3, 1]
    (claimed,) = json.loads(office.done("list", "-q", "status=submitted", "--json").out)["issues"]
    assert told(office, claimed["number"])[0] == "amend"
