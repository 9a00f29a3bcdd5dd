"""The form of official papers in Word (GB/T 9704-2012), for the templates `tools/word.py` makes.

The numbers of the standard are said here and nowhere else: A4, type area 156 × 225 mm, 22 lines of
28 characters. 28 characters of 16 pt are wider than 156 mm, so each is set 0.25 pt closer.
"""

from collections.abc import Sequence
from typing import NamedTuple

from docx.document import Document as Doc
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from sfcheck.documents.official.letter import SHAPES
from sfcheck.documents.official.style import HEAD_SIZES
from tools.drawing import BODY, HEAVY, TABLE_SIZE, WIDTH, font, new_row, page, repeat

TITLE, KAI, SONG = "方正小标宋简体", "楷体_GB2312", "宋体"
SIZE, SMALL = 16, 14
"""Points of the body (三号), of page numbers and the imprint (四号)."""
LINE = 28.95
"""Points from line to line: 22 of them in 225 mm."""
CLOSER = -5
"""Twentieths of a point by which characters stand closer."""
INDENT = Pt(2 * (SIZE + CLOSER / 20))
"""Two characters."""
RED = RGBColor(0xFF, 0, 0)
HEAD_BEFORE, HEAD_RISE = Mm(35), 0.11
"""From the top of the type area to the red head; its rise over its line, of its size."""
FOOTER = Mm(24.5)
"""From the edge of the sheet to the page number: its dash is 7 mm below the type area."""
SIGNED_FROM = Pt(442 - 226)
"""Issuer and date are centred right of here: the date ends four characters from the edge."""
CELL = Mm(0.8)
"""Between the text of a cell and its rules at the sides."""
CELL_ABOVE = Mm(0.4)
"""The same above and below."""
_ORDER = (
    *("tblStyle", "tblpPr", "tblOverlap", "tblW", "jc", "tblInd", "tblBorders", "shd"),
    *("tblLayout", "tblCellMar", "tblLook", "tblCaption", "tblDescription"),
)


def _margins() -> str:
    sides = "".join(
        f'<w:{side} w:w="{room.twips}" w:type="dxa"/>'
        for side, room in (
            ("top", CELL_ABOVE),
            ("left", CELL),
            ("bottom", CELL_ABOVE),
            ("right", CELL),
        )
    )
    return f"<w:tblCellMar {nsdecls('w')}>{sides}</w:tblCellMar>"


class Style(NamedTuple):
    """How a kind of paragraph is set: face, points, alignment, whether its first line is in."""

    face: str
    size: int = SIZE
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY
    indent: bool = False
    red: bool = False


LEFT, CENTER, RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
STYLES = {
    "公文正文": Style(BODY, indent=True),
    "公文一级标题": Style(HEAVY, indent=True),
    "公文二级标题": Style(KAI, indent=True),
    "公文标题": Style(TITLE, 22, CENTER),
    "公文字号": Style(BODY, align=CENTER),
    "公文主送": Style(BODY, align=LEFT),
    "公文署名": Style(BODY, align=CENTER),
    "公文附件标记": Style(HEAVY, align=LEFT),
    **{f"公文红头{size}": Style(TITLE, size, CENTER, red=True) for size in HEAD_SIZES},
}


def official() -> Doc:
    """Return an empty official paper: page, grid, styles, page numbers on the outer side."""
    made = page()
    section = made.sections[0]
    section.footer_distance = FOOTER
    grid = section._sectPr.find(qn("w:docGrid"))
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(round(LINE * 20)))
    for name, style in STYLES.items():
        _add_style(made, name, style)
    made.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer.paragraphs[0], RIGHT)
    _page_number(section.even_page_footer.paragraphs[0], LEFT)
    return made


def _add_style(made: Doc, name: str, style: Style) -> None:
    added = made.styles.add_style(name, 1)
    added.base_style = made.styles["Normal"]
    properties = added.element.get_or_add_rPr()
    font(properties, style.face)
    added.font.size = Pt(style.size)
    if style.red:
        added.font.color.rgb = RED
    else:
        _closer(properties)
    form = added.paragraph_format
    form.alignment, form.widow_control = style.align, False
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    form.line_spacing = Pt(style.size * 1.1 if style.red else max(LINE, style.size * 1.1))
    if style.indent:
        form.first_line_indent = INDENT
    inside = OxmlElement("w:overflowPunct")  # no point hangs beyond the type area
    inside.set(qn("w:val"), "0")
    following = ("w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr")
    added.element.get_or_add_pPr().insert_element_before(inside, *following)


