"""Referrals by the command line: facts on record, order and hands, letters that never change."""

import json
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import time_machine
import yaml
from docx import Document

from sfcheck.domain.base.numbers import make
from sfcheck.language import choose
from tests.support.amounts import trial
from tests.support.office import ACCEPTOR, CLERK, LEADER, MEMBER, NOW, OFFICER, SECOND
from tests.support.once import again, once
from tests.support.referring import DEPARTMENT, DISCIPLINE, PARTY, WORKS, Moving, office_with_facts
from tests.support.run import Result, run
from tests.support.trials import git

DAY = "2026-07-01"
NUMBER = "宁督函〔2026〕5号"
HOSTILE = "甲 & 乙 < 丙 > {{ 7*7 }} {% raw %} {_{ }_} {# 丁 #} ]]> &amp; \\ '\" 🚧 𠮷 㐂"
ADJUST = "《关于安全生产工作履职尽责不到位的领导班子和领导干部调整办法（试行）》某条"


class Made(NamedTuple):
    office: Moving
    issues: dict[str, str]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    choose("en")


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return Made(*office_with_facts(tmp_path))


TO = {
    "organization": (DEPARTMENT, "late", PARTY),
    "discipline": (WORKS, "false", DISCIPLINE),
}
"""About whom, by which issue, and who acts for the receiving body."""


def propose(made: Made, to: str = "organization", *args: object, by: str = CLERK) -> Result:
    about, issue, _officer = TO[to]
    shown = ("--to", to, "--about", about, "--fact", made.issues[issue])
    return made.office("refer", "propose", *shown, *args, by=by)


def approve(made: Made, *, by: str = OFFICER, on: str = DAY, signatory: str = "某某") -> Result:
    shown = ("--signatory", signatory, "--on", on, "--document", "常委会纪要〔2026〕8号")
    return made.office("refer", "approve", "2026-1", *shown, by=by)


def transfer(made: Made, *args: object, number: str = NUMBER, by: str = CLERK) -> Result:
    return made.office("refer", "transfer", "2026-1", "--number", number, "--on", DAY, *args, by=by)


def verify(made: Made, *args: object, by: str = PARTY) -> Result:
    shown = ("--verified", "1 属实", "--not-verified", "2 记录有误")
    return made.office("refer", "verify", "2026-1", *shown, *args, by=by)


def decide(made: Made, *args: object, by: str = PARTY) -> Result:
    shown = ("--opinion", "批评教育", "--instrument", ADJUST, "--persons", 2, "--body", DEPARTMENT)
    return made.office("refer", "decide", "2026-1", *shown, *args, by=by)


def outcome(made: Made, *, by: str = SECOND, on: str = DAY) -> Result:
    shown = ("--document", "宁组函〔2026〕9号", "--on", on)
    return made.office("refer", "outcome", "2026-1", *shown, by=by)


def reject(made: Made, *, by: str = OFFICER) -> Result:
    shown = ("--signatory", "某某", "--on", DAY, "--document", "纪要", "--reason", "暂缓")
    return made.office("refer", "reject", "2026-1", *shown, by=by)


def withdraw(made: Made, *, by: str = CLERK) -> Result:
    return made.office("refer", "withdraw", "2026-1", "--reason", "另行处理", by=by)


STEPS = {
    "approve": approve,
    "reject": reject,
    "withdraw": withdraw,
    "transfer": transfer,
    "verify": verify,
    "decide": decide,
    "outcome": outcome,
}
WAYS: dict[str, tuple[str, ...]] = {
    "propose": (),
    "approve": ("approve",),
    "reject": ("reject",),
    "withdraw": ("withdraw",),
    "transfer": ("approve", "transfer"),
    "verify": ("approve", "transfer", "verify"),
    "decide": ("approve", "transfer", "verify", "decide"),
    "outcome": ("approve", "transfer", "verify", "decide", "outcome"),
}
LAWFUL = {
    "propose": {"approve", "reject", "withdraw"},
    "approve": {"transfer", "withdraw"},
    "transfer": {"verify"},
    "verify": {"decide"},
    "decide": {"outcome"},
}
"""What may follow what, written down apart from the program's own table."""


