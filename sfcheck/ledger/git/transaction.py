"""One action = one commit = all or nothing, and the work tree and index that follow it.

Order: journal; the lock of git's index, which is told of these paths alone; new files beside their
places; objects; the commit; the new index; the branch (the one moment that counts); then the files
are renamed. Killed before
that moment nothing has happened; after it `refresh.recover` finishes. Only the trees on the way to
the paths are read, and six git processes do it, signed or not.
"""

import signal
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sfcheck.errors import Refused
from sfcheck.ledger.files import worktree
from sfcheck.ledger.git import branch, housekeeping, refresh
from sfcheck.ledger.git import repository as git
from sfcheck.ledger.git.holding import PathChange, index_held
from sfcheck.ledger.git.objects import (
    EXECUTABLE,
    FILE,
    FOLDER,
    LINK,
    GitObject,
    Tree,
    TreeEntry,
    folders_of,
    object_id,
    parse_tree,
    plant,
)
from sfcheck.ledger.git.repository import FoundObject, Repository
from sfcheck.ledger.git.storing import keep, storing

if TYPE_CHECKING:
    from filelock import FileLock

BUSY_AFTER = 120.0
"""Seconds to wait for another sfcheck in the same clone."""

PATIENCE = 5.0
"""Seconds to go on trying while another git moves or holds the branch."""

WAITED_FOR = ("ref-moved", "ref-locked", "objects-lost")
"""Refusals that another git makes, and that may be over at the next attempt."""

SUBJECT = 100
"""Characters of a commit's first line."""


class Committed(NamedTuple):
    """A commit that stands, and what the next command still has to finish (each says so)."""

    id: str
    notices: tuple[Refused, ...]


@contextmanager
def writing(repository: Repository) -> Iterator[list[Refused]]:
    """Be the only writer of this clone; finish what a killed one left; yield notices of that.

    Who is it already, stays it. Raises `Refused`: `busy`, `cannot-write`, what
    `branch.check_writable` raises.
    """
    from filelock import Timeout

    path = repository.common_dir / "sfcheck" / "lock"
    try:
        path.parent.mkdir(exist_ok=True)
        lock = _lock(path)
        lock.acquire(timeout=BUSY_AFTER, poll_interval=0.01)
    except Timeout as error:
        raise Refused("busy", path=path) from error
    except OSError as error:
        raise worktree.unwritable(error) from error
    try:
        branch.check_writable(repository)
        yield refresh.recover(repository)
    finally:
        lock.release()


@cache
def _lock(path: Path) -> "FileLock":
    """Return the lock at `path`, the same each time: it counts how often it is held."""
    from filelock import FileLock

    return FileLock(path)


def commit(
    repository: Repository,
    changes: Mapping[str, bytes],
    *,
    expected: Mapping[str, bytes | None],
    subject: str,
    trailers: Sequence[tuple[str, str]],
    when: datetime | None = None,
    text: Collection[str] = (),
    meanwhile: Callable[[str, str], None] = lambda parent, commit: None,
) -> Committed:
    """Commit the new contents of some paths, and nothing else, on the current branch.

    Call it inside `writing`. Paths are POSIX, from the top of the repository. `expected` is what
    the action read at each of them (None: no file), and may hold further paths it relied on; work
    tree and branch must still agree. `when` is the author's and committer's date (now). Those paths
    that are `text` by git's attributes may have the line ends of Windows in the work tree.
    `meanwhile` is told the commit before and the new one, which stands.
    The first commit of a repository is made the same way. Raises `Refused`, with nothing changed:
    `path-outside`, `is-a-link`, `not-a-file`, `changed-underneath`, `file-in-the-way`,
    `uncommitted-change`, `nothing-changed`, `no-identity`, `cannot-sign`, `disk-full`,
    `cannot-write`, `index-locked`, `ref-moved`, `objects-lost`, and what `branch.check_writable`
    raises.
    """
    for path in {*changes, *expected}:
        worktree.check_path(path)
    plain: set[str] = set()
    for path, data in expected.items():
        if worktree.read(repository.top, path, plain) != data:
            raise Refused("file-in-the-way" if data is None else "changed-underneath", path=path)
    expected = {p: refresh.with_lf(d) if d and p in text else d for p, d in expected.items()}
    fresh = {path: data for path, data in changes.items() if data != expected[path]}
    if not fresh:
        raise Refused("nothing-changed")
    message = message_of(subject, trailers)
    until = time.monotonic() + PATIENCE
    while True:
        try:
            branch.check_writable(repository)
            return _attempt(repository, fresh, expected, message, when, meanwhile)
        except (OSError, Refused, KeyboardInterrupt) as error:
            with suppress(OSError, Refused):
                refresh.recover(repository)
            if isinstance(error, KeyboardInterrupt):
                raise
            if isinstance(error, OSError):
                raise worktree.unwritable(error) from error
            if error.code not in WAITED_FOR or time.monotonic() > until:
                raise
        time.sleep(0.05)


