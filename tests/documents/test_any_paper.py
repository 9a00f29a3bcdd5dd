"""Any paper in Word: every column fits, data stays data, and the form is the official one.

Measured in the PDF that LibreOffice makes, where there is one.
"""

import io
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from docx import Document
from docx.document import Document as Doc
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from sfcheck.documents.columns import ROOM, millimetres
from sfcheck.documents.engines import word
from sfcheck.documents.paper import Paper, Rate, Share, Table
from sfcheck.documents.printing import content, printed
from sfcheck.language import choose, visible
from tests.documents.measuring import (
    FOOT,
    LEFT,
    MM,
    RIGHT,
    TOLERANCE,
    TOP,
    box,
    converted,
    lines,
    renderings,
    text,
)
from tests.support.run import run
from tools import word as templates

SAMPLE = Path(__file__).parents[2] / "ledgers" / "sample"
FOLDERS = [templates.FOLDER]
NUMBER = "26-037-0142-6"
HOSTILE = "甲 & 乙 < 丙 > {{ 7*7 }} {% raw %} {_{ }_} {# 丁 #} ]]> &amp; <w:br/> \\ '\" =1+1 😀𠮷㐂"
ROW = (
    *(NUMBER, "甲醇罐区可燃气体报警器失效，控制室无人值守，报修记录缺失", date(2026, 12, 3)),
    *(Rate(3, 4), Share(333), 128, "灵武市", "整改中", None),
)
"""The nine columns of the widest table."""
MANY = 90


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    choose("en")


def table(columns: int, rows: int = 3, name: str = "表") -> Table:
    headings = [f"标题{n}" for n in range(1, columns + 1)]
    return Table(
        f"{name}{columns}", headings, [ROW[:columns]] * rows, "说明", wide=(1,)[: columns - 1]
    )


def word_of(paper: Paper, folders: list[Path] | None = None) -> bytes:
    data = printed("report", content(paper), "docx", (folders or []) + FOLDERS)
    assert isinstance(data, bytes)
    return data


def made(*tables: Table, folders: list[Path] | None = None) -> Doc:
    paper = Paper("标题", "依据", {f"t{n}": each for n, each in enumerate(tables)})
    return Document(io.BytesIO(word_of(paper, folders)))


def cells(document: Doc) -> list[list[list[str]]]:
    return [[[cell.text for cell in row.cells] for row in each.rows] for each in document.tables]


def test_tables_of_one_to_nine_columns_say_what_is_given() -> None:
    tables = [table(columns) for columns in range(1, 10)]
    document = made(*tables)
    assert cells(document) == [[list(each.headings), *each.texts()] for each in tables]
    said = [paragraph.text for paragraph in document.paragraphs]
    assert [line for line in said if line] == [
        *("标题", "依据"),
        *(line for each in tables for line in (each.title, "说明")),
    ]


def test_columns_fill_the_type_area_and_each_cell_is_as_wide_as_its_column() -> None:
    tables = [table(columns) for columns in range(1, 10)]
    for drawn, each in zip(made(*tables).tables, tables, strict=True):
        widths = [column.width.mm for column in drawn.columns]
        assert widths == pytest.approx(millimetres(each), abs=0.02)
        for row in drawn.rows:
            assert [cell.width.mm for cell in row.cells] == pytest.approx(widths)
        assert drawn._tbl.tblPr.find(qn("w:tblDescription")) is None


TEXTS = st.text(max_size=60)


@given(st.integers(1, 9).flatmap(lambda n: st.lists(st.tuples(*[TEXTS] * n), max_size=4)))
def test_widths_are_whole_positive_and_together_the_type_areas(rows: list[tuple[str, ...]]) -> None:
    columns = len(rows[0]) if rows else 4
    widths = millimetres(Table("T", ["标题"] * columns, rows, wide=(0,)))
    assert len(widths) == columns
    assert sum(widths) == ROOM
    assert min(widths) > 0


def test_numbers_and_days_are_not_folded_and_sentences_get_the_room() -> None:
    number, title, day, *others = millimetres(table(8))
    assert number >= 29
    assert day >= 22
    assert title > max(others)
    short, long = millimetres(Table("T", ["甲", "乙"], [["x", "长" * 400]], wide=(1,)))
    assert short < 20 < 130 < long


