"""A ledger that is worked with: its folder of records, and the index that is asked about them.

Reading never changes anything. What is written goes through `transaction`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from sfcheck.ledger.files import layout
from sfcheck.ledger.records import Folder


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

        asked = "SELECT number FROM issues WHERE duplicate_of = ? AND status = 'voided'"
        return [found for (found,) in answer(self.root, lambda index: index.all(asked, number))]
