"""A command whose whole group of processes is killed leaves nothing that stops the next one."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest

from tests.support.amounts import KILLS, trial
from tests.support.office import (
    CLERK,
    ISSUE,
    LEADER,
    MEMBER,
    NOW,
    OFFICER,
    TEAM,
    Office,
    open_office,
)
from tests.support.once import once
from tests.support.trials import git

CITY = "640100"

COMMAND = """
import datetime, sys, time_machine
now = datetime.datetime.fromisoformat(sys.argv[1])
time_machine.travel(now, tick=True).start()
sys.argv[:2] = ["sfcheck"]
from sfcheck.__main__ import main
main()
"""
"""The program as a process of its own, on the office's day."""

DEEDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "new-issue": (MEMBER, ("new-issue", "--from", "entry.json")),
    "step": (LEADER, ("note", "{number}", "--text", "已电话催办")),
    "import": (CLERK, ("import", "list.csv")),
    "receive": (LEADER, ("handover", "receive", CITY)),
    "publish": (
        CLERK,
        (
            *("bulletin", "publish", "2026-1", "--number", "宁督通报〔2026〕3号"),
            *("--on", "2026-06-01", "--to", "各市党委和政府", "--copy", "各有关部门"),
        ),
    ),
    "person add": (
        OFFICER,
        ("person", "add", "--name", "辛（化名）", "--body", "inspection-office", "--invented"),
    ),
    "list": (LEADER, ("list",)),
    "validate": (LEADER, ("validate",)),
}


class Prepared(Office):
    """An office in which each of `DEEDS` can be done."""

    def __init__(self, folder: Path) -> None:
        self.number = once(_prepared, folder)
        super().__init__(folder / "ledger")


def _prepared(folder: Path) -> str:
    office = open_office(folder)
    number = office.found()
    office.done("confirm", number, "--true-and-accurate", by=LEADER)
    office.done("handover", "withdraw", CITY, "--reason", "补充清单", by=OFFICER)
    office.done("handover", "offer", CITY, "--to", TEAM, by=OFFICER)
    for step in (
        ("draft", "--title", "关于督查情况的通报"),
        ("consolidate", "2026-1", "--recommend", "加强检查", "--demand", "2026-07-01 完成整改"),
    ):
        office.done("bulletin", *step, by=CLERK)
    signed = ("--signatory", "某某（化名）", "--on", "2026-06-01")
    office.done("bulletin", "sign", "2026-1", *signed, by=OFFICER)
    entry = json.dumps({**ISSUE, "title": "又一条"}, ensure_ascii=False)
    (office.root / "entry.json").write_text(entry, encoding="utf-8")
    head = "序号,检查时间,隐患问题描述,整改责任单位,整改期限,销号情况\n"
    rows = "".join(f"{n},2026-05-04,{n}号阀门渗漏,虚构厂{n},2026-07-01,\n" for n in range(1, 31))
    (office.root / "list.csv").write_text(head + rows, encoding="utf-8")
    return number


def begin(office: Prepared, deed: str) -> "subprocess.Popen[bytes]":
    """Start a deed as a group of processes of its own."""
    by, words = DEEDS[deed]
    said = [word.format(number=office.number) for word in words]
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND, NOW.isoformat(), "--as", by, *said],
        cwd=office.root,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


@pytest.fixture(scope="module")
def seconds(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], float]:
    """How long a deed takes here, which says where to aim; each can be done."""

    @cache
    def took(deed: str) -> float:
        office = Prepared(tmp_path_factory.mktemp("measured"))
        began = time.monotonic()
        with begin(office, deed) as process:
            _said, complaint = process.communicate()
        assert process.returncode == 0, (deed, complaint.decode())
        return time.monotonic() - began

    return took


@pytest.mark.kills
@pytest.mark.parametrize("number", [trial(n, always=n < 1) for n in range(max(KILLS, 8))])
def test_nothing_is_left_that_stops_the_next_command(
    seconds: Callable[[str], float], tmp_path: Path, number: int
) -> None:
    deed = list(DEEDS)[number % len(DEEDS)]
    office, whole = Prepared(tmp_path), seconds(deed)
    before = git(office.root, "rev-list", "--count", "HEAD")
    chance = random.Random(number)
    with begin(office, deed) as process:
        # The first third is Python loading.
        time.sleep(whole * chance.uniform(0.3, 1.05))
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError):  # done before we were
                os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()

    office.done("note", office.number, "--text", "下一条命令", by=LEADER)
    assert [path for path in (office.root / ".git").rglob("*.lock") if path.is_file()] == []
    assert not list(office.root.rglob(".sfcheck-*"))
    after = int(git(office.root, "rev-list", "--count", "HEAD")) - int(before)
    assert after in (1, 2)
    assert git(office.root, "status", "--porcelain", "--untracked-files=no") == ""
    git(office.root, "commit", "-q", "--allow-empty", "-m", "a commit of the user's own")
    assert git(office.root, "diff", "HEAD~1", "--name-only") == ""
    assert git(office.root, "fsck", "--no-progress", "--no-dangling") == ""
    office.done("validate")
