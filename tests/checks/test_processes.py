"""Several processes find what one finds, in the same order; no file is read more than needed."""

import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from sfcheck.checks.engine import check
from sfcheck.domain.base.findings import Report
from sfcheck.domain.base.numbers import make
from sfcheck.errors import Refused
from sfcheck.ledger.files import layout
from tests.checks import spoilt_files, spoilt_handovers, spoilt_lives
from tests.checks.ledger import CLOSED, DUPLICATE, NUMBER, PATH, RECURRENCE, VOIDED
from tests.checks.rules.test_rules import CASES
from tests.support.run import run

TOGETHER = {
    "each other's duplicate": spoilt_lives.bad_SF210_each_others_duplicate,
    "an altered line": spoilt_handovers.bad_SF304_altered_due,
    "left out": spoilt_handovers.bad_SF305_on_the_list_before,
    "came late": spoilt_handovers.bad_SF306_registered_while_offered,
    "a copy": spoilt_files.bad_SF113_copy,
    "no bodies": spoilt_lives.bad_SF200_bodies,
}


@pytest.fixture(scope="module")
def spoilt(sound: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with the file of the first issue as every bad example of a rule leaves it."""
    folder = tmp_path_factory.mktemp("spoilt")
    whole = Path(shutil.copytree(sound, folder / "whole"))
    bad = [case for case in CASES if case.kind == "bad" and case.code < "SF3"]
    for at, case in enumerate(bad):
        one = Path(shutil.copytree(sound, folder / "one"))
        with suppress(OSError, Refused):
            case.spoil(one)
            data = (one / PATH).read_bytes()
            if data != (sound / PATH).read_bytes() and len(data) < 1 << 21:
                place = whole / layout.issue_path(make(2026, "037", 200 + at))
                place.parent.mkdir(exist_ok=True)
                place.write_bytes(data)
        shutil.rmtree(one)
    return whole


@pytest.mark.thorough
@pytest.mark.parametrize("jobs", [2, 3])
def test_every_spoilt_file_is_told_alike_by_several_processes(spoilt: Path, jobs: int) -> None:
    alone = check(spoilt, jobs=1)
    assert len(alone.findings) > 200
    assert len({finding.code for finding in alone.findings}) > 30
    assert check(spoilt, jobs=jobs) == alone


@pytest.mark.thorough
@pytest.mark.parametrize("name", TOGETHER)
def test_what_issues_say_of_each_other_is_told_alike(name: str, ledger: Path) -> None:
    TOGETHER[name](ledger)
    alone = check(ledger, jobs=1)
    assert alone.findings
    assert check(ledger, jobs=2) == alone


@pytest.mark.thorough
def test_the_number_of_processes_may_be_said(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spoilt_lives.bad_SF202_sealedagain(ledger)
    said = [run("validate", "--jobs", jobs, cwd=ledger) for jobs in (1, 2)]
    assert said[0] == said[1]
    assert said[0].status == 1
    assert run("validate", "--jobs", 0, cwd=ledger).status == 2
    monkeypatch.setenv("SFCHECK_JOBS", "many")
    refused = run("validate", cwd=ledger)
    assert refused.status == 2
    assert "many" in refused.err


opened: list[str] = []
_watching = False


def _heard(event: str, arguments: tuple[Any, ...]) -> None:
    if _watching and event == "open" and str(arguments[0]).endswith(".yaml"):
        opened.append(str(arguments[0]).replace(os.sep, "/"))


def reads(work: Callable[[], Report]) -> Counter[str]:
    """Return how often each record was opened by `work`."""
    global _watching
    if not opened:
        sys.addaudithook(_heard)
    opened[:] = ["-"]
    _watching = True
    try:
        work()
    finally:
        _watching = False
    return Counter(Path(path).stem for path in opened[1:])


def test_an_issue_is_read_once_and_once_more_for_each_that_points_at_it(sound: Path) -> None:
    times = reads(lambda: check(sound, jobs=1))
    pointed_at = {NUMBER: 1}  # by a duplicate and a recurrence, of which one asks
    for number in (NUMBER, DUPLICATE, RECURRENCE, CLOSED, VOIDED):
        assert times[number] == 1 + pointed_at.get(number, 0), number


def test_what_another_issue_changes_is_judged_again_and_nothing_else(ledger: Path) -> None:
    spoilt_lives.bad_SF210_each_others_duplicate(ledger)
    before = reads(lambda: check(ledger, jobs=1))
    assert before[CLOSED] == 1
    assert before[NUMBER] > 1
