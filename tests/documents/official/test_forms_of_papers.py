"""Letters and forms measured: each paper that is shown, from the sample, as LibreOffice sets it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sfcheck.documents.official import letter
from sfcheck.documents.official import style as official
from sfcheck.documents.paper import Table
from sfcheck.documents.printing import printed
from sfcheck.language import choose
from tests.documents.measuring import (
    FOOT,
    LEFT,
    MM,
    RIGHT,
    TOLERANCE,
    TOP,
    all_converted,
    box,
    called,
    lines,
    read,
    rules,
    text,
)
from tools import papers
from tools import word as templates

ROOT = Path(__file__).parents[3]
LETTERS = ("feedback", "extension", "reminder", "bulletin", "referral", "appraisal")
LIST = "handover-list"
"""Which is signed and not issued: its pages have numbers without dashes."""


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    choose("zh")
    yield
    choose("en")


@pytest.mark.office
def test_every_paper_keeps_to_the_standard(tmp_path: Path) -> None:
    for kind, pages in all_converted(tmp_path, papers.printed(tmp_path)).items():
        for number, page in enumerate(pages, 1):
            assert (page.width * MM, page.height * MM) == pytest.approx((210, 297), abs=0.1)
            foot = [] if kind == LIST else called(page, f"—{number}—")
            if foot:
                inset = RIGHT - box(foot)[2] if number % 2 else box(foot)[0] - LEFT
                assert inset == pytest.approx(14 * MM, abs=TOLERANCE), kind
            for line in lines(page):
                # LibreOffice hangs a point beyond a line in Chinese, though the styles forbid it.
                inside = line[:-1] if text(line)[-1] in read("，。：；、") else line
                left, top, right, low = box(inside)
                if line != foot and text(line) != str(number):
                    assert left >= LEFT - TOLERANCE, kind
                    assert right <= RIGHT + TOLERANCE, kind
                    assert top >= TOP - TOLERANCE, kind
                    assert low <= FOOT + TOLERANCE, kind
        sizes = {round(each["size"]) for line in lines(pages[0]) for each in line}
        assert 22 in sizes, kind  # the title's
        if kind in LETTERS:
            assert 16 in sizes, kind
            (rule,) = [each for each in rules(pages[0]) if each["stroking_color"] == (1, 0, 0)]
            assert rule["x0"] * MM == pytest.approx(LEFT, abs=TOLERANCE), kind
            assert rule["x1"] * MM == pytest.approx(RIGHT, abs=TOLERANCE), kind
            head = lines(pages[0])[0]
            assert {each["non_stroking_color"] for each in head} == {(1.0, 0.0, 0.0)}, kind
            assert box(head)[1] == pytest.approx(TOP + 35, abs=TOLERANCE), kind


@pytest.mark.office
def test_every_shape_of_an_annex_fills_the_width_and_repeats_its_head(tmp_path: Path) -> None:
    words = {}
    for name, widths in letter.SHAPES.items():
        assert sum(widths) == 156, name
        wide = (max(range(len(widths)), key=lambda at: widths[at]),)
        given = Table("清单", ["列"] * len(widths), [["值"] * len(widths)] * 60, wide=wide)
        made = letter.Letter("通知", "某某督查室", [official.heading(1, 1, "事")], annex=given)
        data = printed("feedback", made.content(), "docx", [templates.FOLDER])
        assert isinstance(data, bytes)
        words[name] = data
    for name, pages in all_converted(tmp_path, words).items():
        count = len(letter.SHAPES[name])
        assert len(pages) > 2, name
        for page in pages[1:]:
            heads = [line for line in lines(page) if text(line) == "列" * count]
            assert len(heads) == 1, name


def test_every_paper_with_a_template_of_its_own_is_on_the_page_and_small() -> None:
    page = (ROOT / "docs" / "papers.md").read_text(encoding="utf-8")
    assert page == papers.page()
    for name in papers.PAPERS:
        picture = ROOT / "docs" / "papers" / f"{name}.png"
        assert 0 < picture.stat().st_size <= 60 * 1024
    bases = {"letter", "form"}
    shown = {path.name.removesuffix(".docx") for path in templates.FOLDER.glob("*.docx")} - bases
    assert shown <= set(papers.PAPERS)
