"""Assessments by the command line: the matrix, the steps and their hands, the sheet, the letter."""

import io
import json
import warnings
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import time_machine
import yaml
from docx import Document
from openpyxl import load_workbook

from sfcheck.domain.base.numbers import make
from sfcheck.language import choose
from tests.documents.rescore import rescore
from tests.support.office import CLERK, LEADER, NOW, OFFICER, START, Office, open_office
from tests.support.once import once
from tests.support.run import Result, run
from tests.support.trials import git

ASSESSOR = "0031"
UNCONFIRMED, ABSENT = make(2026, "001", 5), make(2026, "001", 999)
DECIDED = "督考办〔2026〕1号（虚构）"
PERIOD = ("--from", "2026-01-01", "--until", "2026-06-01")
LATER = NOW.replace(month=7)
HOSTILE = "=cmd|' /C calc'!A0 & 乙 < 丙 {{ 7*7 }} {% raw %} | *丁* \U00020bb7 🚧"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    choose("en")


def _made(folder: Path) -> None:
    """Make an assessor, four confirmed issues, one of them late, and an unconfirmed."""
    office = open_office(folder)
    body = ("--body", "assessment-office", "--office", "assessment")
    office.done(
        *("person", "add", "--name", "庚（化名）", *body, "--id", ASSESSOR),
        *("--since", START, "--invented"),
    )
    ministry = {"name": "应急管理厅", "body": "emergency-management"}
    for other in (
        {},
        {"severity": "major", "title": HOSTILE},
        {"place": "640121", "duty": "territory", "nature": "ten_tasks"},
        {"duty": "regulator", "nature": "lax", "unit": ministry},
    ):
        office.done("confirm", office.found(**other), "--true-and-accurate", by=LEADER)
    told = ("--notice", "1", "--demand", "限期", "--accept", "emergency-management")
    office.done("notify", "26-001-0001-0", *told, "--due", "2026-06-01")
    office.found(title="未确认的问题")


@pytest.fixture
def bare(tmp_path: Path) -> Office:
    """An office without a matrix."""
    once(_made, tmp_path)
    return Office(tmp_path / "ledger")


@pytest.fixture
def office(bare: Office) -> Office:
    """An office that decided on the example's numbers."""
    decide(bare, DECIDED)
    return bare


def decide(office: Office, basis: str) -> None:
    """Paste the example into policy.yaml, as the refusal says."""
    matrix = office.done("score", "--example").out
    path = office.root / "policy.yaml"
    text = matrix.replace("basis: example", f"basis: {basis}")
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    git(office.root, "commit", "-q", "-a", "-m", "matrix")


def later(office: Office, *args: object, language: str = "en") -> Result:
    """Run a command as the assessor when the period is over."""
    with time_machine.travel(LATER, tick=False):
        return run(*args, cwd=office.root, person=ASSESSOR, language=language)


def settled(office: Office) -> Office:
    """Open, rate and settle an assessment."""
    office.done("score", "open", "2026", *PERIOD, by=ASSESSOR)
    rated = ("26-001-0002-9", "--effect", "grave", "--why", "群众反映强烈")
    office.done("score", "rate", "2026", *rated, by=ASSESSOR)
    done = later(office, "score", "settle", "2026")
    assert done.status == 0, done
    return office


def shown(office: Office, *args: object) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(office.done("score", "show", *args, "--json").out)["score"]
    return told


def record(office: Office) -> dict[str, Any]:
    path = office.root / "scores" / "2026" / "001-0001.yaml"
    read: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return read


def lost(told: dict[str, Any]) -> dict[str, str]:
    return {each.get("place") or each["body"]: each["points"] for each in told["totals"]}


def test_without_a_matrix_it_refuses_and_the_example_it_shows_works(bare: Office) -> None:
    before = bare.files()
    for words in (("show",), ("show", "2026"), ("open", "2026")):
        refused = bare("score", *words, by=ASSESSOR)
        assert (refused.status, refused.out) == (5, "")
        assert "sfcheck score --example" in refused.err
    assert bare.files() == before
    decide(bare, "example")
    told = shown(bare)
    assert told["example"] is True
    assert lost(told) == {"640181": "0.7", "640121": "0.5", "emergency-management": "0.5"}
    for form in ("text", "md"):
        assert "EXAMPLE" in bare.done("score", "show", "--format", form).out
    with time_machine.travel(NOW, tick=False):
        assert "示例" in run("score", "--example", cwd=bare.root, language="zh").out
    assert "SF5" not in bare("validate").out


