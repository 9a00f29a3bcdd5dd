"""Objects put into the repository, and seen to be there when the branch names them.

Until then nothing leads to them, and a `git gc --prune=now` beside us takes them for rubbish.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager

from sfcheck.errors import Refused
from sfcheck.ledger.git import repository as git
from sfcheck.ledger.git.objects import GitObject, object_id, pack
from sfcheck.ledger.git.repository import FoundObject, Repository

LOOSE = 100
"""Up to so many objects are stored one file each, more as one pack: git's own measure."""

PATIENCE = 2.0
"""Seconds to go on looking while git tidies up: it may still throw away what it saw unnamed."""

RECENT = 60.0
"""Seconds after which git's note that it tidies up is no longer waited for."""


def storing(
    repository: Repository, objects: Sequence[GitObject]
) -> AbstractContextManager[Callable[[], bytes]]:
    """Put objects into the repository meanwhile; on the disk when the yielded function returns."""
    command = ("unpack-objects", "-q") if len(objects) <= LOOSE else ("index-pack", "--stdin")
    return git.running(repository.top, *command, stdin=pack(objects, repository.algorithm))


def keep(
    repository: Repository,
    read: Callable[[str], FoundObject | None],
    objects: Iterable[GitObject],
) -> None:
    """Store again what git has thrown away of the objects that the branch now names.

    Raises `Refused` (`missing-object`) where it throws them away again and again; OSError.
    """
    known = {object_id(each.kind, each.data, repository.algorithm): each for each in objects}
    until = time.monotonic() + PATIENCE
    while True:
        lost = [each for name, each in known.items() if read(name) is None]
        if lost:
            with storing(repository, lost) as stored:
                stored()
        elif not _tidies_up(repository):
            return
        if time.monotonic() > until:
            break
        time.sleep(0.02)
    for name in known:
        if read(name) is None:
            raise Refused("missing-object", id=name, path=repository.top)


def _tidies_up(repository: Repository) -> bool:
    try:
        noted = (repository.common_dir / "gc.pid").stat().st_mtime
    except OSError:
        return False
    return abs(time.time() - noted) < RECENT
