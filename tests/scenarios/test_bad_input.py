"""Bad input typed on the command line: a clear message, the right exit status, nothing changed."""

import json
from pathlib import Path

import pytest

from sfcheck.cli.issues.steps import STEPS
from sfcheck.domain.base.numbers import make
from tests.support.office import ACCEPTOR, CLERK, ISSUE, LEADER, MEMBER, NOW, SECOND, TODAY
from tests.support.untouched import Untouchable, refused

USAGE, UNREADABLE, LAW = 2, 3, 5
YES = "--true-and-accurate"
ODD = "[bold red]粗[/] {title} {0} %s %(x)s {{ 7*7 }} {% raw %} <b>x</b> $HOME `id` \\x1b[31m =1+1"
"""What a template, a format, a shell, a spreadsheet or rich would act on."""
ASKING = (("show",), ("log",), ("confirm", YES))
"""Commands that take a number."""


# -- numbers


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "-",
        "x",
        "26",
        "..",
        "../../ledger.yaml",
        "[bold]",
        "{number}",
        "%s",
        "\x1b[31m",
        "\udcff",
    ],
)
@pytest.mark.parametrize("command", ASKING)
def test_what_is_no_number(spare: Untouchable, command: tuple[str, ...], typed: str) -> None:
    said = spare.refuses(USAGE, *command, "--", typed)
    assert "is not an issue number" in said
    assert "26-037-0142-1" in said


@pytest.mark.parametrize("digits", [200, 100_000])
def test_a_number_too_long_to_be_a_file(spare: Untouchable, digits: int) -> None:
    said = spare.refuses(USAGE, "show", make(26, "001", 10**3)[:-1] + "0" * digits)
    assert "is not an issue number" in said
    assert len(said) < 2000


@pytest.mark.parametrize("command", ASKING)
def test_an_unknown_number(spare: Untouchable, command: tuple[str, ...]) -> None:
    unknown = make(26, "001", 99)
    said = spare.refuses(LAW, *command, unknown)
    assert f"no issue {unknown}" in said
    assert "sfcheck list" in said


@pytest.mark.parametrize("command", ASKING)
def test_a_wrong_check_digit_names_those_near_on_file(
    spare: Untouchable, command: tuple[str, ...]
) -> None:
    wrong = spare.number[:-1] + str((int(spare.number[-1]) + 1) % 10)
    said = spare.refuses(USAGE, *command, wrong)
    assert "check digit" in said
    assert said.rstrip().endswith(f"Did you mean one of {spare.number}?")


@pytest.mark.parametrize("between", ["－", "—", "-"])
def test_full_width_digits_and_dashes_are_understood(spare: Untouchable, between: str) -> None:
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    typed = spare.number.translate(wide).replace("-", between)
    assert spare.number in spare.reads("show", f"　{typed} ")


# -- steps and hands


def test_an_illegal_step_says_what_can_be_done(spare: Untouchable) -> None:
    said = spare.refuses(LAW, "close", spare.number, "--reason", "rectified", by=SECOND)
    assert "is registered" in said
    assert "What can be done now: confirm" in said


def test_one_issue_that_does_not_allow_it_stops_the_others(spare: Untouchable) -> None:
    other = spare.found(title="另一处", description="另一处说明。")
    spare.done("confirm", other, YES, by=LEADER)
    assert other in spare.refuses(LAW, "confirm", spare.number, other, YES, by=LEADER)


def test_who_does_not_hold_the_office(spare: Untouchable) -> None:
    for person in (MEMBER, CLERK, ACCEPTOR):
        said = spare.refuses(LAW, "confirm", spare.number, YES, by=person)
        assert "is not for" in said
        assert "the leader of the team" in said


@pytest.mark.parametrize("person", ["9999", "x", "../0001", "[bold]", "\x1b[31m", "\udcff"])
def test_who_is_not_on_the_roster(spare: Untouchable, person: str) -> None:
    said = spare.refuses(LAW, "confirm", spare.number, YES, by=person)
    assert "not on the roster" in said
    assert "sfcheck person list" in said


def test_a_leader_who_does_not_attest(spare: Untouchable) -> None:
    assert YES in spare.refuses(USAGE, "confirm", spare.number, by=LEADER)
    assert YES in spare.refuses(USAGE, "confirm", spare.number, "--no-true-and-accurate", by=LEADER)


def test_a_handover_without_a_reason(spare: Untouchable) -> None:
    for reason in ("", "   ", "a\x1b[31m", "x" * 30_000):
        words = ("handover", "offer", "640100", "--to", "office", "--reason", reason)
        assert "“reason” cannot read so" in spare.refuses(USAGE, *words)


