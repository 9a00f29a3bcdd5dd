"""What people do in the year: lawful steps by every kind of hand, on issues picked by chance."""

import hashlib
import random
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sfcheck.domain.base.records import dump
from sfcheck.domain.base.vocabulary import Severity, Status
from sfcheck.domain.issues.events import Accept, Amend, LookBack, Notify, RectificationPlan, Void
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.issues.requirements.notices import waiting_receipts
from sfcheck.domain.world.calendar import Span
from sfcheck.ledger.files import layout
from tests.scenarios.year import ACCEPTORS, CLERK, LOOKER, OFFICER, OVERALL, Clone, Year, area_of

S = Status
COUNTIES = {
    "640100": ("640100", "640104", "640105", "640106", "640121", "640122"),
    "640200": ("640200", "640202", "640205", "640221"),
    "640300": ("640300", "640303", "640323", "640324", "640381"),
    "640400": ("640400", "640402", "640422", "640423", "640424", "640425"),
    "640500": ("640500", "640502", "640521", "640522"),
    "64ND01": ("64ND01",),
    "640181": ("640181",),
    "640302": ("640302",),
}
SEEN = {"opinion": "属实", "on_site": ["呼延随行（化名）"]}
SCENE = {"class": "scene", "caption": "现场"}
SECTORS: tuple[dict[str, str], ...] = ({}, {"sector": "construction"}, {"sector": "schools"})
SUBJECTS = ("气体报警器失效", "疏散通道堵塞", "吊篮无验收", "配电箱敞开", "粉尘未清", "未按时检查")


