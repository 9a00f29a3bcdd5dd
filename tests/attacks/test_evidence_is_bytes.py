"""Evidence is bytes, whatever its name ends in: git turns no line end of it, and blends nothing."""

import hashlib
import json
import subprocess
from pathlib import Path

import pytest

from sfcheck.ledger.files import layout
from tests.support.office import LEADER
from tests.support.trials import git
from tests.support.untouched import Untouchable, commit_all

ENDINGS = (".yaml", ".yml", ".txt", ".md", ".csv", ".json", ".svg", ".jpg", ".j2", "")
DATA = b"one\r\ntwo\nthree\r\n$Id$\n\xff\xfe\n"
OLD = (
    layout.attributes()
    .replace(f"{layout.BYTES}\n", "")
    .replace("*.yaml text", "evidence/** binary\n*.yaml text")
)
"""What `init` wrote before: the ending of a record had the last word."""


def attached(spare: Untouchable, folder: Path, ending: str) -> str:
    """Attach a file, and return where it lies."""
    file = folder / f"photo{ending}"
    file.write_bytes(DATA)
    words = ("attach", spare.number, "--file", file, "--class", "scene", "--caption", "现场")
    spare.done(*words, by=LEADER)
    return layout.evidence_path(hashlib.sha256(DATA).hexdigest(), ending)


def weak(spare: Untouchable) -> list[dict[str, str]]:
    """Return what is said of the attributes."""
    found = json.loads(spare("validate", "--json").out)["findings"]
    return [each for each in found if each["code"] == "SF024"]


@pytest.mark.thorough
@pytest.mark.parametrize("kind", ["core.autocrlf=true", "core.eol=crlf", "core.autocrlf=input"])
def test_evidence_comes_out_of_a_clone_as_it_went_in(
    spare: Untouchable, tmp_path: Path, kind: str
) -> None:
    paths = [attached(spare, tmp_path, ending) for ending in ENDINGS]
    git(spare.root, "-c", kind, "clone", "-q", ".", str(tmp_path / "clone"))
    assert [(tmp_path / "clone" / path).read_bytes() for path in paths] == [DATA] * len(paths)
    said = git(spare.root, "check-attr", "text", "diff", "merge", "--", *paths)
    assert {line.rpartition(": ")[2] for line in said.splitlines()} == {"unset"}
    assert git(spare.root, "-c", kind, "status", "--porcelain") == ""


def test_evidence_is_not_blended(spare: Untouchable, tmp_path: Path) -> None:
    path = attached(spare, tmp_path, ".yaml")
    for branch, line in (("one", b"1\n"), ("two", b"2\n")):
        git(spare.root, "checkout", "-q", "-b", branch, "main")
        (spare.root / path).write_bytes(line * 3 + DATA if branch == "one" else DATA + line * 3)
        commit_all(spare.root)
    with pytest.raises(subprocess.CalledProcessError) as stopped:
        git(spare.root, "merge", "one")
    assert "Cannot merge binary files" in stopped.value.stdout + stopped.value.stderr


NOW_AND = layout.attributes()
WRONG = {
    OLD: {".yaml": ("text",)},
    f"{NOW_AND}*.txt text\n": {".txt": ("text",)},
    f"{NOW_AND}evidence/** text=auto\n": {".yaml": ("text",), ".jpg": ("text",)},
    f"{NOW_AND}evidence/** diff\n": {".yaml": ("diff",), ".svg": ("diff",)},
    f"{NOW_AND}*.jpg filter=lfs\n": {".jpg": ("filter",)},
    f"{NOW_AND}*.txt ident\n": {".txt": ("ident",)},
    f"{NOW_AND}*.txt working-tree-encoding=GBK\n": {".txt": ("working-tree-encoding",)},
}


@pytest.mark.thorough
@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_attributes_are_told_with_the_line_that_mends_them(
    spare: Untouchable, tmp_path: Path, wrong: str
) -> None:
    attached(spare, tmp_path, list(WRONG[wrong])[-1])
    attributes = spare.root / ".gitattributes"
    attributes.write_text(wrong, encoding="utf-8")
    told = weak(spare)
    assert {each["severity"] for each in told} == {"warning"}
    assert sorted(each["message"] for each in told) == sorted(
        f"evidence/…{ending} may be changed by git: “-{name}” is not in force"
        for ending, names in WRONG[wrong].items()
        for name in names
    )
    mends = {each["fix"].partition(": ")[2] for each in told}
    attributes.write_text("\n".join([wrong.rstrip(), *mends, ""]), encoding="utf-8")
    assert weak(spare) == []
