"""`validate` beside a command that writes finds nothing that is only half written, and all else."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sfcheck.actions.assurance import checking
from sfcheck.ledger.git import transaction
from sfcheck.ledger.git.repository import open_repository
from tests.attacks.test_kills import COMMAND
from tests.support.amounts import KILLS
from tests.support.office import LEADER, NOW
from tests.support.trials import git
from tests.support.untouched import Untouchable

PASSING = ".sfcheck-0123456789abcdef.tmp"
Check = Callable[..., Any]


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Check], Any]], list[int]]:
    """Let something happen around each check; return what counts them."""

    def let(happen: Callable[[Check], Any]) -> list[int]:
        counted: list[int] = []
        check = checking._check

        def beside_it(*how: Any, **more: Any) -> Any:
            counted.append(len(counted))
            return happen(lambda: check(*how, **more))

        monkeypatch.setattr(checking, "_check", beside_it)
        return counted

    return let


@pytest.mark.thorough
@pytest.mark.parametrize("words", [("validate",), ("validate", "--afresh"), ("validate", ".")])
def test_files_on_their_way_are_nobodys_fault(
    spare: Untouchable,
    beside: Callable[[Callable[[Check], Any]], list[int]],
    words: tuple[str, ...],
) -> None:
    journal = open_repository(spare.root).journal
    passing = spare.record.with_name(PASSING)
    left = [True]

    def writing(check: Check) -> Any:
        if not left:
            return check()
        left.pop()
        passing.write_bytes(b"half of a record")
        journal.write_text("{}", encoding="utf-8")
        found = check()
        assert "SF020" in {each.code for each in found.findings}
        passing.unlink()
        journal.unlink()
        spare.done(*spare.note(), by=LEADER)
        return found

    counted = beside(writing)
    spare.done(*words)
    assert counted == [0, 1]


@pytest.mark.thorough
def test_an_action_half_put_in_its_place(
    spare: Untouchable, beside: Callable[[Callable[[Check], Any]], list[int]]
) -> None:
    """The branch has moved; the record is still the old one, or what was there before it."""
    others = [True]

    def writing(check: Check) -> Any:
        if not others:
            return check()
        others.pop()
        old = spare.record.read_bytes()
        spare.done(*spare.note(), by=LEADER)
        new = spare.record.read_bytes()
        spare.record.write_bytes(old + b"half")
        found = check()
        assert found.findings
        spare.record.write_bytes(new)
        return found

    counted = beside(writing)
    spare.done("validate")
    assert counted == [0, 1]


@pytest.mark.thorough
def test_writers_that_do_not_end_are_kept_out(
    spare: Untouchable, beside: Callable[[Callable[[Check], Any]], list[int]]
) -> None:
    lock = open_repository(spare.root).common_dir / "sfcheck" / "lock"
    passing = spare.record.with_name(PASSING)
    kept_out = []

    def writing(check: Check) -> Any:
        held = subprocess.run(
            [sys.executable, "-c", TRY, str(lock)], check=True, capture_output=True
        ).stdout.strip()
        kept_out.append(held == b"held")
        if kept_out[-1]:
            return check()
        passing.touch()
        found = check()
        passing.unlink()
        git(spare.root, "commit", "-q", "--allow-empty", "-m", "another")
        return found

    counted = beside(writing)
    spare.done("validate")
    assert counted == [0, 1, 2]
    assert kept_out == [False, False, True]


TRY = """
import sys
from filelock import FileLock, Timeout
try:
    FileLock(sys.argv[1]).acquire(timeout=0)
except Timeout:
    print("held")
"""


def test_what_is_wrong_at_rest_is_found_at_once(
    spare: Untouchable, beside: Callable[[Callable[[Check], Any]], list[int]]
) -> None:
    spare.record.with_name(PASSING).touch()
    counted = beside(lambda check: check())
    assert "SF020" in spare("validate").out
    assert counted == [0]


@pytest.mark.thorough
def test_a_broken_record_is_found_beside_a_writer(
    spare: Untouchable, beside: Callable[[Callable[[Check], Any]], list[int]]
) -> None:
    number = spare.found()
    (broken,) = (spare.root / "issues").rglob(f"{number}.yaml")
    broken.write_bytes(broken.read_bytes() + b"more: x\n")

    def writing(check: Check) -> Any:
        found = check()
        git(spare.root, "commit", "-q", "--allow-empty", "-m", "another")
        return found

    beside(writing)
    done = spare("validate")
    assert done.status == 1
    assert number in done.out


def test_a_merge_in_progress_does_not_keep_it_from_being_told(
    spare: Untouchable, beside: Callable[[Callable[[Check], Any]], list[int]]
) -> None:
    head = git(spare.root, "rev-parse", "HEAD")
    (spare.root / ".git" / "MERGE_HEAD").write_text(head, encoding="utf-8")
    (spare.root / "issues" / "stray.txt").touch()

    def writing(check: Check) -> Any:
        found = check()
        git(spare.root, "update-ref", "refs/heads/main", f"{commit(spare.root)}")
        return found

    beside(writing)
    assert spare("validate").status == 1


def commit(root: Path) -> str:
    """Make a commit that changes nothing, behind the branch's back."""
    return git(root, "commit-tree", "HEAD^{tree}", "-p", "HEAD", "-m", "another").strip()


@pytest.mark.thorough
def test_beside_a_process_that_writes_and_writes(spare: Untouchable) -> None:
    deed = [sys.executable, "-c", COMMAND, NOW.isoformat(), "--as", LEADER, *spare.note()]
    for _ in range(max(1, min(4, KILLS // 6))):
        with subprocess.Popen([str(word) for word in deed], cwd=spare.root) as writer:
            while writer.poll() is None:
                done = spare("validate", "--afresh")
                assert done.status == 0, done
        assert writer.returncode == 0


@pytest.mark.thorough
def test_a_writer_that_looks_at_its_own_ledger_does_not_wait_for_itself(
    spare: Untouchable, beside: Callable[[Callable[[Check], Any]], list[int]]
) -> None:
    """An offer looks whether its issues may be believed, while it keeps other writers out."""
    made = open_repository(spare.root)
    (spare.root / "issues" / "stray.txt").touch()

    def writing(check: Check) -> Any:
        git(spare.root, "update-ref", "refs/heads/main", commit(spare.root))
        return check()

    counted = beside(writing)
    with transaction.writing(made):
        assert checking.validate(spare.root).findings
    assert counted == [0, 1, 2]
