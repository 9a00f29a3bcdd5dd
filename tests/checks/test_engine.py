"""The check as a whole: nothing hides anything else, nothing is written, nothing is raised."""

import random
import stat
from copy import deepcopy
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfcheck.actions.assurance.checking import validate
from sfcheck.checks.engine import check
from sfcheck.checks.registry import RULES, rules
from sfcheck.checks.seen.reading import File, kind_of
from sfcheck.checks.seen.rule import RuleScope
from sfcheck.domain.base.findings import Finding
from sfcheck.domain.base.misfits import fit
from sfcheck.domain.base.numbers import make
from sfcheck.domain.base.records import dump
from sfcheck.domain.issues.law import STEPS
from sfcheck.domain.issues.record import Issue, seal
from sfcheck.errors import Refused
from sfcheck.ledger.files import canonical, layout, parsing
from tests.checks import spoilt_files as made
from tests.checks.ledger import CLOSED, DUPLICATE, NUMBER, PATH, RECURRENCE, VOIDED
from tests.checks.overlay import lay
from tests.checks.spoilt_lives import bad_SF206_closed_too_early
from tests.support.amounts import FUZZ

NUMBERS = (NUMBER, *(make(2026, "037", sequence) for sequence in range(143, 150)))
EXAMPLES = Path(__file__).parent / "rules" / "examples"
OTHER = layout.issue_path(CLOSED)


def codes(found: tuple[Finding, ...], path: str) -> set[str]:
    return {finding.code for finding in found if finding.path == path}


def tree(root: Path) -> dict[str, tuple[int, int, str]]:
    """Return mode, time and content of everything below `root`."""
    found = {}
    for place in sorted(root.rglob("*")):
        state = place.lstat()
        small = stat.S_ISREG(state.st_mode) and state.st_size < 1 << 22
        content = sha256(place.read_bytes()).hexdigest() if small else str(state.st_size)
        found[str(place.relative_to(root))] = (state.st_mode, state.st_mtime_ns, content)
    return found


BAD = {
    "gbk": (made.bad_SF001_gbk, "SF001"),
    "bom": (made.bad_SF002_bom, "SF002"),
    "crlf": (made.bad_SF003_crlf, "SF003"),
    "sparse": (made.bad_SF005_sparse, "SF005"),
    "bomb": (
        lambda root: lay(root, (EXAMPLES / "SF011/bad-bomb.yaml").read_text("utf-8")),
        "SF011",
    ),
    "link": (made.bad_SF006_link, "SF006"),
    "junk": (made.bad_SF001_junk, "SF001"),
    "empty": (made.bad_SF013_empty, "SF013"),
}


@pytest.mark.thorough
@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_a_finding_and_hides_no_other(name: str, ledger: Path) -> None:
    spoil, code = BAD[name]
    spoil(ledger)
    other = ledger / layout.issue_path(VOIDED)
    other.write_bytes(other.read_bytes().replace(b"status: voided", b"status: closed"))
    found = check(ledger).findings
    assert code in codes(found, PATH)
    assert {"SF201", "SF202"} <= codes(found, layout.issue_path(VOIDED))
    assert {finding.path for finding in found} == {PATH, layout.issue_path(VOIDED)}


@pytest.mark.thorough
@pytest.mark.parametrize("name", BAD)
def test_nothing_is_written(name: str, ledger: Path) -> None:
    BAD[name][0](ledger)
    before = tree(ledger)
    check(ledger)
    assert tree(ledger) == before


def test_the_state_of_a_sound_ledger_is_read_and_left(sound: Path) -> None:
    before = tree(sound)
    assert check(sound) == check(sound)
    assert tree(sound) == before


def test_every_line_and_column_is_that_of_the_value(ledger: Path) -> None:
    lay(ledger, "status: closed\n")
    lay(ledger, "unit: {name: 灵武市云坊化工有限公司（虚构）, phone: 12345}\n")
    (unknown,) = check(ledger).findings
    line = (ledger / PATH).read_text(encoding="utf-8").splitlines()[unknown.line - 1]
    assert line[unknown.column - 1 :].startswith("12345")
    assert (unknown.code, unknown.field, unknown.number) == ("SF101", "unit.phone", NUMBER)


def test_a_difference_says_what_stands_and_what_should(ledger: Path) -> None:
    lay(ledger, "status: closed\n")
    (wrong,) = [f for f in check(ledger).findings if f.code == "SF202"]
    assert "closed" in wrong.message
    assert "rectifying" in wrong.message
    assert wrong.field == "status"


