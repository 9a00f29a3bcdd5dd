"""Strict reading of YAML: fast where a file is well, exact about the place where it is not.

ryaml reads records in bulk and is the strictest of the fast parsers, but it drops tags, follows
aliases and is vague about places. So a file that could hold a tag, an alias or a disputed
character is first looked at slowly, event by event, with the parser of ruamel.yaml; so is a file
that ryaml refuses. What passes is one document, a mapping with text keys, each once, without
tags, anchors, aliases, merge keys and directives: every parser sees the same in it.
"""

import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, TypeGuard

import ryaml

from sfcheck.errors import Refused
from sfcheck.ledger.files import outside
from sfcheck.ledger.files.canonical import emit
from sfcheck.ledger.files.walking import MAX_DEPTH, YamlNode, walk

MAX_BYTES = 1 << 20
"""Bytes of the largest file that is read, unless the caller says otherwise."""

MAX_PROBLEMS = 20
"""Problems told of one file; a file with more is broken as a whole."""

# A sign makes a tag, an anchor or an alias only behind a blank or a bracket. Every branch starts
# with a fixed byte, which lets the search skip ahead at the speed of a byte scan.
_SUSPECT = re.compile(
    rb"!(?<![^\s\[{,:?]!)|&(?<![^\s\[{,:?]&)\S|\*(?<![^\s\[{,:?]\*)\S|%(?<![^\n]%)|<<(?=[\"']?\s*:)"
    rb"|\r|\xc2\x85|\xe2\x80[\xa8\xa9]|\xef\xbb\xbf|\xef\xbf[\xbe\xbf]"
)
# What parsers refuse in a file, or disagree whether it ends a line.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_load: Callable[[str], Any] = ryaml.loads  # type: ignore[attr-defined]
# The characters of the scalars that are not text.
_SIMPLE = re.compile(r"[-+.~0-9A-Za-z]*")
_PLACE = re.compile(r" at line (\d+) column (\d+)")


def read(path: Path | str, limit: int = MAX_BYTES) -> bytes:
    """Return the bytes of a regular file of at most `limit` bytes; links are not followed.

    Raises Refused no-such-file, is-a-link, not-a-file, too-big or unreadable-file, all but the
    last before the file is opened.
    """
    try:
        state = os.lstat(path)
        if stat.S_ISLNK(state.st_mode):
            raise _refused("is-a-link", str(path))
        if not stat.S_ISREG(state.st_mode):
            raise _refused("not-a-file", str(path))
        if state.st_size > limit:
            raise _refused("too-big", str(path), size=state.st_size, limit=limit)
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - a hundred thousand times
            return file.read()
    except FileNotFoundError as error:
        raise _refused("no-such-file", str(path)) from error
    except OSError as error:
        raise _refused("unreadable-file", str(path), problem=error.strerror) from error


def parse(data: bytes, path: str, limit: int = MAX_BYTES, *, crlf: bool = False) -> dict[str, Any]:
    """Return the mapping that `data` holds; dates and odd numbers stay text.

    `path` is for the message. `crlf` lets lines end as on Windows, for the files that people edit.
    Raises the first of `problems`.
    """
    if crlf:
        data = data.replace(b"\r\n", b"\n")
    read = glance(data, limit)
    if _is_record(read):
        return read
    for problem in _problems(data, path, limit):
        raise problem
    record: dict[str, Any] = _load(data.decode())
    return record


def glance(data: bytes, limit: int = MAX_BYTES) -> object:
    """Return what `data` holds at first sight, whatever its keys; None where it asks for more."""
    if len(data) > limit or _is_tangled(data) or _SUSPECT.search(data):
        return None
    try:
        return _load(data.decode())
    except ValueError:
        return None


def problems(
    data: bytes, path: str, limit: int = MAX_BYTES, *, crlf: bool = False
) -> list[Refused]:
    """Return what is wrong with `data` as YAML: the first `MAX_PROBLEMS`, in order; [] if nothing.

    Every one has the facts path, line and column, counted from 1 in characters. No alias is ever
    followed. Codes: too-big, not-utf8, has-bom, has-cr, control-character, bad-yaml,
    yaml-too-deep, yaml-brackets, yaml-documents, yaml-directive, yaml-tag, yaml-anchor,
    yaml-merge-key, duplicate-key, bad-key, not-a-mapping.
    """
    if crlf:
        data = data.replace(b"\r\n", b"\n")
    return list(islice(_problems(data, path, limit), MAX_PROBLEMS))


def locate(data: bytes, field: Sequence[str | int]) -> tuple[int, int]:
    """Return line and column, from 1, of the value at `field`, or of what exists on the way to it.

    `("events", 2, "due")` is the value of `due` in the third item of `events`. Never raises: of a
    broken file the readable beginning is searched, and the last resort is its start.
    """
    places = _places(data)
    way = tuple(field)
    known = (places.get(way[:end]) for end in range(len(way), -1, -1))
    return next(filter(None, known), (1, 1))


def is_canonical(data: bytes, record: dict[str, Any]) -> bool:
    """Say whether `data` is the canonical form of `record`."""
    try:
        return emit(record) == data
    except (TypeError, ValueError):
        return False


def first_difference(data: bytes, canonical: bytes) -> tuple[int, int]:
    """Return line and column, from 1, in `data` where it departs from `canonical`."""
    mine, theirs = data.decode(errors="replace"), canonical.decode(errors="replace")
    pairs = enumerate(zip(mine, theirs, strict=False))
    shared = next((at for at, (a, b) in pairs if a != b), min(len(mine), len(theirs)))
    return _position(mine, shared)


