"""list, show, log and export on a small ledger of invented people, firms and findings."""

import csv
import io
import json
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from time_machine import travel

from sfcheck.actions.issues.listing import ORDERS
from sfcheck.domain.base.records import dump
from sfcheck.errors import Refused
from sfcheck.exchange.writing import COLUMNS, FORMATS, inert
from sfcheck.ledger.files import layout
from sfcheck.ledger.git.repository import run as git
from sfcheck.ledger.queries import parse_query, select
from sfcheck.ledger.store import Ledger
from tests.support.kept import commit, found, keep_world, step
from tests.support.run import Result, run
from tests.support.world import FIRM, OFFICE

TODAY = "2026-07-11"
USCC = "91640100MA75X6UK1Q"


class Kept(NamedTuple):
    """The ledger, and its issues by what they are for."""

    ledger: Ledger
    late: str
    firm: str
    claimed: str
    void: str

    def named(self, numbers: list[str]) -> list[str]:
        return sorted(name for name in self._fields[1:] if getattr(self, name) in numbers)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    ledger = keep_world(tmp_path_factory.mktemp("kept") / "L")
    issues = found(
        ledger,
        {},
        {
            "title": "[red]可燃气体报警器失效[/red]",
            "duty": "enterprise",
            "severity": "major",
            "nature": "equipment",
            "place": "640104",
            "unit": {"name": FIRM, "uscc": USCC},
            "description": "=SUM(A1:A9)\n罐区报警器（虚构）",
        },
        {"suggestion": "Check ALL cranes"},
        {"found": {**FOUND, "on": "2026-05-02", "mode": "overt"}},
    )
    late, firm, claimed, void = (issue.number for issue in issues)
    for number in (late, claimed):
        step(ledger, number, "confirm", "l", "2026-05-05")
        step(ledger, number, "notify", "v", "2026-05-06")
    step(ledger, late, "supervise", "v", "2026-06-01")
    step(ledger, claimed, "submit", "p", "2026-06-10")
    step(ledger, void, "void", "n", "2026-06-11")
    with travel(f"{TODAY}T09:00:00+08:00", tick=False):
        yield Kept(Ledger(ledger.root), late, firm, claimed, void)


FOUND = {
    "on": "2026-05-04",
    "by": ["0001"],
    "team": "2026-1/T1",
    "mode": "covert",
    "source": "own",
    "site_record": "signed",
}


def sf(kept: Kept, *args: str) -> Result:
    return run(*args, cwd=kept.ledger.root)


def asked(kept: Kept, *args: str) -> Any:
    done = sf(kept, *args, "--json")
    assert done.status == 0, done.err
    content = json.loads(done.out)
    assert content.pop("version") == 1
    return content


def numbers(rows: list[dict[str, Any]]) -> list[str]:
    return [row["number"] for row in rows]


# -- list


@pytest.mark.thorough
def test_a_list_tells_state_place_and_unit_of_each_issue(kept: Kept) -> None:
    done = sf(kept, "list")
    heading, rule, *rows = done.out.splitlines()
    assert heading.split() == ["Number", "Status", "Severity", "Due", "Place", "Unit", "Title"]
    assert set(rule) == {"─", " "}
    assert [row.split("  ")[0] for row in rows] == [kept.late, kept.firm, kept.claimed, kept.void]
    assert "rectifying, 10 days overdue" in rows[0]
    assert "2026-07-01" in rows[0]
    assert "灵武市" in rows[0]
    assert "major hazard" in rows[1]
    assert FIRM in rows[1]
    assert rows[1].endswith("  [red]可燃气体报警器失效[/red]")
    assert "overdue" not in rows[2]
    assert done.err == "4 issues, 1 overdue\n"


def test_a_list_for_programs_has_the_same_flat_keys_for_every_issue(kept: Kept) -> None:
    rows = asked(kept, "list")["issues"]
    assert rows[1] == {
        "number": kept.firm,
        "title": "[red]可燃气体报警器失效[/red]",
        "status": "registered",
        "overdue": False,
        "due_soon": False,
        "due_in_round": False,
        "provisional": False,
        "due": None,
        "duty": "enterprise",
        "severity": "major",
        "nature": "equipment",
        "sector": None,
        "place": "640104",
        "place_name": "兴庆区",
        "unit": FIRM,
        "uscc": USCC,
        "team": "2026-1/T1",
        "found_on": "2026-05-04",
        "mode": "covert",
        "source": "own",
        "supervised": False,
        "recurs": None,
        "pending": 0,
        "rectify": None,
        "accept": None,
        "events": 1,
        "holder": "inspection-office",
        "head": "0010",
        "path": layout.issue_path(kept.firm),
    }
    assert {tuple(row) for row in rows} == {tuple(rows[1])}
    late = rows[0]
    assert (late["overdue"], late["supervised"], late["events"]) == (True, True, 4)
    assert (late["rectify"], late["accept"]) == ("housing-construction", "region-government")


