"""The dashboard on real ledgers: its numbers, its links, what it is made of, what it never does."""

import json
import re
import shlex
import shutil
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import time_machine

from sfcheck.documents.dashboard import page as dashboard
from sfcheck.documents.dashboard.page import Content, Figure, Panel
from sfcheck.documents.engines import charts
from sfcheck.documents.paper import Table
from sfcheck.language import choose
from tests.documents.measuring import chinese_font, read
from tests.support import browser
from tests.support.amounts import trial
from tests.support.office import Office, open_office
from tests.support.run import Result, run

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "ledgers" / "sample"
TEMPLATES = ROOT / "templates" / "documents"
VOID = {"meta", "link", "br", "img", "path", "rect"}
NASTY = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    "{{7*7}}",
    "{% raw %}{% endraw %}",
    "&lt;b&gt;",
    "]]><b>",
    "--><b>",
    "javascript:alert(1)",
    "</title></style><b>",
    "甲\n乙\t丙",
    "😀 𠮷㐂",
    "a\x07b",
    "right\u202eleft",
]


def made(ledger: Path, *args: object, language: str = "en") -> Result:
    """Run `report dashboard` on the day the sample was made."""
    with time_machine.travel("2026-04-01T01:00:00Z", tick=False):
        return run("report", "dashboard", *args, cwd=ledger, language=language)


def page_of(ledger: Path, language: str = "en") -> str:
    done = made(ledger, "--format", "html", language=language)
    assert done.status == 0, done.err
    return done.out


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    choose("en")


