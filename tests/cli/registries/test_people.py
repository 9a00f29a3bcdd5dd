"""The commands person, body and place, on real ledgers. All persons and firms are invented."""

import os
import subprocess
import sys
from base64 import b64encode
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import ryaml

from tests.support.once import once
from tests.support.run import run
from tests.support.trials import git, lines_changed, new_ledger, ok, read, refused

TODAY = "2026-03-02"


def key(folder: Path, name: str, last: int, kind: str = "ssh-ed25519") -> Path:
    blob = len(kind).to_bytes(4, "big") + kind.encode() + b"\0\0\0\x20" + bytes([*range(31), last])
    file = folder.parent / name
    file.write_text(f"{kind} {b64encode(blob).decode()} lin@example.invalid\n", encoding="utf-8")
    return file


def word(file: Path) -> str:
    return " ".join(file.read_text(encoding="utf-8").split()[:2])


@pytest.fixture
def ledger(tmp_path: Path, time_machine: Any) -> Path:
    time_machine.move_to(f"{TODAY}T08:00:00+08:00")
    once(begun, tmp_path)
    return tmp_path / "L"


def begun(folder: Path) -> None:
    new_ledger(folder)


@pytest.fixture(scope="module")
def fixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger for what is refused, and so changes nothing in it."""
    return new_ledger(tmp_path_factory.mktemp("fixed"))


def person(folder: Path, number: str) -> Any:
    return read(folder, f"person show {number}")["person"]


def test_a_person_is_added_with_the_next_number_and_shown(ledger: Path) -> None:
    added = ok(
        ledger,
        "person add --name 李乙 --body 应急管理厅 --rank bureau --field 危险化学品 --field 消防"
        " --office clerk --office department_officer:emergency-management --invented",
    )
    assert added.out == "001-0002 李乙\n"
    since = {"since": TODAY}
    assert person(ledger, "0002") == {
        "id": "001-0002",
        "name": "李乙",
        "invented": True,
        "home": [{**since, "body": "emergency-management"}],
        "rank": [{**since, "value": "bureau"}],
        "fields": [{**since, "value": "危险化学品"}, {**since, "value": "消防"}],
        "offices": [
            {**since, "office": "clerk"},
            {**since, "office": "department_officer", "body": "emergency-management"},
        ],
    }
    assert git(ledger, "log", "-1", "--format=%B").splitlines()[:4] == [
        "person-add 001-0002 李乙",
        "",
        "Sfcheck-Action: person-add",
        "Sfcheck-By: 0001",
    ]
    shown = run("person", "show", "李乙", cwd=ledger).out
    assert "应急管理厅" in shown
    assert "危险化学品" in shown


def test_numbers_go_up_and_an_office_may_give_its_own(ledger: Path) -> None:
    ok(ledger, "person add --name 李乙 --body transport --id 0150")
    assert ok(ledger, "person add --name 张丙 --body transport").out == "001-0151 张丙\n"
    assert "already" in refused(ledger, 5, "person add --name 赵丁 --body transport --id 0150")
    said = refused(ledger, 2, "person add --name 赵丁 --body transport --id ../0009")
    assert "0012" in said


@pytest.mark.thorough
def test_two_clones_that_add_somebody_at_once_add_two(ledger: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    git(tmp_path, "clone", "-q", str(ledger), "other")
    assert run("join", "--person", "0001", "--book", "2", cwd=other).status == 0
    assert ok(ledger, "person add --name 李乙 --body transport").out == "001-0002 李乙\n"
    assert ok(other, "person add --name 张丙 --body transport").out == "002-0002 张丙\n"
    git(ledger, "pull", "-q", "--no-rebase", "--no-edit", str(other), "HEAD")
    assert ok(ledger, "person add --name 赵丁 --body transport").out == "001-0003 赵丁\n"
    assert "001-0002 李乙, 002-0002 张丙" in refused(ledger, 5, "person show 0002")


def test_a_namesake_is_warned_of(ledger: Path) -> None:
    assert "0001 on the roster" in ok(ledger, "person add --name 王甲 --body transport").err


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        ("--name 李乙 --body emergency-managment", 5, "emergency-management 自治区应急管理厅"),
        ("--name 李乙 --body 应急局", 5, "sfcheck body list"),
        ("--name 李乙 --body transport --since 2026-13-01", 2, "2026-03-01"),
        ("--name 李乙 --body transport --since 20260301", 2, "2026-03-01"),
        ("--name 李乙 --body transport --since 0001-01-01", 2, "2026-03-01"),
        ("--name 李乙 --body transport --rank general", 2, "bureau"),
        ("--name 李乙 --body transport --office inspector", 5, "team seat"),
        ("--name 李乙 --body transport --office minister", 2, "department_officer"),
        ("--name 李乙 --body transport --office department_officer", 2, "--body"),
        ("--name 李乙 --body transport --office clerk:transport", 2, "not held for a body"),
        ("--name 李乙 --body transport --office clerk --office clerk", 5, "held already"),
    ],
)
def test_a_bad_person_is_refused(fixed: Path, options: str, status: int, said: str) -> None:
    assert said in refused(fixed, status, f"person add {options}")


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "is empty"),
        (" \t", "is empty"),
        ("李\n乙", "cannot be seen"),
        ("李\x1b[31m乙", "cannot be seen"),
        ("李\u202e乙", "cannot be seen"),
        ("李\0乙", "cannot be seen"),
        ("李\udcff乙", "cannot read so"),
        ("李" * 301, "longer than 300"),
    ],
)
def test_a_bad_name_is_refused(fixed: Path, name: str, said: str) -> None:
    assert said in refused(fixed, 2, "person add --body transport --name", name)
    assert said in refused(fixed, 2, "body add new-one --kind party --name", name)
    assert said in refused(fixed, 2, "place add 640199 --level county --name", name)


def test_markup_in_a_name_is_shown_as_it_is(ledger: Path) -> None:
    ok(ledger, "person add --body transport --name", "[red]{{7*7}}[/red]")
    assert "[red]{{7*7}}[/red]" in run("person", "list", cwd=ledger).out


@pytest.mark.thorough
def test_offices_are_granted_and_ended_never_rewritten(ledger: Path) -> None:
    ok(ledger, "person add --name 李乙 --body transport --since 2026-01-01")
    granted = ok(ledger, "person grant 0002 department_officer --body transport --since 2026-01-05")
    assert granted.out == "001-0002 李乙: department officer (交通运输厅) since 2026-01-05\n"
    said = refused(ledger, 5, "person grant 0002 department_officer --body transport")
    assert "from 2026-01-05" in said
    ok(ledger, "person grant 0002 department_officer --body commerce")
    assert "2026-01-04" in refused(
        ledger, 5, "person end 0002 department_officer --body transport --until 2026-01-04"
    )
    ok(ledger, "person end 李乙 department_officer --body transport --until 2026-02-01")
    refused(ledger, 5, "person end 0002 department_officer --body transport --until 2026-02-02")
    refused(ledger, 5, "person end 0002 clerk --until 2026-02-02")
    ok(ledger, "person grant 0002 department_officer --body transport --since 2026-02-02")
    office = {"office": "department_officer", "body": "transport"}
    assert person(ledger, "0002")["offices"] == [
        {**office, "since": "2026-01-05", "until": "2026-02-01"},
        {"office": "department_officer", "body": "commerce", "since": TODAY},
        {**office, "since": "2026-02-02"},
    ]


def test_who_leaves_keeps_nothing_and_is_listed_as_former(ledger: Path) -> None:
    ok(ledger, "person add --name 李乙 --body transport --office clerk --since 2026-01-01")
    ok(ledger, "person end 0002 --until 2026-02-28")
    assert person(ledger, "0002")["home"][0]["until"] == "2026-02-28"
    assert person(ledger, "0002")["offices"][0]["until"] == "2026-02-28"

    def numbers(options: str) -> list[str]:
        return [each["id"] for each in read(ledger, f"person list {options}")["people"]]

    assert numbers("") == ["0001"]
    assert numbers("--on 2026-02-28") == ["001-0002"]
    assert numbers("--former") == ["001-0002"]
    assert numbers("--office clerk") == ["0001"]
    assert numbers("--office clerk --former") == ["001-0002"]
    assert numbers("--office clerk --body 交通运输厅 --on 2026-01-01") == ["001-0002"]
    assert numbers("--body commerce") == []
    assert "nothing to end" in refused(ledger, 5, "person end 0002 --until 2026-02-28")


def test_the_last_steward_stays(ledger: Path) -> None:
    assert "last steward" in refused(ledger, 5, "person end 0001 steward --until 2026-03-03")
    assert "last steward" in refused(ledger, 5, "person end 0001 --until 2026-03-03")
    ok(ledger, "person add --name 李乙 --body transport --office steward")
    ok(ledger, "person end 0001 steward --until 2026-03-03")


@pytest.mark.thorough
def test_a_move_and_a_rank_end_what_was_the_day_before(ledger: Path) -> None:
    ok(
        ledger,
        "person add --name 李乙 --body transport --rank division --since 2026-01-01"
        " --office department_officer:transport",
    )
    moved = ok(ledger, "person move 0002 --body commerce --since 2026-02-01")
    assert moved.out == "001-0002 李乙: 商务厅 since 2026-02-01\n"
    assert "department officer (交通运输厅)" in moved.err
    ok(ledger, "person rank 0002 bureau --since 2026-02-01")
    assert person(ledger, "0002")["home"] == [
        {"body": "transport", "since": "2026-01-01", "until": "2026-01-31"},
        {"body": "commerce", "since": "2026-02-01"},
    ]
    assert person(ledger, "0002")["rank"] == [
        {"value": "division", "since": "2026-01-01", "until": "2026-01-31"},
        {"value": "bureau", "since": "2026-02-01"},
    ]
    assert "Nothing needs" in refused(ledger, 5, "person move 0002 --body commerce")
    said = refused(ledger, 5, "person move 0002 --body transport --since 2026-01-31")
    assert "later day" in said
    refused(ledger, 5, "person rank 0002 staff --since 2025-12-31")


def test_a_key_is_recorded_without_its_comment_and_ended(ledger: Path) -> None:
    ok(ledger, "person add --name 李乙 --body transport")
    file = key(ledger, "li.pub", 1)
    ok(ledger, "person key 0002", file, "--since", "2026-02-01")
    assert person(ledger, "0002")["keys"] == [{"since": "2026-02-01", "key": word(file)}]
    refused(ledger, 5, "person key 0002", file)
    assert "001-0002 李乙" in refused(ledger, 5, "person key 0001", file)
    refused(ledger, 5, "person key 0002", file, "--until", "2026-01-31")
    ok(ledger, "person key 0002", file, "--until", "2026-02-28")
    ok(ledger, "person key 0002", key(ledger, "new.pub", 2), "--until", "2026-12-31")
    assert [held["until"] for held in person(ledger, "0002")["keys"]] == [
        "2026-02-28",
        "2026-12-31",
    ]


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n", 2, "private key"),
        ("", 2, "ssh-keygen"),
        ("ssh-ed25519 not-base64", 2, "ssh-keygen"),
        ("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7", 2, "ssh-keygen"),
        ("ssh-ed25519 AAAAB3NzaC1yc2EAAAADAQABAAABAQC7", 2, "ssh-keygen"),
        ("ssh-ed25519 AAAA\nssh-ed25519 AAAA", 2, "ssh-keygen"),
        ("x" * 20_000, 2, "at most"),
    ],
)
def test_what_is_no_public_key_is_refused(
    fixed: Path, tmp_path: Path, text: str, status: int, said: str
) -> None:
    file = tmp_path / "id"
    file.write_text(text, encoding="utf-8")
    assert said in refused(fixed, status, "person key 0001", file)
    assert "absent" in refused(fixed, 2, "person key 0001", tmp_path / "absent")


def test_the_named_officer_follows_the_former(ledger: Path) -> None:
    ok(ledger, "person add --name 李乙 --body inspection-office --since 2026-01-01")
    said = refused(ledger, 5, "person officer 0002 --since 2026-04-01")
    assert "person grant 001-0002 overall_officer" in said
    ok(ledger, "person grant 0002 overall_officer")
    named = ok(ledger, "person officer 李乙 --since 2026-04-01")
    assert "001-0002 李乙" in named.out
    charter = ryaml.loads((ledger / "ledger.yaml").read_text(encoding="utf-8"))
    assert charter["officers"] == [
        {"person": "0001", "since": TODAY, "until": "2026-03-31"},
        {"person": "001-0002", "since": "2026-04-01"},
    ]
    assert not [line for line in lines_changed(ledger)[0] if line.startswith("#")]
    assert read(ledger, "place show 640100")["head"] == "0001"


def test_what_was_named_today_is_named_otherwise_today(ledger: Path) -> None:
    before = (date.fromisoformat(TODAY) - timedelta(days=1)).isoformat()
    ok(ledger, "person add --name 李乙 --body inspection-office --office overall_officer")
    ok(ledger, "person officer 2")
    charter = ryaml.loads((ledger / "ledger.yaml").read_text(encoding="utf-8"))
    assert charter["officers"] == [
        {"person": "0001", "since": TODAY, "until": before},
        {"person": "001-0002", "since": TODAY},
    ]
    ok(ledger, "person move 2 --body transport")
    ok(ledger, "person move 2 --body commerce")
    assert person(ledger, "2")["home"] == [
        {"body": "inspection-office", "since": TODAY, "until": before},
        {"body": "transport", "since": TODAY, "until": before},
        {"body": "commerce", "since": TODAY},
    ]
    assert read(ledger, "place show 640100")["head"] == "001-0002"
    assert "商务厅" in run("person", "list", cwd=ledger).out
    assert run("validate", cwd=ledger).status == 0
    ok(ledger, "person officer 1")
    assert read(ledger, "place show 640100")["head"] == "0001"


def test_of_two_of_one_name_both_are_told_with_numbers_and_bodies(ledger: Path) -> None:
    ok(ledger, "person add --name 李乙 --body transport --office clerk --invented")
    ok(ledger, "person add --name 李乙 --body commerce --invented")
    both = "001-0002 李乙 (交通运输厅), 001-0003 李乙 (商务厅)"
    for line in ("person show 李乙", "person officer 李乙", "person move 李乙 --body transport"):
        assert both in refused(ledger, 5, line)
    assert read(ledger, "person show 3")["person"]["home"][0]["body"] == "commerce"


@pytest.mark.thorough
def test_only_a_steward_changes_the_roster(ledger: Path) -> None:
    ok(ledger, "person add --name 李乙 --body transport --office clerk")
    for line in (
        "person add --name 张丙 --body transport",
        "person grant 0002 steward",
        "person end 0001 clerk --until 2026-03-03",
        "person move 0001 --body transport",
        "person rank 0001 bureau",
        "person officer 0001",
        "body end transport --until 2026-03-03",
        "body add new-one --name 新局 --kind government",
        "place end 640100 --until 2026-03-03",
        "place add 640199 --name 新区 --level county",
    ):
        assert "steward" in refused(ledger, 5, f"--as 0002 {line}")


def test_a_dry_run_shows_and_changes_nothing(ledger: Path) -> None:
    before = git(ledger, "rev-parse", "HEAD")
    for line, shown in (
        ("person add --name 李乙 --body transport --dry-run", "001-0002 李乙\n"),
        ("person rank 0001 bureau --dry-run", "0001 王甲: bureau rank since 2026-03-02\n"),
        ("place add 640199 --name 新区 --level county --dry-run", "640199 新区\n"),
    ):
        done = run(*line.split(), cwd=ledger)
        assert (done.status, done.out) == (0, shown)
        assert "nothing was changed" in done.err
    assert git(ledger, "rev-parse", "HEAD") == before
    assert git(ledger, "status", "--porcelain") == ""


def test_a_file_changed_by_hand_is_not_swept_along(ledger: Path) -> None:
    file = ledger / "people" / "0001.yaml"
    file.write_bytes(file.read_bytes().replace(b"name:", b"name:  "))
    done = run("person", "rank", "0001", "bureau", cwd=ledger)
    assert done.status == 3
    assert "git" in done.err
    places = ledger / "places.yaml"
    places.write_bytes(places.read_bytes().replace("兴庆区".encode(), "兴庆".encode()))
    head = git(ledger, "rev-parse", "HEAD")
    done = run("place", "add", "640199", "--name", "新区", "--level", "county", cwd=ledger)
    assert done.status != 0
    assert git(ledger, "rev-parse", "HEAD") == head
    assert "兴庆," in places.read_text(encoding="utf-8")


def test_a_body_is_added_after_the_others_and_ended(ledger: Path) -> None:
    ok(
        ledger,
        "body add new-energy-bureau --name 新能源局（虚构） --short 新能源局 --alias 新能源办"
        " --kind government --superior 自治区人民政府 --place 宁夏回族自治区"
        " --part regulator --part enterprise",
    )
    removed, added = lines_changed(ledger)
    assert removed == []
    assert added
    assert read(ledger, "body show 新能源办")["body"] == {
        "id": "new-energy-bureau",
        "name": "新能源局（虚构）",
        "short": "新能源局",
        "aliases": ["新能源办"],
        "kind": "government",
        "superior": "region-government",
        "place": "640000",
        "parts": ["regulator", "enterprise"],
    }
    ok(ledger, "person add --name 李乙 --body 新能源局")
    ok(ledger, "body end new-energy-bureau --until 2026-03-01")
    assert "nothing to end" in refused(ledger, 5, "body end 新能源局 --until 2026-03-01")
    assert "2026-03-01" in refused(ledger, 5, "person add --name 张丙 --body 新能源局")
    former = read(ledger, "body list --former")["bodies"]
    assert [each["id"] for each in former] == ["new-energy-bureau"]
    assert len(read(ledger, "body list")["bodies"]) == 100
    assert "新能源局" in run("body", "list", "--former", cwd=ledger).out


@pytest.mark.parametrize(
    ("line", "status", "said"),
    [
        ("body add transport --name 新厅 --kind government", 5, "already"),
        ("body add new-one --name 自治区交通厅 --short 交通运输厅 --kind party", 5, "transport"),
        ("body add new-one --name 新厅 --kind ministry", 2, "government"),
        ("body add new/one --name 新厅 --kind party", 2, "emergency-management"),
        ("body add new-one --name 新厅 --kind party --superior region", 5, "region-government"),
        ("body add new-one --name 新厅 --kind party --place 649999", 5, "place list"),
        ("body end tranport --until 2026-03-01", 5, "transport"),
        ("place add 640100 --name 新市 --level city", 5, "already"),
        ("place add 6401 --name 新市 --level city", 2, "six digits"),
        ("place add ６４０１９９ --name 新市 --level city", 2, "640100"),
        ("place add 640199 --name 新市 --level town", 2, "county"),
        ("place add 640199 --name 新市 --level county --parent 银川", 5, "640100 银川市"),
        ("place end 64ND02 --until 2026-03-01", 5, "64ND01"),
        ("place show 640999", 5, "place list"),
        ("body show [bold]", 5, "[bold]"),
        ("person show 0021", 5, "0001 王甲"),
    ],
)
def test_a_bad_body_or_place_is_refused(fixed: Path, line: str, status: int, said: str) -> None:
    assert said in refused(fixed, status, line)


@pytest.mark.thorough
def test_a_place_is_added_after_the_others_and_ended(ledger: Path) -> None:
    ok(ledger, "place add 64ND02 --name 示例园区 --level zone --parent 宁东能源化工基地 --local")
    assert lines_changed(ledger)[0] == []
    assert read(ledger, "place show 示例园区") == {
        "place": {
            "code": "64ND02",
            "name": "示例园区",
            "level": "zone",
            "parent": "64ND01",
            "local": True,
        },
        "holder": "inspection-office",
        "head": "0001",
        "custody": [{"since": None, "until": None, "holder": "inspection-office", "head": "0001"}],
        "handovers": [],
    }
    ok(ledger, "place end 64ND02 --until 2026-03-01")
    assert lines_changed(ledger)[0]
    assert "nothing to end" in refused(ledger, 5, "place end 64ND02 --until 2026-03-02")
    assert [p["code"] for p in read(ledger, "place list --former")["places"]] == ["64ND02"]
    assert "银川市" in run("place", "list", cwd=ledger).out
    assert "党委督查室" in run("place", "show", "银川市", cwd=ledger).out


@pytest.mark.thorough
def test_comments_and_order_stay_when_a_registry_grows(ledger: Path) -> None:
    file = ledger / "bodies.yaml"
    text = file.read_text(encoding="utf-8").replace(
        "- {id: commerce", "# 手写的说明 a note by hand\n- {id: commerce"
    )
    file.write_text(text, encoding="utf-8", newline="")
    git(ledger, "commit", "-qam", "edited by hand")
    ok(ledger, "body end commerce --until 2026-05-01")
    lines = file.read_text(encoding="utf-8").splitlines()
    before = text.splitlines()
    assert [line for line in lines if line not in before] == [
        f"{line[:-1]}, until: 2026-05-01}}" for line in before if "id: commerce," in line
    ]
    assert lines[lines.index("# 手写的说明 a note by hand") + 1].startswith("- {id: commerce")


@pytest.mark.thorough
@pytest.mark.skipif(sys.platform == "win32", reason="a terminal is imitated by a pty")
def test_on_a_terminal_it_asks_and_a_no_changes_nothing(ledger: Path) -> None:
    import pty

    head = git(ledger, "rev-parse", "HEAD")
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "sfcheck", "person", "rank", "0001", "bureau"]
    with subprocess.Popen(
        command, cwd=ledger, stdin=slave, stdout=subprocess.PIPE, stderr=slave
    ) as running:
        os.write(master, b"n\n")
        out, _err = running.communicate(timeout=60)
    os.close(slave)
    os.close(master)
    assert running.returncode == 130
    assert out == b""
    assert git(ledger, "rev-parse", "HEAD") == head
