"""What each step must show: for every requirement a case that passes and one that is refused.

Days are tried on both sides of their boundary. What passes and what does not is told from the
design and the plan, not from the code.
"""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from sfcheck.domain.base import dump
from sfcheck.domain.events import event_digest, make_event
from sfcheck.domain.issues import draft
from sfcheck.domain.policy import Policy
from sfcheck.domain.vocabulary import Status
from sfcheck.domain.workflow import apply, fold, opening, refold
from sfcheck.errors import Refused
from tests.domain.refusals import explained, refused
from tests.domain.world import (
    ACCEPTS,
    BEIJING,
    CLERK,
    FIRM,
    INSPECTOR,
    LEADER,
    MINISTRY,
    NAMED,
    NEXT_LEADER,
    NO,
    NUMBER,
    OFFICE,
    OFFICER,
    OTHER,
    RECTIFIER,
    RECTIFIES,
    SHOWN,
    act,
    at,
    brought_to,
    event,
    finding,
    firm_finding,
    old_finding,
    person,
    world,
)

W = world("own")
SURVIVOR = "26-037-0150-2"


def refuses(code, issue, do, who, when="2026-06-10", context=W, **facts):
    return refused(code, issue, event(do, who, issue.next_n, when, **facts), context)


def pressed(status, **changes):
    return brought_to(status, "own", **changes)


# -- register and import


@pytest.mark.parametrize("field", ["duty", "nature", "team", "mode", "site_record"])
def test_a_registration_lacks_nothing(field):
    whole = finding()
    bare = {name: value for name, value in whole.items() if name != field}
    bare["found"] = {name: value for name, value in whole["found"].items() if name != field}
    assert act(draft(whole), W, "register", "i").status == "registered"
    # without a team nobody is the registering team's member: the hand fails first
    refuses("wrong-hand" if field == "team" else "missing-field", draft(bare), "register", "i")


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("unknown-source", {"found": finding()["found"] | {"source": "rumour"}}),
        ("unknown-nature", {"nature": "magic"}),
        ("nature-of-other-duty", {"nature": "equipment"}),
        ("unknown-body", {"unit": {"name": "某局", "body": "no-such-body"}}),
        ("unknown-issue", {"related": {"recurs": SURVIVOR}}),
        ("unknown-person", {"found": finding()["found"] | {"by": ["9999"]}}),
        ("not-in-team", {"found": finding()["found"] | {"by": [INSPECTOR, OTHER]}}),
    ],
)
def test_a_registration_fits_the_registries(code, changes):
    refuses(code, draft(finding(**changes)), "register", "i")


def test_an_import_fits_the_registries_too():
    assert act(draft(old_finding()), W, "import", "c").status == "rectifying"
    refuses("unknown-place", draft(old_finding(place="999999")), "import", "c")
    refuses("unknown-body", draft(old_finding()), "import", "c", accept="no-such-body")


def test_an_import_keeps_the_raw_cells():
    refuses("missing-field", draft(old_finding(as_written={})), "import", "c")


def test_an_import_is_a_claim_at_most():
    claimed = act(draft(old_finding()), W, "import", "c", status="submitted")
    assert claimed.status == "submitted"
    for status in ("accepted", "closed", "voided", "registered"):
        with pytest.raises(Refused) as caught:
            event("import", "c", 1, status=status)
        assert caught.value.code == "bad-fact"


def test_an_import_does_not_let_one_body_rectify_and_accept():
    found = draft(old_finding())
    assert act(found, W, "import", "c", accept=MINISTRY).responsible.accept == MINISTRY
    refuses("same-body", found, "import", "c", rectify=MINISTRY, accept=MINISTRY)


def test_recurrence_points_to_an_issue_there_is():
    again = draft(finding(related={"recurs": SURVIVOR}))
    context = replace(W, status_of={SURVIVOR: Status.CLOSED}.get)
    assert act(again, context, "register", "i").status == "registered"


