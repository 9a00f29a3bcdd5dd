"""What commands share: their options, and how a change is made and told."""

import inspect
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_args

import click
import typer

from sfcheck.cli.frame import console
from sfcheck.cli.frame.columns import show_columns
from sfcheck.cli.frame.once import Commands
from sfcheck.language import N_, _

if TYPE_CHECKING:
    from sfcheck.actions.desk import Desk
    from sfcheck.ledger.queries import Pair
    from sfcheck.ledger.terms import Term

_DAY = "(?:19|2[01])[0-9]{2}-[0-9]{2}-[0-9]{2}"


def day(text: str) -> date:
    """Return the day `text` says in the form YYYY-MM-DD, from 1900 to 2199; else a usage error."""
    try:
        return date.fromisoformat(text if re.fullmatch(_DAY, text, re.ASCII) else "")
    except ValueError:
        raise typer.BadParameter(
            _("“{given}” is no day: write it like 2026-03-01.").format(given=text)
        ) from None


def dated(flag: str, told: str) -> Any:
    """Return an option that takes a day."""
    return typer.Option(flag, parser=day, metavar="DATE", help=told)


def option(
    typed: Any, flag: str, told: str, *, metavar: str | None = None, choices: Iterable[str] = ()
) -> Any:
    """Return what a table asks for by an option."""
    kind = click.Choice([*map(str, choices)]) if choices else None
    return Annotated[typed, typer.Option(flag, help=told, metavar=metavar, click_type=kind)]


Since = Annotated[date | None, dated("--since", _("The first day; today."))]
Until = Annotated[date, dated("--until", _("The last day."))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=_("Only show."))]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=_("Do not ask."))]
AsJson = Annotated[bool, typer.Option("--json", help=_("Print one JSON object."))]


def group() -> Commands:
    """Return a command that has sub-commands."""
    return Commands(no_args_is_help=True)


def parameter(name: str, typed: Any) -> inspect.Parameter:
    """Return what a table asks for: left out it is None, a flag off, a count 0, where it may be."""
    kept = get_args(typed)[0]
    left_out = {bool: False, int: 0}.get(kept, inspect.Parameter.empty)
    default = None if type(None) in get_args(kept) else left_out
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=typed
    )


Asking = TypeVar("Asking", bound=Callable[..., Any])


def asking(
    run: Asking, name: str, told: str | None, parameters: Iterable[inspect.Parameter]
) -> Asking:
    """Return `run` as a command that asks for `parameters`, in their order; it gets them by name.

    It is called `name`, and `told` is what its docstring says.
    """
    asked = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in parameters]
    run.__signature__ = inspect.Signature(asked)  # type: ignore[attr-defined]
    run.__annotations__ = {each.name: each.annotation for each in asked}
    run.__name__, run.__doc__ = name, told
    return run


def parameters_of(command: Callable[..., Any]) -> list[inspect.Parameter]:
    """Return what a function asks for."""
    return list(inspect.signature(command).parameters.values())


WRITING = (parameter("dry_run", DryRun), parameter("yes", Yes))
"""What every command that writes asks for."""


def writing(command: Callable[..., str]) -> Callable[..., None]:
    """Give `command` the options `--dry-run` and `--yes`.

    It gets the desk and its own options, makes a change, and returns the line that tells it.
    """

    def run(*, dry_run: bool, yes: bool, **given: Any) -> None:
        carry_out(lambda desk: command(desk, **given), dry_run=dry_run, yes=yes)

    _desk, *own = parameters_of(command)
    return asking(run, command.__name__, command.__doc__, [*own, *WRITING])


def carry_out(act: Callable[["Desk"], str], *, dry_run: bool, yes: bool) -> None:
    """Make a change and print the line that tells it; on a terminal show it and ask first."""
    desk = console.desk(dry_run=dry_run)
    if console.on_terminal() and not dry_run and not yes:
        desk.dry_run = True
        console.say(act(desk))
        if not console.agreed(_("Do it?"), yes=False):
            raise click.Abort
        desk.dry_run = False
    console.show(act(desk))
    if dry_run:
        console.say(_("Dry run: nothing was changed."))


TERMS_HELP = N_(
    "Terms: 'status=submitted place=640100 overdue'; one given twice asks for either value."
)


def filtered(command: Callable[..., None]) -> Callable[..., None]:
    """Give `command` an option for each term of a query and `--query`; it gets one `query`."""
    from sfcheck.ledger.queries import make_query, pairs_of
    from sfcheck.ledger.terms import TERMS

    def run(**given: Any) -> None:
        pairs = pairs_of(given.pop("query") or "")
        for name in TERMS:
            pairs += _pairs(name, given.pop(_key(name)))
        command(query=make_query(pairs), **given)

    typed = Annotated[str | None, typer.Option("--query", "-q", help=_(TERMS_HELP))]
    own = [each for each in parameters_of(command) if each.name != "query"]
    terms = (parameter(_key(name), _option(name, term)) for name, term in TERMS.items())
    told = (command.__name__, command.__doc__)
    return asking(run, *told, [*own, parameter("query", typed), *terms])


def _key(name: str) -> str:
    return name.replace("-", "_")


def _pairs(name: str, given: bool | list[str] | None) -> "list[Pair]":
    if isinstance(given, list):
        return [(name, value) for value in given]
    return [(name, None)] if given else []


def _option(name: str, term: "Term") -> Any:
    flag = term.read is None
    text = _(term.help) if flag else f"{_(term.help)} ({_(term.known)})"
    option = typer.Option(f"--{name}", help=text)
    return Annotated[bool, option] if flag else Annotated[list[str] | None, option]


def days(since: object, until: object) -> tuple[object, object]:
    """Return how the first and the last day of a term are shown."""
    return since or "–", until or "–"


def show_entries(
    entries: Sequence[Any],
    name: str,
    headings: Sequence[str],
    cells: Callable[[Any], Sequence[object]],
    *,
    as_json: bool,
) -> None:
    """Print entries of a registry: a line for each, or one JSON object with a list `name`."""
    if as_json:
        from sfcheck.domain.base.records import dump

        console.show_json(**{name: [dump(each) for each in entries]})
    else:
        show_columns(headings, map(cells, entries))
