"""Files that are not what they should be: records, files people edit, forms, spreadsheets, links.

What is said names the file and the place in it; the ledger stays as it was.
"""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from sfcheck.ledger.files import canonical
from tests.support.office import CLERK, ISSUE, LEADER, MEMBER
from tests.support.trials import git
from tests.support.untouched import Untouchable, commit_all, state

USAGE, UNREADABLE, GIT, LAW = 2, 3, 4, 5
HUGE = 100 * 2**20
FORM = canonical.emit(ISSUE)
BOMB = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (c, c, b",".join([b"*%c" % (c - 1)] * 9)) for c in range(98, 122)
)
SPOILT: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "broken": (lambda good: good + b"x: [\n", "not valid YAML"),
    "duplicate key": (lambda good: good + b"zz: 1\nzz: 2\n", "the key “zz” is there already"),
    "tag": (lambda good: good + b"zz: !!python/object/apply:os.system [x]\n", "the tag “"),
    "alias bomb": (lambda good: BOMB, "“a” is an anchor"),
    "GBK": (lambda good: good.decode().encode("gbk", "replace"), "is not UTF-8"),
    "UTF-16": (lambda good: good.decode().encode("utf-16"), "is not UTF-8"),
    "NUL": (lambda good: good + b"zz: \0\n", "control character U+0000"),
    "empty": (lambda good: b"", "holds no"),
    "a list": (lambda good: b"- a\n", "holds no"),
    "deep": (lambda good: b"[" * 1_000, "nested more than"),
    "two documents": (lambda good: good + b"---\na: b\n", "a second document"),
    "conflict": (lambda good: b"<<<<<<< a\n" + good + b"=======\n" + good, "not valid YAML"),
}
LINES = {
    "BOM": (lambda good: b"\xef\xbb\xbf" + good, "byte order mark"),
    "CRLF": (lambda good: good.replace(b"\n", b"\r\n"), "ends as on Windows"),
}


linking = pytest.mark.skipif(os.name == "nt", reason="not everybody may link on Windows")


def hole(path: Path) -> None:
    """Make a file of 100 MB that takes no room."""
    with path.open("wb") as file:
        file.truncate(HUGE)


@pytest.mark.thorough
@pytest.mark.parametrize("kind", [*SPOILT, *LINES])
def test_a_record_that_is_no_yaml(spare: Untouchable, kind: str) -> None:
    spoil, why = {**SPOILT, **LINES}[kind]
    record = spare.record
    record.write_bytes(spoil(record.read_bytes()))
    for command in (("list",), ("show", spare.number), ("export",), spare.note()):
        said = spare.refuses(UNREADABLE, *command, by=LEADER)
        assert record.name in said
        assert why in said
    assert spare.number in spare.reads("log", spare.number)


@pytest.mark.thorough
@pytest.mark.parametrize("kind", [*SPOILT, "BOM"])
def test_a_policy_that_is_no_yaml(spare: Untouchable, kind: str) -> None:
    spoil, why = {**SPOILT, **LINES}[kind]
    policy = spare.root / "policy.yaml"
    policy.write_bytes(spoil(policy.read_bytes()))
    for command in (("list",), ("show", spare.number), spare.note()):
        said = spare.refuses(UNREADABLE, *command, by=LEADER)
        assert "policy.yaml" in said
        assert why in said


@pytest.mark.thorough
@pytest.mark.parametrize("kind", SPOILT)
@pytest.mark.parametrize("piped", [True, False])
def test_a_form_that_is_no_yaml(spare: Untouchable, tmp_path: Path, kind: str, piped: bool) -> None:
    spoil, why = SPOILT[kind]
    form = tmp_path / "form.yaml"
    form.write_bytes(spoil(FORM))
    given, typed = ("-", form.read_bytes()) if piped else (form, None)
    said = spare.refuses(USAGE, "new-issue", "--from", given, by=MEMBER, typed=typed)
    assert str(given) in said
    assert why in said or "is not JSON" in said


