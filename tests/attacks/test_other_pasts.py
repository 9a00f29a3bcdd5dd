"""A finished paper is checked by the past of what is checked out, by no other that lies at hand."""

import json
import zipfile
from pathlib import Path

import pytest

from tests.support.office import LEADER
from tests.support.trials import git
from tests.support.untouched import Untouchable


@pytest.fixture
def sidelong(spare: Untouchable) -> str:
    """A commit of a branch nobody shares, in which the ledger says something else."""
    record = spare.record
    git(spare.root, "switch", "-q", "-c", "aside")
    spare.done(*spare.note(), by=LEADER)
    spare.done("confirm", spare.number, "--true-and-accurate", by=LEADER)
    other = git(spare.root, "rev-parse", "HEAD").strip()
    git(spare.root, "switch", "-q", "main")
    assert record.exists()
    return other


@pytest.mark.thorough
@pytest.mark.parametrize("form", ["docx", "xlsx", "md"])
@pytest.mark.parametrize("kept", [True, False], ids=["with its branch", "without a branch"])
def test_a_paper_of_a_branch_beside_ours(
    spare: Untouchable, sidelong: str, tmp_path: Path, form: str, kept: bool
) -> None:
    git(spare.root, "switch", "-q", "aside")
    paper = tmp_path / f"paper.{form}"
    spare.done("report", "overdue", "-o", str(paper))
    assert spare("report", "check", paper).status == 0
    git(spare.root, "switch", "-q", "main")
    if not kept:
        git(spare.root, "branch", "-q", "-D", "aside")
    done = spare("report", "check", paper)
    assert done.status == 3, done
    assert sidelong[:12] in done.err
    git(spare.root, "merge", "-q", sidelong)
    assert spare("report", "check", paper).status == 0


@pytest.mark.thorough
def test_a_paper_of_an_older_past_of_ours(spare: Untouchable, tmp_path: Path) -> None:
    paper = tmp_path / "paper.docx"
    spare.done("report", "overdue", "-o", str(paper))
    spare.done(*spare.note(), by=LEADER)
    said = json.loads(spare.done("report", "check", paper, "--json").out)
    assert said["stamp"]["commit"] != git(spare.root, "rev-parse", "HEAD").strip()


def test_a_stamp_bent_by_hand(spare: Untouchable, sidelong: str, tmp_path: Path) -> None:
    """The commit in a paper is text that anybody can change."""
    paper = tmp_path / "paper.docx"
    spare.done("report", "overdue", "-o", str(paper))
    bent = tmp_path / "bent.docx"
    here = git(spare.root, "rev-parse", "HEAD").strip()
    with zipfile.ZipFile(paper) as given, zipfile.ZipFile(bent, "w") as made:
        for name in given.namelist():
            made.writestr(name, given.read(name).replace(here.encode(), sidelong.encode()))
    assert spare("report", "check", bent).status == 3