def brought_to(made: Made, state: str) -> Made:
    again(_brought_to, made.office.root, state)
    return made


def _brought_to(folder: Path, state: str) -> None:
    """Make an office whose referral is in a state, by one step from the state before."""
    if state == "propose":
        done = propose(Made(*office_with_facts(folder)))
    else:
        once(_brought_to, folder, next(each for each in WAYS if WAYS[each] == WAYS[state][:-1]))
        done = STEPS[state](Made(Moving(folder / "ledger").on(7, 1), {}))
    assert done.status == 0, done


def record(made: Made) -> dict[str, Any]:
    path = made.office.root / "referrals" / "2026" / "001-0001.yaml"
    read: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return read


def printed(made: Made, form: str, at: Path) -> bytes:
    done = made.office("refer", "show", "2026-1", "-o", at / f"paper.{form}", "--force")
    assert done.status == 0, done
    return (at / f"paper.{form}").read_bytes()


def errors(made: Made) -> list[str]:
    said = made.office("validate", "--afresh", "--format", "json").out
    found = json.loads(said)["findings"]
    return [each["code"] for each in found if each["severity"] == "error"]


@pytest.mark.parametrize("to", TO)
def test_the_whole_way_is_on_record_and_holds(made: Made, to: str) -> None:
    about, issue, officer = TO[to]
    for done in (
        *(propose(made, to), approve(made), transfer(made)),
        *(verify(made, by=officer), decide(made, by=officer), outcome(made)),
    ):
        assert done.status == 0, done
    kept = record(made)
    assert [step["do"] for step in kept["events"]] == [
        *("propose", "approve", "transfer", "verify", "decide", "outcome")
    ]
    assert (kept["to"], kept["about"]) == (to, about)
    assert {fact["issue"] for fact in kept["events"][0]["facts"]} == {made.issues[issue]}
    head = git(made.office.root, "rev-parse", "HEAD~6").strip()
    assert kept["events"][0]["pin"]["commit"] == head
    assert not git(made.office.root, "status", "--porcelain")
    assert errors(made) == []
    listed = json.loads(made.office.done("refer", "list", "--json").out)["referrals"]
    assert [(each["id"], each["state"]) for each in listed] == [("2026-001-0001", "outcome")]
    assert NUMBER in made.office.done("refer", "list").out
    shown = json.loads(made.office.done("refer", "show", NUMBER, "--json").out)["referral"]
    assert shown["events"][3]["findings"][1]["opinion"] == "记录有误"


@pytest.mark.parametrize("state", WAYS)
def test_every_step_out_of_order_is_refused_and_writes_nothing(made: Made, state: str) -> None:
    brought_to(made, state)
    before = made.office.files()
    for name, step in STEPS.items():
        if name not in LAWFUL.get(state, ()):
            refused = step(made)
            assert (refused.status, refused.out) == (5, ""), name
    assert made.office.files() == before


HANDS = {
    "propose": {OFFICER, SECOND, CLERK},
    "approve": {OFFICER, SECOND},
    "reject": {OFFICER, SECOND},
    "withdraw": {OFFICER, SECOND, CLERK},
    "transfer": {OFFICER, SECOND, CLERK},
    "verify": {PARTY},
    "decide": {PARTY},
    "outcome": {OFFICER, SECOND, CLERK},
}
BEFORE = {"approve": "propose", "reject": "propose", "withdraw": "approve"} | {
    after: state for state in ("approve", "transfer", "verify", "decide") for after in LAWFUL[state]
}


