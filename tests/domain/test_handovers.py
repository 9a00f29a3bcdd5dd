"""The law of handovers: every move in every state by every hand, and lists that are not whole.

What is expected is written by hand from the design; nothing here asks the code what is allowed.
"""

from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from sfcheck.domain.base.records import digest, dump
from sfcheck.domain.handovers import (
    apply,
    changed_since,
    draw_up,
    list_digest,
    open_issues,
    refold,
)
from sfcheck.domain.issues.record import Issue, seal
from sfcheck.domain.world.context import Context
from sfcheck.domain.world.custody import Handover, HandoverEvent, ListedIssue
from sfcheck.errors import Refused
from tests.support import world as w
from tests.support.refusals import explained
from tests.support.world import KINDS, LEADER, NAMED, NEXT_TEAM, OFFICE, OTHER_TEAM, TEAM, at

CITY, COUNTY, ELSEWHERE = "640100", "640181", "640200"
FIRST, SECOND, THIRD = "26-037-0142-1", "26-037-0143-3", "26-037-0144-2"
OWN = w.world("own")
WHEN = "2026-06-10"


def issue(number: str = FIRST, status: str = "rectifying", **changes: Any) -> Issue:
    return seal(w.brought_to(status, number=number, **changes))


def elsewhere(number: str, status: str = "rectifying") -> Issue:
    return seal(issue(number, status).model_copy(update={"place": "640202"}))


ISSUES = (issue(), issue(SECOND, "confirmed"))


def drawn(
    issues: tuple[Issue, ...] = ISSUES,
    *,
    place: str = CITY,
    giver: str = TEAM,
    to: str = NEXT_TEAM,
    context: Context = OWN,
    when: str = WHEN,
) -> Handover:
    going = open_issues(place, issues, context, at(when))
    number = f"{1 + len(context.custody.by_place.get(place, ())):04}"
    return draw_up(place, number, giver, to, going, context, at(when))


def move(
    handover: Handover,
    do: str,
    who: str,
    *,
    issues: tuple[Issue, ...] = ISSUES,
    context: Context = OWN,
    when: str = WHEN,
    reason: str | None = "组长出差（虚构）",
    **facts: Any,
) -> Handover:
    by, for_, _signatory = KINDS[who]
    changed = changed_since(handover, issues, context, at(when)) if do == "receive" else ()
    now = {line.number: line for line in changed}
    seals = {"digest": list_digest([now.get(line.number, line) for line in handover.issues])}
    given = {
        "n": len(handover.events) + 1,
        "at": at(when),
        "do": do,
        "by": by,
        "for": for_,
        "reason": reason,
        "changed": changed,
        **({} if do == "withdraw" else seals),
        **facts,
    }
    return apply(handover, HandoverEvent.model_validate(given), context, issues)


def refuses(code: str, handover: Handover, do: str, who: str, **facts: Any) -> Refused:
    before = dump(handover)
    with pytest.raises(Refused) as caught:
        move(handover, do, who, **facts)
    assert caught.value.code == code, str(caught.value)
    assert dump(handover) == before
    explained(caught.value)
    return caught.value


def on_record(*handovers: Handover, context: Context = OWN) -> Context:
    kept = [
        h
        for h in context.handovers
        if (h.place, h.number) not in {(new.place, new.number) for new in handovers}
    ]
    return replace(context, handovers=(*kept, *handovers))


# -- every move in every state by every hand

OFFERED = move(drawn(), "offer", "l")
RECORDS = {
    None: drawn(),
    "offer": OFFERED,
    "withdraw": move(OFFERED, "withdraw", "l"),
    "receive": move(OFFERED, "receive", "H"),
}
LAWFUL = {("offer", None), ("withdraw", "offer"), ("receive", "offer")}
HANDS = {"offer": "lvn", "withdraw": "lvn", "receive": "H"}


