"""What is shown of long work: only on a terminal, only when it takes long, and gone at the end."""

import io
import os
from collections.abc import Iterator

import pytest

from sfcheck.cli import progress as shown


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Put a real terminal in the place of stderr; give the end that a person looks at."""
    if not hasattr(os, "openpty"):
        pytest.skip("terminals are made by POSIX systems")
    mine, theirs = os.openpty()
    os.set_blocking(mine, False)
    with os.fdopen(theirs, "w", encoding="utf-8") as stream, monkeypatch.context() as patch:
        patch.setattr("sys.stderr", stream)
        yield mine
    os.close(mine)


def work() -> None:
    with shown.progress() as told:
        for done in (25, 50, 100):
            told(done, 100)


def test_long_work_is_counted_on_a_terminal_and_wiped_off(
    terminal: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown, "PATIENCE", 0)
    monkeypatch.setattr(shown, "PACE", 0)
    work()
    steps = os.read(terminal, 1000).decode().split("\r")
    assert steps[1:4] == ["25 % (25 of 100)", "50 % (50 of 100)", "100 % (100 of 100)"]
    assert steps[4].strip() == ""
    assert len(steps[4]) >= len(steps[3])
    assert steps[5:] == [""]


def test_short_work_shows_nothing(terminal: int) -> None:
    work()
    with pytest.raises(BlockingIOError):
        os.read(terminal, 1000)


def test_elsewhere_nothing_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shown, "PATIENCE", 0)
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    work()
    assert stream.getvalue() == ""
