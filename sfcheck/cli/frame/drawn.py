"""What people see on a terminal: tables, fields, trees, papers and bars, drawn by rich.

It is data: it passes `visible`, and is never markup to rich. Nothing is cut off: what does not
fit its column goes on below, and a table too wide for the terminal is told row by row. Colour
says nothing that the words do not say, and is left away where `NO_COLOR` is set.
"""

import os
import re
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, TextIO

from rich import box
from rich.bar import Bar as Blocks
from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from sfcheck.cli.frame.shapes import GAP, Alarm, Bar, Fields, Node, Rows, cell, with_bars
from sfcheck.language import cells, visible

if TYPE_CHECKING:
    from rich.progress import Progress

    from sfcheck.documents.paper import Paper

NARROWEST, WORD = 8, 13
"""Cells a column keeps; those it keeps at most so that no word in it is broken."""
AT_ONCE = 200
"""Rows drawn together: the first are seen while the others are still drawn."""
HEAD, WRONG, FAINT = "bold", "bold red", "dim"
WHOLE = re.compile(
    r"\s+|[（《“‘〔「【(]*(?:[^\s“”‘’\u2e80-\uffef]+|[\u2e80-\uffef]|.)[，。、；：！？）》”’〕」】,.;:!?)]*"
)
"""What no line is broken in: a word, or a Chinese character, with the marks that cling to it."""


class Screen(Console):
    """The terminal behind a stream."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(
            file=stream,
            force_terminal=True,
            color_system=None if os.environ.get("NO_COLOR") else "auto",
            markup=False,
            emoji=False,
            highlight=False,
        )

    def show_cursor(self, show: bool = True) -> bool:
        """Leave the cursor as it is: who is killed could not bring it back."""
        return False


class Faint(str):
    """Text that only leads to what is said."""

    __slots__ = ()


class Prose:
    """Text that is broken between words and between Chinese characters, and never cut off."""

    def __init__(self, *values: object, style: str = "") -> None:
        parts = ((visible(each).rstrip("\n").replace("\t", GAP), _style(each)) for each in values)
        self.text = Text.assemble(*parts, style=style)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """Tell rich how wide the text is where nothing is broken."""
        widest = max(map(cells, self.text.plain.split("\n")))
        return Measurement(min(widest, NARROWEST), widest).with_maximum(options.max_width)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        """Yield the lines of the text in the room there is."""
        for line in self.text.split("\n", allow_blank=True):
            for each in line.divide(_breaks(line.plain, options.max_width)):
                each.rstrip()
                each.no_wrap = True
                yield each


def _style(value: object) -> str:
    return WRONG if isinstance(value, Alarm) else FAINT if isinstance(value, Faint) else ""


def table(headings: Sequence[str], rows: Rows) -> Iterator[str]:
    """Yield a table piece by piece, or row by row where the terminal is too narrow for it."""
    screen = Screen(sys.stdout)
    values = [list(row) for row in rows]
    texts = [list(map(cell, row)) for row in (headings, *values)]
    columns = list(zip(*texts, strict=True))
    widths = _widths(columns, screen.width - len(GAP) * (len(headings) - 1))
    if widths is None:
        for row in values:
            yield _text(screen, _card(headings, row, screen.width))
        return
    given = iter(values)
    yield _text(screen, _drawn(headings, islice(given, AT_ONCE), widths, head=True))
    while some := list(islice(given, AT_ONCE)):
        yield _text(screen, _drawn(headings, some, widths, head=False))


def tree(root: Node) -> Iterator[str]:
    """Yield a line with its fields and what hangs from it."""
    yield _text(Screen(sys.stdout), _branches(root) if root.nodes else _label(root))


def paper(given: "Paper") -> Iterator[str]:
    """Yield the pieces of a paper."""
    screen = Screen(sys.stdout)
    yield _text(screen, Prose(given.title, style=HEAD))
    yield _text(screen, Prose(given.basis, style=FAINT))
    for each in given.tables.values():
        yield _text(screen, Prose(f"\n{each.title}", style=HEAD))
        if each.rows:
            yield from table(*with_bars(each))
        if each.note:
            yield _text(screen, Prose(each.note))


def show(screen: Console, text: str) -> None:
    """Print a line above a bar."""
    screen.print(Prose(text))


def say_error(said: str, remedy: str) -> None:
    """Print what is wrong, and below it what to do, to stderr."""
    screen = Screen(sys.stderr)
    screen.print(Prose(said, style=WRONG))
    if remedy:
        screen.print(_indented(Prose(remedy)))


def panel(lines: Sequence[str]) -> None:
    """Print lines that belong together, in a frame."""
    from rich.panel import Panel

    Screen(sys.stdout).print(Panel.fit(Prose("\n".join(lines))))


def bar(stream: TextIO) -> "Progress":
    """Return a bar for long work, gone when it is over; drawn by no thread: work may fork."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskProgressColumn

    return Progress(
        *(TaskProgressColumn(), BarColumn(), MofNCompleteColumn()),
        console=Screen(stream),
        transient=True,
        auto_refresh=False,
        redirect_stdout=False,
        redirect_stderr=False,
    )


