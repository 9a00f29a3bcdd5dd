"""Bulletins by the command line: order and hands, what is pinned, bytes that never change."""

import json
import re
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
import yaml
from docx import Document

from sfcheck.language import choose
from tests.support.amounts import trial
from tests.support.office import CLERK, LEADER, MEMBER, NOW, OFFICER, SECOND, Office, open_office
from tests.support.once import again, once
from tests.support.run import Result, run
from tests.support.trials import git

NUMBER = "宁督通报〔2026〕3号"
HOSTILE = "甲 & 乙 < 丙 > {{ 7*7 }} {% raw %} {_{ }_} {# 丁 #} ]]> &amp; \\ '\" 🚧 𠮷 㐂"
TITLE = "关于第一轮常态化督查情况的通报"
DAY = "2026-06-01"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    choose("en")


def _made(folder: Path) -> None:
    """Make three confirmed issues, one of them major, and one that is not confirmed."""
    office = open_office(folder)
    for other in ({}, {"severity": "major", "title": "反应釜未检"}, {"place": "640121"}):
        office.done("confirm", office.found(**other), "--true-and-accurate", by=LEADER)
    office.found(title="未确认的问题")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    once(_made, tmp_path)
    return Office(tmp_path / "ledger")


def draft(office: Office, *args: object, title: str = TITLE, by: str = CLERK) -> Result:
    return office("bulletin", "draft", "--title", title, *args, by=by)


def consolidate(office: Office, *args: object, by: str = CLERK) -> Result:
    shown = ("--recommend", "加强检查", "--demand", "2026-07-01 完成整改", *args)
    return office("bulletin", "consolidate", "2026-1", *shown, by=by)


def sign(office: Office, *, by: str = OFFICER, on: str = DAY) -> Result:
    return office("bulletin", "sign", "2026-1", "--signatory", "某某（化名）", "--on", on, by=by)


def publish(office: Office, *args: object, number: str = NUMBER, by: str = CLERK) -> Result:
    shown = ("--number", number, "--on", DAY, "--to", "各市党委和政府", "--copy", "各有关部门")
    return office("bulletin", "publish", "2026-1", *shown, *args, by=by)


def published(office: Office) -> Office:
    again(_published, office.root)
    return office


def _published(folder: Path) -> None:
    once(_made, folder)
    office = Office(folder / "ledger")
    for done in (draft(office), consolidate(office), sign(office), publish(office)):
        assert done.status == 0, done


def record(office: Office) -> dict[str, Any]:
    path = office.root / "bulletins" / "2026" / "001-0001.yaml"
    read: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return read


def commits(root: Path, count: int) -> None:
    """Let the history of a ledger grow by some commits."""
    one = "commit refs/heads/main\ncommitter 甲 <a@example.invalid> 1790000000 +0800\ndata 1\nx\n"
    stream = f"{one}from refs/heads/main^0\n" + one * (count - 1)
    before = int(git(root, "rev-list", "--count", "HEAD"))
    done = ["git", "fast-import", "--quiet"]
    subprocess.run(done, cwd=root, input=stream.encode(), check=True, capture_output=True)
    assert int(git(root, "rev-list", "--count", "HEAD")) == before + count


def printed(office: Office, form: str, at: Path) -> bytes:
    done = office("bulletin", "show", "2026-1", "-o", at / f"paper.{form}", "--force")
    assert done.status == 0, done
    return (at / f"paper.{form}").read_bytes()


@pytest.mark.thorough
def test_the_four_steps_are_recorded_each_in_a_commit_of_its_own(office: Office) -> None:
    published(office)
    steps = record(office)["events"]
    assert [step["do"] for step in steps] == ["draft", "consolidate", "sign", "publish"]
    assert [step["by"] for step in steps] == [CLERK, CLERK, OFFICER, CLERK]
    log = git(office.root, "log", "--format=%s", "-4").splitlines()
    assert [line.split()[0] for line in log] == [
        *("bulletin-publish", "bulletin-sign", "bulletin-consolidate", "bulletin-draft")
    ]
    assert steps[1]["pin"]["commit"] == git(office.root, "rev-parse", "HEAD~3").strip()
    assert not git(office.root, "status", "--porcelain")
    listed = json.loads(office.done("bulletin", "list", "--json").out)["bulletins"]
    assert [(each["id"], each["state"]) for each in listed] == [("2026-001-0001", "publish")]
    assert NUMBER in office.done("bulletin", "list").out
    assert json.loads(office.done("bulletin", "show", NUMBER, "--json").out)["bulletin"]["id"]


