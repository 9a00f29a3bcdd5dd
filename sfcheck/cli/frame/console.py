"""Talking to people: results on stdout, messages on stderr, questions only on a terminal.

What is shown is data: it passes `visible`, and rich never reads markup in it. Here alone it is
decided in which manner people are told.
"""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from sfcheck.errors import Refused
from sfcheck.language import _, visible

if TYPE_CHECKING:
    from sfcheck.actions.desk import Desk
    from sfcheck.ledger.store import Ledger

PLAIN, DRAWN, SPOKEN = "plain", "drawn", "spoken"
"""The manners: text for programs and files; drawn by rich; for a screen reader, line by line."""

JSON_VERSION = 1
SHOWN_REFUSALS = 20
LINES_AT_ONCE = 100
"""Entries of JSON written together: more would only fill memory, fewer are slow unbuffered."""


_spoken = False


def speak(wanted: bool) -> None:
    """Tell everything line by line from now on, refusals of the command line too, or no longer."""
    global _spoken
    _spoken = wanted


def manner(stream: TextIO | None = None) -> str:
    """Return how people are told on `stream`, otherwise stdout."""
    if _spoken:
        return SPOKEN
    looked_at = (stream or sys.stdout).isatty() and os.environ.get("TERM") != "dumb"
    return DRAWN if looked_at else PLAIN


def say(message: str) -> None:
    """Print a message to stderr."""
    click.echo(visible(message), err=True)


def show(text: str) -> None:
    """Print a line of the result to stdout."""
    click.echo(visible(text))


def show_sum(*lines: str) -> None:
    """Print what all came to, a blank line before it; on a terminal in a frame."""
    if manner() == DRAWN:
        from sfcheck.cli.frame import drawn

        drawn.panel(lines)
    else:
        show("\n" + "\n".join(lines))


class Lines(list[str]):
    """Entries that are JSON already."""


def show_json(**content: Any) -> None:
    """Print one JSON object to stdout, with its `version`; each entry of a list is a line.

    By itself, not by `echo`, which would look for escapes that JSON does not have.
    """
    import json

    line = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    write = sys.stdout.write
    lead = "{"
    for name, value in {"version": JSON_VERSION, **content}.items():
        write(f"{lead}\n  {line(name)}: ")
        lead = ","
        if isinstance(value, list) and value:
            for at in range(0, len(value), LINES_AT_ONCE):
                some = value[at : at + LINES_AT_ONCE]
                entries = ",\n    ".join(some if isinstance(value, Lines) else map(line, some))
                write(f"{',' if at else '['}\n    {entries}")
            write("\n  ]")
        else:
            write(json.dumps(value, ensure_ascii=False, indent=2).replace("\n", "\n  "))
    write("\n}\n")


def complain(refusal: Refused) -> None:
    """Print what is wrong and what to do, for the record concerned and for those along with it."""
    for one in (refusal, *refusal.others)[:SHOWN_REFUSALS]:
        said = _("Error: {message}").format(message=one.message)
        if manner(sys.stderr) == DRAWN:
            from sfcheck.cli.frame import drawn

            drawn.say_error(said, one.remedy)
            continue
        say(said)
        if one.remedy:
            say("  " + one.remedy)
    hidden = len(refusal.others) + 1 - SHOWN_REFUSALS
    if hidden > 0:
        say(_("… and {count} more.").format(count=hidden))


def note(notice: Refused) -> None:
    """Print something worth knowing that did not stop the action."""
    say(_("Note: {message}").format(message=notice))


def on_terminal() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def question(help_text: str) -> str:
    """Return an option's help as the question that asks for it: without its full stop."""
    return _(help_text).rstrip(".。")


def agreed(question: str, *, yes: bool) -> bool:
    """Ask for a yes on a terminal; elsewhere, and with `--yes`, never ask."""
    return yes or not on_terminal() or click.confirm(question, err=True, default=True)


def desk(*, dry_run: bool = False) -> "Desk":
    """Return the desk of the person and ledger the command line names."""
    from sfcheck.actions.desk import open_desk

    said = click.get_current_context().find_root().obj or {}
    opened = open_desk(said.get("ledger"), person=said.get("person"), dry_run=dry_run)
    opened.tell = note
    return opened


def root() -> Path:
    """Return the folder of the ledger the command line names, for reading."""
    from sfcheck.actions.settling import settle
    from sfcheck.ledger.files.layout import find

    said = click.get_current_context().find_root().obj or {}
    found = find(said.get("ledger"))
    settle(found, note)
    return found


def ledger() -> "Ledger":
    """Return the ledger the command line names, for reading."""
    from sfcheck.ledger.store import Ledger

    return Ledger(root())
