"""The step commands, made from one table: what each asks for, and how an answer becomes a fact.

The table says only how facts are typed in; what an event must show stands in
`domain/issues/events.py`, what is lawful in `domain/issues/law.py`. Every step takes several
numbers or a query, shows what it will do, and does all or none.
"""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import click
import typer

from sfcheck.cli.frame import console
from sfcheck.cli.frame.options import AsJson, DryRun, Yes, asking, parameter, parameters_of
from sfcheck.domain.base.kinds import Shown
from sfcheck.domain.base.vocabulary import CloseReason, Outcome, SupervisionLevel, label
from sfcheck.language import N_, _, ngettext


class Ask(NamedTuple):
    """One thing a step asks for: its option, the type of the answer, its help, whether needed.

    `typed` as for typer; `needed` is asked for on a terminal and refused by the event elsewhere.
    """

    name: str
    typed: Any
    help: str
    needed: bool = True


DATE = str
TEXT = str
MANY = list[str]

DEMAND = Ask("demand", TEXT, N_("What is demanded."))
DUE = Ask(
    "due",
    DATE,
    N_("Due date, YYYY-MM-DD; or days: 15d, working days: 15w; otherwise the policy's preset."),
    False,
)
EVIDENCE = Ask("evidence", MANY, N_("Evidence as NAME@YYYY-MM-DD or NAME@YYYY-MM-DD@FILE."))

