"""What is seen on a terminal: nothing lost, nothing broken, at any width and in both languages."""

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from sfcheck.cli.frame import drawn
from sfcheck.cli.frame.shapes import Alarm, Bar, Node
from sfcheck.language import visible
from tests.support.amounts import trial
from tests.support.run import run
from tests.support.terminal import STYLE, look, terminal

SAMPLE = Path(__file__).parents[3] / "ledgers" / "sample"
WHO = ("-c", "user.name=N", "-c", "user.email=n@example.org")
WIDTHS = (40, 80, 200)
LINES = str.maketrans("", "", "─├└│╭╮╰╯█▉▊▋▌▍▎▏: \n")
"""What parts one thing from the next and says nothing."""

SCREENS = (
    *("list", "show 26-001-0001-0", "log 26-001-0004-1", "log 640100", "person list"),
    *("person show 0002", "team list 2026-1", "team show 2026-1/T1", "place show 640100"),
    *("report overdue", "report duty", "explain SF201", "list --place nowhere"),
)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, committed in a repository of its own."""
    root = tmp_path_factory.mktemp("terminal") / "ledger"
    shutil.copytree(SAMPLE, root)
    for words in (("init", "-q"), ("add", "."), ("commit", "-qm", "ledger")):
        subprocess.run(["git", "-C", root, *WHO, *words], check=True, timeout=60)
    return root


@pytest.mark.parametrize(
    ("columns", "language"),
    [
        trial(columns, language, always=columns == min(WIDTHS) and language == "zh")
        for columns in WIDTHS
        for language in ("en", "zh")
    ],
)
def test_every_screen_fits_and_says_all_that_plain_text_says(
    ledger: Path, columns: int, language: str
) -> None:
    for line in SCREENS:
        words = line.split()
        seen = look(*words, cwd=ledger, columns=columns, language=language)
        told = run(*words, cwd=ledger, language=language)
        assert seen.status == told.status
        assert max(map(cell_len, seen.lines), default=0) <= columns, line
        assert "\x1b" not in seen.text, line
        said = Counter((told.out + told.err).translate(LINES))
        assert said - Counter(seen.text.translate(LINES)) == Counter(), line


@pytest.mark.thorough
def test_the_width_is_that_of_the_window(ledger: Path) -> None:
    """A process of its own, where nothing names the width but the terminal."""
    with terminal() as (stream, sent):
        import fcntl
        import struct
        import termios

        fcntl.ioctl(stream, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 67, 0, 0))
        environment = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")}
        done = subprocess.run(
            [sys.executable, "-m", "sfcheck", "person", "list"],
            cwd=ledger,
            env={**environment, "TERM": "xterm", "SFCHECK_LANG": "zh"},
            stdin=stream,
            stdout=stream,
            stderr=stream,
            timeout=60,
        )
    assert done.returncode == 0
    lines = STYLE.sub("", b"".join(sent).decode()).splitlines()
    assert max(map(cell_len, lines)) == 67


def test_columns_of_chinese_stand_below_each_other(ledger: Path) -> None:
    lines = look("list", cwd=ledger, columns=200, language="zh").lines
    starts = {cell_len(line[: at.start()]) for line in lines if (at := re.search("2026-0", line))}
    assert len(starts) == 1


def test_an_issue_and_its_life_are_trees(ledger: Path) -> None:
    for words in (("show", "26-001-0001-0"), ("log", "26-001-0001-0")):
        seen = look(*words, cwd=ledger)
        assert any(line.startswith(("├── ", "└── ")) for line in seen.lines)
    assert "│" not in run("show", "26-001-0001-0", cwd=ledger).out


def test_what_is_late_is_red_and_says_so(ledger: Path) -> None:
    seen = look("list", cwd=ledger, columns=200)
    red = re.findall(r"\x1b\[1;31m([^\x1b]+)", seen.sent)
    assert len(red) == 4
    assert all("overdue" in each for each in red)


@pytest.mark.thorough
def test_no_color_takes_every_escape_away_and_nothing_else(ledger: Path) -> None:
    for words in (("list",), ("show", "26-001-0004-1"), ("report", "duty"), ("show", "1")):
        bare = look(*words, cwd=ledger, NO_COLOR="1")
        assert "\x1b" not in bare.sent
        assert bare.text == look(*words, cwd=ledger).text


def test_a_dumb_terminal_gets_the_plain_text(ledger: Path) -> None:
    for words in (("list",), ("show", "26-001-0004-1"), ("report", "duty"), ("show", "1")):
        told = run(*words, cwd=ledger)
        dumb = look(*words, cwd=ledger, columns=40, TERM="dumb")
        assert Counter(dumb.lines) == Counter((told.out + told.err).splitlines())


def test_a_pipe_is_plain_whatever_asks_for_colour(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = run("list", cwd=ledger)
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("COLUMNS", "40")
    assert run("list", cwd=ledger) == told


def test_plain_is_spoken_line_by_line_wherever_it_goes(ledger: Path) -> None:
    for line in SCREENS:
        said = run("--plain", *line.split(), cwd=ledger)
        assert not set(said.out) & set("─├└│╭╮█\x1b"), line
        assert not re.search("^ |   ", said.out, re.MULTILINE), line
        seen = look("--plain", *line.split(), cwd=ledger)
        assert Counter(seen.text) == Counter(said.out + said.err), line
        assert look(*line.split(), cwd=ledger, SFCHECK_PLAIN="1").sent == seen.sent
    listed = run("--plain", "list", cwd=ledger).out.split("\n\n")
    assert len(listed) == 12
    assert listed[3].splitlines()[0] == "Number: 26-001-0004-1"
    assert re.fullmatch(r"Status: rectifying, \d+ days overdue", listed[3].splitlines()[1])


def test_a_refusal_says_what_to_do_below_it(ledger: Path) -> None:
    seen = look("show", "26-001-0001-1", cwd=ledger, columns=40)
    told = run("show", "26-001-0001-1", cwd=ledger)
    assert seen.status == told.status != 0
    assert "".join(seen.text.split()) == "".join(told.err.split())
    assert max(map(cell_len, seen.lines)) <= 40
    assert seen.lines[-1].startswith("  ")


NASTY = st.text(st.sampled_from("aé中－【]，\x1b\u202e\x07\n\t [/b]字:smile"), max_size=60)
GRIDS = st.integers(1, 6).flatmap(
    lambda wide: st.lists(st.lists(NASTY, min_size=wide, max_size=wide), max_size=6)
)


def squeezed(text: str) -> Counter[str]:
    return Counter("".join(STYLE.sub("", text).split()))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(GRIDS, st.integers(20, 120))
def test_whatever_stands_in_a_table_is_seen_as_it_is(
    monkeypatch: pytest.MonkeyPatch, grid: list[list[str]], columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    wide = len(grid[0]) if grid else 1
    pieces = "\n".join(drawn.table(["h"] * wide, grid))
    seen = STYLE.sub("", pieces)
    assert "\x1b" not in seen
    assert max(map(cell_len, seen.splitlines()), default=0) <= columns
    told = squeezed("".join(visible(value) for row in grid for value in row))
    assert told - squeezed(pieces) == Counter()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(NASTY, st.lists(st.tuples(NASTY, NASTY), max_size=4), st.integers(20, 120))
def test_whatever_hangs_from_a_tree_is_seen_as_it_is(
    monkeypatch: pytest.MonkeyPatch, text: str, fields: list[tuple[str, str]], columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    node = Node(text, fields, [Node(text, fields), Node("", fields, [Node(text)])])
    pieces = "\n".join(drawn.tree(node))
    seen = STYLE.sub("", pieces)
    assert "\x1b" not in seen
    assert max(map(cell_len, seen.splitlines()), default=0) <= columns
    told = squeezed(visible(text) * 3 + "".join(visible(a) + visible(b) for a, b in fields) * 3)
    assert told - squeezed(pieces) == Counter()


def test_a_long_table_comes_in_pieces_that_stand_below_each_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    rows = [(n, "中" * (n % 9 + 1), Alarm("late"), Bar(n, 500)) for n in range(500)]
    pieces = [STYLE.sub("", piece) for piece in drawn.table(["n", "title", "state", ""], rows)]
    assert len(pieces) == 3
    lines = "\n".join(pieces).splitlines()
    assert len(lines) == 502
    assert len({cell_len(line.partition("late")[0]) for line in lines[2:]}) == 1


def test_chinese_is_broken_between_characters_and_words_are_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "24")
    text = "甲醇罐区 6 台可燃气体报警器失效，现场无人处置 emergency plan missing"
    lines = STYLE.sub("", "\n".join(drawn.tree(Node(text)))).splitlines()
    assert [line.rstrip() for line in lines] == [
        "甲醇罐区 6 台可燃气体报",
        "警器失效，现场无人处置",
        "emergency plan missing",
    ]
