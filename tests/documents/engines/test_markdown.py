"""Whatever a record says, in Markdown it is text: no table breaks, nothing is a link or code."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sfcheck.documents.engines.markdown import inert, render
from sfcheck.errors import Refused
from sfcheck.language import visible

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
NASTY = [
    "a | b",
    "a \\| b \\",
    "<script>alert(1)</script>",
    "&lt;b&gt; &amp; &#60;",
    "**bold** _it_ ~~gone~~ `code`",
    "[link](http://example.invalid) ![x](y)",
    "<http://example.invalid>",
    "{{ 7 * 7 }} {% raw %} {# x #}",
    "# head",
    "- item",
    "---",
    "12. item",
    "1) item",
    "> quote",
    "===",
    "    code",
    "one\n\n| two |\n|---|\n",
    "tab\there",
    "\x1b[31mred\x1b[0m",
    "null\x00 bell\x07 return\r",
    "right\u202eleft \u2028 line",
    "𠮷㐂 😀 　全角",
    "",
]


def told(text: str) -> str:
    """What a reader must see: the text on one line, what cannot be seen spelt out."""
    return " ".join(visible(text).replace("\t", " ").replace("\n", " ").split(" ")).strip(" ")


def squeezed(text: str) -> str:
    return " ".join(part for part in told(text).split(" ") if part)


def words(tokens: Any) -> str:
    """The text of inline tokens, which must be nothing but text."""
    assert {token.type for token in tokens} <= {"text"}, tokens
    return "".join(token.content for token in tokens)


@settings(deadline=None)
@given(st.text(max_size=60) | st.text(alphabet="|\\`*_{}[]<>#+-.!&~$:/w\n 1a)=^@", max_size=30))
@example("a\\")
@example("http://www.example.invalid/")
def test_in_a_table_any_text_is_one_cell_of_text(text: str) -> None:
    source = f"| h | h |\n| --- | --- |\n| {inert(text)} | end |\n"
    tokens = PARSER.parse(source)
    kinds = [t.type for t in tokens if t.type in ("td_open", "th_open", "tr_open", "table_open")]
    assert kinds == ["table_open", "tr_open", "th_open", "th_open", "tr_open", "td_open", "td_open"]
    cells = [t for t in tokens if t.type == "inline"][2:]
    assert words(cells[0].children) == squeezed(text)
    assert words(cells[1].children) == "end"


@settings(deadline=None)
@given(st.text(max_size=60) | st.text(alphabet="|\\`*_{}[]<>#+-.!&~$:/w\n 1a)=^@", max_size=30))
@example("- a")
@example("-")
@example("1.")
@example("123456789) a")
@example("--- ---")
def test_where_a_line_begins_any_text_is_a_paragraph(text: str) -> None:
    tokens = PARSER.parse(f"{inert(text)}\n")
    if not squeezed(text):
        assert tokens == []
        return
    assert [t.type for t in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert words(tokens[1].children) == squeezed(text)


@pytest.mark.parametrize("text", NASTY)
def test_nasty_texts(text: str) -> None:
    shown = inert(text)
    assert "\n" not in shown
    assert "{{" not in shown
    assert "{%" not in shown
    assert shown.isprintable() or "　" in shown
    html = PARSER.render(f"| h |\n| --- |\n| {shown} |\n")
    cell = html.partition("<td>")[2].partition("</td>")[0]
    assert "<" not in cell
    assert html.count("<tr>") == 2


def test_plain_chinese_and_figures_stay_readable() -> None:
    for text in ("甲醇罐区（虚构）", "26-001-0004-1", "2026-11-23", "83.3 %", "–", "2026-1/T1"):
        assert inert(text) == text


def template(folder: Path, text: str, name: str = "x.md.j2") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_data_is_escaped_and_the_template_is_not(tmp_path: Path) -> None:
    folder = template(tmp_path / "a", "| {{ x }} | *{{ 1 + 1 }}* | {{ [x, 'b']|join(', ') }} |\n")
    assert render("x.md.j2", {"x": "a|{{ b }}"}, [folder]) == (
        "| a\\|\\{\\{ b \\}\\} | *2* | a\\|\\{\\{ b \\}\\}, b |\n"
    )


def test_the_first_folder_that_has_the_template_gives_it(tmp_path: Path) -> None:
    own, ours = template(tmp_path / "own", "own"), template(tmp_path / "ours", "ours")
    assert render("x.md.j2", {}, [own, ours]) == "own"
    assert render("x.md.j2", {}, [tmp_path / "none", ours]) == "ours"


def test_a_template_may_include_its_neighbour_and_nothing_else(tmp_path: Path) -> None:
    folder = template(tmp_path / "a", "{% include 'y.md.j2' %}")
    template(folder, "neighbour {{ x }}", "y.md.j2")
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    assert render("x.md.j2", {"x": "*"}, [folder]) == "neighbour \\*"
    for name in ("../secret", str(tmp_path / "secret"), "..\\\\secret"):
        template(folder, f"{{% include '{name}' %}}")
        with pytest.raises(Refused) as caught:
            render("x.md.j2", {}, [folder])
        assert caught.value.code in ("no-template", "bad-template")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\n{{ mispelt }}\n", 2),
        ("{{ figures.found.by.whom }}", 1),
        ("a\nb\n{% for x in %}", 3),
        ("{{ 1 / 0 }}", 1),
        ("{{ 'a' + 1 }}", 1),
        ("{{ ''.__class__.__mro__ }}", 1),
        ("{{ figures.clear() }}", 1),
        ("\n\n{{ range(10 ** 9) }}", 3),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", 1),
        ("{% include 'x.md.j2' %}", 1),
    ],
)
def test_a_bad_template_is_refused_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    folder = template(tmp_path / "a", text)
    with pytest.raises(Refused) as caught:
        render("x.md.j2", {"figures": {"found": 1}}, [folder])
    assert caught.value.code == "bad-template"
    assert caught.value.facts["line"] == line
    assert str(caught.value.facts["path"]).endswith("x.md.j2")


def test_a_template_that_is_no_text_is_refused(tmp_path: Path) -> None:
    folder = template(tmp_path / "a", "")
    (folder / "x.md.j2").write_bytes("督查".encode("gbk"))
    with pytest.raises(Refused) as caught:
        render("x.md.j2", {}, [folder])
    assert caught.value.code == "not-utf8"
    with pytest.raises(Refused) as caught:
        render("absent.md.j2", {}, [folder])
    assert caught.value.code == "no-template"