QUERIES = [
    ("", "claimed firm late void"),
    ("status=submitted", "claimed"),
    ("status=submitted status=voided", "claimed void"),
    ("status=open", "claimed firm late"),
    ("open", "claimed firm late"),
    ("place=640100", "claimed firm late void"),
    ("place=银川市 open", "claimed firm late"),
    ("place=Lingwu", "claimed late void"),
    ("place=640200", ""),
    ("unit=云坊化工", "firm"),
    (f"unit={USCC.lower()}", "firm"),
    ("team=2026-1/T1", "claimed firm late void"),
    ("team=2026-1/T2", ""),
    ("severity=major", "firm"),
    ("duty=enterprise duty=territory", "firm"),
    ("nature=equipment", "firm"),
    ("mode=overt", "void"),
    ("overdue", "late"),
    ("supervised", "late"),
    ("pending", ""),
    ("text='报警器 失效'", "firm"),
    ("text='失效 塔吊'", ""),
    ("text=报警器 text=cranes", "claimed firm"),
    ("text='check all'", "claimed"),
    ("due-before=2026-07-01", ""),
    ("due-before=2026-07-02", "claimed late"),
    ("found-until=2026-05-03", "void"),
    ("found-since=2026-05-03 status=rectifying", "late"),
]


@pytest.mark.parametrize(("query", "expected"), QUERIES)
def test_a_query_and_the_options_it_stands_for_find_the_same(
    kept: Kept, query: str, expected: str
) -> None:
    by_query = numbers(asked(kept, "list", "--query", query)["issues"])
    options = [word for term in shlex.split(query) for word in f"--{term}".split("=", 1)]
    assert kept.named(by_query) == expected.split()
    assert numbers(asked(kept, "list", *options)["issues"]) == by_query


def test_a_number_is_looked_up_without_reading_the_others(kept: Kept) -> None:
    today = date.fromisoformat(TODAY)
    query = parse_query(f"number={kept.late} number={kept.firm} number=26-001-0009-3")
    with broken(kept, kept.claimed):
        assert [i.number for i in select(kept.ledger, query, today)] == [kept.late, kept.firm]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("colour=red", "“colour=red” is no term"),
        ("overdue=yes", "“overdue=yes” is no term"),
        ("status", "“status” is no term"),
        ("text='open", "“text='open” is no term"),
        ("status=draft", "“draft” is nothing to ask “status” for"),
        ("place=Atlantis", "“Atlantis” is nothing to ask “place” for"),
        ("team=2026-9/T1", "2026-1/T1, 2026-1/T2, 2026-2/T1"),
        ("nature=bad", "equipment, violation"),
        ("due-before=1.7.2026", "dates such as 2026-11-03"),
        ("text=' '", "“ ” is nothing to ask “text” for"),
        ("number=12", "“12” is not an issue number"),
        ("place=\x1b[31m\x07", "“\\x1b[31m\\x07” is nothing to ask “place” for"),
    ],
)
def test_what_is_no_query_is_refused_with_what_is_possible(
    kept: Kept, query: str, said: str
) -> None:
    done = sf(kept, "list", "--query", query)
    assert done.status == 2
    assert done.out == ""
    assert said in done.err
    assert "\x1b" not in done.err


@given(st.text(min_size=1).filter(str.strip), st.text(min_size=1).filter(str.strip))
def test_whatever_is_quoted_is_asked_for_as_it_was_typed(unit: str, text: str) -> None:
    query = parse_query(f"unit={shlex.quote(unit)} overdue text={shlex.quote(text)}")
    assert query.terms == {"unit": (unit.strip(),), "overdue": (True,), "text": (text.strip(),)}


def test_a_list_is_sorted_and_cut_but_counted_whole(kept: Kept) -> None:
    by_due = [row["due"] for row in asked(kept, "list", "--sort", "due")["issues"]]
    assert by_due == ["2026-07-01", "2026-07-01", None, None]
    assert numbers(asked(kept, "list", "--sort", "found")["issues"])[0] == kept.void
    assert numbers(asked(kept, "list", "--sort", "severity")["issues"])[0] == kept.firm
    done = sf(kept, "list", "--limit", "1")
    assert len(done.out.splitlines()) == 3
    assert done.err == "4 issues, 1 overdue\nOnly the first 1 are shown.\n"


