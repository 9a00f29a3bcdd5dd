"""The time zone of a ledger: every day, deadline and "today" is counted in it (DESIGN §3).

A record's moments are written with its offset, so that the day of an event is the day it says.
"""

from datetime import date, datetime, timedelta, timezone, tzinfo
from functools import cache

from sfcheck.language import N_

PRESET = "Asia/Shanghai"
"""The zone of a ledger that names none: one zone for all of China."""


NO_ZONE = N_("no time zone of this name is known")


@cache
def zone(name: str) -> tzinfo:
    """Return the zone that the IANA database calls so; raises ValueError where it knows none."""
    if name == PRESET:  # UTC+8 without summer time since 1991; the database takes time to load
        return timezone(timedelta(hours=8))
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError) as error:
        raise ValueError(name) from error


def known(name: str) -> str:
    """Return the name of a zone; raises ValueError where there is none such."""
    try:
        zone(name)
    except ValueError as error:
        raise ValueError(NO_ZONE) from error
    return name


def is_to_come(day: date, today: date) -> bool:
    """Whether a day is still to come; a day of grace, since two clocks may disagree."""
    return (day - today).days > 1


def told_in(moment: datetime, where: tzinfo) -> datetime:
    """Return a moment on the clocks of a zone; one at the edge of the calendar stays as it is."""
    try:
        return moment.astimezone(where)
    except OverflowError:
        return moment


def is_in(moment: datetime, where: tzinfo) -> bool:
    """Whether a moment bears the offset that the zone had then."""
    return moment.utcoffset() == told_in(moment, where).utcoffset()
