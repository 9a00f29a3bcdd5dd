"""Editing the files that people edit too, keeping their comments, quotes and order.

One round trip of ruamel.yaml for the one file that is changed; what is only read goes through
`parsing`. The house style puts the items of a list at the indent of their key; a file in another
style says the same after its first edit, in this one.
"""

import re
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from sfcheck.errors import Refused
from sfcheck.ledger.files import canonical, parsing

if TYPE_CHECKING:
    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedMap
    from ruamel.yaml.tokens import CommentToken

# The scalars that are no text, as ryaml has it: dates, `012` and `1_000` are text.
_NOT_TEXT = (
    ("null", "~nN", r"~|null|Null|NULL"),
    ("bool", "tTfF", r"true|True|TRUE|false|False|FALSE"),
    ("int", "-+0123456789", r"[-+]?(?:0|[1-9][0-9]*|0x[0-9a-fA-F]+|0o[0-7]+|0b[01]+)"),
    ("float", "-+.0123456789", r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,2})?"),
    ("float", "-+0123456789", r"[-+]?[0-9]+[eE][-+]?[0-9]{1,2}"),
    ("float", "-+.", r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"),
)
# Where ruamel.yaml keeps an entry's comments: behind a list's, before it, behind a mapping's value.
_BEHIND_ITEM, _BEFORE, _BEHIND_VALUE = 0, 1, 2


def edit(data: bytes, path: str, limit: int = parsing.MAX_BYTES) -> "CommentedMap":
    """Return the tree of a file, to be changed as a dict is and given to `render`.

    Dates are text in it, as everywhere. A comment belongs to what comes after it, so that an entry
    added at the end of a block stands with its kind. New values come from `fresh`.
    Raises the first of `parsing.problems` (but lines may end as on Windows), and Refused
    not-editable for the rare file, such as a list in a list, whose comments ruamel.yaml drops.
    """
    for problem in parsing.problems(data, path, limit, crlf=True):
        raise problem
    data = data.replace(b"\r\n", b"\n")
    tree: CommentedMap = _yaml().load(data)
    if tail := _settle(tree, []):
        tree.ca.end = tail
        tree.ca.comment = tree.ca.comment or [None, None]
    try:
        kept = render(tree).count(b"#") == data.count(b"#")
    except ValueError:
        kept = False
    if not kept:
        raise Refused("not-editable", path=path, line=1, column=1)
    return tree


def render(tree: "CommentedMap") -> bytes:
    """Return the file that `tree` stands for, with LF; the same bytes where nothing was changed.

    What was written is read again. Raises ValueError where that is something else: a value that
    did not come from `fresh`, or one of ruamel.yaml's odd places between comments.
    """
    from ruamel.yaml.error import YAMLError

    out = BytesIO()
    _yaml().dump(tree, out)
    try:
        same = _yaml().load(out.getvalue()) == tree
    except YAMLError:
        same = False
    if not same:
        raise ValueError("the tree does not come back from its own text")
    return out.getvalue()


def fresh(value: object) -> Any:
    """Return plain data as a new part of a tree, in the look of `canonical`: "0012" is quoted.

    Raises TypeError and ValueError as `canonical.emit`.
    """
    return _yaml().load(canonical.emit({"": value}))[""]


def _yaml() -> "YAML":
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.Resolver = _resolver()
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=2, offset=0)
    return yaml


@cache
def _resolver() -> type:
    from ruamel.yaml.resolver import VersionedResolver

    table: dict[str, list[tuple[str, re.Pattern[str]]]] = {
        "": [("tag:yaml.org,2002:null", re.compile(""))]
    }
    for kind, firsts, pattern in _NOT_TEXT:
        for first in firsts:
            row = (f"tag:yaml.org,2002:{kind}", re.compile(rf"(?:{pattern})\Z"))
            table.setdefault(first, []).append(row)
    return type("Resolver", (VersionedResolver,), {"versioned_resolver": table})


def _settle(node: Any, comments: "list[CommentToken]") -> "list[CommentToken]":
    """Give `comments` to the first entry of `node`, those behind each leaf to the next entry.

    ruamel.yaml hangs them on the leaf before, where they come between it and what is added.
    Returns those behind the last leaf.
    """
    from ruamel.yaml.comments import CommentedBase

    keyed = isinstance(node, Mapping)
    for key in list(node) if keyed else range(len(node)):
        if comments:
            slots = node.ca.items.setdefault(key, [None, None, None, None])
            slots[_BEFORE] = comments + (slots[_BEFORE] or [])
        child = node[key]
        if isinstance(child, CommentedBase) and child and not child.fa.flow_style():
            comments = _settle(child, [])
        else:
            comments = _cut(node, key, _BEHIND_VALUE if keyed else _BEHIND_ITEM)
    comments += node.ca.end
    node.ca.end = []
    return comments


def _cut(node: Any, key: Any, slot: int) -> "list[CommentToken]":
    """Take off a leaf the comments and blank lines below its own line, and return them."""
    from ruamel.yaml.error import CommentMark
    from ruamel.yaml.scalarstring import LiteralScalarString
    from ruamel.yaml.tokens import CommentToken

    slots = node.ca.items.get(key)
    if not slots or not slots[slot]:
        return []
    token = slots[slot]
    behind, below = "", " " * token.start_mark.column + token.value
    if not isinstance(node[key], LiteralScalarString):
        behind, _, below = token.value.partition("\n")
    if behind:
        token.value = f"{behind}\n"
    else:
        slots[slot] = None
    lines = ((line, line.lstrip(" ")) for line in below.splitlines(keepends=True))
    return [CommentToken(text, CommentMark(len(line) - len(text))) for line, text in lines]