@pytest.mark.parametrize(
    "name", [trial(name, always=name in ("approve", "verify", "outcome")) for name in HANDS]
)
def test_every_step_is_for_its_hands_alone(made: Made, name: str) -> None:
    if name != "propose":
        brought_to(made, BEFORE[name])
    everybody = (OFFICER, CLERK, LEADER, MEMBER, ACCEPTOR, SECOND, PARTY, DISCIPLINE)
    take = propose if name == "propose" else STEPS[name]
    root = made.office.root
    for person in everybody:
        head = git(root, "rev-parse", "HEAD")
        done = take(made, by=person)
        assert done.status == (0 if person in HANDS[name] else 5), (person, done)
        assert (git(root, "rev-parse", "HEAD") != head) is (person in HANDS[name])
        git(root, "reset", "-q", "--hard", head.strip())


def test_who_proposed_neither_approves_verifies_nor_decides(made: Made) -> None:
    assert propose(made).status == 0
    assert approve(made, signatory="乙（化名）").status == 5  # the clerk's own name
    assert approve(made).status == 0
    assert transfer(made).status == 0
    on_paper = ("--document", "宁组函〔2026〕9号", "--signed-by")
    assert verify(made, *on_paper, "乙（化名）", by=CLERK).status == 5
    assert verify(made, *on_paper, "0002", by=CLERK).status == 5
    assert verify(made, *on_paper, "子（化名）", by=CLERK).status == 0
    assert decide(made, *on_paper, "乙（化名）", by=CLERK).status == 5
    assert decide(made, *on_paper, "子（化名）", by=CLERK).status == 0
    kept = record(made)["events"]
    assert kept[3]["paper"] == {"document": "宁组函〔2026〕9号", "signed_by": "子（化名）"}
    assert kept[3]["for"] == kept[4]["for"] == "organization-department"
    assert errors(made) == []


@pytest.mark.parametrize(
    ("to", "about", "fact", "status"),
    [
        ("organization", DEPARTMENT, "{closed}", 5),  # nothing on record about them
        ("organization", DEPARTMENT, "{late}:recurrence", 5),
        ("organization", DEPARTMENT, "{late}:duty", 0),
        ("organization", "交通运输厅", "{late}:duty", 0),
        ("organization", WORKS, "{false}", 5),  # not of the registry
        ("organization", WORKS, "{false}:overdue", 5),
        ("discipline", DEPARTMENT, "{late}:duty", 5),  # not what discipline is told of
        ("discipline", DEPARTMENT, "{late}:overdue", 0),
        ("discipline", "无此单位", "{false}", 5),
        ("discipline", "虚构第二厂", "{again}", 0),
        ("discipline", "虚构第二厂", "{again}:nonsense", 2),
        ("discipline", "虚构第二厂", ":recurrence", 2),
        ("discipline", "虚构第二厂", make(2026, "001", 9999), 5),
    ],
)
def test_only_facts_on_record_are_cited(
    made: Made, to: str, about: str, fact: str, status: int
) -> None:
    cited = ("--to", to, "--about", about, "--fact", fact.format(**made.issues))
    before = made.office.files()
    done = made.office("refer", "propose", *cited, by=CLERK)
    assert done.status == status, done
    assert (made.office.files() == before) is (status != 0)


@pytest.mark.parametrize("on", ["2026-06-30", "2026-07-02"])
def test_an_approval_is_not_older_than_the_proposal_and_not_of_tomorrow(
    made: Made, on: str
) -> None:
    propose(made)
    assert approve(made, on=on).status == 5
    assert approve(made).status == 0


@pytest.mark.parametrize("on", ["2026-06-30", "2026-07-02"])
def test_an_outcome_comes_after_the_letter_and_not_tomorrow(made: Made, on: str) -> None:
    brought_to(made, "decide")
    assert outcome(made, on=on).status == 5


