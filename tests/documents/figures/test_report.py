"""Reports of rounds, places, teams on real ledgers: document, text, JSON, an office's template."""

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from markdown_it import MarkdownIt

from sfcheck.language import choose
from tests.documents.recount import agree, count, lists_of, of, recount, texts_of
from tests.support.office import Office, open_office
from tests.support.run import Result, run

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "ledgers" / "sample"
GOLDEN = Path(__file__).parents[1] / "golden" / "round-report.md"
DAY = date(2026, 4, 1)
NASTY = "甲|乙 **丙** {{ 7*7 }} <b>&amp;</b> [丁](http://example.invalid) `戊`"


def report(ledger: Path, *args: object, of: str = "round 2026-1", language: str = "en") -> Result:
    """Report a round, place or team of a ledger, on the day the sample was made."""
    with time_machine.travel("2026-04-01T01:00:00Z", tick=False):
        return run("report", *of.split(), *args, cwd=ledger, language=language)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    choose("en")


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the sample ledger that may be changed."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "sample"))


@pytest.mark.thorough
def test_the_sample_ledger_has_the_report_it_should_have() -> None:
    done = report(SAMPLE, "--format", "md")
    assert done.status == 0, done.err
    assert done.out == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.thorough
def test_its_figures_are_those_counted_by_hand() -> None:
    """Counted in `templates/demo/story.yaml` with a pencil, not by the program."""
    found = json.loads(report(SAMPLE, "--json").out)
    assert set(found) == {"version", "figures"}
    assert found["version"] == 1
    figures = found["figures"]
    assert (figures["found"], figures["voided"], figures["closed"]) == (12, 1, 3)
    assert (figures["confirmed"], figures["notified"], figures["overdue"]) == (11, 9, 2)
    assert (figures["look_backs"], figures["look_backs_failed"]) == (4, 1)
    assert (figures["covert"], figures["overt"]) == (7, 4)
    assert (figures["taken_over"], figures["handed_on"]) == (0, 9)
    assert {p["key"]: p["count"] for p in figures["by_duty"]} == {
        "enterprise": 8,
        "regulator": 2,
        "territory": 1,
    }
    assert {p["key"]: p["count"] for p in figures["by_team"]} == {"2026-1/T1": 6, "2026-1/T2": 5}
    assert sorted(figures["late"].values()) == [3, 6]


@pytest.mark.thorough
def test_figures_equal_a_brute_recount_of_the_files() -> None:
    figures = json.loads(report(SAMPLE, "--json").out)["figures"]
    agree(figures, recount(texts_of(SAMPLE), "2026-1", DAY, lists_of(SAMPLE)))


@pytest.mark.thorough
@pytest.mark.parametrize("reference", ["2026-1/T1", "2026-1/T2", "2026-2/T1", "2026-2/T2"])
def test_a_team_has_the_figures_of_a_recount(reference: str) -> None:
    figures = json.loads(report(SAMPLE, "--json", of=f"team {reference}").out)["figures"]
    assert figures["team"] == reference
    counted = count(
        *(texts_of(SAMPLE), lists_of(SAMPLE), DAY),
        has=lambda issue: of(issue) == reference,
        acts=reference.__eq__,
    )
    agree(figures, counted)


@pytest.mark.thorough
def test_a_place_is_reported_with_all_that_lies_in_it_over_all_rounds() -> None:
    def lies_in(issue: dict[str, Any]) -> bool:
        return str(issue["place"]).startswith("6401")

    def acts(side: str) -> bool:
        return side in ("2026-1/T1", "2026-2/T1")

    counted = count(
        *(texts_of(SAMPLE), lists_of(SAMPLE), DAY), has=lies_in, acts=acts, reach=lies_in
    )
    for given in ("640100", "银川市"):
        figures = json.loads(report(SAMPLE, "--json", of=f"place {given}").out)["figures"]
        assert (figures["place"], figures["name"], figures["found"]) == ("640100", "银川市", 7)
        assert (figures["looked_back"], figures["taken_over"], figures["handed_on"]) == (1, 4, 4)
        assert [part["key"] for part in figures["by_round"]] == ["2026-1"]
        agree(figures, counted)
    inner = json.loads(report(SAMPLE, "--json", of="place 640104").out)["figures"]
    assert inner["found"] == len(inner["issues"]) == 2


