"""Read an issue list from a spreadsheet: rows with their fields, raw cells and notes.

Nothing here knows the law or a ledger: fields are texts, dates in ISO form, and every cell that is
not empty stays in `as_written` under its heading, as the sheet displays it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sfcheck.errors import Refused
from sfcheck.exchange.lists.cells import harmful, shown
from sfcheck.exchange.lists.columns import DATES, DESCRIPTION, usual_names
from sfcheck.exchange.lists.dates import day_order
from sfcheck.exchange.lists.fields import Columns, read_fields
from sfcheck.exchange.lists.head import Head, find_head, headings_seen
from sfcheck.exchange.lists.noise import excerpt, is_blank_row, why_no_problem
from sfcheck.exchange.lists.notes import RowNote, Skipped
from sfcheck.exchange.lists.splitting import Problems, problems, share_demand
from sfcheck.exchange.sheets.addresses import letter
from sfcheck.exchange.sheets.workbook import MOST_COLUMNS, Grid, SheetName, Workbook, open_workbook

LONGEST_CELL = 10_000  # characters


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One problem of a sheet; `row` as Excel counts; `part` is 0, or from 1 when split."""

    sheet: str
    row: int
    part: int
    fields: Mapping[str, str]
    as_written: Mapping[str, str]
    notes: tuple[RowNote, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a sheet holds: its problems, the rows that are none, and how it was understood."""

    digest: str  # SHA-256 of the file, hexadecimal
    sheet: str
    head_rows: tuple[int, int]  # first and last, as Excel counts
    columns: Mapping[str, str]  # field → heading
    rows: tuple[SheetRow, ...]
    skipped: tuple[Skipped, ...]
    blank: int  # rows without any content, between the head and the last filled row
    notes: tuple[RowNote, ...]  # of the sheet and the workbook


def read_rows(
    path: Path,
    *,
    sheet: str | None = None,
    mapping: Mapping[str, str] | None = None,
    split: bool = False,
    year: int | None = None,
) -> Reading:
    """Read the issue list in the spreadsheet `path`.

    `sheet` names the sheet, else the one whose head names most fields is taken, a hidden one only
    for want of another; `mapping` is field → heading or column letter; `split` makes a row of each
    problem that a cell numbers; `year` completes dates of finding that have none.

    Raises Refused for a file that cannot be read, and when no head is found.
    """
    workbook = open_workbook(path)
    grid, head, notes = _choose_sheet(workbook, sheet, mapping)
    if grid.columns_left_out:
        facts = {"count": str(grid.columns_left_out), "letter": letter(MOST_COLUMNS - 1)}
        notes.append(RowNote("columns-left-out", facts=facts))
    carried = _fill_merged(grid, head)
    table = _Table(grid, head, carried, year)
    rows: list[SheetRow] = []
    skipped: list[Skipped] = []
    blank = 0
    for index in range(head.last_row + 1, len(grid.rows)):
        read = table.read(index)
        if read is None:
            blank += 1
        elif isinstance(read, Skipped):
            skipped.append(read)
        else:
            rows += _parts(read, table.columns, split=split)
    notes += [
        RowNote("other-column", facts={"heading": head.headings[column]})
        for column in sorted(table.filled - set(head.columns.values()))
    ]
    return Reading(
        digest=workbook.digest,
        sheet=grid.sheet,
        head_rows=(head.first_row + 1, head.last_row + 1),
        columns=table.columns.headings,
        rows=tuple(rows),
        skipped=tuple(skipped),
        blank=blank,
        notes=tuple(notes),
    )


def _choose_sheet(
    workbook: Workbook, wanted: str | None, mapping: Mapping[str, str] | None
) -> tuple[Grid, Head, list[RowNote]]:
    """Return the sheet to read, its head, and notes on the other sheets."""
    names = list(workbook.sheets)
    if wanted is not None:
        named = [each for each in names if each.name.strip() == wanted.strip()]
        if not named:
            sheets = " · ".join(each.name for each in names)
            raise Refused("sheet-unknown", path=workbook.path, sheet=wanted, sheets=sheets)
        names = named
    heads: dict[str, Head] = {}
    refusals: list[Refused] = []
    best: tuple[Grid, Head] | None = None
    seen: list[str] = []
    for name in sorted(names, key=lambda each: each.hidden):
        if best and name.hidden and not best[0].hidden:
            break
        try:
            grid = workbook.grid(name)
            head = find_head(grid, mapping)
        except Refused as refusal:
            refusals.append(refusal)
            continue
        seen = max(seen, headings_seen(grid), key=len)
        if head:
            heads[name.name] = head
            if best is None or len(head.columns) > len(best[1].columns):
                best = grid, head
    if best is None:
        raise refusals[0] if refusals else _no_head(workbook, seen)
    notes = [] if wanted is not None else _on_other_sheets(names, best[0], heads)
    if best[0].hidden:
        notes.append(RowNote("hidden-sheet", facts={"sheet": best[0].sheet}))
    return *best, notes


def _no_head(workbook: Workbook, seen: list[str]) -> Refused:
    if not seen:
        return Refused("spreadsheet-empty", path=workbook.path)
    names = usual_names(DESCRIPTION)
    looked_for = " · ".join([*names[:6], *(each for each in names if each.isascii())][:10])
    return Refused(
        "spreadsheet-no-head",
        path=workbook.path,
        names=looked_for,
        seen=excerpt([" · ".join(seen)]),
    )


def _on_other_sheets(
    names: list[SheetName], chosen: Grid, heads: Mapping[str, Head]
) -> list[RowNote]:
    notes = []
    for each in names:
        if each.name == chosen.sheet:
            continue
        code = "other-list" if each.name in heads else "other-sheet"
        if each.hidden:
            code = "other-hidden"
        notes.append(RowNote(code, facts={"sheet": each.name}))
    return notes


def _fill_merged(grid: Grid, head: Head) -> dict[tuple[int, int], int]:
    """Write what merged cells display into the rows they cover; return (row, column) → its source.

    Only downward, and never for a range that runs across the description: that is a text over the
    whole table.
    """
    carried: dict[tuple[int, int], int] = {}
    described = head.columns[DESCRIPTION]
    for merged in grid.merged:
        if merged.top <= head.last_row or merged.top >= len(grid.rows):
            continue
        across = merged.left < merged.right and merged.left <= described <= merged.right
        if across or merged.left >= len(grid.rows[merged.top]):
            continue
        value = grid.rows[merged.top][merged.left]
        for row in range(merged.top + 1, min(merged.bottom + 1, len(grid.rows))):
            if value != "" and grid.rows[row][merged.left] == "":
                grid.rows[row][merged.left] = value
                carried[row, merged.left] = merged.top
    return carried


class _Table:
    """The data rows of a sheet, read one by one; `filled` collects the columns in use."""

    def __init__(
        self, grid: Grid, head: Head, carried: Mapping[tuple[int, int], int], year: int | None
    ) -> None:
        self.grid, self.head, self.carried = grid, head, carried
        self.filled: set[int] = set()
        self.columns = Columns(
            {field: head.headings[column] for field, column in head.columns.items()},
            {
                field: day_order(
                    row[head.columns[field]]
                    for row in grid.rows[head.last_row + 1 :]
                    if head.columns[field] < len(row)
                )
                for field in DATES
                if field in head.columns
            },
            grid.day_zero,
            year,
        )

    def read(self, index: int) -> SheetRow | Skipped | None:
        """Return what the row at `index` (from 0) is; None for a blank one."""
        cells = self.grid.rows[index]
        texts = [shown(cell) for cell in cells]
        own = ["" if (index, at) in self.carried else text for at, text in enumerate(texts)]
        if is_blank_row(own):
            return None
        described = self.head.columns[DESCRIPTION]
        reason = why_no_problem(texts, self.head, described)
        if reason:
            return Skipped(index + 1, reason, {"text": excerpt(texts)})
        longest = max(range(len(texts)), key=lambda at: len(texts[at]))
        if len(texts[longest]) > LONGEST_CELL:
            facts = {
                "heading": self._heading(longest),
                "count": str(len(texts[longest])),
                "limit": str(LONGEST_CELL),
            }
            return Skipped(index + 1, "cell-too-long", facts)
        as_written = {self._heading(at): text for at, text in enumerate(texts) if text.strip()}
        self.filled.update(at for at, text in enumerate(texts) if text.strip())
        raw = {
            field: cells[column]
            for field, column in self.head.columns.items()
            if column < len(cells)
        }
        fields, notes = read_fields(raw, self.columns)
        if DESCRIPTION not in fields:
            return Skipped(index + 1, "no-description", {"text": excerpt(texts)})
        notes = [*self._cell_notes(index), *notes]
        return SheetRow(self.grid.sheet, index + 1, 0, fields, as_written, tuple(notes))

    def _heading(self, column: int) -> str:
        known = column < len(self.head.headings)
        return self.head.headings[column] if known else f"({letter(column)})"

    def _cell_notes(self, index: int) -> Iterator[RowNote]:
        """Yield what is to be noted of a row before its meaning is read."""
        fields = {column: field for field, column in self.head.columns.items()}
        if index in self.grid.hidden_rows:
            yield RowNote("hidden-row")
        for column, cell in enumerate(self.grid.rows[index]):
            heading = self._heading(column)
            if (index, column) in self.grid.unvalued:
                yield RowNote("formula", fields.get(column, ""), {"heading": heading})
            if (index, column) in self.carried:
                facts = {"heading": heading, "row": str(self.carried[index, column] + 1)}
                yield RowNote("merged", fields.get(column, ""), facts)
            if spelt := harmful(cell):
                facts = {"heading": heading, "value": spelt}
                yield RowNote("made-harmless", fields.get(column, ""), facts)


def _parts(row: SheetRow, columns: Columns, *, split: bool) -> list[SheetRow]:
    """Return the row itself, or where `split` asks for it one row for each numbered problem."""
    found = problems(row.fields[DESCRIPTION])
    if len(found.items) < 2:
        return [row]
    heading = columns.headings[DESCRIPTION]
    if not split:
        facts = {"heading": heading, "count": str(len(found.items))}
        return [replace(row, notes=(*row.notes, RowNote("several", DESCRIPTION, facts)))]
    demands, count = share_demand(found.items, row.fields.get("demand", ""))
    notes = (*row.notes, *_split_notes(found, count, demands, columns))
    parts = []
    for part, (problem, demand) in enumerate(zip(found.items, demands, strict=True), start=1):
        fields = {**row.fields, DESCRIPTION: problem.description}
        if demand:
            fields["demand"] = demand
        if problem.site:
            fields["site"] = problem.site
        parts.append(replace(row, part=part, fields=fields, notes=notes))
        notes = row.notes  # how the cell was split is said once
    return parts


def _split_notes(
    found: Problems, count: int, demands: list[str], columns: Columns
) -> Iterator[RowNote]:
    facts = {"heading": columns.headings[DESCRIPTION]}
    if found.broken:
        yield RowNote("split-numbering", DESCRIPTION, facts)
    if found.unnumbered:
        yield RowNote("split-unnumbered", DESCRIPTION, facts)
    if demands[0] and demands[0] == demands[-1]:
        facts = {
            "heading": columns.headings["demand"],
            "count": str(count),
            "problems": str(len(found.items)),
        }
        yield RowNote("split-demand", "demand", facts)
