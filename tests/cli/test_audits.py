"""Audits: a sample of what was closed, drawn by what nobody could choose, and what it tells."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.office import ACCEPTOR, CLERK, OFFICER, SECOND, TODAY
from tests.support.once import once
from tests.support.referring import Moving

AUDIT = "2026-001-0001"
OF = ("--place", "银川市", "--since", "2026-05-01", "--until", "2026-06-08")
PUBLIC = ("--public", "福彩双色球第2026070期，中国福彩网", "--public-on", "2026-06-12")
YES = ("--rectified", "--measures", "--solved", "--finding", "属实")
NO = ("--no-rectified", "--measures", "--no-solved", "--finding", "又停用", "--demand", "重做")
VALUE = ("--value", "03 07 12 21 25 30 + 11")


@pytest.fixture
def closed(tmp_path: Path) -> Moving:
    """Four issues, closed on the eighth of June."""
    once(_close_four, tmp_path)
    return Moving(tmp_path / "ledger")


def _close_four(folder: Path) -> None:
    from tests.support.office import open_office

    open_office(folder)
    office = Moving(folder / "ledger")
    numbers = [
        office.on(6, 1).notified(TODAY + timedelta(days=30), title=f"第{n}条", description=f"其{n}")
        for n in range(4)
    ]
    for number in numbers:
        office.on(6, 3).submitted(number)
        office.on(6, 5).accepted(number)
        office.on(6, 8).done("close", number, "--reason", "rectified", by=SECOND)


def plan(office: Moving, size: int = 2, *other: object, by: str = CLERK) -> Any:
    return office.on(6, 10)("audit", "plan", *OF, "--size", size, *(other or PUBLIC), by=by)


def shown(office: Moving) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(office.done("audit", "show", AUDIT, "--json").out)
    return found["audit"]


def look(office: Moving, number: str, verdicts: tuple[str, ...], day: int = 14) -> None:
    due = ("--due", "2026-07-10") if "--demand" in verdicts else ()
    photo = f"照片@2026-06-{day}"
    office.on(6, day).done("look-back", number, *verdicts, "--evidence", photo, *due, by=OFFICER)


def test_a_sample_is_planned_drawn_looked_at_and_told(closed: Moving) -> None:
    office = closed
    assert plan(office).status == 0
    assert office.on(6, 11)("audit", "draw", AUDIT, *VALUE, by=CLERK).status == 5  # too early
    assert office.on(6, 12).done("audit", "draw", AUDIT, *VALUE, by=CLERK)
    planned, drawn = shown(office)["events"]
    assert len(planned["frame"]) == 4
    assert len(set(drawn["drawn"])) == 2
    assert set(drawn["drawn"]) <= set(planned["frame"])
    waiting = office.on(6, 13)("audit", "conclude", AUDIT, by=OFFICER)
    assert (waiting.status, drawn["drawn"][0] in waiting.err) == (5, True)
    assert office("audit", "drop", AUDIT, "--reason", "不合意", by=OFFICER).status == 5
    look(office, drawn["drawn"][0], NO)
    look(office, drawn["drawn"][1], YES)
    assert office.on(6, 15)("audit", "conclude", AUDIT, by=CLERK).status == 5  # the officer's
    done = office.done("audit", "conclude", AUDIT, by=OFFICER)
    assert "1 of 2" in done.err
    assert "Clopper-Pearson" in done.err
    told = shown(office)["events"][-1]
    assert (told["false"], told["lower"], told["upper"]) == (1, 126, 9874)
    assert office.issue(drawn["drawn"][0])["status"] == "rectifying"
    assert "1.3% – 98.7%" in office.done("audit", "list").out
    for form in ("text", "md"):
        paper = office.done("audit", "show", AUDIT, "--format", form).out
        assert "03 07 12 21 25 30" in paper
        assert "Clopper-Pearson" in paper
        assert all(number in paper for number in drawn["drawn"])
    assert office("validate").status == 0


def test_what_was_closed_and_never_looked_back_at_is_listed(closed: Moving) -> None:
    office = closed.on(6, 14)

    def told() -> list[str]:
        listed = json.loads(office.done("list", "--never-looked-back", "--json").out)
        return [each["number"] for each in listed["issues"]]

    every = told()
    assert len(every) == 4
    look(office, every[0], YES)
    look(office, every[1], NO)
    assert told() == every[2:]
    office.found(title="未销号")
    assert told() == every[2:]


def test_nobody_chooses_the_list_the_value_or_the_sample(closed: Moving) -> None:
    office = closed
    known = ("--public", "昨日指数", "--public-on", "2026-06-10")
    refused = plan(office, 2, *known)
    assert (refused.status, "a day to come" in refused.err) == (5, True)
    assert plan(office, 5).status == 5  # more than there are
    assert plan(office, 2, by=ACCEPTOR).status == 5
    assert plan(office).status == 0
    second = plan(office)
    assert (second.status, AUDIT in second.err) == (5, True)
    office.done("audit", "drop", AUDIT, "--reason", "地点写错", by=CLERK)
    assert plan(office).status == 0
    path = next((office.root / "audits").rglob("*0002*"))
    number = shown_frame(office)[0]
    text = path.read_text(encoding="utf-8")
    bent = re.sub(rf"{number}(, )?", "", text, count=1)
    assert bent != text
    path.write_text(bent, encoding="utf-8", newline="")
    found = json.loads(office("validate", "--json").out)["findings"]
    assert {"SF501", "SF571"} & {each["code"] for each in found}


def shown_frame(office: Moving) -> list[str]:
    said = json.loads(office.done("audit", "show", "2026-001-0002", "--json").out)["audit"]
    frame: list[str] = said["events"][0]["frame"]
    return frame
