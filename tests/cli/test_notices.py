"""Papers about issues, from what is on record: said in every form, inert, refused too early."""

import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from docx import Document

from sfcheck.language import choose
from tests.support.amounts import trial
from tests.support.office import ACCEPTOR, CLERK, LEADER, OFFICER, Office, open_office
from tests.support.once import once
from tests.support.run import Result, run

NOTICE = "某督〔2026〕5号"
LETTERS = ("feedback", "extension", "reminder")
KINDS = (*LETTERS, "closing")
HOSTILE = "甲&乙<丙>{{ 7*7 }}{% raw %}{_{ }_} =cmd|' /C calc'!A0 𠮷㐂😀 *x* [y](z)"
LONG = "长" * 10_000


class Made(NamedTuple):
    office: Office
    numbers: list[str]


def played(folder: Path) -> Made:
    """Two issues noticed together; the first was pressed for, given more time, and submitted."""
    numbers = once(_played, folder)
    return Made(Office(folder / "ledger"), numbers)


def _played(folder: Path, title: str = "报警器失效", text: str = "请抓紧") -> list[str]:
    office = open_office(folder)
    criterion = {"standard": "虚构标准", "version": "2017", "clause": "第八条"}
    numbers = [
        office.found(title=title, description=text, criterion=criterion),
        office.found(title="通道堵塞", severity="major"),
    ]
    office.done("confirm", *numbers, "--true-and-accurate", by=LEADER)
    office.done(
        *("notify", *numbers, "--notice", NOTICE, "--demand", text),
        *("--accept", "emergency-management", "--due", "2026-06-20"),
        by=OFFICER,
    )
    office.done("remind", numbers[0], "--text", text, by=OFFICER)
    office.done(
        *("extend", numbers[0], "--asked-on", "2026-06-01", "--reason", text),
        *("--interim", "先停用", "--due", "2026-07-20"),
        by=ACCEPTOR,
    )
    office.done(
        *("submit", numbers[0], "--done", text, "--evidence", "照片@2026-06-01"),
        *("--document", "复函", "--signed-by", "庚（化名）"),
        by=CLERK,
    )
    return numbers


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    yield played(tmp_path_factory.mktemp("office"))
    choose("en")


def notice(made: Made, kind: str, *args: object, language: str = "en") -> Result:
    numbers = made.numbers if kind == "feedback" else made.numbers[:1]
    return run("notice", kind, *numbers, *args, cwd=made.office.root, language=language)


def in_word(made: Made, kind: str, folder: Path) -> str:
    done = notice(made, kind, "-o", folder / "x.docx", "--force")
    assert done.status == 0, done.err
    read = Document(str(folder / "x.docx"))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in read.paragraphs), *cells])


