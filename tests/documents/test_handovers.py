"""The list of a handover as a paper: every issue once, the counts of a recount, data inert."""

import io
import json
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import time_machine
import yaml
from docx import Document
from docx.document import Document as Doc
from markdown_it import MarkdownIt

from sfcheck.actions import handovers
from sfcheck.actions import templates as papers
from sfcheck.actions.handovers import found
from sfcheck.documents.handovers import handover_list
from sfcheck.documents.paper import Paper
from sfcheck.documents.printing import content, printed
from sfcheck.domain.base.records import dump
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.world.custody import Handover
from sfcheck.errors import Refused
from sfcheck.language import choose
from sfcheck.ledger.store import Ledger
from tests.documents.measuring import office, renderings
from tests.support.run import Result, run
from tests.support.world import brought_to, world
from tools import word as templates

SAMPLE = Path(__file__).parents[2] / "ledgers" / "sample"
PLACES = ("640100", "64ND01")
TABLES = ("facts", "counts", "issues", "look_backs", "disputes", "changed", "signatures")
HOSTILE = "甲 & 乙 < 丙 > {{ 7*7 }} {% raw %} {_{ }_} {_% %_} {# 丁 #} ]]> &amp; <w:br/> \\ '\""
MANY = 5000


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    choose("en")


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the sample ledger that may be changed."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "sample"))


def show(ledger: Path, place: str, *args: object, language: str = "en") -> Result:
    return run("handover", "show", place, *args, cwd=ledger, language=language)


def record(place: str, number: str = "001-0002") -> dict[str, Any]:
    """Return a handover of the sample as another parser reads it."""
    text = (SAMPLE / "handovers" / place / f"{number}.yaml").read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)
    return read


def issue_of(number: str) -> dict[str, Any]:
    path = next((SAMPLE / "issues").rglob(f"{number}.yaml"))
    read: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return read


def tables(document: Doc) -> list[list[list[str]]]:
    """Return the cells of every table of a Word document."""
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def written(path: Path) -> list[list[list[str]]]:
    return tables(Document(str(path)))


def section(grid: list[list[list[str]]], heading: str) -> list[list[str]]:
    """Return the rows of the first table whose head holds `heading`."""
    return next(rows[1:] for rows in grid if heading in rows[0])


@pytest.mark.thorough
@pytest.mark.parametrize("place", PLACES)
def test_the_word_list_has_every_issue_once_and_the_counts_of_a_recount(
    place: str, tmp_path: Path
) -> None:
    done = show(SAMPLE, place, "-o", tmp_path / "list.docx")
    assert (done.status, done.out) == (0, ""), done.err
    grid, given = written(tmp_path / "list.docx"), record(place)
    listed = section(grid, "Next step")
    assert [row[0] for row in listed] == [line["number"] for line in given["issues"]]
    for row, line in zip(listed, given["issues"], strict=True):
        issue = issue_of(line["number"])
        assert row[1:3] == [issue["title"], issue["unit"]["name"]]
        assert row[3:5] == [line["status"], line.get("due", "–")]

    then = Counter(line["status"] for line in given["issues"])
    changed = {line["number"]: line["status"] for line in given["events"][-1].get("changed", ())}
    later = Counter(changed.get(line["number"], line["status"]) for line in given["issues"])
    counts = {row[0]: row[1:] for row in section(grid, "When offered")}
    whole = [str(len(given["issues"]))] * 2
    assert counts.pop("All together") == whole
    assert counts == {status: [str(then[status]), str(later[status])] for status in {*then, *later}}


def test_what_changed_between_offer_and_receipt_is_told_with_both_digests(tmp_path: Path) -> None:
    show(SAMPLE, "64ND01", "-o", tmp_path / "list.docx")
    grid, given = written(tmp_path / "list.docx"), record("64ND01")
    changed = [row for rows in grid for row in rows if "rectifying → submitted" in row]
    assert [row[0] for row in changed] == ["26-001-0010-8"]
    facts = dict(row for rows in grid for row in rows if len(row) == 2)
    digests = [event["digest"] for event in given["events"]]
    assert digests[0] != digests[1]
    assert facts["Digest of the list as offered"] == digests[0]
    assert facts["Digest of the list as received"] == digests[1]
    assert "夏侯直（化名） (001-0021)" in facts["offered"]
    assert "轩辕正（化名） (001-0041)" in facts["received"]


def test_there_are_lines_to_sign_on_and_nothing_is_signed(tmp_path: Path) -> None:
    show(SAMPLE, "640100", "-o", tmp_path / "list.docx")
    rows = section(written(tmp_path / "list.docx"), "Signature")
    assert [row[:2] for row in rows] == [
        ["Leader handing over", "上官守正（化名） (001-0011)"],
        ["Leader taking over", "澹台秉公（化名） (001-0031)"],
        ["Witness", ""],
    ]
    assert {cell for row in rows for cell in row[2:]} == {""}
    with zipfile.ZipFile(tmp_path / "list.docx") as file:
        assert not [name for name in file.namelist() if "media" in name]


