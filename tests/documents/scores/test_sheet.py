"""Deductions equal a brute recount, on ledgers nobody thought of; what caps and order may do."""

import shutil
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from sfcheck.actions.scores import example
from sfcheck.domain.base.numbers import make
from sfcheck.domain.base.records import dump
from sfcheck.domain.base.vocabulary import Duty
from sfcheck.domain.issues.record import Issue, Related
from sfcheck.domain.scores.bearers import Bearer
from sfcheck.domain.scores.sheet import (
    RULES,
    Deduction,
    Period,
    points,
    sheet,
    tenths,
    totals,
)
from sfcheck.domain.world.context import Context
from sfcheck.domain.world.policy import Matrix, Policy
from sfcheck.ledger.assessed import touched
from sfcheck.ledger.files import layout
from sfcheck.ledger.files.canonical import emit
from sfcheck.ledger.files.parsing import parse
from sfcheck.ledger.store import Ledger
from tests.checks.ledger import build, write
from tests.documents.figures.test_figures import ledgers
from tests.documents.rescore import rescore
from tests.support.amounts import of
from tests.support.world import MINISTRY, RECTIFIES, act, at, brought_to, world

EXAMPLE: dict[str, Any] = parse(example().encode(), "scoring.yaml")["scoring"][0]
EFFECTS = ("limited", "notable", "grave")
CAPS = st.fixed_dictionaries(
    {},
    optional={
        name: st.sampled_from(["0", "0.3", "1", "2.5"])
        for name in ("each_issue", "each_body", "each_place")
    },
)
BANDS = st.sampled_from(
    [
        [{"from_day": 1, "points": "0.2"}, {"from_day": 4, "per_day": "0.1"}],
        [{"from_day": 3, "per_day": "0.3"}],
        EXAMPLE["late"],
        [],
    ]
)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31), date(2026, 12, 31))


@st.composite
def matrices(draw: st.DrawFn) -> dict[str, Any]:
    made = {**EXAMPLE, "caps": draw(CAPS), "late": draw(BANDS)}
    if draw(st.booleans()):
        del made["unrated"]
    return made


class Case(NamedTuple):
    """What a sheet is made of."""

    issues: list[Issue]
    context: Context
    matrix: dict[str, Any]
    ratings: dict[str, str]
    period: Period

    def __repr__(self) -> str:
        """Say what a reader of a failure can use: whole records fill the screen."""
        return f"Case({[i.number for i in self.issues]}, {self.matrix['caps']}, {self.period})"


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A ledger, a matrix, ratings of some issues, and a period that may end in its midst."""
    issues, context = draw(ledgers())
    issues = [
        issue.model_copy(update={"related": Related(recurs="25-001-0001-1")})
        if draw(st.integers(0, 3)) == 0
        else issue
        for issue in issues
    ]
    ratings = {i.number: draw(st.sampled_from(EFFECTS)) for i in issues if draw(st.booleans())}
    first = date(2026, 5, 1) + timedelta(days=draw(st.integers(0, 40)))
    last = first + timedelta(days=draw(st.integers(0, 90)))
    on = first + timedelta(days=draw(st.integers(0, 120)))
    return Case(issues, context, draw(matrices()), ratings, Period(first, last, on))


def scored(case: Case) -> tuple[Deduction, ...]:
    issues, context, matrix, ratings, period = case
    return sheet(issues, Matrix.model_validate(matrix), ratings, context, period).lines


@pytest.mark.thorough
@given(cases())
def test_totals_equal_a_brute_recount(case: Case) -> None:
    issues, context, matrix, ratings, period = case
    registries: dict[str, Any] = {
        "bodies": {code: dump(body) for code, body in context.bodies.items()},
        "places": {code: dump(place) for code, place in context.places.items()},
    }
    texts = [emit(dump(issue)).decode() for issue in issues]
    days = (period.first, min(period.last, period.on))
    expected = rescore(texts, matrix, ratings, registries, days)
    found = {tuple(who): Decimal(cost) / 10 for who, cost in totals(scored(case)).items() if cost}
    assert found == expected


@pytest.fixture(scope="module")
def registries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger on disk without any issue."""
    root = build(tmp_path_factory.mktemp("narrowed") / "ledger")
    shutil.rmtree(root / layout.ISSUES)
    return root