@pytest.mark.thorough
@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_shows_nothing_names_what_is_missing(spare: Untouchable, step: str) -> None:
    said = spare.refuses(USAGE, step, spare.number, by=LEADER)
    assert "is missing" in said or YES in said


def test_nothing_chosen(spare: Untouchable) -> None:
    assert "--query" in spare.refuses(USAGE, "confirm", YES, by=LEADER)
    assert "--query" in spare.refuses(USAGE, "confirm", "-q", "status=closed", YES, by=LEADER)


# -- arguments


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["lst"], "Did you mean list"),
        (["[red]x"], "no command “[red]x”"),
        (["{x}"], "no command “{x}”"),
        (["\udcff"], "no command"),
        (["list", "--{x}"], "No such option"),
        (["list", "x"], "unexpected extra argument"),
        (["list", "--limit", "none"], "--limit"),
        (["list", "--sort", "[bold]"], "--sort"),
        (["list", "-q", "{x}"], "no term of a query"),
        (["list", "-q", "text='a"], "no term of a query"),
        (["list", "--place", "../.."], "sfcheck place list"),
        (["list", "--status", "gone"], "rectifying"),
        (["list", "--number", "x"], "not an issue number"),
        (["log"], "Missing argument"),
        (["config", "language", "fr"], "en, zh"),
        (["join", "--book", "../1"], "book"),
        (["explain", "{x}"], "{x}"),
        (["round", "open", "..", "--name", "x", "--start", "2026-06-01"], "2026-1"),
        (["place", "add", "../x", "--name", "新区", "--level", "county"], "640100"),
        (["body", "add", "../x", "--name", "新厅", "--kind", "department"], "emergency"),
        (["person", "add", "--id", "../1", "--name", "壬", "--body", "inspection-office"], "0012"),
        (["team", "add", "2026-1", "../x", "--place", "640100", "--leader", LEADER], "T1"),
    ],
)
def test_what_no_command_understands(spare: Untouchable, words: list[str], said: str) -> None:
    assert said in spare.refuses(USAGE, *words)


@pytest.mark.thorough
@pytest.mark.parametrize("step", ["void", "note", "remind", "object", "reopen", "supervise"])
def test_an_empty_text_is_none(spare: Untouchable, step: str) -> None:
    option = {"void": "reason", "object": "grounds", "reopen": "why", "supervise": "approval"}
    for empty in ("", "   ", "　"):
        said = spare.refuses(USAGE, step, spare.number, f"--{option.get(step, 'text')}", empty)
        assert "it is empty" in said


def test_an_empty_value_of_a_new_issue_is_missing(spare: Untouchable) -> None:
    for field in ("title", "description", "place"):
        entry = json.dumps({**ISSUE, field: ""})
        assert field in spare.refuses(USAGE, "new-issue", "--from", "-", by=MEMBER, typed=entry)
    assert "title" in spare.refuses(USAGE, "new-issue", "--title", "", by=MEMBER)


@pytest.mark.thorough
@pytest.mark.parametrize(
    "day",
    ["", "明天", "2026-13-01", "2026-02-30", "2026/07/01", "0000-00-00", "99999-01-01", "[x]"],
)
def test_a_date_that_is_none(spare: Untouchable, day: str) -> None:
    spare.done("confirm", spare.number, YES, by=LEADER)
    notice = ("--notice", "1号", "--demand", "整改", "--accept", "emergency-management")
    said = spare.refuses(USAGE, "notify", spare.number, *notice, "--due", day)
    assert "such as 2026-11-03" in said
    assert "2026-11-03" in spare.refuses(USAGE, "list", "--due-before", day)
    assert "2026-03-01" in spare.refuses(USAGE, "person", "list", "--on", day)
    found = {**ISSUE["found"], "on": day}  # type: ignore[dict-item]
    entry = json.dumps({**ISSUE, "found": found})
    assert "such as 2026-11-03" in spare.refuses(
        USAGE, "new-issue", "--from", "-", by=MEMBER, typed=entry
    )


def test_an_argument_far_too_long(spare: Untouchable) -> None:
    said = spare.refuses(USAGE, *spare.note("长" * 50_000), by=LEADER)
    assert "longer than 20000 characters" in said
    assert spare.reads("list", "--text", "长" * 50_000) == ""
    assert len(spare.refuses(USAGE, "list", "--place", "x" * 100_000)) < 2000
    assert len(spare.refuses(UNREADABLE, "-L", "x" * 100_000, "list")) < 2000


# -- text


@pytest.mark.thorough
@pytest.mark.parametrize(
    "steering", ["a\x1b[31mb", "a\u202eb", "a\rb", "a\x00b", "a\x9bb", "a\u2028b"]
)
def test_what_steers_a_screen_is_refused(spare: Untouchable, steering: str) -> None:
    for field in ("title", "description"):
        entry = json.dumps({**ISSUE, field: steering})
        said = spare.refuses(USAGE, "new-issue", "--from", "-", by=MEMBER, typed=entry)
        assert f"“{field}” cannot read so: it holds characters that cannot be seen" in said


