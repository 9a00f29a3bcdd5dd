"""The command `refer`: who may be referred, and a referral from its proposal to its outcome."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import click
import typer

from sfcheck.cli import referred
from sfcheck.cli.frame import console
from sfcheck.cli.frame.options import AsJson, DryRun, Yes, carry_out, day, group
from sfcheck.cli.referred import Given, destination, state
from sfcheck.errors import Refused
from sfcheck.language import _

if TYPE_CHECKING:
    from sfcheck.actions.desk import Desk
    from sfcheck.domain.facts import FactKind
    from sfcheck.domain.referrals.record import Referral

TO = click.Choice(["organization", "discipline"])
refer = group()

Signatory = Annotated[str, typer.Option("--signatory", help=_("Who signed."))]
On = Annotated[date, typer.Option("--on", parser=day, metavar="DATE", help=_("On what day."))]
Document = Annotated[str, typer.Option("--document", help=_("The paper it stands on."))]
Reason = Annotated[str, typer.Option("--reason", help=_("Why."))]
PaperDocument = Annotated[
    str | None,
    typer.Option("--document", help=_("The receiving body's paper, where a clerk records it.")),
]
SignedBy = Annotated[
    str | None, typer.Option("--signed-by", help=_("Who signed that paper for the body."))
]


@refer.callback()
def _refer() -> None:
    """Refer problems."""


@refer.command("candidates", help=_("Show what is on record and about whom; it decides nothing."))
def candidates(
    to: Annotated[
        str | None,
        typer.Option("--to", click_type=TO, help=_("Only what is for this one of the two.")),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show who may be referred, with the facts."""
    from sfcheck.cli.candidates import show_candidates

    show_candidates(to, as_json=as_json)


