"""How far a rate seen in a sample may be off: the exact interval of Clopper and Pearson (1934).

C. J. Clopper, E. S. Pearson, “The use of confidence or fiducial limits illustrated in the case of
the binomial”, Biometrika 26 (1934) 404-413. Whole numbers only: every machine finds the same.
"""

from collections.abc import Callable
from math import comb
from typing import NamedTuple

SCALE = 10_000
"""A rate is told in ten-thousandths."""
_FINE = 100 * SCALE


class Interval(NamedTuple):
    """Between which rates the true one lies, in ten-thousandths."""

    lower: int
    upper: int


def clopper_pearson(count: int, size: int, confidence: int = 95) -> Interval:
    """Return the interval for `count` of `size`, at a confidence in per cent.

    Half of the risk lies at each end. Raises ValueError where the numbers make no sense.
    """
    if not (0 <= count <= size and size > 0 and 0 < confidence < 100):
        raise ValueError((count, size, confidence))

    def rare(least: int, most: int, rate: int) -> bool:
        """Whether `least` to `most` of `size` are seen less often than half the risk."""
        seen = sum(
            comb(size, n) * rate**n * (_FINE - rate) ** (size - n) for n in range(least, most + 1)
        )
        return bool(200 * seen < (100 - confidence) * _FINE**size)

    lower = 0 if count == 0 else _turn(lambda rate: not rare(count, size, rate))
    upper = _FINE if count == size else _turn(lambda rate: rare(0, count, rate))
    return Interval(*((rate * SCALE + _FINE // 2) // _FINE for rate in (lower, upper)))


def _turn(holds: Callable[[int], bool]) -> int:
    """Return the least rate at which something holds that holds from there on."""
    low, high = 0, _FINE
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low