def test_only_what_a_leader_answers_for_is_listed(office: Office) -> None:
    published(office)
    pinned = [line["number"] for line in record(office)["events"][1]["pin"]["issues"]]
    confirmed = json.loads(office.done("list", "--status", "confirmed", "--json").out)["issues"]
    assert pinned == sorted(issue["number"] for issue in confirmed)
    assert len(pinned) == 3
    assert "未确认的问题" not in office.done("bulletin", "show", "2026-1", "--format", "md").out


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("scope", "count"),
    [
        (("--round", "2026-1"), 3),
        (("--round", "2026-1", "--place", "640121"), 1),
        (("--place", "银川市"), 3),
        (("--severity", "major"), 1),
        (("--duty", "regulator"), 0),
    ],
)
def test_the_scope_says_which_issues(office: Office, scope: tuple[str, ...], count: int) -> None:
    assert draft(office, *scope).status == 0
    assert consolidate(office).status == 0
    found = json.loads(office.done("bulletin", "show", "2026-1", "--json").out)
    assert found["figures"]["valid"] == count
    shares = [part["share"] for part in found["figures"]["by_severity"]]
    assert sum(share or 0 for share in shares) == (100 if count else 0)
    assert len(found["bulletin"]["events"][1]["pin"].get("issues", ())) == count


def test_a_scope_that_is_not_of_this_ledger_is_refused(office: Office) -> None:
    assert draft(office, "--round", "2026-1").status == 0
    path = office.root / "bulletins" / "2026" / "001-0001.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("round: 2026-1", "round: 2026-9"), encoding="utf-8", newline="\n")
    assert "which is not in this ledger" in office("validate").out


def test_a_clock_that_stands_before_the_last_step_is_told(office: Office) -> None:
    assert draft(office).status == 0
    with time_machine.travel(NOW - timedelta(hours=1), tick=False):
        done = run("bulletin", "consolidate", "2026-1", cwd=office.root, person=CLERK)
    assert done.status == 5
    assert "before the last one" in done.err


@pytest.mark.thorough
def test_the_order_is_enforced(office: Office) -> None:
    assert consolidate(office).status == 2  # there is none yet
    draft(office)
    for step in (sign, publish):
        refused = step(office)
        assert (refused.status, refused.out) == (5, ""), step
        assert "drafted" in refused.err
    consolidate(office)
    assert publish(office).status == 5
    sign(office)
    assert sign(office).status == 5
    assert consolidate(office).status == 0  # which makes the sign-off void
    assert publish(office).status == 5
    sign(office)
    assert publish(office).status == 0
    for step in (consolidate, sign, publish):
        assert step(office).status == 5


def drop(office: Office, *, by: str = CLERK) -> Result:
    return office("bulletin", "drop", "2026-1", "--reason", "并入下一期", by=by)


@pytest.mark.thorough
def test_what_is_not_issued_may_be_dropped_and_stays_on_record(office: Office) -> None:
    draft(office)
    assert drop(office, by=MEMBER).status == 5
    consolidate(office)
    sign(office)
    assert drop(office).status == 0
    assert publish(office).status == 5
    assert consolidate(office).status == 5
    assert record(office)["events"][-1]["reason"] == "并入下一期"
    assert "dropped" in office.done("bulletin", "list").out
    assert draft(office).status == 0
    listed = json.loads(office.done("bulletin", "list", "--json").out)["bulletins"]
    assert [each["id"] for each in listed] == ["2026-001-0001", "2026-001-0002"]
    assert office("validate").status == 0


def test_what_is_issued_cannot_be_dropped(office: Office) -> None:
    published(office)
    assert drop(office).status == 5


@pytest.mark.thorough
def test_each_step_has_its_hands(office: Office) -> None:
    for by in (LEADER, MEMBER):
        assert draft(office, by=by).status == 5
    draft(office)
    assert consolidate(office, by=MEMBER).status == 5
    consolidate(office)
    refused = sign(office, by=CLERK)
    assert refused.status == 5
    assert "sign off" in refused.err
    assert sign(office, by=SECOND).status == 0
    assert publish(office, by=LEADER).status == 5


def test_a_clerk_of_another_body_drafts_but_does_not_put_together(office: Office) -> None:
    office.done(
        *("person", "add", "--name", "辛（化名）", "--body", "housing-construction"),
        *("--id", "0009", "--since", DAY, "--invented", "--office", "clerk"),
        by=OFFICER,
    )
    assert draft(office, by="0009").status == 0
    assert consolidate(office, by="0009").status == 5


