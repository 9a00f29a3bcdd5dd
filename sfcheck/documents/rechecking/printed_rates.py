"""Percentages as papers print them, and the counts that stand beside them: found in plain text.

The text is in one form already: half-width signs, single blanks (`exchange/finished.plain`).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice, permutations
from typing import NamedTuple

_DIGITS = "零一二三四五六七八九"
_CHINESE = rf"[{_DIGITS}〇两十百]+(?:点[{_DIGITS}〇]+)?"
_COUNT = r"(?<![\d.,/])(?:\d{1,3}(?:,\d{3})+|\d+)(?![\d/]|[.,]\d)"
_PERCENT = re.compile(
    rf"(?<![\d.])(?P<digits>\d+(?:\.\d+)?) ?(?:%|percent\b|per cent\b)"
    rf"|百分之 ?(?:(?P<after>\d+(?:\.\d+)?)|(?P<words>{_CHINESE}))",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_FRACTION = r"(?<![\d/.,-])(?P<part>\d[\d,]*) ?/ ?(?P<whole>\d[\d,]*)(?![\d/-]|[.,]\d)"
# Within a sentence, and without a number between.
_NEAR = r"[^%\d。;；!?！？]"
_AFTER = re.compile(rf"{_NEAR}{{0,60}}?{_FRACTION}")
_BEFORE = (
    re.compile(rf"{_FRACTION}{_NEAR}{{0,12}}$"),
    re.compile(
        rf"(?P<part>{_COUNT}) (?:out )?of (?:the )?(?P<whole>{_COUNT}){_NEAR}{{0,40}}$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?P<whole>{_COUNT}){_NEAR}{{0,20}}?中{_NEAR}{{0,20}}?(?P<part>{_COUNT}){_NEAR}{{0,20}}$"
    ),
)
_STOPS = tuple("。!?！？")
_SENTENCE = re.compile(r"[。!?！？](?!\d)|\. ")
CELL = " | "
"""What stands between the cells of a row."""
MOST_CELLS = 4
"""Cells with counts, of a row, that are tried: among many, some two would make any rate."""
LONGEST = 200
"""Characters before a percentage in which its counts are looked for."""
MOST_COUNTS = 50
"""Counts of its sentence that are tried."""


class Printed(NamedTuple):
    """A percentage: where it stands in its text, as it is written, `value` in 10^-`decimals`."""

    start: int
    end: int
    text: str
    value: int
    decimals: int


class Counts(NamedTuple):
    """What a rate is said to be computed from."""

    part: int
    whole: int

    def __str__(self) -> str:
        return f"{self.part}/{self.whole}"


def percentages(text: str) -> Iterator[Printed]:
    """Yield the percentages of a text: 97.28%, 97.28 percent, 百分之九十七点二八."""
    for found in _PERCENT.finditer(text):
        digits = found["digits"] or found["after"] or _spelled(found["words"])
        whole, _point, fraction = digits.partition(".")
        yield Printed(found.start(), found.end(), found[0], int(whole + fraction), len(fraction))


def beside(text: str, printed: Printed) -> Counts | None:
    """Return the counts that plainly belong to a percentage: `a/b`, `a of b`, `b项中a项`."""
    behind = text[printed.end : printed.end + 2 * LONGEST]
    other = next(percentages(behind), None)
    found = _AFTER.match(behind[: other.start] if other else behind)
    before = text[max(0, printed.start - LONGEST) : printed.start].rstrip("( ")
    for pattern in (None, *_BEFORE):
        hit = found if pattern is None else pattern.search(before)
        if hit and number(hit["whole"]):
            return Counts(number(hit["part"]), number(hit["whole"]))
    return None


def within_reach(text: str, printed: Printed) -> Counts | None:
    """Return counts that make up a percentage: in its sentence the nearest before it, of another.

    In the row of a table, where columns stand in any order, two of the first cells with counts.
    """
    if CELL in text:
        pairs = list(permutations(_first_counts(text), 2))
    else:
        counts = _counts_before(text, printed.start)
        pairs = [(counts[-1], whole) for whole in reversed(counts[:-1])]
    sound = (Counts(part, whole) for part, whole in pairs if whole and part <= whole)
    return next((counts for counts in sound if agrees(printed, counts)), None)


@lru_cache(maxsize=1)
def _first_counts(row: str) -> list[int]:
    cells = (cell for cell in row.split(CELL) if re.fullmatch(_COUNT, cell))
    return [number(cell) for cell in islice(cells, MOST_CELLS)]


def _counts_before(text: str, at: int) -> list[int]:
    """Return the last counts before a place, within its sentence."""
    starts, places, counts = _counts(text)
    if text[at - 1 : at] in _STOPS:
        return []
    begin = starts[bisect_right(starts, at) - 1]
    last = bisect_left(places, at)
    return counts[max(bisect_left(places, begin), last - MOST_COUNTS) : last]


@lru_cache(maxsize=1)
def _counts(text: str) -> tuple[list[int], list[int], list[int]]:
    """Return where sentences begin, and where counts do, with these: a text is read once."""
    covered = _covered(percentages(text))
    found = [hit for hit in re.finditer(_COUNT, text) if hit.start() not in covered]
    starts = [0, *(hit.end() for hit in _SENTENCE.finditer(text))]
    return starts, [hit.start() for hit in found], [number(hit[0]) for hit in found]


def agrees(printed: Printed, counts: Counts) -> bool:
    """Whether a percentage is what counts make, rounded half up to as many decimals."""
    return printed.value == _rounded(counts, printed.decimals)


def computed(counts: Counts, decimals: int) -> str:
    """Return the percentage that counts make, with so many decimals."""
    digits = f"{_rounded(counts, decimals):0{decimals + 1}}"
    return f"{digits[:-decimals]}.{digits[-decimals:]}%" if decimals else f"{digits}%"


def same(one: Printed, other: Printed) -> bool:
    """Whether two percentages say the same, as exactly as the coarser one is printed."""
    fine, coarse = (one, other) if one.decimals >= other.decimals else (other, one)
    step: int = 10 ** (fine.decimals - coarse.decimals)
    return (2 * fine.value + step) // (2 * step) == coarse.value


def numbers(text: str) -> list[tuple[str, Printed | None]]:
    """Return the numbers of a text in order, each with the percentage it is, if it is one."""
    shares = list(percentages(text))
    covered = _covered(shares)
    found: list[tuple[int, str, Printed | None]] = [
        (hit.start(), hit[0], None) for hit in _NUMBER.finditer(text) if hit.start() not in covered
    ]
    found += [(share.start, share.text, share) for share in shares]
    return [(told, share) for _start, told, share in sorted(found, key=lambda each: each[0])]


def _covered(shares: Iterable[Printed]) -> set[int]:
    """Return the places in a text that percentages take."""
    return {at for share in shares for at in range(share.start, share.end)}


def masked(text: str) -> str:
    """Return a text without its numbers."""
    return _NUMBER.sub("0", _PERCENT.sub("0%", text))


def number(text: str) -> int:
    """Return a count as it is written, with or without commas between thousands."""
    return int(text.replace(",", ""))


def _rounded(counts: Counts, decimals: int) -> int:
    hundred: int = 100 * 10**decimals
    return (2 * hundred * counts.part + counts.whole) // (2 * counts.whole)


def _spelled(words: str) -> str:
    """Return in digits a Chinese numeral up to 百, with decimals after 点."""
    whole, _point, fraction = words.replace("〇", "零").replace("两", "二").partition("点")
    total = last = 0
    for sign in whole:
        if sign in _DIGITS:
            last = _DIGITS.index(sign)
        else:
            total += (last or 1) * (100 if sign == "百" else 10)
            last = 0
    digits = "".join(str(_DIGITS.index(sign)) for sign in fraction)
    return f"{total + last}.{digits}" if digits else str(total + last)