@pytest.mark.thorough
@pytest.mark.parametrize(
    "said", [HOSTILE, "字" * 10000, "一\n二\t三", f"{HOSTILE}\n" * 30, "", "  blanks  "]
)
def test_what_a_record_says_is_text_and_nothing_else(said: str) -> None:
    document = made(Table(f"T{HOSTILE}", [f"H{HOSTILE}", "乙"], [[said, 1]], note=f"N{HOSTILE}"))
    assert cells(document) == [[[f"H{HOSTILE}", "乙"], [said, "1"]]]
    assert f"T{HOSTILE}" in [paragraph.text for paragraph in document.paragraphs]
    assert f"N{HOSTILE}" in [paragraph.text for paragraph in document.paragraphs]


@pytest.mark.thorough
@pytest.mark.parametrize("control", ["\x00", "\x07", "\x0c", "\x1b", "\ud800", "\ufffe", "\u202e"])
def test_characters_that_steer_are_spelt_out(control: str) -> None:
    document = made(Table("T", ["H", "乙"], [[f"甲{control}乙", 1]]))
    assert cells(document)[0][1][0] == f"甲{visible(control)}乙"


def test_an_empty_table_says_why_and_a_paper_without_tables_is_a_title() -> None:
    document = made(Table("空表", ["甲"], [], "没有。"))
    assert document.tables == []
    assert [p.text for p in document.paragraphs if p.text] == ["标题", "依据", "空表", "没有。"]
    assert [p.text for p in made().paragraphs if p.text] == ["标题", "依据"]


def test_the_same_paper_is_the_same_bytes_on_another_day() -> None:
    paper = Paper("标题", "依据", {"t": table(4)})
    found = set()
    for day in (1, 2):
        with time_machine.travel(f"2026-05-0{day}T12:00:00Z"):
            found.add(word_of(paper))
    assert len(found) == 1


def test_the_head_is_repeated_and_no_row_is_torn_apart() -> None:
    (drawn,) = made(table(5)).tables
    first, *rest = [row._tr.xml for row in drawn.rows]
    assert "<w:tblHeader/>" in first
    assert not any("tblHeader" in row for row in rest)
    assert all("<w:cantSplit/>" in row for row in rest)


