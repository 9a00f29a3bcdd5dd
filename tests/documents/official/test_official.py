"""The form of official papers (GB/T 9704-2012), measured in the PDF that LibreOffice makes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sfcheck.documents.engines import word
from sfcheck.documents.official import style as official
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
    converted,
    lines,
    rules,
    text,
)
from tools import word as templates

pytestmark = pytest.mark.office
FULL = "国"
LINES, CHARACTERS = 22, 28
ISSUES = 60


@pytest.fixture(autouse=True, scope="module")
def chinese() -> Iterator[None]:
    choose("zh")
    yield
    choose("en")


def content(**other: Any) -> dict[str, Any]:
    """Return what a bulletin's template is given, with a body of some full pages."""
    head = "某某自治区党委督查室"
    row = ["26-037-0142-6", "甲醇罐区可燃气体报警器失效", "灵武市云坊化工有限公司（虚构）"]
    row += ["灵武市", "主体责任", "重大", "整改中", "2026-12-03"]
    return {
        "head": head,
        "head_size": official.head_size(head),
        "document": "某督通报〔2026〕3号",
        "title": "关于第一轮常态化督查情况的通报",
        "to": "各市、县（区）党委和政府：",
        "body": [
            official.heading(1, 1, "总体情况"),
            {"level": 0, "text": FULL * CHARACTERS * 50},
            official.heading(2, 1, "主体责任"),
            {"level": 0, "text": "末段"},
        ],
        "attachment": "附件：问题清单",
        "issuer": head,
        "date": "2026年7月3日",
        "annex": {
            "mark": "附件",
            "title": "问题清单",
            "headings": ["编号", "问题", "单位", "地区", "责任", "等级", "状态", "期限"],
            "rows": [row] * ISSUES,
            "note": "",
        },
        "copies": "抄送：各有关部门。",
        "printed": "2026年7月4日印发",
        "bulletin": {},
        "figures": {},
        **other,
        "imprint_height": official.imprint_height(other.get("copies", "")),
    }


def pages(folder: Path, given: dict[str, Any]) -> list[Any]:
    """Return the pages of the PDF that LibreOffice makes of a bulletin."""
    return converted(folder, word.render("bulletin.docx", given, [templates.FOLDER]))


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    return pages(tmp_path_factory.mktemp("office"), content())


def test_a_page_is_22_lines_of_28_characters_in_156_by_225_mm(paper: list[Any]) -> None:
    page = paper[1]
    assert (page.width * MM, page.height * MM) == pytest.approx((210, 297), abs=0.1)
    body = [line for line in lines(page) if FULL in text(line)]
    assert [text(line) for line in body] == [FULL * CHARACTERS] * LINES
    boxes = [box(line) for line in body]
    assert min(each[0] for each in boxes) == pytest.approx(LEFT, abs=TOLERANCE)
    assert max(each[2] for each in boxes) == pytest.approx(RIGHT, abs=TOLERANCE)
    pitch = (boxes[-1][1] - boxes[0][1]) / (LINES - 1)
    assert pitch * LINES == pytest.approx(FOOT - TOP, abs=TOLERANCE)
    # A glyph stands within its line: from it to the type area's edges there is at most a lead.
    lead = pitch - 16 * MM
    assert TOP - TOLERANCE <= boxes[0][1] <= TOP + lead + TOLERANCE
    assert FOOT - lead - TOLERANCE <= boxes[-1][3] <= FOOT + TOLERANCE
    assert {round(each["size"]) for line in body for each in line} == {16}


def test_the_first_line_of_a_paragraph_is_two_characters_in(paper: list[Any]) -> None:
    first = next(line for line in lines(paper[0]) if FULL in text(line))
    assert text(first) == FULL * (CHARACTERS - 2)
    assert box(first)[0] == pytest.approx(LEFT + 2 * 15.75 * MM, abs=TOLERANCE)


def test_the_red_head_fits_the_width_and_stands_35_mm_down(paper: list[Any]) -> None:
    line = called(paper[0], "某某自治区党委督查室")
    left, top, right, _foot = box(line)
    assert top == pytest.approx(TOP + 35, abs=TOLERANCE)
    assert left >= LEFT - TOLERANCE
    assert right <= RIGHT + TOLERANCE
    assert left - LEFT == pytest.approx(RIGHT - right, abs=TOLERANCE)
    assert {each["non_stroking_color"] for each in line} == {(1.0, 0.0, 0.0)}


def test_number_and_red_rule_stand_below_it(paper: list[Any]) -> None:
    head, number = called(paper[0], "某某自治区党委督查室"), called(paper[0], "某督通报〔2026〕3号")
    left, top, right, foot = box(number)
    assert left - LEFT == pytest.approx(RIGHT - right, abs=TOLERANCE)
    two_lines = 2 * (FOOT - TOP) / LINES
    assert two_lines < top - box(head)[3] < 1.6 * two_lines
    (rule,) = rules(paper[0])
    assert rule["top"] * MM - foot == pytest.approx(4, abs=TOLERANCE)
    assert rule["x0"] * MM == pytest.approx(LEFT, abs=TOLERANCE)
    assert rule["x1"] * MM == pytest.approx(RIGHT, abs=TOLERANCE)
    assert tuple(rule["stroking_color"]) == (1.0, 0.0, 0.0)


