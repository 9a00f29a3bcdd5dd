"""The tables of refusals: each code once, each used, each with something to do next."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from sfcheck.errors.table import REFUSALS

PACKAGE = Path(__file__).parents[2] / "sfcheck"
TABLES = sorted((PACKAGE / "errors").glob("*.toml"))
CODE = re.compile(r"^\[([a-z0-9-]+)\]$", re.MULTILINE)


def test_no_code_stands_in_two_tables() -> None:
    found = Counter(code for table in TABLES for code in CODE.findall(table.read_text("utf-8")))
    assert {code for code, times in found.items() if times > 1} == set()
    assert set(found) == set(REFUSALS)


def test_every_refusal_is_raised_somewhere() -> None:
    said = "\n".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
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


def raised() -> Iterator[tuple[str, str, set[str]]]:
    """Every refusal that is raised with all its facts by name: where, its code, the facts."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            code = node.args[0] if node.func.id == "Refused" and node.args else None
            facts = [keyword.arg for keyword in node.keywords]
            if isinstance(code, ast.Constant) and None not in facts:
                where = f"{path.relative_to(PACKAGE)}:{node.lineno}"
                yield where, str(code.value), {fact for fact in facts if fact}


def test_every_refusal_is_given_the_facts_it_tells() -> None:
    found = list(raised())
    assert len(found) > 200
    without = []
    for where, code, facts in found:
        row = REFUSALS[code]
        told = {
            name for text in (row.message, row.remedy) for _t, name, *_ in Formatter().parse(text)
        }
        without += [(where, code, fact) for fact in told - facts - {None}]
    assert without == []
