"""The canonical form: its look, and the law that every parser reads back what was written."""

import re
from datetime import date, datetime

import pytest
import ryaml
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from sfcheck.ledger.files import canonical
from tests.support.amounts import of

RECORD = {
    "number": "26-037-0142-6",
    "title": "甲醇罐区可燃气体报警器失效",
    "due": "2026-12-03",
    "criterion": {"standard": "GB/T 50493", "version": "2017", "clause": "第八条"},
    "place": "640181",
    "found": {"on": "2026-11-03", "by": ["0012"], "team": "2026-1/T2", "mode": "covert"},
    "responsible": {"rectify": "unit", "assist": []},
    "description": "两台探测器断电。\n\n值班人员不知道断电时间。\n",
    "as_written": {"隐患等级": "三级", "整改期限": "2026.12.3"},
    "events": [
        {"n": 1, "at": "2026-11-03T10:22:00+08:00", "do": "register", "by": "0012"},
        {
            "n": 2,
            "do": "notify",
            "sent": ["unit", "640100"],
            "demand": "限期恢复。\n报送方案。",
            "major": True,
            "paper": {
                "document": "宁督通〔2026〕12号",
                "signatory": {"name": "某某", "office": "组长"},
            },
        },
    ],
}
WRITTEN = """\
number: 26-037-0142-6
title: 甲醇罐区可燃气体报警器失效
due: 2026-12-03
criterion: {standard: GB/T 50493, version: "2017", clause: 第八条}
place: "640181"
found: {on: 2026-11-03, by: ["0012"], team: 2026-1/T2, mode: covert}
responsible: {rectify: unit, assist: []}
description: |
  两台探测器断电。

  值班人员不知道断电时间。
as_written: {隐患等级: 三级, 整改期限: "2026.12.3"}
events:
- {n: 1, at: 2026-11-03T10:22:00+08:00, do: register, by: "0012"}
- n: 2
  do: notify
  sent: [unit, "640100"]
  demand: |-
    限期恢复。
    报送方案。
  major: true
  paper: {document: 宁督通〔2026〕12号, signatory: {name: 某某, office: 组长}}
"""

PLAIN = """
2026-11-03 2024-02-29 2026-11-03T10:22:00+08:00 2026-11-03T10:22:00Z 26-037-0142-6 2026-1/T2 2026-1
register rectification-plan 甲醇 12月3日前 2.5MPa 10kV 5% GB/T_50493 a:b http://x.cn/a#b A&B
C:\\temp true_and_accurate (一) 【重大】 “四防” 第八条 noon nulls
"""
QUOTED = """
0012 640181 1 -1 +1 1.5 1e3 123e456 0x1F 0o17 0b1 1_000 12:30 12:30:15 1. .5 .inf 2025.6.30 3fa9
2026-13-01 2025-02-29 2026-11-31 2026-1-1T1:1:1Z yes No ON off y N true False NULL ~ = << <a>
- ? : -a ?a :a a: [a] {a} a,b #a &a *a !a |a >a 'a' "a" %a @a `a
"""


def written(value: object) -> str:
    return canonical.emit({"k": value}).decode().removeprefix("k: ").removesuffix("\n")


def test_a_record_looks_as_in_the_design():
    assert canonical.emit(RECORD).decode() == WRITTEN


@pytest.mark.parametrize("text", PLAIN.split())
def test_plain(text):
    assert written(text) == text


@pytest.mark.parametrize(
    "text", [*QUOTED.split(), "", " a", "a ", "a: b", "a #b", "2026-11-03 10:22:00"]
)
def test_quoted(text):
    assert written(text) == '"' + text.replace('"', '\\"') + '"'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\tb", r'"a\tb"'),
        ("a\\\x00\x1b", r'"a\\\x00\x1B"'),
        ("a\u2028b\ufeff", r'"a\u2028b\uFEFF"'),
        ("a\u202eb", r'"a\u202Eb"'),
        ("a\r\nb", r'"a\r\nb"'),
        ("\n\n", r'"\n\n"'),
        ("a\n  \nb", r'"a\n  \nb"'),
        ("a\n\tb", r'"a\n\tb"'),
    ],
)
def test_escaped(text, shown):
    assert written(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb", "|-\n  a\n  b"),
        ("a\nb\n", "|\n  a\n  b"),
        ("a\nb\n\n\n", "|+\n  a\n  b\n\n"),
        ("  a\nb", "|2-\n    a\n  b"),
        ("\n a\n", "|2\n\n   a"),
        ("# a\n- b", "|-\n  # a\n  - b"),
        ("字" * 101, "|-\n  " + "字" * 101),
    ],
)
def test_blocks(text, shown):
    assert written(text) == shown


