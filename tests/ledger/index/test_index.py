"""The index in bad surroundings: made again without a word, believed only when proven."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine

from sfcheck.ledger.git import repository as git
from sfcheck.ledger.index.schema import FLAT, TABLES
from tests.ledger.index.plainly import listed, read_plainly
from tests.support.amounts import FUZZ
from tests.support.office import LEADER, MEMBER, NOW, TODAY, Office, office_of_four
from tests.support.run import run

not_root = pytest.mark.skipif(
    os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere"
)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return office_of_four(tmp_path)


def index_of(office: Office) -> Path:
    return office.root / ".git" / "sfcheck" / "index.db"


def asked(path: Path, sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def right(root: Path) -> None:
    """Compare a list with what the files say: made, and asked again."""
    plain = read_plainly(root, TODAY)
    assert isinstance(plain, tuple) and plain[0]
    assert listed(root, TODAY) == plain
    assert listed(root, TODAY) == plain


def foreign(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE issues (theirs TEXT)")
    connection.execute("INSERT INTO issues VALUES ('somebody else''s')")
    connection.commit()
    connection.close()


def older(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("UPDATE facts SET value = 'older' WHERE name = 'schema'")
    connection.execute("DROP TABLE events")
    connection.execute("CREATE VIEW events AS SELECT 1")
    connection.commit()
    connection.close()


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


HARMS: dict[str, Callable[[Path], object]] = {
    "absent": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "no database": lambda path: path.write_bytes(b"not a database" * 1000),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:5000]),
    "cut at the end": lambda path: path.write_bytes(path.read_bytes()[:-4096]),
    "holes": lambda path: path.write_bytes(path.read_bytes()[:4096] + b"\0" * 90_000),
    "rot": lambda path: path.write_bytes(
        path.read_bytes()[:8192] + os.urandom(path.stat().st_size - 8192)
    ),
    "foreign": foreign,
    "older": older,
    "a folder": folder,
}


@pytest.mark.thorough
@pytest.mark.parametrize("harm", HARMS)
def test_a_bad_index_is_made_again_without_a_word(office: Office, harm: str) -> None:
    right(office.root)
    HARMS[harm](index_of(office))
    said = office.done("list")
    assert said.err.startswith("4 issues"), said.err
    right(office.root)
    if harm != "a folder":
        assert asked(index_of(office), "SELECT count(*) FROM issues") == [(4,)]


@pytest.mark.thorough
def test_an_index_that_another_process_holds_is_not_waited_for_for_ever(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sfcheck.ledger.index.keeping.PATIENCE", 0.2)
    right(office.root)
    holder = sqlite3.connect(index_of(office), isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    held = index_of(office).stat().st_ino
    right(office.root)
    office.found(title="又一条")
    right(office.root)
    assert index_of(office).stat().st_ino == held  # it is not thrown away under their hands
    holder.close()
    right(office.root)


@not_root
def test_a_read_only_repository_is_read(office: Office) -> None:
    store = index_of(office).parent
    right(office.root)
    office.found(title="又一条")
    store.chmod(0o500)
    index_of(office).chmod(0o400)
    try:
        right(office.root)
        index_of(office).chmod(0o600)
    finally:
        store.chmod(0o700)


@pytest.mark.thorough
def test_a_linked_work_tree_at_another_commit_has_its_own_truth(
    office: Office, tmp_path: Path
) -> None:
    git.run(office.root, "worktree", "add", "-q", "--detach", str(tmp_path / "linked"), "HEAD~2")
    for root in (office.root, tmp_path / "linked", office.root):
        right(root)
    plain = read_plainly(tmp_path / "linked", TODAY)
    assert isinstance(plain, tuple) and len(plain[0]) == 2


def test_two_ledgers_in_one_repository_have_an_index_each(office: Office) -> None:
    made = run("init", "county", "--profile", "ningxia", "--name", "甲（化名）", cwd=office.root)
    assert made.status == 0, made
    with_issue = Office(office.root / "county")
    shutil.copytree(office.root / "issues", with_issue.root / "issues")
    for record in sorted((with_issue.root / "issues").rglob("*.yaml"))[1:]:
        record.unlink()
    right(office.root)
    right(with_issue.root)
    git.run(office.root, "add", "-A")
    git.run(office.root, "commit", "-qm", "both")
    right(with_issue.root)
    right(office.root)
    assert len(list(index_of(office).parent.glob("index*.db"))) == 2


def test_a_ledger_outside_git_and_one_in_a_bare_repository(office: Office, tmp_path: Path) -> None:
    shutil.copytree(office.root, tmp_path / "plain", ignore=shutil.ignore_patterns(".git"))
    right(tmp_path / "plain")
    assert not list(tmp_path.glob("plain/**/index*.db"))
    git.run(tmp_path, "clone", "-q", "--bare", str(office.root), "bare.git")
    said = run("list", cwd=tmp_path / "bare.git")
    assert said.status != 0 and "Traceback" not in said.err


def test_a_commit_of_ours_is_told_to_the_index(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    right(office.root)
    number = office.found(title="又一条")
    office.done("confirm", number, "--true-and-accurate", by=LEADER)
    head = git.run(office.root, "rev-parse", "HEAD").decode().strip()
    assert asked(index_of(office), "SELECT value FROM facts WHERE name = 'commit'") == [(head,)]
    right(office.root)


def test_a_commit_that_git_has_forgotten_is_no_hindrance(office: Office) -> None:
    right(office.root)
    git.run(office.root, "commit", "-q", "--amend", "-m", "another")
    git.run(office.root, "reflog", "expire", "--expire=now", "--all")
    git.run(office.root, "gc", "-q", "--prune=now")
    right(office.root)


def test_reading_changes_nothing_but_the_index(office: Office) -> None:
    before = office.files()
    right(office.root)
    assert office.files() == before
    assert git.run(office.root, "status", "--porcelain") == b""


def test_the_flat_tables_say_what_the_records_say(office: Office) -> None:
    number = office.found(title="又一条", severity="major")
    office.done("confirm", number, "--true-and-accurate", by=LEADER)
    right(office.root)
    rows = asked(
        index_of(office),
        "SELECT action, person, day, effective FROM events ORDER BY path, position",
    )
    assert rows[-2:] == [
        ("register", MEMBER, "2026-06-01", 1),
        ("confirm", LEADER, "2026-06-01", 1),
    ]
    for name, table in FLAT.items():
        columns = asked(index_of(office), f"SELECT name FROM pragma_table_info('{name}')")
        assert [column for (column,) in columns] == [column.name for column in table.columns]


def test_types_are_those_every_database_knows() -> None:
    assert {c.type.split()[0] for table in TABLES.values() for c in table.columns} == {
        "TEXT",
        "INTEGER",
    }


LISTER = """
import json, sys
from tests.support.run import run
from pathlib import Path
last = 0
while last < int(sys.argv[2]):
    said = run("list", "--json", cwd=Path(sys.argv[1]))
    assert said.status == 0, said
    numbers = [issue["number"] for issue in json.loads(said.out)["issues"]]
    assert len(numbers) == len(set(numbers)) >= last, (len(numbers), last)
    last = len(numbers)
