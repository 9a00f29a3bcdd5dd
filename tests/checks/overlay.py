"""Laying a piece of a file over a sound ledger: its keys replace those of the same name.

A piece may begin with a comment that names the file; without one it is of the issue `NUMBER`.
"""

import re
from pathlib import Path

from tests.checks.ledger import PATH

_KEY = re.compile(r"^([A-Za-z_]+):")
_FILE = re.compile(r"^# ([a-z./0-9-]+\.yaml)\n")


def lay(root: Path, piece: str) -> str:
    """Lay `piece` over its file in the ledger at `root`; return the file's path."""
    named = _FILE.match(piece)
    path = named[1] if named else PATH
    piece = piece[named.end() :] if named else piece
    keys = {found[1] for line in piece.splitlines() if (found := _KEY.match(line))}
    kept: list[str] = []
    place = None
    replaced = False
    for line in (root / path).read_text(encoding="utf-8").splitlines(keepends=True):
        if found := _KEY.match(line):
            replaced = found[1] in keys
        if replaced and place is None:
            place = len(kept)
        if not replaced:
            kept.append(line)
    kept.insert(len(kept) if place is None else place, piece.rstrip("\n") + "\n")
    (root / path).write_bytes("".join(kept).encode())
    return path
