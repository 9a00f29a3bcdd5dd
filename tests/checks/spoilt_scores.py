"""Spoilt assessments and matrices: each function spoils the sound ledger at `root`, or does not.

All begin with the ledger committed, and an assessment of its first half-year settled by the law.
"""

import shutil
from pathlib import Path
from typing import Any

from sfcheck.actions.scores import example
from sfcheck.domain.base.records import dump
from sfcheck.domain.procedure.record import sealed
from sfcheck.domain.scores.law import SCORE
from sfcheck.domain.scores.record import Assessment
from sfcheck.domain.scores.sheet import Period
from sfcheck.domain.world.policy import Matrix
from sfcheck.ledger.assessed import told
from sfcheck.ledger.files import layout, parsing
from sfcheck.ledger.store import Ledger
from tests.checks.ledger import NUMBER, write
from tests.checks.spoilt_bulletins import committed
from tests.support import world as w
from tests.support.trials import git

PATH = layout.proceeding_path(layout.SCORES, "2026", "0001")
ASSESSOR, OFFICE = "0031", "assessment-office"
FIRST, LAST, SETTLED = "2026-01-01", "2026-06-30", "2026-07-01T09:00:00+08:00"


def matrix() -> dict[str, Any]:
    """Return the example's matrix as one that an office decided on."""
    fields = parsing.parse(example().encode(), "scoring.yaml")
    return {**fields["scoring"][0], "basis": "督考办〔2026〕1号（虚构）"}


def steps(root: Path, **settled: Any) -> list[dict[str, Any]]:
    """Commit the ledger; return the steps of an assessment of it. `settled`: said otherwise."""
    write(root, layout.person_path(ASSESSOR), w.person(ASSESSOR, "夏侯督考", OFFICE, "assessment"))
    commit, ledger = committed(root), Ledger(root)
    period = Period(*(w.at(day).date() for day in (FIRST, LAST, SETTLED[:10])))
    ratings = {NUMBER: "grave"}
    made = told(ledger.issues(), Matrix.model_validate(matrix()), ratings, ledger.context, period)
    assert made.sheet.lines
    settlement = {
        "commit": commit,
        "named": len(made.issues),
        "digest": made.digest,
        "totals": made.totals,
        **settled,
    }
    rated = {"do": "rate", "issues": [NUMBER], "effect": "grave", "why": "伤及无辜（虚构）"}
    given: list[dict[str, Any]] = [
        {"do": "open", "at": SETTLED, "first": FIRST, "last": LAST, "matrix": matrix()},
        {**rated, "at": SETTLED},
        {"do": "settle", "at": SETTLED, **settlement},
    ]
    return [{"n": n, "by": ASSESSOR, "for": OFFICE, **step} for n, step in enumerate(given, 1)]


def put(root: Path, given: list[dict[str, Any]]) -> Assessment:
    """Write an assessment of these steps, each with its seal, whether the law allows it or not."""
    assessment = Assessment(year="2026", number="0001")
    for step in given:
        events = [*map(dump, assessment.events), step]
        grown = Assessment.model_validate({**dump(assessment), "events": events})
        last = grown.events[-1]
        last = last.model_copy(update={"seal": sealed(assessment, last)})
        assessment = grown.model_copy(update={"events": (*grown.events[:-1], last)})
    write(root, PATH, assessment)
    return assessment


def lawful(root: Path) -> Assessment:
    """Settle an assessment, which the law takes."""
    assessment = put(root, steps(root))
    after = assessment.model_copy(update={"events": ()})
    for step in assessment.events:
        after = SCORE.apply(after, step, Ledger(root).context)
    assert after == assessment
    return assessment


def good_SF501_assessment(root: Path) -> None:
    lawful(root)


def bad_SF501_assessment_by_another_office(root: Path) -> None:
    given = steps(root)
    put(root, [given[0] | {"by": w.OFFICER, "for": w.OFFICE}])


def bad_SF501_assessment_settled_before_its_end(root: Path) -> None:
    given = steps(root)
    early = "2026-06-30T09:00:00+08:00"
    put(root, [step | {"at": early} for step in given])


def bad_SF501_assessment_by_the_example(root: Path) -> None:
    given = steps(root)
    put(root, [given[0] | {"matrix": matrix() | {"basis": "Example "}}])


def bad_SF501_rated_by_no_effect_of_the_matrix(root: Path) -> None:
    given = steps(root)
    put(root, [given[0], given[1] | {"effect": "awful"}])


