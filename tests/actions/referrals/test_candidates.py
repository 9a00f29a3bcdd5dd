"""Candidates for a referral equal a count with a pencil, on ledgers that chance has written."""

import json
import random
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import time_machine
import yaml
from stdnum.cn import uscc

from sfcheck.domain.base.numbers import make
from sfcheck.domain.base.records import dump
from sfcheck.domain.base.vocabulary import Status
from sfcheck.domain.issues.record import draft, seal
from sfcheck.ledger.files import canonical, layout
from tests.support.amounts import trial
from tests.support.kept import commit, keep_world
from tests.support.run import run
from tests.support.walk import Walker
from tests.support.world import RECTIFIES, at, finding, firm_finding, world

ISSUES = 70
TODAY = date(2026, 8, 20)
ONE, TWO = (f"9164010000000000{n}X" for n in (1, 2))
UNITS = [
    *({"name": "虚构甲厂", "uscc": code} if code else {"name": "虚构甲厂"} for code in (None, ONE)),
    *({"name": "虚构乙厂", "uscc": code} for code in (ONE, TWO)),
    {"name": "虚构丙厂"},
]
AHEAD = {
    "registered": ("confirm",),
    "confirmed": ("notify",),
    "rectifying": ("submit", "supervise", "extend", "seen-again"),
    "submitted": ("accept",),
    "accepted": ("look-back", "close"),
}


def valid(unit: dict[str, str]) -> dict[str, str]:
    """Return a unit whose credit code has the check digit it must have."""
    code = unit.get("uscc")
    return unit if code is None else {**unit, "uscc": code[:17] + uscc.calc_check_digit(code)}


def walked(chance: random.Random, number: str, before: list[str]) -> Any:
    """Return an issue that lived by chance, by law, from some day of four months on."""
    walker = Walker("own", imported=False)
    walker.context = replace(world("own"), status_of=lambda _number: Status.CLOSED)
    walker.now = at("2026-04-01") + timedelta(days=chance.randint(0, 130))
    found = {**finding()["found"], "on": walker.now.date().isoformat()}
    changes: dict[str, Any] = {"found": found, "number": number}
    if before and chance.random() < 0.15:
        changes["related"] = {"recurs": chance.choice(before)}
    if chance.random() < 0.3:
        fields = finding(**changes)
    else:
        nature = chance.choice(["equipment", "equipment", "violation"])
        clause = {"standard": "GB（虚构）", "clause": chance.choice(["一", "二"])}
        criterion = {"criterion": clause} if chance.random() < 0.5 else {}
        unit = valid(chance.choice(UNITS))
        fields = firm_finding(unit=unit, nature=nature, **criterion, **changes)
    walker.issue = walker.opening = draft(fields)
    for _step in range(chance.randint(3, 26)):
        walker.now += timedelta(days=chance.choice([0, 0, 1, 3, 8]), minutes=1)
        moves = walker.lawful(chance.randint(0, 9), chance.randint(0, 99))
        ahead = [move for move in moves if move.do in AHEAD.get(walker.status, ())]
        if not moves or walker.now.date() > TODAY:
            break
        walker.take(chance.choice(ahead if ahead and chance.random() < 0.85 else moves))
    return seal(walker.issue)


class Row(NamedTuple):
    """A fact as it is compared."""

    about: str
    kind: str
    issue: str
    event: int
    on: str
    earlier: str | None = None


def day(event: dict[str, Any]) -> date:
    return date.fromisoformat(event["at"][:10])


def counted(issues: list[dict[str, Any]], today: date, grace: int) -> set[Row]:
    """Return the facts, read from the texts of the records as a person would."""
    rows = set()
    for issue in issues:
        if issue["status"] in ("registered", "voided"):
            continue
        unit = issue["unit"].get("body", issue["unit"]["name"])
        if issue["duty"] in ("regulator", "territory") and "body" in issue["unit"]:
            rows.add(Row(unit, "duty", issue["number"], 1, issue["found"]["on"]))
        rows |= {
            Row(unit, "seen_again", issue["number"], int(event["n"]), event["on"])
            for event in issue["events"]
            if event["do"] == "seen-again"
        }
        rows |= {*late(issue, today, grace), *failed(issue), *listed(issue, today)}
        back = earlier(issue, issues)
        if back:
            found = issue["found"]["on"]
            rows.add(Row(unit, "recurrence", issue["number"], 1, found, back))
    return rows


def late(issue: dict[str, Any], today: date, grace: int) -> set[Row]:
    rows, events = set(), issue["events"]
    for place, event in enumerate(events):
        if "due" not in event:
            continue
        due, end = date.fromisoformat(event["due"]), None
        for after in events[place + 1 :]:
            if "due" in after or after["do"] == "submit":
                end = date.fromisoformat(after.get("asked_on", after["at"][:10]))
                break
        else:
            end = today if issue["status"] in ("rectifying", "disputed") else due
        if end <= due + timedelta(days=grace):
            continue
        told = [e for e in events[: place + 1] if e["do"] in ("notify", "import")][-1]
        facts = (issue["number"], int(event["n"]), event["due"])
        rows.add(Row(told["rectify"], "overdue", *facts))
        days = {due + timedelta(days=n) for n in range(1, (end - due).days + 1)}
        if days & watched(events, today):
            rows.add(Row(told["rectify"], "supervised", *facts))
    return rows