@pytest.mark.parametrize(
    ("findings", "status"),
    [
        (("--verified", "1 属实"), 5),
        (("--verified", "1 属实", "--verified", "1 属实", "--verified", "2 属实"), 5),
        (("--verified", "1 属实", "--not-verified", "3 不属实"), 5),
        (("--verified", "1"), 2),
        (("--verified", "一 属实"), 2),
        (("--verified", "0 属实", "--verified", "1 属实"), 2),
        (("--verified", "1 属实", "--verified", "2 属实", "--document", "函"), 2),
        (("--verified", "2 属实", "--not-verified", "1 不属实"), 0),
    ],
)
def test_every_fact_is_spoken_of_once(made: Made, findings: tuple[str, ...], status: int) -> None:
    brought_to(made, "transfer")
    assert made.office("refer", "verify", "2026-1", *findings, by=PARTY).status == status


def test_no_action_concerns_nobody(made: Made) -> None:
    brought_to(made, "verify")
    said = ("refer", "decide", "2026-1", "--opinion", "不予处理")
    assert made.office(*said, "--persons", 1, by=PARTY).status == 5
    assert made.office(*said, "--body", DEPARTMENT, by=PARTY).status == 5
    assert made.office(*said, by=PARTY).status == 0
    assert "persons" not in record(made)["events"][-1]


@pytest.mark.parametrize(
    "number", ["宁督函[2026]5号", "宁督函〔2026〕05号", "〔2026〕5号", "宁督函〔2025〕5号"]
)
def test_a_letter_has_a_number_in_form(made: Made, number: str) -> None:
    brought_to(made, "approve")
    assert transfer(made, number=number).status == 5


@pytest.mark.thorough
def test_a_number_is_given_once_among_letters_and_bulletins(made: Made) -> None:
    brought_to(made, "transfer")
    office = made.office
    office.done("bulletin", "draft", "--title", "通报", by=CLERK)
    office.done("bulletin", "consolidate", "2026-1", by=CLERK)
    office.done("bulletin", "sign", "2026-1", "--signatory", "某某", "--on", DAY, by=OFFICER)
    publish = ("bulletin", "publish", "2026-1", "--on", DAY, "--to", "各市", "--number")
    refused = office(*publish, NUMBER, by=CLERK)
    assert refused.status == 5
    assert "2026-001-0001" in refused.err
    office.done(*publish, "宁督函〔2026〕6号", by=CLERK)
    assert propose(made, "discipline").status == 0
    said = ("--signatory", "某某", "--on", DAY, "--document", "纪要")
    office.done("refer", "approve", "2026-2", *said, by=OFFICER)
    for taken in (NUMBER, "宁督函〔2026〕6号"):
        shown = ("refer", "transfer", "2026-2", "--on", DAY, "--number", taken)
        assert office(*shown, by=CLERK).status == 5
    office.done(
        "refer", "transfer", "2026-2", "--on", DAY, "--number", "宁督函〔2026〕7号", by=CLERK
    )
    assert errors(made) == []


def test_a_ledger_without_a_receiver_transfers_nothing(made: Made) -> None:
    brought_to(made, "approve")
    path = made.office.root / "ledger.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub("^  organization: .*\n", "", text, flags=re.MULTILINE), "utf-8")
    refused = transfer(made)
    assert refused.status == 5
    assert "ledger.yaml" in refused.err


@pytest.mark.thorough
def test_a_dry_run_writes_nothing(made: Made) -> None:
    before = made.office.files()
    assert propose(made, "organization", "--dry-run").status == 0
    assert made.office.files() == before
    brought_to(made, "approve")
    before = made.office.files()
    assert transfer(made, "--dry-run").status == 0
    assert made.office.files() == before


