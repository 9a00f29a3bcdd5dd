"""Dates as offices type them, in Chinese and English, read without guessing.

`2025.6.30`, `2025年6月30日前`, `20250630`, `6月30日`, `6.30`, `6月底`, `25年6月30日`,
`30 Jun 2025`, `June 30, 2025`, `30/06/2025`, day ranges, Excel dates and bare day numbers.
"""

import calendar
import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from sfcheck.exchange.sheets.apart import Cell
from sfcheck.ledger.files.outside import normalized

Order = Literal["day-first", "month-first"]

# a due date without a year that lies further back than this belongs to the next year
LOOKS_BACK = datetime.timedelta(days=31)
EARLIEST, LATEST = 1980, 2099
SERIALS = range(29221, 73051)  # Excel's day numbers of 1980 to 2099

_MONTHS = {
    name: number
    for number, names in enumerate(
        """jan:january feb:february mar:march apr:april may jun:june jul:july aug:august
        sep:sept:september oct:october nov:november dec:december""".split(),  # noqa: SIM905 - a table reads better
        start=1,
    )
    for name in names.split(":")
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))

# tried at every position in this order; the groups say what each number is
_FORMS = [
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?<!\d)(?P<y>\d{4})\s*[年.\-/]\s*(?P<m>\d{1,2})\s*[月.\-/]\s*(?P<d>\d{1,2})(?!\d)\s*[日号]?",
        r"(?<!\d)(?P<y2>\d{2})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})(?!\d)\s*[日号]?",
        r"(?<!\d)(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?!\d)",
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s\-/.]*(?P<name>{_MONTH})\b\.?[\s\-/,.]*(?P<y>\d{{4}})",
        rf"\b(?P<name>{_MONTH})\b\.?\s*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s*(?P<y>\d{{4}})",
        r"(?<![\d.])(?P<a>\d{1,2})\s*(?P<sep>[/.\-])\s*(?P<b>\d{1,2})\s*(?P=sep)\s*(?P<y>\d{4})(?!\d)",
        r"(?<![\d.])(?P<p>\d{2})(?P<sep>[/.\-])(?P<q>\d{1,2})(?P=sep)(?P<r>\d{1,2})(?![\d.])",
        r"(?:(?<!\d)(?P<y>\d{4})\s*年\s*)?(?<!\d)(?P<m>\d{1,2})\s*月\s*(?P<end>底|末)",
        r"(?<!\d)(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})(?!\d)\s*[日号]?",
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s\-/]*(?P<name>{_MONTH})\b[\s\-/']*(?P<y2>\d{{2}})"
        rf"(?!\d|(?:st|nd|rd|th)?\s*(?:{_MONTH})\b)",
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s\-]*(?P<name>{_MONTH})\b",
        rf"\b(?P<name>{_MONTH})\b\.?\s*(?P<d>\d{{1,2}})(?!\d)",
        r"(?<![\d.])(?P<a>\d{1,2})(?P<sep>\.)(?P<b>\d{1,2})(?![\d.])",
        r"(?<![\d./\-])(?P<a>\d{1,2})(?P<sep>[/\-])(?P<b>\d{1,2})(?![\d./\-])",
    )
]
_DIGIT = re.compile(r"\d")
_TIME = re.compile(
    r"[T\s]*\d{1,2}\s*(?::\d{2}){1,2}(?:\.\d+)?\s*(?:[AaPp][Mm]|Z)?|\s*\d{1,2}时(?:\d{1,2}分)?(?:许)?"
)
_RANGE = re.compile(r"\s*(?:-|–|—|~|至|到|to|until)\s*", re.IGNORECASE)
_LAST_DAY = re.compile(r"(?P<d>\d{1,2})\s*[日号]?(?![\d.月/\-])")
# what may stand around a date that is the whole of a cell
_AROUND = re.compile(
    r"[\s()（）,.。、;；:：]|之?前|以前|内|止|为止|起|完成|整改|完|销号|已|于|before|by|on|until|due|"
    r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|星期.|周.|上午|下午",
    re.IGNORECASE,
)
_IMMEDIATE = re.compile(
    r"即日|立即|立刻|当场|当天|当日|现场|马上|立行立改|即查即改|即时|"
    r"immediate|at once|asap|forthwith",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DateRead:
    """A date, or none; `code` names the note that explains it, empty for a plain date."""

    date: datetime.date | None
    code: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hints:
    """What helps to read a date: the column's order, the day of finding, the year given."""

    order: Order | None = None
    found_on: datetime.date | None = None
    year: int | None = None
    last: bool = False  # of a range, take the last day instead of the first
    day_zero: datetime.date = datetime.date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class _Found:
    """One date in a text: its possible (year or None, month, day), and where it ends."""

    readings: tuple[tuple[int | None, int, int], ...]
    start: int
    end: int
    month_end: bool = False


def read_date(cell: Cell, hints: Hints | None = None) -> DateRead:
    """Read the date that `cell` holds; never raises, never guesses."""
    hints = hints or Hints()
    if isinstance(cell, datetime.datetime):
        return _plausible(cell.date())
    if isinstance(cell, datetime.date):
        return _plausible(cell)
    text = _plain(cell)
    if re.fullmatch(r"\d{5}", text) and int(text) in SERIALS:
        day = hints.day_zero + datetime.timedelta(days=int(text))
        return DateRead(day, "date-number", {"date": day.isoformat()})
    if isinstance(cell, float) and (both := _lost_zero(text)):
        # Excel keeps 6.10, 6.20 and 6.30 typed as numbers as 6.1, 6.2 and 6.3
        return DateRead(None, "date-ambiguous", {"first": both[0], "second": both[1]})
    found = _find(text, hints.order)
    if not found:
        return DateRead(None, "date-immediate" if _IMMEDIATE.search(text) else "date-unreadable")
    if len(found) == 1:
        return _resolve(found[0], hints)
    if len(found) > 2 or not _RANGE.fullmatch(text[found[0].end : found[1].start]):
        return DateRead(None, "date-several")
    first = _resolve(found[0], hints)
    if not hints.last or first.date is None:
        chosen = first
    else:
        chosen = _resolve(found[1], Hints(hints.order, first.date, first.date.year))
    if chosen.date is None:
        return chosen
    return DateRead(chosen.date, "date-range", {"date": chosen.date.isoformat()})


def is_date(cell: Cell) -> bool:
    """Tell whether `cell` is nothing but a date with its year: a date wherever it stands."""
    if isinstance(cell, datetime.date):
        return True
    if not isinstance(cell, str) or not 6 <= len(cell.strip()) <= 30:
        return False
    text = _without_time(_plain(cell))
    if text.isdecimal():
        return False
    found = _find(text, None)
    if len(found) != 1 or not found[0].readings or found[0].readings[0][0] is None:
        return False
    rest = text[: found[0].start] + text[found[0].end :]
    return not _AROUND.sub("", rest)


def day_order(cells: Iterable[Cell]) -> Order | None:
    """Return the order in which a column writes day and month, if its dates tell.

    `30/06/2025` tells; columns that say both ways tell nothing.
    """
    orders: set[Order] = set()
    for cell in cells:
        if not isinstance(cell, str):
            continue
        for match in _FORMS[5].finditer(_plain(cell)):
            first, second = int(match["a"]), int(match["b"])
            if first > 12 >= second:
                orders.add("day-first")
            elif second > 12 >= first:
                orders.add("month-first")
    return orders.pop() if len(orders) == 1 else None


def _plain(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return normalized(str(cell)).strip()


def _without_time(text: str) -> str:
    """Return `text` with times of day blanked out, every other character in its place."""
    return _TIME.sub(lambda match: " " * len(match[0]), text)


def _lost_zero(text: str) -> tuple[str, str] | None:
    month, _dot, day = text.partition(".")
    if month.isdecimal() and 1 <= int(month) <= 12 and day in {"1", "2", "3"}:
        return f"{month}.{day}", f"{month}.{day}0"
    return None


@lru_cache(maxsize=4096)  # a list repeats its dates
def _find(text: str, order: Order | None) -> tuple[_Found, ...]:
    """Return the dates in `text` from left to right."""
    text = _without_time(text)
    found: list[_Found] = []
    taken = text
    for form in _FORMS:
        if not _DIGIT.search(taken):
            break
        found += [_interpret(match, order) for match in form.finditer(taken)]
        taken = form.sub(lambda match: "\0" * len(match[0]), taken)
    found.sort(key=lambda each: each.start)
    if len(found) == 1 and found[0].readings:
        gap = _RANGE.match(text, found[0].end)
        last = gap and _LAST_DAY.match(text, gap.end())
        if last:
            # 2024年7月22日-26日: the last day alone
            year, month, _day = found[0].readings[0]
            possible = ((year, month, int(last["d"])),)
            found.append(_Found(possible, last.start(), last.end()))
    return tuple(found)


def _interpret(match: re.Match[str], order: Order | None) -> _Found:
    """Return what the numbers of a match can mean; no reading when no such day exists."""
    part = match.groupdict()
    year = int(part["y"]) if part.get("y") else None
    if part.get("y2"):
        year = 2000 + int(part["y2"])
    readings: list[tuple[int | None, int, int]] = []
    if part.get("name"):
        readings = [(year, _MONTHS[part["name"].lower()], int(part["d"]))]
    elif part.get("p"):
        p, q, r = int(part["p"]), int(part["q"]), int(part["r"])
        readings = [(2000 + p, q, r), (2000 + r, q, p), (2000 + r, p, q)]
    elif part.get("end"):
        month = int(part["m"])
        last = calendar.monthrange(year or 2000, month)[1] if 1 <= month <= 12 else 0
        readings = [(year, month, last)]
    elif part.get("a"):
        a, b = int(part["a"]), int(part["b"])
        day_first, month_first = (year, b, a), (year, a, b)
        if part["sep"] == "." and order is None:
            # dots are written day first with a year, and in Chinese month first without one
            order = "day-first" if year else "month-first"
        ranked = [day_first, month_first] if order == "day-first" else [month_first, day_first]
        readings = [each for each in ranked if _exists(*each)]
        if order and readings:
            readings = readings[:1]
    else:
        readings = [(year, int(part["m"]), int(part["d"]))]
    possible = tuple(dict.fromkeys(each for each in readings if _exists(*each)))
    return _Found(possible, match.start(), match.end(), bool(part.get("end")))


def _exists(year: int | None, month: int, day: int) -> bool:
    try:
        datetime.date(year or 2000, month, day)
    except ValueError:
        return False
    return True


def _resolve(found: _Found, hints: Hints) -> DateRead:
    """Return the one day that a found date means, or why none can be told."""
    readings = found.readings
    if len(readings) > 1 and readings[0][0] != readings[-1][0]:
        # 24.6.25: only a year that is known to be near decides
        near = hints.found_on.year if hints.found_on else hints.year
        if near is not None:
            close = [each for each in readings if each[0] is not None and abs(each[0] - near) <= 1]
            readings = tuple(close) or readings
    if not readings:
        return DateRead(None, "date-impossible")
    if len(readings) > 1:
        first, second = (_spelt(each) for each in readings[:2])
        return DateRead(None, "date-ambiguous", {"first": first, "second": second})
    year, month, day = readings[0]
    if year is not None:
        read = _plausible(datetime.date(year, month, day))
        if found.month_end and read.date:
            return DateRead(read.date, "date-month-end", {"date": read.date.isoformat()})
        return read
    return _with_year(month, day, hints)


def _with_year(month: int, day: int, hints: Hints) -> DateRead:
    """Complete a day without a year from the day of finding, else from the year given."""
    start = hints.found_on.year if hints.found_on else hints.year
    if start is None:
        return DateRead(None, "date-without-year")
    if not _exists(start, month, day):
        return DateRead(None, "date-impossible")
    date = datetime.date(start, month, day)
    if hints.found_on and date < hints.found_on - LOOKS_BACK:
        start += 1
        if not _exists(start, month, day):
            return DateRead(None, "date-impossible")
        date = datetime.date(start, month, day)
    return DateRead(date, "date-year-taken", {"date": date.isoformat()})


def _spelt(reading: tuple[int | None, int, int]) -> str:
    year, month, day = reading
    return f"{year}-{month:02}-{day:02}" if year else f"{month:02}-{day:02}"


def _plausible(date: datetime.date) -> DateRead:
    if EARLIEST <= date.year <= LATEST:
        return DateRead(date)
    return DateRead(None, "date-impossible")
