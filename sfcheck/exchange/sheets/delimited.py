"""Text tables: which encoding and delimiter a .csv or .tsv is written in, and its rows."""

import csv
import io
from pathlib import Path

from sfcheck.errors import Refused
from sfcheck.exchange.sheets.container import check_rows

DELIMITERS = ",;\t|"


def read_table(data: bytes, path: Path) -> list[list[str]]:
    """Return the rows of the text table `data`; a row may be shorter than others.

    UTF-8 with or without a mark, UTF-16 with one, else GB 18030 (which holds GBK and GB 2312).
    Raises Refused when it is none of these, or no table.
    """
    text = _decode(data, path)
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        # Excel's own hint: not a row, and Excel does not count it
        text, delimiter = rest, first.strip()[4]
    else:
        delimiter = _delimiter(text)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(row)
            check_rows(len(rows), path.name, path)
    except csv.Error as fault:
        raise Refused("table-broken", path=path, line=len(rows) + 1) from fault
    return rows


def _decode(data: bytes, path: Path) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in data:
        raise Refused("spreadsheet-other-file", path=path)
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("table-encoding", path=path)


def _delimiter(text: str) -> str:
    """Return the delimiter that gives the first lines the most columns."""
    sample = "\n".join(text.split("\n", 40)[:40])

    def columns(delimiter: str) -> int:
        try:
            rows = list(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter))
        except csv.Error:
            return 0
        widths = sorted(len(row) for row in rows if row)
        return widths[len(widths) // 2] if widths else 0

    return max(DELIMITERS, key=columns)