STEPS: dict[str, tuple[Ask, ...]] = {
    "confirm": (Ask("true_and_accurate", bool, N_("I answer for it: it is true and accurate.")),),
    "notify": (
        Ask("notice", TEXT, N_("Number of the notice.")),
        DEMAND,
        Ask("accept", TEXT, N_("The body that accepts.")),
        DUE,
        Ask("rectify", TEXT, N_("Who rectifies; otherwise the inspected unit."), False),
        Ask(
            "sent_to",
            MANY,
            N_("Who gets the notice; otherwise the unit, its county and its city."),
            False,
        ),
        Ask("assist", MANY, N_("Who helps to rectify."), False),
        Ask("why", TEXT, N_("Why a body accepts that is not competent for it."), False),
        Ask("elsewhere", bool, N_("Ask to look for the same elsewhere (举一反三)."), False),
    ),
    "acknowledge": (
        Ask("addressee", TEXT, N_("Which addressee; otherwise the first that has not."), False),
        Ask("received_on", DATE, N_("The day on the receipt, YYYY-MM-DD.")),
    ),
    "seen-again": (
        Ask("on", DATE, N_("The day of the visit, YYYY-MM-DD.")),
        Ask("finding", TEXT, N_("What was seen.")),
        EVIDENCE,
    ),
    "rectification-plan": (
        Ask("duty", TEXT, N_("Who is responsible.")),
        Ask("measures", TEXT, N_("The measures.")),
        Ask("funds", TEXT, N_("The funds.")),
        Ask("time_limit", TEXT, N_("The time limits.")),
        Ask("contingency", TEXT, N_("The contingency plan.")),
    ),
    "extend": (
        Ask("asked_on", DATE, N_("The day it was asked for, YYYY-MM-DD.")),
        Ask("asked_by", TEXT, N_("Who asked for it, for the rectifying body."), False),
        Ask("reason", TEXT, N_("The reason.")),
        Ask("interim", TEXT, N_("Protection in the meantime.")),
        Ask("due", DATE, N_("The new due date, YYYY-MM-DD; or days more: 15d, working days: 15w.")),
        Ask(
            "approved_by",
            TEXT,
            N_("Who approved it, where it is beyond the policy's limits."),
            False,
        ),
    ),
    "object": (Ask("grounds", TEXT, N_("The grounds.")),),
    "rule": (
        Ask("outcome", Outcome, N_("What the ruling says.")),
        Ask("ruling", TEXT, N_("The ruling.")),
        Ask(
            "due",
            DATE,
            N_("The new due date where the finding stands, YYYY-MM-DD; or days: 15d, 15w."),
            False,
        ),
        Ask("settles", MANY, N_("Digest of a pending step it settles, or “all”."), False),
    ),
    "submit": (
        Ask("done", TEXT, N_("What was done.")),
        EVIDENCE,
        Ask("elsewhere", TEXT, N_("Where else it was looked for, and what was found."), False),
    ),
    "return": (Ask("reason", TEXT, N_("Why it is not accepted.")), DEMAND, DUE),
    "accept": (
        Ask("opinion", TEXT, N_("The acceptor's opinion.")),
        EVIDENCE,
        Ask("on_site", MANY, N_("Who was on the spot: number or name; several may be.")),
        Ask("checked_on", DATE, N_("The day of the check on the spot, YYYY-MM-DD.")),
    ),
    "look-back": (
        Ask("rectified", bool, N_("Thoroughly rectified?")),
        Ask("measures", bool, N_("Measures in place?")),
        Ask("solved", bool, N_("Problem solved?")),
        Ask("finding", TEXT, N_("What was seen.")),
        EVIDENCE,
        Ask("demand", TEXT, N_("What is demanded, after a “no”."), False),
        DUE,
    ),
    "close": (
        Ask("reason", CloseReason, N_("The reason code.")),
        Ask("opinion", TEXT, N_("The opinion of the overall office."), False),
    ),
    "reopen": (Ask("why", TEXT, N_("Why it is put back.")), DEMAND, DUE),
    "void": (
        Ask("reason", TEXT, N_("The reason.")),
        Ask("duplicate_of", TEXT, N_("The issue it duplicates."), False),
    ),
    "amend": (
        Ask("field", TEXT, N_("Which field.")),
        Ask("new", TEXT, N_("What it shall read; unit and criterion as JSON.")),
        Ask("why", TEXT, N_("Why.")),
    ),
    "supervise": (
        Ask("approval", TEXT, N_("The approval it rests on.")),
        Ask("level", SupervisionLevel, N_("Whose list it stands on: one of these levels.")),
        Ask("body", TEXT, N_("The supervising body.")),
        Ask("until", DATE, N_("By when it is to come off the list, YYYY-MM-DD.")),
    ),
    "progress": (Ask("text", TEXT, N_("How far it is.")),),
    "lift": (
        Ask("reason", TEXT, N_("The reason.")),
        Ask("accepted_by", TEXT, N_("Who accepted it for the supervising body.")),
        Ask("accepted_on", DATE, N_("The day on which it accepted, YYYY-MM-DD.")),
        Ask("acceptance", TEXT, N_("The paper by which it accepted.")),
    ),
    "remind": (Ask("text", TEXT, N_("The reminder.")),),
    "note": (Ask("text", TEXT, N_("The note.")),),
    "attach": (
        Ask("files", list[Path], N_("The file; several may be.")),
        Ask("class_", Shown, N_("What it shows: one of these classes.")),
        Ask("caption", TEXT, N_("What it shows, in words.")),
    ),
}

ON_PAPER = frozenset(
    {
        *("acknowledge", "rectification-plan", "extend", "object", "submit", "return"),
        *("accept", "progress"),
    }
)
PAPER = (
    Ask("document", TEXT, N_("The paper by which the body acted (a clerk records it)."), False),
    Ask("signed_by", TEXT, N_("Who signed the paper."), False),
)


_FLAGS = {"files": "file"}
"""The options that are not called as what they ask for."""


def asked(do: str) -> tuple[Ask, ...]:
    """Return all that the command of a step asks for."""
    return (*STEPS[do], *(PAPER if do in ON_PAPER else ()))


def _make(do: str) -> Callable[..., None]:
    """Return the command of one step."""

    def command(
        *,
        numbers: Annotated[
            list[str] | None, typer.Argument(metavar="[NUMBER]...", help=_("Issue numbers."))
        ] = None,
        query: Annotated[
            str | None, typer.Option("--query", "-q", help=_("All issues that fit, as for list."))
        ] = None,
        dry_run: DryRun = False,
        yes: Yes = False,
        as_json: AsJson = False,
        **given: Any,
    ) -> None:
        _run(do, given, numbers, query, dry_run=dry_run, yes=yes, as_json=as_json)

    *common, _given = parameters_of(command)
    name, told = do.replace("-", "_"), f"Take the step `{do}`."
    return asking(command, name, told, [*common, *map(_parameter, asked(do))])