def test_an_issue_within_the_days_of_grace_is_not_overdue(kept: Kept) -> None:
    policy = kept.ledger.root / layout.POLICY
    data = policy.read_bytes()
    none, ten = (
        f"overdue_grace_days:\n- {{since: 2026-01-01, value: {n}".encode() for n in (0, 10)
    )
    assert none in data
    policy.write_bytes(data.replace(none, ten))
    try:
        assert asked(kept, "list", "--overdue")["issues"] == []
        assert asked(kept, "list", "--number", kept.late)["issues"][0]["overdue"] is False
        assert asked(kept, "show", kept.late)["issue"]["overdue"] is False
    finally:
        policy.write_bytes(data)


@contextmanager
def broken(kept: Kept, number: str) -> Iterator[None]:
    """Spoil a record for as long as the block runs."""
    path = kept.ledger.root / layout.issue_path(number)
    data = path.read_bytes()
    path.write_bytes(data + b"unit: {\n")
    try:
        yield
    finally:
        path.write_bytes(data)


def test_a_record_that_cannot_be_read_does_not_hide_the_others(kept: Kept) -> None:
    with broken(kept, kept.firm):
        done = sf(kept, "list")
        with pytest.raises(Refused):
            list(select(kept.ledger, parse_query(""), date.fromisoformat(TODAY)))
    assert done.status == 3
    assert len(done.out.splitlines()) == 5
    assert kept.firm not in done.out
    assert layout.issue_path(kept.firm) in done.err
    assert "sfcheck validate" in done.err
    assert "3 issues, 1 overdue" in done.err


def test_every_order_and_every_format_can_be_asked_for_and_no_other(kept: Kept) -> None:
    for order in ORDERS:
        assert sf(kept, "list", "--sort", order).status == 0
    for form in FORMATS:
        assert sf(kept, "export", "--format", form).status == 0
    assert sf(kept, "list", "--sort", "colour").status == 2
    assert sf(kept, "export", "--format", "xml").status == 2


# -- show


def test_show_tells_names_custody_and_who_may_do_what_next(kept: Kept) -> None:
    done = sf(kept, "show", kept.claimed)
    assert done.status == 0
    assert done.err == ""
    lines = [" ".join(line.split()) for line in done.out.splitlines()]
    for line in (
        f"{kept.claimed} 塔吊年检脱期，主管部门未检查",
        "Status submitted",
        "Due 2026-07-01",
        "Duty regulator's duty",
        "Found by 东方明远",
        "Rectifies 住房城乡建设厅",
        "Accepts 自治区政府",
        "Holder of the place 党委督查室",
        "Head of the place 公孙总理",
        "accept the accepting body, or a clerk with its signed paper (自治区政府)",
        "void the head of the place (党委督查室)",
        "2026-05-06 09:00 notify 端木总管 (0009), for 党委督查室",
        "2026-06-10 09:00 submit 司徒文书 (0008), for 住房城乡建设厅",
        "On paper 复函〔2026〕3号, signed by 闻人甲",
        "Evidence 整改后照片 (2026-06-10)",
    ):
        assert line in lines
    assert any(line.startswith("Digest ") and line.endswith(" holds") for line in lines)
    assert not any(line.startswith(("rule ", "lift ", "close ")) for line in lines)


def test_show_for_programs_adds_what_does_not_stand_in_the_record(kept: Kept) -> None:
    shown = asked(kept, "show", kept.late)["issue"]
    next_steps = shown.pop("next")
    added = {name: shown.pop(name) for name in ADDED}
    assert shown == dump(kept.ledger.issue(kept.late))
    assert added == {
        "overdue": True,
        "due_soon": False,
        "due_in_round": False,
        "provisional": False,
        "holder": OFFICE,
        "head": "0010",
        "digest_holds": True,
        "follows": True,
        "returns": [],
        "visits": [],
        "referrals": [],
        "unreceived": ["housing-construction", "640181", "640100"],
    }
    submit = next(one for one in next_steps if one["do"] == "submit")
    assert submit["advances"]
    assert [hand["for"] for hand in submit["hands"]] == ["housing-construction"]
    assert "lift" in [one["do"] for one in next_steps]
    several = asked(kept, "show", kept.firm, kept.void, kept.firm)["issues"]
    assert numbers(several) == [kept.firm, kept.void]


ADDED = (
    "overdue",
    "due_soon",
    "due_in_round",
    "provisional",
    "holder",
    "head",
    "digest_holds",
    "follows",
    "returns",
    "visits",
    "unreceived",
    "referrals",
)


