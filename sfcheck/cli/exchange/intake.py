"""The command `import`: what became of each row of a spreadsheet."""

from pathlib import Path
from typing import Annotated, Any

import typer

from sfcheck.cli.frame import console
from sfcheck.cli.frame.options import AsJson, DryRun
from sfcheck.cli.issues.register import FIELDS, nested
from sfcheck.errors import Refused
from sfcheck.language import _


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("An .xlsx, .xls, .ods or .csv."))],
    sheet: Annotated[
        str | None, typer.Option(help=_("Which sheet; otherwise it is found."))
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option(help=_("A YAML or JSON file: field → heading or column letter."))
    ] = None,
    split: Annotated[
        bool, typer.Option("--split", help=_("One issue for each problem numbered in a cell."))
    ] = False,
    year: Annotated[
        int | None, typer.Option(min=1990, max=2100, help=_("Year of dates written without one."))
    ] = None,
    register: Annotated[
        bool, typer.Option("--register", help=_("New findings of your team, not an old ledger."))
    ] = False,
    setting: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FIELD=VALUE", help=_("What every registered row shows.")),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(help=_("Where the problems come from, where the sheet does not say.")),
    ] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Take over a spreadsheet and say for each row what became of it."""
    from sfcheck.actions.exchange import intake

    if setting and not register:
        raise Refused("set-without-register")
    shown = nested(dict(_set(one) for one in setting or ())) if register else None
    desk = console.desk(dry_run=dry_run)
    taken = intake.take_over(
        desk,
        file,
        sheet=sheet,
        mapping=mapping,
        split=split,
        year=year,
        register=shown,
        source=source,
    )
    if as_json:
        console.show_json(
            dry_run=dry_run,
            sheet=taken.reading.sheet,
            columns=dict(taken.reading.columns),
            created=intake.as_rows(taken.created),
            refused=intake.as_rows(taken.refused),
            unchanged=intake.as_rows(taken.unchanged),
            notes=[note.text for note in taken.reading.notes],
        )
    else:
        _tell(taken, dry_run=dry_run)


def _set(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    key = name.strip().replace("-", "_")
    if not equals or key not in FIELDS:
        raise Refused("bad-setting", given=text, known=", ".join(FIELDS))
    return key, value.strip()


def _tell(taken: Any, *, dry_run: bool) -> None:
    reading = taken.reading
    first, last = reading.head_rows
    console.say(
        _("Sheet “{sheet}”, head in rows {first} to {last}; columns: {columns}.").format(
            sheet=reading.sheet,
            first=first,
            last=last,
            columns=" · ".join(f"{field} = {name}" for field, name in reading.columns.items()),
        )
    )
    for note in reading.notes:
        console.say("  " + note.text)
    for outcome in taken.created:
        where = _("row {row}").format(row=_row(outcome))
        console.show(f"{where}: {outcome.number or _('would be created')}")
        _tell_notes(outcome)
    for outcome in taken.unchanged:
        console.show(
            _("row {row}: on the list already as {number}").format(
                row=_row(outcome), number=outcome.number
            )
        )
        _tell_notes(outcome)
    for outcome in taken.refused:
        console.show(
            _("row {row}: not taken over: {reason}").format(
                row=_row(outcome), reason=outcome.reason
            )
        )
    message = _("{created} created, {unchanged} on the list already, {refused} not taken over.")
    if dry_run:
        message = _(
            "Would create {created}; {unchanged} on the list already, {refused} not taken over."
        )
    console.say(
        message.format(
            created=len(taken.created),
            unchanged=len(taken.unchanged),
            refused=len(taken.refused),
        )
    )


def _row(outcome: Any) -> str:
    return f"{outcome.row}.{outcome.part}" if outcome.part else str(outcome.row)


def _tell_notes(outcome: Any) -> None:
    for note in outcome.notes:
        console.show("    " + note)
