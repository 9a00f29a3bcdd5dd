"""Referrals on record, shown: one with its letter, and all of them."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sfcheck.cli.frame import console
from sfcheck.cli.frame import printing as papers
from sfcheck.cli.frame.columns import show_columns
from sfcheck.cli.frame.options import AsJson
from sfcheck.language import _

if TYPE_CHECKING:
    from sfcheck.domain.referrals.record import Referral

FORMATS = ("text", "md", "docx", "json")

Given = Annotated[
    str, typer.Argument(metavar="REFERRAL", help=_("Its id, such as 2026-0003, or its letter's."))
]


def show(
    given: Given,
    *,
    form: Annotated[str | None, papers.form_option(FORMATS)] = None,
    as_json: AsJson = False,
    output: papers.Output = None,
    force: papers.Force = False,
) -> None:
    """Show a referral, or write its letter to a file."""
    from sfcheck.actions.desk import now
    from sfcheck.actions.proceedings import letters
    from sfcheck.actions.proceedings.steps import found
    from sfcheck.documents.official.letter import on_terminal
    from sfcheck.domain.referrals.law import REFERRAL, STATES

    chosen = "json" if as_json else papers.chosen(FORMATS, form, output)
    ledger = console.ledger()
    known = found(ledger, REFERRAL, given)
    content: str | bytes
    if chosen in ("md", "docx"):
        content = letters.printed(ledger, known, chosen, now())
    elif chosen == "json":
        content = papers.as_json(referral=_record(known))
    else:
        told = letters.told(ledger, known, now())
        content = papers.as_text(on_terminal(told, known, STATES, numbered=True), output)
    if isinstance(content, bytes) and output is None:
        content = content.decode()
    papers.hand_out(content, output, force=force, told=_("The referral is in {path}."))


def list_(as_json: AsJson = False) -> None:
    """List referrals."""
    from sfcheck.domain.procedure.issued import Issued

    ledger = console.ledger()
    known = ledger.referrals
    if as_json:
        console.show_json(referrals=[_record(each) for each in known])
        return
    headings = (
        *(_("id"), _("state"), _("document number"), _("referred"), _("about"), _("facts")),
    )
    show_columns(
        headings,
        (
            (
                *(each.id, state(each)),
                ((issued := each.last(Issued)) and issued.document) or "",
                *(destination(each.to), ledger.context.name(each.about), len(each.facts)),
            )
            for each in known
        ),
    )


def destination(to: str) -> str:
    """Return what the office a referral goes to is called."""
    from sfcheck.domain.referrals.law import DESTINATIONS

    return _(DESTINATIONS[to])


def state(known: "Referral") -> str:
    """Return where a referral stands."""
    from sfcheck.domain.referrals.law import STATES

    return _(STATES[known.state]) if known.state else ""


def _record(known: "Referral") -> dict[str, Any]:
    from sfcheck.domain.base.records import dump

    return {"id": known.id, "state": known.state, **dump(known)}
