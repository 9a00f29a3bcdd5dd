"""A bar for work that takes longer than a second, on a terminal only."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

SOON = 1.0
"""Seconds that pass without a word."""


@contextmanager
def bar(text: str) -> Iterator[Callable[[int, int], None]]:
    """Yield what is to be told how much is done, and of how much; the bar goes when it is over."""
    begun = time.monotonic()
    shown: list[tuple[Progress, TaskID]] = []

    def told(done: int, total: int) -> None:
        if not shown and (time.monotonic() - begun < SOON or not sys.stderr.isatty()):
            return
        if not shown:
            shown.append(_start(text, total))
        progress, task = shown[0]
        progress.update(task, completed=done, total=total)

    try:
        yield told
    finally:
        for progress, _task in shown:
            progress.stop()


def _start(text: str, total: int) -> "tuple[Progress, TaskID]":
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    progress = Progress(
        *columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True
    )
    progress.start()
    return progress, progress.add_task(text, total=total)