def test_what_is_no_utf8_is_refused(spare: Untouchable) -> None:
    assert "no UTF-8" in spare.refuses(USAGE, *spare.note("a\udcffb"), by=LEADER)
    entry = json.dumps({**ISSUE, "title": "a\udcffb"})
    assert "no UTF-8" in spare.refuses(USAGE, "new-issue", "--from", "-", by=MEMBER, typed=entry)


@pytest.mark.thorough
def test_markup_and_template_code_is_only_text(spare: Untouchable) -> None:
    number = spare.found(title=ODD, description=f"{ODD}\n{ODD}", unit={"name": ODD})
    spare.done("note", number, "--text", ODD, by=LEADER)
    spare.done("person", "add", "--name", ODD, "--body", "inspection-office", "--id", "0077")
    for words in (
        ("show", number),
        ("log", number),
        ("list", "--text", "{title}"),
        ("list", "--unit", "[bold"),
        ("person", "show", "0077"),
    ):
        assert ODD in spare.reads(*words), words
    for words in (("export",), ("list", "--json"), ("show", number, "--json")):
        assert ODD in json.dumps(json.loads(spare.reads(*words)), ensure_ascii=False).replace(
            "\\\\", "\\"
        )
    assert ODD in spare.refuses(LAW, "person", "end", ODD, "clerk", "--until", TODAY)


def test_a_form_that_says_what_is_not_its_to_say(spare: Untouchable) -> None:
    for key in ("number", "status", "events", "digest", "due"):
        entry = json.dumps({**ISSUE, key: "x"})
        said = spare.refuses(USAGE, "new-issue", "--from", "-", by=MEMBER, typed=entry)
        assert f"does not say {key}" in said
    entry = json.dumps({**ISSUE, "colour": "red"})
    said = spare.refuses(USAGE, "new-issue", "--from", "-", by=MEMBER, typed=entry)
    assert "“colour” cannot read so: no such key is known here" in said


def test_paths_do_not_hide_in_values(spare: Untouchable) -> None:
    entry = json.dumps({**ISSUE, "place": "../../x"})
    assert "no place" in spare.refuses(LAW, "new-issue", "--from", "-", by=MEMBER, typed=entry)
    for field, value in {
        "related": {"recurs": "../../x"},
        "found": {**ISSUE["found"], "team": "2026-1/../T1"},  # type: ignore[dict-item]
        "responsible": {"accept": "../../x"},
    }.items():
        entry = json.dumps({**ISSUE, field: value})
        assert field in spare.refuses(USAGE, "new-issue", "--from", "-", by=MEMBER, typed=entry)


# -- attached files


def test_what_cannot_be_attached(spare: Untouchable, tmp_path: Path) -> None:
    (tmp_path / "link.jpg").symlink_to(tmp_path / "none.jpg")
    cases = {
        tmp_path / "none.jpg": "no file",
        tmp_path: "no regular file",
        "..": "no regular file",
        "": "no regular file",
        tmp_path / "link.jpg": "is a link",
    }
    for given, why in cases.items():
        words = ("attach", spare.number, "--class", "scene", "--caption", "整改前", "--file", given)
        assert why in spare.refuses(USAGE, *words, by=LEADER)


def test_an_attached_file_is_kept_under_its_digest_whatever_its_name(
    spare: Untouchable, tmp_path: Path
) -> None:
    photo = tmp_path / "..[bold] {0} ; rm -rf .照片.EXE.JPG"
    photo.write_bytes(b"photo")
    spare.done(
        "attach",
        spare.number,
        "--class",
        "scene",
        "--caption",
        "整改前",
        "--file",
        photo,
        by=LEADER,
    )
    event = spare.issue(spare.number)["events"][-1]
    [kept_as] = event["files"]
    assert kept_as["name"] == photo.name
    kept = [path for path in (spare.root / "evidence").rglob("*") if path.is_file()]
    assert [path.name for path in kept] == [f"{kept_as['sha256']}.jpg"]
    assert photo.name in spare.reads("show", spare.number)
    bad = tmp_path / "a\x1b[31m.jpg"
    bad.write_bytes(b"photo")
    words = ("attach", spare.number, "--class", "scene", "--caption", "整改前", "--file", bad)
    assert "cannot be seen" in spare.refuses(USAGE, *words, by=LEADER)


def test_the_time_of_these_tests_is_the_offices(spare: Untouchable) -> None:
    assert spare.issue(spare.number)["events"][0]["at"] == NOW.isoformat()
    assert refused(spare("show", "x"), USAGE)
