"""The draw: every sample as likely as another, the same for everybody, none that was chosen."""

from collections import Counter
from itertools import combinations

import pytest

from sfcheck.domain.audits.drawing import drawn

FRAME = ("a", "b", "c", "d", "e")


def test_every_sample_of_a_small_list_is_drawn_as_often() -> None:
    times = 6000
    seen = Counter(frozenset(drawn(FRAME, 2, f"value {n}")) for n in range(times))
    everything = {frozenset(pair) for pair in combinations(FRAME, 2)}
    assert seen.keys() == everything
    expected = times / len(everything)
    chi_square = sum((count - expected) ** 2 / expected for count in seen.values())
    assert chi_square < 27.88  # 9 degrees of freedom, p = 0.001; the seeds are fixed


def test_equal_input_gives_equal_samples_and_this_one_for_ever() -> None:
    assert drawn(FRAME, 3, "2026100") == drawn(FRAME, 3, "2026100")
    assert sorted(drawn(FRAME, 5, "x")) == list(FRAME)
    assert drawn(FRAME, 0, "x") == ()
    assert drawn(FRAME, 3, "sfcheck") == FROZEN


FROZEN = ("b", "e", "d")


def test_more_than_there_are_cannot_be_drawn() -> None:
    with pytest.raises(ValueError, match="6"):
        drawn(FRAME, 6, "x")
