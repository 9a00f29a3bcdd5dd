"""Each rule of composition, on the days and amounts where it turns. All persons are invented."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sfcheck.domain.composition.repeats import same_days, same_leader, same_place
from sfcheck.domain.composition.rules import (
    Check,
    breaches,
    lead_body,
    leader_rank,
    marks,
    not_released,
    own_place,
    two_teams,
)
from sfcheck.domain.composition.rules import experts_missing as experts
from sfcheck.domain.composition.rules import fields_missing as fields
from sfcheck.domain.world.context import Context
from sfcheck.domain.world.policy import Policy
from sfcheck.domain.world.roster import Person
from sfcheck.domain.world.rounds import Round
from sfcheck.errors.table import REFUSALS
from tests.support.refusals import explained
from tests.support.world import load, world

YINCHUAN, LINGWU, SHIZUISHAN, NINGDONG = "640100", "640181", "640200", "64ND01"
FIRST, LAST = "2026-03-01", "2026-05-31"
PEOPLE = {
    "0101": "emergency-management",
    "0102": "water-resources",
    "0103": "transport",
    "0104": "government-640200",
    "0105": "government-640181",
    "0106": "locality-64ND01",
}
A, B, C, SHI, LING, DONG = PEOPLE

Plain = dict[str, Any]


def person(number: str, body: str, **changes: Any) -> Person:
    since = {"since": "2026-01-01"}
    said = {
        "id": number,
        "name": f"虚构{number}",
        "home": [{"body": body, **since}],
        "rank": [{"value": "bureau", **since}],
    }
    return Person.model_validate(said | changes)


def seats(*given: str | Plain, since: str = FIRST) -> list[Plain]:
    return [
        {"since": since, **(each if isinstance(each, dict) else {"person": each})} for each in given
    ]


def team(
    name: str = "T1",
    places: tuple[str, ...] = (YINCHUAN,),
    leader: str | Plain = A,
    experts: tuple[str | Plain, ...] = (B,),
    members: tuple[str | Plain, ...] = (),
    since: str = FIRST,
    **more: Any,
) -> Plain:
    return {
        "id": name,
        "places": [{"place": place, "since": since} for place in places],
        "leader": seats(leader, since=since),
        "experts": seats(*experts, since=since),
        "members": seats(*members, since=since),
        **more,
    }


def round_(*teams: Plain, number: int = 1, start: str = FIRST, **more: Any) -> Plain:
    return {"id": f"2026-{number}", "name": "一轮", "start": start, "teams": teams, **more}


def around(*rounds: Plain, policy: Plain | None = None, **people: Person) -> Context:
    """Return the world with these rounds, and the profile's policy with some values changed."""
    known = [Round.model_validate(each) for each in rounds]
    roster = {number: person(number, home) for number, home in PEOPLE.items()}
    changed = {
        name: [{"since": "2026-01-01", "basis": "preset", "value": value}] if value else []
        for name, value in (policy or {}).items()
    }
    return replace(
        world("office"),
        policy=Policy.model_validate(load("policy") | changed),
        people=roster | {each.id: each for each in people.values()},
        rounds={each.id: each for each in known},
    )


def found(rule: Check, context: Context, name: str = "T1") -> list[Mapping[str, object]]:
    """Return the facts of what a rule objects to in a team of the last round."""
    rotation = list(context.rounds.values())[-1]
    judged = rotation.team(name)
    assert judged
    said = list(rule(rotation, judged, context))
    for each in said:
        explained(each.refusal)
        value: Any = judged.model_dump()
        for step in each.way:
            value = value[step]
    return [each.facts | {"code": each.code} for each in said]


def test_a_team_as_the_plan_asks_for_is_objected_to_by_no_rule():
    context = around(round_(team(members=(C,))), policy={"lead_bodies": ["emergency-management"]})
    rotation = context.rounds["2026-1"]
    assert list(breaches(rotation, rotation.teams[0], context)) == []


def test_who_cannot_be_seated_and_who_is_only_warned_of():
    bad = team(leader=LING, experts=(), members=({"person": C, "released": False},))
    other = team("T2", places=(SHIZUISHAN,), leader=B, experts=(C,))
    low = person(LING, "government-640181", rank=[])
    context = around(round_(bad, other), policy={"lead_bodies": ["health"]}, low=low)
    rotation = context.rounds["2026-1"]
    codes = {
        refusing: [
            b.code for b in breaches(rotation, rotation.teams[0], context, refusing=refusing)
        ]
        for refusing in (True, False)
    }
    assert codes[True] == ["seated-already", "own-place"]
    assert codes[False] == ["leader-rank", "lead-body", "too-few-experts", "not-released"]
    assert {code for each in codes.values() for code in each} <= set(REFUSALS)


