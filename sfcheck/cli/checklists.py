"""The command `checklist`: which there are, one to take along, what its answers begin."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import click
import typer

from sfcheck.cli.frame import console
from sfcheck.cli.frame.options import AsJson, group, option, show_entries
from sfcheck.cli.frame.printing import Force, Output, Wanted, hand_out, printing
from sfcheck.cli.frame.proceedings import StepCommand
from sfcheck.domain.base.vocabulary import SiteRecord
from sfcheck.language import _, current

if TYPE_CHECKING:
    from sfcheck.actions.desk import Desk
    from sfcheck.cli.frame.printing import Content
    from sfcheck.domain.visits.record import Visit

checklist = group()

VISIT = Annotated[str, typer.Argument(metavar="VISIT", help=_("Its id, such as 2026-037-0001."))]


def _checked(answers: dict[str, Any]) -> dict[str, Any]:
    given = answers.pop("given")
    told = {"fail", "not_applicable"} & set(answers) or answers.get("rest_pass")
    asked = {} if told or not console.on_terminal() else _items_asked(answers["checklist"])
    return {"given": given, "facts": {**answers, **asked}}


def _items_asked(given: str) -> dict[str, list[str]]:
    """Ask on a terminal for each item of a checklist: did it pass, and if not, what was seen."""
    from sfcheck.actions.checklists import found

    said: dict[str, list[str]] = {"passed": [], "fail": [], "not_applicable": []}
    choices = click.Choice(["p", "f", "n"])
    for item in found(console.ledger(), given).items:
        console.say(f"{item.code}  {item.ask}")
        letter = click.prompt(_("p: passed, f: failed, n: not applicable"), type=choices, err=True)
        name = {"p": "passed", "f": "fail", "n": "not_applicable"}[letter]
        remark = "" if letter == "p" else click.prompt(_("What was seen, or why"), err=True)
        said[name].append(f"{item.code} {remark}")
    return said


def _failed(desk: "Desk", done: "Visit") -> Iterable[str]:
    failed = [answer for check in done.checks[-1:] for answer in check.failed]
    yield _("Failed: {failed} of {count} items.").format(
        failed=len(failed), count=sum(len(check.answers) for check in done.checks[-1:])
    )
    if failed:
        told = _("`{drafts}` writes the issues they begin; `{register}` registers them.")
        drafts, register = f"sfcheck checklist drafts {done.id} -o new.yaml", "new-issue --from"
        yield told.format(drafts=drafts, register=f"sfcheck {register} new.yaml")


CHECK = StepCommand(
    _("Go through a unit by a checklist; asks item by item on a terminal."),
    {
        "given": VISIT,
        "checklist": option(str, "--list", _("The checklist."), metavar="CHECKLIST"),
        "unit": option(str | None, "--unit", _("The unit, where the visit had several.")),
        "fail": option(
            list[str] | None,
            "--fail",
            _("An item that failed, and what was seen; several may be."),
            metavar="'ITEM SEEN'",
        ),
        "not_applicable": option(
            list[str] | None,
            "--not-applicable",
            _("An item that does not apply, and why; several may be."),
            metavar="'ITEM WHY'",
        ),
        "rest_pass": option(bool, "--rest-pass", _("All items but those named passed.")),
    },
    facts=_checked,
    shows=_failed,
)
"""The step of a visit."""


@checklist.command("list", help=_("List the checklists."))
def list_(as_json: AsJson = False) -> None:
    """Show the checklists of the ledger."""
    show_entries(
        [*console.ledger().checklists.values()],
        "checklists",
        (_("code"), _("name"), _("version"), _("items")),
        lambda each: (
            *(each.code, each.name.en or each.name.zh if current() == "en" else each.name.zh),
            *(each.version, len(each.items)),
        ),
        as_json=as_json,
    )


@checklist.command("show", help=_("Show or print a checklist."))
@printing(_("The paper is in {path}."))
def show(
    wanted: Wanted,
    given: Annotated[str, typer.Argument(metavar="CHECKLIST", help=_("Its code or name."))],
) -> "Content":
    """Show a checklist, or write it to a file."""
    from sfcheck.actions import checklists
    from sfcheck.domain.base.records import dump

    ledger = console.ledger()
    known = checklists.found(ledger, given)
    if wanted.form == "json":
        return {"checklist": dump(known)}
    if wanted.form == "text":
        return checklists.paper(ledger, known)
    return checklists.printed(ledger, known, wanted.form)


@checklist.command("drafts", help=_("Write the issues that the failures of a visit begin."))
def drafts(
    given: VISIT,
    output: Output = None,
    site_record: Annotated[
        SiteRecord | None, typer.Option("--site-record", help=_("What became of the site record."))
    ] = None,
    force: Force = False,
) -> None:
    """Write a form for `new-issue --from`, with the legal basis of each failure."""
    from sfcheck.actions import checklists, visits
    from sfcheck.ledger.files import canonical

    ledger = console.ledger()
    record = site_record.value if site_record else None
    forms = checklists.drafts(ledger, visits.found(ledger, given), record)
    text = canonical.emit({"issues": forms}).decode()
    hand_out(text, output, force=force, told=_("The form is in {path}."))
