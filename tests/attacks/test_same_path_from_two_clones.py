"""Two clones that know nothing of each other never make the same file, whatever they make."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from sfcheck.ledger.git.repository import run
from tests.support.office import (
    CLERK,
    LEADER,
    MEMBER,
    NOW,
    OFFICER,
    SECOND,
    START,
    Office,
    Typed,
    open_office,
)
from tests.support.run import Result
from tests.support.run import run as command

CITY = "640100"


@pytest.fixture
def clones(tmp_path: Path) -> tuple[Office, Office]:
    """Return two clones of an office's ledger, each with a book of its own."""
    return twin(open_office(tmp_path))


def merged(one: Office, other: Office) -> Office:
    """Bring what the other did into the first, as plain git does; nothing may conflict."""
    run(one.root, "pull", "-q", "--no-rebase", "--no-edit", str(other.root), "main")
    return one


def paths(office: Office, folder: str) -> list[str]:
    """Return the files below a folder of the ledger."""
    below = (office.root / folder).rglob("*.yaml")
    return sorted(path.relative_to(office.root).as_posix() for path in below)


def twin(one: Office) -> tuple[Office, Office]:
    """Return an office and another clone of its ledger, which has a book of its own."""
    folder = one.root.parent
    run(folder, "clone", "-q", "--bare", "ledger", "hub.git")
    run(one.root, "remote", "add", "origin", "../hub.git")
    run(folder, "clone", "-q", "hub.git", "other")
    other = Office(folder / "other")
    other.done("join", "--person", SECOND)
    run(other.root, "push", "-q", "origin", "main")
    run(one.root, "pull", "-q", "origin", "main")
    return one, other


class Later(Office):
    """An office a day later."""

    def __call__(self, *args: object, by: str | None = None, typed: Typed = None) -> Result:
        """Run a command on the second of June 2026."""
        with time_machine.travel(NOW + timedelta(days=1), tick=False):
            return command(*args, cwd=self.root, person=by, input=typed)


def add(office: Office, name: str) -> str:
    """Add an overall officer and return the number that is told."""
    told = office.done(
        *("person", "add", "--name", name, "--body", "inspection-office"),
        *("--office", "overall_officer", "--invented", "-y"),
        by=OFFICER,
    )
    return told.out.split()[0]


@pytest.mark.thorough
def test_two_people_added_at_once_are_two_people(clones: tuple[Office, Office]) -> None:
    one, other = clones
    assert (add(one, "王甲（化名）"), add(other, "李乙（化名）")) == ("001-0007", "002-0007")
    both = merged(one, other)
    assert paths(both, "people")[-2:] == ["people/001-0007.yaml", "people/002-0007.yaml"]
    assert both("validate").status == 0
    assert add(both, "赵丙（化名）") == "001-0008"


def test_a_number_that_two_have_is_refused_with_both(clones: tuple[Office, Office]) -> None:
    one, other = clones
    add(one, "王甲（化名）")
    add(other, "李乙（化名）")
    both = merged(one, other)
    for by, *asked in (
        (None, "person", "show", "0007"),
        (None, "config", "person", "7"),
        (None, "team", "seat", "2026-1/T1", "--member", "0007", "-y"),
        ("0007", "person", "rank", "0002", "division", "-y"),
    ):
        said = both(*asked, by=by)
        assert said.status != 0
        assert "001-0007 王甲（化名）, 002-0007 李乙（化名）" in said.err
    assert "王甲" in both.done("person", "show", "001-0007").out
    assert "李乙" in both.done("person", "show", "２－７").out


@pytest.mark.thorough
def test_a_short_number_is_recorded_in_full(clones: tuple[Office, Office]) -> None:
    one, _other = clones
    add(one, "王甲（化名）")
    number = one.found(by=LEADER, found={"mode": "covert", "site_record": "signed", "by": ["4"]})
    assert one.issue(number)["found"]["by"] == [MEMBER]
    one.done("team", "seat", "2026-1/T1", "--member", "7", "--since", NOW.date(), "-y")
    assert "001-0007" in (one.root / "rounds" / "2026-1.yaml").read_text(encoding="utf-8")
    one.done("config", "person", "0007")
    assert "001-0007" in one.done("config").out
    number = one.found(by="7")
    assert one.issue(number)["events"][0]["by"] == "001-0007"
    assert one.issue(number)["found"]["by"] == ["001-0007"]


@pytest.mark.thorough
def test_who_signs_by_a_short_number_is_still_the_same_hand(clones: tuple[Office, Office]) -> None:
    one, _other = clones
    assert one.root
    from sfcheck.ledger.store import Ledger

    add(one, "王甲（化名）")
    context = Ledger(one.root).context
    for signed in ("0007", "7", "001-0007", "王甲", "１－７"):
        assert "001-0007" in context.hands(signed), signed


