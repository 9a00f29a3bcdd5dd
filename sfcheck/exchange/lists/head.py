"""Find the head of the table in a sheet: which rows it is, and which column stands for which field.

The head may stand at any offset, have one to four rows, merged or not, and group headings over
several columns. Every place where it could be is tried; the one that names most fields is taken.
"""

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sfcheck.errors import Refused
from sfcheck.exchange.lists.cells import shown
from sfcheck.exchange.lists.columns import (
    BARE,
    DESCRIPTION,
    FIELDS,
    FUZZY_CUTOFF,
    GROUP_ENDINGS,
    SHORTEST_FUZZY,
    fields_by_name,
    key,
)
from sfcheck.exchange.sheets.addresses import letter, position
from sfcheck.exchange.sheets.apart import Cell
from sfcheck.exchange.sheets.workbook import Grid

TALLEST = 4  # rows of a head
DEEPEST = 200  # rows of a sheet among which its head is looked for
DEEPEST_FUZZY = 50  # the same, for names that are only nearly the usual ones
LONGEST_HEADING = 40  # characters; longer texts are no headings
LEAST_FIELDS = 2  # an issue list names a problem and at least one thing more

_BETWEEN_CHINESE = re.compile(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])")
_IN_BRACKETS = re.compile(r"[（(【\[][^（(【\[]*[)）】\]]")