@pytest.mark.parametrize(
    ("form", "why"),
    [
        (b'{"title": ', "is not JSON"),
        (b'{"title": "a", "title": "b"}', "“title” is given twice"),
        ('{"title": "隐患"}'.encode("gbk"), "is not UTF-8"),
        (b"[" * 100_000, "is not JSON"),
        (b'{"title": ' + b"9" * 5000 + b"}", "is not JSON"),
        (b"[]", "holds no issues"),
        (b"[1]", "holds no issues"),
        (b'{"issues": []}', "holds no issues"),
        (b'[{"title": "a"}, "b"]', "holds no issues"),
        (b'{"title": 1e999}', "“title” cannot read so"),
        (b'{"found": [1]}', "“found” cannot read so"),
    ],
)
def test_a_form_that_is_no_json(spare: Untouchable, form: bytes, why: str) -> None:
    assert why in spare.refuses(USAGE, "new-issue", "--from", "-", by=MEMBER, typed=form)


@pytest.mark.thorough
@pytest.mark.parametrize("as_json", [True, False])
def test_a_form_as_notepad_saves_it_is_taken(
    spare: Untouchable, tmp_path: Path, as_json: bool
) -> None:
    form = tmp_path / "form"
    text = json.dumps(ISSUE, ensure_ascii=False, indent=1).encode() if as_json else FORM
    form.write_bytes(b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n"))
    spare.done("new-issue", "--yes", "--from", form, by=MEMBER)
    assert spare.reads("list").count("甲醇罐区") == 2


@pytest.mark.parametrize("given", ["absent.yaml", ".", "", "x" * 5000])
def test_a_form_that_is_no_file(spare: Untouchable, given: str) -> None:
    said = spare.refuses(USAGE, "new-issue", "--from", given, by=MEMBER)
    assert "no regular file" in said or "no file" in said or "cannot be read" in said


def test_files_of_a_hundred_megabytes_are_not_read(spare: Untouchable, tmp_path: Path) -> None:
    huge = tmp_path / "huge.yaml"
    hole(huge)
    for words, person in (
        (("new-issue", "--from", huge), MEMBER),
        (("import", huge), CLERK),
        (("import", "--mapping", huge, huge), CLERK),
        (("attach", spare.number, "--class", "scene", "--caption", "x", "--file", huge), LEADER),
        (("person", "key", "0003", huge), None),
    ):
        said = spare.refuses(USAGE, *words, by=person)
        assert "at most" in said or "larger than" in said
    for path in (spare.root / "policy.yaml", spare.record):
        kept = path.read_bytes()
        hole(path)
        for words in (("list",), ("show", spare.number), spare.note()):
            said = spare.refuses(UNREADABLE, *words, by=LEADER)
            assert path.name in said
            assert "104857600 bytes" in said
        path.write_bytes(kept)


# -- edited by hand


@pytest.mark.thorough
def test_a_file_people_edit_may_have_the_line_ends_of_windows(spare: Untouchable) -> None:
    for name in ("policy.yaml", "places.yaml", "rounds/2026-1.yaml"):
        path = spare.root / name
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert spare.number in spare.reads("list")
    spare.reads("validate")
    spare.done("team", "seat", "2026-1/T1", "--member", CLERK)
    spare.done(
        "place", "add", "640199", "--name", "新区", "--level", "county", "--parent", "640100"
    )
    assert b"\r" not in (spare.root / "rounds/2026-1.yaml").read_bytes()
    assert git(spare.root, "diff", "HEAD~2", "--stat").count("|") == 2
    assert git(spare.root, "diff", "HEAD", "--", "rounds", "places.yaml") == ""
    spare.done(*spare.note(), by=LEADER)


def test_an_edit_beside_the_line_ends_is_not_swept_along(spare: Untouchable) -> None:
    path = spare.root / "rounds/2026-1.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n") + b"# mine\r\n")
    said = spare.refuses(GIT, "team", "seat", "2026-1/T1", "--member", CLERK)
    assert 'git restore ":/rounds/2026-1.yaml"' in said


@pytest.mark.parametrize("kind", ["content", "status", "form"])
def test_a_record_edited_by_hand(spare: Untouchable, kind: str) -> None:
    record, good = spare.record, spare.record.read_bytes()
    edit = {
        "content": ("十二台", "十三台"),
        "status": ("status: registered", "status: closed"),
        "form": ("description: ", "description:  "),
    }[kind]
    record.write_text(good.decode().replace(*edit), encoding="utf-8", newline="")
    uncommitted = spare.refuses(LAW, *spare.note(), by=LEADER)
    assert "was edited by hand" in uncommitted
    assert "git restore" in uncommitted
    commit_all(spare.root)
    committed = spare.refuses(UNREADABLE if kind == "form" else LAW, *spare.note(), by=LEADER)
    assert "changed by" in committed
    assert "was edited" not in committed
    assert "CHANGED BY HAND" in spare.reads("log", spare.number)
    git(spare.root, "revert", "--no-edit", "HEAD")
    assert record.read_bytes() == good


