"""A record bent by hand goes into no paper: refused with its number, or told by how many there are.

Every person, firm and finding is invented.
"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.amounts import trial
from tests.support.office import CLERK, LEADER, OFFICER, Office, open_office
from tests.support.once import once
from tests.support.trials import git


def closed(text: str) -> str:
    return text.replace("status: rectifying", "status: closed")


def later(text: str) -> str:
    return text.replace("due: 2026-06-16", "due: 2026-12-31", 1)


def milder(text: str) -> str:
    return text.replace("severity: general", "severity: major", 1)


def without_its_last_event(text: str) -> str:
    return text[: text.rindex("- n: ")]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    once(_notified, tmp_path)
    return Office(tmp_path / "ledger")


def _notified(folder: Path) -> None:
    made = open_office(folder)
    made.done("handover", "receive", "640100", by=LEADER)
    for title in ("甲题", "乙题"):
        number = made.found(title=title, description=title * 9)
        made.done("confirm", number, "-y", "--true-and-accurate", by=LEADER)
        made.done(
            *("notify", number, "-y", "--notice", "1号", "--demand", "改", "--due", "2026-06-16"),
            *("--accept", "emergency-management"),
            by=LEADER,
        )


def bend(office: Office, how: Callable[[str], str], *, commit: bool) -> str:
    """Bend the first issue by hand; return its number."""
    path = min(office.root.glob("issues/**/*.yaml"))
    before = path.read_text("utf-8")
    path.write_text(how(before), "utf-8", newline="\n")
    assert path.read_text("utf-8") != before
    if commit:
        git(office.root, "commit", "-qam", "tidy")
    return path.stem


@pytest.mark.parametrize(
    ("how", "commit"),
    [
        trial(how, commit, always=how is later)
        for how in (closed, later, milder, without_its_last_event)
        for commit in (True, False)
    ],
)
def test_nothing_goes_out_that_is_built_on_it(
    office: Office, how: Callable[[str], str], commit: bool
) -> None:
    number = bend(office, how, commit=commit)
    kept = office.files()
    refused = [
        office("handover", "offer", "640100", "--to", "inspection-office", "-y", by=LEADER),
        office("export", "--format", "csv"),
        office("notice", "feedback", number),
    ]
    if commit:
        office.done("bulletin", "draft", "--title", "通报", "-y", by=CLERK)
        kept = office.files()
        refused.append(office("bulletin", "consolidate", "2026-0001", "-y", by=CLERK))
    for said in refused:
        assert said.status in (3, 5), said
        assert number in said.err
        assert said.out == ""
    assert office.files() == kept
    told = office("report", "round", "2026-1", "--json")
    assert json.loads(told.out)["figures"]["doubted"] == 1
    assert "1 record is not what its events make of it" in office("report", "round", "2026-1").out


@pytest.mark.thorough
def test_what_was_bent_after_the_offer_is_not_received(office: Office) -> None:
    office.done("handover", "offer", "640100", "--to", "inspection-office", "-y", by=LEADER)
    number = bend(office, closed, commit=True)
    said = office("handover", "receive", "640100", "-y", by=OFFICER)
    assert said.status == 5
    assert number in said.err


def test_of_a_sound_ledger_nothing_is_doubted(office: Office) -> None:
    told = office("report", "round", "2026-1", "--json")
    assert json.loads(told.out)["figures"]["doubted"] == 0
    assert "not what" not in office("report", "round", "2026-1").out
    assert office("export", "--format", "csv").status == 0
