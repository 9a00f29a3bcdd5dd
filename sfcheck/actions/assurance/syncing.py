"""Bringing clones together: fetch, merge by the law, count, push (docs/sync.md)."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sfcheck.actions.desk import Desk
from sfcheck.checks.seen.merges import lost, merges
from sfcheck.errors import Refused
from sfcheck.history.merge.entries import Clash
from sfcheck.history.merge.ledger import merge
from sfcheck.history.merge.outcome import Merged
from sfcheck.ledger.git import branch
from sfcheck.ledger.git.objects import NOTHING
from sfcheck.ledger.git.repository import Repository, run
from sfcheck.ledger.git.sharing import joining, remote
from sfcheck.ledger.records import Folder
from sfcheck.ledger.store import Ledger

ROUNDS = 20
"""How often it is tried again where somebody else is faster."""


@dataclass
class Synced:
    """What a run did: events that came and went, records merged, what waits, what remains.

    `pushed` is None where there was nothing to push to.
    """

    came: int = 0
    went: int = 0
    records: int = 0
    merged: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    kept: list[Clash] = field(default_factory=list)
    files: int = 0
    pushed: bool | None = None

    def add(self, done: Merged) -> None:
        """Count what one merge did."""
        self.came += done.came
        self.went += done.went
        self.records += done.records
        self.merged += done.merged
        self.waiting += done.waiting
        self.restored += done.restored
        self.kept += done.clashes
        self.files += len(done.stored) + len(done.fresh) + len(done.gone)


def sync(
    desk: Desk,
    source: str | None = None,
    keep: str | None = None,
    told: remote.Told = lambda done, total: None,
) -> Synced:
    """Make one ledger of this clone and the remote, or the folder or bundle `source`.

    Raises `Refused`: `no-remote`, `remote-unreachable`, `sync-clash`, `sync-overtaken`, and what
    `merge.ledger.merge` and `joining.join` raise; the branch is then where it was.
    """
    synced = Synced()
    _give_up_pull(desk)
    with desk.writing():
        _mend(desk, synced)
        with _other(desk, source) as other:
            for _attempt in range(ROUNDS):
                theirs = other.fetch(told)
                ours = branch.head(desk.repository)[1]
                if theirs and theirs != ours and not _has(desk.repository, ours, theirs):
                    _take(desk, ours, theirs, keep, synced)
                    ours = branch.head(desk.repository)[1]
                if desk.dry_run or other.push is None:
                    return synced
                synced.pushed = theirs == ours or other.push(ours, theirs)
                if synced.pushed:
                    return synced
    raise Refused("sync-overtaken")


@dataclass(frozen=True)
class _Other:
    """The other side: brings its branch here and says where it is; takes ours, if it does."""

    fetch: Callable[[remote.Told], str]
    push: Callable[[str, str], bool] | None


@contextmanager
def _other(desk: Desk, source: str | None) -> Iterator[_Other]:
    repository = desk.repository
    ref = branch.current(repository)
    if source is not None:
        place = _place(source, repository)
        yield _Other(
            lambda told: remote.bring(repository, place, ref),
            (lambda commit, before: remote.give(repository, place, ref, commit))
            if _is_bare(place)
            else None,
        )
        return
    with remote.opened(repository) as origin:
        if origin is None:
            raise Refused("no-remote")

        def fetch(told: remote.Told) -> str:
            origin.fetch(told)
            return origin.references(ref).get("", "")

        yield _Other(fetch, lambda commit, before: origin.claim(ref, commit, before))


def _place(source: str, repository: Repository) -> Path:
    """Return the folder or bundle that was named; an empty folder becomes a repository."""
    place = Path(source).expanduser().resolve()
    if place.is_dir() and not any(place.iterdir()):
        run(place, "init", "-q", "--bare", f"--object-format={repository.algorithm}")
    if not place.exists():
        raise Refused("no-such-source", path=source)
    return place


def _is_bare(place: Path) -> bool:
    return place.is_dir() and (place / "HEAD").is_file() and (place / "objects").is_dir()


def _take(desk: Desk, ours: str, theirs: str, keep: str | None, synced: Synced) -> None:
    """Merge what came into our branch."""
    done = merge(
        desk.repository,
        ours,
        theirs,
        decide=(lambda clash: keep == "there") if keep else None,
        duplicates_of=_behind(desk),
    )
    if done.clashes and not keep:
        raise _clashing(done.clashes)
    _commit(desk, ours, theirs, done, synced)


def _clashing(clashes: Sequence[Clash]) -> Refused:
    def refused(clash: Clash) -> Refused:
        facts = {"here": _shown(clash.one), "there": _shown(clash.two)}
        return Refused("sync-clash", path=clash.path, field=clash.field or "–", **facts)

    first, *others = map(refused, clashes)
    return first.along_with(others)


def _shown(value: Any) -> str:
    return "–" if type(value) is object else str(value)


def _commit(desk: Desk, ours: str, theirs: str, done: Merged, synced: Synced) -> None:
    synced.add(done)
    if desk.dry_run:
        return
    stored = {**done.stored, **dict.fromkeys(done.gone, NOTHING)}
    kept = [("Sfcheck-Kept", f"{clash.path} {clash.field}") for clash in done.clashes]
    committed = joining.join(
        desk.repository,
        ours,
        theirs,
        stored,
        done.fresh,
        subject=f"sync {len(done.merged)}",
        trailers=[("Sfcheck-Action", "sync"), ("Sfcheck-By", desk.person), *kept],
        when=desk.now,
    )
    for notice in committed.notices:
        desk.tell(notice)
    _afresh(desk)


def _afresh(desk: Desk) -> None:
    """Let the desk see the ledger as it is now."""
    desk.ledger = Ledger(desk.ledger.root)


def _mend(desk: Desk, synced: Synced) -> None:
    """Bring back the events that a merge by hand lost: the other parent has them."""
    root = desk.ledger.root
    known: dict[str, list[str]] = {}
    prefix = desk.repository.prefix(root)
    folder = Folder(root)

    def said(path: str) -> bytes | None:
        return folder.read(path) if folder.exists(path) else None

    for path, side, _count in lost(root, merges(root), said):
        known.setdefault(prefix + path, []).append(side)
    if not known:
        return
    ours = branch.head(desk.repository)[1]
    done = merge(desk.repository, ours, ours, witnesses=known, duplicates_of=_behind(desk))
    if done.stored or done.fresh:
        done.restored += sorted(known)
        _commit(desk, ours, ours, done, synced)


def _behind(desk: Desk) -> Callable[[str, str], Sequence[str]]:
    repository, root = desk.repository, desk.ledger.root
    here = repository.prefix(root)
    return lambda prefix, number: [*Ledger(root).duplicates_of(number)] if prefix == here else []


def _has(repository: Repository, ours: str, theirs: str) -> bool:
    """Whether our side has all of theirs already."""
    asked = ("merge-base", "--is-ancestor", theirs, ours)
    try:
        run(repository.top, *asked)
    except Refused:
        return False
    return True


def _give_up_pull(desk: Desk) -> None:
    """Undo a `git pull` that stopped: what it fetched is here, and is merged by the law."""
    if (desk.repository.git_dir / "MERGE_HEAD").exists() and not desk.dry_run:
        run(desk.repository.top, "merge", "--abort")
        desk.tell(Refused("pull-given-up"))
