"""What goes out of a ledger and comes into it."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import BinaryIO

from sfcheck.actions.assurance.checking import believe
from sfcheck.documents.paper import Paper, Table
from sfcheck.domain.issues.record import Issue
from sfcheck.exchange.writing import (
    COLUMNS,
    FORMATS,
    SENTENCES,
    Cell,
    encoded,
    headings,
    rows,
    save,
)
from sfcheck.language import _, current, ngettext
from sfcheck.ledger.queries import Query, select
from sfcheck.ledger.store import Ledger

EXCEL = "xlsx"
_IN_MEMORY = 1 << 24


def export(
    ledger: Ledger,
    query: Query,
    today: date,
    form: str,
    out: Path | BinaryIO,
    *,
    force: bool = False,
) -> int:
    """Write the issues that answer `query` in the format `form`; return how many they are.

    All or nothing: a record that cannot be read, or not be believed, raises `Refused` before
    anything is put out, as do `file-exists` and `cannot-save`.
    """
    numbers: list[str] = []

    def counted() -> Iterator[Issue]:
        for issue in select(ledger, query, today):
            numbers.append(issue.number)
            yield issue
        believe(ledger)  # after a record that cannot be read has said so itself

    chunks: Iterable[str | bytes]
    if form == EXCEL:
        chunks = [_workbook(list(rows(counted(), ledger.context, today)), ledger, today)]
    else:
        chunks = FORMATS[form](counted(), ledger.context, today)
    if isinstance(out, Path):
        save(chunks, out, force=force)
    else:
        with SpooledTemporaryFile(_IN_MEMORY) as whole:
            whole.writelines(encoded(chunk) for chunk in chunks)
            whole.seek(0)
            shutil.copyfileobj(whole, out)
    return len(numbers)


def _workbook(listed: Sequence[Sequence[Cell]], ledger: Ledger, today: date) -> bytes:
    from sfcheck.documents.engines.excel import workbook

    basis = ngettext(
        "{count} issue as it stood on {on}.", "{count} issues as they stood on {on}.", len(listed)
    ).format(count=len(listed), on=today)
    wide = [COLUMNS.index(name) for name in SENTENCES]
    note = "" if listed else _("No issue answers that.")
    table = Table(_("List of issues"), headings(), listed, note, wide=wide)
    name = ledger.charter.name
    title = name.zh if current() == "zh" else name.en or name.zh
    return workbook(Paper(title, basis, {"issues": table}))
