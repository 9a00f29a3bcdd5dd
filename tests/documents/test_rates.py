"""Rates are computed from counts, and the parts of a whole are the whole."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfcheck.documents.rates import percent, rate, shares, shown

COUNTS = st.lists(st.integers(0, 5000), min_size=1, max_size=30)


@given(COUNTS)
def test_shares_add_up_and_none_is_off_by_a_tenth(counts: list[int]) -> None:
    whole = sum(counts)
    found = shares(counts)
    if whole == 0:
        assert found == [None] * len(counts)
        return
    assert sum(found) == 1000
    for count, share in zip(counts, found, strict=True):
        assert abs(share - Fraction(1000 * count, whole)) < 1
        assert (share == 0) if count == 0 else True


@given(COUNTS)
def test_a_greater_part_never_has_the_smaller_share(counts: list[int]) -> None:
    pairs = sorted(zip(counts, shares(counts), strict=True))
    if sum(counts):
        assert [share for _count, share in pairs] == sorted(s for _count, s in pairs)


def test_three_equal_parts_are_a_hundred() -> None:
    assert shares([1, 1, 1]) == [334, 333, 333]
    assert shares([2, 1]) == [667, 333]


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_rate_is_the_nearest_tenth(count: int, of: int) -> None:
    exact = Fraction(1000 * count, of)
    assert abs(rate(count, of) - exact) <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("count", "of", "text", "number"),
    [
        (0, 0, "–", None),
        (5, 0, "–", None),
        (0, 7, "0.0 %", 0.0),
        (7, 7, "100.0 %", 100.0),
        (1, 3, "33.3 %", 33.3),
        (2, 3, "66.7 %", 66.7),
        (1, 2000, "0.1 %", 0.1),
        (1, 2001, "0.0 %", 0.0),
        (9728, 10050, "96.8 %", 96.8),
    ],
)
def test_a_rate_is_shown_with_one_decimal(
    count: int, of: int, text: str, number: float | None
) -> None:
    assert shown(rate(count, of)) == text
    assert percent(rate(count, of)) == number