def test_a_lawful_record_that_is_not_the_committed_one(spare: Untouchable) -> None:
    before = spare.record.read_bytes()
    spare.done(*spare.note(), by=LEADER)
    spare.record.write_bytes(before)
    assert "differs from the last commit" in spare.refuses(GIT, *spare.note(), by=LEADER)


@pytest.mark.thorough
@pytest.mark.parametrize(
    "odd",
    [
        {"nature": [{}], "unit": {"name": {"a": [1]}}, "criterion": {"standard": [1]}},
        {"title": None, "found": [], "responsible": "x", "pending": [{"do": []}]},
        {"events": [{"do": "amend", "field": [], "old": {}, "new": [[]]}, 3, {"at": {}}]},
        {"events": [{"do": ["x"], "paper": {"document": {}}, "evidence": [{"name": 1}, 2]}]},
    ],
)
def test_a_life_is_told_whatever_the_record_says_now(spare: Untouchable, odd: object) -> None:
    fields = json.dumps({**spare.issue(spare.number), **odd})  # type: ignore[dict-item]
    spare.record.write_text(fields, encoding="utf-8")
    assert "not committed" in spare.reads("log", spare.number)
    commit_all(spare.root)
    assert "CHANGED BY HAND" in spare.reads("log", spare.number)
    assert spare.number in spare.refuses(UNREADABLE, "show", spare.number)


def test_a_report_counts_an_issue_without_a_history(spare: Untouchable) -> None:
    record = spare.record.read_text("utf-8")
    spare.record.write_text(record[: record.index("events:")], encoding="utf-8", newline="")
    assert spare.number in spare.reads("report", "round")


# -- links and what is no file


@linking
def test_a_linked_record(spare: Untouchable, tmp_path: Path) -> None:
    record, outside = spare.record, tmp_path / "outside.yaml"
    outside.write_bytes(record.read_bytes())
    record.unlink()
    record.symlink_to(outside)
    for words in (("list",), ("show", spare.number), ("log", spare.number), spare.note()):
        assert "is a link" in spare.refuses(UNREADABLE, *words, by=LEADER)
    assert spare.number in outside.read_text(encoding="utf-8")


@pytest.mark.thorough
@linking
@pytest.mark.parametrize("folder", ["issues", "issues/26", "issues/26/001/00", "people", "rounds"])
def test_a_linked_folder(spare: Untouchable, tmp_path: Path, folder: str) -> None:
    path = spare.root / folder
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    before = state(tmp_path)
    for words in (("show", spare.number), spare.note()):
        said = spare.refuses(UNREADABLE, *words, by=LEADER)
        assert f"{folder} is a link" in said
    assert state(tmp_path) == before


@linking
@pytest.mark.parametrize("name", ["ledger.yaml", "policy.yaml", "places.yaml"])
@pytest.mark.parametrize("dangling", [True, False])
def test_a_linked_file(spare: Untouchable, tmp_path: Path, name: str, dangling: bool) -> None:
    path = spare.root / name
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / ("nowhere" if dangling else "elsewhere"))
    said = spare.refuses(UNREADABLE, *spare.note(), by=LEADER)
    assert name in said
    assert "is a link" in said


def test_a_folder_or_a_pipe_in_the_place_of_a_record(spare: Untouchable) -> None:
    record = spare.record
    for make in (os.mkdir, os.mkfifo) if hasattr(os, "mkfifo") else (os.mkdir,):
        record.unlink()
        make(record)
        for words in (("list",), ("show", spare.number), spare.note()):
            assert "no regular file" in spare.refuses(UNREADABLE, *words, by=LEADER)
        record.rmdir() if record.is_dir() else None
        record.touch()


@linking
def test_a_ledger_reached_by_a_link_is_the_same_ledger(spare: Untouchable, tmp_path: Path) -> None:
    way = tmp_path / "way"
    way.symlink_to(spare.root, target_is_directory=True)
    assert spare.number in spare.reads("-L", way, "list")
    spare.done("-L", way, *spare.note(), by=LEADER)
    spare.can_go_on()


# -- spreadsheets


