"""The check itself: every file read once, every rule asked where its scope occurs.

One pass over the issues; those that point at others wait until all the others are known. No
record is kept, so that memory does not grow with the ledger but by a few words an issue.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from sfcheck.checks.life import live
from sfcheck.checks.reading import File, kind_of, open_file
from sfcheck.checks.registry import rules
from sfcheck.checks.rule import Flaw, Rule, Scope, explained
from sfcheck.checks.survey import survey
from sfcheck.checks.view import Fact, View, fact
from sfcheck.domain import events
from sfcheck.domain.findings import Finding, Report, report
from sfcheck.domain.issues import Issue
from sfcheck.domain.numbers import is_number
from sfcheck.language import _, visible
from sfcheck.ledger import layout, parsing


def _every(path: str) -> bool:
    return True


def check(root: Path, chosen: Callable[[str], bool] = _every) -> Report:
    """Check the ledger in the folder `root` and report all that does not hold.

    `chosen` tells by its path whether a file is checked. Registries are read in any case; what
    compares issues with each other compares the chosen ones. Never writes.
    """
    found = survey(root)
    registries = {path: open_file(root, path) for path in found.registries}
    view = View(root, found, registries, {}, chosen, lambda number: _look_up(root, number))
    findings: list[Finding] = []
    for file in registries.values():
        findings += _check_file(file)
    facts: dict[str, Fact] = {}
    waiting = []
    issues = [path for path in found.issues if chosen(path)]
    for path in issues:
        file = open_file(root, path)
        findings += _check_file(file)
        if known := fact(file):
            facts[path] = known
        if known and isinstance(file.record, Issue):
            facts[path] = known._replace(untrue=view.untrue(file.record))
            if _points_at_others(file.record):
                waiting.append(path)
            else:
                findings += _check_issue(file, file.record, view)
    view = replace(view, facts=facts)
    for path in waiting:
        file = open_file(root, path)
        if isinstance(file.record, Issue):
            findings += _check_issue(file, file.record, view)
    findings += _check_ledger(view)
    looked_at = len(issues) + sum(chosen(path) for path in (*registries, *found.evidence))
    return report((finding for finding in findings if chosen(finding.path)), looked_at)


def _look_up(root: Path, number: str) -> Fact | None:
    if not is_number(number):
        return None
    file = open_file(root, layout.issue_path(number))
    absent = any(problem.code == "no-such-file" for problem in file.problems)
    return None if absent else fact(file)


def _points_at_others(issue: Issue) -> bool:
    """Whether judging an issue asks what became of others: a survivor, a recurrence."""
    if issue.related is not None:
        return True
    return any(isinstance(event, (events.Void, events.Rule)) for event in issue.events)


def _check_file(file: File) -> Iterator[Finding]:
    if file.problems:
        scope = Scope.TEXT
    elif file.misfits:
        scope = Scope.SHAPE
    else:
        scope = Scope.RECORD
    for rule in rules(scope):
        for flaw in rule.check(file):
            yield _finding(rule, flaw, file)


def _check_issue(file: File, issue: Issue, view: View) -> Iterator[Finding]:
    for rule in rules(Scope.ISSUE):
        for flaw in rule.check(issue, view):
            yield _finding(rule, flaw, file)
    if view.context is None or not issue.events:
        return
    life = live(issue, view.context)
    for rule in rules(Scope.LIFE):
        for flaw in rule.check(life, view):
            yield _finding(rule, flaw, file)


def _check_ledger(view: View) -> Iterator[Finding]:
    for rule in rules(Scope.LEDGER):
        for flaw in rule.check(view):
            path = flaw.path or layout.CHARTER
            known = view.files.get(path)
            if known is None:
                known = open_file(view.root, path) if kind_of(path) else File(path, None)
            yield _finding(rule, flaw, known)


def _finding(rule: Rule, flaw: Flaw, file: File) -> Finding:
    at = flaw.at or (parsing.locate(file.data, flaw.way) if flaw.way else (1, 1))
    return Finding(
        code=rule.code,
        severity=rule.severity,
        path=file.path,
        line=at[0],
        column=at[1],
        field=flaw.field or ".".join(map(str, flaw.way)) or None,
        number=file.number,
        message=_one_line(flaw.message),
        fix=_one_line(flaw.fix or _(explained(rule).fix)),
    )


def _one_line(text: str) -> str:
    return visible(text).replace("\n", "\\n").replace("\t", "\\t")
