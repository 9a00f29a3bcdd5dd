"""Small files that kept a program busy for minutes: bounded before the parser, work counted.

No test judges seconds. A file that no reader could get through is refused, in a child of its own,
so that one that hangs ends there; and what grows is read with work that grows as it does.
"""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from sfcheck.actions.entries import PERSON, find
from sfcheck.checks.rules.results.templates import macros, misspelt_field, unusable_template
from sfcheck.documents.engines import markdown, word
from sfcheck.documents.rechecking.recount import recount
from sfcheck.domain.base.misfits import fit, salvage
from sfcheck.domain.issues.record import Issue
from sfcheck.errors import Refused
from sfcheck.exchange import finished
from sfcheck.exchange.lists.mapping import load_mapping
from sfcheck.exchange.lists.rows import read_rows
from sfcheck.exchange.sheets import workbook
from sfcheck.ledger import queries
from sfcheck.ledger.files import editing, handed_in, parsing
from sfcheck.ledger.files.skimming import skim
from tests.support.amounts import trial
from tests.support.untouched import Untouchable

USAGE, UNREADABLE = 2, 3
GUARD = 900
"""Seconds after which a child is ended; no verdict, only the end of one that hangs."""
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHIPPED = Path(__file__).parents[2] / "templates" / "documents"


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a package with these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return made.getvalue()


def docx(body: str, **more: str | bytes) -> bytes:
    """Return a Word file as far as `report check` reads one."""
    document = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    return packed({"[Content_Types].xml": "<Types/>", "word/document.xml": document, **more})


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def template(body: str = "", **more: str | bytes) -> bytes:
    """Return the template of a letter with another body, and other parts."""
    with zipfile.ZipFile(SHIPPED / "letter.docx") as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    if body:
        parts["word/document.xml"] = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    return packed({**parts, **more})


