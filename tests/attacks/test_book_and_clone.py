"""A number book belongs to one clone: what passes for that clone is told from it, soon or later."""

import json
import os
import platform
import shutil
from pathlib import Path

import pytest

from sfcheck.ledger.files.machine import state_folder
from sfcheck.ledger.git.repository import run
from tests.support.copies import at_home, copied
from tests.support.office import ISSUE, MEMBER, OFFICER, Office, open_office
from tests.support.run import Result
from tests.support.trials import git

BOOKS = "refs/sfcheck/books/"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


def found(office: Office, title: str) -> Result:
    """Register an issue, if this clone may."""
    return office("new-issue", "--from", "-", by=MEMBER, typed=form(title))


def form(title: str) -> str:
    return json.dumps({**ISSUE, "title": title, "description": title}, ensure_ascii=False)


def number(done: Result) -> str:
    assert done.status == 0, done
    return done.out.split()[0]


def refused(done: Result) -> None:
    assert done.status == 5, done
    assert "is a copy of the clone that holds book 001" in done.err


def elsewhere(office: Office) -> Office:
    """Return an office that lies on another machine: what this one's user notes is not there."""
    at_home(office.root)
    return office


def book(office: Office) -> str:
    held: str = json.loads(office.done("config", "--json").out)["config"]["book"]
    return held


def add(office: Office) -> Result:
    words = ("person", "add", "--name", "辛（化名）", "--body", "inspection-office", "--invented")
    return office(*words, "-y", by=OFFICER)


# -- on one machine


@pytest.mark.thorough
@pytest.mark.parametrize("first", ["original", "copy"])
def test_of_a_copy_in_the_originals_place_and_the_original_one_is_refused(
    office: Office, tmp_path: Path, first: str
) -> None:
    shutil.copytree(office.root, tmp_path / "copy", symlinks=True)
    office.root.rename(tmp_path / "moved")
    (tmp_path / "copy").rename(office.root)
    clones = {"original": Office(tmp_path / "moved"), "copy": office}
    other = clones.pop(first)
    (late,) = clones.values()
    assert number(found(other, "先")) == "26-001-0001-0"
    refused(found(late, "后"))
    refused(add(late))
    late.done("join", "--person", MEMBER)
    assert number(found(late, "后")).startswith("26-002-0001-")
    assert number(found(other, "再")).startswith("26-001-0002-")


def test_a_person_added_is_a_turn_as_well(office: Office, tmp_path: Path) -> None:
    shutil.copytree(office.root, tmp_path / "copy", symlinks=True)
    office.root.rename(tmp_path / "moved")
    (tmp_path / "copy").rename(office.root)
    assert add(Office(tmp_path / "moved")).out.startswith("001-0007 ")
    refused(add(office))


def test_what_only_looks_takes_no_turn(office: Office, tmp_path: Path) -> None:
    shutil.copytree(office.root, tmp_path / "copy", symlinks=True)
    copy = Office(tmp_path / "copy")
    for words in (("list",), ("config",), ("validate",), ("person", "list"), ("todo",)):
        copy(*words)
    words = ("person", "add", "--name", "辛（化名）", "--body", "inspection-office")
    office.done(*words, "--dry-run", by=OFFICER)
    assert number(found(office, "甲")) == "26-001-0001-0"


def test_a_backup_put_back_keeps_its_book_unless_it_missed_a_turn(
    office: Office, tmp_path: Path
) -> None:
    shutil.copytree(office.root, tmp_path / "backup", symlinks=True)
    shutil.rmtree(office.root)
    shutil.copytree(tmp_path / "backup", office.root, symlinks=True)
    assert number(found(office, "甲")) == "26-001-0001-0"
    shutil.rmtree(office.root)
    shutil.copytree(tmp_path / "backup", office.root, symlinks=True)
    refused(found(office, "乙"))


def test_a_state_folder_that_was_emptied_costs_nothing_where_the_clone_lies(
    office: Office, tmp_path: Path
) -> None:
    shutil.rmtree(Path(state_folder()) / "clones")
    assert number(found(office, "甲")) == "26-001-0001-0"
    shutil.rmtree(Path(state_folder()) / "clones")
    office.root.rename(tmp_path / "moved")
    assert number(found(Office(tmp_path / "moved"), "乙")).startswith("26-001-0002-")


