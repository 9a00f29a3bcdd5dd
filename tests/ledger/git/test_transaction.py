"""One action is one commit or nothing, and leaves alone what is not its own."""

import json
import math
import os
import shutil
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sfcheck.errors import Refused
from sfcheck.ledger.git import branch, refresh, transaction
from sfcheck.ledger.git.repository import (
    Repository,
    configure,
    init_repository,
    open_repository,
    read_blobs,
)
from sfcheck.ledger.git.repository import run as git
from sfcheck.ledger.git.transaction import Committed
from tests.support.amounts import KILLS, of

Make = Callable[..., Repository]
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def act(
    repository: Repository,
    changes: Mapping[str, bytes],
    expected: Mapping[str, bytes | None] | None = None,
    **more: Any,
) -> Committed:
    """Do one action as a command does; by default it read what the work tree has."""
    read = {
        path: at.read_bytes() if (at := repository.top / path).is_file() else None
        for path in changes
    }
    with transaction.writing(repository):
        return transaction.commit(
            repository,
            changes,
            expected=read if expected is None else expected,
            **{"subject": "register 甲", "trailers": [("Sfcheck-Action", "register")], **more},
        )


def refusal(repository: Repository, changes: Mapping[str, bytes], **more: Any) -> str:
    """Do an action that is refused; return the code, having seen that nothing was changed."""
    before = snapshot(repository)
    with pytest.raises(Refused) as refused:
        act(repository, changes, **more)
    assert snapshot(repository) == before
    assert refused.value.message
    assert refused.value.remedy
    return refused.value.code


def snapshot(repository: Repository) -> dict[str, object]:
    """Return everything a user sees: files, branch, index, status, what sfcheck left in .git."""
    files = {
        path.relative_to(repository.top).as_posix(): path.is_symlink() or path.read_bytes()
        for path in repository.top.rglob("*")
        if not path.is_dir() and repository.git_dir not in path.parents
    }
    refs = git(repository.top, "for-each-ref")
    status = git(repository.top, "--no-optional-locks", "status", "--porcelain", "-z")
    index = git(repository.top, "ls-files", "-s", "-z")
    left = sorted(path.name for path in (repository.git_dir / "sfcheck").glob("*.json"))
    return {"files": files, "refs": refs, "status": status, "index": index, "left": left}


def sound(repository: Repository, *more: str) -> None:
    """Assert that index, branch and work tree agree and that git finds nothing wrong or loose."""
    assert git(repository.top, "status", "--porcelain") == b""
    assert git(repository.top, "fsck", "--strict", "--no-progress", *more) == b""
    assert not list(repository.top.rglob(".sfcheck-*"))
    assert not (repository.git_dir / "sfcheck" / "refresh.json").exists()


def committed(repository: Repository, *paths: str) -> dict[str, bytes | None]:
    return read_blobs(repository, "HEAD", paths)


def test_the_first_commit_of_a_repository(make_repository: Make) -> None:
    made = make_repository()
    done = act(made, {"ledger.yaml": b"law: 1\n", "督查　台账/甲 乙.yaml": "一\n".encode()})
    assert branch.head(made) == ("refs/heads/main", done.id)
    assert done.notices == ()
    assert (made.top / "督查　台账/甲 乙.yaml").read_text("utf-8") == "一\n"
    assert git(made.top, "rev-list", "--count", "HEAD") == b"1\n"
    sound(made)


def test_a_commit_says_what_was_done(make_repository: Make) -> None:
    made = make_repository(files={"a": b"old"})
    act(
        made,
        {"a": b"new"},
        subject="register 26-037-0142-6\n\n甲\x1b[31m\u202e " + "长" * 200,
        trailers=[("Sfcheck-By", "0012\nSfcheck-By: 0001"), ("Sfcheck-Number", "26-037-0142-6")],
        when=datetime.fromisoformat("2026-11-03T10:22:00+08:00"),
    )
    said = git(made.top, "log", "-1", "--format=%s%n%aI %cI%n%an <%ae>%n%(trailers:only)").decode()
    subject, dates, author, *trailers = said.splitlines()
    assert subject.startswith("register 26-037-0142-6 甲 [31m 长长")
    assert len(subject) == 100
    assert dates == "2026-11-03T10:22:00+08:00 2026-11-03T10:22:00+08:00"
    assert author == "林青 <lin.qing@example.invalid>"
    assert trailers == [
        "Sfcheck-By: 0012 Sfcheck-By: 0001",
        "Sfcheck-Number: 26-037-0142-6",
        "",
    ]


