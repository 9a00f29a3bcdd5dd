"""A ledger has one time zone: its days are the same wherever a command runs."""

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.support.copies import copied
from tests.support.office import CLERK, LEADER, NOW, OFFICER, Office, office_of_four
from tests.support.run import Result, run

CHINA = ZoneInfo("Asia/Shanghai")
ZONES = ("UTC", "Asia/Shanghai", "America/Los_Angeles")
NIGHT = datetime(2026, 6, 15, tzinfo=CHINA)
MOMENTS = [
    NIGHT + timedelta(minutes=each) for each in (-60, -1, 0, 1, 360, 479, 480, 481, 719, 1439)
]
"""Around midnight in China, in London (08:00 there) and in Los Angeles (15:00)."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="its clock has one zone")


def said(
    office: Office, zone: str, moment: datetime, *words: object, by: str | None = None
) -> Result:
    """Run a command at a moment, on a machine whose clock is in a zone."""
    with time_machine.travel(moment.astimezone(ZoneInfo(zone)), tick=False):
        assert (
            datetime.now().astimezone().utcoffset() == moment.astimezone(ZoneInfo(zone)).utcoffset()
        )
        return run(*words, cwd=office.root, person=by)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office with issues that fall due in the night of the fifteenth of June."""
    made = office_of_four(tmp_path_factory.mktemp("zones"))
    numbers = sorted(path.stem for path in (made.root / "issues").rglob("*.yaml"))
    made.done("confirm", *numbers, "--true-and-accurate", by=LEADER)
    for number, day in zip(numbers, (13, 14, 15, 16), strict=True):
        made.done(
            *("notify", number, "--demand", "立即整改", "--due", f"2026-06-{day}"),
            *("--rectify", "虚构宁河化工有限公司", "--accept", "emergency-management"),
            *("--notice", f"督字{day}号", "--why", "主管"),
            by=OFFICER,
        )
    return made


ASKED = (
    ("list", "--json"),
    ("list", "--overdue", "--json"),
    ("list", "--holder", "2026-1/T1", "--json"),
    ("report", "overdue", "--json"),
    ("report", "round", "2026-1", "--json"),
    ("person", "list", "--json"),
    ("validate", "--json"),
)


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda each: f"{each:%dT%H:%M}")
def test_the_same_lists_checks_and_figures(office: Office, moment: datetime):
    for words in ASKED:
        answers = {zone: said(office, zone, moment, *words) for zone in ZONES}
        assert {answer.status for answer in answers.values()} <= {0}, answers
        assert len({answer.out for answer in answers.values()}) == 1, words
    late = json.loads(said(office, "UTC", moment, "list", "--overdue", "--json").out)["issues"]
    assert len(late) == moment.astimezone(CHINA).day - 13


@pytest.mark.parametrize("moment", MOMENTS[::3], ids=lambda each: f"{each:%dT%H:%M}")
def test_what_is_written_is_the_same(office: Office, tmp_path: Path, moment: datetime):
    written = set()
    for zone in ZONES:
        twin = Office(copied(office.root, tmp_path / zone.replace("/", "-")))
        number = json.loads(said(twin, zone, moment, "list", "--json").out)["issues"][0]["number"]
        for words in (
            ("note", number, "--text", "已电话催办"),
            ("person", "add", "--name", "庚（化名）", "--body", "inspection-office"),
        ):
            assert said(twin, zone, moment, *words, by=OFFICER).status == 0
        files = twin.files()
        files.pop("HEAD")
        written.add(tuple(sorted(files.items())))
        assert said(twin, zone, moment, "validate").status == 0
    assert len(written) == 1


@pytest.mark.parametrize("zone", ZONES)
def test_a_ledger_begun_early_in_the_morning(tmp_path: Path, zone: str):
    """Six in the morning in China is the day before in London."""
    moment = datetime(2026, 6, 15, 6, tzinfo=CHINA)
    office = Office(tmp_path / "ledger")
    with time_machine.travel(moment.astimezone(ZoneInfo(zone)), tick=False):
        begun = run("init", "ledger", "--profile", "ningxia", "--name", "甲（化名）", cwd=tmp_path)
    assert begun.status == 0, begun
    for words in (
        ("round", "open", "2026-1", "--name", "第一轮", "--start", "2026-06-15"),
        ("validate",),
    ):
        told = said(office, zone, moment, *words)
        assert told.status == 0, told
    assert "since: 2026-06-15" in (office.root / "people" / "0001.yaml").read_text("utf-8")


def test_a_ledger_of_another_zone(tmp_path: Path):
    office = office_of_four(tmp_path)
    charter = office.root / "ledger.yaml"
    text = charter.read_text(encoding="utf-8")
    charter.write_text(f"{text}zone: Asia/Urumqi\n", encoding="utf-8", newline="")
    wrong = office("validate")
    assert wrong.status == 1
    assert "another time zone" in wrong.out
    charter.write_text(f"{text}zone: Mars/Phobos\n", encoding="utf-8", newline="")
    for words in (("list",), ("note", "1", "--text", "甲")):
        told = office(*words, by=CLERK)
        assert told.status == 3
        assert "Mars/Phobos" in told.err


def test_a_moment_of_another_zone_is_refused(tmp_path: Path):
    """Somebody wrote it by hand: the day it says is not the ledger's."""
    office = office_of_four(tmp_path)
    record = next((office.root / "issues").rglob("*.yaml"))
    text = record.read_text(encoding="utf-8")
    moment = NOW.astimezone(UTC).isoformat().replace("+00:00", "Z")
    record.write_text(text.replace(NOW.isoformat(), moment), encoding="utf-8", newline="")
    assert "another time zone" in office("validate").out
