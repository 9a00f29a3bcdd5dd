"""What is said to come next is what the law lets somebody do."""

import pytest

from sfcheck.domain.issues.prospects import prospects
from sfcheck.errors import Refused
from tests.support.world import KINDS, SHOWN, WAYS, act, at, brought_to, event, world

WHEN = "2026-06-10"
STATES = [state for state in WAYS if state != "draft"]


@pytest.mark.thorough
@pytest.mark.parametrize("custody", ["office", "own", "next"])
@pytest.mark.parametrize("state", STATES)
def test_whatever_anybody_can_do_is_told_with_the_hand_that_does_it(
    state: str, custody: str
) -> None:
    issue, context = brought_to(state, custody), world(custody)
    told = {prospect.do: prospect for prospect in prospects(issue, context, at(WHEN))}
    done = 0
    for do in SHOWN:
        for who in KINDS:
            try:
                act(issue, context, do, who, WHEN)
            except Refused:
                continue
            done += 1
            step = event(do, who, issue.next_n, WHEN)
            named = [hand for hand, whom in told[do].hands if whom in (step.for_, None)]
            assert any(hand.test(issue, step, context) for hand in named)
    assert done or state in ("closed", "voided")


@pytest.mark.parametrize(
    ("state", "advancing"),
    [
        ("registered", ["confirm", "void"]),
        ("confirmed", ["notify", "void"]),
        ("rectifying", ["submit", "notify", "object", "void"]),
        ("disputed", ["rule", "void"]),
        ("submitted", ["accept", "return", "look-back", "void"]),
        ("accepted", ["close", "look-back", "void"]),
        ("closed", ["look-back", "reopen"]),
        ("voided", []),
    ],
)
def test_the_steps_that_move_an_issue_come_first(state: str, advancing: list[str]) -> None:
    told = prospects(brought_to(state), world(), at(WHEN))
    assert [prospect.do for prospect in told if prospect.advances] == advancing
    order = [prospect.advances for prospect in told]
    assert order == sorted(order, reverse=True)


def test_a_supervised_issue_can_be_lifted_and_no_other() -> None:
    issue = brought_to("rectifying")
    listed = act(issue, world(), "supervise", "v", WHEN)
    assert {p.do for p in prospects(issue, world(), at(WHEN))} & {"supervise", "lift"} == {
        "supervise"
    }
    assert {p.do for p in prospects(listed, world(), at(WHEN))} & {"supervise", "lift"} == {"lift"}


def test_nobody_is_named_who_is_not_there() -> None:
    told = {
        p.do: p.hands
        for p in prospects(brought_to("accepted", "office"), world("office"), at(WHEN))
    }
    assert [whom for _hand, whom in told["look-back"]] == ["inspection-office"]
    assert {whom for _hand, whom in told["amend"]} == {"inspection-office"}
