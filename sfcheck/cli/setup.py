"""Commands that set up: init, join, config."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sfcheck.cli.frame import console
from sfcheck.cli.frame.columns import show_facts
from sfcheck.cli.frame.options import AsJson, DryRun
from sfcheck.cli.frame.progress import progress
from sfcheck.language import LANGUAGES, _, current, remember


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=_("Where the ledger will be."))],
    profile: Annotated[
        str, typer.Option("--profile", "-p", help=_("Offices, places and policy to start from."))
    ] = "plain",
    name: Annotated[
        str | None, typer.Option("--name", help=_("Your name; otherwise that of git."))
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a ledger and say what to do next."""
    from sfcheck.actions import setup

    made = setup.init(folder, profile, name=name)
    if as_json:
        console.show_json(ledger=str(made.ledger.root), person=made.person, book=made.book)
        return
    console.show(
        _("Ledger “{name}” made in {path}; you are {person}, your number book is {book}.").format(
            name=_name(made.ledger.charter.name.zh, made.ledger.charter.name.en),
            path=folder,
            person=made.person,
            book=made.book,
        )
    )
    console.say(
        _(
            "Next: `cd {path}`, then `sfcheck import FILE.xlsx`, or `sfcheck person add`, "
            "`sfcheck round open` and `sfcheck team add` to begin a round."
        ).format(path=folder)
    )


def _name(chinese: str, english: str | None) -> str:
    return english if english and current() == "en" else chinese


def join(
    person: Annotated[
        str | None, typer.Option("--person", metavar="NUMBER", help=_("Who uses this clone."))
    ] = None,
    book: Annotated[
        str | None,
        typer.Option("--book", metavar="N", help=_("A book number the office gave, when offline.")),
    ] = None,
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            help=_("Only ask the remote whether the book is this clone's alone, e.g. at a push."),
        ),
    ] = False,
    dry_run: DryRun = False,
) -> None:
    """Lease a number book for this clone."""
    from sfcheck.actions import setup
    from sfcheck.actions.desk import Desk
    from sfcheck.errors import Refused

    if book is not None and not (book.isdecimal() and book.isascii() and 0 < int(book) < 10**6):
        raise Refused("bad-value", field="book", problem=book)
    desk = Desk(console.ledger(), dry_run=dry_run, tell=console.note)
    if check:
        said = _("Book {book} is this clone's alone; the remote has seen it.")
        console.show(said.format(book=setup.attend(desk)))
        return
    with progress() as told:
        made = setup.join(desk, person, book, told)
    console.show(
        _("You are {person} {name}; your number book is {book}.").format(
            person=made.person, name=made.ledger.people[made.person].name, book=made.book
        )
    )


class Setting(StrEnum):
    """What `config` can change."""

    PERSON = "person"
    LANGUAGE = "language"


def config(
    setting: Annotated[
        Setting | None, typer.Argument(help=_("What to change; nothing shows all."))
    ] = None,
    value: Annotated[str | None, typer.Argument(help=_("The new value."))] = None,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Show or change what this clone (person, book) and this user (language) are."""
    from sfcheck.errors import Refused

    if setting is not None and value is None:
        raise Refused("field-missing", field=setting.value)
    if setting is Setting.LANGUAGE and value is not None:
        if value not in LANGUAGES:
            raise Refused("bad-value", field="language", problem=", ".join(LANGUAGES))
        if not dry_run:
            remember(value)
        return
    from sfcheck.actions.desk import Desk
    from sfcheck.actions.setup import become

    desk = Desk(console.ledger(), dry_run=dry_run)
    if setting is Setting.PERSON and value is not None:
        become(desk, value)
        return
    held = desk.lease
    facts = {
        "ledger": str(desk.ledger.root),
        "person": held.person,
        "name": desk.ledger.context.name(held.person),
        "book": held.book,
        "clone": held.clone,
        "language": current(),
    }
    if as_json:
        console.show_json(config=facts)
    else:
        show_facts(facts.items())