@pytest.mark.thorough
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_letter_is_the_same_bytes_after_later_commits(
    made: Made, tmp_path: Path, language: str
) -> None:
    brought_to(made, "approve")
    shown = ("refer", "transfer", "2026-1", "--number", NUMBER, "--on", DAY)
    with time_machine.travel(NOW.replace(month=7), tick=False):
        done = run(*shown, cwd=made.office.root, person=CLERK, language=language)
    assert done.status == 0, done
    before = {form: printed(made, form, tmp_path) for form in ("md", "docx")}
    amended = ("--field", "title", "--new", "另一个题目", "--why", "更正")
    made.office.done("amend", made.issues["late"], *amended, by=OFFICER)
    for n in range(5):
        made.office.done("note", made.issues["late"], "--text", f"第{n}次", by=LEADER)
    own = made.office.root / "templates" / "documents"
    own.mkdir(parents=True)
    (own / "referral.md.j2").write_text("{{ title }} changed\n", encoding="utf-8")
    Document().save(str(own / "referral.docx"))
    with time_machine.travel(NOW.replace(year=2027)):
        for form, was in before.items():
            output = tmp_path / f"later.{form}"
            done = run("refer", "show", NUMBER, "-o", output, cwd=made.office.root)
            assert done.status == 0, done
            assert output.read_bytes() == was
    assert "另一个题目" not in before["md"].decode()
    assert propose(made, "discipline").status == 0
    again = made.office.done("refer", "show", "2026-2", "--format", "md").out
    assert again.endswith(" changed\n")


@pytest.mark.thorough
@pytest.mark.parametrize("to", TO)
def test_the_letter_lists_every_fact_with_its_day(made: Made, to: str, tmp_path: Path) -> None:
    assert propose(made, to).status == 0
    printed(made, "docx", tmp_path)
    table = Document(str(tmp_path / "paper.docx")).tables[0]
    rows = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    kept = record(made)["events"][0]["facts"]
    assert [(row[0], row[-1]) for row in rows] == [(each["issue"], each["on"]) for each in kept]
    assert len(kept) == 2
    text = made.office.done("refer", "show", "2026-1").out
    assert all(each["on"] in text for each in kept)
    assert "2026-06-05" in text if to == "discipline" else "20" in text


@pytest.mark.thorough
def test_what_a_record_says_is_text_and_nothing_else(made: Made, tmp_path: Path) -> None:
    said = f"{HOSTILE}\n" * 3
    amended = ("--field", "title", "--new", HOSTILE, "--why", "更正")
    made.office.done("amend", made.issues["late"], *amended, by=OFFICER)
    assert propose(made, "organization", "--opinion", said).status == 0
    assert approve(made, signatory=HOSTILE).status == 0
    assert transfer(made, "--copy", HOSTILE, "--head", HOSTILE).status == 0
    printed(made, "docx", tmp_path)
    document = Document(str(tmp_path / "paper.docx"))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts.count(HOSTILE) >= 4  # the red head, and thrice what the office says
    assert document.tables[0].rows[1].cells[1].text == HOSTILE
    with zipfile.ZipFile(tmp_path / "paper.docx") as packed:
        assert b"{{ 49 }}" not in packed.read("word/document.xml")
    markdown = printed(made, "md", tmp_path).decode()
    assert "{{" not in markdown
    assert "{%" not in markdown
    assert "<" not in re.sub(r"\\<", "", markdown)


@pytest.mark.thorough
def test_a_changed_template_or_record_is_refused(made: Made) -> None:
    brought_to(made, "transfer")
    kept = next((made.office.root / "evidence").rglob("*.j2"))
    data = kept.read_bytes()
    kept.write_bytes(data + b"x")
    assert made.office("refer", "show", "2026-1", "--format", "md").status == 3
    kept.write_bytes(data)
    path = made.office.root / "referrals" / "2026" / "001-0001.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("常委会纪要", "某纪要"), encoding="utf-8")
    assert made.office("refer", "show", "2026-1", "--format", "md").status == 3
    assert "SF501" in errors(made)


def test_no_such_referral(made: Made) -> None:
    for given in ("2026-1", "2026", "x", "2026-²", NUMBER):
        assert made.office("refer", "show", given).status == 2
    assert made.office.done("refer", "list", "--json").out.count("[]") == 1


