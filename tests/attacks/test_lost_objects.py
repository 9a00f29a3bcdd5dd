"""`git gc --prune=now` beside an action throws nothing away that the branch then names."""

import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sfcheck.errors import Refused
from sfcheck.ledger.git import branch, refresh, storing, transaction
from sfcheck.ledger.git.repository import Repository, read_blobs
from tests.support.trials import git

Make = Callable[..., Repository]


def act(made: Repository, count: int = 3, name: str = "d") -> transaction.Committed:
    changes = {f"{name}/{n}": b"%s %d" % (name.encode(), n) for n in range(count)}
    with transaction.writing(made):
        return transaction.commit(
            made, changes, expected=dict.fromkeys(changes), subject="s", trailers=[]
        )


def whole(made: Repository, count: int = 3, name: str = "d") -> None:
    git(made.top, "fsck", "--no-progress", "--no-dangling")
    paths = [f"{name}/{n}" for n in range(count)]
    assert None not in read_blobs(made, "HEAD", paths).values()
    assert git(made.top, "status", "--porcelain") == ""


def prune(made: Repository) -> None:
    git(made.top, "prune", "--expire=now")


@pytest.mark.thorough
@pytest.mark.parametrize("count", [3, storing.LOOSE + 20])
@pytest.mark.parametrize(
    ("where", "name", "before"),
    [
        (transaction, "commit_tree", True),
        (transaction, "commit_tree", False),
        (branch, "move", True),
    ],
    ids=["before the commit", "after the commit", "before the branch moves"],
)
def test_objects_thrown_away_before_the_branch_names_them(
    make_repository: Make,
    monkeypatch: pytest.MonkeyPatch,
    where: Any,
    name: str,
    before: bool,
    count: int,
) -> None:
    made = make_repository(files={"a": b"a"})
    do, left = getattr(where, name), [True]

    def beside(*how: Any) -> Any:
        if left and before:
            left.pop()
            throw_away(made)
        found = do(*how)
        if left:
            left.pop()
            throw_away(made)
        return found

    monkeypatch.setattr(where, name, beside)
    assert act(made, count).notices == ()
    whole(made, count)


def throw_away(made: Repository) -> None:
    """As a git that looked which objects are named before ours were: loose ones and packs."""
    prune(made)
    git(made.top, "repack", "-q", "-a", "-d")


def test_objects_thrown_away_while_the_branch_moves(
    make_repository: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a git that looked before, and deletes after: all of ours but the commit."""
    made = make_repository(files={"a": b"a"})
    finish = refresh.finish

    def beside(*how: Any) -> Any:
        for name in git(made.top, "rev-list", "--objects", "HEAD", "^HEAD~1").splitlines():
            loose = made.common_dir / "objects" / name[:2] / name.split()[0][2:]
            loose.unlink()
        return finish(*how)

    monkeypatch.setattr(refresh, "finish", beside)
    assert act(made).notices == ()
    whole(made)


def test_objects_that_are_thrown_away_again_and_again(
    make_repository: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transaction, "PATIENCE", 0.2)
    made = make_repository(files={"a": b"a"})
    commit_tree = transaction.commit_tree
    tip = branch.head(made)

    def beside(*how: Any) -> str:
        prune(made)
        return commit_tree(*how)

    monkeypatch.setattr(transaction, "commit_tree", beside)
    with pytest.raises(Refused) as refused:
        act(made)
    assert refused.value.code == "objects-lost"
    assert branch.head(made) == tip
    assert not (made.top / "d").exists()
    monkeypatch.undo()
    act(made)
    whole(made)


def test_a_git_that_tidies_up_is_waited_for(
    make_repository: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it has not thrown away yet it may still."""
    made = make_repository(files={"a": b"a"})
    note = made.common_dir / "gc.pid"
    looked: list[int] = []
    tidies_up = storing._tidies_up

    def beside(repository: Repository) -> bool:
        looked.append(len(looked))
        if len(looked) == 2:
            names = git(made.top, "rev-list", "--objects", "HEAD", "^HEAD~1").splitlines()
            name = names[-1].split()[0]
            (made.common_dir / "objects" / name[:2] / name[2:]).unlink()
        if len(looked) == 3:
            note.unlink()
        return tidies_up(repository)

    note.write_text("1 host", encoding="utf-8")
    monkeypatch.setattr(storing, "_tidies_up", beside)
    assert act(made).notices == ()
    whole(made)


def persist(made: Repository, name: str) -> None:
    """Do an action again until git lets it stand, as the refusal says."""
    for _attempt in range(10):
        try:
            act(made, name=name)
        except Refused as refused:
            assert refused.code in transaction.WAITED_FOR, refused
        else:
            return
    pytest.fail("it was never let stand")


@pytest.mark.thorough
def test_beside_a_git_that_tidies_up_again_and_again(make_repository: Make) -> None:
    made = make_repository(files={"a": b"a"})
    stop = threading.Event()

    def tidy(folder: Path) -> None:
        while not stop.is_set():
            command = ["git", "gc", "-q", "--prune=now"]
            subprocess.run(command, cwd=folder, capture_output=True, check=False)
            stop.wait(1.0)

    thread = threading.Thread(target=tidy, args=(made.top,))
    thread.start()
    try:
        for n in range(6):
            persist(made, f"d{n}")
    finally:
        stop.set()
        thread.join()
    for n in range(6):
        whole(made, name=f"d{n}")
