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
from typing import Any

from sfcheck.domain.numbers import make
from sfcheck.errors import Refused
from sfcheck.ledger import layout
from sfcheck.ledger.git import Repository


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


def _read(path: Path) -> dict[str, Any]:
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise Refused("broken-lease", path=path) from error
    return data


def _write(path: Path, data: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    with temporary.open("w", encoding="utf-8", newline="\n") as file:
        json.dump(data, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


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
    _write(_store(repository, root), {"lease": asdict(lease), "used": {}})


def lease(repository: Repository, root: Path) -> Lease | None:
    """Return this clone's lease, or None before `join`.

    A folder that was moved keeps its inode, one restored from a backup its path; a copy has
    neither, and raises `Refused` (`copied-clone`).
    """
    data = _read(_store(repository, root)).get("lease")
    if data is None:
        return None
    try:
        held = Lease(**data)
    except TypeError as error:
        raise Refused("broken-lease", path=_store(repository, root)) from error
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
    _write(path, {**_read(path), "lease": asdict(replace(held, person=person))})


def take_numbers(repository: Repository, root: Path, book: str, years: list[int]) -> list[str]:
    """Return one new number of `book` for each of `years`, burnt from now on.

    Call it inside `transaction.writing`: the lock makes it the only one at work here.
    """
    path = _store(repository, root)
    data = _read(path)
    used: dict[str, int] = data.setdefault("used", {})
    numbers = []
    for year in years:
        key = f"{year % 100:02}"
        if key not in used:
            used[key] = _highest(root, key, book)
        used[key] += 1
        numbers.append(make(year, book, used[key]))
    _write(path, data)
    return numbers


def _highest(root: Path, year: str, book: str) -> int:
    """Return the highest sequence on file, for a clone whose own count was lost."""
    files = (root / layout.ISSUES / year / book).rglob("*.yaml")
    return max((int(file.name.split("-")[2]) for file in files), default=0)
