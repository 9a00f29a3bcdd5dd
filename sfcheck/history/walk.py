"""The commits that touched one file, told by git in one process."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sfcheck.ledger.git.repository import Repository, run

_MARK = "\x02"
_FORMAT = "%x02%H%x00%cI%x00%cn%x00%ce%x00%(trailers:key=Sfcheck-Action,valueonly,separator=%x20)"
# What a user's settings could add or change is named; a record is never renamed, so not followed.
_LOG = (
    *("--literal-pathspecs", "log", "--full-history", "--topo-order", "--reverse"),
    *("-c", "--raw", "-z", "--no-abbrev", "--no-renames", "--no-follow", "--no-color"),
    *("--no-show-signature", "--encoding=UTF-8", f"--format={_FORMAT}"),
)


class Touch(NamedTuple):
    """One commit that changed a file: when and by whom, and the file's blobs around it.

    `before` has a blob for each parent, None where it had no such file; `after` is None where the
    commit removed it. `action` is the command that made the commit, "" for any other.
    """

    commit: str
    at: datetime
    committer: str
    email: str
    action: str
    before: tuple[str | None, ...]
    after: str | None


def touches(repository: Repository, path: str) -> list[Touch]:
    """Return the commits that changed `path` (from the repository's top), oldest first.

    A merge is among them only where its file differs from that of every parent. Raises `Refused`
    as git does.
    """
    said = run(repository.top, *_LOG, "HEAD", "--", path)
    tokens = iter(said.decode(errors="replace").split("\0"))
    return list(_touches(tokens))


def _touches(tokens: Iterator[str]) -> Iterator[Touch]:
    about: list[str] = []
    for token in tokens:
        if token.startswith(_MARK):
            about = [token[1:], *(next(tokens) for _header in range(4))]
        elif raw := token.strip():
            commit, at, committer, email, action = about
            next(tokens)  # the path, which is always the one asked for
            # `:` once for each parent, then modes and blobs of the parents and of the commit.
            fields = raw.lstrip(":").split(" ")
            parents = len(raw) - len(raw.lstrip(":"))
            blobs = [blob if blob.strip("0") else None for blob in fields[parents + 1 : -1]]
            yield Touch(
                commit,
                datetime.fromisoformat(at),
                committer,
                email,
                action,
                tuple(blobs[:-1]),
                blobs[-1],
            )
