"""The command line, run in this process: arguments in, exit status and both streams out."""

import contextlib
import sys
import warnings
from collections.abc import Callable
from functools import cache, partial
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from click import Command

from sfcheck.language import choose


class Result(NamedTuple):
    """What a command left behind."""

    status: int
    out: str
    err: str


def run(
    *args: object,
    cwd: Path,
    input: str | bytes | None = None,  # noqa: A002 - the word subprocess has for it
    person: str | None = None,
    language: str = "en",
) -> Result:
    """Run `sfcheck ARGS` in `cwd`, as `person` where one is named (`--as`)."""
    choose(language)
    with warnings.catch_warnings():
        # typer 0.25 still imports names that click 8.5 calls deprecated.
        warnings.simplefilter("ignore", DeprecationWarning)
        from sfcheck.cli.frame import main

    given = input.encode() if isinstance(input, str) else input or b""
    out, err = _stream(), _stream()
    words = [*(("--as", person) if person else ()), *map(str, args)]
    with (
        contextlib.chdir(cwd),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        patch.object(sys, "stdin", _stream(given)),
        patch.object(main, "load", partial(_loaded, main.load, language)),
    ):
        status = main.run(words)
    return Result(status, _text(out), _text(err))


@cache
def _loaded(load: Callable[[str], Command], _language: str, name: str) -> Command:
    """Return a command as it was built before in this language: thousands are run here."""
    return load(name)


def _stream(data: bytes = b"") -> TextIOWrapper:
    return TextIOWrapper(BytesIO(data), encoding="utf-8", errors="backslashreplace", newline="")


def _text(stream: TextIOWrapper) -> str:
    stream.flush()
    data = stream.buffer
    assert isinstance(data, BytesIO)
    return data.getvalue().decode()
