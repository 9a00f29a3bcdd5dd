"""EXIF: what cameras write is read, and what nobody's camera wrote hurts nobody."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfcheck.exchange.photos import taken
from tests.support.amounts import of
from tests.support.photos import jpeg, tiff

MOMENT, SPOT = "2026:06:01 09:30:00", (38.4872, 106.2309)


def said(data: bytes) -> tuple[str, str]:
    shot = taken(data)
    return (str(shot.at), str(shot.spot)) if shot else ("", "")


@pytest.mark.parametrize("order", "<>")
def test_what_cameras_write(order: str) -> None:
    both = ("2026-06-01 09:30:00", "38.48720,106.23090")
    assert said(jpeg(MOMENT, SPOT, order)) == both
    assert said(b"\x89PNG\r\n\x1a\n" + b"\0\0\1\0eXIf" + tiff(MOMENT, SPOT, order)) == both
    assert said(b"RIFF\0\0\0\0WEBPVP8XEXIF\0\0\0\0" + tiff(MOMENT, SPOT, order)) == both
    heic = b"\0\0\0\x18ftypheic" + bytes(5000) + b"\0\0\0\6Exif\0\0" + tiff(MOMENT, SPOT, order)
    assert said(heic) == both
    assert said(jpeg(MOMENT, None, order)) == (both[0], "None")
    assert said(jpeg("0000:00:00 00:00:00", (-33.5, -70.25), order)) == (
        "None",
        "-33.50000,-70.25000",
    )


@pytest.mark.parametrize("data", [b"", b"Exif\0\0", b"Exif\0\0II*\0", b"%PDF-1.7", bytes(99)])
def test_what_says_nothing(data: bytes) -> None:
    assert taken(data) is None


def test_a_place_that_is_none() -> None:
    assert said(jpeg(MOMENT, (0, 0)))[1] == "None"
    assert said(jpeg(MOMENT, (95, 106)))[1] == "None"
    good = tiff(MOMENT, SPOT)
    for zero in range(len(good) - 44, len(good), 8):  # each denominator
        assert said(b"Exif\0\0" + good[:zero] + bytes(4) + good[zero + 4 :])[1] == "None"


def test_directories_that_lead_round_and_out() -> None:
    good = bytearray(tiff(MOMENT, SPOT))
    for at in range(0, len(good) - 4, 2):
        for where in (0, 8, at, len(good), 0xFFFFFFFF):
            bad = bytes(good[:at]) + struct.pack("<I", where) + bytes(good[at + 4 :])
            taken(b"Exif\0\0" + bad)


@given(st.binary(max_size=300), st.sampled_from([b"II*\0", b"MM\0*"]))
@settings(max_examples=of(500))
def test_noise(noise: bytes, head: bytes) -> None:
    taken(b"\xff\xd8\xff\xe1\0\0Exif\0\0" + head + noise)


@given(st.integers(0, 200), st.integers(0, 255))
@settings(max_examples=of(500))
def test_one_byte_is_another(at: int, byte: int) -> None:
    good = bytearray(jpeg(MOMENT, SPOT))
    good[at % len(good)] = byte
    taken(bytes(good))