@pytest.mark.parametrize(("do", "state"), [*product(HANDS, RECORDS)])
def test_every_move_in_every_state_by_every_hand(do, state):
    for who in KINDS:
        if (do, state) not in LAWFUL:
            refuses("handover-state", RECORDS[state], do, who)
        elif who not in HANDS[do]:
            refuses("not-for-you", RECORDS[state], do, who)
        else:
            after = move(RECORDS[state], do, who)
            assert after.state == do
            assert after.events[:-1] == RECORDS[state].events
            assert dump(after.model_copy(update={"events": ()})) == dump(drawn())


def test_the_office_acts_for_a_leader_only_with_a_reason():
    for who in "vn":
        refuses("not-for-you", drawn(), "offer", who, reason=None)
        assert move(drawn(), "offer", who).events[-1].for_ == OFFICE
        refuses("not-for-you", OFFERED, "receive", who)


def test_the_office_gives_and_takes_for_itself_without_a_reason():
    context = w.world("office")
    offer = drawn(giver=OFFICE, to=TEAM, context=context)
    assert offer.number == "0001"
    refuses("not-for-you", offer, "offer", "l", context=context)
    offered = move(offer, "offer", "v", context=context, reason=None)
    refuses("not-for-you", offered, "receive", "v", context=context)
    assert move(offered, "receive", "l", context=context).state == "receive"
    back = move(drawn(to=OFFICE), "offer", "l", reason=None)
    refuses("not-for-you", back, "receive", "l")
    for who in "vn":
        assert move(back, "receive", who, reason=None).state == "receive"


def test_who_leads_no_more_does_nothing():
    rounds = dict(OWN.rounds)
    teams = rounds["2026-1"].model_dump()
    teams["teams"][0]["leader"][0]["until"] = "2026-06-09"
    rounds["2026-1"] = type(rounds["2026-1"]).model_validate(teams)
    gone = replace(OWN, rounds=rounds)
    refuses("not-for-you", drawn(), "offer", "l", context=gone)
    assert move(drawn(), "offer", "v", context=gone).state == "offer"
    replacing = {"person": w.INSPECTOR, "since": "2026-06-10"}
    teams["teams"][0]["leader"] = [*teams["teams"][0]["leader"], replacing]
    rounds["2026-1"] = type(rounds["2026-1"]).model_validate(teams)
    replaced = replace(OWN, rounds=rounds)
    refuses("not-for-you", drawn(), "offer", "l", context=replaced)
    assert move(drawn(), "offer", "i", context=replaced, reason=None).state == "offer"


def test_a_withdrawal_says_why():
    refuses("no-reason", OFFERED, "withdraw", "l", reason=None)


@pytest.mark.parametrize("n", [1, 3])
def test_moves_follow_each_other(n):
    refuses("wrong-order", OFFERED, "receive", "H", n=n)


def test_no_move_is_dated_before_the_last_of_the_place():
    refuses("handover-turns-back", OFFERED, "receive", "H", when="2026-06-09")
    assert move(OFFERED, "receive", "H", when=WHEN).state == "receive"
    received = on_record(move(OFFERED, "receive", "H"))
    # T1 held on the first of June; a clock put back does not give it the place again.
    again = drawn(context=received, when="2026-06-01")
    refuses("handover-turns-back", again, "offer", "l", context=received, when="2026-06-01")


# -- from whom, and to whom


def test_only_the_holder_offers():
    context = w.world("next")
    offer = drawn(giver=TEAM, to=OFFICE, context=context)
    refuses("not-the-holder", offer, "offer", "l", context=context)
    refuses("not-the-holder", drawn(giver=TEAM, place=ELSEWHERE, to=OTHER_TEAM), "offer", "l")
    offer = drawn(giver=NEXT_TEAM, to=OFFICE, context=context)
    assert move(offer, "offer", "H", context=context).state == "offer"


@pytest.mark.parametrize("to", [TEAM, NEXT_TEAM])
def test_nobody_hands_over_to_itself(to):
    context = w.world("own" if to == TEAM else "next")
    offer = drawn(giver=to, to=to, context=context)
    refuses("hands-to-itself", offer, "offer", "l" if to == TEAM else "H", context=context)


