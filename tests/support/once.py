"""What many tests begin with: made once in a run, by whichever process comes first, and copied."""

import json
import pickle
import secrets
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from filelock import FileLock

from sfcheck.ledger.git.clone import turn_note
from tests.support.copies import at_home

Told = TypeVar("Told")

SHARED: list[Path] = []
"""The folder that all processes of the run share; `tests/conftest.py` names it."""


def once(make: Callable[..., Told], folder: Path, *how: str) -> Told:
    """Fill `folder` as `make` fills the folder it is given, and `how`; return what it returned.

    It is called once in a run, and is told apart by its name and `how`. It returns plain data,
    without the folder. A copy is a clone of its own, whose index is up to date.
    """
    kept = SHARED[0] / "-".join((make.__module__, make.__qualname__, *how))
    with FileLock(f"{kept}.lock"):
        if not (told := kept / "told").exists():
            shutil.rmtree(kept, ignore_errors=True)
            (kept / "made").mkdir(parents=True)
            said = make(kept / "made", *how)
            for store in (kept / "made").glob("**/.git"):
                subprocess.run(["git", "repack", "-adq"], cwd=store.parent, check=True)
            told.write_bytes(pickle.dumps(said))
    shutil.copytree(kept / "made", folder, symlinks=True, dirs_exist_ok=True)
    for store in folder.glob("**/.git"):
        _settle(at_home(store.parent) / ".git")
    answer: Told = pickle.loads(told.read_bytes())
    return answer


def again(make: Callable[..., Told], ledger: Path, *how: str) -> Told:
    """Put what `make` makes in the place of a ledger, its folder's only content."""
    shutil.rmtree(ledger)
    return once(make, ledger.parent, *how)


def _settle(store: Path) -> None:
    """Make a copied repository a clone of its own, which has taken as many turns as the first."""
    for path in (store / "sfcheck").glob("lease-*.json"):
        held = json.loads(path.read_bytes())
        held["lease"]["secret"] = secrets.token_hex(16)
        path.write_text(json.dumps(held), encoding="utf-8")
        note = turn_note(held["lease"]["secret"])
        note.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        note.write_text(str(held["turn"]), encoding="ascii")
    subprocess.run(["git", "update-index", "-q", "--refresh"], cwd=store.parent, check=True)
