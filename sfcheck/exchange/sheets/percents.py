"""Which cells of a workbook show their number as a percentage, and with how many decimals."""

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, localcontext
from math import isfinite
from pathlib import Path
from xml.parsers import expat

from sfcheck.errors import Refused
from sfcheck.exchange.sheets import container
from sfcheck.exchange.sheets.addresses import cell as address
from sfcheck.exchange.sheets.apart import Cell
from sfcheck.ledger.files import outside

Shown = Mapping[tuple[int, int], int]
"""Decimals by row and column, counted from 0."""

_BUILT_IN = {9: 0, 10: 2}
_MOST_DECIMALS = 30  # as in Excel
_DIGITS = 350  # of the largest number there is, with those
_FORMAT = re.compile(r"0(?:\.(0+))?\s*%")
_LITERAL = re.compile(r'"[^"]*"|\\.')


def shown(data: bytes, path: Path) -> dict[str, Shown]:
    """Return for each sheet of an .xlsx the cells that show a percentage; raises Refused."""
    package = container.open_package(data, path)
    try:
        names = {name.lower(): name for name in package.archive.namelist()}
        if "xl/styles.xml" not in names:
            return {}
        styles = _styles(package.archive.read(names["xl/styles.xml"]))
        return {
            sheet: _cells(package.archive.read(part), styles)
            for sheet, part in package.parts.items()
        }
    except (*container.BROKEN_ZIP, expat.ExpatError) as fault:
        raise Refused("spreadsheet-damaged", path=path) from fault


def told(value: Cell, decimals: int | None) -> str:
    """Return a cell as it is shown: percentages with their sign, whole numbers without a point."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return str(value)
    if decimals is not None:
        step = Decimal(1).scaleb(-decimals)
        with localcontext(prec=_DIGITS):
            return f"{(Decimal(repr(value)) * 100).quantize(step, ROUND_HALF_UP)}%"
    return str(int(value)) if float(value).is_integer() else str(value)


def _styles(part: bytes) -> list[int | None]:
    """Return for each style of cells the decimals of its percentage; None where it is none."""
    formats: dict[int, str] = {}
    used: list[int] = []
    inside = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if tag in ("cellXfs", "cellStyleXfs", "dxfs"):
            inside = tag == "cellXfs"
        elif tag == "numFmt" and attributes.get("numFmtId", "").isdecimal():
            formats[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif tag == "xf" and inside:
            number = attributes.get("numFmtId", "0")
            used.append(int(number) if number.isdecimal() else 0)

    outside.parse(part, start)
    decimals = {number: _decimals(number, formats.get(number, "")) for number in {*used}}
    return [decimals[number] for number in used]


def _decimals(number: int, code: str) -> int | None:
    if number in _BUILT_IN and not code:
        return _BUILT_IN[number]
    found = _FORMAT.search(_LITERAL.sub("", code))
    return min(len(found[1] or ""), _MOST_DECIMALS) if found else None


def _cells(part: bytes, styles: list[int | None]) -> Shown:
    found: dict[tuple[int, int], int] = {}
    row = column = -1

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, column
        if tag == "row":
            given = attributes.get("r", "")
            row, column = int(given) - 1 if given.isdecimal() else row + 1, -1
        elif tag == "c":
            row, column = address(attributes.get("r", "")) or (row, column + 1)
            style = attributes.get("s", "0")
            at = int(style) if style.isdecimal() else 0
            decimals = styles[at] if at < len(styles) else None
            if decimals is not None:
                found[row, column] = decimals

    outside.parse(part, start)
    return found