def test_without_a_state_folder_a_clone_works_where_it_was_made(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    name = "LOCALAPPDATA" if os.name == "nt" else "XDG_STATE_HOME"
    monkeypatch.setenv(name, str(tmp_path / "file"))
    assert number(found(office, "甲")) == "26-001-0001-0"


# -- on several


@pytest.mark.thorough
def test_a_second_host_of_a_shared_folder_does_not_lock_the_first_out(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert number(found(office, "甲")) == "26-001-0001-0"
    with monkeypatch.context() as there:
        there.setattr(platform, "node", lambda: "other")
        refused(found(office, "乙"))
        office.done("list")
    assert number(found(office, "丙")).startswith("26-001-0002-")
    with monkeypatch.context() as there:
        there.setattr(platform, "node", lambda: "other")
        office.done("join", "--person", MEMBER)
        assert number(found(office, "丁")).startswith("26-002-0001-")
    assert number(found(office, "戊")).startswith("26-001-0003-")
    with monkeypatch.context() as there:
        there.setattr(platform, "node", lambda: "other")
        assert book(office) == "002"


@pytest.fixture
def images(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Office, Office]:
    """Two machines of one image: all that one can know of itself is the same in both."""
    git(tmp_path, "clone", "-q", "--bare", "ledger", "hub.git")
    git(office.root, "remote", "add", "origin", str(tmp_path / "hub.git"))
    office.done("join", "--check")
    return office, Office(copied(office.root, tmp_path / "image"))


def test_of_two_machines_of_one_image_the_remote_refuses_the_second(
    images: tuple[Office, Office],
) -> None:
    one, other = images
    for _push in range(3):
        assert "001" in one.done("join", "--check").out
    before = git(one.root, "ls-remote", "origin", BOOKS + "*")
    assert other("join", "--check", "--dry-run").status == 5
    assert book(other) == "001"
    said = other("join", "--check")
    assert said.status == 5
    assert "Book 001 is used by another clone" in said.err
    assert git(one.root, "ls-remote", "origin", BOOKS + "*") == before
    assert other("join", "--check").status == 5
    other.done("join", "--person", MEMBER)
    assert book(other) == "002"
    for each in images:
        each.done("join", "--check")
    assert book(one) == "001"


@pytest.mark.thorough
def test_a_remote_made_anew_and_a_second_one_are_no_collision(
    images: tuple[Office, Office], tmp_path: Path
) -> None:
    one, _other = images
    git(tmp_path, "clone", "-q", "--bare", "ledger", "second.git")
    for name in ("second.git", "hub.git", "second.git"):
        git(one.root, "remote", "set-url", "origin", str(tmp_path / name))
        one.done("join", "--check")
    shutil.rmtree(tmp_path / "hub.git")
    git(tmp_path, "clone", "-q", "--bare", "ledger", "hub.git")
    git(one.root, "remote", "set-url", "origin", str(tmp_path / "hub.git"))
    one.done("join", "--check")


def test_a_clone_without_a_remote_says_so(office: Office) -> None:
    said = office("join", "--check")
    assert (said.status, "git remote add" in said.err) == (2, True)
    assert book(office) == "001"


@pytest.mark.thorough
def test_the_check_may_be_run_by_git_before_each_push(
    images: tuple[Office, Office], tmp_path: Path
) -> None:
    one, other = images
    first = number(found(one, "甲"))
    assert number(found(elsewhere(other), "乙")) == first
    one.done("join", "--check")
    git(one.root, "push", "-q", "origin", "HEAD:main")
    assert other("join", "--check").status == 5


# -- at the latest


@pytest.mark.thorough
@pytest.mark.parametrize("chosen", ["--ours", "--theirs"])
def test_a_number_that_two_clones_gave_is_told_by_validate(
    images: tuple[Office, Office], chosen: str
) -> None:
    one, other = images
    first = number(found(one, "甲"))
    assert number(found(elsewhere(other), "乙")) == first
    git(one.root, "fetch", "-q", str(other.root), "main")
    run(one.root, "merge", "-q", "--no-edit", "FETCH_HEAD", ok=(1,))
    git(one.root, "checkout", "-q", chosen, "issues")
    git(one.root, "add", "issues")
    git(one.root, "commit", "-q", "-m", "merge")
    told = one("validate", "--json")
    assert told.status == 1
    (finding,) = [each for each in json.loads(told.out)["findings"] if each["code"] == "SF602"]
    path = "issues/26/001/00/26-001-0001-0.yaml"
    assert (finding["code"], finding["path"]) == ("SF602", path)
    for commit in git(one.root, "log", "--format=%h", "HEAD^1", "-1").split():
        assert commit in finding["message"]
    settled = f"Made again.\n\nSfcheck-Settles: {path}"
    git(one.root, "commit", "-q", "--allow-empty", "-m", settled)
    assert one("validate").status == 0


# -- without a remote


@pytest.fixture
def strangers(office: Office, tmp_path: Path) -> tuple[Office, Office]:
    """Two clones that joined offline, each with the book that came next."""
    for name in ("one", "other"):
        git(tmp_path, "clone", "-q", "ledger", name)
        git(tmp_path / name, "remote", "remove", "origin")
        Office(tmp_path / name).done("join", "--person", MEMBER)
    return Office(tmp_path / "one"), Office(tmp_path / "other")


@pytest.mark.parametrize("chosen", ["--ours", "--theirs"])
def test_of_two_that_joined_with_one_book_offline_the_merge_tells_one(
    strangers: tuple[Office, Office], chosen: str
) -> None:
    one, other = strangers
    assert (book(one), book(other)) == ("002", "002")
    git(one.root, "fetch", "-q", str(other.root), "main")
    assert run(one.root, "merge", "-q", "--no-edit", "FETCH_HEAD", ok=(1,)) is not None
    git(one.root, "checkout", "-q", chosen, "books")
    git(one.root, "add", "books")
    git(one.root, "commit", "-q", "-m", "merge")
    git(other.root, "pull", "-q", str(one.root), "main")
    told = json.loads(one("validate", "--json").out)["findings"]
    assert ("SF602", "books/002.yaml") in [(each["code"], each["path"]) for each in told]
    keeps, loses = (one, other) if chosen == "--ours" else (other, one)
    for refused_ in (found(loses, "甲"), add(loses)):
        assert refused_.status == 5
        assert "Book 002 is on record as that of another clone: of 丁（化名）" in refused_.err
        assert "`sfcheck join`" in refused_.err
    loses.done("list")
    loses.done("join", "--person", MEMBER)
    assert book(loses) == "003"
    assert number(found(loses, "乙")).startswith("26-003-")
    assert number(found(keeps, "丙")).startswith("26-002-")
    assert keeps("join", "--person", MEMBER).status == 2