@pytest.mark.parametrize(
    ("on", "code"),
    [
        ("2026-02-28", "found-before-round"),
        ("2026-03-01", None),
        ("2026-06-10", None),
        ("2026-06-11", None),  # a day of grace: clocks in two zones
        ("2026-06-12", "found-in-the-future"),
    ],
)
def test_found_within_the_round_and_not_in_the_future(on, code):
    found = draft(finding(found=finding()["found"] | {"on": on}))
    if code:
        refuses(code, found, "register", "i")
    else:
        assert act(found, W, "register", "i").status == "registered"


def test_an_old_finding_knows_no_round_but_no_future_either():
    found = old_finding()["found"]
    assert act(draft(old_finding(found=found | {"on": "1999-01-01"})), W, "import", "c")
    future = draft(old_finding(found=found | {"on": "2026-06-12"}))
    refuses("found-in-the-future", future, "import", "c")


def test_the_end_of_time_is_a_day_like_others():
    found = draft(finding(found=finding()["found"] | {"on": "9999-12-31"}))
    assert act(found, W, "register", "i", "9999-12-31").status == "registered"
    late = act(pressed("rectifying"), W, "extend", "a", "9999-12-31", asked_on="2026-07-01")
    assert late.due.isoformat() == "2026-08-01"


@pytest.mark.parametrize(
    ("when", "allowed"), [("2026-02-28", False), ("2026-03-01", True), ("2026-05-31T23:59", True)]
)
def test_a_team_registers_from_the_start_of_its_round(when, allowed):
    found = draft(finding(found=finding()["found"] | {"on": when[:10]}))
    if allowed:
        assert act(found, world("next"), "register", "i", when).status == "registered"
    else:
        refuses("wrong-hand", found, "register", "i", when)


def test_after_its_offer_a_team_registers_nothing_more_there():
    found, onward = draft(finding()), world("next")
    assert act(found, onward, "register", "i", "2026-06-01T08:59:59")
    refuses("wrong-hand", found, "register", "i", "2026-06-01T09:00:00", context=onward)
    # elsewhere it goes on
    rounds = dict(W.rounds)
    first = dump(rounds["2026-1"])
    first["teams"][0]["places"].append({"place": "640200", "since": "2026-03-01"})
    rounds["2026-1"] = type(rounds["2026-1"]).model_validate(first)
    elsewhere = replace(onward, rounds=rounds)
    assert act(draft(finding(place="640202")), elsewhere, "register", "i", "2026-06-03")


def test_a_team_registers_at_its_own_places_only():
    refuses("wrong-hand", draft(finding(place="640202")), "register", "i")
    refuses("wrong-hand", draft(finding(place="999999")), "register", "i")


def test_nobody_registers_after_the_round_was_closed():
    rounds = dict(W.rounds)
    rounds["2026-1"] = rounds["2026-1"].model_copy(update={"closed": at("2026-06-09").date()})
    closed = replace(W, rounds=rounds)
    found = draft(finding())
    assert act(found, closed, "register", "i", "2026-06-09")
    refuses("wrong-hand", found, "register", "i", "2026-06-10", context=closed)


def test_the_leader_confirms_after_the_round_too():
    late = act(pressed("registered"), world("next"), "confirm", "l", "2026-08-01")
    assert late.status == "confirmed"


# -- notify


@pytest.mark.parametrize(
    ("code", "sent_to"),
    [
        (None, [RECTIFIES, "640181"]),  # the unit by its id, the county
        (None, ["自治区住房和城乡建设厅", "640100"]),  # by its name, the city
        (None, [RECTIFIES, "locality-640181"]),  # the county's party committee and government
        ("notice-misses-unit", ["640181"]),
        ("notice-misses-unit", ["住房城乡建设厅", "640181"]),
        ("notice-misses-locality", [RECTIFIES]),
        ("notice-misses-locality", [RECTIFIES, "640200"]),  # another city
        ("notice-misses-locality", [RECTIFIES, "640000"]),  # the region is no city or county
        ("notice-misses-locality", [RECTIFIES, ACCEPTS]),  # a department of the region neither
    ],
)
def test_a_notice_reaches_the_unit_and_its_locality(code, sent_to):
    issue = pressed("confirmed")
    if code:
        refuses(code, issue, "notify", "l", sent_to=sent_to)
    else:
        assert act(issue, W, "notify", "l", sent_to=sent_to).status == "rectifying"


