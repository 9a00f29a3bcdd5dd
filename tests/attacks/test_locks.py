"""A lock that was left in git's folder never undoes an act, and ours never stands in the way."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sfcheck.errors import Refused
from sfcheck.ledger.git import branch, holding, refresh, transaction
from sfcheck.ledger.git.repository import Repository, open_repository, read_blobs
from sfcheck.ledger.git.repository import run as our_git
from tests.support.office import LEADER, TODAY
from tests.support.trials import git
from tests.support.untouched import Untouchable, state

Make = Callable[..., Repository]
GIT = 4
LONG_AGO = 1_000_000_000.0


def lay(lock: Path, words: bytes = b"", *, old: bool = False) -> Path:
    """Lay a lock; an old one has lain there for years."""
    lock.write_bytes(words)
    if old:
        os.utime(lock, (LONG_AGO, LONG_AGO))
    return lock


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How often, and how long, was waited for a lock of the index."""
    waited: list[float] = []
    pause = time.sleep

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        pause(seconds)

    monkeypatch.setattr(holding.time, "sleep", sleep)
    return waited


@pytest.mark.thorough
@pytest.mark.parametrize("words", [b"", b"DIRC\0\0\0\2 half of an index", b"sfcheck"])
def test_a_lock_of_others_is_refused_before_the_branch_moves(
    spare: Untouchable, pauses: list[float], words: bytes
) -> None:
    lock = lay(spare.root / ".git" / "index.lock", words, old=True)
    for person, command in (
        (LEADER, spare.note()),
        (None, ("person", "add", "--name", "辛（化名）", "--body", "inspection-office")),
        (None, ("round", "open", "2026-2", "--name", "二", "--start", str(TODAY))),
    ):
        said = spare.refuses(GIT, *command, by=person)
        assert str(lock) in said
    assert lock.read_bytes() == words
    assert pauses == [], "one that has lain there for long is not waited for"
    for command in (("list",), ("validate",), ("export",), ("show", spare.number)):
        spare.reads(*command)
    lock.unlink()
    spare.can_go_on()


def test_a_lock_of_others_that_is_fresh_is_waited_for_and_then_refused(
    spare: Untouchable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holding, "PATIENCE", 0.2)
    lock = lay(spare.root / ".git" / "index.lock")
    assert "index.lock" in spare.refuses(GIT, *spare.note(), by=LEADER)
    lock.unlink()
    spare.can_go_on()


@pytest.mark.parametrize("process", [1, os.getpid(), 4_000_000], ids=["first", "own", "none"])
def test_our_own_dead_lock_is_removed(
    spare: Untouchable, pauses: list[float], process: int
) -> None:
    """Whatever process has that number now."""
    words = f"{holding.OURS}, process {process}, held-0123456789abcdef\n".encode()
    lock = lay(spare.root / ".git" / "index.lock", words)
    spare.can_go_on()
    assert pauses == []
    assert not lock.exists()


def test_a_lock_of_ours_of_another_machine_is_not_ours_to_remove(spare: Untouchable) -> None:
    words = b"sfcheck on another-host (linux), process 7, held-0123456789abcdef\n"
    lock = lay(spare.root / ".git" / "index.lock", words, old=True)
    spare.refuses(GIT, *spare.note(), by=LEADER)
    assert lock.read_bytes() == words


DIE = """
import os, sys
from pathlib import Path
from sfcheck.ledger.git import branch, holding, refresh, transaction, repository
from sfcheck.ledger.files import worktree

def die(*_, **__):
    os._exit(9)

def after(do, left):
    def done(*how, **more):
        nonlocal left
        answer, left = do(*how, **more), left - 1
        return answer if left else die()
    return done

where, name, when = sys.argv[2:5]
owner = {"holding": holding, "branch": branch, "refresh": refresh, "worktree": worktree,
         "index": holding.GitIndex, "transaction": transaction}[where]
made = repository.open_repository(Path(sys.argv[1]))
with transaction.writing(made):
    times = {"after": 1, "second": 2}.get(when)
    setattr(owner, name, after(getattr(owner, name), times) if times else die)
    transaction.commit(
        made, {"a": b"new a", "c": b"new c"}, expected={"a": b"a", "c": None}, subject="s",
        trailers=[],
    )
"""
MOMENTS = (
    *(("holding", "_take", "before"), ("holding", "_take", "after"), ("holding", "_copy", "after")),
    *(("transaction", "commit_tree", "after"), ("branch", "move", "before")),
    *(("branch", "move", "after"), ("refresh", "_place", "before"), ("refresh", "_place", "after")),
    *(("index", "tell", "after"), ("index", "written", "before"), ("holding", "_copy", "second")),
    ("worktree", "put", "second"),
    *(("refresh", "_strike", "before"), ("refresh", "_strike", "after")),
)


def locks(made: Repository) -> list[str]:
    """Return the locks that lie in git's folder, and what a held index left."""
    left = [*made.git_dir.rglob("*.lock"), *made.git_dir.rglob("held-*")]
    left += [*made.git_dir.rglob("moving"), *made.git_dir.rglob(f"{holding.BEFORE}*")]
    return sorted(path.relative_to(made.git_dir).as_posix() for path in left)


