"""What a merge may have lost: the events that one side had, and that today's record has not."""

from collections.abc import Callable, Iterator
from pathlib import Path

from sfcheck.domain.issues.order import event_digest
from sfcheck.domain.issues.record import Issue
from sfcheck.errors import Refused
from sfcheck.ledger.files import layout
from sfcheck.ledger.git import repository as git
from sfcheck.ledger.records import decode

_BOTH = 2


def lost(root: Path, said: Callable[[str], bytes | None]) -> Iterator[tuple[str, str, int]]:
    """Yield the records that lost events in a merge: path, the side that has them, how many.

    `said` gives today's file of a path. What was brought back since is not lost. Outside git, or
    before the first commit, there is no merge.
    """
    try:
        repository = git.open_repository(root)
        merges = git.run(repository.top, "rev-list", "--merges", "--parents", "HEAD").decode()
    except Refused:
        return
    prefix = repository.prefix(root.resolve())
    known: dict[str, set[str] | None] = {}
    with git.reading(repository) as ask:

        def events(path: str, data: bytes | None) -> set[str] | None:
            try:
                issue = decode(Issue, data, path) if data is not None else None
            except Refused:
                return None
            return {event_digest(event) for event in issue.events} if issue else set()

        for _merge, *sides in map(str.split, merges.splitlines()):
            if len(sides) != _BOTH:
                continue
            asked = ("diff-tree", "-r", "-z", "--name-only", *sides, "--", prefix + layout.ISSUES)
            for named in filter(None, git.run(repository.top, *asked).decode().split("\0")):
                path = named.removeprefix(prefix)
                if path not in known:
                    known[path] = events(path, said(path))
                today = known[path]
                if today is None:
                    continue
                for side in sides:
                    found = ask(f"{side}:{named}")
                    missing = len((events(path, found.data if found else None) or set()) - today)
                    if missing:
                        yield path, side, missing
