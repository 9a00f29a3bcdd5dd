"""What a sheet with a table looks like: widths, colours, filter, chart, and how it is printed."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sfcheck.documents.columns import wants
from sfcheck.documents.paper import Cell, Rate, Share, Table
from sfcheck.language import _, visible

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

PLAIN: Mapping[str, Any] = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
FORMATS: Mapping[str, Mapping[str, Any]] = {
    "head": {"bold": True, "bg_color": "#D9E2F3", "bottom": 1, "text_wrap": True},
    "title": {"bold": True, "font_size": 16},
    "wrapped": {"text_wrap": True},
    "link": {"font_color": "#0563C1", "underline": 1},
    "quoted": {"quote_prefix": True, "text_wrap": True},
    "day": {"num_format": "yyyy-mm-dd"},
    "percent": {"num_format": "0.0%"},
    "points": {"num_format": "0.0"},
}
NARROWEST, WIDEST, WIDE = 8, 40, 60
"""Characters of the narrowest column, of the widest, and of one with sentences in it."""
FRONT = (80, 12)
ARROW = 4
"""Characters the arrow of the filter takes in the head."""
BAR = "#5B9BD5"
_FROM_NOTHING = {"min_type": "num", "min_value": 0}
COUNT: Mapping[str, Any] = {"type": "data_bar", "bar_color": BAR, **_FROM_NOTHING}
PART: Mapping[str, Any] = {**COUNT, "max_type": "num", "max_value": 1}
LATE: Mapping[str, Any] = {
    "type": "2_color_scale",
    "min_color": "#FFFFFF",
    "max_color": "#F8696B",
    **_FROM_NOTHING,
}
"""The colours of a count, of a part of a whole, of what is worse the higher it is."""
CHARTED = 40
"""Rows a chart shows at most."""
A4 = 9
HEADER = 100
"""Characters of a title above a printed page; Excel takes 255 in all."""


class SheetColumn(NamedTuple):
    """A column of a table in its sheet: where it stands, its heads, what is in it."""

    at: int
    headings: Sequence[str]
    kinds: frozenset[type]


def columns(table: Table, rows: Sequence[Sequence[Cell]]) -> list[SheetColumn]:
    """Return where the columns of a table stand: a rate has its counts in two more beside it."""
    found: list[SheetColumn] = []
    kinds = [frozenset(map(type, column)) for column in zip(*rows, strict=True)]
    at = 0
    for number, heading in enumerate(table.headings):
        here = kinds[number] if kinds else frozenset()
        headings = [heading]
        if Rate in here:
            counted = (_("{heading}: counted"), _("{heading}: of"))
            headings += [each.format(heading=heading) for each in counted]
        found.append(SheetColumn(at, headings, here))
        at += len(headings)
    return found


def dress(
    book: "Workbook", sheet: "Worksheet", table: Table, columns: Sequence[SheetColumn], count: int
) -> None:
    """Give a sheet of `count` rows its looks."""
    for number, (column, want) in enumerate(zip(columns, wants(table), strict=True)):
        most = WIDE if number in table.wide else WIDEST
        width = max(NARROWEST, min(want.line + ARROW, most))
        folded = number in table.wide or want.line > most
        form = book.add_format(dict(FORMATS["wrapped"])) if folded else None
        sheet.set_column(column.at, column.at, width, form)
        for further, heading in enumerate(column.headings[1:], 1):
            sheet.set_column(column.at + further, column.at + further, len(heading) + ARROW)
    sheet.freeze_panes(1, 0)
    if columns:
        last = columns[-1].at + len(columns[-1].headings) - 1
        sheet.autofilter(0, 0, count, last)
    if count:
        _colour(sheet, table, columns, count)
        sheet.ignore_errors({"number_stored_as_text": f"A2:XFD{count + 1}"})
    if count and table.bars is not None:
        _chart(book, sheet, table, columns, table.bars, count)
    _print(sheet, table.title)
    sheet.repeat_rows(0)


def front(sheet: "Worksheet") -> None:
    """Give the sheet of contents its looks."""
    for at, width in enumerate(FRONT):
        sheet.set_column(at, at, width)
    _print(sheet, "")


def _print(sheet: "Worksheet", title: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    said = " ".join(visible(title).split())[:HEADER].replace("&", "&&")
    if said:
        sheet.set_header(f"&L{said}")
    sheet.set_footer("&C&P / &N")


def _colour(sheet: "Worksheet", table: Table, columns: Sequence[SheetColumn], count: int) -> None:
    """Colour what is late the redder the later; draw rates and counted columns as bars."""
    for number, column in enumerate(columns):
        if number == table.late:
            rule = LATE
        elif column.kinds & {Rate, Share}:
            rule = PART
        elif number == table.bars:
            rule = COUNT
        else:
            continue
        sheet.conditional_format(1, column.at, count, column.at, dict(rule))


def _chart(
    book: "Workbook",
    sheet: "Worksheet",
    table: Table,
    columns: Sequence[SheetColumn],
    bars: int,
    count: int,
) -> None:
    """Draw a column of numbers as bars beside the table, labelled by the first column."""
    column, shown = columns[bars], min(count, CHARTED)
    title = _caption(table.title)
    if shown < count:
        title = _("{title} (the first {count} of {whole})").format(
            title=title, count=shown, whole=count
        )
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": _caption(column.headings[0]),
            "categories": [sheet.name, 1, 0, shown, 0],
            "values": [sheet.name, 1, column.at, shown, column.at],
            "data_labels": {"value": True},
            "fill": {"color": BAR},
            "gap": 50,
        }
    )
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"min": 0, "major_gridlines": {"visible": False}, "visible": False})
    chart.set_size({"width": 640, "height": 120 + 22 * shown})
    right = columns[-1].at + len(columns[-1].headings) + 1
    sheet.insert_chart(1, right, chart)


def _caption(text: str) -> str:
    """Return a text for a chart; `Sheet!A1` in it would be taken for that cell."""
    return visible(text).replace("!", "！")