@pytest.mark.thorough
@pytest.mark.parametrize(
    "number",
    [
        "宁督通报[2026]3号",
        "宁督通报〔2026〕03号",
        "宁督通报〔2026〕第3号",
        "〔2026〕3号",
        "宁督〔2025〕3号",
    ],
)
def test_a_number_has_the_form_of_the_standard(office: Office, number: str) -> None:
    draft(office), consolidate(office), sign(office)
    refused = publish(office, number=number)
    assert refused.status == 5
    assert "〔2026〕" in refused.err


def test_a_number_is_given_once(office: Office) -> None:
    published(office)
    draft(office)
    for step, *shown in (
        ("consolidate",),
        ("sign", "--signatory", "某某", "--on", DAY),
        ("publish", "--number", "宁督通报〔2026〕4号", "--on", DAY, "--to", "各市"),
    ):
        if step == "publish":
            taken = office("bulletin", step, "2026-2", "--number", NUMBER, *shown[2:], by=OFFICER)
            assert taken.status == 5
            assert "2026-001-0001" in taken.err
        office.done("bulletin", step, "2026-2", *shown, by=OFFICER)


@pytest.mark.parametrize(
    "demand", ["2026-05-31 已过期", "2026-07-01", "尽快整改", "2026-13-01 无此日"]
)
def test_a_demand_has_a_day_to_come(office: Office, demand: str) -> None:
    draft(office)
    head = git(office.root, "rev-parse", "HEAD")
    assert consolidate(office, "--demand", demand).status in (2, 5)
    assert git(office.root, "rev-parse", "HEAD") == head


@pytest.mark.parametrize("on", ["2026-05-31", "2026-06-02"])
def test_it_is_signed_after_it_was_put_together_and_not_tomorrow(office: Office, on: str) -> None:
    draft(office), consolidate(office)
    assert sign(office, on=on).status == 5


@pytest.mark.thorough
def test_a_dry_run_writes_nothing(office: Office) -> None:
    before = office.files()
    assert draft(office, "--dry-run").status == 0
    assert office.files() == before
    draft(office), consolidate(office), sign(office)
    before = office.files()
    assert publish(office, "--dry-run").status == 0
    assert office.files() == before


@pytest.mark.thorough
def test_a_published_bulletin_is_the_same_bytes_after_many_commits(
    office: Office, tmp_path: Path
) -> None:
    """Of issues that moved on, by another person in another language, with other templates."""
    published(office)
    before = {form: printed(office, form, tmp_path) for form in ("md", "docx")}
    number = record(office)["events"][1]["pin"]["issues"][0]["number"]
    amended = ("--field", "title", "--new", "另一个题目", "--why", "更正")
    office.done("amend", number, *amended, by=OFFICER)
    for n in range(5):
        office.done("note", number, "--text", f"第{n}次", by=LEADER)
    commits(office.root, 500)
    own = office.root / "templates" / "documents"
    own.mkdir(parents=True)
    (own / "bulletin.md.j2").write_text("{{ title }} changed\n", encoding="utf-8")
    Document().save(str(own / "bulletin.docx"))
    with time_machine.travel(NOW.replace(year=2027)):
        for form, was in before.items():
            output = tmp_path / f"later.{form}"
            shown = ("bulletin", "show", NUMBER, "-o", output)
            done = run(*shown, cwd=office.root, language="zh")
            assert done.status == 0, done
            assert output.read_bytes() == was
    assert "另一个题目" not in before["md"].decode()
    draft(office)
    again = office.done("bulletin", "show", "2026-2", "--format", "md").out
    assert again.startswith(f"{TITLE} changed\n\n<!-- sfcheck:")


@pytest.mark.thorough
def test_what_was_put_together_is_what_is_published(office: Office) -> None:
    draft(office), consolidate(office)
    number = record(office)["events"][1]["pin"]["issues"][0]["number"]
    office.done(
        *("amend", number, "--field", "title", "--new", "另一个题目", "--why", "更正"), by=OFFICER
    )
    sign(office), publish(office)
    assert "另一个题目" not in office.done("bulletin", "show", "2026-1", "--format", "md").out


def test_a_changed_template_or_record_is_refused(office: Office, tmp_path: Path) -> None:
    published(office)
    kept = next((office.root / "evidence").rglob("*.j2"))
    data = kept.read_bytes()
    kept.write_bytes(data + b"x")
    assert office("bulletin", "show", "2026-1", "--format", "md").status == 3
    kept.write_bytes(data)
    path = office.root / "bulletins" / "2026" / "001-0001.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("各有关部门", "某某"), encoding="utf-8")
    assert office("bulletin", "show", "2026-1", "--format", "md").status == 3
    path.write_text(re.sub('commit: "?[0-9a-f]{40}"?', f"commit: '{'1' * 40}'", text), "utf-8")
    refused = office("bulletin", "show", "2026-1", "--format", "md")
    assert refused.status == 3
    assert "unshallow" in refused.err


