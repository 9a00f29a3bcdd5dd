"""What is behind every figure, told by hand from the YAML texts: no SQL, and nothing of sfcheck.

A pile holds the files of a ledger as another parser reads them. Each figure is a function of the
pile and of what is asked, which returns the rows behind it as plain dictionaries.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

Plain = dict[str, Any]

AFTER_NOTICE = ("rectifying", "disputed", "submitted", "accepted", "closed")
OPEN = ("registered", "confirmed", "rectifying", "disputed", "submitted", "accepted")


def parsed(text: str) -> Any:
    """Read YAML with everything as text."""
    return yaml.load(text, Loader=yaml.BaseLoader)


@dataclass(frozen=True)
class Pile:
    """The files of a ledger."""

    issues: list[Plain]
    handovers: list[Plain]
    rounds: list[Plain]
    places: list[Plain]
    bodies: list[Plain]
    people: list[Plain]
    asks_for_look_back: tuple[str, ...] = ("major",)

    def parent(self, place: str) -> str:
        return next((p.get("parent", "") for p in self.places if p["code"] == place), "")

    def lies_in(self, place: str, area: str) -> bool:
        return place == area or (bool(place) and self.lies_in(self.parent(place), area))

    def own(self, area: str) -> set[str]:
        """Every name of the bodies of a place, and of those below them."""
        ids = {b["id"] for b in self.bodies if "place" in b and self.lies_in(b["place"], area)}
        for _ in self.bodies:
            ids |= {b["id"] for b in self.bodies if b.get("superior") in ids}
        known = [b for b in self.bodies if b["id"] in ids]
        return ids | {
            name for b in known for name in (b["name"], b.get("short", ""), *b.get("aliases", ()))
        }


def pile_of(ledger: Path) -> Pile:
    """Read the files of a ledger on disk."""

    def folder(name: str) -> list[Plain]:
        return [parsed(path.read_text("utf-8")) for path in (ledger / name).rglob("*.yaml")]

    return Pile(
        folder("issues"),
        folder("handovers"),
        folder("rounds"),
        parsed((ledger / "places.yaml").read_text("utf-8"))["places"],
        parsed((ledger / "bodies.yaml").read_text("utf-8"))["bodies"],
        folder("people"),
    )


@dataclass(frozen=True)
class Asked:
    """Of what a report is."""

    pile: Pile
    today: date
    has: Callable[[Plain], bool] = lambda issue: True
    acts: Callable[[str], bool] = lambda side: False
    reach: Callable[[Plain], bool] = lambda issue: True
    own: frozenset[str] = frozenset()
    since: date = date.min
    until: date = date.max
    idle: frozenset[tuple[str, int]] = field(default_factory=frozenset)
    """Number and position of events without effect."""

    def rows(self, figure: str) -> list[Plain]:
        """The rows behind a figure."""
        return list(BY_HAND[figure](self))

    def during(self, day: str) -> bool:
        return self.since <= date.fromisoformat(day) <= self.until


def row(issue: Plain, **more: Any) -> Plain:
    """What an issue can be broken down by."""
    team = issue["found"].get("team")
    responsible = issue.get("responsible", {})
    return {
        "number": issue["number"],
        "status": issue["status"],
        "duty": issue.get("duty"),
        "severity": issue["severity"],
        "mode": issue["found"].get("mode"),
        "place": issue["place"],
        "round": team and team.split("/")[0],
        "team": team,
        "nature": issue.get("nature"),
        "source": issue["found"]["source"],
        "unit": issue["unit"]["name"],
        "rectify": responsible.get("rectify"),
        "accept": responsible.get("accept"),
        "issue": issue,
        **more,
    }


def found(asked: Asked) -> Iterator[Plain]:
    yield from (row(issue) for issue in asked.pile.issues if asked.has(issue))


def of(base: str, holds: Callable[[Plain], bool]) -> Callable[[Asked], list[Plain]]:
    """Those rows of another figure of which something holds."""
    return lambda asked: [each for each in asked.rows(base) if holds(each)]


def standing(*states: str) -> Callable[[Plain], bool]:
    return lambda each: each["status"] in states


def effective(asked: Asked, issue: Plain) -> list[tuple[int, Plain]]:
    return [
        (at, event)
        for at, event in enumerate(issue["events"], 1)
        if (issue["number"], at) not in asked.idle
    ]


def had(asked: Asked, each: Plain, do: str) -> bool:
    return any(event["do"] == do for _at, event in effective(asked, each["issue"]))


def steps(asked: Asked, issue: Plain) -> Iterator[Plain]:
    for at, event in effective(asked, issue):
        yield row(
            issue,
            position=at,
            action=event["do"],
            person=event["by"],
            day=event["at"][:10],
            side=event["for"],
            event=event,
        )


def taken(asked: Asked) -> list[Plain]:
    return [step for each in asked.rows("valid") for step in steps(asked, each["issue"])]


def action(base: str, *names: str) -> Callable[[Asked], list[Plain]]:
    return of(base, lambda each: each["action"] in names)


def no(each: Plain) -> bool:
    return "false" in [each["event"][name] for name in ("rectified", "measures", "solved")]


def overdue(asked: Asked) -> list[Plain]:
    rows = asked.rows("found")
    return [
        {**each, "late": late}
        for each in rows
        if each["status"] in ("rectifying", "disputed") and "due" in each["issue"]
        if (late := (asked.today - date.fromisoformat(each["issue"]["due"])).days) > 0
    ]


def falling_due(asked: Asked) -> Iterator[tuple[Plain, date]]:
    """What is being rectified and not late, with its due date."""
    late = {each["number"] for each in asked.rows("overdue")}
    for each in asked.rows("found"):
        running = each["status"] in ("rectifying", "disputed") and each["number"] not in late
        if running and "due" in each["issue"]:
            yield each, date.fromisoformat(each["issue"]["due"])


def due_soon(asked: Asked) -> list[Plain]:
    last = asked.today + timedelta(days=7)
    return [each for each, due in falling_due(asked) if due <= last]


def due_in_round(asked: Asked) -> list[Plain]:
    return [e for e, due in falling_due(asked) if due.isoformat() <= ends(asked, e["place"])]


def ends(asked: Asked, place: str) -> str:
    """The last day of the round of who was handed a place last, or what it lies in."""
    while place:
        received = [
            (event["at"], given["to"])
            for given in asked.pile.handovers
            for event in given["events"]
            if given["place"] == place and event["do"] == "receive"
            if event["at"][:10] <= asked.today.isoformat()
        ]
        if received:
            holder = max(received)[1].split("/")[0]
            rounds = [each for each in asked.pile.rounds if each["id"] == holder]
            return next((str(each.get("end", "")) for each in rounds), "")
        place = asked.pile.parent(place)
    return ""


def is_open(asked: Asked) -> list[Plain]:
    return [
        {**each, "age": (asked.today - date.fromisoformat(each["issue"]["found"]["on"])).days}
        for each in asked.rows("found")
        if each["status"] in OPEN
    ]


def between(name: str, low: int, high: int) -> Callable[[Plain], bool]:
    return lambda each: bool(low <= each[name] <= high)


def looked_back(asked: Asked) -> list[Plain]:
    return [
        step
        for issue in asked.pile.issues
        if asked.reach(issue)
        for step in steps(asked, issue)
        if step["action"] == "look-back" and asked.acts(step["side"])
    ]


def handed(side: str | None) -> Callable[[Asked], list[Plain]]:
    def rows(asked: Asked) -> list[Plain]:
        known = {issue["number"]: issue for issue in asked.pile.issues}
        return [
            row(known[line["number"]], handover=(given["place"], given["number"]))
            for given in asked.pile.handovers
            if given["events"] and given["events"][-1]["do"] == "receive"
            if side is None or asked.acts(given[side])
            for line in given.get("issues", ())
            if line["number"] in known and asked.reach(known[line["number"]])
        ]

    return rows


def waiting(asked: Asked) -> list[Plain]:
    rows = []
    for each in asked.rows("found"):
        step = awaited(asked, each)
        if step:
            rows.append({**each, "step": step})
    return rows


def awaited(asked: Asked, each: Plain) -> str | None:
    issue = each["issue"]
    if issue.get("pending"):
        return "rule"
    done = [event for _at, event in effective(asked, issue)]
    notices = [at for at, e in enumerate(done) if e["do"] == "notify"]
    moved = [at for at, e in enumerate(done) if e["do"] == "amend" and e["field"] == "unit"]
    untold = bool(moved) and (not notices or moved[-1] > notices[-1])
    if each["status"] == "rectifying":
        if untold:
            return "notify"
        plans = [e for e in done if e["do"] == "rectification-plan"]
        return "rectification-plan" if each["severity"] == "major" and not plans else "submit"
    if each["status"] == "submitted":
        if each["duty"] is None or not issue.get("responsible", {}).get("accept"):
            return "amend"
        return "return" if untold else "accept"
    if each["status"] == "accepted":
        last = max((at for at, e in enumerate(done) if e["do"] == "accept"), default=None)
        after = [] if last is None else [e for e in done[last:] if e["do"] == "look-back"]
        passed = last is None or any(not no({"event": e}) for e in after)
        asks = each["severity"] in asked.pile.asks_for_look_back
        return "look-back" if asks and not passed else "close"
    return {"registered": "confirm", "confirmed": "notify", "disputed": "rule"}.get(each["status"])


def found_again(asked: Asked) -> list[Plain]:
    closed = {}
    for issue in asked.pile.issues:
        days = [s["day"] for s in steps(asked, issue) if s["action"] == "close"]
        if days and issue["status"] != "voided":
            closed[issue["number"]] = (min(days), issue)

    def again(issue: Plain) -> bool:
        for number, (day, former) in closed.items():
            name = former["unit"]["name"] == issue["unit"]["name"]
            code = former["unit"].get("uscc", "–") == issue["unit"].get("uscc")
            point = "nature" in issue and former.get("nature") == issue["nature"]
            other = number != issue["number"] and day <= issue["found"]["on"]
            if other and point and (name or code):
                return True
        return False

    return [each for each in asked.rows("valid") if again(each["issue"])]


def numbers(asked: Asked, *figures: str) -> set[str]:
    return {each["number"] for figure in figures for each in asked.rows(figure)}


def recurring_again(asked: Asked) -> list[Plain]:
    back = {i["number"] for i in asked.pile.issues if i.get("related", {}).get("recurs")}
    return [e for e in asked.rows("recurring") if e["issue"]["related"]["recurs"] in back]


def owned(who: str) -> Callable[[Asked], list[Plain]]:
    return lambda asked: [e for e in asked.rows("valid") if e[who] in asked.own]


def served(asked: Asked) -> list[Plain]:
    rows = set()
    for rotation in asked.pile.rounds:
        ends = [rotation[name] for name in ("end", "closed") if name in rotation]
        for team in rotation["teams"]:
            for role in ("leader", "experts", "members"):
                for seat in team.get(role, ()):
                    last = min([*ends, seat.get("until", "9999"), asked.today.isoformat()])
                    day = date.fromisoformat(max(seat["since"], rotation["start"]))
                    while day.isoformat() <= last:
                        if asked.since <= day <= asked.until:
                            rows.add((seat["person"], rotation["id"], team["id"], day))
                        day += timedelta(days=1)
    return [{"person": p, "round": r, "team": f"{r}/{t}", "day": d} for p, r, t, d in rows]


def rounds_served(asked: Asked) -> list[Plain]:
    pairs = {(each["person"], each["round"]) for each in asked.rows("served")}
    return [{"person": person, "round": rotation} for person, rotation in pairs]


def found_by(asked: Asked) -> list[Plain]:
    roster = {person["id"] for person in asked.pile.people}
    return [
        {**each, "person": person}
        for each in asked.rows("found_in")
        if each["team"]
        for person in set(each["issue"]["found"]["by"])
        if person in roster
    ]


def done_by(asked: Asked) -> list[Plain]:
    roster = {person["id"] for person in asked.pile.people}
    every = [step for each in asked.rows("found") for step in steps(asked, each["issue"])]
    return [step for step in every if step["person"] in roster and asked.during(step["day"])]


def handovers_by(asked: Asked) -> list[Plain]:
    rows = []
    for given in asked.pile.handovers:
        done = {event["do"]: event for event in given["events"]}
        state = given["events"][-1]["do"] if given["events"] else None
        counted = {"receive": ("offer", "receive"), "offer": ("offer",)}.get(state or "", ())
        for step in counted:
            event = done[step]
            if asked.during(event["at"][:10]):
                handover = (given["place"], given["number"])
                rows.append({"person": event["by"], "action": step, "handover": handover})
    return rows


BY_HAND: dict[str, Callable[[Asked], Any]] = {
    "found": found,
    "voided": of("found", standing("voided")),
    "valid": of("found", lambda each: each["status"] != "voided"),
    "major": of("valid", lambda each: each["severity"] == "major"),
    "general": of("valid", lambda each: each["severity"] == "general"),
    "found_major": of("found", lambda each: each["severity"] == "major"),
    "confirmed": lambda asked: [e for e in asked.rows("valid") if had(asked, e, "confirm")],
    "notified": lambda asked: [e for e in asked.rows("valid") if had(asked, e, "notify")],
    "given": of("found", standing(*AFTER_NOTICE)),
    "submitted": of("found", standing("submitted", "accepted", "closed")),
    "accepted": of("found", standing("accepted", "closed")),
    "closed": of("found", standing("closed")),
    "open": is_open,
    "overdue": overdue,
    "due_soon": due_soon,
    "due_in_round": due_in_round,
    "overdue_major": of("overdue", lambda each: each["severity"] == "major"),
    "overdue_to_7": of("overdue", between("late", 1, 7)),
    "overdue_to_30": of("overdue", between("late", 8, 30)),
    "overdue_to_90": of("overdue", between("late", 31, 90)),
    "overdue_beyond_90": of("overdue", between("late", 91, 10**6)),
    "open_to_30": of("open", between("age", -(10**6), 30)),
    "open_to_90": of("open", between("age", 31, 90)),
    "open_to_180": of("open", between("age", 91, 180)),
    "open_beyond_180": of("open", between("age", 181, 10**6)),
    "covert": of("valid", lambda each: each["mode"] == "covert"),
    "overt": of("valid", lambda each: each["mode"] == "overt"),
    "supervised_now": lambda asked: [
        each
        for each in asked.rows("open")
        if [
            event["do"]
            for _at, event in effective(asked, each["issue"])
            if event["do"] in ("supervise", "lift")
        ][-1:]
        == ["supervise"]
    ],
    "disputed": of("found", lambda e: e["status"] == "disputed" or bool(e["issue"].get("pending"))),
    "waiting": waiting,
    "to_decide": of(
        "waiting",
        lambda each: each["step"] in ("confirm", "notify", "rule", "amend", "look-back"),
    ),
    "taken": taken,
    "look_backs": action("taken", "look-back"),
    "look_backs_passed": of("look_backs", lambda each: not no(each)),
    "look_backs_failed": of("look_backs", no),
    "looked_back": looked_back,
    "looked_back_failed": of("looked_back", no),
    "handed": handed(None),
    "taken_over": handed("to"),
    "handed_on": handed("from"),
    "returns": action("taken", "return"),
    "extensions": action("taken", "extend"),
    "objections": action("taken", "object"),
    "seen_again": action("taken", "seen-again"),
    "reminders": action("taken", "remind"),
    "reopenings": action("taken", "reopen"),
    "recurring": of("valid", lambda each: bool(each["issue"].get("related", {}).get("recurs"))),
    "recurring_again": recurring_again,
    "found_again": found_again,
    "failed": lambda asked: [
        e for e in asked.rows("valid") if e["number"] in numbers(asked, "look_backs_failed")
    ],
    "repeated": lambda asked: [
        e
        for e in asked.rows("valid")
        if e["number"] in numbers(asked, "recurring", "found_again", "failed", "reopenings")
    ],
    "own_rectify": owned("rectify"),
    "own_rectify_open": of("own_rectify", standing(*OPEN)),
    "own_rectify_overdue": lambda asked: [
        e for e in asked.rows("overdue") if e["rectify"] in asked.own
    ],
    "own_accept": owned("accept"),
    "own_accept_waiting": of("own_accept", standing("submitted")),
    "own_accepted": of("own_accept", standing("accepted", "closed")),
    "found_in": lambda asked: [
        e for e in asked.rows("found") if asked.during(e["issue"]["found"]["on"])
    ],
    "done": lambda asked: [e for e in asked.rows("taken") if asked.during(e["day"])],
    "due_in": lambda asked: [
        e for e in asked.rows("open") if "due" in e["issue"] and asked.during(e["issue"]["due"])
    ],
    "served": served,
    "rounds_served": rounds_served,
    "found_by": found_by,
    "found_by_major": of(
        "found_by", lambda each: each["severity"] == "major" and each["status"] != "voided"
    ),
    "found_by_confirmed": of("found_by", lambda e: e["status"] not in ("registered", "voided")),
    "found_by_voided": of("found_by", standing("voided")),
    "done_by": done_by,
    "confirmed_by": action("done_by", "confirm"),
    "look_backs_by": action("done_by", "look-back"),
    "look_backs_by_failed": of("look_backs_by", no),
    "handovers_by": handovers_by,
}
"""Every figure by hand."""