@pytest.mark.thorough
def test_old_numbers_stay_and_are_not_taken_again(clones: tuple[Office, Office]) -> None:
    one, _other = clones
    add(one, "王甲（化名）")
    again = one(
        *("person", "add", "--name", "重（化名）", "--body", "inspection-office", "--id", "0007"),
        by=OFFICER,
    )
    assert again.status != 0
    assert "already" in again.err
    given = one.done(
        *("person", "add", "--name", "重（化名）", "--body", "inspection-office", "-y"),
        *("--id", "0012", "--invented"),
        by=OFFICER,
    )
    assert given.out.split()[0] == "0012"
    assert add(one, "丁（化名）") == "001-0013"


Make = Callable[[Office], str]


def bulletin(office: Office) -> str:
    """Draft a bulletin and return its id."""
    said = office.done("bulletin", "draft", "--title", "关于督查情况的通报", "-y", by=CLERK)
    return said.out.split()[0]


def visit(office: Office) -> str:
    """Put a visit on record and return its id."""
    said = office.done(
        *("visit", "record", "--place", "640181", "--mode", "overt", "--unit", "虚构宁河化工"),
        "-y",
        by=MEMBER,
    )
    return said.out.split()[0]


@pytest.mark.thorough
@pytest.mark.parametrize(("make", "kind"), [(bulletin, "bulletin"), (visit, "visit")])
def test_records_made_at_once_are_two(clones: tuple[Office, Office], make: Make, kind: str) -> None:
    one, other = clones
    assert (make(one), make(other)) == ("2026-001-0001", "2026-002-0001")
    assert make(one) == "2026-001-0002"
    both = merged(one, other)
    assert paths(both, f"{kind}s") == [
        f"{kind}s/2026/001-0001.yaml",
        f"{kind}s/2026/001-0002.yaml",
        f"{kind}s/2026/002-0001.yaml",
    ]
    assert both("validate").status == 0
    for typed in ("2026-2", "2026-0002", "0002", "2", "001-0002", "2026-1-2", "２０２６－００２"):
        shown = json.loads(both.done(kind, "show", typed, "--json").out)[kind]
        assert shown["number"] == "001-0002", typed
    for typed in ("2026-1", "0001"):
        said = both(kind, "show", typed)
        assert said.status != 0
        assert "2026-001-0001, 2026-002-0001" in said.err
    assert make(both) == "2026-001-0003"


def open_round(office: Office, name: str) -> None:
    words = ("round", "open", "2026-2", "--name", name, "--start", START, "-y")
    office.done(*words, by=OFFICER)


@pytest.mark.thorough
@pytest.mark.parametrize("chosen", ["--ours", "--theirs"])
def test_one_round_opened_in_two_clones_stops_the_merge_and_is_told_of(
    clones: tuple[Office, Office], chosen: str
) -> None:
    """Papers name a round as the office does: two of one name are for people to settle."""
    one, other = clones
    open_round(one, "第二轮")
    open_round(other, "第二轮（另一份）")
    run(one.root, "fetch", "-q", str(other.root), "main")
    run(one.root, "merge", "-q", "--no-edit", "FETCH_HEAD", ok=(1,))
    run(one.root, "checkout", "-q", chosen, "rounds")
    run(one.root, "commit", "-q", "-a", "-m", "merge")
    found = json.loads(one("validate", "--json").out)["findings"]
    assert ("SF602", "rounds/2026-2.yaml") in [(each["code"], each["path"]) for each in found]


# -- one place, offered in two clones at once

NEXT = {"T1": "0011", "T2": "0012"}
"""The teams of the next round that are posted to the city, and their leaders."""


@pytest.fixture
def rotating(tmp_path: Path) -> tuple[Office, Office]:
    """Return two clones of a ledger whose city T1 holds, and two teams of the next round wait."""
    one = open_office(tmp_path)
    one.done("handover", "receive", CITY, "-y", by=LEADER)
    for number in NEXT.values():
        one.done(
            *("person", "add", "--name", f"化名{number}", "--body", "transport", "--id", number),
            *("--rank", "bureau", "--since", START, "--invented", "-y"),
        )
    one.done("round", "open", "2026-2", "--name", "第二轮", "--start", START, "-y")
    for team, leader in NEXT.items():
        one.done("team", "add", "2026-2", team, "--place", CITY, "--leader", leader, "-y")
    one.done("confirm", one.found(), "--true-and-accurate", by=LEADER)
    return twin(one)