# -- two teams


@pytest.mark.parametrize(
    ("until", "since", "objected"),
    [
        ("2026-04-09", "2026-04-10", False),
        ("2026-04-10", "2026-04-10", True),
        ("2026-04-11", "2026-04-10", True),
        (None, "2026-04-10", True),
    ],
)
def test_two_teams_of_a_round(until: str | None, since: str, objected: bool):
    one = team(members=({"person": C, "until": until},))
    other = team("T2", leader=SHI, experts=(DONG,), members=({"person": C, "since": since},))
    for name in ("T1", "T2"):
        assert bool(found(two_teams, around(round_(one, other)), name)) is objected


@pytest.mark.parametrize(
    ("one", "other", "objected"),
    [
        ({"end": LAST}, {"start": "2026-05-31"}, True),
        ({"end": LAST}, {"start": "2026-06-01"}, False),
        ({}, {"start": "2026-06-01"}, False),  # lasts until the next begins
        ({}, {"start": FIRST}, True),
        ({"end": LAST, "closed": "2026-04-30"}, {"start": "2026-05-01"}, False),
        ({"end": LAST, "closed": "2026-04-30"}, {"start": "2026-04-30"}, True),
        ({"end": LAST, "closed": "2026-07-30"}, {"start": "2026-06-01"}, False),
    ],
)
def test_two_teams_of_two_rounds(one: Plain, other: Plain, objected: bool):
    later = team(leader=A, experts=(SHI,), since=other["start"])
    context = around(round_(team(), **one), round_(later, number=2, **other))
    assert [each["person"] for each in found(two_teams, context)] == ([A] if objected else [])


def test_a_seat_that_says_its_end_outlasts_its_round():
    early = team(members=({"person": C, "until": "2026-06-15"},))
    later = team(leader=SHI, experts=(DONG,), members=(C,), since="2026-06-10")
    context = around(round_(early, end=LAST), round_(later, number=2, start="2026-06-10"))
    assert [each["team"] for each in found(two_teams, context)] == ["2026-1/T1"]


# -- own place


@pytest.mark.parametrize(
    ("who", "place", "objected"),
    [
        (LING, LINGWU, True),
        (LING, YINCHUAN, True),
        (LING, SHIZUISHAN, False),
        (SHI, SHIZUISHAN, True),
        (SHI, "640221", False),
        (DONG, NINGDONG, True),
        (C, YINCHUAN, False),
        ("9999", YINCHUAN, False),
    ],
)
def test_own_place(who: str, place: str, objected: bool):
    context = around(round_(team(places=(place,), members=(who,))))
    assert bool(found(own_place, context)) is objected


@pytest.mark.parametrize(("day", "objected"), [("2026-04-09", True), ("2026-04-10", False)])
def test_own_place_from_the_day_of_a_move(day: str, objected: bool):
    homes = [
        {"since": "2026-01-01", "until": "2026-04-09", "body": "government-640100"},
        {"since": "2026-04-10", "body": "transport"},
    ]
    moved = person(C, "transport", home=homes)
    context = around(round_(team(members=({"person": C, "since": day},))), moved=moved)
    assert bool(found(own_place, context)) is objected


def test_own_place_only_while_seat_and_posting_last():
    member = {"person": SHI, "until": "2026-04-09"}
    posted = [
        {"place": YINCHUAN, "since": FIRST},
        {"place": SHIZUISHAN, "since": "2026-04-10"},
    ]
    assert not found(own_place, around(round_(team(members=(member,)) | {"places": posted})))
    posted[1]["since"] = "2026-04-09"
    assert found(own_place, around(round_(team(members=(member,)) | {"places": posted})))


# -- the leader


@pytest.mark.parametrize(
    ("rank", "objected"), [("provincial", True), ("bureau", False), ("division", True)]
)
def test_rank_of_a_leader(rank: str, objected: bool):
    held = person(A, "transport", rank=[{"since": FIRST, "value": rank}])
    assert bool(found(leader_rank, around(round_(team()), held=held))) is objected


@pytest.mark.parametrize(("since", "objected"), [(FIRST, False), ("2026-03-02", True)])
def test_rank_of_a_leader_on_the_first_day_of_the_seat(since: str, objected: bool):
    held = person(A, "transport", rank=[{"since": since, "value": "bureau"}])
    assert bool(found(leader_rank, around(round_(team()), held=held))) is objected
    assert not found(leader_rank, around(round_(team()), policy={"leader_ranks": None}, held=held))