"""
WRITER = """
import json, sys
from pathlib import Path
from tests.support.office import ISSUE, MEMBER
from tests.support.run import run
for made in range(int(sys.argv[2])):
    found = {**ISSUE["found"], "on": "2026-06-01"}
    entry = json.dumps({**ISSUE, "title": f"{sys.argv[3]}-{made}", "found": found})
    command = ("new-issue", "--yes", "--from", "-")
    said = run(*command, cwd=Path(sys.argv[1]), person=MEMBER, input=entry)
    assert said.status == 0, said
"""


@pytest.mark.thorough
@pytest.mark.fuzz
def test_two_writers_and_several_readers_at_once(office: Office) -> None:
    """Readers ask until they are told of all that is written meanwhile."""
    each, readers = max(4, min(100, FUZZ // 20)), max(2, min(5, FUZZ // 20))
    index_of(office).unlink(missing_ok=True)

    def started(script: str, *words: object) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-c", script, str(office.root), *map(str, words)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        )

    whole = 4 + 2 * each
    writing = [started(WRITER, each, name) for name in "ab"]
    reading = [started(LISTER, whole) for _n in range(readers)]
    try:
        for process in (*writing, *reading):
            said = process.communicate()
            assert process.returncode == 0, said
    finally:
        for process in reading:
            process.kill()
    right(office.root)
    rows = json.loads(office.done("list", "--json").out)["issues"]
    assert len(rows) == whole