def _attempt(
    repository: Repository,
    fresh: Mapping[str, bytes],
    expected: Mapping[str, bytes | None],
    message: str,
    when: datetime | None,
    meanwhile: Callable[[str, str], None],
) -> Committed:
    """Make the commit on the branch as it is now; raises `ref-moved` when it moved meanwhile.

    What git and the disk need long for is begun early and awaited late: reading the index, storing.
    """
    with git.reading(repository) as read:
        if repository.is_set("core.bare") and repository.git_dir == repository.common_dir:
            raise Refused("bare-repository", path=repository.top)
        ref, algorithm = branch.current(repository), repository.algorithm
        tip = read(ref)
        trees = trees_at(read, tip, expected, algorithm)
        entries = {path: entry_at(trees, path) for path in expected}
        for path, data in expected.items():
            if entries[path].id != ("" if data is None else object_id("blob", data, algorithm)):
                raise Refused("uncommitted-change", path=path)
        changes = {
            path: PathChange(*entries[path], object_id("blob", data, algorithm))
            for path, data in fresh.items()
        }
        planted = {path: TreeEntry(change.mode, change.new) for path, change in changes.items()}
        root, made = plant(trees, planted, algorithm)
        objects = [*(GitObject("blob", data) for data in fresh.values()), *made]

        def make() -> str:
            return commit_tree(repository, root, [tip.id] if tip else [], message, when)

        moving = Moving(ref, tip.id if tip else "", message.partition("\n")[0], make)
        return land(repository, read, moving, changes, fresh, objects, meanwhile)


class Moving(NamedTuple):
    """How a branch moves on: from which commit, the line of its log, what makes the next one."""

    ref: str
    parent: str
    subject: str
    make: Callable[[], str]


def land(
    repository: Repository,
    read: Callable[[str], FoundObject | None],
    moving: Moving,
    changes: Mapping[str, PathChange],
    contents: Mapping[str, bytes],
    objects: Sequence[GitObject],
    meanwhile: Callable[[str, str], None] = lambda parent, commit: None,
) -> Committed:
    """Let the branch move on, and index and work tree after it; `objects` are stored before.

    `contents` has what is new at each of the changed paths that stays a file. Raises as `commit`.
    """

    def stage(path: str) -> Path:
        return worktree.stage(repository.top, path, contents[path])

    with storing(repository, objects) as stored:
        refresh.announce(repository, changes)  # before any lock, so that the next command looks
        with index_held(repository) as index:
            index.tell(changes)
            staged = dict(zip(contents, worktree.together(stage, contents), strict=True))
            stored()
            new = moving.make()
            commit = read(new)
            with _uninterrupted():
                with index.written(new):
                    branch.move(repository, moving.ref, moving.parent, new, moving.subject)
                done = partial(meanwhile, moving.parent, new)
                notices = refresh.finish(repository, changes, contents, staged, index, done)
                notices += _kept(repository, read, [*objects, *_as_stored(commit)])
                housekeeping.tidy(repository)
    return Committed(new, tuple(notices))


def _kept(
    repository: Repository,
    read: Callable[[str], FoundObject | None],
    objects: Sequence[GitObject],
) -> list[Refused]:
    """See that what the branch names is there; return notices of what is not."""
    try:
        keep(repository, read, objects)
    except OSError as error:
        return [worktree.unwritable(error)]
    except Refused as refusal:
        return [refusal]
    return []


def _as_stored(found: FoundObject | None) -> Iterator[GitObject]:
    if found:
        yield GitObject(found.kind, found.data)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Be deaf to Ctrl-C, as are the git processes started here: what moves the branch is finished.

    It takes seconds at most. Only the main thread is ever interrupted.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def trees_at(
    read: Callable[[str], FoundObject | None],
    tip: FoundObject | None,
    paths: Iterable[str],
    algorithm: str,
) -> dict[str, Tree]:
    """Return the folders on the way to `paths` as the commit `tip` has them."""
    trees: dict[str, Tree] = {}
    for folder in folders_of(paths):
        above, _, name = folder.rpartition("/")
        if folder:
            entry = trees[above].get(name.encode())
        else:
            entry = TreeEntry(FOLDER, tip.data[5 : 5 + len(tip.id)].decode()) if tip else None
        if entry is None:
            trees[folder] = {}
            continue
        if entry.mode != FOLDER:
            raise Refused("is-a-link" if entry.mode == LINK else "not-a-file", path=folder)
        found = read(entry.id)
        if found is None:
            raise Refused("missing-object", id=entry.id, path=folder)
        trees[folder] = parse_tree(found.data, algorithm)
    return trees


def entry_at(trees: Mapping[str, Tree], path: str) -> TreeEntry:
    """Return a file's entry; one that is not there yet has no id."""
    folder, _, name = path.rpartition("/")
    entry = trees[folder].get(name.encode(), TreeEntry(FILE, ""))
    if entry.mode not in (FILE, EXECUTABLE):
        raise Refused("is-a-link" if entry.mode == LINK else "not-a-file", path=path)
    return entry


def commit_tree(
    repository: Repository,
    root: str,
    parents: Sequence[str],
    message: str,
    when: datetime | None,
) -> str:
    """Make the commit object, signed where the repository signs; return its id."""
    date = f"@{int(when.timestamp())} {when.astimezone(when.tzinfo):%z}" if when else ""
    return (
        git.run(
            repository.top,
            *("-c", "user.useConfigOnly=true", "-c", "i18n.commitEncoding=UTF-8"),
            *("commit-tree", root),
            *(word for parent in parents for word in ("-p", parent)),
            *(("-S",) if repository.is_set("commit.gpgsign") else ()),
            stdin=message.encode(),
            variables={"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date} if date else None,
        )
        .decode()
        .strip()
    )


def message_of(subject: str, trailers: Sequence[tuple[str, str]]) -> str:
    """Return a commit message: one short line, then the trailers; nothing that steers a screen."""

    def line(text: str) -> str:
        return " ".join("".join(c if c.isprintable() else " " for c in text).split())

    first = line(subject)
    first = first if len(first) <= SUBJECT else first[: SUBJECT - 1] + "…"
    return "\n".join([first, "", *(f"{key}: {line(value)}" for key, value in trailers), ""])