def test_nobody_is_scored_by_the_example(bare: Office) -> None:
    decide(bare, "example")
    before = bare.files()
    refused = bare("score", "open", "2026", by=ASSESSOR)
    assert (refused.status, refused.out) == (5, "")
    assert bare.files() == before
    assert "basis" in refused.err


def test_profiles_do_not_score(bare: Office) -> None:
    assert "scoring:" not in (bare.root / "policy.yaml").read_text(encoding="utf-8")


def test_a_matrix_with_a_gap_is_refused_where_it_is(office: Office) -> None:
    path = office.root / "policy.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(', grave: "4"}', "}"), encoding="utf-8")
    refused = office("score", "show")
    assert (refused.status, refused.out) == (3, "")
    assert "findings.3.points" in refused.err
    assert "SF524" in office("validate").out


@pytest.mark.thorough
def test_the_steps_are_recorded_each_in_a_commit_of_its_own(office: Office) -> None:
    settled(office)
    steps = record(office)["events"]
    assert [step["do"] for step in steps] == ["open", "rate", "settle"]
    assert {step["for"] for step in steps} == {"assessment-office"}
    assert steps[0]["matrix"]["basis"] == DECIDED
    assert steps[2]["commit"] == git(office.root, "rev-parse", "HEAD~1").strip()
    assert not git(office.root, "status", "--porcelain")
    listed = json.loads(office.done("score", "list", "--json").out)["assessments"]
    assert [(each["id"], each["state"]) for each in listed] == [("2026-001-0001", "settle")]
    assert "settled" in office.done("score", "list").out
    with time_machine.travel(LATER, tick=False):
        assert run("validate", cwd=office.root).out.count(" error") == 0


@pytest.mark.thorough
@pytest.mark.parametrize("by", [OFFICER, CLERK, LEADER])
def test_only_the_assessment_office_takes_them(office: Office, by: str) -> None:
    before = office.files()
    assert office("score", "open", "2026", by=by).status == 5
    assert office.files() == before
    office.done("score", "open", "2026", by=ASSESSOR)
    before = office.files()
    rated = ("26-001-0001-0", "--effect", "grave", "--why", "x")
    assert office("score", "rate", "2026", *rated, by=by).status == 5
    assert office("score", "drop", "2026", "--reason", "x", by=by).status == 5
    assert office.files() == before


def test_without_a_body_that_assesses_nobody_does(office: Office) -> None:
    path = office.root / "ledger.yaml"
    text = path.read_text(encoding="utf-8").replace("  assessment: assessment-office\n", "")
    path.write_text(text, encoding="utf-8")
    refused = office("score", "open", "2026", by=ASSESSOR)
    assert (refused.status, refused.out) == (5, "")
    assert "assessment" in refused.err


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("rate", "2026", "26-001-0001-0", "--effect", "awful", "--why", "x"), 5),
        (("rate", "2026", "26-001-0001-0", "26-001-0001-0", "--effect", "grave", "--why", "x"), 5),
        (("rate", "2026", UNCONFIRMED, "--effect", "grave", "--why", "x"), 5),
        (("rate", "2026", ABSENT, "--effect", "grave", "--why", "x"), 5),
        (("rate", "2026", "26-001-0001-0", "--effect", "grave", "--why", " "), 2),
        (("rate", "2025", "26-001-0001-0", "--effect", "grave", "--why", "x"), 2),
        (("settle", "2026"), 5),
        (("open", "2026"), 5),
        (("open", "2026", "--from", "2026-06-01", "--until", "2026-12-31"), 5),
        (("open", "2027", "--from", "2026-06-01", "--until", "2026-12-31"), 5),
        (("open", "2026", "--from", "2026-12-31", "--until", "2026-12-01"), 5),
        (("open", "next year"), 2),
    ],
)
def test_what_is_not_lawful_is_refused_and_changes_nothing(
    office: Office, words: tuple[str, ...], status: int
) -> None:
    office.done("score", "open", "2026", *PERIOD, by=ASSESSOR)
    before = office.files()
    refused = office("score", *words, by=ASSESSOR)
    assert (refused.status, refused.out) == (status, ""), refused
    assert office.files() == before


def test_a_dropped_one_makes_room_for_another(office: Office) -> None:
    office.done("score", "open", "2026", *PERIOD, by=ASSESSOR)
    office.done("score", "drop", "2026", "--reason", "分值有误", by=ASSESSOR)
    office.done("score", "open", "2026", *PERIOD, by=ASSESSOR)
    assert shown(office)["id"] == "2026-001-0002"
    assert shown(office, "2026-2")["state"] == "open"


