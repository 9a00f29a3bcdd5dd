"""The working calendar, and how a due date is counted by it, in days or working days.

Source: DESIGN §3, time. The day from which one counts is not counted itself (民法典 第二百零一条).
"""

from datetime import date, timedelta
from typing import Annotated, NamedTuple

from pydantic import Field

from sfcheck.domain.base.records import Line, Record

_DAY = timedelta(days=1)
_SATURDAY = 5
_NEW_YEAR = (12, 25)
"""From this day on, days off may be those of the next New Year's Day: 2018-12-31, say."""


class Holiday(Record):
    """Days off in a row (放假), weekends among them."""

    name: Line
    first: date
    last: date


class CalendarYear(Record):
    """One year as a notice arranges it; `worked` are the weekend days worked instead (调休上班)."""

    year: Annotated[int, Field(ge=1949, le=9998)]
    notice: Line
    announced: date
    holidays: tuple[Holiday, ...] = ()
    worked: tuple[date, ...] = ()


class Span(Record):
    """So many days, all of them or working days only."""

    days: Annotated[int, Field(ge=1, le=1000)]
    working: bool = False


class Within(Record):
    """How a due date was counted: so many working days, from the day `after` another.

    `provisional`: some of these days were of a year that was not announced yet.
    """

    days: Annotated[int, Field(ge=1, le=1000)]
    after: date
    provisional: bool = False

    def recounts(self, other: "Within | None") -> bool:
        """Whether the same days are counted again that were counted provisionally before."""
        again = self.model_copy(update={"provisional": True})
        return not self.provisional and again == other


class Deadline(NamedTuple):
    """A due date, and how it was counted where that was in working days."""

    due: date
    within: Within | None


class Calendar(Record):
    """The file `calendar.yaml`; a year that is not announced yet does not stand in it."""

    years: tuple[CalendarYear, ...] = ()

    def works(self, day: date) -> bool:
        """Whether offices work on a day, as far as it is announced; else on weekdays."""
        if any(day in year.worked for year in self.years):
            return True
        off = any(each.first <= day <= each.last for year in self.years for each in year.holidays)
        return not off and day.weekday() < _SATURDAY

    def tells(self, day: date) -> bool:
        """Whether all is announced that can make a day one off, or one that is worked."""
        years = {each.year for each in self.years}
        late = (day.month, day.day) >= _NEW_YEAR
        return day.year in years and (not late or day.year + 1 in years)

    def count(self, span: Span, after: date) -> Deadline:
        """Return the last of so many days after a day; provisional where it cannot be known yet."""
        day, known = after, True
        if not span.working:
            return Deadline(after + span.days * _DAY, None)
        for _n in range(span.days):
            day += _DAY
            while not self.works(day):
                known &= self.tells(day)
                day += _DAY
            known &= self.tells(day)
        return Deadline(day, Within(days=span.days, after=after, provisional=not known))

    def again(self, within: Within) -> Deadline:
        """Return what was counted once as it is counted by what is announced now."""
        return self.count(Span(days=within.days, working=True), within.after)