def xlsx(rows: str = "", styles: str = "<cellXfs><xf/></cellXfs>") -> bytes:
    """Return a workbook of one sheet, whose cells and styles were written by hand."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        book.add_worksheet()
    with zipfile.ZipFile(made) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    sheet = f'<worksheet xmlns="{S}"><sheetData>{rows}</sheetData></worksheet>'
    styled = f'<styleSheet xmlns="{S}">{styles}</styleSheet>'
    return packed({**parts, "xl/worksheets/sheet1.xml": sheet, "xl/styles.xml": styled})


def twice() -> bytes:
    """Return a package whose every part has one name."""
    made = io.BytesIO()
    with pytest.warns(UserWarning), zipfile.ZipFile(made, "w") as archive:
        for _each in range(100):
            archive.writestr("word/document.xml", "<a/>")
    return made.getvalue()


PERCENT = '<row><c s="0"><v>1</v></c></row>'
FORMAT = "<numFmts><numFmt numFmtId='200' formatCode='{}'/></numFmts><cellXfs>"

# Papers that are handed in, and what is said of them.
PAPERS: Mapping[str, tuple[str, Callable[[], bytes], str]] = {
    "a rule": ("a.md", lambda: b"| :-" * 300_000 + b"x\n", "more text than"),
    "a rule of rules": ("a.md", lambda: b"|-" * 300_000 + b"\n", ""),
    "stamps": ("a.md", lambda: b"<!-- sfcheck: {" * 60_000, "more text than"),
    "stamps in lines": ("a.md", lambda: b"<!-- sfcheck: {\n" * 60_000, ""),
    "digits": ("a.md", lambda: b"1" * 5_000 + b"%\n", "more than a hundred digits"),
    "Chinese digits": ("a.md", lambda: ("百分之" + "九" * 5_000).encode(), "a hundred digits"),
    "decimals": ("a.md", lambda: b"1." + b"1" * 5_000 + b"%\n", "a hundred digits"),
    "percentages": ("a.md", lambda: b"1% " * 300_000, "more text than"),
    "lines of percentages": ("a.md", lambda: (b"1% " * 5_000 + b"\n") * 6, "more percentages"),
    "cells of percentages": ("a.md", lambda: (b"|1%" * 3_000 + b"\n") * 9, "more percentages"),
    "marks upon a letter": ("a.md", lambda: ("a" + "\u0301\u0327" * 300_000).encode(), ""),
    "deep Word": ("a.docx", lambda: docx("<w:sdt>" * 50_000 + "</w:sdt>" * 50_000), "damaged"),
    "tables in tables": (
        "a.docx",
        lambda: docx("<w:tbl><w:tr><w:tc>" * 9_000 + "</w:tc></w:tr></w:tbl>" * 9_000),
        "damaged",
    ),
    "digits in Word": ("a.docx", lambda: docx(paragraph("1" * 5_000 + "%")), "a hundred digits"),
    "an entity": (
        "a.docx",
        lambda: (
            docx("").replace(b"x", b"x")
            and packed(
                {
                    "[Content_Types].xml": "<Types/>",
                    "word/document.xml": '<!DOCTYPE a [<!ENTITY a "aa">]><a>&a;</a>',
                }
            )
        ),
        "damaged",
    ),
    "a part twice": ("a.docx", twice, "damaged"),
    "parts": (
        "a.docx",
        lambda: packed({f"word/header{each}.xml": "<a/>" for each in range(20_000)}),
        "damaged",
    ),
    "decimals in Excel": (
        "a.xlsx",
        lambda: xlsx(PERCENT, FORMAT.format(f"0.{'0' * 900}%") + "<xf numFmtId='200'/></cellXfs>"),
        "",
    ),
    "a large number in Excel": (
        "a.xlsx",
        lambda: xlsx(PERCENT.replace("1<", "1e300<"), "<cellXfs><xf numFmtId='10'/></cellXfs>"),
        "a hundred digits",
    ),
    "a long format": (
        "a.xlsx",
        lambda: xlsx(
            styles=FORMAT.format("x" * 40_000) + "<xf numFmtId='200'/>" * 40_000 + "</cellXfs>"
        ),
        "damaged",
    ),
}


OFTEN = {
    *("digits", "deep Word", "brackets", "chains"),
}
"""Of what is tried in a process of its own, what `make test` tries."""


@pytest.mark.parametrize("name", [trial(name, always=name in OFTEN) for name in PAPERS])
def test_a_paper_that_hangs(spare: Untouchable, tmp_path: Path, name: str) -> None:
    file, make, why = PAPERS[name]
    paper = tmp_path / file
    paper.write_bytes(make())
    done = child(spare.root, "report", "check", str(paper))
    assert "inside sfcheck" not in done.stderr
    assert done.returncode in ((USAGE,) if why else (0, 1)), done.stderr
    assert why in done.stderr


# Records and what is edited: each is broken as a whole, and a finding.
RECORDS: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "brackets": (lambda: b"a: " + b"[" * 300_000, "nested more than"),
    "braces": (lambda: b"a: " + b"{a: " * 100_000, "nested more than"),
    "brackets in quotes": (lambda: b"a: " + b'["]", ' * 100_000, "brackets"),
    "dashes": (lambda: b"a:\n" + b"- " * 400_000, "nested more than"),
    "unknown keys": (lambda: b"".join(b"k%d: 1\n" % each for each in range(90_000)), "has the key"),
    "digits": (lambda: b"title: " + b"1" * 5_000, "title"),
    "digits in quotes": (lambda: b'number: "' + b"1" * 500_000 + b'"', "number"),
}


@pytest.mark.parametrize("name", [trial(name, always=name in OFTEN) for name in RECORDS])
def test_a_record_that_hangs(spare: Untouchable, name: str) -> None:
    make, why = RECORDS[name]
    spare.record.write_bytes(make())
    said = child(spare.root, "list")
    assert said.returncode == UNREADABLE, said
    found = child(spare.root, "validate", "--json")
    assert found.returncode == 1, found.stderr
    told = json.loads(found.stdout)["findings"]
    assert any(why in each["message"] for each in told)


# Templates among a ledger's own: those that a rule reads, and a paper.
TEMPLATES: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "signs": ("letter.docx", lambda: template(**{"word/header9.xml": b"<" * 1_000_000})),
    "signs elsewhere": ("letter.docx", lambda: template(**{"word/media/a.bin": b"<" * 1_000_000})),
    "signs in UTF-16": (
        "letter.docx",
        lambda: template(**{"word/a.xml": ("<" * 100_000).encode("utf-16")}),
    ),
    "code": ("letter.docx", lambda: template(paragraph("{{ 1 }}") * 9_000)),
    "code left open": (
        "letter.docx",
        lambda: template(paragraph("}}" * 9_000 + "{{r " * 9_000)),
    ),
    "code in an attribute": (
        "letter.docx",
        lambda: template(f'<w:p w:a="{"{%r " * 9_000}"/>'),
    ),
    "code in a comment": ("letter.docx", lambda: template(f"<!--{'{%r ' * 9_000}-->")),
    "blanks": ("letter.docx", lambda: template(paragraph("{% colspan" + " " * 1_500 + "% %}"))),
    "merged cells": ("letter.docx", lambda: template(paragraph("{% vm %}") + "<w:tcPr/>" * 9_000)),
    "paragraphs": ("letter.docx", lambda: template("<w:p></w:p>" * 400_000)),
    "deep": ("letter.docx", lambda: template("<w:p>" * 9_000 + "</w:p>" * 9_000)),
    "pieces": ("letter.md.j2", lambda: b"{{ 1 }}" * 140_000),
    "brackets": ("letter.md.j2", lambda: b"{{ " + b"(" * 300_000),
    "chains": ("letter.md.j2", lambda: b"{{ a" + b".b" * 900 + b" }}"),
    "filters": ("letter.md.j2", lambda: b"{{ a" + b"|abs" * 900 + b" }}"),
    "digits": ("letter.md.j2", lambda: b"{{ " + b"1" * 5_000 + b" }}"),
}


@pytest.mark.parametrize("name", [trial(name, always=name in OFTEN) for name in TEMPLATES])
def test_a_template_that_hangs(spare: Untouchable, name: str) -> None:
    file, make = TEMPLATES[name]
    folder = spare.root / "templates" / "documents"
    folder.mkdir(parents=True)
    (folder / file).write_bytes(make())
    found = child(spare.root, "validate", "--json")
    codes = [each["code"] for each in json.loads(found.stdout)["findings"]]
    assert "SF542" in codes, found


def test_a_chain_of_calls_in_a_template_is_looked_at_once(tmp_path: Path) -> None:
    assert work(lambda: rules(b"{{ a" + b".b()" * 60 + b" }}", tmp_path)) < 100_000


def child(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own."""
    command = [sys.executable, "-m", "sfcheck", *words]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=GUARD
    )


