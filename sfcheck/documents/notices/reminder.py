"""The letter that presses for what is late (催办通知)."""

from collections.abc import Sequence

from sfcheck.documents.notices.kind import NoticeKind, addressed, attached, due_before, issuer
from sfcheck.documents.official.letter import Letter
from sfcheck.documents.official.style import long_date, paragraphs
from sfcheck.documents.paper import Cell, Table
from sfcheck.domain.base.records import dump
from sfcheck.domain.base.vocabulary import field_label
from sfcheck.domain.issues.events import Remind
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.world.context import Context
from sfcheck.language import N_, _, ngettext


def reminder(
    pressed: Sequence[tuple[Issue, Remind]], context: Context, document: str = ""
) -> Letter:
    """Return the letter that presses: what is late, by how many days when it was pressed for."""
    rows: list[list[Cell]] = []
    for issue, event in pressed:
        due = due_before(issue, event)
        late = max((event.day - due).days, 0) if due else None
        rows.append([issue.number, issue.title, issue.unit.name, due, event.day, late])
    day = max(event.day for _issue, event in pressed)
    fields = ("number", "title", "unit", "due")
    headings = [*map(field_label, fields), _("Reminded on"), _("Days overdue")]
    overdue = sum(1 for row in rows if row[-1])
    said = ngettext(
        "On {date}, {count} issue that you are to rectify was open, {overdue} of them overdue.",
        "On {date}, {count} issues that you are to rectify were open, {overdue} of them overdue.",
        len(rows),
    ).format(date=long_date(day), count=len(rows), overdue=overdue)
    texts = dict.fromkeys(event.text for _issue, event in pressed)
    return Letter(
        title=_("Reminder to rectify"),
        issuer=issuer(pressed[0][1], context),
        document=document,
        to=addressed([str(i.responsible.rectify or i.unit.name) for i, _e in pressed], context),
        body=[*paragraphs(said), *(line for text in texts for line in paragraphs(text))],
        attachment=attached(),
        annex=Table(_("List of issues"), headings, rows, late=5),
        date=long_date(day),
        further={"issues": [dump(issue) for issue, _event in pressed]},
    )


LETTER = NoticeKind(N_("The letter that presses for what is late."), Remind, "remind", reminder)
