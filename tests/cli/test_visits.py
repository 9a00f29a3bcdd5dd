"""Visits by the command line: the six answers, who may, what a study and a consultation need."""

import json
from pathlib import Path
from typing import Any, get_args

import pytest
from docx import Document

from sfcheck.cli.frame import console
from sfcheck.domain.visits.law import POINTS
from sfcheck.domain.visits.record import Point
from tests.support.office import (
    ACCEPTOR,
    CLERK,
    LEADER,
    MEMBER,
    OFFICER,
    START,
    Office,
    open_office,
)
from tests.support.once import once
from tests.support.run import Result
from tests.support.trials import git

DAY = "2026-06-01"
EXPERT = "0007"
HOSTILE = "甲 & <b> | {{ 7*7 }} [x](y) # =cmd"
CAUSES = {"direct": "探头失效", "management": "半年未校验", "root": "无人负责"}
ANSWERS = {"who": "应急管理厅", "position": "危化处", "duty": "regulator", "omitted": "一年未检查"}
FINDINGS = [
    {"who": EXPERT, "field": "危险化学品", "finding": "报警器选型不当"},
    {"who": "某某（虚构）", "body": "住房城乡建设厅", "finding": "距离不足"},
]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    once(with_expert, tmp_path)
    return Office(tmp_path / "ledger")


def with_expert(folder: Path) -> None:
    office = open_office(folder)
    office.done(
        *("person", "add", "--name", "庚（化名）", "--body", "emergency-management"),
        *("--id", EXPERT, "--since", START, "--invented", "--field", "危险化学品"),
    )


def record(office: Office, *args: object, mode: str = "covert", by: str = MEMBER) -> Result:
    usual = (("--place", "640181"), ("--unit", "虚构宁河化工有限公司"), ("--mode", mode))
    shown = (word for pair in usual if pair[0] == "--unit" or pair[0] not in args for word in pair)
    return office("visit", "record", *shown, *args, by=by)


def on_record(office: Office, *args: object, mode: str = "overt") -> str:
    done = record(office, *(("--all-kept",) if mode == "covert" else ()), *args, mode=mode)
    assert done.status == 0, done
    return done.out.split()[0]


def step(office: Office, do: str, visit: str, facts: dict[str, Any], by: str) -> Result:
    given = json.dumps(facts, ensure_ascii=False)
    return office("visit", do, visit, "--from", "-", by=by, typed=given)


def study(office: Office, visit: str, number: str, by: str = LEADER, **other: Any) -> Result:
    facts = {"issues": [number], "causes": CAUSES, "answerable": [ANSWERS], "elsewhere": "全市罐区"}
    return step(office, "study", visit, {**facts, **other}, by)


def consult(office: Office, visit: str, number: str, by: str = OFFICER, **other: Any) -> Result:
    facts = {"issue": number, "opinions": FINDINGS, "conclusion": "立即停用", **other}
    return step(office, "consult", visit, facts, by)


