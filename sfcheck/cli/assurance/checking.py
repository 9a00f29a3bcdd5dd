"""Assurance: checking a ledger, and explaining what a check or a refusal says."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import click
import typer

from sfcheck.checks.formats import FORMATS
from sfcheck.cli.frame import console
from sfcheck.cli.frame.columns import show_columns, show_tree
from sfcheck.cli.frame.options import AsJson
from sfcheck.cli.frame.progress import progress
from sfcheck.cli.frame.shapes import Node
from sfcheck.language import _

if TYPE_CHECKING:
    from sfcheck.actions.assurance.explaining import Topic

FOUND = 1
"""The exit status of a check that found errors; warnings alone end with 0."""


def validate(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH...]", help=_("Files or folders to check; otherwise the whole ledger.")
        ),
    ] = None,
    form: Annotated[
        str,
        typer.Option("--format", click_type=click.Choice(list(FORMATS)), help=_("How to show it.")),
    ] = "text",
    as_json: AsJson = False,
    jobs: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="N",
            help=_("Processes to use; otherwise SFCHECK_JOBS, or one for each processor."),
        ),
    ] = None,
    afresh: Annotated[
        bool, typer.Option("--afresh", help=_("Judge again what did not change, too."))
    ] = False,
) -> None:
    """Check files, records and lives of issues, and show every finding; nothing is changed."""
    from sfcheck.actions.assurance import checking

    root = console.root()
    with progress() as told:
        report = checking.validate(root, paths or (), jobs=jobs, told=told, afresh=afresh)
    for line in FORMATS["json" if as_json else form](report, _in_repository(root)):
        click.echo(line)
    console.say(
        _("Files checked: {files}. Errors: {errors}. Warnings: {warnings}.").format(
            files=report.files, errors=report.errors, warnings=report.warnings
        )
    )
    if report.errors:
        raise typer.Exit(FOUND)


def explain(
    word: Annotated[
        str | None,
        typer.Argument(
            metavar="[WORD]",
            help=_("A code such as SF201, a refusal, a status, a step, a field; otherwise all."),
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say what a rule, a refusal, a step, a term or a field means; bare: list them all."""
    from sfcheck.actions.assurance import explaining as assurance

    entries = assurance.explain(word) if word else assurance.index()
    if as_json:
        console.show_json(entries=[{**entry._asdict()} for entry in entries])
    elif word:
        for entry in entries:
            _show(entry)
    else:
        for kind, heading in assurance.KINDS.items():
            rows = [(entry.name, entry.title) for entry in entries if entry.kind == kind]
            show_columns((_(heading), ""), rows)
            console.show("")


def _show(entry: "Topic") -> None:
    from sfcheck.actions.assurance.explaining import SECTIONS

    title = entry.name if entry.title == entry.name else f"{entry.name}: {entry.title}"
    show_tree(Node(title, [(_(SECTIONS[name]), text) for name, text in entry.sections.items()]))
    console.show("")


def _in_repository(root: Path) -> str:
    """Return the ledger's folder within the repository around it, ending in a slash; or nothing."""
    for top in (root, *root.parents):
        if (top / ".git").exists():
            within = root.relative_to(top).as_posix()
            return "" if within == "." else f"{within}/"
    return ""
