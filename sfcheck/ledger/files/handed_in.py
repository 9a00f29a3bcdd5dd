"""Files that people hand in: YAML or JSON as any editor saves it, on any system.

They are no part of the ledger: what is wrong with one is a matter of usage (exit status 2).
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sfcheck.errors import UNREADABLE, USAGE, Refused
from sfcheck.ledger.files import parsing

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_JSON = re.compile(rb"\s*(?:\[|\{\s*[\"}])")


@contextmanager
def blamed_on_the_file() -> Iterator[None]:
    """Within, a file that cannot be read says nothing about the ledger: exit status 2, not 3."""
    try:
        yield
    except Refused as refusal:
        if refusal.status == UNREADABLE:
            refusal.status = USAGE
        raise


def read(path: Path, limit: int) -> bytes:
    """Return the bytes of a file of at most `limit` bytes; raises `Refused` as `parsing.read`."""
    with blamed_on_the_file():
        return parsing.read(path, limit)


def parse(data: bytes, path: str, limit: int) -> Any:
    """Return what YAML or JSON says; what begins with `[` or `{"` is JSON.

    A byte order mark and the line ends of Windows are taken. Raises `Refused`: `bad-json`,
    `json-key-again`, and for YAML (always a mapping) the first of `parsing.problems`.
    """
    plain = data.removeprefix(_BYTE_ORDER_MARK)
    with blamed_on_the_file():
        if _JSON.match(plain):
            return _json(plain, path)
        return parsing.parse(plain, path, limit, crlf=True)


def _json(data: bytes, path: str) -> Any:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        table = dict(pairs)
        if len(table) < len(pairs):
            again = next(key for key, many in Counter(k for k, _v in pairs).items() if many > 1)
            raise Refused("json-key-again", path=path, name=again)
        return table

    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=unique)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refused("not-utf8", path=path, line=line, byte=error.start) from error
    except (ValueError, RecursionError) as error:
        raise Refused("bad-json", field=path, problem=error) from error
