"""The interval of Clopper and Pearson is that of the published tables."""

import pytest

from sfcheck.domain.audits.bounds import clopper_pearson


@pytest.mark.parametrize(
    ("count", "size", "lower", "upper"),
    [  # Geigy Scientific Tables, 7th ed. (1970): exact limits of a binomial proportion, 95 %
        (0, 10, 0, 3085),
        (1, 10, 25, 4450),
        (5, 10, 1871, 8129),
        (10, 10, 6915, 10000),
        (5, 20, 866, 4910),
        (3, 30, 211, 2653),
        (1, 50, 5, 1065),
        (0, 100, 0, 362),
        (28, 34, 6547, 9324),  # a national audit office: 28 of 34 closed ones not solved
    ],
)
def test_as_published(count: int, size: int, lower: int, upper: int) -> None:
    assert clopper_pearson(count, size) == (lower, upper)


def test_it_is_a_mirror_and_widens_with_confidence() -> None:
    for size in (1, 7, 40):
        for count in range(size + 1):
            lower, upper = clopper_pearson(count, size)
            other = clopper_pearson(size - count, size)
            assert abs(other.lower - (10_000 - upper)) <= 1
            assert abs(other.upper - (10_000 - lower)) <= 1
            assert lower * size <= 10_000 * count <= upper * size
            wide = clopper_pearson(count, size, 99)
            assert wide.lower <= lower
            assert upper <= wide.upper


@pytest.mark.parametrize("numbers", [(1, 0, 95), (3, 2, 95), (-1, 2, 95), (1, 2, 0), (1, 2, 100)])
def test_what_makes_no_sense_is_refused(numbers: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match=r"\("):
        clopper_pearson(*numbers)
