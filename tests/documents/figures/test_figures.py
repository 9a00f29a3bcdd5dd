"""The figures of a round equal a brute recount of the records, on ledgers nobody thought of."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfcheck.documents.figures.scope import Scope, of_place, of_round, of_team
from sfcheck.documents.figures.values import Figures, figures, plain
from sfcheck.documents.figures.waiting import Waiting
from sfcheck.domain.base.numbers import make
from sfcheck.domain.base.records import dump
from sfcheck.domain.issues.folding import fold
from sfcheck.domain.issues.record import Issue, draft, seal
from sfcheck.domain.world.context import Context
from sfcheck.domain.world.rounds import Round
from sfcheck.ledger.files.canonical import emit
from sfcheck.ledger.index.at_hand import index_of
from tests.documents.recount import agree, count, of, recount
from tests.support.lives import CUSTODIES, DAYS, PICKS, merges, one_of, united
from tests.support.walk import Walker
from tests.support.world import (
    ACCEPTS,
    NEXT_TEAM,
    OFFICE,
    RECTIFIES,
    ROUNDS,
    TEAM,
    act,
    at,
    brought_to,
    finding,
    world,
)

YINCHUAN = (TEAM, NEXT_TEAM)
FIRST = Round.model_validate(ROUNDS[0])
DUTIES = st.sampled_from(
    [("regulator", "not_inspected"), ("enterprise", "equipment"), ("territory", "ten_tasks")]
)


AHEAD = {
    "draft": ("register", "import"),
    "registered": ("confirm",),
    "confirmed": ("notify",),
    "rectifying": ("submit", "object"),
    "disputed": ("rule",),
    "submitted": ("accept",),
    "accepted": ("look-back", "close"),
}


def advance(draw: st.DrawFn, walker: Walker) -> None:
    """Walk on, mostly ahead, so that all states are reached."""
    for at_random in draw(st.lists(st.integers(0, 5), min_size=1, max_size=14)):
        walker.now += timedelta(days=draw(st.integers(0, 2)))
        moves = walker.lawful(draw(DAYS), draw(PICKS))
        ahead = [move for move in moves if move.do in AHEAD.get(walker.status, ())]
        if not moves:
            return
        walker.take(draw(one_of(ahead if ahead and at_random else moves)))


@st.composite
def ledgers(draw: st.DrawFn) -> tuple[list[Issue], Context]:
    """Issues at all stages of their lives, in one world, each with a number of its own."""
    custody = draw(CUSTODIES)
    found = []
    for sequence in range(draw(st.integers(0, 6))):
        walker = Walker(custody, imported=draw(st.integers(0, 4)) == 4)
        if not walker.imported:
            duty, nature = draw(DUTIES)
            severity = draw(st.sampled_from(["general", "major"]))
            place = draw(st.sampled_from(["640181", "640104"]))
            changes = {"duty": duty, "nature": nature, "severity": severity, "place": place}
            walker.issue = walker.opening = draft(finding(**changes))
            walker.major = severity == "major"
        advance(draw, walker)
        numbered = walker.issue.model_copy(update={"number": make(26, "037", sequence + 1)})
        found.append(seal(numbered))
    return found, world(custody)


def counted(scope: Scope, issues: list[Issue], context: Context, moment: datetime) -> Figures:
    """Return figures of issues at hand."""
    with index_of(issues, context) as index:
        return figures(scope, index, context, moment)


def waiting(issue: Issue, context: Context, moment: datetime) -> Waiting | None:
    """Return what an issue waits for, as the report of its round or of the region tells it."""
    found = counted(of_place("640000", context), [issue], context, moment)
    return found.waits[0] if found.waits else None


def in_city(issue: dict[str, Any]) -> bool:
    return bool(issue["place"] == "640104")


@pytest.mark.thorough
@settings(deadline=None)
@given(ledgers(), st.integers(0, 60))
def test_figures_equal_a_brute_recount(ledger: tuple[list[Issue], Context], days: int) -> None:
    issues, context = ledger
    moment = at("2026-05-20") + timedelta(days=days)
    texts = [emit(dump(i)).decode() for i in issues]
    handed = [emit(dump(each)).decode() for each in context.handovers]
    day = moment.date()
    found = plain(counted(of_round(FIRST), issues, context, moment), context)
    agree(found, recount(texts, FIRST.id, day, handed))
    found = plain(counted(of_team(FIRST, FIRST.teams[0]), issues, context, moment), context)
    agree(found, count(texts, handed, day, has=lambda i: of(i) == TEAM, acts=TEAM.__eq__))
    found = plain(counted(of_place("640104", context), issues, context, moment), context)
    assert found["place"] == "640104"
    agree(found, count(texts, handed, day, has=in_city, acts=YINCHUAN.__contains__, reach=in_city))


def test_an_empty_round_has_no_rates() -> None:
    found = plain(counted(of_round(FIRST), [], world(), at("2026-06-01")), world())
    assert found["found"] == found["overdue"] == 0
    assert {rate["percent"] for rate in found["rates"].values()} == {None}
    assert all(part["share"] is None for part in found["by_duty"])
    assert found["issues"] == found["waiting"] == []


def test_an_issue_that_failed_its_look_back_is_not_accepted_any_more() -> None:
    context = world()
    accepted = brought_to("accepted")
    failed = act(
        accepted,
        context,
        "look-back",
        "v",
        "2026-05-06",
        measures=False,
        demand="重做",
        due="2026-07-15",
    )
    before = counted(of_round(FIRST), [accepted], context, at("2026-06-01")).counts
    after = counted(of_round(FIRST), [failed], context, at("2026-06-01")).counts
    assert (before["accepted"], before["submitted"], before["look_backs"]) == (1, 1, 0)
    assert (after["accepted"], after["submitted"], after["look_backs_failed"]) == (0, 0, 1)


def test_what_was_voided_in_the_end_counts_as_found_and_no_more() -> None:
    context = world()
    issue = act(
        brought_to("accepted"),
        context,
        "look-back",
        "v",
        "2026-05-06",
        measures=False,
        demand="重做",
        due="2026-07-15",
    )
    issue = act(issue, context, "object", "r", "2026-05-07")
    issue = act(issue, context, "rule", "l", "2026-05-08", outcome="withdrawn", due=None)
    counts = counted(of_round(FIRST), [issue], context, at("2026-09-01")).counts
    assert {name: count for name, count in counts.items() if count} == {"found": 1, "voided": 1}


def test_grace_days_of_the_policy_count() -> None:
    context = world()
    late = brought_to("rectifying")  # due 1 July, and the policy grants no grace
    for day, known in (("2026-07-01", {}), ("2026-07-02", {late.number: 1})):
        found = counted(of_round(FIRST), [late], context, at(day))
        assert plain(found, context)["late"] == known


def major(status: str) -> Issue:
    """Return a major issue brought to a state by hand: it needs a plan on the way."""
    issue, context = brought_to("rectifying", severity="major"), world()
    if status != "rectifying":
        issue = act(issue, context, "rectification-plan", "r", "2026-05-05")
    for do, who in (("submit", "r"), ("accept", "a")) if status == "accepted" else ():
        issue = act(issue, context, do, who, "2026-05-05")
    return issue


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("issue", "custody", "step", "whom"),
    [
        (brought_to("registered"), "own", "confirm", TEAM),
        (brought_to("confirmed"), "own", "notify", TEAM),
        (brought_to("rectifying"), "own", "submit", RECTIFIES),
        (major("rectifying"), "own", "rectification-plan", RECTIFIES),
        (major("planned"), "own", "submit", RECTIFIES),
        (brought_to("disputed"), "own", "rule", TEAM),
        (brought_to("disputed"), "next", "rule", NEXT_TEAM),
        (brought_to("disputed"), "office", "rule", OFFICE),
        (brought_to("submitted"), "own", "accept", ACCEPTS),
        (brought_to("accepted"), "own", "close", OFFICE),
        (major("accepted"), "own", "look-back", TEAM),
        (major("accepted"), "office", "look-back", OFFICE),
    ],
)
def test_what_an_issue_waits_for(issue: Issue, custody: str, step: str, whom: str) -> None:
    found = waiting(issue, world(custody), at("2026-06-10"))
    assert found is not None
    assert (found.step, found.whom) == (step, whom)
    assert found.since.isoformat() == "2026-05-05"


@pytest.mark.parametrize("status", ["closed", "voided"])
def test_what_is_at_its_end_waits_for_nothing(status: str) -> None:
    assert waiting(brought_to(status), world(), at("2026-06-10")) is None


def test_a_reminder_does_not_move_an_issue_on() -> None:
    issue = act(brought_to("rectifying"), world(), "remind", "v", "2026-06-01")
    found = waiting(issue, world(), at("2026-06-10"))
    assert found is not None
    assert found.since.isoformat() == "2026-05-05"


def test_after_the_unit_was_amended_it_waits_for_a_notice() -> None:
    issue = brought_to("rectifying")
    changed: dict[str, Any] = {"name": "另一单位（虚构）"}
    old = dump(issue)["unit"]
    issue = act(
        issue, world(), "amend", "l", "2026-05-06", field="unit", old=old, new=changed, why="错"
    )
    found = waiting(issue, world(), at("2026-06-10"))
    assert found is not None
    assert (found.step, found.whom) == ("notify", TEAM)


@pytest.mark.thorough
@settings(deadline=None)
@given(merges())
def test_whatever_is_open_or_pending_waits_for_one_step(merge: Any) -> None:
    walker, prefix, parts = merge
    issue = fold(walker.opening, united(prefix, *parts), walker.context)
    found = waiting(issue, walker.context, at("2026-09-01"))
    assert (found is None) == (not issue.open and not issue.pending)
    if issue.pending and found:
        assert found.step == "rule"
