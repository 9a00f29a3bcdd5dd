"""What `docs/adding.md` shows is all it takes: put into a copy of the program, and run there."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from docx import Document

from tests.support.office import ACCEPTOR, CLERK, LEADER, OFFICER, open_office
from tests.support.run import Result

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "adding.md"
BLOCK = re.compile(r"^```(?:python|sql)\n(?:#|--) ([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"a row of (\S+), after:")
FIRST, SECOND = "26-001-0001", "26-001-0002"
"""The issues of the ledger: a returned one, and one that says nothing."""
SUBJECTS = ["record made step by step", "report", "figure", "rule", "paper", "command"]

RUN = """
import json, sys
from pathlib import Path
import sfcheck
from tests.support.office import Office

office = Office(Path(sys.argv[1]))
print(json.dumps(sfcheck.__file__), flush=True)
for line in sys.stdin:
    by, *words = json.loads(line)
    print(json.dumps(office(*words, by=by)), flush=True)
"""


class Shown(NamedTuple):
    """What a section of the page shows: whole files, and rows with the line they go after."""

    files: Mapping[str, str]
    rows: list[tuple[str, str, str]]


def shown(section: str) -> Shown:
    files, rows = {}, []
    for first, rest in BLOCK.findall(section):
        if row := ROW.fullmatch(first):
            after, _newline, text = rest.partition("\n")
            rows.append((row[1], after.removeprefix("# "), text))
        else:
            files[first] = rest
    return Shown(files, rows)


def sections() -> dict[str, Shown]:
    """Return what is shown, by what is added."""
    _lead, *parts = re.split(r"^## An? ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {part.partition("\n")[0]: shown(part) for part in parts}


class Copy(NamedTuple):
    """A program of its own that waits for commands, and the ledger on which it works."""

    program: Path
    ledger: Path
    process: "subprocess.Popen[str]"

    def __call__(self, by: str, words: str) -> Result:
        """Run a command as somebody."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps([by, *words.split()]) + "\n")
        self.process.stdin.flush()
        return Result(*json.loads(self.process.stdout.readline()))

    def told(self, words: str) -> str:
        """Return what a command prints that must succeed, by an officer."""
        result = self(OFFICER, words)
        assert result.status == 0, (words, result)
        return result.out


def in_word(path: Path) -> str:
    read = Document(str(path))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in read.paragraphs), *cells])


def built(program: Path) -> None:
    """Put what the page shows into a copy of the program."""
    for folder in ("sfcheck", "templates"):
        kept = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / folder, program / folder, ignore=kept)
    for each in sections().values():
        for name, text in each.files.items():
            assert not (program / name).exists(), name
            (program / name).parent.mkdir(exist_ok=True)
            (program / name).write_text(text, encoding="utf-8")
        for name, after, text in each.rows:
            whole = (program / name).read_text(encoding="utf-8")
            assert whole.count(f"\n{after}\n") == 1, after
            whole = whole.replace(f"\n{after}\n", f"\n{after}\n{text}")
            (program / name).write_text(whole, encoding="utf-8")


def played(folder: Path) -> None:
    """Make an office with an issue whose claim was returned, and one that says nothing."""
    office = open_office(folder)
    number = office.found(found={"mode": "covert", "site_record": "refused"})
    office.done("confirm", number, "--true-and-accurate", by=LEADER)
    office.done(
        *("notify", number, "--notice", "某督〔2026〕5号", "--demand", "修复报警器"),
        *("--accept", "emergency-management", "--due", "2026-06-20"),
        by=OFFICER,
    )
    office.done(
        *("submit", number, "--done", "已修复", "--evidence", "照片@2026-06-01"),
        *("--document", "复函", "--signed-by", "庚（化名）"),
        by=CLERK,
    )
    office.done(
        *("return", number, "--reason", "两台仍无信号", "--demand", "逐台修复"),
        *("--due", "2026-06-30"),
        by=ACCEPTOR,
    )
    office.found(title="疏散通道堵塞", description="疏散通道堵塞")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    """The program with all that the page adds, at work on an office's ledger."""
    top = tmp_path_factory.mktemp("adding")
    program, ledger = top / "program", top / "ledger"
    built(program)
    played(top)
    with subprocess.Popen(
        [sys.executable, "-P", "-c", RUN, str(ledger)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(program), str(ROOT)))},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout
        assert Path(json.loads(process.stdout.readline())).is_relative_to(program)
        yield Copy(program, ledger, process)


