"""The command of a record made step by step that has no module here: its law says what it asks.

A row of the table of commands names its folder: `records:visits` would be such a command.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from types import NoneType
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin

import typer
from pydantic.fields import FieldInfo

from sfcheck.cli.frame.options import asking, dated, group, option, parameter, parameters_of
from sfcheck.cli.frame.printing import Wanted, printing
from sfcheck.cli.frame.proceedings import RecordCommand, StepCommand, add_list, add_steps, shown
from sfcheck.domain.procedure.fields import field_name, own_fields
from sfcheck.domain.procedure.law import Procedure
from sfcheck.domain.procedures import PROCEDURES
from sfcheck.language import _

if TYPE_CHECKING:
    from sfcheck.cli.frame.printing import Content


def __getattr__(folder: str) -> typer.Typer:
    if folder not in PROCEDURES:
        raise AttributeError(folder)
    return command(PROCEDURES[folder])


def command(procedure: Procedure[Any]) -> typer.Typer:
    """Return the command of a kind: its steps, `show` and `list`."""
    made = group()
    kind = RecordCommand(
        folder=procedure.folder,
        entries=procedure.folder,
        actions="",
        steps={
            do: StepCommand(_(procedure.names[do]), dict(_asks(procedure, do)))
            for do in procedure.steps
        },
        line=lambda ledger, done: (procedure.about(done, ledger.context),),
        headings=(_("id"), _("state"), _("about")),
        cells=lambda ledger, each: (
            *(each.id, kind.state(each)),
            procedure.about(each, ledger.context),
        ),
    )
    add_steps(made, kind)
    made.command("show", help=_("Show or print a record and its steps."))(_show(kind))
    add_list(made, kind, _("List all records and where they stand."))
    return made


def _show(kind: RecordCommand) -> Callable[..., None]:
    """Return the command that shows a record, or writes it to a file."""

    def show(wanted: Wanted, given: str) -> "Content":
        return shown(kind, wanted, given, kind.procedure.command)

    wanted, _record = parameters_of(show)
    asked = [wanted, parameter("given", _given(kind.procedure))]
    return printing(_("The paper is in {path}."))(asking(show, "show", None, asked))


def _given(procedure: Procedure[Any]) -> Any:
    told = _("Its id, such as 2026-037-0001.")
    return Annotated[str, typer.Argument(metavar=procedure.command.upper(), help=told)]


def _asks(procedure: Procedure[Any], do: str) -> Iterator[tuple[str, Any]]:
    """Yield what a step asks for: which record, or the fields of a new one; those of its event."""
    fields: Mapping[str, FieldInfo] = {}
    if None in procedure.steps[do].sources:
        fields = own_fields(procedure.model)
    else:
        yield "given", _given(procedure)
    for name, field in {**fields, **own_fields(procedure.events[do])}.items():
        yield name, _option(name, field)


def _option(name: str, field: FieldInfo) -> Any:
    """Return the option that asks for a field: a text, a day, yes or no, a word, or several."""
    flag, told = "--" + name.replace("_", "-"), _(field.description or field_name(name, field))
    held = field.annotation
    if NoneType in get_args(held):
        held = next(each for each in get_args(held) if each is not NoneType)
    several = get_origin(held) is tuple
    held = get_args(held)[0] if several else held
    kind: Any = get_args(held)[0] if get_origin(held) is Annotated else held
    if kind is bool:
        return option(bool, flag, told)
    typed: Any = list[str] if several else date if kind is date else str
    typed = typed if field.is_required() else typed | None
    if kind is date and not several:
        return Annotated[typed, dated(flag, told)]
    choices = kind if isinstance(kind, type) and issubclass(kind, StrEnum) else ()
    return option(typed, flag, told, choices=choices)
