"""Bring the message catalogue up to date, or check that it is complete.

usage: python tools/messages.py update | check | compile

Messages are taken from our own code, from the documentation of the rules, from the tables of
refusals and of notes on rows, and from click and typer, whose phrases users see as well.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click
import typer
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from sfcheck.checks.registry import messages as rule_messages
from sfcheck.errors.table import REFUSALS
from sfcheck.exchange.lists.notes import messages as notes_on_rows

ROOT = Path(__file__).parents[1]
CATALOGUE = ROOT / "sfcheck/locale/zh/LC_MESSAGES/sfcheck.po"
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
# typer's tables of options and commands are not used; these files only draw them.
NOT_SHOWN = ("rich_utils", "cli")


def template() -> Catalog:
    """Return all messages of the program, without translations."""
    catalogue = Catalog(project="sfcheck", charset="utf-8", creation_date=LONG_AGO)
    for package in (ROOT / "sfcheck", Path(click.__file__).parent, Path(typer.__file__).parent):
        for found in extract_from_dir(package, keywords=KEYWORDS, method_map=[("**.py", "python")]):
            if Path(found[0]).stem not in NOT_SHOWN or package == ROOT / "sfcheck":
                catalogue.add(found[2])
    for message in (*rule_messages(), *notes_on_rows()):
        catalogue.add(message)
    for refusal in REFUSALS.values():
        catalogue.add(refusal.message)
        catalogue.add(refusal.remedy)
    return catalogue


def load() -> Catalog:
    """Return the Chinese catalogue as it stands."""
    catalogue = Catalog(locale="zh")
    if CATALOGUE.exists():
        with CATALOGUE.open("rb") as file:
            catalogue = read_po(file, locale="zh")
    catalogue.header_comment = "# The Chinese messages of sfcheck."
    catalogue.project, catalogue.version, catalogue.fuzzy = "sfcheck", "", False
    catalogue.msgid_bugs_address = catalogue.last_translator = catalogue.language_team = "sfcheck"
    catalogue.creation_date = catalogue.revision_date = LONG_AGO
    return catalogue


def update() -> None:
    """Add new messages, drop those no longer used; translations are never guessed."""
    catalogue = load()
    catalogue.update(template(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(
            file, catalogue, width=100, no_location=True, sort_output=True, include_previous=False
        )


def check() -> list[str]:
    """Return what is wrong with the catalogue: missing, left over, untranslated, other braces."""
    wanted = {message.id for message in template() if message.id}
    present = {message.id: message for message in load() if message.id}
    problems = [f"missing: {one!r}" for one in wanted - present.keys()]
    problems += [f"left over: {one!r}" for one in present.keys() - wanted]
    for one, message in present.items():
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.fuzzy or not all(texts):
            problems.append(f"untranslated: {one!r}")
        original = one if isinstance(one, str) else one[1]
        problems += [
            f"other braces: {one!r}" for text in texts if text and braces(text) != braces(original)
        ]
    return sorted(problems)


def braces(text: str) -> set[str]:
    """Return the names in braces of a message."""
    return {part.split("}")[0] for part in text.replace("{{", "").split("{")[1:]}


def compile_catalogue() -> None:
    """Write the compiled catalogue beside the source, as the build does."""
    with CATALOGUE.with_suffix(".mo").open("wb") as file:
        write_mo(file, load())


if __name__ == "__main__":
    task = sys.argv[1] if len(sys.argv) == 2 else ""
    if task == "update":
        update()
    if task in ("update", "compile"):
        compile_catalogue()
    elif task == "check":
        found = check()
        print("\n".join(found) or "the catalogue is complete")
        sys.exit(bool(found))
    else:
        sys.exit(__doc__)
