"""A page as headless Chromium has it: its document, its complaints, what it asked of anybody."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import pytest

SECONDS = 120
ITSELF = "not an origin"
"""What Chromium calls the initiator of what it asks for on its own account."""


class Opened(NamedTuple):
    """What Chromium made of a page: the document, its console, the addresses it asked for."""

    document: str
    console: list[str]
    asked: list[str]


def chromium() -> str:
    """Return where Chromium is; without one the test is skipped, unless it must be there."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        assert not os.environ.get("SFCHECK_REQUIRE_CHROMIUM"), "Chromium is required, not there"
        pytest.skip("no Chromium here")
    return found


def run(folder: Path, page: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Let Chromium open a page from a file, with a profile of its own in `folder`."""
    quiet = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking")
    quiet += ("--disable-component-update", "--no-first-run", "--disable-sync", "--no-pings")
    quiet += ("--host-resolver-rules=MAP * ~NOTFOUND",)  # nothing leaves this machine
    profile = f"--user-data-dir={folder / 'profile'}"
    words = [chromium(), *quiet, profile, *options, page.as_uri()]
    return subprocess.run(words, capture_output=True, text=True, timeout=SECONDS, check=True)


def opened(folder: Path, page: Path) -> Opened:
    """Open a page and tell what became of it."""
    log = folder / "net.json"
    done = run(folder, page, "--enable-logging=stderr", "--dump-dom", f"--log-net-log={log}")
    console = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    return Opened(done.stdout, console, _asked(json.loads(log.read_text(encoding="utf-8"))))


def _asked(log: dict[str, Any]) -> list[str]:
    """Return the addresses that the page itself had fetched, or tried to."""
    begun = log["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
    requests = (e.get("params", {}) for e in log["events"] if e["type"] == begun)
    return [r["url"] for r in requests if r.get("url") and r.get("initiator") != ITSELF]


def pictured(folder: Path, page: Path, width: int, height: int) -> Path:
    """Return a picture of a page in a window of that size."""
    picture = folder / f"{width}.png"
    run(folder, page, f"--screenshot={picture}", f"--window-size={width},{height}")
    return picture


def printed(folder: Path, page: Path) -> Path:
    """Return a page as a PDF, as its print style has it."""
    paper = folder / "page.pdf"
    run(folder, page, f"--print-to-pdf={paper}", "--no-pdf-header-footer")
    return paper
