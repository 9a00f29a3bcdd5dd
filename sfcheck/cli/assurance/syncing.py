"""The command `sync`: this clone and the others become one ledger."""

from typing import Annotated

import click
import typer

from sfcheck.cli.frame import console
from sfcheck.cli.frame.options import AsJson, DryRun
from sfcheck.cli.frame.progress import progress
from sfcheck.language import _


def sync(
    source: Annotated[
        str | None,
        typer.Argument(
            metavar="[PLACE]", help=_("A folder or a bundle, such as on a stick; else the remote.")
        ),
    ] = None,
    keep: Annotated[
        str | None,
        typer.Option(
            "--keep",
            click_type=click.Choice(["here", "there"]),
            help=_("Whose value stays where both sides changed one thing."),
        ),
    ] = None,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Fetch, merge by the law, count that nothing is lost, and push."""
    from sfcheck.actions.assurance import syncing

    desk = console.desk(dry_run=dry_run)
    with progress() as told:
        done = syncing.sync(desk, source, keep, told)
    if as_json:
        console.show_json(
            came=done.came,
            went=done.went,
            records=done.records,
            merged=done.merged,
            waiting=done.waiting,
            restored=done.restored,
            kept=[each._asdict() for each in done.kept],
            pushed=done.pushed,
        )
        return
    counts = {"came": done.came, "went": done.went, "merged": len(done.merged)}
    if done.came or done.went or done.files:
        said = _("Events that came: {came}; that went: {went}. Records merged: {merged}.")
        console.show(said.format(**counts))
        console.show(_("Everything that either side had is there: counted event by event."))
    for path in done.restored:
        console.show(_("Brought back: {path}").format(path=path))
    for clash in done.kept:
        said = _("Both sides had changed {path} {field}; kept: {side}")
        console.show(said.format(path=clash.path, field=clash.field, side=keep))
    if dry_run:
        console.say(_("Dry run: nothing was changed."))
    elif done.pushed:
        console.show(_("This clone and the other side are the same now."))
    else:
        console.show(_("This clone has all that is there; nothing was sent there."))
    for number in done.waiting:
        console.show(_("{number} waits for a ruling on what both sides did.").format(number=number))
    follow = f"sfcheck show {done.waiting[0]}" if done.waiting else "sfcheck list"
    console.say(_("Next: `{command}`.").format(command=follow))
