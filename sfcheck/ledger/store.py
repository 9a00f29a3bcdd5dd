"""A ledger that is worked with: its folder of records, and the index that is asked about them.

Reading never changes anything. What is written goes through `transaction`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sfcheck.ledger.files import layout
from sfcheck.ledger.records import Folder

if TYPE_CHECKING:
    from sfcheck.ledger.index.keeping import Index


@dataclass(frozen=True)
class Ledger(Folder):
    """A ledger on disk, by its folder."""

    @classmethod
    def find(cls, given: Path | None = None) -> "Ledger":
        """Return the ledger named by `given`, `SFCHECK_LEDGER`, or found by walking up."""
        return cls(layout.find(given))

    def duplicates_of(self, number: str) -> Collection[str]:
        """Return the issues voided as duplicates of `number`."""
        from sfcheck.ledger.index.answers import answer

        return answer(self.root, lambda index: _duplicates(index, number))

    def glimpsed_duplicates_of(self, number: str) -> Collection[str]:
        """Return as many of them as the index has, as it lies."""
        from sfcheck.ledger.index.answers import glance

        return glance(self.root, lambda index: _duplicates(index, number), ())


def _duplicates(index: "Index", number: str) -> Collection[str]:
    asked = "SELECT number FROM issues WHERE duplicate_of = ? AND status = 'voided'"
    return [found for (found,) in index.all(asked, number)]