def _closer(properties: object) -> None:
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(CLOSER))
    properties.find(qn("w:sz")).addprevious(spacing)


def _page_number(paragraph: Paragraph, side: WD_ALIGN_PARAGRAPH) -> None:
    """Write — 1 — in half-width digits, a character in from the outer edge."""
    for child in list(paragraph._p):
        paragraph._p.remove(child)
    form = paragraph.paragraph_format
    form.alignment = side
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(SMALL)
    if side == RIGHT:
        form.right_indent = Pt(SMALL)
    else:
        form.left_indent = Pt(SMALL)
    xml = (
        f'<w:r {nsdecls("w")}><w:rPr><w:rFonts w:ascii="{SONG}" w:hAnsi="{SONG}" '
        f'w:eastAsia="{SONG}"/><w:sz w:val="{SMALL * 2}"/></w:rPr>{{}}</w:r>'
    )
    parts = (
        '<w:t xml:space="preserve">— </w:t>',
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve">PAGE</w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
        '<w:t xml:space="preserve"> —</w:t>',
    )
    for part in parts:
        paragraph._p.append(parse_xml(xml.format(part)))


def say(made: Doc, text: str, style: str = "公文正文") -> Paragraph:
    """Add a paragraph in one of the styles."""
    return made.add_paragraph(text, style=style)


def control(made: Doc, code: str) -> None:
    """Add a paragraph that is only code to the template and leaves nothing behind."""
    say(made, f"{{%p {code} %}}")


def blank(made: Doc, lines: int = 1) -> None:
    """Add empty lines of the grid."""
    for _line in range(lines):
        say(made, "", "公文字号")


def head(made: Doc) -> None:
    """Add the red head in the size that fits, the number below it, and the red rule."""
    for place, size in enumerate(HEAD_SIZES):
        control(made, f"{'elif' if place else 'if'} head_size == {size}")
        paragraph = say(made, "{{ head }}", f"公文红头{size}")
        paragraph.paragraph_format.space_before = HEAD_BEFORE + Pt(size * HEAD_RISE)
        _ungridded(paragraph)
    control(made, "endif")
    blank(made, 2)
    number = say(made, "{{ document }}", "公文字号")
    number._p.get_or_add_pPr().insert_element_before(
        parse_xml(
            f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="18" w:space="1" '
            'w:color="FF0000"/></w:pBdr>'
        ),
        *("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"),
    )
    blank(made, 2)


def title(made: Doc) -> None:
    """Add the title, and whom the paper is for."""
    say(made, "{{ title }}", "公文标题")
    blank(made)
    control(made, "if to")
    say(made, "{{ to }}", "公文主送")
    control(made, "endif")


def body(made: Doc) -> None:
    """Add the paragraphs of the body, each by its level."""
    control(made, "for line in body")
    for level, style in ((1, "公文一级标题"), (2, "公文二级标题")):
        control(made, f"{'if' if level == 1 else 'elif'} line.level == {level}")
        say(made, "{{ line.text }}", style).paragraph_format.keep_with_next = True
    control(made, "else")
    say(made, "{{ line.text }}")
    control(made, "endif")
    control(made, "endfor")


def ending(made: Doc, *, may_lack: bool = False) -> None:
    """Add the attachments' note, then who issues it and when; no seal is ever drawn.

    `may_lack`: there may be no attachment.
    """
    if may_lack:
        control(made, "if attachment")
    blank(made)
    say(made, "{{ attachment }}")
    if may_lack:
        control(made, "endif")
    blank(made, 2)
    for text in ("{{ issuer }}", "{{ date }}"):
        form = say(made, text, "公文署名").paragraph_format
        form.left_indent, form.keep_together = SIGNED_FROM, True


