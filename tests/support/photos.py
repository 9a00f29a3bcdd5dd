"""Photographs as cameras write them, as far as anybody reads them: a JPEG with EXIF, no picture."""

import struct


def jpeg(taken: str | None, spot: tuple[float, float] | None = None, order: str = "<") -> bytes:
    """Return a JPEG of that moment (`2026:06:01 09:30:00`) and place, of either byte order."""
    exif = b"Exif\0\0" + tiff(taken, spot, order)
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + b"\xff\xd9"


def tiff(taken: str | None, spot: tuple[float, float] | None, order: str = "<") -> bytes:
    """Return what stands behind `Exif`: a TIFF header and three directories."""
    head = (b"II" if order == "<" else b"MM") + struct.pack(order + "HI", 42, 8)
    exif_at, gps_at = 8 + 2 + 2 * 12 + 4, 8 + 2 + 2 * 12 + 4 + 2 + 12 + 4 + 20
    pointers = [(0x8769, 4, 1, exif_at), (0x8825, 4, 1, gps_at)]
    body = _directory(order, pointers)
    moment = (taken or "").encode().ljust(20, b"\0")
    body += _directory(order, [(0x9003, 2, 20, exif_at + 2 + 12 + 4)]) + moment
    if spot is None:
        return head + body + struct.pack(order + "HI", 0, 0)
    latitude, longitude = spot
    values_at = gps_at + 2 + 4 * 12 + 4
    north = (b"N" if latitude >= 0 else b"S").ljust(4, b"\0")
    east = (b"E" if longitude >= 0 else b"W").ljust(4, b"\0")
    entries = [(1, 2, 2, north), (2, 5, 3, values_at), (3, 2, 2, east), (4, 5, 3, values_at + 24)]
    return head + body + _directory(order, entries) + _angle(order, latitude, longitude)


def _directory(order: str, entries: list[tuple[int, int, int, int | bytes]]) -> bytes:
    rows = b"".join(
        struct.pack(order + "HHI", tag, kind, count)
        + (value if isinstance(value, bytes) else struct.pack(order + "I", value))
        for tag, kind, count, value in entries
    )
    return struct.pack(order + "H", len(entries)) + rows + struct.pack(order + "I", 0)


def _angle(order: str, *angles: float) -> bytes:
    packed = b""
    for angle in angles:
        thousandths = round(abs(angle) * 3_600_000)
        degrees, rest = divmod(thousandths, 3_600_000)
        minutes, seconds = divmod(rest, 60_000)
        packed += struct.pack(order + "6I", degrees, 1, minutes, 1, seconds, 1000)
    return packed
