"""Mapping files: field → heading."""

import json
from pathlib import Path

import pytest

from sfcheck.errors import Refused
from sfcheck.exchange.mapping import load_mapping


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


@pytest.mark.parametrize("text", ["[]", "1", "{", '{"unit": ["a"]}', "[" * 100_000])
def test_what_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(Refused) as refused:
        load_mapping(_file(tmp_path, "m.json", text))
    assert refused.value.code == "mapping-form"


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        load_mapping(tmp_path / "none.yaml")
    assert refused.value.code == "spreadsheet-unreadable"