def test_lead_body_of_a_leader():
    context = around(round_(team()), policy={"lead_bodies": ["transport", "water-resources"]})
    assert [each["code"] for each in found(lead_body, context)] == ["lead-body"]
    moved = person(A, "transport")
    allowed = around(
        round_(team()), policy={"lead_bodies": ["transport", "water-resources"]}, moved=moved
    )
    assert not found(lead_body, allowed)
    assert not found(lead_body, around(round_(team())))


# -- experts and their fields


@pytest.mark.parametrize(("least", "objected"), [(0, False), (1, False), (2, False), (3, True)])
def test_how_many_experts(least: int, objected: bool):
    context = around(round_(team(experts=(B, C))), policy={"experts_at_least": least})
    assert bool(found(experts, context)) is objected


def test_each_span_without_an_expert_is_told_from_its_first_day():
    held = (
        {"person": B, "since": "2026-03-03", "until": "2026-03-31"},
        {"person": C, "since": "2026-04-02", "until": "2026-04-30"},
        {"person": SHI, "since": "2026-05-01"},
    )
    said = found(experts, around(round_(team(experts=held), end=LAST)))
    assert [each["day"] for each in said] == [date(2026, 3, 1), date(2026, 4, 1)]
    assert {each["count"] for each in said} == {0}


def test_a_team_everybody_has_left_needs_no_expert():
    leader = {"person": A, "until": "2026-04-09"}
    gone = team(leader=leader, experts=({"person": B, "until": "2026-04-09"},))
    assert not found(experts, around(round_(gone)))
    stays = team(leader=leader, experts=({"person": B, "until": "2026-04-08"},))
    assert found(experts, around(round_(stays)))


@pytest.mark.parametrize(
    ("wanted", "known", "missing"),
    [
        ((), ((), ()), None),
        (("危险化学品",), (("危险化学品",), ()), None),
        (("危险化学品",), (("特种设备",), ()), "危险化学品"),
        (("危险化学品", "消防"), (("危险化学品",), ("消防",)), None),
        (("危险化学品", "消防"), (("危险化学品",), ("特种设备",)), "消防"),
    ],
)
@pytest.mark.parametrize("whose", ["team", "round"])
def test_fields_wanted(whose: str, wanted: Any, known: Any, missing: str | None):
    pool = {
        number: person(number, "transport", fields=[{"since": FIRST, "value": f} for f in said])
        for number, said in zip((B, C), known, strict=True)
    }
    asked = {"fields": wanted}
    rotation = (
        round_(team(experts=(B, C)) | asked)
        if whose == "team"
        else round_(team(experts=(B, C)), **asked)
    )
    said = found(fields, around(rotation, **{f"p{n}": each for n, each in pool.items()}))
    assert [each["fields"] for each in said] == ([missing] if missing else [])


def test_what_a_team_wants_goes_before_what_its_round_wants():
    knows = person(B, "transport", fields=[{"since": FIRST, "value": "消防"}])
    rotation = round_(team(fields=["消防"]), fields=["危险化学品"])
    assert not found(fields, around(rotation, knows=knows))


def test_a_field_counts_while_it_is_held():
    held = [{"since": "2026-01-01", "until": "2026-02-28", "value": "消防"}]
    late = person(B, "transport", fields=held)
    assert found(fields, around(round_(team(fields=["消防"])), late=late))


# -- released


@pytest.mark.parametrize(
    ("said", "objected"),
    [
        ({}, False),
        ({"released": True}, False),
        ({"released": False}, True),
        ({"released": False, "reason": "兼任防汛值班"}, False),
    ],
)
def test_not_released_without_a_reason(said: Plain, objected: bool):
    context = around(round_(team(members=({"person": C, **said},))))
    assert bool(found(not_released, context)) is objected


# -- the three that are not fixed


def three(*teams: Plain | None, starts: tuple[str, ...] = ()) -> tuple[Plain, ...]:
    days = starts or ("2026-01-05", "2026-03-10", "2026-05-20")
    return tuple(
        round_(*([each] if each else []), number=n, start=start)
        for n, (each, start) in enumerate(zip(teams, days, strict=True), 1)
    )


def sent(place: str, who: str = C, leader: str = A, since: str = FIRST) -> Plain:
    return team(places=(place,), leader=leader, members=(who,), since=since)