def test_each_is_one_file_and_at_most_one_row() -> None:
    found = sections()
    assert list(found) == SUBJECTS
    for subject, each in found.items():
        folders = {name.rpartition("/")[0] for name in each.files}
        assert len(folders if subject == SUBJECTS[0] else each.files) == 1, subject
        assert len(each.rows) <= 1, subject


@pytest.mark.thorough
def test_the_examples_keep_to_the_rules_of_the_house(copy: Copy) -> None:
    changed = [n for each in sections().values() for n in (*each.files, *(r[0] for r in each.rows))]
    python = [name for name in changed if name.endswith(".py")]
    shutil.copy(ROOT / "pyproject.toml", copy.program)
    for words in (("check", "-q", "--no-cache"), ("format", "-q", "--check", "--no-cache")):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *words, *python],
            cwd=copy.program,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )
        assert done.returncode == 0, done.stdout + done.stderr


def held(copy: Copy) -> str:
    """Make a record by its two steps, and return its id."""
    made, *said = copy.told("interview call --whom 虚构宁河化工有限公司 --why 屡查不改").split()
    assert said == ["called", "in", "虚构宁河化工有限公司"]
    done = copy.told(f"interview hold {made} --held-on 2026-06-01 --undertaken 月底前修复")
    assert done.split()[:2] == [made, "held"]
    return made


def test_the_record_is_made_step_by_step_listed_and_printed(copy: Copy, tmp_path: Path) -> None:
    made = held(copy)
    assert made in copy.told("interview list")
    record = json.loads(copy.told(f"interview show {made} --json"))["interview"]
    assert [event["do"] for event in record["events"]] == ["call", "hold"]
    printed = copy.told(f"interview show {made} --format md")
    copy.told(f"interview show {made} -o {tmp_path / 'interview.docx'}")
    for said in ("Who is called in", "What they undertook: 月底前修复", "屡查不改"):
        assert said in printed
        assert said in in_word(tmp_path / "interview.docx")


def test_the_record_is_held_to_its_law(copy: Copy) -> None:
    refused = copy(CLERK, "interview call --whom 某单位 --why 某事")
    assert refused.status == 5
    assert "an officer of the overall office" in refused.err
    named = f"interviews/{held(copy).replace('-', '/', 1)}.yaml"
    path = copy.ledger / named
    written = path.read_bytes()
    path.write_bytes(written.replace("月底前".encode(), "年底前".encode()))
    checked = copy(OFFICER, "validate --json")
    path.write_bytes(written)
    found = {(each["code"], each["path"]) for each in json.loads(checked.out)["findings"]}
    assert found >= {("SF501", named), ("SF024", ".gitattributes")}


def test_the_report_is_told_and_explained(copy: Copy) -> None:
    assert '"covert"' in copy.told("report visiting --json")
    assert FIRST in copy.told("report visiting --explain covert")
    assert "Covert and overt visits" in copy.told("report visiting --place 640100 --format md")


def test_the_figure_is_told_and_explained(copy: Copy) -> None:
    assert '"unsigned"' in copy.told("report round --json")
    behind = copy.told("report round --explain unsigned")
    assert FIRST in behind
    assert SECOND not in behind


def test_the_rule_finds_its_bad_example(copy: Copy) -> None:
    findings = json.loads(copy(OFFICER, "validate --json").out)["findings"]
    (found,) = [each["path"] for each in findings if each["code"] == "SF551"]
    assert SECOND in found
    assert "A description says more than the title." in copy.told("explain SF551")


def test_the_paper_is_printed_in_markdown_and_word(copy: Copy, tmp_path: Path) -> None:
    number = next((copy.ledger / "issues").rglob(f"{FIRST}-*.yaml")).stem
    printed = copy.told(f"notice returned {number} --document 某督〔2026〕6号 --format md")
    copy.told(f"notice returned {number} -o {tmp_path / 'returned.docx'}")
    for said in ("两台仍无信号", "逐台修复", "2026-06-30"):
        assert said in printed
        assert said in in_word(tmp_path / "returned.docx")


def test_the_command_answers_help_and_runs(copy: Copy) -> None:
    for helped in ("--help", "count --help"):
        assert "Tell how many issues answer a query." in copy.told(helped)
    counts = copy.told("count"), copy.told("count --status rectifying")
    assert counts == ("2\n", "1\n")