def test_it_goes_to_a_team_that_is_posted_there():
    refuses("not-posted", drawn(to=OTHER_TEAM), "offer", "l")
    refuses("no-such-team", drawn(to="2026-2/T9"), "offer", "l")
    refuses("no-such-team", drawn(to="2027-1/T1"), "offer", "l")
    refuses("no-such-team", drawn(to="health"), "offer", "l")
    assert move(drawn(place=COUNTY), "offer", "l").place == COUNTY


@pytest.mark.parametrize(
    ("until", "accepted"), [("2026-06-09", False), ("2026-06-10", True), (None, True)]
)
def test_a_posting_that_ended_gives_nothing(until, accepted):
    rounds = dict(OWN.rounds)
    changed = rounds["2026-2"].model_dump()
    changed["teams"][0]["places"][0]["until"] = until
    rounds["2026-2"] = type(rounds["2026-2"]).model_validate(changed)
    context = replace(OWN, rounds=rounds)
    if accepted:
        assert move(drawn(), "offer", "l", context=context).state == "offer"
    else:
        refuses("not-posted", drawn(), "offer", "l", context=context)


@pytest.mark.parametrize("closed", ["2026-06-09", "2026-06-10"])
def test_nothing_goes_to_a_closed_round(closed):
    rounds = dict(OWN.rounds)
    changed = rounds["2026-2"].model_dump()
    changed["closed"] = closed
    rounds["2026-2"] = type(rounds["2026-2"]).model_validate(changed)
    context = replace(OWN, rounds=rounds)
    refuses("no-such-team", drawn(), "offer", "l", context=context)
    refuses("no-such-team", OFFERED, "receive", "H", context=context)


def test_what_a_later_closing_does_not_undo():
    rounds = dict(OWN.rounds)
    changed = rounds["2026-2"].model_dump()
    for closed in ("2026-06-10", "2026-12-01"):
        changed["closed"] = closed
        rounds["2026-2"] = type(rounds["2026-2"]).model_validate(changed)
        received = RECORDS["receive"]
        assert refold(received, replace(on_record(received), rounds=rounds)) == received


def test_a_place_is_offered_once():
    context = on_record(OFFERED)
    again = drawn(context=context)
    assert again.number == "0003"
    refuses("offered-already", again, "offer", "l", context=context)
    refuses("offered-already", drawn(place=COUNTY), "offer", "l", context=context)
    county = move(drawn(place=COUNTY), "offer", "l")
    refuses("offered-already", drawn(), "offer", "l", context=on_record(county))


def test_a_county_on_its_own_is_left_out_of_its_city():
    county = move(move(drawn(place=COUNTY), "offer", "l"), "receive", "H")
    context = on_record(county)
    assert drawn(context=context).issues == ()
    assert move(drawn(context=context), "offer", "l", context=context).state == "offer"
    other = drawn(place="640121", context=context)
    assert move(other, "offer", "l", context=context).state == "offer"


def test_withdrawn_it_is_offered_again_under_the_next_number():
    context = on_record(RECORDS["withdraw"])
    again = drawn(context=context, when="2026-06-11")
    assert (RECORDS["withdraw"].number, again.number) == ("0002", "0003")
    offered = move(again, "offer", "l", context=context, when="2026-06-11")
    received = move(
        offered, "receive", "H", context=on_record(offered, context=context), when="2026-06-12"
    )
    context = on_record(received, context=context)
    assert context.custody.holder(COUNTY, at("2026-06-12")) == NEXT_TEAM
    refuses(
        "not-the-holder", drawn(context=context), "offer", "l", context=context, when="2026-06-13"
    )


# -- the list


