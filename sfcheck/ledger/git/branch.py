"""The branch: which one is checked out, whether it may be written on, moving it."""

import time
from contextlib import suppress

from sfcheck.errors import Refused
from sfcheck.ledger.git.repository import Repository, conversation, run

PATIENCE = 1.0
"""Seconds that a git which holds a branch without us needs at the most, to finish or give up."""

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


def comes_from(repository: Repository, commit: str) -> bool:
    """Whether what is checked out comes from `commit`; not where there is none of that name."""
    try:
        return not run(repository.top, "rev-list", "--max-count=1", commit, "^HEAD").strip()
    except Refused:
        return False


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
    repository.moving.parent.mkdir(exist_ok=True)
    repository.moving.write_text(f"{branch}\n{new}\n", encoding="utf-8")
    try:
        with conversation(repository.top, *arguments) as told:
            told.say(f"start\n{change}\nprepare\n".encode())
            while told.hear() != b"prepare: ok\n":
                pass
            told.say(b"commit\n")
            told.end()
    finally:
        repository.moving.unlink(missing_ok=True)


def free(repository: Repository) -> None:
    """Remove the locks of a git of ours that died while it moved a branch.

    Call it as the only writer. They hold the commit the branch was to go to, or nothing yet, and
    are no older than the note of it. A git that outlived its sfcheck is given `PATIENCE` to end.
    """
    try:
        branch, commit, _end = repository.moving.read_text(encoding="utf-8").split("\n")
        since = repository.moving.stat().st_mtime
    except FileNotFoundError:
        return
    except ValueError:  # half a note: git was not told yet
        repository.moving.unlink(missing_ok=True)
        return
    until = time.monotonic() + PATIENCE
    for lock in (repository.common_dir / f"{branch}.lock", repository.git_dir / "HEAD.lock"):
        with suppress(FileNotFoundError):
            while (begun := lock.stat().st_mtime) >= since:
                if lock.read_bytes().strip() not in (b"", commit.encode()):
                    break
                if time.monotonic() > until or time.time() - begun > PATIENCE:
                    lock.unlink()
                time.sleep(0.02)
    repository.moving.unlink(missing_ok=True)


def settled(repository: Repository, branch: str, commit: str) -> bool:
    """Whether `branch` is at `commit` (`""`: does not exist) and no git is about to move it."""
    verify = f"start\nverify {branch} {commit}\nprepare\nabort\n".encode()
    try:
        with conversation(repository.top, "update-ref", "--stdin") as told:
            told.say(verify)
            told.end()
    except Refused as refusal:
        if refusal.code not in ("ref-moved", "ref-locked"):
            raise
        return False
    return True
