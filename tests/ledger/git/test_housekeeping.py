"""A clone is set to what pays, and its objects are packed when git's measure is full."""

from collections.abc import Callable
from itertools import count, islice
from pathlib import Path

import pytest

from sfcheck.ledger.git import housekeeping, transaction
from sfcheck.ledger.git.objects import object_id
from sfcheck.ledger.git.repository import Repository, configure, init_repository, open_repository
from sfcheck.ledger.git.repository import run as git
from tests.support.office import open_office
from tests.support.waiting import until

Make = Callable[..., Repository]
FULL = [
    data
    for data in islice((b"%d" % n for n in count()), 20_000)
    if object_id("blob", data).startswith(housekeeping.SAMPLE)
][: housekeeping.LOOSE + 1]
"""As many files of the one folder git counts as are too many."""


def test_a_clone_is_set_to_what_pays_but_for_what_the_user_set(tmp_path: Path) -> None:
    made = init_repository(tmp_path / "a")
    housekeeping.tune(made)
    assert git(made.top, "config", "--local", "core.untrackedCache") == b"true\n"
    configure(made, "core.untrackedCache", "keep")
    housekeeping.tune(made)
    assert git(made.top, "config", "core.untrackedCache") == b"keep\n"


@pytest.mark.thorough
def test_a_new_ledger_and_a_joined_clone_are_set(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    assert git(office.root, "config", "--local", "core.untrackedCache") == b"true\n"
    git(tmp_path, "clone", "-q", str(office.root), "clone")
    office.root = tmp_path / "clone"
    office.done("join", "--person", "0003")
    assert git(office.root, "config", "--local", "core.untrackedCache") == b"true\n"


def commit(made: Repository, files: list[bytes], name: str) -> None:
    changes = {f"{name}/{n}": data for n, data in enumerate(files)}
    with transaction.writing(made):
        transaction.commit(made, changes, expected=dict.fromkeys(changes), subject="s", trailers=[])


def packed(made: Repository) -> bool:
    return any((made.git_dir / "objects" / "pack").glob("*.pack"))


def test_objects_are_packed_when_too_many_are_loose(make_repository: Make) -> None:
    made = make_repository(files={"a": b"a"})
    commit(made, FULL[:-2], "few")
    assert not packed(made)
    commit(made, FULL[-2:], "many")
    until(lambda: packed(made) and not any(made.git_dir.glob("gc.pid*")))
    commit(made, [b"after"], "after")
    assert git(made.top, "status", "--porcelain") == b""
    assert git(made.top, "fsck", "--no-progress", "--no-dangling") == b""


@pytest.mark.parametrize("setting", ["maintenance.auto", "gc.auto"])
def test_a_user_who_packs_alone_is_left_alone(
    make_repository: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    made = make_repository(files={"a": b"a"})
    configure(made, setting, "0")
    trace, begun = tmp_path / "trace", [*housekeeping._at_work]
    monkeypatch.setenv("GIT_TRACE2_EVENT", str(trace))
    commit(open_repository(made.top), FULL, "many")
    assert "commit-tree" in trace.read_text(encoding="utf-8")
    assert housekeeping._at_work == begun
    assert not packed(made)