def _text(screen: Screen, shown: RenderableType) -> str:
    with screen.capture() as captured:
        screen.print(shown)
    return captured.get().removesuffix("\n")


def _widths(columns: Sequence[Sequence[str]], room: int) -> list[int] | None:
    """Return how wide each column is so that all fit, or None where they cannot."""
    widths = [max(map(cells, column)) for column in columns]
    least = [min(width, _least(column)) for width, column in zip(widths, columns, strict=True)]
    if sum(least) > room:
        return None
    while sum(widths) > room:
        spare = [width - floor for width, floor in zip(widths, least, strict=True)]
        widest = max((width, at) for at, width in enumerate(widths) if spare[at])[1]
        widths[widest] -= 1
    return widths


def _least(column: Sequence[str]) -> int:
    words = {cells(word) for text in column for word in text.split() if word.isascii()}
    return max(NARROWEST, *(width for width in words if width <= WORD), 0)


def _drawn(headings: Sequence[str], rows: Rows, widths: Sequence[int], *, head: bool) -> Table:
    drawn = Table(
        box=box.SIMPLE_HEAD,
        show_edge=False,
        show_header=head,
        padding=(0, 1, 0, 0),
        pad_edge=False,
        header_style=HEAD,
        border_style=FAINT,
    )
    for heading, width in zip(headings, widths, strict=True):
        drawn.add_column(Prose(cell(heading), style=HEAD), width=max(width, 1))
    for row in rows:
        drawn.add_row(*map(_value, row))
    return drawn


def _value(value: object) -> RenderableType:
    if isinstance(value, Bar):
        return Blocks(value.most, 0, value.number)
    return Prose(_one_line(value))


def _one_line(value: object) -> str:
    return Alarm(cell(value)) if isinstance(value, Alarm) else cell(value)


def _card(headings: Sequence[str], row: Sequence[object], room: int) -> RenderableType:
    """Return a row of a table that is too wide: the first value, and the others below it."""
    lines: list[list[object]] = []
    used = room
    for heading, value in zip(headings, row, strict=True):
        if isinstance(value, Bar):
            continue
        said = (Faint(f"{heading}: ") if heading else "", _one_line(value) or "–")
        size = sum(map(cells, said))
        if used + len(GAP) + size <= room:
            lines[-1] += [GAP, *said]
            used += len(GAP) + size
        else:
            lines.append([*said])
            used = size + len(GAP) if len(lines) > 1 else room
    first, *others = (Prose(*line) for line in lines)
    first.text.stylize_before(HEAD)
    return Group(first, _indented(Group(*others)))


def _fields(pairs: Fields) -> Padding:
    grid = Table.grid(padding=(0, len(GAP), 0, 0), pad_edge=False)
    for name, value in pairs:
        grid.add_row(Prose(Faint(name)), Prose(value))
    return _indented(grid)


def _indented(shown: RenderableType) -> Padding:
    return Padding(shown, (0, 0, 0, len(GAP)))


def _label(node: Node) -> RenderableType:
    line = (Prose(node.text, style=HEAD),) if node.text else ()
    return Group(*line, *([_fields(node.fields)] if node.fields else ()))


def _branches(root: Node) -> Tree:
    drawn = Tree(_label(root), guide_style=FAINT)
    for each in root.nodes:
        drawn.children.append(_branches(each))
    return drawn


def _breaks(line: str, width: int) -> Iterator[int]:
    """Yield where a line is broken so that each piece fits; a word alone only where it must be."""
    if cells(line) <= width:
        return
    at = used = 0
    for found in WHOLE.finditer(line):
        for part in found[0] if cells(found[0]) > width else (found[0],):
            size = cells(part)
            if used and used + size > width and not part.isspace():
                yield at
                used = 0
            at, used = at + len(part), used + size
