"""Mapping files: field → heading."""

import json
from pathlib import Path

import pytest

from sfcheck.errors import USAGE, Refused
from sfcheck.exchange.lists.mapping import load_mapping


def _file(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_yaml_and_json_say_the_same(tmp_path: Path) -> None:
    mapping = {"description": "What we saw", "unit": "D", "due": ""}
    as_json = _file(tmp_path, "m.json", json.dumps({**mapping, "due": None}))
    as_yaml = _file(tmp_path, "m.yaml", "description: What we saw\nunit: D\ndue: ''\n")
    assert load_mapping(as_json) == load_mapping(as_yaml) == mapping


def test_an_unknown_field_is_refused_with_near_ones(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        load_mapping(_file(tmp_path, "m.json", '{"descripton": "X"}'))
    assert refused.value.code == "mapping-field"
    assert "description" in refused.value.remedy


def test_what_an_editor_of_windows_saves_is_read(tmp_path: Path) -> None:
    saved = tmp_path / "m.yaml"
    saved.write_bytes(b"\xef\xbb\xbfdescription: D\r\nunit: E\r\n")
    assert load_mapping(saved) == {"description": "D", "unit": "E"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[]", "mapping-form"),
        ('{"unit": ["a"]}', "mapping-form"),
        ("1", "not-a-mapping"),
        ('{"', "bad-json"),
        ("{", "bad-yaml"),
        ("[" * 100_000, "bad-json"),
        ('{"unit": "A", "unit": "B"}', "json-key-again"),
        ("unit: A\nunit: B\n", "duplicate-key"),
    ],
)
def test_what_is_no_mapping_is_refused(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        load_mapping(_file(tmp_path, "m.json", text))
    assert (refused.value.code, refused.value.status) == (code, USAGE)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        load_mapping(tmp_path / "none.yaml")
    assert (refused.value.code, refused.value.status) == ("no-such-file", USAGE)