@pytest.mark.thorough
@pytest.mark.parametrize("moment", MOMENTS, ids="-".join)
def test_a_death_at_any_moment_leaves_no_lock_behind_the_next_command(
    make_repository: Make, moment: tuple[str, str, str]
) -> None:
    made = make_repository(files={"a": b"a", "b": b"b"})
    before = branch.head(made)[1]
    died = subprocess.run([sys.executable, "-c", DIE, str(made.top), *moment])
    assert died.returncode == 9
    if not made.journal.exists():  # nothing waits: then nothing stands in anybody's way either
        assert locks(made) == []
    with transaction.writing(made):
        pass
    assert locks(made) == []
    moved = branch.head(made)[1] != before
    have = read_blobs(made, "HEAD", ["a", "c"])
    assert have == ({"a": b"new a", "c": b"new c"} if moved else {"a": b"a", "c": None})
    (made.top / "letter").write_bytes(b"mine")
    git(made.top, "add", "letter")
    git(made.top, "commit", "-q", "-m", "a commit of the user's own")
    assert read_blobs(made, "HEAD", ["a", "c"]) == have
    assert git(made.top, "status", "--porcelain") == ""


def test_a_reader_finishes_it_too(spare: Untouchable) -> None:
    """What stands in the branch is not left to the next writer: a user's commit would undo it."""
    made = open_repository(spare.root)
    record = spare.record.relative_to(spare.root).as_posix()

    class Killed(BaseException):
        pass

    with pytest.MonkeyPatch.context() as patch, pytest.raises(Killed):

        def die(*_: object, **__: object) -> None:
            patch.setattr(holding, "_said", lambda lock: b"")  # as if nobody could take it back
            raise Killed

        patch.setattr(refresh, "finish", die)
        spare(*spare.note(), by=LEADER)
    assert (made.git_dir / "index.lock").exists()
    assert "已电话催办" in spare.done("show", spare.number).out
    assert locks(made) == []
    assert git(spare.root, "diff", "HEAD", "--name-only", "--", record) == ""


def test_locks_of_the_branch_that_ours_left(make_repository: Make) -> None:
    """As after a power cut: the git that moved the branch is gone as well."""
    made = make_repository(files={"a": b"a"})
    ref, tip = branch.head(made)
    new = our_git(made.top, "commit-tree", "HEAD^{tree}", "-p", tip, "-m", "s").decode().strip()
    refresh.announce(made, {"a": holding.PathChange("100644", "", "0" * 40)})
    made.moving.write_text(f"{ref}\n{new}\n", encoding="utf-8")
    lay(made.git_dir / f"{ref}.lock", f"{new}\n".encode())
    lay(made.git_dir / "HEAD.lock")
    with transaction.writing(made):
        pass
    assert locks(made) == []
    assert branch.head(made) == (ref, tip)


@pytest.mark.thorough
@pytest.mark.parametrize("how", ["another commit", "older than our note", "no note"])
def test_locks_of_the_branch_that_others_left(
    make_repository: Make, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(refresh, "PATIENCE", 0.2)
    monkeypatch.setattr(transaction, "PATIENCE", 0.2)
    made = make_repository(files={"a": b"a"})
    ref, tip = branch.head(made)
    refresh.announce(made, {"a": holding.PathChange("100644", "", "0" * 40)})
    if how != "no note":
        made.moving.write_text(f"{ref}\n{'1' * 40}\n", encoding="utf-8")
    words = {"another commit": b"2" * 40 + b"\n"}.get(how, b"")
    lock = lay(made.git_dir / f"{ref}.lock", words, old=how == "older than our note")
    with pytest.raises(Refused) as refused, transaction.writing(made):
        transaction.commit(made, {"a": b"b"}, expected={"a": b"a"}, subject="s", trailers=[])
    assert refused.value.code == "ref-locked"
    assert lock.exists()
    assert branch.head(made) == (ref, tip)
    lock.unlink()
    with transaction.writing(made):
        transaction.commit(made, {"a": b"b"}, expected={"a": b"a"}, subject="s", trailers=[])
    assert locks(made) == []


def test_our_lock_taken_away_while_we_hold_it(
    make_repository: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody did as git advises, and another git took it: nothing is done under its hands."""
    made = make_repository(files={"a": b"a"})
    lock, before = made.git_dir / "index.lock", state(made.top)
    commit_tree = transaction.commit_tree

    def meanwhile(*how: Any) -> str:
        lock.unlink()
        lock.write_bytes(b"another git")
        return commit_tree(*how)

    monkeypatch.setattr(transaction, "commit_tree", meanwhile)
    with pytest.raises(Refused) as refused, transaction.writing(made):
        transaction.commit(made, {"a": b"b"}, expected={"a": b"a"}, subject="s", trailers=[])
    assert refused.value.code == "index-locked"
    assert lock.read_bytes() == b"another git"
    lock.unlink()
    assert state(made.top) == before


def test_who_reads_a_new_branch_reads_a_new_index(
    make_repository: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`git commit` reads the branch, then the index, and only then asks for the lock."""
    made = make_repository(files={"a": b"a"})
    move, seen = branch.move, []

    def moved(*how: Any) -> None:
        move(*how)
        seen.append(git(made.top, "--no-optional-locks", "diff", "--cached", "HEAD"))

    monkeypatch.setattr(branch, "move", moved)
    with transaction.writing(made):
        transaction.commit(made, {"a": b"b"}, expected={"a": b"a"}, subject="s", trailers=[])
    assert seen == [""]


@pytest.mark.parametrize("first", [True, False])
def test_a_branch_that_does_not_move_leaves_the_index_as_it_was(
    make_repository: Make, monkeypatch: pytest.MonkeyPatch, first: bool
) -> None:
    made = make_repository(files={} if first else {"a": b"a"})
    index = made.git_dir / "index"
    before = index.read_bytes() if index.exists() else None

    def refuse(*how: Any) -> None:
        raise Refused("no-identity")

    monkeypatch.setattr(branch, "move", refuse)
    with pytest.raises(Refused), transaction.writing(made):
        have = None if first else b"a"
        transaction.commit(made, {"a": b"b"}, expected={"a": have}, subject="s", trailers=[])
    assert (index.read_bytes() if index.exists() else None) == before
    assert locks(made) == []