def test_a_mistyped_number_is_answered_with_the_issue_it_can_be_a_slip_for(kept: Kept) -> None:
    year, book, sequence, check = kept.late.split("-")
    wrong = "-".join((year, book, sequence, str((int(check) + 1) % 10)))
    done = sf(kept, "show", wrong)
    assert done.status == 2
    assert kept.late in done.err
    assert sf(kept, "show", kept.late.replace("-", "－")).status == 0
    unknown = sf(kept, "show", "26-001-0009-3", "not a number", kept.late)
    assert unknown.status == 5
    assert unknown.out == ""
    assert "There is no issue 26-001-0009-3" in unknown.err
    assert "“not a number” is not an issue number" in unknown.err


def test_a_bent_record_is_shown_with_a_warning(kept: Kept) -> None:
    path = kept.ledger.root / layout.issue_path(kept.late)
    data = path.read_bytes()
    path.write_bytes(data.replace(b"severity: general", b"severity: major"))
    try:
        done = sf(kept, "show", kept.late)
        bent = asked(kept, "show", kept.late)["issue"]
    finally:
        path.write_bytes(data)
    assert done.status == 0
    assert "BROKEN" in done.out
    assert done.err.startswith("Warning: ")
    assert "changed by hand" in done.err
    assert (bent["digest_holds"], bent["follows"]) == (False, False)


# -- log


def test_log_tells_a_life_commit_by_commit(kept: Kept) -> None:
    told = asked(kept, "log", kept.claimed)
    assert told["number"] == kept.claimed
    log = told["log"]
    assert [entry["action"] for entry in log] == ["register", "confirm", "notify", "submit"]
    assert all(entry["lawful_form"] for entry in log)
    notify = log[2]
    assert (notify["by"], notify["for"]) == ("0009", "inspection-office")
    assert notify["at"] == "2026-05-06T09:00:00+08:00"
    assert notify["committer"] == "林青 <lin.qing@example.invalid>"
    assert notify["changes"] == [
        {"field": "status", "old": "confirmed", "new": "rectifying"},
        {"field": "due", "old": None, "new": "2026-07-01"},
        {"field": "rectify", "old": None, "new": "housing-construction"},
        {"field": "accept", "old": None, "new": "region-government"},
    ]
    assert [event["do"] for event in notify["events"]] == ["notify"]
    subjects = git(kept.ledger.root, "log", "--format=%H", "--", layout.issue_path(kept.claimed))
    assert [entry["commit"] for entry in log] == subjects.decode().split()[::-1]


def test_log_reads_like_a_story_and_backwards(kept: Kept) -> None:
    done = sf(kept, "log", kept.claimed)
    lines = done.out.splitlines()
    assert lines[0] == kept.claimed
    assert "2026-05-04 09:00  register  东方明远 (0001), for 2026-1/T1" in lines[1]
    assert "  committed by 林青 <lin.qing@example.invalid>" in done.out
    assert "  Rectifies  – → 住房城乡建设厅" in done.out
    assert "BY HAND" not in done.out
    backwards = sf(kept, "log", kept.claimed, "--reverse").out.splitlines()
    assert "submit  司徒文书" in backwards[1]


@pytest.mark.thorough
def test_log_marks_what_was_done_by_hand(tmp_path: Path) -> None:
    ledger = keep_world(tmp_path / "L")
    number = found(ledger, {})[0].number
    path = ledger.root / layout.issue_path(number)
    lawful = path.read_bytes()
    path.write_bytes(lawful.replace(b"severity: general", b"severity: major"))
    git(ledger.root, "add", "-A")
    git(ledger.root, "-c", "user.name=x\x1b[31m[red]y", "commit", "-q", "-m", "by hand")
    path.write_bytes(lawful + b"x: [\n")
    commit(ledger.root, "broken")
    path.unlink()
    commit(ledger.root, "removed")
    path.write_bytes(lawful)
    commit(ledger.root, "restored")
    path.write_bytes(lawful.replace(b"n: 1,", b"n: 2,"))
    done = run("log", number, cwd=ledger.root)
    log = json.loads(run("log", number, "--json", cwd=ledger.root).out)["log"]
    assert [entry["faults"] for entry in log] == [
        [],
        ["digest", "nothing-appended", "content-changed"],
        ["unreadable"],
        ["removed"],
        ["nothing-appended", "content-changed"],
        ["digest", "nothing-appended", "events-changed"],
    ]
    assert [entry["lawful_form"] for entry in log] == [True, *[False] * 5]
    assert log[1]["changes"] == [{"field": "severity", "old": "general", "new": "major"}]
    assert [entry["commit"] is None for entry in log] == [*[False] * 5, True]
    assert "\x1b" not in done.out
    assert "x\\x1b[31m[red]y" in done.out
    assert "CHANGED BY HAND: the record was removed" in done.out
    assert done.out.splitlines()[-2].endswith("not committed")


