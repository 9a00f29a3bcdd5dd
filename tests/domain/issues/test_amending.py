"""What may be corrected, and how; what is listed for supervision.

What passes and what does not is told from the design and the plan, not from the code.
"""

from dataclasses import replace

import pytest

from sfcheck.domain.base.records import dump
from sfcheck.domain.issues.folding import opening, refold
from sfcheck.domain.issues.record import draft
from sfcheck.errors import Refused
from tests.support.refusals import refuses
from tests.support.world import (
    ACCEPTS,
    FIRM,
    MINISTRY,
    NAMED,
    NEXT_LEADER,
    RECTIFIER,
    RECTIFIES,
    act,
    at,
    brought_to,
    event,
    finding,
    firm_finding,
    world,
)

W = world("own")


# -- amend

AMENDS = [
    ("title", "塔吊年检脱期，主管部门未检查", "塔吊年检脱期"),
    ("description", finding()["description"], "抽查三处。\n均无记录。"),
    ("duty", "regulator", "territory"),
    ("nature", "not_inspected", "lax"),
    ("criterion", None, {"standard": "特种设备安全法（虚构摘引）", "clause": "第四十条"}),
    ("severity", "general", "major"),
    ("place", "640181", "640121"),
    ("unit", finding()["unit"], {"name": FIRM, "uscc": "91640000100000010Q"}),
]


@pytest.mark.parametrize(("field", "old", "new"), AMENDS)
def test_an_amendment_says_what_stood_there(field, old, new):
    issue, facts = brought_to("registered"), {"field": field, "why": "更正"}
    amended = act(issue, W, "amend", "l", old=old, new=new, **facts)
    assert dump(amended)[field] == new
    assert dump(opening(amended)).get(field) == dump(issue).get(field)
    refuses("amends-another-value", issue, "amend", "l", old=new, new=new, **facts)
    refuses("amends-another-value", amended, "amend", "l", old=old, new=new, **facts)
    if old is not None:
        refuses("amends-nothing", issue, "amend", "l", old=old, new=old, **facts)


@pytest.mark.parametrize(
    ("field", "new"),
    [
        ("title", "两\n行"),
        ("title", {"name": "x"}),
        ("duty", "nobody"),
        ("severity", "minor"),
        ("place", "no such code!"),
        ("unit", "只有名称"),
        ("unit", {"name": FIRM, "uscc": "91640000000000000X"}),
        ("unit", {"name": FIRM, "uscc": "91640000100000010q"}),  # right but for the small letter
        ("criterion", {"clause": "第八条"}),
    ],
)
def test_an_amendment_writes_values_the_field_can_hold(field, new):
    refuses(
        "bad-value",
        brought_to("registered"),
        "amend",
        "l",
        field=field,
        old=dump(brought_to("registered")).get(field),
        new=new,
    )


@pytest.mark.parametrize("field", ["title", "description", "severity", "place", "unit"])
def test_nothing_is_amended_from_nothing_that_a_record_must_have(field):
    """Else a record could say it was registered without a title, and be amended into one."""
    issue = brought_to("registered")
    new = {name: new for name, _old, new in AMENDS}[field]
    amended = act(issue, W, "amend", "l", field=field, new=new, old=dump(issue)[field])
    robbed = dump(amended)
    del robbed["events"][-1]["old"]
    with pytest.raises(Refused) as caught:
        refold(type(amended).model_validate(robbed), W)
    assert caught.value.code == "bad-value"


def test_some_things_are_never_amended():
    for field in ("due", "events", "status", "number", "found", "responsible", "pending"):
        with pytest.raises(Refused) as caught:
            event("amend", "l", 2, field=field)
        assert caught.value.code == "bad-fact"


