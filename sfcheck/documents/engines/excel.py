"""Excel from any paper: a sheet with the contents, and one for each table, to sort and to count.

Numbers, days and rates are what they are; a text is never anything else than text. The same paper
makes the same bytes. `dress.py` says what a sheet looks like, `sheets.py` what it is called.
"""

import gc
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from sfcheck.documents.engines import dress
from sfcheck.documents.engines.sheets import Names
from sfcheck.documents.paper import Cell, Paper, Points, Rate, Share, Table
from sfcheck.documents.rates import WHOLE
from sfcheck.language import RECKONED, _, reckoned, visible

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

LAST_ROW = 1_048_575
"""Rows of a sheet below its head; a longer table goes on in another sheet."""
LONGEST = 32_767
"""UTF-16 units a cell holds; a longer text goes on in a sheet of its own."""
PIECE = 16_000
"""Characters of a piece of such a text: so many always fit."""
EXACT = 10**15
"""Whole numbers below this are exact in a spreadsheet."""
FIRST_DAY = date(1900, 3, 1)
"""The first day on which all spreadsheets agree: Excel has a day too many before it."""
_DAY_NOUGHT = date(1899, 12, 30)
TENTHS = 10
LONG_AGO = datetime(1980, 1, 1)


_MARKUP, _MARKUP_ENDS = "<r>", "</r>"
"""What a text begins and ends with that xlsxwriter takes for markup of its own."""
_WATCHED = (*RECKONED, _MARKUP)


class Piece(NamedTuple):
    """A further piece of a text too long for its cell: where it belongs, which one it is."""

    sheet: str
    cell: str
    part: int
    text: str


def workbook(paper: Paper) -> bytes:
    """Return an Excel file with the contents and all tables of a paper."""
    from xlsxwriter import Workbook

    made = io.BytesIO()
    options = {"in_memory": True, "default_format_properties": dress.PLAIN}
    with _undisturbed(), Workbook(made, options) as book:
        book.set_properties({"title": visible(paper.title), "created": LONG_AGO})
        _Writing(book).write(paper)
    return made.getvalue()


