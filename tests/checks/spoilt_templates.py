"""Spoilt templates of papers: each function puts some into the ledger at `root`."""

import io
import zipfile
from pathlib import Path

from docx import Document


def put(root: Path, name: str, code: str, macro: bool = False) -> None:
    """Write a template with some code; `macro`: with a part as macros have it."""
    folder = root / "templates" / "documents"
    folder.mkdir(parents=True, exist_ok=True)
    if not name.endswith(".docx"):
        (folder / name).write_text(code, encoding="utf-8")
        return
    made, packed = Document(), io.BytesIO()
    made.add_paragraph(code)
    made.save(packed)
    if macro:
        with zipfile.ZipFile(packed, "a") as file:
            file.writestr("word/vbaProject.bin", b"macro")
    (folder / name).write_bytes(packed.getvalue())


def bad_SF541_misspelt(root: Path) -> None:
    put(root, "feedback.md.j2", "{{ titel }}")


def bad_SF541_misspelt_in_word(root: Path) -> None:
    put(root, "feedback.docx", "{% for line in body %}{{ line.txt }}{% endfor %}")


def good_SF541_names_of_its_own(root: Path) -> None:
    code = "{% set a = annex %}{% macro m(b) %}{{ b.c }}{% endmacro %}{{ m(title) }}{{ a.title }}"
    put(root, "feedback.md.j2", code)


def bad_SF542_not_closed(root: Path) -> None:
    put(root, "letter.md.j2", "{% for line in body %}")


def bad_SF542_not_closed_in_word(root: Path) -> None:
    put(root, "letter.docx", "{{ title ")


def good_SF542_whole(root: Path) -> None:
    put(root, "letter.md.j2", "{% for line in body %}{{ line.text }}{% endfor %}")


def bad_SF543_unknown(root: Path) -> None:
    put(root, "bulletins.docx", "{{ title }}")


def good_SF543_included(root: Path) -> None:
    put(root, "letter.md.j2", "{% include 'head.md.j2' %}")
    put(root, "head.md.j2", "{{ title }}")


def bad_SF544_macro(root: Path) -> None:
    put(root, "letter.docx", "{{ title }}", macro=True)


def bad_SF544_includes(root: Path) -> None:
    put(root, "letter.docx", "{% include 'head.docx' %}")


def good_SF544_plain(root: Path) -> None:
    put(root, "letter.docx", "{{ title }}")