def test_a_refused_event_is_named_with_the_laws_own_words(ledger: Path) -> None:
    bad_SF206_closed_too_early(ledger)
    (illegal,) = [f for f in check(ledger).findings if f.code == "SF206"]
    line = (ledger / PATH).read_text(encoding="utf-8").splitlines()[illegal.line - 1]
    assert line[illegal.column - 1 :] == "close"
    refusal = Refused("illegal-step", number=NUMBER, step="close", status="rectifying", allowed="")
    assert illegal.message == refusal.message
    assert illegal.field == "events.3.do"


def test_one_cause_is_told_once(ledger: Path) -> None:
    place = ledger / layout.issue_path(VOIDED)
    text = place.read_text(encoding="utf-8")
    place.write_text(text.replace('place: "640181"', 'place: "649999"'), encoding="utf-8")
    told = codes(check(ledger).findings, layout.issue_path(VOIDED))
    assert told == {"SF106", "SF201"}


def test_a_broken_person_leaves_the_others_and_their_issues_checked(ledger: Path) -> None:
    place = ledger / "people" / "0002.yaml"
    place.write_bytes(b"id: [\n")
    found = check(ledger).findings
    assert codes(found, "people/0002.yaml") == {"SF008"}
    assert codes(found, PATH) == {"SF108"}
    assert codes(found, layout.issue_path(RECURRENCE)) == set()


def test_one_bad_entry_takes_no_other_away(ledger: Path) -> None:
    place = ledger / layout.PLACES
    place.write_bytes(place.read_bytes() + b'- {code: "649998", level: village}\n')
    found = check(ledger).findings
    assert codes(found, layout.PLACES) == {"SF102", "SF103"}
    assert {finding.path for finding in found} == {layout.PLACES}


@pytest.mark.parametrize("path", layout.EDITED)
def test_a_registry_that_cannot_be_read_is_told_once(path: str, ledger: Path) -> None:
    (ledger / path).write_bytes(b"{]\n")
    found = check(ledger).findings
    assert codes(found, path) == {"SF008", "SF200"}
    assert {finding.path for finding in found} == {path}


def test_what_the_parser_can_say_has_a_rule_each() -> None:
    said = {
        "too-big not-utf8 has-bom has-cr control-character bad-yaml yaml-too-deep yaml-documents "
        "yaml-directive yaml-tag yaml-anchor yaml-merge-key duplicate-key bad-key not-a-mapping "
        "no-such-file is-a-link not-a-file unreadable-file"
    }
    for code in " ".join(said).split():
        facts = {"size": 1, "limit": 1, "encoding": "", "name": "x", "problem": "x"}
        problem = Refused(code, path="x", line=3, column=4, character="U+0007", **facts)
        file = File(PATH, kind_of(PATH), b"x", (problem,))
        flaws = [flaw for rule in rules(RuleScope.TEXT) for flaw in rule.check(file)]
        assert [flaw.at for flaw in flaws] == [(3, 4)], code
        assert code in str(parsing.read.__doc__) + str(parsing.problems.__doc__)


def test_only_what_is_chosen_is_checked(ledger: Path) -> None:
    lay(ledger, "status: closed\n")
    (ledger / OTHER).write_bytes(b"")
    assert codes(validate(ledger, [ledger / PATH]).findings, OTHER) == set()
    assert codes(validate(ledger, [ledger / PATH]).findings, PATH) == {"SF201", "SF202"}
    assert codes(validate(ledger, [ledger / OTHER]).findings, OTHER) == {"SF013"}
    assert validate(ledger, [ledger / PATH]).files == 1
    assert validate(ledger, [ledger / "issues"]).files == 8
    assert validate(ledger, [ledger]) == check(ledger)
    assert validate(ledger, [ledger / "people"]).findings == ()


def test_a_chosen_issue_finds_the_others_it_points_at(ledger: Path) -> None:
    for number in (DUPLICATE, RECURRENCE):
        assert validate(ledger, [ledger / layout.issue_path(number)]).findings == ()
    (ledger / PATH).unlink()
    path = layout.issue_path(RECURRENCE)
    assert codes(validate(ledger, [ledger / path]).findings, path) == {"SF112"}


def test_paths_are_taken_from_where_one_is(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ledger / "issues")
    assert validate(ledger, [Path()]).files == 8
    assert validate(ledger, [Path("..")]) == check(ledger)
    with pytest.raises(Refused, match="does not lie in the ledger"):
        validate(ledger, [Path("../..")])
    with pytest.raises(Refused, match="There is no file"):
        validate(ledger, [Path("nothing")])


