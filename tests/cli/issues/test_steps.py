"""A whole life by commands alone, and `log` tells it."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.office import (
    ACCEPTOR,
    CLERK,
    ISSUE,
    LEADER,
    MEMBER,
    OFFICER,
    SECOND,
    START,
    TEAM,
    TODAY,
    Office,
    open_office,
)

PAPER = ("--document", "宁河化工〔2026〕7号复函", "--signed-by", "庚（化名）")
LATER = TODAY + timedelta(days=30)
PHOTO = f"整改后照片@{TODAY}"
SEEN = ("--finding", "到场查看", "--evidence", PHOTO)
CHECKED = ("--evidence", PHOTO, "--on-site", ACCEPTOR, "--checked-on", str(TODAY))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


def notified(office: Office, **issue: object) -> str:
    number = office.found(**issue)
    office.done("confirm", number, "--true-and-accurate", by=LEADER)
    office.done(
        *("notify", number, "--notice", "反馈1号", "--demand", "更换探测器。"),
        *("--accept", "emergency-management", "--due", TODAY + timedelta(days=10)),
        by=OFFICER,
    )
    return number


def submitted(office: Office, **issue: object) -> str:
    number = notified(office, **issue)
    office.done("submit", number, "--done", "已更换。", "--evidence", PHOTO, *PAPER, by=CLERK)
    return number


def accepted(office: Office, **issue: object) -> str:
    number = submitted(office, **issue)
    office.done("accept", number, "--opinion", "属实。", *CHECKED, by=ACCEPTOR)
    return number


def test_a_whole_life_with_every_turn_runs_by_commands_alone(office: Office) -> None:
    number = office.found(severity="major")
    assert office.issue(number)["status"] == "registered"
    office.done("confirm", number, "--true-and-accurate", by=LEADER)
    office.done(
        *("notify", number, "--notice", "反馈1号", "--demand", "更换探测器。"),
        *("--accept", "emergency-management"),
        by=OFFICER,
    )
    record = office.issue(number)
    # The policy's preset for a major hazard is thirty days.
    assert (record["status"], record["due"]) == ("rectifying", str(TODAY + timedelta(days=30)))
    assert record["responsible"]["rectify"] == "虚构宁河化工有限公司"
    for addressee in record["events"][-1]["sent_to"]:  # the unit, its county, its city
        receipt = ("--addressee", addressee, "--received-on", TODAY)
        office.done("acknowledge", number, *receipt, *PAPER, by=CLERK)
    again = office("acknowledge", number, "--received-on", TODAY, *PAPER, by=CLERK)
    assert (again.status, "every addressee" in again.err) == (5, True)
    plan = [
        *("--duty", "厂长", "--measures", "更换", "--funds", "十万元"),
        *("--time-limit", "一个月", "--contingency", "人工监测"),
    ]
    office.done("rectification-plan", number, *plan, *PAPER, by=CLERK)
    office.done(
        *("extend", number, "--asked-on", TODAY, "--reason", "设备到货晚"),
        *("--interim", "人工监测", "--due", TODAY + timedelta(days=40)),
        by=ACCEPTOR,
    )
    office.done("object", number, "--grounds", "其中两台已停用", *PAPER, by=CLERK)
    assert office.issue(number)["status"] == "disputed"
    office.done(
        *("rule", number, "--outcome", "stands", "--ruling", "停用应挂牌", "--due", LATER),
        by=OFFICER,
    )
    office.done("submit", number, "--done", "已更换。", "--evidence", PHOTO, *PAPER, by=CLERK)
    office.done(
        *("return", number, "--reason", "一台未标定", "--demand", "补标定", "--due", LATER),
        by=ACCEPTOR,
    )
    office.done("submit", number, "--done", "已标定。", "--evidence", PHOTO, *PAPER, by=CLERK)
    office.done("accept", number, "--opinion", "属实。", *CHECKED, by=ACCEPTOR)
    refused = office("close", number, "--reason", "rectified", by=SECOND)
    assert (refused.status, "look-back" in refused.err) == (5, True)
    office.done(
        *("look-back", number, "--rectified", "--measures", "--no-solved"),
        *("--finding", "又一台失效", "--evidence", PHOTO, "--demand", "查明原因", "--due", LATER),
        by=OFFICER,
    )
    assert office.issue(number)["status"] == "rectifying"
    office.done("submit", number, "--done", "查明并更换。", "--evidence", PHOTO, *PAPER, by=CLERK)
    office.done("accept", number, "--opinion", "属实。", *CHECKED, by=ACCEPTOR)
    office.done("look-back", number, "--rectified", "--measures", "--solved", *SEEN, by=OFFICER)
    same_hand = office("close", number, "--reason", "rectified", by=OFFICER)
    assert same_hand.status == 5
    office.done("close", number, "--reason", "rectified", by=SECOND)
    office.done(
        *("reopen", number, "--why", "复发", "--demand", "彻底整改", "--due", LATER), by=OFFICER
    )
    office.done("submit", number, "--done", "彻底整改。", "--evidence", PHOTO, *PAPER, by=CLERK)
    office.done("accept", number, "--opinion", "属实。", *CHECKED, by=ACCEPTOR)
    office.done("look-back", number, "--rectified", "--measures", "--solved", *SEEN, by=OFFICER)
    office.done("close", number, "--reason", "rectified", by=SECOND)

    told = json.loads(office.done("log", number, "--json").out)["log"]
    assert [event["do"] for entry in told for event in entry["events"]] == [
        *("register", "confirm", "notify", *["acknowledge"] * 3, "rectification-plan", "extend"),
        *("object", "rule"),
        *("submit", "return", "submit", "accept", "look-back", "submit", "accept", "look-back"),
        *("close", "reopen", "submit", "accept", "look-back", "close"),
    ]
    assert [entry["by"] for entry in told][:3] == [MEMBER, LEADER, OFFICER]
    assert office.done("validate").status == 0


@pytest.mark.thorough
def test_steps_on_many_are_done_all_or_none(office: Office) -> None:
    ready, not_ready = office.found(), office.found(title="另一处", description="另一处说明。")
    office.done("confirm", ready, "--true-and-accurate", by=LEADER)
    before = office.files()
    refused = office("confirm", ready, not_ready, "--true-and-accurate", by=LEADER)
    assert refused.status == 5
    assert ready in refused.err
    assert office.files() == before
    third = office.found(title="第三处", description="第三处说明。")
    office.done("confirm", "--query", "status=registered", "--true-and-accurate", by=LEADER)
    assert {office.issue(n)["status"] for n in (not_ready, third)} == {"confirmed"}
    last = office.done("log", third, "--json")
    assert json.loads(last.out)["log"][-1]["action"] == "confirm"


def test_a_dry_run_changes_nothing_and_uses_no_number(office: Office) -> None:
    number = office.found()
    before = office.files()
    shown = office.done("confirm", number, "--true-and-accurate", "--dry-run", by=LEADER)
    assert "registered → confirmed" in shown.out
    office.done("new-issue", "--from", "-", "--dry-run", by=MEMBER, typed=_entry("别处"))
    assert office.files() == before
    assert office.found(title="下一个", description="下一个说明。").split("-")[2] == "0002"


def _entry(title: str) -> str:
    return json.dumps({**ISSUE, "title": title, "description": title * 5}, ensure_ascii=False)


def test_a_likely_duplicate_is_named_before_it_is_registered(office: Office) -> None:
    first = office.found()
    again = office(
        "new-issue",
        "--from",
        "-",
        "--dry-run",
        by=MEMBER,
        typed=_entry("甲醇罐区可燃气体报警器失效了"),
    )
    assert first in again.err
    other = office("new-issue", "--from", "-", "--dry-run", by=MEMBER, typed=_entry("消防通道堵塞"))
    assert first not in other.err


@pytest.mark.thorough
def test_amendments_keep_the_old_value(office: Office) -> None:
    number = notified(office)
    office.done(
        "amend",
        number,
        "--field",
        "title",
        "--new",
        "罐区报警器失效",
        "--why",
        "更准确",
        by=OFFICER,
    )
    record = office.issue(number)
    assert record["title"] == "罐区报警器失效"
    assert record["events"][-1]["old"] == "甲醇罐区可燃气体报警器失效"
    unit = json.dumps({"name": "虚构宁河化工二厂"}, ensure_ascii=False)
    office.done("amend", number, "--field", "unit", "--new", unit, "--why", "认错了", by=OFFICER)
    refused = office("submit", number, "--done", "x", "--evidence", PHOTO, *PAPER, by=CLERK)
    assert (refused.status, "Notify again" in refused.err) == (5, True)


@pytest.mark.thorough
def test_void_as_a_duplicate_names_a_living_survivor(office: Office) -> None:
    survivor, double = office.found(), notified(office, title="重复", description="重复的一条。")
    refused = office("void", double, "--reason", "重复", by=OFFICER)
    assert refused.status == 5
    office.done("void", double, "--reason", "重复", "--duplicate-of", survivor, by=OFFICER)
    gone = office("void", survivor, "--reason", "误报", by=OFFICER)
    assert (gone.status, double in gone.err) == (5, True)


@pytest.mark.thorough
def test_evidence_is_kept_under_its_digest(office: Office) -> None:
    number = notified(office)
    photo = office.root.parent / "照片.JPG"
    photo.write_bytes(b"\xff\xd8 not really a photo")
    office.done(
        "attach", number, "--file", photo, "--class", "scene", "--caption", "整改前", by=CLERK
    )
    sha256 = office.issue(number)["events"][-1]["files"][0]["sha256"]
    kept = office.root / "evidence" / sha256[:2] / f"{sha256}.jpg"
    assert kept.read_bytes() == photo.read_bytes()
    office.done(
        "attach", number, "--file", photo, "--class", "scene", "--caption", "再附一次", by=CLERK
    )
    assert office.done("validate").status == 0


def test_supervision_is_listed_and_lifted(office: Office) -> None:
    number = notified(office)
    shown = ("--approval", "领导批示", "--level", "region", "--body", "应急管理厅")
    late = office("supervise", number, *shown, "--until", "2026-05-31", by=SECOND)
    assert (late.status, "2026-05-31" in late.err) == (5, True)
    own = ("--approval", "批示", "--level", "region", "--body", "nobody")
    assert office("supervise", number, *own, "--until", LATER, by=SECOND).status == 5
    early = office("progress", number, "--text", "已备料", *PAPER, by=CLERK)
    assert (early.status, "not listed" in early.err) == (5, True)
    office.done("supervise", number, *shown, "--until", LATER, by=SECOND)
    assert office("supervise", number, *shown, "--until", LATER, by=SECOND).status == 5
    told = office.done("show", number).out
    assert all(each in told for each in ("region", "应急管理厅", str(LATER)))
    listed = json.loads(office.done("list", "--supervised", "--json").out)["issues"]
    assert [issue["number"] for issue in listed] == [number]
    office.done("progress", number, "--text", "已备料", *PAPER, by=CLERK)
    gone = office("void", number, "--reason", "误录", "--duplicate-of", office.found(title="另"))
    assert (gone.status, "sfcheck lift" in gone.err) == (5, True)
    lifting = ("--reason", "已整改", "--accepted-by", "监督（化名）", "--acceptance", "摘牌意见")
    assert office("lift", number, "--reason", "已整改", by=SECOND).status == 2
    ahead = office("lift", number, *lifting, "--accepted-on", LATER, by=SECOND)
    assert (ahead.status, "cannot have accepted" in ahead.err) == (5, True)
    own = ("--reason", "已整改", "--accepted-by", "庚（化名）", "--acceptance", "摘牌意见")
    same = office("lift", number, *own, "--accepted-on", TODAY, by=SECOND)
    assert (same.status, "庚（化名）" in same.err) == (5, True)  # who signed the progress
    office.done("lift", number, *lifting, "--accepted-on", TODAY, by=SECOND)
    office.done("remind", number, "--text", "请抓紧", by=SECOND)


@pytest.mark.thorough
def test_who_recorded_the_acceptance_does_not_close(office: Office) -> None:
    number = submitted(office)
    office.done(
        *("accept", number, "--opinion", "属实。", *CHECKED),
        *("--document", "验收单", "--signed-by", "辛（化名）"),
        by=OFFICER,
    )
    assert office("close", number, "--reason", "rectified", by=OFFICER).status == 5
    office.done("close", number, "--reason", "rectified", by=SECOND)


def closed(office: Office, **issue: object) -> str:
    number = accepted(office, **issue)
    office.done("close", number, "--reason", "rectified", by=SECOND)
    return number


@pytest.mark.thorough
def test_what_comes_back_after_closing_is_linked_and_counted(office: Office) -> None:
    first = closed(office)
    again = {**ISSUE, "related": {"recurs": first}}
    hint = office("new-issue", "--from", "-", "--dry-run", by=MEMBER, typed=json.dumps(ISSUE))
    assert f"--recurs {first}" in hint.err
    linked = office("new-issue", "--from", "-", "--dry-run", by=MEMBER, typed=json.dumps(again))
    assert "--recurs" not in linked.err
    second = closed(office, related={"recurs": first})
    third = office.found(related={"recurs": second})
    record = office.issue(third)
    assert record["returns"] == [second, first]
    assert "2 times" in office.done("show", third).out
    nowhere = json.dumps({**ISSUE, "related": {"recurs": "26-001-0999-6"}})
    refused = office("new-issue", "--from", "-", by=MEMBER, typed=nowhere)
    assert (refused.status, "There is no issue" in refused.err) == (5, True)


def test_the_same_clause_at_the_same_unit_is_likened_in_other_words(office: Office) -> None:
    clause = {"standard": "虚构标准 FB 1-2020", "clause": "5.2"}
    words = {"title": "可燃气体报警器失效四台", "description": "罐区探测器四台没有信号。"}
    other = {"title": "可燃气体报警装置失效", "description": "罐区探测装置没有信号显示。"}
    first = office.found(criterion=clause, **words)

    def warned(**entry: object) -> bool:
        typed = json.dumps({**ISSUE, **other, **entry})
        return first in office("new-issue", "--from", "-", "--dry-run", by=MEMBER, typed=typed).err

    assert warned(criterion=clause)
    assert not warned()
    assert not warned(criterion={**clause, "clause": "6.1"})


def test_a_leader_who_acted_today_leads_until_tonight(office: Office) -> None:
    number = office.found()
    office.done("confirm", number, "--true-and-accurate", by=LEADER)
    for command in (("seat", TEAM, "--leader", MEMBER), ("leave", TEAM, LEADER, "--until", START)):
        refused = office("team", *command)
        assert refused.status == 5
        assert number in refused.err
        assert f"--since {TODAY + timedelta(days=1)}" in refused.err
    office.done("team", "seat", TEAM, "--leader", MEMBER, "--since", TODAY + timedelta(days=1))
    office.done("validate")


@pytest.mark.thorough
def test_a_member_who_registered_today_may_lead_from_today(office: Office) -> None:
    office.found(by=MEMBER)
    office.done("team", "seat", TEAM, "--leader", MEMBER)
    office.done("validate")


def test_a_record_never_grows_beyond_what_can_be_read(office: Office) -> None:
    number = office.found()
    for _note in range(30):
        said = office("note", number, "--text", "督" * 20_000, by=MEMBER)
        if said.status:
            break
    assert (said.status, said.out) == (5, "")
    assert office.issue(number)["number"] == number
    assert office("validate").status == 0
    assert office("note", number, "--text", "督" * 20_000, "--dry-run", by=MEMBER).status == 5
    assert office("note", number, "--text", "短", by=MEMBER).status == 0