def test_where_an_import_names_only_the_region_the_region_is_told():
    issue = act(draft(old_finding()), W, "import", "c")
    facts = {"rectify": FIRM, "accept": MINISTRY}
    assert act(issue, W, "notify", "v", sent_to=[FIRM, "640000"], **facts).responsible.accept
    refuses("notice-misses-locality", issue, "notify", "v", sent_to=[FIRM, "640100"], **facts)


def notified(rectify, accept, **changes):
    issue = act(draft(firm_finding(**changes)), W, "register", "i", "2026-05-05")
    issue = act(issue, W, "confirm", "l", "2026-05-05")
    sent_to = [issue.unit.name, "640181"]
    given = event("notify", "l", 3, rectify=rectify, accept=accept, sent_to=sent_to)
    return issue, given


@pytest.mark.parametrize(
    ("code", "rectify", "accept"),
    [
        (None, FIRM, MINISTRY),
        (None, RECTIFIES, ACCEPTS),  # a department answers to its superior
        (None, "locality-640181", "locality-640100"),  # a county to its city
        ("unknown-body", FIRM, "no-such-body"),
        ("same-body", MINISTRY, MINISTRY),
        ("same-body", "自治区应急管理厅", MINISTRY),  # one body under two names
        ("same-body", "应急厅", MINISTRY),
        ("same-body", FIRM, OFFICE),  # who closes does not accept
        ("same-body", OFFICE, "region-party-committee"),  # nor rectify
        ("superior-accepts", RECTIFIES, MINISTRY),
        ("superior-accepts", "locality-640181", ACCEPTS),
    ],
)
def test_who_rectifies_does_not_accept(code, rectify, accept):
    issue, given = notified(rectify, accept)
    if code:
        refused(code, issue, given, W)
    else:
        assert apply(issue, given, W).responsible.accept == accept


@pytest.mark.parametrize(
    ("code", "rectify", "accept"),
    [
        (None, RECTIFIES, ACCEPTS),
        (None, FIRM, ACCEPTS),
        ("superior-accepts", FIRM, MINISTRY),
        # the city is inspected; its county may rectify, yet the city does not accept its own
        ("superior-accepts", "locality-640181", RECTIFIES),
    ],
)
def test_an_inspected_department_is_accepted_by_its_superior(code, rectify, accept):
    unit = {"name": "自治区住房和城乡建设厅", "body": RECTIFIES}
    issue, given = notified(rectify, accept, unit=unit)
    if code:
        refused(code, issue, given, W)
    else:
        assert apply(issue, given, W).status == "rectifying"


@pytest.mark.parametrize(
    ("status", "do", "who", "facts"),
    [
        ("confirmed", "notify", "l", {}),
        ("disputed", "rule", "l", {}),
        ("submitted", "return", "a", {}),
        ("accepted", "look-back", "l", NO),
        ("closed", "reopen", "v", {}),
    ],
)
def test_no_demand_is_due_before_it_is_put(status, do, who, facts):
    issue = pressed(status)
    assert act(issue, W, do, who, **{**facts, "due": "2026-06-10"}).due.day == 10
    refuses("due-in-the-past", issue, do, who, **{**facts, "due": "2026-06-09"})


# -- rectification


def test_extension_is_asked_for_in_time():
    issue = pressed("rectifying")  # due 1 July
    later = "2026-07-05"
    assert act(issue, W, "extend", "a", later, asked_on="2026-07-01").due.month == 8
    refuses("asked-too-late", issue, "extend", "a", later, asked_on="2026-07-02")
    assert act(issue, W, "extend", "a", asked_on="2026-06-11")  # a day of grace
    refuses("asked-in-the-future", issue, "extend", "a", asked_on="2026-06-12")


def test_extension_gives_more_time():
    issue = pressed("rectifying")
    assert act(issue, W, "extend", "a", due="2026-07-02").due.day == 2
    refuses("not-an-extension", issue, "extend", "a", due="2026-07-01")


