"""What a check found: one finding says what is wrong, exactly where, and what to do."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

Gravity = Literal["error", "warning"]
"""How grave a finding is: errors end the check with status 1, warnings with 0."""


class Finding(NamedTuple):
    """One thing that does not hold.

    `path` is POSIX, relative to the ledger's folder; `line` and `column` count from 1 in
    characters; `field` is the way to the value, its steps joined by dots; `number` is the issue's.
    `message` and `fix` are in the user's language, each on one line.
    """

    code: str
    severity: Gravity
    path: str
    line: int
    column: int
    field: str | None
    number: str | None
    message: str
    fix: str


class Report(NamedTuple):
    """The findings of one check, in order of place, and how many files were looked at."""

    findings: tuple[Finding, ...]
    files: int

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.severity == "error" for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many findings are warnings."""
        return len(self.findings) - self.errors


def report(findings: Iterable[Finding], files: int) -> Report:
    """Return a report with `findings` put in order: by path, line, column, code."""

    def place(finding: Finding) -> tuple[str, int, int, str]:
        return finding.path, finding.line, finding.column, finding.code

    return Report(tuple(sorted(findings, key=place)), files)