class Deeds:
    """One clone's people at work for some days, each deed with its share of what could be done."""

    def __init__(self, year: Year, clone: Clone) -> None:
        self.year, self.clone, self.chance = year, clone, year.chance

    # -- choosing ----------------------------------------------------------------------------

    def mine(self, *states: Status) -> list[Issue]:
        """The issues in these states that lie in this clone's areas."""
        known = sorted(self.year.known(self.clone), key=lambda issue: issue.number)
        return [i for i in known if i.status in states and area_of(i.place) in self.clone.areas]

    def some(
        self, share: float, *states: Status, where: Callable[[Issue], bool] = lambda issue: True
    ) -> list[Issue]:
        return [i for i in self.mine(*states) if where(i) and self.chance.random() < share]

    def day(self, days: int = 0) -> str:
        return str(self.year.now.date() + timedelta(days=days))

    def soon(self) -> str:
        return self.day(self.chance.randint(5, 40))

    def each(self, do: str, person: str, issues: list[Issue], facts: Any) -> None:
        self.year.step(self.clone, [issue.number for issue in issues], do, person, facts)

    def by(
        self,
        hand: Callable[[Issue], str],
        do: str,
        issues: list[Issue],
        facts: Mapping[str, Any] | Callable[[Issue], Mapping[str, Any]],
    ) -> None:
        """Take a step on issues, in one commit for each person whose hand is asked."""
        hands: dict[str, list[Issue]] = defaultdict(list)
        for issue in issues:
            hands[hand(issue)].append(issue)
        for person, his in hands.items():
            self.each(do, person, his, facts)

    def head(self, issue: Issue) -> str:
        return self.year.head(area_of(issue.place))

    def leader(self, issue: Issue) -> str:
        """The leader of the team that registered it, in office or the last there was."""
        return self.year.teams[str(issue.found.team)].leader(self.year.now.date())

    # -- entering ----------------------------------------------------------------------------

    def register(self, area: str, count: int) -> list[Issue]:
        """Let an expert or member of the team that holds an area register some findings."""
        team = self.year.holder[area]
        leader = self.year.head(area)
        finder = self.chance.choice([p for p in self.year.teams[team].seated if p != leader])
        entries = [(self._content(area, team, finder), {}) for _ in range(count)]
        return self.year.enter(self.clone, "register", finder, entries) if entries else []

    def take_over(self, area: str, count: int) -> None:
        """Let the clerk import lines of an old list."""
        entries = []
        for row in range(count):
            content = {**self._content(area, None, "旧账"), "as_written": {"序号": str(row + 1)}}
            claimed = self.chance.random() < 0.3
            shown = {
                "file": "旧账.xlsx",
                "sha256": "0" * 64,
                "sheet": "Sheet1",
                "row": row + 2,
                "status": "submitted" if claimed else "rectifying",
                "due": self.soon(),
                "rectify": content["unit"]["name"],
                "accept": self.chance.choice(list(ACCEPTORS)[:3]),
            }
            entries.append((content, shown))
        self.year.enter(self.clone, "import", CLERK, entries)

    def _content(self, area: str, team: str | None, finder: str) -> dict[str, Any]:
        chance = self.chance
        subject = chance.choice(SUBJECTS)
        regulator = team is not None and chance.random() < 0.1
        found: dict[str, Any] = {"on": self.day(), "by": [finder], "source": "own"}
        unit: dict[str, str] = {"name": f"虚构第{chance.randint(1, 400)}厂"}
        if regulator:
            unit = {"name": "应急管理厅", "body": "emergency-management"}
        if team is not None:
            found |= {"team": team, "mode": chance.choice(("covert", "overt"))}
            found["site_record"] = chance.choice(("signed", "refused", "not_presented"))
        else:
            found["source"] = "ledger"
        return {
            "title": f"{unit['name']}{subject}",
            "description": f"现场发现{subject}，共{chance.randint(1, 9)}处。\n责任未落实。",
            "place": chance.choice(COUNTIES[area]),
            "unit": unit,
            "duty": "regulator" if regulator else "enterprise",
            "severity": "major" if chance.random() < 0.25 else "general",
            "nature": "not_inspected" if regulator else "equipment",
            **({} if regulator else chance.choice(SECTORS)),
            "found": found,
        }

    # -- the team ----------------------------------------------------------------------------

    def confirm(self, share: float = 0.9) -> None:
        fresh = self.some(0.05, S.REGISTERED)
        self.by(lambda i: i.events[0].by, "amend", fresh, self._retitled)
        self.by(
            self.head, "void", self.some(0.02, S.REGISTERED, where=self.free), {"reason": "误录"}
        )
        self.by(self.leader, "confirm", self.some(share, S.REGISTERED), ATTEST)

    def notify(self) -> None:
        waiting = self.some(0.9, S.CONFIRMED) + [i for i in self.mine(S.RECTIFYING) if stale(i)]

        def hand(issue: Issue) -> str:
            return self.head(issue) if lead else OFFICER

        lead = self.chance.random() < 0.5
        self.by(hand, "notify", waiting, self._notice)

    def _notice(self, issue: Issue) -> dict[str, Any]:
        regulator = issue.unit.body is not None
        accept = "region-government" if regulator else self.chance.choice(list(ACCEPTORS)[:3])
        rectify = issue.unit.body or issue.unit.name
        return {
            "notice": f"督〔2026〕{self.chance.randint(1, 999)}号",
            "sent_to": [issue.unit.body or issue.unit.name, *self.localities(issue)],
            "demand": "限期整改",
            **({"due": str(issue.due)} if issue.due else self._counted()),
            "rectify": rectify,
            "accept": accept,
            "why": "行业主管",
        }

    def _counted(self) -> dict[str, Any]:
        """Return a due date some working days on."""
        span = Span(days=self.chance.randint(5, 30), working=True)
        due, within = self.clone.ledger.context.calendar.count(span, self.year.now.date())
        return {"due": str(due), "within": within and dump(within)}

    def localities(self, issue: Issue) -> list[str]:
        """The cities and counties a problem lies in."""
        context = self.clone.ledger.context
        return list(context.localities(issue.place, self.year.now.date()))

    def acknowledge(self) -> None:
        """The unit says on paper that it has received the notice; some places never do."""
        told = [i for i in self.mine(S.RECTIFYING) if waiting_receipts(i)]
        some = [i for i in told if self.chance.random() < 0.3]
        receipt = {"document": "送达回证", "signed_by": "收件的人"}
        shown = {"received_on": self.day(), "paper": receipt}
        self.each(
            "acknowledge", CLERK, some, lambda i: {**shown, "addressee": waiting_receipts(i)[0]}
        )

    def _retitled(self, issue: Issue) -> dict[str, Any]:
        new = f"{issue.title}（{self.chance.randint(2, 99999)}）"
        return {"field": "title", "old": issue.title, "new": new, "why": "写全"}

    # -- the bodies --------------------------------------------------------------------------

    def rectify(self) -> None:
        """Plans, extensions, objections and claims, on paper but for the body with an officer."""
        going = self.mine(S.RECTIFYING)
        bare = [i for i in going if i.severity is Severity.MAJOR and not i.last(RectificationPlan)]
        self._rectifying("rectification-plan", bare, PLAN)
        today = self.year.now.date()
        self._accepting(
            "extend",
            self.some(0.08, S.RECTIFYING, where=lambda i: bool(i.due and i.due >= today)),
            self._longer,
        )
        self._rectifying("object", self.some(0.07, S.RECTIFYING), {"grounds": "检查记录在另册"})
        self._rectifying(
            "submit",
            self.some(0.6, S.RECTIFYING, where=lambda i: not stale(i)),
            {"done": "已整改", "evidence": self._photo()},
        )

    def _longer(self, issue: Issue) -> dict[str, Any]:
        assert issue.due
        due = str(issue.due + timedelta(days=20))
        granted = sum(event.do == "extend" for event in issue.events)
        approved = {"approved_by": "批准的人"} if granted > 1 else {}
        return {**EXTENSION, **approved, "asked_on": self.day(), "due": due}

    def accept(self) -> None:
        """The bodies in charge accept some claims and return others."""
        demand = {"reason": "只改一处", "demand": "全部整改", "due": self.soon()}
        self._accepting("return", self.some(0.25, S.SUBMITTED), demand)
        self._accepting(
            "accept",
            self.some(0.8, S.SUBMITTED),
            {**SEEN, "evidence": self._photo(), "checked_on": self.day()},
        )

    def _photo(self) -> list[dict[str, str]]:
        return [{"name": "照片", "on": self.day()}]

    def _rectifying(self, do: str, issues: list[Issue], facts: Any) -> None:
        self._for_body(do, issues, facts, lambda i: ACCEPTORS.get(str(i.responsible.rectify)))

    def _accepting(self, do: str, issues: list[Issue], facts: Any) -> None:
        self._for_body(do, issues, facts, lambda i: ACCEPTORS.get(str(i.responsible.accept)))

    def _for_body(
        self, do: str, issues: list[Issue], facts: Any, officer: Callable[[Issue], str | None]
    ) -> None:
        """Let a body's officer act, or a clerk with the body's paper."""
        paper = {
            "document": f"复函〔2026〕{self.chance.randint(1, 99)}号",
            "signed_by": f"{do}的人",
        }
        written = [i for i in issues if officer(i) is None or self.chance.random() < 0.2]
        by_hand = [i for i in issues if i not in written]
        self.by(lambda i: str(officer(i)), do, by_hand, facts)

        def on_paper(issue: Issue) -> dict[str, Any]:
            return {**(facts(issue) if callable(facts) else facts), "paper": paper}

        self.each(do, CLERK, written, on_paper)

    # -- the head and the office -------------------------------------------------------------

    def rule(self) -> None:
        """The head decides disputes."""
        withdrawn = self.some(0.3, S.DISPUTED, where=self.free)
        self.by(self.head, "rule", withdrawn, {"outcome": "withdrawn", "ruling": "检查有误"})
        stands = {"outcome": "stands", "ruling": "另册不足为凭", "due": self.soon()}
        self.by(self.head, "rule", self.some(0.8, S.DISPUTED), stands)

    def look_back_and_close(self) -> None:
        """Look-backs by the holder's team or the office, some failed; then what may is closed."""

        def looker(issue: Issue) -> str:
            holder = self.year.holder[area_of(issue.place)]
            return LOOKER if holder == OVERALL or office else self.year.teams[holder].seated[0]

        office = self.chance.random() < 0.5
        passed = self.some(0.6, S.ACCEPTED, where=lambda i: i.severity is Severity.MAJOR)
        passed += self.some(0.1, S.ACCEPTED, where=lambda i: i not in passed)
        self.by(looker, "look-back", passed, {**YES, "evidence": self._photo()})
        failed = self.some(0.05, S.ACCEPTED) + self.some(0.02, S.CLOSED)
        self.by(looker, "look-back", failed, {**NO, "due": self.soon(), "evidence": self._photo()})
        self.each(
            "close", OFFICER, self.some(0.8, S.ACCEPTED, where=ready), {"reason": "rectified"}
        )
        again = {"why": "复发", "demand": "再查", "due": self.soon()}
        reopened = self.some(0.02, S.CLOSED)
        self.by(lambda i: self.chance.choice((OFFICER, self.head(i))), "reopen", reopened, again)

    def amend(self) -> None:
        """The head corrects fields: title, severity, the unit (then notified again), the place."""
        self.by(self.head, "amend", self.some(0.02, *OPEN_STATES), self._retitled)
        worse = self.some(0.02, S.CONFIRMED, S.RECTIFYING, where=lambda i: i.severity == "general")
        self.by(self.head, "amend", worse, WORSE)

        def other_unit(issue: Issue) -> dict[str, Any]:
            old, new = (
                {"name": issue.unit.name},
                {"name": f"虚构第{self.chance.randint(401, 800)}厂"},
            )
            return {"field": "unit", "old": old, "new": new, "why": "厂名写错"}

        units = self.some(0.02, S.CONFIRMED, S.RECTIFYING, where=lambda i: i.unit.body is None)
        self.by(self.head, "amend", units, other_unit)
        self.move(0.03)

    def move(self, share: float) -> None:
        """The head corrects the place, within what one holder has: no list changes hands so."""
        for issue in self.some(share, *OPEN_STATES):
            holder = self.year.holder[area_of(issue.place)]
            areas = [a for a in sorted(self.clone.areas) if self.year.holder[a] == holder]
            if holder == issue.found.team:  # a team moves its own findings within its own places
                areas = [self.year.teams[holder].area]
            places = [p for area in areas for p in COUNTIES[area] if p != issue.place]
            custody, at = self.clone.ledger.context.custody, self.year.now
            if places:
                new = self.chance.choice(places)
                if custody.offers_touching(issue.place, at) or custody.offers_touching(new, at):
                    continue  # the list of an offered place stays as it is
                shown = {"field": "place", "old": issue.place, "new": new, "why": "地点写错"}
                self.each("amend", self.head(issue), [issue], shown)

    def duplicates(self) -> None:
        """The head voids what was found twice, wherever it stands."""
        for issue in self.some(0.015, *OPEN_STATES, where=self.free):
            survivors = [i for i in self.mine(*OPEN_STATES) if i.number != issue.number]
            if survivors and self.free(self.year.issues[issue.number]):
                survivor = self.chance.choice(survivors).number
                shown = {"reason": "重复", "duplicate_of": survivor}
                self.each("void", self.head(issue), [issue], shown)

    def free(self, issue: Issue) -> bool:
        """Whether no other issue is void as a duplicate of this one."""
        voids = (
            other.last(Void) for other in self.year.issues.values() if other.status == "voided"
        )
        return not issue.supervised and all(
            void.duplicate_of != issue.number for void in voids if isinstance(void, Void)
        )

    def press(self) -> None:
        """The office lists, lifts and reminds; somebody notes, somebody attaches a photograph."""
        listed = self.some(0.03, *OPEN_STATES, where=lambda i: not i.supervised)
        self.each("supervise", OFFICER, listed, {**LISTING, "until": self.soon()})
        found = self.some(0.05, S.RECTIFYING, S.DISPUTED)
        again = {"on": self.day(), "finding": "仍未整改", "evidence": self._photo()}
        self.by(lambda i: LOOKER, "seen-again", found, again)
        told = self.some(0.3, *OPEN_STATES, where=lambda i: i.supervised and has_rectifier(i))
        self._rectifying("progress", told, {"text": "备件已到货"})
        lifted = self.some(0.2, *OPEN_STATES, where=lambda i: i.supervised)
        self.each("lift", OFFICER, lifted, {**LIFTING, "accepted_on": self.day()})
        self.each("remind", LOOKER, self.some(0.03, S.RECTIFYING), {"text": "请抓紧"})
        self.each("note", CLERK, self.some(0.03, *OPEN_STATES), {"text": "备件已到"})
        data = f"照片 {self.chance.random()}".encode()
        digest = hashlib.sha256(data).hexdigest()
        numbers = [issue.number for issue in self.some(0.02, *OPEN_STATES)]
        self.year.step(
            self.clone,
            numbers,
            "attach",
            CLERK,
            {
                "files": [{"sha256": digest, "name": "照片.txt"}],
                "class": "scene",
                "caption": "现场",
            },
            {layout.evidence_path(digest, ".txt"): data},
        )

    def work(self) -> None:
        """Some days of everything, in whatever order it may come."""
        deeds = [
            self.confirm,
            self.notify,
            self.acknowledge,
            self.rectify,
            self.rule,
            self.accept,
            self.look_back_and_close,
            self.amend,
            self.duplicates,
            self.press,
        ]
        for deed in deeds:
            deed()
            if self.chance.random() < 0.3:
                self.year.now += timedelta(hours=self.chance.randint(1, 8))