def _plain(text: str) -> bool:
    """Return whether a text can be written just so: nearly all can, and it is asked of each."""
    return (
        text.isprintable()
        and len(text) <= LONGEST // 2
        and not text.startswith(_WATCHED)
        and not text.isdecimal()
    )


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep Python from looking through a million cells for cycles again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class _Writing:
    """The workbook while it is written, its formats, and what did not fit."""

    def __init__(self, book: "Workbook") -> None:
        self.book = book
        self.formats = {name: book.add_format(form) for name, form in dress.FORMATS.items()}
        self.names = Names()
        self.contents = self.names.name(_("Contents"))
        self.long_texts = self.names.name(_("Long texts"))
        self.pieces: list[Piece] = []
        self.writers: Mapping[type, Callable[..., object]] = {
            str: self.text,
            int: self.whole,
            date: self.day,
            Points: self.points,
            Rate: self.rate,
            Share: self.share,
        }

    def write(self, paper: Paper) -> None:
        """Write a paper; what was too long for its cell comes last."""
        front = self.book.add_worksheet(self.contents)
        listed = [
            (name, table.title, len(rows))
            for table in paper.tables.values()
            for name, rows in self._sheets(table)
        ]
        self._front(front, paper, listed)
        if self.pieces:
            self._left_over()

    def _sheets(self, table: Table) -> Iterator[tuple[str, Sequence[Sequence[Cell]]]]:
        """Write a table, in as many sheets as it needs; yield their names and rows."""
        last = max(len(table.rows) - 1, 0) // LAST_ROW
        for part in range(last + 1):
            rows = table.rows[part * LAST_ROW : (part + 1) * LAST_ROW]
            name = self.names.name(table.title)
            self._sheet(name, table, rows, table.note if part == last else "")
            yield name, rows

    def _sheet(self, name: str, table: Table, rows: Sequence[Sequence[Cell]], note: str) -> None:
        sheet = self.book.add_worksheet(name)
        columns = dress.columns(table, rows)
        for column in columns:
            for at, heading in enumerate(column.headings):
                self.text(sheet, 0, column.at + at, heading, self.formats["head"])
        places = [column.at for column in columns]
        writers, plainly = self.writers, sheet.write_string
        for line, row in enumerate(rows, 1):
            for at, cell in zip(places, row, strict=True):
                if type(cell) is str and _plain(cell):
                    plainly(line, at, cell)
                elif cell is not None:
                    write: Callable[..., object] = writers.get(type(cell), self.text)
                    write(sheet, line, at, cell)
        if note:
            self.text(sheet, len(rows) + (2 if rows else 1), 0, note)
        dress.dress(self.book, sheet, table, columns, len(rows))

    def text(
        self, sheet: "Worksheet", row: int, at: int, said: str, form: "Format | None" = None
    ) -> None:
        """Write a text as a text: what cannot be printed is spelt out, nothing is reckoned."""
        said = visible(said)
        if len(said) > LONGEST // 2 and len(said.encode("utf-16-le")) // 2 > LONGEST:
            said = self._begun(sheet, row, at, said)
        if form is None and (said.isdecimal() or reckoned(said)):
            form = self.formats["quoted"]
        if said.startswith(_MARKUP) and said.endswith(_MARKUP_ENDS):  # not so in pieces
            pieces = (said[:1], said[1:3], said[3:])
            sheet.write_rich_string(row, at, *pieces, form or self.formats["quoted"])
        else:
            sheet.write_string(row, at, said, form)

    def _begun(self, sheet: "Worksheet", row: int, at: int, said: str) -> str:
        """Keep what does not fit for later; return the beginning, and where it goes on."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        first, *rest = (said[start : start + PIECE] for start in range(0, len(said), PIECE))
        cell = xl_rowcol_to_cell(row, at)
        self.pieces += [Piece(sheet.name, cell, n, piece) for n, piece in enumerate(rest, 2)]
        more = _("… (it goes on in the sheet “{sheet}”)").format(sheet=self.long_texts)
        return first + more

    def whole(self, sheet: "Worksheet", row: int, at: int, number: int) -> None:
        """Write a whole number; as text where a spreadsheet would round it."""
        if abs(number) < EXACT:
            sheet.write_number(row, at, number)
        else:
            self.text(sheet, row, at, str(number))

    def day(self, sheet: "Worksheet", row: int, at: int, day: date) -> None:
        """Write a day; as text where spreadsheets do not agree."""
        if day >= FIRST_DAY:
            sheet.write_number(row, at, (day - _DAY_NOUGHT).days, self.formats["day"])
        else:
            self.text(sheet, row, at, str(day))

    def points(self, sheet: "Worksheet", row: int, at: int, points: Points) -> None:
        """Write points with their decimal."""
        sheet.write_number(row, at, points / TENTHS, self.formats["points"])

    def rate(self, sheet: "Worksheet", row: int, at: int, rate: Rate) -> None:
        """Write a rate as it is printed everywhere, beside it what it was computed from."""
        self._percent(sheet, row, at, rate.tenths)
        sheet.write_number(row, at + 1, rate.count)
        sheet.write_number(row, at + 2, rate.of)

    def share(self, sheet: "Worksheet", row: int, at: int, share: Share) -> None:
        """Write a share of a whole."""
        self._percent(sheet, row, at, share.tenths)

    def _percent(self, sheet: "Worksheet", row: int, at: int, tenths: int | None) -> None:
        if tenths is not None:
            sheet.write_number(row, at, tenths / WHOLE, self.formats["percent"])

    def _front(
        self, sheet: "Worksheet", paper: Paper, listed: Sequence[tuple[str, str, int]]
    ) -> None:
        """Write title, basis, and the tables with their rows, each a link to its sheet."""
        self.text(sheet, 0, 0, paper.title, self.formats["title"])
        self.text(sheet, 1, 0, paper.basis, self.formats["wrapped"])
        for at, heading in enumerate((_("Table"), _("Rows"))):
            self.text(sheet, 3, at, heading, self.formats["head"])
        for row, (name, title, count) in enumerate(listed, 4):
            quoted = name.replace("'", "''")
            sheet.write_url(row, 0, f"internal:'{quoted}'!A1", self.formats["link"], name)
            self.text(sheet, row, 0, title, self.formats["link"])
            sheet.write_number(row, 1, count)
        dress.front(sheet)

    def _left_over(self) -> None:
        headings = [_("Sheet"), _("Cell"), _("Piece"), _("Text")]
        table = Table(self.long_texts, headings, self.pieces, wide=(3,))
        self._sheet(self.long_texts, table, table.rows, "")
