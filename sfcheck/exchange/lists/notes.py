"""What is said of a sheet, a row or a cell that was read: two tables of `notes.toml`.

A note never stops anything; a warning asks for a look by a person.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as default
from pathlib import Path
from typing import Any

from sfcheck.language import _, visible

_TABLE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_NOTES: Mapping[str, Mapping[str, Any]] = _TABLE["notes"]
_SKIPPED: Mapping[str, str] = _TABLE["skipped"]


def messages() -> Iterator[str]:
    """Yield every text of the tables, for the catalogue."""
    yield from (note["text"] for note in _NOTES.values())
    yield from _SKIPPED.values()


def _filled(text: str, facts: Mapping[str, str]) -> str:
    return _(text).format_map({name: visible(fact) for name, fact in facts.items()})


@dataclass(frozen=True, slots=True)
class RowNote:
    """Something to know about what was read; `field` is the field it is about, or empty."""

    code: str
    field: str = ""
    facts: Mapping[str, str] = default(default_factory=dict)

    @property
    def warning(self) -> bool:
        """Whether a person should look."""
        return bool(_NOTES[self.code]["look"])

    @property
    def text(self) -> str:
        """The note in the user's language, without the row's number."""
        return _filled(_NOTES[self.code]["text"], self.facts)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is no problem, or cannot be read as one; `row` as Excel counts."""

    row: int
    reason: str
    facts: Mapping[str, str] = default(default_factory=dict)

    @property
    def text(self) -> str:
        """The reason in the user's language, without the row's number."""
        return _filled(_SKIPPED[self.reason], self.facts)
