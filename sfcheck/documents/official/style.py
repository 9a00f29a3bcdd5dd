"""What official papers (公文, GB/T 9704-2012) share: numbering, dates, the red head's size."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from sfcheck.documents.rates import Tenths, shown
from sfcheck.domain.papers import LineContent
from sfcheck.language import cells, choose, current

WIDTH_PT = 442
"""Points of the type area's width, 156 mm."""
HEAD_SIZES = (48, 36, 29, 22)
"""Sizes of the red head in points, which templates know; the largest that fits is taken."""
IMPRINT_HEIGHTS = (36, 90, 200)
"""Millimetres kept for the imprint, which templates know; the least that holds it is taken."""
_IMPRINT_LINE = 8
LARGEST = 99
_DIGITS = "零一二三四五六七八九"

Line = LineContent
"""A paragraph of the body."""


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak `language` while the block goes on, as for a paper that was issued in it."""
    before = current()
    choose(language)
    try:
        yield
    finally:
        choose(before)


def chinese(number: int) -> str:
    """Return a number from 1 to 99 in Chinese, a larger one in digits."""
    if not 0 < number <= LARGEST:
        return str(number)
    tens, ones = divmod(number, 10)
    front = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return front + (_DIGITS[ones] if ones or not tens else "")


def heading(level: int, number: int, text: str) -> Line:
    """Return a heading with its number, as the standard or the English usage writes it."""
    if current() == "zh":
        marks = {1: f"{chinese(number)}、", 2: f"（{chinese(number)}）", 3: f"{number}. "}
    else:
        marks = {1: f"{number}. ", 2: f"({number}) ", 3: f"{number}) "}
    return {"level": level, "text": marks[level] + text}


def paragraphs(text: str) -> Iterator[Line]:
    """Yield the paragraphs of a text, one a line; blanks at their ends and empty ones go."""
    for line in text.split("\n"):
        if line.strip():
            yield {"level": 0, "text": line.strip()}


def numbered(texts: Iterable[str]) -> Iterator[Line]:
    """Yield texts numbered by 1. 2. 3.; further lines of one are paragraphs below it."""
    for number, text in enumerate(texts, 1):
        first, *rest = paragraphs(text)
        yield {"level": 3, "text": heading(3, number, first["text"])["text"]}
        yield from rest


def long_date(day: date | None) -> str:
    """Return a day as papers write it (2026年7月3日); nothing for none."""
    if day is None:
        return ""
    if current() == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return day.isoformat()


def share(tenths: Tenths) -> str:
    """Return a rate as papers print it: in Chinese the sign stands at the figure (GB/T 15835)."""
    return shown(tenths).replace(" %", "%") if current() == "zh" else shown(tenths)


def head_size(text: str) -> int:
    """Return the size of the red head in points: as large as fits one line, else the smallest.

    A Latin letter takes half of a Chinese character.
    """
    width = cells(text)
    return next((size for size in HEAD_SIZES if width * size <= 2 * WIDTH_PT), HEAD_SIZES[-1])


def imprint_height(copies: str) -> int:
    """Return the height of the imprint in millimetres: lines of 14 pt of `copies`, and one more."""
    lines = -(-cells(copies) * 7 // (WIDTH_PT - 14)) + 1
    needed = lines * _IMPRINT_LINE
    return next((each for each in IMPRINT_HEIGHTS if needed <= each), IMPRINT_HEIGHTS[-1])
