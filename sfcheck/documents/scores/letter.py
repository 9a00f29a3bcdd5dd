"""The letter that tells one body or place what is deducted from it, why, and how to object.

考核结果反馈, in the form of official letters. It names no deadline that it was not given.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from sfcheck.documents.official.letter import Letter
from sfcheck.documents.official.style import Line, heading, long_date, paragraphs
from sfcheck.documents.scores import sheet as scoring
from sfcheck.documents.scores.sheet import Scored
from sfcheck.domain.scores.bearers import BODY, PLACE, Bearer
from sfcheck.domain.scores.sheet import RULES, Deduction, points, totals
from sfcheck.domain.world.context import Context
from sfcheck.language import _, ngettext


class Sending(NamedTuple):
    """What the office decides about a letter; what it has not decided is empty."""

    document: str = ""
    on: date | None = None
    object_by: date | None = None
    contact: str = ""


def feedback(found: Scored, bearer: Bearer, sending: Sending) -> Letter:
    """Return the letter to one bearer; `found` has its lines alone."""
    context = found.context
    settled = found.day is not None
    title = (
        _("Result of the assessment of {year}: what was deducted")
        if settled
        else _("Assessment of {year}: what would be deducted, for your comments")
    )
    annex = scoring.lines(found, whose=False)
    said = _("Attachment: {title}").format(title=annex.title)
    body = [*_told(found), *_ground(found), *_objecting(found, sending)]
    return Letter(
        title=title.format(year=found.year),
        issuer=_full_name(found),
        body=body,
        document=sending.document,
        to=_("{name}:").format(name=_addressee(bearer, context)),
        attachment=said,
        annex=annex,
        date=long_date(sending.on),
    )


def _addressee(bearer: Bearer, context: Context) -> str:
    """Return to whom it goes: of a place, to its party committee and its government."""
    named = [
        body.name
        for body in context.bodies.values()
        if (bearer.kind == PLACE and body.of_locality and body.place == bearer.code)
        or (bearer.kind == BODY and body.id == bearer.code)
    ]
    return _(", ").join(named) or context.name(bearer.code)


def _full_name(found: Scored) -> str:
    code = found.context.charter.offices.assessment or ""
    body = found.context.bodies.get(code)
    return body.name if body else code


def _told(found: Scored) -> Iterator[Line]:
    lines = found.sheet.lines
    (whole,) = totals(lines).values()
    yield heading(1, 1, _("What was deducted") if found.day else _("What would be deducted"))
    if found.matrix.is_example:
        yield {"level": 0, "text": scoring.example()}
    told = ngettext(
        "For {first} through {last} it comes to {points} points, in {count} line; the attachment "
        "traces it to its issue.",
        "For {first} through {last} it comes to {points} points, in {count} lines; the attachment "
        "traces each to its issue.",
        len(lines),
    )
    days = {"first": long_date(found.period.first), "last": long_date(found.period.last)}
    yield {"level": 0, "text": told.format(points=points(whole), count=len(lines), **days)}
    for name, label in RULES.items():
        of_rule = [line for line in lines if line.rule == name]
        if of_rule:
            yield {"level": 0, "text": _by_rule(_(label), of_rule)}


def _by_rule(label: str, lines: Sequence[Deduction]) -> str:
    told = ngettext(
        "{rule}: {count} line, {points} points.",
        "{rule}: {count} lines, {points} points.",
        len(lines),
    )
    counted = points(sum(line.counted for line in lines))
    return told.format(rule=label, count=len(lines), points=counted)


def _ground(found: Scored) -> Iterator[Line]:
    yield heading(1, 2, _("On what it rests"))
    told = _(
        "Points are deducted by nature and effect of the problems, by the matrix in force since "
        "{since} ({basis}); each comes from the ledger of issues and nowhere else."
    )
    facts = {"since": long_date(found.matrix.since), "basis": found.matrix.basis}
    yield {"level": 0, "text": told.format(**facts)}


def _objecting(found: Scored, sending: Sending) -> Iterator[Line]:
    yield heading(1, 3, _("How to object"))
    told = _(
        "Whoever holds a deduction to be wrong says so in writing, with the number of the issue, "
        "the line that is meant, and what proves it."
    )
    if sending.object_by:
        by = _("It must be here by {day}.").format(day=long_date(sending.object_by))
        told = _("{first} {second}").format(first=told, second=by)
    yield {"level": 0, "text": told}
    if sending.contact:
        yield from paragraphs(_("Contact: {contact}").format(contact=sending.contact))
