"""Due dates as offices count them: working days, provisional ones, extensions, what is due soon."""

import json
from pathlib import Path
from typing import Any

import pytest
import time_machine

from tests.domain.world.test_calendar import NEXT
from tests.support.office import ACCEPTOR, CLERK, LEADER, Office, open_office
from tests.support.run import run

CITY, NUMBER = "640100", "26-001-0001-0"
NOTICE = ("--notice", "1号", "--demand", "更换", "--accept", "emergency-management")
EXTEND = ("extend", NUMBER, "--asked-on", "2026-06-01", "--reason", "备件未到", "--interim", "停用")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = open_office(tmp_path)
    office.done("handover", "receive", CITY, "-y", by=LEADER)
    office.done("confirm", office.found(), "--true-and-accurate", by=LEADER)
    return office


def listed(office: Office, *terms: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(office.done("list", "--json", *terms).out)["issues"]
    return rows


def edit(office: Office, name: str, old: str, new: str) -> None:
    path = office.root / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("given", "due", "counted"),
    [
        ("15w", "2026-06-23", True),  # Friday the 19th is off
        *(
            pytest.param(given, due, counted, marks=pytest.mark.thorough)
            for given, due, counted in (
                ("15 个工作日", "2026-06-23", True),
                ("15d", "2026-06-16", False),
                ("15日", "2026-06-16", False),
                ("2026-06-23", "2026-06-23", False),
            )
        ),
    ],
)
def test_a_due_date_is_given_as_a_day_or_as_days(
    office: Office, given: str, due: str, counted: bool
) -> None:
    office.done("notify", NUMBER, *NOTICE, "--due", given)
    issue = office.issue(NUMBER)
    assert issue["due"] == due
    within = {"days": 15, "after": "2026-06-01"} if counted else None
    assert issue["events"][-1].get("within") == within
    assert ("15 working days after 2026-06-01" in office.done("show", NUMBER).out) is counted


@pytest.mark.thorough
@pytest.mark.parametrize("given", ["0w", "15", "15x", "w", "-3d", "1.5w", "9999w", ""])
def test_what_is_neither_is_refused(office: Office, given: str) -> None:
    refused = office("notify", NUMBER, *NOTICE, "--due", given)
    assert (refused.status, refused.out) == (2, "")


@pytest.mark.thorough
def test_a_preset_may_be_in_working_days(office: Office) -> None:
    preset = "rectify_days_general:\n- {since: 2026-01-01, value: 15, "
    edit(office, "policy.yaml", preset, f"{preset}working: true, ")
    office.done("notify", NUMBER, *NOTICE)
    assert office.issue(NUMBER)["due"] == "2026-06-23"
    office.done("notify", NUMBER, *NOTICE)  # again: the same count, the same day
    assert office.issue(NUMBER)["events"][-1]["within"]["after"] == "2026-06-01"


def test_a_provisional_date_is_told_again_when_its_year_is_announced(office: Office) -> None:
    done = office.done("notify", NUMBER, *NOTICE, "--due", "150w")  # 2027 is not announced
    assert "(provisional)" in done.out
    before = office.issue(NUMBER)["due"]
    assert before > "2027"
    assert [row["number"] for row in listed(office, "--provisional")] == [NUMBER]
    assert f"{before} (provisional)" in office.done("list").out
    letter = office.done("notice", "feedback", NUMBER, "--format", "md").out
    assert "is provisional" in letter
    assert "SF218" not in office.done("validate").out
    years = office.root / "calendar.yaml"
    announced = json.dumps([NEXT | {"announced": "2026-06-01"}], ensure_ascii=False)[1:-1]
    years.write_text(f"{years.read_text(encoding='utf-8').rstrip()}\n- {announced}\n", "utf-8")
    told = office.done("validate").out
    assert "SF218" in told
    refused = office("notify", NUMBER, *NOTICE, "--due", "2027-12-31")
    assert "does not move" in refused.err
    office.done("notify", NUMBER, *NOTICE)
    now = office.issue(NUMBER)
    assert now["due"] in told
    assert now["due"] > before  # two days of New Year are off, one Saturday is worked
    assert not now["provisional"]
    assert not listed(office, "--provisional")
    assert "SF218" not in office.done("validate").out


