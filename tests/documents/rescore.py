"""Deductions by brute force: reads the YAML texts with another parser, and goes day by day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import yaml

Bearer = tuple[str, str]
STOPS = ("submit", "accept", "close", "void")
STARTS = ("notify", "return", "reopen")


def rescore(
    texts: Iterable[str],
    matrix: Mapping[str, Any],
    ratings: Mapping[str, str],
    registries: Mapping[str, Mapping[str, Mapping[str, Any]]],
    days: tuple[date, date],
) -> dict[Bearer, Decimal]:
    """Return what each body and place loses; `days` are the first and the last that count."""
    lost: dict[Bearer, Decimal] = defaultdict(Decimal)
    caps = {name: Decimal(value) for name, value in matrix.get("caps", {}).items()}
    for text in texts:
        issue = yaml.load(text, Loader=yaml.BaseLoader)
        if issue["status"] in ("registered", "voided"):
            continue
        costs: dict[Bearer, Decimal] = defaultdict(Decimal)
        for bearer, cost in _costs(issue, matrix, ratings, registries, days):
            if bearer:
                costs[bearer] += cost
        for bearer, cost in costs.items():
            lost[bearer] += min(cost, caps.get("each_issue", cost))
    capped = {who: min(cost, caps.get(f"each_{who[0]}", cost)) for who, cost in lost.items()}
    return {who: cost for who, cost in capped.items() if cost}


def _costs(
    issue: dict[str, Any],
    matrix: Mapping[str, Any],
    ratings: Mapping[str, str],
    registries: Mapping[str, Mapping[str, Mapping[str, Any]]],
    days: tuple[date, date],
) -> Iterator[tuple[Bearer | None, Decimal]]:
    events = issue["events"]

    def of_body(code: str | None) -> Bearer | None:
        body = registries["bodies"].get(code or "")
        if not body or "superior" not in body or body["kind"] == "enterprise_group":
            return None
        if body["kind"].startswith("locality") and body.get("place"):
            return "place", body["place"]
        return "body", body["id"]

    def inspected() -> Bearer | None:
        known = None if issue.get("duty") == "territory" else of_body(issue["unit"].get("body"))
        place = registries["places"].get(issue["place"])
        there = ("place", issue["place"]) if place and place["level"] != "region" else None
        return known or there

    def told(before: int) -> Bearer | None:
        named = [e["rectify"] for e in events[:before] if e["do"] in ("notify", "import")]
        return of_body(named[-1] if named else None) or inspected()

    imported = events[0]["do"] == "import"
    confirmed = [_day(e) for e in events if e["do"] == "confirm"]
    found = date.fromisoformat(issue["found"]["on"]) if imported else min(confirmed)
    if days[0] <= found <= days[1]:
        effect = ratings.get(issue["number"], matrix.get("unrated"))
        rows = [
            row
            for row in matrix["findings"]
            if (row["duty"], row["severity"]) == (issue.get("duty"), issue["severity"])
        ]
        own = [row for row in rows if row.get("nature") == issue.get("nature") is not None]
        general = [row for row in rows if "nature" not in row]
        if effect and (own or general):
            yield inspected(), Decimal((own or general)[0]["points"][effect])
        if issue.get("related", {}).get("recurs"):
            yield inspected(), Decimal(matrix["recurrence"])
    accepted = None
    for at, event in enumerate(events):
        if event["do"] == "accept":
            accepted = event["for"]
        if event["do"] in ("submit", "import"):
            accepted = None
        no = "false" in [event.get(name) for name in ("rectified", "measures", "solved")]
        if event["do"] == "look-back" and no and days[0] <= _day(event) <= days[1]:
            yield told(at), Decimal(matrix["look_back"]["rectified"])
            if accepted:
                yield of_body(accepted), Decimal(matrix["look_back"]["accepted"])
    day = days[0]
    while day <= days[1]:
        late = _days_late(events, day)
        if late > 0:
            before = [at for at, event in enumerate(events) if _day(event) < day]
            band = [b for b in matrix["late"] if int(b["from_day"]) <= late][-1:]
            for reached in band:
                cost = Decimal(reached.get("per_day", "0"))
                if int(reached["from_day"]) == late:
                    cost += Decimal(reached.get("points", "0"))
                yield told(max(before[-1] + 1 if before else 0, imported)), cost
        day += timedelta(days=1)


def _days_late(events: list[dict[str, Any]], day: date) -> int:
    """Return how many days late it was on a day, by what was known when the day began."""
    running, due = False, None
    for event in events:
        do, new = event["do"], event.get("due")
        known_by_then = _day(event) < day or do == "import"
        if not known_by_then and do != "extend":
            ends = do in STOPS or new or (do == "rule" and event["outcome"] == "withdrawn")
            if ends:
                break
            continue
        due = date.fromisoformat(new) if new else due
        if do in STOPS:
            running = False
        elif do in STARTS or (do == "import" and event["status"] == "rectifying"):
            running = True
        elif do == "rule" and event["outcome"] != "settled":
            running = event["outcome"] == "stands"
        elif do == "look-back" and new:
            running = True
    return (day - due).days if running and due else 0


def _day(event: dict[str, Any]) -> date:
    return date.fromisoformat(event["at"][:10])
