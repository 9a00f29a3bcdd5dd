"""The commands of records made step by step: a table a kind says what its steps ask and show."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from sfcheck.cli.frame import console
from sfcheck.cli.frame.columns import show_columns
from sfcheck.cli.frame.options import (
    WRITING,
    AsJson,
    asking,
    carry_out,
    dated,
    option,
    parameter,
)
from sfcheck.language import _

if TYPE_CHECKING:
    from sfcheck.actions.desk import Desk
    from sfcheck.cli.frame.printing import Content, Wanted
    from sfcheck.documents.paper import Paper
    from sfcheck.domain.procedure.law import Procedure
    from sfcheck.domain.procedure.record import Proceeding
    from sfcheck.ledger.store import Ledger

SIGNED = {
    "signatory": option(str, "--signatory", _("Who signed.")),
    "signed_on": Annotated[date, dated("--on", _("On what day."))],
}
SENT = {
    "copies": option(list[str] | None, "--copy", _("Who has a copy; several may be.")),
    "head": option(str | None, "--head", _("The red head; otherwise the issuing body's name.")),
}
DROPPED = {"reason": option(str, "--reason", _("Why not."))}
"""What steps of several kinds ask for: of a signature, of a paper that goes out, of an end."""


def as_asked(answers: dict[str, Any]) -> dict[str, Any]:
    """Return the answers themselves."""
    return answers


def _nothing(desk: "Desk", done: Any) -> Iterable[str]:
    return ()


class StepCommand(NamedTuple):
    """A step as people take it: its help, and what it asks for.

    `asks` names things as the action does; `facts` makes what the action is given of the answers
    where that is something else, before a ledger is opened. `shows` tells more of what was done
    than the one line that every step prints.
    """

    help: str
    asks: Mapping[str, Any]
    facts: Callable[[dict[str, Any]], dict[str, Any]] = as_asked
    shows: Callable[["Desk", Any], Iterable[str]] = _nothing


class RecordCommand(NamedTuple):
    """A kind of record made step by step, by its folder: how it is changed and listed.

    `steps` are called as the functions of `sfcheck.actions.<actions>` that take them; where that is
    empty, each takes what its law says. `line` tells a record behind its id and its state. `cells`
    are a record in a list, below `headings`; in JSON the list is called `entries`.
    """

    folder: str
    entries: str
    actions: str
    steps: Mapping[str, StepCommand]
    line: Callable[["Ledger", Any], Sequence[object]]
    headings: Sequence[str]
    cells: Callable[["Ledger", Any], Sequence[object]]

    @property
    def procedure(self) -> "Procedure[Any]":
        """The law of the kind."""
        from sfcheck.domain.procedures import PROCEDURES

        return PROCEDURES[self.folder]

    def found(self, ledger: "Ledger", given: str) -> Any:
        """Return a record as people name it; raises `Refused` (`no-such-record`)."""
        from sfcheck.actions.proceedings.steps import found

        return found(ledger, self.procedure, given)

    def taker(self, do: str) -> Callable[..., Any]:
        """Return what takes a step: it is given a desk, and what was asked for by name."""
        if self.actions:
            taker: Callable[..., Any] = getattr(
                import_module(f"sfcheck.actions.{self.actions}"), do
            )
            return taker
        from sfcheck.actions.proceedings.records import step

        return lambda desk, **facts: step(desk, self.procedure, do, **facts)

    def paper(self, ledger: "Ledger", record: "Proceeding") -> "Paper":
        """Return a record as a paper: the kind's own, else that of every record."""
        if self.actions:
            own: Paper = import_module(f"sfcheck.actions.{self.actions}").paper(ledger, record)
            return own
        from sfcheck.actions.proceedings.records import paper

        return paper(ledger, self.procedure, record)

    def state(self, record: "Proceeding") -> str:
        """Return where a record stands."""
        return _(self.procedure.states[record.state]) if record.state else ""


def add_steps(group: typer.Typer, kind: RecordCommand) -> None:
    """Give a command its steps."""
    for do, step in kind.steps.items():
        group.command(do.rstrip("_"), help=step.help)(_step(kind, do, step))


def shown(kind: RecordCommand, wanted: "Wanted", given: str, named: str) -> "Content":
    """Return a record in the form that is wanted; in JSON it is called `named`."""
    from sfcheck.actions.proceedings import records

    ledger = console.ledger()
    known = kind.found(ledger, given)
    if wanted.form == "json":
        return {named: data(known)}
    paper = kind.paper(ledger, known)
    return paper if wanted.form == "text" else records.printed(ledger, paper, wanted.form)


def add_list(group: typer.Typer, kind: RecordCommand, told: str) -> None:
    """Give a command the list of all records."""

    def list_(as_json: AsJson = False) -> None:
        ledger, law = console.ledger(), kind.procedure
        known = ledger.proceedings(law.model, law.folder)
        show_list(kind, ledger, known, as_json=as_json)

    group.command("list", help=told)(list_)


def show_list(
    kind: RecordCommand, ledger: "Ledger", known: "Iterable[Proceeding]", *, as_json: bool
) -> None:
    """Print records and where they stand."""
    if as_json:
        console.show_json(**{kind.entries: [data(each) for each in known]})
    else:
        show_columns(kind.headings, (kind.cells(ledger, each) for each in known))


def data(record: "Proceeding") -> dict[str, Any]:
    """Return a record for programs: what stands in its file, what it is called, its state."""
    from sfcheck.domain.base.records import dump

    return {"id": record.id, "state": record.state, **dump(record)}


def _step(kind: RecordCommand, do: str, step: StepCommand) -> Callable[..., None]:
    def run(*, dry_run: bool, yes: bool, **given: Any) -> None:
        answers = {name: value for name, value in given.items() if value not in (None, [])}
        facts = step.facts(answers)
        take = kind.taker(do)

        def act(desk: "Desk") -> str:
            done = take(desk, **facts)
            for line in step.shows(desk, done):
                console.say(line)
            return "  ".join(map(str, (done.id, kind.state(done), *kind.line(desk.ledger, done))))

        carry_out(act, dry_run=dry_run, yes=yes)

    asked = (parameter(name, typed) for name, typed in step.asks.items())
    return asking(run, do, step.help, [*asked, *WRITING])