# What grows, and its reader. Each is read or refused; that it is not hung up in is counted.


def rules(data: bytes, folder: Path, name: str = "feedback.md.j2") -> None:
    """Put a template into a folder and look at it as `validate` does."""
    kept = folder / "templates" / "documents"
    kept.mkdir(parents=True, exist_ok=True)
    (kept / name).write_bytes(data)

    class Seen:
        root = folder

    for each in (misspelt_field, unusable_template, macros):
        list(each.check(Seen))  # type: ignore[attr-defined]


def mapped(data: bytes, folder: Path) -> None:
    (folder / "mapping.yaml").write_bytes(data)
    load_mapping(folder / "mapping.yaml")


def listed(data: bytes, folder: Path) -> None:
    (folder / "list.csv").write_bytes(data)
    read_rows(folder / "list.csv", split=True)


def traced(data: bytes, kind: str) -> None:
    paper = finished.READERS[kind](data, Path(f"paper{kind}"))
    recount(paper.passages, [("line 1", "共 9 项，其中 3 项，占 33.3%")] * 30)


def rendered(data: bytes, folder: Path, engine: Any = markdown, name: str = "a.md.j2") -> None:
    (folder / name).write_bytes(data)
    engine.render(name, {}, [folder])


def sheet_of(book: workbook.Workbook) -> object:
    return book.grid(book.sheets[0])


