"""The command `bulletin`: drafting, putting together, signing off, publishing, printing."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sfcheck.cli.frame import console
from sfcheck.cli.frame.options import dated, day, group, option
from sfcheck.cli.frame.printing import Wanted, printing
from sfcheck.cli.frame.proceedings import (
    DROPPED,
    SENT,
    SIGNED,
    RecordCommand,
    StepCommand,
    add_list,
    add_steps,
    data,
)
from sfcheck.domain.base.vocabulary import Duty, Severity
from sfcheck.errors import Refused
from sfcheck.language import _

if TYPE_CHECKING:
    from sfcheck.actions.desk import Desk
    from sfcheck.cli.frame.printing import Content
    from sfcheck.domain.bulletins.record import Bulletin
    from sfcheck.ledger.store import Ledger

bulletin = group()

Given = Annotated[
    str, typer.Argument(metavar="BULLETIN", help=_("Its id, such as 2026-037-0003, or its number."))
]


@bulletin.callback()
def _bulletins() -> None:
    """Issue bulletins."""


def _demanded(answers: dict[str, Any]) -> dict[str, Any]:
    if "demands" in answers:
        answers["demands"] = [_demand(text) for text in answers["demands"]]
    return answers


def _demand(text: str) -> tuple[date, str]:
    """Return the day and the demand of `DATE TEXT`; raises `Refused` (`bad-demand`)."""
    first, _blank, rest = text.strip().partition(" ")
    try:
        due = day(first)
    except typer.BadParameter as error:
        raise Refused("bad-demand", given=text) from error
    if not rest.strip():
        raise Refused("bad-demand", given=text)
    return due, rest.strip()


def _listed(desk: "Desk", done: "Bulletin") -> Iterable[str]:
    if done.pin:
        yield _("{count} issue(s) are listed.").format(count=len(done.pin.issues))


def _cells(ledger: "Ledger", each: "Bulletin") -> tuple[object, ...]:
    from sfcheck.domain.bulletins.record import Published

    published = each.last(Published)
    number = published.document if published else ""
    listed = len(each.pin.issues) if each.pin else ""
    return each.id, BULLETINS.state(each), number, listed, each.title


BULLETINS = RecordCommand(
    folder="bulletins",
    entries="bulletins",
    actions="bulletins",
    steps={
        "draft": StepCommand(
            _("Begin a bulletin; without a scope it is about all issues."),
            {
                "title": option(str, "--title", _("Its title, as it will be printed.")),
                "rotation": option(
                    str | None, "--round", _("What this round found."), metavar="ROUND"
                ),
                "place": option(
                    str | None, "--place", _("What lies in this place."), metavar="PLACE"
                ),
                "duty": option(str | None, "--duty", _("Of this duty."), choices=Duty),
                "severity": option(
                    str | None, "--severity", _("Of this severity."), choices=Severity
                ),
            },
        ),
        "consolidate": StepCommand(
            _("Put it together from the last commit, and pin that."),
            {
                "given": Given,
                "recommendations": option(
                    list[str] | None,
                    "--recommend",
                    _("A recommendation; several may be."),
                    metavar="TEXT",
                ),
                "demands": option(
                    list[str] | None,
                    "--demand",
                    _("What is demanded by a day; several may be."),
                    metavar="'DATE TEXT'",
                ),
                "contact": option(str | None, "--contact", _("Whom to ask, and how.")),
            },
            facts=_demanded,
            shows=_listed,
        ),
        "sign": StepCommand(
            _("Record that a leader signed it off on paper."),
            {"given": Given, **SIGNED},
        ),
        "publish": StepCommand(
            _("Issue it; from now on it is printed as it is today."),
            {
                "given": Given,
                "document": option(
                    str, "--number", _("The document's number as the office gives it, whole.")
                ),
                "issued_on": Annotated[date, dated("--on", _("The day on the paper."))],
                "to": option(list[str], "--to", _("To whom it goes; several may be.")),
                **SENT,
            },
        ),
        "drop": StepCommand(
            _("Record that it will not be issued; it stays on record."),
            {"given": Given, **DROPPED},
        ),
    },
    line=lambda ledger, done: (done.title,),
    headings=(_("id"), _("state"), _("document number"), _("issues"), _("bulletin")),
    cells=_cells,
)
add_steps(bulletin, BULLETINS)


@bulletin.command("show", help=_("Show or print a bulletin; a published one as it was published."))
@printing(_("The bulletin is in {path}."))
def show(wanted: Wanted, given: Given) -> "Content":
    """Show a bulletin, or write it to a file."""
    from sfcheck.actions.proceedings import letters
    from sfcheck.documents.official.letter import on_terminal
    from sfcheck.ledger.files.clock import now

    ledger = console.ledger()
    known = BULLETINS.found(ledger, given)
    if wanted.form in ("md", "docx"):
        return letters.printed(ledger, known, wanted.form, now(ledger.root))
    told = letters.told(ledger, known, now(ledger.root))
    if wanted.form == "json":
        return {"bulletin": data(known), "figures": told["figures"]}
    return on_terminal(told, known, BULLETINS.procedure.states)


add_list(bulletin, BULLETINS, _("List all bulletins and where they stand."))