def good_SF521_rated(root: Path) -> None:
    lawful(root)


def bad_SF521_rated_what_is_not(root: Path) -> None:
    given = steps(root)
    put(root, [given[0], given[1] | {"issues": ["26-037-0999-9"]}])


def good_SF522_issues_that_moved_on(root: Path) -> None:
    lawful(root)
    (root / layout.issue_path(NUMBER)).unlink()


def bad_SF522_no_such_commit(root: Path) -> None:
    given = steps(root)
    given[2]["commit"] = "1" * 40
    put(root, given)


def bad_SF522_commit_of_another_branch(root: Path) -> None:
    first = committed(root)
    given = steps(root)
    git(root, "reset", "-q", "--soft", first)
    put(root, given)
    committed(root)


def good_SF522_shallow(root: Path) -> None:
    shallow(root)


def good_SF523_settled(root: Path) -> None:
    lawful(root)


def good_SF523_whatever_happened_since(root: Path) -> None:
    lawful(root)
    (root / layout.issue_path(NUMBER)).unlink()
    committed(root)


def bad_SF523_less_than_it_comes_to(root: Path) -> None:
    given = steps(root)
    given[2]["totals"][0]["points"] = "0.1"
    put(root, given)


def bad_SF523_somebody_spared(root: Path) -> None:
    given = steps(root)
    del given[2]["totals"][0]
    put(root, given)


def bad_SF523_other_issues(root: Path) -> None:
    put(root, steps(root, digest="0" * 64))


def bad_SF523_fewer_issues(root: Path) -> None:
    put(root, steps(root, named=1))


def good_SF524_example(root: Path) -> None:
    _policy(root, example())


def bad_SF524_no_row(root: Path) -> None:
    rows = example().splitlines(keepends=True)
    _policy(root, "".join(row for row in rows if "{duty: regulator, severity: major" not in row))


def bad_SF524_two_rows(root: Path) -> None:
    _policy(
        root,
        example().replace("duty: regulator, severity: major", "duty: territory, severity: major"),
    )


def bad_SF524_no_points_for_an_effect(root: Path) -> None:
    _policy(root, example().replace(', grave: "4"}', "}"))


def bad_SF524_points_for_no_effect(root: Path) -> None:
    _policy(root, example().replace('grave: "4"}', 'grave: "4", awful: "5"}'))


def bad_SF524_effect_twice(root: Path) -> None:
    _policy(root, example().replace("code: notable", "code: limited"))


def bad_SF524_no_such_default(root: Path) -> None:
    _policy(root, example().replace("unrated: limited", "unrated: none"))


def bad_SF524_nature_of_another_duty(root: Path) -> None:
    _policy(root, example().replace("nature: violation", "nature: lax"))


def bad_SF524_bands_that_go_back(root: Path) -> None:
    _policy(root, example().replace("from_day: 31", "from_day: 1"))


def bad_SF103_negative_points(root: Path) -> None:
    _policy(root, example().replace('recurrence: "1"', 'recurrence: "-1"'))


def bad_SF103_points_that_are_no_text(root: Path) -> None:
    _policy(root, example().replace('recurrence: "1"', "recurrence: 0.5"))


def good_SF525_whole_history(root: Path) -> None:
    lawful(root)
    committed(root)


def bad_SF525_last_commit_alone(root: Path) -> None:
    shallow(root)


def shallow(root: Path) -> None:
    """Leave a settled assessment in a clone that has only the commit after the one it rests on."""
    lawful(root)
    committed(root)
    aside = root.with_name("shallow")
    git(root, "clone", "-q", "--depth", "1", root.as_uri(), str(aside))
    shutil.rmtree(root)
    aside.rename(root)


def _policy(root: Path, more: str) -> None:
    path = root / layout.POLICY
    path.write_bytes(path.read_bytes() + more.encode())


def good_SF526_the_matrix_of_the_day(root: Path) -> None:
    _policy(root, _decided())
    lawful(root)


def good_SF526_ended_since(root: Path) -> None:
    _policy(root, _decided().replace("- since:", "- until: 2026-12-31\n  since:", 1))
    lawful(root)


def bad_SF526_another_matrix(root: Path) -> None:
    _policy(root, _decided().replace('recurrence: "1"', 'recurrence: "9"'))
    lawful(root)


def bad_SF526_none_was_decided_on(root: Path) -> None:
    lawful(root)


def _decided() -> str:
    """Return the example's matrix as text, as one that an office decided on."""
    return example().replace("basis: example", f"basis: {matrix()['basis']}")