class Page(HTMLParser):
    """A page taken apart: elements in order, their attributes, text; what is not balanced fails."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.tables: list[list[list[tuple[str, str]]]] = []
        self.words: list[str] = []
        self.keys: list[tuple[str, str]] = []
        self._said: list[str] = []
        self._to = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        assert len(told) == len(attrs), (tag, attrs)
        self.elements.append((tag, told))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "table":
            self.tables.append([])
        if tag == "tr":
            self.tables[-1].append([])
        if tag in ("td", "th", "li"):
            self._said, self._to = [], ""
        if tag == "a":
            self._to = told["href"]

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.open.pop() == tag
        if tag in ("td", "th"):
            self.tables[-1][-1].append(("".join(self._said), self._to))

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        self._said.append(data)

    def ids(self) -> list[str]:
        return [told["id"] for _tag, told in self.elements if "id" in told]

    def all(self, tag: str) -> list[dict[str, str]]:
        return [told for each, told in self.elements if each == tag]


def content_of(ledger: Path) -> dict[str, Any]:
    """Return what the template is given."""
    from sfcheck.actions.reports.figures import scope_of, told_by
    from sfcheck.documents.dashboard.overview import overview
    from sfcheck.ledger.store import Ledger

    with time_machine.travel("2026-04-01T01:00:00Z", tick=False):
        from sfcheck.ledger.files.clock import now

        known, at = Ledger(ledger), now(ledger)
        scope = scope_of(known, "dashboard")
        return told_by(
            known, lambda index: dashboard.content(overview(scope, index, known.context, at))
        )


@pytest.mark.thorough
def test_every_number_is_that_of_the_reports() -> None:
    figures = json.loads(made(SAMPLE, "--json").out)["figures"]
    page = Page(page_of(SAMPLE))
    told = content_of(SAMPLE)
    counts = [int(key["text"]) for key in told["keys"]]
    steps = [
        int(r[1]["text"]) for p in told["panels"] if p["name"] in ("late", "age") for r in p["rows"]
    ]
    plain = {n: v for n, v in figures.items() if isinstance(v, int) and n != "doubted"}
    assert sorted([*counts, *steps]) == sorted(plain.values())
    for name in ("status", "duty", "severity", "place", "round", "rectify"):
        panel = next(p for p in told["panels"] if p["name"] == name)
        for row, part in zip(panel["rows"], figures[f"by_{name}"], strict=True):
            numbers = [int(cell["text"]) for cell in row[1:] if cell["text"].isdecimal()]
            assert numbers == [v for n, v in part.items() if n not in ("key", "share", "rates")]
    text = "".join(page.words)
    for cell in [c for p in told["panels"] for row in p["rows"] for c in row]:
        assert cell["text"] in text
    with time_machine.travel("2026-04-01T01:00:00Z", tick=False):
        other = json.loads(run("report", "trend", "--json", cwd=SAMPLE).out)["figures"]
        late = json.loads(run("report", "overdue", "--json", cwd=SAMPLE).out)["figures"]
    assert [p["overdue"] for p in other["by_round"]] == [p["overdue"] for p in figures["by_round"]]
    assert late["overdue"] == figures["overdue"] == 2
    assert late["open_to_30"] == figures["open_to_30"]


@pytest.mark.parametrize("every", [5, trial(1, always=False)])
def test_each_figure_leads_to_its_issues_and_to_the_command_that_lists_them(every: int) -> None:
    told = content_of(SAMPLE)
    assert len(told["behind"]) > 30
    known = {issue["number"] for issue in told["issues"]}
    for figure in told["behind"][::every]:
        words = shlex.split(figure["command"])
        assert words[:3] == ["sfcheck", "report", "dashboard"]
        done = made(SAMPLE, *words[3:], "--json")
        assert done.status == 0, (figure, done.err)
        rows = json.loads(done.out)["explained"]["rows"] if "explained" in done.out else None
        rows = rows or next(v for k, v in json.loads(done.out).items() if k != "version")["rows"]
        numbers = {row["number"] for row in rows}
        assert set(figure["issues"]) <= numbers & known
        if figure["whole"]:
            assert len(rows) == figure["count"], figure
            assert len(figure["issues"]) + figure["more"] == len(numbers)


@pytest.mark.thorough
@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_is_one_well_formed_page_that_names_all_its_parts(language: str) -> None:
    text = page_of(SAMPLE, language)
    page = Page(text)
    assert text.startswith("<!DOCTYPE html>\n<html lang=")
    assert page.all("html")[0]["lang"].startswith(language)
    assert max(Counter(page.ids()).values()) == 1
    targets = [a["href"] for a in page.all("a")]
    assert all(href.startswith("#") and href[1:] in page.ids() for href in targets)
    assert all(a["aria-labelledby"] in page.ids() for a in page.all("section"))
    assert [tag for tag, _told in page.elements if tag in ("header", "nav", "main", "footer")]
    heads = [int(tag[1]) for tag, _told in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert heads[0] == 1 == heads.count(1)
    assert all(after - before <= 1 for before, after in pairwise(heads))
    assert len(page.all("table")) == len(page.all("caption"))
    assert all(th["scope"] in ("col", "row") for th in page.all("th"))
    drawn = page.all("svg")
    assert len(drawn) >= 7
    for svg in drawn:
        assert svg["role"] == "img"
        assert all(each in page.ids() for each in svg["aria-labelledby"].split())
    assert page.elements[[t for t, _a in page.elements].index("body") + 1][1]["class"] == "skip"


@pytest.mark.thorough
def test_nothing_comes_from_elsewhere_and_nothing_runs() -> None:
    text = page_of(SAMPLE)
    page = Page(text)
    assert {tag for tag, _told in page.elements}.isdisjoint({"script", "iframe", "img", "object"})
    assert not [n for _tag, told in page.elements for n in told if n.startswith("on") or n == "src"]
    assert page.all("link") == [{"rel": "icon", "href": "data:,"}]
    assert "url(" not in text
    assert "@import" not in text
    (policy,) = [m["content"] for m in page.all("meta") if "http-equiv" in m]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")


def test_the_same_ledger_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        assert made(SAMPLE, "-o", tmp_path / name).status == 0
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
    assert made(SAMPLE, "-o", tmp_path / "a.html").status == 2


@pytest.mark.thorough
@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_empty_ledger_has_a_page_that_says_so(tmp_path: Path, language: str) -> None:
    office = open_office(tmp_path)
    page = Page(page_of(office.root, language))
    assert page.all("svg") == []
    choose(language)
    from sfcheck.language import _

    assert _("Nothing has been registered in this ledger yet.") in page.words


@pytest.mark.thorough
def test_what_a_record_says_does_nothing_on_the_page(tmp_path: Path) -> None:
    office: Office = open_office(tmp_path)
    plain = office.found()
    assert plain
    clean = Counter(tag for tag, _told in Page(page_of(office.root)).elements)
    numbers = [
        office.found(title=f"第{n}条 {text}", unit={"name": f"{text} 公司{n}（虚构）"})
        for n, text in enumerate(NASTY)
        if "\n" not in text and text.isprintable()
    ]
    page = Page(page_of(office.root))
    tags = Counter(tag for tag, _told in page.elements)
    grown = {tag: count - clean[tag] for tag, count in tags.items() if count != clean[tag]}
    assert set(grown) <= {
        "tr",
        "th",
        "td",
        "li",
        "a",
        "div",
        "h3",
        "p",
        "code",
        "ul",
        "rect",
        "text",
        "title",
    }
    rows = {row[0][0]: row for table in page.tables for row in table if row}
    texts = [text for text in NASTY if "\n" not in text and text.isprintable()]
    shown = [(rows[n], text) for n, text in zip(numbers, texts, strict=True) if n in rows]
    assert len(shown) >= 9
    for row, text in shown:
        assert text in row[1][0]


def synthetic(texts: list[str], count: int = 1) -> Content:
    """Return what a page is made of, these texts wherever a record's words may stand."""
    numbers = [f"26-001-{n:04}-0" for n in range(count)]
    figures = [Figure(text, count, numbers, f"sfcheck list {text}") for text in texts]

    def draw(name: str) -> str:
        series = [charts.Series(text, "plain", [1] * len(texts)) for text in texts[:2]]
        return charts.bars(name, texts[0], texts, series) + charts.columns(
            f"{name}-c", texts[0], texts, series
        )

    rows = [[text, count] for text in texts]
    panel = Panel(
        "p",
        Table(texts[0], ["a", "b"], rows, texts[0]),
        [[None, figure] for figure in figures],
        draw,
    )
    return Content(
        title=texts[0],
        basis=texts[0],
        keys=[(figure, texts[0]) for figure in figures],
        panels=[panel],
        order=numbers,
        headings=["n", *("h" for _text in texts)],
        lines=lambda asked: dict.fromkeys(asked, texts),
    )