def sheet(path: Path, rows: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


@pytest.mark.thorough
def test_a_spreadsheet_that_is_none(spare: Untouchable, tmp_path: Path) -> None:
    head = ["检查时间", "问题描述", "整改责任单位"]
    wide = sheet(tmp_path / "wide.xlsx", [[f"列{n}" for n in range(50)]] * 3)
    locked = tmp_path / "locked.xlsx"
    locked.write_bytes(
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "EncryptedPackage".encode("utf-16-le")
    )
    cases = {
        sheet(tmp_path / "empty.xlsx", []): "holds nothing",
        sheet(tmp_path / "only-head.xlsx", [head]): "",
        sheet(tmp_path / "no-head.xlsx", [["甲", "乙"], [1, 2]]): "no head",
        wide: "no head",
        locked: "password",
    }
    for name, data, why in (
        ("zero.xlsx", b"", "holds nothing"),
        ("text.xlsx", "只是文字".encode(), "no spreadsheet"),
        ("web.xls", b"<html><table></table></html>", "web page"),
        ("half.xlsx", wide.read_bytes()[:2000], "damaged"),
        ("list.txt", "检查时间,问题描述\n".encode(), "called .csv"),
        ("latin.csv", b"\xff\xff\xff", "GB 18030"),
    ):
        (tmp_path / name).write_bytes(data)
        cases[tmp_path / name] = why
    for path, why in cases.items():
        before = state(spare.root)
        done = spare("import", path, by=CLERK)
        assert state(spare.root) == before, path
        assert done.status == (0 if path.name == "only-head.xlsx" else USAGE), done
        assert why.lower() in done.err.lower(), (path, done.err)
        assert "went wrong" not in done.err
    for given in ("none.xlsx", ".", ""):
        assert "cannot be read" in spare.refuses(USAGE, "import", given, by=CLERK)
    named = spare.refuses(USAGE, "import", wide, "--sheet", "[bold]{x}", by=CLERK)
    assert "no sheet “[bold]{x}”" in named


def test_a_spreadsheet_says_which_mapping_does_not_fit(spare: Untouchable, tmp_path: Path) -> None:
    path = sheet(tmp_path / "list.xlsx", [["Day", "What", "Who"], ["2026-05-20", "a", "b"]])
    for text, why in {
        "{description: What, unit: Who, due: Nothing}": "“Nothing”",
        "colour: Day": "no field “colour”",
        "description: [a]": "not a mapping",
        "description: !x a": "the tag",
        "- a": "holds no fields",
        '{"unit": "A", "unit": "B"}': "given twice",
    }.items():
        mapping = tmp_path / "mapping.yaml"
        mapping.write_text(text, encoding="utf-8")
        assert why in spare.refuses(USAGE, "import", path, "--mapping", mapping, by=CLERK)
    absent = spare.refuses(USAGE, "import", path, "--mapping", tmp_path / "none.yaml", by=CLERK)
    assert "no file" in absent


@pytest.mark.thorough
def test_cells_are_kept_and_never_acted_on(spare: Untouchable, tmp_path: Path) -> None:
    odd = "=1+1 [bold] {0} {{ 7*7 }} %s"
    rows: list[list[object]] = [["检查时间", "问题描述", "整改责任单位"], ["2026-05-20", odd, odd]]
    path = sheet(tmp_path / "list.xlsx", rows)
    book = openpyxl.load_workbook(path)
    for column in ("B2", "C2"):
        book.active[column].data_type = "s"
    book.save(path)
    spare.done("import", path, by=CLERK)
    assert odd in spare.reads("list")
    exported = spare.reads("export", "--format", "csv")
    assert f"'{odd}" in exported
    assert f",{odd}" not in exported


def test_only_a_clerk_imports(spare: Untouchable, tmp_path: Path) -> None:
    rows: list[list[object]] = [["检查时间", "问题描述", "整改责任单位"], ["2026-05-20", "a", "b"]]
    path = sheet(tmp_path / "list.xlsx", rows)
    assert "clerk" in spare.refuses(LAW, "import", path, by=MEMBER)


def test_git_sees_what_the_tests_see(spare: Untouchable) -> None:
    """The comparison these tests rest on notices a change of each kind."""
    before = state(spare.root)
    (spare.root / "new").touch()
    assert state(spare.root) != before
    subprocess.run(["git", "add", "new"], cwd=spare.root, check=True)
    staged = state(spare.root)
    (spare.root / "new").unlink()
    subprocess.run(["git", "commit", "-q", "-m", "x"], cwd=spare.root, check=True)
    assert state(spare.root) not in (before, staged)
