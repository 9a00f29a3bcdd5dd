"""Handing over by commands: two rounds, their teams, and places that change. All invented."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from tests.support.office import (
    ACCEPTOR,
    CLERK,
    LEADER,
    MEMBER,
    NOW,
    OFFICER,
    SECOND,
    TEAM,
    Office,
    open_office,
)
from tests.support.run import Result, run
from tests.support.trials import git

NEXT, NEXT_LEADER, NEXT_MEMBER = "2026-2/T1", "0007", "0008"
CITY, COUNTY, OVERALL = "640100", "640181", "inspection-office"


DAY = 24 * 60
_TAKEN = ("--evidence", "整改后照片@2026-06-02")


class Moving(Office):
    """An office in which every command takes a minute."""

    minutes = 0

    def __call__(self, *args: object, by: str | None = None, typed: str | None = None) -> Result:
        self.minutes += 1
        with time_machine.travel(NOW + timedelta(minutes=self.minutes), tick=False):
            return run(*args, cwd=self.root, person=by, input=typed)

    def told(self, *args: object) -> Any:
        return json.loads(self.done(*args, "--json").out)

    def refused(self, code: int, said: str, *args: object, by: str | None = None) -> None:
        before = self.files()
        result = self(*args, by=by)
        assert (result.status, result.out) == (code, ""), result
        assert said in result.err, result.err
        assert self.files() == before

    def confirmed(self, **other: Any) -> str:
        number = self.found(**other)
        self.done("confirm", number, "--true-and-accurate", by=LEADER)
        return number

    def sound(self) -> None:
        """Every open issue has one holder and one head, and nothing is found amiss."""
        for row in self.told("list", "--open")["issues"]:
            assert row["holder"], row
            assert row["head"], row
        checked = self("validate")
        assert checked.status == 0, checked.out


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Moving:
    """T1 has received Yinchuan; round 2026-2 is open, and its T1 posted there too."""
    office = Moving(open_office(tmp_path_factory.mktemp("office")).root)
    for number, name in ((NEXT_LEADER, "庚（化名）"), (NEXT_MEMBER, "辛（化名）")):
        office.done(
            *("person", "add", "--name", name, "--body", "transport", "--id", number),
            *("--since", "2026-05-02", "--invented", "--rank", "bureau"),
        )
    office.done("handover", "receive", CITY, by=LEADER)
    office.done("round", "open", "2026-2", "--name", "第二轮", "--start", "2026-06-01")
    seats = ("--leader", NEXT_LEADER, "--member", NEXT_MEMBER)
    office.done("team", "add", "2026-2", "T1", "--place", CITY, *seats)
    return office


@pytest.fixture
def office(begun: Moving) -> Iterator[Moving]:
    """The office as it began; whatever a test does there, it is left sound."""
    first = git(begun.root, "rev-parse", "HEAD").strip()
    yield begun
    try:
        begun.sound()
    finally:
        git(begun.root, "reset", "-q", "--hard", first)


def test_a_place_goes_on_to_the_next_team_with_all_its_issues(office: Moving) -> None:
    first, second = office.confirmed(), office.confirmed(place="640121", title="消防通道被占用")
    unconfirmed = office.found(title="配电箱无盖板")
    office.refused(5, unconfirmed, "handover", "offer", CITY, by=LEADER)
    office.done("void", unconfirmed, "--reason", "误录", "--yes", by=LEADER)
    office.done("handover", "offer", CITY, by=LEADER)
    office.refused(5, "offered already", "handover", "offer", CITY, by=LEADER)
    office.refused(5, "is for", "handover", "receive", CITY, by=LEADER)
    office.done("note", first, "--text", "备件已到", by=LEADER)
    office.done("handover", "receive", CITY, by=NEXT_LEADER)
    office.refused(5, "Nothing is offered", "handover", "receive", CITY, by=NEXT_LEADER)
    record = office.told("handover", "show", CITY)["handover"]
    assert [line["number"] for line in record["issues"]] == [first, second]
    offer, receipt = record["events"]
    assert offer["digest"] != receipt["digest"]
    assert [line["number"] for line in receipt["changed"]] == [first]
    rows = office.told("list", "--open", "--holder", NEXT)["issues"]
    assert [(row["number"], row["head"]) for row in rows] == [
        (first, NEXT_LEADER),
        (second, NEXT_LEADER),
    ]
    assert office.told("list", "--holder", TEAM)["issues"] == []
    assert office("list", "--holder", "2026-9/T1").status == 2


@pytest.mark.thorough
def test_who_offered_registers_nothing_more_there_until_it_is_withdrawn(office: Moving) -> None:
    office.done("handover", "offer", CITY, by=LEADER)
    entry = json.dumps({"title": "甲", "place": CITY}, ensure_ascii=False)
    assert office("new-issue", "--from", "-", by=MEMBER, typed=entry).status != 0
    office.done("handover", "withdraw", CITY, "--reason", "补充清单", by=LEADER)
    number = office.confirmed()
    office.done("handover", "offer", CITY, by=LEADER)
    record = office.told("handover", "show", CITY)["handover"]
    assert record["number"] == "001-0003"
    assert [line["number"] for line in record["issues"]] == [number]


@pytest.mark.thorough
def test_what_the_next_team_finds_before_it_receives_asks_for_a_new_list(office: Moving) -> None:
    office.done("handover", "offer", CITY, by=LEADER)
    number = office.found(by=NEXT_MEMBER)
    office.done("confirm", number, "--true-and-accurate", by=NEXT_LEADER)
    office.refused(5, number, "handover", "receive", CITY, by=NEXT_LEADER)
    office.done("handover", "withdraw", CITY, "--reason", "新发现问题", by=LEADER)
    office.done("handover", "offer", CITY, by=LEADER)
    office.done("handover", "receive", CITY, by=NEXT_LEADER)


@pytest.mark.thorough
def test_the_office_offers_for_an_absent_leader_and_says_why(office: Moving) -> None:
    office.refused(5, "--reason", "handover", "offer", CITY, by=SECOND)
    office.done("handover", "offer", CITY, "--reason", "组长住院", by=SECOND)
    office.done("handover", "receive", CITY, by=NEXT_LEADER)
    told = office.told("log", CITY)
    assert [each["reason"] for each in told["handovers"]] == [None, None, "组长住院", None]


@pytest.mark.thorough
def test_a_round_without_a_next_one_goes_back_to_the_office(office: Moving) -> None:
    number = office.confirmed()
    office.refused(5, "银川市", "round", "close", "2026-1", "--yes", by=OFFICER)
    office.done("handover", "offer", CITY, "--to", OVERALL, by=LEADER)
    office.refused(5, "is for", "handover", "receive", CITY, by=LEADER)
    office.done("handover", "receive", CITY, by=SECOND)
    office.done("round", "close", "2026-1", by=OFFICER)
    office.refused(5, "was closed on", "round", "close", "2026-1", by=OFFICER)
    shown = office.issue(number)
    assert (shown["holder"], shown["head"]) == (OVERALL, OFFICER)
    told = office.told("log", CITY)["custody"]
    assert [each["holder"] for each in told] == [OVERALL, TEAM, OVERALL]
    assert [each["until"] for each in told] == [*(each["since"] for each in told[1:]), None]
    assert "丙（化名）" in office.done("log", "银川市").out
    assert office.told("place", "show", CITY)["custody"] == told


def test_nothing_is_offered_to_a_round_that_closes(office: Moving) -> None:
    office.done("handover", "offer", CITY, by=LEADER)
    office.refused(5, NEXT, "round", "close", "2026-2", by=OFFICER)


@pytest.mark.thorough
def test_where_the_leader_left_the_office_answers_until_there_is_a_new_one(office: Moving) -> None:
    number = office.confirmed()
    last = NOW + timedelta(minutes=office.minutes)
    office.done("team", "leave", TEAM, LEADER, "--until", last.date())
    assert office.issue(number)["head"] == LEADER
    office.minutes += DAY
    shown = office.issue(number)
    assert (shown["holder"], shown["head"]) == (TEAM, OFFICER)
    office.refused(5, "is for", "handover", "offer", CITY, by=LEADER)
    office.done(
        "team", "seat", TEAM, "--leader", MEMBER, "--since", last.date() + timedelta(days=1)
    )
    assert office.issue(number)["head"] == MEMBER
    office.done("handover", "offer", CITY, by=MEMBER)
    office.done("handover", "receive", CITY, by=NEXT_LEADER)
    heads = [each["head"] for each in office.told("log", CITY)["custody"]]
    assert heads == [OFFICER, LEADER, MEMBER, NEXT_LEADER]


def _of_custody(office: Moving) -> list[dict[str, Any]]:
    found = json.loads(office("validate", "--format", "json").out)["findings"]
    return [each for each in found if each["code"].startswith("SF3")]


@pytest.mark.thorough
def test_what_the_old_team_brings_late_is_confirmed_by_its_leader(office: Moving) -> None:
    git(office.root, "switch", "-q", "-c", "field")
    late = office.found()
    git(office.root, "switch", "-q", "main")
    office.done("handover", "offer", CITY, by=LEADER)
    office.done("handover", "receive", CITY, by=NEXT_LEADER)
    git(office.root, "merge", "-q", "-m", "arrived late", "field")
    git(office.root, "branch", "-q", "-D", "field")
    shown = office.issue(late)
    assert (shown["holder"], shown["head"]) == (NEXT, NEXT_LEADER)
    findings = _of_custody(office)
    assert [(each["code"], each["severity"]) for each in findings] == [("SF306", "warning")]
    assert late in findings[0]["message"]
    confirm = ("confirm", late, "--true-and-accurate")
    office.refused(5, "leader of the team that registered it", *confirm, by=NEXT_LEADER)
    office.done(*confirm, by=LEADER)
    office.done("handover", "offer", CITY, "--to", OVERALL, by=NEXT_LEADER)
    assert _of_custody(office) == []


@pytest.mark.thorough
def test_an_issue_reopened_after_its_team_is_gone_is_the_holders(office: Moving) -> None:
    number = office.confirmed()
    unit, locality = office.issue(number)["unit"]["name"], COUNTY
    office.done(
        *("notify", number, "--notice", "1号", "--sent-to", unit, "--sent-to", locality),
        *("--sent-to", CITY),
        *("--demand", "更换", "--due", "2026-09-01", "--rectify", unit),
        *("--accept", "emergency-management", "--yes"),
        by=OFFICER,
    )
    paper = ("--document", "复函", "--signed-by", "甲（虚构）", "--yes")
    office.done("submit", number, "--done", "已更换", *_TAKEN, *paper, by=CLERK)
    seen = ("--on-site", ACCEPTOR, "--checked-on", _TAKEN[1].partition("@")[2])
    office.done("accept", number, *_TAKEN, *seen, "--opinion", "属实", "--yes", by=ACCEPTOR)
    office.done("close", number, "--reason", "rectified", "--yes", by=SECOND)
    office.done("handover", "offer", CITY, by=LEADER)
    office.done("handover", "receive", CITY, by=NEXT_LEADER)
    office.done("round", "close", "2026-1", by=OFFICER)
    again = ("--why", "复发", "--demand", "再换", "--due", "2026-10-01")
    office.refused(5, "the head of the place", "reopen", number, *again, "--yes", by=LEADER)
    office.done("reopen", number, *again, "--yes", by=NEXT_LEADER)
    told = office.issue(number)
    assert (told["status"], told["holder"], told["head"]) == ("rectifying", NEXT, NEXT_LEADER)


def tomorrow(office: Moving) -> str:
    return str((NOW + timedelta(minutes=office.minutes + DAY)).date())


def test_a_renamed_place_stays_with_its_holder_and_old_issues_stay_as_they_are(
    office: Moving,
) -> None:
    number = office.confirmed(place=COUNTY)
    office.refused(
        5,
        "steward",
        "place",
        "rename",
        COUNTY,
        "--code",
        "640182",
        "--name",
        "新灵武区",
        "--since",
        tomorrow(office),
        by=LEADER,
    )
    office.done(
        "place",
        "rename",
        COUNTY,
        "--code",
        "640182",
        "--name",
        "新灵武区",
        "--since",
        tomorrow(office),
    )
    assert office.told("place", "show", COUNTY)["place"]["became"] == "640182"
    office.minutes += DAY
    shown = office.issue(number)
    assert (shown["place"], shown["holder"]) == (COUNTY, TEAM)
    assert office.told("place", "show", "640182")["holder"] == TEAM
    later = office.confirmed(place="640182", title="围栏破损")
    assert [row["number"] for row in office.told("list", "--place", "640182")["issues"]] == [
        number,
        later,
    ]
    office.refused(5, "640182", "handover", "offer", COUNTY, "--to", NEXT, by=LEADER)
    office.done("handover", "offer", CITY, by=LEADER)
    office.done("handover", "receive", CITY, by=NEXT_LEADER)
    assert {row["holder"] for row in office.told("list")["issues"]} == {NEXT}


def test_merging_into_a_place_that_is_there_asks_for_one_holder(office: Moving) -> None:
    number = office.confirmed(place=COUNTY)
    office.done("handover", "offer", COUNTY, "--to", NEXT, by=LEADER)
    office.done("handover", "receive", COUNTY, by=NEXT_LEADER)
    office.refused(
        5, TEAM, "place", "merge", COUNTY, "--into", "640121", "--since", tomorrow(office)
    )
    office.done(
        "place",
        "merge",
        COUNTY,
        "640121",
        "--into",
        "640129",
        "--name",
        "合并县",
        "--since",
        tomorrow(office),
    )
    assert office.issue(number)["holder"] == NEXT
    office.minutes += DAY
    assert office.issue(number)["holder"] == OVERALL
    office.done("handover", "offer", "640129", "--to", NEXT, by=SECOND)
    office.done("handover", "receive", "640129", by=NEXT_LEADER)
    assert office.issue(number)["holder"] == NEXT


def test_a_split_place_keeps_its_issues_and_its_parts_are_held_as_it_was(office: Moving) -> None:
    day = str((NOW + timedelta(minutes=office.minutes)).date())
    parts = ("--part", "640183=东区", "--part", "640184=西区")
    office.done("handover", "offer", CITY, by=LEADER)
    office.refused(5, "was handed over on", "place", "split", COUNTY, *parts, "--since", day)
    office.done("handover", "withdraw", CITY, "--reason", "误提", by=LEADER)
    number = office.confirmed(place=COUNTY)
    office.done(
        "place",
        "split",
        COUNTY,
        "--part",
        "640183=东区",
        "--part",
        "640184=西区",
        "--since",
        tomorrow(office),
    )
    office.minutes += DAY
    for code in (COUNTY, "640183", "640184"):
        assert office.told("place", "show", code)["holder"] == TEAM
    assert office.issue(number)["place"] == COUNTY
    office.refused(
        2, "CODE=NAME", "place", "split", "640121", "--part", "x", "--since", tomorrow(office)
    )
    assert office.found(place="640183")
    office.done("confirm", "--query", "status=registered", "--true-and-accurate", by=LEADER)
