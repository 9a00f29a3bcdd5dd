"""Git as a program on this machine: where it is, what it is told always, which repository it finds.

Imports almost nothing, for git is started before all else (`freshness`).
"""

import os
import sys
from functools import cache

KEPT = (
    *("GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_CONFIG_COUNT", "GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_"),
    *("GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_SYSTEM", "GIT_EXEC_PATH"),
    *("GIT_ASKPASS", "GIT_TERMINAL_PROMPT", "GIT_SSH", "GIT_SSL", "GIT_HTTP", "GIT_PROXY"),
    *("GIT_ALLOW_PROTOCOL", "GIT_TRACE2"),
)
"""Beginnings of the `GIT_` variables that are the user's; any other points git elsewhere."""

FIXED = (
    ("core.quotepath", "off"),
    # Objects and refs reach the disk first: no power cut leaves a branch naming a lost commit.
    ("core.fsync", "committed"),
    ("core.fsyncMethod", "batch"),
    # What lies in a ledger is never run. Nothing can lie below this file, whose folder that is not.
    ("core.hooksPath", os.path.abspath(__file__)),  # noqa: PTH100 - before pathlib is imported
    ("core.fsmonitor", ""),
    ("safe.bareRepository", "explicit"),
)
"""Settings that every git process is told, above all others."""

NEW_SESSION = sys.platform != "win32"
NEW_GROUP = 0 if NEW_SESSION else 0x200
"""How `subprocess` starts a git that may hold a lock: what ends this process does not end it."""

Place = tuple[str, str, str]
"""Where a repository is: its top, the `.git` of this work tree, and the one it shares."""


def find(start: str) -> Place | None:
    """Return the repository around an absolute folder, found by walking up as git does.

    The second is `""` where git would take a folder itself for one (bare).
    """
    folder = start
    while True:
        git_dir = os.path.join(folder, ".git")  # noqa: PTH118 - before pathlib is imported
        if os.path.isfile(git_dir):  # noqa: PTH113
            git_dir = os.path.join(folder, _line(git_dir).removeprefix("gitdir: "))  # noqa: PTH118
        if is_git_dir(git_dir):
            git_dir = os.path.realpath(git_dir)
            return folder, git_dir, _shared(git_dir)
        if is_git_dir(folder):
            return folder, "", ""
        folder, below = os.path.dirname(folder), folder  # noqa: PTH120
        if folder == below:
            return None


def is_git_dir(folder: str) -> bool:
    """Whether git would take `folder` for its own."""
    head = os.path.join(folder, "HEAD")  # noqa: PTH118
    if os.path.islink(head):  # noqa: PTH114
        named = os.readlink(head)  # noqa: PTH115
    elif os.path.isfile(head):  # noqa: PTH113
        named = _line(head)
    else:
        return False
    branch = named.removeprefix("ref:").strip().startswith("refs/")
    commit = len(named) >= 40 and not set(named) - set("0123456789abcdefABCDEF")
    shared = _shared(folder)
    parts = (os.path.join(shared, name) for name in ("objects", "refs"))  # noqa: PTH118
    return (branch or commit) and all(map(os.path.isdir, parts))


def program() -> str:
    """Return git's executable, never one lying in the current folder; raises `git-missing`."""
    return _on_path(os.environ.get("PATH", ""))


def _shared(git_dir: str) -> str:
    """Return the folder a `.git` shares with those of other work trees; mostly itself."""
    link = os.path.join(git_dir, "commondir")  # noqa: PTH118
    return os.path.realpath(os.path.join(git_dir, _line(link))) if os.path.isfile(link) else git_dir  # noqa: PTH113, PTH118


def _line(path: str) -> str:
    """Return what a one-line file of git's says. Raises OSError."""
    with open(path, encoding="utf-8", errors="surrogateescape") as file:  # noqa: PTH123
        return file.read(4096).strip()


@cache
def _on_path(path: str) -> str:
    name = "git.exe" if os.name == "nt" else "git"
    for folder in path.split(os.pathsep):
        candidate = os.path.join(folder, name)  # noqa: PTH118 - before pathlib is imported
        if os.path.isabs(folder) and os.access(candidate, os.X_OK):  # noqa: PTH117
            return candidate
    from sfcheck.errors import Refused

    raise Refused("git-missing")
