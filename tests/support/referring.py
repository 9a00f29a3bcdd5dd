"""An invented office with facts on record: overdue, found again, a claim that was false."""

from datetime import date, timedelta
from pathlib import Path

import time_machine

from tests.support.office import (
    ACCEPTOR,
    CLERK,
    LEADER,
    NOW,
    OFFICER,
    SECOND,
    Office,
    Typed,
    open_office,
)
from tests.support.once import once
from tests.support.run import Result, run

PARTY, DISCIPLINE = "0007", "0008"
"""Officers of the organization department and of discipline inspection."""
WORKS = "虚构宁河化工有限公司"
DEPARTMENT = "transport"
LATER = date(2026, 7, 1)


class Moving(Office):
    """An office whose days pass: commands are run in the morning of `day`."""

    day = NOW.date()

    def __call__(self, *args: object, by: str | None = None, typed: Typed = None) -> Result:
        moment = NOW + (self.day - NOW.date())
        with time_machine.travel(moment, tick=False):
            return run(*args, cwd=self.root, person=by, input=typed)

    def on(self, month: int, day: int) -> "Moving":
        """Let it be that day of 2026."""
        self.day = date(2026, month, day)
        return self

    def notified(self, due: date, **other: object) -> str:
        """Register, confirm and notify an issue; return its number."""
        number = self.found(**other)
        self.done("confirm", number, "--true-and-accurate", by=LEADER)
        accept = "emergency-management" if other.get("duty") is None else "region-government"
        self.done(
            *("notify", number, "--notice", "督〔2026〕1号", "--demand", "限期整改"),
            *("--due", due, "--accept", accept),
            by=OFFICER,
        )
        return number

    def submitted(self, number: str) -> None:
        """Let the unit claim, on paper, that it is put right."""
        self.done(
            *("submit", number, "--done", "已更换", "--evidence", f"照片@{self.day}"),
            *("--document", "报告", "--signed-by", "申（化名）"),
            by=CLERK,
        )

    def accepted(self, number: str) -> None:
        """Let the department accept it."""
        shown = ("--opinion", "属实", "--evidence", f"照片@{self.day}")
        shown += ("--on-site", ACCEPTOR, "--checked-on", f"{self.day}")
        self.done("accept", number, *shown, by=ACCEPTOR)


def office_with_facts(folder: Path) -> tuple[Moving, dict[str, str]]:
    """Return the office on the first of July, and its issues: late, false, closed, again."""
    issues = once(_facts, folder)
    return Moving(folder / "ledger").on(7, 1), issues


def _facts(folder: Path) -> dict[str, str]:
    office = Moving(open_office(folder).root)
    for number, name, body, held in (
        (PARTY, "壬（化名）", "organization-department", "organization"),
        (DISCIPLINE, "癸（化名）", "discipline-inspection", "discipline"),
    ):
        office.done(
            *("person", "add", "--name", name, "--body", body, "--id", number),
            *("--since", "2026-06-01", "--invented", "--office", held),
        )
    against = {
        "duty": "regulator",
        "nature": "not_inspected",
        "unit": {"name": "自治区交通运输厅", "body": DEPARTMENT},
    }
    soon = date(2026, 6, 11)
    issues = {
        "late": office.notified(soon, title="道路运输企业未检查", **against),
        "false": office.notified(soon, title="联锁未投用"),
        "closed": office.notified(soon, title="报警器失效", unit={"name": "虚构第二厂"}),
    }
    office.on(6, 3)
    for name in ("false", "closed"):
        office.submitted(issues[name])
    office.on(6, 5)
    for name in ("false", "closed"):
        office.accepted(issues[name])
    office.on(6, 8).done(
        *("look-back", issues["false"], "--no-rectified", "--measures", "--no-solved"),
        *(
            "--finding",
            "联锁仍未投用",
            "--evidence",
            "照片@2026-06-08",
            "--demand",
            "重做",
            "--due",
            "2026-06-15",
        ),
        by=SECOND,
    )
    office.done("close", issues["closed"], "--reason", "rectified", by=OFFICER)
    office.on(6, 20)
    again = {"title": "报警器又失效", "unit": {"name": "虚构第二厂"}}
    seen = {"on": "2026-06-20", "mode": "covert", "site_record": "signed"}
    issues["again"] = office.notified(LATER + timedelta(days=30), found=seen, **again)
    return issues
