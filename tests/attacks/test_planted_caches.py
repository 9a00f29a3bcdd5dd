"""A cache that somebody else made or wrote to says nothing: what records say is read again."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import time_machine

from sfcheck.checks import memory
from sfcheck.domain.base.findings import Report
from sfcheck.ledger.files.machine import state_folder
from sfcheck.ledger.git import freshness
from sfcheck.ledger.git.repository import open_repository
from sfcheck.ledger.index import making
from sfcheck.ledger.index.vouching import is_vouched_for
from tests.support.office import LEADER, NOW, Office
from tests.support.trials import git
from tests.support.untouched import Untouchable

LIE = "update issues set status = 'closed', title = '已整改', due = null"


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let each test's user have a state folder of their own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "state"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    yield


def cache(root: Path, name: str = "index") -> Path:
    return root / ".git" / "sfcheck" / f"{name}.db"


def write_into(path: Path, sql: str = LIE) -> None:
    """Write into a cache as any program can."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(sql)
        connection.commit()


def tells_the_truth(office: Office, number: str) -> None:
    for command in (("list",), ("list", "--status", "registered"), ("export",)):
        said = office.done(*command).out
        assert number in said, command
        assert "已整改" not in said
    assert number not in office.done("list", "--status", "closed").out


def in_place(path: Path) -> None:
    write_into(path)


def in_place_of_the_same_time(path: Path) -> None:
    """With the times and the size it had; what the system itself notes cannot be put back."""
    before = path.stat()
    write_into(path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def put_in_its_place(path: Path) -> None:
    shutil.copy2(path, path.with_suffix(".other"))
    write_into(path.with_suffix(".other"))
    path.with_suffix(".other").replace(path)


def by_a_journal(path: Path) -> None:
    """A transaction that seems to be interrupted: opening the file would bring its pages back."""
    other = path.with_suffix(".other")
    shutil.copy2(path, other)
    write_into(other)
    connection = sqlite3.connect(other, isolation_level=None)
    connection.execute("PRAGMA cache_spill = 1")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE issues SET title = '又一题'")
    shutil.copy2(Path(f"{other}-journal"), Path(f"{path}-journal"))
    connection.execute("ROLLBACK")
    connection.close()
    other.unlink()


def by_a_log(path: Path) -> None:
    path.with_name(path.name + "-wal").write_bytes(b"\x37\x7f\x06\x82" + bytes(100))


def by_a_trigger(path: Path) -> None:
    """One that waits for our own writing."""
    write_into(
        path,
        "create trigger lie after insert on issues begin"
        " update issues set title = '已整改' where rowid = new.rowid; end;",
    )


@pytest.mark.thorough
@pytest.mark.parametrize(
    "plant",
    [
        in_place,
        pytest.param(
            in_place_of_the_same_time,
            marks=pytest.mark.skipif(os.name == "nt", reason="not noted there"),
        ),
        *(put_in_its_place, by_a_journal, by_a_log, by_a_trigger),
    ],
)
def test_an_index_that_somebody_wrote_to_is_made_again(
    spare: Untouchable, plant: Callable[[Path], None]
) -> None:
    spare.done("list")
    assert is_vouched_for(cache(spare.root))
    plant(cache(spare.root))
    tells_the_truth(spare, spare.number)
    assert is_vouched_for(cache(spare.root))
    spare.done(*spare.note(), by=LEADER)
    tells_the_truth(spare, spare.number)


def test_a_step_teaches_nothing_to_an_index_that_is_not_ours(spare: Untouchable) -> None:
    spare.done("list")
    write_into(cache(spare.root))
    spare.done(*spare.note(), by=LEADER)
    assert not is_vouched_for(cache(spare.root))
    tells_the_truth(spare, spare.number)


def plant_a_report(root: Path) -> None:
    """Remember a clean report of a commit, as the program itself would."""
    repository = open_repository(root)
    state = freshness.ask(repository.top).answer().below("")
    with time_machine.travel(NOW, tick=False), memory.memory(repository, root) as connection:
        memory.remember(connection, state, root, Report((), 51))


def tampered(office: Untouchable) -> None:
    record = office.record
    text = record.read_text(encoding="utf-8").replace("status: registered", "status: closed")
    record.write_text(text, encoding="utf-8", newline="\n")
    git(office.root, "commit", "-q", "-a", "-m", "tampered")


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[], None]:
    """Return what makes another user of us."""

    def become() -> None:
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "another"))
        monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "another"))
        monkeypatch.setenv("HOME", str(tmp_path / "another-home"))

    return become