@pytest.mark.parametrize(
    "said",
    [
        HOSTILE,
        *(
            trial(said, always=False)
            for said in ("字" * 10000, "第一行\n\n第二行\t格", f"{HOSTILE}\n" * 50)
        ),
    ],
)
def test_what_a_record_says_is_text_and_nothing_else(
    office: Office, said: str, tmp_path: Path
) -> None:
    line = said.split("\n")[0][:250]
    draft(office, title=line)
    shown = ("--recommend", said, "--demand", f"2026-07-01 {said}", "--contact", line)
    assert consolidate(office, *shown).status == 0
    sign(office)
    done = publish(office, "--to", line, "--copy", line, "--head", line)
    assert done.status == 0, done
    printed(office, "docx", tmp_path)
    document = Document(str(tmp_path / "paper.docx"))
    texts = [paragraph.text for paragraph in document.paragraphs]
    for part in filter(str.strip, said.split("\n")):
        assert any(part.strip() in text for text in texts)
    assert texts.count(line) >= 2  # the red head and the title
    with zipfile.ZipFile(tmp_path / "paper.docx") as packed:
        assert b"49" not in packed.read("word/document.xml").partition(b"<w:body>")[2][:3000]
    markdown = printed(office, "md", tmp_path).decode()
    assert "{{" not in markdown
    assert "{%" not in markdown


@pytest.mark.thorough
def test_a_bulletin_of_nothing_is_printed(office: Office, tmp_path: Path) -> None:
    draft(office, "--duty", "regulator"), consolidate(office), sign(office)
    assert publish(office).status == 0
    printed(office, "docx", tmp_path)
    document = Document(str(tmp_path / "paper.docx"))
    assert not document.tables
    assert "There is no issue." in [paragraph.text for paragraph in document.paragraphs]
    assert "%" not in office.done("bulletin", "show", "2026-1", "--format", "md").out


def test_the_annex_has_every_issue_and_its_head_on_every_page(
    office: Office, tmp_path: Path
) -> None:
    published(office)
    printed(office, "docx", tmp_path)
    table = Document(str(tmp_path / "paper.docx")).tables[0]
    pinned = [line["number"] for line in record(office)["events"][1]["pin"]["issues"]]
    assert [row.cells[0].text for row in table.rows[1:]] == pinned
    assert "<w:tblHeader/>" in table.rows[0]._tr.xml
    assert "tblHeader" not in table.rows[1]._tr.xml


def test_no_such_bulletin(office: Office) -> None:
    for given in ("2026-1", "2026", "x", "2026-²", NUMBER):
        assert office("bulletin", "show", given).status == 2
    assert office.done("bulletin", "list", "--json").out.count("[]") == 1


@pytest.mark.thorough
def test_a_bad_template_is_refused_by_its_own_name(office: Office) -> None:
    draft(office), consolidate(office), sign(office)
    own = office.root / "templates" / "documents" / "bulletin.md.j2"
    own.parent.mkdir(parents=True)
    for bad in ("{{ tilte }}", "{% for %}", "{{ ''.__class__.__mro__ }}", "{% include 'x' %}"):
        own.write_text(bad, encoding="utf-8")
        before = office.files()
        refused = publish(office)
        assert (refused.status, refused.out) == (3, ""), bad
        assert office.files() == before
        if "include" not in bad:
            assert str(own) in refused.err


@pytest.mark.thorough
@pytest.mark.parametrize("said", ["", " ", "甲\x1b乙", "字" * 20001])
def test_a_value_that_cannot_be_is_refused(office: Office, said: str) -> None:
    draft(office)
    before = office.files()
    refused = consolidate(office, "--recommend", said)
    assert (refused.status, refused.out) == (2, "")
    assert office.files() == before


def test_an_issue_without_its_seal_is_not_pinned(office: Office) -> None:
    draft(office)
    path = next((office.root / "issues").rglob("*.yaml"))
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub("^digest: .*\n", "", text, flags=re.MULTILINE), encoding="utf-8")
    git(office.root, "commit", "-q", "-a", "-m", "by hand")
    refused = consolidate(office)
    assert (refused.status, refused.out) == (5, "")
    assert path.stem in refused.err
