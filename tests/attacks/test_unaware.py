"""Two clones act lawfully, each by what it knows: the ledger stays valid, nothing is locked.

Every person, firm and finding is invented.
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from sfcheck.domain.base.records import dump
from sfcheck.domain.issues.events import make_event
from sfcheck.domain.issues.record import Issue, seal
from sfcheck.ledger.files import canonical
from sfcheck.ledger.records import decode
from tests.support.amounts import trial
from tests.support.office import ACCEPTOR, CLERK, ISSUE, LEADER, MEMBER, NOW, OFFICER, open_office
from tests.support.run import Result, run
from tests.support.trials import git


class Desk:
    """A clone, and the command line in it at a moment."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def __call__(self, *args: object, by: str | None = None, at: datetime = NOW) -> Result:
        with time_machine.travel(at, tick=False):
            return run(*args, cwd=self.root, person=by)

    def done(self, *args: object, by: str | None = None, at: datetime = NOW) -> Result:
        result = self(*args, by=by, at=at)
        assert result.status == 0, (args, result)
        return result

    def found(self, at: datetime = NOW) -> str:
        """Register an issue of the team's, and return its number."""
        with time_machine.travel(at, tick=False):
            text = json.dumps(ISSUE, ensure_ascii=False)
            said = run(
                *("new-issue", "--from", "-", "--json"), cwd=self.root, person=MEMBER, input=text
            )
        assert said.status == 0, said
        number: str = json.loads(said.out)["issues"][0]["number"]
        return number

    def issue(self, number: str) -> dict[str, Any]:
        record: dict[str, Any] = json.loads(self.done("show", number, "--json").out)["issue"]
        return record

    def pull(self) -> None:
        """Take over what the other clone did, as git does it by itself."""
        git(self.root, "pull", "-q", "--no-rebase", "--no-edit", "origin", "main")


SOON = NOW + timedelta(days=3)
LATER = SOON + timedelta(minutes=5)
Two = tuple[Desk, Desk, str]


@pytest.fixture
def two(tmp_path: Path) -> Two:
    """Two clones of an office and the number of an issue that is being rectified."""
    office = Desk(open_office(tmp_path).root)
    office.done("handover", "receive", "640100", by=LEADER, at=NOW)
    number = office.found(NOW)
    office.done("confirm", number, "-y", "--true-and-accurate", by=LEADER, at=NOW)
    office.done(
        *("notify", number, "-y", "--notice", "督查反馈1号", "--demand", "更换"),
        *("--accept", "emergency-management"),
        by=LEADER,
        at=NOW,
    )
    git(office.root, "clone", "-q", "--bare", ".", str(tmp_path / "hub.git"))
    git(office.root, "remote", "add", "origin", str(tmp_path / "hub.git"))
    git(tmp_path, "clone", "-q", str(tmp_path / "hub.git"), "other")
    here, there = Desk(office.root), Desk(tmp_path / "other")
    there.done("join", "--person", LEADER)
    git(there.root, "push", "-q", "origin", "HEAD:main")
    here.pull()
    return here, there, number


def meet(here: Desk, there: Desk) -> None:
    """Let both clones have what both did."""
    git(here.root, "push", "-q", "origin", "HEAD:main")
    there.pull()
    git(there.root, "push", "-q", "origin", "HEAD:main")
    here.pull()


AMEND = ("--field", "title", "--new", "别的题目", "--why", "更正")


def given_back(here: Desk) -> None:
    """The place goes to the overall office; the leader's clone has not heard of it."""
    here.done("handover", "offer", "640100", "--to", "inspection-office", "-y", by=LEADER, at=SOON)
    here.done("handover", "receive", "640100", "-y", by=OFFICER, at=SOON)


def office_ended(here: Desk) -> None:
    until = SOON.date() - timedelta(days=1)
    here.done("person", "end", ACCEPTOR, "department_officer", "--until", until, "-y", at=SOON)


ACTS: list[tuple[Callable[[Desk], None], tuple[str, ...], str]] = [
    (given_back, ("amend", *AMEND), LEADER),
    (given_back, ("void", "--reason", "x", "--duplicate-of"), LEADER),
    (
        office_ended,
        (
            *("extend", "--asked-on", str(NOW.date()), "--reason", "x", "--interim", "x"),
            *("--due", str(NOW.date() + timedelta(days=60))),
        ),
        ACCEPTOR,
    ),
]


