"""The form of acceptance and closing (验收销号表)."""

from sfcheck.documents.official.form import Form
from sfcheck.documents.paper import Table
from sfcheck.domain.base.acts import BaseEvent
from sfcheck.domain.base.kinds import SHOWN, Shown
from sfcheck.domain.base.vocabulary import Status, field_label, label
from sfcheck.domain.issues.events import Accept, Attach, Close, LookBack, Submit
from sfcheck.domain.issues.events import RectificationPlan as Plan
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.world.context import Context
from sfcheck.language import N_, _

CHECKED = ("duty", "measures", "funds", "time_limit", "contingency")
"""五落实: what is checked at the acceptance."""
VERDICTS = {
    "rectified": N_("Thoroughly rectified"),
    "measures": N_("Measures in place"),
    "solved": N_("Problem solved"),
}
"""三个不放过: what a look-back says."""


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
    """Return what shows the place, before it was rectified and after."""
    rows: list[list[str]] = []
    for event in issue.effective:
        if isinstance(event, Attach):
            names = _(", ").join(each.name for each in event.files)
            rows.append([_(SHOWN[event.class_]), f"{event.caption} ({names})", str(event.day)])
        elif isinstance(event, Submit | Accept):
            shown = _(SHOWN[Shown.RECTIFIED])
            rows += [[shown, each.name, str(each.on)] for each in event.evidence]
    headings = [field_label("class"), field_label("evidence"), _("Date")]
    return Table(field_label("evidence"), headings, rows, "" if rows else _("None on record."))


def _hand(event: BaseEvent | None, context: Context) -> str:
    return f"{context.name(event.hand)} ({context.name(event.for_)})" if event else ""


def _verdict(looked: LookBack | None, name: str) -> str:
    if looked is None:
        return ""
    return _("yes") if getattr(looked, name) else _("no")
