"""An office in two clones, each with a book of its own, and the server between them."""

import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.support.office import SECOND, Office, office_of_four
from tests.support.once import once
from tests.support.trials import git
from tests.support.untouched import state


class Clones:
    """Two clones of one ledger, `one` and `other`, and the server `hub` that they sync with."""

    def __init__(self, folder: Path) -> None:
        self.hub = folder / "hub.git"
        self.one, self.other = Office(folder / "ledger"), Office(folder / "other")
        self.number = self.numbers()[0]

    def numbers(self) -> list[str]:
        """Return the numbers of the issues of the first clone."""
        return sorted(path.stem for path in (self.one.root / "issues").rglob("*.yaml"))

    def together(self) -> None:
        """Sync until both have all, and see that they are the same and sound."""
        for office in (self.one, self.other, self.one):
            office.done("sync")
        assert git(self.one.root, "rev-parse", "HEAD") == git(self.other.root, "rev-parse", "HEAD")
        assert git(self.one.root, "rev-parse", "HEAD") == git(self.hub, "rev-parse", "main")
        for office in (self.one, self.other):
            left = git(office.root, "status", "--porcelain") + git(office.root, "diff", "HEAD")
            assert left == "", left
            office.done("validate")

    def record(self, office: Office) -> Path:
        """Return the file of the first issue in a clone."""
        return next((office.root / "issues").rglob(f"{self.number}.yaml"))


def two_clones(folder: Path) -> Clones:
    """Return two clones of an office with four issues."""
    once(_two_clones, folder)
    for office in ("ledger", "other"):
        git(folder / office, "remote", "set-url", "origin", str(folder / "hub.git"))
    return Clones(folder)


def _two_clones(folder: Path) -> None:
    one = office_of_four(folder)
    git(folder, "clone", "-q", "--bare", "ledger", "hub.git")
    git(one.root, "remote", "add", "origin", str(folder / "hub.git"))
    git(folder, "clone", "-q", "hub.git", "other")
    other = Office(folder / "other")
    other.done("join", "--person", SECOND)
    other.done("sync")
    one.done("sync")


def refused_whole(office: Office, status: int, *words: object) -> str:
    """Run a command that is refused and changes nothing but what was fetched; return its words."""

    def ours() -> dict[str, object]:
        heads = git(office.root, "for-each-ref", "refs/heads")
        return {**state(office.root), "refs": heads}

    before = ours()
    said = office(*words)
    assert said.status == status, said
    assert ours() == before
    return said.err


def commit_by_hand(office: Office, change: Callable[[], object], message: str = "by hand") -> None:
    """Change files and commit all, as somebody does who uses git alone."""
    change()
    git(office.root, "add", "-A")
    subprocess.run(["git", "commit", "-q", "-m", message], cwd=office.root, check=True)
