"""What is shown of long work: only on a terminal, only when it takes long, and gone at the end."""

import contextlib
import io
import os
from collections.abc import Iterator
from typing import NamedTuple, TextIO

import pytest

from sfcheck.cli.frame import progress as shown


class Terminal(NamedTuple):
    """A real terminal: what the program writes to, and the end that a person looks at."""

    stream: TextIO
    screen: int

    def read(self) -> str:
        """Return what was written; what comes through arrives piece by piece."""
        self.stream.write("|")
        self.stream.flush()
        seen = ""
        while not seen.endswith("|"):
            seen += os.read(self.screen, 1000).decode()
        return seen[:-1]


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    if not hasattr(os, "openpty"):
        pytest.skip("terminals are made by POSIX systems")
    screen, program = os.openpty()
    with os.fdopen(program, "w", encoding="utf-8") as stream:
        yield Terminal(stream, screen)
    os.close(screen)


def work(stderr: TextIO) -> None:
    with contextlib.redirect_stderr(stderr), shown.progress() as told:
        for done in (25, 50, 100):
            told(done, 100)


def test_long_work_is_counted_on_a_terminal_and_wiped_off(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown, "PATIENCE", 0)
    monkeypatch.setattr(shown, "PACE", 0)
    work(terminal.stream)
    steps = terminal.read().split("\r")
    assert steps[1:4] == ["25 % (25 of 100)", "50 % (50 of 100)", "100 % (100 of 100)"]
    assert steps[4].strip() == ""
    assert len(steps[4]) >= len(steps[3])
    assert steps[5:] == [""]


def test_short_work_shows_nothing(terminal: Terminal) -> None:
    work(terminal.stream)
    assert terminal.read() == ""


def test_elsewhere_nothing_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shown, "PATIENCE", 0)
    stream = io.StringIO()
    work(stream)
    assert stream.getvalue() == ""
