"""Reading the canonical form and nothing else: fast, for it is the form that nearly all are in.

Each line is taken apart, and what it says is written again at once by the functions of
`canonical`; where that is not the very same, nothing is told, for a slow and exact look to go on.
Most lines of a record stand in many others too: each is looked at once.
"""

import re
from typing import Any

from sfcheck.ledger.files.canonical import (
    MAX_INDENT,
    WIDTH,
    block,
    flow,
    is_plain,
    is_short,
    key_text,
    number,
    scalar,
)

_QUOTED = r'"(?:[^"\\]|\\.)*"'
_FLAT = rf'[^"\[\]{{}},]+|{_QUOTED}'
_PAIR = re.compile(rf"([^\"\[\]{{}},:]+|{_QUOTED}): ({_FLAT}|\[[^\[\]]*\]|\{{[^{{}}]*\}})(?:, |\Z)")
_ITEM = re.compile(rf"({_FLAT})(?:, |\Z)")
_QUOTED_KEY = re.compile(rf"({_QUOTED}):(?: |\Z)(.*)")
_ESCAPE = re.compile(r"\\(?:x(..)|u(....)|(.))")
_SHORT_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
_WORDS = {"true": True, "false": False, "{}": {}, "[]": []}
_LONGEST = 500
"""Characters of the longest line that is taken apart; no search goes on for longer."""

_Line = tuple[int, str, Any, tuple[bool, str, int] | None]
"""A line: the column of what it says (behind a dash), the key, the value (None: on the lines
below); and of any but a key with its value whether it has a dash, how a block of text begins, and
how many characters the value would have on the line."""

_MOST = 16_384
_known: dict[str, _Line] = {}
_earlier: dict[str, _Line] = {}
"""What was taken apart lately, and before; faster than an `lru_cache`, and forgets as little."""


class _OtherError(ValueError):
    """This is not the canonical form, or not a usual one."""


def skim(text: str) -> dict[str, Any] | None:
    """Return the record of which `canonical.emit` makes `text`; None: it is none, or unusual.

    What is in it is shared with other records: nobody may change it.
    """
    try:
        return _read(text.split("\n")) or None
    except (LookupError, ValueError):
        return None


def _read(lines: list[str]) -> dict[str, Any]:
    """Return the mapping that `lines` are; raises LookupError or ValueError.

    What a line can be added to stands under its depth: a mapping under the column of its keys,
    which is even, a list under that of its dashes plus one.
    """
    whole: dict[str, Any] = {}
    here: Any = whole
    depth, within = 0, {0: here}
    opened: list[tuple[Any, int]] = []
    at, end = 0, len(lines) - 1
    if lines[end]:
        raise _OtherError
    while at < end:
        line = lines[at]
        column, key, value, other = _known.get(line) or _recalled(line)
        at += 1
        if other is None and column == depth and key not in here:
            here[key] = value
            continue
        dash, begins, room = other or (False, "", 0)
        level = column - 1 if dash else column
        if level != depth:
            if level > depth:
                raise _OtherError
            depth, here = level, within[level]
        if begins:
            value, at = _block(begins, lines, at, " " * (column if key else column - 2))
        if not key:
            within[level].append(value)
            continue
        if dash:
            depth, here = column, {}
            within[level].append(here)
            within[column] = here
            opened.append((here, WIDTH - level))
        if key in here:
            raise _OtherError
        if value is None:
            listed = lines[at].startswith("- ", column)
            value = [] if listed else {}
            opened.append((value, room))
            within.pop(column + 1, None)
            depth = column + (1 if listed else 2)
            within[depth] = here[key] = value
            here = value
        else:
            here[key] = value
    if any(flow(node, room) for node, room in opened):
        raise _OtherError
    return whole


def _block(begins: str, lines: list[str], at: int, indent: str) -> tuple[str, int]:
    """Return the text of a block that begins on the line `at`, and the line behind it."""
    first, last, pad = at, len(lines) - 1, f"{indent}  "
    while at < last and (not lines[at] or lines[at].startswith(pad)):
        at += 1
    body = lines[first:at]
    text = "\n".join([line[len(pad) :] for line in body])
    if begins[-1] != "-":
        text += "\n"
    if is_short(text) or block(text, indent) != "\n".join([begins, *body]):
        raise _OtherError
    return text, at


def _recalled(line: str) -> _Line:
    """Return what an earlier look at a line found, or a first one; raises `_OtherError`."""
    global _known, _earlier
    found = _earlier.get(line) or _line(line)
    if len(_known) >= _MOST:
        _known, _earlier = {}, _known
    _known[line] = found
    return found


def _line(line: str) -> _Line:
    """Take a line apart; raises `_OtherError` where it would be written in another way."""
    rest = line.lstrip(" ")
    column = len(line) - len(rest)
    if len(line) > _LONGEST or column % 2 or column > MAX_INDENT:
        raise _OtherError
    dash = rest.startswith("- ")
    if dash:
        rest = rest[2:]
        column += 2
    key, said = ("", rest) if rest[0] in "{[|" else _key(rest)
    head = f"{key_text(key)}:" if key else ""
    if rest != (f"{head} {said}" if key and said else head or said) or not (key or dash):
        raise _OtherError
    room = WIDTH - column - (len(head) or -1)
    found: _Line = column, key, None, (dash, said, room)
    if said and said[0] != "|":
        value = _value(said)
        if _written(value, room) != said:
            raise _OtherError
        found = column, key, value, (dash, "", room) if dash else None
    return found


def _written(value: Any, room: int) -> str:
    """Return what would stand on a line with so much room; nothing where it would not."""
    if type(value) is str:
        if not is_short(value):
            return ""
        return value if is_plain(value) else scalar(value)
    return flow(value, room) if isinstance(value, (dict, list)) else number(value)


def _key(text: str) -> tuple[str, str]:
    """Return the key that stands first, if one does, and the rest."""
    if text[0] == '"':
        found = _QUOTED_KEY.fullmatch(text)
        return (_value(found[1]), found[2]) if found else ("", text)
    key, colon, rest = text.partition(": ")
    if colon:
        return key, rest
    return (key[:-1], "") if key[-1] == ":" else ("", key)


def _value(text: str) -> Any:
    first = text[0]
    if first == '"':
        return _ESCAPE.sub(_escaped, text[1:-1]) if "\\" in text else text[1:-1]
    if first in "{[" and len(text) > 2:
        if first == "[":
            return [_value(item) for item in _ITEM.findall(text[1:-1])]
        pairs = _PAIR.findall(text[1:-1])
        return {key if key[0] != '"' else _value(key): _value(value) for key, value in pairs}
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if text.isdecimal() else text


def _escaped(match: re.Match[str]) -> str:
    short, code = match[3], match[1] or match[2]
    return chr(int(code, 16)) if code else _SHORT_ESCAPES.get(short, short)
