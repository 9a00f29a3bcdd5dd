"""The roster and the rounds changed in the past, under acts that rest on them: refused, with which.

Every person, firm and finding is invented.
"""

import json
import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from sfcheck.actions.standing import first_day
from tests.support.copies import copied
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

LAW = 5
EVIDENCE = "整改后照片@2026-06-{:02}"


class Lived:
    """An office in which an issue went its whole way, from the 1st to the 10th of June."""

    def __init__(self, office: Office) -> None:
        self.root = office.root
        office.done("handover", "receive", "640100", "-y", by=LEADER)
        self.number = office.found()
        self.on(2, "confirm", self.number, "--true-and-accurate", by=LEADER)
        demand = ("--notice", "反〔2026〕1号", "--demand", "立即整改", "--due", "2026-07-01")
        self.on(3, "notify", self.number, *demand, "--accept", "emergency-management", by=OFFICER)
        paper = ("--document", "报告〔2026〕1号", "--signed-by", "厂长（化名）")
        shown = ("--done", "已更换", "--evidence", EVIDENCE.format(5))
        self.on(5, "submit", self.number, *shown, *paper, by=CLERK)
        opinion = ("--opinion", "同意", "--evidence", EVIDENCE.format(8))
        opinion += ("--on-site", ACCEPTOR, "--checked-on", "2026-06-08")
        self.on(8, "accept", self.number, *opinion, by=ACCEPTOR)
        verdicts = ("--rectified", "--measures", "--solved", "--finding", "属实")
        verdicts += ("--evidence", EVIDENCE.format(10))
        self.on(10, "look-back", self.number, *verdicts, by=SECOND)

    def on(self, day: int, *words: str, by: str, status: int = 0) -> Result:
        """Run a command on a day of June, which must end so."""
        done = self(day, *words, by=by)
        assert done.status == status, (words, done)
        return done

    def __call__(self, day: int, *words: str, by: str) -> Result:
        with time_machine.travel(NOW + timedelta(days=day - 1), tick=False):
            asks = () if words[0] in ("validate", "person", "team") else ("-y",)
            return run(*words, *asks, cwd=self.root, person=by)

    def findings(self) -> list[str]:
        """Return the errors that `validate` tells."""
        with time_machine.travel(NOW + timedelta(days=12), tick=False):
            told = json.loads(run("validate", "--json", cwd=self.root).out)["findings"]
        return [each["message"] for each in told if each["severity"] == "error"]


@pytest.fixture(scope="module")
def _lived(tmp_path_factory: pytest.TempPathFactory, isolated: None) -> Lived:
    return Lived(open_office(tmp_path_factory.mktemp("past")))


@pytest.fixture
def lived(_lived: Lived, tmp_path: Path) -> Iterator[Lived]:
    """An office with a past, put back after each test."""
    kept = tmp_path / "kept"
    shutil.copytree(_lived.root, kept, symlinks=True)
    yield _lived
    shutil.rmtree(_lived.root)
    copied(kept, _lived.root)


PAST: dict[str, tuple[str, str]] = {
    "the acceptor's office": (f"person end {ACCEPTOR} department_officer", "2026-06-08"),
    "the acceptor": (f"person end {ACCEPTOR}", "2026-06-08"),
    "the clerk's office": (f"person end {CLERK} clerk", "2026-06-05"),
    "the clerk": (f"person end {CLERK}", "2026-06-05"),
    "who looked back": (f"person end {SECOND} overall_officer", "2026-06-10"),
}


@pytest.mark.thorough
@pytest.mark.parametrize("name", PAST)
def test_what_ends_before_an_act_that_rests_on_it(lived: Lived, name: str) -> None:
    words, day = PAST[name]
    before = git(lived.root, "rev-parse", "HEAD")
    the_day_before = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
    said = lived.on(12, *words.split(), "--until", the_day_before, by=OFFICER, status=LAW).err
    assert lived.number in said
    assert day in said
    assert git(lived.root, "rev-parse", "HEAD") == before
    dry = lived(12, *words.split(), "--until", the_day_before, "--dry-run", by=OFFICER)
    assert dry.status == LAW
    lived.on(12, *words.split(), "--until", day, by=OFFICER)
    assert lived.findings() == []


