"""The imprint (版记) of official papers: who has a copy, who issued it and when."""

from collections.abc import Mapping

from docx import Document
from docx.document import Document as Doc
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from sfcheck.documents.official.style import IMPRINT_HEIGHTS
from tools.drawing import BODY, MARGINS, WIDTH, write
from tools.official import LINE, SMALL, control, say

RULES = (8, 6)
"""Eighths of a point of the imprint's outer rules (0.35 mm) and inner ones (0.25 mm)."""
FOOT = Mm(262)
"""From the upper edge of the sheet to the foot of the type area."""
_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_CHOICE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_BOX = f"""<w:r {{names}}><mc:AlternateContent xmlns:mc="{_CHOICE}" xmlns:wps="{_SHAPE}">
<mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0"
 simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">
<wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="page"><wp:posOffset>{{left}}</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="page"><wp:posOffset>{{top}}</wp:posOffset></wp:positionV>
<wp:extent cx="{{width}}" cy="{{height}}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>
<wp:docPr id="{{id}}" name="imprint"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="{_SHAPE}"><wps:wsp><wps:cNvSpPr txBox="1"/>
<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{{width}}" cy="{{height}}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>
<wps:txbx><w:txbxContent/></wps:txbx>
<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"><a:noAutofit/></wps:bodyPr>
</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"""


def imprint(made: Doc) -> None:
    """Add the imprint (版记), which stands on the foot of the last page however many lines it has.

    LibreOffice forgets where a frame or a floating table stands; a text box keeps its place. It is
    anchored to an empty line that keeps its height free, by the space before it: LibreOffice makes
    no line higher than the grid of the page.
    """
    control(made, "if printed")
    for place, height in enumerate(IMPRINT_HEIGHTS):
        control(made, f"{'elif' if place else 'if'} imprint_height == {height}")
        _box(made, place + 1, Mm(height))
    control(made, "endif")
    control(made, "endif")


def _box(made: Doc, number: int, height: Mm) -> None:
    outer, inner = RULES
    last = "{{ issuer }}\t{{ printed }}"
    lines = (
        "{%p if copies %}",
        ("{{ copies }}", {"top": outer}),
        (last, {"top": inner, "bottom": outer}),
        "{%p else %}",
        (last, {"top": outer, "bottom": outer}),
        "{%p endif %}",
    )
    room = say(made, "")
    form = room.paragraph_format
    form.space_before = height - Pt(LINE)
    facts = {
        "id": number,
        "width": Mm(WIDTH),
        "height": height,
        "left": MARGINS["left"],
        "top": FOOT - height,
    }
    run = parse_xml(_BOX.format(names=nsdecls("w", "wp", "a"), **facts))
    room._p.append(run)
    box = next(run.iter(qn("w:txbxContent")))
    for line in lines:
        box.append(_imprint_line(*(line if isinstance(line, tuple) else (line, {}))))


def _imprint_line(text: str, rules: Mapping[str, int]) -> object:
    """Return a line of the imprint; what follows a tab stands at the right, both a character in."""
    made = Document()
    line = made.add_paragraph()
    write(line, text, BODY, Pt(SMALL))
    form = line.paragraph_format
    form.first_line_indent = Pt(SMALL)  # an indent of all lines would shorten the rules
    form.space_after = Pt(0)
    form.tab_stops.add_tab_stop(Mm(WIDTH) - Pt(SMALL), WD_TAB_ALIGNMENT.RIGHT)
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="{size}" w:space="1" w:color="000000"/>'
        for edge, size in rules.items()
    )
    if edges:
        borders = parse_xml(f"<w:pBdr {nsdecls('w')}>{edges}</w:pBdr>")
        line._p.pPr.insert_element_before(borders, "w:tabs", "w:spacing", "w:ind")
    return line._p
