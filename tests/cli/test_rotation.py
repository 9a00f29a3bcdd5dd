"""The commands round and team, on real ledgers. All persons are invented."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.support.once import once
from tests.support.run import run
from tests.support.trials import git, lines_changed, new_ledger, ok, read, refused

TODAY = "2026-03-02"
PEOPLE = (
    "李乙 --rank bureau",
    "张丙 --rank bureau",
    "赵丁 --rank division",
    "钱戊",
    "孙己",
    "周庚",
)


def add(folder: Path, names: Sequence[str]) -> None:
    """Add people to the roster, from number 0002."""
    line = "person add --body transport --since 2026-01-01 --invented"
    for number, name in enumerate(names, 2):
        ok(folder, f"{line} --id {number:04} --name {name}")


@pytest.fixture
def ledger(tmp_path: Path, time_machine: Any) -> Path:
    """Six people, 0002 to 0007, and a round that began on 5 January."""
    time_machine.move_to(f"{TODAY}T08:00:00+08:00")
    once(begun, tmp_path)
    return tmp_path / "L"


def begun(folder: Path) -> None:
    root = new_ledger(folder)
    add(root, PEOPLE)
    ok(root, "round open 2026-1 --name 第一轮 --start 2026-01-05 --end 2026-06-30")


def team(folder: Path, reference: str) -> Any:
    return read(folder, f"team show {reference}")["team"]


@pytest.mark.thorough
def test_a_round_is_opened_and_listed(ledger: Path) -> None:
    opened = ok(ledger, "round open 2026-2 --name 第二轮 --start 2026-07-01")
    assert opened.out == "2026-2 第二轮\n"
    assert git(ledger, "log", "-1", "--format=%s").strip() == "round-open 2026-2 第二轮"
    second = {"id": "2026-2", "name": "第二轮", "start": "2026-07-01"}
    assert read(ledger, "round show 2026-2") == {"round": second, "composition": {}}
    assert [r["id"] for r in read(ledger, "round list")["rounds"]] == ["2026-1", "2026-2"]
    assert "第二轮" in run("round", "list", cwd=ledger).out


@pytest.mark.parametrize(
    ("line", "status", "said"),
    [
        ("round open 2026-1 --name 又一轮 --start 2026-07-01", 5, "already"),
        ("round open 2026-2 --name 又一轮 --start 2026-07-01 --end 2026-06-30", 5, "2026-06-30"),
        ("round open 2026 --name 又一轮 --start 2026-07-01", 2, "2026-1"),
        ("round open ../2026-2 --name 又一轮 --start 2026-07-01", 2, "2026-1"),
        ("round open 2026-2 --name 又一轮 --start 07/01/2026", 2, "2026-03-01"),
        ("round show 2026-3", 5, "2026-1 第一轮"),
        ("team list 2025-1", 5, "2026-1"),
        ("team show 2026-1", 2, "2026-1/T2"),
        ("team show 2026-1/T9", 5, "There is no team"),
        ("team add 2026-9 T1 --place 640100 --leader 0002", 5, "2026-1"),
        ("team add 2026-1 T/1 --place 640100 --leader 0002", 2, "T1"),
        ("team add 2026-1 T1 --place 640100 --leader 0020", 5, "0002"),
        ("team add 2026-1 T1 --place 640100 --leader 李", 5, "0002 李乙"),
        ("team add 2026-1 T1 --place 640101 --leader 0002", 5, "640100 银川市"),
        ("team add 2026-1 T1 --place 640100 --leader 0002 --since 2026-01-04", 5, "2026-01-05"),
        ("team add 2026-1 T1 --place 640100 --leader 0002 --expert 0002", 5, "has a seat"),
        ("team add 2026-1 T1 --place 640100 --leader 0002 --member 0003 --member 0003", 5, "held"),
        ("team seat 2026-1/T1 --member 0002", 5, "There is no team"),
        ("team leave 2026-1/T1 0002 --until 2026-02-01", 5, "There is no team"),
    ],
)
def test_a_bad_round_or_team_is_refused(fixed: Path, line: str, status: int, said: str) -> None:
    assert said in refused(fixed, status, line)


@pytest.fixture(scope="module")
def fixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger for what is refused, and so changes nothing in it."""
    folder = new_ledger(tmp_path_factory.mktemp("fixed"))
    add(folder, PEOPLE[:2])
    ok(folder, "round open 2026-1 --name 第一轮 --start 2026-01-05 --end 2026-06-30")
    return folder


