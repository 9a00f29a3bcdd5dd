"""Before a ledger is read: what a killed command left is finished, so that readers see all of it.

A reader's way to the answer leads through here: nothing heavy is imported where nothing waits.
"""

from collections.abc import Callable
from pathlib import Path

from sfcheck.errors import Refused
from sfcheck.ledger.git.repository import open_repository


def settle(root: Path, tell: Callable[[Refused], None]) -> None:
    """Let a reader of the ledger in the folder `root` see whole actions only.

    What is finished stands in the branch already. Where it cannot be done (somebody is in the
    middle of a merge, the disk is read-only) that is told, and reading goes on. A ledger outside a
    repository has nothing to finish.
    """
    try:
        repository = open_repository(root)
        if repository.journal.exists():
            from sfcheck.ledger.git import transaction

            with transaction.writing(repository) as notices:
                for notice in notices:
                    tell(notice)
    except Refused as refusal:
        if refusal.code not in ("not-a-repository", "bare-repository", "git-missing"):
            tell(refusal)
