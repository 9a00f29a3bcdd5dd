"""The command `bulletin`: drafting, putting together, signing off, publishing, letters."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import click
import typer

from sfcheck.cli.frame import console
from sfcheck.cli.frame import printing as papers
from sfcheck.cli.frame.columns import show_columns
from sfcheck.cli.frame.options import AsJson, DryRun, Yes, carry_out, day, group
from sfcheck.domain.base.vocabulary import BULLETIN_STATES, Duty, Severity
from sfcheck.errors import Refused
from sfcheck.language import _

if TYPE_CHECKING:
    from sfcheck.actions.desk import Desk
    from sfcheck.domain.bulletins.record import Bulletin

FORMATS = ("text", "md", "docx", "json")
bulletin = group()

Given = Annotated[
    str, typer.Argument(metavar="BULLETIN", help=_("Its id, such as 2026-0003, or its number."))
]


@bulletin.callback()
def _bulletins() -> None:
    """Issue bulletins."""


@bulletin.command("draft", help=_("Begin a bulletin; without a scope it is about all issues."))
def draft(
    title: Annotated[str, typer.Option("--title", help=_("Its title, as it will be printed."))],
    rotation: Annotated[
        str | None, typer.Option("--round", metavar="ROUND", help=_("What this round found."))
    ] = None,
    place: Annotated[
        str | None, typer.Option("--place", metavar="PLACE", help=_("What lies in this place."))
    ] = None,
    duty: Annotated[
        str | None,
        typer.Option("--duty", click_type=click.Choice([*map(str, Duty)]), help=_("Of this duty.")),
    ] = None,
    severity: Annotated[
        str | None,
        typer.Option(
            "--severity",
            click_type=click.Choice([*map(str, Severity)]),
            help=_("Of this severity."),
        ),
    ] = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Begin a bulletin."""
    from sfcheck.actions import bulletins

    scope = {"rotation": rotation, "place": place, "duty": duty, "severity": severity}
    carry_out(lambda desk: _told(bulletins.draft(desk, title, **scope)), dry_run=dry_run, yes=yes)


@bulletin.command("consolidate", help=_("Put it together from the last commit, and pin that."))
def consolidate(
    given: Given,
    recommend: Annotated[
        list[str] | None,
        typer.Option("--recommend", metavar="TEXT", help=_("A recommendation; several may be.")),
    ] = None,
    demand: Annotated[
        list[str] | None,
        typer.Option(
            "--demand", metavar="'DATE TEXT'", help=_("What is demanded by a day; several may be.")
        ),
    ] = None,
    contact: Annotated[
        str | None, typer.Option("--contact", help=_("Whom to ask, and how."))
    ] = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Put a bulletin together."""
    from sfcheck.actions import bulletins

    demands = [_demand(text) for text in demand or ()]

    def act(desk: "Desk") -> str:
        done = bulletins.consolidate(
            desk, given, recommendations=recommend or (), demands=demands, contact=contact
        )
        if done.pin:
            console.say(_("{count} issue(s) are listed.").format(count=len(done.pin.issues)))
        return _told(done)

    carry_out(act, dry_run=dry_run, yes=yes)


@bulletin.command("sign", help=_("Record that a leader signed it off on paper."))
def sign(
    given: Given,
    signatory: Annotated[str, typer.Option("--signatory", help=_("Who signed."))],
    on: Annotated[date, typer.Option("--on", parser=day, metavar="DATE", help=_("On what day."))],
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Record a sign-off."""
    from sfcheck.actions import bulletins

    carry_out(
        lambda desk: _told(bulletins.sign(desk, given, signatory=signatory, signed_on=on)),
        dry_run=dry_run,
        yes=yes,
    )


@bulletin.command("publish", help=_("Issue it; from now on it is printed as it is today."))
def publish(
    given: Given,
    number: Annotated[
        str,
        typer.Option("--number", help=_("The document's number as the office gives it, whole.")),
    ],
    on: Annotated[
        date, typer.Option("--on", parser=day, metavar="DATE", help=_("The day on the paper."))
    ],
    to: Annotated[list[str], typer.Option("--to", help=_("To whom it goes; several may be."))],
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
    """Publish a bulletin."""
    from sfcheck.actions import bulletins

    def act(desk: "Desk") -> str:
        shown: dict[str, Any] = {"to": to, "copies": copy or (), "head": head}
        return _told(bulletins.publish(desk, given, document=number, issued_on=on, **shown))

    carry_out(act, dry_run=dry_run, yes=yes)


@bulletin.command("drop", help=_("Record that it will not be issued; it stays on record."))
def drop(
    given: Given,
    reason: Annotated[str, typer.Option("--reason", help=_("Why not."))],
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Drop a bulletin."""
    from sfcheck.actions import bulletins

    carry_out(
        lambda desk: _told(bulletins.drop(desk, given, reason=reason)), dry_run=dry_run, yes=yes
    )


@bulletin.command("show", help=_("Show or print a bulletin; a published one as it was published."))
def show(
    given: Given,
    *,
    form: Annotated[str | None, papers.form_option(FORMATS)] = None,
    as_json: AsJson = False,
    output: papers.Output = None,
    force: papers.Force = False,
) -> None:
    """Show a bulletin, or write it to a file."""
    from sfcheck.actions.desk import now
    from sfcheck.actions.proceedings import letters
    from sfcheck.actions.proceedings.steps import found
    from sfcheck.documents.official.letter import on_terminal
    from sfcheck.domain.base.records import dump
    from sfcheck.domain.bulletins.law import BULLETIN

    chosen = "json" if as_json else papers.chosen(FORMATS, form, output)
    ledger = console.ledger()
    known = found(ledger, BULLETIN, given)
    content: str | bytes
    if chosen in ("md", "docx"):
        content = letters.printed(ledger, known, chosen, now())
    else:
        told = letters.told(ledger, known, now())
        if chosen == "json":
            record = {"id": known.id, "state": known.state, **dump(known)}
            content = papers.as_json(bulletin=record, figures=told["figures"])
        else:
            paper = on_terminal(told, known, BULLETIN_STATES)
            content = papers.as_text(paper, output)
    if isinstance(content, bytes) and output is None:
        content = content.decode()
    papers.hand_out(content, output, force=force, told=_("The bulletin is in {path}."))


@bulletin.command("list", help=_("List all bulletins and where they stand."))
def list_(as_json: AsJson = False) -> None:
    """List bulletins."""
    from sfcheck.domain.base.records import dump
    from sfcheck.domain.bulletins.record import Published

    known = console.ledger().bulletins
    if as_json:
        rows = [{"id": each.id, "state": each.state, **dump(each)} for each in known]
        console.show_json(bulletins=rows)
        return
    headings = (_("id"), _("state"), _("document number"), _("issues"), _("bulletin"))
    show_columns(
        headings,
        (
            (
                each.id,
                _state(each),
                ((published := each.last(Published)) and published.document) or "",
                len(each.pin.issues) if each.pin else "",
                each.title,
            )
            for each in known
        ),
    )


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


def _state(known: "Bulletin") -> str:
    return _(BULLETIN_STATES[known.state]) if known.state else ""


def _told(done: "Bulletin") -> str:
    return f"{done.id}  {_state(done)}  {done.title}"