def test_thresholds_are_dated_values_of_the_policy(made: Made) -> None:
    def kinds() -> set[str]:
        said = json.loads(made.office.done("refer", "candidates", "--json").out)
        assert said["on"] == made.office.day.isoformat()
        return {each["kind"] for each in said["candidates"]}

    assert "overdue" not in kinds()  # the preset asks for two
    path = made.office.root / "policy.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("refer_overdue:\n", "refer_overdue: []\nunused:\n"), "utf-8")
    bare = re.sub(r"^unused:\n- .*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    path.write_text(bare, encoding="utf-8")
    assert "overdue" in kinds()
    later = "refer_overdue:\n- {since: 2026-07-02, value: 3, basis: 办文}\n"
    path.write_text(bare.replace("refer_overdue: []\n", later), encoding="utf-8")
    assert "overdue" in kinds()
    made.office.day = date(2026, 7, 2)
    assert "overdue" not in kinds()


def test_candidates_are_those_of_the_one_asked_for(made: Made) -> None:
    def asked(*args: str) -> list[dict[str, Any]]:
        said = made.office.done("refer", "candidates", "--json", *args).out
        rows: list[dict[str, Any]] = json.loads(said)["candidates"]
        return rows

    both = [asked("--to", to) for to in ("organization", "discipline")]
    assert asked() == both[0] + both[1]
    assert {each["to"] for each in both[0]} == {"organization"}
    assert {(each["about"], each["kind"]) for each in both[1]} == {
        (WORKS, "false_rectification"),
        ("emergency-management", "false_rectification"),
        ("虚构第二厂", "recurrence"),
    }
    (again,) = (each["facts"][0] for each in both[1] if each["kind"] == "recurrence")
    assert (again["issue"], again["earlier"]) == (made.issues["again"], made.issues["closed"])
    assert "虚构第二厂" in made.office.done("refer", "candidates").out


@pytest.mark.thorough
def test_an_extension_asked_for_in_time_is_no_lapse_however_late_it_was_granted(
    tmp_path: Path,
) -> None:
    office, _issues = office_with_facts(tmp_path)

    def times() -> int:
        said = json.loads(office.done("refer", "candidates", "--json").out)
        return sum(
            each["times"]
            for each in said["candidates"]
            if (each["about"], each["kind"], each["to"]) == (WORKS, "overdue", "discipline")
        )

    granted = office.notified(date(2026, 7, 5), title="护栏缺失")
    other = office.notified(date(2026, 7, 5), title="通道堵塞")
    office.on(7, 8).done(
        *("extend", granted, "--asked-on", "2026-07-04", "--reason", "备件未到"),
        *("--interim", "停用", "--due", "2026-07-20"),
        by=ACCEPTOR,
    )
    assert times() == 2  # one from June, one of the other issue
    office.submitted(other)
    assert times() == 2  # what has passed stays on record
    office.on(7, 25)
    assert times() == 3


def test_a_fact_is_referred_once(made: Made) -> None:
    office = made.office

    def told(to: str = "organization") -> list[tuple[str, str | None]]:
        out = json.loads(office.done("refer", "candidates", "--to", to, "--json").out)
        return [(f["issue"], f["referral"]) for c in out["candidates"] for f in c["facts"]]

    before = told()
    assert before
    assert {number for _issue, number in before} == {None}
    first = propose(made)
    assert first.status == 0
    again = propose(made)
    assert (again.status, "referred already, by" in again.err) == (5, True)
    assert len(told()) < len(before)
    assert told("discipline") or True
    [shown] = {
        referral["number"]
        for issue, _number in before
        for referral in office.issue(issue)["referrals"]
    }
    assert shown in again.err
    assert office("refer", "withdraw", shown, "--reason", "重报", by=CLERK).status == 0
    assert told() == before  # what was taken back was told to nobody
    assert propose(made).status == 0
