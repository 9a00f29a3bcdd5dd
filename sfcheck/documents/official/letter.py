"""A letter in the form of official papers (公文, GB/T 9704-2012): what most papers share.

A paper fills a `Letter`; it needs a template of its own only where it is to look different from
other letters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sfcheck.documents.official.style import Line, head_size, imprint_height
from sfcheck.documents.paper import Paper, Table
from sfcheck.domain.papers import AnnexContent, LetterContent
from sfcheck.domain.procedure.record import Proceeding
from sfcheck.language import _

SHAPES: Mapping[str, Sequence[int]] = {
    "2": (44, 112),
    "3": (34, 80, 42),
    "4": (34, 40, 52, 30),
    "4-last": (34, 30, 30, 62),
    "5": (30, 36, 34, 32, 24),
    "5-last": (29, 29, 26, 26, 46),
    "6": (29, 37, 30, 20, 20, 20),
    "6-last": (29, 31, 24, 20, 16, 36),
    "7": (29, 32, 27, 18, 16, 14, 20),
    "8": (29, 31, 24, 14, 12, 10, 13, 23),
}
"""Widths of an annex's columns in millimetres, 156 together, which Word's templates know."""


@dataclass(frozen=True)
class Letter:
    """What a letter says, in the user's language; what is not decided is empty.

    `head` is the red head, the issuing body's name where it is empty; `to` and `copies` are whole
    lines; `further` is what else a paper's own template is given, by name.
    """

    title: str
    issuer: str
    body: Sequence[Line]
    head: str = ""
    document: str = ""
    to: str = ""
    attachment: str = ""
    annex: Table | None = None
    date: str = ""
    copies: str = ""
    printed: str = ""
    further: Mapping[str, Any] = field(default_factory=dict)

    def content(self) -> dict[str, Any]:
        """Return what templates are given: pure data."""
        head = self.head or self.issuer
        given: LetterContent = {
            "head": head,
            "head_size": head_size(head),
            "document": self.document,
            "title": self.title,
            "to": self.to,
            "body": list(self.body),
            "attachment": self.attachment,
            "annex": annex_content(self.annex) if self.annex else None,
            "issuer": self.issuer,
            "date": self.date,
            "copies": self.copies,
            "imprint_height": imprint_height(self.copies),
            "printed": self.printed,
        }
        return {**given, **self.further}

    def paper(self) -> Paper:
        """Return the letter for a terminal."""
        lines = [self.document, self.to, *(line["text"] for line in self.body)]
        ending = [self.attachment, self.issuer, self.date, self.copies]
        basis = "\n".join(filter(None, (*lines, *ending)))
        return Paper(self.title, basis, {"annex": self.annex} if self.annex else {})


def on_terminal(
    given: Mapping[str, Any],
    record: Proceeding,
    states: Mapping[str, str],
    *,
    numbered: bool = False,
) -> Paper:
    """Return the letter of a record for a terminal, with the steps of the record.

    `given` is what its templates are given, `states` what the record is after each step; with
    `numbered`, the rows of the annex are counted.
    """
    lines = [given["document"], given["to"], *(line["text"] for line in given["body"])]
    ending = [given["issuer"], given["date"], given["copies"]]
    steps = [
        [_(states[event.do]), f"{event.at:%Y-%m-%d %H:%M}", event.by] for event in record.events
    ]
    annex = given["annex"]
    headings, rows = annex["headings"], annex["rows"]
    if numbered:
        headings = [_("No."), *headings]
        rows = [[str(n), *row] for n, row in enumerate(rows, 1)]
    tables = {
        "steps": Table(_("Steps"), [_("Step"), _("At"), _("By")], steps),
        "annex": Table(annex["title"], headings, rows, annex["note"]),
    }
    return Paper(given["title"], "\n".join(filter(None, (*lines, *ending))), tables)


def annex_content(table: Table) -> AnnexContent:
    """Return a table as an annex."""
    return {
        "mark": _("Attachment"),
        **table.content(),
        "shape": shape(len(table.headings), table.wide),
    }


def shape(columns: int, wide: Sequence[int] = ()) -> str:
    """Return the shape in which `wide` columns have most room; raises KeyError for no such count.

    The first of those that give the same room.
    """
    fitting = {name: widths for name, widths in SHAPES.items() if len(widths) == columns}
    if not fitting:
        raise KeyError(columns)
    return max(fitting, key=lambda name: sum(fitting[name][at] for at in wide))
