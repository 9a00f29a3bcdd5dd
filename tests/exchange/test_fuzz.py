"""Whatever the file: rows or a refusal, never anything else.."""

import datetime
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sfcheck.errors import Refused
from sfcheck.exchange.lists.rows import Reading, read_rows
from tests.support.amounts import FUZZ

pytestmark = pytest.mark.fuzz
Build = Callable[..., Path]
_settings = settings(
    max_examples=FUZZ,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
_headings = st.sampled_from(
    [
        *("序号", "检查时间", "问题描述", "隐患等级", "整改期限", "整改责任单位", "施工", "状态"),
        *("Date", "Finding", "Status", "Due date", "备注", "整改情况", "时间"),
    ]
)
_cells = st.one_of(
    st.just(""),
    _headings,
    st.text(max_size=20),
    st.sampled_from(
        ["2025.6.1", "6月30日前", "合计", "1.甲。\n2.乙。", "已整改", "#REF!", "=1+", "-"]
    ),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.datetimes(datetime.datetime(1900, 1, 1), datetime.datetime(9999, 12, 31)),
)
_grids = st.lists(st.lists(st.one_of(_cells, _headings), max_size=8), max_size=12)
_ranges = st.lists(st.tuples(*[st.integers(0, 11)] * 4), max_size=3)


def _read(path: Path, *, split: bool = False) -> Reading | None:
    try:
        reading = read_rows(path, split=split)
    except Refused as refused:
        assert refused.message and refused.remedy
        return None
    for row in reading.rows:
        assert row.fields["description"].strip()
        assert row.fields["severity"] in {"general", "major"}
        assert row.fields["claim"] in {"", "open", "claimed"}
        assert all(note.text for note in row.notes)
    assert all(each.text for each in (*reading.skipped, *reading.notes))
    return reading


@_settings
@given(grid=_grids, ranges=_ranges, split=st.booleans())
def test_random_grids(
    grid: list[list[object]], ranges: list[tuple[int, ...]], split: bool, tmp_path: Path
) -> None:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for top, left, bottom, right in ranges:
            if top < bottom and left < right:
                try:
                    sheet.merge_range(top, left, bottom, right, "")
                except xlsxwriter.exceptions.OverlappingRange:
                    continue
        for index, row in enumerate(grid):
            for column, cell in enumerate(row):
                if isinstance(cell, datetime.datetime):
                    sheet.write_datetime(index, column, cell, day)
                elif isinstance(cell, str):
                    sheet.write_string(index, column, cell)
                else:
                    sheet.write(index, column, cell)
    path = tmp_path / "random.xlsx"
    path.write_bytes(data.getvalue())
    reading = _read(path, split=split)
    if reading:
        seen = {row.row for row in reading.rows} | {each.row for each in reading.skipped}
        filled = {
            index
            for index, row in enumerate(grid, start=1)
            if any(not isinstance(cell, str) or cell.strip() for cell in row)
        }
        assert {row for row in filled if row > reading.head_rows[1]} <= seen


@_settings
@given(data=st.binary(max_size=400), suffix=st.sampled_from([".xlsx", ".xls", ".ods", ".csv"]))
def test_random_bytes(data: bytes, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"random{suffix}"
    path.write_bytes(data)
    _read(path)


@_settings
@given(text=st.text(st.sampled_from("日期问题描述,;\t|\n\"'=甲1.、"), max_size=200))
def test_random_tables(text: str, tmp_path: Path) -> None:
    path = tmp_path / "random.csv"
    path.write_bytes(text.encode())
    _read(path, split=True)


@pytest.fixture
def _parts(build: Build) -> dict[str, bytes]:
    rows = [["日期", "问题描述", "责任单位"], [datetime.date(2025, 6, 1), "围挡破损", 3.5]]
    with zipfile.ZipFile(build(rows, merged=["C1:D1"])) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@_settings
@given(
    which=st.integers(0, 50),
    at=st.floats(0, 1),
    change=st.one_of(
        st.binary(max_size=6), st.sampled_from([b'"', b"<", b"</v>", b"-1", b"9" * 20])
    ),
    cut=st.integers(0, 12),
)
def test_damaged_parts(
    _parts: dict[str, bytes], which: int, at: float, change: bytes, cut: int, tmp_path: Path
) -> None:
    names = sorted(_parts)
    name = names[which % len(names)]
    path = tmp_path / "damaged.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for each, data in _parts.items():
            place = int(at * len(data))
            spoilt = data[:place] + change + data[place + cut :]
            archive.writestr(each, spoilt if each == name else data)
    _read(path)
