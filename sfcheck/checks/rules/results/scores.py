"""SF52x: is a scoring matrix whole, and does an assessment come to what it settled."""

from collections.abc import Iterator

from sfcheck.checks.seen.pins import unseen, untrue
from sfcheck.checks.seen.rule import Flaw, RuleScope, rule
from sfcheck.checks.seen.view import View
from sfcheck.domain.procedure.pins import Pin
from sfcheck.domain.scores.law import SCORE, bearer_of
from sfcheck.domain.scores.matrix import faults
from sfcheck.domain.scores.record import Assessment, Opened, Rated, Settled
from sfcheck.domain.scores.sheet import tenths, totals
from sfcheck.domain.world.policy import Policy
from sfcheck.errors import Refused
from sfcheck.language import _
from sfcheck.ledger.assessed import resettled
from sfcheck.ledger.files import layout


@rule("SF521", RuleScope.LEDGER)
def rated_nothing(view: View) -> Iterator[Flaw]:
    """Every issue that an assessment rates is in the ledger.

    Why: A rating of no issue costs somebody nothing, and another issue goes unrated for it.
    Bad: an assessment that rates 26-037-0999-9, which nobody registered.
    Good: an assessment that rates an issue of this ledger.
    Fix: Restore the file from git.
    """
    for path, assessment in view.proceedings(SCORE).items():
        for at, event in enumerate(assessment.events):
            for n, number in enumerate(event.issues if isinstance(event, Rated) else ()):
                if view.status_of(number) is None:
                    message = _("there is no issue {number}").format(number=number)
                    yield Flaw(message, ("events", at, "issues", n), path=path)


@rule("SF522", RuleScope.LEDGER)
def untrue_settlement(view: View) -> Iterator[Flaw]:
    """A settled assessment rests on a commit of this history.

    Why: What was settled must be found again, whatever became of the issues since.
    Bad: an assessment whose commit is on a branch that was given up.
    Good: an assessment as `sfcheck score settle` wrote it.
    Fix: Restore the file from git.
    """
    for path, _assessment, at, event in _settled(view):
        for message in untrue(view.root, Pin(commit=event.commit)):
            yield Flaw(message, ("events", at, "commit"), path=path)


@rule("SF523", RuleScope.LEDGER)
def untrue_total(view: View) -> Iterator[Flaw]:
    """A settled assessment comes to its totals when it is told anew from its commit.

    Why: A total that nobody can derive again is no more than somebody's word.
    Bad: an assessment by which a department lost 1 point and its record says 0.5.
    Good: an assessment as `sfcheck score settle` wrote it.
    Fix: Restore the file from git.
    """
    for path, assessment, at, event in _settled(view):
        try:
            made = resettled(view.root, assessment, event)
            same_issues = (made.digest, len(made.issues)) == (event.digest, event.named)
        except Refused:
            continue  # SF522 tells, or the commit's own findings
        recorded = {bearer_of(each): tenths(each.points) for each in event.totals}
        derived = totals(made.sheet.lines)
        for bearer in sorted(recorded.keys() | derived.keys()):
            if recorded.get(bearer) != derived.get(bearer):
                message = _("the total of {code} is not what its commit comes to")
                way = ("events", at, "totals")
                yield Flaw(message.format(code=bearer.code), way, path=path)
        if not same_issues:
            message = _("in its commit there are other issues than those it was settled by")
            yield Flaw(message, ("events", at, "digest"), path=path)


def _settled(view: View) -> Iterator[tuple[str, Assessment, int, Settled]]:
    for path, assessment in view.proceedings(SCORE).items():
        for at, event in enumerate(assessment.events):
            if isinstance(event, Settled) and view.chosen(path):
                yield path, assessment, at, event


@rule("SF524", RuleScope.LEDGER)
def faulty_matrix(view: View) -> Iterator[Flaw]:
    """A scoring matrix has points for every duty, severity and effect, each once.

    Why: What has no points costs nothing, and of two rows nobody knows which one is meant.
    Bad: a matrix without a row for major problems of the regulators' duty.
    Good: a matrix with a row for each duty and severity, as `sfcheck score --example` prints it.
    Fix: Correct the matrix in policy.yaml; once it was used, end it and add another.
    """
    file = view.files.get(layout.POLICY)
    if file is None or not isinstance(file.record, Policy) or view.catalogue is None:
        return
    for at, matrix in enumerate(file.record.scoring):
        for fault in faults(matrix, view.catalogue):
            yield Flaw(fault.message, ("scoring", at, *fault.way), path=layout.POLICY)


@rule("SF525", RuleScope.LEDGER, "warning")
def unseen_settlement(view: View) -> Iterator[Flaw]:
    """The commit on which a settled assessment rests is in this clone.

    Why: A shallow clone can neither check nor print what was settled.
    Bad: an assessment in a clone of the last commit alone.
    Good: the same assessment in a clone of the whole history.
    Fix: Fetch the history: `git fetch --unshallow`.
    """
    for path, _assessment, at, event in _settled(view):
        if unseen(view.root, Pin(commit=event.commit)):
            message = _("there is no commit {commit} in this history")
            way = ("events", at, "commit")
            yield Flaw(message.format(commit=event.commit), way, path=path)


@rule("SF526", RuleScope.LEDGER)
def other_matrix(view: View) -> Iterator[Flaw]:
    """An assessment was opened by the matrix that the policy has for that day.

    Why: By a matrix that nobody decided on, nobody is scored.
    Bad: an assessment whose matrix deducts 5 points where the policy of the day says 2.
    Good: an assessment with the matrix of the policy in force on the day it was opened.
    Fix: Restore both files from git; a matrix in use is ended, and another added.
    """
    file = view.files.get(layout.POLICY)
    if file is None or not isinstance(file.record, Policy):
        return
    for path, assessment in view.proceedings(SCORE).items():
        for at, event in enumerate(assessment.events):
            if isinstance(event, Opened) and not _is_of_the_day(event, file.record):
                message = _("not the matrix of the policy on {day}")
                told = message.format(day=event.day)
                yield Flaw(told, ("events", at, "matrix"), path=path)


def _is_of_the_day(event: Opened, policy: Policy) -> bool:
    """Whether a matrix is the policy's of the day; that it was ended since makes no other one."""
    known = policy.matrix_on(event.day)
    lasting = {"until": None}
    return known is not None and (
        known.model_copy(update=lasting) == event.matrix.model_copy(update=lasting)
    )
