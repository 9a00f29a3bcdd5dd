"""Due dates counted in working days, told again when a year is announced; limits on extensions.

Days are reckoned by hand on the notices of 2025 and 2026; that of 2027 is invented.
"""

from dataclasses import replace

import pytest
from pydantic import ValidationError

from sfcheck.domain.issues.folding import refold
from sfcheck.domain.world.calendar import Calendar
from sfcheck.domain.world.policy import Policy
from tests.domain.world.test_calendar import NEXT
from tests.support.refusals import refuses
from tests.support.world import act, brought_to, load, world

W = world("own")
THEN = replace(W, calendar=Calendar.model_validate({"years": [*load("calendar")["years"], NEXT]}))
NO_POLICY = replace(W, policy=Policy())
TEN = {"days": 10, "after": "2026-06-10"}  # Thursday 11 June to Thursday 25 June: Friday 19 is off


def notified(**facts):
    return act(brought_to("confirmed"), W, "notify", "l", **facts)


@pytest.mark.parametrize(
    ("due", "within"),
    [
        ("2026-06-24", TEN),
        ("2026-06-26", TEN),
        ("2026-06-20", TEN),  # ten days of all kinds
        ("2026-06-25", {**TEN, "after": "2026-06-09"}),  # not from the day of the notice
        ("2026-06-25", {**TEN, "after": "2026-06-11"}),
        ("2026-06-25", {**TEN, "days": 9}),
        ("2026-06-25", {**TEN, "provisional": True}),
    ],
)
def test_a_count_is_that_of_the_calendar(due, within):
    assert str(notified(due="2026-06-25", within=TEN).due) == "2026-06-25"
    refuses("counted-otherwise", brought_to("confirmed"), "notify", "l", due=due, within=within)


@pytest.mark.parametrize(
    ("status", "do", "who"),
    [
        ("disputed", "rule", "l"),
        ("submitted", "return", "a"),
        ("closed", "reopen", "l"),
        ("accepted", "look-back", "l"),
    ],
)
def test_every_demand_may_be_counted_from_its_own_day(status, do, who):
    issue = brought_to(status)
    facts = {"due": "2026-06-25", "within": TEN}
    if do == "look-back":
        facts |= {"rectified": False, "demand": "重做"}
    assert act(issue, W, do, who, **facts).within.days == 10
    miscounted = {**facts, "due": "2026-06-26"}
    refuses("counted-otherwise", issue, do, who, **miscounted)


def test_nothing_is_counted_without_a_due_date():
    within = {"within": TEN}
    refuses("counted-otherwise", brought_to("accepted"), "look-back", "l", **within)
    withdrawn = {"outcome": "withdrawn", "due": None, **within}
    refuses("counted-otherwise", brought_to("disputed"), "rule", "l", **withdrawn)


def test_an_extension_is_counted_from_the_due_date_it_moves():
    issue = brought_to("rectifying")  # due 1 July
    five = {"days": 5, "after": "2026-07-01"}
    assert act(issue, W, "extend", "a", due="2026-07-08", within=five).within.days == 5
    from_today = {"days": 20, "after": "2026-06-10"}
    refuses("counted-otherwise", issue, "extend", "a", due="2026-07-09", within=from_today)


def test_what_was_counted_stays_lawful_when_the_calendar_is_another():
    issue = notified(due="2026-06-25", within=TEN)
    later = refold(issue, replace(W, calendar=Calendar()))
    assert (later.status, later.due, later.pending) == (issue.status, issue.due, ())


# -- provisional, and told again

WINTER = "2026-12-22"
COUNTED = {"days": 10, "after": WINTER}  # 5 January by weekdays, 6 January by the notice


@pytest.fixture
def provisional():
    within = {**COUNTED, "provisional": True}
    issue = act(brought_to("confirmed"), W, "notify", "l", WINTER, due="2027-01-05", within=within)
    assert issue.provisional
    return issue


def test_a_provisional_date_is_counted_again_once_even_to_a_later_day(provisional):
    told = act(provisional, THEN, "notify", "l", "2026-12-25", due="2027-01-06", within=COUNTED)
    assert (str(told.due), told.provisional) == ("2027-01-06", False)
    refuses("moves-due", told, "notify", "l", "2026-12-26", context=THEN, due="2027-01-07")


