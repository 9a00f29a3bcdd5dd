"""Every refusal of the program: its code, what it says, what to do next, its exit status.

One table. A refusal is raised as `Refused("code", fact=value, ...)`; the facts fill the braces of
both sentences, which are translated only when shown. Statuses are those of the command line:
2 usage, 3 ledger unreadable, 4 git, 5 refused by the law.
"""

from typing import NamedTuple

from sfcheck.language import N_, _, visible

USAGE, UNREADABLE, GIT, LAW = 2, 3, 4, 5


class Refusal(NamedTuple):
    """One row of the table: exit status, the sentence that says what is wrong, the one that helps."""

    status: int
    message: str
    remedy: str


class Refused(Exception):  # noqa: N818 - the design's word for it
    """A step, a file or an argument that is not accepted; nothing was changed."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    @property
    def status(self) -> int:
        """The exit status this refusal ends the program with."""
        return REFUSALS[self.code].status

    @property
    def message(self) -> str:
        """What is wrong, in the user's language."""
        return self._fill(REFUSALS[self.code].message)

    @property
    def remedy(self) -> str:
        """What to do next, in the user's language."""
        return self._fill(REFUSALS[self.code].remedy)

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()

    def _fill(self, sentence: str) -> str:
        return _(sentence).format_map({name: visible(fact) for name, fact in self.facts.items()})


REFUSALS: dict[str, Refusal] = {
    # -- files and records
    "not-utf8": Refusal(
        UNREADABLE,
        N_("{path} is not UTF-8 text (byte {byte})."),
        N_("Save it again as UTF-8; from Excel choose “CSV UTF-8”."),
    ),
}