def test_the_commit_encoding_of_the_user_does_not_matter(make_repository: Make) -> None:
    made = make_repository(files={"a": b"old"})
    configure(made, "i18n.commitEncoding", "GBK")
    act(made, {"a": b"new"}, subject="register 甲醇罐区")
    raw = git(made.top, "cat-file", "commit", "HEAD")
    assert "register 甲醇罐区".encode() in raw
    assert b"\nencoding" not in raw


def test_what_the_user_has_staged_and_edited_elsewhere_stays(make_repository: Make) -> None:
    made = make_repository(files={"a": b"a", "staged": b"1", "edited": b"1", "dir/both": b"1"})
    for path, data in {"staged": b"2", "dir/both": b"2", "new": b"new"}.items():
        (made.top / path).write_bytes(data)
    git(made.top, "add", "staged", "dir/both", "new")
    git(made.top, "rm", "-q", "--cached", "edited")
    for path in ("edited", "dir/both"):
        (made.top / path).write_bytes(b"3")
    before = git(made.top, "status", "--porcelain")
    act(made, {"a": b"b", "dir/made": b"x"})
    assert git(made.top, "status", "--porcelain") == before
    assert git(made.top, "diff-tree", "-r", "--name-only", "HEAD~", "HEAD") == b"a\ndir/made\n"
    assert git(made.top, "show", ":dir/both") == b"2"


NAMES = st.text("ab0-. 甲", min_size=1, max_size=3).filter(lambda n: n.strip(". ") == n)
FILES = st.dictionaries(
    st.lists(NAMES, min_size=1, max_size=3).map("/".join), st.binary(max_size=9), min_size=1
)


@pytest.mark.thorough
@settings(max_examples=of(20), deadline=None, suppress_health_check=list(HealthCheck))
@given(first=FILES, second=FILES)
def test_git_agrees_with_the_trees(
    first: dict[str, bytes], second: dict[str, bytes], tmp_path: Path
) -> None:
    folders = {str(above) for path in {**first, **second} for above in Path(path).parents}
    first, second = ({p: d for p, d in f.items() if p not in folders} for f in (first, second))
    repository = init_repository(tmp_path / os.urandom(8).hex())
    have: dict[str, bytes] = {}
    for files in (first, second):
        if any(have.get(path) != data for path, data in files.items()):
            act(repository, files)
            have |= files
    assert committed(repository, *have) == have
    assert set(
        git(repository.top, "ls-tree", "-rz", "--name-only", "HEAD").decode().split("\0")
    ) == {
        *have,
        "",
    }
    sound(repository)


@pytest.mark.thorough
@pytest.mark.parametrize("count", [1, 200])
@pytest.mark.parametrize("signed", [False, True])
def test_six_git_processes_whatever_the_number_of_files(
    make_repository: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int, signed: bool
) -> None:
    made = make_repository(files={"a": b"a"})
    if signed:
        sign_with_new_key(made, tmp_path)
    git(made.top, "pack-refs", "--all")
    trace = tmp_path / "trace"
    monkeypatch.setenv("GIT_TRACE2_EVENT", str(trace))
    act(open_repository(made.top), {f"issues/{n % 7}/{n}": b"%d" % n for n in range(count)})
    monkeypatch.delenv("GIT_TRACE2_EVENT")
    events = [json.loads(line) for line in trace.read_text("utf-8").splitlines()]
    started = [event["argv"] for event in events if event["event"] == "start"]
    assert len(started) <= 6, started
    assert (b"gpgsig" in git(made.top, "cat-file", "commit", "HEAD")) is signed
    sound(made)


def sign_with_new_key(repository: Repository, folder: Path) -> None:
    key = folder / "key"
    if shutil.which("ssh-keygen") is None:
        pytest.skip("no ssh-keygen")
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    configure(repository, "gpg.format", "ssh")
    configure(repository, "user.signingkey", str(key))
    configure(repository, "commit.gpgsign", "true")