@pytest.mark.parametrize(
    ("due", "within", "context", "code"),
    [
        ("2027-01-06", None, THEN, "moves-due"),  # given as a date, it is more time
        ("2027-01-06", COUNTED, W, "counted-otherwise"),  # before it is announced
        ("2027-01-07", COUNTED, THEN, "counted-otherwise"),
        ("2027-01-07", {**COUNTED, "days": 11}, THEN, "counted-otherwise"),
        ("2027-01-07", {**COUNTED, "after": "2026-12-23"}, THEN, "counted-otherwise"),
        ("2027-01-11", {**COUNTED, "after": "2026-12-25"}, THEN, "moves-due"),  # anew from today
    ],
)
def test_nothing_else_is_a_count_told_again(provisional, due, within, context, code):
    facts = {"due": due, "within": within}
    refuses(code, provisional, "notify", "l", "2026-12-25", context=context, **facts)


def test_a_final_date_is_not_counted_again():
    issue = brought_to("confirmed")
    given = {"due": "2027-01-06", "within": COUNTED}
    issue = act(issue, THEN, "notify", "l", WINTER, **given)
    assert act(issue, THEN, "notify", "l", "2026-12-25", **given).due == issue.due
    longer = {**NEXT, "holidays": [{"name": "元旦", "first": "2026-12-31", "last": "2027-01-04"}]}
    changed = {"years": [*load("calendar")["years"], longer]}
    facts = {"context": replace(W, calendar=Calendar.model_validate(changed)), **given}
    facts["due"] = "2027-01-07"
    refuses("moves-due", issue, "notify", "l", "2026-12-25", **facts)


def test_a_count_told_again_may_come_late_and_tells_the_true_day(provisional):
    told = act(provisional, THEN, "notify", "l", "2027-01-06", due="2027-01-06", within=COUNTED)
    assert str(told.due) == "2027-01-06"


# -- extensions


def extended(issue, *dues, context=W, **facts):
    for due in dues:
        issue = act(issue, context, "extend", "a", due=due, **facts)
    return issue


@pytest.mark.parametrize(
    ("before", "due", "code"),
    [
        ((), "2026-08-30", None),  # 60 days
        ((), "2026-08-31", "extension-limit"),
        (("2026-07-31",), "2026-08-30", None),  # 30 and 30
        (("2026-07-31",), "2026-08-31", "extension-limit"),
        (("2026-07-02", "2026-07-03"), "2026-07-04", "extension-limit"),  # a third one
    ],
)
def test_extensions_beyond_the_policys_limits_ask_for_approval(before, due, code):
    issue = extended(brought_to("rectifying"), *before)
    if code:
        refuses(code, issue, "extend", "a", due=due)
        assert str(extended(issue, due, approved_by="夏侯批准").due) == due
    else:
        assert str(extended(issue, due).due) == due
    assert str(extended(issue, due, context=NO_POLICY).due) == due


def test_what_was_approved_counts_and_time_given_otherwise_does_not():
    issue = extended(brought_to("rectifying"), "2026-10-01", approved_by="夏侯批准")
    refuses("extension-limit", issue, "extend", "a", due="2026-10-02")
    returned = act(
        act(brought_to("rectifying"), W, "submit", "r"), W, "return", "a", due="2026-12-01"
    )
    assert extended(returned, "2027-01-30")
    refuses("extension-limit", returned, "extend", "a", due="2027-01-31")


@pytest.mark.parametrize(
    "approver",
    [
        *("0012", "皇甫主政", "皇甫 主政", "南宫营造"),
        *(
            "自治区人民政府",
            "region-government",
            "住房城乡建设厅",
            "自治区住房和城乡建设厅",
        ),  # a party to it
    ],
)
def test_nobody_approves_what_is_his_own(approver):
    facts = {"due": "2026-10-01", "asked_by": "南宫营造", "approved_by": approver}
    refuses("own-approval", brought_to("rectifying"), "extend", "a", **facts)
    on_paper = {**facts, "approved_by": "闻人乙"}
    refuses("own-approval", brought_to("rectifying"), "extend", "q", **on_paper)


def test_who_approves_by_number_is_on_the_roster():
    facts = {"due": "2026-10-01", "approved_by": "0099"}
    refuses("unknown-person", brought_to("rectifying"), "extend", "a", **facts)
    assert extended(brought_to("rectifying"), "2026-10-01", approved_by="0010")


@pytest.mark.parametrize(
    ("name", "value"),
    [("rectify_days_general", 0), ("rectify_days_major", 1001), ("soon_days", -1)],
)
def test_days_that_nobody_can_give_are_no_policy(name, value):
    given = {name: [{"since": "2026-01-01", "value": value}]}
    with pytest.raises(ValidationError):
        Policy.model_validate(given)
