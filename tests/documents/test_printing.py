"""Which template a paper has: an office's own, ours, or that of its base."""

from pathlib import Path

import pytest

from sfcheck.documents.printing import FORMS, template
from sfcheck.domain.papers import PAPERS
from sfcheck.ledger import resources

OURS = resources.templates() / "documents"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", sorted(PAPERS.keys() - {"dashboard"}))
def test_every_paper_has_a_template_and_an_office_s_own_goes_before_it(
    kind: str, form: str, tmp_path: Path
) -> None:
    assert (OURS / template(kind, form, [tmp_path, OURS])).is_file()
    own = kind + FORMS[form].ending
    (tmp_path / own).touch()
    assert template(kind, form, [tmp_path, OURS]) == own


@pytest.mark.parametrize(
    ("kind", "form", "name"),
    [
        ("feedback", "docx", "letter.docx"),
        ("score-sheet", "docx", "report.docx"),
        ("visit", "docx", "report.docx"),
        ("visit", "md", "visit.md.j2"),
        ("bulletin", "docx", "bulletin.docx"),
        ("handover-list", "md", "handover-list.md.j2"),
    ],
)
def test_an_office_s_base_changes_the_papers_that_come_without_a_template(
    kind: str, form: str, name: str, tmp_path: Path
) -> None:
    for base in ("letter", "form", "report"):
        (tmp_path / (base + FORMS[form].ending)).touch()
    assert template(kind, form, [tmp_path, OURS]) == name