def test_a_repository_of_sha256(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--object-format=sha256", "ledger")
    made = open_repository(tmp_path / "ledger")
    act(made, {"d/a": b"1"})
    assert len(act(made, {"d/a": b"2", "d/b": b"3"}).id) == 64
    assert committed(made, "d/a", "d/b") == {"d/a": b"2", "d/b": b"3"}
    sound(made)


def test_a_linked_work_tree_commits_on_its_own_branch(
    make_repository: Make, tmp_path: Path
) -> None:
    made = make_repository(files={"a": b"a"})
    git(made.top, "worktree", "add", "-q", str(tmp_path / "second"))
    second = open_repository(tmp_path / "second")
    done = act(second, {"a": b"b"})
    assert branch.head(second) == ("refs/heads/second", done.id)
    assert (made.top / "a").read_bytes() == b"a"
    sound(made)
    sound(second)


def test_an_executable_file_stays_one(make_repository: Make) -> None:
    made = make_repository(files={"tool": b"1"})
    (made.top / "tool").chmod(0o755)
    git(made.top, "update-index", "--chmod=+x", "tool")
    git(made.top, "commit", "-q", "-m", "executable")
    act(made, {"tool": b"2"})
    assert git(made.top, "ls-tree", "HEAD", "tool").startswith(b"100755 ")
    sound(made)


# -- what is refused, with nothing changed


def test_a_file_that_changed_since_it_was_read(make_repository: Make) -> None:
    made = make_repository(files={"a": b"new"})
    assert refusal(made, {"a": b"x"}, expected={"a": b"old"}) == "changed-underneath"
    assert refusal(made, {"b": b"x"}, expected={"b": b"old"}) == "changed-underneath"


def test_a_file_that_should_not_be_there_yet(make_repository: Make) -> None:
    made = make_repository(files={"a": b"a"})
    (made.top / "new").write_bytes(b"untracked")
    for path in ("a", "new"):
        assert refusal(made, {path: b"x"}, expected={path: None}) == "file-in-the-way"


def test_an_edit_that_was_never_committed(make_repository: Make) -> None:
    made = make_repository(files={"a": b"a", "policy": b"p", "gone": b"g"})
    (made.top / "a").write_bytes(b"edited")
    assert refusal(made, {"a": b"x"}) == "uncommitted-change"
    (made.top / "gone").unlink()
    assert refusal(made, {"gone": b"x"}) == "uncommitted-change"
    (made.top / "untracked").write_bytes(b"1")
    assert refusal(made, {"untracked": b"2"}) == "uncommitted-change"
    (made.top / "policy").write_bytes(b"edited")
    relied_on = {"new": None, "policy": b"edited"}
    assert refusal(made, {"new": b"x"}, expected=relied_on) == "uncommitted-change"


def test_nothing_to_record(make_repository: Make) -> None:
    assert refusal(make_repository(files={"a": b"a"}), {"a": b"a"}) == "nothing-changed"


@pytest.mark.thorough
@pytest.mark.parametrize(
    "path",
    [
        "../a",
        "/a",
        "a/../b",
        "",
        "a//b",
        "./a",
        ".git/config",
        "d/.GIT/x",
        "a\\b",
        "C:a",
        "a\nb",
        "\udcff",
    ],
)
def test_a_path_that_leads_out(make_repository: Make, path: str) -> None:
    made = make_repository(files={"d/f": b""})
    assert refusal(made, {path: b"x"}, expected={path: None}) == "path-outside"


@pytest.fixture
def links(tmp_path: Path) -> None:
    try:
        (tmp_path / "try").symlink_to(tmp_path)
    except OSError:
        pytest.skip("no symbolic links here")


@pytest.mark.usefixtures("links")
def test_links_are_not_followed(make_repository: Make, tmp_path: Path) -> None:
    made = make_repository(files={"real/a": b"a"})
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a").write_bytes(b"a")
    (made.top / "link").symlink_to(outside)
    (made.top / "inside").symlink_to(made.top / "real")
    (made.top / "file").symlink_to(made.top / "real" / "a")
    for path in ("link/a", "inside/a", "file"):
        assert refusal(made, {path: b"x"}, expected={path: b"a"}) == "is-a-link"
    assert refusal(made, {"link/new": b"x"}, expected={"link/new": None}) == "is-a-link"
    assert (outside / "a").read_bytes() == b"a"


@pytest.mark.usefixtures("links")
def test_a_committed_link_is_not_replaced(make_repository: Make) -> None:
    made = make_repository(files={"a": b"a"})
    (made.top / "link").symlink_to("a")
    git(made.top, "add", "link")
    git(made.top, "commit", "-q", "-m", "a link")
    (made.top / "link").unlink()
    for path in ("link", "link/below"):
        assert refusal(made, {path: b"x"}, expected={path: None}) == "is-a-link"


def test_a_folder_where_a_file_should_be(make_repository: Make) -> None:
    made = make_repository(files={"d/f": b"", "f": b""})
    assert refusal(made, {"d": b"x"}, expected={"d": None}) == "not-a-file"
    assert refusal(made, {"f/g": b"x"}, expected={"f/g": None}) == "not-a-folder"


@pytest.mark.parametrize(
    ("commands", "code"),
    [
        ([["merge", "other"]], "merge-in-progress"),
        ([["rebase", "other"]], "rebase-in-progress"),
        ([["cherry-pick", "other"]], "cherry-pick-in-progress"),
        ([["revert", "--no-edit", "HEAD~"]], "revert-in-progress"),
        ([["bisect", "start"]], "bisect-in-progress"),
        ([["switch", "-q", "--detach"]], "detached-head"),
    ],
)
def test_in_the_middle_of_something(
    make_repository: Make, commands: list[list[str]], code: str
) -> None:
    made = make_repository(files={"a": b"1\n"})
    for name, data in [
        ("other", b"2\n"),
        ("main", b"3\n"),
        ("main", b"4\n"),
    ]:
        git(made.top, "switch", "-q", *(["-c"] if name == "other" else []), name)
        (made.top / "a").write_bytes(data)
        git(made.top, "commit", "-qam", name)
    for command in commands:
        git(made.top, *command, ok=(0, 1))
    assert refusal(made, {"b": b"x"}) == code


def test_nobody_is_named(
    make_repository: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_repository(files={"a": b"a"})
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "none"))
    assert refusal(made, {"a": b"x"}) == "no-identity"


