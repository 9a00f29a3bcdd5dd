"""Editing by round trip: nothing else changes, comments stay with what they speak of."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfcheck.errors import Refused
from sfcheck.ledger.files import canonical, editing, parsing
from tests.support.amounts import of

PROFILES = sorted(Path(__file__).parents[3].glob("templates/profiles/*/*.yaml"))

FILE = """\
# head of the file
offices:
  overall: 'office-a'   # quoted by hand
  discipline: office-b

# about the officers
officers: []

# the rule and when it holds
rule:
- {since: 2026-01-01, value: 012, basis: preset}

# the teams
teams:
- id: T1
  leader: "0012" # since the spring

# the second team
- id: T2
  members:
  - "0001"
  - 0x1F

notice: |
  one

# the draw
draw:
  seed: 12:30
# end of the file
"""


def test_an_unchanged_file_comes_back_byte_for_byte():
    tree = editing.edit(FILE.encode(), "x")
    assert editing.render(tree) == FILE.encode()
    assert editing.render(tree) == FILE.encode()


@pytest.mark.thorough
@pytest.mark.parametrize("path", PROFILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_profiles_are_in_the_house_style(path):
    data = path.read_bytes()
    tree = editing.edit(data, path.name)
    assert editing.render(tree) == data
    assert tree == parsing.parse(data, path.name)


def test_there_are_profiles():
    assert PROFILES


def test_additions_stand_with_their_kind_and_keep_their_quotes():
    tree = editing.edit(FILE.encode(), "x")
    tree["offices"]["assessment"] = editing.fresh("office-c")
    tree["officers"].append(editing.fresh({"person": "0012", "since": "2026-01-01"}))
    tree["rule"][0]["until"] = editing.fresh("2026-12-31")
    tree["rule"].append(editing.fresh({"since": "2027-01-01", "value": 3}))
    tree["teams"][0]["places"] = editing.fresh(["640181", "64ND01"])
    tree["teams"][1]["members"].append(editing.fresh("0002"))
    tree["teams"].append(editing.fresh({"id": "T3", "why": "甲\n乙\n", "note": "字" * 90}))
    tree["draw"]["done"] = editing.fresh(True)
    tree["last"] = editing.fresh("no")
    assert (
        editing.render(tree).decode()
        == f"""\
# head of the file
offices:
  overall: 'office-a'   # quoted by hand
  discipline: office-b
  assessment: office-c

# about the officers
officers:
- {{person: "0012", since: 2026-01-01}}

# the rule and when it holds
rule:
- {{since: 2026-01-01, value: 012, basis: preset, until: 2026-12-31}}
- {{since: 2027-01-01, value: 3}}

# the teams
teams:
- id: T1
  leader: "0012" # since the spring
  places: ["640181", 64ND01]

# the second team
- id: T2
  members:
  - "0001"
  - 0x1F
  - "0002"
- id: T3
  why: |
    甲
    乙
  note: {"字" * 90}

notice: |
  one

# the draw
draw:
  seed: 12:30
  done: true
last: "no"
# end of the file
"""
    )


SCALARS = """
2026-01-01 2026-01-01T08:00:00+08:00 012 0 -5 0x1F 0o17 1_000 1.5 066.5 1e3 12:30 yes true .inf
123e456 26-037-0142-6 "0012" 'x'
"""


@pytest.mark.parametrize("text", SCALARS.split())
def test_the_tree_holds_what_parse_reads(text):
    data = f"a: [{text}, x]\nb: {text}\n".encode()
    tree = editing.edit(data, "x")
    read = parsing.parse(data, "x")
    assert tree == read
    assert isinstance(tree["b"], str) == isinstance(read["b"], str)
    assert editing.render(tree) == data


def test_another_style_of_lists_says_the_same_afterwards():
    data = b"# c\na:\n    - b: 1\n      c: 2\n    # d\n    - x\n"
    assert parsing.parse(editing.render(editing.edit(data, "x")), "x") == {
        "a": [{"b": 1, "c": 2}, "x"]
    }


def test_windows_line_ends_become_lf():
    tree = editing.edit(FILE.replace("\n", "\r\n").encode(), "x")
    assert editing.render(tree) == editing.render(editing.edit(FILE.encode(), "x"))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"a: 1\na: 2\n", "duplicate-key"),
        (b"a: !x 1\n", "yaml-tag"),
        (b"a: &x 1\nb: *x\n", "yaml-anchor"),
        (b"a: [1\n", "bad-yaml"),
        (b"a: 1\n---\nb: 1\n", "yaml-documents"),
        (b"- a\n", "not-a-mapping"),
        (b"\xef\xbb\xbfa: 1\n", "has-bom"),
        (b"a: 1\rb: 2\n", "has-cr"),
        ("a: 隐患\n".encode("gbk"), "not-utf8"),
        (b"a:\n- - x\n  - [y]\n# lost by ruamel.yaml\n- z\n", "not-editable"),
        (b"a:\n# torn by ruamel.yaml\n- {}\n- x\n- y\n", "not-editable"),
    ],
)
def test_refused_with_its_place(data, code):
    with pytest.raises(Refused) as caught:
        editing.edit(data, "ledger.yaml")
    assert caught.value.code == code
    assert {"path", "line", "column"} <= caught.value.facts.keys()
    assert "ledger.yaml" in caught.value.message


def test_a_value_the_text_does_not_hold_is_the_caller_s_error():
    tree = editing.edit(b"a: 1\n", "x")
    tree["b"] = ("x", "y")
    with pytest.raises(ValueError, match="come back"):
        editing.render(tree)
    with pytest.raises(TypeError):
        editing.fresh(None)


LEAVES = st.sampled_from(["a", "0012", "2026-01-01", "字", "x\ny\n", "x\n\ny", "  in\nx\n", ""])
TREES = st.recursive(
    LEAVES,
    lambda node: st.one_of(
        st.lists(node, min_size=1, max_size=3),
        st.dictionaries(st.sampled_from("abcde"), node, min_size=1, max_size=3),
    ),
    max_leaves=8,
)
NOTES = st.lists(st.sampled_from(["", "", "", "# c\n", "\n", "\n# c\n"]), min_size=1, max_size=9)


@pytest.mark.thorough
@settings(max_examples=of(80), deadline=None)
@given(st.dictionaries(st.sampled_from("abcde"), TREES, min_size=1), NOTES, st.data())
def test_whatever_is_added_nothing_else_is_lost(record, notes, data):
    text = ""
    for number, (key, value) in enumerate(record.items()):
        text += notes[number % len(notes)]
        text += canonical.emit({key: value}).decode()
    text += notes[-1]
    try:
        tree = editing.edit(text.encode(), "x")
    except Refused as refused:
        assert refused.code == "not-editable"
        return
    assert editing.render(tree).decode().split() == text.split()
    node, copy = tree, record
    while isinstance(copy, dict | list):
        parent, twin = node, copy
        key = data.draw(st.sampled_from(list(copy) if isinstance(copy, dict) else range(len(copy))))
        node, copy = node[key], copy[key]
    added = data.draw(TREES)
    if isinstance(twin, dict):
        twin["new"], parent["new"] = added, editing.fresh(added)
    else:
        twin.append(added)
        parent.append(editing.fresh(added))
    result = editing.render(tree)
    assert parsing.parse(result, "x") == record
    assert result.count(b"#") == text.count("#")
