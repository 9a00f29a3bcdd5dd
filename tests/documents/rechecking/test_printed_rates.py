"""Percentages and their counts in plain text, as papers of all kinds print them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfcheck.documents.rates import rate, shown
from sfcheck.documents.rechecking.printed_rates import (
    Counts,
    agrees,
    beside,
    computed,
    percentages,
    same,
    within_reach,
)
from sfcheck.documents.rechecking.recount import recount

COUNTS = st.integers(1, 10**6).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@pytest.mark.thorough
@given(COUNTS, st.integers(0, 4))
def test_a_rate_is_rounded_half_up_and_no_other_agrees(
    counts: tuple[int, int], places: int
) -> None:
    known = Counts(*counts)
    text = computed(known, places)
    (printed,) = percentages(text)
    assert printed.text == text
    exact, step = Fraction(100 * counts[0], counts[1]), Fraction(1, 10**places)
    assert -step / 2 <= exact - Fraction(printed.value, 10**places) < step / 2
    assert agrees(printed, known)
    assert not agrees(printed._replace(value=printed.value + 1), known)


@given(COUNTS)
def test_what_the_program_prints_agrees(counts: tuple[int, int]) -> None:
    text = f"{shown(rate(*counts))} of those notified ({counts[0]}/{counts[1]})"
    (printed,) = percentages(text)
    assert beside(text, printed) == Counts(*counts)
    assert agrees(printed, Counts(*counts))


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [
        ("97.28%", 9728, 2),
        ("97 %", 97, 0),
        ("97.3 percent", 973, 1),
        ("百分之九十七点二八", 9728, 2),
        ("百分之十", 10, 0),
        ("百分之二十五", 25, 0),
        ("百分之百", 100, 0),
        ("百分之一百二十", 120, 0),
        ("百分之97.28", 9728, 2),
    ],
)
def test_however_it_is_written(text: str, value: int, decimals: int) -> None:
    assert [(each.value, each.decimals) for each in percentages(f"占{text}。")] == [
        (value, decimals)
    ]


@pytest.mark.parametrize("text", ["提高2个百分点", "第97.3节", "2026-06-01", "97.3", "36/37"])
def test_what_is_no_percentage(text: str) -> None:
    assert not list(percentages(text))


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("97.3% (36/37)", (36, 37)),
        ("36/37,97.3%", (36, 37)),
        ("36/37(97.3%)", (36, 37)),
        ("反馈37项,其中整改36项,占97.3%", (36, 37)),
        ("11,243项中10,882项已整改,占96.8%", (10882, 11243)),
        ("36 out of 37 (97.3%)", (36, 37)),
        ("2026/6/1 97.3%", None),
        ("97.3% 见2026/6", (2026, 6)),
        ("97.3% 50.0% (1/2)", None),
    ],
)
def test_the_counts_beside_it(text: str, counts: tuple[int, int] | None) -> None:
    printed = next(percentages(text))
    assert beside(text, printed) == (counts and Counts(*counts))


def test_counts_in_reach_are_those_of_its_sentence() -> None:
    text = "检查40家。停产10家,占25%。"
    assert within_reach(text, next(percentages(text))) is None
    text = "检查40家,停产10家,占25%。"
    assert within_reach(text, next(percentages(text))) == Counts(10, 40)


def test_a_coarser_print_says_the_same() -> None:
    one, other, third = percentages("97.28% 97.3% 97%")
    assert same(one, other)
    assert same(other, one)
    assert same(other, third)
    assert not same(one, one._replace(value=9678))


def test_rows_alike_but_for_their_numbers_are_told_apart_by_their_names() -> None:
    made = [("", "甲市 | 5 | 50.0%"), ("", "乙市 | 3 | 30.0%"), ("", "丙市 | 2 | 20.0%")]
    paper = [("1", made[2][1]), ("2", "甲市 | 5 | 30.0%"), ("3", "乙市 | 3 | 50.0%")]
    found = recount(paper, made)
    assert [(each.where, each.computed) for each in found.bent] == [("2", "50.0%"), ("3", "30.0%")]


def test_a_twin_line_that_was_bent_into_another_is_found() -> None:
    """Of two tables with a line of the same name one is made to read as the other."""
    made = [("", "not named | 2 | 10.0%"), ("", "not named | 3 | 15.0%")]
    assert not recount(made, made).bent
    bent = recount([("1", made[1][1]), ("2", made[1][1])], made).bent
    assert [each.computed for each in bent] == ["2", "10.0%"]
