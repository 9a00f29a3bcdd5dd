"""Strict reading: what is refused, with its place; where things are; what is canonical."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import ryaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sfcheck.errors import Refused
from sfcheck.ledger.files import canonical, parsing, walking
from sfcheck.ledger.files.walking import YamlNode
from tests.support.amounts import of

GOOD = """\
number: 26-037-0142-6
due: 2026-12-03
place: "640181"
description: |
  第一行 & *强调* 用 ! 号
  第二行 R&D
unit: {name: 某某公司（虚构）, uscc: x}
events:
- {n: 1, at: 2026-11-03T10:22:00+08:00, by: "0012"}
- n: 2
  sent: [unit, "640100"]
  due: 2026-12-03
"""
LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{this}: &{this} [{','.join([f'*{before}'] * 9)}]\n"
    for before, this in zip("abcdefgh", "bcdefghi", strict=True)
)
BROKEN = [
    (b"a: 1\nb: [1, 2\nc: 3\n", "bad-yaml", 3, 2),
    (b"a: 1\n b: 2\n", "bad-yaml", 2, 3),
    (b"a: 'x\n", "bad-yaml", 2, 1),
    (b'a: 1\nb: "\\U00110000"\n', "bad-yaml", 2, 1),
    (b"a: 99999999999999999999999\n", "bad-yaml", 1, 4),
    (b"%FOO x\n---\na: 1\n", "bad-yaml", 1, 5),
    (b"a: 1\nb: 2\na: 3\n", "duplicate-key", 3, 1),
    ('a: {甲: 1, "甲": 2}\n'.encode(), "duplicate-key", 1, 11),
    (b"a: 1\nb: !secret x\n", "yaml-tag", 2, 4),
    (b"a: ! 12\n", "yaml-tag", 1, 4),
    (b"!x\na: 1\n", "yaml-tag", 1, 1),
    (b"a: [1,!!int 2]\n", "yaml-tag", 1, 7),
    (b"a: &x 1\n", "yaml-anchor", 1, 4),
    (b"a: [b,\n  *x]\n", "yaml-anchor", 2, 3),
    (LAUGHS.encode(), "yaml-anchor", 1, 4),
    (b"a:\n  <<: {b: 1}\n", "yaml-merge-key", 2, 3),
    (b"a: 1\n---\nb: 2\n", "yaml-documents", 2, 1),
    (b"%YAML 1.1\n---\na: 1\n", "yaml-directive", 2, 1),
    (b"a:\n  1: x\n", "bad-key", 2, 3),
    (b"a:\n  null: x\n", "bad-key", 2, 3),
    (b"[a]: x\n", "bad-key", 1, 1),
    (b"- a\n", "not-a-mapping", 1, 1),
    (b"", "not-a-mapping", 1, 1),
    (b"\xef\xbb\xbfa: 1\n", "has-bom", 1, 1),
    (b"a: 1\nb: 2\r\n", "has-cr", 2, 5),
    (b"a: 1\nb: x\x00y\n", "control-character", 2, 5),
    ("a: 甲\x1b[31m\n".encode(), "control-character", 1, 5),
    ("a: 甲\u2028乙\n".encode(), "control-character", 1, 5),
    ("a: x\nb: 隐患\n".encode("gbk"), "not-utf8", 2, 4),
    ("a: 隐患\n".encode("utf-16"), "not-utf8", 1, 1),
    ("甲: ".encode() + b"\xff\n", "not-utf8", 1, 4),
    (b"a: " + b"[\n" * 10_000, "yaml-too-deep", 129, 1),
    (b"".join(b" " * n + b"a:\n" for n in range(1_000)), "yaml-too-deep", 129, 129),
]


@pytest.mark.parametrize(("data", "code", "line", "column"), BROKEN)
def test_refused_with_its_place(data, code, line, column):
    with pytest.raises(Refused) as caught:
        parsing.parse(data, "issues/x.yaml")
    found = caught.value
    assert (found.code, found.facts["line"], found.facts["column"]) == (code, line, column)
    assert found.facts["path"] == "issues/x.yaml"
    assert "issues/x.yaml" in found.message
    assert found.remedy
    assert parsing.problems(data, "issues/x.yaml")[0].facts == found.facts


def test_text_dates_and_odd_numbers_stay_text():
    record = parsing.parse(GOOD.encode(), "x")
    assert record == ryaml.loads(GOOD)
    assert (record["due"], record["place"]) == ("2026-12-03", "640181")
    assert record["events"][0]["at"] == "2026-11-03T10:22:00+08:00"
    assert record["description"] == "第一行 & *强调* 用 ! 号\n第二行 R&D\n"
    assert parsing.parse(b"a: [012, 1_0, 12:30, 123e456, no]", "x") == {
        "a": ["012", "1_0", "12:30", "123e456", "no"]
    }
    assert parsing.problems(GOOD.encode(), "x") == []


def test_windows_line_ends_are_let_through_where_people_edit():
    data = GOOD.replace("\n", "\r\n").encode()
    assert parsing.parse(data, "ledger.yaml", crlf=True) == ryaml.loads(GOOD)
    assert parsing.problems(data, "ledger.yaml", crlf=True) == []
    with pytest.raises(Refused, match="CR"):
        parsing.parse(b"a: 1\rb: 2\n", "ledger.yaml", crlf=True)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("a: 隐患\n".encode("gbk"), "GBK"),
        ("a: 隐患\n".encode("utf-16"), "UTF-16"),
        (b"a: \xff\n", ""),
    ],
)
def test_the_likely_encoding_is_named(data, encoding):
    [found] = parsing.problems(data, "x")
    assert found.facts["encoding"] == encoding
    assert found.facts["byte"] == data.index(next(b for b in data if b > 127))


def test_all_problems_of_a_file_are_told_in_order_and_not_too_many():
    data = b"\xef\xbb\xbfa: !x 1\r\nb: &y 2\na: {1: *y}\n"
    codes = [(found.code, found.facts["line"]) for found in parsing.problems(data, "x")]
    assert codes == [
        ("has-bom", 1),
        ("has-cr", 1),
        ("yaml-tag", 1),
        ("yaml-anchor", 2),
        ("duplicate-key", 3),
        ("bad-key", 3),
        ("yaml-anchor", 3),
    ]
    many = b"".join(b"k%d: !t x\n" % n for n in range(200))
    assert len(parsing.problems(many, "x")) == parsing.MAX_PROBLEMS


@pytest.mark.thorough
def test_a_hostile_file_costs_little(monkeypatch: pytest.MonkeyPatch):
    """Of each only the beginning is looked at, up to what is refused: no alias is followed."""
    looked: list[YamlNode] = []

    def counted(*given: Any) -> Iterator[YamlNode]:
        for node in walking.walk(*given):
            looked.append(node)
            yield node

    monkeypatch.setattr(parsing, "walk", counted)
    fan_out = b"a: &a [" + b"x," * 1_000 + b"]\nb: [" + b"*a," * 300_000 + b"]\n"
    for data in (fan_out, LAUGHS.encode(), b"[" * 200_000, b"- " * 200_000, b"? " * 200_000):
        looked.clear()
        with pytest.raises(Refused):
            parsing.parse(data, "x")
        assert len(looked) <= 2 * walking.MAX_DEPTH, data[:20]


def test_too_big_is_refused_before_it_is_parsed():
    assert parsing.parse(b"a: 1", "x", limit=4) == {"a": 1}
    with pytest.raises(Refused) as caught:
        parsing.parse(b"a: 1\n", "x", limit=4)
    assert caught.value.code == "too-big"
    assert [found.code for found in parsing.problems(b"a: 1\n", "x", 4)] == ["too-big"]


@pytest.mark.thorough
def test_read_takes_plain_files_of_moderate_size_only(tmp_path: Path):
    good = tmp_path / "good.yaml"
    good.write_bytes(b"a: 1\r\n")
    assert parsing.read(good) == b"a: 1\r\n"
    huge = tmp_path / "huge.yaml"
    with huge.open("wb") as file:
        file.truncate(100_000_000)
    for path, code in [
        (huge, "too-big"),
        (tmp_path, "not-a-file"),
        (tmp_path / "none.yaml", "no-such-file"),
        (good / "below.yaml", "unreadable-file" if os.name == "posix" else "no-such-file"),
    ]:
        with pytest.raises(Refused) as caught:
            parsing.read(path)
        assert caught.value.code == code
        assert str(path) in caught.value.message
    assert parsing.read(huge, limit=100_000_000)[:1] == b"\0"


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_read_follows_no_link(tmp_path: Path):
    (tmp_path / "secret").write_bytes(b"a: 1\n")
    for name, target in [("link.yaml", "secret"), ("dangling.yaml", "nowhere")]:
        (tmp_path / name).symlink_to(target)
        with pytest.raises(Refused) as caught:
            parsing.read(tmp_path / name)
        assert caught.value.code == "is-a-link"


@pytest.mark.parametrize(
    ("field", "place"),
    [
        ((), (1, 1)),
        (("number",), (1, 9)),
        (("description",), (4, 14)),
        (("unit", "uscc"), (7, 30)),
        (("events", 0, "by"), (9, 45)),
        (("events", 1), (10, 3)),
        (("events", 1, "sent", 1), (11, 16)),
        (("events", 1, "reason"), (10, 3)),
        (("events", 7, "due"), (9, 1)),
        (("nothing", 0), (1, 1)),
    ],
)
def test_locate(field, place):
    assert parsing.locate(GOOD.encode(), field) == place


def test_locate_searches_the_readable_part_of_a_broken_file():
    assert parsing.locate(b"a: 1\nb: 2\nc: [\n", ("b",)) == (2, 4)
    assert parsing.locate(b"\xef\xbb\xbfa: 1\nb: \xff\n", ("b",)) == (2, 4)
    assert parsing.locate(b"a: \x00\n", ("a",)) == (1, 1)
    assert parsing.locate(LAUGHS.encode(), ("b", 2)) == (2, 14)


def test_canonical_or_where_not():
    record = parsing.parse(GOOD.encode(), "x")
    data = canonical.emit(record)
    assert parsing.is_canonical(data, record)
    assert not parsing.is_canonical(data + b"\n", record)
    assert not parsing.is_canonical(b"a:\n", {"a": None})
    assert parsing.first_difference(data.replace("第二行".encode(), b"x"), data) == (6, 3)
    assert parsing.first_difference("甲: 乙 \n".encode(), "甲: 乙\n".encode()) == (1, 5)
    assert parsing.first_difference(b"a: 1\n\n", b"a: 1\n") == (2, 1)
    assert parsing.first_difference(b"a: 1", b"a: 1\n") == (1, 5)


PIECES = ["!t ", "&a ", "*a", "!", "<<: ", "%", "---\n", "\r\n", "\x00", "\x85", "\u2028", "\ufeff"]
PIECES += ['"', "'", "{", "}", "[", "]", ": ", "- ", "? ", "\n", "\t", "  ", "#", "|", ">", ","]
PIECES += ["1: 2\n", "null", "due: x\n", "\\", '"\\U00110000"', "%YAML 1.1\n", "@", "\uffff", "~"]


@settings(max_examples=of(150), deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, len(GOOD)), st.sampled_from(PIECES), st.integers(0, 8)),
        min_size=1,
        max_size=3,
    )
)
def test_a_damaged_file_is_read_or_refused_with_its_place(damages):
    text = GOOD
    for at, piece, lost in damages:
        text = text[:at] + piece + text[at + lost :]
    data = text.encode()
    found = parsing.problems(data, "x")
    try:
        record = parsing.parse(data, "x")
    except Refused as refused:
        assert (refused.code, refused.facts) == (found[0].code, found[0].facts)
        lines = text.split("\n")
        assert 1 <= refused.facts["line"] <= len(lines) + 1
        assert refused.facts["column"] >= 1
        assert str(refused)
    else:
        # Only a tab that ryaml overlooks may be told of a file that is read all the same.
        assert {each.code for each in found} <= {"bad-yaml"}
        assert isinstance(record, dict)
    line, column = parsing.locate(data, ("events", 1, "due"))
    assert line >= 1
    assert column >= 1