@pytest.mark.parametrize("text", NASTY)
def test_any_text_anywhere_is_text(text: str) -> None:
    plain = Page(dashboard.page(dashboard.content(synthetic(["x", "y"])), [TEMPLATES]))
    page = Page(dashboard.page(dashboard.content(synthetic([text, "y"])), [TEMPLATES]))
    assert [tag for tag, _told in page.elements] == [tag for tag, _told in plain.elements]
    assert [sorted(told) for _t, told in page.elements] == [
        sorted(told) for _t, told in plain.elements
    ]
    assert not any("\u202e" in word or "\x07" in word for word in page.words)


@pytest.mark.thorough
def test_very_many_issues_with_very_long_texts_stay_below_a_megabyte() -> None:
    long = ["<&\"'" * 2500, "国" * 10_000]
    told = synthetic(long, count=25_000)
    told = Content(
        **{**vars(told), "title": "t", "basis": "b", "panels": [], "keys": told.keys[1:]}
    )
    numbers = told.order
    some = [
        Figure(f"第{n}项", 5000, numbers[n * 50 :], f"sfcheck report dashboard --explain n/{n}")
        for n in range(400)
    ]
    table = Table("t", ["a", "b"], [[long[0], 5000]] * 400)
    panel = Panel("p", table, [[None, figure] for figure in some])
    made_of = dashboard.content(Content(**{**vars(told), "panels": [panel], "keys": []}))
    text = dashboard.page(made_of, [TEMPLATES])
    assert len(made_of["behind"]) == 400
    assert 0 < len(made_of["issues"]) <= 400
    assert len(text.encode()) < 1_000_000


@pytest.mark.thorough
def test_an_office_has_a_template_of_its_own(tmp_path: Path) -> None:
    sample = Path(shutil.copytree(SAMPLE, tmp_path / "sample"))
    own = sample / "templates" / "documents" / "dashboard.html.j2"
    own.parent.mkdir(parents=True)
    own.write_text("<p>{{ keys[0].text }} {{ issues[0].cells[0] }}</p>\n", encoding="utf-8")
    assert page_of(sample).startswith("<p>11 ")
    own.write_text("ok\n{{ keys.nonne }}\n", encoding="utf-8")
    done = made(sample, "--format", "html")
    assert (done.status, done.out) == (3, "")
    assert "dashboard.html.j2" in done.err


def test_a_broken_record_is_told_and_there_is_no_page(tmp_path: Path) -> None:
    sample = Path(shutil.copytree(SAMPLE, tmp_path / "sample"))
    broken = next((sample / "issues").rglob("*-0004-*.yaml"))
    broken.write_text("number: [", encoding="utf-8")
    done = made(sample, "-o", tmp_path / "a.html")
    assert done.status == 3
    assert broken.name in done.err
    assert not (tmp_path / "a.html").exists()


