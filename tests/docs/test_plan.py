"""What docs/plan.md names exists: every command, every rule, every test."""

import re
from pathlib import Path

from sfcheck.checks.registry import RULES
from sfcheck.cli.frame.table import COMMANDS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "plan.md").read_text(encoding="utf-8")


def test_every_command_exists() -> None:
    named = set(re.findall(r"`sfcheck ([a-z-]+)", PAGE))
    assert len(named) > 30
    assert named <= set(COMMANDS)


def test_every_option_that_is_named_exists() -> None:
    words = (ROOT / "sfcheck" / "cli" / "frame" / "words.en.tsv").read_text(encoding="utf-8")
    known = {tuple(line.split("\t")[:2]) for line in words.splitlines()}
    named = re.findall(r"`sfcheck ([a-z-]+(?: [a-z-]+)?) (--[a-z-]+)`", PAGE)
    assert named
    assert [each for each in named if each not in known] == []


def test_every_rule_exists() -> None:
    named = set(re.findall(r"SF\d{3}", PAGE))
    assert named
    assert named <= set(RULES)


def test_every_test_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)
    assert len(named) > 30
    missing = [
        f"{path}::{name}"
        for path, name in named
        if f"def {name}(" not in (ROOT / path).read_text(encoding="utf-8")
    ]
    assert missing == []


def test_every_row_has_a_test_or_says_why_not() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and "plan says" not in line]
    for row in rows:
        _, _said, kept, proof, _ = row.split("|")
        assert "::" in proof or "paper only" in kept or "comes later" in kept, row
