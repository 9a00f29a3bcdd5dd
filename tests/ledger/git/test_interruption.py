"""A process killed while it commits leaves all of the action or none of it, and nothing stuck."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from sfcheck.errors import Refused
from sfcheck.ledger.git import branch, refresh, transaction
from sfcheck.ledger.git.repository import (
    Repository,
    conversation,
    init_repository,
    open_repository,
    read_blobs,
)
from sfcheck.ledger.git.repository import run as git
from tests.support.amounts import KILLS, trial

Make = Callable[..., Repository]
OLD = {f"issues/26/037/00/{n}.yaml": b"old %d\n" % n for n in range(100)}
NEW = {f"issues/26/037/{n // 100:02}/{n}.yaml": b"new %d\n" % n for n in range(200)}

COMMIT = """
import sys
from pathlib import Path
from sfcheck.ledger.git import transaction
from sfcheck.ledger.git.repository import open_repository
repository = open_repository(Path(sys.argv[1]))
new = {f"issues/26/037/{n // 100:02}/{n}.yaml": b"new %d\\n" % n for n in range(200)}
old = {path: (repository.top / path).read_bytes() if "/00/" in path else None for path in new}
with transaction.writing(repository):
    print("go", flush=True)
    transaction.commit(repository, new, expected=old, subject="register", trailers=[])
    print("done", flush=True)