@pytest.mark.thorough
def test_a_team_is_added_with_its_places_and_seats(ledger: Path) -> None:
    added = ok(
        ledger,
        "team add 2026-1 T1 --place 银川市 --place 64ND01 --leader 李乙 --expert 0005"
        " --member 0006 --member 周庚 --name 第一组",
    )
    assert added.out == "2026-1/T1  银川市, 宁东能源化工基地 | 李乙 | 钱戊 | 孙己, 周庚\n"
    assert added.err.splitlines() == [
        "银川市 is offered to 2026-1/T1: its leader receives it.",
        "宁东能源化工基地 is offered to 2026-1/T1: its leader receives it.",
    ]
    since = {"since": "2026-01-05"}
    assert team(ledger, "2026-1/T1") == {
        "id": "T1",
        "name": "第一组",
        "places": [{**since, "place": "640100"}, {**since, "place": "64ND01"}],
        "leader": [{**since, "person": "0002"}],
        "experts": [{**since, "person": "0005"}],
        "members": [{**since, "person": "0006"}, {**since, "person": "0007"}],
    }
    listed = read(ledger, "team list 2026-1")
    assert listed["teams"] == [team(ledger, "2026-1/T1")]
    sound = {"on": TODAY, "mixed": False, "crossing": [], "objections": []}
    assert listed["composition"] == {"T1": sound}
    for line in ("team list 2026-1", "team show 2026-1/T1", "round show 2026-1"):
        assert "李乙" in run(*line.split(), cwd=ledger).out
    assert "2026-1/T1 member" in run("person", "show", "0006", cwd=ledger).out
    inspecting = read(ledger, "person list --office inspector")["people"]
    assert [each["id"] for each in inspecting] == ["0002", "0005", "0006", "0007"]
    leading = read(ledger, "person list --office leader --on 2026-01-05")["people"]
    assert [each["id"] for each in leading] == ["0002"]
    assert "already" in refused(
        ledger, 5, "team add 2026-1 T1 --place 640200 --leader 0003 --since 2026-01-05"
    )


@pytest.mark.thorough
def test_a_leader_below_the_rank_of_the_policy_is_warned_of(ledger: Path) -> None:
    added = ok(ledger, "team add 2026-1 T1 --place 640100 --leader 0004")
    assert "bureau rank" in added.err
    assert "0004 赵丁" in added.err
    assert "bureau rank" in ok(ledger, "team seat 2026-1/T1 --leader 0005").err
    assert ok(ledger, "team seat 2026-1/T1 --leader 0002 --since 2026-03-03").err == ""


@pytest.mark.thorough
def test_a_new_leader_ends_the_former_the_day_before(ledger: Path) -> None:
    ok(ledger, "team add 2026-1 T1 --place 640100 --leader 0002 --member 0003")
    seated = ok(ledger, "team seat 2026-1/T1 --leader 0003 --since 2026-02-01")
    assert seated.out == "2026-1/T1  银川市 | 张丙\n"
    assert git(ledger, "log", "-1", "--format=%s").strip() == "team-seat 2026-1/T1 0003"
    until = {"since": "2026-01-05", "until": "2026-01-31"}
    shown = team(ledger, "2026-1/T1")
    assert shown["leader"] == [
        {**until, "person": "0002"},
        {"since": "2026-02-01", "person": "0003"},
    ]
    assert shown["members"] == [{**until, "person": "0003"}]
    refused(ledger, 5, "team seat 2026-1/T1 --leader 0003")
    refused(ledger, 5, "team seat 2026-1/T1 --leader 0004 --since 2026-01-31")
    ok(ledger, "team seat 2026-1/T1 --leader 0004 --since 2026-02-01")
    shown = team(ledger, "2026-1/T1")["leader"]
    assert [each["person"] for each in shown] == ["0002", "0003", "0004"]
    assert shown[1] == {"since": "2026-02-01", "until": "2026-01-31", "person": "0003"}
    refused(ledger, 2, "team seat 2026-1/T1")


@pytest.mark.thorough
def test_nobody_sits_in_two_teams_of_a_round_at_once(ledger: Path) -> None:
    ok(ledger, "team add 2026-1 T1 --place 640100 --leader 0002 --member 0004")
    said = refused(ledger, 5, "team add 2026-1 T2 --place 640200 --leader 0003 --expert 0004")
    assert "2026-1/T1" in said
    assert "team leave 2026-1/T1 0004" in said
    ok(ledger, "team add 2026-1 T2 --place 640200 --leader 0003")
    refused(ledger, 5, "team seat 2026-1/T2 --member 0004")
    ok(ledger, "team leave 2026-1/T1 赵丁 --until 2026-02-15")
    refused(ledger, 5, "team seat 2026-1/T2 --member 0004 --since 2026-02-15")
    ok(ledger, "team seat 2026-1/T2 --member 0004 --since 2026-02-16")
    ok(ledger, "round open 2026-2 --name 第二轮 --start 2026-02-20")
    line = "team add 2026-2 T1 --place 640300 --leader 0002 --member 0004"
    said = refused(ledger, 5, line)
    assert "0002 has a seat in team 2026-1/T1" in said
    assert "0004 has a seat in team 2026-1/T2" in said
    refused(ledger, 5, f"{line} --since 2026-06-30")
    ok(ledger, f"{line} --since 2026-07-01")


