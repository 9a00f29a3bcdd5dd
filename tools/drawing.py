"""How the Word templates are drawn: page, fonts, paragraphs, rows and tables.

Fonts are named, never carried along.
"""

from collections.abc import Sequence

from docx import Document
from docx.document import Document as Doc
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

BODY, HEAVY, LATIN = "仿宋_GB2312", "黑体", "Times New Roman"
A4 = (Mm(210), Mm(297))
MARGINS = {"top": Mm(37), "bottom": Mm(35), "left": Mm(28), "right": Mm(26)}
WIDTH = 156
"""Millimetres between the margins (GB/T 9704)."""
BODY_SIZE, TITLE_SIZE, TABLE_SIZE = Pt(14), Pt(22), Pt(10.5)
LONG_AGO = "1980-01-01T00:00:00Z"


def page() -> Doc:
    """Return an empty A4 document with its fonts and a page number."""
    made = Document()
    section = made.sections[0]
    section.page_width, section.page_height = A4
    for side, margin in MARGINS.items():
        setattr(section, f"{side}_margin", margin)
    font(made.styles["Normal"].element.get_or_add_rPr(), BODY)
    made.styles["Normal"].font.size = BODY_SIZE
    made.styles["Normal"].paragraph_format.space_after = Pt(0)
    clean(made)
    properties = made.core_properties
    properties.author, properties.comments, properties.title = "", "", ""
    for name in ("created", "modified"):
        element = properties._element.find(qn(f"dcterms:{name}"))
        if element is not None:
            element.text = LONG_AGO
    number = section.footer.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    number._p.append(field)
    return made


def clean(made: Doc) -> None:
    """Mend what the library's own template brings along, for Word to open it as it is.

    Dropped are the styles once more, for Word 2010 and without ours, a list of no sources and a
    picture of another paper. `w:percent` is required (ISO/IEC 29500-1, 17.15.1.98). The language
    decides which face what is neither Chinese nor Latin has; mode 15 is that of Word since 2013,
    in which its window does not say that the file is an old one.
    """
    for part in (made.part, made.part.package):
        for name, relation in list(part.rels.items()):
            if relation.reltype.endswith(("/stylesWithEffects", "/thumbnail", "/customXml")):
                del part.rels[name]
    settings, styles = made.settings.element, made.styles.element
    zoom = settings.find(qn("w:zoom"))
    zoom.attrib.clear()
    zoom.set(qn("w:percent"), "100")
    for language in (settings.find(qn("w:themeFontLang")), *styles.iter(qn("w:lang"))):
        language.set(qn("w:eastAsia"), "zh-CN")
    for mode in settings.iter(qn("w:compatSetting")):
        if mode.get(qn("w:name")) == "compatibilityMode":
            mode.set(qn("w:val"), "15")


def font(properties: object, name: str) -> None:
    """Set the fonts of a run or a style: `name` for Chinese, one face for Latin letters.

    Signs that both have, such as “ and ”, are Chinese.
    """
    fonts = properties.get_or_add_rFonts()
    for key in [key for key in fonts.attrib if key.endswith("Theme")]:
        del fonts.attrib[key]
    for kind, face in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", name)):
        fonts.set(qn(f"w:{kind}"), face)
    fonts.set(qn("w:hint"), "eastAsia")


def paragraph(made: Doc, text: str, face: str = BODY, size: Pt = BODY_SIZE) -> Paragraph:
    """Add a paragraph with a text in one font."""
    added = made.add_paragraph()
    write(added, text, face, size)
    added.paragraph_format.space_after = Pt(6)
    return added


def write(paragraph: Paragraph, text: str, face: str, size: Pt) -> None:
    """Write a text into a paragraph, in one run."""
    run = paragraph.add_run(text)
    run.font.size = size
    font(run._r.get_or_add_rPr(), face)


def table(
    made: Doc,
    name: str,
    widths: Sequence[int],
    *,
    head: bool = True,
    height: Mm | None = None,
) -> None:
    """Add a table of the content under its title, where it has rows, and its note.

    `widths` in millimetres; the head stands on every page again.
    """
    assert sum(widths) == WIDTH, name
    title = paragraph(made, f"{{{{ tables.{name}.title }}}}", HEAVY).paragraph_format
    title.space_before, title.keep_with_next = Pt(8), True
    paragraph(made, f"{{%p if tables.{name}.rows %}}")
    count = len(widths)
    drawn = made.add_table(rows=0, cols=count, style="Table Grid")
    drawn.alignment, drawn.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(drawn.columns, widths, strict=True):
        column.width = Mm(width)
    if head:
        row = new_row(
            drawn, widths, [f"{{{{ tables.{name}.headings[{n}] }}}}" for n in range(count)]
        )
        repeat(row)
    new_row(drawn, widths, [f"{{%tr for row in tables.{name}.rows %}}"])
    filled = new_row(drawn, widths, [f"{{{{ row[{n}] }}}}" for n in range(count)])
    if head:  # its cells are short: a row is not torn apart between two pages
        filled._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    if height:
        filled.height = height
    new_row(drawn, widths, ["{%tr endfor %}"])
    paragraph(made, "{%p endif %}")
    paragraph(made, f"{{%p if tables.{name}.note %}}")
    paragraph(made, f"{{{{ tables.{name}.note }}}}")
    paragraph(made, "{%p endif %}")


def new_row(drawn: Table, widths: Sequence[int], texts: Sequence[str]) -> _Row:
    """Add a row with a text in each cell, as far as they go."""
    row = drawn.add_row()
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = Mm(width)
    for cell, text in zip(row.cells, texts, strict=False):
        write(cell.paragraphs[0], text, BODY, TABLE_SIZE)
    return row


def repeat(row: _Row) -> None:
    """Make a row the head of its table, on every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in row.cells:
        embolden(cell)


def embolden(cell: _Cell) -> None:
    """Set what a cell says in the heavy face."""
    for run in cell.paragraphs[0].runs:
        font(run._r.get_or_add_rPr(), HEAVY)
