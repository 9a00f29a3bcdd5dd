"""Make the Word templates, or check that those committed are what this makes.

usage: python tools/word.py update | check

What stands in each template is said here and nowhere else; the words come with the content, in the
user's language.
"""

import io
import sys
import zipfile
from pathlib import Path

from docx.document import Document as Doc
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm

from sfcheck.documents.engines.word import repacked
from sfcheck.documents.official.letter import SHAPES
from tools import official
from tools.drawing import HEAVY, TITLE_SIZE, page, paragraph, table
from tools.imprint import imprint

FOLDER = Path(__file__).parents[1] / "templates" / "documents"


def handover_list() -> Doc:
    """Return the template of the handover's list."""
    made = page()
    paragraph(made, "{{ title }}", HEAVY, TITLE_SIZE).alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph(made, "{{ basis }}")
    table(made, "facts", (42, 114), head=False)
    table(made, "counts", (76, 40, 40))
    table(made, "issues", (30, 38, 28, 20, 22, 18))
    table(made, "look_backs", (30, 74, 52))
    table(made, "disputes", (30, 74, 52))
    table(made, "changed", (30, 48, 36, 22, 20))
    table(made, "signatures", (36, 44, 48, 28), height=Mm(14))
    return made


def bulletin() -> Doc:
    """Return the template of a bulletin."""
    made = official.official()
    official.head(made)
    official.title(made)
    official.body(made)
    official.ending(made)
    official.annex(made, (29, 31, 24, 14, 12, 10, 13, 23))
    imprint(made)
    return made


def letter() -> Doc:
    """Return the template of letters, whose annex has one of many shapes."""
    made = official.official()
    official.head(made)
    official.title(made)
    official.body(made)
    official.ending(made, may_lack=True)
    official.control(made, "if annex")
    official.annex(made, *SHAPES.values())
    official.control(made, "endif")
    imprint(made)
    return made


def report() -> Doc:
    """Return the template of any paper: a title, on what it rests, tables of any columns."""
    made = official.official()
    official.say(made, "{{ title }}", "公文标题")
    official.blank(made)
    official.say(made, "{{ basis }}")
    official.tables(made)
    return made


def form() -> Doc:
    """Return the template of forms, each on a sheet of its own."""
    made = official.official()
    official.control(made, "for form in forms")
    official.control(made, "if not loop.first")
    official.say(made, "", "公文字号").paragraph_format.page_break_before = True
    official.control(made, "endif")
    official.say(made, "{{ form.title }}", "公文标题")
    official.say(made, "{{ form.number }}", "公文字号")
    official.grid(made, (36, 120), "row in form.rows", ("{{ row.label }}", "{{ row.text }}"))
    official.control(made, "for table in form.tables")
    official.say(made, "{{ table.title }}", "公文附件标记")
    heads = tuple(f"{{{{ table.headings[{n}] }}}}" for n in range(3))
    cells = tuple(f"{{{{ row[{n}] }}}}" for n in range(3))
    official.grid(made, (30, 84, 42), "row in table.rows", cells, heads)
    official.control(made, "if table.note")
    official.say(made, "{{ table.note }}")
    official.control(made, "endif")
    official.control(made, "endfor")
    official.blank(made)
    official.grid(made, (60, 96), "who in form.signatures", ("{{ who }}", ""), height=Mm(14))
    official.control(made, "endfor")
    return made


TEMPLATES = {
    "form.docx": form,
    "handover-list.docx": handover_list,
    "bulletin.docx": bulletin,
    "letter.docx": letter,
    "report.docx": report,
}


def packed(made: Doc) -> bytes:
    """Return a document as a file that is the same whenever it is made."""
    file = io.BytesIO()
    made.save(file)
    return repacked(file.getvalue())


def parts(data: bytes) -> dict[str, bytes]:
    """Return what a file holds; how it is packed depends on the machine."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def update() -> None:
    """Make the templates again."""
    for name, make in TEMPLATES.items():
        (FOLDER / name).write_bytes(packed(make()))


def check() -> list[str]:
    """Return the templates that are not what would be made."""
    return [
        name
        for name, make in TEMPLATES.items()
        if parts(packed(make())) != parts((FOLDER / name).read_bytes())
    ]


if __name__ == "__main__":
    task = sys.argv[1] if len(sys.argv) == 2 else ""
    if task == "update":
        update()
    elif task == "check":
        differing = check()
        print("\n".join(differing) or "the Word templates are up to date")
        sys.exit(bool(differing))
    else:
        sys.exit(__doc__)
