"""Files attached as evidence: several at once, as large as the policy allows, with a class."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.amounts import trial
from tests.support.office import CLERK, LEADER, Office, open_office
from tests.support.photos import jpeg

MEBIBYTE = 1 << 20
SCENE = ("--class", "scene", "--caption", "罐区全景（虚构）")


@pytest.fixture(name="office")
def _office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


def photo(office: Office, name: str, data: bytes) -> Path:
    path = office.root.parent / name
    path.write_bytes(data)
    return path


def attached(office: Office, number: str) -> list[dict[str, Any]]:
    return [e for e in office.issue(number)["events"] if e["do"] == "attach"]


def test_several_files_are_one_step(office: Office) -> None:
    number = office.found()
    files = [photo(office, f"{n}.jpg", b"photo %d" % n) for n in range(3)]
    words = [word for file in files for word in ("--file", file)]
    office.done("attach", number, *words, *SCENE, by=CLERK)
    [event] = attached(office, number)
    assert [each["name"] for each in event["files"]] == ["0.jpg", "1.jpg", "2.jpg"]
    assert event["class"] == "scene"
    kept = [path for path in (office.root / "evidence").rglob("*") if path.is_file()]
    assert sorted(each.name for each in kept) == sorted(
        f"{each['sha256']}.jpg" for each in event["files"]
    )
    assert office.done("validate").status == 0


def test_a_photo_of_two_megabytes_is_attached_as_often_as_it_shows_something(
    office: Office,
) -> None:
    number, other = office.found(), office.found(title="另一处", description="另一处的问题。")
    big = photo(office, "大.jpg", b"\xff\xd8" + bytes(2 * MEBIBYTE))
    said = [
        office.done("attach", which, "--file", big, *SCENE, by=CLERK).err
        for which in (number, number, other)
    ]
    assert ["on record already" in each for each in said] == [False, False, True]
    assert len(attached(office, number)) == 2
    assert office.done("validate").status == 0


def test_the_policy_says_how_large_a_file_may_be(office: Office) -> None:
    number = office.found()
    small = photo(office, "a.jpg", bytes(MEBIBYTE))
    policy = office.root / "policy.yaml"
    text = policy.read_text(encoding="utf-8")
    old, new = "value: 64, basis: preset", "value: 1, basis: preset"
    assert text.count(old) == 1
    policy.write_text(text.replace(old, new), encoding="utf-8", newline="\n")
    office.done("attach", number, "--file", small, *SCENE, by=CLERK)
    above = photo(office, "b.jpg", bytes(MEBIBYTE + 1))
    said = office("attach", number, "--file", small, "--file", above, *SCENE, by=CLERK)
    assert said.status == 2
    assert "1048576" in said.err
    assert len(attached(office, number)) == 1


@pytest.mark.parametrize(
    ("words", "why"),
    [
        trial(("--file", "a.jpg", "--file", "a.jpg", *SCENE), "twice", always=True),
        trial(("--file", "a.jpg", "--file", "again.jpg", *SCENE), "twice", always=False),
        trial(("--file", "a.jpg", "--caption", "x"), "class", always=True),
        trial(("--file", "a.jpg", "--class", "selfie", "--caption", "x"), "selfie", always=False),
        trial(SCENE, "file", always=False),
        trial(("--file", "a.jpg", *SCENE, "--caption", "again"), "--caption", always=True),
    ],
)
def test_what_is_not_attached(office: Office, words: tuple[str, ...], why: str) -> None:
    number = office.found()
    for name in ("a.jpg", "again.jpg"):
        photo(office, name, b"one and the same")
    before = office.files()
    given = [office.root.parent / word if word.endswith(".jpg") else word for word in words]
    said = office("attach", number, *given, by=CLERK)
    assert said.status in (2, 5)
    assert why in said.err
    assert office.files() == before


def test_when_and_where_a_photo_was_taken_is_kept_and_told_when_odd(office: Office) -> None:
    number = office.found()
    at_the_gate = jpeg("2026:06:01 09:30:00", (38.10, 106.34))
    good = photo(office, "good.jpg", at_the_gate)
    said = office.done("attach", number, "--file", good, *SCENE, by=LEADER)
    [event] = attached(office, number)
    assert event["files"][0]["taken"] == {"at": "2026-06-01T09:30:00", "spot": "38.10000,106.34000"}
    assert "good.jpg" not in said.err
    odd = {
        "ahead.jpg": (jpeg("2026:06:09 09:30:00", None), "2026-06-09"),
        "old.jpg": (jpeg("2019:06:01 09:30:00", None), "2019-06-01"),
        "far.jpg": (jpeg("2026:06:01 09:40:00", (38.50, 106.34)), "44"),
    }
    for name, (data, why) in odd.items():
        said = office.done("attach", number, "--file", photo(office, name, data), *SCENE, by=LEADER)
        assert name in said.err
        assert why in said.err
    again = ("--class", "rectified", "--caption", "整改后")
    said = office.done("attach", number, "--file", good, *again, by=LEADER)
    assert "already" in said.err
    found = json.loads(office("validate", "--json").out)["findings"]
    assert [each["field"] for each in found if each["code"] == "SF215"] == [
        f"events.{at}" for at in (2, 3, 4, 5)
    ]