def test_the_list_says_how_each_issue_stands():
    asked = (
        issue(THIRD, "disputed"),
        issue(SECOND, "accepted"),
        issue(),
        issue("26-037-0145-6", "closed"),
        elsewhere("26-037-0146-8"),
    )
    offer = drawn(asked)
    first, second, third = offer.issues
    assert dump(first) == {
        "number": FIRST,
        "status": "rectifying",
        "next": "submit",
        "due": "2026-07-01",
        "digest": asked[2].digest,
    }
    assert (second.number, second.next) == (SECOND, "close")
    assert (third.number, third.next) == (THIRD, "rule")
    assert offer.counts == {"rectifying": 1, "disputed": 1, "accepted": 1}
    assert offer.disputes == (THIRD,)
    assert offer.look_backs == ()


def test_an_accepted_issue_of_the_policy_waits_for_a_look_back():
    rule = {"value": "always", "since": "2026-01-01", "basis": "preset"}
    policy = OWN.policy.model_validate(
        OWN.policy.model_dump(exclude_none=True) | {"look_back_before_close": [rule]}
    )
    offer = drawn((issue(status="accepted"),), context=replace(OWN, policy=policy))
    assert offer.look_backs == (FIRST,)
    assert offer.issues[0].next == "look-back"


def test_nothing_is_offered_while_an_issue_is_unconfirmed():
    waiting = (*ISSUES, issue(THIRD, "registered"))
    assert THIRD in str(refuses("unconfirmed", drawn(waiting), "offer", "l", issues=waiting))
    others = (*ISSUES, elsewhere(THIRD, "registered"))
    assert move(drawn(others), "offer", "l", issues=others).state == "offer"


def sealed(handover: Handover, *lines: ListedIssue) -> Handover:
    return handover.model_copy(update={"issues": lines})


def test_a_list_with_an_open_issue_missing():
    short = drawn(ISSUES[:1])
    assert SECOND in str(refuses("list-misses", short, "offer", "l"))


def test_a_list_with_a_foreign_issue():
    there = drawn()
    for stranger in (issue(THIRD, "closed"), elsewhere(THIRD), issue(THIRD)):
        line = ListedIssue(number=THIRD, status="rectifying", digest=stranger.digest)
        known = () if stranger.open and stranger.place == COUNTY else (stranger,)
        issues = (*ISSUES, *known)
        refuses("list-foreign", sealed(there, *there.issues, line), "offer", "l", issues=issues)
    twice = sealed(there, *there.issues, there.issues[0])
    refuses("list-foreign", twice, "offer", "l")


@pytest.mark.parametrize(
    "altered",
    [{"digest": "0" * 64}, {"due": None}, {"status": "submitted"}, {"next": "close"}],
)
def test_a_list_with_an_altered_line(altered):
    there = drawn()
    line = ListedIssue.model_validate(dump(there.issues[0]) | altered)
    spoilt = sealed(there, line, *there.issues[1:])
    assert FIRST in str(refuses("list-altered", spoilt, "offer", "l"))
    # Sealed as it was, the altered line breaks the seal; so does a seal of nothing.
    refuses("list-digest", spoilt, "offer", "l", digest=list_digest(there.issues))
    refuses("list-digest", there, "offer", "l", digest=None)


@pytest.mark.parametrize(
    "altered", [{"counts": {}}, {"disputes": (FIRST,)}, {"look_backs": (FIRST,)}]
)
def test_counts_that_are_not_those_of_the_list(altered):
    refuses("list-altered", drawn().model_copy(update=altered), "offer", "l")


def test_the_seal_is_the_digest_of_the_lines_as_plain_data():
    assert OFFERED.events[0].digest == digest([dump(line) for line in OFFERED.issues])


def test_what_changed_between_offer_and_receipt_is_kept_with_both_digests():
    later = seal(w.act(ISSUES[0], OWN, "submit", "r", WHEN))
    closed = seal(w.act(ISSUES[1], OWN, "void", "l", WHEN))
    now = (later, closed)
    received = move(OFFERED, "receive", "H", issues=now)
    before, after = received.events
    assert [line.digest for line in received.issues] == [each.digest for each in ISSUES]
    assert [line.digest for line in after.changed] == [each.digest for each in now]
    assert [line.status for line in after.changed] == ["submitted", "voided"]
    assert [line.next for line in after.changed] == ["accept", None]
    assert before.digest != after.digest
    assert after.digest == digest([dump(line) for line in after.changed])


