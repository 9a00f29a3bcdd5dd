"""Git's objects as bytes: their ids, trees with files put in, packs. Nothing is read or written.

Git's own formats: `gitformat-pack(5)` and the object headers of `git hash-object`. A ledger of
100,000 records costs only the few trees on the way to what changed, whatever the index holds.
"""

import hashlib
import zlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

FILE, EXECUTABLE, LINK, FOLDER = "100644", "100755", "120000", "40000"
KINDS = {"commit": 1, "tree": 2, "blob": 3}


class TreeEntry(NamedTuple):
    """One line of a tree: git's mode (as `FILE`) and the id of a blob, a tree or a commit."""

    mode: str
    id: str


NOTHING = TreeEntry("", "")
"""Stands where there is no such file, or none any more."""

Tree = Mapping[bytes, TreeEntry]
"""A folder: entries by name, in UTF-8 or whatever bytes somebody once committed."""


class GitObject(NamedTuple):
    """An object to store: its kind (`blob`, `tree`, `commit`) and its content."""

    kind: str
    data: bytes


def object_id(kind: str, data: bytes, algorithm: str = "sha1") -> str:
    """Return the id git gives an object; `algorithm` is the repository's, `sha1` or `sha256`."""
    return hashlib.new(algorithm, b"%s %d\0%s" % (kind.encode(), len(data), data)).hexdigest()


def parse_tree(data: bytes, algorithm: str = "sha1") -> dict[bytes, TreeEntry]:
    """Return the entries of a tree object."""
    size = hashlib.new(algorithm).digest_size
    entries = {}
    start = 0
    while start < len(data):
        space, null = data.index(b" ", start), data.index(b"\0", start)
        mode, name = data[start:space].decode(), data[space + 1 : null]
        start = null + 1 + size
        entries[name] = TreeEntry(mode, data[null + 1 : start].hex())
    return entries


def render_tree(entries: Tree) -> bytes:
    """Return the tree object of `entries`, in git's order: a folder sorts as if it ended in `/`."""

    def place(name: bytes) -> bytes:
        return name + b"/" if entries[name].mode == FOLDER else name

    return b"".join(
        b"%s %s\0%s" % (entries[name].mode.encode(), name, bytes.fromhex(entries[name].id))
        for name in sorted(entries, key=place)
    )


def folders_of(paths: Iterable[str]) -> list[str]:
    """Return every folder above the paths (`""` is the top), a folder before what is in it."""
    found: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return sorted(found)


def plant(
    trees: Mapping[str, Tree], files: Mapping[str, TreeEntry], algorithm: str = "sha1"
) -> tuple[str, list[GitObject]]:
    """Put `files` (path → entry) into a tree; return the new root's id and the trees to store.

    `trees` holds what is there now for each of `folders_of(files)`, empty where there is none. An
    entry without an id takes the file out, and the folders that it leaves empty.
    """
    grown = {folder: dict(trees[folder]) for folder in folders_of(files)}
    for path, entry in files.items():
        folder, _, name = path.rpartition("/")
        if entry.id:
            grown[folder][name.encode()] = entry
        else:
            grown[folder].pop(name.encode(), None)
    made = []
    root = ""
    for folder in reversed(grown):
        above, _, name = folder.rpartition("/")
        if folder and not grown[folder]:
            grown[above].pop(name.encode(), None)
            continue
        data = render_tree(grown[folder])
        root = object_id("tree", data, algorithm)
        made.append(GitObject("tree", data))
        if folder:
            grown[above][name.encode()] = TreeEntry(FOLDER, root)
    return root, made


def pack(objects: Iterable[GitObject], algorithm: str = "sha1") -> bytes:
    """Return a pack of whole objects, as `git unpack-objects` and `git index-pack` take it."""
    parts = [_packed(each) for each in objects]
    body = b"PACK" + (2).to_bytes(4, "big") + len(parts).to_bytes(4, "big") + b"".join(parts)
    return body + hashlib.new(algorithm, body).digest()


def _packed(each: GitObject) -> bytes:
    """Return an object's entry: kind and size in a number of variable length, then deflated."""
    size = len(each.data)
    head = bytearray([KINDS[each.kind] << 4 | size & 15])
    size >>= 4
    while size:
        head[-1] |= 128
        head.append(size & 127)
        size >>= 7
    return bytes(head) + zlib.compress(each.data, 1)
