"""When and where a photograph was taken: EXIF in JPEG, PNG, WebP and HEIC, read by its TIFF tags.

What the file says is taken from anybody, so nothing in it leads far: of three directories, each at
the place the first names, a few entries are read, and nothing follows a chain.
"""

import re
import struct
from collections.abc import Mapping

from sfcheck.domain.issues.photos import Shot, moment, spot

_EXIF = re.compile(rb"(?:Exif\0\0|eXIf|EXIF.{4})(?=II\*\0|MM\0\*)", re.DOTALL)
_ENTRIES = 200
"""Entries of a directory that are looked at."""
_EXIF_DIRECTORY, _GPS_DIRECTORY, _TAKEN = 0x8769, 0x8825, 0x9003
_SOUTH_OR_NORTH, _LATITUDE, _WEST_OR_EAST, _LONGITUDE = 1, 2, 3, 4
_ASCII, _LONG, _RATIONAL = 2, 4, 5

Entries = Mapping[int, tuple[int, int, int]]
"""Of each tag its kind, how many values it has, and where in the file they, or it, stand."""


def taken(data: bytes) -> Shot | None:
    """Return what a photograph says of itself; None where it is none or says nothing of use."""
    found = _EXIF.search(data)
    if found is None:
        return None
    tiff = memoryview(data)[found.end() :]
    order = "<" if bytes(tiff[:2]) == b"II" else ">"
    first = _directory(tiff, order, _number(tiff, order, 4))
    exif = _directory(tiff, order, _pointed(tiff, order, first, _EXIF_DIRECTORY))
    gps = _directory(tiff, order, _pointed(tiff, order, first, _GPS_DIRECTORY))
    at = moment(_text(tiff, exif, _TAKEN))
    where = _where(tiff, order, gps)
    return Shot(at=at, spot=where) if at or where else None


def _where(tiff: memoryview, order: str, gps: Entries) -> str | None:
    latitude = _angle(tiff, order, gps, _LATITUDE)
    longitude = _angle(tiff, order, gps, _LONGITUDE)
    if latitude is None or longitude is None:
        return None
    south = _text(tiff, gps, _SOUTH_OR_NORTH).upper() == "S"
    west = _text(tiff, gps, _WEST_OR_EAST).upper() == "W"
    return spot(-latitude if south else latitude, -longitude if west else longitude)


def _number(tiff: memoryview, order: str, at: int) -> int:
    """Return the 32-bit number at a place; 0 beyond the end."""
    if at + 4 > len(tiff):
        return 0
    value: int = struct.unpack_from(order + "I", tiff, at)[0]
    return value


def _directory(tiff: memoryview, order: str, at: int) -> Entries:
    """Return the entries of the directory at a place; none where there is none."""
    if not 8 <= at <= len(tiff) - 2:
        return {}
    many = min(struct.unpack_from(order + "H", tiff, at)[0], _ENTRIES, (len(tiff) - at - 2) // 12)
    entries = {}
    for start in range(at + 2, at + 2 + many * 12, 12):
        tag, kind, count = struct.unpack_from(order + "HHI", tiff, start)
        size = count * {_ASCII: 1, _LONG: 4, _RATIONAL: 8}.get(kind, 0)
        place = start + 8 if size <= 4 else _number(tiff, order, start + 8)
        entries[tag] = (kind, count, place)
    return entries


def _pointed(tiff: memoryview, order: str, entries: Entries, tag: int) -> int:
    kind, count, place = entries.get(tag, (0, 0, 0))
    return _number(tiff, order, place) if (kind, count) == (_LONG, 1) else 0


def _text(tiff: memoryview, entries: Entries, tag: int) -> str:
    kind, count, place = entries.get(tag, (0, 0, 0))
    said = bytes(tiff[place : place + min(count, 32)]) if kind == _ASCII else b""
    return said.partition(b"\0")[0].decode("ascii", "replace").strip()


def _angle(tiff: memoryview, order: str, entries: Entries, tag: int) -> float | None:
    """Return an angle of degrees, minutes and seconds; None where it is none."""
    kind, count, place = entries.get(tag, (0, 0, 0))
    if (kind, count) != (_RATIONAL, 3) or place + 24 > len(tiff):
        return None
    parts = struct.unpack_from(order + "6I", tiff, place)
    if 0 in parts[1::2]:
        return None
    degrees, minutes, seconds = (parts[at] / parts[at + 1] for at in (0, 2, 4))
    return degrees + minutes / 60 + seconds / 3600 if minutes < 60 and seconds < 60 else None
