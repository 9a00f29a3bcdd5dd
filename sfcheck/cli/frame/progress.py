"""How far long work has come: a bar on a terminal, gone when it is over."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sfcheck.cli.frame.console import DRAWN, manner

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE = 1.0
"""Seconds of work before anything is shown."""

PACE = 0.1
"""Seconds between two looks of the bar."""


@contextmanager
def progress() -> Iterator[Callable[[int, int], None]]:
    """Give what is told how much is done, and of how much; it shows that where somebody looks."""
    bar: Progress | None = None
    due = time.monotonic() + PATIENCE

    def told(done: int, total: int) -> None:
        nonlocal bar, due
        now = time.monotonic()
        if now < due or manner(sys.stderr) != DRAWN:
            return
        due = now + PACE
        if bar is None:
            from sfcheck.cli.frame import drawn

            bar = drawn.bar(sys.stderr)
            bar.add_task("")
            bar.start()
        bar.update(bar.task_ids[0], completed=done, total=total or None, refresh=True)

    try:
        yield told
    finally:
        if bar:
            bar.stop()
