"""A ledger as one commit had it, checked out into a folder of its own for as long as it is read.

Everything that reads a ledger reads it there as anywhere: index, templates, git. Objects are lent
by the repository it comes from, which is not written to.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sfcheck.errors import Refused
from sfcheck.ledger.files import layout
from sfcheck.ledger.git import repository as git
from sfcheck.ledger.git.branch import comes_from
from sfcheck.ledger.snapshot import at_commit
from sfcheck.ledger.store import Ledger

_LONG_HASH = 64


@contextmanager
def restored(root: Path, commit: str) -> Iterator[Ledger]:
    """Yield the ledger of the folder `root` as `commit` had it.

    Raises `Refused`: `no-such-past` where this clone does not have that commit with the ledger,
    `not-our-past` where what is checked out does not come from it.
    """
    with at_commit(root, commit) as then:
        repository, prefix = then.repository, then.prefix
        if not then.exists(layout.CHARTER):
            raise Refused("no-such-past", commit=commit[:12])
        if not comes_from(repository, commit):
            raise Refused("not-our-past", commit=commit[:12])
    with TemporaryDirectory(prefix="sfcheck-", ignore_cleanup_errors=True) as folder:
        there = Path(folder).resolve()
        form = "sha256" if len(commit) == _LONG_HASH else "sha1"
        git.run(there, "init", "--quiet", "--template=", f"--object-format={form}")
        lent = there / ".git" / "objects" / "info" / "alternates"
        lent.parent.mkdir(parents=True, exist_ok=True)
        objects = (repository.common_dir / "objects").resolve()
        lent.write_text(f"{objects.as_posix()}\n", encoding="utf-8", newline="\n")
        git.run(there, "checkout", "--quiet", "-B", "main", commit)
        yield Ledger(there / prefix)