def test_a_major_hazard_is_submitted_with_a_plan():
    issue = pressed("rectifying", severity="major")
    refuses("no-plan", issue, "submit", "r")
    planned = act(issue, W, "rectification-plan", "r")
    assert act(planned, W, "submit", "r").status == "submitted"
    assert act(pressed("rectifying"), W, "submit", "r").status == "submitted"


UNIT = {"old": finding()["unit"], "new": {"name": FIRM}, "field": "unit", "why": "单位写错"}


def test_an_amended_unit_is_notified_again():
    told = pressed("rectifying")
    amended = act(told, W, "amend", "l", **UNIT)
    assert amended.unit.name == FIRM
    refuses("notify-again", amended, "submit", "r")
    again = act(amended, W, "notify", "l", sent_to=[FIRM, "640181"])
    assert act(again, W, "submit", "r").status == "submitted"
    refuses("notify-again", act(pressed("submitted"), W, "amend", "l", **UNIT), "accept", "a")
    # back to what it was: still nobody told the unit so
    back = {**UNIT, "old": UNIT["new"], "new": UNIT["old"]}
    refuses("notify-again", act(amended, W, "amend", "l", **back), "submit", "r")
    # before the first notice there is none to repeat
    early = act(pressed("confirmed"), W, "amend", "l", **UNIT)
    assert act(act(early, W, "notify", "l", sent_to=[FIRM, "640181"]), W, "submit", "r")


# -- acceptance


def taken(on):
    return [{"name": "照片", "on": on}]


DEMANDS = {  # the state, and what puts a demand on 10 June
    "notify": ("confirmed", "l", {}),
    "rule": ("disputed", "l", {}),
    "return": ("submitted", "a", {}),
    "look-back": ("accepted", "l", NO),
    "reopen": ("closed", "v", {}),
}


@pytest.mark.parametrize("do", DEMANDS)
def test_evidence_is_newer_than_the_last_demand(do):
    status, who, facts = DEMANDS[do]
    demanded = act(pressed(status), W, do, who, "2026-06-10", **facts)
    claimed = act(demanded, W, "submit", "r", "2026-06-12")
    refuses("old-evidence", claimed, "accept", "a", "2026-06-13", evidence=taken("2026-06-09"))
    for evidence in (taken("2026-06-10"), taken("2026-01-01") + taken("2026-06-11")):
        assert act(claimed, W, "accept", "a", "2026-06-13", evidence=evidence)


def test_extension_and_settlement_put_no_demand():
    longer = act(pressed("rectifying"), W, "extend", "a", "2026-06-10")
    claimed = act(longer, W, "submit", "r", "2026-06-12")
    assert act(claimed, W, "accept", "a", "2026-06-13", evidence=taken("2026-05-05"))


def test_evidence_for_an_old_finding_is_newer_than_the_finding():
    """An import is no demand: it takes over one that was put when the problem was found."""
    claimed = act(draft(old_finding()), W, "import", "c", status="submitted", accept=MINISTRY)
    claimed = act(claimed, W, "amend", "n", field="duty", old=None, new="enterprise", why="补")
    context = replace(W, people=W.people | {"0031": accepting_officer()})
    given = event("accept", "a", claimed.next_n, evidence=taken("2025-11-19"))
    given = given.model_copy(update={"by": "0031", "for_": MINISTRY})
    refused("old-evidence", claimed, given, context)
    fresh = given.model_copy(
        update={"evidence": event("accept", "a", 3, evidence=taken("2025-11-20")).evidence}
    )
    assert apply(claimed, fresh, context).status == "accepted"


def accepting_officer():
    return person("0031", "司马验收", MINISTRY, ("department_officer", MINISTRY))


