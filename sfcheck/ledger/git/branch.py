"""The branch: which one is checked out, whether it may be written on, moving it."""

from sfcheck.errors import Refused
from sfcheck.ledger.git.repository import Repository, conversation, run

OPERATIONS = (
    ("MERGE_HEAD", "merge-in-progress"),
    ("rebase-merge", "rebase-in-progress"),
    ("rebase-apply", "rebase-in-progress"),
    ("CHERRY_PICK_HEAD", "cherry-pick-in-progress"),
    ("REVERT_HEAD", "revert-in-progress"),
    ("sequencer", "cherry-pick-in-progress"),
    ("BISECT_LOG", "bisect-in-progress"),
)
"""What git keeps in its folder while the user is in the middle of something → the refusal."""


def current(repository: Repository) -> str:
    """Return the branch that is checked out, as `refs/heads/main`; raises `detached-head`."""
    ref = (repository.git_dir / "HEAD").read_text(encoding="utf-8").removeprefix("ref:").strip()
    if ref == "refs/heads/.invalid":  # refs are kept in a database (reftable)
        ref = run(repository.top, "symbolic-ref", "-q", "HEAD", ok=(0, 1)).decode().strip()
    if not ref.startswith("refs/heads/"):
        raise Refused("detached-head")
    return ref


def head(repository: Repository) -> tuple[str, str]:
    """Return the branch and its commit, `""` before the first one; raises `detached-head`."""
    branch = current(repository)
    found = run(repository.top, "rev-parse", "-q", "--verify", branch, ok=(0, 1))
    return branch, found.decode().strip()


def check_writable(repository: Repository) -> None:
    """Refuse while the user is in the middle of something, or on no branch."""
    for name, code in OPERATIONS:
        if (repository.git_dir / name).exists():
            raise Refused(code)
    current(repository)


def move(repository: Repository, branch: str, old: str, new: str, reason: str) -> None:
    """Set `branch` to the commit `new` if it is still at `old` (`""`: does not exist yet).

    Git is told to go ahead only when it holds the branch's lock: if this process dies before, git
    gives up; if after, the lock tells `settled` that git is still at it. Raises `Refused`:
    `ref-moved`, `ref-locked`.
    """
    change = f"update {branch} {new} {old}" if old else f"create {branch} {new}"
    arguments = ("update-ref", "--create-reflog", "-m", reason, "--stdin")
    with conversation(repository.top, *arguments) as told:
        told.say(f"start\n{change}\nprepare\n".encode())
        while told.hear() != b"prepare: ok\n":
            pass
        told.say(b"commit\n")
        told.end()


def settled(repository: Repository, branch: str, commit: str) -> bool:
    """Whether `branch` is at `commit` (`""`: does not exist) and no git is about to move it."""
    verify = f"start\nverify {branch} {commit}\nprepare\nabort\n".encode()
    try:
        run(repository.top, "update-ref", "--stdin", stdin=verify)
    except Refused as refusal:
        if refusal.code not in ("ref-moved", "ref-locked"):
            raise
        return False
    return True
