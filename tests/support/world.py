"""A small invented world: the plan's own offices and places, invented persons, two rounds.

Round 2026-1 begins 1 March: team T1 is posted to Yinchuan (640100), T2 to Shizuishan (640200).
Round 2026-2 begins 1 June: its team T1 is posted to Yinchuan. Who *holds* Yinchuan is told by the
custody chosen: `office` (nothing was ever handed over), `own` (round 1's T1 received it on
2 March), `next` (round 2's T1 received it on 2 June, after an offer on 1 June).

A letter stands for each kind of person; names, firms and numbers are invented.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

import ryaml

from sfcheck.domain.base.records import digest
from sfcheck.domain.issues.events import Event, make_event
from sfcheck.domain.issues.law import apply
from sfcheck.domain.issues.record import Issue, draft
from sfcheck.domain.world.calendar import Calendar
from sfcheck.domain.world.context import Context
from sfcheck.domain.world.custody import Handover
from sfcheck.domain.world.policy import Catalogue, Charter, Policy
from sfcheck.domain.world.roster import Bodies, Person, Places
from sfcheck.domain.world.rounds import Round
from sfcheck.ledger.resources import beginning

PROFILE = Path(__file__).parents[2] / "templates" / "profiles" / "ningxia"
BEIJING = timezone(timedelta(hours=8))
SINCE = "2026-01-01"
NUMBER = "26-037-0142-1"

TEAM, OTHER_TEAM, NEXT_TEAM = "2026-1/T1", "2026-1/T2", "2026-2/T1"
OFFICE = "inspection-office"
RECTIFIES, ACCEPTS, ELSEWHERE = "housing-construction", "region-government", "health"
FIRM, MINISTRY = "贺兰山云坊化工有限公司（虚构）", "emergency-management"

INSPECTOR, LEADER, OTHER = "0001", "0002", "0003"
CLERK, OFFICER, NAMED = "0008", "0009", "0010"
RECTIFIER, ACCEPTOR, BYSTANDER = "0011", "0012", "0013"
NEXT_MEMBER, NEXT_LEADER = "0021", "0022"
STRANGER = "9999"

# letter: (person, for whom the person acts, the signatory where a clerk acts on a paper)
KINDS: Mapping[str, tuple[str, str, str | None]] = {
    "i": (INSPECTOR, TEAM, None),  # inspector of the registering team
    "l": (LEADER, TEAM, None),  # its leader
    "o": (OTHER, OTHER_TEAM, None),  # member of another team
    "c": (CLERK, OFFICE, None),  # clerk, without paper
    "p": (CLERK, RECTIFIES, "闻人甲"),  # clerk with the rectifying body's paper
    "q": (CLERK, ACCEPTS, "闻人乙"),  # clerk with the accepting body's paper
    "v": (OFFICER, OFFICE, None),  # officer of the overall office
    "n": (NAMED, OFFICE, None),  # the overall office's named officer
    "r": (RECTIFIER, RECTIFIES, None),  # department officer of the rectifying body
    "a": (ACCEPTOR, ACCEPTS, None),  # department officer of the accepting body
    "b": (BYSTANDER, ELSEWHERE, None),  # department officer of another body
    "h": (NEXT_MEMBER, NEXT_TEAM, None),  # member of the next round's team
    "H": (NEXT_LEADER, NEXT_TEAM, None),  # its leader
    "x": (STRANGER, OFFICE, None),  # nobody on the roster
}
HEAD = {"office": "n", "own": "l", "next": "H"}
HOLDERS = {"office": "", "own": "il", "next": "hH"}


def at(moment: str) -> datetime:
    """Return a moment on Beijing clocks; a bare day means nine in the morning."""
    return datetime.fromisoformat(moment if "T" in moment else f"{moment}T09:00:00").replace(
        tzinfo=BEIJING
    )


def person(number: str, name: str, home: str, *offices: str | tuple[str, str]) -> Person:
    """Return an invented person; an office of a body is a pair."""
    held = [o if isinstance(o, tuple) else (o, None) for o in offices]
    return Person.model_validate(
        {
            "id": number,
            "name": name,
            "invented": True,
            "home": [{"body": home, "since": SINCE}],
            "rank": [{"value": "bureau", "since": SINCE}],
            "offices": [{"office": o, "body": b, "since": SINCE} for o, b in held],
        }
    )


ROSTER = (
    person(INSPECTOR, "东方明远", "transport"),
    person(LEADER, "上官守正", MINISTRY),
    person(OTHER, "欧阳行健", "water-resources"),
    person(CLERK, "司徒文书", OFFICE, "clerk"),
    person(OFFICER, "端木总管", OFFICE, "overall_officer"),
    person(NAMED, "公孙总理", OFFICE, "overall_officer"),
    person(RECTIFIER, "南宫营造", RECTIFIES, ("department_officer", RECTIFIES)),
    person(ACCEPTOR, "皇甫主政", ACCEPTS, ("department_officer", ACCEPTS)),
    person(BYSTANDER, "慕容安康", ELSEWHERE, ("department_officer", ELSEWHERE)),
    person(NEXT_MEMBER, "尉迟接棒", "market-regulation"),
    person(NEXT_LEADER, "长孙接印", "public-security"),
)


def _team(name: str, place: str, since: str, leader: str, *experts: str) -> dict[str, Any]:
    return {
        "id": name,
        "places": [{"place": place, "since": since}],
        "leader": [{"person": leader, "since": since}],
        "experts": [{"person": expert, "since": since} for expert in experts],
    }


ROUNDS = (
    {
        "id": "2026-1",
        "name": "第一轮",
        "start": "2026-03-01",
        "teams": [
            _team("T1", "640100", "2026-03-01", LEADER, INSPECTOR),
            _team("T2", "640200", "2026-03-01", "0004", OTHER),
        ],
    },
    {
        "id": "2026-2",
        "name": "第二轮",
        "start": "2026-06-01",
        "teams": [_team("T1", "640100", "2026-06-01", NEXT_LEADER, NEXT_MEMBER)],
    },
)


SIDES = {OFFICE: NAMED, TEAM: LEADER, OTHER_TEAM: "0004", NEXT_TEAM: NEXT_LEADER}
"""Who acts for each side of a handover."""


def handover(number: int, giver: str, taker: str, *events: tuple[str, str], place: str = "640100"):
    """Return a handover of `place` with an empty list; `events` are (moment, step) pairs."""
    return Handover.model_validate(
        {
            "place": place,
            "number": f"{number:04}",
            "from": giver,
            "to": taker,
            "events": [
                _move(n, moment, do, taker if do == "receive" else giver)
                for n, (moment, do) in enumerate(events, 1)
            ],
        }
    )


def _move(n: int, moment: str, do: str, side: str) -> dict[str, Any]:
    by = SIDES.get(side, LEADER)
    shown = {"reason": "误提（虚构）"} if do == "withdraw" else {"digest": digest([])}
    return {"n": n, "at": at(moment), "do": do, "by": by, "for": side, **shown}


_TO_TEAM = handover(1, OFFICE, TEAM, ("2026-03-01", "offer"), ("2026-03-02", "receive"))
_ONWARDS = handover(2, TEAM, NEXT_TEAM, ("2026-06-01", "offer"), ("2026-06-02", "receive"))
CUSTODY = {"office": (), "own": (_TO_TEAM,), "next": (_TO_TEAM, _ONWARDS)}


def load(name: str) -> Any:
    """Return the data of one file of the profile `ningxia`."""
    return ryaml.loads(beginning(PROFILE.name, f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def _base() -> Context:
    charter = load("ledger") | {"officers": [{"person": NAMED, "since": SINCE}]}
    return Context(
        Charter.model_validate(charter),
        Policy.model_validate(load("policy") | {"members_at_least": []}),  # its teams have none
        Catalogue.model_validate(load("catalogue")),
        {place.code: place for place in Places.model_validate(load("places")).places},
        {body.id: body for body in Bodies.model_validate(load("bodies")).bodies},
        {one.id: one for one in ROSTER},
        {one.id: one for one in map(Round.model_validate, ROUNDS)},
        calendar=Calendar.model_validate(load("calendar")),
    )


@cache
def world(custody: str = "own") -> Context:
    """Return the world under one of the three custodies."""
    return replace(_base(), handovers=CUSTODY[custody])


def finding(**changes: Any) -> dict[str, Any]:
    """Return what T1 found on 4 May: a department that did not inspect."""
    return {
        "number": NUMBER,
        "title": "塔吊年检脱期，主管部门未检查",
        "duty": "regulator",
        "severity": "general",
        "nature": "not_inspected",
        "place": "640181",
        "unit": {"name": "自治区住房和城乡建设厅", "body": RECTIFIES},
        "found": {
            "on": "2026-05-04",
            "by": [INSPECTOR],
            "team": TEAM,
            "mode": "covert",
            "source": "own",
            "site_record": "signed",
        },
        "description": "抽查在建工地两处（虚构），均无年内检查记录。",
        **changes,
    }


def firm_finding(**changes: Any) -> dict[str, Any]:
    """Return what T1 found on 4 May at an invented firm."""
    at_a_firm = {
        "title": "可燃气体报警器失效",
        "duty": "enterprise",
        "nature": "equipment",
        "unit": {"name": FIRM},
    }
    return finding(**{**at_a_firm, **changes})


def old_finding(**changes: Any) -> dict[str, Any]:
    """Return a row of an invented old ledger, as an import reads it: no duty, no team."""
    return {
        "number": NUMBER,
        "title": "临边防护缺失",
        "severity": "general",
        "place": "640000",
        "unit": {"name": FIRM},
        "found": {"on": "2025-11-20", "by": ["某检查员"], "source": "ledger"},
        "description": "临边防护缺失",
        "as_written": {"隐患等级": "3级"},
        **changes,
    }


_TAKEN = [{"name": "整改后照片", "on": "2026-06-10"}]

# What an event shows unless told otherwise; the days fit 10 June with a due date of 1 July.
SHOWN: Mapping[str, Mapping[str, Any]] = {
    "register": {},
    "import": {
        "file": "旧账.xlsx",
        "sha256": "0" * 64,
        "sheet": "Sheet1",
        "row": 5,
        "status": "rectifying",
        "rectify": FIRM,
    },
    "confirm": {"attest": "true and accurate"},
    "notify": {
        "notice": "1号",
        "sent_to": [RECTIFIES, "640181", "640100"],
        "demand": "逐项补查",
        "due": "2026-07-01",
        "rectify": RECTIFIES,
        "accept": ACCEPTS,
    },
    "acknowledge": {"addressee": RECTIFIES, "received_on": "2026-06-10"},
    "rectification-plan": {
        "duty": "总工程师",
        "measures": "停用检修",
        "funds": "自筹",
        "time_limit": "六月底",
        "contingency": "撤人",
    },
    "extend": {
        "asked_on": "2026-06-10",
        "reason": "备件未到",
        "interim": "停用",
        "due": "2026-08-01",
    },
    "object": {"grounds": "检查记录在另册"},
    "rule": {"outcome": "stands", "ruling": "另册不足为凭", "due": "2026-07-15"},
    "submit": {"done": "已补查", "evidence": _TAKEN},
    "return": {"reason": "只查一处", "demand": "全部补查", "due": "2026-07-15"},
    "accept": {
        "opinion": "属实",
        "evidence": _TAKEN,
        "on_site": ["呼延随行"],
        "checked_on": "2026-06-10",
    },
    "look-back": {
        "rectified": True,
        "measures": True,
        "solved": True,
        "finding": "不打招呼到场查看",
        "evidence": [{"name": "回头看照片", "on": "2026-06-10"}],
    },
    "close": {"reason": "rectified"},
    "reopen": {"why": "复发", "demand": "再查", "due": "2026-07-15"},
    "void": {"reason": "误录"},
    "amend": {
        "field": "title",
        "old": "塔吊年检脱期，主管部门未检查",
        "new": "塔吊年检脱期",
        "why": "标题过长",
    },
    "supervise": {
        "approval": "厅长批示",
        "level": "region",
        "body": MINISTRY,
        "until": "2026-08-01",
    },
    "seen-again": {
        "on": "2026-06-10",
        "finding": "再次到场，仍未整改",
        "evidence": [{"name": "再次到场照片", "on": "2026-06-10"}],
    },
    "progress": {"text": "备件已到货"},
    "lift": {
        "reason": "已整改",
        "accepted_by": "呼延监督",
        "accepted_on": "2026-06-10",
        "acceptance": "摘牌验收意见",
    },
    "remind": {"text": "请抓紧"},
    "note": {"text": "备件已到"},
    "attach": {
        "files": [{"sha256": "1" * 64, "name": "照片.jpg"}],
        "class": "scene",
        "caption": "塔吊",
    },
}
NO = {"rectified": False, "measures": True, "solved": True, "demand": "重做", "due": "2026-07-15"}


def event(do: str, who: str, n: int, when: str | datetime = "2026-06-10", **facts: Any) -> Event:
    """Return the event of a kind of person taking a step, showing the usual facts and `facts`."""
    by, for_, signed_by = KINDS[who]
    paper = {"paper": {"document": "复函〔2026〕3号", "signed_by": signed_by}} if signed_by else {}
    moment = at(when) if isinstance(when, str) else when
    shown = dict(SHOWN[do])
    if "evidence" in shown:
        shown["evidence"] = [each | {"on": moment.date()} for each in _TAKEN]
    if do == "accept":
        shown["checked_on"] = moment.date()
    return make_event(do, {"n": n, "at": moment, "by": by, "for": for_, **paper, **shown, **facts})


def act(
    issue: Issue, context: Context, do: str, who: str, when: str = "2026-06-10", **facts: Any
) -> Issue:
    """Return `issue` after a kind of person took a step."""
    return apply(issue, event(do, who, issue.next_n, when, **facts), context)


# The shortest lawful way to each state: (step, who) on 5 May; `K` is the head of the place.
WAYS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "draft": (),
    "registered": (("register", "i"),),
    "confirmed": (("register", "i"), ("confirm", "l")),
    "rectifying": (("register", "i"), ("confirm", "l"), ("notify", "K")),
    "disputed": (("register", "i"), ("confirm", "l"), ("notify", "K"), ("object", "r")),
    "submitted": (("register", "i"), ("confirm", "l"), ("notify", "K"), ("submit", "r")),
    "accepted": (
        ("register", "i"),
        ("confirm", "l"),
        ("notify", "K"),
        ("submit", "r"),
        ("accept", "a"),
    ),
    "closed": (
        ("register", "i"),
        ("confirm", "l"),
        ("notify", "K"),
        ("submit", "r"),
        ("accept", "a"),
        ("close", "v"),
    ),
    "voided": (("register", "i"), ("void", "K")),
}


def brought_to(status: str, custody: str = "own", **changes: Any) -> Issue:
    """Return the finding (with `changes`) on its shortest way to a state, all on 5 May."""
    context = world(custody)
    head = HEAD["own" if custody == "next" else custody]
    issue = draft(finding(**changes))
    for do, who in WAYS[status]:
        issue = act(issue, context, do, head if who == "K" else who, "2026-05-05")
    assert issue.status == status
    return issue
