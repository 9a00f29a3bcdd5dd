"""Where a command finds itself: no ledger, git in the middle of something, a full disk, Ctrl-C.

All end in a clear message and the right exit status, and the ledger stays as it was.
"""

import contextlib
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from filelock import FileLock

from tests.support.amounts import KILLS
from tests.support.office import (
    CLERK,
    ISSUE,
    LEADER,
    MEMBER,
    NOW,
    START,
    Office,
    make_office,
    open_office,
)
from tests.support.run import run
from tests.support.trials import git
from tests.support.untouched import Untouchable, files, refused, state

USAGE, UNREADABLE, GIT, LAW, INTERRUPTED = 2, 3, 4, 5, 130
SFCHECK = [sys.executable, "-m", "sfcheck"]
READING = (("list",), ("export",), ("person", "list"), ("place", "list"), ("round", "list"))
posix = pytest.mark.skipif(os.name == "nt", reason="a matter of POSIX")
NOTE = ("--as", LEADER, "note", "--text", "已电话催办")


def entry(title: str = "又一条") -> str:
    """Return the form of an issue found when the round began, whatever today is."""
    found = {**ISSUE["found"], "on": str(START)}  # type: ignore[dict-item]
    return json.dumps({**ISSUE, "title": title, "description": title, "found": found})


def sfcheck(root: Path, *words: str, **how: object) -> "subprocess.CompletedProcess[str]":
    """Run the program as a process of its own."""
    settings = {"capture_output": True, "encoding": "utf-8", "errors": "replace", **how}
    return subprocess.run([*SFCHECK, *words], cwd=root, check=False, **settings)  # type: ignore[call-overload]


# -- where there is no ledger, or no repository


@pytest.mark.parametrize("words", [("list",), ("validate",), ("new-issue", "--title", "x")])
def test_no_ledger(tmp_path: Path, words: tuple[str, ...]) -> None:
    for where in ((), ("-L", tmp_path), ("-L", ".."), ("-L", "none/../.."), ("-L", "x" * 5000)):
        done = run(*where, *words, cwd=tmp_path)
        said = refused(done, UNREADABLE)
        assert "no ledger" in said
        assert "sfcheck init" in said
    assert not files(tmp_path)


def test_a_ledger_copied_out_of_its_repository_is_read_and_not_written(
    spare: Untouchable, tmp_path: Path
) -> None:
    shutil.copytree(spare.root, tmp_path / "copy", ignore=shutil.ignore_patterns(".git"))
    copy = Untouchable(tmp_path / "copy", spare.number)
    for words in (*READING, ("show", spare.number), ("validate",)):
        copy.reads(*words)
    for words, person in (
        (copy.note(), LEADER),
        (copy.note(), None),
        (("new-issue", "--from", "-"), MEMBER),
        (("round", "open", "2026-2", "--name", "二", "--start", str(START)), None),
        (("join",), None),
        (("config",), None),
        (("log", spare.number), None),
    ):
        said = copy.refuses(GIT, *words, by=person, typed=entry())
        assert "in no git repository" in said
        assert "work in a clone" in said


def test_a_second_init_changes_nothing(spare: Untouchable, tmp_path: Path) -> None:
    for folder in (".", str(spare.root), "issues/.."):
        assert "ledger at" in spare.refuses(USAGE, "init", folder)
    assert "plain" in spare.refuses(USAGE, "init", "x", "--profile", "../ningxia")
    assert "only commands write" in spare.refuses(USAGE, "init", "ledger.yaml")
    assert "cannot be seen" in spare.refuses(USAGE, "init", "new", "--name", "a\x1bb")


# -- git in the middle of something


@pytest.mark.thorough
def test_a_merge_in_progress(spare: Untouchable) -> None:
    git(spare.root, "switch", "-q", "-c", "other")
    spare.done(*spare.note("别处"), by=LEADER)
    git(spare.root, "switch", "-q", "main")
    spare.done(*spare.note("此处"), by=LEADER)
    merge = subprocess.run(["git", "merge", "other"], cwd=spare.root, capture_output=True)
    assert merge.returncode
    for words in (*READING, ("show", spare.number), ("log", spare.number)):
        if words != ("export",):
            spare.reads(*words)
    assert spare.number in spare.refuses(LAW, "export"), "of two versions none goes out"
    for words, person in ((spare.note(), LEADER), (("new-issue", "--from", "-"), MEMBER)):
        said = spare.refuses(GIT, *words, by=person, typed=entry())
        assert "A merge is in progress" in said
        assert "git merge --abort" in said
    git(spare.root, "merge", "--abort")
    spare.can_go_on()


