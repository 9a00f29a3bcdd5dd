"""What a paper is made of, whether it is read on a terminal, in Markdown, Word, Excel or HTML.

Cells keep their type: a spreadsheet can count and sort them, all others show them by `text`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sfcheck.documents.rates import NOTHING, Tenths, rate, shown
from sfcheck.domain.papers import TableContent
from sfcheck.domain.scores.sheet import points
from sfcheck.domain.world.context import Context


@dataclass(frozen=True)
class Rate:
    """A rate with what it was computed from; of nothing there is none."""

    count: int
    of: int

    @property
    def tenths(self) -> Tenths:
        """The rate in tenths of a percent."""
        return rate(self.count, self.of)

    @property
    def shown(self) -> str:
        """The rate as it is read, with its counts."""
        return f"{shown(self.tenths)} ({self.count}/{self.of})"


@dataclass(frozen=True)
class Share:
    """A part of a whole in tenths of a percent, rounded so that all parts together are 100.0 %."""

    tenths: Tenths


class Points(int):
    """Points of an assessment, as a whole number of tenths; read with one decimal at most."""

    def __str__(self) -> str:
        """Return them as they are written: `2`, `2.5`."""
        return points(self)


Cell = str | int | date | Rate | Share | None
"""What a cell holds; None where there is nothing to say."""


def text(cell: Cell) -> str:
    """Return a cell as it is read: a rate with the counts it was computed from."""
    if cell is None:
        return NOTHING
    if isinstance(cell, Rate):
        return cell.shown
    return shown(cell.tenths) if isinstance(cell, Share) else str(cell)


@dataclass(frozen=True)
class Table:
    """One table of a paper; `note` is said below it, and alone where there are no rows.

    `bars` is the column whose numbers may be drawn as bars, labelled by the first column. `wide`
    are the columns with sentences in them, which get the room. `late` is the column whose numbers
    are worse the higher they are.
    """

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    note: str = ""
    bars: int | None = None
    wide: Sequence[int] = field(default=())
    late: int | None = None

    def texts(self) -> list[list[str]]:
        """Return the rows as they are read."""
        return [[text(cell) for cell in row] for row in self.rows]

    def content(self) -> TableContent:
        """Return what a template is given, rows as texts."""
        return {
            "title": self.title,
            "headings": list(self.headings),
            "rows": self.texts(),
            "note": self.note,
        }


@dataclass(frozen=True)
class Paper:
    """A paper in the user's language: its title, on what it rests, its tables by name."""

    title: str
    basis: str
    tables: Mapping[str, Table]


def called(known: str, context: Context) -> str:
    """Return what a place, body, unit, person or team is called on a paper."""
    team = context.team(known)
    return f"{known} {team.name or ''}".strip() if team else context.name(known)
