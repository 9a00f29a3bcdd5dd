"""Reading issues: a list of them, one whole, its life."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import click
import typer

from sfcheck.cli.frame import console
from sfcheck.cli.frame.columns import show_columns
from sfcheck.cli.frame.options import AsJson, filtered
from sfcheck.cli.frame.progress import progress
from sfcheck.cli.issues import telling
from sfcheck.domain.base.vocabulary import field_label, label
from sfcheck.errors import UNREADABLE
from sfcheck.language import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sfcheck.actions.issues.listing import Row
    from sfcheck.ledger.queries import Query

SORTS = ("number", "due", "found", "severity")
LISTED = ("number", "status", "severity", "due", "place", "unit", "title")

Numbers = Annotated[list[str], typer.Argument(metavar="NUMBER...", help=_("Issue numbers."))]


@filtered
def list_(
    query: "Query",
    *,
    sort: Annotated[
        str, typer.Option(click_type=click.Choice(SORTS), help=_("What to sort by."))
    ] = "number",
    limit: Annotated[int | None, typer.Option(min=1, help=_("How many to show at most."))] = None,
    as_json: AsJson = False,
) -> None:
    """List the issues that answer every term; a term given twice means either value."""
    from sfcheck.actions.issues.listing import listing
    from sfcheck.ledger.files import clock

    today = clock.today(console.root())
    with progress() as told:
        found = listing(
            console.root(), query, today, sort=sort, limit=limit, as_json=as_json, told=told
        )
    shown = len(found.lines if as_json else found.rows)
    if as_json:
        console.show_json(issues=console.Lines(found.lines))
    elif found.rows:
        columns = (*LISTED[:-1], "holder", LISTED[-1]) if len(found.holders) > 1 else LISTED
        rows = (
            _listed({**row, "holder": found.holders[str(row["holder"])]}, columns, today)
            for row in found.rows
        )
        show_columns([field_label(column) for column in columns], rows)
    if found.broken:
        console.complain(found.broken[0].along_with(found.broken[1:]))
    count = ngettext("{count} issue", "{count} issues", found.total).format(count=found.total)
    counted = [_("{count} overdue").format(count=found.overdue)]
    counted += [_("{count} due soon").format(count=found.soon)] if found.soon else []
    if found.in_round:
        counted.append(_("{count} due before the round ends").format(count=found.in_round))
    console.say(_(", ").join((count, *counted)))
    if shown < found.total:
        console.say(_("Only the first {count} are shown.").format(count=shown))
    if found.broken:
        message = ngettext(
            "{count} record could not be read; `sfcheck validate` says why.",
            "{count} records could not be read; `sfcheck validate` says why.",
            len(found.broken),
        )
        console.say(message.format(count=len(found.broken)))
        raise typer.Exit(UNREADABLE)


def _listed(row: "Row", columns: "Sequence[str]", today: date) -> list[object]:
    shown: dict[str, object] = {
        **row,
        "status": telling.status(
            str(row["status"]),
            row["due"] if row["overdue"] or row["due_soon"] else None,
            today,
            late=bool(row["overdue"]),
        ),
        "severity": label(str(row["severity"])),
        "due": telling.due(row["due"], provisional=bool(row["provisional"])),
        "place": row["place_name"] or row["place"],
    }
    return [shown[name] for name in columns]


def show(numbers: Numbers, *, as_json: AsJson = False) -> None:
    """Show issues whole: what stands in the record, who holds the place, what comes next."""
    from sfcheck.actions.issues.reading import dossier
    from sfcheck.errors import Refused
    from sfcheck.ledger.files.clock import now

    ledger = console.ledger()
    at = now(ledger.root)
    found, refused = [], []
    for number in dict.fromkeys(numbers):
        try:
            found.append(dossier(ledger, number, at))
        except Refused as refusal:
            refused.append(refusal)
    if refused:
        raise refused[0].along_with(refused[1:])
    if as_json:
        plain = [telling.dossier_data(one) for one in found]
        console.show_json(**({"issue": plain[0]} if len(plain) == 1 else {"issues": plain}))
    for one in found:
        if not as_json:
            telling.show_dossier(one, ledger.context, at.date())
        for warning in (one.warning, *one.warning.others) if one.warning else ():
            console.say(_("Warning: {message}").format(message=warning))


def log(
    given: Annotated[
        str, typer.Argument(metavar="NUMBER|PLACE", help=_("An issue's number, or a place."))
    ],
    *,
    reverse: Annotated[bool, typer.Option("--reverse", help=_("The newest first."))] = False,
    as_json: AsJson = False,
) -> None:
    """Tell an issue's life from git, or who held a place: when, who, what changed."""
    from sfcheck.actions.issues.reading import told_custody, told_life
    from sfcheck.ledger.files.clock import now

    ledger = console.ledger()
    if custody := told_custody(ledger, given, now(ledger.root)):
        order = slice(None, None, -1 if reverse else 1)
        told = custody._replace(tenures=custody.tenures[order], moves=custody.moves[order])
        if as_json:
            console.show_json(**telling.custody_data(told))
        else:
            telling.show_custody(told, ledger.context)
        return
    known, chapters = told_life(ledger, given)
    lived = chapters[::-1] if reverse else chapters
    if as_json:
        console.show_json(number=known, log=[telling.chapter_data(chapter) for chapter in lived])
        return
    telling.show_life(known, lived, ledger.context)
