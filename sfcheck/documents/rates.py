"""Rates and shares, always computed from counts, in tenths of a percent; of nothing there is none.

Whole numbers throughout: no figure depends on how a machine rounds fractions.
"""

from collections.abc import Sequence

WHOLE = 1000
"""Tenths of a percent in a whole."""
NOTHING = "–"

Tenths = int | None
"""A rate in tenths of a percent, or None where there is nothing to be a part of."""


def rate(count: int, of: int) -> Tenths:
    """Return what part `count` is of `of`, rounded half up."""
    return (2 * WHOLE * count + of) // (2 * of) if of else None


def shares(counts: Sequence[int]) -> list[Tenths]:
    """Return what part each of `counts` is of their sum; together they are exactly 100.0 %.

    By largest remainder (Hamilton): all are rounded down, and what is missing goes, a tenth each,
    to those that lost most; among equals to the first.
    """
    whole = sum(counts)
    if not whole:
        return [None] * len(counts)
    parts = [divmod(WHOLE * count, whole) for count in counts]
    missing = WHOLE - sum(tenths for tenths, _lost in parts)
    most = sorted(range(len(parts)), key=lambda at: -parts[at][1])[:missing]
    return [tenths + (at in most) for at, (tenths, _lost) in enumerate(parts)]


def percent(tenths: Tenths) -> float | None:
    """Return a rate in percent, for programs."""
    return None if tenths is None else tenths / 10


def shown(tenths: Tenths) -> str:
    """Return a rate as it is printed, always with one decimal."""
    return NOTHING if tenths is None else f"{tenths // 10}.{tenths % 10} %"