def test_what_is_no_place_and_no_team_is_told() -> None:
    assert report(SAMPLE, of="place 月球").status == 5
    assert report(SAMPLE, of="team 2026-1/T9").status == 5
    assert report(SAMPLE, of="team T1").status == 2


@pytest.mark.thorough
@pytest.mark.parametrize("of", ["round 2026-1", "place 640100", "team 2026-2/T1"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_text_says_what_the_document_says(language: str, of: str) -> None:
    text = report(SAMPLE, of=of, language=language)
    document = report(SAMPLE, "--format", "md", of=of, language=language)
    assert text.status == document.status == 0
    lines = text.out.replace("█", "").splitlines()
    for line in document.out.splitlines():
        if line.startswith("| ") and not line.startswith("| ---"):
            cells = [cell.strip() for cell in line.strip("| ").split("|")]
            squeezed = " ".join(" ".join(cells).split())
            assert any(" ".join(each.split()) == squeezed for each in lines), line
        elif line.startswith("## "):
            assert line.removeprefix("## ") in lines


@pytest.mark.thorough
def test_it_goes_to_a_new_file_in_the_form_its_name_asks_for(tmp_path: Path) -> None:
    for name, form in (("a.md", "md"), ("a.json", "json"), ("a.txt", "text")):
        done = report(SAMPLE, "-o", tmp_path / name)
        assert (done.status, done.out) == (0, "")
        written = (tmp_path / name).read_bytes().decode()
        paper = written.partition("\n<!-- sfcheck:")[0]  # which only a file has
        assert paper == report(SAMPLE, "--format", form).out
    again = report(SAMPLE, "-o", tmp_path / "a.md", "--format", "json")
    assert again.status == 2
    assert (tmp_path / "a.md").read_text(encoding="utf-8").startswith("# ")
    assert report(SAMPLE, "-o", tmp_path / "a.md", "--force").status == 0
    assert report(SAMPLE, "-o", tmp_path / "none" / "a.md").status == 2


def test_a_ledger_without_rounds_and_an_unknown_round_are_told(sample: Path) -> None:
    unknown = report(sample, of="round 2026-9")
    assert unknown.status == 5
    assert "2026-1" in unknown.err
    shutil.rmtree(sample / "rounds")
    none = report(sample, of="round")
    assert none.status == 2
    assert "round open" in none.err


def test_one_broken_record_and_there_are_no_figures_at_all(sample: Path) -> None:
    broken = next((sample / "issues").rglob("*-0004-*.yaml"))
    broken.write_text("number: [", encoding="utf-8")
    done = report(sample, "--json")
    assert (done.status, done.out) == (3, "")
    assert broken.name in done.err


def test_an_office_has_a_template_of_its_own(sample: Path) -> None:
    own = sample / "templates" / "documents" / "report.md.j2"
    own.parent.mkdir(parents=True)
    own.write_text("{{ figures.found }} | {{ tables.issues.rows[0][1] }}\n", encoding="utf-8")
    assert report(sample, "--format", "md").out == "12 | 甲醇罐区可燃气体报警器失效\n"
    own.write_text("ok\n{{ figures.fuond }}\n", encoding="utf-8")
    done = report(sample, "--format", "md")
    assert (done.status, done.out) == (3, "")
    assert "report.md.j2" in done.err
    assert "fuond" in done.err


@pytest.mark.thorough
def test_what_a_record_says_does_nothing_in_the_report(tmp_path: Path) -> None:
    office: Office = open_office(tmp_path)
    number = office.found(title=NASTY, unit={"name": f"{NASTY} & 公司（虚构）"})
    document = office.done("report", "round", "--format", "md").out
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(document)
    row = next(part for part in html.split("<tr>") if number in part and "<td>甲" in part)
    cells = [cell.partition("</td>")[0] for cell in row.split("<td>")[1:]]
    assert len(cells) == 6
    assert cells[1] == NASTY.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert not {"<a", "<b>", "<strong", "<code"} & set(html.split())
    text = office.done("report", "round").out
    assert NASTY in text
