"""What a record rests on: a commit, and the issues it names as that commit has them."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import StringConstraints

from sfcheck.domain.base.records import Digest, NumberText, Record
from sfcheck.domain.issues.record import Issue
from sfcheck.errors import Refused

CommitId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{40}([0-9a-f]{24})?$")]


class PinnedIssue(Record):
    """An issue as it was when it was pinned."""

    number: NumberText
    digest: Digest


class Pin(Record):
    """What a record rests on: a commit, and the issues it lists as that commit has them."""

    commit: CommitId
    issues: tuple[PinnedIssue, ...] = ()


def pinned(issues: Iterable[Issue]) -> tuple[PinnedIssue, ...]:
    """Return the lines that pin issues, in order of number.

    Raises `Refused` (`bulletin-unsealed`) where a record has lost its digest.
    """
    lines = []
    for issue in sorted(issues, key=lambda issue: issue.number):
        if issue.digest is None:
            raise Refused("bulletin-unsealed", number=issue.number)
        lines.append(PinnedIssue(number=issue.number, digest=issue.digest))
    return tuple(lines)
