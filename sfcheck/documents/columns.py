"""How much room the columns of a table want: in Word in millimetres, in Excel in characters."""

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from sfcheck.documents.official import halves
from sfcheck.documents.paper import Table, text
from sfcheck.language import visible

SAMPLE = 200
"""Rows looked at: those that follow are like them."""
LONGEST = 400
"""Characters looked at of a cell: it is folded long before."""


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
    return Want(max(map(halves, lines), default=0), max(map(len, words), default=0))


def _unbroken(line: str) -> list[str]:
    """Return what stands on one line each: Latin letters and digits between blanks and Chinese."""
    return "".join(char if char.isascii() else " " for char in line).split()