@pytest.mark.thorough
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("place", PLACES)
def test_text_markdown_and_word_say_the_same(place: str, language: str, tmp_path: Path) -> None:
    text = show(SAMPLE, place, language=language)
    document = show(SAMPLE, place, "--format", "md", language=language)
    show(SAMPLE, place, "-o", tmp_path / "list.docx", language=language)
    assert text.status == document.status == 0
    squeezed = [" ".join(line.split()) for line in text.out.splitlines()]
    html = MarkdownIt("commonmark").enable("table").render(document.out)
    for rows in written(tmp_path / "list.docx"):
        for row in rows:
            assert " ".join(" ".join(row).split()) in squeezed
            for cell in row:
                assert f">{cell}<" in html


def test_the_same_list_is_the_same_bytes_on_another_day(tmp_path: Path) -> None:
    for day in (1, 2):
        with time_machine.travel(f"2026-05-0{day}T12:00:00Z"):
            assert show(SAMPLE, "64ND01", "-o", tmp_path / f"{day}.docx").status == 0
    assert (tmp_path / "1.docx").read_bytes() == (tmp_path / "2.docx").read_bytes()


def test_an_amendment_after_the_offer_does_not_change_the_list(sample: Path) -> None:
    given = found(Ledger(sample), "64ND01", None)
    number = next(line.number for line in given.issues)
    before = handovers.printed(Ledger(sample), given, "docx")
    path = next((sample / "issues").rglob(f"{number}.yaml"))
    fields = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    later = {
        "n": len(fields["events"]) + 1,
        "at": "2026-04-01T08:00:00+08:00",
        "do": "amend",
        "by": "0041",
        "for": "2026-2/T2",
        "field": "title",
        "old": fields["title"],
        "new": "另一个题目",
        "why": "更正",
    }
    issue = Ledger(sample).issue(number)
    amended = Issue.model_validate(
        {
            **issue.model_dump(by_alias=True),
            "title": "另一个题目",
            "events": [*(event.model_dump(by_alias=True) for event in issue.events), later],
        }
    )
    issues = {line.number: Ledger(sample).issue(line.number) for line in given.issues}
    context = Ledger(sample).context
    paper = handover_list(given, {**issues, number: amended}, context)
    assert word(paper, given, papers.folders(Ledger(sample))) == before


def test_the_newest_is_shown_and_an_older_one_by_its_number() -> None:
    first = json.loads(show(SAMPLE, "640100", "--number", "1", "--json").out)["handover"]
    assert (first["number"], first["to"]) == ("001-0001", "2026-1/T1")
    text = show(SAMPLE, "640100", "--number", "0001").out
    assert "There is no open issue." in text
    assert "2026-1/T1 → " not in show(SAMPLE, "银川市").out
    assert show(SAMPLE, "640100", "--number", "9").status == 2


def test_a_word_document_needs_a_file_and_replaces_none(tmp_path: Path) -> None:
    bare = show(SAMPLE, "640100", "--format", "docx")
    assert (bare.status, bare.out) == (2, "")
    assert "-o" in bare.err
    (tmp_path / "mine.docx").write_bytes(b"mine")
    assert show(SAMPLE, "640100", "-o", tmp_path / "mine.docx").status == 2
    assert (tmp_path / "mine.docx").read_bytes() == b"mine"
    assert show(SAMPLE, "640100", "-o", tmp_path / "mine.docx", "--force").status == 0


def listed(count: int, **other: Any) -> tuple[Handover, dict[str, Issue]]:
    """Return a handover of `count` issues that say what is given."""
    one = brought_to("confirmed", **other)
    numbers = [f"26-037-{n:04}-0" for n in range(1, count + 1)]
    lines = [{"number": n, "status": "confirmed", "digest": "0" * 64} for n in numbers]
    given = Handover.model_validate(
        {
            "place": "640100",
            "number": "0001",
            "from": "2026-1/T1",
            "to": "2026-2/T1",
            "issues": lines,
            "events": [
                {
                    "n": 1,
                    "at": "2026-06-01T09:00:00+08:00",
                    "do": "offer",
                    "by": "0002",
                    "for": "2026-1/T1",
                    "digest": "0" * 64,
                    "reason": other.get("description"),
                }
            ],
        }
    )
    return given, {n: one.model_copy(update={"number": n}) for n in numbers}


def word(paper: Paper, given: Handover, folders: Sequence[Path]) -> bytes:
    data = printed("handover-list", content(paper, handover=dump(given)), "docx", folders)
    assert isinstance(data, bytes)
    return data


