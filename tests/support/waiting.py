"""Waiting for what another process does."""

import time
from collections.abc import Callable

TURNS = 60_000
"""How often it is looked, a hundredth of a second apart: a red run does not hang for ever."""


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    for _turn in range(TURNS):
        if holds():
            return
        time.sleep(0.01)
    raise AssertionError(holds)
