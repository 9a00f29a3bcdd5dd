"""签收: who received a notice, who has not, and the list that belongs to who holds it."""

from pathlib import Path

import pytest

from tests.support.office import CLERK, LEADER, MEMBER, OFFICER, Office, open_office
from tests.support.referring import Moving

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
        return NUMBER in Moving(office.root).on(6, day).done("list", "--unreceived").out

    assert [told(day) for day in (1, 6, 7)] == [False, False, True]  # five days by the preset
    for _ in range(2):
        office.done("acknowledge", NUMBER, "--received-on", "2026-06-01", *PAPER, by=CLERK)
    assert not told(30)
    assert "Not acknowledged" not in office.done("show", NUMBER).out


def test_a_listing_of_which_nothing_is_heard_is_told(office: Office) -> None:
    office.done("notify", NUMBER, *NOTICE, "--due", "2026-06-20")
    shown = ("--approval", "批示", "--level", "region", "--body", "health", "--until", "2026-08-01")
    office.done("supervise", NUMBER, *shown)

    def told(day: int) -> bool:
        return NUMBER in Moving(office.root).on(7, day).done("list", "--unreported").out

    assert [told(day) for day in (1, 2)] == [False, True]  # thirty days by the preset
    office.done("progress", NUMBER, "--text", "已备料", *PAPER, by=CLERK)
    assert told(2)  # it was a report of the day of the listing


def test_a_locality_that_was_not_told_is_named(office: Office) -> None:
    for sent_to, missing in (((UNIT, COUNTY), CITY), ((UNIT, CITY), COUNTY), ((UNIT,), COUNTY)):
        named = tuple(word for each in sent_to for word in ("--sent-to", each))
        refused = office("notify", NUMBER, *NOTICE, *named)
        assert (refused.status, f"--sent-to {missing}" in refused.err) == (5, True)
    named = ("--sent-to", UNIT, "--sent-to", "灵武市", "--sent-to", "银川市")
    office.done("notify", NUMBER, *NOTICE, *named)
