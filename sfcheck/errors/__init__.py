"""Every refusal of the program: its code, what it says, what to do next, its exit status.

The rows stand in the TOML files of this package, by subject; `table` has them all. A refusal is
raised as `Refused("code", fact=value, ...)`; the facts fill the braces of both sentences, which
are translated only when shown. Statuses are those of the command line: 2 usage, 3 ledger
unreadable, 4 git, 5 refused by the law.
"""

from collections.abc import Iterable

from sfcheck.errors.refusal import GIT, LAW, UNREADABLE, USAGE, Refusal
from sfcheck.language import _, visible

__all__ = ["GIT", "LAW", "UNREADABLE", "USAGE", "Refusal", "Refused"]

LONGEST = 1000
"""Characters of a fact that are shown."""


class Refused(Exception):  # noqa: N818 - the design's word for it
    """A step, a file or an argument that is not accepted; nothing was changed."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
        self.status = self._row.status
        """The exit status this refusal ends the program with."""
        self.others: tuple[Refused, ...] = ()

    @property
    def _row(self) -> Refusal:
        from sfcheck.errors.table import REFUSALS  # most commands refuse nothing

        return REFUSALS[self.code]

    def along_with(self, others: Iterable["Refused"]) -> "Refused":
        """Return this refusal carrying those of the other records of the same action."""
        self.others = tuple(others)
        return self

    @property
    def message(self) -> str:
        """What is wrong, in the user's language."""
        return self._fill(self._row.message)

    @property
    def remedy(self) -> str:
        """What to do next, in the user's language."""
        return self._fill(self._row.remedy)

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()

    def _fill(self, sentence: str) -> str:
        return _(sentence).format_map({name: _short(fact) for name, fact in self.facts.items()})


def _short(fact: object) -> str:
    """Return a fact as it is shown; one that would bury the message is cut."""
    text = visible(fact)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