def made(given: Handover, issues: dict[str, Issue], folders: list[Path] | None = None) -> Doc:
    ours = [templates.FOLDER]
    paper = handover_list(given, issues, world())
    return Document(io.BytesIO(word(paper, given, (folders or []) + ours)))


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (HOSTILE, HOSTILE),
        ("字" * 10000, "字" * 10000),
        ("第一行\n第二行\t格", "第一行\n第二行\t格"),
        (f"{HOSTILE}\n" * 50, f"{HOSTILE}\n" * 50),
    ],
)
def test_what_a_record_says_is_text_and_nothing_else(said: str, shown: str) -> None:
    given, issues = listed(1, description=said)
    facts = dict(row for rows in tables(made(given, issues)) for row in rows if len(row) == 2)
    assert facts["offered"].endswith(f": {shown}")


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("control", "shown"),
    [
        ("\x00", "\\x00"),
        ("\x07", "\\x07"),
        ("\x0c", "\\x0c"),
        ("\x1b", "\\x1b"),
        ("\ud800", "\\ud800"),
        ("\ufffe", "\\ufffe"),
        ("\u202e", "\\u202e"),
    ],
)
def test_characters_that_steer_are_spelt_out(control: str, shown: str) -> None:
    """Even where a record was made by something that checks nothing."""
    given, issues = listed(1)
    number = given.issues[0].number
    unchecked = {number: issues[number].model_copy(update={"title": f"甲{control}乙{HOSTILE}"})}
    row = section(tables(made(given, unchecked)), "Next step")[0]
    assert row[1] == f"甲{shown}乙{HOSTILE}"


@pytest.mark.thorough
def test_five_thousand_issues_are_printed_at_once_and_each_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Guards the speed: not a rendering more than one issue takes."""
    counted = renderings(monkeypatch)
    made(*listed(1))
    few = dict(counted)
    counted.clear()
    given, issues = listed(MANY)
    data = word(handover_list(given, issues, world()), given, [templates.FOLDER])
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        text = file.read("word/document.xml").decode()
    assert Counter(re.findall(r">(26-037-[0-9]+-0)<", text)) == Counter(issues.keys())
    assert counted == few


def test_the_head_of_a_table_stands_on_every_page_of_a4() -> None:
    given, issues = listed(3)
    document = made(given, issues)
    page = document.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    table = next(t for t in document.tables if t.rows[0].cells[-1].text == "Next step")
    assert "<w:tblHeader/>" in table.rows[0]._tr.xml
    assert "tblHeader" not in table.rows[1]._tr.xml
    assert "仿宋_GB2312" in document.styles["Normal"].element.xml


@pytest.mark.thorough
def test_an_office_has_a_template_of_its_own(sample: Path, tmp_path: Path) -> None:
    own = sample / "templates" / "documents" / "handover-list.docx"
    own.parent.mkdir(parents=True)

    def says(text: str) -> Result:
        document = Document()
        document.add_paragraph(text)
        document.save(str(own))
        return show(sample, "64ND01", "-o", tmp_path / "own.docx", "--force")

    assert says("共{{ handover.issues|length }}条：{{ title }}").status == 0
    read = Document(str(tmp_path / "own.docx")).paragraphs[0].text
    assert read == "共5条：Handover list of 宁东能源化工基地"
    for bad in ("{{ tilte }}", "{{ title", "{{ ''.__class__.__mro__ }}", "{% for %}", "{{ 1/0 }}"):
        refused = says(bad)
        assert (refused.status, refused.out) == (3, ""), bad
        assert "handover-list.docx" in refused.err
    for data in (b"", b"no zip", b"PK\x03\x04", templates.packed(Document())[:-40]):
        own.write_bytes(data)
        assert show(sample, "64ND01", "-o", tmp_path / "own.docx", "--force").status == 3


@pytest.mark.thorough
def test_a_template_that_swells_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "handover-list.docx", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("word/document.xml", b" " * (40 << 20))
    given, issues = listed(1)
    with pytest.raises(Refused) as refused:
        made(given, issues, [tmp_path])
    assert refused.value.code == "bad-word-template"


@pytest.mark.thorough
def test_the_templates_are_what_the_script_makes() -> None:
    assert templates.check() == []


@pytest.mark.office
@pytest.mark.parametrize("place", PLACES)
def test_libreoffice_opens_it_and_finds_every_issue_once(place: str, tmp_path: Path) -> None:
    """Converted to plain text, which asks it to read the whole and lay nothing out."""
    program = office()
    assert show(SAMPLE, place, "-o", tmp_path / "list.docx").status == 0
    profile = (tmp_path / "profile").as_uri()
    words = ("--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path))
    subprocess.run(
        [program, f"-env:UserInstallation={profile}", *words, str(tmp_path / "list.docx")],
        capture_output=True,
        check=True,
        timeout=300,
    )
    text = (tmp_path / "list.txt").read_text(encoding="utf-8-sig")
    listed_there = text.partition("Open issues")[2].partition("Waiting for a look-back")[0]
    for line in record(place)["issues"]:
        assert listed_there.count(line["number"]) == 1
        assert issue_of(line["number"])["title"] in listed_there