@pytest.mark.thorough
def test_a_round_without_an_end_lasts_until_the_next_begins(ledger: Path) -> None:
    ok(ledger, "round open 2026-2 --name 第二轮 --start 2026-07-01")
    ok(ledger, "team add 2026-2 T1 --place 640100 --leader 0002 --member 0004")
    ok(ledger, "round open 2026-3 --name 第三轮 --start 2026-09-01")
    ok(ledger, "team add 2026-3 T1 --place 640200 --leader 0002 --member 0004")


def test_nobody_is_seated_where_the_home_body_is(ledger: Path) -> None:
    ok(ledger, "person add --body 兴庆区 --since 2026-01-01 --invented --name 吴辛")
    said = refused(ledger, 5, "team add 2026-1 T1 --place 银川市 --leader 0002 --member 吴辛")
    assert "001-0008 吴辛" in said
    assert "兴庆区" in said
    assert "银川市" in said
    ok(ledger, "team add 2026-1 T1 --place 石嘴山市 --leader 0002 --member 吴辛 --expert 0005")
    made = read(ledger, "team show 2026-1/T1")["composition"]
    assert made == {"on": TODAY, "mixed": True, "crossing": ["001-0008"], "objections": []}
    for line in ("team list 2026-1", "team show 2026-1/T1", "round show 2026-1"):
        shown = run(*line.split(), cwd=ledger).out
        assert "mixed team; cross-inspection by 吴辛" in shown
    assert read(ledger, "round show 2026-1")["composition"] == {"T1": made}


@pytest.mark.thorough
def test_what_the_rules_warn_of_is_told_once_and_shown(ledger: Path) -> None:
    added = ok(ledger, "team add 2026-1 T1 --place 640100 --leader 0004 --field 危险化学品")
    assert [line for line in added.err.splitlines() if line.startswith("Note")] == [
        "Note: A leader has bureau rank by the policy; 0004 赵丁 has not, on 2026-01-05. Name"
        " another leader, or put the rank on record: `sfcheck person rank`.",
        "Note: 2026-1/T1 has 0 expert(s) from 2026-01-05 on; the policy asks for 1. Seat an expert:"
        " `sfcheck team seat 2026-1/T1 --expert PERSON`.",
        "Note: 2026-1/T1 has 0 member(s) from 2026-01-05 on; the policy asks for 1. Seat a member:"
        " `sfcheck team seat 2026-1/T1 --member PERSON`.",
    ]
    assert "危险化学品" in ok(ledger, "team seat 2026-1/T1 --expert 0005").err
    seated = ok(ledger, "team seat 2026-1/T1 --member 0006")
    assert seated.err == ""
    shown = read(ledger, "team show 2026-1/T1")["composition"]["objections"]
    codes = ["leader-rank", "too-few-experts", "too-few-members", "fields-uncovered"]
    assert [each["code"] for each in shown] == codes
    text = run("team", "show", "2026-1/T1", cwd=ledger).out
    assert "fields wanted: 危险化学品" in text
    assert all(each["message"] in text for each in shown)
    findings = read(ledger, "validate")["findings"]
    assert sorted(each["code"] for each in findings) == ["SF403", "SF405", "SF406", "SF413"]


def test_who_is_not_released_has_a_reason(ledger: Path) -> None:
    team_add = "team add 2026-1 T1 --place 640100 --leader 0002 --expert 0005"
    assert "not-released" in refused(ledger, 2, f"{team_add} --reason 值班")
    ok(ledger, team_add)
    seated = ok(ledger, "team seat 2026-1/T1 --member 0006 --not-released")
    assert "0006 孙己 is in 2026-1/T1 and not released" in seated.err
    assert [each["code"] for each in read(ledger, "validate")["findings"]] == ["SF413", "SF407"]
    assert ok(ledger, "team seat 2026-1/T1 --member 0007 --not-released --reason 值班").err == ""
    since = {"since": TODAY, "released": False}
    assert team(ledger, "2026-1/T1")["members"] == [
        {**since, "person": "0006"},
        {**since, "person": "0007", "reason": "值班"},
    ]
    assert "not released: 值班" in run("team", "show", "2026-1/T1", cwd=ledger).out
    refused(ledger, 2, "team seat 2026-1/T1 --member 0003 --not-released --reason ' '")


