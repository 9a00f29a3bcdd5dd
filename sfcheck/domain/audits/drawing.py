"""A sample that anyone can draw again: from a list, a size and a value that nobody could choose.

A SHA-256 counter stream gives numbers without bias (rejection sampling); the first of a
Fisher-Yates shuffle are drawn. The list is on record before the value is known.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256

_SPACE = 1 << 256


def drawn(frame: Sequence[str], size: int, seed: str) -> tuple[str, ...]:
    """Return `size` entries of `frame` in the order they are drawn; equal input, equal sample.

    Raises ValueError where more are asked for than there are.
    """
    if not 0 <= size <= len(frame):
        raise ValueError(size)
    urn, numbers = list(frame), _numbers(seed)
    for at in range(size):
        chosen = at + _below(len(urn) - at, numbers)
        urn[at], urn[chosen] = urn[chosen], urn[at]
    return tuple(urn[:size])


def _numbers(seed: str) -> Iterator[int]:
    counter = 0
    while True:
        block = sha256(seed.encode() + counter.to_bytes(8, "big"))
        yield int.from_bytes(block.digest(), "big")
        counter += 1


def _below(limit: int, numbers: Iterator[int]) -> int:
    """Return a number below `limit`, each as likely as another."""
    fair = _SPACE - _SPACE % limit
    return next(number for number in numbers if number < fair) % limit