def test_a_detached_head(spare: Untouchable) -> None:
    git(spare.root, "checkout", "-q", "--detach")
    spare.reads("list")
    said = spare.refuses(GIT, *spare.note(), by=LEADER)
    assert "detached HEAD" in said
    assert "git switch" in said
    git(spare.root, "switch", "-q", "main")
    spare.can_go_on()


def test_what_others_staged_stays_staged(spare: Untouchable) -> None:
    (spare.root / "notes.txt").write_text("staged", encoding="utf-8")
    git(spare.root, "add", "notes.txt")
    spare.done(*spare.note(), by=LEADER)
    assert git(spare.root, "status", "--porcelain") == "A  notes.txt\n"


@pytest.mark.thorough
def test_a_ledger_in_a_folder_of_a_repository_beside_another(tmp_path: Path) -> None:
    top = tmp_path / "县里的 资料库"
    (top / "docs").mkdir(parents=True)
    git(top, "init", "-q")
    (top / "docs" / "计划.txt").write_text("别人的", encoding="utf-8")
    git(top, "add", "docs")
    make_office(top)
    first = Office(top / "ledger")
    number = first.found()
    with time_machine.travel(NOW, tick=False):
        beside = run("init", "第二本 ledger", "--profile", "ningxia", "--name", "王甲", cwd=top)
    assert beside.status == 0, beside
    second = Office(top / "第二本 ledger")
    assert second("show", number).status == LAW
    first.done("note", number, "--text", "催办", by=LEADER)
    assert git(top, "status", "--porcelain", "-z") == "A  docs/计划.txt\0"
    for each in (first, second):
        assert each.done("config", "--json").out.count('"book": "001"') == 1
        assert each.done("validate").status == 0
    edited = next((first.root / "issues").rglob("*.yaml"))
    edited.write_text(edited.read_text("utf-8").replace("十二台", "十三台"), "utf-8", newline="")
    said = refused(first("note", number, "--text", "x", by=LEADER), LAW)
    assert 'git restore ":/ledger/issues' in said
    git(first.root, "restore", f":/ledger/{edited.relative_to(first.root).as_posix()}")
    first.done("note", number, "--text", "再催", by=LEADER)


# -- who and what is missing