OPEN_STATES = (S.REGISTERED, S.CONFIRMED, S.RECTIFYING, S.DISPUTED, S.SUBMITTED, S.ACCEPTED)
ATTEST = {"attest": "true and accurate"}
PLAN = {
    "duty": "总工程师",
    "measures": "停用检修",
    "funds": "自筹",
    "time_limit": "月底",
    "contingency": "撤人",
}
EXTENSION = {"reason": "备件未到", "interim": "停用"}
YES = {"rectified": True, "measures": True, "solved": True, "finding": "到场查看属实"}
LISTING = {"approval": "领导批示", "level": "region", "body": "region-party-committee"}
LIFTING = {"reason": "已整改", "accepted_by": "监督的人", "acceptance": "摘牌验收意见"}
NO = {**YES, "rectified": False, "finding": "到场查看未整改", "demand": "重做"}
WORSE = {"field": "severity", "old": "general", "new": "major", "why": "判重"}


def stale(issue: Issue) -> bool:
    """Whether the unit was amended after the last notice."""
    steps = [e for e in issue.events if isinstance(e, Notify | Amend) and names_unit(e)]
    return bool(steps) and isinstance(steps[-1], Amend)


def names_unit(event: Notify | Amend) -> bool:
    return isinstance(event, Notify) or event.field == "unit"


def has_rectifier(issue: Issue) -> bool:
    """Whether a notice named who rectifies."""
    return issue.responsible.rectify is not None


def ready(issue: Issue) -> bool:
    """Whether an accepted issue may be closed: a major one was looked back at since."""
    if issue.supervised:
        return False
    if issue.severity is not Severity.MAJOR:
        return True
    return any(isinstance(event, LookBack) and event.passed for event in issue.since(Accept))


def split(chance: random.Random, total: int, slots: int) -> list[int]:
    """Split a number by chance."""
    counts = [0] * slots
    for _ in range(total):
        counts[chance.randrange(slots)] += 1
    return counts
