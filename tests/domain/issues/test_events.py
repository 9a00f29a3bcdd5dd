"""What every event carries: its facts, its order, its day; and that no refusal goes untried.

What passes and what does not is told from the design and the plan, not from the code.
"""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from sfcheck.domain.issues.events import make_event
from sfcheck.domain.issues.law import apply
from sfcheck.domain.issues.record import draft
from sfcheck.errors import Refused
from tests.support.refusals import explained, refused, refuses
from tests.support.world import (
    BEIJING,
    CLERK,
    INSPECTOR,
    LEADER,
    OFFICE,
    OFFICER,
    SHOWN,
    act,
    at,
    brought_to,
    event,
    finding,
    person,
    world,
)

W = world("own")


# -- what an event shows


@pytest.mark.parametrize("do", [do for do in SHOWN if SHOWN[do]])
def test_an_event_shows_all_it_must(do):
    """Whatever of the usual facts is left out is missed, save what may be left out."""
    optional = {("rule", "due"), ("amend", "old")}
    for fact in SHOWN[do]:
        given = {"n": 2, "at": at("2026-06-10"), "by": OFFICER, "for": OFFICE, **SHOWN[do]}
        del given[fact]
        if (do, fact) in optional:
            assert make_event(do, given).do == do
            continue
        with pytest.raises(Refused) as caught:
            make_event(do, given)
        assert caught.value.code == "missing-fact"
        assert caught.value.facts["field"] == fact
        explained(caught.value)


@pytest.mark.parametrize("change, code", [({"title": None}, "bad-value"), ({}, "field-missing")])
def test_a_draft_says_what_is_wrong_or_missing(change, code):
    content = {name: value for name, value in finding().items() if name != "title"}
    with pytest.raises(Refused) as caught:
        draft(content | change)
    assert (caught.value.code, caught.value.facts["field"]) == (code, "title")
    explained(caught.value)


def test_evidence_is_shown_not_promised():
    for do in ("submit", "accept"):
        with pytest.raises(Refused) as caught:
            event(do, "r", 4, evidence=[])
        assert caught.value.code == "bad-fact"
        explained(caught.value)


# -- order, time


def test_only_who_is_on_the_roster_acts():
    """A seat in a team is not enough."""
    people = {number: one for number, one in W.people.items() if number not in (INSPECTOR, LEADER)}
    context = replace(W, people=people)
    refuses("wrong-hand", brought_to("registered"), "confirm", "l", context=context)
    refuses("wrong-hand", brought_to("accepted"), "look-back", "i", context=context)
    refuses("wrong-hand", brought_to("accepted"), "void", "l", context=context)


def test_a_clerk_acts_for_the_body_the_clerk_comes_from():
    for homes, whom in (("transport", "transport"), (None, OFFICE)):
        clerk = person(CLERK, "司徒文书", homes or OFFICE, "clerk")
        clerk = clerk if homes else clerk.model_copy(update={"home": ()})
        context = replace(W, people=W.people | {CLERK: clerk})
        issue = brought_to("rectifying")
        given = event("note", "c", issue.next_n).model_copy(update={"for_": whom})
        assert apply(issue, given, context).events[-1].for_ == whom
        other = given.model_copy(update={"for_": OFFICE if homes else "transport"})
        refused("wrong-hand", issue, other, context)


def test_an_event_follows_the_last_one():
    issue = brought_to("registered")
    for n in (1, 3, 99):
        refused("wrong-order", issue, event("confirm", "l", n), W)
    assert apply(issue, event("confirm", "l", 2), W).status == "confirmed"


def test_no_clock_needs_to_be_right():
    issue = brought_to("registered")
    assert act(issue, W, "confirm", "l", "2026-05-01").events[-1].at < issue.events[0].at


def test_open_is_neither_closed_nor_voided():
    listed = ("registered", "confirmed", "rectifying", "disputed", "submitted", "accepted")
    assert all(brought_to(status).open for status in listed)
    assert not any(brought_to(status).open for status in ("closed", "voided"))


def test_people_read_names_and_unknown_ids_stay():
    called = {who: W.name(who) for who in (INSPECTOR, "health", "640181", "9999", "某厂（虚构）")}
    assert list(called.values()) == ["东方明远", "卫生健康委", "灵武市", "9999", "某厂（虚构）"]
    nameless = replace(W, bodies={"x": W.bodies["health"].model_copy(update={"short": None})})
    assert nameless.name("x") == "自治区卫生健康委员会"


def test_overdue_is_computed():
    for status in ("rectifying", "disputed"):
        issue = brought_to(status)  # due 1 July
        first = at("2026-07-01").date()
        days = [issue.overdue(first + timedelta(days=late)) for late in (-1, 0, 1)]
        assert days == [False, False, True]
        assert not issue.overdue(first + timedelta(days=3), grace=3)
        assert issue.overdue(first + timedelta(days=4), grace=3)
    for status in ("registered", "confirmed", "submitted", "accepted", "closed", "voided"):
        assert not brought_to(status).overdue(at("2030-01-01").date())


def test_the_day_is_the_authors_own():
    """Half past midnight in Beijing is still yesterday elsewhere; the author's day counts."""
    moment = at("2026-06-10T00:30")
    given = event("close", "v", 6, moment)
    assert given.day.isoformat() == "2026-06-10"
    assert moment.astimezone(BEIJING).utctimetuple().tm_mday == 9


# -- nothing forgotten

DOMAIN = Path(__file__).parents[3] / "sfcheck" / "domain"
LAW = ("issues/*.py", "issues/requirements/*.py", "base/numbers.py")
CODES = re.compile(r'Refused\(\s*"([a-z-]+)"')


def test_every_refusal_of_the_law_is_tried():
    raised = {
        code
        for name in LAW
        for path in DOMAIN.glob(name)
        for code in CODES.findall(path.read_text("utf-8"))
    }
    tests = Path(__file__).parents[2].rglob("test_*.py")
    tried = "".join(path.read_text(encoding="utf-8") for path in tests)
    assert raised > {"illegal-step", "wrong-hand", "pending"}
    assert {code for code in raised if f'"{code}"' not in tried} == set()
