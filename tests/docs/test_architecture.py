"""What the pages about the house say of it is so: every path is there, every name in its module."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ("docs/architecture.md", "docs/proof.md")  # docs/adding.md is built by its own test
FLOORS = "cli|actions|checks|history|documents|exchange|ledger|domain|errors"
PLACE = re.compile(rf"`((?:sfcheck|tests|templates|docs|{FLOORS})/[\w/.-]+)`(?: `(\w+)`)?")


def named() -> list[tuple[str, str, str]]:
    """Return what the pages name: the page, a path, and a name in the module if one follows."""
    return [
        (page, path, name)
        for page in PAGES
        for path, name in PLACE.findall((ROOT / page).read_text("utf-8"))
    ]


@pytest.mark.parametrize(("page", "path", "name"), named())
def test_what_a_page_names_is_there(page: str, path: str, name: str) -> None:
    tries = [ROOT / path, ROOT / "sfcheck" / path, ROOT / "sfcheck" / f"{path}.py"]
    found = [each for each in tries if each.exists()]
    assert found, (page, path)
    if name:
        said = found[0].read_text("utf-8")
        assert re.search(rf"^(?:def |class )?{name}\b", said, re.MULTILINE), (page, path, name)


def test_a_newcomer_finds_ten_answers() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    section = page.partition("## Ten questions")[2].partition("\n## ")[0]
    answers = re.findall(r"^\| \w.*`sfcheck/[\w/]+\.py` `\w+` \|$", section, re.MULTILINE)
    assert len(answers) == 10
