"""What keeps git fast on a large ledger: settings of a clone, and loose objects packed in time."""

import subprocess
import sys
from contextlib import suppress

from sfcheck.errors import Refused
from sfcheck.ledger.git.disarming import environment
from sfcheck.ledger.git.program import program
from sfcheck.ledger.git.repository import Repository, configure

SETTINGS = {"core.untrackedCache": "true"}
"""What a clone is set to: `git status` looks only into folders that changed since it last did."""

SAMPLE, LOOSE, PACKS = "17", 27, 50
"""Git's own measure of a full store: loose objects in one of 256 folders (6,700 in all), packs."""

_at_work: "list[subprocess.Popen[bytes]]" = []
"""Those nobody waits for."""


def tune(repository: Repository) -> None:
    """Set what pays, where the user has not set it anywhere. Never fails: it only makes faster."""
    with suppress(Refused):
        for name, value in SETTINGS.items():
            if name.lower() not in repository.settings:
                configure(repository, name, value)


def tidy(repository: Repository) -> None:
    """Let git pack what has gathered, as `git commit` does and plumbing does not.

    Looks at two folders. Git works on when this process has ended, by the user's settings
    (`gc.auto`, `maintenance.auto`). Never fails: the next commit looks again.
    """
    objects = repository.common_dir / "objects"
    loose, packs = objects / SAMPLE, objects / "pack"
    with suppress(OSError):
        gathered = loose.is_dir() and sum(1 for _ in loose.iterdir()) > LOOSE
        gathered = gathered or sum(1 for _ in packs.glob("*.pack")) > PACKS
        wanted = repository.settings.get("gc.auto") != "0"
        if gathered and wanted and repository.is_set("maintenance.auto", "true"):
            _begin(repository)


def _begin(repository: Repository) -> None:
    own_flags = 0
    if sys.platform == "win32":
        own_flags = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
    _at_work.append(
        subprocess.Popen(
            [program(), "maintenance", "run", "--auto", "--quiet"],
            cwd=repository.top,
            env=environment(repository.top),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=sys.platform != "win32",
            creationflags=own_flags,
        )
    )
