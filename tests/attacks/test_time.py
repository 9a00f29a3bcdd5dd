"""Days that are yet to come, offsets that no zone has, and extensions asked for before the demand.

Refused when made, found when read. Every person, firm and finding is invented.
"""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from sfcheck.domain.base.records import dump
from sfcheck.domain.issues.folding import refold
from sfcheck.domain.issues.record import Issue
from sfcheck.errors import Refused
from sfcheck.ledger.files import canonical, parsing
from tests.support.office import NOW
from tests.support.refusals import refused
from tests.support.run import run
from tests.support.untouched import Untouchable
from tests.support.world import act, brought_to, event, world

W = world("own")
AHEAD, TOMORROW = "2026-06-12", "2026-06-11"


def shown(on: str) -> list[dict[str, str]]:
    return [{"name": "整改后照片", "on": on}]


@pytest.mark.parametrize(
    ("state", "do", "who"), [("rectifying", "submit", "r"), ("submitted", "accept", "a")]
)
@pytest.mark.parametrize("many", [1, 2])
def test_evidence_of_a_day_to_come(state: str, do: str, who: str, many: int) -> None:
    issue = brought_to(state)
    step = event(do, who, issue.next_n, evidence=[*shown("2026-06-10"), *shown(AHEAD)][-many:])
    refused("evidence-ahead", issue, step, W)
    act(issue, W, do, who, evidence=shown(TOMORROW))  # clocks stand in different zones
    written = issue.model_copy(update={"events": (*issue.events, step)})
    with pytest.raises(Refused, match="yet to come"):
        refold(written, W)


def test_an_extension_asked_for_before_the_notice() -> None:
    issue = brought_to("rectifying")
    step = event("extend", "a", issue.next_n, asked_on="2026-05-04")
    refused("asked-before-notice", issue, step, W)
    act(issue, W, "extend", "a", asked_on="2026-05-05")


ZONES = ["+08:00", "Z", "+05:45", "-12:00", "+14:00", "-03:30", "+12:45"]
NO_ZONES = ["+23:59", "-12:15", "+14:15", "+08:01", "-23:00"]


def written(issue: Issue, index: int, /, **changes: Any) -> Mapping[str, Any]:
    """Return a record with one event written otherwise."""
    fields = dump(issue)
    events = [*fields["events"]]
    events[index] = {**events[index], **changes}
    return {**fields, "events": events}


@pytest.mark.parametrize("offset", [*ZONES, *NO_ZONES])
def test_an_offset_of_a_zone(offset: str) -> None:
    fields = written(brought_to("rectifying"), 1, at=f"2026-05-05T09:00:00{offset}")
    if offset in ZONES:
        Issue.model_validate(fields)
        return
    with pytest.raises(ValueError, match="no time zone has this offset"):
        Issue.model_validate(fields)


def found(spare: Untouchable, days: float = 0) -> list[dict[str, str]]:
    with time_machine.travel(NOW + timedelta(days=days), tick=False):
        said = run("validate", "--json", cwd=spare.root).out
    told: list[dict[str, str]] = json.loads(said)["findings"]
    return told


def planted(spare: Untouchable, **changes: Any) -> None:
    """Write the first event of the record otherwise."""
    fields = parsing.parse(spare.record.read_bytes(), "x")
    events = [{**fields["events"][0], **changes}, *fields["events"][1:]]
    spare.record.write_bytes(canonical.emit({**fields, "events": events}))


def test_an_event_dated_ahead_is_found_until_its_day_comes(spare: Untouchable) -> None:
    planted(spare, at="2026-06-04T10:00:00+08:00")
    assert "SF118" in {each["code"] for each in found(spare)}
    assert "SF118" in {each["code"] for each in found(spare, 1.9)}
    assert "SF118" not in {each["code"] for each in found(spare, 2.1)}


@pytest.mark.parametrize("offset", NO_ZONES[:2])
def test_an_offset_that_no_zone_has_is_found(spare: Untouchable, offset: str) -> None:
    planted(spare, at=f"2026-06-01T10:00:00{offset}")
    told = [each for each in found(spare) if each["code"] == "SF103"]
    assert [each["field"] for each in told] == ["events.0.at"]
    assert "no time zone has this offset" in told[0]["message"]


def test_a_handover_dated_ahead_is_found(spare: Untouchable) -> None:
    record = next((spare.root / "handovers").rglob("*.yaml"))
    fields = parsing.parse(record.read_bytes(), "x")
    events = [{**each, "at": "2027-01-01T10:00:00+08:00"} for each in fields["events"]]
    record.write_bytes(canonical.emit({**fields, "events": events}))
    assert "SF118" in {each["code"] for each in found(spare)}


def test_a_finding_of_a_day_to_come_is_refused(spare: Untouchable) -> None:
    with pytest.raises(AssertionError, match="lies in the future"):
        spare.found(found={"mode": "covert", "site_record": "signed", "on": "2026-06-03"})
