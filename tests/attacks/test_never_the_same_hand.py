"""Rectifying, accepting, looking back and closing by one hand, spelt as nobody would expect it.

Every person, firm and finding is invented.
"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfcheck.domain.issues.law import apply
from sfcheck.domain.world import names
from tests.support.refusals import refused, refuses
from tests.support.world import (
    ACCEPTS,
    OFFICE,
    OFFICER,
    RECTIFIER,
    RECTIFIES,
    act,
    brought_to,
    event,
    finding,
    person,
    world,
)

W = world("own")
OFFICER_SPELT = [
    "端木总管 ",
    "端木　总管",
    "端\u200b木总管",
    "\ufeff端木总管",
    "端木·总管",
    "端木总管处长",
    "督查室副主任 端木总管",
    "处长端木总管",
    "端木总管（签字）",
    "端木总管(代)",
    "端木总管、司徒某",
    "张某，端木总管",
    "自治区党委督查室端木总管",
    OFFICER,
]


def signed(do, who, issue, signatory):
    """Return a step on paper, signed by that name."""
    given = event(do, who, issue.next_n)
    paper = given.paper.model_copy(update={"signed_by": signatory})
    return given.model_copy(update={"paper": paper})


@pytest.mark.parametrize("signatory", OFFICER_SPELT)
def test_who_signed_the_acceptance_neither_looks_back_nor_closes(signatory):
    issue = brought_to("submitted")
    accepted = apply(issue, signed("accept", "q", issue, signatory), W)
    refuses("same-hand", accepted, "look-back", "v")
    refuses("same-hand", accepted, "close", "v")
    assert act(accepted, W, "close", "n").status == "closed"


@pytest.mark.parametrize("signatory", OFFICER_SPELT)
@pytest.mark.parametrize("do", ["rectification-plan", "object", "submit"])
def test_who_signed_for_the_rectifying_body_accepts_and_closes_nothing(do, signatory):
    issue = brought_to("rectifying")
    acted = apply(issue, signed(do, "p", issue, signatory), W)
    if acted.status == "disputed":
        acted = act(acted, W, "rule", "l")
    if acted.status == "rectifying":
        acted = act(acted, W, "submit", "r")
    refused("same-hand", acted, signed("accept", "q", acted, "端木总管"), W)
    accepted = act(acted, W, "accept", "a")
    refuses("same-hand", accepted, "look-back", "v")
    refuses("same-hand", accepted, "close", "v")


def test_who_asked_for_an_extension_accepts_nothing():
    extended = act(brought_to("rectifying"), W, "extend", "a", asked_by="闻人 验收科长")
    claimed = act(extended, W, "submit", "r")
    asked = next(each for each in claimed.events if each.do == "extend")
    refused("same-hand", claimed, signed("accept", "q", claimed, asked.asked_by), W)


def test_they_stay_the_same_hand_wherever_they_sit_now():
    """The officer of the rectifying body who wrote the plan moves to the accepting body."""
    planned = act(brought_to("rectifying"), W, "rectification-plan", "r")
    claimed = act(planned, W, "submit", "p")
    moved = person(RECTIFIER, "南宫营造", ACCEPTS, ("department_officer", ACCEPTS))
    context = replace(W, people=W.people | {RECTIFIER: moved})
    accepting = event("accept", "a", claimed.next_n).model_copy(update={"by": RECTIFIER})
    refused("same-hand", claimed, accepting, context)
    accepted = act(brought_to("submitted"), W, "accept", "a")
    acceptor = accepted.events[-1].by
    seated = person(acceptor, W.people[acceptor].name, OFFICE, "overall_officer")
    context = replace(W, people=W.people | {acceptor: seated})
    for do in ("look-back", "close"):
        step = event(do, "v", accepted.next_n).model_copy(update={"by": acceptor})
        refused("same-hand", accepted, step, context)


@pytest.mark.parametrize(
    "written",
    [
        "自治区住房和城乡建设厅",
        " 自治区住房和城乡建设厅",
        "自治区 住房和城乡建设厅",
        "自治区住房和城乡建设厅\u200b",
        "住房城乡建设厅",
        "ＨＯＵＳＩＮＧ－ＣＯＮＳＴＲＵＣＴＩＯＮ",
        W.bodies[RECTIFIES].en or RECTIFIES.upper(),
    ],
)
def test_a_body_does_not_accept_under_another_spelling(written):
    facts = {"rectify": written, "accept": RECTIFIES, "sent_to": [RECTIFIES, "640181", "640100"]}
    confirmed = act(brought_to("registered"), W, "confirm", "l")
    refuses("same-body", confirmed, "notify", "l", **facts)


def test_a_unit_that_is_a_body_by_its_name_alone_is_accepted_by_its_superior():
    """Whoever forgets `unit.body` gets no weaker law."""
    from sfcheck.domain.issues.record import draft

    unit = {"name": W.bodies[RECTIFIES].name + " "}
    found = act(draft({**finding(), "unit": unit}), W, "register", "i")
    confirmed = act(found, W, "confirm", "l")
    facts = {"rectify": unit["name"], "sent_to": [unit["name"], "640181", "640100"]}
    refuses("superior-accepts", confirmed, "notify", "l", accept="emergency-management", **facts)


@pytest.mark.thorough
@given(
    st.sampled_from(["端木总管", "欧阳 明", "Li Ming"]),
    st.lists(st.sampled_from(" \u3000\u200b\u200d\ufeff\u00ad·•.\t"), max_size=5),
    st.integers(0, 4),
    st.sampled_from(["", "处长", "副厅长", "同志", "（签字）", "(代)", " 主任"]),
)
def test_what_cannot_be_seen_makes_no_other_name(name, noise, at, title):
    spelt = name[:at] + "".join(noise) + name[at:] + title
    assert names.spellings(spelt) & names.spellings(name)


def test_other_people_stay_others():
    assert not names.spellings("王五处长") & names.spellings("李四处长")
    assert not names.spellings("Mr. Wang Wu") & names.spellings("Mr. Li Si")
    assert not names.spellings("欧阳明") & names.spellings("欧阳明远")
    assert names.spellings("Wang Wu") & names.spellings("WU WANG (signed)")
    assert names.spellings("厂长") == {"厂长"}
