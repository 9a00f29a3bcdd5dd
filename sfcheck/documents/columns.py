"""How much room the columns of a table want: in Word in millimetres, in Excel in characters."""

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from sfcheck.documents.paper import Table, text
from sfcheck.language import cells, visible

SAMPLE = 200
"""Rows looked at: those that follow are like them."""
LONGEST = 400
"""Characters looked at of a cell: it is folded long before."""


ROOM = 156
"""Millimetres between the margins of official paper (GB/T 9704)."""
HALF = 2.1
"""Millimetres of a Latin letter in a table of 10.5 pt, in whatever face there is for Times."""
SIDES = 2.4
"""Millimetres between the text of a cell and its rules, with a little play."""
LEAST, MOST, AT_ONCE = 4, 34, 24
"""Half-width characters: two Chinese ones always fit; more are folded; of one word so many fit."""
WEIGHT = 3
"""How much more of the room goes to a column of sentences."""


class Want(NamedTuple):
    """What a column wants, in half-width characters: on one line all, and what is not broken."""

    line: int
    word: int


def wants(table: Table) -> list[Want]:
    """Return what each column of a table wants, by its heading and its first rows."""
    grid = [[visible(heading) for heading in table.headings]]
    grid += [[visible(text(cell)[:LONGEST]) for cell in row] for row in islice(table.rows, SAMPLE)]
    return [_want(column) for column in zip(*grid, strict=True)]


def _want(column: Sequence[str]) -> Want:
    lines = {line for said in column for line in said.split("\n")}
    words = {word for line in lines for word in _unbroken(line)}
    return Want(max(map(cells, lines), default=0), max(map(len, words), default=0))


def _unbroken(line: str) -> list[str]:
    """Return what stands on one line each: Latin letters and digits between blanks and Chinese."""
    return "".join(char if char.isascii() else " " for char in line).split()


def millimetres(table: Table) -> list[int]:
    """Return the widths of the columns of a table in Word, together the type area's.

    No number is broken and no short text folded as long as there is room; what is left over goes
    to the others, most to those with sentences in them.
    """
    wanted = wants(table)
    if not wanted:
        return []
    least = [_wide(min(max(want.word, LEAST), AT_ONCE)) for want in wanted]
    most = [
        max(low, _wide(want.line if at in table.wide else min(want.line, MOST)))
        for at, (low, want) in enumerate(zip(least, wanted, strict=True))
    ]
    weights = [WEIGHT if at in table.wide else 1 for at in range(len(wanted))]
    left = ROOM - sum(least)
    extra = _shared([high - low for low, high in zip(least, most, strict=True)], weights, left)
    widths = [low + more for low, more in zip(least, extra, strict=True)]
    # Too little room is taken from all alike, and so is given what nobody wants.
    return _whole([width * ROOM / sum(widths) for width in widths])


def _wide(letters: int) -> float:
    return letters * HALF + SIDES


def _shared(wanted: Sequence[float], weights: Sequence[int], left: float) -> list[float]:
    """Share what is left by weight; who wants less than its share leaves the rest to others."""
    given = [0.0] * len(wanted)
    heavy = sum(weights)
    for at in sorted(range(len(wanted)), key=lambda at: wanted[at] / weights[at]):
        given[at] = max(0.0, min(wanted[at], left * weights[at] / heavy))
        left, heavy = left - given[at], heavy - weights[at]
    return given


def _whole(widths: Sequence[float]) -> list[int]:
    """Round widths so that together they are what they were: the widest takes the difference."""
    rounded = [max(1, round(width)) for width in widths]
    rounded[rounded.index(max(rounded))] += ROOM - sum(rounded)
    return rounded
