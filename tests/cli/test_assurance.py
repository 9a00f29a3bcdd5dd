"""`validate` and `explain` on the command line: streams, status, forms."""

import json
from pathlib import Path

import pytest

from sfcheck.checks.registry import RULES
from sfcheck.domain.base.vocabulary import Status
from sfcheck.domain.issues.law import STEPS
from sfcheck.errors.table import REFUSALS
from tests.checks.ledger import PATH
from tests.checks.overlay import lay
from tests.checks.spoilt_lives import bad_SF208_confirmed_the_day_before, bad_SF211_as_read
from tests.support.run import run


def test_a_sound_ledger_ends_with_0(sound: Path) -> None:
    result = run("validate", cwd=sound)
    assert result == (0, "", "Files checked: 31. Errors: 0. Warnings: 0.\n")


def test_errors_end_with_1(ledger: Path) -> None:
    lay(ledger, "status: closed\n")
    result = run("validate", cwd=ledger / "issues")
    assert result.status == 1
    assert f"{PATH}:3:9 SF202 error: " in result.out
    assert "`sfcheck explain SF202`" in result.out
    assert result.err == "Files checked: 31. Errors: 2. Warnings: 0.\n"


def test_warnings_end_with_0(ledger: Path) -> None:
    bad_SF211_as_read(ledger)
    bad_SF208_confirmed_the_day_before(ledger)
    result = run("validate", cwd=ledger)
    assert result.status == 0
    assert "SF211 warning" in result.out
    assert "SF208 warning" in result.out


def test_no_ledger_ends_with_3(tmp_path: Path) -> None:
    result = run("validate", cwd=tmp_path)
    assert (result.status, result.out) == (3, "")
    assert "There is no ledger" in result.err


def test_a_path_elsewhere_ends_with_2(ledger: Path) -> None:
    assert run("validate", "..", cwd=ledger).status == 2
    assert run("validate", "--format", "xml", cwd=ledger).status == 2


def test_only_the_paths_named(ledger: Path) -> None:
    lay(ledger, "status: closed\n")
    assert run("validate", "people", cwd=ledger).status == 0
    assert run("validate", PATH, "people", cwd=ledger).status == 1


@pytest.mark.parametrize("wanted", [("--json",), ("--format", "json")])
def test_json_is_one_object(wanted: tuple[str, ...], ledger: Path) -> None:
    lay(ledger, "status: closed\n")
    result = run("validate", *wanted, cwd=ledger)
    assert result.status == 1
    whole = json.loads(result.out)
    assert [finding["code"] for finding in whole["findings"]] == ["SF202", "SF201"]
    assert whole["counts"] == {"errors": 2, "warnings": 0, "files": 31}


def test_github_names_files_from_the_top_of_the_repository(ledger: Path) -> None:
    (ledger.parent / ".git").mkdir()
    lay(ledger, "status: closed\n")
    result = run("validate", "--format", "github", cwd=ledger)
    assert result.out.startswith(f"::error file=ledger/{PATH},line=3,col=9,title=SF202::")


@pytest.mark.parametrize("code", RULES)
def test_explain_a_rule(code: str, tmp_path: Path) -> None:
    result = run("explain", code.lower(), cwd=tmp_path)
    assert result.status == 0
    assert result.out.startswith(f"{code}: ")
    for heading in ("Why", "Bad", "Good", "Fix"):
        assert heading in result.out


def test_explain_a_refusal(tmp_path: Path) -> None:
    result = run("explain", "same-hand", cwd=tmp_path)
    assert "same-hand: <number>: <who> already had a hand in it." in result.out
    assert "different people" in result.out
    assert result.out.rstrip().endswith("5")


def test_explain_a_status_by_what_can_be_done(tmp_path: Path) -> None:
    told = run("explain", "submitted", cwd=tmp_path).out
    assert "return (return)" in told
    assert "accept (accept)" in told
    assert "close (close)" not in told


def test_explain_a_step(tmp_path: Path) -> None:
    told = run("explain", "close", cwd=tmp_path).out
    assert "accepted" in told
    assert "an officer of the overall office" in told
    assert "reason, opinion" in told


@pytest.mark.parametrize(
    ("field", "holds"),
    [
        ("severity", "one of general, major"),
        ("found.by", "a list of"),
        ("notify.due", "a day, such as 2026-11-03"),
        ("for", "one line of text"),
        ("related.recurs", "an issue number"),
        ("look-back.solved", "true or false"),
    ],
)
def test_explain_a_field(field: str, holds: str, tmp_path: Path) -> None:
    assert holds in run("explain", field, cwd=tmp_path).out


def test_explain_nothing_known(tmp_path: Path) -> None:
    result = run("explain", "SF299", cwd=tmp_path)
    assert result.status == 2
    assert "SF20" in result.err


def test_explain_all(tmp_path: Path) -> None:
    result = run("explain", cwd=tmp_path)
    assert result.status == 0
    for name in (*RULES, *REFUSALS, *STEPS, *Status):
        assert name in result.out


def test_explain_all_as_json(tmp_path: Path) -> None:
    whole = json.loads(run("explain", "--json", cwd=tmp_path).out)
    assert whole["version"] == 1
    named = {(entry["kind"], entry["name"]) for entry in whole["entries"]}
    assert {("rule", code) for code in RULES} <= named
    assert {("refusal", code) for code in REFUSALS} <= named
    assert {("step", do) for do in STEPS} <= named
    assert {("term", status.value) for status in Status} <= named
    assert ("field", "unit.uscc") in named
