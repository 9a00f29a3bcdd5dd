"""Findings as text, JSON and workflow commands: nothing in the data can steer what reads them."""

import json

import pytest

from sfcheck.checks.formats import FORMATS
from sfcheck.domain.base.findings import Finding, report

PATH = "issues/26/037/01/26-037-0142-1.yaml"


def finding(**changes: object) -> Finding:
    told = Finding("SF202", "error", PATH, 3, 9, "status", "26-037-0142-1", "wrong", "restore it")
    return told._replace(**changes)  # type: ignore[arg-type]


def shown(form: str, *findings: Finding, prefix: str = "") -> list[str]:
    return list(FORMATS[form](report(findings, 7), prefix))


def test_findings_stand_by_path_line_column_and_code() -> None:
    last = finding(path="places.yaml")
    found = [last, finding(line=20), finding(code="SF203"), finding(), finding(column=1)]
    places = [(f.path, f.line, f.column, f.code) for f in report(found, 1).findings]
    assert places == [
        (PATH, 3, 1, "SF202"),
        (PATH, 3, 9, "SF202"),
        (PATH, 3, 9, "SF203"),
        (PATH, 20, 9, "SF202"),
        ("places.yaml", 3, 9, "SF202"),
    ]


def test_text_groups_by_file() -> None:
    assert shown("text", finding(), finding(path="bodies.yaml", severity="warning")) == [
        "bodies.yaml:3:9 SF202 warning: wrong",
        "    Fix: restore it (`sfcheck explain SF202`)",
        "",
        f"{PATH}:3:9 SF202 error: wrong",
        "    Fix: restore it (`sfcheck explain SF202`)",
        "",
    ]


def test_json_has_findings_and_counts() -> None:
    (text,) = shown("json", finding(), finding(severity="warning", field=None, number=None))
    whole = json.loads(text)
    assert whole["version"] == 1
    assert whole["counts"] == {"errors": 1, "warnings": 1, "files": 7}
    assert whole["findings"][0] == {
        "code": "SF202",
        "severity": "error",
        "path": PATH,
        "line": 3,
        "column": 9,
        "field": "status",
        "number": "26-037-0142-1",
        "message": "wrong",
        "fix": "restore it",
    }
    assert whole["findings"][1]["number"] is None


def test_nothing_found_is_still_an_object() -> None:
    (text,) = shown("json")
    assert json.loads(text)["findings"] == []
    assert shown("text") == []
    assert shown("github") == []


def test_github_names_the_file_within_the_repository() -> None:
    assert shown("github", finding(), prefix="ledgers/demo/") == [
        f"::error file=ledgers/demo/{PATH},line=3,col=9,title=SF202::wrong%0Arestore it"
    ]


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            {"message": "100% a\n::error::b"},
            f"::error file={PATH},line=3,col=9,title=SF202::100%25 a%0A::error::b%0Arestore it",
        ),
        (
            {"path": "a,b:c\n.yaml"},
            "::error file=a%2Cb%3Ac%0A.yaml,line=3,col=9,title=SF202::wrong%0Arestore it",
        ),
        (
            {"severity": "warning", "message": "\x1b[31m"},
            f"::warning file={PATH},line=3,col=9,title=SF202::\\x1b[31m%0Arestore it",
        ),
    ],
)
def test_github_escapes_data(changes: dict[str, object], line: str) -> None:
    assert shown("github", finding(**changes)) == [line]


def test_text_keeps_a_name_on_its_line() -> None:
    first = shown("text", finding(path="issues/a\nb\x1b[2J.txt"))[0]
    assert first == "issues/a\\nb\\x1b[2J.txt:3:9 SF202 error: wrong"
