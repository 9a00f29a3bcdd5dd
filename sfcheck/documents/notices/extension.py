"""The reply that grants more time."""

from collections.abc import Sequence

from sfcheck.documents.notices.kind import NoticeKind, addressed, attached, due_before, issuer
from sfcheck.documents.official.letter import Letter
from sfcheck.documents.official.style import Line, heading, long_date, paragraphs
from sfcheck.documents.paper import Table
from sfcheck.domain.base.records import dump
from sfcheck.domain.base.vocabulary import field_label
from sfcheck.domain.issues.events import Extend
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.world.context import Context
from sfcheck.language import N_, _


def extension(
    granted: Sequence[tuple[Issue, Extend]], context: Context, document: str = ""
) -> Letter:
    """Return the reply that grants more time: from when to when, why, what protects meanwhile."""
    _first, event = granted[0]
    several = len(granted) > 1
    papers = {e.paper.document if e.paper else "" for _issue, e in granted}
    asked = ", ".join(dict.fromkeys(long_date(e.asked_on) for _issue, e in granted))
    lines: list[Line] = [
        *paragraphs(_("On what you asked for on {date} we reply as follows:").format(date=asked))
    ]
    for number, (issue, each) in enumerate(granted, 1):
        before = due_before(issue, each)
        lines += [
            heading(1, number, f"{issue.title} ({issue.number})"),
            *paragraphs(
                _("To be rectified by {due}, before by {before}.").format(
                    due=long_date(each.due), before=long_date(before) or "–"
                )
            ),
            *paragraphs(_("Reason: {text}").format(text=each.reason)),
            *paragraphs(_("Protection in the meantime: {text}").format(text=each.interim)),
            *paragraphs(
                _("Approved by {who}.").format(who=each.approved_by) if each.approved_by else ""
            ),
        ]
    fields = ("number", "title", "unit")
    rows = [[i.number, i.title, i.unit.name, due_before(i, each), each.due] for i, each in granted]
    headings = [*map(field_label, fields), _("Due before"), _("New due date")]
    return Letter(
        title=_("Reply granting more time for rectification"),
        issuer=issuer(event, context),
        document=document or (papers.pop() if len(papers) == 1 else ""),
        to=addressed([str(i.responsible.rectify or i.unit.name) for i, _e in granted], context),
        body=lines,
        attachment=attached() if several else "",
        annex=Table(_("List of issues"), headings, rows) if several else None,
        date=long_date(max(e.day for _issue, e in granted)),
        further={"issues": [dump(issue) for issue, _event in granted]},
    )


LETTER = NoticeKind(N_("The reply that grants more time."), Extend, "extend", extension)
