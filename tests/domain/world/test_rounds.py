"""Who is where and when: seats and postings to the day, handovers to the moment."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfcheck.domain.base.records import Dated, in_force
from sfcheck.domain.base.vocabulary import Office
from sfcheck.domain.world.custody import Custody
from sfcheck.domain.world.places import within
from sfcheck.domain.world.policy import Policy
from sfcheck.domain.world.roster import Person, Place
from sfcheck.domain.world.rounds import Team, covers
from tests.support.world import (
    LEADER,
    NAMED,
    NEXT_LEADER,
    NEXT_TEAM,
    OFFICE,
    OFFICER,
    OTHER_TEAM,
    SINCE,
    TEAM,
    at,
    handover,
    world,
)

PLACES = world().places
DAY = date(2026, 5, 1)


def day(n: int) -> date:
    """Return a day of May 2026; 0 is 30 April."""
    return DAY + timedelta(days=n - 1)


def team(**seats):
    return Team.model_validate({"id": "T1", **seats})


def seat(who, since, until=None):
    return {"person": who, "since": day(since), "until": until and day(until)}


# -- dated values


def test_a_value_is_in_force_from_its_first_day_through_its_last():
    value = Dated(since=day(2), until=day(4))
    assert [bool(in_force([value], day(n))) for n in range(1, 6)] == [
        False,
        True,
        True,
        True,
        False,
    ]
    assert in_force([Dated(since=day(2))], date.max)
    assert in_force([Dated(since=day(2), until=day(2))], day(2))
    assert not in_force([Dated(since=day(4), until=day(2))], day(3))


@given(st.lists(st.tuples(st.integers(0, 30), st.none() | st.integers(0, 30)), max_size=6))
def test_of_several_the_latest_begun_comes_first(spans):
    values = [Dated(since=day(a), until=None if b is None else day(b)) for a, b in spans]
    current = in_force(values, day(15))
    assert [v.since for v in current] == sorted((v.since for v in current), reverse=True)
    assert len(current) == sum(a <= 15 and (b is None or b >= 15) for a, b in spans)


def test_the_policy_of_a_day():
    amounts = [
        {"since": day(1), "until": day(9), "value": 15, "basis": "preset"},
        {"since": day(10), "value": 20, "basis": "preset"},
    ]
    policy = Policy.model_validate({"rectify_days_general": amounts})
    days = [policy.amount("rectify_days_general", day(n)) for n in (0, 1, 9, 10)]
    assert days == [None, 15, 15, 20]
    assert policy.look_back_on(day(1)) == "always"


# -- places


def test_a_county_lies_in_its_city_and_the_city_in_the_region():
    assert within(PLACES, "640181") == ["640181", "640100", "640000"]
    assert within(PLACES, "64ND01") == ["64ND01", "640000"]
    assert within(PLACES, "999999") == ["999999"]


def test_places_in_a_circle_end():
    places = {
        "A": Place(code="A", name="甲", level="city", parent="B"),
        "B": Place(code="B", name="乙", level="city", parent="A"),
    }
    assert within(places, "A") == ["A", "B"]
    assert Custody.of(places, [], OFFICE).holder("A", at("2026-05-01")) == OFFICE


def test_a_posting_covers_the_place_and_what_lies_in_it_while_it_lasts():
    posted = team(places=[{"place": "640100", "since": day(2), "until": day(4)}])
    for place in ("640100", "640181"):
        covered = [covers(PLACES, posted, place, day(n)) for n in range(1, 6)]
        assert covered == [False, True, True, True, False]
    for place in ("640000", "640200", "64ND01", "999999"):
        assert not covers(PLACES, posted, place, day(3))


# -- seats


def test_a_seat_is_taken_from_its_first_day_through_its_last():
    for kind in ("leader", "experts", "members"):
        one = team(**{kind: [seat("0001", 2, 4)]})
        assert [one.seated("0001", day(n)) for n in range(1, 6)] == [
            False,
            True,
            True,
            True,
            False,
        ]
        assert not one.seated("0002", day(3))


def test_a_person_may_return_to_a_seat():
    one = team(members=[seat("0001", 1, 3), seat("0001", 8)])
    assert [one.seated("0001", day(n)) for n in (3, 4, 7, 8)] == [True, False, False, True]


def test_the_leader_of_a_day():
    one = team(leader=[seat("0001", 2, 5), seat("0002", 6, 9)])
    led = {n: one.leader_on(day(n)) for n in (1, 2, 5, 6, 9)}
    assert led == {1: None, 2: "0001", 5: "0001", 6: "0002", 9: "0002"}
    assert one.leader_on(day(30)) == "0002"  # late arrivals: the last leader still answers
    gap = team(leader=[seat("0001", 2, 3), seat("0002", 8)])
    assert gap.leader_on(day(5)) == "0001"
    assert team(members=[seat("0001", 1)]).leader_on(day(1)) is None


# -- custody


def test_before_any_handover_the_overall_office_holds():
    context = world("office")
    for place in ("640100", "640181", "64ND01", "999999"):
        assert context.custody.holder(place, at("2026-05-05")) == OFFICE
        assert context.head(place, at("2026-05-05")) == NAMED


@pytest.mark.parametrize(
    ("moment", "holder", "head"),
    [
        ("2026-03-02T08:59:59", OFFICE, NAMED),
        ("2026-03-02T09:00:00", TEAM, LEADER),
        ("2026-06-01T09:00:00", TEAM, LEADER),  # offered is not received
        ("2026-06-02T08:59:59", TEAM, LEADER),
        ("2026-06-02T09:00:00", NEXT_TEAM, NEXT_LEADER),
        ("2030-01-01T00:00:00", NEXT_TEAM, NEXT_LEADER),
    ],
)
def test_the_holder_is_the_receiver_of_the_last_received_handover(moment, holder, head):
    context = world("next")
    for place in ("640100", "640181"):
        assert context.custody.holder(place, at(moment)) == holder
        assert context.head(place, at(moment)) == head
    assert context.custody.holder("640200", at(moment)) == OFFICE


def test_a_place_goes_back_to_the_office():
    back = handover(3, NEXT_TEAM, OFFICE, ("2026-09-01", "offer"), ("2026-09-02", "receive"))
    context = replace(world("next"), handovers=(*world("next").handovers, back))
    assert context.head("640181", at("2026-09-01T12:00")) == NEXT_LEADER
    assert context.custody.holder("640181", at("2026-09-02T12:00")) == OFFICE
    assert context.head("640181", at("2026-09-02T12:00")) == NAMED


def test_a_county_with_a_handover_of_its_own_has_its_own_holder():
    own = handover(1, OFFICE, OTHER_TEAM, ("2026-04-01", "receive"), place="640181")
    context = replace(world("own"), handovers=(*world("own").handovers, own))
    assert context.custody.holder("640181", at("2026-03-31")) == TEAM
    assert context.custody.holder("640181", at("2026-04-02")) == OTHER_TEAM
    assert context.custody.holder("640121", at("2026-04-02")) == TEAM


def test_an_offer_withdrawn_or_never_received_moves_nothing():
    open_ = handover(2, TEAM, NEXT_TEAM, ("2026-06-01", "offer"))
    gone = handover(2, TEAM, NEXT_TEAM, ("2026-06-01", "offer"), ("2026-06-02", "withdraw"))
    for last in (open_, gone):
        custody = Custody.of(PLACES, [*world("own").handovers, last], OFFICE)
        assert custody.holder("640100", at("2026-07-01")) == TEAM


def test_handovers_stand_by_number_even_past_9999():
    early = handover(9999, OFFICE, TEAM, ("2026-03-01", "receive"))
    late = handover(10000, TEAM, NEXT_TEAM, ("2026-06-01", "receive"))
    for order in ([early, late], [late, early]):
        assert Custody.of(PLACES, order, OFFICE).holder("640100", at("2026-07-01")) == NEXT_TEAM


@pytest.mark.parametrize(
    ("moment", "offered"),
    [
        ("2026-06-01T08:59:59", False),
        ("2026-06-01T09:00:00", True),
        ("2026-06-02T09:00:00", False),  # withdrawn
        ("2026-06-03T09:00:00", True),  # offered again
        ("2026-06-04T09:00:00", True),  # received
    ],
)
def test_what_a_team_has_offered(moment, offered):
    steps = ("offer", "withdraw", "offer", "receive")
    events = [(f"2026-06-0{n}", do) for n, do in enumerate(steps, 1)]
    custody = Custody.of(PLACES, [handover(2, TEAM, NEXT_TEAM, *events)], OFFICE)
    assert custody.offered_by(TEAM, "640100", at(moment)) is offered
    assert custody.offered_by(TEAM, "640181", at(moment)) is offered
    assert not custody.offered_by(TEAM, "640200", at(moment))
    assert not custody.offered_by(NEXT_TEAM, "640100", at(moment))


def test_the_named_officer_of_the_day():
    officers = [
        {"person": NAMED, "since": day(1), "until": day(3)},
        {"person": OFFICER, "since": day(5)},
    ]
    charter = world("office").charter
    charter = type(charter).model_validate(charter.model_dump() | {"officers": officers})
    context = replace(world("office"), charter=charter)
    heads = [context.head("640181", at(day(n).isoformat())) for n in (0, 1, 3, 4, 5)]
    assert heads == [None, NAMED, NAMED, None, OFFICER]


def test_the_leader_who_answers_is_the_one_of_the_day():
    rounds = dict(world("own").rounds)
    changed = rounds["2026-1"].model_dump()
    changed["teams"][0]["leader"] = [seat(LEADER, -60, 4), seat(OFFICER, 5)]
    rounds["2026-1"] = type(rounds["2026-1"]).model_validate(changed)
    context = replace(world("own"), rounds=rounds)
    assert context.head("640181", at("2026-05-04T23:59:59")) == LEADER
    assert context.head("640181", at("2026-05-05T00:00:00")) == OFFICER


def test_for_a_team_that_is_not_on_record_the_office_answers():
    ghost = handover(1, OFFICE, "2027-9/T9", ("2026-03-01", "receive"))
    context = replace(world("office"), handovers=(ghost,))
    assert context.custody.holder("640100", at("2026-05-01")) == "2027-9/T9"
    assert context.answers("640100", at("2026-05-01")) == (OFFICE, NAMED)
    assert not context.seated(LEADER, "2027-9/T9", day(1))


def test_for_a_team_whose_leader_left_the_office_answers():
    rounds = dict(world("own").rounds)
    changed = rounds["2026-1"].model_dump()
    changed["teams"][0]["leader"] = [seat(LEADER, -60, 4), seat(OFFICER, 7)]
    rounds["2026-1"] = type(rounds["2026-1"]).model_validate(changed)
    context = replace(world("own"), rounds=rounds)
    answers = [context.answers("640181", at(day(n).isoformat())) for n in (4, 5, 6, 7)]
    assert answers == [(TEAM, LEADER), (OFFICE, NAMED), (OFFICE, NAMED), (TEAM, OFFICER)]


def test_a_team_that_is_handed_a_place_again_has_not_offered_it():
    away = handover(2, TEAM, OFFICE, ("2026-05-01", "offer"), ("2026-05-02", "receive"))
    again = handover(3, OFFICE, TEAM, ("2026-05-03", "offer"), ("2026-05-04", "receive"))
    custody = Custody.of(PLACES, [*world("own").handovers, away, again], OFFICE)
    offered = [custody.offered_by(TEAM, "640181", at(f"2026-05-0{n}")) for n in (1, 2, 3, 4)]
    assert offered == [True, True, True, False]


# -- roster


def test_offices_and_homes_are_dated():
    one = Person.model_validate(
        {
            "id": "0041",
            "name": "令狐调任",
            "offices": [
                {"office": "clerk", "since": day(2), "until": day(4)},
                {"office": "department_officer", "body": "health", "since": day(3)},
            ],
            "home": [
                {"body": "transport", "since": SINCE},
                {"body": "health", "since": day(3), "until": day(9)},
            ],
        }
    )
    assert [one.holds(Office.CLERK, day(n)) for n in (1, 2, 4, 5)] == [False, True, True, False]
    assert one.holds(Office.DEPARTMENT_OFFICER, day(3), "health")
    assert not one.holds(Office.DEPARTMENT_OFFICER, day(3), "transport")
    assert not one.holds(Office.DEPARTMENT_OFFICER, day(2), "health")
    assert [one.home_on(day(n)) for n in (-200, 2, 3, 9, 10)] == [
        None,
        "transport",
        "health",
        "health",
        "transport",
    ]
