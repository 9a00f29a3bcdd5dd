"""A sheet of entries for a registry: one line of headings, one entry a row, cells as displayed."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from sfcheck.errors import Refused
from sfcheck.exchange.lists.cells import BLANK, shown
from sfcheck.exchange.sheets.workbook import open_workbook

HEADINGS = 20
"""Rows among which the line of headings is looked for."""

BODIES: Mapping[str, Sequence[str]] = {
    "id": ("代号", "id"),
    "name": ("单位名称", "名称", "单位", "全称", "name"),
    "short": ("简称", "short"),
    "aliases": ("别名", "其他名称", "曾用名", "aliases"),
    "en": ("英文名", "en"),
    "kind": ("类别", "单位类别", "kind"),
    "place": ("地区", "所在地", "属地", "市县", "place"),
    "superior": ("上级", "上级单位", "superior"),
    "sectors": ("主管行业", "行业领域", "行业", "sectors"),
    "points": ("主管要点", "检查要点", "points"),
    "since": ("启用日期", "起始日期", "since"),
}
"""The fields of a body, and the headings by which they are known."""


def entries(
    path: Path, columns: Mapping[str, Sequence[str]], needed: str
) -> list[tuple[int, dict[str, str]]]:
    """Return the entries of the first sheet that has the column `needed`, by rows as Excel counts.

    Raises `Refused`: `no-register`, and what is wrong with a spreadsheet.
    """
    workbook = open_workbook(path)
    known = {name.casefold(): field for field, names in columns.items() for name in names}
    for sheet in workbook.sheets:
        rows = [[shown(cell).strip() for cell in row] for row in workbook.grid(sheet).rows]
        for at, row in enumerate(rows[:HEADINGS]):
            fields = [known.get("".join(text.split()).casefold()) for text in row]
            if needed in fields:
                found = (_entry(fields, cells) for cells in rows[at + 1 :])
                return [(n, entry) for n, entry in enumerate(found, at + 2) if entry]
    wanted = "; ".join(f"{names[0]} ({field})" for field, names in columns.items())
    raise Refused("no-register", path=path, needed="/".join(columns[needed]), wanted=wanted)


def _entry(fields: Sequence[str | None], cells: Sequence[str]) -> dict[str, str]:
    pairs = zip(fields, cells, strict=False)
    return {field: text for field, text in pairs if field and text.casefold() not in BLANK}