def read(office: Office, visit: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(office.done("visit", "show", visit, "--json").out)["visit"]
    return found


def found_wrong(office: Office) -> list[str]:
    """Return the codes of what `validate` finds but that the little team has no expert."""
    findings = json.loads(office.done("validate", "--json").out)["findings"]
    return [each["code"] for each in findings if each["code"] != "SF405"]


def test_a_form_does_not_say_who_acts(office: Office) -> None:
    """Who is at the desk acts, whatever a form says of it."""
    number = office.found()
    visit = on_record(office)
    facts = {"issues": [number], "causes": CAUSES, "answerable": [ANSWERS], "elsewhere": "全市罐区"}
    assert step(office, "study", visit, {**facts, "by": LEADER}, MEMBER).status == 5
    assert [event["do"] for event in read(office, visit)["events"]] == ["record"]


def test_the_table_of_points_is_the_list_of_the_record() -> None:
    assert tuple(POINTS) == get_args(Point)


def test_a_covert_visit_is_on_record_with_its_six_answers(office: Office) -> None:
    number = office.found()
    done = record(office, "--all-kept", "--not-kept", "no_escort 企业负责人跟随", "--issue", number)
    assert done.status == 0, done
    visit = read(office, done.out.split()[0])
    account = visit["events"][0]["account"]
    assert [each["point"] for each in account["check"]] == list(POINTS)
    assert [each["point"] for each in account["check"] if not each["kept"]] == ["no_escort"]
    assert account["check"][3]["remark"] == "企业负责人跟随"
    assert (account["on"], account["persons"], account["issues"]) == (DAY, [MEMBER], [number])
    assert visit["team"] == "2026-1/T1"
    assert git(office.root, "log", "--format=%s", "-1").startswith("visit-record ")
    assert not git(office.root, "status", "--porcelain")
    assert found_wrong(office) == []
    assert visit["id"] in office.done("show", number).out
    assert office.issue(number)["visits"] == [visit["id"]]


@pytest.mark.parametrize(
    ("args", "status"),
    [
        ((), 5),
        (("--not-kept", "no_escort"), 5),
        (("--not-kept", "escort 有人"), 2),
        (("--all-kept", "--on", "2026-06-02"), 5),
        (("--all-kept", "--on", "2026-04-01"), 2),
        (("--all-kept", "--on", "2026-04-01", "--team", "2026-1/T1"), 5),
        (("--all-kept", "--place", "640200"), 2),
        (("--all-kept", "--place", "640200", "--team", "2026-1/T1"), 5),
        (("--all-kept", "--person", OFFICER), 5),
        (("--all-kept", "--issue", "26-037-0001-0"), 2),
        (("--all-kept", "--unit", ""), 2),
        (("--all-kept", "--mode", "overt"), 5),
    ],
)
def test_what_is_not_lawful_leaves_nothing(
    office: Office, args: tuple[str, ...], status: int
) -> None:
    before = office.files()
    refused = record(office, *args)
    assert (refused.status, refused.out) == (status, ""), refused
    assert office.files() == before


@pytest.mark.parametrize("by", [OFFICER, CLERK, ACCEPTOR])
def test_only_the_team_records(office: Office, by: str) -> None:
    assert record(office, "--all-kept", by=by).status in (2, 5)
    assert record(office, "--all-kept", "--team", "2026-1/T1", by=by).status == 5
    assert record(office, "--all-kept", by=LEADER).status == 0


def test_the_answers_may_be_written_in_a_file(office: Office, tmp_path: Path) -> None:
    form = tmp_path / "visit.yaml"
    text = "place: '640181'\nunits: [虚构宁河化工有限公司]\nmode: covert\n"
    form.write_text(text, encoding="utf-8")
    assert office("visit", "record", "--from", form, by=MEMBER).status == 5
    form.write_text(f"{text}check:\n  no_notice: 园区提前登记\n", encoding="utf-8")
    office.done("visit", "record", "--from", form, by=MEMBER)
    form.write_text(f"{text}check: 全部\n", encoding="utf-8")
    assert office("visit", "record", "--from", form, by=MEMBER).status == 2


def test_numbers_are_of_the_clones_book_and_the_list_shows_them(office: Office) -> None:
    first, second = on_record(office), on_record(office, mode="covert")
    assert (first, second) == ("2026-001-0001", "2026-001-0002")
    listed = json.loads(office.done("visit", "list", "--json").out)["visits"]
    assert [each["id"] for each in listed] == [first, second]
    assert first in office.done("visit", "list", "--team", "2026-1/T1").out
    assert json.loads(office.done("visit", "list", "--place", "640121", "--json").out) == {
        "version": 1,
        "visits": [],
    }


def test_issues_found_elsewhere_or_by_nobody_of_the_team_are_refused(office: Office) -> None:
    near, far = office.found(), office.found(place="640121")
    refused = record(office, "--all-kept", "--issue", near, "--issue", far)
    assert refused.status == 5
    assert far in refused.err
    assert record(office, "--all-kept", "--issue", near, "--issue", near).status == 5


@pytest.mark.thorough
def test_an_account_is_amended_and_the_old_one_stays(office: Office) -> None:
    visit, number = on_record(office, mode="covert"), office.found()
    amended = ("visit", "amend", visit, "--why", "补记", "--issue", number)
    for by in (OFFICER, CLERK):
        assert office(*amended, by=by).status == 5
    office.done(*amended, by=MEMBER)
    office.done("visit", "amend", visit, "--why", "非暗访", "--mode", "overt", by=LEADER)
    events = read(office, visit)["events"]
    assert [event["account"]["mode"] for event in events] == ["covert", "covert", "overt"]
    assert ["issues" in event["account"] for event in events] == [False, True, True]
    assert (
        office("visit", "amend", visit, "--why", "又是", "--mode", "covert", by=LEADER).status == 5
    )


def test_a_case_is_studied_on_an_overt_visit_by_the_leader(office: Office) -> None:
    number = office.found()
    assert study(office, on_record(office, mode="covert"), number).status == 5
    visit = on_record(office)
    for by in (MEMBER, OFFICER, CLERK):
        assert study(office, visit, number, by).status == 5
    assert study(office, visit, number).status == 0
    step = read(office, visit)["events"][1]
    assert step["answerable"][0]["who"] == "emergency-management"
    for missing in ("causes", "answerable", "elsewhere", "issues"):
        assert study(office, visit, number, **{missing: []}).status == 2
    assert study(office, visit, number, causes={**CAUSES, "root": ""}).status == 2
    refused = office(
        "visit", "amend", visit, "--why", "错", "--mode", "covert", "--all-kept", by=MEMBER
    )
    assert refused.status == 5
    told = office.done("show", number).out
    assert "studied" in told
    paper = office.done("visit", "show", visit, "--paper", "study", "--format", "md").out
    for said in (*CAUSES.values(), "危化处", "一年未检查", "全市罐区", number):
        assert said in paper


def test_a_consultation_is_one_of_two_bodies_with_an_expert(office: Office) -> None:
    number = office.found(found={"mode": "overt", "site_record": "signed"})
    visit = on_record(office, "--issue", number)
    for by in (MEMBER, CLERK, LEADER):  # the overall office holds the place
        assert consult(office, visit, number, by).status == 5
    one, other = FINDINGS
    for opinions, status in (
        ([one], 2),
        ([one, {**other, "body": "应急管理厅"}], 5),
        ([{**one, "who": "庚（化名）", "body": "应急管理厅"}, other], 5),
        ([{**one, "who": "0099"}, other], 2),
        ([{**one, "who": "0099", "body": "应急管理厅"}, other], 5),
        ([{**one, "field": "矿山"}, other], 5),
        ([{**one, "body": "卫生健康委"}, other], 5),
        ([one, {"who": "某某（虚构）", "finding": "无单位"}], 2),
    ):
        refused = consult(office, visit, number, opinions=opinions)
        assert refused.status == status, (opinions, refused)
    for on in ("2026-05-31", "2026-06-02"):
        assert consult(office, visit, number, on=on).status == 5
    assert consult(office, visit, number, conclusion="").status == 2
    assert consult(office, visit, number).status == 0
    step = read(office, visit)["events"][1]
    assert [each["body"] for each in step["opinions"]] == [
        *("emergency-management", "housing-construction")
    ]
    paper = office.done("visit", "show", visit, "--paper", "consultation").out
    for said in ("报警器选型不当", "距离不足", "立即停用", "庚（化名）"):
        assert said in paper
    assert found_wrong(office) == []


def test_what_was_put_on_record_cannot_be_altered(office: Office) -> None:
    visit = on_record(office, mode="covert")
    path = next((office.root / "visits").rglob("*.yaml"))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("kept: true", "kept: false", 1), encoding="utf-8")
    findings = json.loads(office("validate", "--json").out)["findings"]
    assert "SF501" in {each["code"] for each in findings}
    refused = office("visit", "amend", visit, "--why", "补", "--unit", "甲", by=MEMBER)
    assert refused.status != 0


