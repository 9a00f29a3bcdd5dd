"""A recount by brute force: reads the YAML texts with another parser and counts with a pencil."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import yaml

OVERDUE_IN = ("rectifying", "disputed")
AFTER_NOTICE = ("rectifying", "disputed", "submitted", "accepted", "closed")
OPEN = ("registered", "confirmed", "rectifying", "disputed", "submitted", "accepted")


def texts_of(ledger: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in (ledger / "issues").rglob("*.yaml")]


def lists_of(ledger: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in (ledger / "handovers").rglob("*.yaml")]


def recount(
    texts: Iterable[str], rotation: str, today: date, handed: Iterable[str] = ()
) -> dict[str, Any]:
    """Return the figures of a round from the texts of all issues and handovers of a ledger."""
    return count(
        texts,
        handed,
        today,
        has=lambda issue: of(issue).split("/")[0] == rotation,
        acts=lambda side: side.startswith(f"{rotation}/"),
    )


def of(issue: dict[str, Any]) -> str:
    """Return the team that registered an issue."""
    return str(issue["found"].get("team", ""))


def count(
    texts: Iterable[str],
    handed: Iterable[str],
    today: date,
    *,
    has: Callable[[dict[str, Any]], bool],
    acts: Callable[[str], bool],
    reach: Callable[[dict[str, Any]], bool] = lambda issue: True,
) -> dict[str, Any]:
    """Return figures: `has` tells whose issues, `acts` whose deeds, on issues that they `reach`."""
    every = [yaml.load(text, Loader=yaml.BaseLoader) for text in texts]
    reached = {i["number"] for i in every if reach(i)}
    lists = [yaml.load(text, Loader=yaml.BaseLoader) for text in handed]
    passed = [
        (given["from"], given["to"], sum(line["number"] in reached for line in given["issues"]))
        for given in lists
        if given["events"][-1]["do"] == "receive" and "issues" in given
    ]
    own = [
        event
        for issue in every
        if issue["number"] in reached
        for event in issue["events"]
        if event["do"] == "look-back" and acts(event["for"])
    ]
    own_failed = [e for e in own if "false" in (e["rectified"], e["measures"], e["solved"])]
    found = [i for i in every if has(i)]
    standing = [i for i in found if i["status"] != "voided"]
    status = Counter(i["status"] for i in found)
    looks = [e for i in standing for e in i["events"] if e["do"] == "look-back"]
    failed = [e for e in looks if "false" in (e["rectified"], e["measures"], e["solved"])]
    late = {
        i["number"]: (today - date.fromisoformat(i["due"])).days
        for i in found
        if i["status"] in OVERDUE_IN and "due" in i and date.fromisoformat(i["due"]) < today
    }
    counts = {
        "found": len(found),
        "valid": len(standing),
        "confirmed": sum(any(e["do"] == "confirm" for e in i["events"]) for i in standing),
        "notified": sum(any(e["do"] == "notify" for e in i["events"]) for i in standing),
        "given": sum(status[s] for s in AFTER_NOTICE),
        "submitted": status["submitted"] + status["accepted"] + status["closed"],
        "accepted": status["accepted"] + status["closed"],
        "closed": status["closed"],
        "voided": status["voided"],
        "open": sum(status[s] for s in OPEN),
        "overdue": len(late),
        "look_backs": len(looks),
        "look_backs_passed": len(looks) - len(failed),
        "look_backs_failed": len(failed),
        "looked_back": len(own),
        "looked_back_failed": len(own_failed),
        "covert": sum(i["found"].get("mode") == "covert" for i in standing),
        "overt": sum(i["found"].get("mode") == "overt" for i in standing),
        "taken_over": sum(size for _giver, taker, size in passed if acts(taker)),
        "handed_on": sum(size for giver, _taker, size in passed if acts(giver)),
    }
    return {
        **counts,
        "late": late,
        "by_status": dict(status),
        "by_duty": dict(Counter(i.get("duty") for i in standing)),
        "by_severity": dict(Counter(i["severity"] for i in standing)),
        "by_mode": dict(Counter(i["found"].get("mode") for i in standing)),
        "by_place": dict(Counter(i["place"] for i in standing)),
        "by_round": dict(Counter(of(i).split("/")[0] or None for i in standing)),
        "by_team": dict(Counter(of(i) or None for i in standing)),
        "numbers": sorted(i["number"] for i in found),
        "open_numbers": sorted(i["number"] for i in found if i["status"] in OPEN),
        "percent": {
            "confirmed": percent(counts["confirmed"], counts["valid"]),
            "notified": percent(counts["notified"], counts["valid"]),
            "given": percent(counts["given"], counts["valid"]),
            "submitted": percent(counts["submitted"], counts["given"]),
            "accepted": percent(counts["accepted"], counts["given"]),
            "closed": percent(counts["closed"], counts["given"]),
            "overdue": percent(counts["overdue"], counts["open"]),
            "look_backs_failed": percent(len(failed), len(looks)),
            "looked_back_failed": percent(len(own_failed), len(own)),
        },
    }


def percent(count: int, of: int) -> float | None:
    if not of:
        return None
    exact = Decimal(count) * 100 / Decimal(of)
    return float(exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))


def agree(figures: dict[str, Any], counted: dict[str, Any]) -> None:
    """Assert that the figures of a report are those counted by hand, and its shares whole."""
    for name, count in counted.items():
        if name.startswith("by_") and name in figures:
            parts = figures[name]
            assert {p["key"]: p["count"] for p in parts if p["count"]} == count, name
            shares = [part["share"] for part in parts]
            assert round(sum(s or 0 for s in shares), 6) == (100.0 if count else 0), name
            assert all((s is None) == (not count) for s in shares), name
        elif name in figures:
            assert figures[name] == count, name
    assert {name: rate["percent"] for name, rate in figures["rates"].items()} == counted["percent"]
    assert [issue["number"] for issue in figures["issues"]] == counted["numbers"]
    assert [wait["number"] for wait in figures["waiting"]] == counted["open_numbers"]