Path = tuple[tuple[str, ...], bool]  # headings of a column from the top, and whether a group is one


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a table; rows and columns are counted from 0."""

    first_row: int
    last_row: int
    columns: Mapping[str, int]  # field → column
    headings: tuple[str, ...]  # of each column, unique; groups are joined `整改责任单位/施工`
    levels: Mapping[int, frozenset[str]]  # column → keys of all its head cells


def find_head(grid: Grid, mapping: Mapping[str, str] | None = None) -> Head | None:
    """Return the head of `grid`, or None when nothing in it looks like an issue list.

    `mapping` (field → heading or column letter) goes before the usual names; an empty heading
    keeps a field from being read. Raises Refused when a mapped heading is not in the head found.
    """
    mapping = mapping or {}
    best: tuple[float, int, int, list[Path]] | None = None
    for fuzzy, deepest in ((False, DEEPEST), (True, DEEPEST_FUZZY)):
        for first in range(min(len(grid.rows), deepest)):
            for height in range(1, min(TALLEST, len(grid.rows) - first) + 1):
                if not _may_be_head(grid, first, height):
                    break
                paths = _paths(grid, first, height)
                columns = _assign(paths, mapping, fuzzy=fuzzy, searching=True)
                score = len(columns) - height / 10
                if _is_list(columns) and (best is None or score > best[0]):
                    best = score, first, height, paths
        if best:
            break
    if not best:
        return None
    _score, first, height, paths = best
    _check_mapping(mapping, paths)
    columns = _assign(paths, mapping, fuzzy=True)
    ends = [each.bottom for each in grid.merged if first <= each.top < first + height]
    last_row = min(max([first + height - 1, *ends]), first + TALLEST - 1)
    return _head(paths, columns, first, last_row)


def headings_seen(grid: Grid) -> list[str]:
    """Return the texts of the fullest of the first rows: most likely the head, if there is one."""
    rows = [
        [_tidy(cell) for cell in row if isinstance(cell, str) and _tidy(cell)]
        for row in grid.rows[:DEEPEST]
    ]
    return max(rows, key=len, default=[])


def _is_list(columns: Mapping[str, int]) -> bool:
    return DESCRIPTION in columns and len(columns) >= LEAST_FIELDS


def _may_be_head(grid: Grid, first: int, height: int) -> bool:
    """Tell whether the last row of the head tried holds short texts only, no data."""
    filled = [cell for cell in grid.rows[first + height - 1] if cell != ""]
    if height == 1 and not filled:
        return False
    for cell in filled:
        if isinstance(cell, int | float | datetime.date | datetime.time | datetime.timedelta):
            return False
        if height > 1 and (len(cell) > LONGEST_HEADING or cell.strip().isdecimal()):
            return False
    return True


def _paths(grid: Grid, first: int, height: int) -> list[Path]:
    """Return the headings of each column from the top, group headings spread sideways."""
    rows = grid.rows[first : first + height]
    width = max((len(row) for row in rows), default=0)
    texts = [[_tidy(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    grouped = [[False] * width for _ in rows]
    for merged in grid.merged:
        top, left = merged.top - first, merged.left
        if not (0 <= top < height and left < width and merged.left < merged.right):
            continue
        for column in range(left, min(merged.right + 1, width)):
            texts[top][column] = texts[top][left]
            grouped[top][column] = True
    if not grid.merged:
        _spread_groups(texts, grouped)
    paths = []
    for column in range(width):
        steps = dict.fromkeys(row[column] for row in texts if row[column])
        in_group = any(
            grouped[level][column] and any(below[column] for below in texts[level + 1 :])
            for level in range(height)
        )
        paths.append((tuple(steps), in_group and len(steps) > 1))
    return paths


def _spread_groups(texts: list[list[str]], grouped: list[list[bool]]) -> None:
    """Spread group headings where merging is not told: over blanks that have a heading below."""
    for level, row in enumerate(texts[:-1]):
        below = texts[level + 1]
        for column in range(1, len(row)):
            if not row[column] and below[column] and row[column - 1] and below[column - 1]:
                row[column] = row[column - 1]
                grouped[level][column] = grouped[level][column - 1] = True


def _tidy(cell: Cell) -> str:
    """Return a heading with its white space normalised, and nothing else."""
    return _BETWEEN_CHINESE.sub("", " ".join(shown(cell).split()))


def _assign(
    paths: Sequence[Path], mapping: Mapping[str, str], *, fuzzy: bool, searching: bool = False
) -> dict[str, int]:
    """Return field → column: mapped ones first, then names of one field, then of several.

    While `searching` for the head, a column letter counts only where a heading of its own stands.
    """
    columns: dict[str, int] = {}
    for field, heading in mapping.items():
        found = _mapped_column(heading, paths)
        if found is not None and not (searching and paths.count(paths[found]) > 1):
            columns[field] = found
    closed = {field for field, heading in mapping.items() if not heading}
    candidates = {
        column: fields
        for column, path in enumerate(paths)
        if column not in columns.values() and (fields := _fields_of(path, fuzzy=fuzzy))
    }
    for only in (True, False):
        for column, fields in candidates.items():
            if (len(fields) == 1) is only:
                free = [each for each in fields if each not in columns and each not in closed]
                if free:
                    columns[free[0]] = column
    return columns


@cache
def _fields_of(path: Path, *, fuzzy: bool) -> tuple[str, ...]:
    """Return the fields that a column with these headings may stand for, best first."""
    table = fields_by_name()
    for name in _names(path):
        if name in table:
            return table[name]
    if fuzzy:
        for text in path[0]:
            for name in _plain_names(text):
                if near := _nearly(name):
                    return table[near]
    return ()


@cache
def _nearly(name: str) -> str | None:
    """Return the usual name that `name` nearly is, if any."""
    from rapidfuzz import fuzz, process

    if not SHORTEST_FUZZY <= len(name) <= LONGEST_HEADING:
        return None
    found = process.extractOne(
        name, fields_by_name().keys(), scorer=fuzz.ratio, score_cutoff=FUZZY_CUTOFF
    )
    return found[0] if found else None


def _names(path: Path) -> list[str]:
    """Return the keys by which a column may be known, most telling first."""
    texts, in_group = path
    texts = tuple(text for text in texts if len(text) <= LONGEST_HEADING)
    if not texts:
        return []
    names: list[str] = []
    if in_group and len(texts) > 1:
        for upper in reversed(texts[:-1]):
            group = key(upper)
            stems = [group, *(group.removesuffix(each) for each in GROUP_ENDINGS)]
            names += [stem + key(texts[-1]) for stem in dict.fromkeys(stems) if stem]
        names += [name for name in _plain_names(texts[-1]) if name not in BARE]
    else:
        names += [key("".join(texts)), *(name for text in texts for name in _plain_names(text))]
    return list(dict.fromkeys(name for name in names if name))


def _plain_names(text: str) -> list[str]:
    return [key(text), key(_IN_BRACKETS.sub("", text))]


def _mapped_column(heading: str, paths: Sequence[Path]) -> int | None:
    """Return the column with this heading (whole, or its last part), else of this letter."""
    wanted = key(heading)
    if not wanted:
        return None
    for texts in (
        ["".join(path) for path, _grouped in paths],
        [path[-1] if path else "" for path, _grouped in paths],
        [path[0] if path else "" for path, _grouped in paths],
    ):
        keys = [key(text) for text in texts]
        if wanted in keys:
            return keys.index(wanted)
    if re.fullmatch(r"[A-Z]{1,3}", heading.strip()) and position(heading.strip()) < len(paths):
        return position(heading.strip())
    return None


def _check_mapping(mapping: Mapping[str, str], paths: Sequence[Path]) -> None:
    seen = ["/".join(texts) for texts, _grouped in paths if texts]
    for field, heading in mapping.items():
        if heading and _mapped_column(heading, paths) is None:
            raise Refused(
                "mapping-heading", field=field, heading=heading, seen=" · ".join(seen[:50])
            )


def _head(paths: Sequence[Path], columns: Mapping[str, int], first: int, last: int) -> Head:
    """Give every column a heading of its own."""
    headings: list[str] = []
    for column, (texts, _grouped) in enumerate(paths):
        heading = "/".join(texts)
        if not heading:
            heading = f"({letter(column)})"
        copies = 1
        unique = heading
        while unique in headings:
            copies += 1
            unique = f"{heading} ({copies})"
        headings.append(unique)
    ordered = {field: columns[field] for field in FIELDS if field in columns}
    levels = {
        column: frozenset(key(text) for text in texts)
        for column, (texts, _grouped) in enumerate(paths)
    }
    return Head(first, last, ordered, tuple(headings), levels)