@pytest.mark.parametrize(
    ("elsewhere", "step", "by"),
    [trial(*act, always=act == ACTS[0]) for act in ACTS],
    ids=lambda x: str(x)[:20],
)
def test_what_only_a_change_elsewhere_makes_unlawful_waits_for_a_ruling(
    two: Two, elsewhere: Callable[[Desk], None], step: tuple[str, ...], by: str
) -> None:
    here, there, number = two
    if step[0] == "void":
        step = (*step, json.loads(there.done("list", "--json").out)["issues"][0]["number"])
        number = there.found(NOW)
    elsewhere(here)
    there.done(step[0], number, "-y", *step[1:], by=by, at=LATER)
    meet(here, there)
    for desk in (here, there):
        checked = desk("validate", at=LATER)
        assert checked.status == 0, checked
        assert "SF213 warning" in checked.out
        assert [each["do"] for each in desk.issue(number)["pending"]] == [step[0]]
    head = OFFICER if elsewhere is given_back else LEADER
    if elsewhere is given_back:
        here.done("remind", number, "-y", "--text", "请抓紧", by=OFFICER, at=LATER)
        assert "SF2" not in here("validate", at=LATER).out
    here.done(
        *("rule", number, "-y", "--outcome", "settled", "--settles", "all", "--ruling", "不予采纳"),
        by=head,
        at=LATER,
    )
    assert not here.issue(number).get("pending")
    assert here("validate", at=LATER).status == 0


@pytest.mark.thorough
def test_what_was_found_before_one_heard_that_the_seat_ended_is_on_the_list(two: Two) -> None:
    """The inspector offline has not heard that the own seat ended yesterday."""
    here, there, _number = two
    late = there.found(SOON)
    until = SOON.date() - timedelta(days=1)
    here.done("team", "leave", "2026-1/T1", MEMBER, "--until", until, "-y", at=SOON)
    meet(here, there)
    assert here.issue(late)["status"] == "registered"
    assert "SF2" not in here("validate", at=LATER).out
    here.done("confirm", late, "-y", "--true-and-accurate", by=LEADER, at=LATER)


def test_who_knew_is_not_unaware(two: Two) -> None:
    """The former head writes the event by hand on top of the receipt: that is an error."""
    here, _there, number = two
    given_back(here)
    path = next(here.root.glob(f"issues/**/{number}.yaml"))
    issue = decode(Issue, path.read_bytes(), "x")
    changed = {"field": "title", "old": issue.title, "new": "别的", "why": "x"}
    stamped = {"n": issue.next_n, "at": LATER, "by": LEADER, "for": "2026-1/T1"}
    amend = make_event("amend", {**stamped, **changed})
    bent = seal(issue.model_copy(update={"title": "别的", "events": (*issue.events, amend)}))
    path.write_bytes(canonical.emit(dump(bent)))
    assert "SF214 error" in here("validate", at=LATER).out
    git(here.root, "commit", "-qam", "tidy")
    assert "SF214 error" in here("validate", at=LATER).out


def test_an_amendment_of_the_place_is_no_handover(two: Two) -> None:
    """Neither out of a place nor into one that is offered, nor to another holder's."""
    here, _there, number = two
    sheet = here.root.parent / "old.csv"
    row = "1,消防通道堵塞,虚构仓储有限公司,2026-03-01,石嘴山市"
    sheet.write_text(f"序号,问题描述,责任单位,检查时间,所在地\n{row}\n", "utf-8")
    here.done("import", sheet, by=CLERK)
    listed = json.loads(here.done("list", "--json").out)["issues"]
    old = next(each["number"] for each in listed if each["place"] == "640200")
    move = ("--field", "place", "--new", "640121", "--why", "更正")
    refused = here("amend", old, "-y", *move, by=OFFICER)
    assert refused.status == 5
    assert "hands nothing over" in refused.err
    within = ("--field", "place", "--new", "640121", "--why", "更正")
    here.done("handover", "offer", "640100", "--to", "inspection-office", "-y", by=LEADER)
    offered = here("amend", number, "-y", *within, by=LEADER)
    assert offered.status == 5
    assert "is offered to" in offered.err
    here.done("handover", "withdraw", "640100", "--reason", "改期", "-y", by=LEADER)
    here.done("amend", number, "-y", *within, by=LEADER)
    assert here("validate", at=LATER).status == 0
