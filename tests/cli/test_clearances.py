"""Clearances: what a locality states, signed by party and government, compared with the ledger."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.amounts import trial
from tests.support.office import CLERK, LEADER, MEMBER, OFFICER, SECOND, Office, open_office
from tests.support.once import once
from tests.support.run import Result

OF = ("--place", "灵武市", "--since", "2026-05-01", "--until", "2026-05-31")
SIGNED = ("--party", "书记甲（化名）", "--government", "市长乙（化名）")
VERIFIED = ("--verified-by", "核查员丙（化名）", "--verified-on", "2026-06-01")
CLEAR = "2026-001-0001"


@pytest.fixture(name="office")
def _office(tmp_path: Path) -> Office:
    once(with_two, tmp_path)
    return Office(tmp_path / "ledger")


def with_two(folder: Path) -> None:
    """Two issues of May in Lingwu, one elsewhere in the city, one found in June."""
    office = open_office(folder)
    office.found(found=on("2026-05-20"))
    office.found(title="自查", description="自查发现的。", found=on("2026-05-21", self_check=True))
    office.found(title="别处", description="不在灵武。", place="640104", found=on("2026-05-21"))
    office.found(title="六月", description="六月的。")


def on(day: str, *, self_check: bool = False) -> dict[str, str]:
    source = {"source": "enterprise_self_check"} if self_check else {}
    return {"on": day, "mode": "covert", "site_record": "signed", **source}


FIRST, SECOND_ISSUE = "26-001-0001-0", "26-001-0002-9"
TRUE = ("--self-checks", 1, "--inspections", 1, "--still-open", 2)
BOTH = ("--open", FIRST, "--open", SECOND_ISSUE)


def state(office: Office, *words: object, by: str = CLERK) -> Result:
    return office("clear", "state", *words, "--document", "灵报〔2026〕3号", by=by)


def stated(office: Office, *words: object) -> None:
    done = state(office, *OF, *words, *VERIFIED, *SIGNED)
    assert done.status == 0, done


def shown(office: Office) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(office.done("clear", "show", CLEAR, "--json").out)
    return found["clearance"]


def codes(office: Office) -> set[str]:
    found = json.loads(office("validate", "--json").out)["findings"]
    return {each["code"] for each in found} - {"SF405"}


def test_what_agrees_is_agreed_on(office: Office) -> None:
    stated(office, *TRUE, *BOTH)
    compared = office.done("clear", "compare", CLEAR, by=SECOND)
    assert "agree" in compared.err
    office.done("clear", "agree", CLEAR, by=SECOND)
    clearance = shown(office)
    assert clearance["state"] == "agree"
    assert [each["body"] for each in clearance["events"][0]["signed"]] == [
        "party-640181",
        "government-640181",
    ]
    assert clearance["events"][1]["counted"] == {
        "self_checks": 1,
        "inspections": 1,
        "open": [FIRST, SECOND_ISSUE],
    }
    assert codes(office) == set()
    [listed] = json.loads(office.done("clear", "list", "--json").out)["clearances"]
    assert (listed["place"], listed["state"]) == ("640181", "agree")
    assert " no" in office.done("clear", "list").out  # two are open still, as both say


def test_what_does_not_agree_is_listed_and_nothing_open_is_explained_away(office: Office) -> None:
    stated(office, "--self-checks", 9, "--inspections", 1, "--still-open", 1, "--open", FIRST)
    told = office.done("clear", "compare", CLEAR, by=SECOND).err
    assert "stated 9, on the ledger 1" in told
    assert SECOND_ISSUE in told
    paper = office.done("clear", "show", CLEAR, "--format", "md").out
    assert "| found by self-checks | 9 | 1 |" in paper
    assert f"| open on the ledger, not in the statement | 0 | 1 | {SECOND_ISSUE} |" in paper
    assert "书记甲（化名）" in paper
    refused = office("clear", "agree", CLEAR, "--explained", "自查未录入", by=SECOND)
    assert (refused.status, SECOND_ISSUE in refused.err) == (5, True)
    office.done("clear", "return", CLEAR, "--reason", "漏报一个", by=SECOND)
    again = ("--self-checks", 9, "--inspections", 1, "--still-open", 2, *BOTH)
    papers = ("--document", "灵报〔2026〕4号")
    office.done("clear", "restate", CLEAR, *again, *VERIFIED, *SIGNED, *papers, by=CLERK)
    office.done("clear", "compare", CLEAR, by=SECOND)
    assert office("clear", "agree", CLEAR, by=SECOND).status == 5
    office.done("clear", "agree", CLEAR, "--explained", "八个自查未录入本台账", by=SECOND)
    assert codes(office) == set()


def test_what_was_found_before_and_is_open_still_counts(office: Office) -> None:
    late = ("--place", "灵武市", "--since", "2026-05-25", "--until", "2026-05-31")
    none = ("--self-checks", 0, "--inspections", 0, "--still-open", 0)
    assert state(office, *late, *none, *VERIFIED, *SIGNED).status == 0
    told = office.done("clear", "compare", CLEAR, by=SECOND).err
    assert FIRST in told
    assert SECOND_ISSUE in told


@pytest.mark.parametrize(
    ("changes", "status", "why"),
    [
        trial({"--party": None}, 5, "委", always=True),
        trial({"--government": None}, 5, "政府", always=False),
        trial({"--government": "书记 甲"}, 5, "书记", always=True),
        trial({"--place": "宁夏回族自治区"}, 5, "自治区", always=True),
        trial({"--verified-on": "2026-05-30"}, 5, "2026-05-30", always=True),
        trial({"--verified-on": "2026-06-02"}, 5, "2026-06-02", always=False),
        trial({"--until": "2026-04-30"}, 5, "2026-04-30", always=False),
        trial({"--still-open": 1}, 5, "2 issues", always=True),
        trial({"--still-open": -1}, 2, "0", always=False),
        trial({"--open": "26-001-0001-1"}, 2, "26-001-0001-0", always=False),
    ],
)
def test_what_is_no_statement(
    office: Office, changes: dict[str, object], status: int, why: str
) -> None:
    words = [*OF, *TRUE, *VERIFIED, *SIGNED]
    usual = {**dict(zip(words[::2], words[1::2], strict=True)), **changes}
    given = [word for pair in usual.items() if pair[1] is not None for word in pair]
    listed = () if "--open" in changes else BOTH
    before = office.files()
    refused = state(office, *given, *listed)
    assert (refused.status, refused.out) == (status, ""), refused
    assert why in refused.err
    assert office.files() == before


def test_who_may_do_what_and_in_which_order(office: Office) -> None:
    words = (*OF, *TRUE, *BOTH, *VERIFIED)
    for by in (LEADER, MEMBER):
        assert state(office, *words, *SIGNED, by=by).status == 5
    signed = ("--party", "书记甲（化名）", "--government", OFFICER)
    assert state(office, *words, *signed).status == 0
    assert state(office, *words, *SIGNED).status == 5  # the same period once more
    assert office("clear", "agree", CLEAR, by=SECOND).status == 5  # not yet compared
    assert office("clear", "compare", CLEAR, by=MEMBER).status == 5
    assert "signed or verified" in office("clear", "compare", CLEAR, by=OFFICER).err
    office.done("clear", "compare", CLEAR, by=SECOND)
    office.done("clear", "drop", CLEAR, "--reason", "误录", by=SECOND)
    assert state(office, *words, *SIGNED).status == 0
    assert office("clear", "compare", CLEAR, by=SECOND).status == 5


@pytest.mark.thorough
def test_a_zone_has_one_body_which_signs(office: Office) -> None:
    of = ("--place", "64ND01", "--since", "2026-05-01", "--until", "2026-05-31")
    none = ("--self-checks", 0, "--inspections", 0, "--still-open", 0)
    assert state(office, *of, *none, *VERIFIED, "--government", "主任丁（化名）").status == 0
    office.done("clear", "compare", CLEAR, by=SECOND)
    office.done("clear", "agree", CLEAR, by=SECOND)
    assert shown(office)["state"] == "agree"


def test_a_count_that_was_never_there_is_found(office: Office) -> None:
    stated(office, *TRUE, *BOTH)
    office.done("clear", "compare", CLEAR, by=SECOND)
    path = office.root / "clearances" / "2026" / "001-0001.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("inspections: 1", "inspections: 0"), encoding="utf-8")
    assert "SF501" in codes(office)
