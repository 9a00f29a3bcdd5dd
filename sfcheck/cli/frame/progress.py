"""How far long work has come: one line on a terminal, rewritten, and gone when it is over."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sfcheck.language import _

PATIENCE = 1.0
"""Seconds of work before anything is shown."""

PACE = 0.1
"""Seconds between two looks of the line."""


@contextmanager
def progress() -> Iterator[Callable[[int, int], None]]:
    """Give what is told how much is done, and of how much; it shows that where somebody looks."""
    shown = 0
    due = time.monotonic() + PATIENCE

    def told(done: int, total: int) -> None:
        nonlocal shown, due
        now = time.monotonic()
        if now < due or not sys.stderr.isatty():
            return
        due = now + PACE
        line = _("{percent} % ({done} of {total})").format(
            percent=100 * done // max(total, 1), done=done, total=total
        )
        sys.stderr.write(f"\r{line}")
        sys.stderr.flush()
        shown = max(shown, len(line.encode()))

    try:
        yield told
    finally:
        if shown:
            sys.stderr.write(f"\r{' ' * shown}\r")
            sys.stderr.flush()
