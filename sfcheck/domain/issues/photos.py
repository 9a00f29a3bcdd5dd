"""The files that an event shows, and when and where a photograph was taken.

Times are those of the camera's own clock, places those of its GPS (WGS 84).
"""

from datetime import date, datetime
from typing import Annotated

from pydantic import NaiveDatetime, StringConstraints

from sfcheck.domain.base.records import Digest, Line, Record

SpotText = Annotated[str, StringConstraints(pattern=r"^-?\d{1,2}\.\d{5},-?\d{1,3}\.\d{5}$")]


class Shot(Record):
    """When and where a photograph was taken, as its EXIF has it."""

    at: NaiveDatetime | None = None
    spot: SpotText | None = None


class Evidence(Record):
    """What proves a rectification: what it is, the day it was taken, the attached file's digest."""

    name: Line
    on: date
    sha256: Digest | None = None
    taken: Shot | None = None


class AttachedFile(Record):
    """A file under evidence/, named by its SHA-256."""

    sha256: Digest
    name: Line
    taken: Shot | None = None


def spot(latitude: float, longitude: float) -> str | None:
    """Return a place as it is kept; None for what lies nowhere, or where no camera had a fix."""
    if not (abs(latitude) <= 90 and abs(longitude) <= 180) or (latitude, longitude) == (0, 0):
        return None
    return f"{latitude:.5f},{longitude:.5f}"


def moment(text: str) -> datetime | None:
    """Return the moment EXIF says, such as `2026:06:01 09:30:00`; None where it says none."""
    try:
        return datetime.strptime(text, "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return None
