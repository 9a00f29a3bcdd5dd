"""Papers about issues: 反馈意见 of a notice, an extension, 催办通知, 验收销号表.

They say what events say. What is not on record stays out; nothing is decided here, no number and no
day is made up.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from sfcheck.documents.official.form import Form
from sfcheck.documents.official.letter import Letter
from sfcheck.documents.official.style import Line, heading, long_date, numbered, paragraphs
from sfcheck.documents.paper import Cell, Table, called
from sfcheck.domain.base.records import dump
from sfcheck.domain.base.vocabulary import Severity, Status, field_label, label
from sfcheck.domain.issues.events import (
    Accept,
    Attach,
    BaseEvent,
    Close,
    Extend,
    LookBack,
    Notify,
    Remind,
    Submit,
)
from sfcheck.domain.issues.events import RectificationPlan as Plan
from sfcheck.domain.issues.record import Issue, last_demand
from sfcheck.domain.issues.wording import phrase
from sfcheck.domain.world.context import Context
from sfcheck.language import N_, _, ngettext

CHECKED = ("duty", "measures", "funds", "time_limit", "contingency")
"""五落实: what is checked at the acceptance."""
VERDICTS = {
    "rectified": N_("Thoroughly rectified"),
    "measures": N_("Measures in place"),
    "solved": N_("Problem solved"),
}
"""三个不放过: what a look-back says."""


def feedback(notices: Sequence[tuple[Issue, Notify]], context: Context) -> Letter:
    """Return the paper of one notice: what was found, what is demanded, how to object."""
    (_first, event), several = notices[0], len(notices) > 1
    units = list(dict.fromkeys(issue.unit.name for issue, _notice in notices))
    title = _("Feedback on what the inspection found at {unit}").format(unit=units[0])
    return Letter(
        title=title if len(units) == 1 else _("Feedback on what the inspection found"),
        issuer=_issuer(event, context),
        document=event.notice,
        to=_addressed([each for _issue, e in notices for each in e.sent_to], context),
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
        attachment=_attached() if several else "",
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
        ]
    fields = ("number", "title", "unit")
    rows = [[i.number, i.title, i.unit.name, due_before(i, each), each.due] for i, each in granted]
    headings = [*map(field_label, fields), _("Due before"), _("New due date")]
    return Letter(
        title=_("Reply granting more time for rectification"),
        issuer=_issuer(event, context),
        document=document or (papers.pop() if len(papers) == 1 else ""),
        to=_addressed([str(i.responsible.rectify or i.unit.name) for i, _e in granted], context),
        body=lines,
        attachment=_attached() if several else "",
        annex=Table(_("List of issues"), headings, rows) if several else None,
        date=long_date(max(e.day for _issue, e in granted)),
        further={"issues": [dump(issue) for issue, _event in granted]},
    )


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
        issuer=_issuer(pressed[0][1], context),
        document=document,
        to=_addressed([str(i.responsible.rectify or i.unit.name) for i, _e in pressed], context),
        body=[*paragraphs(said), *(line for text in texts for line in paragraphs(text))],
        attachment=_attached(),
        annex=Table(_("List of issues"), headings, rows, late=5),
        date=long_date(day),
        further={"issues": [dump(issue) for issue, _event in pressed]},
    )


def due_before(issue: Issue, event: BaseEvent) -> date | None:
    """Return by when an issue was due just before one of its events, as its events say."""
    due: date | None = None
    for each in issue.effective:
        if each is event:
            break
        due = getattr(each, "due", None) or due
    return due


def _issuer(event: BaseEvent, context: Context) -> str:
    """Return the body that issues a letter: the one acted for, for a team the overall office."""
    body = context.bodies.get(event.for_) or context.bodies.get(context.overall)
    return body.name if body else called(event.for_, context)


def _addressed(whom: Sequence[str], context: Context) -> str:
    names = dict.fromkeys(context.name(each) for each in whom)
    return _("{recipients}:").format(recipients=_(", ").join(names))


def _attached() -> str:
    return _("Attachment: {title}").format(title=_("List of issues"))


def closing(issue: Issue, context: Context) -> Form:
    """Return the form of acceptance and closing (验收销号表) of one issue.

    What has not happened yet is left blank.
    """
    claimed = issue.last(Submit)
    checked = issue.last(Accept) if issue.status is not Status.SUBMITTED else None
    struck = issue.last(Close) if issue.status is Status.CLOSED else None
    seen = [e for e in issue.since(Accept) if isinstance(e, LookBack)] if checked else []
    looked = seen[-1] if seen else None
    rows = [
        (field_label("unit"), issue.unit.name),
        (field_label("place"), context.name(issue.place)),
        (field_label("severity"), label(issue.severity)),
        (field_label("title"), issue.title),
        (field_label("description"), issue.description),
        (field_label("rectify"), context.name(issue.responsible.rectify or "")),
        (field_label("done"), claimed.done if isinstance(claimed, Submit) else ""),
        (_("Accepted by"), _hand(checked, context)),
        (_("Opinion on acceptance"), checked.opinion if isinstance(checked, Accept) else ""),
        (_("Accepted on"), str(checked.day) if checked else ""),
        *((_(said), _verdict(looked, name)) for name, said in VERDICTS.items()),
        (_("Looked back by"), _hand(looked, context)),
        (_("Looked back on"), str(looked.day) if looked else ""),
        (_("Struck off by"), _hand(struck, context)),
        (_("Reason"), label(struck.reason) if isinstance(struck, Close) else ""),
        (_("Struck off on"), str(struck.day) if struck else ""),
    ]
    signatures = [_("Acceptor"), _("Who strikes it off")]
    title = _("Form of acceptance and closing")
    return Form(title, issue.number, rows, [_five(issue), _evidence(issue)], signatures)


def _five(issue: Issue) -> Table:
    plan = issue.last(Plan)
    rows = [[field_label(name), getattr(plan, name, ""), ""] for name in CHECKED]
    return Table(_("The five checks"), [_("Entry"), _("As planned"), _("As checked")], rows)


def _evidence(issue: Issue) -> Table:
    """Return what shows the place before and after; it was rectified after the last demand."""
    demanded = last_demand(issue)
    rows: list[list[str]] = []
    for event in issue.effective:
        if isinstance(event, Attach):
            later = demanded is not None and event.day > demanded
            when = _("after") if later else _("before")
            rows.append([when, f"{event.caption} ({event.name})", str(event.day)])
        elif isinstance(event, Submit | Accept):
            rows += [[_("after"), each.name, str(each.on)] for each in event.evidence]
    headings = [_("Rectification"), field_label("evidence"), _("Date")]
    return Table(field_label("evidence"), headings, rows, "" if rows else _("None on record."))


def _hand(event: BaseEvent | None, context: Context) -> str:
    return f"{context.name(event.hand)} ({context.name(event.for_)})" if event else ""


def _verdict(looked: LookBack | None, name: str) -> str:
    if looked is None:
        return ""
    return _("yes") if getattr(looked, name) else _("no")
