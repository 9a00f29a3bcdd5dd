"""What a file from outside may cost: measured before the parser that would suffer from it.

A few kilobytes can unpack to gigabytes, nest until a stack ends, or make a search start again at
each character. So packages (Word, Excel, OpenDocument), their XML, brackets and the code of
templates are bounded here, each by one pass over what is there; only then are they taken apart.
"""

import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from io import BytesIO
from typing import Any
from xml.parsers import expat

from sfcheck.language import _

MOST_PARTS = 10_000
"""Parts of a package."""
DEEPEST = 200
"""Elements within one another; Word stops at 256."""
MOST_BRACKETS = 20_000
"""Brackets that open in a YAML file: one in fifty bytes of the largest."""
MOST_CODES = 10_000
"""Pieces of code in a template."""
MOST_ELEMENTS = 50_000
"""Elements of a part of a Word template; ours have 10,000 at the most."""
LONGEST_CODE = 2_000
"""Characters of a piece of code in a Word template."""
PATCHED = 200_000_000
"""Characters that docxtpl may look at: it looks through a part for each piece of code in it."""
STACKED = 30
"""Marks upon one character: more are no writing, and are put in order one by one."""

_ENTRY = b"PK\x01\x02"
_BRACKETS = re.compile(rb"[\[\]{}]")
_OPENING = re.compile(r"\{[{%#]")
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_MARKUP = (b"<", b"\x4c\x6f\xa7\x94")  # in ASCII's family of encodings and in EBCDIC
_OURS_ALONE = re.compile(r"\s*(?:colspan|cellbg|vm|hm)\b")


BROKEN = (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, NotImplementedError)
"""What reading a damaged package raises besides ValueError, KeyError and RuntimeError."""


class TooLargeError(zipfile.BadZipFile):
    """A package would unpack to more than is read."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


def opened(data: bytes, limit: int) -> zipfile.ZipFile:
    """Return a package whose parts together unpack to at most `limit` bytes, each name once.

    Raises BadZipFile, and TooLargeError with the size.
    """
    if data.count(_ENTRY) > MOST_PARTS:
        raise zipfile.BadZipFile(_("it has more than {limit} parts").format(limit=MOST_PARTS))
    archive = zipfile.ZipFile(BytesIO(data))
    names = archive.namelist()
    if len({*names}) < len(names):
        raise zipfile.BadZipFile(_("it has two parts of one name"))
    size = sum(entry.file_size for entry in archive.infolist())
    if size > limit:
        raise TooLargeError(size)
    return archive


def parse(
    data: bytes,
    start: Callable[[str, dict[str, str]], None] = lambda tag, attributes: None,
    end: Callable[[str, str], None] | None = None,
    aside: Callable[[str], None] | None = None,
) -> None:
    """Run XML past the handlers, tag names without prefix; comments and the like go `aside`.

    Raises ExpatError, also for a document type, by which one grows without end, and for more than
    `DEEPEST` elements within one another.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    text: list[str] = []
    depth = 0

    def started(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise expat.ExpatError(_("nested more than {limit} deep").format(limit=DEEPEST))
        text.clear()
        start(tag.rpartition(":")[2], attributes)

    def ended(tag: str) -> None:
        nonlocal depth
        depth -= 1
        if end is not None:
            end(tag.rpartition(":")[2], "".join(text))

    def declared(*_declaration: Any) -> None:
        raise expat.ExpatError(_("it has a document type"))

    parser.StartElementHandler = started
    parser.EndElementHandler = ended
    parser.StartDoctypeDeclHandler = declared
    if end is not None:
        parser.CharacterDataHandler = text.append
    if aside is not None:
        parser.CharacterDataHandler = aside
        parser.CommentHandler = aside
        parser.ProcessingInstructionHandler = lambda target, said: aside(f"{target} {said}")
    parser.Parse(data, True)


def brackets(data: bytes) -> int:
    """Return how many brackets open in a YAML text; parsers look at all of them for each token."""
    return data.count(b"[") + data.count(b"{")


def too_deep(data: bytes, limit: int) -> int | None:
    """Return where a YAML text has more than `limit` brackets within one another; None: nowhere.

    Those in quotes count too, so that nothing need be understood to count them.
    """
    depth = 0
    if brackets(data) <= limit:
        return None
    for found in _BRACKETS.finditer(data):
        depth = depth + 1 if found[0] in b"[{" else max(depth - 1, 0)
        if depth > limit:
            return found.start()
    return None


def check_codes(text: str) -> int:
    """Return how many pieces of code a template has; raises ValueError where they are too many."""
    count = sum(map(text.count, _CLOSING))
    if count > MOST_CODES:
        raise ValueError(_("it has more than {limit} pieces of code").format(limit=MOST_CODES))
    return count


@lru_cache(maxsize=4)
def check_word(data: bytes, limit: int) -> None:
    """Raise BadZipFile, ExpatError or ValueError for a Word template of too much work.

    Every part is looked at, whatever its name: which of them are run is said in others.
    """
    with opened(data, limit) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            if part.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(_MARKUP):
                _check_part(part)


def _check_part(part: bytes) -> None:
    text: list[str] = []
    within: list[str] = []
    elements = count = 0

    def start(_tag: str, attributes: dict[str, str]) -> None:
        nonlocal elements
        elements += 1
        if elements > MOST_ELEMENTS:
            raise ValueError(_("it has more than {limit} elements").format(limit=MOST_ELEMENTS))
        within.extend(attributes.values())

    parse(part, start, aside=text.append)
    for each in ("".join(text), *within):
        check_codes(each)
        for code in _codes(each):
            count += 1
            if _OURS_ALONE.match(code):
                name = code.split()[0]
                raise ValueError(_("“{name}” may not be used in a template").format(name=name))
    if count * len(part) > PATCHED:
        raise ValueError(_("it has too many pieces of code for its length"))


def _codes(text: str) -> Iterator[str]:
    """Yield the pieces of code of a text; raises ValueError for one that does not end."""
    at = 0
    while found := _OPENING.search(text, at):
        start = found.end()
        end = text.find(_CLOSING[found[0]], start, start + LONGEST_CODE)
        if end < 0:
            raise ValueError(_("code in it does not end"))
        yield text[start:end]
        at = end + 2


def normalized(text: str) -> str:
    """Return a text in one form of each character; of marks upon one character `STACKED` stay."""
    return unicodedata.normalize("NFKC", text if text.isascii() else _unstacked(text))


def _unstacked(text: str) -> str:
    run, kept = 0, []
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        if run <= STACKED:
            kept.append(char)
    return "".join(kept)
