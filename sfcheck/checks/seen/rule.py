"""What a rule is: a function that yields flaws, with a code, and a docstring that explains it.

The docstring of a rule reads:

    What holds, in one sentence.

    Why: what goes wrong where it does not hold.
    Bad: an example in words, or indented below the line a piece of a file.
    Good: the same, as it should be.
    Fix: what to do.

A piece of a file may begin with a comment that names the file; without one it is of an issue.
"""

import inspect
import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import cache
from textwrap import dedent
from typing import NamedTuple

from sfcheck.domain.base.findings import Gravity
from sfcheck.domain.base.misfits import Way


class RuleScope(StrEnum):
    """What a rule looks at, and so when it is asked: its arguments stand behind each."""

    TEXT = "text"
    """A file that could not be read as YAML: (File)."""
    SHAPE = "shape"
    """A file that does not fit its model: (File)."""
    RECORD = "record"
    """A record of whatever kind: (File)."""
    ISSUE = "issue"
    """An issue and what it points at: (Life, View)."""
    LIFE = "life"
    """An issue of which its events make something else, or nothing: (Life, View)."""
    LEDGER = "ledger"
    """The ledger as a whole: (View)."""


class Flaw(NamedTuple):
    """What a rule yields: what does not hold, and where.

    `way` leads to the value in the file at hand, or at `path`; `at` (line, column) is given where
    it is known already; `field` where it is not the way. `fix` replaces the rule's own.
    """

    message: str
    way: Way = ()
    field: str | None = None
    path: str | None = None
    at: tuple[int, int] | None = None
    fix: str | None = None


class Example(NamedTuple):
    """An example of a rule: a piece of a file, or (`prose`) a sentence to be translated."""

    text: str
    prose: bool


class Explanation(NamedTuple):
    """The sections of a rule's docstring, in English; `summary`, `why`, `fix` are msgids."""

    summary: str
    why: str
    bad: Example
    good: Example
    fix: str


class CheckRule(NamedTuple):
    """One thing that must hold."""

    code: str
    scope: RuleScope
    check: Callable[..., Iterator[Flaw]]
    severity: Gravity


_SECTION = re.compile(r"^(Why|Bad|Good|Fix):", re.MULTILINE)


def rule(
    code: str, scope: RuleScope, severity: Gravity = "error"
) -> Callable[[Callable[..., Iterator[Flaw]]], CheckRule]:
    """Make a function the rule called `code`, asked wherever its `scope` occurs."""

    def made(check: Callable[..., Iterator[Flaw]]) -> CheckRule:
        return CheckRule(code, scope, check, severity)

    return made


@cache
def explained(rule: CheckRule) -> Explanation:
    """Return what a rule's docstring says; a section that is not there is empty."""
    summary, *rest = _SECTION.split(inspect.getdoc(rule.check) or "")
    sections = dict(zip(rest[::2], rest[1::2], strict=True))
    return Explanation(
        summary=_flowing(summary),
        why=_flowing(sections.get("Why", "")),
        bad=_example(sections.get("Bad", "")),
        good=_example(sections.get("Good", "")),
        fix=_flowing(sections.get("Fix", "")),
    )


def _flowing(text: str) -> str:
    return " ".join(text.split())


def _example(text: str) -> Example:
    if text.startswith("\n"):
        return Example(dedent(text).strip("\n"), prose=False)
    return Example(_flowing(text), prose=True)
