"""Bad input leaves a ledger as it was: its whole state, compared, and put back between tests."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.copies import at_home
from tests.support.office import LEADER, Office, Typed, open_office
from tests.support.run import Result
from tests.support.trials import git

FEW = 1 << 20
"""Bytes of the largest file that is compared by content; larger ones by size."""


def files(root: Path) -> dict[str, object]:
    """Return what lies below a folder, links unfollowed, without what git keeps for itself."""
    found: dict[str, object] = {}
    for folder, folders, names in os.walk(root):
        if ".git" in folders:
            folders.remove(".git")
        for name in [*folders, *names]:
            path = Path(folder, name)
            at = path.relative_to(root).as_posix()
            if path.is_symlink():
                found[at] = path.readlink()
            elif path.is_file():
                size = path.stat().st_size
                found[at] = path.read_bytes() if size <= FEW else size
            else:
                found[at] = None
    return found


def state(root: Path) -> dict[str, object]:
    """Return all that a refused command must leave alone, as far as there is a repository."""
    found: dict[str, object] = {"files": files(root)}
    if (root / ".git").exists():
        found["index"] = git(root, "ls-files", "--stage")
        refs = [*root.glob(".git/HEAD"), *root.glob(".git/*-refs"), *root.glob(".git/refs/**/*")]
        found["refs"] = {path: path.read_bytes() for path in refs if path.is_file()}
        lease = (root / ".git" / "sfcheck").glob("lease-*.json")
        found["lease"] = [path.read_bytes() for path in lease]
    return found


class Untouchable(Office):
    """An office whose one issue is `number`; what it refuses must leave it untouched."""

    def __init__(self, root: Path, number: str) -> None:
        super().__init__(root)
        self.number = number

    @property
    def record(self) -> Path:
        """The issue's file."""
        return next((self.root / "issues").rglob(f"{self.number}.yaml"))

    def refuses(
        self, status: int, *args: object, by: str | None = None, typed: Typed = None
    ) -> str:
        """Run a command that must be refused with `status`; return what was said, in full."""
        before = state(self.root)
        done = self(*args, by=by, typed=typed)
        assert state(self.root) == before
        return refused(done, status)

    def reads(self, *args: object) -> str:
        """Run a reading command that must succeed and change nothing; return its result."""
        before = state(self.root)
        done = self(*args)
        assert state(self.root) == before
        assert done.status == 0, (args, done)
        return done.out

    def note(self, text: str = "已电话催办") -> tuple[object, ...]:
        """Return the words of a step that is open to the leader."""
        return ("note", self.number, "--text", text)

    def can_go_on(self) -> None:
        """Take a step that must succeed: nothing is left in the way."""
        self.done(*self.note(), by=LEADER)
        assert git(self.root, "status", "--porcelain") == ""


def refused(done: Result, status: int) -> str:
    """Return the message of a refusal, whose status must be `status`."""
    assert done.status == status, done
    assert done.err.startswith(("Error: ", "Usage: ", "Likely ", "Note: ")), done
    first, *more = done.err.splitlines()
    assert not first.startswith("Error: ") or more[0].startswith("  "), "it is not said what to do"
    for never in ("Traceback", "went wrong inside", "system refused", "\x1b"):
        assert never not in done.err
    return done.err


def open_untouchable(folder: Path) -> Untouchable:
    """Make an office with one issue, and a copy of it from which `put_back` restores it."""
    office = open_office(folder)
    return Untouchable(office.root, office.found())


@contextmanager
def put_back(office: Untouchable) -> Iterator[None]:
    """Restore a ledger, byte by byte, to what it was before the block."""
    kept = office.root.with_name("kept")
    if not kept.exists():
        shutil.copytree(office.root, kept, symlinks=True)
    try:
        yield
    finally:
        empty(office.root)
        shutil.copytree(kept, office.root, symlinks=True, dirs_exist_ok=True)
        at_home(office.root)


def empty(folder: Path) -> None:
    """Remove all that a folder holds; it stays itself."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def commit_all(root: Path, subject: str = "by hand") -> None:
    """Commit everything with plain git, as somebody who knows no better would."""
    subprocess.run(["git", "add", "-A"], cwd=root, check=True)
    subprocess.run(["git", "commit", "-q", "-m", subject], cwd=root, check=True)