def test_a_line_is_opened_out_beyond_the_width():
    fits = {"a": "字" * (canonical.WIDTH - len("k: {a: }"))}
    assert written(fits) == f"{{a: {fits['a']}}}"
    longer = {"a": fits["a"] + "字"}
    assert canonical.emit({"k": longer}).decode() == f"k:\n  a: {longer['a']}\n"


def test_lists_of_lists_and_mappings_of_mappings_open_out():
    deep = {"a": {"b": {"c": {}}}, "l": [["x"], [], [{"x": 1}, ["z"]]]}
    assert canonical.emit(deep) == (b"a:\n  b: {c: {}}\nl:\n- [x]\n- []\n- - {x: 1}\n  - [z]\n")
    assert canonical.emit({}) == b"{}\n"


def test_exactly_the_days_of_the_calendar_are_plain():
    for year in (1900, 1999, 2000, 2024, 2026, 2100, 2199):
        for month in range(14):
            for day in range(33):
                text = f"{year}-{month:02}-{day:02}"
                try:
                    date.fromisoformat(text)
                    shown = text
                except ValueError:
                    shown = f'"{text}"'
                assert written(text) == shown


@pytest.mark.parametrize(
    "value", [None, 1.5, b"x", ("a",), {1: "a"}, {None: "a"}, date(2026, 1, 1), [None]]
)
def test_what_is_no_plain_data_is_the_caller_s_error(value):
    with pytest.raises(TypeError):
        canonical.emit({"k": value})


@pytest.mark.parametrize("value", ["\ud800", {"\udfff": "a"}, {"a" * 513: 1}, 2**64, -(2**63) - 1])
def test_what_no_parser_would_give_back_is_refused(value):
    with pytest.raises(ValueError, match=r".+"):
        canonical.emit({"k": value})


def test_nesting_beyond_what_parsers_follow_is_refused():
    node: dict[str, object] = {"a": "x"}
    for _ in range(60):
        node = {"a": node}
    with pytest.raises(ValueError, match="deep"):
        canonical.emit(node)


PIECES = [
    *" \t\n\r\x00\x07\x1b\x7f\x85\xa0\u2028\ufeff\ufffe\uffff\u202e\u200b\u3000",
    *"-?:,[]{}#&*!|>'\"%@`~=<+./\\_",
]
PIECES += [
    *"012589aefnoxyETZ中。😀",
    "null",
    "yes",
    "2026-11-03",
    "T10:22:00",
    "+08:00",
    ": ",
    " #",
    "---",
    "<<",
    "0x",
    "\n\n",
    "\n ",
]
TEXT = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
    st.lists(st.sampled_from(PIECES), min_size=60, max_size=150).map("".join),
    st.from_regex(r"\A[-+]?[0-9_.:eExob+\-TZ ]{1,14}\Z"),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
)
# PyYAML alone takes the bare key `on` for true; the design has it all the same.
KEY = TEXT.filter(lambda key: len(key) < 80 and key != "on")
TREE = st.recursive(
    st.one_of(TEXT, st.integers(-(2**63), 2**64 - 1), st.booleans()),
    lambda node: st.one_of(st.lists(node, max_size=4), st.dictionaries(KEY, node, max_size=4)),
    max_leaves=10,
)


def undated(read: object, was: object) -> object:
    """Return what was read, a date turned back into the text it stood for."""
    if isinstance(read, date | datetime) and isinstance(was, str):
        return was if re.match(r"\d{4}-\d\d-\d\d(T|\Z)", was) else read
    if isinstance(read, dict) and isinstance(was, dict) and len(read) == len(was):
        pairs = zip(read.items(), was.items(), strict=True)
        return {undated(k, key): undated(v, value) for (k, v), (key, value) in pairs}
    if isinstance(read, list) and isinstance(was, list) and len(read) == len(was):
        return [undated(r, w) for r, w in zip(read, was, strict=True)]
    return read


@pytest.mark.thorough
@settings(max_examples=of(60), deadline=None)
@given(st.dictionaries(KEY, TREE, max_size=4))
@example({"a": ["a:?", "a?b", ":?"], "2026-11-03": "2026-11-03"})
def test_every_parser_reads_back_what_was_written(record):
    data = canonical.emit(record)
    text = data.decode()
    for read in (
        ryaml.loads(text),
        yaml.load(data, yaml.CSafeLoader),
        YAML(typ="safe", pure=True).load(text),
    ):
        # repr: True is not 1 here, and the order of keys counts.
        assert repr(undated(read, record)) == repr(record)
    assert canonical.emit(ryaml.loads(text)) == data
