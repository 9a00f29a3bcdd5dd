"""The work tree and the index follow the branch: what a commit changed, and only that.

`announce` before the branch moves, `finish` after; a journal in git's folder says in between which
paths are on their way, so that `recover` can finish for a process that was killed. What counts is
what the branch has, never what the journal hopes.
"""

import json
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from sfcheck.errors import Refused
from sfcheck.ledger.files import worktree
from sfcheck.ledger.git import branch, holding
from sfcheck.ledger.git import repository as git
from sfcheck.ledger.git.holding import GitIndex, PathChange, index_held
from sfcheck.ledger.git.objects import object_id
from sfcheck.ledger.git.repository import Repository

PATIENCE = 2.0
"""Seconds to wait for another git that holds the branch."""


def announce(repository: Repository, changes: Mapping[str, PathChange]) -> None:
    """Note in the journal what is about to change, beside what still waits. Raises OSError."""
    _write(repository, {**_listed(repository), **changes})


def finish(
    repository: Repository,
    changes: Mapping[str, PathChange],
    contents: Mapping[str, bytes],
    staged: Mapping[str, Path],
    index: GitIndex,
    meanwhile: Callable[[], None] = lambda: None,
) -> list[Refused]:
    """Bring the work tree to what branch and index have; return notices of what was not done.

    New contents come from passing files that are `staged` already, else from `contents`. A file
    that is neither as before nor as it shall be is somebody's edit and stays. `meanwhile` is done
    as well, before other gits have the index again. Never fails: the branch has moved, and what
    waits stays in the journal.
    """
    try:
        notices = _place(repository, changes, contents, staged)
        meanwhile()
        index.release()
        if not any(notice.code == "refresh-waits" for notice in notices):
            _strike(repository, changes)
    except (OSError, Refused) as error:
        return [Refused("refresh-waits", problem=error)]
    return notices


def recover(repository: Repository) -> list[Refused]:
    """Finish the refresh a killed process left, or clear away what it only prepared.

    Call it as the only writer (`transaction.writing` does). A path the branch has no more, or not
    yet, with the contents in the journal is left alone. Returns notices; without a journal it
    costs two looks.
    """
    journal = repository.journal
    with suppress(OSError):
        _passing(journal).unlink(missing_ok=True)  # of one killed before its journal was there
    if not journal.exists():
        return []
    listed = _listed(repository)
    try:
        if not listed:
            journal.unlink()
            return [Refused("broken-journal", path=journal)]
        folders = {(repository.top / path).parent for path in listed}
        worktree.sweep(repository.top, folders)
        branch.free(repository)
        landed = _landed(repository, listed)
        holding.free(repository)
        _strike(repository, listed.keys() - landed.keys())
    except (OSError, Refused) as error:
        return [Refused("refresh-waits", problem=error)]
    if not landed:
        return []
    changes = {path: listed[path] for path in landed}
    try:
        with index_held(repository) as index:
            index.tell(changes)
            with index.written(branch.head(repository)[1]):
                pass
            contents = {path: data for path, data in landed.items() if data is not None}
            notices = finish(repository, changes, contents, {}, index)
    except (OSError, Refused) as error:
        return [Refused("refresh-waits", problem=error)]
    return [Refused("refresh-finished", count=len(landed)), *notices]


def _landed(repository: Repository, listed: Mapping[str, PathChange]) -> dict[str, bytes | None]:
    """Return those contents of a journal that the branch has.

    A git that outlived its sfcheck may be about to move the branch: it holds the branch's lock.
    """
    until = time.monotonic() + PATIENCE
    while True:
        ref, tip = branch.head(repository)
        landed = {
            path: data
            for path, data in git.read_blobs(repository, tip, list(listed)).items()
            if ("" if data is None else _id(repository, data)) == listed[path].new
        }
        done = len(landed) == len(listed) or branch.settled(repository, ref, tip)
        if done or time.monotonic() > until:
            return landed
        time.sleep(0.05)


def _place(
    repository: Repository,
    changes: Mapping[str, PathChange],
    contents: Mapping[str, bytes],
    staged: Mapping[str, Path],
) -> list[Refused]:
    """Rename the new files to their places."""
    plain: set[str] = set()

    def place(path: str) -> Refused | None:
        passing, change, have = staged.get(path), changes[path], _have(repository, path, plain)
        try:
            if not change.new:
                return _removed(repository.top / path, change.old in have)
            if have & {"", change.old}:
                passing = passing or worktree.stage(repository.top, path, contents[path])
                worktree.put(passing, repository.top / path)
            elif change.new not in have:
                return Refused("refresh-left", path=path)
        except PermissionError as error:
            return Refused("refresh-waits", problem=error)
        finally:
            if passing:
                passing.unlink(missing_ok=True)
        return None

    notices = dict(zip(changes, worktree.together(place, changes), strict=True))
    placed = (repository.top / path for path, notice in notices.items() if not notice)
    worktree.flush_folders({target.parent for target in placed})
    return list(filter(None, notices.values()))


def _removed(target: Path, ours: bool) -> Refused | None:
    """Remove a file that the branch has no more, and the folders it leaves empty."""
    if not ours:
        return Refused("refresh-left", path=target) if target.exists() else None
    target.unlink(missing_ok=True)
    with suppress(OSError):
        target.parent.rmdir()
    return None


def _have(repository: Repository, path: str, plain: set[str]) -> set[str]:
    """Return the blob ids of the work tree's file, as it is and with LF as git may store it.

    `""` is the id where there is none; what is no file has no id. `plain` as for `worktree.read`.
    """
    try:
        data = worktree.read(repository.top, path, plain)
    except Refused:
        return set()
    return ids_of(repository, data)


def ids_of(repository: Repository, data: bytes | None) -> set[str]:
    """Return the blob ids that bytes have, as they are and with LF; `""` where there are none."""
    return {""} if data is None else {_id(repository, each) for each in (data, with_lf(data))}


def with_lf(data: bytes) -> bytes:
    """Return a text as git stores it where its attributes say `text`, whoever saved it."""
    return data.replace(b"\r\n", b"\n")


def _id(repository: Repository, data: bytes) -> str:
    return object_id("blob", data, repository.algorithm)


def _listed(repository: Repository) -> dict[str, PathChange]:
    """Return what the journal lists; nothing where there is none or it cannot be read."""
    try:
        kept = json.loads(repository.journal.read_bytes())
        for path in kept:
            worktree.check_path(path)
        return {path: PathChange(*change) for path, change in kept.items()}
    except (FileNotFoundError, ValueError, TypeError, AttributeError, Refused):
        return {}


def _strike(repository: Repository, paths: Iterable[str]) -> None:
    """Take paths that are done out of the journal; an empty one goes."""
    done = set(paths)
    _write(repository, {p: change for p, change in _listed(repository).items() if p not in done})


def _passing(journal: Path) -> Path:
    """Where a journal is written before it is put in its place."""
    return journal.with_suffix(".tmp")


def _write(repository: Repository, listed: Mapping[str, PathChange]) -> None:
    journal = repository.journal
    if not listed:
        journal.unlink(missing_ok=True)
        return
    journal.parent.mkdir(exist_ok=True)
    passing = _passing(journal)
    worktree.write_flushed(passing, json.dumps(listed).encode())
    worktree.put(passing, journal)
    worktree.flush_folders([journal.parent])
