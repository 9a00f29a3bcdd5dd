"""Git as a program on this machine: where it is, and the environment it runs in.

Imports almost nothing, for git is started before all else (`freshness`).
"""

import os
from functools import cache

KEPT = (
    *("GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_CONFIG_COUNT", "GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_"),
    *("GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_SYSTEM", "GIT_EXEC_PATH"),
    *("GIT_ASKPASS", "GIT_TERMINAL_PROMPT", "GIT_SSH", "GIT_SSL", "GIT_HTTP", "GIT_PROXY"),
    *("GIT_ALLOW_PROTOCOL", "GIT_TRACE2"),
)
"""Beginnings of the `GIT_` variables that are the user's; any other points git elsewhere."""

FIXED = (
    *("-c", "core.quotepath=off"),
    # Objects and refs reach the disk first: no power cut leaves a branch naming a lost commit.
    *("-c", "core.fsync=committed", "-c", "core.fsyncMethod=batch"),
)
"""What every git process is told before its command."""


def environment() -> dict[str, str]:
    """Return the environment git runs in: none of the caller's repository, no translation."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GIT_") or k.startswith(KEPT)}
    # Evidence is what was committed: `git replace` must not show another object in its place.
    return {**kept, "LC_ALL": "C", "GIT_NO_REPLACE_OBJECTS": "1"}


def program() -> str:
    """Return git's executable, never one lying in the current folder; raises `git-missing`."""
    return _on_path(os.environ.get("PATH", ""))


@cache
def _on_path(path: str) -> str:
    name = "git.exe" if os.name == "nt" else "git"
    for folder in path.split(os.pathsep):
        candidate = os.path.join(folder, name)  # noqa: PTH118 - before pathlib is imported
        if os.path.isabs(folder) and os.access(candidate, os.X_OK):  # noqa: PTH117
            return candidate
    from sfcheck.errors import Refused

    raise Refused("git-missing")
