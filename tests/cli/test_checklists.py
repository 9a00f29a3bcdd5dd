"""Checklists: a visit answers one whole, what it was asked is frozen, a failure begins an issue."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.amounts import trial
from tests.support.office import CLERK, LEADER, MEMBER, Office, open_office
from tests.support.once import once
from tests.support.run import Result, run

LIST = "hazardous_chemicals"
FIRM = "虚构宁河化工有限公司"
FAILED = ("--fail", "4.1 十二台探测器中四台无信号")
ANSWERED = ("--list", LIST, *FAILED, "--not-applicable", "4.6 没有充装", "--rest-pass")
VISIT = "2026-001-0001"


@pytest.fixture(name="office")
def _office(tmp_path: Path) -> Office:
    once(visited, tmp_path)
    return Office(tmp_path / "ledger")


def visited(folder: Path) -> None:
    office = open_office(folder)
    went = ("--place", "640181", "--mode", "overt", "--unit", FIRM)
    office.done("visit", "record", *went, by=MEMBER)


def check(office: Office, *words: object, by: str = MEMBER) -> Result:
    return office("visit", "check", VISIT, *words, by=by)


def answers(office: Office) -> dict[str, Any]:
    visit = json.loads(office.done("visit", "show", VISIT, "--json").out)["visit"]
    event: dict[str, Any] = visit["events"][-1]
    return event


def codes(office: Office) -> list[str]:
    found = json.loads(office("validate", "--json").out)["findings"]
    return sorted(each["code"] for each in found if each["code"] != "SF405")


def test_a_failure_becomes_an_issue_with_its_legal_basis(office: Office) -> None:
    done = check(office, *ANSWERED)
    assert done.status == 0, done
    assert "1 of 38" in done.err
    event = answers(office)
    asked = {each["code"]: each for each in event["answers"]}
    assert (event["version"], event["unit"], len(asked)) == ("2026-1", FIRM, 38)
    assert asked["4.1"]["verdict"] == "fail"
    assert asked["4.6"]["verdict"] == "not_applicable"
    assert asked["4.1"]["criterion"]["clause"] == "第十二条"
    assert codes(office) == ["SF535"]
    form = office.root.parent / "new.yaml"
    words = ("checklist", "drafts", VISIT, "--site-record", "signed", "-o", form)
    office.done(*words, by=MEMBER)
    made = office.done("new-issue", "--from", form, "--json", "--yes", by=MEMBER)
    [issue] = json.loads(made.out)["issues"]
    assert issue["criterion"] == asked["4.1"]["criterion"]
    assert (issue["severity"], issue["sector"], issue["nature"]) == ("major", LIST, "equipment")
    assert issue["description"].startswith("十二台探测器中四台无信号")
    assert issue["found"]["mode"] == "overt"
    office.done("visit", "amend", VISIT, "--issue", issue["number"], "--why", "补", by=MEMBER)
    assert codes(office) == []
    assert office("checklist", "drafts", VISIT, by=MEMBER).status == 2


def test_what_was_asked_is_frozen(office: Office) -> None:
    assert check(office, *ANSWERED).status == 0
    file = office.root / "checklists" / f"{LIST}.yaml"
    text = file.read_text(encoding="utf-8")
    changed = text.replace("爆炸危险场所的电气设备防爆", "电气设备一律防爆")
    assert changed != text
    file.write_text(changed, encoding="utf-8", newline="\n")
    assert "SF534" in codes(office)
    anew = changed.replace('version: "2026-1"', 'version: "2026-2"')
    file.write_text(anew, encoding="utf-8", newline="\n")
    assert "SF534" not in codes(office)
    shown = office.done("visit", "show", VISIT, "--format", "md").out
    assert "爆炸危险场所的电气设备防爆" in shown
    assert "电气设备一律防爆" not in shown
    assert check(office, *ANSWERED).status == 0  # gone through again, by the new one
    assert answers(office)["version"] == "2026-2"


@pytest.mark.parametrize(
    ("words", "status", "why"),
    [
        trial(("--list", LIST, *FAILED), 5, "1.1, 1.2", always=True),
        trial(("--list", LIST, "--fail", "4.1", "--rest-pass"), 5, "4.1", always=True),
        trial((*ANSWERED, "--fail", "4.1 又一次"), 5, "twice", always=True),
        trial((*ANSWERED, "--not-applicable", "4.1 又一次"), 5, "twice", always=False),
        trial(("--list", LIST, "--fail", "9.9 没有这一条", "--rest-pass"), 2, "9.9", always=True),
        trial(("--list", "mines", "--rest-pass"), 2, "crowded_places", always=True),
        trial((*ANSWERED, "--unit", "没去过的厂"), 5, FIRM, always=True),
    ],
)
def test_what_is_no_answer_leaves_nothing(
    office: Office, words: tuple[str, ...], status: int, why: str
) -> None:
    before = office.files()
    refused = check(office, *words)
    assert (refused.status, refused.out) == (status, ""), refused
    assert why in refused.err
    assert office.files() == before


def test_those_who_went_answer_and_their_leader(office: Office) -> None:
    assert check(office, *ANSWERED, by=CLERK).status == 5
    assert check(office, *ANSWERED, by=LEADER).status == 0


@pytest.mark.thorough
def test_of_several_units_one_is_named(office: Office) -> None:
    units = ("--unit", FIRM, "--unit", "虚构第二厂")
    office.done("visit", "amend", VISIT, *units, "--why", "还去了一家", by=MEMBER)
    refused = check(office, *ANSWERED)
    assert (refused.status, "虚构第二厂" in refused.err) == (2, True)
    assert check(office, *ANSWERED, "--unit", "虚构第二厂").status == 0
    assert check(office, *ANSWERED, "--unit", FIRM).status == 0
    assert codes(office) == ["SF535", "SF535"]


def test_checklists_are_shown_and_printed_to_be_filled_in(office: Office) -> None:
    listed = json.loads(office.done("checklist", "list", "--json").out)["checklists"]
    assert {each["code"]: len(each["items"]) for each in listed} == {
        LIST: 38,
        "crowded_places": 23,
    }
    said = run("checklist", "show", "人员密集场所", cwd=office.root, language="zh").out
    assert "第二十八条" in said
    paper = office.root.parent / "表.docx"
    office.done("checklist", "show", LIST, "-o", paper)
    assert paper.stat().st_size > 5000


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        trial('- code: "1.2"', '- code: "1.1"', "SF120", always=True),
        trial("nature: equipment", "nature: equipmnt", "SF129", always=True),
        trial(f"sector: {LIST}", "sector: mining", "SF129", always=False),
        trial("group: ", "grup: ", "SF101", always=False),
        trial(f"code: {LIST}", "code: other", "SF021", always=False),
    ],
)
def test_a_checklist_is_checked(office: Office, old: str, new: str, code: str) -> None:
    file = office.root / "checklists" / f"{LIST}.yaml"
    text = file.read_text(encoding="utf-8").replace("criterion: {", "criterion: { ")
    file.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
    assert code in codes(office)