def listed(issue: dict[str, Any], today: date) -> set[Row]:
    """Return the listings that were not lifted by their own day."""
    rows, events = set(), issue["events"]
    for place, event in enumerate(events):
        if event["do"] == "supervise":
            lifts = [e["accepted_on"] for e in events[place:] if e["do"] == "lift"]
            if (lifts[0] if lifts else today.isoformat()) > event["until"]:
                before = [e for e in events[:place] if e["do"] in ("notify", "import")]
                unit = issue["unit"].get("body", issue["unit"]["name"])
                whom = before[-1]["rectify"] if before else unit
                rows.add(Row(whom, "supervised", issue["number"], int(event["n"]), event["until"]))
    return rows


def watched(events: list[dict[str, Any]], today: date) -> set[date]:
    """Return every day on which an issue was listed for supervision, first and last too."""
    days: set[date] = set()
    for place, event in enumerate(events):
        if event["do"] == "supervise":
            lifts = [day(e) for e in events[place:] if e["do"] == "lift"]
            last = lifts[0] if lifts else max(today, day(event))
            days |= {day(event) + timedelta(days=n) for n in range((last - day(event)).days + 1)}
    return days


def failed(issue: dict[str, Any]) -> set[Row]:
    rows, events = set(), issue["events"]
    for place, event in enumerate(events):
        if event["do"] == "look-back" and "false" in (
            *(event["rectified"], event["measures"], event["solved"]),
        ):
            before = events[:place]
            judged = [e for e in before if e["do"] in ("accept", "submit", "import")][-1]
            accepted = [judged["for"]] if judged["do"] == "accept" else []
            rectified = [e for e in before if e["do"] in ("notify", "import")][-1]["rectify"]
            facts = (issue["number"], int(event["n"]), event["at"][:10])
            if event["rectified"] == "false":  # only that shows the claim false
                rows |= {Row(who, "false_rectification", *facts) for who in (*accepted, rectified)}
            rows |= {Row(who, "acceptance", *facts) for who in accepted}
    return rows


def earlier(issue: dict[str, Any], issues: list[dict[str, Any]]) -> str | None:
    """Return the issue that this one came back from."""
    said = issue.get("related", {}).get("recurs")
    closings = []
    for other in issues:
        if other["status"] != "voided" and other is not issue:
            days = [day(e) for e in other["events"] if e["do"] == "close"]
            known = [d for d in days if d < date.fromisoformat(issue["found"]["on"])]
            if known and other["number"] == said:
                return str(said)
            if known and alike(issue, other):
                closings.append((max(known), str(other["number"])))
    return max(closings)[1] if closings else None


def alike(one: dict[str, Any], other: dict[str, Any]) -> bool:
    codes = [each["unit"].get("uscc") for each in (one, other)]
    names = [each["unit"]["name"] for each in (one, other)]
    same = codes[0] == codes[1] if all(codes) else names[0] == names[1]
    clauses = [each.get("criterion", {}) for each in (one, other)]
    return same and (
        one["nature"] == other["nature"]
        or (
            "clause" in clauses[0]
            and clauses[0].get("clause") == clauses[1].get("clause")
            and clauses[0]["standard"] == clauses[1]["standard"]
        )
    )


@pytest.mark.parametrize(
    ("seed", "grace"), [(2, 3), *(trial(seed, 0, always=False) for seed in (1, 3))]
)
def test_candidates_are_those_counted_by_hand(tmp_path: Path, seed: int, grace: int) -> None:
    ledger, chance = keep_world(tmp_path / "ledger"), random.Random(seed)
    numbers: list[str] = []
    for sequence in range(1, ISSUES + 1):
        number = make(2026, "037", sequence)
        issue = walked(chance, number, numbers)
        if issue.status is Status.DRAFT:
            continue
        numbers.append(number)
        path = ledger.root / layout.issue_path(number)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(canonical.emit(dump(issue)))
    policy = ledger.root / "policy.yaml"
    text = policy.read_text(encoding="utf-8").replace("refer_overdue:\n", "refer_overdue: []\nX:\n")
    lines, out = text.split("\n"), []
    for at_line, line in enumerate(lines):
        if line != "X:" and (at_line == 0 or lines[at_line - 1] != "X:"):
            out.append(line)
    text = "\n".join(out).replace(
        "overdue_grace_days:\n- {since: 2026-01-01, value: 0",
        f"overdue_grace_days:\n- {{since: 2026-01-01, value: {grace}",
    )
    policy.write_text(text, encoding="utf-8")
    commit(ledger.root, "by chance")
    with time_machine.travel(at(TODAY.isoformat()), tick=False):
        done = run("refer", "candidates", "--json", cwd=ledger.root)
    assert done.status == 0, done
    records = [
        yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        for path in (ledger.root / "issues").rglob("*.yaml")
    ]
    expected = counted(records, TODAY, grace)
    assert {row.kind for row in expected} == {
        *(
            "duty",
            "overdue",
            "supervised",
            "acceptance",
            "recurrence",
            "seen_again",
            "false_rectification",
        )
    }
    told: dict[str, set[Row]] = defaultdict(set)
    for each in json.loads(done.out)["candidates"]:
        assert each["times"] == len(each["facts"]) >= each["threshold"] == 1
        for fact in each["facts"]:
            own = (fact["issue"], fact["event"], fact["on"], fact.get("earlier"))
            row = Row(each["about"], each["kind"], *own)
            assert row not in told[each["to"]]
            told[each["to"]].add(row)
    bodies = {RECTIFIES, "emergency-management", "region-government"}
    kinds = {"duty", "overdue", "supervised", "acceptance"}
    assert told["organization"] == {r for r in expected if r.kind in kinds and r.about in bodies}
    kinds = {"recurrence", "seen_again", "false_rectification", "overdue", "supervised"}
    assert told["discipline"] == {row for row in expected if row.kind in kinds}
