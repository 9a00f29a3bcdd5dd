"""A template can neither hang the machine nor eat it, nor reach anything but its data.

Work is counted, never seconds: a template that would run for a day ends when its budget is spent.
"""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document

from sfcheck.documents.engines import markdown, sandbox, word
from sfcheck.documents.engines.sandbox import EACH, Sandbox
from sfcheck.errors import Refused
from tests.support.amounts import trial

BUDGET = 1_000_000
"""What a template may do in these tests: a hundredth of `WORK`."""
LONG = 99_999
"""Of what some look through in each turn of a loop: few turns are all they get."""
LOOKING = ("sums", "searches")
DATA = {"title": "甲", "rows": [["x", "y"]] * 3, "record": {"a": 1}}
DOUBLED = (
    "{% set ns = namespace(a=[1], b=[1]) %}{% for i in range(40) %}{% set ns.a = [ns.a, ns.a] %}"
)
HOSTILE = {
    "nested": "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
    "filtered": (
        "{% for i in range(9999) %}{% for j in range(99999) if false %}{% endfor %}{% endfor %}"
    ),
    "macro": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "twofold": (
        "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}"
    ),
    "recursive": (
        "{% for i in [1, 2] recursive %}{% if loop.depth < 60 %}{{ loop([1, 2]) }}{% endif %}"
        "{% endfor %}"
    ),
    "times": "{{ 'x' * 10**9 }}",
    "times list": "{{ [1] * 10**9 }}",
    "other way": "{{ 10**9 * 'x' }}",
    "power": "{{ 10 ** (10 ** 8) }}",
    "powers": "{% set ns = namespace(n=9) %}{% for i in range(99) %}{% set ns.n = ns.n * ns.n %}"
    "{% endfor %}{{ ns.n }}",
    "format": "{{ '%999999999d' % 1 }}",
    "format filter": "{{ '%999999999d'|format(1) }}",
    "format width": "{{ '%*d' % (999999999, 1) }}",
    "format method": "{{ '{:999999999}'.format(1) }}",
    "format item": "{{ '{:999999999}'['format'](1) }}",
    "center": "{{ 'x'|center(10**9) }}",
    "center method": "{{ 'x'.center(10**9) }}",
    "zfill": "{{ 'x'.zfill(10**9) }}",
    "tabs": "{{ '\t'.expandtabs(10**9) }}",
    "indent": "{{ 'x'|indent(10**9) }}",
    "batch": "{{ [1]|batch(10**9, 0)|list }}",
    "slice": "{{ [1]|slice(10**9)|list }}",
    "ranges": "{% for i in range(99999) %}{% for j in range(99999)|list %}{% endfor %}{% endfor %}",
    "sums": "{% set r = range(99999) %}{% for i in range(99999) %}{{ r|sum }}{% endfor %}",
    "copies": "{% set s = 'x' * 1000000 %}"
    "{% for i in range(99999) %}{% set t = s[:] %}{% endfor %}",
    "searches": "{% for i in range(99999) %}{{ 'a' in range(99999) }}{% endfor %}",
    "doubled": "{% set ns = namespace(s='x') %}{% for i in range(40) %}{% set ns.s = ns.s ~ ns.s %}"
    "{% endfor %}",
    "added": "{% set ns = namespace(s='x') %}{% for i in range(40) %}{% set ns.s = ns.s + ns.s %}"
    "{% endfor %}",
    "printed": DOUBLED + "{% endfor %}{{ ns.a }}",
    "compared": DOUBLED + "{% set ns.b = [ns.b, ns.b] %}{% endfor %}{{ ns.a == ns.b }}",
    "namespace": DOUBLED + "{% endfor %}{{ ns }}",
    "joined": "{% set s = 'x' * 1000000 %}{{ ([s] * 10000)|join }}",
    "replaced": "{{ ('x' * 10000)|replace('x', 'y' * 1000000) }}",
    "written": "{% for i in range(99999) %}" + "x" * 100_000 + "{% endfor %}",
    "kept": "{% set s %}{% for i in range(99999) %}" + "x" * 100_000 + "{% endfor %}{% endset %}",
    "undefined": "{{ titel }}",
    "unknown item": "{{ record.b }}",
    "dunder": "{{ ''.__class__.__mro__ }}",
    "dunder item": "{{ ''['__class__'] }}",
    "attr": "{{ ''|attr('__class__') }}",
    "globals": "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "environment": "{{ self._TemplateReference__context.environment }}",
    "method": "{{ record.items }}",
    "changed": "{{ record.update({'a': 2}) }}",
    "reads": "{% include '../../../etc/passwd' %}",
    "absolute": "{% include '/etc/passwd' %}",
    "import": "{% import '/etc/passwd' as x %}",
    "extends": "{% extends '/etc/passwd' %}",
    "safe": "{{ title|safe }}",
    "lorem": "{{ lipsum(10**6) }}",
    "divided": "{{ 1 / 0 }}",
    "broken": "{% for x in %}",
    "open": "{% for x in rows %}",
}