@pytest.mark.parametrize(
    ("places", "least", "times"),
    [
        ((SHIZUISHAN, SHIZUISHAN, YINCHUAN), 2, None),
        ((YINCHUAN, SHIZUISHAN, YINCHUAN), 2, None),
        ((SHIZUISHAN, YINCHUAN, YINCHUAN), 2, 2),
        ((YINCHUAN, YINCHUAN, YINCHUAN), 2, 3),
        ((SHIZUISHAN, YINCHUAN, YINCHUAN), 3, None),
        ((YINCHUAN, YINCHUAN, YINCHUAN), 3, 3),
        ((YINCHUAN, None, YINCHUAN), 2, 2),  # a round without the person is passed over
        ((YINCHUAN, YINCHUAN, YINCHUAN), None, None),
    ],
)
def test_same_place_in_a_row(places: Any, least: int | None, times: int | None):
    teams = [sent(place) if place else None for place in places]
    context = around(*three(*teams), policy={"repeat_place": least})
    said = [each for each in found(same_place, context) if str(each["who"]).startswith(C)]
    assert [each["times"] for each in said] == ([times] if times else [])


def test_rounds_count_in_the_order_they_began_and_later_ones_not_at_all():
    rounds = three(sent(YINCHUAN), sent(SHIZUISHAN), sent(YINCHUAN))
    context = around(rounds[2], rounds[0], rounds[1])
    assert not found(same_place, context)
    again = around(*three(sent(SHIZUISHAN), sent(YINCHUAN), sent(YINCHUAN)))
    assert not list(same_place(again.rounds["2026-2"], again.rounds["2026-2"].teams[0], again))


@pytest.mark.parametrize(
    ("leaders", "times"),
    [((A, A, B), None), ((A, B, A), None), ((B, A, A), 2), ((A, A, A), 3)],
)
def test_same_leader_in_a_row(leaders: tuple[str, ...], times: int | None):
    teams = [team(leader=leader, experts=(), members=(C,)) for leader in leaders]
    said = found(same_leader, around(*three(*teams)))
    assert [each["times"] for each in said] == ([times] if times else [])


@pytest.mark.parametrize(("until", "objected"), [("2026-03-14", False), ("2026-03-15", True)])
def test_a_leader_counts_on_days_in_common_only(until: str, objected: bool):
    first = team(leader=A, members=(C,), experts=(), since="2026-01-05")
    second = team(leader={"person": A, "until": until}, experts=(), since="2026-03-10")
    second["leader"] += seats(B, since="2026-03-20")
    second["members"] = seats(C, since="2026-03-15")
    context = around(
        round_(first, start="2026-01-05"), round_(second, number=2, start="2026-03-10")
    )
    assert bool(found(same_leader, context)) is objected


@pytest.mark.parametrize(
    ("starts", "codes"),
    [
        (("2026-01-05", "2026-03-02", "2026-05-11"), ["repeated-weekday"]),  # Mondays
        (("2026-01-05", "2026-03-05", "2026-05-05"), ["repeated-day"]),
        (("2026-02-02", "2026-03-02", "2026-11-02"), ["repeated-weekday", "repeated-day"]),
        (("2026-01-06", "2026-03-02", "2026-05-11"), []),
        (("2026-01-05", "2026-03-03", "2026-05-11"), []),
    ],
)
def test_same_days_in_a_row(starts: tuple[str, ...], codes: list[str]):
    teams = [sent(YINCHUAN, since=start) for start in starts]
    said = found(same_days, around(*three(*teams, starts=starts)))
    assert [each["code"] for each in said] == codes
    assert all(each["days"] == ", ".join(starts) for each in said)
    elsewhere = [*teams[:2], sent(SHIZUISHAN, since=starts[2])]
    assert not found(same_days, around(*three(*elsewhere, starts=starts)))


# -- marks


@pytest.mark.parametrize(
    ("members", "place", "mixed", "crossing"),
    [
        ((C,), YINCHUAN, False, ()),
        ((SHI,), YINCHUAN, True, (SHI,)),
        ((SHI, DONG), YINCHUAN, True, (SHI, DONG)),
        ((LING,), SHIZUISHAN, True, (LING,)),
        ((LING,), YINCHUAN, True, ()),
        ((DONG,), NINGDONG, True, ()),
        (("9999",), YINCHUAN, False, ()),
    ],
)
def test_marks(members: Any, place: str, mixed: bool, crossing: Any):
    context = around(round_(team(places=(place,), members=members)))
    judged = context.rounds["2026-1"].teams[0]
    assert marks(judged, context, date(2026, 3, 1)) == (mixed, crossing)
    assert marks(judged, context, date(2026, 2, 28)) == (False, ())


def test_cities_and_a_zone_are_of_one_level():
    crossed = team(leader=SHI, experts=(DONG,))
    context = around(round_(crossed))
    judged = context.rounds["2026-1"].teams[0]
    assert marks(judged, context, date(2026, 3, 1)) == (False, (SHI, DONG))
