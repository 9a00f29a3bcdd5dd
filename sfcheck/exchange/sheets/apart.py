"""Read .xls and .ods in a process of its own, because a damaged one can take the process with it.

Their reader trusts sizes written in the file: a few wrong bytes make it panic or ask for a terabyte
of memory, which no `except` can catch. The child gets the bytes on stdin and answers in JSON. It
looks for modules nowhere in the folder it is started from, which may hold anybody's files.
"""

import datetime
import json
import subprocess
import sys
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from sfcheck.errors import Refused

PATIENCE = 300  # seconds until a file is held to be damaged
ENCRYPTED = 3  # the child's exit status for a file under a password

Cell = (
    str
    | float
    | int
    | bool
    | datetime.date
    | datetime.datetime
    | datetime.time
    | datetime.timedelta
)


class Sheet(NamedTuple):
    """A sheet as it was read: rows of cells, merged ranges as (top, left, bottom, right) from 0."""

    name: str
    hidden: bool
    rows: list[list[Cell]]
    merged: Sequence[tuple[int, ...]]


def read_apart(data: bytes, path: Path) -> list[Sheet]:
    """Return the sheets of the .xls or .ods `data` of the file `path`.

    Raises Refused when it is damaged or encrypted, whatever that did to its reader.
    """
    command = [sys.executable, "-P", "-m", "sfcheck.exchange.sheets.apart"]
    try:
        done = subprocess.run(
            command,
            input=data,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
            cwd=Path(sys.executable).parent,
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise Refused("spreadsheet-damaged", path=path) from fault
    if done.returncode:
        code = "encrypted" if done.returncode == ENCRYPTED else "damaged"
        raise Refused(f"spreadsheet-{code}", path=path)
    return [
        Sheet(name, hidden, rows, [tuple(each) for each in merged])
        for name, hidden, rows, merged in json.loads(done.stdout, object_hook=_from_json)
    ]


def main() -> int:
    """Read a workbook from stdin and write its sheets to stdout; return the exit status."""
    from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        reader = CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read()))
    except PasswordError:
        return ENCRYPTED
    sheets = []
    for each in reader.sheets_metadata:
        if each.typ == SheetTypeEnum.WorkSheet:
            sheet = reader.get_sheet_by_name(each.name)
            rows = sheet.to_python(skip_empty_area=False)
            merged = [(*first, *last) for first, last in sheet.merged_cell_ranges or []]
            hidden = each.visible != SheetVisibleEnum.Visible
            sheets.append(Sheet(each.name, hidden, rows, merged))
    sys.stdout.buffer.write(json.dumps(sheets, default=_to_json).encode())
    return 0


def _to_json(cell: object) -> dict[str, str | float]:
    if isinstance(cell, datetime.timedelta):
        return {"seconds": cell.total_seconds()}
    if isinstance(cell, datetime.date | datetime.time):
        return {type(cell).__name__: cell.isoformat()}
    raise TypeError(type(cell))


def _from_json(tagged: dict[str, Any]) -> Cell:
    kind, value = next(iter(tagged.items()))
    if kind == "seconds":
        return datetime.timedelta(seconds=value)
    if kind == "time":
        return datetime.time.fromisoformat(value)
    if kind == "date":
        return datetime.date.fromisoformat(value)
    return datetime.datetime.fromisoformat(value)


if __name__ == "__main__":
    sys.exit(main())
