"""Issue numbers: the check digit finds slips, and what people type is read."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from sfcheck.domain.base.numbers import PATTERN, damm, is_number, make, neighbours, parse
from sfcheck.domain.base.records import NumberText
from sfcheck.errors import Refused
from sfcheck.errors.table import REFUSALS
from tests.support.refusals import explained

DIGITS = st.text("0123456789", min_size=1, max_size=14)
NUMBERS = st.builds(
    make,
    st.integers(2000, 2099),
    st.integers(1, 99999).map("{:03}".format),
    st.integers(1, 10**7),
)
FULL_WIDTH = str.maketrans("0123456789-", "０１２３４５６７８９－")


def slips(number: str) -> list[str]:
    """Return what `number` becomes by one wrong digit or one swap of neighbouring digits."""
    wrong = []
    places = [i for i, ch in enumerate(number) if ch.isdigit()]
    for i in places:
        wrong += [number[:i] + d + number[i + 1 :] for d in "0123456789" if d != number[i]]
    for i, j in pairwise(places):
        swapped = list(number)
        swapped[i], swapped[j] = swapped[j], swapped[i]
        wrong.append("".join(swapped))
    return [slip for slip in wrong if slip != number]


def test_the_published_example():
    """The example that accompanies the algorithm: 572 has the check digit 4."""
    assert damm("572") == "4"
    assert damm("5724") == "0"
    assert damm("") == "0"


@given(DIGITS)
def test_a_check_digit_makes_the_whole_check_out(digits):
    whole = digits + damm(digits)
    assert damm(whole) == "0"
    assert [d for d in "0123456789" if damm(digits + d) == "0"] == [whole[-1]]


@given(DIGITS)
def test_every_wrong_digit_and_every_swap_is_found(digits):
    whole = digits + damm(digits)
    assert all(damm(slip) != "0" for slip in slips(whole))


@given(NUMBERS)
def test_what_is_made_is_read(number):
    assert is_number(number)
    assert str(parse(number)) == number
    assert str(parse(f" {number}\n")) == number
    assert str(parse(number.translate(FULL_WIDTH))) == number
    for dash in "‐‑–—−ー_":
        assert str(parse(number.replace("-", dash))) == number
    assert re.fullmatch(PATTERN, number)


@pytest.mark.parametrize(
    ("year", "book", "sequence", "parts"),
    [
        (2026, "037", 142, ("26", "037", "0142")),
        (26, "037", 142, ("26", "037", "0142")),
        (2000, "001", 1, ("00", "001", "0001")),
        (2026, "12345", 123456, ("26", "12345", "123456")),
    ],
)
def test_the_parts_of_a_number(year, book, sequence, parts):
    assert parse(make(year, book, sequence))[:3] == parts


@given(NUMBERS, st.data())
def test_a_slip_is_refused_and_the_number_suggested(number, data):
    slip = data.draw(st.sampled_from(slips(number)))
    assert not is_number(slip)
    near = list(neighbours(slip))
    assert number in near
    assert all(is_number(other) for other in near)
    assert len(set(near)) == len(near)
    with pytest.raises(Refused) as caught:
        parse(slip)
    assert caught.value.code == "wrong-check-digit"
    assert number in str(caught.value.facts["near"]).split(", ")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "26",
        "260370142",
        "6-037-0142-1",
        "26-37-0142-1",
        "26-037-142-1",
        "26-037-0142-12",
        "26-037-0142-1 x",
        "26-037-0142-1/../x",
        "٢٦-٠٣٧-٠١٤٢-١",
        "二六-037-0142-1",
        "26-037-0142-\x001",
        "-1",
    ],
)
def test_other_shapes_are_no_numbers(text):
    assert not is_number(text)
    with pytest.raises(Refused) as caught:
        parse(text)
    assert caught.value.code == "not-a-number"
    explained(caught.value)


def test_a_wrong_check_digit_is_explained():
    with pytest.raises(Refused) as caught:
        parse("26-037-0142-6")
    assert caught.value.code == "wrong-check-digit"
    explained(caught.value)


def test_the_number_shown_as_an_example_is_one():
    shown = re.search(PATTERN, REFUSALS["not-a-number"].remedy)
    assert shown
    assert is_number(shown.group())


@pytest.mark.parametrize(
    "text", ["２６-０３７-０１４２-１", "26-037-0142-1\n", "٢٦-٠٣٧-٠١٤٢-١", "1"]
)
def test_a_record_keeps_numbers_in_their_exact_form(text):
    with pytest.raises(ValidationError):
        TypeAdapter(NumberText).validate_python(text)