def test_a_table_is_filled_in_one_rendering(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guards the speed at 5,000 rows: neither a rendering nor a reading more for each row."""
    counted = renderings(monkeypatch)
    made(table(3, rows=1))
    few = dict(counted)
    counted.clear()
    made(table(3, rows=300))
    assert counted == few


# -- by the command line


@pytest.mark.thorough
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("of", ["round 2026-1", "place 640100", "team 2026-1/T2"])
def test_a_report_is_given_in_word_and_says_what_the_text_says(
    of: str, language: str, tmp_path: Path
) -> None:
    words = ("report", *of.split())
    done = run(*words, "-o", tmp_path / "r.docx", cwd=SAMPLE, language=language)
    assert (done.status, done.out) == (0, ""), done.err
    text = run(*words, cwd=SAMPLE, language=language).out
    squeezed = [" ".join(line.rstrip("█").split()) for line in text.splitlines()]
    grid = cells(Document(str(tmp_path / "r.docx")))
    assert len(grid) > 5
    for rows in grid:
        for row in rows:
            assert " ".join(" ".join(row).split()) in squeezed
    bare = run(*words, "--format", "docx", cwd=SAMPLE, language=language)
    assert (bare.status, bare.out) == (2, "")


@pytest.mark.thorough
def test_an_office_has_a_template_of_its_own(tmp_path: Path) -> None:
    sample = Path(shutil.copytree(SAMPLE, tmp_path / "sample"))
    own = sample / "templates" / "documents" / "report.docx"
    own.parent.mkdir(parents=True)

    def says(written: str) -> Any:
        document = Document()
        document.add_paragraph(written)
        document.save(str(own))
        path = tmp_path / "own.docx"
        return run("report", "round", "2026-1", "-o", path, "--force", cwd=sample)

    assert says("{{ figures.found }}：{{ tables.issues.rows|length }}").status == 0
    assert Document(str(tmp_path / "own.docx")).paragraphs[0].text == "12：12"
    for bad in ("{{ figures.fuond }}", "{{ title", "{{ ''.__class__.__mro__ }}", "{{ 1/0 }}"):
        refused = says(bad)
        assert (refused.status, refused.out) == (3, ""), bad
        assert "report.docx" in refused.err


def test_an_office_may_draw_its_tables_itself(tmp_path: Path) -> None:
    """Widths are only fitted where a table asks for it, and nonsense asks for nothing."""
    document = Document()
    for note in (None, "our own words", word.MARK, f"{word.MARK}x 1", f"{word.MARK}30 126"):
        drawn = document.add_table(rows=1, cols=2)
        if note is not None:
            child = drawn._tbl.tblPr.makeelement(qn("w:tblDescription"), {qn("w:val"): note})
            drawn._tbl.tblPr.append(child)
    before = [column.width for column in document.tables[0].columns]
    (tmp_path / "report.docx").write_bytes(templates.packed(document))
    own, other, empty, broken, fitted = made(folders=[tmp_path]).tables
    for each in (own, other, empty, broken):
        assert [column.width for column in each.columns] == before
    assert [round(column.width.mm) for column in fitted.columns] == [30, 126]


# -- measured


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """The pages of a paper with tables of one to nine columns, one of them long."""
    folder = tmp_path_factory.mktemp("office")
    choose("zh")
    tables = {f"t{n}": table(n) for n in range(1, 10)}
    tables["long"] = Table("长表", [*table(8).headings], [ROW[:8]] * MANY, wide=(1,))
    row = [NUMBER, "首" + "长" * 9998 + "尾"]
    tables["tall"] = Table("高表", ["编号", "正文"], [row], wide=(1,))
    paper = Paper("关于第一轮督查情况的报告", "截至2026年7月3日。", tables)
    return converted(folder, word_of(paper))


@pytest.mark.office
def test_nothing_stands_outside_the_margins_of_a4(measured: list[Any]) -> None:
    for number, page in enumerate(measured, 1):
        assert (page.width * MM, page.height * MM) == pytest.approx((210, 297), abs=0.1)
        for line in lines(page):
            if text(line) == f"—{number}—":
                continue
            left, top, right, foot = box(line)
            assert left >= LEFT - TOLERANCE, text(line)
            assert right <= RIGHT + TOLERANCE, text(line)
            assert top >= TOP - TOLERANCE
            assert foot <= FOOT + TOLERANCE
        for rule in (*page.lines, *page.rects):
            assert rule["x0"] * MM >= LEFT - TOLERANCE
            assert rule["x1"] * MM <= RIGHT + TOLERANCE


@pytest.mark.office
def test_tables_are_as_wide_as_the_type_area(measured: list[Any]) -> None:
    page = measured[0]
    drawn = [*page.lines, *page.rects]
    assert min(rule["x0"] for rule in drawn) * MM == pytest.approx(LEFT, abs=TOLERANCE)
    assert max(rule["x1"] for rule in drawn) * MM == pytest.approx(RIGHT, abs=TOLERANCE)


@pytest.mark.office
def test_the_head_stands_on_every_page_and_rows_are_whole(measured: list[Any]) -> None:
    begins = next(n for n, p in enumerate(measured) if any(text(li) == "长表" for li in lines(p)))
    ends = next(n for n, p in enumerate(measured) if any(text(li) == "高表" for li in lines(p)))
    assert ends - begins > 3
    head = "标题1标题2标题3标题4标题5标题6标题7标题8"
    for page in measured[begins + 1 : ends]:
        said = [text(line) for line in lines(page)]
        assert said[0] == head
        assert said[1].startswith(NUMBER)  # a row begins the page: none is torn apart
    numbers = [
        line for page in measured[begins : ends + 1] for line in lines(page) if NUMBER in text(line)
    ]
    assert sum("2026-12-03" in text(line) for line in numbers) >= MANY  # each on one line


@pytest.mark.office
def test_a_row_higher_than_a_page_is_printed_whole(measured: list[Any]) -> None:
    said = "".join(text(line) for page in measured for line in lines(page))
    assert said.count("首") == said.count("尾") == 1
    assert said.count("长") == 9998 + 1  # and the title of the long table