@pytest.mark.thorough
def test_the_same_people_at_the_same_place_again_are_told(ledger: Path) -> None:
    team_add = "--place 640100 --leader 0002 --expert 0005 --member"
    ok(ledger, f"team add 2026-1 T1 {team_add} 0006")
    ok(ledger, "round open 2026-2 --name 第二轮 --start 2026-07-01 --field 消防")
    added = ok(ledger, f"team add 2026-2 T1 {team_add} 0007")
    said = [line for line in added.err.splitlines() if line.startswith("Note")]
    assert len(said) == 4
    assert "消防" in said[0]
    assert "0002 李乙 is sent to 银川市 2 times in a row" in said[1]
    assert "0005 钱戊 is sent to 银川市 2 times in a row" in said[2]
    assert "0005 钱戊 serves under 李乙 2 times in a row" in said[3]
    codes = [each["code"] for each in read(ledger, "validate")["findings"]]
    assert sorted(codes) == ["SF406", "SF408", "SF408", "SF409"]


@pytest.mark.thorough
def test_who_left_or_never_sat_cannot_leave_again(ledger: Path) -> None:
    ok(ledger, "team add 2026-1 T1 --place 640100 --leader 0002 --member 0004 --expert 0005")
    refused(ledger, 5, "team leave 2026-1/T1 0004 --until 2026-01-04")
    left = ok(ledger, "team leave 2026-1/T1 0004 --until 2026-01-05")
    assert "2026-01-05" in left.out
    removed, added = lines_changed(ledger)
    assert removed == ['  - {since: 2026-01-05, person: "0004"}']
    assert added == ['  - {since: 2026-01-05, person: "0004", until: 2026-01-05}']
    refused(ledger, 5, "team leave 2026-1/T1 0004 --until 2026-01-06")
    refused(ledger, 5, "team leave 2026-1/T1 0006 --until 2026-01-06")


def test_who_left_the_roster_gets_no_seat(ledger: Path) -> None:
    ok(ledger, "person end 0004 --until 2026-01-31")
    said = refused(
        ledger,
        5,
        "team add 2026-1 T1 --place 640100 --leader 0002 --member 0004 --since 2026-02-01",
    )
    assert "赵丁" in said
    assert "2026-01-31" in said


def test_a_closed_round_stays_as_it_was(ledger: Path) -> None:
    ok(ledger, "team add 2026-1 T1 --place 640100 --leader 0002 --member 0004")
    file = ledger / "rounds" / "2026-1.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("teams:", "closed: 2026-03-01\nteams:"),
        encoding="utf-8",
        newline="\n",
    )
    git(ledger, "commit", "-qam", "closed")
    assert "2026-03-01" in refused(ledger, 5, "team seat 2026-1/T1 --member 0005")
    refused(ledger, 5, "team add 2026-1 T2 --place 640200 --leader 0003")
    refused(ledger, 5, "team leave 2026-1/T1 0004 --until 2026-03-01")
    assert read(ledger, "person list --office inspector")["people"] == []
    assert len(read(ledger, "person list --office inspector --former")["people"]) == 2


@pytest.mark.thorough
def test_comments_in_a_round_stay(ledger: Path) -> None:
    file = ledger / "rounds" / "2026-1.yaml"
    file.write_text(
        "# 第一轮 the first round\n" + file.read_text(encoding="utf-8").rstrip() + "  # 暂定\n",
        encoding="utf-8",
        newline="\n",
    )
    git(ledger, "commit", "-qam", "a note")
    ok(ledger, "team add 2026-1 T1 --place 640100 --leader 0002")
    ok(ledger, "team add 2026-1 T2 --place 640200 --leader 0003")
    ok(ledger, "team seat 2026-1/T1 --member 0005 --expert 0006")
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# 第一轮 the first round\nid: 2026-1\n")
    assert "end: 2026-06-30  # 暂定\n" in text
    assert lines_changed(ledger)[0] == []
    assert [each["id"] for each in read(ledger, "round show 2026-1")["round"]["teams"]] == [
        "T1",
        "T2",
    ]


@pytest.mark.thorough
def test_only_a_steward_opens_rounds_and_mans_teams(ledger: Path) -> None:
    ok(ledger, "team add 2026-1 T1 --place 640100 --leader 0002")
    for line in (
        "round open 2026-2 --name 第二轮 --start 2026-07-01",
        "team add 2026-1 T2 --place 640200 --leader 0003",
        "team seat 2026-1/T1 --member 0004",
        "team leave 2026-1/T1 0002 --until 2026-03-02",
    ):
        assert "steward" in refused(ledger, 5, f"--as 0002 {line}")
        done = run(*line.split(), "--dry-run", cwd=ledger)
        assert done.status == 0
        assert "nothing was changed" in done.err
    assert git(ledger, "status", "--porcelain") == ""
