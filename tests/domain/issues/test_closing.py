"""Look-back, closing, rulings, voiding: nothing is closed that is not solved.

What passes and what does not is told from the design and the plan, not from the code.
"""

from dataclasses import replace

import pytest

from sfcheck.domain.base.vocabulary import Status
from sfcheck.domain.issues.folding import fold, opening, refold
from sfcheck.domain.issues.law import apply
from sfcheck.domain.issues.order import event_digest
from sfcheck.domain.issues.record import seal
from sfcheck.domain.world.policy import Policy
from sfcheck.errors import Refused
from tests.support.refusals import explained, refused, refuses
from tests.support.world import (
    ACCEPTS,
    CLERK,
    LEADER,
    NO,
    NUMBER,
    OFFICE,
    OFFICER,
    RECTIFIER,
    RECTIFIES,
    act,
    brought_to,
    event,
    person,
    world,
)

W = world("own")
SURVIVOR = "26-037-0150-2"


def shown(day):
    """What an acceptance of a day shows."""
    return {"evidence": [{"name": "照片", "on": day}], "checked_on": day}


# -- look-back


def test_nobody_looks_back_at_the_own_work():
    issue = brought_to("accepted")
    assert act(issue, W, "look-back", "l").status == "accepted"
    for home in (RECTIFIES, ACCEPTS):
        seconded = replace(W, people=W.people | {LEADER: person(LEADER, "上官守正", home)})
        refuses("own-work", issue, "look-back", "l", context=seconded)
        holding = person(OFFICER, "端木总管", OFFICE, "overall_officer", ("clerk", home))
        assert act(issue, replace(W, people=W.people | {OFFICER: holding}), "look-back", "v")
        holding = person(
            OFFICER, "端木总管", OFFICE, "overall_officer", ("department_officer", home)
        )
        lent = replace(W, people=W.people | {OFFICER: holding})
        refuses("own-work", issue, "look-back", "v", context=lent)


@pytest.mark.parametrize("no", ["rectified", "measures", "solved"])
def test_one_no_is_enough(no):
    facts = {"demand": "重做", "due": "2026-07-15", no: False}
    for status in ("accepted", "closed"):
        failed = act(brought_to(status), W, "look-back", "l", **facts)
        assert (failed.status, failed.due.isoformat()) == ("rectifying", "2026-07-15")


@pytest.mark.parametrize(
    "facts",
    [
        {"rectified": False},
        {"rectified": False, "demand": "重做"},
        {"rectified": False, "due": "2026-07-15"},
        {"due": "2026-07-15"},
        {"demand": "重做"},
        {"rectified": None},
    ],
)
def test_a_no_demands_and_a_pass_does_not(facts):
    with pytest.raises(Refused) as caught:
        event("look-back", "l", 6, **facts)
    explained(caught.value)


def test_a_look_back_shows_what_is_newer_than_what_it_looks_at():
    accepted = act(brought_to("submitted"), W, "accept", "a", "2026-06-08", **shown("2026-06-08"))
    old = [{"name": "旧照片", "on": "2026-06-07"}]
    refuses("seen-before", accepted, "look-back", "l", evidence=old)
    new = [*old, {"name": "新照片", "on": "2026-06-08"}]
    assert act(accepted, W, "look-back", "l", evidence=new).status == "accepted"
    ahead = [{"name": "明日", "on": "2026-06-12"}]
    refuses("evidence-ahead", accepted, "look-back", "l", evidence=ahead)
    for lacking in ({"evidence": []}, {"finding": None}):
        with pytest.raises(Refused):
            event("look-back", "l", 7, **lacking)


def test_a_claim_is_looked_at_before_anybody_accepts_it():
    claimed = act(brought_to("rectifying"), W, "submit", "r", "2026-06-09")
    old = [{"name": "旧照片", "on": "2026-06-08"}]
    refuses("seen-before", claimed, "look-back", "l", evidence=old)
    refuses("wrong-hand", claimed, "look-back", "a")
    refuses("wrong-hand", claimed, "look-back", "r")
    seen = act(claimed, W, "look-back", "l")
    assert seen.status == "submitted"  # a yes accepts nothing
    failed = act(claimed, W, "look-back", "l", **NO)
    assert (failed.status, str(failed.due)) == ("rectifying", NO["due"])
    again = act(failed, W, "submit", "r", "2026-06-12")
    assert act(again, W, "accept", "a", "2026-06-13", **shown("2026-06-13")).status == "accepted"


