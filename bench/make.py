"""A ledger of any size with a lawful history, for measuring.

usage: python -m bench.make DIR COUNT

Office, people and round are made by the program's own actions; the issues come by
`git fast-import`: every step of their lives in a commit of its own, in common with others.
The same count gives the same issues every time. Memory does not grow with the count but by what
fast-import keeps of each object.
"""

import os
import subprocess
import sys
from collections import defaultdict, deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import datetime
from pathlib import Path

from bench.office import CHINA, START, members, open_office
from bench.records import Plan, versions
from sfcheck.domain.base.records import dump
from sfcheck.domain.world.context import Context
from sfcheck.domain.world.roster import Book
from sfcheck.ledger.files import canonical, layout
from sfcheck.ledger.git.repository import configure, open_repository, run
from sfcheck.ledger.store import Ledger

COMMITTER = "虚构的管理员 <bench@example.invalid>"
_context: list[Context] = []


def make(root: Path, count: int) -> None:
    """Make the ledger of `count` issues in the new folder `root`, its work tree checked out."""
    ledger, plan = open_office(root), Plan(count)
    branch = run(root, "symbolic-ref", "HEAD").decode().strip()
    importing = subprocess.Popen(
        ["git", "fast-import", "--quiet", "--depth=20"], cwd=root, stdin=subprocess.PIPE
    )
    assert importing.stdin is not None
    importing.stdin.write(_books(plan, branch))
    for chunk in _batches(ledger.root, plan, branch):
        importing.stdin.write(chunk)
    importing.stdin.close()
    if importing.wait():
        raise SystemExit("git fast-import failed")
    repository = open_repository(root)
    if "core.untrackedcache" not in repository.settings:
        configure(repository, "core.untrackedCache", "true")
    run(root, "reset", "-q", "--hard")
    for _again in range(2):  # the second finds what the first wrote into the index
        if run(root, "status", "--porcelain"):
            raise SystemExit("the work tree is not what was committed")


def _batches(root: Path, plan: Plan, branch: str) -> Iterator[bytes]:
    """Yield the stream of each batch in order, made ahead by a process for each processor."""
    processes = os.cpu_count() or 1
    if plan.batches < 20:
        _open(root)
        yield from (batch_stream(plan, batch, branch) for batch in range(plan.batches))
        return
    with ProcessPoolExecutor(processes, initializer=_open, initargs=(root,)) as pool:
        ahead: deque[Future[bytes]] = deque()
        for batch in range(plan.batches):
            ahead.append(pool.submit(batch_stream, plan, batch, branch))
            if len(ahead) > 2 * processes:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


def _open(root: Path) -> None:
    """Let a process know the office."""
    _context[:] = [Ledger(root).context]


def batch_stream(plan: Plan, batch: int, branch: str) -> bytes:
    """Return what fast-import is told of a batch: the records, then a commit for each action."""
    out: list[bytes] = []
    actions: dict[tuple[datetime, str, str], list[tuple[str, str, int]]] = defaultdict(list)
    mark = 0
    for at in range(batch * plan.batch, min(plan.total, (batch + 1) * plan.batch)):
        issue, made = versions(_context[0], plan, at)
        for version in made:
            mark += 1
            out.append(b"blob\nmark :%d\n%s" % (mark, _data(version.data)))
            actions[version.at, version.do, version.by].append((issue.number, issue.title, mark))
    for (moment, do, by), touched in sorted(actions.items()):
        out.append(_commit(branch, moment, do, by, touched))
    return b"".join(out)


def _commit(
    branch: str, moment: datetime, do: str, by: str, touched: list[tuple[str, str, int]]
) -> bytes:
    """Return one action as a commit, its message in the program's own form."""
    number, title, _mark = touched[0]
    others = f" (+{len(touched) - 1})" if len(touched) > 1 else ""
    trailers = [f"Sfcheck-Action: {do}", f"Sfcheck-By: {by}"]
    trailers += [f"Sfcheck-Number: {each}" for each, _title, _mark in touched]
    subject = f"{do} {number} {title}{others}"
    files = [f"M 100644 :{mark} {layout.issue_path(each)}" for each, _title, mark in touched]
    return _head(branch, moment, "\n".join([subject, "", *trailers, ""])) + _lines(files)


def _books(plan: Plan, branch: str) -> bytes:
    """Return the commit that brings the number books, on top of the office's own."""
    moment = datetime.combine(START, datetime.min.time(), CHINA).replace(hour=9)
    out = [
        _head(branch, moment, "join 002\n\nSfcheck-Action: join\nSfcheck-By: 0001\n"),
        f"from {branch}^0\n".encode(),
    ]
    for at, number in enumerate(plan.books):
        book = Book(
            number=number,
            holder=members(at % 6)[0],
            device="bench",
            since=START,
            clone=f"{int(number):016x}",
        )
        out.append(f"M 100644 inline {layout.book_path(number)}\n".encode())
        out.append(_data(canonical.emit(dump(book))))
    return b"".join([*out, b"\n"])


def _head(branch: str, moment: datetime, message: str) -> bytes:
    lines = [f"commit {branch}", f"committer {COMMITTER} {int(moment.timestamp())} +0800"]
    return _lines(lines) + _data(message.encode())


def _data(data: bytes) -> bytes:
    return b"data %d\n%s\n" % (len(data), data)


def _lines(lines: list[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    make(Path(sys.argv[1]), int(sys.argv[2]))
