"""What a paper is made of, whether it is read on a terminal, in Markdown or in Word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sfcheck.domain.context import Context


@dataclass(frozen=True)
class Table:
    """One table of a paper; `note` is said below it, and alone where there are no rows."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""


@dataclass(frozen=True)
class Paper:
    """A paper in the user's language: its title, on what it rests, its tables by name."""

    title: str
    basis: str
    tables: Mapping[str, Table]

    def content(self) -> dict[str, Any]:
        """Return what every template is given: `title`, `basis`, `tables` by name."""
        tables = {name: vars(table) for name, table in self.tables.items()}
        return {"title": self.title, "basis": self.basis, "tables": tables}


def called(known: str, context: Context) -> str:
    """Return what a place, body, unit, person or team is called on a paper."""
    team = context.team(known)
    return f"{known} {team.name or ''}".strip() if team else context.name(known)
