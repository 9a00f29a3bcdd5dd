"""The command line on a terminal: what a person sees, at a width, in a language."""

import contextlib
import os
import re
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TextIO
from unittest.mock import patch

import pytest

from sfcheck.language import choose

STYLE = re.compile(r"\x1b\[[\d;]*m")
"""What only colours."""


class Screen(NamedTuple):
    """What a command left on a terminal: its exit status, and all that was sent there."""

    status: int
    sent: str

    @property
    def text(self) -> str:
        """Return what is seen, without colour."""
        return STYLE.sub("", self.sent).replace("\r\n", "\n")

    @property
    def lines(self) -> list[str]:
        """Return the lines that are seen."""
        return self.text.splitlines()


@contextlib.contextmanager
def terminal() -> Iterator[tuple[TextIO, list[bytes]]]:
    """Yield a stream that is a terminal, and what was sent there, whole when the block has ended.

    Skips the test where there are none (Windows).
    """
    if not hasattr(os, "openpty"):
        pytest.skip("terminals are made by POSIX systems")
    screen, program = os.openpty()
    sent: list[bytes] = []

    def read() -> None:
        with contextlib.suppress(OSError):  # Linux says so when the program has closed its end
            while piece := os.read(screen, 65536):
                sent.append(piece)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        with os.fdopen(program, "w", encoding="utf-8", errors="backslashreplace") as stream:
            yield stream, sent
    finally:
        reader.join()
        os.close(screen)


def look(
    *args: object,
    cwd: Path,
    columns: int = 80,
    language: str = "en",
    **environment: str,
) -> Screen:
    """Run `sfcheck ARGS` in `cwd` on a terminal so wide, and return what is seen."""
    from sfcheck.cli.frame import main

    choose(language)
    there = {"TERM": "xterm-256color", "COLUMNS": str(columns), "LINES": "50", **environment}
    plain = dict.fromkeys(("NO_COLOR", "FORCE_COLOR", "SFCHECK_PLAIN"), "")
    with (
        terminal() as (stream, sent),
        contextlib.chdir(cwd),
        contextlib.redirect_stdout(stream),
        contextlib.redirect_stderr(stream),
        patch.object(sys, "stdin", None),
        patch.dict(os.environ, {**plain, **there}),
    ):
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123
        status = main.run([str(arg) for arg in args])
        sys.stdin.close()
    return Screen(status, b"".join(sent).decode())
