"""Names that one system cannot hold, or takes for another: refused when made, found when read.

And no output of a command lands among a ledger's records or in what git keeps, by whatever way.
"""

import json
import os
import unicodedata
from pathlib import Path

import pytest

from sfcheck.domain.base import portable
from sfcheck.errors import Refused
from sfcheck.ledger.files import worktree
from tests.support.office import LEADER
from tests.support.run import run
from tests.support.trials import git
from tests.support.untouched import Untouchable

USAGE, UNREADABLE = 2, 3
UNFIT = ["CON", "con", "Aux", "nul", "NUL.x", "COM1", "lpt9.yaml", "a.", "con.tar.gz", "CONIN$"]
UNFIT += ["a ", " .", "a:b", "a?b", "a*", 'a"', "a|b", "a<b", "a\\b", "a\x01b", "COM¹", "x" * 256]
FIT = ["console", "com", "com10", "aux1", "640100", "银川", "a.b", ".gitattributes", "auxiliary.md"]
A_ACUTE = unicodedata.normalize("NFC", "á.yaml"), unicodedata.normalize("NFD", "á.yaml")
linking = pytest.mark.skipif(os.name == "nt", reason="not everybody may link on Windows")


@pytest.mark.parametrize("name", UNFIT)
def test_a_name_that_not_every_system_has(name: str) -> None:
    assert not portable.is_fit(name)
    with pytest.raises(Refused, match="not every system has it"):
        worktree.check_path(f"evidence/{name}/x")


@pytest.mark.parametrize("name", FIT)
def test_a_name_that_every_system_has(name: str) -> None:
    assert portable.is_fit(name)
    worktree.check_path(f"evidence/{name}/x")


@pytest.mark.parametrize(
    "name", [".git", ".GIT", ".git.", ".git ", ".g\u200cit", "git~1", "GIT~1", "..", ""]
)
def test_what_some_system_takes_for_the_folder_of_git(name: str) -> None:
    with pytest.raises(Refused):
        worktree.check_path(f"{name}/config")


@pytest.mark.thorough
@pytest.mark.parametrize("code", ["CON", "a.", "aux.x"])
@pytest.mark.parametrize("words", ["add", "rename", "split", "merge"])
def test_a_place_whose_folder_not_every_system_has(
    spare: Untouchable, code: str, words: str
) -> None:
    asked = {
        "add": ("add", code, "--name", "甲区", "--level", "zone", "--local"),
        "rename": ("rename", "640181", "--code", code, "--name", "乙", "--local"),
        "split": ("split", "640181", "--part", f"{code}=丙", "--part", "X1=丁", "--local"),
        "merge": ("merge", "640181", "640121", "--into", code, "--name", "戊", "--local"),
    }[words]
    since = () if words == "add" else ("--since", "2026-07-01")
    assert "folder of this name" in spare.refuses(USAGE, "place", *asked, *since)


def test_two_places_that_some_system_takes_for_one(spare: Untouchable) -> None:
    spare.done("place", "add", "ND01", "--name", "甲区", "--level", "zone", "--local")
    said = spare("place", "add", "nd01", "--name", "乙区", "--level", "zone", "--local")
    assert said.status != 0
    assert "nd01" in said.err
    split = ("--part", "x1=丙", "--part", "X1=丁", "--local", "--since", "2026-07-01")
    assert spare("place", "split", "640181", *split).status != 0


@pytest.mark.thorough
def test_two_bodies_that_some_system_takes_for_one(spare: Untouchable) -> None:
    nfc, nfd = (unicodedata.normalize(form, "Café 局") for form in ("NFC", "NFD"))
    words = ("--kind", "agency", "--name")
    spare.done("body", "add", "cafe", *words, nfc)
    assert spare("body", "add", "cafe2", *words, nfd).status != 0
    assert spare("body", "add", "CAFE", *words, "另一个局").status != 0


PLANTED = {
    "handovers/aux/0001.yaml": "not every system can have a file of this name",
    "issues/26/con.yaml": "not every system can have a file of this name",
    "evidence/nul.jpg": "not every system can have a file of this name",
    "templates/documents/PRN.md.j2": "not every system can have a file of this name",
    "people/com1.yaml": "not every system can have a file of this name",
    "Issues/x.yaml": "some systems take this for issues",
    "people/0001.YAML": "some systems take this for people/0001.yaml",
    "Ledger.yaml": "some systems take this for ledger.yaml",
    "templates/Documents/letter.docx": "",
}