@pytest.mark.thorough
def test_what_a_visit_says_is_text_and_nothing_else(office: Office, tmp_path: Path) -> None:
    number = office.found()
    visit = on_record(office, "--issue", number, "--unit", HOSTILE)
    assert study(office, visit, number, elsewhere=HOSTILE * 50).status == 0
    output = tmp_path / "visit.md"
    office.done("visit", "show", visit, "-o", output)
    text = output.read_text(encoding="utf-8")
    assert "{{ 7*7 }}" not in text.replace("\\{\\{", "")
    assert " | {{" not in text
    assert "<b>" not in text.replace("\\<b", "")
    assert HOSTILE in office.done("visit", "show", visit).out
    for kind in ("visit", "study"):
        word = tmp_path / f"{kind}.docx"
        office.done("visit", "show", visit, "--paper", kind, "-o", word)
        cells = [c.text for t in Document(str(word)).tables for r in t.rows for c in r.cells]
        assert any(HOSTILE * (50 if kind == "study" else 1) in cell for cell in cells)


def test_a_dry_run_writes_nothing_and_no_such_visit_is_said(office: Office) -> None:
    before = office.files()
    assert record(office, "--all-kept", "--dry-run").status == 0
    assert office.files() == before
    for given in ("2026-1", "x", "2026-²", ""):
        assert office("visit", "show", given).status == 2
    assert "No case" in office.done("visit", "show", on_record(office), "--paper", "study").out


@pytest.mark.thorough
def test_on_a_terminal_it_is_asked(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Place, unit, kind, six answers with the reason for a no; then what a study needs."""
    monkeypatch.setattr(console, "on_terminal", lambda: True)
    answers = ["640181", "虚构化工厂", "covert", "y", "y", "y", "n", "企业派人跟随", "y", "y"]
    done = office.done("visit", "record", by=MEMBER, typed="\n".join([*answers, "y", ""]))
    account = read(office, done.out.split()[0])["events"][0]["account"]
    assert account["units"] == ["虚构化工厂"]
    assert [each["remark"] for each in account["check"] if not each["kept"]] == ["企业派人跟随"]
    number = office.found()
    record = ("visit", "record", "--place", "640181", "--unit", "甲", "--mode", "overt")
    visit = office.done(*record, "--issue", number, "-y", by=MEMBER).out.split()[0]
    answers = [*CAUSES.values(), "全市罐区", "应急管理厅", "", "regulator", "未检查", ""]
    office.done("visit", "study", visit, "-y", by=LEADER, typed="\n".join([*answers, ""]))
    answers = [number, EXPERT, "", "危险化学品", "选型不当"]
    answers += ["某某（虚构）", "住房城乡建设厅", "", "距离不足", "", "立即停用"]
    office.done("visit", "consult", visit, "-y", by=OFFICER, typed="\n".join([*answers, ""]))
    steps = read(office, visit)["events"]
    assert [each["do"] for each in steps] == ["record", "study", "consult"]
    assert steps[1]["answerable"] == [
        {"who": "emergency-management", "duty": "regulator", "omitted": "未检查"}
    ]
    assert steps[2]["opinions"][1]["body"] == "housing-construction"
