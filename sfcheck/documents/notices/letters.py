"""The letters about issues: each a row of `PAPERS` and the module of its name beside this one."""

from collections.abc import Mapping
from importlib import import_module

from sfcheck.documents.notices.kind import NoticeKind
from sfcheck.domain.papers import PAPERS, IssueLetterContent

LETTERS: Mapping[str, NoticeKind] = {
    name: import_module(f"sfcheck.documents.notices.{name}").LETTER
    for name, paper in PAPERS.items()
    if paper.fields is IssueLetterContent
}
"""The letters by the name of their template."""
