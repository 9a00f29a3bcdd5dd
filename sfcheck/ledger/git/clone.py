"""What only this clone knows: whose it is, which number book it holds, how far the book is used.

Kept in `<git common dir>/sfcheck/`, never in a commit. A book is bound to one clone on one machine:
a copied clone no longer matches its own fingerprint and must `join` again.
"""

import json
import os
import platform
import secrets
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path

from sfcheck.domain.base.numbers import is_number, make, parse
from sfcheck.errors import Refused
from sfcheck.ledger.files import layout, worktree
from sfcheck.ledger.git.repository import Repository


@dataclass(frozen=True)
class Lease:
    """This clone's place in one ledger: its person, its book, its own random name."""

    person: str
    book: str
    clone: str
    machine: str
    folder: str
    inode: int


def _store(repository: Repository, root: Path) -> Path:
    """Return the file of this clone for the ledger at `root` (a repository may hold several)."""
    prefix = root.relative_to(repository.top).as_posix()
    name = sha256(os.fsencode(prefix)).hexdigest()[:12]
    return repository.common_dir / "sfcheck" / f"lease-{name}.json"


def _read(path: Path) -> tuple[Lease | None, dict[str, int]]:
    """Return the lease kept at `path`, and the last sequence used of each year."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        held, used = Lease(**data["lease"]), {**data["used"]}
    except FileNotFoundError:
        return None, {}
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise Refused("broken-lease", path=path) from error
    texts = (held.person, held.book, held.clone, held.machine, held.folder)
    if {*map(type, texts)} != {str} or not {*map(type, used.values())} <= {int}:
        raise Refused("broken-lease", path=path)
    return held, used


def _write(path: Path, held: Lease | None, used: dict[str, int]) -> None:
    data = json.dumps({"lease": held and asdict(held), "used": used}, indent=1).encode()
    passing = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        worktree.write_flushed(passing, data)
        worktree.put(passing, path)
    except OSError as error:
        passing.unlink(missing_ok=True)
        raise worktree.unwritable(error) from error


def new_lease(repository: Repository, person: str, book: str) -> Lease:
    """Return a lease that fits this clone on this machine; `keep` makes it stay."""
    folder = repository.common_dir
    return Lease(
        person=person,
        book=book,
        clone=secrets.token_hex(8),
        machine=platform.node(),
        folder=str(folder),
        inode=folder.stat().st_ino,
    )


def keep(repository: Repository, root: Path, lease: Lease) -> None:
    """Bind `lease` to this clone."""
    _write(_store(repository, root), lease, {})


def lease(repository: Repository, root: Path) -> Lease | None:
    """Return this clone's lease, or None before `join`.

    A folder that was moved keeps its inode, one restored from a backup its path; a copy has
    neither, and raises `Refused` (`copied-clone`).
    """
    held, _used = _read(_store(repository, root))
    if held is None:
        return None
    folder = repository.common_dir
    same_folder = held.folder == str(folder) or held.inode == folder.stat().st_ino
    if held.machine != platform.node() or not same_folder:
        raise Refused("copied-clone", path=repository.top, book=held.book)
    return held


def change_person(repository: Repository, root: Path, person: str) -> None:
    """Let another person use this clone and its book."""
    held = lease(repository, root)
    if held is None:
        raise Refused("not-joined", path=root)
    path = _store(repository, root)
    _held, used = _read(path)
    _write(path, replace(held, person=person), used)


def take_numbers(repository: Repository, root: Path, book: str, years: list[int]) -> list[str]:
    """Return one new number of `book` for each of `years`, burnt from now on.

    Call it inside `transaction.writing`: the lock makes it the only one at work here.
    """
    path = _store(repository, root)
    held, used = _read(path)
    numbers = []
    for year in years:
        key = f"{year % 100:02}"
        if key not in used:
            used[key] = _highest(root, key, book)
        used[key] += 1
        numbers.append(make(year, book, used[key]))
    _write(path, held, used)
    return numbers


def _highest(root: Path, year: str, book: str) -> int:
    """Return the highest sequence on file, for a clone whose own count was lost."""
    files = (root / layout.ISSUES / year / book).rglob("*.yaml")
    known = (file.stem for file in files if is_number(file.stem))
    return max((int(parse(number).sequence) for number in known), default=0)