def brightness(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_everything_stands_out_from_its_ground_in_light_and_dark() -> None:
    """WCAG 2: 4.5 for text, 3 for what is drawn."""
    style = (TEMPLATES / "dashboard.html.j2").read_text(encoding="utf-8")
    roots = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    assert len(roots) == 3
    for root in roots[:2]:
        colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", root))
        for name in ("text", "soft", "link", "plain", "done", "open", "late", "major"):
            for ground in ("page", "card"):
                light, dark = sorted(
                    (brightness(colours[name]), brightness(colours[ground])), reverse=True
                )
                least = 4.5 if name in ("text", "soft", "link") else 3
                assert (light + 0.05) / (dark + 0.05) >= least, (name, ground)


def rects(svg: str) -> list[dict[str, int]]:
    return [
        {name: int(value) for name, value in re.findall(r'(x|y|width|height)="(\d+)"', each)}
        for each in re.findall(r'<rect class="\w+" (.*?)><title>', svg)
    ]


def test_bars_are_as_long_as_their_numbers() -> None:
    series = [charts.Series("a", "done", [10, 0, 2]), charts.Series("b", "late", [10, 5, 0])]
    first, second, third, fourth = rects(charts.bars("n", "t", ["x", "y", "z"], series))
    assert first["width"] == second["width"] == 2 * third["width"]
    assert second["x"] == first["x"] + first["width"]
    assert third["x"] == first["x"]
    assert 0 < fourth["width"] < third["width"]
    upright = rects(charts.columns("n", "t", ["x", "y", "z"], series))
    assert upright[0]["height"] == upright[1]["height"] == 75
    assert (upright[2]["height"], upright[3]["height"]) == (37, 15)
    assert charts.bars("n", "t", ["x"], [charts.Series("a", "done", [0])]) == ""
    assert charts.columns("n", "t", [], [charts.Series("a", "done", [])]) == ""


def test_what_can_be_counted_can_be_seen_however_little_it_is() -> None:
    svg = charts.bars("n", "t", ["x", "y"], [charts.Series("a", "done", [1_000_000, 1])])
    assert rects(svg)[1]["width"] >= 1
    assert "x: a 1000000; y: a 1" in svg


@pytest.fixture
def written(tmp_path: Path) -> dict[str, Path]:
    """The sample's page in both languages."""
    found = {}
    for language in ("en", "zh"):
        found[language] = tmp_path / f"{language}.html"
        assert made(SAMPLE, "-o", found[language], language=language).status == 0
    return found


@pytest.mark.browser
def test_chromium_opens_it_in_silence_and_asks_nobody_for_anything(
    written: dict[str, Path], tmp_path: Path
) -> None:
    for language, page in written.items():
        seen = browser.opened(tmp_path, page)
        assert seen.console == []
        assert seen.asked == []
        assert seen.document.count("<svg") >= 7
        assert seen.document.count("<rect") > 30
        assert f'<html lang="{language}' in seen.document


@pytest.mark.browser
def test_chromium_would_have_told_of_a_script_and_of_a_picture_from_elsewhere(
    written: dict[str, Path], tmp_path: Path
) -> None:
    bad = tmp_path / "bad.html"
    text = written["en"].read_text(encoding="utf-8")
    more = '<script>alert(1)</script><img src="http://example.invalid/x.png" alt="">'
    bad.write_text(text.replace("</main>", f"{more}</main>"), encoding="utf-8")
    assert len(browser.opened(tmp_path, bad).console) == 2
    allowed = re.sub("<meta http-equiv[^>]*>", "", bad.read_text(encoding="utf-8"))
    bad.write_text(allowed.replace("alert(1)", ""), encoding="utf-8")
    assert "http://example.invalid/x.png" in browser.opened(tmp_path, bad).asked


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1200])
def test_a_phone_needs_no_scrolling_sideways(
    written: dict[str, Path], tmp_path: Path, width: int
) -> None:
    """Measured in a frame as wide as a phone, by a script that only this test puts there."""
    for language, page in written.items():
        text = re.sub("<meta http-equiv[^>]*>", "", page.read_text(encoding="utf-8"))
        inner = tmp_path / f"{language}-inner.html"
        measure = "<script>parent.postMessage(document.documentElement.scrollWidth,'*')</script>"
        inner.write_text(text.replace("</body>", f"{measure}</body>"), encoding="utf-8")
        outer = tmp_path / f"{language}-outer.html"
        outer.write_text(
            "<body><script>onmessage = e => document.body.append('wide=' + e.data + ';')</script>"
            f'<iframe src="{inner.name}" style="width:{width}px;height:800px;border:0"></iframe>',
            encoding="utf-8",
        )
        seen = browser.run(tmp_path, outer, "--virtual-time-budget=5000", "--dump-dom").stdout
        (measured,) = re.findall(r"wide=(\d+);", seen)
        assert int(measured) <= width, language


@pytest.mark.browser
def test_it_prints_on_a4_with_its_charts_and_in_chinese(
    written: dict[str, Path], tmp_path: Path
) -> None:
    import pdfplumber

    chinese_font("SFCHECK_REQUIRE_CHROMIUM")
    with pdfplumber.open(browser.printed(tmp_path, written["zh"])) as paper:
        assert {(round(p.width), round(p.height)) for p in paper.pages} == {(595, 842)}
        text = read("".join(page.extract_text() or "" for page in paper.pages))
        assert set("甲醇罐区可燃气体报警器失效") <= set(text)
        assert not {c["fontname"] for p in paper.pages for c in p.chars if c["text"] == "\ufffd"}
        assert any(page.rects or page.curves for page in paper.pages)
        assert all(c["x1"] <= page.width for page in paper.pages for c in page.chars)