def test_nobody_known_to_git(spare: Untouchable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    for words, person in (
        (spare.note(), LEADER),
        (("init", "new"), None),
        (("init", "new", "--name", "王甲"), None),
    ):
        said = spare.refuses(GIT, *words, by=person)
        assert "does not know who you are" in said
        assert "git config --global user.name" in said


def test_git_missing(spare: Untouchable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state(spare.root)
    with monkeypatch.context() as patch:
        patch.setenv("PATH", str(tmp_path))
        read = spare("list")
        wrote = [spare(*spare.note(), by=LEADER), spare("log", spare.number), spare("init", "new")]
    assert state(spare.root) == before
    assert read.status == 0
    for done in wrote:
        assert "git-scm.com" in refused(done, GIT)


def test_a_note_of_the_lease_that_cannot_be_read(spare: Untouchable) -> None:
    note = next((spare.root / ".git" / "sfcheck").glob("lease-*.json"))
    good = json.loads(note.read_text("utf-8"))
    for bad in (
        b"",
        b"{",
        b"[]",
        b"\xff",
        b"null",
        json.dumps({**good, "lease": {**good["lease"], "book": 1}}).encode(),
        json.dumps({**good, "used": {"26": "x"}}).encode(),
        json.dumps({**good, "lease": {}}).encode(),
    ):
        note.write_bytes(bad)
        said = spare.refuses(UNREADABLE, "new-issue", "--from", "-", by=MEMBER, typed=entry())
        assert str(note) in said
        assert "sfcheck join" in said


# -- disks


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "sfcheck-test", str(folder)]
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not root or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can only be made by root on Linux")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def fill(folder: Path, room: int) -> Path:
    """Fill the disk below `folder` but for `room` bytes; return the file that does it."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space"):
        while True:
            file.write(bytes(4096))
    os.truncate(filler, filler.stat().st_size - room)
    return filler


@pytest.mark.thorough
@pytest.mark.parametrize("room", [0, 4096, 16384])
def test_a_full_disk(small_disk: Path, tmp_path: Path, room: int) -> None:
    office = open_office(small_disk)
    spare = Untouchable(office.root, office.found())
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(os.urandom(100_000))
    filler = fill(small_disk, room)
    words = ("attach", spare.number, "--class", "scene", "--caption", "x", "--file", photo)
    said = spare.refuses(GIT, *words, by=LEADER)
    assert "disk is full" in said
    assert "Make room" in said
    if room == 0:
        for blocked, person in ((spare.note(), LEADER), (("new-issue", "--from", "-"), MEMBER)):
            assert "disk is full" in spare.refuses(GIT, *blocked, by=person, typed=entry())
    filler.unlink()
    spare.can_go_on()
    assert spare.found(title="后来", description="后来的").startswith("26-001-0")


@pytest.mark.thorough
@posix
def test_a_limit_on_what_may_be_written(spare: Untouchable, tmp_path: Path) -> None:
    import resource

    photo = tmp_path / "photo.jpg"
    photo.write_bytes(os.urandom(300_000))
    before = state(spare.root)
    done = sfcheck(
        spare.root,
        *(
            "--as",
            LEADER,
            "attach",
            spare.number,
            "--class",
            "scene",
            "--caption",
            "x",
            "--file",
            str(photo),
        ),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
    )
    assert state(spare.root) == before
    assert done.returncode == GIT, done
    assert "Traceback" not in done.stderr
    spare.can_go_on()


@posix
def test_a_folder_that_is_read_only(spare: Untouchable) -> None:
    if os.geteuid() == 0:
        folder = ["mount", "--bind", "-o", "ro", str(spare.root), str(spare.root)]
        if subprocess.run(folder, capture_output=True, check=False).returncode:
            pytest.skip("root may write anywhere, and cannot mount here")
    else:
        subprocess.run(["chmod", "-R", "a-w", str(spare.root)], check=True)
    try:
        for words in (*READING, ("show", spare.number), ("log", spare.number), ("validate",)):
            assert spare(*words).status == 0
        done = [spare(*spare.note(), by=LEADER), spare("new-issue", by=MEMBER)]
    finally:
        if os.geteuid() == 0:
            subprocess.run(["umount", str(spare.root)], check=True)
        else:
            subprocess.run(["chmod", "-R", "u+w", str(spare.root)], check=True)
    assert "cannot be written" in refused(done[0], GIT)
    spare.can_go_on()


# -- Ctrl-C, and streams that are closed


def listen() -> None:
    """Let a child hear Ctrl-C, though whoever runs the tests in the background does not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


ASKED = {
    "a yes to a step": (("--as", LEADER, "note", "26-001-0001-0", "--text", "x"), b"[Y/n]"),
    "the text of a step": (("--as", LEADER, "note", "26-001-0001-0"), b"note"),
    "the title of an issue": (("--as", MEMBER, "new-issue"), b"words"),
}
"""What is typed, and a part of the question it leads to."""


@pytest.mark.thorough
@posix
@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        *((asked, answer) for asked in ASKED for answer in (b"", b"\x04")),
        ("a yes to a step", b"n\n"),
    ],
)
def test_a_question_is_not_answered(spare: Untouchable, asked: str, answer: bytes) -> None:
    """No answer is Ctrl-C, an end of file (Ctrl-D), or a no."""
    import pty

    before = state(spare.root)
    words, question = ASKED[asked]
    terminal, inside = pty.openpty()
    with subprocess.Popen(
        [*SFCHECK, *words],
        cwd=spare.root,
        stdin=inside,
        stdout=-1,
        stderr=inside,
        preexec_fn=listen,
    ) as process:
        os.close(inside)
        shown = until(terminal, question)
        if answer:
            os.write(terminal, answer)
        # Python misses a signal that comes in the instant before it begins to read: press again.
        # Twenty minutes only keep a red run from hanging for ever; so do the bounds below.
        for _press in range(1200):
            if not answer:
                process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=1)
                break
        process.kill()
        shown += until(terminal, None)
        out = process.communicate(timeout=600)[0]
    os.close(terminal)
    assert (process.returncode, out) == (INTERRUPTED, b""), shown
    assert b"Interrupted" in shown
    assert state(spare.root) == before


def until(terminal: int, wanted: bytes | None) -> bytes:
    """Return what a terminal shows up to `wanted`, or to its end."""
    shown = b""
    while wanted is None or wanted not in shown:
        assert select.select([terminal], [], [], 600)[0], shown
        try:
            shown += (more := os.read(terminal, 1000))
        except OSError:  # Linux's way to say that the other side has gone
            break
        if not more:
            break
    return shown


