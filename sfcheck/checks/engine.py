"""The check itself: every file read once, every rule asked where its scope occurs.

An issue is judged by its own file and the registries, in whatever process; what it relies on in
others is remembered, and where all of them together tell another story, it is judged again. No
record is kept, so that memory does not grow with the ledger but by a few words an issue.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from sfcheck.checks.registry import rules
from sfcheck.checks.seen.life import live
from sfcheck.checks.seen.reading import File, kind_of, open_file
from sfcheck.checks.seen.rule import CheckRule, Flaw, RuleScope, explained
from sfcheck.checks.seen.view import Misprinted, Remembered, View, fact_of, nothing, open_view
from sfcheck.domain.base.findings import Finding, Report, report
from sfcheck.domain.issues.record import Issue
from sfcheck.language import _, visible
from sfcheck.ledger.files import bulk, layout, parsing
from sfcheck.ledger.git.objects import object_id


class Judged(NamedTuple):
    """What came of judging one issue: what is wrong with it, and what others need to know.

    `blob` is git's id of what was judged; `""`: nothing could be read.
    """

    findings: tuple[Finding, ...]
    fact: Remembered | None
    blob: str


PASSING = ("SF118",)
"""What a later day makes good is not remembered."""


def every(path: str) -> bool:
    """Choose every path."""
    return True


def check(
    root: Path,
    chosen: Callable[[str], bool] = every,
    *,
    jobs: int | None = None,
    told: Callable[[int, int], None] | None = None,
    view: View | None = None,
    known: Mapping[str, Judged] = MappingProxyType({}),
    keep: Callable[[str, Judged], None] | None = None,
    misprinted: Misprinted = nothing,
) -> Report:
    """Check the ledger in the folder `root` and report all that does not hold.

    `chosen` tells by its path whether a file is checked; where `jobs` allows several processes, it
    is something that can be pickled. Registries are read in any case; what compares issues with
    each other compares the chosen ones. `told` hears how many issues are done, and of how many.
    `view` is the ledger where it is open already, `known` what came of issues judged before by the
    same registries; `keep` is given what comes of the others; `misprinted` makes a paper again, and
    tells the forms in which it is not what was issued. Never writes.
    """
    view = replace(view or open_view(root, chosen), misprinted=misprinted)
    issues = [path for path in view.survey.issues if chosen(path)]
    facts: dict[str, Remembered] = {}
    wrong: dict[str, tuple[Finding, ...]] = {}
    for path, outcome in _outcomes(view, issues, known, keep, jobs, told):
        if outcome.findings:
            wrong[path] = outcome.findings
        if outcome.fact:
            facts[path] = outcome.fact
    whole = replace(view, facts=facts)
    for path, fact in facts.items():
        if (fact.relies or fact.alone) and not whole.still_holds(fact):
            wrong[path] = judge(path, whole).findings
    for file in view.files.values():
        wrong[file.path] = tuple(_check_file(file))
    findings = [*chain.from_iterable(wrong.values()), *_check_ledger(whole)]
    looked_at = len(issues) + sum(map(chosen, (*view.files, *view.survey.evidence)))
    return report((finding for finding in findings if chosen(finding.path)), looked_at)


def _outcomes(
    view: View,
    issues: Sequence[str],
    known: Mapping[str, Judged],
    keep: Callable[[str, Judged], None] | None,
    jobs: int | None,
    told: Callable[[int, int], None] | None,
) -> Iterator[tuple[str, Judged]]:
    """Yield what came of each issue, in order; those that are not `known` are judged."""
    asked = [path for path in issues if path not in known]
    judged = chain.from_iterable(bulk.spread(judge_all, view, asked, jobs=jobs, told=told))
    for path in issues:
        if path in known:
            yield path, known[path]
            continue
        outcome = next(judged)
        if keep and not any(finding.code in PASSING for finding in outcome.findings):
            keep(path, outcome)
        yield path, outcome
    next(judged, None)  # so that workers end in peace


def judge_all(view: View, paths: Sequence[str]) -> list[Judged]:
    """Judge the issues of the files at `paths`."""
    return [judge(path, view) for path in paths]


def judge(path: str, view: View) -> Judged:
    """Judge the issue of the file at `path`: by its bytes, and what `view` says of the rest."""
    file = open_file(view.root, path)
    blob = object_id("blob", file.data, view.algorithm) if file.data else ""
    findings = [*_check_file(file)]
    known = fact_of(file)
    if known is None or not isinstance(file.record, Issue):
        return Judged(tuple(findings), known, blob)
    heard = view.heard
    heard.statuses, heard.alone, heard.evidence = {}, False, False
    life = live(file.record, file.plain, view.context)
    scopes = [RuleScope.ISSUE]
    if (life.stages or life.refusal) and not life.is_borne_out:
        scopes.append(RuleScope.LIFE)
    for scope in scopes:
        for rule in rules(scope):
            for flaw in rule.check(life, view):
                findings.append(_finding(rule, flaw, file))
    known = known._replace(
        untrue=view.untrue(life) if known.number in view.cited else (),
        relies=tuple(heard.statuses.items()),
        alone=heard.alone,
        evidence=heard.evidence,
    )
    return Judged(tuple(findings), known, blob)


def _check_file(file: File) -> Iterator[Finding]:
    if file.problems:
        scope = RuleScope.TEXT
    elif file.misfits:
        scope = RuleScope.SHAPE
    else:
        scope = RuleScope.RECORD
    for rule in rules(scope):
        for flaw in rule.check(file):
            yield _finding(rule, flaw, file)


def _check_ledger(view: View) -> Iterator[Finding]:
    for rule in rules(RuleScope.LEDGER):
        for flaw in rule.check(view):
            path = flaw.path or layout.CHARTER
            known = view.files.get(path)
            if known is None:
                known = open_file(view.root, path) if kind_of(path) else File(path, None)
            yield _finding(rule, flaw, known)


def _finding(rule: CheckRule, flaw: Flaw, file: File) -> Finding:
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
