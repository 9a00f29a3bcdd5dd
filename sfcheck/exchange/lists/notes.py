"""What is said of a sheet, a row or a cell that was read: one table of notes, one of skipped rows.

A note never stops anything; a warning asks for a look by a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default
from typing import NamedTuple

from sfcheck.language import N_, _, visible


class _Saying(NamedTuple):
    warning: bool
    text: str


_NOTES: dict[str, _Saying] = {
    # -- dates
    "date-missing": _Saying(True, N_("“{heading}” is empty.")),
    "date-unreadable": _Saying(True, N_("“{heading}”: no date can be read from “{value}”.")),
    "date-impossible": _Saying(True, N_("“{heading}”: there is no such day as “{value}”.")),
    "date-ambiguous": _Saying(
        True, N_("“{heading}”: “{value}” may be {first} or {second}; it was not guessed.")
    ),
    "date-several": _Saying(
        True, N_("“{heading}”: “{value}” names several dates; none was taken.")
    ),
    "date-without-year": _Saying(
        True, N_("“{heading}”: “{value}” has no year, and nothing tells it; give --year.")
    ),
    "date-immediate": _Saying(False, N_("“{heading}”: “{value}” is no date; none was set.")),
    "date-year-taken": _Saying(False, N_("“{heading}”: “{value}” was read as {date}.")),
    "date-range": _Saying(False, N_("“{heading}”: of “{value}”, {date} was taken.")),
    "date-number": _Saying(False, N_("“{heading}”: the bare number {value} was read as {date}.")),
    "date-month-end": _Saying(False, N_("“{heading}”: “{value}” was read as {date}.")),
    "done-before-found": _Saying(
        True, N_("Completed on {done}, before it was found on {found}: look at both.")
    ),
    # -- cells in the wrong column
    "moved": _Saying(
        True, N_("“{value}” stands under “{heading}”; it was taken for “{other}”, which is empty.")
    ),
    "misplaced": _Saying(True, N_("“{value}” under “{heading}” does not belong there; left out.")),
    # -- grades and states
    "grade-read": _Saying(False, N_("Grade “{value}” was read as {severity} (1 is major).")),
    "grade-unknown": _Saying(True, N_("Grade “{value}” is not known here; read as general.")),
    "grade-missing": _Saying(True, N_("No grade is given; read as general.")),
    "speaks-of-major": _Saying(
        True, N_("The text speaks of a major hazard (“{value}”), and the grade is general.")
    ),
    "state-unknown": _Saying(True, N_("State “{value}” is not known here; read as open.")),
    "done-without-state": _Saying(
        True, N_("A completion date ({value}) is given, and no state; nothing is claimed.")
    ),
    # -- cells
    "merged": _Saying(False, N_("“{heading}” is merged with row {row}; its value was taken.")),
    "formula": _Saying(
        True,
        N_("“{heading}” is a formula without a stored value; open and save the file in Excel."),
    ),
    "error-value": _Saying(True, N_("“{heading}” holds the error {value}; it was not used.")),
    "long-number": _Saying(
        True, N_("“{heading}”: {value} is stored as a number, its last digits may be lost.")
    ),
    "made-harmless": _Saying(
        False, N_("“{heading}”: control characters were spelt out, such as {value}.")
    ),
    "hidden-row": _Saying(False, N_("The row is hidden in the sheet.")),
    # -- several problems in a cell
    "several": _Saying(
        False, N_("“{heading}” seems to hold {count} problems; --split makes an issue of each.")
    ),
    "split-numbering": _Saying(True, N_("The numbering in “{heading}” is broken; see each part.")),
    "split-unnumbered": _Saying(
        True, N_("Lines without a number follow the last problem in “{heading}”; kept with it.")
    ),
    "split-demand": _Saying(
        False,
        N_("“{heading}” numbers {count} parts for {problems} problems; each got the whole text."),
    ),
    # -- the sheet
    "columns-left-out": _Saying(True, N_("{count} columns beyond {letter} were not read.")),
    "other-sheet": _Saying(False, N_("Sheet “{sheet}” was not read; no head was found in it.")),
    "other-list": _Saying(
        True, N_("Sheet “{sheet}” looks like a list too and was not read; give --sheet for it.")
    ),
    "other-hidden": _Saying(False, N_("Sheet “{sheet}” is hidden and was not read.")),
    "hidden-sheet": _Saying(
        True, N_("Sheet “{sheet}” is hidden; it was read for want of another.")
    ),
    "other-column": _Saying(
        False, N_("“{heading}” was not recognised; its cells are only kept as written.")
    ),
}

_SKIPPED: dict[str, str] = {
    "no-description": N_("no problem is described in it: {text}"),
    "footnote": N_("a note on the sheet, no problem: {text}"),
    "total": N_("a total, no problem: {text}"),
    "signature": N_("a line for signatures, no problem: {text}"),
    "repeated-head": N_("the head of the table again"),
    "column-numbers": N_("the numbers of the columns"),
    "cell-too-long": N_("“{heading}” holds {count} characters; at most {limit} are read"),
}


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
        return _NOTES[self.code].warning

    @property
    def text(self) -> str:
        """The note in the user's language, without the row's number."""
        return _filled(_NOTES[self.code].text, self.facts)


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
