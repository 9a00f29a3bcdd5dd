"""A merge made by us: one commit with two parents, or a branch that only moves forward.

As in `transaction` the branch moves once, and index and work tree follow for the paths that change;
the user's own changes elsewhere stay. What lies in git already is not stored again.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from sfcheck.errors import Refused
from sfcheck.ledger.files import worktree
from sfcheck.ledger.git import branch
from sfcheck.ledger.git import repository as git
from sfcheck.ledger.git.holding import PathChange
from sfcheck.ledger.git.objects import NOTHING, GitObject, TreeEntry, object_id, plant
from sfcheck.ledger.git.refresh import ids_of
from sfcheck.ledger.git.repository import FoundObject, Repository
from sfcheck.ledger.git.transaction import (
    Committed,
    Moving,
    commit_tree,
    entry_at,
    land,
    message_of,
    trees_at,
)


def join(
    repository: Repository,
    tip: str,
    other: str,
    stored: Mapping[str, TreeEntry],
    fresh: Mapping[str, bytes],
    *,
    subject: str,
    trailers: Sequence[tuple[str, str]],
    when: datetime,
) -> Committed:
    """Commit what `tip`, which the branch is at, becomes with `other`, and move the branch there.

    `stored` are files git has (`NOTHING`: removed), `fresh` new contents. Where that makes just
    what `other` is, and `other` has all of `tip`, no commit is made: the branch moves to `other`.
    Call it inside `writing`. Raises `Refused`, with nothing changed, as `transaction.commit`.
    """
    branch.check_writable(repository)
    ref = branch.current(repository)
    message = message_of(subject, trailers)
    with git.reading(repository) as read:
        found = read(ref)
        if found is None or found.id != tip:
            raise Refused("ref-moved", ref=ref)
        paths = [*stored, *fresh]
        for path in paths:
            worktree.check_path(path)
        trees = trees_at(read, found, paths, repository.algorithm)
        before = {path: entry_at(trees, path) for path in paths}
        after = dict(stored)
        for path, data in fresh.items():
            mode = before[path].mode
            after[path] = TreeEntry(mode, object_id("blob", data, repository.algorithm))
        changes = {
            path: PathChange(after[path].mode or before[path].mode, before[path].id, after[path].id)
            for path in paths
        }
        _be_untouched(repository, changes)
        root, made = plant(trees, after, repository.algorithm) if after else (_tree(read, tip), [])
        objects = [*(GitObject("blob", data) for data in fresh.values()), *made]
        parents = _parents(repository, read, tip, other, root)

        def make() -> str:
            return commit_tree(repository, root, parents, message, when) if parents else other

        moving = Moving(ref, tip, message.partition("\n")[0], make)
        return land(repository, read, moving, changes, _Contents(read, stored, fresh), objects)


def _parents(
    repository: Repository,
    read: Callable[[str], FoundObject | None],
    tip: str,
    other: str,
    root: str,
) -> list[str]:
    """Return the parents of a new commit; none where `other` is just what would be made.

    A side alone has all of the other already.
    """
    parted = git.run(repository.top, "merge-base", "--all", tip, other, ok=(0, 1)).decode().split()
    if parted == [tip] != [other] and _tree(read, other) == root:
        return []
    return [tip] if parted == [other] else [tip, other]


def _tree(read: Callable[[str], FoundObject | None], commit: str) -> str:
    found = read(f"{commit}^{{tree}}")
    return found.id if found else ""


def _be_untouched(repository: Repository, changes: Mapping[str, PathChange]) -> None:
    """Refuse (`uncommitted-change`, `file-in-the-way`) what would be written over."""
    plain: set[str] = set()
    for path, change in changes.items():
        have = ids_of(repository, worktree.read(repository.top, path, plain))
        if not have & {change.old, change.new}:
            raise Refused("uncommitted-change" if change.old else "file-in-the-way", path=path)


class _Contents(Mapping[str, bytes]):
    """What is new at each path that stays a file, read from git when it is asked for."""

    def __init__(
        self,
        read: Callable[[str], FoundObject | None],
        stored: Mapping[str, TreeEntry],
        fresh: Mapping[str, bytes],
    ) -> None:
        self._read, self._fresh, self._alone = read, fresh, threading.Lock()
        self._stored = {path: entry.id for path, entry in stored.items() if entry != NOTHING}

    def __getitem__(self, path: str) -> bytes:
        if path in self._fresh:
            return self._fresh[path]
        with self._alone:
            found = self._read(self._stored[path])
        if found is None:
            raise Refused("missing-object", id=self._stored[path], path=path)
        return found.data

    def __iter__(self) -> Iterator[str]:
        yield from self._fresh
        yield from self._stored

    def __len__(self) -> int:
        return len(self._fresh) + len(self._stored)
