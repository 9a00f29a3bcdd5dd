"""What only this clone knows: whose it is, which number book it holds, how far the book is used.

Kept in `<git common dir>/sfcheck/`, never in a commit, for each machine that works there. A book is
bound to one clone on one machine. A copy is told from it by where it lies, and by its turn: every
number taken is a turn, noted in the user's state folder too, which is not copied along. Of two that
still pass for one, one is refused at the first number the other did not see, or by the remote.
"""

import json
import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from sfcheck.domain.base.numbers import is_number, make, parse
from sfcheck.errors import Refused
from sfcheck.ledger.files import layout, worktree
from sfcheck.ledger.files.machine import machine, state_folder
from sfcheck.ledger.git.repository import Repository, run

CLAIMS = 32
"""Claims at remotes that are remembered: more than anybody makes between two of one remote."""


@dataclass(frozen=True)
class Lease:
    """This clone's place in one ledger: its person, its book, its own random name and secret."""

    person: str
    book: str
    clone: str
    secret: str
    machine: str
    folder: str
    inode: int


@dataclass(frozen=True)
class _Kept:
    """What is kept of a lease: the last sequence used of each year, turns taken, claims made."""

    lease: Lease
    used: dict[str, int] = field(default_factory=dict)
    turn: int = 0
    claims: list[str] = field(default_factory=list)


def _store(repository: Repository, root: Path) -> Path:
    """Return this machine's file for the ledger at `root` (a repository may hold several)."""
    prefix = root.relative_to(repository.top).as_posix()
    name = sha256(os.fsencode(prefix)).hexdigest()[:12]
    return repository.common_dir / "sfcheck" / f"lease-{name}-{machine()}.json"


def _read(path: Path) -> _Kept | None:
    """Return what is kept at `path`; None where there is nothing."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        kept = _Kept(Lease(**data.pop("lease")), **data)
        said = asdict(kept.lease)
        numbers = [said.pop("inode"), kept.turn, *kept.used.values()]
        texts = [*said.values(), *kept.claims]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise Refused("broken-lease", path=path) from error
    if {*map(type, texts)} != {str} or {*map(type, numbers)} != {int}:
        raise Refused("broken-lease", path=path)
    return kept


def _held(path: Path) -> _Kept:
    kept = _read(path)
    if kept is None:
        raise Refused("not-joined")
    return kept


def _write(path: Path, kept: _Kept) -> None:
    """Keep `kept` at `path`, and note its turn in the user's state folder, if there is one."""
    data = json.dumps(asdict(kept), indent=1).encode()
    passing = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        worktree.write_flushed(passing, data)
        worktree.put(passing, path)
    except OSError as error:
        passing.unlink(missing_ok=True)
        raise worktree.unwritable(error) from error
    note = turn_note(kept.lease.secret)
    with suppress(OSError):
        note.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        passing = note.with_name(f"{note.name}.{os.getpid()}")
        passing.write_text(str(kept.turn), encoding="ascii")
        passing.replace(note)


def turn_note(secret: str) -> Path:
    """Return where the turn of the clone with this secret is noted, which names it to nobody."""
    name = sha256(secret.encode()).hexdigest()[:16]
    return Path(state_folder() or os.devnull, "clones", name)


def _noted(lease: Lease) -> int | None:
    """Return the turn of a clone that this user's machine saw last; None where it saw none."""
    try:
        return int(turn_note(lease.secret).read_bytes()[:20])
    except (OSError, ValueError):
        return None


def new_lease(repository: Repository, person: str, book: str) -> Lease:
    """Return a lease that fits this clone on this machine; `keep` makes it stay."""
    folder = repository.common_dir
    return Lease(
        person=person,
        book=book,
        clone=secrets.token_hex(8),
        secret=secrets.token_hex(16),
        machine=machine(),
        folder=str(folder),
        inode=folder.stat().st_ino,
    )


def keep(repository: Repository, root: Path, lease: Lease, claims: Iterable[str] = ()) -> None:
    """Bind `lease` to this clone; `claims` are those made of its book at a remote."""
    _write(_store(repository, root), _Kept(lease, claims=[*claims]))


