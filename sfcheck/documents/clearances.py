"""The paper of a clearance (兜底清零): what was stated beside what the ledger had, who signed."""

from collections.abc import Iterator, Sequence

from sfcheck.documents.paper import Paper, Table
from sfcheck.documents.rates import NOTHING
from sfcheck.domain.clearances.law import CLEARANCE, IN_NUMBER, WHAT
from sfcheck.domain.clearances.record import Clearance, Compared
from sfcheck.domain.world.context import Context
from sfcheck.language import _


def clearance(known: Clearance, context: Context) -> Paper:
    """Return a clearance as a paper: who states it, the two sides, the steps."""
    basis = _("{place}, {since} – {until}: {state}.").format(
        place=context.name(known.place),
        since=known.since,
        until=known.until,
        state=_(CLEARANCE.states[known.state]) if known.state else NOTHING,
    )
    steps = [
        [
            _(CLEARANCE.names[event.do]),
            f"{event.at:%Y-%m-%d %H:%M}",
            context.name(event.by),
            getattr(event, "reason", None) or getattr(event, "explained", None) or "",
        ]
        for event in known.events
    ]
    headings = [_("What"), _("Stated"), _("On the ledger"), _("Which issues")]
    tables = {
        "statement": Table(_("The statement"), [_("Item"), _("Content")], [*_said(known, context)]),
        "sides": Table(_("Stated and counted"), headings, [*_sides(known)], wide=(3,)),
        "steps": Table(_("Steps"), [_("Step"), _("At"), _("By"), _("Reason")], steps, wide=(3,)),
    }
    return Paper(CLEARANCE.called(known), basis, tables)


def _said(known: Clearance, context: Context) -> Iterator[Sequence[str]]:
    said = known.statement
    if said is None:
        return
    yield _("Number"), said.document
    for each in said.signed:
        yield _("Signed for {body}").format(body=context.name(each.body)), context.name(each.who)
    yield _("Verified by"), _(", ").join(map(context.name, said.verified_by))
    yield _("Verified until"), str(said.verified_on)


def _sides(known: Clearance) -> Iterator[Sequence[str]]:
    """Yield each number that was stated, beside what the last comparison counted."""
    said, compared = known.statement, known.last(Compared)
    if said is None:
        return
    counted = compared.counted if compared and compared.n > said.n else None
    had = (counted.self_checks, counted.inspections, len(counted.open)) if counted else ()
    stated = (said.self_checks, said.inspections, said.still_open)
    issues = ((), (), said.open)
    for at, what in enumerate(IN_NUMBER):
        has = str(had[at]) if had else NOTHING
        yield _(WHAT[what]), str(stated[at]), has, _(", ").join(issues[at])
    for each in compared.differences if compared and counted else ():
        if each.issues:
            numbers = _(", ").join(each.issues)
            yield _(WHAT[each.what]), str(each.stated), str(each.counted), numbers
