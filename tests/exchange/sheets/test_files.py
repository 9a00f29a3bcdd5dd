"""What is no readable spreadsheet ends in a refusal of its own."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from sfcheck.errors import Refused
from sfcheck.errors.table import REFUSALS
from sfcheck.exchange.lists.rows import read_rows
from sfcheck.exchange.sheets import container

Build = Callable[..., Path]
ROWS = [["日期", "问题描述", "责任单位"], ["2025.6.30", "围挡破损", "沙湖建设"]]


def _refusal(path: Path, **options: str) -> Refused:
    with pytest.raises(Refused) as refused:
        read_rows(path, **options)  # type: ignore[arg-type]
    assert refused.value.status == 2
    assert str(path.name) in str(refused.value) or options
    assert "{" not in str(refused.value)
    return refused.value


def _file(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.xlsx", b"", "spreadsheet-empty"),
        ("a.csv", b"\n \n", "spreadsheet-empty"),
        ("a.xlsx", "围挡破损".encode(), "spreadsheet-other-file"),
        ("notes.txt", b"a,b\n1,2\n", "spreadsheet-other-file"),
        ("a.xls", b"<html><table><tr><td>1</td></tr></table>", "spreadsheet-web-page"),
        ("a.xlsx", b"PK\x03\x04" + b"\0" * 50, "spreadsheet-damaged"),
        ("a.xls", container._OLE + b"\0" * 600, "spreadsheet-damaged"),
        (
            "a.xlsx",
            container._OLE + b"\0" * 600 + container._ENCRYPTED,
            "spreadsheet-encrypted",
        ),
        ("a.csv", b"\x89PNG\r\n\x1a\n\0\0\0", "spreadsheet-other-file"),
        ("a.csv", b"a,b\n\xff\xff,1\n", "table-encoding"),
        ("a.csv", b'a,b\n"' + b"x" * 200_000 + b'",1\n', "table-broken"),
        ("a.csv", b"a,b\n1,2\n", "spreadsheet-no-head"),
    ],
)
def test_refused_by_content(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    assert _refusal(_file(tmp_path, name, data)).code == code


def test_missing_file_and_folder(tmp_path: Path) -> None:
    assert _refusal(tmp_path / "none.xlsx").code == "spreadsheet-unreadable"
    assert _refusal(tmp_path).code == "spreadsheet-unreadable"


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    path = _file(tmp_path, "large.xlsx", b"PK\x03\x04")
    with path.open("r+b") as file:
        file.truncate(100_000_001)
    assert _refusal(path).code == "spreadsheet-too-large"


def test_a_word_file_is_no_spreadsheet(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert _refusal(_file(tmp_path, "a.xlsx", data.getvalue())).code == "spreadsheet-other-file"


def test_a_binary_workbook_is_named(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("xl/workbook.bin", b"\0")
    refused = _refusal(_file(tmp_path, "a.xlsb", data.getvalue()))
    assert refused.code == "spreadsheet-binary-workbook"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(301):
                part.write(b"\0" * 1_000_000)
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert path.stat().st_size < 1_000_000
    assert _refusal(path).code == "spreadsheet-unpacks-too-large"


def test_one_cell_far_away_does_not_fill_the_memory(build: Build) -> None:
    path = build([*ROWS])
    book = openpyxl.load_workbook(path)
    book.active["XFD150000"] = "x"
    book.save(path)
    assert _refusal(path).code == "spreadsheet-too-wide"
    book.active["A1048576"] = "x"
    book.save(path)
    assert _refusal(path).code == "spreadsheet-too-many-rows"


def test_formats_far_away_are_no_content(build: Build) -> None:
    path = build([*ROWS])
    book = openpyxl.load_workbook(path)
    book.active["XFD1048576"].font = openpyxl.styles.Font(bold=True)
    book.save(path)
    assert len(read_rows(path).rows) == 1


@pytest.mark.thorough
def test_too_many_rows_of_text(tmp_path: Path) -> None:
    path = _file(tmp_path, "a.csv", b"date,finding\n" + b"x,y\n" * container.MOST_ROWS)
    assert _refusal(path).code == "spreadsheet-too-many-rows"


def test_every_cut_of_a_workbook_is_refused(build: Build, tmp_path: Path) -> None:
    data = build([*ROWS]).read_bytes()
    for length in range(1, len(data), 97):
        _refusal(_file(tmp_path, "cut.xlsx", data[:length]))


def test_a_workbook_without_any_cell(build: Build) -> None:
    assert _refusal(build([])).code == "spreadsheet-empty"


def test_no_head_says_what_was_looked_for_and_seen(build: Build) -> None:
    refused = _refusal(build([["甲", "乙", "丙"], ["子", "丑", "寅"]]))
    assert refused.code == "spreadsheet-no-head"
    assert "问题描述" in refused.message
    assert "甲 · 乙 · 丙" in refused.message
    assert "--mapping" in refused.remedy


def test_an_unknown_sheet_names_the_sheets(build: Build) -> None:
    refused = _refusal(build(sheets={"一月": ROWS, "二月": ROWS}), sheet="三月")
    assert refused.code == "sheet-unknown"
    assert "一月 · 二月" in refused.remedy


def test_a_document_type_is_refused(build: Build, tmp_path: Path) -> None:
    source = build([*ROWS])
    path = tmp_path / "entities.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                data = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + data
            new.writestr(name, data)
    assert _refusal(path).code == "spreadsheet-damaged"


OLD = Path(__file__).with_name("old.xls")  # two problems under a merged head, all invented


def test_an_old_workbook_with_merged_cells() -> None:
    reading = read_rows(OLD)
    assert reading.head_rows == (2, 3)
    assert [row.fields["found_on"] for row in reading.rows] == ["2025-06-01", "2025-06-01"]
    assert reading.rows[0].fields["unit_construct"] == "丙施工"
    assert reading.rows[1].as_written == {
        "序号": "2",
        "检查时间": "2025-06-01",
        "问题描述": "电缆明设",
        "整改责任单位/建设": "甲建设",
    }


@pytest.mark.thorough
@pytest.mark.parametrize(("at", "byte"), [(44, 255), (48, 255), (76, 200), (600, 9), (2600, 255)])
def test_a_damaged_old_workbook_takes_nothing_with_it(tmp_path: Path, at: int, byte: int) -> None:
    data = bytearray(OLD.read_bytes())
    data[at : at + 4] = bytes([byte]) * 4
    try:
        read_rows(_file(tmp_path, "a.xls", bytes(data)))
    except Refused as refused:
        assert refused.code == "spreadsheet-damaged"  # some bytes do not matter
    assert _refusal(_file(tmp_path, "b.xls", bytes(data[: 3000 + at]))).status == 2


ODS_TEXT = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
ODS_DATE = (
    '<table:table-cell office:value-type="date" office:date-value="2025-06-30">'
    "<text:p>30.6.</text:p></table:table-cell>"
)


def test_an_open_document(tmp_path: Path) -> None:
    name = "urn:oasis:names:tc:opendocument:xmlns:"
    rows = [
        ODS_TEXT.format("Date") + ODS_TEXT.format("Finding"),
        ODS_DATE + ODS_TEXT.format("Leak"),
    ]
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{name}office:1.0"'
        f' xmlns:table="{name}table:1.0" xmlns:text="{name}text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="S">{table}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{name}manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type='
        '"application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    (row,) = read_rows(path).rows
    assert (row.fields["found_on"], row.fields["description"]) == ("2025-06-30", "Leak")


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [
        ("utf-8", ","),
        ("utf-8-sig", ","),
        ("gb18030", ","),
        ("utf-16", "\t"),
        ("utf-8", ";"),
        ("gbk", "\t"),
    ],
)
def test_text_tables(tmp_path: Path, encoding: str, delimiter: str) -> None:
    text = "\r\n".join(delimiter.join(row) for row in ROWS)
    reading = read_rows(_file(tmp_path, "a.csv", text.encode(encoding)))
    assert [row.fields["description"] for row in reading.rows] == ["围挡破损"]
    assert reading.rows[0].fields["found_on"] == "2025-06-30"
    assert reading.rows[0].row == 2


def test_quoted_lines_of_a_text_table_are_one_row(tmp_path: Path) -> None:
    data = b'sep=;\ndate;finding\n"1 May 2025";"a; b\nc"\n'
    row = read_rows(_file(tmp_path, "a.csv", data)).rows[0]
    assert row.fields["description"] == "a; b\nc"
    assert row.fields["found_on"] == "2025-05-01"


def test_every_refusal_of_spreadsheets_is_tried() -> None:
    source = "".join(
        path.read_text(encoding="utf-8") for path in Path(__file__).parents[1].rglob("test_*.py")
    )
    untried = {
        code
        for code in REFUSALS
        if code.startswith(("spreadsheet-", "sheet-", "table-", "mapping-")) and code not in source
    }
    assert not untried
