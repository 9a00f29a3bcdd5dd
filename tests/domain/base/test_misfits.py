"""Misfits are told in our words, at the place in the file; what is left of a record is kept."""

from typing import Any

import pytest

from sfcheck.domain.base.misfits import fit, salvage
from sfcheck.domain.base.records import dump
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.world.policy import Policy
from sfcheck.domain.world.roster import Person, Places
from tests.support.world import brought_to


def issue(**changes: Any) -> dict[str, Any]:
    fields = dump(brought_to("rectifying"))
    for name, value in changes.items():
        if value is None:
            del fields[name]
        else:
            fields[name] = value
    return fields


EVENT = {"n": 1, "at": "2026-05-04T09:00:00+08:00", "do": "register", "by": "0001", "for": "x"}


@pytest.mark.parametrize(
    ("changes", "kind", "field", "problem"),
    [
        ({"severity": None}, "missing", "severity", "it is missing"),
        ({"colour": "red"}, "unknown", "colour", "no such key is known here"),
        ({"severity": "三级"}, "wrong", "severity", "it should be one of general, major"),
        ({"title": ""}, "wrong", "title", "it is empty"),
        ({"title": 3}, "wrong", "title", "it should be text; put it in double quotes"),
        ({"title": "a" * 301}, "wrong", "title", "it is longer than 300 characters"),
        ({"title": "a\u202eb"}, "wrong", "title", "it holds characters that cannot be seen"),
        ({"due": "soon"}, "wrong", "due", "it should be a day, such as 2026-11-03"),
        ({"unit": []}, "wrong", "unit", "it should hold keys and values"),
        ({"unit": {"name": "x", "tel": 1}}, "unknown", "unit.tel", "no such key is known here"),
        ({"events": {}}, "wrong", "events", "it should be a list"),
        ({"events": [1]}, "wrong", "events.0", "it should hold keys and values"),
        ({"events": [{"n": 1}]}, "wrong", "events.0", "it does not say which step it is (“do”)"),
        ({"events": [{"do": "sing"}]}, "wrong", "events.0", "there is no step “sing”"),
        ({"events": [{**EVENT, "n": 0}]}, "wrong", "events.0.n", "it should be at least 1"),
        ({"events": [{**EVENT, "n": "x"}]}, "wrong", "events.0.n", "it should be a whole number"),
        (
            {"events": [{**EVENT, "at": "2026-05-04T09:00:00"}]},
            "wrong",
            "events.0.at",
            "it should be a moment with its time zone, such as 2026-11-03T10:22:00+08:00",
        ),
        (
            {"found": {"on": "2026-05-04", "by": [], "source": "own"}},
            "wrong",
            "found.by",
            "it has too few entries: at least 1",
        ),
    ],
)
def test_each_misfit_in_our_words(
    changes: dict[str, Any], kind: str, field: str, problem: str
) -> None:
    record, misfits = fit(Issue, issue(**changes))
    assert record is None
    assert [(m.kind, m.field, m.problem) for m in misfits] == [(kind, field, problem)]


def test_the_way_is_the_one_in_the_file() -> None:
    _record, (misfit,) = fit(Issue, issue(events=[EVENT, {**EVENT, "mood": "good"}]))
    assert misfit.way == ("events", 1, "mood")
    _record, (misfit,) = fit(Issue, issue(events=[EVENT, {"n": 2, **EVENT, "by": 5}]))
    assert misfit.way == ("events", 1, "by")
    record = {key: value for key, value in EVENT.items() if key != "at"}
    _record, (misfit,) = fit(Issue, issue(events=[EVENT, record]))
    assert (misfit.way, misfit.field) == (("events", 1), "events.1.at")


def test_what_stands_there_is_shown_short() -> None:
    _record, (misfit,) = fit(Issue, issue(severity="三" * 500))
    assert misfit.said == "三" * 60 + "…"
    _record, (misfit,) = fit(Issue, issue(unit=[]))
    assert misfit.said == ""


PLACE = {"code": "640000", "name": "甲", "level": "region"}


def test_a_bad_entry_is_left_out_and_no_other() -> None:
    rows = [
        {**PLACE, "code": "1"},
        {"code": "2"},
        {**PLACE, "code": "3", "colour": "red"},
        {**PLACE, "code": "4", "level": "moon", "name": 5},
        {**PLACE, "code": "5"},
        7,
    ]
    left = salvage(Places, {"places": rows, "more": 1})
    assert left is not None
    assert [place.code for place in left.places] == ["1", "3", "5"]


def test_a_bad_value_of_the_policy_leaves_the_others() -> None:
    value = {"since": "2026-01-01", "value": 5, "basis": "preset"}
    fields = {"similarity_days": [{"value": 3}, value], "experts_at_least": "many"}
    left = salvage(Policy, fields)
    assert left is not None
    assert [amount.value for amount in left.similarity_days] == [5]
    assert left.experts_at_least == ()


def test_without_what_it_must_have_nothing_is_left() -> None:
    assert salvage(Person, {"name": "某人（虚构）"}) is None
    assert salvage(Person, {"id": "x", "name": "某人（虚构）"}) is None
    assert salvage(Person, {}) is None


def test_a_sound_record_is_kept_whole() -> None:
    fields = {"id": "0001", "name": "某人（虚构）", "invented": True}
    left = salvage(Person, fields)
    assert left is not None
    assert dump(left) == fields
