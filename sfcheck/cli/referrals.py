"""The command `refer`: who may be referred, and a referral from its proposal to its outcome."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import click
import typer

from sfcheck.cli.frame import console
from sfcheck.cli.frame.columns import show_columns
from sfcheck.cli.frame.options import AsJson, dated, group, option
from sfcheck.cli.frame.printing import Wanted, printing
from sfcheck.cli.frame.proceedings import (
    SENT,
    SIGNED,
    RecordCommand,
    StepCommand,
    add_list,
    add_steps,
    data,
)
from sfcheck.errors import Refused
from sfcheck.language import _

if TYPE_CHECKING:
    from sfcheck.actions.desk import Desk
    from sfcheck.cli.frame.printing import Content
    from sfcheck.domain.facts import FactKind
    from sfcheck.domain.referrals.record import Referral
    from sfcheck.ledger.store import Ledger

TO = ("organization", "discipline")
refer = group()

Given = Annotated[
    str,
    typer.Argument(metavar="REFERRAL", help=_("Its id, such as 2026-037-0003, or its letter's.")),
]
DOCUMENT = option(str, "--document", _("The paper it stands on."))
APPROVAL = {"given": Given, **SIGNED, "document": DOCUMENT}
REASON = {"reason": option(str, "--reason", _("Why."))}
OPINION = {"opinion": option(str | None, "--opinion", _("What the overall office says of it."))}
PAPER = {
    "document": option(
        str | None, "--document", _("The receiving body's paper, where a clerk records it.")
    ),
    "signed_by": option(str | None, "--signed-by", _("Who signed that paper for the body.")),
}


@refer.callback()
def _refer() -> None:
    """Refer problems."""


@refer.command("candidates", help=_("Show what is on record and about whom; it decides nothing."))
def candidates(
    to: Annotated[
        str | None,
        typer.Option(
            "--to", click_type=click.Choice(TO), help=_("Only what is for this one of the two.")
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show on whom facts are on record that may be referred, as of today: a line for every fact."""
    from sfcheck.actions.referrals import candidates as counting
    from sfcheck.domain.base.records import dump
    from sfcheck.domain.base.vocabulary import label
    from sfcheck.domain.facts import KINDS
    from sfcheck.ledger.files import clock

    ledger = console.ledger()
    today = clock.today(ledger.root)
    found = counting.candidates(ledger, to, today)
    if as_json:
        rows = [
            {
                "to": each.to,
                "about": each.about,
                "name": each.name,
                "kind": each.kind,
                "times": len(each.cases),
                "threshold": each.threshold,
                "facts": [
                    {
                        **dump(case.fact),
                        "title": case.title,
                        "status": case.status,
                        "referral": case.referral,
                    }
                    for case in each.cases
                ],
            }
            for each in found
        ]
        console.show_json(on=today.isoformat(), candidates=rows)
        return
    headings = (
        *(_("referred"), _("about"), _("fact"), _("times"), _("since")),
        *(_("issue"), _("event"), _("status"), _("referral"), _("title")),
    )
    show_columns(
        headings,
        (
            (
                *(_destination(each.to), each.name, _(KINDS[each.kind]), len(each.cases)),
                *(case.fact.on, case.fact.issue, case.fact.event),
                *(label(case.status), case.referral or "–", case.title),
            )
            for each in found
            for case in each.cases
        ),
    )


def _proposed(answers: dict[str, Any]) -> dict[str, Any]:
    answers["cited"] = [_cited(text) for text in answers["cited"]]
    return answers


def _cited(text: str) -> "tuple[str, FactKind | None]":
    """Return the number and the kind of `NUMBER[:KIND]`; raises `Refused` (`bad-cited`)."""
    from sfcheck.domain.facts import FactKind

    number, colon, kind = text.strip().partition(":")
    if (colon and kind not in [*FactKind]) or not number:
        raise Refused("bad-cited", given=text, known=", ".join(FactKind))
    return number, FactKind(kind) if colon else None


def _verified(answers: dict[str, Any]) -> dict[str, Any]:
    findings = [
        _finding(text, verified=verified)
        for name, verified in (("verified", True), ("not_verified", False))
        for text in answers.pop(name, ())
    ]
    return {**_by_paper(answers), "findings": findings}


def _finding(text: str, *, verified: bool) -> tuple[int, bool, str]:
    """Return what `N OPINION` says of a fact; raises `Refused` (`bad-finding`)."""
    number, _blank, opinion = text.strip().partition(" ")
    if not (number.isascii() and number.isdecimal() and opinion.strip()):
        raise Refused("bad-finding", given=text)
    return int(number[:9]), verified, opinion.strip()


