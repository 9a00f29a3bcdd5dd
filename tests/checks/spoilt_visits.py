"""Spoilt visits: each function spoils the sound ledger at `root`, or leaves a good one."""

from pathlib import Path
from typing import Any

from sfcheck.domain.base.records import dump
from sfcheck.domain.procedure.record import sealed
from sfcheck.domain.visits.checklists import Checklist
from sfcheck.domain.visits.law import POINTS, VISIT
from sfcheck.domain.visits.record import Visit
from sfcheck.ledger.files import layout
from sfcheck.ledger.store import Ledger
from tests.checks.ledger import NUMBER, write
from tests.support import world as w

ON = "2026-05-04"
CHECK = [{"point": point, "kept": True} for point in POINTS]
STUDY = {
    "do": "study",
    "by": w.LEADER,
    "issues": [NUMBER],
    "causes": {"direct": "探头失效", "management": "未校验", "root": "无人负责"},
    "answerable": [{"who": w.MINISTRY, "duty": "regulator", "omitted": "未检查"}],
    "elsewhere": "全区罐区",
}
CONSULT = {
    "do": "consult",
    "by": w.OFFICER,
    "for": w.OFFICE,
    "issue": NUMBER,
    "on": "2026-05-06",
    "opinions": [
        {"who": w.INSPECTOR, "body": "transport", "field": "危险化学品", "finding": "失效"},
        {"who": "某某（虚构）", "body": w.MINISTRY, "finding": "未校验"},
    ],
    "conclusion": "立即停用",
}


LIST = {
    "code": "tanks",
    "version": "1",
    "sector": "hazardous_chemicals",
    "name": {"zh": "罐区（虚构）"},
    "items": [
        {
            "code": "1",
            "group": "设备",
            "ask": "报警器有效。",
            "criterion": {"standard": "安全生产法", "version": "2021", "clause": "第三十六条"},
            "nature": "equipment",
            "severity": "general",
        }
    ],
}


def checked(verdict: str) -> dict[str, Any]:
    """Return the step that goes through the unit by the checklist of one item."""
    known = Checklist.model_validate(LIST)
    [item] = LIST["items"]
    return {
        "do": "check",
        "by": w.INSPECTOR,
        "checklist": "tanks",
        "version": "1",
        "sector": known.sector,
        "sha256": known.sha256,
        "unit": "虚构化工有限公司",
        "answers": [{**item, "verdict": verdict, "remark": "四台无信号"}],
    }


def account(**other: Any) -> dict[str, Any]:
    """Return the fields of a covert visit to Yinchuan."""
    return {
        "place": "640100",
        "on": ON,
        "mode": "covert",
        "units": ["虚构化工有限公司"],
        "persons": [w.INSPECTOR],
        "check": CHECK,
        "issues": [NUMBER],
        **other,
    }


def put(root: Path, *further: dict[str, Any], lawful: bool = True, **other: Any) -> Visit:
    """Write a visit of these steps, each with its seal; assert whether the law takes it."""
    path = layout.person_path(w.INSPECTOR)
    person = Ledger(root).people[w.INSPECTOR]
    fields = [{"since": w.SINCE, "value": "危险化学品"}]
    write(root, path, type(person).model_validate({**dump(person), "fields": fields}))
    visit = Visit(year="2026", number="0370001", team=w.TEAM)
    steps = ({"do": "record", "by": w.INSPECTOR, "account": account(**other)}, *further)
    for n, step in enumerate(steps, 1):
        whole = {"n": n, "at": f"2026-05-1{n}T09:00:00+08:00", "for": w.TEAM, **step}
        grown = Visit.model_validate({**dump(visit), "events": [*map(dump, visit.events), whole]})
        last = grown.events[-1]
        last = last.model_copy(update={"seal": sealed(visit, last)})
        visit = grown.model_copy(update={"events": (*grown.events[:-1], last)})
    write(root, layout.proceeding_path(layout.VISITS, "2026", "0370001"), visit)
    if lawful:
        assert VISIT.refold(visit, Ledger(root).context) == visit
    return visit


def good_SF501_visit(root: Path) -> None:
    put(root, STUDY, CONSULT, mode="overt", check=[])


def good_SF501_covert_visit_with_a_no(root: Path) -> None:
    unkept = [{**CHECK[0], "kept": False, "remark": "园区门禁登记"}, *CHECK[1:]]
    put(root, CONSULT, check=unkept)