def test_who_rectified_does_not_accept():
    """The same person, whether by id or as the signatory of a paper, whichever claim it was."""
    signed = event("submit", "p", 4)
    for signatory in ("皇甫主政", "0012"):
        paper = signed.paper.model_copy(update={"signed_by": signatory})
        claimed = apply(
            pressed("rectifying"), signed.model_copy(update={"paper": paper, "n": 4}), W
        )
        refuses("same-hand", claimed, "accept", "a")
        returned = act(claimed, W, "return", "a")
        refuses("same-hand", act(returned, W, "submit", "r"), "accept", "a")
    claimed = apply(pressed("rectifying"), signed, W)
    assert act(claimed, W, "accept", "q").status == "accepted"  # one clerk, two signatories
    own = event("accept", "q", 5)
    own = own.model_copy(update={"paper": signed.paper})
    refused("same-hand", claimed, own, W)


def test_duty_and_accepting_body_are_named_before_acceptance():
    claimed = act(draft(old_finding()), W, "import", "c", status="submitted")
    refuses("nobody-accepts", claimed, "accept", "q")
    refuses("nobody-accepts", claimed, "return", "q")
    refuses("nobody-accepts", act(draft(old_finding()), W, "import", "c"), "extend", "q")
    named = act(claimed, W, "amend", "n", field="accept", old=None, new=MINISTRY, why="补")
    assert named.responsible.accept == MINISTRY
    assert named.responsible.rectify == FIRM
    on_paper = event("accept", "q", named.next_n).model_copy(update={"for_": MINISTRY})
    refused("no-duty", named, on_paper, W)
    whole = act(named, W, "amend", "n", field="duty", old=None, new="enterprise", why="补")
    assert apply(whole, on_paper.model_copy(update={"n": whole.next_n}), W).status == "accepted"


# -- look-back


def test_nobody_looks_back_at_the_own_work():
    issue = pressed("accepted")
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
        failed = act(pressed(status), W, "look-back", "l", **facts)
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
    issue = pressed("rectifying", severity=severity)
    for do, who in (("rectification-plan", "r"), ("submit", "r"), ("accept", "a")):
        issue = act(issue, context, do, who)
    if asked:
        refuses("no-look-back", issue, "close", "v", context=context)
    issue = act(issue, context, "look-back", "l") if asked else issue
    assert act(issue, context, "close", "v").status == "closed"


def test_a_look_back_counts_for_the_acceptance_it_followed():
    context = ruled("always")
    passed = act(act(pressed("accepted"), context, "look-back", "l"), context, "look-back", "l")
    reopened = act(act(passed, context, "close", "v"), context, "reopen", "v")
    again = act(act(reopened, context, "submit", "r"), context, "accept", "a")
    refuses("no-look-back", again, "close", "v", context=context)


def test_the_look_back_rule_is_that_of_the_day():
    rules = [
        {"since": "2026-01-01", "until": "2026-06-30", "value": "never", "basis": "preset"},
        {"since": "2026-07-01", "value": "always", "basis": "preset"},
    ]
    context = replace(W, policy=Policy.model_validate({"look_back_before_close": rules}))
    assert act(pressed("accepted"), context, "close", "v", "2026-06-30T23:59:59")
    refuses(
        "no-look-back", pressed("accepted"), "close", "v", "2026-07-01T00:00:00", context=context
    )


def test_who_looked_back_or_recorded_the_acceptance_does_not_close():
    looked = act(pressed("accepted"), W, "look-back", "v")
    refuses("same-hand", looked, "close", "v")
    assert act(looked, W, "close", "n").status == "closed"
    refuses("same-hand", act(looked, W, "look-back", "n"), "close", "v")  # either look-back
    double = person(CLERK, "司徒文书", OFFICE, "clerk", "overall_officer")
    both = replace(W, people=W.people | {CLERK: double})
    recorded = act(pressed("submitted"), both, "accept", "q")
    refuses("same-hand", recorded, "close", "c", context=both)
    submitted = act(act(pressed("rectifying"), both, "submit", "p"), both, "accept", "a")
    assert act(submitted, both, "close", "c").status == "closed"  # the signatory was the hand