def test_beyond_the_policys_limits_an_extension_names_who_approved_it(office: Office) -> None:
    office.done("notify", NUMBER, *NOTICE, "--due", "2026-06-15")
    office.done(*EXTEND, "--due", "5w", by=ACCEPTOR)
    assert office.issue(NUMBER)["due"] == "2026-06-23"  # from the 15th on, without the 19th
    paper = ("--document", "延期函", "--signed-by", "签发人（化名）")
    office.done(*EXTEND, "--due", "2026-06-24", *paper, by=CLERK)
    third = (*EXTEND, "--due", "2026-06-25")
    refused = office(*third, by=ACCEPTOR)
    assert (refused.status, "--approved-by" in refused.err) == (5, True)
    for own in ("戊（化名）", ACCEPTOR, "戊 (化名)"):
        refused = office(*third, "--approved-by", own, by=ACCEPTOR)
        assert (refused.status, "cannot approve it too" in refused.err) == (5, True)
    office.done(*third, "--approved-by", "分管负责人（化名）", by=ACCEPTOR)
    assert "分管负责人（化名）" in office.done("show", NUMBER).out
    letter = office.done("notice", "extension", NUMBER, "--format", "md").out
    assert "分管负责人（化名）" in letter


@pytest.mark.thorough
def test_a_long_extension_is_beyond_the_limits_too(office: Office) -> None:
    office.done("notify", NUMBER, *NOTICE, "--due", "2026-06-15")
    assert office(*EXTEND, "--due", "61d", by=ACCEPTOR).status == 5
    office.done(*EXTEND, "--due", "60d", by=ACCEPTOR)
    assert office.issue(NUMBER)["due"] == "2026-08-14"


def test_what_falls_due_soon_is_told_everywhere(office: Office) -> None:
    ends = "start: 2026-05-02\n"
    edit(office, "rounds/2026-1.yaml", ends, f"{ends}end: 2026-06-12\n")
    others = [office.found(title=f"第{n}条") for n in range(3)]
    office.done("confirm", *others, "--true-and-accurate", by=LEADER)
    days = ("2026-06-01", "2026-06-08", "2026-06-09", "2026-06-13")
    for number, day in zip((NUMBER, *others), days, strict=True):
        office.done("notify", number, *NOTICE, "--due", day)
    assert [row["due"] for row in listed(office, "--due-soon")] == list(days[:2])
    assert [row["due"] for row in listed(office, "--due-in-round")] == list(days[:3])
    assert [row["due_soon"] for row in listed(office)] == [True, True, False, False]
    said = office.done("list")
    assert "2 due soon, 3 due before the round ends" in said.err
    assert "due today" in said.out
    assert "7 days left" in said.out
    assert office.issue(NUMBER)["due_in_round"]
    place = json.loads(office.done("handover", "--json").out)["places"][0]
    assert (place["due_soon"], place["due_in_round"]) == (2, 3)
    figures = json.loads(office.done("report", "overdue", "--format", "json").out)["figures"]
    assert (figures["due_soon"], figures["due_in_round"]) == (2, 3)
    office.done("handover", "offer", CITY, "--to", "inspection-office", "-y", by=LEADER)
    printed = office.done("handover", "show", CITY, "--format", "md").out
    falling = printed.partition("## Overdue or due soon")[2].partition("##")[0]
    assert falling.count("before the round ends") == 3
    office.done(
        "submit",
        NUMBER,
        "--done",
        "已换",
        "--evidence",
        "照片@2026-06-01",
        "--document",
        "报告",
        "--signed-by",
        "负责人（化名）",
        by=CLERK,
    )
    assert [row["due"] for row in listed(office, "--due-soon")] == [days[1]]


@pytest.mark.thorough
def test_what_is_in_the_days_of_grace_is_told_as_due_not_as_overdue(office: Office) -> None:
    grace = "overdue_grace_days:\n- {since: 2026-01-01, value: "
    edit(office, "policy.yaml", f"{grace}0", f"{grace}3")
    office.done("notify", NUMBER, *NOTICE, "--due", "2026-06-01")
    office.done("handover", "offer", CITY, "--to", "inspection-office", "-y", by=LEADER)
    with time_machine.travel("2026-06-03T10:00:00+08:00", tick=False):
        said = run("list", cwd=office.root)
        assert "due 2 days ago" in said.out
        assert "0 overdue, 1 due soon" in said.err
    with time_machine.travel("2026-06-05T10:00:00+08:00", tick=False):
        assert "4 days overdue" in run("list", cwd=office.root).out