@pytest.mark.thorough
@posix
@pytest.mark.kills
def test_ctrl_c_during_work_leaves_all_or_nothing(spare: Untouchable) -> None:
    forms = [json.loads(entry(f"第{n}条")) for n in range(60)]
    spare.done("new-issue", "--yes", "--from", "-", by=MEMBER, typed=json.dumps(forms))
    words = ("--as", LEADER, "note", "-q", "status=registered", "--text", "催办")
    # How long a command takes says where to aim, no more.
    begun = time.monotonic()
    assert sfcheck(spare.root, *words, "--dry-run").returncode == 0
    took = time.monotonic() - begun
    before, tip = state(spare.root), git(spare.root, "rev-parse", "HEAD").strip()
    lock = FileLock(spare.root / ".git" / "sfcheck" / "lock")
    attempts = min(12, KILLS // 4)
    for attempt in range(attempts + 1):
        if attempt == attempts:  # the last one cannot have ended before we interrupt it
            lock.acquire()
        process = subprocess.Popen(
            [*SFCHECK, *words],
            cwd=spare.root,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            preexec_fn=listen,
        )
        time.sleep(took * (0.25 + 0.85 * attempt / attempts))
        # As a terminal does it: git, too, is interrupted.
        os.killpg(process.pid, signal.SIGINT)
        _out, said = process.communicate(timeout=600)
        # Before `main` has begun, Python itself answers an interrupt, with a traceback.
        assert b"Traceback" not in said or b"in main" not in said
        # Where a library swallowed the interrupt it ends as if killed: the next command sweeps up.
        if git(spare.root, "status", "--porcelain"):
            assert sfcheck(spare.root, "list").returncode == 0
        assert git(spare.root, "status", "--porcelain") == ""
        if state(spare.root) == before:
            assert process.returncode in (INTERRUPTED, -signal.SIGINT, 1), said
        else:
            changed = git(spare.root, "diff", "--name-only", tip)
            assert len(changed.splitlines()) == 61
            git(spare.root, "reset", "-q", "--hard", tip)
    lock.release()
    assert process.returncode in (INTERRUPTED, -signal.SIGINT, 1), said
    assert state(spare.root) == before
    spare.can_go_on()


@posix
@pytest.mark.thorough
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(
    ("words", "status"),
    [
        *(("list", 0), ("export", 0), ("list --json", 0)),
        (f"--as {LEADER} confirm 26-001-0001-0", USAGE),
        (f"--as {MEMBER} new-issue", USAGE),
        (f"--as {MEMBER} new-issue --from -", USAGE),
    ],
)
def test_streams_that_are_closed(spare: Untouchable, closed: str, words: str, status: int) -> None:
    before = state(spare.root)
    line = f"{sys.executable} -m sfcheck {words} {closed}"
    done = subprocess.run(
        ["sh", "-c", line], cwd=spare.root, capture_output=True, stdin=subprocess.DEVNULL
    )
    assert done.returncode == status, done
    assert b"Traceback" not in done.stderr
    assert state(spare.root) == before


@pytest.mark.thorough
@posix
@pytest.mark.parametrize("words", ["list", "export", "list --json", "validate --json", "--help"])
def test_a_reader_that_has_seen_enough(spare: Untouchable, words: str) -> None:
    with subprocess.Popen(
        [*SFCHECK, *words.split()],
        cwd=spare.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
    assert process.returncode == 0
    assert b"Traceback" not in said
    assert b"Exception" not in said


@pytest.mark.thorough
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")
def test_a_result_that_cannot_be_written(spare: Untouchable, tmp_path: Path) -> None:
    for words in (("list",), ("list", "--json"), ("export",), ("--help",)):
        with Path("/dev/full").open("wb") as full:
            done = sfcheck(spare.root, *words, capture_output=False, stdout=full, stderr=-1)
        assert done.returncode == GIT
        assert "The system refused" in done.stderr
        assert "Traceback" not in done.stderr
        assert "Exception" not in done.stderr
    for given, why in (
        ("ledger.yaml", "only commands write"),
        (tmp_path / "none" / "x.csv", "cannot be written"),
        (tmp_path, "exists already"),
    ):
        assert why in spare.refuses(USAGE, "export", "-o", given)


def test_a_number_is_not_burnt_by_what_is_refused(spare: Untouchable) -> None:
    spare.refuses(LAW, "new-issue", "--from", "-", by=CLERK, typed=entry())
    assert spare.found(title="后来", description="后来的").split("-")[2] == "0002"