@settings(max_examples=of(15), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(case=cases(), later=st.integers(0, 60))
def test_the_index_leaves_out_nothing_that_costs(registries: Path, case: Case, later: int) -> None:
    for issue in case.issues:
        write(registries, layout.issue_path(issue.number), issue)
    first = case.period.first + timedelta(days=later)
    period = Period(first, first + timedelta(days=60), first + timedelta(days=90))
    narrowed = [*touched(Ledger(registries), period)]
    whole = scored(case._replace(period=period))
    assert scored(case._replace(issues=narrowed, period=period)) == whole
    shutil.rmtree(registries / layout.ISSUES, ignore_errors=True)


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_issues_makes_no_difference(case: Case, chance: Any) -> None:
    shuffled = [*case[0]]
    chance.shuffle(shuffled)
    assert scored(case._replace(issues=shuffled)) == scored(case)


@given(cases())
def test_no_line_stands_twice_and_totals_are_the_sum_of_lines(case: Case) -> None:
    lines = scored(case)
    keys = [(line.bearer, line.number, line.rule, line.on, line.detail) for line in lines]
    finding = [key for key in keys if key[2] in ("finding", "recurrence")]
    assert len(finding) == len(set(finding))
    assert all(0 <= line.counted <= line.points for line in lines)
    assert all((line.cap is None) == (line.counted == line.points) for line in lines)
    assert sum(totals(lines).values()) == sum(line.counted for line in lines)
    assert {line.rule for line in lines} <= set(RULES)


@given(cases(), st.sampled_from(["each_issue", "each_body", "each_place"]), st.integers(0, 40))
def test_a_cap_only_takes_away_and_a_higher_one_takes_less(case: Case, name: str, cap: int) -> None:
    def total(limit: int | None) -> dict[Bearer, int]:
        caps = {} if limit is None else {name: points(limit)}
        return totals(scored(case._replace(matrix={**case.matrix, "caps": caps})))

    free, loose, tight = total(None), total(cap + 5), total(cap)
    assert all(tight[who] <= loose[who] <= cost for who, cost in free.items())
    assert free.keys() == loose.keys() == tight.keys()
    if name != "each_issue":
        kind = name.removeprefix("each_")
        assert all(tight[who] == min(cap, cost) for who, cost in free.items() if who.kind == kind)


@pytest.mark.thorough
@given(cases(), st.integers(0, 60))
def test_two_periods_side_by_side_cost_what_the_whole_does(case: Case, days: int) -> None:
    """Nothing falls between them, and nothing is counted in both."""
    period = case.period
    whole = Period(period.first, period.last, period.last)
    middle = period.first + timedelta(days=days)
    assume(middle < period.last)
    parts = [
        Period(period.first, middle, period.last),
        Period(middle + timedelta(days=1), period.last, period.last),
    ]

    def cost(of: Period) -> int:
        lines = scored(case._replace(matrix={**case.matrix, "caps": {}}, period=of))
        return sum(line.points for line in lines)

    assert cost(parts[0]) + cost(parts[1]) == cost(whole)


@given(st.integers(0, 99_999))
def test_points_are_exact(number: int) -> None:
    assert tenths(points(number)) == number
    assert Decimal(points(number)) * 10 == number


@pytest.mark.parametrize("written", ["-1", "+1", "1.25", "1.", ".5", "01", "1e1", "", "１", "1 "])
def test_points_that_are_none_are_refused(written: str) -> None:
    with pytest.raises(ValueError, match="recurrence"):
        Matrix.model_validate({**EXAMPLE, "recurrence": written})


# -- what is late --------------------------------------------------------------------------------


DAILY = Matrix.model_validate({**EXAMPLE, "late": [{"from_day": 1, "per_day": "0.1"}], "caps": {}})


def late(issue: Issue, on: date) -> list[tuple[date, int]]:
    """Return from when and how many days it was late by a day."""
    lines = sheet([issue], DAILY, {}, world(), YEAR._replace(on=on)).lines
    return [(line.on, line.days) for line in lines if line.rule == "late"]


def test_it_is_late_from_the_day_after_it_was_due_to_the_day_it_was_claimed() -> None:
    issue = brought_to("rectifying")
    due = issue.due
    assert due
    first = due + timedelta(days=1)
    assert late(issue, due) == []
    assert late(issue, first) == [(first, 1)]
    claimed = act(issue, world(), "submit", "r", str(due + timedelta(days=9)))
    assert late(claimed, YEAR.last) == [(first, 9)]
    assert late(claimed, due + timedelta(days=3)) == [(first, 3)]
    in_time = act(issue, world(), "submit", "r", str(due))
    assert late(in_time, YEAR.last) == []


def test_more_time_asked_for_in_time_excuses_the_days_until_it_was_granted() -> None:
    issue = brought_to("rectifying")
    due = issue.due
    assert due
    granted, new = str(due + timedelta(days=5)), due + timedelta(days=20)
    issue = act(issue, world(), "extend", "a", granted, asked_on=str(due), due=str(new))
    assert late(issue, new + timedelta(days=2)) == [(new + timedelta(days=1), 2)]


def test_days_of_grace_cost_nothing() -> None:
    issue, context = brought_to("rectifying"), world()
    grace = {"overdue_grace_days": [{"since": "2026-01-01", "value": 7, "basis": "x"}]}
    lenient = replace(context, policy=Policy.model_validate(grace))
    strict = sheet([issue], DAILY, {}, context, YEAR).lines
    less = sheet([issue], DAILY, {}, lenient, YEAR).lines
    days = {line.rule: line.days for line in strict}["late"]
    assert {line.rule: line.days for line in less}["late"] == days - 7


def test_caps_of_issues_and_of_bodies_do_not_eat_each_other() -> None:
    issues = [brought_to("confirmed", number=make(2026, "037", n), nature="lax") for n in (1, 2, 3)]
    caps = {"each_issue": "0.3", "each_body": "0.5"}
    matrix = Matrix.model_validate({**EXAMPLE, "caps": caps})
    lines = sheet(issues, matrix, {}, world(), YEAR).lines
    assert [(line.counted, line.cap) for line in lines] == [(3, "issue"), (2, "body"), (0, "body")]


# -- who bears it --------------------------------------------------------------------------------


def bearers(issue: Issue, **changes: Any) -> dict[str, str]:
    matrix = Matrix.model_validate(EXAMPLE)
    return {
        line.rule: line.bearer.code
        for line in sheet([issue.model_copy(update=changes)], matrix, {}, world(), YEAR).lines
    }


def test_a_department_bears_its_own_and_who_accepted_what_was_not_solved() -> None:
    no = {"measures": False, "demand": "重做", "due": "2026-07-15"}
    issue = act(brought_to("accepted"), world(), "look-back", "v", "2026-05-09", **no)
    found = bearers(issue)
    assert (found["finding"], found["look_back"]) == (RECTIFIES, RECTIFIES)
    assert "acceptance" not in found  # by the government, which has nobody above it
    events = [
        event.model_copy(update={"for_": MINISTRY}) if event.do == "accept" else event
        for event in issue.events
    ]
    assert bearers(issue, events=tuple(events))["acceptance"] == MINISTRY
    assert bearers(issue, duty=Duty.TERRITORY)["finding"] == issue.place


def test_what_nobody_of_the_registry_answers_for_is_said_aside() -> None:
    issue = brought_to("rectifying")
    firm = issue.unit.model_copy(update={"body": None, "name": "虚构厂"})
    changed = issue.model_copy(update={"unit": firm, "place": "640000"})
    told = sheet([changed], Matrix.model_validate(EXAMPLE), {}, world(), YEAR)
    assert "finding" not in {line.rule for line in told.lines}
    assert (issue.number, "no-bearer") in told.asides


def test_an_issue_without_points_is_said_aside() -> None:
    issue = brought_to("rectifying").model_copy(update={"duty": None})
    told = sheet([issue], Matrix.model_validate(EXAMPLE), {}, world(), YEAR)
    assert (issue.number, "no-points") in told.asides


def test_without_a_default_nobody_guesses_an_effect() -> None:
    matrix = Matrix.model_validate({k: v for k, v in EXAMPLE.items() if k != "unrated"})
    issue = brought_to("confirmed")
    told = sheet([issue], matrix, {}, world(), YEAR)
    assert (told.lines, told.asides) == ((), ((issue.number, "unscored"),))
    rated = sheet([issue], matrix, {issue.number: "grave"}, world(), YEAR)
    assert [points(line.points) for line in rated.lines] == ["2"]


def test_the_row_of_a_nature_goes_before_that_of_its_duty() -> None:
    row = {
        **EXAMPLE["findings"][2],
        "nature": "not_inspected",
        "points": dict.fromkeys(EFFECTS, "9"),
    }
    issue = brought_to("confirmed")
    for rows in ([*EXAMPLE["findings"], row], [row, *EXAMPLE["findings"]]):
        matrix = Matrix.model_validate({**EXAMPLE, "findings": rows, "caps": {}})
        (line,) = sheet([issue], matrix, {}, world(), YEAR).lines
        assert points(line.points) == "9"
        assert line.on == at("2026-05-05").date()