def test_title_headings_attachment_signature_and_date(paper: list[Any]) -> None:
    title = called(paper[0], "关于第一轮常态化督查情况的通报")
    assert {round(each["size"]) for each in title} == {22}
    left, top, right, _foot = box(title)
    assert left - LEFT == pytest.approx(RIGHT - right, abs=TOLERANCE)
    assert top - rules(paper[0])[0]["top"] * MM > 2 * 16 * MM
    in_ = LEFT + 2 * 15.75 * MM
    assert box(called(paper[0], "一、总体情况"))[0] == pytest.approx(in_, abs=TOLERANCE)
    last = next(page for page in paper if any(text(line) == "末段" for line in lines(page)))
    assert box(called(last, "（一）主体责任"))[0] == pytest.approx(in_, abs=TOLERANCE)
    end = box(called(last, "末段"))
    attachment = box(called(last, "附件：问题清单"))
    assert attachment[0] == pytest.approx(in_, abs=TOLERANCE)
    pitch = (FOOT - TOP) / LINES
    assert attachment[1] - end[1] == pytest.approx(2 * pitch, abs=TOLERANCE)
    issuer, date = called(last, "某某自治区党委督查室"), called(last, "2026年7月3日")
    assert RIGHT - box(date)[2] == pytest.approx(4 * 16 * MM, abs=6)
    middle = [(box(line)[0] + box(line)[2]) / 2 for line in (issuer, date)]
    assert middle[0] == pytest.approx(middle[1], abs=TOLERANCE)


def test_page_numbers_stand_on_the_outer_side_between_dashes(paper: list[Any]) -> None:
    assert len(paper) > 5
    for number, page in enumerate(paper, 1):
        line = called(page, f"—{number}—")
        left, top, right, foot = box(line)
        assert (top + foot) / 2 == pytest.approx(FOOT + 7, abs=TOLERANCE)
        assert {round(each["size"]) for each in line} == {14}
        inset = RIGHT - right if number % 2 else left - LEFT
        assert inset == pytest.approx(14 * MM, abs=TOLERANCE)


def test_the_annex_begins_a_page_and_repeats_its_head(paper: list[Any]) -> None:
    begins = next(n for n, page in enumerate(paper) if text(lines(page)[0]) == "附件")
    rest = paper[begins:]
    assert len(rest) > 2
    for page in rest:
        heads = [line for line in lines(page) if text(line).startswith("编号问题")]
        assert len(heads) == 1
    numbers = [line for page in rest for line in lines(page) if "26-037-0142-6" in text(line)]
    assert len(numbers) == ISSUES
    for line in numbers:
        assert box(line)[0] >= LEFT
        assert box(line)[2] <= RIGHT
        assert "2026-12-03" in text(line)  # on one line


@pytest.mark.parametrize(
    "copies", ["", "抄送：" + "各有关部门，" * 16, "抄送：" + "各部门，" * 100]
)
def test_the_imprint_stands_at_the_foot_of_the_last_page(copies: str, tmp_path: Path) -> None:
    words = {}
    for issues in (0, 1, 8, 9, 17):
        given = content(copies=copies, body=[{"level": 0, "text": "正文"}])
        given["annex"]["rows"] = given["annex"]["rows"][:issues]
        words[str(issues)] = word.render("bulletin.docx", given, [templates.FOLDER])
    for made in all_converted(tmp_path, words).values():
        check_imprint(made[-1], copies, given["imprint_height"])


def check_imprint(last: Any, copies: str, height: int) -> None:
    drawn = [rule for rule in rules(last) if rule["top"] * MM > FOOT - height]
    widths = [round(rule["linewidth"] * MM, 2) for rule in drawn][-(3 if copies else 2) :]
    assert widths == ([0.35, 0.26, 0.35] if copies else [0.35, 0.35])
    assert drawn[-1]["top"] * MM == pytest.approx(FOOT, abs=TOLERANCE)
    assert drawn[-1]["x0"] * MM == pytest.approx(LEFT, abs=TOLERANCE)
    assert drawn[-1]["x1"] * MM == pytest.approx(RIGHT, abs=TOLERANCE)
    line = called(last, "某某自治区党委督查室2026年7月4日印发")
    assert {round(each["size"]) for each in line} == {14}
    assert box(line)[3] <= FOOT
    upper = drawn[-(3 if copies else 2)]["top"] * MM
    for other in lines(last):
        said = text(other)
        inside = "印发" in said or "部门" in said or said.startswith("—")
        assert inside == (box(other)[3] > upper), said


def test_a_head_is_as_large_as_fits() -> None:
    assert [official.head_size("字" * n) for n in (1, 9, 10, 12, 13, 15, 16, 20, 40)] == [
        *(48, 48, 36, 36, 29, 29, 22, 22, 22)
    ]
