"""Numbers of people, handovers and records made step by step: book–sequence, e.g. `037-0012`.

Each clone writes in its own number book, so that no two ever make the same file. The sequence
goes on from the highest known, whatever its book: as a rule it alone tells which is meant.
Older numbers stay valid: `0012` of no book, `0370012` of visits.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

from sfcheck.domain.base.numbers import typed
from sfcheck.errors import Refused

E = TypeVar("E")

PATTERN = r"([0-9]{3,6}-)?[0-9]{4,}"
_BOOK_AND_SEQUENCE = re.compile(r"([0-9]{1,6})-([0-9]{1,9})")
_JOINED = re.compile(r"([0-9]{3,6})([0-9]{4})")
_SEQUENCE = re.compile(r"[0-9]{1,6}")


class Serial(NamedTuple):
    """A number taken apart; serials are in order of their sequences, whatever the book."""

    sequence: int
    book: int | None = None


@lru_cache(16_384)
def parse(text: str) -> Serial | None:
    """Read a number as it is written or typed (`037-0012`, `37-12`, `0370012`, `12`), or None."""
    plain = typed(text)
    if match := _BOOK_AND_SEQUENCE.fullmatch(plain) or _JOINED.fullmatch(plain):
        return Serial(int(match[2]), int(match[1]))
    return Serial(int(plain)) if _SEQUENCE.fullmatch(plain) else None


def following(book: str, known: Iterable[str]) -> str:
    """Return the next number in `book`, given all numbers known."""
    used = [serial.sequence for serial in map(parse, known) if serial]
    return f"{book}-{1 + max(used, default=0):04}"


def fitting(given: str, known: Iterable[str]) -> list[str]:
    """Return those of the numbers `known` that `given` may mean: all that have its sequence."""
    wanted = parse(given)
    read = ((number, parse(number)) for number in known if wanted)
    return [
        number
        for number, serial in read
        if wanted and serial and serial.sequence == wanted.sequence
        if wanted.book in (None, serial.book)
    ]


def meant(given: str, known: Mapping[str, E], called: Callable[[E], str]) -> E | None:
    """Return which of the entries `known` by number a person means who types `given`, or None.

    A number written in full is that one. Raises `Refused` as `only`.
    """
    found = [given] if given in known else sorted(fitting(given, known))
    return only(given, [known[number] for number in found], called)


def only(given: str, found: Sequence[E], called: Callable[[E], str]) -> E | None:
    """Return the one thing found by what was typed, or None.

    Raises `Refused` (`several-such`) with what each is `called` where there are several.
    """
    if len(found) > 1:
        raise Refused("several-such", given=given, candidates=", ".join(map(called, found)))
    return found[0] if found else None
