"""What a check remembers: nothing is judged twice, nothing that changed is believed."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine

from sfcheck.actions.assurance.checking import validate
from sfcheck.checks import engine
from sfcheck.checks.seen.view import View
from sfcheck.language import choose
from sfcheck.ledger.git import repository as git
from tests.support.office import LEADER, NOW, OFFICER, Office, office_of_four

Judged = list[str]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return office_of_four(tmp_path)


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> Judged:
    """The paths of the issues that were judged, as they are."""
    seen: Judged = []
    judge: Callable[[str, View], Any] = engine.judge

    def noting(path: str, view: View) -> Any:
        seen.append(path)
        return judge(path, view)

    monkeypatch.setattr(engine, "judge", noting)
    return seen


def check(office: Office, judged: Judged) -> Judged:
    """Check the ledger; return what was judged for it."""
    judged.clear()
    with time_machine.travel(NOW, tick=False):
        found = validate(office.root)
        now = list(judged)
        assert found == validate(office.root, afresh=True)
    return now


def test_a_record_is_judged_once(office: Office, judged: Judged) -> None:
    assert len(check(office, judged)) == 4
    assert check(office, judged) == []


@pytest.mark.thorough
def test_only_what_changed_is_judged_again(office: Office, judged: Judged) -> None:
    check(office, judged)
    number = office.found(title="又一条")
    path = f"issues/26/001/00/{number}.yaml"
    assert check(office, judged) == [path]
    office.done("confirm", number, "--true-and-accurate", by=LEADER)
    assert check(office, judged) == [path]
    text = (office.root / path).read_text(encoding="utf-8")
    (office.root / path).write_text(text.replace("又一条", "又二条"), encoding="utf-8")
    assert check(office, judged) == [path]
    assert check(office, judged) == [path]  # what is not committed is not remembered as clean
    git.run(office.root, "checkout", "-q", ".")
    assert check(office, judged) == []


@pytest.mark.thorough
def test_other_registries_are_other_judges(office: Office, judged: Judged) -> None:
    check(office, judged)
    name = ("--name", "庚（化名）", "--body", "inspection-office", "--invented")
    office.done("person", "add", *name, by=OFFICER)
    assert len(check(office, judged)) == 4


@pytest.mark.thorough
def test_what_is_said_of_others_is_heard_again(office: Office, judged: Judged) -> None:
    first = office.found(title="甲")
    office.found(title="乙", related={"recurs": first})
    check(office, judged)
    path = office.root / f"issues/26/001/00/{first}.yaml"
    path.unlink()
    git.run(office.root, "commit", "-qam", "gone")
    check(office, judged)
    with time_machine.travel(NOW, tick=False):
        codes = {finding.code for finding in validate(office.root).findings}
    assert "SF112" in codes


@pytest.mark.thorough
def test_evidence_that_comes_or_goes_is_noticed(
    office: Office, judged: Judged, tmp_path: Path
) -> None:
    number = office.found(title="甲")
    (tmp_path / "a.jpg").write_bytes(b"picture")
    file = ("--file", tmp_path / "a.jpg", "--class", "scene", "--caption", "照片")
    office.done("attach", number, *file, by=LEADER)
    check(office, judged)
    (kept,) = office.root.glob("evidence/*/*")
    kept.unlink()
    assert check(office, judged) == [f"issues/26/001/00/{number}.yaml"]
    git.run(office.root, "commit", "-qam", "gone")
    assert check(office, judged) == []
    git.run(office.root, "revert", "--no-edit", "HEAD")
    assert check(office, judged) == [f"issues/26/001/00/{number}.yaml"]


def test_findings_are_remembered_in_the_language_they_were_told_in(
    office: Office, judged: Judged
) -> None:
    path = next(office.root.glob("issues/26/001/00/*.yaml"))
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    git.run(office.root, "commit", "-qam", "by hand")
    told = {}
    for language in ("en", "zh", "en", "zh"):
        choose(language)
        try:
            with time_machine.travel(NOW, tick=False):
                message = validate(office.root).findings[0].message
        finally:
            choose("en")
        assert told.setdefault(language, message) == message
    assert told["en"] != told["zh"]


@pytest.mark.thorough
def test_a_memory_that_is_damaged_or_foreign_is_thrown_away(office: Office, judged: Judged) -> None:
    memory = office.root / ".git" / "sfcheck" / "checks.db"
    for harm in (b"", b"not a database" * 500, b"SQLite format 3\0" + b"\0" * 5000):
        check(office, judged)
        memory.write_bytes(harm)
        assert len(check(office, judged)) == 4
    check(office, judged)
    memory.write_bytes(memory.read_bytes()[:8192] + b"\xa5" * (memory.stat().st_size - 8192))
    check(office, judged)
    assert check(office, judged) == []
    memory.unlink()
    memory.mkdir()
    assert len(check(office, judged)) == 4


@pytest.mark.thorough
def test_a_memory_that_another_process_holds_is_let_be(
    office: Office, judged: Judged, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sfcheck.ledger.index.keeping.PATIENCE", 0.2)
    memory = office.root / ".git" / "sfcheck" / "checks.db"
    check(office, judged)
    before = memory.stat().st_ino
    holder = sqlite3.connect(memory, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    assert len(check(office, judged)) == 4
    holder.close()
    assert memory.stat().st_ino == before
    assert check(office, judged) == []


def test_the_command_believes_the_memory_only_where_git_says_so(office: Office) -> None:
    def found() -> list[str]:
        said = office("validate", "--json")
        codes = [finding["code"] for finding in json.loads(said.out)["findings"]]
        return [code for code in codes if code.startswith("SF2")]

    assert found() == []
    path = next(office.root.glob("issues/26/001/00/*.yaml"))
    path.write_bytes(path.read_bytes().replace(b"general", b"major"))
    assert found() != []
    git.run(office.root, "checkout", "-q", ".")
    assert found() == []
    git.run(office.root, "update-index", "--refresh", "-q")
    assert found() == []
