"""签收: who received a notice, who has not, and the list that belongs to who holds it."""

from pathlib import Path

import pytest

from tests.support.office import (
    CLERK,
    LEADER,
    MEMBER,
    NOW,
    OFFICER,
    Office,
    open_office,
)
from tests.support.run import run

UNIT, COUNTY, CITY = "虚构宁河化工有限公司", "640181", "640100"
NOTICE = ("--notice", "1号", "--demand", "更换", "--accept", "emergency-management")
PAPER = ("--document", "送达回证", "--signed-by", "收件人（化名）")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = open_office(tmp_path)
    office.done("handover", "receive", CITY, "-y", by=LEADER)
    office.done("confirm", office.found(), "--true-and-accurate", by=LEADER)
    return office


NUMBER = "26-001-0001-0"


def test_the_list_belongs_to_who_holds_the_place(office: Office) -> None:
    office.done("notify", NUMBER, *NOTICE, by=LEADER)
    assert office("remind", NUMBER, "--text", "请抓紧", by=MEMBER).status == 0  # the holder's team
    office.done("handover", "offer", CITY, "--to", "inspection-office", "-y", by=LEADER)
    office.done("handover", "receive", CITY, "-y", by=OFFICER)
    for step in (("notify", NUMBER, *NOTICE), ("remind", NUMBER, "--text", "请抓紧")):
        refused = office(*step, by=LEADER)  # who registered it, and holds it no more
        assert (refused.status, "overall office" in refused.err) == (5, True), step


def test_a_later_notice_gives_no_more_time(office: Office) -> None:
    office.done("notify", NUMBER, *NOTICE, "--due", "2026-06-20")
    longer = office("notify", NUMBER, *NOTICE, "--due", "2026-06-21")
    assert (longer.status, "does not move the due date" in longer.err) == (5, True)
    assert "sfcheck extend" in longer.err
    office.done("notify", NUMBER, *NOTICE)  # the same day, unasked
    assert office.issue(NUMBER)["due"] == "2026-06-20"
    office.done("notify", NUMBER, *NOTICE, "--due", "2026-06-18")
    assert office.issue(NUMBER)["due"] == "2026-06-18"


def test_each_addressee_is_told_of_until_its_receipt(office: Office) -> None:
    assert office("acknowledge", NUMBER, "--received-on", "2026-06-01", *PAPER).status == 5
    office.done("notify", NUMBER, *NOTICE, "--due", "2026-06-20")
    assert office.issue(NUMBER)["unreceived"] == [UNIT, COUNTY, CITY]
    stranger = ("--addressee", "640200", "--received-on", "2026-06-01", *PAPER)
    refused = office("acknowledge", NUMBER, *stranger, by=CLERK)
    assert (refused.status, UNIT in refused.err) == (5, True)
    early = office("acknowledge", NUMBER, "--received-on", "2026-05-31", *PAPER, by=CLERK)
    assert (early.status, "cannot have been received" in early.err) == (5, True)
    by_name = ("--addressee", "灵武市", "--received-on", "2026-06-01", *PAPER)
    office.done("acknowledge", NUMBER, *by_name, by=CLERK)
    assert office.issue(NUMBER)["unreceived"] == [UNIT, CITY]
    assert "Not acknowledged yet by" in office.done("show", NUMBER).out

    def told(day: int) -> bool:
        with_day = {"when": NOW.replace(day=day)}
        return NUMBER in asked(office, "list", "--unreceived", **with_day)

    assert [told(day) for day in (1, 6, 7)] == [False, False, True]  # five days by the preset
    for _ in range(2):
        office.done("acknowledge", NUMBER, "--received-on", "2026-06-01", *PAPER, by=CLERK)
    assert not told(30)
    assert "Not acknowledged" not in office.done("show", NUMBER).out


def test_a_listing_of_which_nothing_is_heard_is_told(office: Office) -> None:
    office.done("notify", NUMBER, *NOTICE, "--due", "2026-06-20")
    shown = ("--approval", "批示", "--level", "region", "--body", "health", "--until", "2026-08-01")
    office.done("supervise", NUMBER, *shown)
    july = [NOW.replace(month=7, day=day) for day in (1, 2)]  # thirty days by the preset
    assert [NUMBER in asked(office, "list", "--unreported", when=day) for day in july] == [0, 1]
    office.done("progress", NUMBER, "--text", "已备料", *PAPER, by=CLERK)
    assert NUMBER in asked(office, "list", "--unreported", when=july[1])  # a report of the same day


def asked(office: Office, *command: str, when: object) -> str:
    import time_machine

    with time_machine.travel(when, tick=False):  # type: ignore[arg-type]
        return run(*command, cwd=office.root).out


def test_a_locality_that_was_not_told_is_named(office: Office) -> None:
    for sent_to, missing in (((UNIT, COUNTY), CITY), ((UNIT, CITY), COUNTY), ((UNIT,), COUNTY)):
        named = tuple(word for each in sent_to for word in ("--sent-to", each))
        refused = office("notify", NUMBER, *NOTICE, *named)
        assert (refused.status, f"--sent-to {missing}" in refused.err) == (5, True)
    office.done(
        "notify",
        NUMBER,
        *NOTICE,
        *("--sent-to", UNIT, "--sent-to", "灵武市"),
        "--sent-to",
        "银川市",
    )
