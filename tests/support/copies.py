"""A ledger copied for a test, as if it had been made where it lies: with the number book it had."""

import json
import shutil
from contextlib import suppress
from pathlib import Path

from sfcheck.ledger.git.clone import turn_note


def copied(ledger: Path, to: Path) -> Path:
    """Copy a ledger with its repository, and let the copy keep its book."""
    shutil.copytree(ledger, to, symlinks=True)
    return at_home(to)


def at_home(ledger: Path) -> Path:
    """Let a repository that was copied, or put back, keep the number book it has."""
    folder = ledger / ".git"
    for path in (folder / "sfcheck").glob("lease-*.json"):
        kept = json.loads(path.read_bytes())
        kept["lease"] |= {"folder": str(folder.resolve()), "inode": folder.stat().st_ino}
        path.write_text(json.dumps(kept), encoding="utf-8")
        with suppress(OSError):
            turn_note(kept["lease"]["secret"]).unlink()
    return ledger
