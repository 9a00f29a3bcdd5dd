"""A conflict that nobody has decided is never clean, and the way out of it is told."""

import subprocess

import pytest

from tests.support.office import LEADER
from tests.support.trials import git
from tests.support.untouched import Untouchable


@pytest.mark.thorough
def test_a_record_in_conflict(spare: Untouchable) -> None:
    """The work tree has one whole version, which alone is sound."""
    git(spare.root, "switch", "-q", "-c", "other")
    spare.done(*spare.note("别处"), by=LEADER)
    git(spare.root, "switch", "-q", "main")
    spare.done(*spare.note("此处"), by=LEADER)
    merge = subprocess.run(["git", "merge", "other"], cwd=spare.root, capture_output=True)
    assert merge.returncode
    path = spare.record.relative_to(spare.root).as_posix()
    for words in (("validate",), ("validate",), ("validate", "--afresh"), ("validate", path)):
        said = spare(*words)
        assert said.status == 1
        assert f"{path}:1:1 SF027" in said.out
    assert spare("validate", "people").status == 0
    said = spare(*spare.note(), by=LEADER).err
    assert "git merge --abort" in said
    assert "sfcheck sync" in said
    git(spare.root, "merge", "--abort")
    spare.done("validate")


def test_a_file_that_is_no_record(spare: Untouchable) -> None:
    (spare.root / "letter").write_text("一", encoding="utf-8")
    git(spare.root, "add", "letter")
    git(spare.root, "commit", "-q", "-m", "letter")
    for branch, text in (("other", "二"), ("main", "三")):
        git(spare.root, "switch", "-q", *(("-c",) if branch == "other" else ()), branch)
        (spare.root / "letter").write_text(text, encoding="utf-8")
        git(spare.root, "commit", "-q", "-a", "-m", branch)
    subprocess.run(["git", "merge", "other"], cwd=spare.root, capture_output=True)
    assert "letter:1:1 SF027" in spare("validate").out
