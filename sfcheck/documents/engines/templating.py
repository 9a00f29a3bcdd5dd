"""Text from templates, which may be an office's own: they can do nothing but put out what is given.

They run in a sandbox (`sandbox.py`), a name they misspell is an error, and what a value becomes
where it is put out is not theirs to say.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from traceback import walk_tb
from typing import Any

from sfcheck.errors import Refused
from sfcheck.ledger.files import outside, parsing

TEMPLATE_LIMIT = 1 << 20
"""Bytes of the largest template read."""


def render(
    name: str, content: Mapping[str, Any], folders: Sequence[Path], inert: Callable[[object], str]
) -> str:
    """Return the text that the template `name` makes of `content`, each value through `inert`.

    The first of `folders` that has a file of that name gives it. Raises `Refused`: `bad-template`
    with its line, `no-template`, and what is wrong with the file.
    """
    from jinja2 import TemplateError, TemplateNotFound
    from jinja2.loaders import FunctionLoader

    from sfcheck.documents.engines.sandbox import FAULTS, Sandbox

    environment = Sandbox(
        inert,
        loader=FunctionLoader(_finder(folders)),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    try:
        return environment.get_template(name).render(content)
    except TemplateNotFound as error:
        raise Refused("no-template", name=error.name or name) from error
    except (TemplateError, *FAULTS) as error:
        raise _bad(error, folders) from error


def _finder(folders: Sequence[Path]) -> Callable[[str], tuple[str, str, Callable[[], bool]] | None]:
    def find(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        if Path(name).name != name:
            return None
        for folder in folders:
            path = folder / name
            if path.is_file():
                return _text(path), str(path), lambda: True
        return None

    return find


def _text(path: Path) -> str:
    data = parsing.read(path, TEMPLATE_LIMIT)
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        outside.check_codes(text)
    except UnicodeDecodeError as error:
        raise Refused("not-utf8", path=path, byte=error.start) from error
    except ValueError as error:
        raise Refused("bad-template", path=path, line=1, problem=error) from error
    return text


def _bad(error: Exception, folders: Sequence[Path]) -> Refused:
    """Return the refusal of a template, with the file and line where it went wrong."""
    path, line = getattr(error, "filename", None), getattr(error, "lineno", None)
    for frame, number in walk_tb(error.__traceback__):
        if Path(frame.f_code.co_filename).parent in folders:
            path, line = frame.f_code.co_filename, number
    return Refused("bad-template", path=path or "–", line=line or 1, problem=error)
