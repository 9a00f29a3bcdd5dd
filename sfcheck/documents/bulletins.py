"""The bulletin (督查通报) as a paper: one content for Markdown and Word, every figure computed.

Before it is published, what is not decided yet is blank. It is told from the issues that it pins,
as their commit has them, so that it reads the same whenever it is printed.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sfcheck.documents.figures.scope import Scope
from sfcheck.documents.figures.values import Figures, figures, plain
from sfcheck.documents.official.letter import Letter
from sfcheck.documents.official.style import (
    Line,
    heading,
    long_date,
    numbered,
    paragraphs,
    share,
)
from sfcheck.documents.paper import Table
from sfcheck.domain.base.records import dump
from sfcheck.domain.base.vocabulary import Duty, Severity, field_label, label
from sfcheck.domain.bulletins.record import Bulletin, Consolidated, Published
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.world.context import Context
from sfcheck.language import _, ngettext
from sfcheck.ledger.index.at_hand import index_of

KIND = "bulletin"
"""What its templates are called."""

NAMED = 10
"""Issues of one duty and place that the text names; the annex has all."""

LISTED = ("number", "title", "unit", "place", "duty", "severity", "status", "due")
"""The columns of the annex."""


def content(
    bulletin: Bulletin, issues: Sequence[Issue], context: Context, at: datetime
) -> dict[str, Any]:
    """Return what every template is given: pure data, in the user's language.

    `issues` are those the bulletin lists; `at` is the moment whose figures it tells.
    """
    with index_of(issues, context) as index:
        found = figures(_scope(bulletin, context), index, context, at)
    put, published = bulletin.last(Consolidated), bulletin.last(Published)
    office = context.bodies.get(context.overall)
    issuer = office.name if office else context.overall
    sections = (
        (_("Overall situation"), _overview(found)),
        (_("Main problems"), _problems(issues, found, context)),
        (_("Recommendations"), numbered(put.recommendations if put else ())),
        (_("Demands for rectification"), _demands(put)),
    )
    body: list[Line] = []
    for number, (title, lines) in enumerate(sections, 1):
        told = list(lines)
        body += [heading(1, number, title), *(told or paragraphs(_("None.")))]
    copies = published.copies if published else ()
    return Letter(
        title=bulletin.title,
        issuer=issuer,
        body=body,
        head=(published and published.head) or issuer,
        document=published.document if published else "",
        to=_("{recipients}:").format(recipients=_(", ").join(published.to)) if published else "",
        attachment=_("Attachment: {title}").format(title=_("List of issues")),
        annex=_annex(issues, context),
        date=long_date(published.issued_on if published else None),
        copies=_("Copies: {copies}").format(copies=_(", ").join(copies)) if copies else "",
        printed=_("Issued on {date}").format(date=long_date(published.issued_on))
        if published
        else "",
        further={
            "bulletin": dump(bulletin.model_copy(update={"events": (), "aside": ()})),
            "figures": plain(found, context),
        },
    ).content()


def _scope(bulletin: Bulletin, context: Context) -> Scope:
    rotation = context.rounds.get(bulletin.scope.round or "")
    return Scope(
        kind="bulletin",
        id=bulletin.id,
        name=bulletin.title,
        start=rotation.start if rotation else None,
        end=rotation.end if rotation else None,
    )


def _overview(found: Figures) -> Iterator[Line]:
    """Yield the figures in sentences; each rate is of counts that stand beside it."""
    counts, rates = found.counts, found.rates
    parts = {part.key: part for part in found.parts["severity"]}
    major, general = parts[Severity.MAJOR], parts[Severity.GENERAL]
    day = long_date(found.on)
    if not counts["valid"]:
        yield from paragraphs(_("As of {date}, no issue is on record here.").format(date=day))
        return
    yield from paragraphs(
        ngettext(
            "As of {date}, {count} issue is on record: {major} major ({major_share}) and "
            "{general} general ({general_share}); {covert} found on covert visits and {overt} on "
            "overt ones.",
            "As of {date}, {count} issues are on record: {major} major ({major_share}) and "
            "{general} general ({general_share}); {covert} found on covert visits and {overt} on "
            "overt ones.",
            counts["valid"],
        ).format(
            date=day,
            count=counts["valid"],
            major=major.count,
            major_share=share(major.share),
            general=general.count,
            general_share=share(general.share),
            covert=counts["covert"],
            overt=counts["overt"],
        )
    )
    duties = [
        _("{what}: {count} ({share})").format(
            what=label(part.key) if part.key else _("not named"),
            count=part.count,
            share=share(part.share),
        )
        for part in found.parts["duty"]
        if part.count
    ]
    yield from paragraphs(_("By duty: {duties}.").format(duties=_("; ").join(duties)))
    yield from paragraphs(
        _(
            "Of {given} to be rectified, {submitted} are claimed to be so ({submitted_rate}), "
            "{accepted} were accepted ({accepted_rate}), {closed} are closed ({closed_rate}). "
            "{open} are open, of which {overdue} are overdue ({overdue_rate})."
        ).format(
            **{
                name: counts[name]
                for name in ("given", "submitted", "accepted", "closed", "open", "overdue")
            },
            **{
                f"{name}_rate": share(rates[name].tenths)
                for name in ("submitted", "accepted", "closed", "overdue")
            },
        )
    )


def _problems(issues: Sequence[Issue], found: Figures, context: Context) -> Iterator[Line]:
    """Yield the problems by duty and place, each with its unit; major ones first."""
    shares = {part.key: part for part in found.parts["duty"]}
    duties = [each for each in (*Duty, None) if any(issue.duty == each for issue in issues)]
    for number, duty in enumerate(duties, 1):
        of_duty = [issue for issue in issues if issue.duty == duty]
        title = _("{what}: {count} ({share})").format(
            what=label(duty) if duty else _("not named"),
            count=len(of_duty),
            share=share(shares[duty].share),
        )
        yield heading(2, number, title)
        for place in sorted({issue.place for issue in of_duty}):
            yield from _of_place(context.name(place), [i for i in of_duty if i.place == place])


def _of_place(place: str, issues: Sequence[Issue]) -> Iterator[Line]:
    major = sum(issue.severity is Severity.MAJOR for issue in issues)
    told = ngettext("{place}: {count} issue.", "{place}: {count} issues.", len(issues))
    if major:
        told = ngettext(
            "{place}: {count} issue, {major} of them major.",
            "{place}: {count} issues, {major} of them major.",
            len(issues),
        )
    yield from paragraphs(told.format(place=place, count=len(issues), major=major))
    first = sorted(issues, key=lambda i: (i.severity is not Severity.MAJOR, i.number))[:NAMED]
    yield from numbered(
        _("{unit}: {title} ({severity}, {number}).").format(
            unit=issue.unit.name,
            title=issue.title,
            severity=label(issue.severity) if issue.severity else _("not named"),
            number=issue.number,
        )
        for issue in first
    )
    if rest := len(issues) - len(first):
        message = ngettext(
            "{count} further issue is in the attachment.",
            "{count} further issues are in the attachment.",
            rest,
        )
        yield from paragraphs(message.format(count=rest))


def _demands(put: Consolidated | None) -> Iterator[Line]:
    if put is None:
        return
    yield from numbered(
        _("{text} (by {date})").format(text=demand.text.strip(), date=long_date(demand.due))
        for demand in put.demands
    )
    if put.contact:
        yield from paragraphs(_("Contact: {contact}").format(contact=put.contact))


def _annex(issues: Sequence[Issue], context: Context) -> Table:
    rows = [
        [
            issue.number,
            issue.title,
            issue.unit.name,
            context.name(issue.place),
            label(issue.duty) if issue.duty else None,
            label(issue.severity) if issue.severity else None,
            label(issue.status),
            issue.due,
        ]
        for issue in issues
    ]
    note = "" if rows else _("There is no issue.")
    return Table(_("List of issues"), [*map(field_label, LISTED)], rows, note)
