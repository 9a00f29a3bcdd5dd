"""The one canonical form of machine-written records, and the one emitter of it.

The bytes are a function of the content alone, so that `validate` can compare a file with what
would be written, and equal content is an equal blob in git:

- Block style, two spaces deeper for each mapping, the items of a list at its key's own indent,
  keys in the order given, LF, one newline at the end.
- A mapping of scalars, flat lists and flat mappings, or a flat list, is put on one line
  (`{on: 2026-11-03, by: ["0012"]}`) where that line has at most `WIDTH` characters, counted as
  Unicode characters with its indent and its key. Empty ones always are; the top level never is.
- A string is plain where ryaml, ruamel.yaml (YAML 1.2) and PyYAML (1.1) all read it back as that
  string (calendar dates and times excepted: the latter two make objects of them); otherwise in
  double quotes.
- A string of several lines or of more than `WIDTH` characters is a literal block (`|`), never
  folded: folding puts spaces into Chinese. What such a block cannot carry is in double quotes.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

WIDTH = 100
"""Characters a line may have before a one-line mapping or list is opened out."""

MAX_KEY = 512
"""Characters of the longest key, as written; parsers give up a key on one line at 1,024."""

MAX_INDENT = 80
"""Spaces of the deepest indent; the strictest of the parsers stops at 128 levels."""

# Controls, the line breaks that only YAML 1.1 knows, the byte order mark, the two non-characters
# parsers refuse; and the overrides of direction, which make a file look other than it reads.
_BANNED = r"\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\u202a-\u202e\u2066-\u2069"
_UNSEEN = rf"\t\n{_BANNED}"

_LEAP_YEAR = r"(?:2000|(?:19|2[01])(?:0[48]|[2468][048]|[13579][26]))"
_DATE = (
    r"(?:(?:19|2[01])[0-9]{2}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    rf"|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)|{_LEAP_YEAR}-02-29)"
)
_HOUR = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_TIME = rf"T{_HOUR}:[0-5][0-9](?:Z|[+-]{_HOUR})"
# Digits and hyphens (26-037-0142-6) are a number to nobody, but in this one shape a date to some.
_NUMBER = r"(?![0-9]{4}-[0-9]{2}-[0-9]{2}\Z)[0-9]+(?:-[0-9]+)+"
# What starts with a digit needs one character that stands in no number, time or hash.
_NUMBER_LIKE = r"[0-9][0-9A-Fa-fxXoOtTzZ_.:+\- ]*\Z"
_WORD = r"(?i:y|n|yes|no|on|off|true|false|null)\Z"
_FIRST = rf"[^{_UNSEEN} \-?:,\[\]{{}}#&*!|>'\"%@`~=<+.]"
# Inside: no `: ` and no ` #`; nor `:?`, which libyaml and ryaml refuse between brackets.
_INNER = rf"[^{_UNSEEN} :,\[\]{{}}]"
# The look for a blank at the end is said twice: Python 3.11.2 goes wrong behind a possessive one.
_PLAIN = re.compile(
    rf"{_DATE}(?:{_TIME})?|{_NUMBER}"
    rf"|(?!{_NUMBER_LIKE}|{_WORD}|[^\n]* \Z){_FIRST}(?:{_INNER}++|:(?![ ?]|\Z)| ++(?!\#|\Z))*+"
)
_TO_ESCAPE = re.compile(rf'["\\{_UNSEEN}]')
_SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
# No block keeps these: a banned character; a line of spaces only, or whose indent has a tab.
_NO_BLOCK = re.compile(rf"[{_BANNED}]")
_NO_BLOCK_LINE = re.compile(r"\n(?: +(?:\n|\Z)| *\t)")

# Field names of the design that stay bare as keys; no one but PyYAML takes `on` for a truth value.
_BARE_KEYS = frozenset({"n", "on"})


def emit(record: Mapping[str, object]) -> bytes:
    """Return `record` in the canonical form, as UTF-8.

    Values are str, int, bool, list and dict and no subclass of these; the caller leaves out what
    is absent. Raises TypeError for any other type, None included, and ValueError for what no
    reader would give back: lone surrogates, integers beyond 64 bits, keys longer than `MAX_KEY`,
    an indent deeper than `MAX_INDENT`.
    """
    if not record:
        return b"{}\n"
    lines: list[str] = []
    _mapping(record, "", "", lines)
    lines.append("")
    return "\n".join(lines).encode()


def _mapping(mapping: Mapping[str, object], lead: str, indent: str, lines: list[str]) -> None:
    """Write a block mapping; `lead` stands before its first key, `indent` before the others."""
    for key, value in mapping.items():
        if type(value) is str and len(value) <= WIDTH and "\n" not in value:
            lines.append(lead + _pair(key, value))
        else:
            _node(f"{lead}{key_text(key)}:", value, indent, False, lines)
        lead = indent


def _items(items: Iterable[object], lead: str, indent: str, lines: list[str]) -> None:
    """Write a block list; `lead` stands before its first dash, `indent` before the others."""
    for item in items:
        _node(f"{lead}-", item, indent, True, lines)
        lead = indent


def _node(head: str, value: object, indent: str, item: bool, lines: list[str]) -> None:
    """Write `value` after `head`, which is a key with its colon or, for an `item`, a dash."""
    if type(value) is str:
        text = scalar(value) if is_short(value) else block(value, indent)
        lines.append(f"{head} {text}")
    elif type(value) is dict or type(value) is list:
        text = flow(value, WIDTH - len(head))
        if text:
            lines.append(f"{head} {text}")
            return
        if len(indent) > MAX_INDENT:
            raise ValueError("nested too deep for the parsers")
        inner = indent
        if item or type(value) is dict:
            inner += "  "
        lead = f"{head} "
        if not item:
            lines.append(head)
            lead = inner
        if type(value) is dict:
            _mapping(value, lead, inner, lines)
        else:
            _items(value, lead, inner, lines)
    else:
        lines.append(f"{head} {number(value)}")


def flow(node: dict[str, object] | list[object], room: int, inside: bool = False) -> str:
    """Return `node` in flow style; nothing where it does not qualify, or takes all of `room`.

    An empty one qualifies anywhere.
    """
    shown = []
    if not node:
        return "{}" if isinstance(node, dict) else "[]"
    if isinstance(node, dict):
        if _is_long(node, room):
            return ""
        for key, value in node.items():
            if type(value) is str:
                if not is_short(value):
                    return ""
                shown.append(_pair(key, value))
            elif type(value) is dict or type(value) is list:
                inner = "" if inside else flow(value, room, True)
                if not inner:
                    return ""
                shown.append(f"{key_text(key)}: {inner}")
            else:
                shown.append(f"{key_text(key)}: {number(value)}")
        text = f"{{{', '.join(shown)}}}"
    else:
        for value in node:
            if type(value) is str:
                if not is_short(value):
                    return ""
                shown.append(scalar(value))
            elif type(value) is dict or type(value) is list:
                return ""
            else:
                shown.append(number(value))
        text = f"[{', '.join(shown)}]"
    return text if len(text) < room else ""


def _is_long(node: dict[str, object], room: int) -> bool:
    """Say whether `node` in flow style takes all of `room`, as far as its text alone tells."""
    for key, value in node.items():
        room -= len(key) + 4
        if type(value) is str:
            room -= len(value)
        if room <= 0:
            return True
    return False


def is_short(text: str) -> bool:
    """Say whether `text` stays on the line of its key."""
    return len(text) <= WIDTH and "\n" not in text


def number(value: object) -> str:
    """Return a number or a truth value as it is written; raises as `emit` does."""
    if type(value) is bool:
        return "true" if value else "false"
    if type(value) is int:
        if not -(2**63) <= value < 2**64:
            raise ValueError(f"an integer beyond 64 bits: {value}")
        return str(value)
    raise TypeError(f"no canonical form for a {type(value).__name__}: {value!r}")


@lru_cache(maxsize=1024)
def key_text(key: str) -> str:
    """Return a key as it is written, without its colon; raises as `emit` does."""
    if type(key) is not str:
        raise TypeError(f"a key must be text, not a {type(key).__name__}: {key!r}")
    text = key if key in _BARE_KEYS else scalar(key)
    if len(text) > MAX_KEY:
        raise ValueError(f"a key of more than {MAX_KEY} characters: {text[:40]}…")
    return text


@lru_cache(maxsize=8192)
def _pair(key: str, text: str) -> str:
    return f"{key_text(key)}: {scalar(text)}"


@lru_cache(maxsize=4096)
def scalar(text: str) -> str:
    """Return `text` as it is written on one line, plain or in double quotes."""
    return text if is_plain(text) else _quoted(text)


def is_plain(text: str) -> bool:
    """Say whether `text` needs no quotes."""
    return _PLAIN.fullmatch(text) is not None


def _quoted(text: str) -> str:
    return f'"{_TO_ESCAPE.sub(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    code = ord(char)
    return _SHORT_ESCAPES.get(char) or (f"\\x{code:02X}" if code < 256 else f"\\u{code:04X}")


def block(text: str, indent: str) -> str:
    """Return a literal block, its lines two deeper than `indent`; quoted where that loses text."""
    if _NO_BLOCK.search(text) or _NO_BLOCK_LINE.search(f"\n{text}") or not text.strip("\n"):
        return _quoted(text)
    # Without the digit, a parser takes the first line's own spaces for indentation.
    digit = "2" if text.lstrip("\n").startswith(" ") else ""
    chomping = "+" if text.endswith("\n\n") else "" if text.endswith("\n") else "-"
    lines = text.removesuffix("\n").split("\n")
    return "\n".join([f"|{digit}{chomping}", *[line and f"{indent}  {line}" for line in lines]])
