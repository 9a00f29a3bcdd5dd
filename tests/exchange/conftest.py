"""Builders of workbooks; every person, firm and place in these tests is invented."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

BuildSheet = Callable[..., Path]


@pytest.fixture
def build(tmp_path: Path) -> BuildSheet:
    """Return a builder: rows (and merged ranges) of one or more sheets → the path of an .xlsx."""

    def builder(
        rows: Sequence[Sequence[Any]] = (),
        *,
        merged: Sequence[str] = (),
        sheets: dict[str, Sequence[Sequence[Any]]] | None = None,
        hidden: Sequence[str] = (),
        hidden_rows: Sequence[int] = (),
        name: str = "list.xlsx",
    ) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, content in (sheets or {"台账": rows}).items():
            sheet = book.create_sheet(title)
            for row in content:
                sheet.append(list(row))
            for each in merged:
                sheet.merge_cells(each)
            for row in hidden_rows:
                sheet.row_dimensions[row].hidden = True
            if title in hidden:
                sheet.sheet_state = "hidden"
        path = tmp_path / name
        book.save(path)
        return path

    return builder
