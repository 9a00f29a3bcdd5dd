"""The fields of one row: dates, severity and claim read from its cells, strayed cells put right."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass

from sfcheck.domain.base.vocabulary import label
from sfcheck.exchange.lists.cells import (
    imprecise,
    is_blank,
    is_grade_word,
    is_state_word,
    read_grade,
    read_state,
    shown,
    speaks_of_major,
)
from sfcheck.exchange.lists.columns import DATES, DESCRIPTION, PEOPLE, UNITS
from sfcheck.exchange.lists.dates import Hints, Order, is_date, read_date
from sfcheck.exchange.lists.notes import RowNote
from sfcheck.exchange.sheets.apart import Cell

# columns of names: what is evidently a date or a state there has strayed
_NAMES = (*PEOPLE, *UNITS, "inspector_body", "accept")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_ERROR = re.compile(r"#[A-Z0-9/_]+[!?]?")


@dataclass(frozen=True, slots=True)
class Columns:
    """What is known of the columns of a sheet: field → heading, and the order of typed dates."""

    headings: Mapping[str, str]
    orders: Mapping[str, Order | None]
    day_zero: datetime.date
    year: int | None = None


def read_fields(raw: Mapping[str, Cell], columns: Columns) -> tuple[dict[str, str], list[RowNote]]:
    """Return the fields of a row (`raw`: field → cell) and what is to be noted of them.

    Adds `severity` (`general`, `major`) and `claim` (`open`, `claimed`, or empty without a state);
    dates are ISO; a field whose cell is empty, or could not be read, is left out.
    """
    notes: list[RowNote] = []
    cells = {field: cell for field, cell in raw.items() if not is_blank(shown(cell))}
    _leave_out_errors(cells, columns, notes)
    _put_right(cells, columns, notes)
    fields = {name: shown(cell).strip() for name, cell in cells.items() if name not in DATES}
    fields.update(_read_dates(cells, columns, notes))
    if "uscc" in cells and imprecise(cells["uscc"]):
        notes.append(_note("long-number", "uscc", columns, cells["uscc"]))
    fields["severity"] = _read_severity(fields, columns, notes)
    fields["claim"] = _read_claim(fields, columns, notes)
    return fields, notes


def _note(code: str, field: str, columns: Columns, cell: Cell = "", **facts: str) -> RowNote:
    heading = columns.headings.get(field, field)
    return RowNote(code, field, {"heading": heading, "value": shown(cell).strip(), **facts})


def _leave_out_errors(cells: dict[str, Cell], columns: Columns, notes: list[RowNote]) -> None:
    for field, cell in list(cells.items()):
        if isinstance(cell, str) and _ERROR.fullmatch(cell.strip()):
            notes.append(_note("error-value", field, columns, cell))
            del cells[field]


def _put_right(cells: dict[str, Cell], columns: Columns, notes: list[RowNote]) -> None:
    """Move dates out of columns of names or states, and states out of columns of names or dates."""
    for field in (*_NAMES, "state"):
        if field in cells and is_date(cells[field]):
            empty = [each for each in DATES if each in columns.headings and each not in cells]
            if field == "state" and "done_on" in empty:
                empty = ["done_on"]
            _move(field, empty[0] if len(empty) == 1 else None, cells, columns, notes)
    for field in (*_NAMES, *DATES):
        if field in cells and is_state_word(shown(cells[field])):
            free = "state" in columns.headings and "state" not in cells
            _move(field, "state" if free else None, cells, columns, notes)


def _move(
    field: str, to: str | None, cells: dict[str, Cell], columns: Columns, notes: list[RowNote]
) -> None:
    cell = cells.pop(field)
    if to is None:
        notes.append(_note("misplaced", field, columns, cell))
        return
    cells[to] = cell
    facts = {"heading": columns.headings[field], "other": columns.headings[to]}
    notes.append(RowNote("moved", to, {**facts, "value": shown(cell).strip()}))


def _read_dates(
    cells: Mapping[str, Cell], columns: Columns, notes: list[RowNote]
) -> dict[str, str]:
    """Return the dates that could be read; the day of finding first, as others lean on it."""
    days: dict[str, datetime.date] = {}
    for field in DATES:
        if field not in cells:
            if field in columns.headings and field != "done_on":
                notes.append(_note("date-missing", field, columns))
            continue
        hints = Hints(
            order=columns.orders.get(field),
            found_on=days.get("found_on"),
            year=columns.year,
            last=field != "found_on",
            day_zero=columns.day_zero,
        )
        read = read_date(cells[field], hints)
        if read.code:
            notes.append(_note(read.code, field, columns, cells[field], **read.facts))
        if read.date:
            days[field] = read.date
    if "done_on" in days and "found_on" in days and days["done_on"] < days["found_on"]:
        facts = {"done": days["done_on"].isoformat(), "found": days["found_on"].isoformat()}
        notes.append(RowNote("done-before-found", "done_on", facts))
    return {field: day.isoformat() for field, day in days.items()}


def _read_severity(fields: Mapping[str, str], columns: Columns, notes: list[RowNote]) -> str:
    severity = "general"
    if "grade" in fields:
        chinese = bool(_CHINESE.search(columns.headings["grade"]))
        severity, code = read_grade(fields["grade"], chinese=chinese)
        if code:
            notes.append(_note(code, "grade", columns, fields["grade"], severity=label(severity)))
    elif is_grade_word(fields.get("nature_text", "")):
        severity = read_grade(fields["nature_text"], chinese=True).severity
    else:
        notes.append(RowNote("grade-missing", "grade"))
    words = speaks_of_major(fields.get(DESCRIPTION, ""))
    if words and severity == "general":
        notes.append(_note("speaks-of-major", DESCRIPTION, columns, words))
    return severity


def _read_claim(fields: Mapping[str, str], columns: Columns, notes: list[RowNote]) -> str:
    if "state" not in fields:
        if "done_on" in fields:
            notes.append(_note("done-without-state", "done_on", columns, fields["done_on"]))
        return ""
    claim = read_state(fields["state"])
    if claim is None:
        notes.append(_note("state-unknown", "state", columns, fields["state"]))
    return claim or "open"
