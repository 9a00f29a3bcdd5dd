"""What is odd about the photographs that a step shows: it is told, and nothing is refused for it.

A camera's clock may be wrong, and what it wrote can be changed.
"""

import math
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from sfcheck.domain.base.kinds import Shown
from sfcheck.domain.issues.photos import Shot
from sfcheck.domain.issues.record import Issue, last_demand
from sfcheck.domain.world.policy import Policy
from sfcheck.errors import Refused

_EARTH = 6_371_000
"""Metres from the earth's centre to where people live."""


class _Photo(NamedTuple):
    """A file that an event shows: as what, and the day it is said to be of."""

    name: str
    sha256: str | None
    taken: Shot
    class_: str | None
    on: date | None = None


def odd(issue: Issue, event: Any, policy: Policy) -> Iterator[Refused]:
    """Yield what does not fit of the photographs that `event` shows, on `issue` before it."""
    before = [photo for earlier in issue.effective for photo in _photos(earlier)]
    metres = policy.amount("photo_metres", event.day)
    for photo in _photos(event):
        known = {"number": issue.number, "name": photo.name}
        if photo.taken.at is not None:
            day = photo.taken.at.date()
            yield from _odd_day(photo, day, issue, event.day)
        again = (e for e in before if e.sha256 == photo.sha256 and _shows(e) != _shows(photo))
        for each in again if photo.sha256 and photo.class_ != Shown.PAPER else ():
            if each.class_ != Shown.PAPER:
                yield Refused("photo-again", **known, before=each.name)
                break
        away = [_metres(photo.taken, each.taken) for each in before]
        nearest = min((each for each in away if each is not None), default=0)
        if metres is not None and nearest > metres:
            yield Refused("photo-elsewhere", **known, metres=nearest)


def shows(issue: Issue, sha256: str) -> bool:
    """Whether an issue has a file on record already."""
    return any(photo.sha256 == sha256 for each in issue.events for photo in _photos(each))


def _shows(photo: _Photo) -> str | None:
    """Return what a photograph shows, scene and problem as one: how it was before."""
    return Shown.PROBLEM if photo.class_ == Shown.SCENE else photo.class_


def _odd_day(photo: _Photo, day: date, issue: Issue, told: date) -> Iterator[Refused]:
    demanded = last_demand(issue)
    known = {"number": issue.number, "name": photo.name, "taken": day}
    found = issue.found.on
    if (day - told).days > 1:
        yield Refused("photo-ahead", **known, day=told)
    elif photo.on is not None and abs((day - photo.on).days) > 1:
        yield Refused("photo-other-day", **known, on=photo.on)
    elif photo.class_ in (Shown.SCENE, Shown.PROBLEM) and (found - day).days > 1:
        yield Refused("photo-before", **known, day=found)
    elif photo.class_ in (Shown.RECTIFIED, Shown.LOOK_BACK) and demanded and day < demanded:
        yield Refused("photo-before", **known, day=demanded)


def _photos(event: Any) -> Iterator[_Photo]:
    for each in getattr(event, "files", ()):
        yield _Photo(each.name, each.sha256, each.taken or Shot(), event.class_)
    for each in getattr(event, "evidence", None) or ():
        as_what = Shown.LOOK_BACK if event.do == "look-back" else Shown.RECTIFIED
        yield _Photo(each.name, each.sha256, each.taken or Shot(), as_what, each.on)


def _metres(one: Shot, other: Shot) -> int | None:
    """Return how far two places lie apart, by the great circle."""
    if one.spot is None or other.spot is None:
        return None
    (south, west), (north, east) = (
        [math.radians(float(each)) for each in taken.split(",")] for taken in (one.spot, other.spot)
    )
    chord = (
        math.sin((north - south) / 2) ** 2
        + math.cos(south) * math.cos(north) * math.sin((east - west) / 2) ** 2
    )
    return round(2 * _EARTH * math.asin(math.sqrt(min(1.0, chord))))