def _refused(code: str, path: str, line: int = 1, column: int = 1, **facts: object) -> Refused:
    return Refused(code, path=path, line=line, column=column, **facts)


def _position(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _is_record(value: object) -> TypeGuard[dict[str, Any]]:
    """Say whether `value` is a mapping all of whose keys, at every level, are text."""
    if type(value) is not dict:
        return False
    nodes: list[dict[object, object] | list[object]] = [value]
    for node in nodes:
        values: Sequence[object] | Any = node
        if type(node) is dict:
            if not {*map(type, node)} <= {str}:
                return False
            values = node.values()
        nodes += [inner for inner in values if type(inner) is dict or type(inner) is list]
    return True


def _problems(data: bytes, path: str, limit: int) -> Iterator[Refused]:
    if len(data) > limit:
        yield _refused("too-big", path, size=len(data), limit=limit)
        return
    if _is_tangled(data):
        yield _tangled(data, path)
        return
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        at = _position(before, len(before))
        yield _refused("not-utf8", path, *at, byte=error.start, encoding=_encoding(data))
        return
    if text.startswith("\ufeff"):
        yield _refused("has-bom", path)
        text = text[1:]
    if "\r" in text:
        yield _refused("has-cr", path, *_position(text, text.index("\r")))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    harmless = True
    for match in _CONTROL.finditer(text):
        harmless = False
        code = f"U+{ord(match[0]):04X}"
        yield _refused("control-character", path, *_position(text, match.start()), character=code)
    if not harmless:
        return
    for problem in _event_problems(text, path):
        harmless = False
        yield problem
    # Only now, without aliases, is it safe to let ryaml build the record.
    if harmless:
        yield from _ryaml_problems(text, path)


def _is_tangled(data: bytes) -> bool:
    """Whether a file has more brackets than a parser gets through in reasonable time."""
    most = outside.brackets(data)
    return most > outside.MOST_BRACKETS or (outside.too_deep(data, MAX_DEPTH) is not None)


def _tangled(data: bytes, path: str) -> Refused:
    at = outside.too_deep(data, MAX_DEPTH)
    if at is None:
        facts = {"count": outside.brackets(data), "limit": outside.MOST_BRACKETS}
        return _refused("yaml-brackets", path, **facts)
    before = data[:at].decode(errors="replace")
    return _refused("yaml-too-deep", path, *_position(before, len(before)), limit=MAX_DEPTH)


def _encoding(data: bytes) -> str:
    """Name the encoding that bytes which are not UTF-8 are likely in; empty if none is likely."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    try:
        text = data.decode("gbk")
    except UnicodeDecodeError:
        return ""
    return "GBK" if any("\u4e00" <= char <= "\u9fff" for char in text) else ""


def _ryaml_problems(text: str, path: str) -> Iterator[Refused]:
    try:
        record = _load(text)
    except ValueError as error:
        place = _PLACE.search(str(error))
        at = (int(place[1]), int(place[2])) if place else (1, 1)
        yield _refused("bad-yaml", path, *at, problem=_PLACE.sub("", str(error)))
        return
    if not isinstance(record, dict):
        yield _refused("not-a-mapping", path)


def _event_problems(text: str, path: str) -> Iterator[Refused]:
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    documents = 0
    last = (1, 1)
    try:
        for node in walk(text):
            last = node.at
            documents += node.role == "document"
            if documents > 1:
                yield _refused("yaml-documents", path, *last)
                return
            if len(node.way) > MAX_DEPTH:
                yield _refused("yaml-too-deep", path, *last, limit=MAX_DEPTH)
                return
            for code, fact in _node_problems(node):
                yield _refused(code, path, *last, name=fact)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = (mark.line + 1, mark.column + 1) if mark else last
        yield _refused("bad-yaml", path, *at, problem=error.problem or error.context)
    except YAMLError as error:
        yield _refused("bad-yaml", path, *last, problem=str(error))
    except (ValueError, OverflowError):
        yield _refused("bad-yaml", path, *last, problem="an escape of no character")


def _node_problems(node: YamlNode) -> Iterator[tuple[str, str]]:
    """Give the code of what is wrong with a node alone, and its name: a key, a tag, an anchor."""
    event = node.event
    if node.role == "document":
        if event.version or event.tags:
            yield "yaml-directive", ""
        return
    if event.anchor is not None:
        yield "yaml-anchor", event.anchor
    if getattr(event, "tag", None) is not None:
        yield "yaml-tag", event.tag
    if node.role == "value":
        return
    key = getattr(event, "value", "")
    plain = getattr(event, "implicit", None) == (True, False)
    if plain and key == "<<":
        yield "yaml-merge-key", key
    elif not hasattr(event, "value") or (plain and not _is_text(key)):
        yield "bad-key", key
    if node.role == "key again":
        yield "duplicate-key", key


def _is_text(plain: str) -> bool:
    """Say whether ryaml reads a plain scalar as text."""
    if not _SIMPLE.fullmatch(plain):
        return True
    try:
        return isinstance(_load(f"- {plain}")[0], str)
    except ValueError:
        return False


@lru_cache(maxsize=4)
def _places(data: bytes) -> dict[tuple[str | int, ...], tuple[int, int]]:
    """Return line and column, from 1, of every value; of a broken file as far as it reads."""
    from ruamel.yaml.error import YAMLError

    places: dict[tuple[str | int, ...], tuple[int, int]] = {}
    try:
        for node in [] if _is_tangled(data) else walk(data.decode("utf-8-sig", errors="replace")):
            if len(node.way) > MAX_DEPTH:
                break
            if node.role == "value":
                places.setdefault(node.way, node.at)
    except (YAMLError, ValueError, OverflowError):
        pass
    return places