def test_who_rectified_or_accepted_does_not_close():
    for who, status in (("p", "rectifying"), ("q", "submitted")):
        do = "submit" if who == "p" else "accept"
        signed = event(do, who, brought_to(status).next_n)
        for signatory in ("端木总管", OFFICER):
            paper = signed.paper.model_copy(update={"signed_by": signatory})
            issue = apply(pressed(status), signed.model_copy(update={"paper": paper}), W)
            issue = issue if issue.status == "accepted" else act(issue, W, "accept", "a")
            refuses("same-hand", issue, "close", "v")
            assert act(issue, W, "close", "n").status == "closed"


def test_an_earlier_claim_is_a_hand_in_it_too():
    moved = person(RECTIFIER, "南宫营造", RECTIFIES, ("department_officer", RECTIFIES),
                   "overall_officer")  # fmt: skip
    context = replace(W, people=W.people | {RECTIFIER: moved})
    returned = act(pressed("submitted"), context, "return", "a")
    accepted = act(act(returned, context, "submit", "p"), context, "accept", "a")
    closing = event("close", "r", accepted.next_n).model_copy(update={"for_": OFFICE})
    refused("same-hand", accepted, closing, context)


def test_the_office_does_not_close_what_it_rectified_or_accepted():
    charter = W.charter.model_copy(
        update={"offices": W.charter.offices.model_copy(update={"overall": ACCEPTS})}
    )
    issue = pressed("accepted")
    closing = event("close", "v", issue.next_n).model_copy(update={"for_": ACCEPTS})
    refused("same-body", issue, closing, replace(W, charter=charter))


# -- pending, rulings


def forked():
    """Return an accepted issue and the digest of an amendment that came second in a merge."""
    issue = pressed("accepted")
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
    refuses("not-pending", freed, "rule", "l", **settled)


def test_a_ruling_decides_something():
    merged, waiting = forked()
    settled = {"outcome": "settled", "due": None}
    refuses("nothing-to-settle", merged, "rule", "l", **settled)
    refuses("ruling-without-due", merged, "rule", "l", outcome="settled", settles=[waiting])
    refuses("not-disputed", merged, "rule", "l", settles=[waiting])
    disputed = pressed("disputed")
    refuses("ruling-needs-due", disputed, "rule", "l", due=None)
    refuses("ruling-without-due", disputed, "rule", "l", outcome="withdrawn")
    refuses("not-pending", disputed, "rule", "l", settles=["f" * 64])


def test_a_ruling_on_a_dispute_settles_too():
    issue = pressed("disputed")
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
        issue = pressed(status)
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
    issue = pressed("rectifying")
    if code:
        refuses(code, issue, "void", "l", context=context, duplicate_of=survivor)
    else:
        assert act(issue, context, "void", "l", duplicate_of=survivor).status == "voided"


def test_a_survivor_stays():
    context = replace(W, duplicates_of=lambda number: [SURVIVOR] if number == NUMBER else [])
    facts = {"outcome": "withdrawn", "due": None}
    refuses("is-survivor", pressed("registered"), "void", "l", context=context)
    refuses("is-survivor", pressed("disputed"), "rule", "l", context=context, **facts)
    assert act(pressed("disputed"), context, "rule", "l").status == "rectifying"
    assert act(pressed("disputed"), W, "rule", "l", **facts).status == "voided"


def test_after_the_notice_only_a_duplicate_is_void():
    assert act(pressed("confirmed"), W, "void", "l").status == "voided"
    refuses("void-too-late", pressed("rectifying"), "void", "l")


# -- amend

AMENDS = [
    ("title", "塔吊年检脱期，主管部门未检查", "塔吊年检脱期"),
    ("description", finding()["description"], "抽查三处。\n均无记录。"),
    ("duty", "regulator", "territory"),
    ("nature", "not_inspected", "lax"),
    ("criterion", None, {"standard": "特种设备安全法（虚构摘引）", "clause": "第四十条"}),
    ("severity", "general", "major"),
    ("place", "640181", "640121"),
    ("unit", finding()["unit"], {"name": FIRM}),
]


