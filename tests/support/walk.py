"""A walker through the law: it knows by hand, from the design, what is lawful next.

It keeps its own account of an issue (status, due, what was planned, who looked back …) and never
asks the code what is allowed. Hypothesis chooses among the moves it offers.
"""

from copy import copy
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sfcheck.domain.base.records import dump
from sfcheck.domain.issues.events import Event
from sfcheck.domain.issues.law import apply
from sfcheck.domain.issues.record import draft
from tests.domain.issues.test_table import ON_PAPER, STATES
from tests.support.world import (
    ACCEPTS,
    KINDS,
    NO,
    RECTIFIES,
    SHOWN,
    at,
    event,
    finding,
    old_finding,
    world,
)

OPEN = STATES[1:7]
OFFERED, RECEIVED = at("2026-06-01"), at("2026-06-02")  # custody `next`: at nine, to the next team
PAUSES = [timedelta(0), timedelta(minutes=90), timedelta(days=1), timedelta(days=9)]


class Move(NamedTuple):
    """One step open now: who takes it, where it leads, what it shows besides the usual."""

    do: str
    who: str
    to: str
    facts: dict[str, Any]


class Walker:
    """An issue under way, and what is known about it apart from the code."""

    def __init__(self, custody: str, imported: bool) -> None:
        self.custody, self.imported, self.context = custody, imported, world(custody)
        unit = finding()["unit"]
        fields = old_finding(place="640181", unit=unit) if imported else finding()
        self.opening = self.issue = draft(fields)
        self.now: datetime = at("2026-05-20")
        self.status, self.registrar = "draft", ""
        self.due: date | None = None
        self.duty = not imported
        self.accepting = self.major = self.planned = self.untold = self.listed = False
        self.receipts: list[str] = []
        self.extensions = self.extended = 0  # how many, and by how many days together
        self.looked: dict[str, bool] = {}  # who looked back since the acceptance, and passed it

    def fork(self) -> "Walker":
        """Return another clone at the same point."""
        other = copy(self)
        other.looked, other.receipts = dict(self.looked), list(self.receipts)
        return other

    @property
    def handed_over(self) -> bool:
        """Whether the next round's team has received the place."""
        return self.custody == "next" and self.now >= RECEIVED

    @property
    def offered(self) -> bool:
        """Whether the place waits to be received: its list stays as it is."""
        return self.custody == "next" and OFFERED <= self.now < RECEIVED

    @property
    def head(self) -> str:
        """The letter of the head of the place."""
        return "n" if self.custody == "office" else "H" if self.handed_over else "l"

    @property
    def holders(self) -> str:
        """The letters of the team that holds the place."""
        return "" if self.custody == "office" else "hH" if self.handed_over else "il"

    def lawful(self, days: int, pick: int) -> list[Move]:
        """Return every move open now; `days` and `pick` vary what it shows."""
        status, head, moves = self.status, self.head, []
        soon = (self.now.date() + timedelta(days=days)).isoformat()

        def may(do: str, who: str, to: str = status, **facts: Any) -> None:
            moves.extend(Move(do, one, to, facts) for one in dict.fromkeys(who))

        if status == "draft":
            if self.imported:
                to = ["rectifying", "submitted"][pick % 2]
                accept = ACCEPTS if pick % 3 else None
                may("import", "c", to, status=to, rectify=RECTIFIES, accept=accept, due=soon)
            else:
                may("register", "il", "registered")
            return moves
        if status == "registered":
            may("confirm", "l", "confirmed")
        if status in ("confirmed", "rectifying"):
            unit = self.issue.unit
            city = f"{self.issue.place[:4]}00"
            sent_to = [unit.body or unit.name, *dict.fromkeys((self.issue.place, city))]
            may("notify", head + "vn", "rectifying", due=self.repeated(soon), sent_to=sent_to)
        if self.receipts and status in ("rectifying", "disputed", "submitted", "accepted"):
            day, addressee = self.now.date().isoformat(), self.receipts[0]
            who = "rp" if addressee == RECTIFIES else ""
            may("acknowledge", who, addressee=addressee, received_on=day)
        if status == "rectifying":
            may("rectification-plan", "rp")
            may("object", "rp", "disputed")
            if self.accepting and (self.due is None or self.now.date() <= self.due):
                later = (self.due or self.now.date()) + timedelta(days=days + 1)
                asked = self.now.date().isoformat()
                more = (later - self.due).days if self.due else 0
                beyond = self.extensions >= 2 or self.extended + more > 60
                approved = {"approved_by": "夏侯批准"} if beyond else {}
                may("extend", "aq", asked_on=asked, due=later.isoformat(), **approved)
            if not self.untold and (self.planned or not self.major):
                may("submit", "rp", "submitted", evidence=self.evidence())
        if status == "disputed":
            stands = pick % 2 == 0
            outcome = ("stands", soon) if stands else ("withdrawn", None)
            to = "rectifying" if stands else "voided"
            if stands or not self.listed:
                may("rule", head, to, outcome=outcome[0], due=outcome[1])
        if status == "submitted" and self.accepting:
            may("return", "aq", "rectifying", due=soon)
            if self.duty and not self.untold:
                may("accept", "aq", "accepted", evidence=self.evidence())
        if status in ("submitted", "accepted", "closed"):
            seen = {"evidence": self.evidence()}
            if pick % 2:
                no = {**NO, "due": soon}
                may("look-back", self.holders + "vn", "rectifying", **no, **seen)
            else:
                may("look-back", self.holders + "vn", **seen)
        looked = not self.major or any(self.looked.values())
        if status == "accepted" and looked and not self.listed:
            may("close", "".join(who for who in "vn" if who not in self.looked), "closed")
        if status == "closed":
            may("reopen", head + "vn", "rectifying", due=soon)
        if status in ("registered", "confirmed", "disputed") and not self.listed:
            may("void", head, "voided")
        if status in OPEN:
            registrar = self.registrar if status == "registered" else ""
            may("amend", head + registrar, **self.amendment(pick))
            day = self.now.date().isoformat()
            if status not in ("registered", "confirmed"):
                may("seen-again", self.holders + "vn", on=day, evidence=self.evidence())
            if self.listed:
                may("lift", "vn", accepted_on=day)
                may("progress", "rp" if status not in ("registered", "confirmed") else "")
            else:
                may("supervise", "vn", until=soon)
            may("remind", self.holders + "vn")
            involved = self.holders + ("" if self.imported else "il") + "cvn"
            if status not in ("registered", "confirmed"):
                involved += "ra" if self.accepting else "r"
            may("note", involved, text=f"记{pick}")
            may("attach", involved)
        return moves

    def unlawful(self) -> list[tuple[str, str]]:
        """Return who may not do what now, with whatever facts that would be right otherwise."""
        allowed = {(m.do, m.who) for pick in (0, 1) for m in self.lawful(3, pick)}
        if self.status == "rectifying" and self.accepting:
            # What was asked for in time is lawful to record later, though it is late to ask now.
            allowed |= {("extend", who) for who in "aq"}
        return [
            (do, who)
            for do in SHOWN
            for who in KINDS
            if (do, who) not in allowed and (who not in "pq" or do in ON_PAPER)
        ]

    def repeated(self, soon: str) -> str:
        """Return the due date of a further notice: no later one, and none where it has passed."""
        if self.due is None:
            return soon
        return self.due.isoformat() if self.due < self.now.date() else min(soon, str(self.due))

    def evidence(self) -> list[dict[str, str]]:
        """Return evidence of today."""
        return [{"name": "照片", "on": self.now.date().isoformat()}]

    def amendment(self, pick: int) -> dict[str, Any]:
        """Return a lawful amendment of some field."""
        stands = dump(self.issue)
        n = self.issue.next_n
        news: dict[str, Any] = {
            "title": f"标题{n}",
            "description": f"描述{n}\n第二行",
            "severity": "general" if self.major else "major",
            "criterion": {"standard": f"标准{n}", "clause": "第八条"},
            "unit": {"name": f"单位{n}（虚构）"},
        }
        if not self.offered:
            news["place"] = "640121" if stands["place"] == "640181" else "640181"
        if not self.duty:
            news["duty"] = "regulator"
        if not self.accepting and self.issue.responsible.rectify:
            news["accept"] = ACCEPTS
        field = list(news)[pick % len(news)]
        return {"field": field, "old": stands.get(field), "new": news[field], "why": f"因{pick}"}

    def take(self, move: Move) -> Event:
        """Take a lawful move: the law must agree, and account and record must be the same."""
        given = event(move.do, move.who, self.issue.next_n, self.now, **move.facts)
        self.issue = apply(self.issue, given, self.context)
        self._account(move)
        return given

    def _account(self, move: Move) -> None:
        do, facts, self.status = move.do, move.facts, move.to
        if do == "register":
            self.registrar = move.who
        if do == "notify" or (do == "import" and facts["accept"]):
            self.accepting = True
        if do == "notify":
            self.untold = False
            self.receipts = list(facts["sent_to"])
        if do == "acknowledge":
            self.receipts.remove(facts["addressee"])
        if do == "rectification-plan":
            self.planned = True
        if do == "extend":
            self.extensions += 1
            due = date.fromisoformat(facts["due"])
            self.extended += (due - (self.due or due)).days
        if do == "accept":
            self.looked = {}
        if do == "look-back":
            self.looked[move.who] = "due" not in facts
        if do in ("supervise", "lift"):
            self.listed = do == "supervise"
        if do == "amend":
            self.major = facts["new"] == "major" if facts["field"] == "severity" else self.major
            self.untold |= facts["field"] == "unit"
            self.duty |= facts["field"] == "duty"
            self.accepting |= facts["field"] == "accept"
        if facts.get("due"):
            self.due = date.fromisoformat(facts["due"])
