"""What a merge may have lost: the events that one side had, and that today's record has not."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from sfcheck.domain.issues.order import event_digest
from sfcheck.domain.issues.record import Issue
from sfcheck.errors import Refused
from sfcheck.ledger.files import layout
from sfcheck.ledger.git import repository as git
from sfcheck.ledger.records import decode

_BOTH = 2


def merges(root: Path) -> list[list[str]]:
    """Return the merges of the history, each with its sides behind it.

    Outside git, or before the first commit, there is none.
    """
    try:
        top = git.open_repository(root).top
        said = git.run(top, "rev-list", "--merges", "--parents", "HEAD").decode()
    except Refused:
        return []
    return [line.split() for line in said.splitlines()]


def lost(
    root: Path, merged: Sequence[Sequence[str]], said: Callable[[str], bytes | None]
) -> Iterator[tuple[str, str, int]]:
    """Yield the records that lost events in a merge: path, the side that has them, how many.

    `merged` are the merges, `said` gives today's file of a path. What was brought back since is not
    lost.
    """
    if not merged:
        return
    repository = git.open_repository(root)
    prefix = repository.prefix(root.resolve())
    known: dict[str, set[str] | None] = {}
    with git.reading(repository) as ask:

        def events(path: str, data: bytes | None) -> set[str] | None:
            try:
                issue = decode(Issue, data, path) if data is not None else None
            except Refused:
                return None
            return {event_digest(event) for event in issue.events} if issue else set()

        for _merge, *sides in merged:
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
