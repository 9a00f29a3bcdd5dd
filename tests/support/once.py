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

from tests.support.copies import at_home

Told = TypeVar("Told")

SHARED: list[Path] = []
"""The folder that all processes of the run share; `tests/conftest.py` names it."""


def once(make: Callable[[Path], Told], folder: Path) -> Told:
    """Fill `folder` as `make` fills the folder it is given; return what it returned.

    It is called once in a run, and is told apart by its name. It returns plain data, without the
    folder. A copy is a clone of its own, whose index is up to date.
    """
    kept = SHARED[0] / f"{make.__module__}.{make.__qualname__}"
    with FileLock(f"{kept}.lock"):
        if not (told := kept / "told").exists():
            shutil.rmtree(kept, ignore_errors=True)
            (kept / "made").mkdir(parents=True)
            said = make(kept / "made")
            for store in (kept / "made").glob("**/.git"):
                subprocess.run(["git", "repack", "-adq"], cwd=store.parent, check=True)
            told.write_bytes(pickle.dumps(said))
    shutil.copytree(kept / "made", folder, symlinks=True, dirs_exist_ok=True)
    for store in folder.glob("**/.git"):
        for lease in (store / "sfcheck").glob("lease-*.json"):
            held = json.loads(lease.read_bytes())
            held["lease"]["clone"] = secrets.token_hex(8)
            lease.write_text(json.dumps(held), encoding="utf-8")
        subprocess.run(
            ["git", "update-index", "-q", "--refresh"], cwd=at_home(store.parent), check=True
        )
    answer: Told = pickle.loads(told.read_bytes())
    return answer
