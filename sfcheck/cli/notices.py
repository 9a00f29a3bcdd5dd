"""The command `notice`: papers about issues, told from what is on record."""

from pathlib import Path
from typing import Annotated

import typer

from sfcheck.cli.frame import console
from sfcheck.cli.frame import printing as papers
from sfcheck.cli.frame.options import AsJson, group
from sfcheck.language import _

FORMATS = ("text", "md", "docx", "json")
notice = group()

Numbers = Annotated[list[str], typer.Argument(metavar="NUMBER...", help=_("Issue numbers."))]
Form = Annotated[str | None, papers.form_option(FORMATS)]
Document = Annotated[
    str,
    typer.Option("--document", help=_("The letter's number as the office gives it; else blank.")),
]


@notice.callback()
def _notices() -> None:
    """Print papers about issues."""


@notice.command("feedback", help=_("The paper of a notice: finding, demand, how to object."))
def feedback(
    numbers: Numbers,
    *,
    form: Form = None,
    as_json: AsJson = False,
    output: papers.Output = None,
    force: papers.Force = False,
) -> None:
    """Print the paper of a notice."""
    _print("feedback", numbers, "", form, as_json, output, force)


@notice.command("extension", help=_("The reply that grants more time."))
def extension(
    numbers: Numbers,
    *,
    document: Document = "",
    form: Form = None,
    as_json: AsJson = False,
    output: papers.Output = None,
    force: papers.Force = False,
) -> None:
    """Print the reply that grants more time."""
    _print("extension", numbers, document, form, as_json, output, force)


@notice.command("reminder", help=_("The letter that presses for what is late."))
def reminder(
    numbers: Numbers,
    *,
    document: Document = "",
    form: Form = None,
    as_json: AsJson = False,
    output: papers.Output = None,
    force: papers.Force = False,
) -> None:
    """Print a reminder."""
    _print("reminder", numbers, document, form, as_json, output, force)


@notice.command("closing", help=_("The form of acceptance and closing, a sheet for each issue."))
def closing(
    numbers: Numbers,
    *,
    form: Form = None,
    as_json: AsJson = False,
    output: papers.Output = None,
    force: papers.Force = False,
) -> None:
    """Print forms of acceptance and closing."""
    _print("closing", numbers, "", form, as_json, output, force)


def _print(
    kind: str,
    numbers: list[str],
    document: str,
    form: str | None,
    as_json: bool,
    output: Path | None,
    force: bool,
) -> None:
    from sfcheck.actions import notices

    chosen = "json" if as_json else papers.chosen(FORMATS, form, output)
    ledger = console.ledger()
    made = (
        notices.forms(ledger, numbers)
        if kind == notices.CLOSING
        else notices.written(ledger, kind, numbers, document)
    )
    content: str | bytes
    if chosen == "json":
        content = papers.as_json(**{kind: notices.content(made)})
    elif chosen == "text":
        content = "\n".join(papers.as_text(each, output) for each in notices.papers(made))
    else:
        content = notices.printed(ledger, kind, made, chosen)
    papers.hand_out(content, output, force=force, told=_("The paper is in {path}."))
