"""Any content printed by its template, as Markdown or Word: the one place where papers are made.

An office that puts a template of its own into its ledger changes the paper of that name; one that
puts `letter.docx` there changes all letters that come with no template of their own.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sfcheck.documents.columns import millimetres
from sfcheck.documents.engines import markdown, word
from sfcheck.documents.paper import Paper
from sfcheck.domain.papers import PAPERS, PaperContent


class PaperForm(NamedTuple):
    """A form of papers: what the names of its templates end in, and what fills them."""

    ending: str
    render: Callable[[str, Mapping[str, Any], Sequence[Path]], str | bytes]


FORMS: Mapping[str, PaperForm] = {
    "md": PaperForm(".md.j2", markdown.render),
    "docx": PaperForm(".docx", word.render),
}
"""The forms in which any paper is printed."""


def printed(
    kind: str, content: Mapping[str, Any], form: str, folders: Sequence[Path]
) -> str | bytes:
    """Return the paper `kind` in a form: Markdown (`md`) as text, Word (`docx`) as bytes.

    The last of `folders` holds the templates that come with sfcheck. Raises `Refused`:
    `bad-template`, `bad-word-template`, and what is wrong with the file.
    """
    return FORMS[form].render(template(kind, form, folders), content, folders)


def template(kind: str, form: str, folders: Sequence[Path]) -> str:
    """Return the name of the template of a paper, of the first of `folders` that has one.

    It is the paper's own, or, where the paper comes with none, that of its base (`PAPERS`).
    """
    ending, base = FORMS[form].ending, PAPERS[kind].base
    names = [kind + ending]
    if base and not (folders[-1] / names[0]).is_file():
        names.append(base + ending)
    found = (name for at in folders for name in names if (at / name).is_file())
    return next(found, names[-1])


def content(paper: Paper, **more: Any) -> dict[str, Any]:
    """Return what the templates of a paper made of tables are given, and `more` by name."""
    given: PaperContent = {
        "title": paper.title,
        "basis": paper.basis,
        "tables": {
            name: {**table.content(), "columns": word.fitting(millimetres(table))}
            for name, table in paper.tables.items()
        },
    }
    return {**given, **more}
