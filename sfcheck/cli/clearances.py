"""The command `clear`: what a locality states to be cleared, compared with the ledger."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

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
    from sfcheck.domain.clearances.record import Clearance
    from sfcheck.ledger.store import Ledger

clear = group()
Given = Annotated[str, typer.Argument(metavar="CLEARANCE", help=_("Its id: 2026-037-0001."))]
OF = {
    "place": option(str, "--place", _("Which locality."), metavar="PLACE"),
    "since": Annotated[date, dated("--since", _("The first day of the period."))],
    "until": Annotated[date, dated("--until", _("Its last day."))],
}
STATED = {
    "document": option(str, "--document", _("The number of the statement.")),
    "self_checks": option(int, "--self-checks", _("How many problems self-checks found.")),
    "inspections": option(int, "--inspections", _("How many problems inspections found.")),
    "still_open": option(int, "--still-open", _("How many of all these are still open.")),
    "open": option(
        list[str] | None,
        "--open",
        _("An issue of this ledger that is still open; several may be."),
        metavar="NUMBER",
    ),
    "verified_by": option(list[str], "--verified-by", _("Who went and verified; several may be.")),
    "verified_on": Annotated[date, dated("--verified-on", _("Until what day it was verified."))],
    "party": option(str | None, "--party", _("Who signed for the party committee.")),
    "government": option(
        str | None, "--government", _("Who signed for the government, or for both in one.")
    ),
}


def _told(answers: dict[str, Any]) -> dict[str, Any]:
    facts = {name: answers.pop(name) for name in STATED if name in answers}
    return {**answers, "facts": facts}


def _compared(desk: "Desk", done: "Clearance") -> Iterable[str]:
    from sfcheck.domain.clearances.law import WHAT
    from sfcheck.domain.clearances.record import Compared

    compared = done.last(Compared)
    for each in compared.differences if compared else ():
        told = _("{what}: stated {stated}, on the ledger {counted}").format(
            what=_(WHAT[each.what]), stated=each.stated, counted=each.counted
        )
        yield f"{told}  {_(', ').join(each.issues)}".rstrip()
    if compared and not compared.differences:
        yield _("Statement and ledger agree.")


def _line(ledger: "Ledger", done: "Clearance") -> tuple[object, ...]:
    return ledger.context.name(done.place), f"{done.since} – {done.until}"


def _cells(ledger: "Ledger", each: "Clearance") -> tuple[object, ...]:
    said = each.statement
    return (
        *(each.id, *_line(ledger, each), CLEARANCES.state(each)),
        *((said.self_checks, said.inspections, said.still_open) if said else ("", "", "")),
        _("yes") if each.cleared else _("no"),
    )


CLEARANCES = RecordCommand(
    folder="clearances",
    entries="clearances",
    actions="clearances",
    steps={
        "state": StepCommand(
            _("Enter what a locality states of a period."), {**OF, **STATED}, facts=_told
        ),
        "restate": StepCommand(
            _("Enter what it states after it was sent back."),
            {"given": Given, **STATED},
            facts=_told,
        ),
        "compare": StepCommand(
            _("Compare it with the ledger; lists what does not agree."),
            {"given": Given},
            shows=_compared,
        ),
        "return_": StepCommand(
            _("Send it back to the locality."),
            {"given": Given, "reason": option(str, "--reason", _("Why it goes back."))},
        ),
        "agree": StepCommand(
            _("Agree that nothing else is left."),
            {
                "given": Given,
                "explained": option(
                    str | None, "--explained", _("What explains numbers that differ.")
                ),
            },
        ),
        "drop": StepCommand(_("Drop what was begun by mistake."), {"given": Given, **DROPPED}),
    },
    line=_line,
    headings=(
        *(_("id"), _("place"), _("period"), _("state")),
        *(_("self-checks"), _("inspections"), _("still open")),
        _("cleared"),
    ),
    cells=_cells,
)
add_steps(clear, CLEARANCES)
add_list(clear, CLEARANCES, _("List all clearances."))


@clear.command("show", help=_("Show or print a clearance and what does not agree."))
@printing(_("The paper is in {path}."))
def show(wanted: Wanted, given: Given) -> "Content":
    """Show a clearance, or write it to a file."""
    return shown(CLEARANCES, wanted, given, "clearance")
