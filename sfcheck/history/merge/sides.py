"""Two sides of a history as git has them: where they differ, and what stood where they parted."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from sfcheck.ledger.git import repository as git
from sfcheck.ledger.git.objects import EXECUTABLE, FILE, NOTHING, TreeEntry
from sfcheck.ledger.git.repository import FoundObject, Repository

Read = Callable[[str], FoundObject | None]
"""Reads an object by its name, None where there is none."""


class Differing(NamedTuple):
    """A path that two sides have differently, and what stood there when they parted."""

    path: str
    ours: TreeEntry
    theirs: TreeEntry
    before: tuple[TreeEntry, ...]

    @property
    def sound(self) -> bool:
        """Whether a plain file stands on each side that has one: no link, no other repository."""
        return all(side.mode in ("", FILE, EXECUTABLE) for side in (self.ours, self.theirs))


def parted(repository: Repository, ours: str, theirs: str) -> list[str]:
    """Return the commits at which two sides parted; none where they have nothing in common."""
    said = git.run(repository.top, "merge-base", "--all", ours, theirs, ok=(0, 1)).decode()
    return sorted(said.split())


def differing(
    repository: Repository, ours: str, theirs: str, bases: Sequence[str]
) -> list[Differing]:
    """Return every path at which the two commits differ, in order."""
    pairs = _changes(repository, ours, theirs)
    before = [_changes(repository, ours, base) for base in bases]
    return [
        Differing(path, mine, other, tuple(each.get(path, (mine, mine))[1] for each in before))
        for path, (mine, other) in sorted(pairs.items())
    ]


def _changes(
    repository: Repository, one: str, two: str
) -> Mapping[str, tuple[TreeEntry, TreeEntry]]:
    """Return what two commits have at each path at which they differ."""
    asked = ("diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", one, two)
    tokens = git.run(repository.top, *asked).decode(errors="surrogateescape").split("\0")
    found = {}
    for about, path in zip(tokens[::2], tokens[1::2], strict=False):
        modes, ids = about.lstrip(":").split(" ")[:2], about.split(" ")[2:4]
        found[path] = tuple(
            TreeEntry(mode, blob) if mode.strip("0") else NOTHING
            for mode, blob in zip(modes, ids, strict=True)
        )
    return found  # type: ignore[return-value]
