"""The command `audit`: a sample of what was closed, drawn so that anyone can draw it again."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from sfcheck.cli.frame.options import dated, group, option
from sfcheck.cli.frame.printing import Wanted, printing
from sfcheck.cli.frame.proceedings import (
    DROPPED,
    RecordCommand,
    StepCommand,
    add_list,
    add_steps,
    shown,
)
from sfcheck.language import _

if TYPE_CHECKING:
    from sfcheck.actions.desk import Desk
    from sfcheck.cli.frame.printing import Content
    from sfcheck.domain.audits.record import Audit, Concluded
    from sfcheck.ledger.store import Ledger

audit = group()
Given = Annotated[str, typer.Argument(metavar="AUDIT", help=_("Its id: 2026-037-0001."))]


def _drawn(desk: "Desk", done: "Audit") -> Iterable[str]:
    from sfcheck.domain.audits.record import Drawn

    found = done.last(Drawn)
    yield from found.drawn if found else ()
    yield _("Look at each again: `sfcheck look-back`; then `sfcheck audit conclude {id}`.").format(
        id=done.id
    )


def _rate(desk: "Desk", done: "Audit") -> Iterable[str]:
    from sfcheck.domain.audits.record import Concluded

    found = done.last(Concluded)
    if found:
        from sfcheck.documents.audits import said

        yield said(found)


def _between(found: "Concluded") -> str:
    from sfcheck.documents.audits import percent

    return f"{percent(found.lower)} – {percent(found.upper)}"


def _cells(ledger: "Ledger", each: "Audit") -> tuple[object, ...]:
    from sfcheck.domain.audits.record import Concluded, Drawn

    drawn, found = each.last(Drawn), each.last(Concluded)
    return (
        *(each.id, ledger.context.name(each.place), f"{each.since} – {each.until}"),
        *(AUDITS.state(each), len(drawn.drawn) if drawn else ""),
        *((found.false, _between(found)) if found else ("", "")),
    )


AUDITS = RecordCommand(
    folder="audits",
    entries="audits",
    actions="audits",
    steps={
        "plan": StepCommand(
            _("Fix the list of what was closed, before the value that decides is known."),
            {
                "place": option(str, "--place", _("Which place."), metavar="PLACE"),
                "since": Annotated[date, dated("--since", _("The first day of the period."))],
                "until": Annotated[date, dated("--until", _("Its last day."))],
                "size": option(int, "--size", _("How many are to be drawn.")),
                "public": option(
                    str, "--public", _("Which public value decides, and where it is published.")
                ),
                "public_on": Annotated[
                    date, dated("--public-on", _("The day to come on which it will be known."))
                ],
            },
        ),
        "draw": StepCommand(
            _("Draw the sample that the public value decides."),
            {
                "given": Given,
                "value": option(str, "--value", _("The public value, as it was published.")),
            },
            shows=_drawn,
        ),
        "conclude": StepCommand(
            _("Tell the share that is not solved, by the look-backs since the draw."),
            {"given": Given},
            shows=_rate,
        ),
        "drop": StepCommand(_("Drop what was begun by mistake."), {"given": Given, **DROPPED}),
    },
    line=lambda ledger, done: (ledger.context.name(done.place), f"{done.since} – {done.until}"),
    headings=(
        *(_("id"), _("place"), _("period"), _("state")),
        *(_("drawn"), _("not solved"), _("true share between")),
    ),
    cells=_cells,
)
add_steps(audit, AUDITS)
add_list(audit, AUDITS, _("List all audits."))


@audit.command("show", help=_("Show or print an audit, its list, its sample and its rate."))
@printing(_("The paper is in {path}."))
def show(wanted: Wanted, given: Given) -> "Content":
    """Show an audit, or write it to a file."""
    return shown(AUDITS, wanted, given, "audit")