def test_a_report_that_somebody_else_remembered(
    spare: Untouchable, elsewhere: Callable[[], None]
) -> None:
    tampered(spare)
    plant_a_report(spare.root)
    elsewhere()
    assert spare("validate").status == 1


def test_a_folder_that_was_sent_is_believed_nowhere(spare: Untouchable, tmp_path: Path) -> None:
    """Not even by the user who made it: it may have been on its way."""
    tampered(spare)
    plant_a_report(spare.root)
    spare.done("list")
    shutil.copytree(spare.root, tmp_path / "sent")
    write_into(cache(tmp_path / "sent"))
    received = Office(tmp_path / "sent")
    assert received("validate").status == 1
    assert "已整改" not in received.done("list").out


@pytest.mark.thorough
def test_what_was_judged_of_a_record_is_planted(
    spare: Untouchable, elsewhere: Callable[[], None]
) -> None:
    """Each record has a judgement of its own, remembered by its blob."""
    tampered(spare)
    for become in (lambda: None, elsewhere):
        assert spare("validate").status == 1
        lie = "update judged set findings = ''; delete from reports"
        write_into(cache(spare.root, "checks"), lie)
        become()
        assert spare("validate").status == 1


def test_our_own_are_believed(spare: Untouchable, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise all of this would only be slow."""
    for command, name in ((("list",), "index"), (("validate",), "checks")):
        spare(*command)
        assert is_vouched_for(cache(spare.root, name))
    spare.done(*spare.note(), by=LEADER)
    assert is_vouched_for(cache(spare.root))
    read: list[object] = []
    fill = making.fill
    monkeypatch.setattr(making, "fill", lambda *how: (read.append(how), fill(*how)))
    spare.done("list")
    spare.done("list", "--status", "registered")
    assert read == []


@pytest.mark.thorough
@pytest.mark.parametrize("home", ["", "relative", "\0"])
def test_a_user_without_a_home_has_the_truth_as_well(
    spare: Untouchable, monkeypatch: pytest.MonkeyPatch, home: str
) -> None:
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA", "HOME", "USERPROFILE"):
        monkeypatch.delenv(name, raising=False)
    if home != "\0":
        monkeypatch.setenv("HOME", home)
        monkeypatch.setenv("USERPROFILE", home)
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    assert state_folder() == ""
    spare.done("list")
    write_into(cache(spare.root))
    tells_the_truth(spare, spare.number)
    assert not (spare.root / "relative").exists()


@pytest.mark.thorough
def test_a_state_folder_that_cannot_be_made(
    spare: Untouchable, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "file"))
    if os.name != "nt" and not state_folder().startswith(str(tmp_path)):
        pytest.skip("macOS keeps it elsewhere")
    tells_the_truth(spare, spare.number)
    spare.done("validate")


def test_a_journal_that_leads_out_of_the_ledger(spare: Untouchable, tmp_path: Path) -> None:
    passing = tmp_path / "home" / ".sfcheck-0123456789abcdef.tmp"
    passing.parent.mkdir(exist_ok=True)
    passing.touch()
    journal = spare.root / ".git" / "sfcheck" / "refresh.json"
    outside = os.path.relpath(passing.parent / "x", spare.root).replace(os.sep, "/")
    journal.write_text(f'{{"{outside}": ["100644", "", "{"0" * 40}"]}}', encoding="utf-8")
    spare.can_go_on()
    assert passing.exists()
