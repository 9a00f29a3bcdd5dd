"""SF53x: do the issues that a visit names belong to it. What its steps allow is SF501."""

from collections.abc import Iterator

from sfcheck.checks.seen.rule import Flaw, RuleScope, rule
from sfcheck.checks.seen.view import View
from sfcheck.domain.base.misfits import Way
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.visits.law import VISIT, lay_in, unregistered
from sfcheck.domain.visits.record import (
    Account,
    Amended,
    Consulted,
    Examined,
    Recorded,
    Studied,
    Visit,
)
from sfcheck.errors import Refused
from sfcheck.language import _
from sfcheck.ledger.records import Folder


@rule("SF531", RuleScope.LEDGER)
def issue_elsewhere(view: View) -> Iterator[Flaw]:
    """An issue that a visit names lies in the place of the visit.

    Why: What was seen somewhere else was not seen on this visit.
    Bad: a visit to a county that names an issue of another city.
    Good: a visit to a city that names an issue of one of its counties.
    Fix: Name the issues of this place by `sfcheck visit amend`.
    """
    for path, way, issue, _visit, account in _named(view):
        if view.context and not lay_in(issue, account, view.context):
            message = _("{number} does not lie in {place}")
            told = message.format(number=issue.number, place=view.context.name(account.place))
            yield Flaw(told, way, path=path)


@rule("SF532", RuleScope.LEDGER)
def issue_of_others(view: View) -> Iterator[Flaw]:
    """What a visit found was registered by its team.

    Why: 谁督查谁建账: who inspects registers; what others found is not theirs to claim.
    Bad: a visit of team 2026-1/T1 that found an issue of team 2026-1/T2.
    Good: a visit of team 2026-1/T1 that found an issue of team 2026-1/T1.
    Fix: Name what the team found by `sfcheck visit amend`.
    """
    for path, way, issue, visit, _account in _named(view):
        if "account" in way and issue.found.team != visit.team:
            message = _("{number} was registered by {other}, not by {team}")
            other = issue.found.team or "–"
            told = message.format(number=issue.number, other=other, team=visit.team)
            yield Flaw(told, way, path=path)


@rule("SF533", RuleScope.LEDGER, "warning")
def other_kind_of_visit(view: View) -> Iterator[Flaw]:
    """What a visit found says the same day and the same kind of visit.

    Why: Shares of covert and overt visits are counted from the issues.
    Bad: a covert visit that found an issue registered as found on an overt one.
    Good: a covert visit whose issues were registered as found on a covert one that day.
    Fix: Correct the visit by `sfcheck visit amend`; an issue keeps how it was found.
    """
    for path, way, issue, _visit, account in _named(view):
        found = issue.found
        if "account" in way and _differs(issue, account):
            message = _("{number} was found on {on}, on a visit of the kind {mode}")
            told = message.format(number=issue.number, on=found.on, mode=found.mode or "–")
            yield Flaw(told, way, path=path)


@rule("SF534", RuleScope.LEDGER)
def changed_checklist(view: View) -> Iterator[Flaw]:
    """A checklist that was changed has another version.

    Why: Answers are to what was asked; the same version stands for the same questions.
    Bad: a visit by version 2026-1 of a checklist in which a clause was changed since.
    Good: the changed checklist as version 2026-2; the visit keeps what it was asked.
    Fix: Give the checklist a new `version`.
    """
    lists = {known.code: known for known in view.checklists.values()}
    for path, visit in view.proceedings(VISIT).items():
        for at, event in enumerate(visit.events):
            if not isinstance(event, Examined) or not view.chosen(path):
                continue
            known = lists.get(event.checklist)
            if known and known.version == event.version and known.sha256 != event.sha256:
                message = _("checklist {name}, version {version}, now asks something else")
                told = message.format(name=known.code, version=known.version)
                yield Flaw(told, ("events", at, "sha256"), path=path)


@rule("SF535", RuleScope.LEDGER, "warning")
def failed_and_not_registered(view: View) -> Iterator[Flaw]:
    """What failed on a visit is registered as an issue of it.

    Why: 谁督查谁建账: what was found and is on no list is rectified by nobody.
    Bad: a visit on which an item failed, and which names no issue measured by its clause.
    Good: the same visit, naming the issue that `sfcheck checklist drafts` began.
    Fix: `sfcheck checklist drafts`, `sfcheck new-issue`, then `sfcheck visit amend --issue`.
    """
    ledger = Folder(view.root)
    for path, visit in view.proceedings(VISIT).items():
        if not visit.checks or not view.chosen(path):
            continue
        try:
            named = [ledger.issue(number) for number in sorted(visit.named)]
        except Refused:
            continue
        for check, answer in unregistered(visit, named):
            message = _("{unit}: item {item} of {name} failed, and no issue says so")
            told = message.format(unit=check.unit, item=answer.code, name=check.checklist)
            yield Flaw(told, ("events", visit.events.index(check)), path=path)


def _differs(issue: Issue, account: Account) -> bool:
    return (issue.found.on, issue.found.mode) != (account.on, account.mode)


def _named(view: View) -> Iterator[tuple[str, Way, Issue, Visit, Account]]:
    """Yield the issues that visits name: where, and by which account; SF501 tells of unknown ones.

    Of a superseded account nothing is asked: what was wrong in it was amended.
    """
    ledger = Folder(view.root)
    for path, visit in view.proceedings(VISIT).items():
        last = visit.account
        for at, event in enumerate(visit.events):
            if last is None or not view.chosen(path):
                continue
            for way, number in _numbers(event, last):
                try:
                    issue = ledger.issue(number)
                except Refused:
                    continue
                yield path, ("events", at, *way), issue, visit, last


def _numbers(
    event: Recorded | Amended | Studied | Consulted | Examined, last: Account
) -> Iterator[tuple[Way, str]]:
    if isinstance(event, Consulted):
        yield ("issue",), event.issue
    elif isinstance(event, Studied):
        yield from ((("issues", at), number) for at, number in enumerate(event.issues))
    elif not isinstance(event, Examined) and event.account is last:
        yield from ((("account", "issues", at), each) for at, each in enumerate(last.issues))
