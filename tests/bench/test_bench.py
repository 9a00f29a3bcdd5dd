"""What is measured is lawful, is what people could have written, and is the same every time."""

import io
import json
from functools import partial
from pathlib import Path

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from bench import page, papers
from bench.make import make
from sfcheck.actions.assurance.checking import validate
from sfcheck.domain.base.vocabulary import Status
from sfcheck.ledger.git.repository import run as git
from tests.support.once import once
from tests.support.run import run

COUNT = 120


def made(folder: Path) -> None:
    make(folder / "ledger", COUNT)


@pytest.mark.thorough
def test_made_ledger_holds(tmp_path: Path) -> None:
    once(made, tmp_path)
    root = tmp_path / "ledger"
    report = validate(root)
    assert report.findings == ()
    assert git(root, "status", "--porcelain") == b""
    listed = json.loads(run("list", "--json", cwd=root).out)["issues"]
    assert len(listed) == COUNT
    assert {issue["status"] for issue in listed} == {*Status} - {Status.DRAFT}
    # Each step is a commit: the last one's change is that one event.
    number = next(issue["number"] for issue in listed if issue["status"] == "closed")
    story = json.loads(run("log", number, "--json", cwd=root).out)
    record = json.loads(run("show", number, "--json", cwd=root).out)["issue"]
    assert len(story["log"]) == len(record["events"])


@pytest.mark.thorough
def test_same_count_same_issues(tmp_path: Path) -> None:
    trees = []
    for name, begin in (("one", made), ("other", partial(once, made))):
        begin(tmp_path / name)
        root = tmp_path / name / "ledger"
        trees.append(git(root, "rev-parse", "HEAD:issues", "HEAD:handovers"))
    assert trees[0] == trees[1]


@pytest.mark.thorough
def test_papers_are_the_same_by_ours_and_by_the_bare_library() -> None:
    """Else a ratio would compare different work."""
    said = {}
    for (kind, whose), (maker, columns) in papers.MAKERS.items():
        data = io.BytesIO(maker(papers.paper(7, columns))())
        if kind == "word":
            rows = [[cell.text for cell in row.cells] for row in Document(data).tables[0].rows][1:]
        else:
            book = CalamineWorkbook.from_filelike(data)
            sheet = book.get_sheet_by_name(book.sheet_names[-1]).to_python()
            rows = [[_shown(cell) for cell in row] for row in sheet][-7:]
        said[kind, whose] = rows
    for kind in ("word", "excel"):
        assert said[kind, "ours"] == said[kind, "bare"]
        assert len(said[kind, "ours"]) == 7
    assert papers.main("word", "ours", "3", "2") > 0


def _shown(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) else str(cell)


def test_page_is_made_of_its_figures() -> None:
    figures = page.known()
    assert figures.lines
    for path, text in page.pages(figures).items():
        assert path.read_text(encoding="utf-8") == text