def test_a_key_that_is_gone(make_repository: Make, tmp_path: Path) -> None:
    made = make_repository(files={"a": b"a"})
    sign_with_new_key(made, tmp_path)
    (tmp_path / "key").unlink()
    (tmp_path / "key.pub").unlink()
    assert refusal(made, {"a": b"x"}) == "cannot-sign"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "sfcheck-test", str(folder)]
    if not ROOT or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can only be made by root on Linux")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("room", [0, 4, 64, 1_000_000, 1_200_000])
def test_a_full_disk(small_disk: Path, room: int) -> None:
    made = init_repository(small_disk / "ledger")
    act(made, {"a": b"a"})
    if room < 1000:
        with (small_disk / "filler").open("wb", buffering=0) as filler, pytest.raises(OSError):
            while True:
                filler.write(bytes(4096))
        os.truncate(small_disk / "filler", (small_disk / "filler").stat().st_size - room * 1024)
    big = {"d/big": os.urandom(room if room > 1000 else 300_000), "a": b"b"}
    assert refusal(made, big) == "disk-full"
    (small_disk / "filler").unlink(missing_ok=True)
    act(made, {"a": b"b"})
    sound(made)


@pytest.mark.skipif(os.name == "nt", reason="folders are not read-only on Windows")
def test_a_folder_one_may_not_write_in(make_repository: Make) -> None:
    made = make_repository(files={"d/a": b"a", "b": b"b"})
    (made.top / "d").chmod(0o555)
    try:
        if os.access(made.top / "d", os.W_OK):
            pytest.skip("root may write anywhere")
        assert refusal(made, {"b": b"x", "d/a": b"x"}) == "cannot-write"
    finally:
        (made.top / "d").chmod(0o755)
    act(made, {"b": b"x", "d/a": b"x"})
    sound(made)


# -- others at work