@pytest.mark.thorough
@pytest.mark.parametrize("when", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar(when: str, ledger: Path) -> None:
    place = ledger / PATH
    text = place.read_text(encoding="utf-8")
    for day in ("2026-05-04", "2026-05-05", "2026-05-06", "2026-07-01"):
        place.write_text(text.replace(day, when), encoding="utf-8")
        assert "SF201" in codes(check(ledger).findings, PATH)


def test_a_ledger_of_its_charter_alone(tmp_path: Path) -> None:
    (tmp_path / layout.CHARTER).write_bytes(b"")
    found = check(tmp_path).findings
    assert {finding.code for finding in found} == {"SF013", "SF023", "SF024", "SF200"}


def test_a_very_long_message_and_odd_names_stay_on_one_line(ledger: Path) -> None:
    lay(ledger, 'severity: "' + "a\\n\\e[31m" * 200 + '"\n')
    (ledger / "issues" / "a\nb.txt").write_bytes(b"")
    for finding in check(ledger).findings:
        assert "\n" not in finding.message
        assert "\x1b" not in finding.message
        assert len(finding.message) < 400


@pytest.mark.thorough
@pytest.mark.fuzz
@settings(max_examples=FUZZ)
@given(seed=st.integers(0, 2**32))
def test_any_changed_byte_is_found(seed: int, sound: Path) -> None:
    chance = random.Random(seed)
    place = sound / chance.choice([PATH, OTHER, layout.issue_path(DUPLICATE)])
    original = place.read_bytes()
    data = bytearray(original)
    for _time in range(chance.choice((1, 1, 1, 2, 5))):
        _mutate(data, chance)
    try:
        place.write_bytes(data)
        found = validate(sound, [place]).findings
    finally:
        place.write_bytes(original)
    assert bool(found) == (data != original), bytes(data)


def _mutate(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) or 1)
    pieces = (b"\n", b" ", b"- ", b": ", b"'", b'"', b"{", b"]", b"#", b"!", b"&a", b"*a", b"\0")
    other = chance.randrange(len(data) or 1)
    match chance.randrange(6):
        case 0:
            data[at : at + 1] = bytes([chance.randrange(256)])
        case 1:
            del data[at : at + chance.randrange(1, 40)]
        case 2:
            data[at:at] = chance.choice(pieces)
        case 3:
            data[at:at] = data[other : other + chance.randrange(1, 60)]
        case 4:
            lines = data.splitlines(keepends=True)
            chance.shuffle(lines)
            data[:] = b"".join(lines)
        case _:
            digits = [i for i, byte in enumerate(data) if byte in b"0123456789"]
            if digits:
                data[chance.choice(digits)] = ord(chance.choice("0123456789"))


def test_rules_stand_in_the_order_of_their_codes() -> None:
    for scope in RuleScope:
        found = [rule.code for rule in rules(scope)]
        assert found == sorted(found)
        assert found
    assert sum(len(rules(scope)) for scope in RuleScope) == len(RULES)


@pytest.mark.thorough
@pytest.mark.fuzz
@settings(max_examples=FUZZ)
@given(seed=st.integers(0, 2**32))
def test_whatever_a_sealed_record_says_nothing_is_raised(seed: int, sound: Path) -> None:
    chance = random.Random(seed)
    place = sound / layout.issue_path(chance.choice(NUMBERS))
    original = place.read_bytes()
    fields = parsing.parse(original, place.name)
    for _time in range(chance.choice((1, 2, 4))):
        _twist(fields, chance)
    issue, _misfits = fit(Issue, fields)
    try:
        place.write_bytes(canonical.emit(dump(seal(issue)) if issue else fields))
        validate(sound, [place])
    finally:
        place.write_bytes(original)


def _twist(fields: dict[str, Any], chance: random.Random) -> None:
    """Change one thing somewhere in a record, as a forger might."""
    nodes: list[Any] = [fields]
    for node in nodes:
        inner = node.values() if isinstance(node, dict) else node
        nodes += [each for each in inner if isinstance(each, (dict, list)) and each]
    node = chance.choice(nodes)
    key = chance.choice(list(node) if isinstance(node, dict) else range(len(node)))
    others = [v for n in nodes for v in (n.values() if isinstance(n, dict) else n)]
    match chance.randrange(4):
        case 0:
            del node[key]
        case 1:
            node[key] = deepcopy(chance.choice(others))
        case 2:
            steps = list(STEPS)
            days = ["2026-01-01", "0001-01-01", "9999-12-31", "2026-05-04"]
            node[key] = chance.choice(
                [*steps, *days, "9999-12-31T23:59:59-12:00", 0, 1, 7, True, "", NUMBER, []]
            )
        case _:
            if isinstance(node, list):
                node.insert(chance.randrange(len(node) + 1), deepcopy(node[key]))
