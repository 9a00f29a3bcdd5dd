"""Notice, extension, plan, acceptance: what each must show, on both sides of its boundary.

What passes and what does not is told from the design and the plan, not from the code.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sfcheck.domain.issues.events import Notify
from sfcheck.domain.issues.law import apply
from sfcheck.domain.issues.record import draft
from sfcheck.domain.issues.requirements.notices import waiting_receipts
from tests.support.refusals import refused, refuses
from tests.support.world import (
    ACCEPTS,
    FIRM,
    MINISTRY,
    NO,
    OFFICE,
    RECTIFIES,
    act,
    brought_to,
    event,
    finding,
    firm_finding,
    old_finding,
    person,
    world,
)

W = world("own")


# -- notify


@pytest.mark.parametrize(
    ("code", "sent_to"),
    [
        (None, [RECTIFIES, "640181", "640100"]),  # the unit by its id, the county and its city
        (None, ["自治区住房和城乡建设厅", "640100", "640181"]),  # by its name
        (None, [RECTIFIES, "government-640181", "640100"]),  # the county's government
        ("notice-misses-locality", [RECTIFIES, "640181"]),  # not its city
        ("notice-misses-locality", [RECTIFIES, "640100"]),  # the city alone
        ("notice-misses-unit", ["640181", "640100"]),
        ("notice-misses-unit", ["住房城乡建设厅", "640181", "640100"]),
        ("notice-misses-locality", [RECTIFIES]),
        ("notice-misses-locality", [RECTIFIES, "640200"]),  # another city
        ("notice-misses-locality", [RECTIFIES, "640000"]),  # the region is no city or county
        ("notice-misses-locality", [RECTIFIES, ACCEPTS]),  # a department of the region neither
    ],
)
def test_a_notice_reaches_the_unit_and_its_locality(code, sent_to):
    issue = brought_to("confirmed")
    if code:
        refuses(code, issue, "notify", "l", sent_to=sent_to)
    else:
        assert act(issue, W, "notify", "l", sent_to=sent_to).status == "rectifying"


def test_where_an_import_names_only_the_region_the_region_is_told():
    issue = act(draft(old_finding()), W, "import", "c")
    facts = {"rectify": FIRM, "accept": MINISTRY}
    assert act(issue, W, "notify", "v", sent_to=[FIRM, "640000"], **facts).responsible.accept
    refuses("notice-misses-locality", issue, "notify", "v", sent_to=[FIRM, "640100"], **facts)


def test_a_later_notice_repeats_a_due_date_or_shortens_it():
    issue = brought_to("rectifying")  # due 1 July
    for due in ("2026-07-01", "2026-06-11", "2026-06-10"):
        assert str(act(issue, W, "notify", "l", due=due).due) == due
    refuses("moves-due", issue, "notify", "l", due="2026-07-02")
    refuses("due-in-the-past", issue, "notify", "l", due="2026-06-09")


def test_a_later_notice_leaves_a_passed_due_date_where_it_is():
    issue, later = brought_to("rectifying"), "2026-07-02"  # the day after
    assert str(act(issue, W, "notify", "l", later, due="2026-07-01").due) == "2026-07-01"
    for due in ("2026-06-30", "2026-07-02", "2026-08-01"):
        refuses("moves-due", issue, "notify", "l", later, due=due)


def test_who_registered_and_holds_the_place_no_more_neither_notifies_nor_moves_a_day():
    gone = world("next")  # another team received the place
    for status in ("confirmed", "rectifying"):
        issue = brought_to(status)
        refuses("wrong-hand", issue, "notify", "l", context=gone)
        assert act(issue, gone, "notify", "H").status == "rectifying"


def test_what_was_asked_for_elsewhere_is_answered():
    asked = act(brought_to("confirmed"), W, "notify", "l", elsewhere=True)
    refuses("not-elsewhere", asked, "submit", "r")
    told = act(asked, W, "submit", "r", elsewhere="同类工地三处，未见同样问题")
    assert told.status == "submitted"
    assert act(act(asked, W, "notify", "l"), W, "submit", "r")  # a later notice asks no more


# -- acknowledge


def test_each_addressee_acknowledges_once():
    issue = brought_to("rectifying")  # notified on 8 June
    waiting = list(issue.last(Notify).sent_to)
    assert len(waiting) == 3
    for n, addressee in enumerate(waiting):
        facts = {"addressee": addressee, "received_on": "2026-06-10"}
        given = event("acknowledge", "p", issue.next_n, **facts)
        issue = apply(issue, given.model_copy(update={"for_": addressee}), W)
        assert issue.status == "rectifying"
        assert waiting_receipts(issue) == waiting[n + 1 :]
        if waiting[n + 1 :]:
            refused(
                "not-addressed",
                issue,
                given.model_copy(update={"n": issue.next_n, "for_": addressee}),
                W,
            )
    refuses("all-received", issue, "acknowledge", "r")


def test_a_receipt_is_of_a_notice_that_was_sent():
    refuses("never-notified", act(draft(old_finding()), W, "import", "c"), "acknowledge", "c")
    issue = brought_to("rectifying")
    sent = issue.last(Notify).day
    for wrong in (sent - timedelta(days=1), date(2026, 6, 12)):
        refuses("received-when", issue, "acknowledge", "r", received_on=str(wrong))
    stranger = event("acknowledge", "p", issue.next_n, addressee=MINISTRY)
    refused("not-addressed", issue, stranger.model_copy(update={"for_": MINISTRY}), W)
    assert act(issue, W, "acknowledge", "r", received_on=str(sent))


def test_a_further_notice_asks_for_receipts_anew():
    issue = act(brought_to("rectifying"), W, "acknowledge", "r")
    again = act(issue, W, "notify", "l", "2026-06-11")
    assert act(again, W, "acknowledge", "r", "2026-06-12", received_on="2026-06-11")


def notified(rectify, accept, **changes):
    issue = act(draft(firm_finding(**changes)), W, "register", "i", "2026-05-05")
    issue = act(issue, W, "confirm", "l", "2026-05-05")
    sent_to = [issue.unit.name, "640181", "640100"]
    given = event("notify", "l", 3, rectify=rectify, accept=accept, sent_to=sent_to)
    return issue, given


@pytest.mark.parametrize(
    ("code", "rectify", "accept"),
    [
        (None, FIRM, MINISTRY),
        (None, RECTIFIES, ACCEPTS),  # a department answers to its superior
        (None, "government-640181", "government-640100"),  # a county to its city
        ("unknown-body", FIRM, "no-such-body"),
        ("same-body", MINISTRY, MINISTRY),
        ("same-body", "自治区应急管理厅", MINISTRY),  # one body under two names
        ("same-body", "应急厅", MINISTRY),
        ("same-body", FIRM, OFFICE),  # who closes does not accept
        ("same-body", OFFICE, "region-party-committee"),  # nor rectify
        ("superior-accepts", RECTIFIES, MINISTRY),
        ("superior-accepts", "government-640181", ACCEPTS),
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
        ("superior-accepts", "government-640181", RECTIFIES),
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
    issue = brought_to(status)
    assert act(issue, W, do, who, **{**facts, "due": "2026-06-10"}).due.day == 10
    refuses("due-in-the-past", issue, do, who, **{**facts, "due": "2026-06-09"})


# -- rectification


def test_extension_is_asked_for_in_time():
    issue = brought_to("rectifying")  # due 1 July
    later = "2026-07-05"
    assert act(issue, W, "extend", "a", later, asked_on="2026-07-01").due.month == 8
    refuses("asked-too-late", issue, "extend", "a", later, asked_on="2026-07-02")
    assert act(issue, W, "extend", "a", asked_on="2026-06-11")  # a day of grace
    refuses("asked-in-the-future", issue, "extend", "a", asked_on="2026-06-12")


def test_extension_gives_more_time():
    issue = brought_to("rectifying")
    assert act(issue, W, "extend", "a", due="2026-07-02").due.day == 2
    refuses("not-an-extension", issue, "extend", "a", due="2026-07-01")


def test_a_major_hazard_is_submitted_with_a_plan():
    issue = brought_to("rectifying", severity="major")
    refuses("no-plan", issue, "submit", "r")
    planned = act(issue, W, "rectification-plan", "r")
    assert act(planned, W, "submit", "r").status == "submitted"
    assert act(brought_to("rectifying"), W, "submit", "r").status == "submitted"


UNIT = {"old": finding()["unit"], "new": {"name": FIRM}, "field": "unit", "why": "单位写错"}


def test_an_amended_unit_is_notified_again():
    told = brought_to("rectifying")
    amended = act(told, W, "amend", "l", **UNIT)
    assert amended.unit.name == FIRM
    refuses("notify-again", amended, "submit", "r")
    again = act(amended, W, "notify", "l", sent_to=[FIRM, "640181", "640100"])
    assert act(again, W, "submit", "r").status == "submitted"
    refuses("notify-again", act(brought_to("submitted"), W, "amend", "l", **UNIT), "accept", "a")
    # back to what it was: still nobody told the unit so
    back = {**UNIT, "old": UNIT["new"], "new": UNIT["old"]}
    refuses("notify-again", act(amended, W, "amend", "l", **back), "submit", "r")
    # before the first notice there is none to repeat
    early = act(brought_to("confirmed"), W, "amend", "l", **UNIT)
    assert act(act(early, W, "notify", "l", sent_to=[FIRM, "640181", "640100"]), W, "submit", "r")


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
    demanded = act(brought_to(status), W, do, who, "2026-06-10", **facts)
    claimed = act(demanded, W, "submit", "r", "2026-06-12")
    refuses("old-evidence", claimed, "accept", "a", "2026-06-13", evidence=taken("2026-06-09"))
    for evidence in (taken("2026-06-10"), taken("2026-01-01") + taken("2026-06-11")):
        assert act(claimed, W, "accept", "a", "2026-06-13", evidence=evidence)


def test_extension_and_settlement_put_no_demand():
    longer = act(brought_to("rectifying"), W, "extend", "a", "2026-06-10")
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
            brought_to("rectifying"), signed.model_copy(update={"paper": paper, "n": 4}), W
        )
        refuses("same-hand", claimed, "accept", "a")
        returned = act(claimed, W, "return", "a")
        refuses("same-hand", act(returned, W, "submit", "r"), "accept", "a")
    claimed = apply(brought_to("rectifying"), signed, W)
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
