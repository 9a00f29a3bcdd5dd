"""Tables in plain text: a row is a line, and everything stands in its column."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from sfcheck.cli.frame.columns import table
from sfcheck.language import cells

WORDS = st.text(st.sampled_from("aé中－【]\x1b\n [字"), max_size=60)
GRIDS = st.integers(1, 4).flatmap(
    lambda wide: st.lists(st.lists(WORDS, min_size=wide, max_size=wide), max_size=6)
)


@given(GRIDS)
def test_without_a_terminal_a_row_is_a_line(grid: list[list[str]]) -> None:
    wide = len(grid[0]) if grid else 1
    assert len(list(table(["h"] * wide, grid))) == 2 + len(grid)


def test_columns_of_two_cell_characters_stand_below_each_other() -> None:
    lines = list(table(["a", "b"], [["中文", "x"], ["12345", "x"], ["é", "x"]]))
    assert {cells(line.partition("x")[0]) for line in lines[2:]} == {7}


@given(st.text(st.sampled_from("aZ09中文，。（）！ＡＢ한あ“”·")))
def test_widths_are_those_a_terminal_uses(text: str) -> None:
    assert cells(text) == cell_len(text)
