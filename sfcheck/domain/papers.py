"""What templates of papers are given: the names of the fields each paper offers, stated once.

`documents` makes contents of these shapes, `checks` tells which names a template misspells. A
`Mapping[str, Any]` is a record or figures as programs get them; what it holds is not listed here.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypedDict


class LineContent(TypedDict):
    """A paragraph of the body: `level` 1 to 3 for headings (一、 （一） 1.), 0 for text."""

    level: int
    text: str


class TableContent(TypedDict):
    """A table; `note` is said below it, and alone where there are no rows."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str


class AnnexContent(TableContent):
    """The table on a sheet of its own; `shape` names its columns' widths in Word."""

    mark: str
    shape: str


class LetterContent(TypedDict):
    """An official letter (公文); what is not decided yet is empty, `annex` None where none is."""

    head: str
    head_size: int
    document: str
    title: str
    to: str
    body: Sequence[LineContent]
    attachment: str
    annex: AnnexContent | None
    issuer: str
    date: str
    copies: str
    imprint_height: int
    printed: str


class IssueLetterContent(LetterContent):
    """A letter about issues, with their records."""

    issues: Sequence[Mapping[str, Any]]


class FieldContent(TypedDict):
    """A line of a form; `text` is empty where nothing is on record."""

    label: str
    text: str


class FormContent(TypedDict):
    """One sheet to be signed by hand; its tables have three columns."""

    title: str
    number: str
    rows: Sequence[FieldContent]
    tables: Sequence[TableContent]
    signatures: Sequence[str]


class FormsContent(TypedDict):
    """Forms, each on a sheet of its own."""

    forms: Sequence[FormContent]


class BulletinContent(LetterContent):
    """A bulletin, with its record and the figures it tells."""

    bulletin: Mapping[str, Any]
    figures: Mapping[str, Any]


class ReferralContent(LetterContent):
    """The letter of a referral, with its record."""

    referral: Mapping[str, Any]


class FittedContent(TableContent):
    """A table of a paper; `columns` are the widths that Word gives it, in millimetres."""

    columns: str


class PaperContent(TypedDict):
    """A paper made of tables: its title, on what it rests, the tables by name."""

    title: str
    basis: str
    tables: Mapping[str, FittedContent]


class ListContent(PaperContent):
    """The list of a handover, with its record."""

    handover: Mapping[str, Any]


class ReportContent(PaperContent):
    """The report of a round, a place or a team, with its figures."""

    figures: Mapping[str, Any]


class VisitContent(PaperContent):
    """A paper of a visit, with its record."""

    visit: Mapping[str, Any]


class DashboardContent(TypedDict):
    """The dashboard: what its panels hold is told in its own template."""

    language: str
    title: str
    basis: str
    keys: Sequence[Mapping[str, Any]]
    panels: Sequence[Mapping[str, Any]]
    behind: Sequence[Mapping[str, Any]]
    headings: Sequence[str]
    issues: Sequence[Mapping[str, Any]]
    words: Mapping[str, Any]


class PaperKind(NamedTuple):
    """A paper: what its templates are given, and whose template it has if none comes for it."""

    fields: type
    base: str = ""


PAPERS: Mapping[str, PaperKind] = {
    "letter": PaperKind(LetterContent),
    "form": PaperKind(FormsContent),
    "feedback": PaperKind(IssueLetterContent, "letter"),
    "extension": PaperKind(IssueLetterContent, "letter"),
    "reminder": PaperKind(IssueLetterContent, "letter"),
    "closing": PaperKind(FormsContent, "form"),
    "bulletin": PaperKind(BulletinContent),
    "referral": PaperKind(ReferralContent, "letter"),
    "handover-list": PaperKind(ListContent),
    "report": PaperKind(ReportContent),
    "score-sheet": PaperKind(PaperContent, "report"),
    "appraisal": PaperKind(LetterContent, "letter"),
    "visit": PaperKind(VisitContent, "report"),
    "record": PaperKind(PaperContent, "report"),
    "dashboard": PaperKind(DashboardContent),
}
"""Every paper by the name of its template without its ending."""
