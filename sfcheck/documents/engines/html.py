"""HTML from templates, in which data is only ever data.

Whatever a template puts out is escaped, for the text of an element and for an attribute in quotes
alike; what cannot be seen is spelt out, so that no character turns the direction of the text.
"""

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from sfcheck.documents.engines import templating
from sfcheck.language import visible

_ENOUGH = "…"


def inert(value: object) -> str:
    """Return `value` as HTML that reads as its text and nothing else."""
    return escape(visible(value))


def short(value: object, most: int) -> str:
    """Return at most `most` characters of a text, on one line."""
    text = " ".join(str(value)[: 4 * most].split())
    return text if len(text) <= most else text[: most - 1].rstrip() + _ENOUGH


def render(name: str, content: Mapping[str, Any], folders: Sequence[Path]) -> str:
    """Return the page that the template `name` makes of `content`.

    Raises `Refused` as `templating.render`.
    """
    return templating.render(name, content, folders, inert)
