"""Word from templates, in which data is only ever data; the same content makes the same bytes.

As in Markdown, a template may be an office's own: it runs in a sandbox (`documents/sandbox.py`),
and a name it misspells is an error. Those that come with sfcheck are
made by `tools/word.py`.
"""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sfcheck.errors import Refused
from sfcheck.language import visible
from sfcheck.ledger.files import outside, parsing

TEMPLATE_LIMIT = 4 << 20
"""Bytes of the largest template read."""
UNPACKED_LIMIT = 32 << 20
"""Bytes of its parts together, unpacked."""

MARK = "columns in mm: "
"""Begins what a template has for the alternative text of a table whose columns are to be fitted."""
_MARKED = re.compile(rf"{MARK}([0-9]{{1,3}}(?: [0-9]{{1,3}})*)")

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_TWIPS = 1440 / 25.4
# docxtpl makes template code of `{_{` and the like in what was rendered already.
_BRACES = str.maketrans({"{": "&#123;", "}": "&#125;", "%": "&#37;"})


def render(name: str, content: Mapping[str, Any], folders: Sequence[Path]) -> bytes:
    """Return the Word document that the template `name` makes of `content`.

    The first of `folders` that has a file of that name gives it. Raises `Refused`: `no-template`,
    `bad-word-template`, and what is wrong with the file.
    """
    path = next((folder / name for folder in folders if (folder / name).is_file()), None)
    if path is None:
        raise Refused("no-template", name=name)
    data = parsing.read(path, TEMPLATE_LIMIT)
    from docx.opc.exceptions import PackageNotFoundError
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError

    from sfcheck.documents.engines.sandbox import FAULTS, Sandbox

    try:
        outside.check_word(data, UNPACKED_LIMIT)
        template = DocxTemplate(io.BytesIO(data))
        template.render(dict(content), Sandbox(inert), autoescape=True)
        _fit(template.docx.element)
        made = io.BytesIO()
        template.save(made)
    except (TemplateError, PackageNotFoundError, *outside.BROKEN, *FAULTS) as error:
        raise Refused("bad-word-template", path=path, problem=error) from error
    return repacked(made.getvalue())


def inert(value: object) -> str:
    """Return a line of data as text that is neither XML nor template code."""
    from markupsafe import escape

    return str(escape(visible(value))).translate(_BRACES)


def fitting(widths: Sequence[int]) -> str:
    """Return what a table says in its alternative text for its columns to be so wide, in mm."""
    return MARK + " ".join(map(str, widths))


def repacked(data: bytes) -> bytes:
    """Return a zip file with the same parts, which says nothing of when and where it was made."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.create_system, entry.compress_type = _UNIX, zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return made.getvalue()


def _fit(document: Any) -> None:
    """Give the columns of each table the widths that its alternative text says, and drop that."""
    from docx.oxml.ns import qn

    width = qn("w:w")
    for note in document.findall(f".//{qn('w:tblDescription')}"):
        told = _MARKED.fullmatch(note.get(qn("w:val"), ""))
        if told is None:
            continue
        properties = note.getparent()
        properties.remove(note)
        table = properties.getparent()
        widths = [str(round(int(each) * _TWIPS)) for each in told[1].split()]
        for column, wide in zip(table.iter(qn("w:gridCol")), widths, strict=False):
            column.set(width, wide)
        for row in table.iter(qn("w:tr")):
            for cell, wide in zip(row.iter(qn("w:tcW")), widths, strict=False):
                cell.set(width, wide)
