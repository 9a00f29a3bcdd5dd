"""What goes out: whole records as JSON for programs, one flat line an issue as CSV for Excel."""

import csv
import io
import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from sfcheck.domain.base.records import dump
from sfcheck.domain.base.vocabulary import field_label
from sfcheck.domain.issues.outline import outline
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.issues.wording import NOTHING, flat, phrase
from sfcheck.domain.world.context import Context
from sfcheck.errors import Refused
from sfcheck.language import reckoned
from sfcheck.ledger.files import layout

Cell = str | int | date | None
Writer = Callable[[Iterable[Issue], Context, date], Iterator[str]]

JSON_VERSION = 1
BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes UTF-8 for the code page of the machine."""

COLUMNS = (
    *("number", "title", "status", "overdue", "due", "duty", "severity", "nature"),
    *("place", "place_name", "unit", "uscc", "team", "found_on", "found_by", "mode", "source"),
    *("site_record", "criterion", "description", "suggestion", "rectify", "accept", "assist"),
    *("supervised", "pending", "events", "recurs", "as_written", "sector"),
)
"""The columns of the CSV, in their order; new ones are only ever added at the end."""

SENTENCES = ("title", "criterion", "description", "suggestion", "as_written")
"""The columns with sentences in them."""

_AS_IS = frozenset({"place", "unit"})
_DAYS = frozenset({"due", "found_on"})
_COUNTS = frozenset({"pending", "events"})


def as_json(issues: Iterable[Issue], context: Context, today: date) -> Iterator[str]:
    """Yield the text of one JSON object with the whole records, one record a line."""
    yield f'{{"version": {JSON_VERSION}, "issues": ['
    between = "\n"
    for issue in issues:
        yield between + json.dumps(dump(issue), ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"


def as_csv(issues: Iterable[Issue], context: Context, today: date) -> Iterator[str]:
    """Yield the text of a CSV file: byte order mark, headings and values in the user's language."""
    yield BYTE_ORDER_MARK + _line(headings())
    for row in rows(issues, context, today):
        yield _line(["" if cell is None else inert(str(cell)) for cell in row])


def headings() -> list[str]:
    """Return what the columns are called, in the user's language."""
    return [field_label(name) for name in COLUMNS]


def rows(issues: Iterable[Issue], context: Context, today: date) -> Iterator[list[Cell]]:
    """Yield the columns of each issue, in the user's language: days and counts as such."""
    grace = context.policy.amount("overdue_grace_days", today) or 0
    for issue in issues:
        record = flat(dump(issue)) | outline(issue, context.places, today, grace)
        yield [_cell(name, record.get(name), context) for name in COLUMNS]


FORMATS: Mapping[str, Writer] = {"json": as_json, "csv": as_csv}


def inert(text: str) -> str:
    """Return `text`, behind an apostrophe where a spreadsheet would calculate or round it."""
    return f"'{text}" if reckoned(text) else text


def save(chunks: Iterable[str | bytes], path: Path, *, force: bool = False) -> None:
    """Write a new file whole or not at all; one that exists is only replaced with `force`.

    Text is written in UTF-8. Raises `Refused`: `among-records`, `file-exists`, `cannot-save`.
    """
    layout.keep_out(path)
    if path.exists() and not force:
        raise Refused("file-exists", path=path)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        with temporary.open("xb") as file:
            file.writelines(map(encoded, chunks))
        temporary.replace(path)
    except OSError as error:
        raise Refused("cannot-save", path=path, problem=error.strerror or error) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def encoded(chunk: str | bytes) -> bytes:
    """Return a piece of a file as bytes, a text in UTF-8."""
    return chunk.encode() if isinstance(chunk, str) else chunk


def _cell(name: str, value: Any, context: Context) -> Cell:
    if value is None or name in _COUNTS:
        return value  # type: ignore[no-any-return]
    if name in _DAYS:
        return date.fromisoformat(value)
    said = str(value) if name in _AS_IS else phrase(name, value, context)
    return None if said == NOTHING else said


def _line(cells: Iterable[str]) -> str:
    row = io.StringIO(newline="")
    csv.writer(row, lineterminator="\r\n").writerow(cells)
    return row.getvalue()
