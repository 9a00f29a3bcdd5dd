"""What goes out of a ledger and comes into it."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import BinaryIO

from sfcheck.domain.issues import Issue
from sfcheck.exchange.writing import FORMATS, save
from sfcheck.ledger.queries import Query, select
from sfcheck.ledger.store import Ledger

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

    All or nothing: a record that cannot be read raises `Refused` before anything is put out, as do
    `file-exists` and `cannot-save`.
    """
    numbers: list[str] = []

    def counted() -> Iterator[Issue]:
        for issue in select(ledger, query, today):
            numbers.append(issue.number)
            yield issue

    text = FORMATS[form](counted(), ledger.context, today)
    if isinstance(out, Path):
        save(text, out, force=force)
    else:
        with SpooledTemporaryFile(_IN_MEMORY) as whole:
            whole.writelines(chunk.encode() for chunk in text)
            whole.seek(0)
            shutil.copyfileobj(whole, out)
    return len(numbers)