@pytest.mark.parametrize(
    ("code", "field", "old", "new"),
    [
        ("unknown-place", "place", "640181", "999999"),
        ("unknown-nature", "nature", "not_inspected", "magic"),
        ("nature-of-other-duty", "nature", "not_inspected", "equipment"),
        ("unknown-body", "unit", finding()["unit"], {"name": "某局", "body": "no-such-body"}),
        ("unknown-body", "accept", None, "no-such-body"),
        ("same-body", "accept", ACCEPTS, RECTIFIES),
        ("superior-accepts", "accept", ACCEPTS, MINISTRY),
        ("not-your-place", "place", "640181", "640202"),
    ],
)
def test_an_amendment_leaves_a_lawful_record(code, field, old, new):
    status = "rectifying" if old == ACCEPTS else "registered"
    refuses(code, brought_to(status), "amend", "l", field=field, old=old, new=new)


def test_the_accepting_body_may_be_amended_before_anybody_rectifies():
    """A body without a short name is not the nobody who rectifies yet."""
    plain = W.bodies[MINISTRY].model_copy(update={"short": None, "superior": None})
    context = replace(W, bodies=W.bodies | {MINISTRY: plain})
    issue = act(draft(firm_finding()), context, "register", "i")
    named = act(issue, context, "amend", "l", field="accept", old=None, new=MINISTRY)
    assert named.responsible.accept == MINISTRY


def test_the_duty_is_amended_before_the_nature():
    issue = brought_to("rectifying")
    other = act(issue, W, "amend", "l", field="duty", old="regulator", new="enterprise")
    both = act(other, W, "amend", "l", field="nature", old="not_inspected", new="equipment")
    assert (both.duty, both.nature) == ("enterprise", "equipment")


def test_another_head_may_move_an_issue_out_of_the_teams_places():
    issue = brought_to("registered", "next")
    moved = act(issue, world("next"), "amend", "H", field="place", old="640181", new="640202")
    assert moved.place == "640202"
    assert world("next").head("640202", at("2026-06-10")) == NAMED != NEXT_LEADER
    # from now on the head of the new place decides
    refuses("wrong-hand", moved, "void", "H", context=world("next"))
    assert act(moved, world("next"), "void", "n").status == "voided"


# -- supervision


def test_what_is_listed_is_lifted_and_only_that():
    issue = brought_to("rectifying")
    refuses("not-supervised", issue, "lift", "v")
    listed = act(issue, W, "supervise", "v")
    assert listed.supervised
    refuses("already-supervised", listed, "supervise", "v")
    refuses("unknown-body", issue, "supervise", "v", body="nobody")
    refuses("same-body", issue, "supervise", "v", body=RECTIFIES)
    refuses("due-in-the-past", issue, "supervise", "v", until="2026-06-09")
    refuses("lifted-when", listed, "lift", "v", accepted_on="2026-06-09")
    refuses("lifted-when", listed, "lift", "v", accepted_on="2026-06-12")
    refuses("not-supervised", issue, "progress", "r")
    told = act(listed, W, "progress", "r")
    refuses("same-hand", told, "lift", "v", accepted_by=RECTIFIER)
    accepted = act(act(told, W, "submit", "r"), W, "accept", "a")
    refuses("still-listed", act(accepted, W, "look-back", "l"), "close", "v")
    disputed = act(listed, W, "object", "r")
    refuses("still-listed", disputed, "rule", "l", outcome="withdrawn", due=None)
    refuses("still-listed", disputed, "void", "l")
    lifted = act(listed, W, "lift", "v")
    assert not lifted.supervised
    refuses("not-supervised", lifted, "lift", "v")
    assert act(lifted, W, "supervise", "v").supervised


def test_an_amendment_of_the_place_hands_nothing_over():
    moved = {"field": "place", "old": "640181", "new": "640202"}
    refuses("moves-custody", brought_to("rectifying"), "amend", "l", **moved)
    refuses("not-your-place", brought_to("registered"), "amend", "l", **moved)  # no list yet
    within = moved | {"new": "640121"}
    assert act(brought_to("rectifying"), W, "amend", "l", **within).place == "640121"
    onward = world("next")  # offered on 1 June, received on 2 June
    on_offer = ("amend", "l", "2026-06-01T12:00:00")
    refuses("moves-while-offered", brought_to("rectifying"), *on_offer, context=onward, **within)