SAID: dict[str, tuple[str, ...]] = {
    "feedback": (NOTICE, "虚构标准 (2017) 第八条", "2026-06-20", "虚构宁河化工有限公司", "灵武市"),
    "extension": ("2026-06-20", "2026-07-20", "先停用", "请抓紧", "自治区应急管理厅"),
    "reminder": ("2026-06-20", "2026-06-01", "请抓紧", "自治区党委督查室"),
    "closing": ("照片", "报警器失效"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_says_what_is_on_record_in_every_form(
    made: Made, kind: str, tmp_path: Path
) -> None:
    texts = {form: notice(made, kind, "--format", form) for form in ("text", "md", "json")}
    assert {done.status for done in texts.values()} == {0}
    word = in_word(made, kind, tmp_path)
    for said in (made.numbers[0], *SAID[kind]):
        for whole in (*(done.out for done in texts.values()), word):
            assert said in whole
    assert json.loads(texts["json"].out)["version"] == 1


def test_the_due_date_before_is_that_before_the_extension(made: Made) -> None:
    said = json.loads(notice(made, "extension", "--json").out)["extension"]
    (line,) = [each["text"] for each in said["body"] if "2026-07-20" in each["text"]]
    assert "2026-06-20" in line


def test_several_issues_of_one_notice_stand_in_its_annex(made: Made) -> None:
    said = json.loads(notice(made, "feedback", "--json").out)["feedback"]
    assert [row[0] for row in said["annex"]["rows"]] == made.numbers
    assert said["document"] == NOTICE


def test_a_number_is_printed_only_where_it_is_given(made: Made) -> None:
    for kind in ("extension", "reminder"):
        assert json.loads(notice(made, kind, "--json").out)[kind]["document"] == ""
        given = notice(made, kind, "--json", "--document", "某督函〔2026〕7号")
        assert json.loads(given.out)[kind]["document"] == "某督函〔2026〕7号"


def test_what_has_not_happened_yet_is_blank_on_the_form(made: Made) -> None:
    (form,) = json.loads(notice(made, "closing", "--json").out)["closing"]["forms"]
    rows = {row["label"]: row["text"] for row in form["rows"]}
    for blank in ("Accepted by", "Struck off by", "Looked back by", "Problem solved"):
        assert rows[blank] == ""
    assert rows["What was done"] == "请抓紧"
    assert [row[0] for row in form["tables"][0]["rows"]] == [
        *("Duty", "Measures", "Funds", "Time limit", "Contingency plan")
    ]


@pytest.mark.parametrize("kind", ["extension", "reminder", "closing"])
def test_a_step_that_was_not_taken_is_not_printed(made: Made, kind: str) -> None:
    done = run("notice", kind, made.numbers[1], cwd=made.office.root)
    assert (done.status, done.out) == (5, "")
    assert made.numbers[1] in done.err
    command = {"extension": "extend", "reminder": "remind", "closing": "submit"}[kind]
    assert f"sfcheck {command}" in done.err


def test_issues_of_two_notices_are_not_mixed(tmp_path: Path) -> None:
    office, numbers = played(tmp_path)
    other = office.found(title="另一个问题")
    office.done("confirm", other, "--true-and-accurate", by=LEADER)
    office.done(
        *("notify", other, "--notice", "某督〔2026〕6号", "--demand", "整改"),
        *("--accept", "emergency-management", "--due", "2026-06-20"),
        by=OFFICER,
    )
    done = office("notice", "feedback", numbers[0], other)
    assert done.status == 2
    assert NOTICE in done.err


@pytest.mark.parametrize(
    "text",
    [HOSTILE, trial(LONG, always=False), trial("一\n二\t三", always=False)],
    ids=["code", "long", "lines"],
)
def test_data_is_inert_in_every_paper(tmp_path: Path, text: str) -> None:
    title = text.replace("\n", " ").replace("\t", " ")[:200]
    made = Made(Office(tmp_path / "ledger"), _played(tmp_path, title, text))
    for kind in KINDS:
        word = in_word(made, kind, tmp_path)
        markdown = notice(made, kind, "--format", "md").out
        if text == HOSTILE:
            assert text in word
            assert "{{" not in markdown
            assert "<丙>" not in markdown.replace("\\<", "")
            assert "*x*" not in markdown.replace("\\*", "")
        elif text == LONG:
            assert LONG in word
            assert LONG in markdown
        else:
            assert "二" in word
            assert "|\n三" not in markdown


def test_an_office_puts_its_own_template_before_ours(tmp_path: Path) -> None:
    made = played(tmp_path)
    folder = made.office.root / "templates" / "documents"
    folder.mkdir(parents=True)
    (folder / "letter.md.j2").write_text("own {{ title }}", encoding="utf-8")
    assert notice(made, "reminder", "--format", "md").out == "own Reminder to rectify"
    (folder / "reminder.md.j2").write_text("my {{ issues[0].number }}", encoding="utf-8")
    assert notice(made, "reminder", "--format", "md").out == f"my {made.numbers[0]}"
    word = Document()
    word.add_paragraph("own {{ title }}")
    word.save(str(folder / "letter.docx"))
    assert in_word(made, "reminder", tmp_path).startswith("own Reminder")


def split_by_word(path: Path, *parts: str) -> None:
    """Write a document whose code stands in several runs, as Word leaves it behind."""
    word = Document()
    paragraph = word.add_paragraph()
    for number, part in enumerate(parts):
        paragraph.add_run(part).bold = bool(number % 2)
    word.save(str(path))


def findings(root: Path) -> list[dict[str, Any]]:
    """Return what the rules of templates find."""
    found = json.loads(run("validate", "--format", "json", cwd=root).out)["findings"]
    return [finding for finding in found if finding["code"].startswith("SF54")]


@pytest.mark.thorough
def test_the_lint_tells_misspelt_fields_with_near_ones(tmp_path: Path) -> None:
    made = played(tmp_path)
    root = made.office.root
    assert findings(root) == []
    folder = root / "templates" / "documents"
    folder.mkdir(parents=True)
    (folder / "reminder.md.j2").write_text(
        "{{ title }}\n{% for line in body %}\n{{ line.txt }}{{ loop.index }}\n{% endfor %}\n"
        "{{ anex.title }}",
        encoding="utf-8",
    )
    split_by_word(folder / "feedback.docx", "{", "{ ti", "tel ", "}", "} {{ doc", "ument }}")
    found = [(f["code"], f["path"][20:], f["line"], f["field"]) for f in findings(root)]
    assert sorted(found) == [
        ("SF541", "feedback.docx", 1, "titel"),
        ("SF541", "reminder.md.j2", 3, "txt"),
        ("SF541", "reminder.md.j2", 5, "anex"),
    ]
    said = " ".join(f["message"] for f in findings(root))
    for near in ("title", "text", "annex"):
        assert near in said
    shutil.rmtree(folder)
    assert findings(root) == []


@pytest.mark.thorough
def test_the_lint_tells_names_macros_and_broken_code(tmp_path: Path) -> None:
    made = played(tmp_path)
    folder = made.office.root / "templates" / "documents"
    folder.mkdir(parents=True)
    (folder / "bulletins.md.j2").write_text("x", encoding="utf-8")
    (folder / "letter.md.j2").write_text("a\n{% for x in body %}", encoding="utf-8")
    (folder / "bulletin.docx").write_bytes(b"no zip")
    split_by_word(folder / "reminder.docx", "{% include '/etc/passwd' %}")
    split_by_word(folder / "feedback.docx", "{{ title }}")
    packed = io.BytesIO((folder / "feedback.docx").read_bytes())
    with zipfile.ZipFile(packed, "a") as file:
        file.writestr("word/vbaProject.bin", b"x")
    (folder / "feedback.docx").write_bytes(packed.getvalue())
    found = sorted((f["code"], f["path"][20:]) for f in findings(made.office.root))
    assert found == [
        ("SF542", "bulletin.docx"),
        ("SF542", "letter.md.j2"),
        ("SF543", "bulletins.md.j2"),
        ("SF544", "feedback.docx"),
        ("SF544", "reminder.docx"),
    ]


SAMPLE = Path(__file__).parents[2] / "ledgers" / "sample"
GOLDEN = Path(__file__).parents[1] / "documents" / "golden"
PRINTED = {
    "feedback": "26-001-0001-0",
    "extension": "26-001-0001-0",
    "reminder": "26-001-0004-1",
    "closing": "26-001-0001-0",
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_reads_as_it_was_looked_through(kind: str) -> None:
    done = run("notice", kind, PRINTED[kind], "--format", "md", cwd=SAMPLE)
    assert done.out == (GOLDEN / f"{kind}.md").read_text(encoding="utf-8")
