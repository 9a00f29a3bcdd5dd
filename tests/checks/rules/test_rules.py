"""Every rule: explained, found in each of its bad examples and in none of its good ones.

Examples are pieces of YAML in `examples/SFnnn/`, functions of the modules `spoilt_…`, and the
pieces in the rules' own docstrings.
"""

import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from sfcheck.actions.assurance.checking import validate
from sfcheck.checks.registry import RULES, messages
from sfcheck.checks.seen.rule import explained
from tests.checks import (
    spoilt_audits,
    spoilt_bulletins,
    spoilt_clearances,
    spoilt_files,
    spoilt_handovers,
    spoilt_history,
    spoilt_lives,
    spoilt_referrals,
    spoilt_scores,
    spoilt_templates,
    spoilt_visits,
)
from tests.checks.overlay import lay
from tests.support.amounts import trial

check = partial(validate, afresh=True)
EXAMPLES = Path(__file__).parent / "examples"


class Case(NamedTuple):
    kind: str
    code: str
    name: str
    spoil: Callable[[Path], Any]


def _laid(piece: str) -> Callable[[Path], Any]:
    return lambda root: lay(root, piece)


def given() -> Iterator[Case]:
    for path in sorted(EXAMPLES.glob("*/*.yaml")):
        kind, _dash, name = path.stem.partition("-")
        yield Case(kind, path.parent.name, name, _laid(path.read_text(encoding="utf-8")))
    modules = (
        *(
            spoilt_audits,
            spoilt_bulletins,
            spoilt_clearances,
            spoilt_files,
            spoilt_handovers,
            spoilt_history,
            spoilt_lives,
        ),
        *(spoilt_referrals, spoilt_scores, spoilt_templates, spoilt_visits),
    )
    for name, spoil in (pair for module in modules for pair in vars(module).items()):
        if name.startswith(("bad_SF", "good_SF")):
            kind, code, rest = name.split("_", 2)
            yield Case(kind, code, rest, spoil)


def documented() -> Iterator[Case]:
    for rule in RULES.values():
        for kind in ("bad", "good"):
            example = getattr(explained(rule), kind)
            if not example.prose:
                yield Case(kind, rule.code, "documented", _laid(example.text))


CASES = [*given(), *documented()]


def test_the_sound_ledger_has_no_findings(sound: Path) -> None:
    assert check(sound).findings == ()
    assert check(sound).files == 31


FIRST = {case.code: case for case in reversed(CASES) if case.kind == "bad"}.values()


@pytest.mark.parametrize(
    "case",
    [trial(case, always=case in FIRST) for case in CASES],
    ids=lambda case: f"{case.code}-{case.kind}-{case.name}",
)
def test_example(case: Case, ledger: Path) -> None:
    if sys.platform == "win32" and "link" in case.name:
        pytest.skip("links need a privilege there")
    case.spoil(ledger)
    found = [finding for finding in check(ledger).findings if finding.code == case.code]
    assert bool(found) == (case.kind == "bad"), found
    for finding in found:
        assert finding.severity == RULES[case.code].severity
        assert finding.line >= 1
        assert finding.column >= 1
        assert finding.message
        assert finding.fix
        assert "\n" not in finding.message + finding.fix


@pytest.mark.parametrize("code", RULES)
def test_a_rule_is_explained(code: str) -> None:
    summary, why, bad, good, fix = explained(RULES[code])
    assert summary.endswith(".")
    assert why.endswith(".")
    assert bad.text
    assert good.text
    assert fix.endswith((".", "…`."))


@pytest.mark.parametrize("code", RULES)
@pytest.mark.parametrize("kind", ["bad", "good"])
def test_a_rule_has_examples_of_its_own(code: str, kind: str) -> None:
    assert any(case.code == code and case.kind == kind for case in given())


def test_no_example_is_of_no_rule() -> None:
    assert {case.code for case in CASES} <= set(RULES)


def test_codes_tell_the_family() -> None:
    families = {
        "SF0": "files folders",
        "SF1": "records references registries calendar",
        "SF2": "issues deadlines",
        "SF3": "handovers",
        "SF4": "rotation",
        "SF5": "audits bulletins referrals scores templates visits",
        "SF6": "history",
    }
    for code, rule in RULES.items():
        module = rule.check.__module__.rpartition(".")[2]
        assert module in families[code[:3]].split()


def test_messages_are_sentences_without_yaml() -> None:
    for message in messages():
        assert message
        assert "\n" not in message
