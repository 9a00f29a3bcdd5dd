"""Files of the work tree: read without following links, staged beside their place, then put there.

Paths are POSIX, relative to the top of the repository. A file is written under a passing name in
its own folder, flushed to the disk, and renamed: nobody ever sees half of one.
"""

import errno
import os
import secrets
import shutil
import stat
import time
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import TypeVar

from sfcheck.errors import Refused

PASSING = ".sfcheck-{}.tmp"
"""Name of a file on its way; git and the ledger's readers see only `*.yaml` and evidence."""

PATIENCE = 2.0
"""Seconds to wait for another program to let go of a file (Windows refuses to replace it)."""

HANDS = 16
"""Files that are written, or put in their places, at once."""

A = TypeVar("A")
B = TypeVar("B")

_NOT_NAMES = ("", ".", "..", ".git", "git~1")
_JUNCTION, _SYMLINK = 0xA0000003, 0xA000000C  # reparse tags of Windows; others are not links


def check_path(path: str) -> None:
    """Refuse (`path-outside`) what is no plain path below the top, on any system."""
    from sfcheck.domain.base.portable import folded, is_fit

    parts = path.split("/")
    if not all(map(is_fit, parts)) or any(folded(part) in _NOT_NAMES for part in parts):
        raise Refused("path-outside", path=path)


def check_folder(top: Path, path: str) -> None:
    """Refuse (`is-a-link`, `not-a-folder`, `unreadable-file`) what stands there and is no folder.

    Nothing there is no fault.
    """
    try:
        state = (top / path).lstat()
    except FileNotFoundError:
        return
    except OSError as error:
        raise Refused("unreadable-file", path=path, problem=error.strerror) from error
    if is_link(state):
        raise Refused("is-a-link", path=path)
    if not stat.S_ISDIR(state.st_mode):
        raise Refused("not-a-folder", path=path)


def read(top: Path, path: str, plain: set[str] | None = None) -> bytes | None:
    """Return the bytes of a file, None where there is none.

    Folders in `plain` are known to be no links; those looked at are added. Raises `Refused`:
    `not-a-file`, `is-a-link` and `unreadable-file` (it or a folder on the way), `not-a-folder`.
    """
    _check_way(top, path.rpartition("/")[0], set() if plain is None else plain)
    try:
        state = (top / path).lstat()
        if is_link(state):
            raise Refused("is-a-link", path=path)
        if not stat.S_ISREG(state.st_mode):
            raise Refused("not-a-file", path=path)
        return (top / path).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Refused("unreadable-file", path=path, problem=error.strerror) from error


def _check_way(top: Path, folder: str, plain: set[str]) -> None:
    """Check the folders on the way to a file, each once."""
    if folder and folder not in plain:
        _check_way(top, folder.rpartition("/")[0], plain)
        check_folder(top, folder)
        plain.add(folder)


def stage(top: Path, path: str, data: bytes) -> Path:
    """Write `data` beside `path`, flushed to the disk; return the passing file. Raises OSError."""
    target = top / path
    target.parent.mkdir(parents=True, exist_ok=True)
    passing = target.with_name(PASSING.format(secrets.token_hex(8)))
    write_flushed(passing, data)
    if target.exists():
        shutil.copymode(target, passing)
    return passing


def is_passing(path: str) -> bool:
    """Whether a file is named as one on its way."""
    first, last = PASSING.split("{}")
    name = path.rpartition("/")[2]
    return name.startswith(first) and name.endswith(last)


def together(do: Callable[[A], B], files: Collection[A]) -> list[B]:
    """Do something with each of many files at once: what waits for the disk waits together."""
    if len(files) < HANDS:
        return list(map(do, files))
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(HANDS) as pool:
        return list(pool.map(do, files))


def write_flushed(path: Path, data: bytes) -> None:
    """Write a file and wait until the disk has it. Raises OSError."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def put(passing: Path, target: Path) -> None:
    """Rename `passing` to `target`. Raises OSError, after `PATIENCE` where a program holds it."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            passing.replace(target)
        except PermissionError:
            if os.name != "nt" or time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


def flush_folders(folders: Iterable[Path]) -> None:
    """Wait until the disk knows the names in `folders`; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    for folder in folders:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sweep(top: Path, folders: Iterable[Path]) -> None:
    """Remove passing files that a killed process left, and folders made for them alone.

    Raises OSError.
    """
    for folder in folders:
        for left in folder.glob(PASSING.format("*")):
            left.unlink(missing_ok=True)
        for emptied in (folder, *folder.parents):
            if emptied == top or (emptied.is_dir() and any(emptied.iterdir())):
                break
            if emptied.is_dir():
                emptied.rmdir()


def unwritable(error: OSError) -> Refused:
    """Return the refusal of what the system did not let us write."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return Refused("disk-full" if full else "cannot-write", said=error)


def is_link(state: os.stat_result) -> bool:
    """Whether what `lstat` found leads elsewhere: a symbolic link, on Windows also a junction."""
    tag = getattr(state, "st_reparse_tag", 0)
    return stat.S_ISLNK(state.st_mode) or tag in (_JUNCTION, _SYMLINK)
