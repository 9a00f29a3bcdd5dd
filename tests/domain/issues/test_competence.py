"""Who accepts is competent, or it is said why not; who was on the spot, and when."""

from dataclasses import replace
from typing import Any

import pytest

from sfcheck.domain.issues.record import Issue
from sfcheck.domain.world.roster import Competence
from tests.support.refusals import refused
from tests.support.world import (
    ACCEPTOR,
    FIRM,
    MINISTRY,
    OFFICE,
    RECTIFIER,
    act,
    brought_to,
    event,
    firm_finding,
    world,
)

W = world()
COUNTY = ["640181", "640100", FIRM]
NOTICE = {"rectify": FIRM, "sent_to": COUNTY}
REASON = {"why": "该单位由自治区直接监管（虚构）"}


def at_a_firm(**changes: Any) -> Issue:
    return brought_to("confirmed", **firm_finding(**changes))


def notified(issue: Issue, accept: str, context: Any = W, **more: Any) -> Issue:
    given = {**NOTICE, "accept": accept, **more}
    return act(issue, context, "notify", "l", "2026-05-06", due="2026-07-01", **given)


def no_notice(issue: Issue, accept: str, context: Any = W, **more: Any) -> None:
    given = {**NOTICE, "accept": accept, "due": "2026-07-01", **more}
    refused("not-competent", issue, event("notify", "l", issue.next_n, **given), context)


@pytest.mark.parametrize(
    ("sector", "able", "unable"),
    [
        ("crowded_places", "fire-rescue", MINISTRY),
        ("construction", "housing-construction", "fire-rescue"),
        ("hazardous_chemicals", MINISTRY, "fire-rescue"),
        (None, MINISTRY, "fire-rescue"),  # by its point
        ("coal_mines", "mine-safety", MINISTRY),
    ],
)
def test_who_is_not_competent_accepts_for_a_reason(
    sector: str | None, able: str, unable: str
) -> None:
    issue = at_a_firm(sector=sector)
    assert notified(issue, able).responsible.accept == able
    no_notice(issue, unable)
    assert notified(issue, unable, **REASON).events[-1].why == REASON["why"]


def test_a_superior_accepts_whatever_the_matter() -> None:
    assert brought_to("rectifying").responsible.accept == "region-government"


def test_competence_is_dated() -> None:
    brigade = W.bodies["fire-rescue"]
    ended = brigade.competent[0].model_copy(update={"until": brigade.competent[0].since})
    bodies = {**W.bodies, "fire-rescue": brigade.model_copy(update={"competent": (ended,)})}
    nobody = replace(W, bodies=bodies)
    issue = at_a_firm(sector="crowded_places")
    assert notified(issue, "health", nobody).status == "rectifying"  # nobody is on record for it
    later = Competence(since="2026-05-06", sectors=("crowded_places",))
    bodies["fire-rescue"] = brigade.model_copy(update={"competent": (ended, later)})
    no_notice(issue, "health", replace(W, bodies=bodies))


def test_a_department_of_the_county_is_competent_there_and_nowhere_else() -> None:
    of_county = W.bodies["fire-rescue"].model_copy(
        update={
            "id": "x",
            "name": "灵武市消防救援大队",
            "short": None,
            "aliases": (),
            "place": "640181",
        }
    )
    here = replace(W, bodies={**W.bodies, "x": of_county})
    assert notified(at_a_firm(sector="crowded_places"), "x", here).responsible.accept == "x"
    elsewhere = at_a_firm(sector="crowded_places", place="640104")
    no_notice(elsewhere, "x", here, sent_to=["640104", "640100", FIRM])


def test_the_sector_is_amended_like_another_field() -> None:
    issue = act(
        at_a_firm(), W, "amend", "l", field="sector", old=None, new="crowded_places", why="补"
    )
    assert issue.sector == "crowded_places"
    no_notice(issue, MINISTRY)
    bad = event("amend", "l", issue.next_n, field="sector", old="crowded_places", new="x", why="补")
    refused("unknown-sector", issue, bad, W)


# -- on the spot


def accepting(**changes: Any) -> tuple[Issue, Any]:
    issue = brought_to("submitted")
    return issue, event("accept", "a", issue.next_n, **changes)


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("checked-before", {"checked_on": "2026-05-04"}),
        ("checked-ahead", {"checked_on": "2026-06-12"}),
        ("same-hand", {"on_site": ["南宫营造"]}),
        ("same-hand", {"on_site": ["呼延随行", "南宫 营造（科长）"]}),
        ("same-hand", {"on_site": [RECTIFIER]}),
        ("unknown-person", {"on_site": ["0099"]}),
    ],
)
def test_what_was_not_seen_on_the_spot(code: str, changes: dict[str, Any]) -> None:
    refused(code, *accepting(**changes), W)


def test_a_check_saw_what_the_claim_shows() -> None:
    issue = brought_to("rectifying")
    shown = [{"name": "照片", "on": "2026-06-08"}]
    claimed = act(issue, W, "submit", "r", "2026-06-09", evidence=shown)
    early = event("accept", "a", claimed.next_n, checked_on="2026-06-07")
    refused("checked-before", claimed, early, W)
    assert act(claimed, W, "accept", "a", checked_on="2026-06-08").status == "accepted"


def test_nobody_of_the_rectifying_body_sees_for_the_acceptor() -> None:
    colleague = W.people[ACCEPTOR].model_copy(
        update={"id": "0031", "name": "钟离同事", "home": W.people[RECTIFIER].home, "offices": ()}
    )
    context = replace(W, people={**W.people, "0031": colleague})
    refused("saw-own-work", *accepting(on_site=["0031"]), context)


def test_who_was_on_the_spot_neither_looks_back_nor_closes() -> None:
    issue, given = accepting(on_site=["东方明远", "端木总管"])
    accepted = act(issue, W, "accept", "a", on_site=given.on_site)
    refused("same-hand", accepted, event("look-back", "i", accepted.next_n), W)
    refused("same-hand", accepted, event("close", "v", accepted.next_n, **{"for": OFFICE}), W)
    assert act(accepted, W, "close", "n").status == "closed"


# -- party and government of a locality (党政同责)


def of_locality(organ: str) -> Issue:
    unit = {"name": W.bodies[f"{organ}-640100"].name, "body": f"{organ}-640100"}
    duty = {"duty": "territory", "nature": "risks_not_judged", "place": "640100"}
    return brought_to("confirmed", unit=unit, **duty)


@pytest.mark.parametrize(
    ("organ", "superior", "others"),
    [
        ("party", "region-party-committee", ("region-government", "government-640100")),
        ("government", "region-government", ("region-party-committee", "party-640100")),
    ],
)
def test_each_has_its_own_superior(organ: str, superior: str, others: tuple[str, ...]) -> None:
    issue = of_locality(organ)
    shown = {"rectify": f"{organ}-640100", "sent_to": [f"{organ}-640100", "640100"]}
    assert notified(issue, superior, **shown).responsible.accept == superior
    for other in others:
        given = {**shown, "accept": other, **REASON}
        refused("superior-accepts", issue, event("notify", "l", issue.next_n, **given), W)


def test_the_name_of_the_place_alone_means_its_government() -> None:
    for name in ("银川市", "640100", "银川市人民政府", "银川市政府"):
        assert W.body_called(name) == "government-640100"
    assert W.body_called("中共银川市委员会") == W.body_called("银川市委") == "party-640100"
    assert W.body_called("宁东能源化工基地") == "locality-64ND01"