def test_a_look_back_at_the_claim_does_not_stand_for_one_at_the_acceptance():
    context = replace(W, policy=Policy())  # it asks for a look-back always
    seen = act(brought_to("submitted"), context, "look-back", "l")
    accepted = act(seen, context, "accept", "a", "2026-06-11", **shown("2026-06-11"))
    refuses("no-look-back", accepted, "close", "v", "2026-06-12", context=context)


# -- close


def ruled(value):
    return replace(
        W,
        policy=Policy.model_validate(
            {"look_back_before_close": [{"since": "2026-01-01", "value": value, "basis": "preset"}]}
        ),
    )


@pytest.mark.parametrize(
    ("rule", "severity", "asked"),
    [
        ("never", "major", False),
        ("major", "general", False),
        ("major", "major", True),
        ("always", "general", True),
        (None, "general", True),  # where the office has no rule, every issue asks for one
    ],
)
def test_closing_asks_for_the_look_back_of_the_policy(rule, severity, asked):
    context = ruled(rule) if rule else replace(W, policy=Policy())
    issue = brought_to("rectifying", severity=severity)
    for do, who in (("rectification-plan", "r"), ("submit", "r"), ("accept", "a")):
        issue = act(issue, context, do, who)
    if asked:
        refuses("no-look-back", issue, "close", "v", context=context)
    issue = act(issue, context, "look-back", "l") if asked else issue
    assert act(issue, context, "close", "v").status == "closed"


def test_a_look_back_counts_for_the_acceptance_it_followed():
    context = ruled("always")
    passed = act(act(brought_to("accepted"), context, "look-back", "l"), context, "look-back", "l")
    reopened = act(act(passed, context, "close", "v"), context, "reopen", "v")
    again = act(act(reopened, context, "submit", "r"), context, "accept", "a")
    refuses("no-look-back", again, "close", "v", context=context)


def test_the_look_back_rule_is_that_of_the_day():
    rules = [
        {"since": "2026-01-01", "until": "2026-06-30", "value": "never", "basis": "preset"},
        {"since": "2026-07-01", "value": "always", "basis": "preset"},
    ]
    context = replace(W, policy=Policy.model_validate({"look_back_before_close": rules}))
    assert act(brought_to("accepted"), context, "close", "v", "2026-06-30T23:59:59")
    refuses(
        "no-look-back", brought_to("accepted"), "close", "v", "2026-07-01T00:00:00", context=context
    )


def test_who_looked_back_or_recorded_the_acceptance_does_not_close():
    looked = act(brought_to("accepted"), W, "look-back", "v")
    refuses("same-hand", looked, "close", "v")
    assert act(looked, W, "close", "n").status == "closed"
    refuses("same-hand", act(looked, W, "look-back", "n"), "close", "v")  # either look-back
    double = person(CLERK, "司徒文书", OFFICE, "clerk", "overall_officer")
    both = replace(W, people=W.people | {CLERK: double})
    recorded = act(brought_to("submitted"), both, "accept", "q")
    refuses("same-hand", recorded, "close", "c", context=both)
    submitted = act(act(brought_to("rectifying"), both, "submit", "p"), both, "accept", "a")
    assert act(submitted, both, "close", "c").status == "closed"  # the signatory was the hand


def test_who_rectified_or_accepted_does_not_close():
    for who, status in (("p", "rectifying"), ("q", "submitted")):
        do = "submit" if who == "p" else "accept"
        signed = event(do, who, brought_to(status).next_n)
        for signatory in ("端木总管", OFFICER):
            paper = signed.paper.model_copy(update={"signed_by": signatory})
            issue = apply(brought_to(status), signed.model_copy(update={"paper": paper}), W)
            issue = issue if issue.status == "accepted" else act(issue, W, "accept", "a")
            refuses("same-hand", issue, "close", "v")
            assert act(issue, W, "close", "n").status == "closed"


