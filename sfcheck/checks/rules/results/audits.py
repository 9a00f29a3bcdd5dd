"""SF57x: does an audit rest on what was closed, and on what was seen."""

from collections.abc import Callable, Iterator

from sfcheck.checks.seen.pins import untrue
from sfcheck.checks.seen.rule import Flaw, RuleScope, rule
from sfcheck.checks.seen.view import View
from sfcheck.domain.audits.law import AUDIT, closed_there, looked_at
from sfcheck.domain.audits.record import Audit, Concluded, Planned
from sfcheck.language import _
from sfcheck.ledger.snapshot import Snapshot


@rule("SF571", RuleScope.LEDGER)
def other_list(view: View) -> Iterator[Flaw]:
    """The list of an audit is what its commit has as closed there in that period.

    Why: Who leaves a closed issue out of the list keeps it from ever being looked at again.
    Bad: an audit whose list leaves out an issue that was closed in its commit.
    Good: an audit as `sfcheck audit plan` made it.
    Fix: Restore the file from git.
    """
    for path, audit in view.proceedings(AUDIT).items():
        for at, event in enumerate(audit.events):
            if isinstance(event, Planned) and view.chosen(path):
                for message in untrue(view.root, event.pin, _lists(audit, event)):
                    yield Flaw(message, ("events", at, "frame"), path=path)


@rule("SF572", RuleScope.LEDGER)
def other_result(view: View) -> Iterator[Flaw]:
    """What an audit says was found is what the look-backs of its commit say.

    Why: A rate of false closures is told to the leaders; it rests on what was seen, or on nothing.
    Bad: an audit that tells of a look-back passed which failed.
    Good: an audit as `sfcheck audit conclude` made it.
    Fix: Restore the file from git, then `sfcheck audit conclude`.
    """
    for path, audit in view.proceedings(AUDIT).items():
        for at, event in enumerate(audit.events):
            if isinstance(event, Concluded) and view.chosen(path):
                for message in untrue(view.root, event.pin, _finds(audit, event)):
                    yield Flaw(message, ("events", at, "looked"), path=path)


def _lists(audit: Audit, event: Planned) -> Callable[[Snapshot], Iterator[str]]:
    def asked(then: Snapshot) -> Iterator[str]:
        if closed_there(then.issues(), audit, then.context) != event.frame:
            yield _("in that commit other issues are closed there")

    return asked


def _finds(audit: Audit, event: Concluded) -> Callable[[Snapshot], Iterator[str]]:
    def asked(then: Snapshot) -> Iterator[str]:
        issues = (then.issue(each.number) for each in event.looked)
        if tuple(looked_at(audit, issues)) != event.looked:
            yield _("in that commit the look-backs say otherwise")

    return asked