def offer(office: Office, team: str) -> None:
    office.done("handover", "offer", CITY, "--to", f"2026-2/{team}", "-y", by=LEADER)


def both_offer(rotating: tuple[Office, Office]) -> Office:
    one, other = rotating
    offer(one, "T1")
    offer(other, "T2")
    both = merged(one, other)
    assert paths(both, "handovers")[-2:] == [
        f"handovers/{CITY}/001-0002.yaml",
        f"handovers/{CITY}/002-0002.yaml",
    ]
    return both


def told(office: Office) -> list[tuple[str, str]]:
    """Return the code and the file of what is told of handovers; none may be an error."""
    found = json.loads(office.done("validate", "--json").out)["findings"]
    handed = [each for each in found if each["path"].startswith("handovers")]
    return [(each["code"], each["path"].rpartition("/")[2]) for each in handed]


def holder(office: Office) -> str:
    places = json.loads(office.done("handover", "--json").out)["places"]
    held: str = next(each["holder"] for each in places if each["place"] == CITY)
    return held


@pytest.mark.thorough
@pytest.mark.parametrize(("first", "second"), [("T1", "T2"), ("T2", "T1")])
def test_of_two_offers_the_one_received_first_counts(
    rotating: tuple[Office, Office], first: str, second: str
) -> None:
    both = both_offer(rotating)
    assert told(both) == [("SF309", "001-0002.yaml"), ("SF309", "002-0002.yaml")]
    assert both("handover", "offer", CITY, "--to", "inspection-office", by=LEADER).status == 5
    both.done("handover", "receive", CITY, "-y", by=NEXT[first])
    vain = {"T1": "001-0002", "T2": "002-0002"}[second]
    assert told(both) == [("SF309", f"{vain}.yaml")]
    assert holder(both) == f"2026-2/{first}"
    said = both("handover", "receive", CITY, "--number", vain, by=NEXT[second])
    assert said.status != 0
    both.done("handover", "withdraw", CITY, "--reason", "另一份移交在先", "-y", by=LEADER)
    assert told(both) == []
    both.done("handover", "offer", CITY, "--to", "inspection-office", "-y", by=NEXT[first])
    both.done("handover", "receive", CITY, "-y", by=OFFICER)
    assert holder(both) == "inspection-office"
    assert told(both) == []
    assert f"handovers/{CITY}/001-0003.yaml" in paths(both, "handovers")


def test_one_of_two_offers_may_be_withdrawn_by_its_number(
    rotating: tuple[Office, Office],
) -> None:
    both = both_offer(rotating)
    said = both("handover", "withdraw", CITY, "--reason", "重复", "-y", by=LEADER)
    assert said.status == 2
    assert "001-0002" in said.err
    assert "002-0002" in said.err
    reason = ("--reason", "重复", "--number", "1-2", "-y")
    both.done("handover", "withdraw", CITY, *reason, by=LEADER)
    assert told(both) == []
    assert both("handover", "receive", CITY, "-y", by=NEXT["T1"]).status == 5
    both.done("handover", "receive", CITY, "-y", by=NEXT["T2"])
    assert holder(both) == "2026-2/T2"


@pytest.mark.thorough
@pytest.mark.parametrize("late", [False, True])
def test_received_in_both_clones_the_one_received_first_counts(
    rotating: tuple[Office, Office], late: bool
) -> None:
    one, other = rotating
    offer(one, "T1")
    offer(other, "T2")
    received = [(one, "T1"), (other, "T2")]
    for hour, (office, team) in enumerate(reversed(received) if late else received, 1):
        with time_machine.travel(NOW + timedelta(hours=hour), tick=False):
            words = ("handover", "receive", CITY, "-y")
            assert command(*words, cwd=office.root, person=NEXT[team]).status == 0
    both = merged(one, other)
    stands, vain = ("T2", "001-0002") if late else ("T1", "002-0002")
    later = Later(both.root)
    assert told(later) == [("SF309", f"{vain}.yaml")]
    assert holder(later) == f"2026-2/{stands}"
    said = later("handover", "withdraw", CITY, "--reason", "x", "--number", "9", "-y", by=LEADER)
    assert said.status != 0
    later.done("handover", "withdraw", CITY, "--reason", "另一份在先", "-y", by=LEADER)
    assert told(later) == []
    assert holder(later) == f"2026-2/{stands}"
    again = later("handover", "withdraw", CITY, "--reason", "x", "-y", by=LEADER)
    assert again.status == 5
    back = ("handover", "offer", CITY, "--to", "inspection-office", "-y")
    later.done(*back, by=NEXT[stands])
    later.done("handover", "receive", CITY, "-y", by=OFFICER)
    assert (holder(later), told(later)) == ("inspection-office", [])
