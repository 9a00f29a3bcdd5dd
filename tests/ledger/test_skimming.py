"""Skimming reads what is written well as the strict way does; all else it may read as it likes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfcheck.ledger import canonical, parsing
from sfcheck.ledger.skimming import skim
from tests.ledger.test_canonical import RECORD, TREE, WRITTEN

SAMPLE = Path(__file__).parents[2] / "ledgers" / "sample"


def test_every_record_of_the_sample_is_read_at_a_glance() -> None:
    records = [*SAMPLE.glob("issues/**/*.yaml"), *SAMPLE.glob("handovers/**/*.yaml")]
    assert records
    for place in records:
        data = place.read_bytes()
        assert skim(data.decode()) == parsing.parse(data, place.name)


def test_all_that_a_record_can_hold_is_read_at_a_glance() -> None:
    assert skim(WRITTEN) == RECORD


@given(st.dictionaries(st.sampled_from(["a", "b 1", "九", "1", "a:b"]), TREE, max_size=4))
def test_whatever_is_written_is_read_without_an_accident(record: dict[str, object]) -> None:
    read = skim(canonical.emit(record).decode())
    assert read is None or isinstance(read, dict)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "- a\n",
        "a\n",
        "a: {" + "{a: " * 100_000 + "\n",
        "a: " + "[" * 400 + "\n",
        "a: {" + "a" * 400_000 + "}\n",
        "a: " + "9" * 400_000 + "\n",
        'a: "\\xzz"\n',
        "a:\n  - b\n",
        "".join(f"{'  ' * deep}a:\n" for deep in range(1000)),
    ],
)
def test_what_is_no_record_is_soon_done_with(text: str) -> None:
    read = skim(text)
    assert read is None or not parsing.is_canonical(text.encode(), read)
