"""SF13x: does the working calendar hold together."""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, timedelta

from sfcheck.checks.seen.reading import File
from sfcheck.checks.seen.rule import Flaw, RuleScope, rule
from sfcheck.domain.base.misfits import Way
from sfcheck.domain.world.calendar import Calendar, CalendarYear
from sfcheck.language import _

_SATURDAY, _LONGEST = 5, 30
_AROUND = timedelta(days=14)
"""So far before or after its year a holiday and the days worked for it may lie."""


@rule("SF130", RuleScope.RECORD)
def impossible_day(file: File) -> Iterator[Flaw]:
    """A holiday is of its year and stands once; a day worked instead is one of a weekend.

    Why: One wrong day moves every due date that is counted over it.
    Bad:
        # calendar.yaml
        years:
        - year: 2026
          notice: 国办发明电〔2025〕7号
          announced: 2025-11-04
          holidays:
          - {name: 劳动节, first: 2026-05-01, last: 2026-05-05}
          worked: [2026-05-08]
    Good:
        # calendar.yaml
        years:
        - year: 2026
          notice: 国办发明电〔2025〕7号
          announced: 2025-11-04
          holidays:
          - {name: 劳动节, first: 2026-05-01, last: 2026-05-05}
          worked: [2026-05-09]
    Fix: Compare the day with the notice, and correct it.
    """
    taken: set[date] = set()
    for at, year in enumerate(file.record.years if isinstance(file.record, Calendar) else ()):
        for way, days in _days(year):
            told = next(filter(None, (_odd(day, year.year, way, taken) for day in days)), None)
            if told:
                yield Flaw(told, ("years", at, *way))
            taken.update(days)


@rule("SF131", RuleScope.RECORD)
def not_announced_yet(file: File) -> Iterator[Flaw]:
    """A year stands in the calendar once it is announced, with its holidays.

    Why: By a guess, or half a year, a due date passes for a final one, and nobody is told when it
        turns out to be another.
    Bad:
        # calendar.yaml
        years:
        - year: 2099
          notice: 预计，通知未印发
          announced: 2098-11-04
          holidays:
          - {name: 元旦, first: 2099-01-01, last: 2099-01-03}
    Good:
        # calendar.yaml
        years:
        - year: 2025
          notice: 国办发明电〔2024〕12号
          announced: 2024-11-12
          holidays:
          - {name: 元旦, first: 2025-01-01, last: 2025-01-01}
    Fix: Take the year out until the notice is there, then enter all its days.
    """
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    for at, year in enumerate(file.record.years if isinstance(file.record, Calendar) else ()):
        if year.announced > tomorrow:
            message = _("{year} is said to be announced on {day}, a day to come")
            way: Way = ("years", at, "announced")
            yield Flaw(message.format(year=year.year, day=year.announced), way)
        if not year.holidays:
            yield Flaw(_("{year} has no holidays").format(year=year.year), ("years", at, "year"))


def _days(year: CalendarYear) -> Iterator[tuple[Way, list[date]]]:
    """Yield each entry of a year, as the way to it, and the days it names; of a long one, some."""
    for n, holiday in enumerate(year.holidays):
        long = min((holiday.last - holiday.first).days, _LONGEST)
        days = [holiday.first + timedelta(days=later) for later in range(long + 1)]
        yield ("holidays", n), days if long < _LONGEST or not days else [*days, holiday.last]
    for n, day in enumerate(year.worked):
        yield ("worked", n), [day]


def _odd(day: date, year: int, way: Way, taken: Collection[date]) -> str | None:
    """Return what is wrong with a day of a year; None: nothing."""
    message = None
    if not date(year, 1, 1) - _AROUND <= day <= date(year, 12, 31) + _AROUND:
        message = _("{day} is not of the year {year}")
    elif day in taken:
        message = _("{day} stands in the calendar already")
    elif way[0] == "worked" and day.weekday() < _SATURDAY:
        message = _("{day} is no Saturday or Sunday: it is worked anyway, or a holiday")
    return message and message.format(day=day, year=year)