@refer.command("propose", help=_("Propose a referral on facts that are on record."))
def propose(
    to: Annotated[str, typer.Option("--to", click_type=TO, help=_("To whom it is to go."))],
    about: Annotated[
        str, typer.Option("--about", help=_("The body or unit, called as in the ledger."))
    ],
    fact: Annotated[
        list[str],
        typer.Option(
            "--fact",
            metavar="NUMBER[:KIND]",
            help=_("An issue with a fact about them, of that kind or all; several may be."),
        ),
    ],
    opinion: Annotated[
        str | None, typer.Option("--opinion", help=_("What the overall office says of it."))
    ] = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Propose a referral."""
    from sfcheck.actions.referrals import steps as referrals

    cited = [_cited(each) for each in fact]

    def act(desk: "Desk") -> str:
        done = referrals.propose(desk, to, about, cited, opinion=opinion)
        console.say(_("{count} fact(s) are listed.").format(count=len(done.facts)))
        return _told(done)

    carry_out(act, dry_run=dry_run, yes=yes)


@refer.command("approve", help=_("Record that the Party committee approved it on paper."))
def approve(
    given: Given,
    signatory: Signatory,
    on: On,
    document: Document,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Record an approval."""
    from sfcheck.actions.referrals import steps as referrals

    shown: dict[str, Any] = {"signatory": signatory, "signed_on": on, "document": document}
    carry_out(lambda desk: _told(referrals.approve(desk, given, **shown)), dry_run=dry_run, yes=yes)


@refer.command("reject", help=_("Record that the Party committee did not approve it."))
def reject(
    given: Given,
    signatory: Signatory,
    on: On,
    document: Document,
    reason: Reason,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Record a rejection."""
    from sfcheck.actions.referrals import steps as referrals

    shown: dict[str, Any] = {"signatory": signatory, "signed_on": on, "document": document}
    carry_out(
        lambda desk: _told(referrals.reject(desk, given, reason=reason, **shown)),
        dry_run=dry_run,
        yes=yes,
    )


@refer.command("withdraw", help=_("Take it back before it is transferred."))
def withdraw(given: Given, reason: Reason, dry_run: DryRun = False, yes: Yes = False) -> None:
    """Withdraw a referral."""
    from sfcheck.actions.referrals import steps as referrals

    carry_out(
        lambda desk: _told(referrals.withdraw(desk, given, reason=reason)),
        dry_run=dry_run,
        yes=yes,
    )


@refer.command("transfer", help=_("Transfer it by letter, once it is approved."))
def transfer(
    given: Given,
    number: Annotated[
        str, typer.Option("--number", help=_("The letter's number as the office gives it, whole."))
    ],
    on: Annotated[
        date, typer.Option("--on", parser=day, metavar="DATE", help=_("The day on the paper."))
    ],
    copy: Annotated[
        list[str] | None, typer.Option("--copy", help=_("Who has a copy; several may be."))
    ] = None,
    head: Annotated[
        str | None,
        typer.Option("--head", help=_("The red head; otherwise the issuing body's name.")),
    ] = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Transfer a referral."""
    from sfcheck.actions.referrals import steps as referrals

    def act(desk: "Desk") -> str:
        shown: dict[str, Any] = {"copies": copy or (), "head": head}
        return _told(referrals.transfer(desk, given, document=number, issued_on=on, **shown))

    carry_out(act, dry_run=dry_run, yes=yes)


@refer.command("verify", help=_("Say of each fact whether it is verified, as who received it."))
def verify(
    given: Given,
    verified: Annotated[
        list[str] | None,
        typer.Option(
            "--verified",
            metavar="'N OPINION'",
            help=_("The fact of this number in the list is verified; several may be."),
        ),
    ] = None,
    not_verified: Annotated[
        list[str] | None,
        typer.Option(
            "--not-verified",
            metavar="'N OPINION'",
            help=_("The fact of this number is not; several may be."),
        ),
    ] = None,
    document: PaperDocument = None,
    signed_by: SignedBy = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Verify the facts."""
    from sfcheck.actions.referrals import steps as referrals

    findings = [_finding(each, verified=True) for each in verified or ()]
    findings += [_finding(each, verified=False) for each in not_verified or ()]
    paper = _paper(document, signed_by)
    carry_out(
        lambda desk: _told(referrals.verify(desk, given, findings, paper=paper)),
        dry_run=dry_run,
        yes=yes,
    )


@refer.command(
    "decide",
    help=_("Record the receiving body's decision. Name no persons: names go into sealed files."),
)
def decide(
    given: Given,
    opinion: Annotated[str, typer.Option("--opinion", help=_("What was decided, and why."))],
    instrument: Annotated[
        str | None,
        typer.Option(
            "--instrument", help=_("The measure applied, with its clause; without it, no action.")
        ),
    ] = None,
    persons: Annotated[
        int, typer.Option("--persons", min=0, help=_("How many persons it concerns."))
    ] = 0,
    body: Annotated[
        list[str] | None, typer.Option("--body", help=_("A body it concerns; several may be."))
    ] = None,
    document: PaperDocument = None,
    signed_by: SignedBy = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Record a decision."""
    from sfcheck.actions.referrals import steps as referrals

    shown: dict[str, Any] = {
        "opinion": opinion,
        "instrument": instrument,
        "persons": persons,
        "bodies": body or (),
        "paper": _paper(document, signed_by),
    }
    carry_out(lambda desk: _told(referrals.decide(desk, given, **shown)), dry_run=dry_run, yes=yes)


@refer.command("outcome", help=_("Acknowledge the outcome that came back."))
def outcome(
    given: Given,
    document: Document,
    on: On,
    opinion: Annotated[
        str | None, typer.Option("--opinion", help=_("What the overall office says of it."))
    ] = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Acknowledge an outcome."""
    from sfcheck.actions.referrals import steps as referrals

    shown: dict[str, Any] = {"document": document, "received_on": on, "opinion": opinion}
    carry_out(lambda desk: _told(referrals.outcome(desk, given, **shown)), dry_run=dry_run, yes=yes)


refer.command("show", help=_("Show or print a referral; its letter as it went out."))(referred.show)
refer.command("list", help=_("List all referrals and where they stand."))(referred.list_)


def _cited(text: str) -> "tuple[str, FactKind | None]":
    """Return the number and the kind of `NUMBER[:KIND]`; raises `Refused` (`bad-cited`)."""
    from sfcheck.domain.facts import FactKind

    number, colon, kind = text.strip().partition(":")
    if (colon and kind not in [*FactKind]) or not number:
        raise Refused("bad-cited", given=text, known=", ".join(FactKind))
    return number, FactKind(kind) if colon else None


def _finding(text: str, *, verified: bool) -> tuple[int, bool, str]:
    """Return what `N OPINION` says of a fact; raises `Refused` (`bad-finding`)."""
    number, _blank, opinion = text.strip().partition(" ")
    if not (number.isascii() and number.isdecimal() and opinion.strip()):
        raise Refused("bad-finding", given=text)
    return int(number[:9]), verified, opinion.strip()


def _paper(document: str | None, signed_by: str | None) -> dict[str, str] | None:
    """Return the paper by which the body acted; raises `Refused` (`half-a-paper`)."""
    if (document is None) != (signed_by is None):
        raise Refused("half-a-paper")
    return {"document": document, "signed_by": signed_by} if document and signed_by else None


def _told(done: "Referral") -> str:
    return f"{done.id}  {state(done)}  {destination(done.to)}  {done.about}"
