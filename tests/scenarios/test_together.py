"""Several at once: in one clone, in clones of their own, killed in the middle."""

import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sfcheck.ledger.git.repository import run as git
from tests.support.amounts import KILLS
from tests.support.office import ISSUE, LEADER, MEMBER, START, Office, open_office
from tests.support.once import once
from tests.support.run import run

SFCHECK = [sys.executable, "-m", "sfcheck"]
MANY = min(200, 10 * KILLS)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


def entry(title: str) -> bytes:
    """Return the form of an issue found when the round began, whatever today is."""
    found = {**ISSUE["found"], "on": str(START)}  # type: ignore[dict-item]
    return json.dumps({**ISSUE, "title": title, "description": title, "found": found}).encode()


def create(root: Path, title: str, person: str = MEMBER) -> None:
    subprocess.run(
        [*SFCHECK, "--as", person, "new-issue", "--yes", "--from", "-"],
        cwd=root,
        input=entry(title),
        check=True,
        capture_output=True,
    )


def titles(root: Path) -> Counter[str]:
    listed = json.loads(run("list", "--json", cwd=root).out)["issues"]
    assert len({issue["number"] for issue in listed}) == len(listed)
    return Counter(issue["title"] for issue in listed)


def test_processes_in_one_clone_lose_and_double_nothing(office: Office) -> None:
    wanted = [f"第{n}条" for n in range(min(20, KILLS // 2))]
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda title: create(office.root, title), wanted))
    assert titles(office.root) == Counter(wanted)
    assert git(office.root, "status", "--porcelain") == b""
    assert run("validate", cwd=office.root).status == 0  # today, when the processes wrote


@pytest.mark.thorough
def test_three_clones_with_books_of_their_own(office: Office, tmp_path: Path) -> None:
    bare = tmp_path / "server.git"
    git(tmp_path, "init", "--quiet", "--bare", str(bare))
    git(office.root, "remote", "add", "origin", str(bare))
    git(office.root, "push", "--quiet", "origin", "HEAD:main")
    clones = [tmp_path / f"clone{n}" for n in range(3)]
    for clone in clones:
        git(tmp_path, "clone", "--quiet", "--branch", "main", str(bare), str(clone))
    with ThreadPoolExecutor(3) as pool:
        joined = list(
            pool.map(
                lambda clone: subprocess.run(
                    [*SFCHECK, "join", "--person", MEMBER], cwd=clone, capture_output=True
                ),
                clones,
            )
        )
    assert [one.returncode for one in joined] == [0, 0, 0], joined
    wanted = [f"{clone.name}的第{n}条" for clone in clones for n in range(min(4, KILLS // 6))]
    with ThreadPoolExecutor(3) as pool:
        list(
            pool.map(
                lambda clone: [create(clone, t) for t in wanted if t.startswith(clone.name)],
                clones,
            )
        )
    for clone in clones:
        git(clone, "pull", "--quiet", "--no-rebase", "--no-edit", "origin", "main")
        git(clone, "push", "--quiet", "origin", "HEAD:main")
    git(clones[0], "pull", "--quiet", "--no-rebase", "--no-edit", "origin", "main")
    assert titles(clones[0]) == Counter(wanted)
    books = {path.stem for path in (clones[0] / "books").iterdir()}
    assert books == {"001", "002", "003", "004"}
    assert run("validate", cwd=clones[0]).status == 0


def test_a_copied_clone_must_join_again(office: Office, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    subprocess.run(["cp", "-r", str(office.root), str(copy)], check=True)
    refused = Office(copy)("new-issue", "--from", "-", by=MEMBER, typed=entry("副本").decode())
    assert (refused.status, "join" in refused.err) == (5, True)
    Office(copy).done("join", "--person", MEMBER)
    assert Office(copy).found(title="副本里的").split("-")[1] == "002"


def test_a_moved_clone_keeps_its_book(office: Office, tmp_path: Path) -> None:
    moved = tmp_path / "moved"
    office.root.rename(moved)
    assert Office(moved).found().split("-")[1] == "001"


@pytest.fixture
def many(tmp_path: Path) -> Office:
    once(with_many, tmp_path)
    return Office(tmp_path / "ledger")


def with_many(folder: Path) -> None:
    forms = [json.loads(entry(f"第{n}条")) for n in range(MANY)]
    typed = json.dumps(forms)
    open_office(folder).done("new-issue", "--yes", "--from", "-", by=MEMBER, typed=typed)


def first_sign(root: Path) -> frozenset[str]:
    """Return what changes when the first object of a commit is written."""
    objects = root / ".git" / "objects"
    names = (path.relative_to(objects).as_posix() for path in objects.glob("*/*"))
    return frozenset(names)


@pytest.mark.thorough
@pytest.mark.kills
@pytest.mark.parametrize("half", [1, 2])  # side by side on two cores
def test_a_step_on_many_issues_killed_anywhere_is_all_or_none(many: Office, half: int) -> None:
    """Kills fall between the first object written and the end of the refresh."""
    chance = random.Random(half)
    command = [
        *SFCHECK,
        "--as",
        LEADER,
        "confirm",
        "-q",
        "status=registered",
        "--true-and-accurate",
    ]
    outcomes: Counter[str] = Counter()
    window = 0.0
    for kill in range(-1, KILLS // 2):
        tip = git(many.root, "rev-parse", "HEAD").decode().strip()
        before = first_sign(many.root)
        process = subprocess.Popen(
            command, cwd=many.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while process.poll() is None and first_sign(many.root) == before:
            time.sleep(0.001)
        begun = time.monotonic()
        if kill < 0:  # the first run is not killed: it shows how long the writing takes
            process.wait()
            window = time.monotonic() - begun
        else:
            time.sleep(window * chance.random())
            process.send_signal(signal.SIGKILL)
            process.wait()
        listed = json.loads(run("list", "--json", cwd=many.root).out)["issues"]
        states = {issue["status"] for issue in listed}
        assert (len(listed), len(states)) == (MANY, 1), states
        outcomes[states.pop()] += 1
        assert git(many.root, "status", "--porcelain") == b""
        many.done("note", listed[0]["number"], "--text", "继续", by=LEADER)
        git(many.root, "reset", "--quiet", "--hard", tip)
    assert git(many.root, "fsck", "--no-dangling") == b""
    assert set(outcomes) <= {"registered", "confirmed"}
    assert KILLS < 40 or len(outcomes) == 2, outcomes
