"""The command `demo`: plays two rounds with invented people, and shows each act as it is done."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sfcheck.cli.frame import console
from sfcheck.domain.base.vocabulary import BULLETIN_STEPS, label
from sfcheck.domain.referrals.law import STEPS
from sfcheck.language import N_, _, cells, ngettext

if TYPE_CHECKING:
    from sfcheck.actions.demo.play import PlayedDemo
    from sfcheck.actions.demo.stage import Scene, Stage
    from sfcheck.domain.issues.record import Issue

FOUND = 1
"""The exit status where the check of the finished ledger found errors."""

CHAPTERS = {
    "set-up": N_("The office sets up: roster, round, teams"),
    "received": N_("The places go to the teams"),
    "found": N_("The teams find issues and register them"),
    "confirmed": N_("The leaders answer for what was found"),
    "notified": N_("Units and localities are notified"),
    "acknowledged": N_("They acknowledge their notices"),
    "rectified": N_("The units rectify, the departments check"),
    "looked-back": N_("The overall office goes back and looks"),
    "closed": N_("Closed, and what stays open"),
    "handed-over": N_("The next round begins: places and lists are handed over"),
    "continued": N_("The next team goes on with the list it took over"),
    "issued": N_("What comes of the list: a bulletin, and a referral that was approved"),
}
DONE = {
    "init": N_("made a ledger with the profile"),
    "person-add": N_("added to the roster"),
    "officer": N_("named the officer of the overall office"),
    "round-open": N_("opened the round"),
    "team-add": N_("added the team"),
    "round-close": N_("close the round"),
    "handover-offer": N_("offer"),
    "handover-receive": N_("receive"),
    **{f"bulletin-{step}": name for step, name in BULLETIN_STEPS.items()},
    **{f"refer-{step}": name for step, name in STEPS.items()},
}
"""What is done that is no step of an issue."""
INDENT = " " * 4


def demo(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[DIR]", help=_("A new folder; otherwise sfcheck-demo here.")),
    ] = None,
) -> None:
    """Play two rounds, write their papers, check the ledger, and say what to try next."""
    from sfcheck.actions.demo import play
    from sfcheck.actions.demo.stage import Stage
    from sfcheck.ledger.files.clock import now

    root = play.new_folder(folder)
    stage = Stage(root, now(root))
    console.show(_("All persons, firms and townships in this demo are invented."))
    console.show(_("The ledger is made in {path}.").format(path=stage.root))
    refused, chapter = 0, ""
    with _telling(play.length()) as tell:
        for scene in play.play(stage):
            if scene.chapter != chapter:
                chapter = scene.chapter
                tell(f"\n{_(CHAPTERS[chapter])}", 0)
            tell("\n".join(_lines(scene)), 1)
            refused += scene.refusal is not None
    outcome = play.finish(stage)
    _sum_up(stage, outcome, refused)
    if outcome.check.errors:
        raise typer.Exit(FOUND)


@contextmanager
def _telling(total: int) -> Iterator[Callable[[str, int], None]]:
    """Yield a function that prints lines and moves on by so many; with a bar on a terminal."""
    if console.manner() != console.DRAWN:
        yield lambda text, _advance: console.show(text)
        return
    from sfcheck.cli.frame import drawn

    with drawn.bar(sys.stdout) as bar:
        task = bar.add_task("", total=total)

        def tell(text: str, advance: int) -> None:
            drawn.show(bar.console, text)
            bar.advance(task, advance)

        yield tell


def _lines(scene: "Scene") -> Iterator[str]:
    done = _(DONE[scene.do]) if scene.do in DONE else label(scene.do)
    lead = f"{scene.at:%m-%d %H:%M}  {scene.who}  {done}  "
    rest = " " * cells(lead)
    for at, text in enumerate([scene.told] if scene.told else map(_moved, scene.moved)):
        yield f"{rest if at else lead}{text}"
    for like in scene.alike:
        yield INDENT + _("Likely on the list already ({score} %): {number} {title}").format(
            score=like.score, number=like.number, title=like.title
        )
    if scene.refusal:
        yield INDENT + _("Refused: {message}").format(message=scene.refusal.message)
        yield INDENT + scene.refusal.remedy


def _moved(each: "tuple[Issue | None, Issue]") -> str:
    before, after = each
    came = f"{label(before.status)} → " if before and before.status != after.status else ""
    due = f"  {_('due')} {after.due}" if before and before.due != after.due else ""
    return f"{after.number}  {came}{label(after.status)}{due}  {after.title}"


def _sum_up(stage: "Stage", outcome: "PlayedDemo", refused: int) -> None:
    counts = (
        ngettext("{count} person", "{count} people", outcome.people).format(count=outcome.people),
        ngettext("{count} issue", "{count} issues", outcome.issues).format(count=outcome.issues),
        ngettext("{count} commit", "{count} commits", outcome.commits).format(
            count=outcome.commits
        ),
    )
    refusals = ngettext(
        "{count} act refused by the law, as it should be",
        "{count} acts refused by the law, as they should be",
        refused,
    ).format(count=refused)
    checked = _(
        "The whole ledger was checked: {files} files, {errors} errors, {warnings} warnings."
    )
    found = outcome.check
    console.show_sum(
        _(", ").join((*counts, refusals)),
        checked.format(files=found.files, errors=found.errors, warnings=found.warnings),
    )
    console.show(_("The records: {path}").format(path=stage.root / "issues"))
    console.show(_("The report of the round: {path}").format(path=outcome.report))
    console.show(_("The bulletin, in Word: {path}").format(path=outcome.bulletin))
    console.show(_("The letter of the referral, in Word: {path}").format(path=outcome.referral))
    for path in outcome.lists:
        console.show(_("The list of a handover: {path}").format(path=path))
    tank = stage.numbers["tank"]
    console.show("\n" + _("Try next:"))
    round_ = f"report round {stage.round()}"
    dashboard = "report dashboard -o dashboard.html"
    for command in ("list --overdue", f"log {tank}", round_, dashboard, "handover"):
        console.show(f'  sfcheck -L "{stage.root}" {command}')
