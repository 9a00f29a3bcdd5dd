"""Every kind of report at the command line, and what `--explain` lists, on the sample ledger."""

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sfcheck.documents.figures.kinds import KINDS
from tests.documents.by_hand import Asked, pile_of
from tests.documents.figures.test_queries import compare
from tests.documents.figures.test_report import DAY, SAMPLE, english, report  # noqa: F401 - a fixture
from tests.support.amounts import trial

PILE = pile_of(SAMPLE)
CITY = "640100"
UNIT = "宁东云麓煤化工有限公司（虚构）"
PERIOD = ("--since", "2026-03-05", "--until", "2026-03-20")


def team(issue: dict[str, Any]) -> str:
    return str(issue["found"].get("team", ""))


def in_city(issue: dict[str, Any]) -> bool:
    return PILE.lies_in(issue["place"], CITY)


def acts_in_city(side: str) -> bool:
    return side in ("2026-1/T1", "2026-2/T1")


ALL = Asked(PILE, DAY)
CITYS = Asked(PILE, DAY, in_city, acts_in_city, in_city, frozenset(PILE.own(CITY)))
TEAMS = Asked(PILE, DAY, lambda issue: team(issue) == "2026-1/T1", "2026-1/T1".__eq__)
IN_PERIOD = {"since": date(2026, 3, 5), "until": date(2026, 3, 20)}

REPORTS: dict[str, tuple[str, Asked]] = {
    "place 640100": ("place", CITYS),
    "team 2026-1/T1": ("team", TEAMS),
    "unit": ("units", ALL),
    "unit 云麓": ("unit", Asked(PILE, DAY, lambda issue: issue["unit"]["name"] == UNIT)),
    "duty": ("duty", ALL),
    "duty --round 2026-1 --place 银川市": ("duty", Asked(PILE, DAY, in_city)),
    "overdue": ("overdue", ALL),
    "overdue --place 640100": ("overdue", Asked(PILE, DAY, in_city)),
    "recurrence": ("recurrence", ALL),
    "recurrence --round 2026-2": ("recurrence", Asked(PILE, DAY, lambda issue: False)),
    "trend": ("trend", ALL),
    "locality 银川市": ("locality", CITYS),
    "inspectors": ("inspectors", ALL),
    " ".join(("inspectors", *PERIOD)): ("inspectors", replace(ALL, **IN_PERIOD)),
    "leader 2026-1/T1": ("leader", TEAMS),
    " ".join(("leader 2026-1/T1", *PERIOD)): ("leader", replace(TEAMS, **IN_PERIOD)),
}
"""Each report as it is typed: its kind, and the same asked by hand."""


@pytest.mark.parametrize("typed", REPORTS)
def test_its_figures_are_those_told_by_hand_from_the_files(typed: str) -> None:
    kind, by_hand = REPORTS[typed]
    done = report(SAMPLE, "--json", of=typed)
    assert done.status == 0, done.err
    compare(json.loads(done.out)["figures"], kind, by_hand)


def figures_of_all() -> Iterator[tuple[str, list[str]]]:
    """Yield each report with the figures that none before it has."""
    known: set[str] = set()
    for typed, (kind, _by_hand) in REPORTS.items():
        yield typed, [figure for figure in KINDS[kind].figures if figure not in known]
        known |= {*KINDS[kind].figures}