def fitted(data: bytes) -> None:
    fields = parsing.parse(data, "x")
    fit(Issue, fields)
    salvage(Issue, fields)


HEAD = "序号,检查时间,隐患问题描述,隐患等级,整改期限,整改责任单位,销号情况\n"


def row(**other: str) -> str:
    cells = {"n": "1", "d": "2024-01-02", "t": "失效", "g": "一般", "l": "2024-02-03", "u": "厂"}
    return ",".join(({**cells, "s": "已整改"} | other).values()) + "\n"


Reader = Callable[[bytes, Path], object]
GROWING: Mapping[str, tuple[Reader, Callable[[int], bytes]]] = {
    "brackets": (lambda d, _f: parsing.parse(d, "x"), lambda n: b"a: " + b"[" * n),
    "keys again": (lambda d, _f: parsing.problems(d, "x"), lambda n: b"a: 1\n" * n),
    "anchors": (lambda d, _f: parsing.problems(d, "x"), lambda n: b"- &a 1\n" * n),
    "tags": (lambda d, _f: parsing.problems(d, "x"), lambda n: b"a: !x 1\n" + b"b: c\n" * n),
    "control characters": (lambda d, _f: parsing.problems(d, "x"), lambda n: b"a\1" * n),
    "comments": (lambda d, _f: parsing.problems(d, "x"), lambda n: b"a: !x 1\n" + b"# x\n" * n),
    "places": (lambda d, _f: parsing.locate(d, ("k", 1)), lambda n: b"a:\n" + b"- 1\n" * n),
    "skimmed": (lambda d, _f: skim(d.decode()), lambda n: b"a: |\n" + b"\n" * n + b"  x\n"),
    "quotes": (lambda d, _f: skim(d.decode()), lambda n: b'"' * n + b": a\n"),
    "edited": (lambda d, _f: editing.edit(d, "x"), lambda n: b"a:\n" + b"- x # y\n" * n),
    "unknown keys": (
        lambda d, _f: fitted(d),
        lambda n: b"".join(b"k%d: 1\n" % each for each in range(n)),
    ),
    "unknown events": (lambda d, _f: fitted(d), lambda n: b"events:\n" + b"- {n: 1}\n" * n),
    "forms": (lambda d, _f: handed_in.parse(d, "x", 1 << 24), lambda n: b"[" * n),
    "JSON again": (
        lambda d, _f: handed_in.parse(d, "x", 1 << 24),
        lambda n: b"{" + b",".join(b'"k%d":1' % each for each in range(n)) + b',"k1":1}',
    ),
    "JSON digits": (
        lambda d, _f: handed_in.parse(d, "x", 1 << 24),
        lambda n: b'{"a": ' + b"1" * n * 10 + b"}",
    ),
    "mapping": (mapped, lambda n: b"a" * n + b": x\n"),
    "query": (lambda d, _f: queries.parse_query(d.decode()), lambda n: b"text=a " * n),
    "query of quotes": (lambda d, _f: queries.parse_query(d.decode()), lambda n: b"'" * n),
    "name": (lambda d, _f: find(PERSON, {}, d.decode()), lambda n: b"a" * n),
    "percentages": (lambda d, _f: traced(d, ".md"), lambda n: b"1% " * n),
    "shares": (lambda d, _f: traced(d, ".md"), lambda n: "共 8 项，占 1%".encode() * n),
    "lines": (lambda d, _f: traced(d, ".md"), lambda n: "共 8 项，占 1%\n".encode() * n),
    "cells": (lambda d, _f: traced(d, ".md"), lambda n: b"|1%" * n),
    "sentences": (lambda d, _f: traced(d, ".md"), lambda n: b"1. " * n + b"1%"),
    "rules": (lambda d, _f: traced(d, ".md"), lambda n: b"| :-" * n + b"x\n"),
    "stamps": (lambda d, _f: traced(d, ".md"), lambda n: b"<!-- sfcheck: {\n" * n),
    "paragraphs": (lambda d, _f: traced(d, ".docx"), lambda n: docx(paragraph("1%") * n)),
    "runs": (
        lambda d, _f: traced(d, ".docx"),
        lambda n: docx("<w:p>" + "<w:r><w:t>1</w:t></w:r>" * n + "</w:p>"),
    ),
    "tables": (
        lambda d, _f: traced(d, ".docx"),
        lambda n: docx(f"<w:tbl><w:tr><w:tc>{paragraph('1%')}</w:tc></w:tr></w:tbl>" * n),
    ),
    "tables in tables": (
        lambda d, _f: traced(d, ".docx"),
        lambda n: docx(
            f"<w:tbl><w:tr><w:tc>{paragraph('1%')}" * (n // 20)
            + "</w:tc></w:tr></w:tbl>" * (n // 20)
        ),
    ),
    "headers": (
        lambda d, _f: traced(d, ".docx"),
        lambda n: docx("", **{f"word/header{each}.xml": f"<w:hdr {W}/>" for each in range(n)}),
    ),
    "sheet": (
        lambda d, _f: traced(d, ".xlsx"),
        lambda n: xlsx('<row><c t="str"><v>1%</v></c></row>' * n),
    ),
    "comments in a cell": (
        lambda d, _f: sheet_of(workbook.opened(d, Path("a.xlsx"))),
        lambda n: xlsx("<row><c><v>" + "1<!---->" * n + "</v></c></row>"),
    ),
    "quoted cells": (listed, lambda n: b'a,"' + b"x\n" * n),
    "list": (listed, lambda n: (HEAD + row() * n).encode()),
    "heads": (listed, lambda n: (HEAD * n + row()).encode()),
    "numbered": (listed, lambda n: (HEAD + row(t="1.甲" * n)).encode()),
    "circled": (listed, lambda n: (HEAD + row(t="①②③" * n)).encode()),
    "dates": (listed, lambda n: (HEAD + row(d="2024-" * n)).encode()),
    "ranges": (listed, lambda n: (HEAD + row(l="1 - " * n)).encode()),
    "states": (listed, lambda n: (HEAD + row(s="已整改" * n)).encode()),
    "notes": (listed, lambda n: (HEAD + row() + "注：1级=重大\n" * n).encode()),
    "pieces of code": (rendered, lambda n: b"{{ 1 }}" * n),
    "code open": (rendered, lambda n: b"{{ " * n),
    "code nested": (rendered, lambda n: b"{% if a %}" * n),
    "code in Word": (
        lambda d, f: rendered(d, f, word, "a.docx"),
        lambda n: template(paragraph("{{ 1 }}") * n),
    ),
    "code looked at": (rules, lambda n: b"{{ a }}" * n),
    "chains": (rules, lambda n: b"{{ a" + b".b" * n + b" }}"),
    "Word looked at": (
        lambda d, f: rules(d, f, "feedback.docx"),
        lambda n: template(paragraph("{{ 1 }}") * n),
    ),
}
FEW, MORE = 250, 4


def work(do: Callable[[], object]) -> int:
    """Count the calls that something makes, whether it is refused or not."""
    count = 0

    def called(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(called)
    try:
        do()
    except Refused:
        pass
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "name", [trial(name, always=at % 5 == 0) for at, name in enumerate(GROWING)]
)
def test_work_grows_no_faster_than_what_is_read(tmp_path: Path, name: str) -> None:
    read, make = GROWING[name]
    first, few, many = make(FEW - 1), make(FEW), make(FEW * MORE)
    work(lambda: read(first, tmp_path))  # what is imported at first
    before = work(lambda: read(few, tmp_path))
    # n log n, and a little for what is only begun when something is long
    assert work(lambda: read(many, tmp_path)) < 1.3 * MORE * before + 3_000
