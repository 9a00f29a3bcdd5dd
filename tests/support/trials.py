"""Commands tried on a real ledger: what they print and commit; a refusal changes nothing."""

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.support.run import Result, run


def new_ledger(folder: Path, profile: str = "ningxia") -> Path:
    """Make a ledger whose one person is 0001, invented: steward, clerk, overall officer."""
    made = run("init", "L", "--profile", profile, "--name", "王甲", cwd=folder)
    assert made.status == 0, made.err
    return folder / "L"


def git(folder: Path, *args: str) -> str:
    """Return what git prints."""
    done = subprocess.run(
        ["git", "-c", "core.quotepath=off", *args],
        cwd=folder,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return done.stdout


def words(line: str) -> list[str]:
    """Return the arguments of a command written in one line, none of which has a blank."""
    return line.split()


def read(folder: Path, line: str) -> Any:
    """Return what a reading command prints with --json, without its version."""
    done = run(*words(line), "--json", cwd=folder)
    assert done.status == 0, done.err
    content = json.loads(done.out)
    assert content.pop("version") == 1
    return content


def ok(folder: Path, line: str, *more: object) -> Result:
    """Run a writing command: one commit of one file, one line on stdout, a clean work tree."""
    before = git(folder, "rev-parse", "HEAD").strip()
    done = run(*words(line), *more, cwd=folder)
    assert done.status == 0, done.err
    subjects = git(folder, "log", "--format=%s", f"{before}..HEAD").splitlines()
    # A new team is offered what the office holds: a handover is an action of its own.
    assert len([each for each in subjects if not each.startswith("handover-offer")]) == 1
    changed = git(folder, "diff", "--name-only", before).splitlines()
    assert len([path for path in changed if not path.startswith("handovers/")]) == 1
    assert len(done.out.splitlines()) == 1
    assert git(folder, "status", "--porcelain") == ""
    return done


def refused(folder: Path, status: int, line: str, *more: object) -> str:
    """Run a writing command that is refused: nothing changes; return what was said."""
    before = git(folder, "rev-parse", "HEAD")
    done = run(*words(line), *more, cwd=folder)
    assert done.status == status, done
    assert done.out == ""
    assert "Traceback" not in done.err
    assert "went wrong inside" not in done.err
    assert git(folder, "rev-parse", "HEAD") == before
    assert git(folder, "status", "--porcelain") == ""
    return done.err


def lines_changed(folder: Path) -> tuple[list[str], list[str]]:
    """Return the lines the last commit removed, and those it added."""
    shown = [
        line
        for line in git(folder, "show", "--format=", "--unified=0", "HEAD").splitlines()
        if line.startswith(("+", "-")) and not line.startswith(("+++", "---"))
    ]
    removed = [line[1:] for line in shown if line.startswith("-")]
    return removed, [line[1:] for line in shown if line.startswith("+")]
