"""Reading the canonical form at a glance: fast, and worth nothing until it is proven.

Whatever it is given, it takes for a record as `canonical.emit` writes it, without a look for
anything else: of other YAML it makes something wrong, or nothing. So what it says counts only
where `emit` makes the very same bytes of it. Most lines of a record stand in many others too;
each is taken apart once.
"""

import re
from functools import lru_cache
from typing import Any

_QUOTED = r'"(?:[^"\\]|\\.)*"'
_FLAT = rf'[^"\[\]{{}},]+|{_QUOTED}'
_PAIR = re.compile(rf"([^\"\[\]{{}},:]+|{_QUOTED}): ({_FLAT}|\[[^\[\]]*\]|\{{[^{{}}]*\}})(?:, |\Z)")
_ITEM = re.compile(rf"({_FLAT})(?:, |\Z)")
_QUOTED_KEY = re.compile(rf"({_QUOTED}):(?: |\Z)(.*)")
_ESCAPE = re.compile(r"\\(?:x(..)|u(....)|(.))")
_LONGEST = 500
"""Characters of the longest line that is taken apart; no search goes on for longer."""
_SHORT_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
_WORDS = {"true": True, "false": False, "{}": {}, "[]": []}


_Line = tuple[bool, bool, int, str, Any]
"""A line taken apart: whether it is a key and its value and nothing else, whether it has a dash,
the column of what stands behind that, the key, the value."""


def skim(text: str) -> dict[str, Any] | None:
    """Return what `text` holds if it is a record in the canonical form; None, or anything, else.

    What is in it is shared with other records: nobody may change it.
    """
    lines = text.split("\n")
    whole: dict[str, Any] = {}
    mappings = {0: whole}  # by the column of their keys, those that lines can still belong to
    lists: dict[int, list[Any]] = {}
    at, end = 0, len(lines) - 1
    try:
        while at < end:
            plain, dash, column, key, value = _line(lines[at])
            at += 1
            if plain:
                mappings[column][key] = value
                continue
            if dash and key:
                mappings[column] = {}
                lists[column - 2].append(mappings[column])
            if value == "":
                if lines[at].startswith("- ", column):
                    value = lists[column] = []
                else:
                    value = mappings[column + 2] = {}
            elif type(value) is str and value[0] == "|":
                begin, pad = at, " " * (column + 2 if key else column)
                while at < end and (not lines[at] or lines[at].startswith(pad)):
                    at += 1
                told = "\n".join([line[len(pad) :] for line in lines[begin:at]])
                value = told if value[-1] == "-" else f"{told}\n"
            if key:
                mappings[column][key] = value
            else:
                lists[column - 2].append(value)
    except (KeyError, IndexError, ValueError):
        return None
    return whole


@lru_cache(maxsize=8192)
def _line(line: str) -> _Line:
    if len(line) > _LONGEST:
        raise ValueError("too long")
    rest = line.lstrip(" ")
    column = len(line) - len(rest)
    dash = rest.startswith("- ")
    if dash:
        rest = rest[2:]
        column += 2
    key = ""
    if rest[0] not in "{[|":
        key, rest = _key(rest)
    below = not rest or rest[0] == "|"
    return not (dash or below) and key != "", dash, column, key, rest if below else _value(rest)


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