def test_a_dry_run_writes_nothing(office: Office) -> None:
    before = office.files()
    assert office("score", "open", "2026", "--dry-run", by=ASSESSOR).status == 0
    assert office.files() == before
    office.done("score", "open", "2026", *PERIOD, by=ASSESSOR)
    before = office.files()
    rated = ("26-001-0002-9", "--effect", "grave", "--why", "x", "--dry-run")
    assert office("score", "rate", "2026", *rated, by=ASSESSOR).status == 0
    assert later(office, "score", "settle", "2026", "--dry-run").status == 0
    assert office.files() == before


@pytest.mark.thorough
def test_a_later_rating_goes_before_and_unrated_ones_are_named(office: Office) -> None:
    office.done("score", "open", "2026", *PERIOD, by=ASSESSOR)
    assert "not rated" in office.done("score", "show").out
    for effect, points in (("grave", "2"), ("notable", "1")):
        rated = ("26-001-0002-9", "--effect", effect, "--why", "核实")
        office.done("score", "rate", "2026", *rated, by=ASSESSOR)
        found = shown(office)
        line = next(line for line in found["lines"] if line["number"] == "26-001-0002-9")
        assert (line["points"], line["detail"]) == (points, effect)
    unrated = {each["number"] for each in found["asides"] if each["why"] == "unrated"}
    assert "26-001-0002-9" not in unrated
    assert len(unrated) == 3


@pytest.mark.thorough
def test_what_was_settled_is_told_the_same_whatever_happens_later(
    office: Office, tmp_path: Path
) -> None:
    settled(office)
    forms = ("md", "docx", "xlsx", "json")

    def printed() -> list[bytes]:
        for form in forms:
            words = ("score", "show", "2026", "-o", tmp_path / f"s.{form}", "--force")
            assert later(office, *words, "--format", form).status == 0
        return [(tmp_path / f"s.{form}").read_bytes() for form in forms]

    before = printed()
    amended = ("--field", "severity", "--new", "major", "--why", "判重")
    office.done("amend", "26-001-0001-0", *amended, by=OFFICER)
    office.done("void", "26-001-0002-9", "--reason", "误录", by=OFFICER)
    path = office.root / "policy.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace('"0.2"', '"9"'), encoding="utf-8")
    assert printed() == before
    assert shown(office, "2026")["state"] == "settle"
    rated = ("26-001-0001-0", "--effect", "grave", "--why", "x")
    assert later(office, "score", "rate", "2026", *rated).status == 5


def test_a_total_that_somebody_altered_is_not_shown(office: Office) -> None:
    settled(office)
    path = office.root / "scores" / "2026" / "001-0001.yaml"
    text = path.read_text(encoding="utf-8")
    total = record(office)["events"][2]["totals"][0]["points"]
    altered = text.replace(f'points: "{total}"', 'points: "0.1"')
    assert altered != text
    path.write_text(altered, encoding="utf-8")
    refused = office("score", "show", "2026")
    assert (refused.status, refused.out) == (3, "")
    found = office("validate").out
    assert "SF523" in found
    assert "SF501" in found


@pytest.mark.thorough
def test_every_line_is_traced_and_totals_are_their_sum(office: Office) -> None:
    settled(office)
    told = shown(office, "2026")
    sums: dict[str, Decimal] = {}
    for line in told["lines"]:
        who = line.get("place") or line["body"]
        sums[who] = sums.get(who, Decimal()) + Decimal(line["counted"])
        assert office.issue(line["number"])["title"] == line["title"]
        assert "2026-01-01" <= line["on"] <= "2026-06-01"
    assert {who: Decimal(points) for who, points in lost(told).items()} == sums
    assert [each["points"] for each in record(office)["events"][2]["totals"]]


@pytest.mark.thorough
def test_lateness_counts_to_the_end_of_the_period_and_no_further(office: Office) -> None:
    with time_machine.travel(LATER, tick=False):
        told = json.loads(run("score", "show", "2026", "--json", cwd=office.root).out)["score"]
    late = [line for line in told["lines"] if line["rule"] == "late"]
    assert [(line["on"], line["days"], line["points"]) for line in late] == [
        ("2026-06-02", 30, "0.2")
    ]
    settled(office)
    assert not [line for line in shown(office, "2026")["lines"] if line["rule"] == "late"]