def test_an_earlier_claim_is_a_hand_in_it_too():
    moved = person(RECTIFIER, "南宫营造", RECTIFIES, ("department_officer", RECTIFIES),
                   "overall_officer")  # fmt: skip
    context = replace(W, people=W.people | {RECTIFIER: moved})
    returned = act(brought_to("submitted"), context, "return", "a")
    accepted = act(act(returned, context, "submit", "p"), context, "accept", "a")
    closing = event("close", "r", accepted.next_n).model_copy(update={"for_": OFFICE})
    refused("same-hand", accepted, closing, context)


@pytest.mark.parametrize("overall", [RECTIFIES, ACCEPTS])
def test_the_office_does_not_close_what_it_rectified_or_accepted(overall):
    offices = W.charter.offices.model_copy(update={"overall": overall})
    context = replace(W, charter=W.charter.model_copy(update={"offices": offices}))
    issue = brought_to("accepted")
    closing = event("close", "v", issue.next_n).model_copy(update={"for_": overall})
    refused("same-body", issue, closing, context)


# -- pending, rulings


def forked():
    """Return an accepted issue and the digest of an amendment that came second in a merge."""
    issue = brought_to("accepted")
    first = event("amend", "l", 6, "2026-06-10T10:00", new="甲")
    second = event("amend", "l", 6, "2026-06-10T11:00", new="乙")
    merged = fold(opening(issue), (*issue.events, second, first), W)
    assert merged.title == "甲"
    return merged, event_digest(second)


def test_pending_events_block_closing_until_a_ruling():
    merged, waiting = forked()
    assert [(p.event, p.do, p.code) for p in merged.pending] == [
        (waiting, "amend", "amends-another-value")
    ]
    refuses("pending", merged, "close", "v")
    settled = {"outcome": "settled", "due": None, "settles": [waiting]}
    freed = act(merged, W, "rule", "l", **settled)
    assert (freed.pending, freed.status, freed.title, freed.due) == (
        (),
        "accepted",
        "甲",
        merged.due,
    )
    assert act(freed, W, "close", "v").status == "closed"
    refuses("nothing-to-rule-on", freed, "rule", "l", **settled)


def test_a_ruling_decides_something():
    merged, waiting = forked()
    settled = {"outcome": "settled", "due": None}
    refuses("nothing-to-settle", merged, "rule", "l", **settled)
    refuses("ruling-without-due", merged, "rule", "l", outcome="settled", settles=[waiting])
    refuses("not-disputed", merged, "rule", "l", settles=[waiting])
    disputed = brought_to("disputed")
    refuses("ruling-needs-due", disputed, "rule", "l", due=None)
    refuses("ruling-without-due", disputed, "rule", "l", outcome="withdrawn")
    refuses("not-pending", disputed, "rule", "l", settles=["f" * 64])


def test_a_ruling_on_a_dispute_settles_too():
    issue = brought_to("disputed")
    late = event("submit", "r", 4, "2026-05-05T12:00")
    merged = fold(opening(issue), (*issue.events, late), W)
    assert (merged.status, len(merged.pending)) == ("disputed", 1)
    after = act(merged, W, "rule", "l", settles=[event_digest(late)])
    assert (after.status, after.pending, after.due.isoformat()) == (
        "rectifying",
        (),
        "2026-07-15",
    )
    assert refold(after, W).pending == ()


def test_closed_and_voided_issues_are_ruled_on_as_well():
    for status in ("closed", "voided"):
        issue = brought_to(status)
        late = event("note", "c", len(issue.events), "2026-05-06")
        merged = fold(opening(issue), (*issue.events, late), W)
        assert (merged.status, len(merged.pending)) == (status, 1)
        settled = {"outcome": "settled", "due": None, "settles": [event_digest(late)]}
        after = act(merged, W, "rule", "l", **settled)
        assert (after.status, after.pending) == (status, ())


# -- void


