"""Any paper in Excel, read back by two other programs: types, looks, and that data stays data."""

import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from xlsxwriter.worksheet import Worksheet

from sfcheck.documents.engines import excel
from sfcheck.documents.engines.dress import CHARTED
from sfcheck.documents.engines.excel import workbook
from sfcheck.documents.engines.sheets import Names
from sfcheck.documents.paper import Paper, Rate, Share, Table
from sfcheck.language import choose, visible
from tests.support.office import open_office
from tests.support.run import run

SAMPLE = Path(__file__).parents[3] / "ledgers" / "sample"
DAY = date(2026, 6, 1)
UNITS = Table(
    title="By unit",
    headings=["Unit", "Found", "Closed", "Share", "Due", "Days late", "What"],
    rows=[
        ["甲厂", 12, Rate(3, 4), Share(667), DAY, 9, "一句话"],
        ["乙厂", 6, Rate(0, 0), Share(None), None, 0, None],
    ],
    note="A note",
    bars=1,
    wide=(6,),
    late=5,
)
PAPER = Paper("Report", "As it stood", {"units": UNITS})
HOSTILE = [
    *("=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "={1}", "1+1", "#N/A"),
    *("{{ 7*7 }}", "{% raw %}", "<b>&</b>", "&amp;", "]]>", "_x0041_", "_x000D_", "  blanks  "),
    *(
        "一\n二\t三",
        "😀",
        "𠮷㐂",
        "字" * 10000,
        "0012",
        "916401007106520001",
        "1e5",
        "TRUE",
        "12:30",
    ),
    *("http://example.invalid", "mailto:a@example.invalid", "internal:'Report'!A1", "'quoted"),
    *("<r><t>1</t></r>", "<r></r>", "<r>", "<r>&</r>", "", " ", "2026-06-01", "\ufeffx"),
]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    choose("en")


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def column(*cells: Any, **other: Any) -> Paper:
    """Return a paper with one table of one column."""
    return Paper("T", "b", {"one": Table("One", ["H"], [[cell] for cell in cells], **other)})


def test_cells_keep_their_type_and_a_rate_has_its_counts_beside_it() -> None:
    sheet = opened(workbook(PAPER))["By unit"]
    head, first, second = [[cell.value for cell in row] for row in sheet["A1:I3"]]
    assert head == [
        *("Unit", "Found", "Closed", "Closed: counted", "Closed: of"),
        *("Share", "Due", "Days late", "What"),
    ]
    assert (first[0], first[1], first[7], first[8]) == ("甲厂", 12, 9, "一句话")
    assert first[2:5] == [0.75, 3, 4]
    assert first[5] == pytest.approx(0.667)
    assert first[6].date() == DAY
    assert second == ["乙厂", 6, None, 0, 0, None, None, 0, None]
    kinds = [cell.data_type for cell in sheet[2]]
    assert kinds == ["s", *"nnnnn", "d", "n", "s"]
    assert [sheet[f"{at}2"].number_format for at in "BCFG"] == [
        *("General", "0.0%", "0.0%", "yyyy-mm-dd"),
    ]
    assert (sheet["A5"].value, sheet["A4"].value) == ("A note", None)
    read = CalamineWorkbook.from_filelike(io.BytesIO(workbook(PAPER)))
    row = read.get_sheet_by_name("By unit").to_python()[1]
    assert row == ["甲厂", 12.0, 0.75, 3.0, 4.0, pytest.approx(0.667), DAY, 9.0, "一句话"]


def test_a_rate_is_the_one_that_is_printed() -> None:
    sheet = opened(workbook(column(Rate(1, 2000), Rate(9, 2000), Rate(2, 3))))["One"]
    assert [sheet[f"A{row}"].value for row in (2, 3, 4)] == [0.001, 0.005, 0.667]


def test_what_a_spreadsheet_cannot_count_is_text() -> None:
    sheet = opened(workbook(column(10**15, 10**15 - 1, -(10**20), date(1900, 2, 28))))["One"]
    values = [sheet[f"A{row}"].value for row in range(2, 6)]
    assert values == [str(10**15), 10**15 - 1, str(-(10**20)), "1900-02-28"]


@given(st.dates(excel.FIRST_DAY))
def test_a_day_is_that_day_to_other_programs(day: date) -> None:
    read = CalamineWorkbook.from_filelike(io.BytesIO(workbook(column(day))))
    assert read.get_sheet_by_name("One").to_python()[1] == [day]


def test_head_filter_widths_and_print() -> None:
    sheet = opened(workbook(PAPER))["By unit"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:I3"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet["A1"].font.bold
    many = [["甲乙丙丁戊己庚辛", "abcdefgh", "一句很长的话" * 50]]
    wide = Table("W", ["1", "2", "3"], many, wide=(2,))
    sheet = opened(workbook(Paper("T", "b", {"w": wide})))["W"]
    first, second, third = (sheet.column_dimensions[at].width for at in "ABC")
    assert first == pytest.approx(second + 8, abs=0.1)  # a Chinese character is two wide
    assert third > 50
    assert sheet["C2"].alignment.wrap_text or sheet.column_dimensions["C"].alignment.wrap_text


def test_lateness_rates_and_counts_are_coloured() -> None:
    sheet = opened(workbook(PAPER))["By unit"]
    rules = {str(area.sqref): area.rules[0].type for area in sheet.conditional_formatting}
    assert rules == {
        "B2:B3": "dataBar",
        "C2:C3": "dataBar",
        "F2:F3": "dataBar",
        "H2:H3": "colorScale",
    }


def test_bars_are_a_native_chart_with_its_values() -> None:
    data = workbook(PAPER)
    (chart,) = [text for name, text in parts(data).items() if "charts/chart" in name]
    root = ElementTree.fromstring(chart)
    space = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}
    formulas = [each.text for each in root.iterfind(".//c:f", space)]
    assert formulas == ["'By unit'!$A$2:$A$3", "'By unit'!$B$2:$B$3"]
    cached = [each.text for each in root.iterfind(".//c:ser//c:pt/c:v", space)]
    assert cached == ["甲厂", "乙厂", "12", "6"]
    plain = Paper("T", "b", {"u": Table("U", ["A", "B"], [["甲", 1]])})
    assert not [name for name in parts(workbook(plain)) if "chart" in name]


def test_a_chart_of_many_rows_shows_the_first_and_says_so() -> None:
    rows = [[f"厂{n}", n] for n in range(CHARTED + 1)]
    for count, more in ((CHARTED, False), (CHARTED + 1, True)):
        paper = Paper("T", "b", {"u": Table("U!A1", ["=A", "=U!B1"], rows[:count], bars=1)})
        (chart,) = [d.decode() for name, d in parts(workbook(paper)).items() if "s/chart" in name]
        assert f"$B${CHARTED + 1}" in chart
        assert (f"the first {CHARTED} of {CHARTED + 1}" in chart) is more
        assert chart.count("<c:f>") == 2  # labels and numbers, and no title that looks like a cell


def test_no_text_is_ever_anything_else() -> None:
    shown = [visible(text) for text in HOSTILE]
    table = Table("One", ["=H"], [[text] for text in HOSTILE], note="=N")
    data = workbook(Paper("=P", "=B", {"one": table, "none": Table("None", ["H"], [], "=E")}))
    book = opened(data)
    sheet = book["One"]
    for row, text in enumerate(shown, 2):
        cell = sheet[f"A{row}"]
        assert cell.data_type in ("s", "n") if not text else cell.data_type == "s", text
        assert (cell.value or "") == text
        assert cell.hyperlink is None
        if text.startswith(("=", "+", "-", "@", "\t", "＝")) or text.isdecimal():
            assert cell.quotePrefix, text
    for name, content in parts(data).items():
        ElementTree.fromstring(content)  # each part is well-formed
        if "worksheets" in name:
            assert b"<f" not in content
    assert not [name for name in parts(data) if "external" in name.lower()]
    read = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("One").to_python()
    assert [row[0] for row in read][1 : len(shown) + 1] == shown
    front = book["Contents"]
    assert [front["A1"].value, front["A2"].value] == ["=P", "=B"]


@pytest.mark.parametrize("control", ["\x00", "\x07", "\x0c", "\x1b", "\ud800", "\ufffe", "\u202e"])
def test_characters_that_steer_are_spelt_out(control: str) -> None:
    paper = Paper(
        f"P{control}",
        f"B{control}",
        {"one": Table(f"One{control}", [f"H{control}", "n"], [[f"甲{control}乙", 1]], bars=1)},
    )
    book = opened(workbook(paper))
    (sheet,) = [each for each in book if each.title != "Contents"]
    assert sheet["A2"].value == f"甲{visible(control)}乙"
    assert book["Contents"]["A1"].value == f"P{visible(control)}"


@pytest.mark.parametrize("text", ["字" * 40_000, "𠮷" * 20_000, "a" * 32_768, "=" * 100_000])
def test_a_text_too_long_for_a_cell_goes_on_in_a_sheet_of_its_own(text: str) -> None:
    book = opened(workbook(column("short", text)))
    first = book["One"]["A3"].value
    more = "… (it goes on in the sheet “Long texts”)"
    assert first.endswith(more)
    rows = list(book["Long texts"].iter_rows(min_row=2, values_only=True))
    assert {row[:2] for row in rows} == {("One", "A3")}
    assert [row[2] for row in rows] == list(range(2, len(rows) + 2))
    assert first.removesuffix(more) + "".join(row[3] for row in rows) == text
    for piece in (first, *(row[3] for row in rows)):
        assert len(piece.encode("utf-16-le")) // 2 <= excel.LONGEST


def test_a_text_that_just_fits_stays_whole() -> None:
    for text in ("字" * excel.LONGEST, "𠮷" * (excel.LONGEST // 2)):
        book = opened(workbook(column(text)))
        assert book["One"]["A2"].value == text
        assert "Long texts" not in book.sheetnames


def test_more_rows_than_a_sheet_has_go_on_in_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "LAST_ROW", 3)
    book = opened(workbook(column(*range(7), note="N")))
    assert book.sheetnames == ["Contents", "One", "One (2)", "One (3)"]
    found = [[cell.value for cell in book[name]["A"]] for name in book.sheetnames[1:]]
    assert found == [["H", 0, 1, 2], ["H", 3, 4, 5], ["H", 6, None, "N"]]
    listed = list(book["Contents"].iter_rows(min_row=5, values_only=True))
    assert listed == [("One", 3), ("One", 3), ("One", 1)]


def test_the_contents_lead_to_each_table_and_an_empty_one_says_why() -> None:
    tables = {"u": UNITS, "e": Table("It's: [all]", ["甲", "乙"], [], "没有。")}
    book = opened(workbook(Paper("标题", "依据", tables)))
    assert book.sheetnames == ["Contents", "By unit", "It's all"]
    front = book["Contents"]
    assert [row[:2] for row in front.iter_rows(min_row=5, values_only=True)] == [
        ("By unit", 2),
        ("It's: [all]", 0),
    ]
    assert [front[f"A{row}"].hyperlink.location for row in (5, 6)] == [
        *("'By unit'!A1", "'It''s all'!A1"),
    ]
    empty = book["It's all"]
    assert [[cell.value for cell in row] for row in empty["A1:B2"]] == [
        ["甲", "乙"],
        ["没有。", None],
    ]
    assert empty.auto_filter.ref == "A1:B1"
    assert opened(workbook(Paper("T", "b", {}))).sheetnames == ["Contents"]


@given(st.lists(st.text(max_size=40), max_size=12))
def test_names_of_sheets_are_legal_and_each_there_once(titles: list[str]) -> None:
    names = Names()
    found = [names.name(title) for title in titles]
    assert len({name.lower() for name in found}) == len(found)
    for name in found:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name == name.strip("'")
        assert name.lower() != "history"
        assert name.isprintable()


MAKING = """
import hashlib
from tests.documents.engines.test_excel import PAPER
from sfcheck.documents.engines.excel import workbook
print(hashlib.sha256(workbook(PAPER)).hexdigest())
"""


@pytest.mark.thorough
def test_the_same_paper_is_the_same_bytes_anywhere() -> None:
    digests = {hashlib.sha256(workbook(PAPER)).hexdigest()}
    for zone, locale in (("UTC", "C"), ("America/New_York", "C.UTF-8")):
        made = subprocess.run(
            [sys.executable, "-c", MAKING],
            env={**os.environ, "TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": str(len(digests))},
            cwd=Path(__file__).parents[3],
            capture_output=True,
            check=True,
            text=True,
        )
        digests.add(made.stdout.strip())
    assert len(digests) == 1


def test_each_cell_is_written_once_and_a_plain_text_bears_no_format(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Guards the speed at 100,000 rows: formats are what makes a cell dear."""
    written: list[tuple[Any, ...]] = []
    plain = Worksheet.write_string

    def counted(self: Worksheet, *args: Any) -> Any:
        written.append(args)
        return plain(self, *args)

    monkeypatch.setattr(Worksheet, "write_string", counted)
    rows = [[f"26-037-{n:04}-0", "甲醇罐区", "2026-06-01"] for n in range(500)]
    workbook(Paper("T", "b", {"t": Table("T", ["1", "2", "3"], rows)}))
    below = [args for args in written if args[2] in {cell for row in rows for cell in row}]
    assert len(below) == 1500
    assert {len(args) for args in below} == {3}


# -- by the command line


@pytest.mark.thorough
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("of", ["round 2026-1", "place 640100", "team 2026-1/T2"])
def test_a_report_is_given_as_excel(of: str, language: str, tmp_path: Path) -> None:
    words = ("report", *of.split())
    done = run(*words, "-o", tmp_path / "r.xlsx", cwd=SAMPLE, language=language)
    assert (done.status, done.out) == (0, ""), done.err
    figures = json.loads(run(*words, "--json", cwd=SAMPLE).out)["figures"]
    book = opened((tmp_path / "r.xlsx").read_bytes())
    assert book.sheetnames[0] == {"en": "Contents", "zh": book.sheetnames[0]}[language]
    counts = book[book.sheetnames[1]]
    assert counts["B2"].value == figures["found"]
    rate = figures["rates"]["confirmed"]
    confirmed = next(row for row in counts.iter_rows(min_row=2, values_only=True) if row[3])
    assert confirmed[2:5] == (pytest.approx(rate["percent"] / 100), rate["count"], rate["of"])
    again = run(*words, "--format", "xlsx", cwd=SAMPLE, language=language)
    assert (again.status, again.out) == (2, "")
    assert "-o" in again.err


def test_issues_are_put_out_as_excel(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    number = office.found(title="=1+1", description="+1\n<b>", unit={"name": "@公司（虚构）"})
    assert office.done("export", "-o", tmp_path / "e.xlsx").err.startswith("1 issue ")
    sheet = opened((tmp_path / "e.xlsx").read_bytes())["List of issues"]
    head, row = map(list, sheet.iter_rows())
    said = {key.value: cell for key, cell in zip(head, row, strict=True)}
    assert said["Number"].value == number
    assert (said["Title"].value, said["Title"].data_type) == ("=1+1", "s")
    assert said["Description"].value == "+1\n<b>"
    assert said["Unit"].value == "@公司（虚构）"
    assert said["Found on"].is_date
    assert said["Events"].value == 1
    assert sheet.max_row == 2
    refused = office("export", "--format", "xlsx")
    assert (refused.status, refused.out) == (2, "")
    office.done("export", "-q", "status=closed", "-o", tmp_path / "none.xlsx")
    sheet = opened((tmp_path / "none.xlsx").read_bytes())["List of issues"]
    assert sheet["A2"].value == "No issue answers that."