def annex(made: Doc, *shapes: Sequence[int]) -> None:
    """Add the annex on a sheet of its own: a table whose head stands on every page again.

    `shapes` are widths in millimetres; of several the content's `annex.shape` names the one.
    """
    mark = say(made, "{{ annex.mark }}", "公文附件标记")
    mark.paragraph_format.page_break_before = True
    blank(made)
    say(made, "{{ annex.title }}", "公文标题")
    blank(made)
    control(made, "if annex.rows")
    for place, widths in enumerate(shapes):
        if len(shapes) > 1:
            name = next(name for name, known in SHAPES.items() if known == widths)
            control(made, f"{'elif' if place else 'if'} annex.shape == '{name}'")
        _annexed(made, widths)
    if len(shapes) > 1:
        control(made, "endif")
    control(made, "endif")
    control(made, "if annex.note")
    say(made, "{{ annex.note }}")
    control(made, "endif")


def _annexed(made: Doc, widths: Sequence[int]) -> None:
    count = len(widths)
    heads = [f"{{{{ annex.headings[{n}] }}}}" for n in range(count)]
    grid(made, widths, "row in annex.rows", [f"{{{{ row[{n}] }}}}" for n in range(count)], heads)


def grid(
    made: Doc,
    widths: Sequence[int],
    each: str,
    cells: Sequence[str],
    heads: Sequence[str] = (),
    *,
    height: Mm | None = None,
) -> None:
    """Add a table with a row for each of what a loop goes over; its head stands on every page."""
    assert sum(widths) == WIDTH
    drawn = made.add_table(rows=0, cols=len(widths), style="Table Grid")
    drawn.alignment, drawn.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(drawn.columns, widths, strict=True):
        column.width = Mm(width)
    _put(drawn, _margins())
    if heads:
        repeat(new_row(drawn, widths, heads))
    new_row(drawn, widths, [f"{{%tr for {each} %}}"])
    filled = new_row(drawn, widths, cells)
    if heads:
        filled._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    if height:
        filled.height = height
    new_row(drawn, widths, ["{%tr endfor %}"])
    _off_the_grid(drawn)


def tables(made: Doc) -> None:
    """Add the tables of a paper, of as many columns as each has; widths are fitted when filled.

    The head stands on every page again, a row is not torn apart, a note stands below its table.
    """
    control(made, "for table in tables.values()")
    say(made, "{{ table.title }}", "公文一级标题").paragraph_format.keep_with_next = True
    control(made, "if table.rows")
    widths = (WIDTH // 3,) * 3
    drawn = made.add_table(rows=0, cols=3, style="Table Grid")
    drawn.alignment, drawn.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _put(drawn, _margins())
    _put(drawn, f'<w:tblDescription {nsdecls("w")} w:val="{{{{ table.columns }}}}"/>')
    end = "{%tc endfor %}"
    repeat(new_row(drawn, widths, ["{%tc for heading in table.headings %}", "{{ heading }}", end]))
    new_row(drawn, widths, ["{%tr for row in table.rows %}"])
    filled = new_row(drawn, widths, ["{%tc for cell in row %}", "{{ cell }}", end])
    filled._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    new_row(drawn, widths, ["{%tr endfor %}"])
    _off_the_grid(drawn)
    for cell in filled.cells:  # an empty one is no higher than the others
        size = f'<w:rPr {nsdecls("w")}><w:sz w:val="{round(TABLE_SIZE.pt * 2)}"/></w:rPr>'
        cell.paragraphs[0]._p.get_or_add_pPr().append(parse_xml(size))
    control(made, "endif")
    control(made, "if table.note")
    say(made, "{{ table.note }}")
    control(made, "endif")
    control(made, "endfor")


def _off_the_grid(drawn: Table) -> None:
    """Let the lines of a table stand as closely as they are high."""
    for cell in (cell for row in drawn.rows for cell in row.cells):
        _ungridded(cell.paragraphs[0])


def _ungridded(paragraph: Paragraph) -> None:
    off = OxmlElement("w:snapToGrid")
    off.set(qn("w:val"), "0")
    following = ("w:spacing", "w:ind", "w:jc", "w:rPr")
    paragraph._p.get_or_add_pPr().insert_element_before(off, *following)


def _put(drawn: Table, xml: str) -> None:
    """Put a property into a table, in the order that the format asks for."""
    properties = drawn._tbl.tblPr
    properties.append(parse_xml(xml))
    names = [qn(f"w:{name}") for name in _ORDER]
    properties[:] = sorted(properties, key=lambda child: names.index(child.tag))
