"""The paper of an audit (抽查复核): the list, how it was drawn, what was found, the rate."""

from collections.abc import Iterator, Sequence

from sfcheck.documents.paper import Paper, Table
from sfcheck.domain.audits.law import AUDIT
from sfcheck.domain.audits.record import Audit, Concluded, Drawn, Planned
from sfcheck.domain.world.context import Context
from sfcheck.language import _


def audit(known: Audit, context: Context) -> Paper:
    """Return an audit as a paper: what it rests on, what was drawn and found, the steps."""
    concluded = known.last(Concluded)
    basis = _("{place}, {since} – {until}: {state}.").format(
        place=context.name(known.place),
        since=known.since,
        until=known.until,
        state=_(AUDIT.states[known.state]) if known.state else "–",
    )
    if concluded:
        basis = f"{basis}\n{said(concluded)}"
    steps = [
        [_(AUDIT.names[event.do]), f"{event.at:%Y-%m-%d %H:%M}", context.name(event.by)]
        for event in known.events
    ]
    tables = {
        "draw": Table(_("How it is drawn"), [_("Item"), _("Content")], [*_draw(known)], wide=(1,)),
        "sample": Table(
            _("What was drawn"), [_("Number"), _("What the look-back found")], [*_sample(known)]
        ),
        "steps": Table(_("Steps"), [_("Step"), _("At"), _("By")], steps),
    }
    return Paper(
        AUDIT.called(known), basis, {name: each for name, each in tables.items() if each.rows}
    )


def said(found: Concluded) -> str:
    """Return the rate in a sentence, as a bulletin may have it."""
    size = len(found.looked)
    return _(
        "{false} of {size} drawn were closed and not solved: {rate}; the true share lies between "
        "{lower} and {upper} (Clopper-Pearson, confidence 95 %)."
    ).format(
        false=found.false,
        size=size,
        rate=percent(10_000 * found.false / size),
        lower=percent(found.lower),
        upper=percent(found.upper),
    )


def percent(share: float) -> str:
    """Return a share in ten-thousandths as people read it."""
    return f"{share / 100:.1f}%"


def _draw(known: Audit) -> Iterator[Sequence[str]]:
    planned, drawn = known.last(Planned), known.last(Drawn)
    if planned is None:
        return
    yield _("Commit"), planned.pin.commit[:10]
    yield _("Closed issues it is drawn from"), str(len(planned.frame))
    yield _("To be drawn"), str(planned.size)
    yield _("Public value"), planned.public
    yield _("Known on"), str(planned.public_on)
    if drawn:
        yield _("As published"), drawn.value


def _sample(known: Audit) -> Iterator[Sequence[str]]:
    drawn, concluded = known.last(Drawn), known.last(Concluded)
    found = {each.number: each.passed for each in concluded.looked} if concluded else {}
    words = {True: _("solved"), False: _("not solved"), None: "–"}
    for number in drawn.drawn if drawn else ():
        yield number, words[found.get(number)]
