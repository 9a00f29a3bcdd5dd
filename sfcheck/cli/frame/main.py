"""The command line itself: the lazy table of commands, and the one place where refusals end.

Exit status: 0 done, 1 findings, 2 usage, 3 ledger unreadable, 4 git, 5 refused by the law,
130 interrupted (DESIGN §7).
"""

import importlib
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import click
import typer

from sfcheck import INTERRUPTED, __version__
from sfcheck.cli.frame.console import complain, speak
from sfcheck.cli.frame.once import Commands, OnceGroup
from sfcheck.cli.frame.table import COMMANDS
from sfcheck.errors import GIT, Refused
from sfcheck.language import _


class LazyGroup(OnceGroup):
    """The root command: knows its commands by the table and imports only the one that runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, in the table's order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Return the command called `name`, or None."""
        return load(name) if name in COMMANDS else None

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Return the command `args` name; an unknown one is refused with those like it."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            import difflib

            near = difflib.get_close_matches(name, COMMANDS, 3, 0.5) or ["--help"]
            raise Refused("unknown-command", given=name, near=", ".join(near))
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Print the help from the table, without importing any command."""
        formatter.write_usage(ctx.command_path, "[OPTIONS] COMMAND [ARGS]...")
        formatter.write_paragraph()
        formatter.write_text(
            _("Keeps an inspection programme's issue ledger as plain files in git.")
        )
        for panel in dict.fromkeys(entry.panel for entry in COMMANDS.values()):
            with formatter.section(_(panel)):
                formatter.write_dl(
                    [(name, _(e.help)) for name, e in COMMANDS.items() if e.panel == panel]
                )
        with formatter.section(_("Options")):
            formatter.write_dl([p.get_help_record(ctx) or ("", "") for p in self.get_params(ctx)])


def load(name: str) -> click.Command:
    """Import the module of one command of the table and return the command."""
    entry = COMMANDS[name]
    module, _colon, attribute = entry.target.partition(":")
    found = getattr(importlib.import_module(f"sfcheck.cli.{module}"), attribute)
    if isinstance(found, typer.Typer):
        command: click.Command = typer.main.get_group(found)
        command.help = _(entry.help)
    else:
        single = Commands()
        single.command(name, help=_(entry.help))(found)
        command = typer.main.get_command(single)
    command.name = name
    return command


app = Commands(  # completion is ours below, in two languages and without loading this at TAB
    cls=LazyGroup,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"sfcheck {__version__}")
        raise typer.Exit


def _completion(do: str) -> Callable[[bool], None]:
    def told(wanted: bool) -> None:
        if wanted:
            getattr(importlib.import_module("sfcheck.cli.frame.shells"), do)()
            raise typer.Exit

    return told


def _at_once(option: str, answer: Callable[[bool], None], told: str) -> Any:
    """Return an option that is answered before anything else is looked at."""
    return typer.Option(option, callback=answer, is_eager=True, help=told)


@app.callback()
def root(
    context: typer.Context,
    ledger: Annotated[
        Path | None,
        typer.Option("-L", "--ledger", metavar="DIR", help=_("The ledger's folder.")),
    ] = None,
    person: Annotated[
        str | None,
        typer.Option("--as", metavar="NUMBER", help=_("Act as this person of the roster.")),
    ] = None,
    plain: Annotated[
        bool,
        typer.Option(
            "--plain",
            envvar="SFCHECK_PLAIN",
            callback=speak,
            is_eager=True,
            help=_("For screen readers: every value on a line, after what it is called."),
        ),
    ] = False,
    version: Annotated[
        bool,
        _at_once("--version", _version, _("Show the version.")),
    ] = False,
    install_completion: Annotated[
        bool,
        _at_once(
            "--install-completion",
            _completion("set_up"),
            _("Let the TAB key complete commands and options in this shell."),
        ),
    ] = False,
    show_completion: Annotated[
        bool,
        _at_once(
            "--show-completion",
            _completion("show"),
            _("Print what --install-completion would install."),
        ),
    ] = False,
) -> None:
    """Keep what was said before the command's name."""
    context.obj = {"ledger": ledger, "person": person}


def run(arguments: list[str] | None = None) -> int:
    """Run one command line and return its exit status; never lets a traceback through."""
    try:
        status = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        status = 0  # whoever read the output has seen enough
    except OSError as error:
        status = GIT
        with suppress(OSError):
            complain(Refused("system-refused", problem=error))
    else:
        return status
    _discard_output()
    return status


def _run(arguments: list[str] | None) -> int:
    try:
        status = app(arguments, prog_name="sfcheck", standalone_mode=False)
    except Refused as refusal:
        complain(refusal)
        return refusal.status
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        status = INTERRUPTED
    except OSError:
        raise
    except SystemExit as end:
        # typer ends so when whoever read the output has gone, and when it completes for a shell.
        if isinstance(end.__context__, BrokenPipeError):
            raise end.__context__ from None
        raise
    except Exception as error:  # noqa: BLE001 - the last line of defence: a message, no traceback
        complain(Refused("internal", problem=type(error).__name__, path=_details()))
        return 1
    if status == INTERRUPTED:  # typer's own answer to Ctrl-C
        typer.echo(_("Interrupted; nothing was half done."), err=True)
    return status if isinstance(status, int) else 0


def _discard_output() -> None:
    """Leave what could not be written to nobody, so that Python's end does not try again."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _details() -> Path | str:
    import tempfile
    import traceback

    try:
        with tempfile.NamedTemporaryFile(
            "w",
            prefix="sfcheck-",
            suffix=".txt",
            delete=False,
            encoding="utf-8",
            errors="backslashreplace",
        ) as file:
            file.write(f"sfcheck {__version__}, Python {sys.version}\n{traceback.format_exc()}")
    except OSError:
        return "–"
    return Path(file.name)