def _by_paper(answers: dict[str, Any]) -> dict[str, Any]:
    """Put the paper by which the body acted together; raises `Refused` (`half-a-paper`)."""
    document, signed_by = answers.pop("document", None), answers.pop("signed_by", None)
    if (document is None) != (signed_by is None):
        raise Refused("half-a-paper")
    paper = {"document": document, "signed_by": signed_by} if document and signed_by else None
    return {**answers, "paper": paper}


def _listed(desk: "Desk", done: "Referral") -> Iterable[str]:
    yield _("{count} fact(s) are listed.").format(count=len(done.facts))


def _line(ledger: "Ledger", done: "Referral") -> tuple[str, ...]:
    return _destination(done.to), done.about


def _cells(ledger: "Ledger", each: "Referral") -> tuple[object, ...]:
    from sfcheck.domain.procedure.issued import Issued

    issued = each.last(Issued)
    number = issued.document if issued else ""
    whom = (_destination(each.to), ledger.context.name(each.about))
    return each.id, REFERRALS.state(each), number, *whom, len(each.facts)


def _destination(to: str) -> str:
    from sfcheck.domain.referrals.law import DESTINATIONS

    return _(DESTINATIONS[to])


REFERRALS = RecordCommand(
    folder="referrals",
    entries="referrals",
    actions="referrals.steps",
    steps={
        "propose": StepCommand(
            _("Propose a referral on facts that are on record."),
            {
                "to": option(str, "--to", _("To whom it is to go."), choices=TO),
                "about": option(str, "--about", _("The body or unit, called as in the ledger.")),
                "cited": option(
                    list[str],
                    "--fact",
                    _("An issue with a fact about them, of that kind or all; several may be."),
                    metavar="NUMBER[:KIND]",
                ),
                **OPINION,
            },
            facts=_proposed,
            shows=_listed,
        ),
        "approve": StepCommand(
            _("Record that the Party committee approved it on paper."), APPROVAL
        ),
        "reject": StepCommand(
            _("Record that the Party committee did not approve it."), {**APPROVAL, **REASON}
        ),
        "withdraw": StepCommand(
            _("Take it back before it is transferred."), {"given": Given, **REASON}
        ),
        "transfer": StepCommand(
            _("Transfer it by letter, once it is approved."),
            {
                "given": Given,
                "document": option(
                    str, "--number", _("The letter's number as the office gives it, whole.")
                ),
                "issued_on": Annotated[date, dated("--on", _("The day on the paper."))],
                **SENT,
            },
        ),
        "verify": StepCommand(
            _("Say of each fact whether it is verified, as who received it."),
            {
                "given": Given,
                "verified": option(
                    list[str] | None,
                    "--verified",
                    _("The fact of this number in the list is verified; several may be."),
                    metavar="'N OPINION'",
                ),
                "not_verified": option(
                    list[str] | None,
                    "--not-verified",
                    _("The fact of this number is not; several may be."),
                    metavar="'N OPINION'",
                ),
                **PAPER,
            },
            facts=_verified,
        ),
        "decide": StepCommand(
            _("Record the receiving body's decision. Name no persons: names go into sealed files."),
            {
                "given": Given,
                "opinion": option(str, "--opinion", _("What was decided, and why.")),
                "instrument": option(
                    str | None,
                    "--instrument",
                    _("The measure applied, with its clause; without it, no action."),
                ),
                "persons": Annotated[
                    int,
                    typer.Option("--persons", min=0, help=_("How many persons it concerns.")),
                ],
                "bodies": option(
                    list[str] | None, "--body", _("A body it concerns; several may be.")
                ),
                **PAPER,
            },
            facts=_by_paper,
        ),
        "outcome": StepCommand(
            _("Acknowledge the outcome that came back."),
            {"given": Given, "document": DOCUMENT, "received_on": SIGNED["signed_on"], **OPINION},
        ),
    },
    line=_line,
    headings=(*(_("id"), _("state"), _("document number"), _("referred"), _("about"), _("facts")),),
    cells=_cells,
)
add_steps(refer, REFERRALS)


@refer.command("show", help=_("Show or print a referral; its letter as it went out."))
@printing(_("The referral is in {path}."))
def show(wanted: Wanted, given: Given) -> "Content":
    """Show a referral, or write its letter to a file."""
    from sfcheck.actions.proceedings import letters
    from sfcheck.documents.official.letter import on_terminal
    from sfcheck.ledger.files.clock import now

    ledger = console.ledger()
    known = REFERRALS.found(ledger, given)
    if wanted.form in ("md", "docx"):
        return letters.printed(ledger, known, wanted.form, now(ledger.root))
    if wanted.form == "json":
        return {"referral": data(known)}
    told = letters.told(ledger, known, now(ledger.root))
    return on_terminal(told, known, REFERRALS.procedure.states, numbered=True)


add_list(refer, REFERRALS, _("List all referrals and where they stand."))
