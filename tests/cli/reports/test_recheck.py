"""Finished papers by the command line: each bent rate is found, none in an untouched paper."""

import io
import json
import random
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from sfcheck.exchange import finished
from sfcheck.language import choose
from tests.support.amounts import of, trial
from tests.support.office import CLERK, ISSUE, LEADER, MEMBER, NOW, OFFICER, Office, open_office
from tests.support.run import Result, run

DAY = "2026-06-01"
RATE = re.compile(r"\d+\.\d ?%")
REPORTS = (("round",), ("place", "640181"), ("team", "2026-1/T1"))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    choose("en")


@pytest.fixture(scope="module", params=[2])
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office with issues by chance, confirmed, notified and submitted by chance."""
    chance = random.Random(request.param)
    office = open_office(tmp_path_factory.mktemp("made"))
    entries = [
        {
            **ISSUE,
            "title": f"第{n}条",
            "place": chance.choice(("640181", "640121", "640104", "640100")),
            "severity": chance.choice(("major", "general", "general")),
            "duty": chance.choice(("enterprise", "territory", "enterprise")),
            "nature": "equipment",
        }
        for n in range(chance.randint(17, 29))
    ]
    for entry in entries:
        if entry["duty"] == "territory":
            entry["nature"] = "study"
    typed = json.dumps(entries, ensure_ascii=False)
    said = office("new-issue", "--yes", "--from", "-", "--json", by=MEMBER, typed=typed)
    if said.status:  # whatever point the catalogue has for it: not what is tested here
        entries = [{**each, "duty": "enterprise", "nature": "equipment"} for each in entries]
        typed = json.dumps(entries, ensure_ascii=False)
        said = office.done("new-issue", "--yes", "--from", "-", "--json", by=MEMBER, typed=typed)
    numbers = [each["number"] for each in json.loads(said.out)["issues"]]
    confirmed = [number for number in numbers if chance.random() < 0.9]
    office.done("confirm", *confirmed, "--true-and-accurate", by=LEADER)
    notified = [number for number in confirmed if chance.random() < 0.8]
    notice = ("--notice", "督〔2026〕1号", "--demand", "整改", "--due", "2026-07-01")
    office.done("notify", *notified, *notice, "--accept", "emergency-management")
    return office


def report(office: Office, words: tuple[str, ...], at: Path, language: str = "en") -> Path:
    with time_machine.travel(NOW, tick=False):
        shown = ("report", *words, "-o", at, "--force")
        done = run(*shown, cwd=office.root, language=language)
    assert done.status == 0, done
    return at


def check(office: Office, path: Path) -> tuple[int, list[dict[str, Any]], dict[str, Any]]:
    done = office("report", "check", path, "--json")
    assert done.status in (0, 1), done
    said = json.loads(done.out)
    assert bool(said["findings"]) == (done.status == 1)
    return done.status, said["findings"], said


def bulletin(office: Office, *, published: bool = False) -> str:
    """Draft a bulletin, and publish it; return its id."""
    known = office.done("bulletin", "draft", "--title", "通报", by=CLERK).out.split()[0]
    if published:
        office.done("bulletin", "consolidate", known, "--recommend", "加强检查", by=CLERK)
        office.done("bulletin", "sign", known, "--signatory", "某某", "--on", DAY, by=OFFICER)
        number = f"宁督通报〔2026〕{int(known[-4:])}号"
        shown = ("--number", number, "--on", DAY, "--to", "各市")
        office.done("bulletin", "publish", known, *shown, by=CLERK)
    return known


def printed(office: Office, known: str, at: Path) -> Path:
    office.done("bulletin", "show", known, "-o", at, "--force")
    return at


FORMS = (("md", "en"), ("docx", "zh"), ("xlsx", "en"), ("md", "zh"))


@pytest.mark.parametrize(
    ("words", "form", "language"),
    [
        trial(words, *form, always=report == at)
        for report, words in enumerate(REPORTS)
        for at, form in enumerate(FORMS)
    ],
)
def test_an_untouched_report_has_no_finding(
    office: Office, words: tuple[str, ...], form: str, language: str, tmp_path: Path
) -> None:
    path = report(office, words, tmp_path / f"report.{form}", language)
    office.done("note", _first(office), "--text", "进展", by=LEADER)  # the ledger moves on
    _status, findings, said = check(office, path)
    assert findings == []
    assert said["stamp"]["kind"] == words[0]
    if form == "md":
        assert said["rates"] == len(RATE.findall(path.read_text(encoding="utf-8")))
    assert said["rates"] > 5


@pytest.mark.thorough
@pytest.mark.parametrize(
    "words",
    [
        ("overdue", "--round", "2026-1", "--place", "640100"),
        ("duty", "--place", "640181"),
        ("leader", "2026-1/T1", "--since", "2026-05-01", "--until", "2026-06-01"),
        ("inspectors", "--until", "2026-06-01"),
        *(("unit",), ("unit", "虚构宁河化工有限公司"), ("trend",), ("locality", "640100")),
    ],
    ids=" ".join,
)
def test_a_report_is_made_again_as_narrow_as_it_was(
    office: Office, words: tuple[str, ...], tmp_path: Path
) -> None:
    path = report(office, words, tmp_path / "report.md", "en")
    office.done("note", _first(office), "--text", "进展", by=LEADER)
    _status, findings, said = check(office, path)
    assert findings == []
    assert said["rates"] == len(RATE.findall(path.read_text(encoding="utf-8")))
    text = path.read_text(encoding="utf-8")
    path.write_text(RATE.sub("99.9 %", text, count=1), encoding="utf-8")
    assert said["rates"] == 0 or check(office, path)[0] == 1


@pytest.mark.thorough
@pytest.mark.parametrize("form", ["md", "docx"])
@pytest.mark.parametrize("published", [False, True])
def test_an_untouched_bulletin_has_no_finding(
    office: Office, published: bool, form: str, tmp_path: Path
) -> None:
    known = bulletin(office, published=published)
    path = printed(office, known, tmp_path / f"bulletin.{form}")
    if not published:  # a draft is checked as it was when it was printed
        office.done("bulletin", "consolidate", known, by=CLERK)
    _status, findings, said = check(office, path)
    assert findings == []
    assert said["rates"] > 5


@pytest.mark.parametrize("words", [trial(words, always=words == REPORTS[0]) for words in REPORTS])
def test_each_bent_rate_of_a_report_is_found(
    office: Office, words: tuple[str, ...], tmp_path: Path
) -> None:
    path = report(office, words, tmp_path / "report.md")
    whole = path.read_text(encoding="utf-8")
    rates = list(RATE.finditer(whole))
    for found in random.Random(3).sample(rates, of(6)):
        other = "33.7 %" if not found[0].startswith("33.7") else "34.2 %"
        path.write_text(whole[: found.start()] + other + whole[found.end() :], encoding="utf-8")
        _status, findings, _said = check(office, path)
        line = whole[: found.start()].count("\n") + 1
        assert [(each["where"], each["printed"]) for each in findings] == [
            (f"line {line}", other.replace("  ", " "))
        ], whole.splitlines()[line - 1]
        assert findings[0]["computed"].replace(" ", "") == found[0].replace(" ", "")


@pytest.mark.thorough
def test_what_is_bent_in_a_report_in_excel_is_found(office: Office, tmp_path: Path) -> None:
    path = report(office, ("round",), tmp_path / "report.xlsx")
    book = openpyxl.load_workbook(path)
    cells = [c for sheet in book for row in sheet for c in row if c.number_format == "0.0%"]
    rates = [cell for cell in cells if isinstance(cell.value, int | float)]
    assert len(rates) > 5
    for cell in random.Random(5).sample(rates, of(3)):
        before = cell.value
        cell.value = 0.337 if f"{before:.3f}" != "0.337" else 0.342
        book.save(tmp_path / "edited.xlsx")
        _status, findings, said = check(office, tmp_path / "edited.xlsx")
        assert said["stamp"]["kind"] == "round"
        where = f"{cell.parent.title}, row {cell.row}"
        assert [(each["where"], each["problem"]) for each in findings] == [(where, "ledger")]
        assert findings[0]["computed"] == f"{Decimal(str(before)) * 100:.1f}%"
        cell.value = before


def clerk(path: Path) -> tuple[Any, list[Any]]:
    """Open a Word paper as a clerk would; return it with its paragraphs that have rates."""
    document = Document(str(path))
    return document, [p for p in document.paragraphs if RATE.search(p.text)]


def write(paragraph: Any, text: str) -> None:
    paragraph.runs[0].text = text
    for each in paragraph.runs[1:]:
        each.text = ""


@pytest.mark.thorough
@pytest.mark.parametrize("published", [False, True])
def test_what_a_clerk_bends_in_word_is_found(
    office: Office, published: bool, tmp_path: Path
) -> None:
    known = bulletin(office, published=published)
    path = printed(office, known, tmp_path / "bulletin.docx")
    for at in range(len(clerk(path)[1])):
        edited = tmp_path / "edited.docx"
        document, rated = clerk(path)
        true = RATE.search(rated[at].text)
        assert true
        other = "12.3 %" if true[0] != "12.3 %" else "45.6 %"
        write(rated[at], rated[at].text.replace(true[0], other, 1))
        document.save(str(edited))
        _status, findings, _said = check(office, edited)
        assert (findings[0]["printed"], findings[0]["problem"]) == (other, "ledger")
        assert findings[0]["computed"] == true[0]
        assert len(findings) == 1


@pytest.mark.thorough
def test_a_count_that_was_changed_is_found(office: Office, tmp_path: Path) -> None:
    path = printed(office, bulletin(office), tmp_path / "bulletin.docx")
    document, rated = clerk(path)
    given = next(p for p in rated if "to be rectified" in p.text)
    count = re.search(r"\d+ to be rectified", given.text)
    assert count
    write(given, given.text.replace(count[0], "1000 to be rectified"))
    document.save(str(path))
    _status, findings, _said = check(office, path)
    assert [each["printed"] for each in findings] == ["1000"]
    assert findings[0]["computed"] == count[0].split()[0]


@pytest.mark.thorough
def test_a_paragraph_that_was_moved_or_reworded_is_no_finding(
    office: Office, tmp_path: Path
) -> None:
    path = printed(office, bulletin(office), tmp_path / "bulletin.docx")
    document, rated = clerk(path)
    rated[-1]._p.addprevious(rated[0]._p)
    write(rated[0], "据统计，" + rated[0].text)
    document.add_paragraph(rated[1].text)  # said once more
    document.save(str(path))
    assert check(office, path)[:2] == (0, [])


@pytest.mark.parametrize("form", ["md", trial("docx", always=False)])
@pytest.mark.parametrize(
    ("own", "problem", "right"),
    [
        ("整改率97.28%（10882/11243）。", "counts", "96.79%"),
        ("11243项问题隐患中，已整改10882项，整改率97.28%。", "counts", "96.79%"),
        ("整改率９７．２８％（10，882／11，243）。", "counts", "96.79%"),
        ("整改率百分之九十七点二八（10882/11243）。", "counts", "96.79%"),
        ("36 of 37 were closed (97.4 %).", "counts", "97.3%"),
        ("整改率96.79%（10882/11243）。", None, ""),
        ("整改率96.8%（10882/11243）。", None, ""),
        ("整改率97%（10882/11243）。", None, ""),
        ("检查企业40家，停产10家，占25%。", None, ""),
        ("36 of 37 were closed (97.3 %).", None, ""),
        ("满意率为98.5%。", "untraced", ""),
        ("截至2026/6/1，满意率为98.5%。", "untraced", ""),
    ],
)
def test_what_a_clerk_adds_is_recomputed_from_its_counts(
    office: Office, own: str, problem: str | None, right: str, form: str, tmp_path: Path
) -> None:
    path = tmp_path / f"own.{form}"
    if form == "docx":
        document, _rated = clerk(printed(office, bulletin(office), path))
        document.add_paragraph(own)
        document.save(str(path))
    else:
        path.write_text(f"# 题\n\n{own}\n", encoding="utf-8")
    _status, findings, _said = check(office, path)
    told = [(each["problem"], each["computed"]) for each in findings]
    assert told == ([(problem, right)] if problem else [])


def test_a_table_in_excel_is_recomputed(office: Office, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["地区", "销号", "反馈", "销号率", "说明"])
    for row, (count, whole) in enumerate(((36, 37), (10, 16)), 2):
        sheet.append(["某市", count, whole, count / whole, f"{count}/{whole}"])
        sheet.cell(row, 4).number_format = "0.00%"
    path = tmp_path / "table.xlsx"
    book.save(path)
    assert check(office, path)[1] == []
    sheet.delete_cols(5)  # what is left is one count in a cell, another in the next
    book.save(path)
    assert check(office, path)[1] == []
    for row, text in ((2, "36/37"), (3, "10/16")):
        sheet.cell(row, 5).value = text
    sheet["D2"] = 0.9728
    sheet["D3"].number_format = '0.0"分"%'
    sheet["D3"] = 0.7
    book.save(path)
    findings = check(office, path)[1]
    assert [(each["where"], each["printed"], each["computed"]) for each in findings] == [
        ("Sheet, row 2", "97.28%", "97.30%"),
        ("Sheet, row 3", "70.0%", "62.5%"),
    ]


def test_what_track_changes_put_in_is_read_and_what_it_took_out_is_not(
    office: Office, tmp_path: Path
) -> None:
    document = Document()
    paragraph = document.add_paragraph("整改率")
    space = nsdecls("w")
    for tag, text, value in (
        *(("del", "delText", "96.79%"), ("moveFrom", "t", "96.79%")),
        ("ins", "t", "97.28%"),
    ):
        run_ = f'<w:r><w:{text} xml:space="preserve">{value}</w:{text}></w:r>'
        who = 'w:id="1" w:author="甲" w:date="2026-06-01T00:00:00Z"'
        paragraph._p.append(parse_xml(f"<w:{tag} {space} {who}>{run_}</w:{tag}>"))
    paragraph.add_run("（10882/11243）")
    path = tmp_path / "tracked.docx"
    document.save(str(path))
    findings = check(office, path)[1]
    assert [each["printed"] for each in findings] == ["97.28%"]
    assert findings[0]["where"] == "paragraph 1"


def test_a_cell_of_a_table_in_word_is_named(office: Office, tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(2, 3)
    for at, text in enumerate(("某市", "97.28%", "10882/11243")):
        table.rows[1].cells[at].text = text
    document.sections[0].footer.paragraphs[0].text = "合格率 50%"
    path = tmp_path / "table.docx"
    document.save(str(path))
    findings = check(office, path)[1]
    assert [(each["where"], each["problem"]) for each in findings] == [
        ("table 1, row 2", "counts"),
        ("footer1, paragraph 1", "untraced"),
    ]


def packed(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return made.getvalue()


def _word(**other: bytes) -> bytes:
    return packed(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<d/>", **other})


ENTITIES = b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><d>&b;</d>'
BAD = {
    "empty.docx": b"",
    "text.docx": "整改率97.28%".encode(),
    "old.docx": bytes.fromhex("D0CF11E0A1B11AE1") + b"x" * 600,
    "encrypted.docx": bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"),
    "other.docx": packed(a=b"b"),
    "book.docx": packed(**{"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<w/>"}),
    "cut.docx": _word()[:-30],
    "broken.docx": _word(**{"word/document.xml": b"<d>"}),
    "entities.docx": _word(**{"word/document.xml": ENTITIES}),
    "macros.docx": _word(**{"word/vbaProject.bin": b"x"}),
    "declared.docx": _word(**{"[Content_Types].xml": b"<Types macroEnabled='1'/>"}),
    "bomb.docx": _word(**{"word/document.xml": b"<d>" + b" " * 3_000_000 + b"</d>"}),
    "paper.doc": b"x",
    "paper.pdf": b"%PDF",
    "paper": b"x",
    "latin.md": "整改率".encode("gb18030"),
    "macros.xlsx": packed(**{"[Content_Types].xml": b"<Types/>", "xl/vbaProject.bin": b"x"}),
    "text.xlsx": b"a,b",
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_paper_is_refused(
    office: Office, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finished, "LARGEST_UNPACKED", 2_000_000)
    path = tmp_path / name
    path.write_bytes(BAD[name])
    refused = office("report", "check", path)
    assert (refused.status, refused.out) == (2, ""), refused
    assert name in refused.err


def test_a_missing_folder_or_huge_file_is_refused(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "folder.docx").mkdir()
    for name in ("none.docx", "folder.docx"):
        assert office("report", "check", tmp_path / name).status == 2
    monkeypatch.setattr(finished, "LARGEST_FILE", 10)
    (tmp_path / "huge.md").write_text("x" * 11, encoding="utf-8")
    assert office("report", "check", tmp_path / "huge.md").status == 2


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("old", "new", "status"),
    [
        ('"kind": "round"', '"kind": "../x"', 0),
        ('"commit": "', '"commit": "--all', 0),
        ('"at": "2026', '"at": "x', 0),
        ('"id": "2026-1"', '"id": "2099-9"', 5),
        ('"steps": 0', '"steps": [1]', 0),
        ('"steps": 0', '"other": 0', 0),
    ],
)
def test_a_stamp_that_was_bent_leads_nowhere(
    office: Office, old: str, new: str, status: int, tmp_path: Path
) -> None:
    path = report(office, ("round",), tmp_path / "report.md")
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    done: Result = office("report", "check", path, "--json")
    if status:
        assert done.status == status
    else:
        assert json.loads(done.out)["stamp"] is None


def test_a_commit_that_is_not_here_is_said(office: Office, tmp_path: Path) -> None:
    path = report(office, ("round",), tmp_path / "report.md")
    text = re.sub('"commit": "[0-9a-f]{40}"', f'"commit": "{"1" * 40}"', path.read_text("utf-8"))
    path.write_text(text, encoding="utf-8")
    refused = office("report", "check", path)
    assert refused.status == 3
    assert "unshallow" in refused.err


@pytest.mark.thorough
def test_a_report_of_what_is_not_committed_has_no_stamp(office: Office, tmp_path: Path) -> None:
    places = office.root / "places.yaml"
    before = places.read_bytes()
    try:
        places.write_bytes(before + b"# edited\n")
        path = report(office, ("round",), tmp_path / "report.md")
    finally:
        places.write_bytes(before)
    assert "<!--" not in path.read_text(encoding="utf-8")


def _first(office: Office) -> str:
    number: str = json.loads(office.done("list", "--limit", "1", "--json").out)["issues"][0][
        "number"
    ]
    return number
