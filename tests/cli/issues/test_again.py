"""屡查不改, and duplicates of duplicates: what is found again is one issue, and stays on record."""

import json
from pathlib import Path

import pytest

from tests.support.office import CLERK, ISSUE, LEADER, MEMBER, TODAY, Office, open_office

CITY = "640100"
NOTICE = ("--notice", "1号", "--demand", "更换", "--accept", "emergency-management")
SEEN = ("--on", TODAY, "--finding", "仍未更换", "--evidence", f"照片@{TODAY}")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = open_office(tmp_path)
    office.done("handover", "receive", CITY, "-y", by=LEADER)
    return office


def test_what_is_found_again_counts_and_is_a_fact(office: Office) -> None:
    number = office.found()
    office.done("confirm", number, "--true-and-accurate", by=LEADER)
    early = office("seen-again", number, *SEEN, by=MEMBER)
    assert early.status == 5  # nobody was told of it yet
    office.done("notify", number, *NOTICE, "--due", "2026-06-20", by=LEADER)
    offered = office("new-issue", "--from", "-", "--yes", by=MEMBER, typed=json.dumps(ISSUE))
    assert f"sfcheck seen-again {number}" in offered.err
    assert office("seen-again", number, *SEEN, by=CLERK).status == 5
    office.done("seen-again", number, *SEEN, by=MEMBER)
    listed = json.loads(office.done("list", "--seen-again", "--json").out)["issues"]
    assert [each["number"] for each in listed] == [number]
    facts = json.loads(office.done("refer", "candidates", "--json").out)["candidates"]
    assert ("seen_again", "discipline") in {(each["kind"], each["to"]) for each in facts}
    assert office("validate").status == 0


def test_a_duplicate_of_a_duplicate_is_one_of_what_lives(office: Office) -> None:
    living, double, third = (office.found(title=f"第{n}条", description=f"其{n}") for n in range(3))
    void = ("--reason", "重复", "--duplicate-of")
    office.done("void", double, *void, living, by=LEADER)
    office.done("void", third, *void, double, by=LEADER)
    assert office.issue(third)["events"][-1]["duplicate_of"] == living
    kept = office("void", living, "--reason", "误录", by=LEADER)
    assert (kept.status, third in kept.err) == (5, True)
    circle = office("void", living, *void, third, by=LEADER)
    assert circle.status == 5
    fourth = office.found(title="另一条", description="另一处")
    mend = ("--field", "duplicate_of", "--new", fourth, "--why", "实为另一条")
    for number in (double, third):
        office.done("amend", number, *mend, by=LEADER)
    assert office("amend", double, *mend, by=LEADER).status == 5
    assert (
        office("amend", double, "--field", "title", "--new", "x", "--why", "y", by=LEADER).status
        == 5
    )
    office.done("void", living, "--reason", "误录", by=LEADER)
    assert office("void", fourth, "--reason", "误录", by=LEADER).status == 5
    assert office("validate").status == 0
