"""What is shown, as data, whatever the manner: fields, bars, a line and what hangs from it."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sfcheck.language import visible

if TYPE_CHECKING:
    from sfcheck.documents.paper import Table

GAP = "  "
Fields = Sequence[tuple[str, object]]
"""Labels and what they say."""
Rows = Iterable[Sequence[object]]


LONGEST = 20
"""Cells of the longest bar."""


class Alarm(str):
    """Text that says by itself that something is wrong; on a terminal it is red besides."""

    __slots__ = ()


class Bar(NamedTuple):
    """A number among others of which `most` is the highest, drawn as long as it is large."""

    number: int
    most: int

    def __str__(self) -> str:
        """Return it in whole cells."""
        return "█" * -(-LONGEST * self.number // self.most)


class Node(NamedTuple):
    """A line, the fields that belong to it, and what hangs from it; a line may be empty."""

    text: str
    fields: Fields = ()
    nodes: Sequence["Node"] = ()


def with_bars(given: "Table") -> tuple[Sequence[str], list[list[object]]]:
    """Return headings and rows of a table, with a bar at the end of each row where it has bars."""
    rows: list[list[object]] = [[*row] for row in given.texts()]
    numbers = [] if given.bars is None else [row[given.bars] for row in given.rows]
    whole = [number for number in numbers if isinstance(number, int)]
    if len(whole) != len(given.rows) or len(whole) < 2 or max(whole) < 1:
        return given.headings, rows
    most = max(whole)
    bars = [[*row, Bar(number, most)] for row, number in zip(rows, whole, strict=True)]
    return [*given.headings, ""], bars


def cell(value: object) -> str:
    """Return a value on one line."""
    text = visible(value)
    return " ".join(text.split()) if "\n" in text or "\t" in text else text
