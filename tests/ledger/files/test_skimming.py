"""Skimming tells nothing of a text but the record of which that very text is made."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfcheck.ledger.files import canonical, parsing
from sfcheck.ledger.files.skimming import skim
from tests.ledger.files.test_canonical import KEY, RECORD, TREE, WRITTEN

SAMPLE = Path(__file__).parents[3] / "ledgers" / "sample"
RECORDS = [*SAMPLE.glob("issues/**/*.yaml"), *SAMPLE.glob("handovers/**/*.yaml")]
LINES = sorted({line for place in RECORDS for line in place.read_text("utf-8").split("\n")})
SIGNS = [*'\n :-{}[],"|#+\\0a虚', "  ", "- ", ": ", "\\n", "true", "{}", "\\u0041", "\r", "\x85"]


def only_what_it_is(text: str) -> None:
    read = skim(text)
    # repr: True is not 1 here, and the order of keys counts.
    assert read is None or canonical.emit(read) == text.encode()
    assert read is None or repr(read) == repr(parsing.parse(text.encode(), "text"))


def test_every_record_of_the_sample_is_read() -> None:
    assert RECORDS
    for place in RECORDS:
        data = place.read_bytes()
        assert skim(data.decode()) == parsing.parse(data, place.name)
    assert skim(WRITTEN) == RECORD


@pytest.mark.thorough
@given(st.dictionaries(KEY, TREE, max_size=4))
def test_whatever_is_written_is_read_as_what_it_is_or_not_at_all(record: dict[str, object]) -> None:
    only_what_it_is(canonical.emit(record).decode())


@given(
    text=st.sampled_from([WRITTEN, *(place.read_text("utf-8") for place in RECORDS[:8])]),
    changes=st.lists(
        st.tuples(st.integers(0, 3000), st.integers(0, 3), st.sampled_from(SIGNS)), max_size=2
    ),
)
def test_what_is_changed_by_hand_is_told_only_where_it_is_in_form(
    text: str, changes: list[tuple[int, int, str]]
) -> None:
    for at, gone, sign in changes:
        text = text[: at % len(text)] + sign + text[at % len(text) + gone :]
    only_what_it_is(text)


@given(st.lists(st.tuples(st.sampled_from(LINES), st.sampled_from(["", "  ", "- "])), max_size=6))
def test_lines_of_records_in_any_order_are_told_only_where_they_are_in_form(
    lines: list[tuple[str, str]],
) -> None:
    only_what_it_is("".join(f"{before}{line}\n" for line, before in lines))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "- a\n",
        "a\n",
        "a: b",
        "a: {" + "{a: " * 100_000 + "\n",
        "a: " + "[" * 400 + "\n",
        "a: {" + "a" * 400_000 + "}\n",
        "a: " + "9" * 400_000 + "\n",
        'a: "\\xzz"\n',
        "a:\n  - b\n",
        "a:\n  b: c\nd: e\n  f: g\n",
        "a: b\na: b\n",
        "".join(f"{'  ' * deep}a:\n" for deep in range(1000)),
    ],
)
def test_of_what_is_no_record_nothing_is_told_soon(text: str) -> None:
    assert skim(text) is None