@pytest.mark.thorough
@pytest.mark.skipif(os.name == "nt", reason="such files cannot be made there")
@pytest.mark.parametrize("path", PLANTED)
def test_a_planted_name_is_found(spare: Untouchable, path: str) -> None:
    whole = spare.root / path
    whole.parent.mkdir(parents=True, exist_ok=True)
    if whole.exists():
        pytest.skip("this system takes it for another")
    whole.write_bytes(b"x")
    told = found(spare)
    assert any(PLANTED[path] in each["message"] for each in told) == bool(PLANTED[path])


@pytest.mark.skipif(os.name == "nt", reason="such files cannot be made there")
@pytest.mark.parametrize("pair", [("rounds/é.yaml", "rounds/é.yaml"), ("books/a", "books/a ")])
def test_planted_twins_are_found(spare: Untouchable, pair: tuple[str, str]) -> None:
    for form, path in zip(("NFC", "NFD"), pair, strict=True):
        (spare.root / unicodedata.normalize(form, path)).write_bytes(b"x")
    assert any("some systems take this for" in each["message"] for each in found(spare))


@pytest.mark.thorough
def test_evidence_has_the_ending_that_commands_give(spare: Untouchable) -> None:
    digest = "3f" * 32
    for ending in (".JPG", ".jpg ", ".jpg.", ".c:n", ".a-b"):
        name = f"evidence/3f/{digest}{ending}"
        if portable.is_fit(name.rpartition("/")[2]) or os.name != "nt":
            (spare.root / "evidence" / "3f").mkdir(parents=True, exist_ok=True)
            (spare.root / name).write_bytes(b"x")
            assert any(each["path"] == name for each in found(spare, "SF020"))


def test_a_place_in_the_registry_that_no_system_could_keep(spare: Untouchable) -> None:
    places = spare.root / "places.yaml"
    more = "- {code: AUX, name: 甲区, level: zone, local: true}\n"
    places.write_text(places.read_text(encoding="utf-8") + more, encoding="utf-8")
    assert len(found(spare, "SF128")) == 1


def found(spare: Untouchable, code: str = "SF026") -> list[dict[str, str]]:
    told = json.loads(spare("validate", "--json").out)["findings"]
    return [each for each in told if each["code"] == code]


# Where a command writes.

INTO = [
    *("ledger.yaml", "policy.yaml", ".gitattributes", "issues/a.md", "issues/26/001/00/a.md"),
    *("people/a.md", "evidence/a.md", "templates/documents/a.md", "Issues/a.md", "EVIDENCE/a.md"),
    *(".git/a.md", ".git/hooks/a.md", ".GIT/a.md", "out/../issues/a.md", "./people/../books/a.md"),
    *("ledger.yaml.", "People /a.md", "visits/a.md", "scores/2026/a.md", "bulletins/a.md"),
]


@pytest.mark.thorough
@pytest.mark.parametrize("into", INTO)
def test_no_output_among_records(spare: Untouchable, into: str) -> None:
    (spare.root / "out").mkdir()
    said = spare.refuses(USAGE, "report", "overdue", "-o", into, "--force")
    assert "where only commands write" in said


@pytest.mark.parametrize("writer", [("export",), ("report", "dashboard")])
def test_no_output_of_any_command_among_records(
    spare: Untouchable, writer: tuple[str, ...]
) -> None:
    spare.refuses(USAGE, *writer, "-o", "issues/a.json")


@pytest.mark.thorough
@linking
@pytest.mark.parametrize("to", ["issues", ".git/hooks", "people"])
def test_no_output_through_links(spare: Untouchable, tmp_path: Path, to: str) -> None:
    (tmp_path / "there").symlink_to(spare.root / to, target_is_directory=True)
    for given in (tmp_path / "there" / "a.md", tmp_path / "there" / ".." / to / "a.md"):
        spare.refuses(USAGE, "report", "overdue", "-o", given)


def test_no_output_into_the_ledger_of_others_or_a_bare_repository(
    spare: Untouchable, tmp_path: Path
) -> None:
    git(tmp_path, "init", "-q", "--bare", "hub")
    assert (
        run("init", "other", "--profile", "ningxia", "--name", "甲（化名）", cwd=tmp_path).status
        == 0
    )
    for given in (tmp_path / "hub" / "hooks" / "update", tmp_path / "other" / "policy.yaml"):
        spare.refuses(USAGE, "report", "overdue", "-o", given, "--force")


def test_no_ledger_in_the_records_of_another(spare: Untouchable) -> None:
    for given in ("issues/new", ".git/new", "evidence"):
        spare.refuses(USAGE, "init", given, "--profile", "ningxia", "--name", "甲（化名）")


@pytest.mark.thorough
def test_output_beside_the_records_is_what_it_was(spare: Untouchable, tmp_path: Path) -> None:
    (spare.root / "papers").mkdir()
    for given in ("papers/a.md", "a.md", tmp_path / "a.md"):
        spare.done("report", "overdue", "-o", given, by=LEADER)
