"""Column letters of a spreadsheet and their positions."""

import re

CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")


def letter(column: int) -> str:
    """Return the letters of a column counted from 0: 0 is `A`, 26 is `AA`."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def position(letters: str) -> int:
    """Return the column, counted from 0, that `letters` (A to ZZZ) name."""
    column = 0
    for ch in letters.upper():
        column = column * 26 + ord(ch) - ord("A") + 1
    return column - 1


def cell(address: str) -> tuple[int, int] | None:
    """Return (row, column), both counted from 0, of an address such as `C7`, or None."""
    found = CELL.fullmatch(address)
    if not found:
        return None
    return int(found[2]) - 1, position(found[1])