@pytest.mark.parametrize(
    ("typed", "figures"),
    [
        *figures_of_all(),
        *(trial(typed, KINDS[kind].figures, always=False) for typed, (kind, _) in REPORTS.items()),
    ],
)
def test_every_figure_of_it_can_be_explained(typed: str, figures: Sequence[str]) -> None:
    _kind, by_hand = REPORTS[typed]
    for figure in figures:
        done = report(SAMPLE, "--json", "--explain", figure, of=typed)
        assert done.status == 0, done.err
        told = json.loads(done.out)["explanation"]
        assert (told["figure"], told["count"]) == (figure, len(told["rows"]))
        numbers = [row["number"] for row in told["rows"] if "number" in row]
        behind = [row["number"] for row in by_hand.rows(figure) if "number" in row]
        assert sorted(numbers) == sorted(behind), figure
        assert told["count"] == len(by_hand.rows(figure)), figure


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        trial(typed, language, always=at % 4 == 3 * other)
        for at, typed in enumerate(REPORTS)
        for other, language in enumerate(("en", "zh"))
    ],
)
def test_the_text_says_what_the_document_says(typed: str, language: str) -> None:
    text = report(SAMPLE, of=typed, language=language)
    document = report(SAMPLE, "--format", "md", of=typed, language=language)
    assert text.status == document.status == 0
    lines = [" ".join(line.split()) for line in text.out.replace("█", "").splitlines()]
    for line in document.out.splitlines():
        if line.startswith("| ") and not line.startswith("| ---"):
            cells = [cell.strip() for cell in line.strip("| ").split("|")]
            assert " ".join(" ".join(cells).split()) in lines, line


def test_a_line_of_a_breakdown_is_explained_by_its_code_or_its_name() -> None:
    by_code = report(SAMPLE, "--json", "--explain", "overdue/640106", of="place 640100")
    by_name = report(SAMPLE, "--json", "--explain", "overdue/金凤区", of="place 640100")
    assert by_code.out == by_name.out
    (row,) = json.loads(by_code.out)["explanation"]["rows"]
    assert (row["number"], row["late"]) == ("26-001-0004-1", 6)
    text = report(SAMPLE, "--explain", "overdue/640106", of="place 640100").out
    assert "26-001-0004-1" in text
    assert "26-001-0008-6" not in text


def test_a_rate_names_the_figure_it_is_of() -> None:
    told = json.loads(report(SAMPLE, "--json", "--explain", "overdue").out)["explanation"]
    assert (told["count"], told["of"]) == (2, {"figure": "open", "count": 8})
    assert "25.0 % (2/8)" in report(SAMPLE, "--explain", "overdue").out


def test_what_is_no_figure_no_line_and_no_unit_is_refused_with_the_near_ones() -> None:
    done = report(SAMPLE, "--explain", "ovedue")
    assert (done.status, done.out) == (2, "")
    assert "overdue" in done.err
    done = report(SAMPLE, "--explain", "overdue/月球")
    assert (done.status, done.out) == (2, "")
    assert "64ND01" in done.err
    done = report(SAMPLE, "--explain", "overdue; DROP TABLE issues")
    assert done.status == 2
    done = report(SAMPLE, of="unit 宁东云麓煤化厂有限公司")
    assert (done.status, done.out) == (2, "")
    assert UNIT in done.err
    assert report(SAMPLE, of="unit 公司").status == 2
    done = report(SAMPLE, "--since", "2026-03-02", "--until", "2026-03-01", of="inspectors")
    assert (done.status, done.out) == (2, "")


@pytest.mark.thorough
def test_bars_are_drawn_by_length_and_not_over_people() -> None:
    text = report(SAMPLE, of="duty").out
    long, short = (
        text.split(f"{name}'s duty ")[1].splitlines()[0] for name in ("enterprise", "regulator")
    )
    assert long.count("█") == 4 * short.count("█") == 20
    assert "█" not in report(SAMPLE, of="inspectors").out


@pytest.mark.parametrize("typed", ["overdue", "trend", "inspectors", "unit 云麓", "duty"])
def test_one_broken_record_and_nothing_is_told(typed: str, tmp_path: Path) -> None:
    ledger = Path(shutil.copytree(SAMPLE, tmp_path / "sample"))
    broken = next((ledger / "issues").rglob("*-0004-*.yaml"))
    broken.write_text("number: [", encoding="utf-8")
    done = report(ledger, "--json", of=typed)
    assert (done.status, done.out) == (3, "")
    assert broken.name in done.err
