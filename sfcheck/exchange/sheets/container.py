"""What a spreadsheet file is before its reader opens it: its kind, its size unpacked, its extent.

The reader lays every sheet out as one full rectangle, and a process that runs out of memory there
cannot be saved: one cell at XFD1048576 is enough. So files are measured here first. On the way the
scan picks up what the reader does not tell: hidden rows, error values, formulas without a value.
"""

import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from sfcheck.errors import Refused
from sfcheck.exchange.sheets.addresses import cell
from sfcheck.ledger.files import outside

LARGEST_UNPACKED = 300_000_000  # bytes, all parts together
MOST_ROWS = 200_000
MOST_CELLS = 10_000_000  # of the rectangle that holds all filled cells of a sheet
LONGEST_FORMAT = 1_000  # characters of a number's format; Excel stops at 255

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError)


@dataclass(frozen=True, slots=True)
class Layout:
    """What the scan of one worksheet found; rows and columns are counted from 0."""

    hidden_rows: frozenset[int] = frozenset()
    unvalued: frozenset[tuple[int, int]] = frozenset()
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Package:
    """An opened .xlsx package: sheet name → the part that holds it, and the date system."""

    archive: zipfile.ZipFile
    parts: Mapping[str, str]
    from_1904: bool


def kind_of(data: bytes, path: Path) -> str:
    """Return `"xlsx"`, `"xls"`, `"ods"` or `"csv"` for the content of the file `path`.

    Raises Refused for anything else: empty, encrypted, damaged, unpacking to too much, another
    kind of file whatever its name says.
    """
    if not data.strip():
        raise Refused("spreadsheet-empty", path=path)
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise Refused("spreadsheet-encrypted", path=path)
        return "xls"
    if data.startswith(b"PK"):
        return _kind_of_zip(data, path)
    if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        raise Refused("spreadsheet-web-page", path=path)
    if path.suffix.lower() in {".csv", ".tsv"}:
        return "csv"
    raise Refused("spreadsheet-other-file", path=path)


def _kind_of_zip(data: bytes, path: Path) -> str:
    try:
        with outside.opened(data, LARGEST_UNPACKED) as archive:
            entries = archive.infolist()
            if any(entry.flag_bits & 1 for entry in entries):
                raise Refused("spreadsheet-encrypted", path=path)
            if archive.testzip() is not None:
                raise Refused("spreadsheet-damaged", path=path)
            names = {entry.filename.replace("\\", "/").lower() for entry in entries}
            if "xl/workbook.xml" in names:
                return "xlsx"
            if "xl/workbook.bin" in names:
                raise Refused("spreadsheet-binary-workbook", path=path)
            if "content.xml" in names and b"opendocument.spreadsheet" in archive.read("mimetype"):
                if b"encryption-data" in archive.read("META-INF/manifest.xml"):
                    raise Refused("spreadsheet-encrypted", path=path)
                return "ods"
    except outside.TooLargeError as fault:
        sizes = {"size": fault.size // 1_000_000, "limit": LARGEST_UNPACKED // 1_000_000}
        raise Refused("spreadsheet-unpacks-too-large", path=path, **sizes) from fault
    except (*BROKEN_ZIP, NotImplementedError, RuntimeError) as fault:
        raise Refused("spreadsheet-damaged", path=path) from fault
    raise Refused("spreadsheet-other-file", path=path)


def open_package(data: bytes, path: Path) -> Package:
    """Open the .xlsx `data` of `path` and find its worksheets; raises Refused when damaged."""
    sheets: list[tuple[str, str]] = []
    targets: dict[str, str] = {}
    system: list[str] = []

    def workbook(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            number = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            sheets.append((attributes.get("name", ""), number))
        elif tag == "workbookPr":
            system.append(attributes.get("date1904", ""))

    def relations(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            target = attributes.get("Target", "").replace("\\", "/")
            inside = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            targets[attributes.get("Id", "")] = inside.lower()

    def styles(tag: str, attributes: dict[str, str]) -> None:
        # The reader looks through it once for each style of cells.
        if tag == "numFmt" and len(attributes.get("formatCode", "")) > LONGEST_FORMAT:
            raise expat.ExpatError(tag)

    try:
        archive = outside.opened(data, LARGEST_UNPACKED)
        stored = {name.replace("\\", "/").lower(): name for name in archive.namelist()}
        outside.parse(archive.read(stored["xl/workbook.xml"]), workbook)
        outside.parse(archive.read(stored["xl/_rels/workbook.xml.rels"]), relations)
        if "xl/styles.xml" in stored:
            outside.parse(archive.read(stored["xl/styles.xml"]), styles)
    except (*BROKEN_ZIP, expat.ExpatError) as fault:
        raise Refused("spreadsheet-damaged", path=path) from fault
    parts = {
        name: stored[targets[number]]
        for name, number in sheets
        if targets.get(number, "") in stored
    }
    return Package(archive, parts, bool(system) and system[0].lower() in {"1", "true"})


def scan(package: Package, sheet: str, path: Path) -> Layout:
    """Measure the worksheet `sheet` and return what its reader would not tell.

    Raises Refused when it is damaged, or too large to be laid out as a rectangle.
    """
    cells = _CellScan()
    try:
        outside.parse(package.archive.read(package.parts[sheet]), cells.start, cells.end)
    except (*BROKEN_ZIP, expat.ExpatError) as fault:
        raise Refused("spreadsheet-damaged", path=path) from fault
    rows, columns = cells.last_row + 1, cells.last_column + 1
    check_rows(rows, sheet, path)
    if rows * columns > MOST_CELLS:
        raise Refused("spreadsheet-too-wide", path=path, sheet=sheet, rows=rows, columns=columns)
    return Layout(frozenset(cells.hidden), frozenset(cells.unvalued), cells.errors)


def check_rows(rows: int, sheet: str, path: Path) -> None:
    """Raise Refused when a sheet has more rows than are read at once."""
    if rows > MOST_ROWS:
        raise Refused(
            "spreadsheet-too-many-rows", path=path, sheet=sheet, rows=rows, limit=MOST_ROWS
        )


class _CellScan:
    """Handlers that watch the rows and cells of a worksheet go by."""

    def __init__(self) -> None:
        self.row = self.column = self.last_row = self.last_column = -1
        self.hidden: set[int] = set()
        self.unvalued: set[tuple[int, int]] = set()
        self.errors: dict[tuple[int, int], str] = {}
        self.kind = ""
        self.formula = False
        self.text: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            place = cell(attributes.get("r", ""))
            self.row, self.column = place or (self.row, self.column + 1)
            self.kind = attributes.get("t", "")
            self.formula = False
            self.text.clear()
        elif tag == "row":
            given = attributes.get("r", "")
            self.row = int(given) - 1 if given.isdecimal() else self.row + 1
            self.column = -1
            if attributes.get("hidden") in {"1", "true"}:
                self.hidden.add(self.row)
        elif tag in {"v", "is", "f"}:
            self.formula = self.formula or tag == "f"
            self.last_row = max(self.last_row, self.row)
            self.last_column = max(self.last_column, self.column)

    def end(self, tag: str, text: str) -> None:
        if tag == "v":
            self.text.append(text)
        elif tag == "c" and (self.formula or self.kind == "e"):
            value = "".join(self.text).strip()
            if self.kind == "e" and value:
                self.errors[self.row, self.column] = value
            elif not value and self.kind != "str":
                self.unvalued.add((self.row, self.column))
