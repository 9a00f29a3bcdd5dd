"""The paper of a notice (反馈意见): what was found, what is demanded, how to object."""

from collections.abc import Iterator, Sequence

from sfcheck.documents.notices.kind import NoticeKind, addressed, attached, issuer
from sfcheck.documents.official.letter import Letter
from sfcheck.documents.official.style import Line, heading, long_date, numbered, paragraphs
from sfcheck.documents.paper import Cell, Table
from sfcheck.domain.base.records import dump
from sfcheck.domain.base.vocabulary import Severity, field_label, label
from sfcheck.domain.issues.events import Notify
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.issues.wording import phrase
from sfcheck.domain.world.context import Context
from sfcheck.language import N_, _, ngettext


def feedback(notices: Sequence[tuple[Issue, Notify]], context: Context, document: str) -> Letter:
    """Return the paper of one notice: what was found, what is demanded, how to object."""
    (_first, event), several = notices[0], len(notices) > 1
    units = list(dict.fromkeys(issue.unit.name for issue, _notice in notices))
    title = _("Feedback on what the inspection found at {unit}").format(unit=units[0])
    return Letter(
        title=title if len(units) == 1 else _("Feedback on what the inspection found"),
        issuer=issuer(event, context),
        document=event.notice,
        to=addressed([each for _issue, e in notices for each in e.sent_to], context),
        body=[
            heading(1, 1, _("What was found")),
            *_found(notices, context),
            heading(1, 2, _("What is demanded")),
            *_demanded(notices, context),
            heading(1, 3, _("If you object")),
            *paragraphs(
                _(
                    "Whoever rectifies may dispute a finding while it is being rectified: in "
                    "writing, with the grounds. Until it is ruled on, the demand and its day stand."
                )
            ),
        ],
        attachment=attached() if several else "",
        annex=_listed(notices, context) if several else None,
        date=long_date(max(e.day for _issue, e in notices)),
        further={"issues": [dump(issue) for issue, _notice in notices]},
    )


def _found(notices: Sequence[tuple[Issue, Notify]], context: Context) -> Iterator[Line]:
    major = sum(issue.severity is Severity.MAJOR for issue, _notice in notices)
    yield from paragraphs(
        ngettext(
            "{count} issue was found, {major} of them a major hazard:",
            "{count} issues were found, {major} of them major hazards:",
            len(notices),
        ).format(count=len(notices), major=major)
    )
    for number, (issue, _notice) in enumerate(notices, 1):
        told = _("{title} ({severity}, {number}, {unit}, found on {date})").format(
            title=issue.title,
            severity=label(issue.severity),
            number=issue.number,
            unit=issue.unit.name,
            date=long_date(issue.found.on),
        )
        yield heading(2, number, told)
        yield from paragraphs(issue.description)
        if issue.criterion:
            said = phrase("criterion", dump(issue.criterion), context)
            yield from paragraphs(_("Criterion: {criterion}").format(criterion=said))


def _demanded(notices: Sequence[tuple[Issue, Notify]], context: Context) -> Iterator[Line]:
    yield from numbered(
        _("{number}: {demand} (by {date})").format(
            number=issue.number, demand=event.demand.strip(), date=long_date(event.due)
        )
        for issue, event in notices
    )
    if any(event.elsewhere for _issue, event in notices):
        yield from paragraphs(
            _(
                "Look for the same elsewhere, and say in the reply where it was looked for and "
                "what was found."
            )
        )
    if any(event.within and event.within.provisional for _issue, event in notices):
        yield from paragraphs(
            _(
                "A day that reaches into a year whose days off are not announced yet is "
                "provisional; it is told again when they are."
            )
        )
    for who in dict.fromkeys((e.rectify, e.accept, e.assist) for _issue, e in notices):
        rectify, accept, assist = who
        yield from paragraphs(
            _("{rectify} rectifies; {accept} accepts.").format(
                rectify=context.name(rectify), accept=context.name(accept)
            )
        )
        if assist:
            names = _(", ").join(map(context.name, assist))
            yield from paragraphs(_("Assisting: {names}.").format(names=names))


def _listed(notices: Sequence[tuple[Issue, Notify]], context: Context) -> Table:
    fields = ("number", "title", "unit", "severity", "due", "demand")
    rows: list[list[Cell]] = [
        [i.number, i.title, i.unit.name, label(i.severity), event.due, event.demand]
        for i, event in notices
    ]
    return Table(_("List of issues"), [*map(field_label, fields)], rows, wide=(5,))


LETTER = NoticeKind(
    N_("The paper of a notice: finding, demand, how to object."),
    Notify,
    "notify",
    feedback,
    shared=lambda issue, event: str(event.notice),
    numbered=False,
)
