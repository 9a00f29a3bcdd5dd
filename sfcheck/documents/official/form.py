"""Forms on one sheet, to be signed by hand: what stands on record is filled in, the rest is blank.

Nothing is ever signed or sealed by the program.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sfcheck.documents.paper import Paper, Table
from sfcheck.domain.papers import FormContent, FormsContent
from sfcheck.language import _


@dataclass(frozen=True)
class Form:
    """One sheet: pairs of label and text, `tables` of three columns, and who is to sign."""

    title: str
    number: str
    rows: Sequence[tuple[str, str]]
    tables: Sequence[Table]
    signatures: Sequence[str]

    def content(self) -> FormContent:
        """Return what templates are given: pure data."""
        return {
            "title": self.title,
            "number": self.number,
            "rows": [{"label": name, "text": text.strip()} for name, text in self.rows],
            "tables": [each.content() for each in self.tables],
            "signatures": list(self.signatures),
        }

    def paper(self) -> Paper:
        """Return the form for a terminal."""
        facts = Table(self.number, [_("Entry"), _("Value")], [[*row] for row in self.rows])
        tables = {str(n): each for n, each in enumerate([facts, *self.tables])}
        return Paper(self.title, "", tables)


def content(forms: Sequence[Form]) -> dict[str, Any]:
    """Return what a template is given: every form, each on a sheet of its own."""
    given: FormsContent = {"forms": [each.content() for each in forms]}
    return {**given}
