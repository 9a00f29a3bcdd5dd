"""Every field of every registry has its rule of merging, and the rules do what they say."""

import copy
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from sfcheck.domain.world import policy, roster, rounds
from sfcheck.history.merge.entries import Clash, Merging, merge
from sfcheck.history.merge.fields import FIELDS
from sfcheck.history.merge.registries import REGISTRIES


def inside(model: type[BaseModel]) -> set[type[BaseModel]]:
    """Return a model and those that lie in its fields."""
    found, waiting = set(), [model]
    while waiting:
        each = waiting.pop()
        if isinstance(each, type) and issubclass(each, BaseModel):
            if each in found:
                continue
            found.add(each)
            waiting += [field.annotation for field in each.model_fields.values()]
        else:
            waiting += get_args(each)
    return found


def test_every_field_of_a_registry_has_a_rule():
    dated = policy.DatedValue  # values of the policy are entries whose parts are things
    for model in {part for each in REGISTRIES.values() for part in inside(each)}:
        of_policy = model.__module__ == policy.__name__ and model not in FIELDS
        if issubclass(model, dated) or of_policy:
            continue
        assert set(FIELDS[model]) == set(model.model_fields), model


def merged(model: type[BaseModel], one: Any, two: Any, *bases: Any) -> tuple[Any, list[Clash]]:
    """Return what becomes of two texts, and the clashes; the second value of one is kept."""
    clashes: list[Clash] = []

    def decide(clash: Clash) -> bool:
        clashes.append(clash)
        return False

    made = copy.deepcopy(one)
    merge(model, made, two, list(bases), Merging("x.yaml", copy.deepcopy, decide))
    return made, clashes


PLACES = st.dictionaries(
    st.sampled_from(["640100", "640200", "640300"]), st.sampled_from("甲乙丙"), max_size=3
)


@given(PLACES, PLACES, PLACES)
def test_entries_merge_the_same_from_both_sides(base: Any, one: Any, two: Any):
    def text(known: Any) -> Any:
        entries = [{"code": code, "name": name, "level": "city"} for code, name in known.items()]
        return {"places": sorted(entries, key=lambda entry: entry["code"])}

    texts = [text(each) for each in (one, two, base)]
    here, clashes = merged(roster.Places, *texts)
    there, others = merged(roster.Places, texts[1], texts[0], texts[2])
    assert len(clashes) == len(others)
    if not clashes:
        assert sorted(map(str, here["places"])) == sorted(map(str, there["places"]))
    assert merged(roster.Places, texts[0], texts[0], texts[2]) == (texts[0], [])
    for code, name in one.items():
        if name != base.get(code) and two.get(code) == base.get(code):
            assert {"code": code, "name": name, "level": "city"} in here["places"]


@pytest.mark.parametrize(
    ("base", "one", "two", "wanted"),
    [
        ({"since": "2026-01-01"}, {"until": "2026-03-01"}, {}, {"until": "2026-03-01"}),
        ({}, {"reason": "甲"}, {"until": "2026-03-01"}, {"reason": "甲", "until": "2026-03-01"}),
    ],
)
def test_what_each_changed_of_one_seat_is_changed(base: Any, one: Any, two: Any, wanted: Any):
    seat = {"person": "0003", "since": "2026-01-01"}

    def team(*changes: Any) -> Any:
        whole: dict[str, Any] = dict(seat)
        for each in changes:
            whole |= each
        return {"id": "2026-1", "teams": [{"id": "T1", "members": [whole]}]}

    made, clashes = merged(rounds.Round, team(base, one), team(base, two), team(base))
    assert clashes == []
    assert made == team(base, wanted)


def test_both_add_a_member():
    def team(*people: str) -> Any:
        seats = [{"person": person, "since": "2026-01-01"} for person in people]
        return {"id": "2026-1", "teams": [{"id": "T1", "members": seats}]}

    made, clashes = merged(rounds.Round, team("0001", "0002"), team("0001", "0003"), team("0001"))
    assert (made, clashes) == (team("0001", "0002", "0003"), [])
