"""The tables of refusals: each code once, each used, each with something to do next."""

import re
from collections import Counter
from pathlib import Path
from string import Formatter

import pytest

from sfcheck.errors.table import REFUSALS

PACKAGE = Path(__file__).parents[2] / "sfcheck"
TABLES = sorted((PACKAGE / "errors").glob("*.py"))
CODE = re.compile(r'^    "([a-z0-9-]+)": Refusal\(', re.MULTILINE)


def test_no_code_stands_in_two_tables() -> None:
    found = Counter(code for table in TABLES for code in CODE.findall(table.read_text("utf-8")))
    assert {code for code, times in found.items() if times > 1} == set()
    assert set(found) == set(REFUSALS)


def test_every_refusal_is_raised_somewhere() -> None:
    sources = [path for path in PACKAGE.rglob("*.py") if path not in TABLES]
    said = "\n".join(path.read_text("utf-8") for path in sources)
    assert [code for code in REFUSALS if f'"{code}"' not in said] == []


@pytest.mark.parametrize("code", REFUSALS)
def test_every_refusal_says_what_is_wrong_what_to_do_and_ends_with_a_status(code: str) -> None:
    row = REFUSALS[code]
    assert row.status in (1, 2, 3, 4, 5)
    assert row.message.endswith((".", "?", "}"))
    assert row.remedy
    for sentence in (row.message, row.remedy):
        names = [name for _text, name, _spec, _conversion in Formatter().parse(sentence) if name]
        assert all(name.isidentifier() for name in names)
