"""An invented office, made by commands alone: a ledger, its people, a round with a team."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import time_machine

from tests.support.once import once
from tests.support.run import Result, run

NOW = datetime(2026, 6, 1, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NOW.date()
START = TODAY - timedelta(days=30)
OFFICER, CLERK, LEADER, MEMBER, ACCEPTOR, SECOND = "0001", "0002", "0003", "0004", "0005", "0006"
TEAM = "2026-1/T1"
ISSUE = {
    "title": "甲醇罐区可燃气体报警器失效",
    "description": "现场抽查十二台探测器，四台无信号。",
    "place": "640181",
    "unit": {"name": "虚构宁河化工有限公司"},
    "duty": "enterprise",
    "severity": "general",
    "nature": "equipment",
    "found": {"mode": "covert", "site_record": "signed"},
}


Typed = str | bytes | None
"""What is typed, or piped in."""


class Office:
    """A ledger at `root`, and the command line standing in it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def __call__(self, *args: object, by: str | None = None, typed: Typed = None) -> Result:
        """Run a command in the ledger, as `by`, on the first of June 2026."""
        with time_machine.travel(NOW, tick=False):
            return run(*args, cwd=self.root, person=by, input=typed)

    def done(self, *args: object, by: str | None = None, typed: Typed = None) -> Result:
        """Run a command that must succeed."""
        result = self(*args, by=by, typed=typed)
        assert result.status == 0, (args, result)
        return result

    def found(self, by: str = MEMBER, **other: Any) -> str:
        """Register an issue and return its number."""
        entry = json.dumps({**ISSUE, **other}, ensure_ascii=False)
        said = self.done("new-issue", "--from", "-", "--json", by=by, typed=entry)
        number: str = json.loads(said.out)["issues"][0]["number"]
        return number

    def issue(self, number: str) -> dict[str, Any]:
        """Return the record of an issue as `show --json` gives it."""
        record: dict[str, Any] = json.loads(self.done("show", number, "--json").out)["issue"]
        return record

    def files(self) -> dict[str, bytes]:
        """Return every file of the work tree, and where HEAD stands."""
        kept = {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in self.root.rglob("*")
            if path.is_file() and ".git/" not in path.relative_to(self.root).as_posix()
        }
        head = self.root / ".git" / "refs" / "heads" / "main"
        return {**kept, "HEAD": head.read_bytes()}


def open_office(folder: Path) -> Office:
    """Make the ledger, six people and round 2026-1 with team T1 in Yinchuan."""
    once(make_office, folder)
    return Office(folder / "ledger")


def office_of_four(folder: Path) -> Office:
    """Make the office with four issues, 第0条 to 第3条."""
    once(_of_four, folder)
    return Office(folder / "ledger")


def _of_four(folder: Path) -> None:
    office = open_office(folder)
    for n in range(4):
        office.found(title=f"第{n}条")


def make_office(folder: Path) -> None:
    """Make what `open_office` gives a copy of; a repository around the folder takes it in."""
    with time_machine.travel(NOW - timedelta(days=60), tick=False):
        made = run("init", "ledger", "--profile", "ningxia", "--name", "甲（化名）", cwd=folder)
    assert made.status == 0, made
    office = Office(folder / "ledger")
    people: dict[str, tuple[str, ...]] = {
        CLERK: ("乙（化名）", "inspection-office", "--office", "clerk"),
        LEADER: ("丙（化名）", "housing-construction", "--rank", "bureau"),
        MEMBER: ("丁（化名）", "housing-construction"),
        ACCEPTOR: (
            *("戊（化名）", "emergency-management"),
            *("--office", "department_officer:emergency-management"),
        ),
        SECOND: ("己（化名）", "inspection-office", "--office", "overall_officer"),
    }
    for number, (name, body, *offices) in people.items():
        office.done(
            *("person", "add", "--name", name, "--body", body, "--id", number),
            *("--since", START, "--invented", *offices),
        )
    office.done("round", "open", "2026-1", "--name", "第一轮", "--start", START)
    office.done(
        *("team", "add", "2026-1", "T1", "--place", "640100"),
        *("--leader", LEADER, "--member", MEMBER),
    )
