"""How an issue comes onto the list: registering what was found, importing an old ledger.

What passes and what does not is told from the design and the plan, not from the code.
"""

from dataclasses import replace
from datetime import date

import pytest

from sfcheck.domain.base.records import dump
from sfcheck.domain.base.vocabulary import Status
from sfcheck.domain.issues.record import draft
from sfcheck.errors import Refused
from tests.support.refusals import refuses
from tests.support.world import (
    INSPECTOR,
    MINISTRY,
    OTHER,
    act,
    at,
    brought_to,
    event,
    finding,
    old_finding,
    world,
)

W = world("own")
SURVIVOR = "26-037-0150-2"


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
    late = act(brought_to("rectifying"), W, "extend", "a", "9999-12-31", asked_on="2026-07-01")
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
    refuses("offered-on", found, "register", "i", "2026-06-01T09:00:00", context=onward)
    # elsewhere it goes on
    rounds = dict(W.rounds)
    first = dump(rounds["2026-1"])
    first["teams"][0]["places"].append({"place": "640200", "since": "2026-03-01"})
    rounds["2026-1"] = type(rounds["2026-1"]).model_validate(first)
    elsewhere = replace(onward, rounds=rounds)
    assert act(draft(finding(place="640202")), elsewhere, "register", "i", "2026-06-03")


def test_a_team_registers_at_its_own_places_only():
    refuses("wrong-hand", draft(finding(place="640202")), "register", "i")


@pytest.mark.parametrize("who", ["i", "o", "c", "x"])
def test_a_place_or_team_that_is_not_there_is_told_before_whose_hand_it_is(who):
    refuses("unknown-place", draft(finding(place="999999")), "register", who)
    refuses("unknown-place", draft(old_finding(place="999999")), "import", who)
    nowhere = finding()["found"] | {"team": "2026-9/T1"}
    refuses("no-such-team", draft(finding(found=nowhere)), "register", who)
    refuses("no-such-team", draft(old_finding(found=nowhere)), "import", who)


def test_nobody_registers_after_the_round_was_closed():
    rounds = dict(W.rounds)
    rounds["2026-1"] = rounds["2026-1"].model_copy(update={"closed": at("2026-06-09").date()})
    closed = replace(W, rounds=rounds)
    found = draft(finding())
    assert act(found, closed, "register", "i", "2026-06-09")
    refuses("wrong-hand", found, "register", "i", "2026-06-10", context=closed)


def test_the_leader_confirms_after_the_round_too():
    late = act(brought_to("registered"), world("next"), "confirm", "l", "2026-08-01")
    assert late.status == "confirmed"


def test_who_serves_in_a_mixed_team_does_not_inspect_their_own_house():
    rotation = W.rounds["2026-1"]
    teams = [team.model_copy(update={"mixed": team.id == "T1"}) for team in rotation.teams]
    mixed = replace(
        W, rounds={**W.rounds, "2026-1": rotation.model_copy(update={"teams": tuple(teams)})}
    )
    home = str(W.people[INSPECTOR].home_on(date(2026, 5, 4)))
    below = W.bodies[home].model_copy(
        update={"id": "below", "name": "下属（虚构）", "superior": home}
    )
    bodies = {**W.bodies, "below": below}
    for body in (home, "below"):
        unit = {"name": bodies[body].name, "body": body}
        found = draft(finding(unit=unit))
        refuses("own-house", found, "register", "i", context=replace(mixed, bodies=bodies))
        by_name = draft(finding(unit={"name": bodies[body].name}))
        refuses("own-house", by_name, "register", "i", context=replace(mixed, bodies=bodies))
        assert act(found, replace(W, bodies=bodies), "register", "i").status == "registered"
    assert act(draft(finding()), mixed, "register", "i").status == "registered"