"""


class Killed(BaseException):
    """Stands for the end of a process: nothing in the program has a hand for it."""


def start(repository: Repository) -> subprocess.Popen[bytes]:
    """Start a process that registers 200 issues; return when it begins to write."""
    process = subprocess.Popen(
        [sys.executable, "-c", COMMIT, str(repository.top)],
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"go\n"
    return process


@pytest.fixture(scope="module")
def seconds(tmp_path_factory: pytest.TempPathFactory) -> float:
    """How long such a commit takes here at the least, from its start to its end."""
    took = []
    for _ in range(3):
        repository = init_repository(tmp_path_factory.mktemp("measured"))
        register(repository, OLD, dict.fromkeys(OLD))
        with start(repository) as process:
            began = time.monotonic()
            assert process.stdout is not None
            assert process.stdout.readline() == b"done\n"
            took.append(time.monotonic() - began)
    return min(took)


def register(
    repository: Repository, changes: Mapping[str, bytes], expected: Mapping[str, bytes | None]
) -> None:
    with transaction.writing(repository):
        transaction.commit(repository, changes, expected=expected, subject="s", trailers=[])


def work_tree(repository: Repository, paths: Iterable[str]) -> dict[str, bytes | None]:
    return {p: at.read_bytes() if (at := repository.top / p).exists() else None for p in paths}


def left_by_git(repository: Repository) -> list[Path]:
    """Return lock files of git processes that were killed: git would ask to remove them."""
    return [path for path in repository.git_dir.rglob("*.lock") if path.is_file()]


@pytest.mark.kills
@pytest.mark.parametrize("number", [trial(n, always=n < 2) for n in range(KILLS)])
def test_all_or_nothing(make_repository: Make, seconds: float, number: int) -> None:
    made = make_repository(files=OLD)
    (made.top / "mine").write_bytes(b"staged by the user")
    git(made.top, "add", "mine")
    ref = made.git_dir / branch.current(made)
    before = ref.read_bytes()
    chance = random.Random(number)
    with start(made) as process:
        if number % 3 == 0:  # the time between the branch and the work tree is short: aim at it
            while process.poll() is None and ref.read_bytes() == before:
                time.sleep(0.001)
            time.sleep(chance.uniform(0, seconds / 5))
        else:
            time.sleep(chance.uniform(0, seconds))
        if number % 2 and hasattr(os, "killpg"):
            with suppress(ProcessLookupError):  # done before we were
                os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()

    with transaction.writing(made):
        pass
    assert left_by_git(made) == []

    have = read_blobs(made, "HEAD", list(NEW))
    none = {path: OLD.get(path) for path in NEW}
    assert have in (NEW, none)
    assert work_tree(made, NEW) == have
    assert git(made.top, "status", "--porcelain") == b"A  mine\n"
    assert git(made.top, "fsck", "--no-progress", "--no-dangling") == b""
    assert not list(made.top.rglob(".sfcheck-*"))
    assert {path.name for path in (made.git_dir / "sfcheck").iterdir()} == {"lock"}

    register(made, {"next": b"1"}, {"next": None})
    assert git(made.top, "rev-list", "--count", "HEAD") == (b"3\n" if have == NEW else b"2\n")


def interrupted(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> str:
    """Make a commit whose process ends right after the branch moved; return the commit before."""

    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    before = branch.head(repository)[1]
    changes = {"a": b"new a", "b": b"new b", "c": b"new c"}
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(refresh, "finish", die)
        register(repository, changes, {"a": b"a", "b": b"b", "c": None})
    assert branch.head(repository)[1] != before
    assert (repository.top / "a").read_bytes() == b"a"
    return before


def recovered(repository: Repository) -> list[str]:
    with transaction.writing(repository) as notices:
        pass
    assert all(notice.message and notice.remedy for notice in notices)
    assert not list(repository.top.rglob(".sfcheck-*"))
    assert not (repository.git_dir / "sfcheck" / "refresh.json").exists()
    return [notice.code for notice in notices]


@pytest.fixture
def three(make_repository: Make) -> Repository:
    return make_repository(files={"a": b"a", "b": b"b"})


def test_the_next_command_finishes(three: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupted(three, monkeypatch)
    assert recovered(three) == ["refresh-finished"]
    assert work_tree(three, "abc") == {
        "a": b"new a",
        "b": b"new b",
        "c": b"new c",
    }
    assert git(three.top, "status", "--porcelain") == b""
    assert recovered(three) == []


def test_what_the_user_edited_since_is_left(
    three: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupted(three, monkeypatch)
    (three.top / "a").write_bytes(b"edited")
    (three.top / "b").unlink()
    assert recovered(three) == ["refresh-finished", "refresh-left"]
    assert (three.top / "a").read_bytes() == b"edited"
    assert (three.top / "b").read_bytes() == b"new b"
    assert git(three.top, "status", "--porcelain") == b" M a\n"


def test_a_commit_that_was_taken_back_is_not_brought_back(
    three: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = interrupted(three, monkeypatch)
    git(three.top, "reset", "-q", "--hard", before)
    assert recovered(three) == []
    assert work_tree(three, "ac") == {"a": b"a", "c": None}
    assert git(three.top, "status", "--porcelain") == b""


def test_a_commit_that_was_amended_is_finished_where_it_still_holds(
    three: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupted(three, monkeypatch)
    git(three.top, "reset", "-q", "--hard")
    (three.top / "a").write_bytes(b"amended")
    git(three.top, "commit", "-q", "-a", "--amend", "-m", "amended")
    (three.top / "b").write_bytes(b"b")
    assert recovered(three) == ["refresh-finished"]
    assert work_tree(three, "ab") == {"a": b"amended", "b": b"new b"}
    assert git(three.top, "status", "--porcelain") == b""


def test_what_was_only_prepared_is_cleared_away(
    three: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(branch, "move", die)
        register(three, {"d/new": b"1"}, {"d/new": None})
    assert list((three.top / "d").iterdir())
    assert recovered(three) == []
    assert not (three.top / "d").exists()


def test_a_git_that_outlived_its_sfcheck_is_waited_for(
    three: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(_: Repository, *how: str) -> None:
        raise Killed(*how)

    with monkeypatch.context() as patch, pytest.raises(Killed) as killed:
        patch.setattr(branch, "move", die)
        register(three, {"a": b"new a"}, {"a": b"a"})
    ref, old, new, _ = killed.value.args
    with conversation(three.top, "update-ref", "--stdin") as orphan:
        orphan.say(f"start\nupdate {ref} {new} {old}\nprepare\n".encode())
        assert [orphan.hear(), orphan.hear()] == [b"start: ok\n", b"prepare: ok\n"]
        timer = threading.Timer(0.3, orphan.say, [b"commit\n"])
        timer.start()
        assert recovered(three) == ["refresh-finished"]
        timer.join()
    assert (three.top / "a").read_bytes() == b"new a"
    assert git(three.top, "status", "--porcelain") == b""


def test_a_journal_that_cannot_be_read_blocks_nobody(three: Repository) -> None:
    folder = three.git_dir / "sfcheck"
    folder.mkdir()
    for content in (b"", b"{", b"[]", b'{"a": 1}', b"\xff"):
        (folder / "refresh.json").write_bytes(content)
        assert recovered(three) == ["broken-journal"]


def test_each_work_tree_has_its_own_journal(
    three: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(three.top, "worktree", "add", "-q", str(tmp_path / "second"))
    interrupted(three, monkeypatch)
    assert recovered(open_repository(tmp_path / "second")) == []
    assert recovered(three) == ["refresh-finished"]


def test_a_merge_begun_after_a_kill_is_not_touched(
    three: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupted(three, monkeypatch)
    (three.git_dir / "MERGE_HEAD").write_text(branch.head(three)[1], encoding="utf-8")
    before = (three.git_dir / "index").read_bytes()
    with pytest.raises(Refused) as refused, transaction.writing(three):
        pass
    assert refused.value.code == "merge-in-progress"
    assert (three.git_dir / "index").read_bytes() == before
    (three.git_dir / "MERGE_HEAD").unlink()
    assert recovered(three) == ["refresh-finished"]
