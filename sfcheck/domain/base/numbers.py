"""Issue numbers: year–book–sequence–check digit, e.g. `26-037-0142-1`.

The check digit is Damm's (H. M. Damm, 2004: totally anti-symmetric quasigroup of order 10): it
finds every single wrong digit and every swap of neighbours.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from sfcheck.errors import Refused

PATTERN = r"[0-9]{2}-[0-9]{3,6}-[0-9]{4,9}-[0-9]"
_QUASIGROUP = tuple(
    tuple(map(int, row))
    for row in (
        "0317598642",
        "7092154863",
        "4206871359",
        "1750983426",
        "6123045978",
        "3674209581",
        "5869720134",
        "8945362017",
        "9438617205",
        "2581436790",
    )
)
_DASHES = re.compile("[\u2010-\u2015\u2212\u30fc_]")
_LONGEST = 100
_PARTS = re.compile(r"([0-9]{2})-([0-9]{3,6})-([0-9]{4,9})-([0-9])")


def damm(digits: str) -> str:
    """Return the check digit of a string of decimal digits."""
    interim = 0
    for digit in map(int, digits):
        interim = _QUASIGROUP[interim][digit]
    return str(interim)


class Number(NamedTuple):
    """A number taken apart; `str()` puts it together again."""

    year: str
    book: str
    sequence: str
    check: str

    def __str__(self) -> str:
        return "-".join(self)


def make(year: int, book: str, sequence: int) -> str:
    """Return the number of the `sequence`-th issue of `book` in `year` (four digits or two)."""
    parts = (f"{year % 100:02}", book, f"{sequence:04}")
    return "-".join((*parts, damm("".join(parts))))


@lru_cache(maxsize=1024)
def _exact(text: str) -> Number | None:
    match = _PARTS.fullmatch(text)
    return Number(*match.groups()) if match and damm("".join(match.groups())) == "0" else None


def is_number(text: str) -> bool:
    """Whether `text` is a number in its exact form with the right check digit."""
    return _exact(text) is not None


def typed(text: str) -> str:
    """Return what was typed with plain digits and dashes, without blanks around it."""
    if len(text) > _LONGEST:
        return text
    return _DASHES.sub("-", unicodedata.normalize("NFKC", text)).strip()


def parse(text: str) -> Number:
    """Read a number as people type it (full-width digits and other dashes are taken).

    Raises `Refused`: `not-a-number` for another shape, `wrong-check-digit` with the numbers that
    differ by one digit or one swap in the fact `near`.
    """
    exact = _exact(text)
    if exact is not None:
        return exact
    plain, match = text, _PARTS.fullmatch(text)
    if not match:
        plain = typed(text)
        match = _PARTS.fullmatch(plain)
    if not match:
        raise Refused("not-a-number", given=text)
    number = Number(*match.groups())
    if damm("".join(number)) != "0":
        raise Refused("wrong-check-digit", given=plain, near=", ".join(neighbours(plain)))
    return number


def neighbours(text: str) -> Iterator[str]:
    """Yield the valid numbers that differ from `text` in one digit or one swap of neighbours.

    The check digit first, then from the right: slips are likelier in what is typed last.
    """
    places = [i for i in range(len(text) - 1, -1, -1) if text[i].isdigit()]
    for right, left in pairwise(places):
        swapped = list(text)
        swapped[right], swapped[left] = text[left], text[right]
        if is_number("".join(swapped)):
            yield "".join(swapped)
    for place in places:
        for digit in "0123456789":
            changed = text[:place] + digit + text[place + 1 :]
            if digit != text[place] and is_number(changed):
                yield changed
