"""The two referral letters (移交组织部函, 移交纪委监委函) with their lists.

They are told from the issues that the proposal pins, as their commit has them. What is on record is
listed, each fact with its day; whether it is true, and what follows, the receiving body says.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sfcheck.documents.official.letter import Letter
from sfcheck.documents.official.style import Line, long_date, paragraphs
from sfcheck.documents.paper import Cell, Table
from sfcheck.domain.base.records import dump
from sfcheck.domain.base.vocabulary import field_label, label
from sfcheck.domain.facts import (
    KINDS,
    Fact,
    FactKind,
    came_back,
    failures,
    in_order,
    lapses,
    overdue_listings,
)
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.referrals.record import Approved, Proposed, Referral, Transferred
from sfcheck.domain.world.context import Context
from sfcheck.language import N_, _, current

KIND = "referral"
"""What its templates are called."""

TITLES = {
    "organization": N_(
        "Letter transferring problems of the duty system for work safety not being performed"
    ),
    "discipline": N_(
        "Letter transferring problems found again and again or rectified in appearance"
    ),
}
LISTS = {
    "organization": N_("List of problems of the duty system not being performed"),
    "discipline": N_("List of problems found again or rectified in appearance"),
}
"""What the letters and their lists are called."""

_OPENINGS = {
    "organization": N_(
        "With approval ({approval}), problems found by inspection are transferred to you: "
        "{about} is on record as not having performed the duty system for work safety."
    ),
    "discipline": N_(
        "With approval ({approval}), problems found by inspection are transferred to you: "
        "{about} is on record with problems found again, or suspected of false rectification."
    ),
}
_REQUESTS = {
    "organization": N_(
        "You are asked to verify the facts, to deal with them by your competence and procedure "
        "under the Measures for Adjusting Leading Bodies and Officials Who Fall Short in Work "
        "Safety (Trial), and to return the outcome to this office."
    ),
    "discipline": N_(
        "You are asked to verify the facts of the list, to deal with them by law, discipline and "
        "rules under the Measures for Accountability in Work Safety (Trial), and to return the "
        "outcome to this office."
    ),
}


def content(
    referral: Referral, issues: Mapping[str, Issue], context: Context, today: date
) -> dict[str, Any]:
    """Return what every template is given: pure data, in the user's language.

    `issues` are those pinned, by number; facts are told as of the day they were proposed, before
    that of `today`. What is not decided yet is blank.
    """
    proposed, transferred = referral.last(Proposed), referral.last(Transferred)
    office = context.bodies.get(context.overall)
    issuer = office.name if office else context.overall
    day = proposed.day if proposed else today
    title = _(LISTS[referral.to])
    to = _(", ").join(transferred.to) if transferred else ""
    copies = transferred.copies if transferred else ()
    issued = long_date(transferred.issued_on if transferred else None)
    return Letter(
        title=_(TITLES[referral.to]),
        issuer=issuer,
        body=list(_body(referral, context, day)),
        head=(transferred and transferred.head) or issuer,
        document=transferred.document if transferred else "",
        to=_("{recipients}:").format(recipients=to) if to else "",
        attachment=_("Attachment: {title}").format(title=title),
        annex=_annex(title, referral.facts, issues, context, day),
        date=issued,
        copies=_("Copies: {copies}").format(copies=_(", ").join(copies)) if copies else "",
        printed=_("Issued on {date}").format(date=issued) if issued else "",
        further={"referral": dump(referral.model_copy(update={"events": (), "aside": ()}))},
    ).content()


def _body(referral: Referral, context: Context, day: date) -> Iterator[Line]:
    approved, proposed = referral.last(Approved), referral.last(Proposed)
    approval = _("not on record yet")
    if approved:
        said = (approved.document, approved.signatory, long_date(approved.signed_on))
        approval = _(", ").join(said)
    about = _full_name(referral.about, context)
    yield from paragraphs(_(_OPENINGS[referral.to]).format(approval=approval, about=about))
    kinds = Counter(fact.kind for fact in referral.facts)
    counted = [
        _("{what}: {count}").format(what=_(KINDS[kind]), count=kinds[kind])
        for kind in FactKind
        if kinds[kind]
    ]
    yield from paragraphs(
        _("The list has issues: {issues}, facts: {facts} ({kinds}).").format(
            issues=len({fact.issue for fact in referral.facts}),
            facts=len(referral.facts),
            kinds=_("; ").join(counted),
        )
    )
    if proposed and proposed.opinion:
        yield from paragraphs(proposed.opinion)
    yield from paragraphs(_(_REQUESTS[referral.to]))
    yield from paragraphs(
        _(
            "The list says what the ledger had on record on {date}. Whether it is so, and what "
            "follows from it, is for you to find."
        ).format(date=long_date(day))
    )


def _full_name(who: str, context: Context) -> str:
    return context.bodies[who].name if who in context.bodies else who


def _annex(
    title: str,
    facts: Sequence[Fact],
    issues: Mapping[str, Issue],
    context: Context,
    day: date,
) -> Table:
    rows: list[list[Cell]] = []
    for fact in sorted(facts, key=in_order):
        issue = issues[fact.issue]
        earlier = issues.get(fact.earlier) if fact.earlier else None
        said = told(fact, issue, earlier, context, day)
        place = context.name(issue.place)
        rows.append([issue.number, issue.title, said, issue.unit.name, place, fact.on])
    headings = [
        field_label("number"),
        _("Problem"),
        _("Fact"),
        *(field_label(name) for name in ("unit", "place")),
        _("Since"),
    ]
    note = "" if rows else _("There is no issue.")
    return Table(title, headings, rows, note, wide=(1, 2))


def told(fact: Fact, issue: Issue, earlier: Issue | None, context: Context, today: date) -> str:
    """Return a fact in a sentence, from its issue as of `today`."""
    if fact.kind in (FactKind.OVERDUE, FactKind.SUPERVISED):
        late = (*lapses(issue, context.policy, today), *overdue_listings(issue, today))
        ends = {each.event: each.until for each in late}
        until = ends.get(fact.event, today)
        sentence = _("{kind}: was due on {due}; days past it: {days}")
        days = (until - fact.on).days
        return sentence.format(kind=_(KINDS[fact.kind]), due=fact.on, days=days)
    if fact.kind is FactKind.RECURRENCE:
        closing = came_back(issue, earlier) if earlier else None
        return _("{kind}: {earlier} was closed on {closed} ({reason})").format(
            kind=_(KINDS[fact.kind]),
            earlier=fact.earlier,
            closed=closing.day if closing else "–",
            reason=label(closing.reason) if closing else "–",
        )
    if fact.kind is FactKind.DUTY:
        point = context.catalogue.point(issue.nature or "")
        name = (point.en if point and current() == "en" else None) or (point.zh if point else "–")
        duty = label(issue.duty) if issue.duty else "–"
        return _("{kind}: {duty}, {point}").format(kind=_(KINDS[fact.kind]), duty=duty, point=name)
    if fact.kind is FactKind.SEEN_AGAIN:
        return _("{kind}: on {day}").format(kind=_(KINDS[fact.kind]), day=fact.on)
    return _failed(issue, fact)


def _failed(issue: Issue, fact: Fact) -> str:
    """Say when it was claimed or accepted, and what the look-back after it said no to."""
    found = next((each for each in failures(issue) if each.look_back.n == fact.event), None)
    if found is None:
        return _(KINDS[fact.kind])
    said = _("{kind}: claimed on {day}; the look-back said no to: {verdicts}")
    if found.acceptance:
        said = _("{kind}: accepted on {day}; the look-back said no to: {verdicts}")
    judged = found.acceptance or found.claim
    verdicts = ("rectified", "measures", "solved")
    noes = [field_label(each) for each in verdicts if not getattr(found.look_back, each)]
    day = judged.day.isoformat() if judged else "–"
    return said.format(kind=_(KINDS[fact.kind]), day=day, verdicts=_(", ").join(noes))
