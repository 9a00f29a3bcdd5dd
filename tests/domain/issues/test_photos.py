"""What is odd about photographs: by their day, their place, and what they were shown as before."""

from typing import Any

import pytest

from sfcheck.domain.issues.record import Issue
from sfcheck.domain.issues.requirements.photos import odd
from tests.support.world import act, brought_to, event, world

W = world()
HERE, NEAR, FAR = "38.10000,106.34000", "38.11000,106.34000", "38.20000,106.34000"


def told(issue: Issue, do: str, when: str, **facts: Any) -> list[str]:
    given = event(do, "r" if do == "submit" else "l", issue.next_n, when, **facts)
    return [notice.code for notice in odd(issue, given, W.policy)]


def picture(taken: dict[str, str] | None, sha256: str = "1" * 64) -> dict[str, Any]:
    return {"name": "照片.jpg", "sha256": sha256, **({"taken": taken} if taken else {})}


@pytest.mark.parametrize(
    ("class_", "day", "odd_as"),
    [
        # found on 4 May, demanded on 5 May, shown on 10 June
        ("scene", "2026-05-04", []),
        ("scene", "2026-05-03", []),  # a day of grace
        ("scene", "2026-05-02", ["photo-before"]),
        ("problem", "2026-05-02", ["photo-before"]),
        ("rectified", "2026-05-04", ["photo-before"]),
        ("look-back", "2026-05-04", ["photo-before"]),
        ("rectified", "2026-05-05", []),
        ("paper", "2020-01-01", []),
        ("scene", "2026-06-11", []),
        ("paper", "2026-06-12", ["photo-ahead"]),
    ],
)
def test_the_day_by_the_camera(class_: str, day: str, odd_as: list[str]) -> None:
    files = [picture({"at": f"{day}T09:30:00"})]
    shown = {"files": files, "class": class_}
    assert told(brought_to("rectifying"), "attach", "2026-06-10", **shown) == odd_as


def test_evidence_is_of_the_day_it_is_said_to_be_of() -> None:
    issue = brought_to("rectifying")
    for taken, said in (("2026-06-09", []), ("2026-06-07", ["photo-other-day"])):
        shown = [{**picture({"at": f"{taken}T09:30:00"}), "on": "2026-06-09"}]
        assert told(issue, "submit", "2026-06-10", evidence=shown) == said


def test_the_place_by_the_camera() -> None:
    issue = brought_to("rectifying")
    assert told(issue, "attach", "2026-06-10", files=[picture({"spot": FAR})]) == []
    first = act(issue, W, "attach", "l", files=[picture({"spot": HERE})])
    assert told(first, "attach", "2026-06-10", files=[picture({"spot": NEAR}, "2" * 64)]) == []
    far = [picture({"spot": FAR}, "3" * 64)]
    assert told(first, "attach", "2026-06-10", files=far) == ["photo-elsewhere"]
    both = act(first, W, "attach", "l", files=far)
    assert told(both, "attach", "2026-06-10", files=[picture({"spot": HERE}, "4" * 64)]) == []


def test_one_picture_does_not_show_both() -> None:
    issue = act(brought_to("rectifying"), W, "attach", "l", files=[picture(None)])
    again = {"files": [picture(None)]}
    assert told(issue, "attach", "2026-06-10", **again) == []
    assert told(issue, "attach", "2026-06-10", **again, **{"class": "rectified"}) == ["photo-again"]
    assert told(issue, "attach", "2026-06-10", **again, **{"class": "problem"}) == []
    assert told(issue, "attach", "2026-06-10", **again, **{"class": "paper"}) == []
    shown = [{**picture(None), "on": "2026-06-10"}]
    assert told(issue, "submit", "2026-06-10", evidence=shown) == ["photo-again"]