@pytest.mark.thorough
def test_an_issue_that_was_removed_still_has_its_life(tmp_path: Path) -> None:
    ledger = keep_world(tmp_path / "L")
    number = found(ledger, {})[0].number
    (ledger.root / layout.issue_path(number)).unlink()
    commit(ledger.root, "removed")
    assert "the record was removed" in run("log", number, cwd=ledger.root).out
    assert run("show", number, cwd=ledger.root).status == 5
    assert run("log", "26-001-0002-9", cwd=ledger.root).status == 5


# -- export


def test_an_export_as_json_holds_the_whole_records(kept: Kept) -> None:
    done = sf(kept, "export", "--open")
    content = json.loads(done.out)
    whole = [dump(kept.ledger.issue(n)) for n in (kept.late, kept.firm, kept.claimed)]
    assert content == {"version": 1, "issues": whole}
    assert json.loads(sf(kept, "export", "--place", "640200").out)["issues"] == []


def test_an_export_as_csv_opens_in_excel_and_calculates_nothing(kept: Kept) -> None:
    text = sf(kept, "export", "--format", "csv").out
    assert text.startswith("\ufeffNumber,Title,Status,")
    assert text.endswith("\r\n")
    head, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert len(head) == len(set(head)) == len(COLUMNS)
    assert {len(row) for row in rows} == {len(head)}
    firm = dict(zip(head, rows[1], strict=True))
    assert firm["Number"] == kept.firm
    assert firm["Description"] == "'=SUM(A1:A9)\n罐区报警器（虚构）"
    assert firm["Found by"] == "东方明远"
    assert firm["Name of the place"] == "兴庆区"
    assert firm["Due"] == ""
    assert firm["Overdue"] == "no"


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@a", "\tx", "\rx", "＝1", "916401007106520001"]
)
def test_what_a_spreadsheet_would_calculate_or_round_is_text(cell: str) -> None:
    assert inert(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "26-037-0142-6", "640100", "a=b", "2026-07-01"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert inert(cell) == cell


def test_an_export_has_the_form_its_file_is_named_after(kept: Kept, tmp_path: Path) -> None:
    begins = {"a.json": b"{", "a.csv": b"\xef\xbb\xbf", "a.xlsx": b"PK", "a.txt": b"{"}
    for name, first in begins.items():
        assert sf(kept, "export", "-o", str(tmp_path / name)).status == 0
        assert (tmp_path / name).read_bytes().startswith(first)
    sf(kept, "export", "--format", "json", "-o", str(tmp_path / "b.csv"))
    assert (tmp_path / "b.csv").read_bytes().startswith(b"{")


def test_a_file_is_written_whole_or_not_at_all(kept: Kept, tmp_path: Path) -> None:
    file = tmp_path / "out.json"
    with broken(kept, kept.void):
        assert sf(kept, "export", "-o", str(file)).status == 3
    assert list(tmp_path.iterdir()) == []
    first = sf(kept, "export", "-o", str(file), "--query", "overdue")
    assert (first.status, first.out) == (0, "")
    assert first.err == f"1 issue written to {file}.\n"
    data = file.read_bytes()
    refused = sf(kept, "export", "-o", str(file))
    assert refused.status == 2
    assert "exists already" in refused.err
    assert file.read_bytes() == data
    assert sf(kept, "export", "-o", str(file), "--force").status == 0
    assert len(json.loads(file.read_bytes())["issues"]) == 4
    assert list(tmp_path.iterdir()) == [file]
    nowhere = sf(kept, "export", "-o", str(file / "below.json"))
    assert nowhere.status == 2
    assert "cannot be written" in nowhere.err


def test_reading_leaves_the_ledger_as_it_was(kept: Kept) -> None:
    before = (git(kept.ledger.root, "rev-parse", "HEAD"), git(kept.ledger.root, "status", "-s"))
    for command in (["list"], ["show", kept.late], ["log", kept.late], ["export"]):
        assert sf(kept, *command).status == 0
    after = (git(kept.ledger.root, "rev-parse", "HEAD"), git(kept.ledger.root, "status", "-s"))
    assert after == before
    assert before[1] == b""
