"""What a record rests on: a commit of this history, and issues as that commit has them."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from sfcheck.domain.issues.folding import opening
from sfcheck.domain.issues.order import event_digest
from sfcheck.domain.issues.record import Issue, content
from sfcheck.domain.procedure.pins import Pin
from sfcheck.errors import Refused
from sfcheck.language import _
from sfcheck.ledger.files import layout
from sfcheck.ledger.git.branch import comes_from
from sfcheck.ledger.git.repository import Repository
from sfcheck.ledger.records import decode
from sfcheck.ledger.snapshot import Snapshot, at_commit

_NAMED = 5
"""Numbers that a message names at most."""


def _all_is_said(then: Snapshot) -> Iterator[str]:
    yield from ()


def untrue(
    root: Path, pin: Pin, further: Callable[[Snapshot], Iterator[str]] = _all_is_said
) -> Iterator[str]:
    """Yield what is wrong with a pin; `further` is asked of its commit where nothing is.

    What a shallow clone cannot see is not judged.
    """
    try:
        with at_commit(root, pin.commit) as then:
            if not then.exists(layout.CHARTER):
                if not _is_shallow(then.repository):
                    yield missing(pin)
                return
            if not comes_from(then.repository, pin.commit):
                yield missing(pin)
            other = [
                each.number for each in pin.issues if _digest(then, each.number) != each.digest
            ]
            if not other:
                yield from further(then)
    except Refused as refusal:
        yield refusal.message
        return
    if other:
        named = ", ".join(other[:_NAMED])
        yield _("in that commit these do not read as listed: {numbers}").format(numbers=named)


def missing(pin: Pin) -> str:
    """Return the message that the commit of a pin is not there."""
    return _("there is no commit {commit} in this history").format(commit=pin.commit)


def unseen(root: Path, pin: Pin) -> bool:
    """Whether a shallow clone does not have the commit of a pin."""
    try:
        with at_commit(root, pin.commit) as then:
            return _is_shallow(then.repository) and not then.exists(layout.CHARTER)
    except Refused:
        return False


def _is_shallow(repository: Repository) -> bool:
    return (repository.common_dir / "shallow").is_file()


def _digest(then: Snapshot, number: str) -> str | None:
    try:
        return then.issue(number).digest
    except Refused:
        return None


def robbed(root: Path, pin: Pin, said: Callable[[str], bytes | None]) -> Iterator[str]:
    """Yield the numbers of pinned issues that today lack what their commit had: a robbed record.

    `said` gives today's file of a path, None where there is none. Nothing is said of a commit that
    is not there, or does not have the issues as pinned: that is told by `untrue`.
    """
    with suppress(Refused), at_commit(root, pin.commit) as then:
        for line in pin.issues:
            path = layout.issue_path(line.number)
            before, now = then.read(path), said(path)
            if before != now and not _keeps(then.issue(line.number), now, path):
                yield line.number


def _keeps(before: Issue, now: bytes | None, path: str) -> bool:
    """Whether a file of today has every event of an issue, and what it began as.

    One that cannot be read may.
    """
    if now is None:
        return False
    try:
        today = decode(Issue, now, path)
        began = content(opening(today)) == content(opening(before))
    except Refused:
        return True
    return began and set(map(event_digest, today.events)) >= set(map(event_digest, before.events))