def test_a_receipt_tells_exactly_what_changed():
    now = (seal(w.act(ISSUES[0], OWN, "submit", "r", WHEN)), ISSUES[1])
    offer = OFFERED.events[0]
    refuses("list-altered", OFFERED, "receive", "H", issues=now, changed=(), digest=offer.digest)
    untrue = OFFERED.issues[1].model_copy(update={"due": at(WHEN).date()})
    told = [OFFERED.issues[0], untrue]
    refuses("list-altered", OFFERED, "receive", "H", changed=(untrue,), digest=list_digest(told))
    foreign = untrue.model_copy(update={"number": THIRD})
    refuses("list-foreign", OFFERED, "receive", "H", changed=(foreign,), digest=offer.digest)
    refuses("list-digest", OFFERED, "receive", "H", issues=now, digest=offer.digest)


def test_an_issue_found_after_the_offer_asks_for_a_new_one():
    late = (*ISSUES, issue(THIRD, "confirmed"))
    assert THIRD in str(refuses("list-misses", OFFERED, "receive", "H", issues=late))
    withdrawn = move(OFFERED, "withdraw", "l", issues=late)
    context = on_record(withdrawn)
    again = move(drawn(late, context=context), "offer", "l", issues=late, context=context)
    received = move(again, "receive", "H", issues=late, context=on_record(again, context=context))
    assert [line.number for line in received.issues] == [FIRST, SECOND, THIRD]


def test_an_issue_amended_into_another_place_was_there_and_hinders_nothing():
    moved = seal(ISSUES[0].model_copy(update={"place": "640221"}))
    received = move(OFFERED, "receive", "H", issues=(moved, ISSUES[1]))
    assert [line.digest for line in received.events[-1].changed] == [moved.digest]
    context = on_record(received)
    assert context.custody.holder(moved.place, at(WHEN)) == OFFICE


def test_an_issue_that_is_gone_hinders_a_receipt():
    assert FIRST in str(refuses("list-foreign", OFFERED, "receive", "H", issues=ISSUES[1:]))


# -- told again from the record


@pytest.mark.parametrize("record", [*RECORDS.values()], ids=[*map(str, RECORDS)])
def test_a_record_is_told_again_from_its_events(record):
    assert refold(record, on_record(record)) == record


def test_all_of_custody_is_told_again_though_later_handovers_stand_beside():
    office, here = OWN.handovers[0], RECORDS["receive"]
    back = drawn(giver=NEXT_TEAM, to=OFFICE, context=on_record(here), when="2026-07-01")
    back = move(back, "offer", "H", context=on_record(here), when="2026-07-01")
    back = move(back, "receive", "n", context=on_record(here, back), when="2026-07-02")
    context = on_record(here, back)
    for record in (here, back):
        assert refold(record, context) == record
    assert office.number == "0001"
    holders = [
        context.custody.holder(CITY, at(f"2026-{day}")) for day in ("06-09", "06-30", "07-02")
    ]
    assert holders == [TEAM, NEXT_TEAM, OFFICE]
    assert context.head(CITY, at("2026-07-02")) == NAMED


def test_an_untrue_record_is_not_told_again():
    received = RECORDS["receive"]
    offer, receipt = received.events
    untrue = {
        "not-for-you": (offer, receipt.model_copy(update={"by": LEADER})),
        "handover-state": (receipt, offer),
        "wrong-order": (offer, receipt.model_copy(update={"n": 3})),
        "list-digest": (offer.model_copy(update={"digest": "0" * 64}), receipt),
        "handover-turns-back": (offer, receipt.model_copy(update={"at": at("2026-06-09")})),
    }
    for code, events in untrue.items():
        spoilt = received.model_copy(update={"events": events})
        with pytest.raises(Refused) as caught:
            refold(spoilt, on_record(spoilt))
        assert caught.value.code == code