def test_another_git_holds_the_index_for_a_moment(
    make_repository: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_repository(files={"a": b"a"})
    lock = made.git_dir / "index.lock"
    lock.touch()
    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            lock.unlink()

    monkeypatch.setattr(refresh, "PATIENCE", math.inf)
    monkeypatch.setattr("sfcheck.ledger.git.refresh.time.sleep", wait)
    assert act(made, {"a": b"b"}).notices == ()
    assert len(waited) >= 3
    sound(made)


def test_another_git_holds_the_branch(
    make_repository: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refresh, "PATIENCE", 0.2)
    monkeypatch.setattr(transaction, "PATIENCE", 0.2)
    made = make_repository(files={"a": b"a"})
    lock = made.git_dir / "refs/heads/main.lock"
    lock.touch()
    assert refusal(made, {"a": b"b"}) == "ref-locked"
    lock.unlink()
    act(made, {"a": b"b"})
    sound(made, "--no-dangling")


@pytest.mark.thorough
def test_the_user_commits_with_git_at_the_same_time(make_repository: Make) -> None:
    made = make_repository(files={"a": b"0", "b": b"0"})
    stop = threading.Event()

    def keep_committing() -> None:
        while not stop.is_set():
            git(made.top, "commit", "-q", "--allow-empty", "-m", "by hand", ok=(0, 128))
            time.sleep(0.05)

    def by_hand() -> int:
        return git(made.top, "log", "--format=%s").decode().split("\n").count("by hand")

    thread = threading.Thread(target=keep_committing)
    thread.start()
    n = 0
    try:
        while n < 5 or (by_hand() < 2 and n < 200):
            n += 1
            act(made, {"a": b"%d" % n})
    finally:
        stop.set()
        thread.join()
    assert by_hand() >= 2
    commits = git(made.top, "rev-list", "--reverse", "HEAD").decode().split()
    values = [int(read_blobs(made, each, ["a"])["a"] or b"") for each in commits]
    assert values == sorted(values)
    assert set(values) == set(range(n + 1))
    sound(made, "--no-dangling")


def test_a_plain_git_commit_cannot_undo_the_action_half_way(
    make_repository: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is tried as soon as the branch has moved, when the index is still the old one."""
    made = make_repository(files={"a": b"old"})
    move, said = branch.move, []

    def moved(*how: Any) -> None:
        move(*how)
        by_hand = ["git", "commit", "--allow-empty", "-q", "-m", "by hand"]
        said.append(subprocess.run(by_hand, cwd=made.top, capture_output=True).stderr)

    monkeypatch.setattr(branch, "move", moved)
    done = act(made, {"a": b"new"})
    assert b"index.lock" in said[0]
    assert branch.head(made) == ("refs/heads/main", done.id)
    sound(made)


COUNT_UP = """
import sys
from pathlib import Path
from sfcheck.ledger.git import transaction
from sfcheck.ledger.git.repository import open_repository
repository = open_repository(Path(sys.argv[1]))
with transaction.writing(repository):
    have = (repository.top / "count").read_bytes()
    transaction.commit(
        repository,
        {"count": b"%d" % (int(have) + 1), f"files/{sys.argv[2]}": b"mine"},
        expected={"count": have, f"files/{sys.argv[2]}": None},
        subject=f"process {sys.argv[2]}",
        trailers=[],
    )
"""


@pytest.mark.thorough
def test_processes_at_once_lose_nothing(make_repository: Make) -> None:
    made, many = make_repository(files={"count": b"0"}), min(20, KILLS)
    processes = [
        subprocess.Popen([sys.executable, "-c", COUNT_UP, str(made.top), str(n)])
        for n in range(many)
    ]
    assert [process.wait() for process in processes] == [0] * many
    assert committed(made, "count") == {"count": b"%d" % many}
    assert len(list((made.top / "files").iterdir())) == many
    assert git(made.top, "rev-list", "--count", "HEAD") == b"%d\n" % (many + 1)
    sound(made)


def test_a_second_writer_waits_no_longer_than_it_should(
    make_repository: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_repository(files={"a": b"a"})
    monkeypatch.setattr(transaction, "BUSY_AFTER", 0.1)
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.writing(made):
            held.set()
            done.wait()

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait()
    assert refusal(made, {"a": b"b"}) == "busy"
    done.set()
    thread.join()
    act(made, {"a": b"b"})


def test_an_action_that_fails_leaves_the_clone_free(make_repository: Make) -> None:
    made = make_repository(files={"a": b"a"})
    with pytest.raises(KeyboardInterrupt), transaction.writing(made):
        raise KeyboardInterrupt
    act(made, {"a": b"b"})


def test_the_last_commit_was_made_moments_ago(make_repository: Make) -> None:
    """Two versions of a file within one second and of one length are told apart by git."""
    made = make_repository(files={"a": b"0"})
    for n in range(1, 6):
        act(made, {"a": b"%d" % n})
        assert git(made.top, "status", "--porcelain") == b""
    assert stat.S_IMODE((made.top / "a").stat().st_mode) & 0o600 == 0o600