def test_a_home_that_would_have_been_elsewhere(lived: Lived) -> None:
    words = ("person", "move", SECOND, "--body", "emergency-management", "--since")
    said = lived.on(12, *words, "2026-06-09", by=OFFICER, status=LAW).err
    assert f"{lived.number}: " in said
    assert "2026-06-10" in said
    lived.on(12, *words, "2026-06-11", by=OFFICER)
    assert lived.findings() == []


@pytest.mark.thorough
def test_a_named_officer_who_was_head_on_the_day(lived: Lived) -> None:
    lived.on(12, "handover", "offer", "640100", "--to", "inspection-office", by=LEADER)
    lived.on(13, "handover", "receive", "640100", by=OFFICER)
    changed = ("--field", "title", "--new", "甲醇罐区报警器失效", "--why", "标题过长")
    lived.on(14, "amend", lived.number, *changed, by=OFFICER)
    words = ("person", "officer", SECOND, "--since")
    said = lived.on(15, *words, "2026-06-14", by=OFFICER, status=LAW)
    assert f"{lived.number}: amend 2026-06-14" in said.err
    lived.on(15, *words, "2026-06-15", by=OFFICER)


@pytest.mark.thorough
@pytest.mark.parametrize(
    "words",
    [
        f"team leave {TEAM} {MEMBER} --until 2026-05-31",
        f"team leave {TEAM} {LEADER} --until 2026-06-01",
        f"team seat {TEAM} --leader {SECOND} --since 2026-06-02",
        f"person end {MEMBER} --until 2026-05-20",
    ],
)
def test_a_seat_given_up_before_what_was_done_in_it(lived: Lived, words: str) -> None:
    before = git(lived.root, "rev-parse", "HEAD")
    done = lived(12, *words.split(), by=OFFICER)
    if done.status == 0:  # a home may end; the seat is what the act rests on
        assert lived.findings() == []
        return
    assert done.status == LAW, done
    assert lived.number in done.err
    assert git(lived.root, "rev-parse", "HEAD") == before


@pytest.mark.thorough
def test_what_nothing_rests_on_may_change_in_the_past(lived: Lived) -> None:
    add = ("person", "add", "--name", "辛（化名）", "--body", "health", "--since", "2026-05-02")
    lived.on(12, *add, "--office", "clerk", by=OFFICER)
    lived.on(12, "person", "end", "0007", "clerk", "--until", "2026-05-03", by=OFFICER)
    lived.on(12, "person", "rank", ACCEPTOR, "bureau", "--since", "2026-05-03", by=OFFICER)
    assert lived.findings() == []


ROUND = {"id": "2026-1", "start": "2026-03-01"}
SINCE = {"since": "2026-05-01"}


@pytest.mark.parametrize(
    ("old", "new", "day"),
    [
        ({"a": [SINCE]}, {"a": [SINCE]}, None),
        ({"a": [SINCE]}, {"a": [SINCE | {"until": "2026-06-01"}]}, "2026-06-01"),
        ({"a": [SINCE | {"until": "2026-07-01"}]}, {"a": [SINCE]}, "2026-07-01"),
        ({"a": []}, {"a": [SINCE]}, "2026-05-01"),
        ({"a": [SINCE]}, {"a": [SINCE | {"body": "x"}]}, "2026-05-01"),
        ({"teams": [{"leader": [SINCE]}]}, {"teams": [{"leader": []}]}, "2026-05-01"),
        (ROUND, ROUND | {"closed": "2026-06-01"}, "2026-06-01"),
        ({"name": "a"}, {"name": "b"}, None),
        ({"code": "1"}, {"code": "1", "until": "2026-06-01"}, "0001-01-01"),
    ],
)
def test_the_first_day_from_which_something_else_is_in_force(old, new, day) -> None:
    assert first_day(old, new) == (datetime.fromisoformat(day).date() if day else None)