@pytest.fixture
def charges(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """What is charged against the budget, each piece of work before it is done."""
    made: list[int] = []
    charge = Sandbox.charge

    def noted(self: Sandbox, work: int) -> bool:
        made.append(work)
        return charge(self, work)

    monkeypatch.setattr(sandbox, "WORK", BUDGET)
    monkeypatch.setattr(Sandbox, "charge", noted)
    yield made


def within(charges: list[int], name: str) -> None:
    """Assert that no work was begun beyond the budget, and none in countless pieces."""
    assert sum(charges[:-1]) <= BUDGET
    assert len(charges) <= BUDGET // EACH
    if name in LOOKING:
        assert len(charges) <= 6 * BUDGET // LONG


@pytest.mark.thorough
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_template_is_refused_in_markdown(
    tmp_path: Path, name: str, charges: list[int]
) -> None:
    (tmp_path / "x.md.j2").write_text(HOSTILE[name], encoding="utf-8")
    with pytest.raises(Refused) as caught:
        markdown.render("x.md.j2", DATA, [tmp_path])
    assert caught.value.code in ("bad-template", "no-template")
    within(charges, name)


@pytest.mark.parametrize(
    "name", [trial(name, always=at % 10 == 0) for at, name in enumerate(HOSTILE)]
)
def test_a_hostile_template_is_refused_in_word(
    tmp_path: Path, name: str, charges: list[int]
) -> None:
    made = Document()
    made.add_paragraph(HOSTILE[name].replace("\n", "/").replace("\t", "/"))
    made.save(str(tmp_path / "x.docx"))
    with pytest.raises(Refused) as caught:
        word.render("x.docx", DATA, [tmp_path])
    assert caught.value.code == "bad-word-template"
    within(charges, name)


LAWFUL = {
    "{{ title ~ ' (' ~ rows|length ~ ')' }}": "甲 (3)",
    "{% for row in rows %}{{ loop.index }}/{{ loop.length }} {% endfor %}": "1/3 2/3 3/3 ",
    "{{ rows[0]|join(', ') }}": "x, y",
    "{{ rows|map('first')|join('/') }}": "x/x/x",
    "{{ rows[1:]|length }}": "2",
    "{{ 'yes' if 'a' in record else 'no' }}": "yes",
    "{{ record.a + 1 }} {{ '%.1f'|format(2.04) }}": "3 2.0".replace("3", "2"),
    "{% macro m(x) %}{{ x }}!{% endmacro %}{{ m(title) }}{{ m(title) ~ title }}": "甲!甲!甲",
    "{{ record.items()|list|length }} {{ missing|default('–') }}": "1 –",
    "{{ title|upper|replace('甲', '乙')|center(3) }}": "乙",
    "{{ 2 ** 10 }} {{ [1, 2]|sum }} {{ range(3)|list }}": "1024 3 \\[0, 1, 2\\]",
}


@pytest.mark.parametrize(("code", "said"), LAWFUL.items())
def test_what_papers_need_is_there(tmp_path: Path, code: str, said: str) -> None:
    (tmp_path / "x.md.j2").write_text(code, encoding="utf-8")
    assert markdown.render("x.md.j2", DATA, [tmp_path]) == said


@pytest.mark.parametrize(
    "code",
    [
        "{% set m %}名{% endset %}{{ m ~ data }}",
        "{% set m %}名{% endset %}{{ m + data }}",
        "{% set m %}名%s{% endset %}{{ m % data }}",
        "{% set m %}名{% endset %}{{ [m, data]|join('') }}",
        "{% set m %}名{% endset %}{{ m|replace('名', data) }}",
        "{{ data|e }}",
        "{% autoescape false %}{{ data }}{% endautoescape %}",
        "{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}{{ data }}{% endcall %}",
    ],
)
def test_no_turn_of_code_makes_data_active(tmp_path: Path, code: str) -> None:
    (tmp_path / "x.md.j2").write_text(code, encoding="utf-8")
    said = markdown.render("x.md.j2", {"data": "*a* | <b> {{ x }}"}, [tmp_path])
    assert "*a*" not in said.replace("\\*", "")
    assert "<b>" not in said.replace("\\<", "")
    assert "{{" not in said
    assert " | " not in said.replace("\\|", "")


def test_parts_of_a_word_template_that_are_too_many_are_refused(tmp_path: Path) -> None:
    made = Document()
    made.add_paragraph("{{r " * 20_000)
    packed = io.BytesIO()
    made.save(packed)
    (tmp_path / "x.docx").write_bytes(packed.getvalue())
    with pytest.raises(Refused):
        word.render("x.docx", DATA, [tmp_path])
