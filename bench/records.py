"""Made-up issues with lawful lives, each a function of its place in line. All names are invented.

`apply` makes every step, so that what is measured is what the program itself would have written.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Any, NamedTuple

from bench.office import (
    ACCEPTORS,
    CHINA,
    CLERK,
    DESTINATIONS,
    LOOKER,
    OFFICER,
    OVERALL,
    START,
    leader,
    members,
    team,
)
from sfcheck.domain.base.numbers import make
from sfcheck.domain.base.records import dump
from sfcheck.domain.base.vocabulary import Status
from sfcheck.domain.issues.events import make_event
from sfcheck.domain.issues.law import apply
from sfcheck.domain.issues.record import Issue, draft, seal
from sfcheck.domain.world.context import Context
from sfcheck.ledger.files import canonical

SPREAD = 200
"""Days over which the findings are spread."""

DAYS = (0, 1, 2, 5, 9, 14, 18, 22, 26, 31, 36, 41)
"""The day of the first, second … step of a life, counted from its beginning."""

BEGUN = "register confirm notify"
CLAIMED = f"{BEGUN} rectification-plan submit"
LIVES: tuple[tuple[int, str], ...] = (
    (5, "register"),
    (4, "register confirm"),
    (1, "register amend confirm note"),
    (10, BEGUN),
    (12, f"{BEGUN} rectification-plan"),
    (4, f"{BEGUN} extend rectification-plan"),
    (4, f"{CLAIMED} return"),
    (3, f"{BEGUN} supervise remind rectification-plan note"),
    (3, f"{BEGUN} object rule note"),
    (2, f"{CLAIMED} accept look-back-failed"),
    (1, f"{CLAIMED} accept look-back close reopen"),
    (2, f"{BEGUN} object"),
    (8, CLAIMED),
    (2, f"{CLAIMED} return submit"),
    (2, f"{CLAIMED} accept"),
    (1, "register void"),
    (1, "register confirm notify void-double"),
    (24, f"{CLAIMED} accept look-back close"),
    (6, f"{BEGUN} extend rectification-plan submit accept look-back close"),
    (4, f"{CLAIMED} return submit accept look-back close"),
    (1, f"{BEGUN} supervise rectification-plan submit lift accept look-back close"),
)
"""How often in a hundred which life is led, by its steps in order."""

CUTS = tuple(accumulate(often for often, _steps in LIVES))
COUNTIES = {
    "640100": ("640104", "640105", "640106", "640121", "640122", "640181"),
    "640200": ("640202", "640205", "640221"),
    "640300": ("640302", "640303", "640323", "640324", "640381"),
    "640400": ("640402", "640422", "640423", "640424", "640425"),
    "640500": ("640502", "640521", "640522"),
    "64ND01": (),
}
SUBJECTS = (
    ("甲醇罐区可燃气体报警器失效", "equipment", "现场抽查十二台可燃气体探测器，四台无信号"),
    ("特种作业人员无证上岗", "violation", "抽查当班电焊作业人员五名，两名不能出示有效证件"),
    ("安全出口被货物堵塞", "management", "东侧安全出口堆放成品纸箱约三立方米，疏散门不能完全开启"),
    ("有限空间作业未审批", "violation", "污水池清淤作业未办理审批手续，未先通风、未检测"),
    ("消防水泵不能自动启动", "equipment", "末端试水装置放水后，消防水泵三分钟内未自动启动"),
    ("塔式起重机力矩限制器失灵", "equipment", "现场试吊，力矩限制器未报警，变幅限位未动作"),
    ("自查台账与现场不符", "self_check_false", "自查台账记载已检修的六处，现场有四处没有检修痕迹"),
    ("重大危险源包保责任人不履职", "major_hazard_contract", "近三个月没有主要负责人的检查记录"),
)
PLAN = {
    "duty": "厂长负总责，设备科组织实施，班组长逐台销项。",
    "measures": "立即停用故障设备，委托有资质的单位检修、标定，恢复前由专人每两小时巡检一次。",
    "funds": "由安全生产费用列支，已落实。",
    "time_limit": "按反馈的期限完成，逾期停产。",
    "contingency": "撤出作业人员，启动现场处置方案，备齐应急器材。",
}


class Plan(NamedTuple):
    """How a ledger of `total` issues is laid out in number books and batches."""

    total: int

    @property
    def book_size(self) -> int:
        """How many issues one number book has: whole folders of a hundred, at most 5,000."""
        return min(5000, 100 * -(-self.total // 800))

    @property
    def batch(self) -> int:
        """How many issues live through the same days, each step of theirs in common commits."""
        return min(2500, max(100, self.total // 100))

    @property
    def batches(self) -> int:
        """How many batches there are."""
        return -(-self.total // self.batch)

    @property
    def books(self) -> list[str]:
        """The number books; 001 is the office's own."""
        return [f"{2 + at:03}" for at in range(-(-self.total // self.book_size))]

    def number(self, at: int) -> str:
        """Return the number of the `at`-th issue."""
        book, sequence = divmod(at, self.book_size)
        return make(START.year, f"{2 + book:03}", 1 + sequence)

    def begins(self, batch: int) -> date:
        """Return the first day of a batch."""
        return START + timedelta(days=4 + SPREAD * batch // self.batches)


class Version(NamedTuple):
    """A record after one of its steps: which, by whom, when, and its bytes."""

    do: str
    by: str
    at: datetime
    data: bytes


def versions(context: Context, plan: Plan, at: int) -> tuple[Issue, list[Version]]:
    """Return the `at`-th issue as it ends up, and its record after each step of its life."""
    chance = Random(at)
    destination = chance.randrange(len(DESTINATIONS))
    issue = _registered(chance, plan, at, destination)
    steps = _life(at).split()
    first = plan.begins(at // plan.batch)
    # Issues are void as doubles of the one before in line, which is never void itself.
    seen = replace(context, status_of=lambda _number: Status.RECTIFYING)
    made = []
    for n, step in enumerate(steps, 1):
        day = first + timedelta(days=DAYS[n - 1])
        moment = datetime.combine(day, datetime.min.time(), CHINA) + timedelta(hours=9, minutes=n)
        do, by, whom, facts = _step(step, issue, chance, destination, day, plan, at)
        event = make_event(do, {"n": n, "at": moment, "by": by, "for": whom, **facts})
        issue = seal(apply(issue, event, seen))
        made.append(Version(do, by, moment, canonical.emit(dump(issue))))
    return issue, made


def _life(at: int) -> str:
    """Return the steps of the `at`-th issue; the one after a double's original is no double."""
    draw = (at * 37 + at // 100 * 11) % CUTS[-1]
    life = next(steps for cut, (_often, steps) in zip(CUTS, LIVES, strict=True) if draw < cut)
    if "void-double" in life and (at == 0 or "void" in _life(at - 1)):
        return BEGUN
    return life


def _registered(chance: Random, plan: Plan, at: int, destination: int) -> Issue:
    subject, nature, seen = chance.choice(SUBJECTS)
    place = chance.choice((DESTINATIONS[destination], *COUNTIES[DESTINATIONS[destination]]))
    unit: dict[str, str] = {"name": f"虚构{chance.randrange(1000):03}号化工有限公司"}
    duty = "enterprise"
    if chance.random() < 0.05:
        unit = {"name": "应急管理厅", "body": "emergency-management"}
        duty, nature = "regulator", "shallow_inspection"
    found = plan.begins(at // plan.batch) - timedelta(days=chance.randrange(3))
    content: dict[str, Any] = {
        "number": plan.number(at),
        "title": f"{unit['name']}{subject}",
        "duty": duty,
        "severity": "major" if chance.random() < 0.15 else "general",
        "nature": nature,
        "place": place,
        "unit": unit,
        "found": {
            "on": found,
            "by": sorted({*members(destination)}),
            "team": team(destination),
            "mode": chance.choice(("covert", "overt")),
            "source": "own",
            "site_record": chance.choice(("signed", "signed", "refused", "not_presented")),
        },
        "description": f"{seen}。\n控制室未发现异常，值班记录缺失，"
        f"现场负责人说明不清（样例第{at + 1}条，共{chance.randint(1, 9)}处）。",
        "suggestion": "立即整改，恢复正常状态，并对同类装置举一反三、逐台排查标定。",
    }
    if chance.random() < 0.5:
        content["criterion"] = {
            "standard": "工贸企业重大事故隐患判定标准",
            "version": "2023",
            "clause": f"第{chance.randint(3, 12)}条",
        }
    return draft(content)


def _step(
    step: str, issue: Issue, chance: Random, destination: int, day: date, plan: Plan, at: int
) -> tuple[str, str, str, dict[str, Any]]:
    """Return event, person, on whose behalf, and what is shown, for one step of a life."""
    named = issue.responsible
    unit = issue.unit.body or issue.unit.name
    body = named.accept or ""
    due = str(day + timedelta(days=chance.choice((15, 30, 45, 400, 500))))
    paper = {"document": f"整改情况的复函〔2026〕{chance.randint(1, 999)}号", "signed_by": "虚构甲"}
    evidence = [{"name": "整改后照片", "on": str(day)}]
    checked = {"on_site": ["虚构乙"], "checked_on": str(day)}
    lead = (leader(destination), team(destination))
    by_paper = (CLERK, named.rectify or "")
    accepts = (ACCEPTORS.get(body, ""), body)
    seen = {"finding": "不打招呼到场查看。", "evidence": [{"name": "回头看照片", "on": str(day)}]}
    listing = {"approval": "领导批示：挂牌督办。", "level": "region", "body": "health"}
    lifting = {"reason": "整改完成。", "accepted_by": "虚构丙", "acceptance": "摘牌验收意见"}
    failed = {"rectified": False, "measures": True, "solved": False}
    table: dict[str, tuple[tuple[str, str], dict[str, Any]]] = {
        "register": ((chance.choice(members(destination)), team(destination)), {}),
        "confirm": (lead, {"attest": "true and accurate"}),
        "notify": (
            lead,
            {
                "notice": f"督查反馈〔2026〕{1 + at}号",
                "sent_to": [unit, *dict.fromkeys((issue.place, DESTINATIONS[destination]))],
                "demand": "限期整改，举一反三，排查同类问题，整改情况书面回复。",
                "due": due,
                "rectify": unit,
                "why": "由主管该单位的部门验收（虚构）。",
                "accept": "region-government"
                if issue.unit.body
                else chance.choice(tuple(ACCEPTORS)[:3]),
            },
        ),
        "rectification-plan": (by_paper, {"paper": paper, **PLAN}),
        "extend": (
            accepts,
            {
                "asked_on": str(day),
                "reason": "备件需向原厂订购，交货期较长。",
                "interim": "停用该装置，现场设置警戒，专人值守。",
                "due": str((issue.due or day) + timedelta(days=30)),
            },
        ),
        "object": (by_paper, {"paper": paper, "grounds": "该装置已于检查前报停，记录在另册。"}),
        "rule": (lead, {"outcome": "stands", "ruling": "另册不足为凭，问题成立。", "due": due}),
        "submit": (
            by_paper,
            {"paper": paper, "done": "已更换并标定，同类装置排查完毕。", "evidence": evidence},
        ),
        "return": (
            accepts,
            {"reason": "只改一处，未举一反三。", "demand": "全部整改。", "due": due},
        ),
        "accept": (
            accepts,
            {"opinion": "现场复核，整改属实，资料齐全。", "evidence": evidence, **checked},
        ),
        "look-back": ((LOOKER, OVERALL), {**dict.fromkeys(failed, True), **seen}),
        "look-back-failed": (
            (LOOKER, OVERALL),
            {**failed, **seen, "demand": "重新整改，落实长效措施。", "due": due},
        ),
        "close": ((OFFICER, OVERALL), {"reason": "rectified", "opinion": "同意销号。"}),
        "reopen": (
            (OFFICER, OVERALL),
            {"why": "同一问题复发。", "demand": "彻底整改。", "due": due},
        ),
        "void": (lead, {"reason": "核实后不属于问题。"}),
        "void-double": (
            lead,
            {"reason": "重复录入。", "duplicate_of": plan.number(max(0, at - 1))},
        ),
        "amend": (
            lead,
            {
                "field": "title",
                "old": issue.title,
                "new": f"{issue.title}（{chance.randint(2, 9)}处）",
                "why": "写明处数。",
            },
        ),
        "note": ((CLERK, OVERALL), {"text": "备件已到货，正在安装。"}),
        "remind": ((LOOKER, OVERALL), {"text": "期限将至，请抓紧整改。"}),
        "supervise": ((OFFICER, OVERALL), {**listing, "until": due}),
        "lift": ((OFFICER, OVERALL), {**lifting, "accepted_on": str(day)}),
    }
    (by, whom), facts = table[step]
    do = {"look-back-failed": "look-back", "void-double": "void"}.get(step, step)
    return do, by, whom, facts


def issues(context: Context, plan: Plan) -> Iterator[Issue]:
    """Yield every issue of a ledger as it ends up."""
    for at in range(plan.total):
        yield versions(context, plan, at)[0]