def bad_SF501_covert_visit_without_answers(root: Path) -> None:
    put(root, check=[], lawful=False)


def bad_SF501_answer_missing(root: Path) -> None:
    put(root, check=CHECK[1:], lawful=False)


def bad_SF501_no_without_a_remark(root: Path) -> None:
    put(root, check=[{**CHECK[0], "kept": False}, *CHECK[1:]], lawful=False)


def bad_SF501_visit_by_one_of_another_team(root: Path) -> None:
    put(root, persons=[w.OTHER], lawful=False)


def bad_SF501_visit_before_the_round(root: Path) -> None:
    put(root, on="2026-02-01", lawful=False)


def bad_SF501_visit_of_an_unknown_issue(root: Path) -> None:
    put(root, issues=["26-999-0001-0"], lawful=False)


def bad_SF501_case_of_a_covert_visit(root: Path) -> None:
    put(root, STUDY, lawful=False)


def bad_SF501_study_by_no_leader(root: Path) -> None:
    put(root, {**STUDY, "by": w.INSPECTOR}, mode="overt", check=[], lawful=False)


def bad_SF501_consultation_of_one_body(root: Path) -> None:
    opinions = [{**each, "body": "transport"} for each in CONSULT["opinions"]]
    put(root, {**CONSULT, "opinions": opinions}, lawful=False)


def bad_SF501_consultation_without_an_expert(root: Path) -> None:
    first = {"who": w.OTHER, "body": "water-resources", "finding": "失效"}
    put(root, {**CONSULT, "opinions": [first, CONSULT["opinions"][1]]}, lawful=False)


def good_SF531_in_the_city(root: Path) -> None:
    put(root)


def bad_SF531_in_another_city(root: Path) -> None:
    put(root, place="640121")


def bad_SF531_studied_elsewhere(root: Path) -> None:
    put(root, STUDY, mode="overt", check=[], place="640121", issues=[])


def good_SF531_amended(root: Path) -> None:
    step = {"do": "amend", "by": w.INSPECTOR, "why": "写错", "account": account(issues=[])}
    put(root, {**step, "account": account()}, place="640121")


def good_SF532_its_own(root: Path) -> None:
    put(root)


def bad_SF532_of_others(root: Path) -> None:
    visit = put(root)
    later = visit.model_copy(update={"team": w.OTHER_TEAM})
    write(root, layout.proceeding_path(layout.VISITS, "2026", "0370001"), later)


def good_SF533_same_day(root: Path) -> None:
    ledger = Ledger(root)
    issue = ledger.issue(NUMBER)
    put(root, on=str(issue.found.on), **({} if issue.found.mode == "covert" else OVERT))


def bad_SF533_other_day(root: Path) -> None:
    put(root, on="2026-05-02")


OVERT: dict[str, Any] = {"mode": "overt", "check": []}


def good_SF501_item_that_failed(root: Path) -> None:
    put(root, checked("fail"))


def bad_SF501_item_failed_without_a_word(root: Path) -> None:
    step = checked("fail")
    put(root, {**step, "answers": [{**step["answers"][0], "remark": None}]}, lawful=False)


def bad_SF501_unit_that_was_not_visited(root: Path) -> None:
    put(root, {**checked("pass"), "unit": "别的厂（虚构）"}, lawful=False)


def bad_SF501_checked_by_one_who_stayed(root: Path) -> None:
    put(root, {**checked("pass"), "by": w.OTHER}, lawful=False)


def good_SF534_as_it_was_asked(root: Path) -> None:
    write(root, layout.checklist_path("tanks"), Checklist.model_validate(LIST))
    put(root, checked("pass"))


def good_SF534_another_version(root: Path) -> None:
    changed = {**LIST, "version": "2", "name": {"zh": "储罐区（虚构）"}}
    write(root, layout.checklist_path("tanks"), Checklist.model_validate(changed))
    put(root, checked("pass"))


def bad_SF534_changed_since(root: Path) -> None:
    changed = {**LIST, "items": [{**LIST["items"][0], "ask": "报警器都有效。"}]}
    write(root, layout.checklist_path("tanks"), Checklist.model_validate(changed))
    put(root, checked("pass"))


def good_SF535_nothing_failed(root: Path) -> None:
    put(root, checked("pass"))


def good_SF535_answered_again(root: Path) -> None:
    put(root, checked("fail"), checked("pass"))


def bad_SF535_failed(root: Path) -> None:
    put(root, checked("fail"))
