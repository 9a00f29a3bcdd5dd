"""A YAML text as the events of its parser: what every node is, the way to it, its line and column.

ruamel.yaml's parser is slow and keeps places; nothing is built here and no alias is followed, so a
hostile file costs no more than its length.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

MAX_DEPTH = 128
"""Levels of nesting that are followed; ryaml stops at as many."""


class YamlNode(NamedTuple):
    """A node of a YAML file: what it is to its parent, the way to it (keys, indexes), its event."""

    role: str
    """`document`, `value`, `key` or, for a key its mapping had before, `key again`."""
    way: tuple[str | int, ...]
    event: Any

    @property
    def at(self) -> tuple[int, int]:
        """Line and column, from 1."""
        mark = self.event.start_mark
        return mark.line + 1, mark.column + 1


class _Open:
    """A collection the walk is inside of: gives each of its nodes a role and the way to it."""

    def __init__(self, way: tuple[str | int, ...], keyed: bool) -> None:
        self.way = way
        self.keyed = keyed
        self.count = 0
        self.key = ""
        self.keys: set[str] = set()

    def place(self, event: Any) -> YamlNode:
        count = self.count
        self.count += 1
        if not self.keyed:
            return YamlNode("value", (*self.way, count), event)
        if count % 2:
            return YamlNode("value", (*self.way, self.key), event)
        self.key = getattr(event, "value", "")
        role = "key again" if self.key in self.keys else "key"
        self.keys.add(self.key)
        return YamlNode(role, (*self.way, self.key), event)


def walk(text: str) -> Iterator[YamlNode]:
    """Give the nodes of a YAML text in order; aliases are nodes and never followed.

    Raises YAMLError where the text is broken, and what ruamel.yaml lets slip for impossible
    escapes: ValueError or OverflowError.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml import events as kinds

    inside: list[_Open] = []
    for event in YAML(typ="safe", pure=True).parse(text):
        if isinstance(event, kinds.CollectionEndEvent):
            inside.pop()
        elif isinstance(event, kinds.DocumentStartEvent):
            yield YamlNode("document", (), event)
        elif isinstance(event, kinds.NodeEvent):
            node = inside[-1].place(event) if inside else YamlNode("value", (), event)
            yield node
            if isinstance(event, kinds.CollectionStartEvent):
                inside.append(_Open(node.way, isinstance(event, kinds.MappingStartEvent)))