@pytest.mark.parametrize(
    ("survivor", "status", "code"),
    [
        (SURVIVOR, Status.RECTIFYING, None),
        (SURVIVOR, Status.CLOSED, None),
        (SURVIVOR, Status.VOIDED, "no-survivor"),
        (SURVIVOR, None, "no-survivor"),
        (NUMBER, Status.RECTIFYING, "no-survivor"),
    ],
)
def test_a_duplicate_has_a_survivor(survivor, status, code):
    context = replace(W, status_of={survivor: status}.get)
    issue = brought_to("rectifying")
    if code:
        refuses(code, issue, "void", "l", context=context, duplicate_of=survivor)
    else:
        assert act(issue, context, "void", "l", duplicate_of=survivor).status == "voided"


def test_a_chain_is_mended_by_its_head_alone_and_leads_to_what_lives():
    other = "26-037-0151-6"
    context = replace(W, status_of={SURVIVOR: Status.CLOSED, other: Status.RECTIFYING}.get)
    void = act(brought_to("rectifying"), context, "void", "l", duplicate_of=SURVIVOR)
    mend = {"field": "duplicate_of", "old": SURVIVOR, "new": other, "why": "另有其条"}
    mended = act(void, context, "amend", "l", **mend)
    assert (mended.status, mended.survivor, void.survivor) == ("voided", other, SURVIVOR)
    assert refold(seal(mended), context) == seal(mended)
    refuses("amends-another-value", mended, "amend", "l", context=context, **mend)
    refuses("wrong-hand", void, "amend", "i", context=context, **mend)
    for number in (NUMBER, "26-037-0152-0"):
        refuses("no-survivor", void, "amend", "l", context=context, **{**mend, "new": number})
    refuses("amends-a-duplicate", void, "amend", "l", context=context)  # its title
    living = brought_to("rectifying")
    refuses("amends-a-duplicate", living, "amend", "l", context=context, **{**mend, "old": None})
    refuses("no-duplicate", brought_to("voided"), "amend", "l", context=context, **mend)


def test_two_duplicates_told_at_once_mend_no_chain():
    """Each is judged by its own survivor: the one whose survivor is void waits for a ruling."""
    other = "26-037-0151-6"
    context = replace(W, status_of={SURVIVOR: Status.VOIDED, other: Status.RECTIFYING}.get)
    issue = brought_to("rectifying")
    n = issue.next_n
    voids = [
        event("void", "l", n, "2026-06-10T09:00:00+08:00", duplicate_of=SURVIVOR),
        event("void", "l", n, "2026-06-10T10:00:00+08:00", duplicate_of=other),
    ]
    folded = fold(opening(issue), (*issue.events, *voids), context)
    assert [each.code for each in folded.pending] == ["no-survivor"]
    assert (folded.status, folded.survivor) == ("voided", other)


def test_what_is_still_there_is_seen_again_after_the_demand():
    issue = brought_to("rectifying")  # notified on 5 May
    again = act(act(issue, W, "seen-again", "i"), W, "seen-again", "i")
    assert (again.status, again.due) == (issue.status, issue.due)
    for on in ("2026-05-04", "2026-06-12"):
        refuses("seen-when", issue, "seen-again", "i", on=on)
    old = [{"name": "旧照片", "on": "2026-06-09"}]
    refuses("seen-before", issue, "seen-again", "i", evidence=old)
    refuses("wrong-hand", issue, "seen-again", "r")


def test_a_survivor_stays():
    context = replace(W, duplicates_of=lambda number: [SURVIVOR] if number == NUMBER else [])
    facts = {"outcome": "withdrawn", "due": None}
    refuses("is-survivor", brought_to("registered"), "void", "l", context=context)
    refuses("is-survivor", brought_to("disputed"), "rule", "l", context=context, **facts)
    assert act(brought_to("disputed"), context, "rule", "l").status == "rectifying"
    assert act(brought_to("disputed"), W, "rule", "l", **facts).status == "voided"


def test_after_the_notice_only_a_duplicate_is_void():
    assert act(brought_to("confirmed"), W, "void", "l").status == "voided"
    refuses("void-too-late", brought_to("rectifying"), "void", "l")