def _parameter(ask: Ask) -> inspect.Parameter:
    flag = "--" + _FLAGS.get(ask.name, ask.name.rstrip("_").replace("_", "-"))
    flags = f"{flag}/--no-{flag[2:]}" if ask.typed is bool else flag
    text = f"{_(ask.help)} {_('(required)')}" if ask.needed else _(ask.help)
    return parameter(ask.name, Annotated[ask.typed | None, typer.Option(flags, help=text)])


def _run(
    do: str,
    given: dict[str, Any],
    named: list[str] | None,
    query: str | None,
    *,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> None:
    from sfcheck.actions.issues import answers
    from sfcheck.actions.issues.steps import chosen, take_step

    desk = console.desk(dry_run=dry_run)
    numbers = chosen(desk, named or [], query)
    facts, files = answers.understood(desk, do, _answered(do, given))

    def go(dry: bool) -> Any:
        desk.dry_run = dry
        return take_step(desk, numbers, do, facts, files=files)

    asking_first = console.on_terminal() and not yes and not dry_run
    if asking_first:
        for taken in go(dry=True):
            console.say(_line(do, taken))
            _told_odd(taken)
        if not console.agreed(_("Do it?"), yes=False):
            raise click.Abort
    done = go(dry=dry_run)
    for taken in () if asking_first else done:
        _told_odd(taken)
    if as_json:
        from sfcheck.domain.base.records import dump

        console.show_json(step=do, dry_run=dry_run, issues=[dump(taken.after) for taken in done])
        return
    for taken in done:
        console.show(_line(do, taken))
    message = ngettext("{count} issue: “{step}” done.", "{count} issues: “{step}” done.", len(done))
    if dry_run:
        message = _("{count} issue(s) would be changed by “{step}”; nothing was.")
    console.say(message.format(count=len(done), step=label(do)))


def _line(do: str, taken: Any) -> str:
    before, after = taken.before.status, taken.after.status
    moved = label(after) if before is after else f"{label(before)} → {label(after)}"
    from sfcheck.cli.issues import telling

    told = telling.due(taken.after.due, provisional=taken.after.provisional)
    due = f"  {_('due')} {told}" if taken.after.due != taken.before.due else ""
    return f"{taken.after.number}  {moved}{due}  {taken.after.title}"


def _told_odd(taken: Any) -> None:
    for notice in taken.odd:
        console.note(notice)


def _answered(do: str, given: dict[str, Any]) -> dict[str, Any]:
    """Return the answers, asking on a terminal for those that are needed and missing."""
    answers = {name: value for name, value in given.items() if value not in (None, [])}
    if not console.on_terminal():
        return answers
    for ask in asked(do):
        if ask.needed and ask.name not in answers:
            if ask.typed is bool:
                answers[ask.name] = click.confirm(_(ask.help), err=True)
            elif ask.typed in (MANY, list[Path]):
                answers[ask.name] = [click.prompt(console.question(ask.help), err=True)]
            elif ask.typed in (Outcome, CloseReason, Shown, SupervisionLevel):
                choice = click.Choice([member.value for member in ask.typed])
                answers[ask.name] = click.prompt(console.question(ask.help), type=choice, err=True)
            else:
                answers[ask.name] = click.prompt(console.question(ask.help), err=True)
    return answers


confirm = _make("confirm")
notify = _make("notify")
rectification_plan = _make("rectification-plan")
extend = _make("extend")
object_ = _make("object")
rule = _make("rule")
submit = _make("submit")
return_ = _make("return")
accept = _make("accept")
look_back = _make("look-back")
close = _make("close")
reopen = _make("reopen")
void = _make("void")
amend = _make("amend")
attach = _make("attach")
seen_again = _make("seen-again")
supervise = _make("supervise")
progress = _make("progress")
lift = _make("lift")
acknowledge = _make("acknowledge")
remind = _make("remind")
note = _make("note")
