"""Open a spreadsheet file and give its sheets as grids of raw cells, sizes checked beforehand."""

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from sfcheck.errors import Refused
from sfcheck.exchange.sheets import apart, container, delimited
from sfcheck.exchange.sheets.apart import Cell

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

LARGEST_FILE = 100_000_000  # bytes
MOST_COLUMNS = 200  # columns beyond are not read, and a note says so

DAY_ZERO, DAY_ZERO_1904 = datetime.date(1899, 12, 30), datetime.date(1904, 1, 1)


@dataclass(frozen=True, slots=True)
class Range:
    """A merged range: first and last row and column, counted from 0, both included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: `rows[r][c]` from the sheet's first row and column A; an empty cell is `""`."""

    sheet: str
    rows: list[list[Cell]]
    merged: tuple[Range, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    unvalued: frozenset[tuple[int, int]] = frozenset()  # formulas that carry no value
    day_zero: datetime.date = DAY_ZERO  # the day that bare numbers count from
    columns_left_out: int = 0


@dataclass(frozen=True, slots=True)
class SheetName:
    """A sheet of a workbook, before it is read."""

    name: str
    hidden: bool


@dataclass(frozen=True)
class Workbook:
    """An opened file; `digest` is the SHA-256 of its bytes, in hexadecimal."""

    path: Path
    digest: str
    sheets: tuple[SheetName, ...]
    _read: Mapping[str, Grid]  # the sheets, where the format is read as a whole
    _package: tuple[container.Package, "CalamineWorkbook"] | None = None

    def grid(self, sheet: SheetName) -> Grid:
        """Return one sheet. Raises Refused when it is damaged or too large."""
        if self._package is None:
            return self._read[sheet.name]
        package, reader = self._package
        if sheet.name not in package.parts:
            return Grid(sheet.name, [], hidden=sheet.hidden)
        layout = container.scan(package, sheet.name, self.path)
        with _refusing(self.path):
            source = reader.get_sheet_by_name(sheet.name)
            rows = source.to_python(skip_empty_area=False)
            merged = [(*first, *last) for first, last in source.merged_cell_ranges or []]
        _write_errors(rows, layout.errors)
        grid = _grid(sheet, rows, merged)
        return replace(
            grid,
            hidden_rows=layout.hidden_rows,
            unvalued=layout.unvalued,
            day_zero=DAY_ZERO_1904 if package.from_1904 else DAY_ZERO,
        )


def open_workbook(path: Path) -> Workbook:
    """Open .xlsx, .xlsm, .xls, .ods, .csv or .tsv by its content.

    Raises Refused with a code of its own for a missing, empty, encrypted, damaged, oversized file
    or one that is no spreadsheet.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Refused("spreadsheet-too-large", path=path, limit=LARGEST_FILE // 1_000_000)
        data = path.read_bytes()
    except (OSError, ValueError) as fault:
        raise Refused("spreadsheet-unreadable", path=path) from fault
    return opened(data, path)


def opened(data: bytes, path: Path) -> Workbook:
    """Return the workbook of the bytes `data`, which are those of `path`; raises Refused so too."""
    digest = hashlib.sha256(data).hexdigest()
    kind = container.kind_of(data, path)
    if kind == "xlsx":
        return _open_package(data, digest, path)
    if kind == "csv":
        name = SheetName(path.stem, hidden=False)
        table: list[list[Cell]] = [list(row) for row in delimited.read_table(data, path)]
        return Workbook(path, digest, (name,), {name.name: _grid(name, table, ())})
    grids = {}
    for sheet in apart.read_apart(data, path):
        container.check_rows(len(sheet.rows), sheet.name, path)
        name = SheetName(sheet.name, sheet.hidden)
        grids[sheet.name] = _grid(name, sheet.rows, sheet.merged)
    names = tuple(SheetName(each.sheet, each.hidden) for each in grids.values())
    return Workbook(path, digest, names, grids)


def _open_package(data: bytes, digest: str, path: Path) -> Workbook:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    package = container.open_package(data, path)
    with _refusing(path):
        reader = CalamineWorkbook.from_filelike(BytesIO(data))
        names = tuple(
            SheetName(sheet.name, sheet.visible != SheetVisibleEnum.Visible)
            for sheet in reader.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet
        )
    return Workbook(path, digest, names, {}, (package, reader))


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Turn what the reader raises, and its panics, into a refusal."""
    from python_calamine import CalamineError, PasswordError

    try:
        yield
    except PasswordError as fault:
        raise Refused("spreadsheet-encrypted", path=path) from fault
    except (CalamineError, ValueError, OverflowError) as fault:
        raise Refused("spreadsheet-damaged", path=path) from fault
    except BaseException as fault:
        # the reader's panics share no importable class, and are no Exception
        if type(fault).__name__ != "PanicException":
            raise
        raise Refused("spreadsheet-damaged", path=path) from None


def _write_errors(rows: list[list[Cell]], errors: Mapping[tuple[int, int], str]) -> None:
    """Put error values such as `#REF!`, which the reader leaves empty, back into the rows."""
    for (row, column), value in errors.items():
        if row < len(rows) and column < len(rows[row]) and rows[row][column] == "":
            rows[row][column] = value


def _grid(sheet: SheetName, rows: list[list[Cell]], merged: Iterable[tuple[int, ...]]) -> Grid:
    """Return `rows` as a grid, at most `MOST_COLUMNS` wide; merged ranges in reading order."""
    left_out = 0
    for row in rows:
        if any(cell != "" for cell in row[MOST_COLUMNS:]):
            left_out = max(left_out, len(row) - MOST_COLUMNS)
        del row[MOST_COLUMNS:]
    ranges = tuple(Range(*each) for each in sorted(merged))
    return Grid(sheet.name, rows, ranges, sheet.hidden, columns_left_out=left_out)