@pytest.mark.parametrize(("field", "old", "new"), AMENDS)
def test_an_amendment_says_what_stood_there(field, old, new):
    issue, facts = pressed("registered"), {"field": field, "why": "更正"}
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
        ("criterion", {"clause": "第八条"}),
    ],
)
def test_an_amendment_writes_values_the_field_can_hold(field, new):
    refuses(
        "bad-value",
        pressed("registered"),
        "amend",
        "l",
        field=field,
        old=dump(pressed("registered")).get(field),
        new=new,
    )


@pytest.mark.parametrize("field", ["title", "description", "severity", "place", "unit"])
def test_nothing_is_amended_from_nothing_that_a_record_must_have(field):
    """Else a record could say it was registered without a title, and be amended into one."""
    issue = pressed("registered")
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
    refuses(code, pressed(status), "amend", "l", field=field, old=old, new=new)


def test_the_accepting_body_may_be_amended_before_anybody_rectifies():
    """A body without a short name is not the nobody who rectifies yet."""
    plain = W.bodies[MINISTRY].model_copy(update={"short": None, "superior": None})
    context = replace(W, bodies=W.bodies | {MINISTRY: plain})
    issue = act(draft(firm_finding()), context, "register", "i")
    named = act(issue, context, "amend", "l", field="accept", old=None, new=MINISTRY)
    assert named.responsible.accept == MINISTRY


def test_the_duty_is_amended_before_the_nature():
    issue = pressed("rectifying")
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
    issue = pressed("rectifying")
    refuses("not-supervised", issue, "lift", "v")
    listed = act(issue, W, "supervise", "v")
    assert listed.supervised
    refuses("already-supervised", listed, "supervise", "v")
    lifted = act(listed, W, "lift", "v")
    assert not lifted.supervised
    refuses("not-supervised", lifted, "lift", "v")
    assert act(lifted, W, "supervise", "v").supervised


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


def test_evidence_is_shown_not_promised():
    for do in ("submit", "accept"):
        with pytest.raises(Refused) as caught:
            event(do, "r", 4, evidence=[])
        assert caught.value.code == "bad-fact"
        explained(caught.value)


# -- order, time


def test_an_event_follows_the_last_one():
    issue = pressed("registered")
    for n in (1, 3, 99):
        refused("wrong-order", issue, event("confirm", "l", n), W)
    assert apply(issue, event("confirm", "l", 2), W).status == "confirmed"


def test_no_clock_needs_to_be_right():
    issue = pressed("registered")
    assert act(issue, W, "confirm", "l", "2026-05-01").events[-1].at < issue.events[0].at


def test_overdue_is_computed():
    for status in ("rectifying", "disputed"):
        issue = pressed(status)  # due 1 July
        first = at("2026-07-01").date()
        days = [issue.overdue(first + timedelta(days=late)) for late in (-1, 0, 1)]
        assert days == [False, False, True]
        assert not issue.overdue(first + timedelta(days=3), grace=3)
        assert issue.overdue(first + timedelta(days=4), grace=3)
    for status in ("registered", "confirmed", "submitted", "accepted", "closed", "voided"):
        assert not pressed(status).overdue(at("2030-01-01").date())


def test_the_day_is_the_authors_own():
    """Half past midnight in Beijing is still yesterday elsewhere; the author's day counts."""
    moment = at("2026-06-10T00:30")
    given = event("close", "v", 6, moment)
    assert given.day.isoformat() == "2026-06-10"
    assert moment.astimezone(BEIJING).utctimetuple().tm_mday == 9


# -- nothing forgotten

DOMAIN = Path(__file__).parents[2] / "sfcheck" / "domain"
LAW = ("events", "issues", "numbers", "requirements", "separation", "workflow")
CODES = re.compile(r'Refused\(\s*"([a-z-]+)"')


def test_every_refusal_of_the_law_is_tried():
    raised = {
        code for name in LAW for code in CODES.findall((DOMAIN / f"{name}.py").read_text("utf-8"))
    }
    tests = Path(__file__).parent.glob("test_*.py")
    tried = "".join(path.read_text(encoding="utf-8") for path in tests)
    assert raised > {"illegal-step", "wrong-hand", "pending"}
    assert {code for code in raised if f'"{code}"' not in tried} == set()