def lease(repository: Repository, root: Path) -> Lease | None:
    """Return this clone's lease, or None before `join`.

    A folder that was moved keeps its inode, one put back from a backup its path; a copy has
    neither, or has missed a turn, and raises `Refused` (`copied-clone`).
    """
    path = _store(repository, root)
    kept = _read(path)
    if kept is None:
        others = sorted(path.parent.glob(f"{path.name.rpartition('-')[0]}-*.json"))
        if elsewhere := next(filter(None, map(_read, others)), None):
            raise Refused("copied-clone", path=repository.top, book=elsewhere.lease.book)
        return None
    folder, noted = repository.common_dir, _noted(kept.lease)
    moved = kept.lease.inode == folder.stat().st_ino
    put_back = kept.lease.folder == str(folder) and noted is not None
    missed = noted is not None and noted > kept.turn
    if missed or not (moved or put_back) or kept.lease.machine != machine():
        raise Refused("copied-clone", path=repository.top, book=kept.lease.book)
    return kept.lease


def give_up(repository: Repository, root: Path) -> None:
    """Forget the lease: this clone must `join` again."""
    _store(repository, root).unlink(missing_ok=True)


def change_person(repository: Repository, root: Path, person: str) -> None:
    """Let another person use this clone and its book."""
    if lease(repository, root) is None:
        raise Refused("not-joined", path=root)
    path = _store(repository, root)
    kept = _held(path)
    _write(path, replace(kept, lease=replace(kept.lease, person=person)))


def take_turn(repository: Repository, root: Path) -> None:
    """Count that a number was taken which no year's count tells of."""
    path = _store(repository, root)
    kept = _held(path)
    _write(path, replace(kept, lease=_here(repository, kept.lease), turn=kept.turn + 1))


def _here(repository: Repository, lease: Lease) -> Lease:
    """Return a lease that was found to hold as one of where its clone lies today."""
    folder = repository.common_dir
    return replace(lease, folder=str(folder), inode=folder.stat().st_ino)


def take_numbers(repository: Repository, root: Path, book: str, years: list[int]) -> list[str]:
    """Return one new number of `book` for each of `years`, burnt from now on.

    Call it inside `transaction.writing`: the lock makes it the only one at work here.
    """
    path = _store(repository, root)
    kept = _held(path)
    used, numbers = dict(kept.used), []
    for year in years:
        key = f"{year % 100:02}"
        if key not in used:
            used[key] = _highest(root, key, book)
        used[key] += 1
        numbers.append(make(year, book, used[key]))
    here = _here(repository, kept.lease)
    _write(path, replace(kept, lease=here, used=used, turn=kept.turn + 1))
    return numbers


def _highest(root: Path, year: str, book: str) -> int:
    """Return the highest sequence on file, for a clone whose own count was lost."""
    files = (root / layout.ISSUES / year / book).rglob("*.yaml")
    known = (file.stem for file in files if is_number(file.stem))
    return max((int(parse(number).sequence) for number in known), default=0)


def claim(repository: Repository, lease: Lease) -> str:
    """Make the commit by which a clone claims its book at a remote: no two are the same."""
    tree = run(repository.top, "mktree").decode().strip()
    nonce = secrets.token_hex(16)
    seal = sha256(f"{lease.secret} {nonce}".encode()).hexdigest()
    message = f"book {lease.book}\n\nclone {lease.clone}\nnonce {nonce}\nseal {seal}\n"
    return run(repository.top, "commit-tree", tree, stdin=message.encode()).decode().strip()


def claims(repository: Repository, root: Path) -> list[str]:
    """Return the commits by which this clone claimed its book at remotes, the last one last."""
    return _held(_store(repository, root)).claims


def remember(repository: Repository, root: Path, claim: str) -> None:
    """Remember a claim, before a remote is asked to take it."""
    path = _store(repository, root)
    kept = _held(path)
    _write(path, replace(kept, claims=[*kept.claims, claim][-CLAIMS:]))
