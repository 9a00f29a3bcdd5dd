"""Joining beside a remote: no two clones get the same book, and nothing of a clone is run."""

import json
import os
from pathlib import Path

import pytest

from tests.support.office import CLERK, LEADER, MEMBER, Office, open_office
from tests.support.terminal import look
from tests.support.trials import git

BOOKS = "refs/sfcheck/books/"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office whose ledger lies on a server, too."""
    made = open_office(tmp_path)
    git(tmp_path, "clone", "-q", "--bare", "ledger", "hub.git")
    git(made.root, "remote", "add", "origin", str(tmp_path / "hub.git"))
    return made


def clone(office: Office, name: str) -> Office:
    git(office.root.parent, "clone", "-q", "hub.git", name)
    return Office(office.root.parent / name)


def book(joined: Office) -> str:
    held: str = json.loads(joined.done("config", "--json").out)["config"]["book"]
    return held


def reserved(office: Office) -> list[str]:
    listed = git(office.root, "ls-remote", "origin", BOOKS + "*").splitlines()
    return [line.rpartition("/")[2] for line in listed]


def pushed(joined: Office) -> None:
    git(joined.root, "push", "-q", "origin", "HEAD:main")


def cut_off(joined: Office) -> None:
    git(joined.root, "remote", "set-url", "origin", str(joined.root.parent / "nowhere.git"))


@pytest.mark.thorough
def test_a_book_that_the_remote_knows_is_not_taken_by_a_clone_that_does_not(
    office: Office,
) -> None:
    stale, other = clone(office, "stale"), clone(office, "other")
    cut_off(other)
    other.done("join", "--person", MEMBER, "--book", "2")
    git(other.root, "push", "-q", str(office.root.parent / "hub.git"), "HEAD:main")
    stale.done("join", "--person", LEADER)
    assert (book(other), book(stale)) == ("002", "003")
    assert reserved(office) == ["003"]


def test_a_book_the_office_gave_is_reserved_where_the_remote_answers(office: Office) -> None:
    first, second, third = (clone(office, name) for name in ("first", "second", "third"))
    first.done("join", "--person", MEMBER, "--book", "7")
    assert reserved(office) == ["007"]
    refused = second("join", "--person", LEADER, "--book", "7")
    assert (refused.status, "Book 007" in refused.err) == (2, True)
    third.done("join", "--person", CLERK)
    assert book(third) == "008"


def test_without_the_remote_a_given_book_is_taken_and_that_is_said(office: Office) -> None:
    alone = clone(office, "alone")
    cut_off(alone)
    refused = alone("join", "--person", MEMBER)
    assert (refused.status, "--book" in refused.err, refused.out) == (4, True, "")
    done = alone.done("join", "--person", MEMBER, "--book", "9")
    assert "does not answer" in done.err
    assert book(alone) == "009"


def test_a_dry_run_reserves_nothing(office: Office) -> None:
    trying = clone(office, "trying")
    before = git(trying.root, "for-each-ref")
    for more in ((), ("--book", "5")):
        said = trying.done("join", "--person", MEMBER, "--dry-run", *more).out
        assert ("002" if not more else "005") in said
    assert reserved(office) == []
    assert git(trying.root, "for-each-ref") == before


def test_the_remote_is_the_one_the_branch_follows(office: Office, tmp_path: Path) -> None:
    here = clone(office, "here")
    git(here.root, "remote", "rename", "origin", "hub")
    git(here.root, "remote", "add", "origin", str(tmp_path / "nowhere.git"))
    here.done("join", "--person", MEMBER)
    listed = git(here.root, "ls-remote", "hub", BOOKS + "*")
    assert listed.endswith(BOOKS + "002\n")


@pytest.mark.thorough
@pytest.mark.skipif(os.name == "nt", reason="the traps are written for a POSIX shell")
def test_joining_runs_nothing_that_the_clone_names(office: Office, tmp_path: Path) -> None:
    here = clone(office, "here")
    trap = tmp_path / "trap"
    trap.write_text(f'#!/bin/sh\ntouch "{tmp_path}/ran"\nexec git "${{0##*/}}" "$@"\n', "utf-8")
    trap.chmod(0o755)
    hooks = here.root / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("pre-push", "reference-transaction", "post-index-change"):
        (hooks / name).symlink_to(trap)
    for name in ("remote.origin.uploadpack", "remote.origin.receivepack", "alias.fetch"):
        git(here.root, "config", name, str(trap))
    for name in ("core.fsmonitor", "core.sshCommand", "credential.helper", "core.gitProxy"):
        git(here.root, "config", name, str(trap))
    here.done("join", "--person", MEMBER)
    assert not (tmp_path / "ran").exists()
    assert reserved(office) == ["002"]


def test_the_callers_repository_is_not_the_one_that_is_joined(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    here = clone(office, "here")
    git(tmp_path, "init", "-q", "other")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other" / ".git"))
    before = dict(os.environ)
    here.done("join", "--person", MEMBER)
    assert dict(os.environ) == before
    monkeypatch.delenv("GIT_DIR")
    assert reserved(office) == ["002"]


@pytest.mark.thorough
def test_fetching_is_seen_on_a_terminal(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from sfcheck.cli.frame import progress

    monkeypatch.setattr(progress, "PATIENCE", 0)
    monkeypatch.setattr(progress, "PACE", 0)
    here = clone(office, "here")
    office.found()
    pushed(office)
    seen = look("join", "--person", MEMBER, cwd=here.root)
    assert seen.status == 0
    assert "━" in seen.text
    assert seen.lines[-1].endswith("002.")
