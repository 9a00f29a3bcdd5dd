"""What is shown of long work: only on a terminal, only when it takes long, and gone at the end."""

import contextlib
import io
import re
from typing import TextIO

import pytest

from sfcheck.cli.frame import progress as shown
from tests.support.terminal import STYLE, terminal


@pytest.fixture(autouse=True)
def _ordinary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")


def work(stderr: TextIO) -> None:
    with contextlib.redirect_stderr(stderr), shown.progress() as told:
        for done in (25, 50, 100):
            told(done, 100)


def seen_of_work() -> str:
    with terminal() as (stream, sent):
        work(stream)
    return b"".join(sent).decode()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shown, "PATIENCE", 0)
    monkeypatch.setattr(shown, "PACE", 0)


@pytest.mark.usefixtures("impatient")
def test_long_work_is_counted_on_a_terminal_and_wiped_off() -> None:
    seen = seen_of_work()
    steps = re.findall(r"(\d+)% .*?(\d+)/100", STYLE.sub("", seen))
    assert [*dict.fromkeys(steps)] == [("0", "0"), ("25", "25"), ("50", "50"), ("100", "100")]
    assert seen.endswith("\x1b[2K")


@pytest.mark.usefixtures("impatient")
def test_the_cursor_stays_for_whoever_is_killed() -> None:
    assert "\x1b[?25l" not in seen_of_work()


def test_short_work_shows_nothing() -> None:
    assert seen_of_work() == ""


@pytest.mark.usefixtures("impatient")
def test_elsewhere_nothing_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    work(stream)
    assert stream.getvalue() == ""
    monkeypatch.setenv("TERM", "dumb")
    assert seen_of_work() == ""