@pytest.mark.thorough
def test_the_sheet_equals_a_recount_of_the_files(office: Office) -> None:
    office.done("score", "open", "2026", *PERIOD, by=ASSESSOR)
    rated = ("26-001-0002-9", "--effect", "grave", "--why", "x")
    office.done("score", "rate", "2026", *rated, by=ASSESSOR)
    texts = [path.read_text(encoding="utf-8") for path in (office.root / "issues").rglob("*.yaml")]

    def registry(name: str, key: str) -> dict[str, Any]:
        text = (office.root / f"{name}.yaml").read_text(encoding="utf-8")
        return {each[key]: each for each in yaml.load(text, Loader=yaml.BaseLoader)[name]}

    registries = {"bodies": registry("bodies", "id"), "places": registry("places", "code")}
    matrix = record(office)["events"][0]["matrix"]
    days = (START.replace(month=1, day=1), NOW.date())
    counted = rescore(texts, matrix, {"26-001-0002-9": "grave"}, registries, days)
    assert {code: str(points) for (_kind, code), points in counted.items()} == lost(shown(office))


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--place", "640100"), {"640121", "640181"}),
        (("--place", "灵武市"), {"640181"}),
        (("--body", "government-640181"), {"640181"}),
        (("--body", "应急管理厅"), {"emergency-management"}),
        (("--body", "应急管理厅", "--place", "640121"), {"emergency-management", "640121"}),
        (("--place", "640200"), set()),
    ],
)
def test_one_body_or_place(office: Office, words: tuple[str, ...], expected: set[str]) -> None:
    assert set(lost(shown(office, *words))) == expected
    assert office("score", "show", "--place", "nowhere").status == 5


def test_the_spreadsheet_has_numbers_and_no_formula(office: Office, tmp_path: Path) -> None:
    office.done("score", "show", "-o", tmp_path / "s.xlsx")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a header it cannot split
        book = load_workbook(tmp_path / "s.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any(cell.value == HOSTILE for cell in cells)
    numbers = {cell.value for cell in cells if cell.data_type == "n" and cell.value is not None}
    assert {0.7, 0.5, 0.2} <= numbers


@pytest.mark.thorough
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_sheet_and_the_letter_in_both_languages(
    office: Office, tmp_path: Path, language: str
) -> None:
    settled(office)
    place = ("--place", "640181")
    by = ("--object-by", "2026-08-01", "--contact", f"某某 {HOSTILE}", "--on", "2026-07-02")
    for words in (("show", "2026", *place), ("feedback", "2026", *place, *by)):
        for form in ("md", "docx"):
            output = tmp_path / f"{words[0]}.{form}"
            done = later(office, "score", *words, "-o", output, language=language)
            assert done.status == 0, done
        document = Document(str(tmp_path / f"{words[0]}.docx"))
        said = [p.text for p in document.paragraphs]
        said += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        assert any(HOSTILE in text for text in said)
        assert "26-001-0002-9" in said
        markdown = (tmp_path / f"{words[0]}.md").read_text(encoding="utf-8")
        assert "{{" not in markdown
        assert "{%" not in markdown
        assert "*丁*" not in markdown.replace("\\*", "")
    assert "灵武市人民政府" in "".join(said)
    assert ("2026年8月1日" if language == "zh" else "2026-08-01") in "".join(said)
    data = (tmp_path / "feedback.docx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert b"49" not in packed.read("word/document.xml").partition(b"<w:body>")[2][:3000]


def test_the_letter_is_to_one_who_lost_something(office: Office) -> None:
    office.done("score", "open", "2026", *PERIOD, by=ASSESSOR)
    assert office("score", "feedback", "2026").status == 2
    assert office("score", "feedback", "2026", "--place", "640200").status == 2
    draft = office.done("score", "feedback", "2026", "--place", "640181", "--format", "md").out
    assert "for your comments" in draft
    assert "It must be here by" not in draft


def test_no_such_assessment(office: Office) -> None:
    for given in ("2026-1", "x", "2026-²", "20x6"):
        assert office("score", "show", given).status == 2, given
    assert json.loads(office.done("score", "list", "--json").out)["assessments"] == []


def test_an_example_of_points_that_are_no_text_is_told_where(office: Office) -> None:
    path = office.root / "policy.yaml"
    text = path.read_text(encoding="utf-8").replace('recurrence: "1"', "recurrence: 0.5")
    path.write_text(text, encoding="utf-8")
    refused = office("score", "show")
    assert refused.status == 3
    assert "scoring.0.recurrence" in refused.err
