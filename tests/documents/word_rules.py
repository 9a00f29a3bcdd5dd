"""What the standard asks of a Word file, as rules that tell what breaks them.

The clauses are of ECMA-376 part 1, and of part 2 (the package) and 3 where they say so.
"""

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
XML = "{http://www.w3.org/XML/1998/namespace}"
PARAGRAPH = """pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr
 suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct
 topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind
 contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment
 textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"""
BORDERS = "top left start bottom right end insideH insideV tl2br tr2bl"
ORDER = {
    name: children.split()
    for name, children in {
        "pPr": PARAGRAPH,  # 17.3.1.26
        "rPr": """rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss
         imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight
         u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath
         rPrChange""",  # 17.3.2.28
        "tblPr": """tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize
         tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption
         tblDescription tblPrChange""",  # 17.4.60
        "tcPr": """cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection
         tcFitText vAlign hideMark headers cellIns cellDel cellMerge tcPrChange""",  # 17.4.70
        "sectPr": """headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc
         pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi
         rtlGutter docGrid printerSettings sectPrChange""",  # 17.6.17
        "pBdr": "top left bottom right between bar",  # 17.3.1.24
        "tblBorders": BORDERS,  # 17.4.38
        "tcBorders": BORDERS,  # 17.4.66
        "tblCellMar": "top left start bottom right end",  # 17.4.42
        "tbl": "tblPr tblGrid tr",  # 17.4.37
        "tr": "tblPrEx trPr tc",  # 17.4.78
        "style": """name aliases basedOn next link autoRedefine hidden uiPriority semiHidden
         unhideWhenUsed qFormat locked personal personalCompose personalReply rsid pPr rPr tblPr
         trPr tcPr tblStylePr""",  # 17.7.4.17
    }.items()
}
"""Children in the order that the standard gives them, by the name of what they stand in.

Those of `trPr` (17.4.81) may stand in any order.
"""
REQUIRED = {
    "zoom": ["percent"],  # 17.15.1.98
    "tab": ["val", "pos"],  # 17.3.1.37
    "gridSpan": ["val"],  # 17.4.17
    "fldSimple": ["instr"],  # 17.16.19
    "fldChar": ["fldCharType"],  # 17.16.18
}
"""Attributes that an element must have."""
REPEATED = {"headerReference", "footerReference", "tr", "tc", "tblStylePr"}
Xml = Any
"""An element."""
Fault = Callable[["Package"], Iterator[object]]


def w(name: str) -> str:
    return f"{{{W}}}{name}"


class Package:
    """The parts of a file by name, those in XML parsed; raises `XMLSyntaxError`."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            self.entries = packed.infolist()
            read = {entry.filename: packed.read(entry) for entry in self.entries}
        self.names = [entry.filename for entry in self.entries]
        self.parts: dict[str, Xml] = {
            name: etree.fromstring(text)
            for name, text in read.items()
            if name.endswith((".xml", ".rels"))
        }

    def all(self, *names: str) -> Iterator[Xml]:
        """Yield the elements of WordprocessingML of these names, of every part."""
        for root in self.parts.values():
            yield from root.iter(*map(w, names))

    def packed(self) -> bytes:
        """Return the file again; what is not XML is empty."""
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as file:
            for name in self.names:
                root = self.parts.get(name)
                file.writestr(name, b"" if root is None else etree.tostring(root))
        return made.getvalue()


def children(element: Xml) -> list[str]:
    return [each.tag.partition("}")[2] for each in element if each.tag.startswith(f"{{{W}}}")]


def disordered(package: Package) -> Iterator[object]:
    for element in package.all(*ORDER):
        order, found = ORDER[element.tag.partition("}")[2]], children(element)
        unknown = [name for name in found if name not in order]
        places = [order.index(name) for name in found if name in order]
        twice = [n for n, count in Counter(found).items() if count > 1 and n not in REPEATED]
        if unknown or twice or places != sorted(places):
            yield element.tag, found


def unended(package: Package) -> Iterator[object]:
    """17.4.65 and 17.17.1.1: a cell ends in a paragraph, a text box has one."""
    for element in package.all("tc", "txbxContent"):
        if children(element)[-1:] != ["p"]:
            yield element.tag, children(element)


def gridless(package: Package) -> Iterator[object]:
    """17.4.37 and 17.4.48: a table has rows, and columns of its grid for each of their cells."""
    for table in package.all("tbl"):
        columns = len(table.findall(f"{w('tblGrid')}/{w('gridCol')}"))
        rows = table.findall(w("tr"))
        for row in rows:
            spans = row.iterfind(f"{w('tc')}/{w('tcPr')}/{w('gridSpan')}")
            cells = len(row.findall(w("tc"))) + sum(int(each.get(w("val"))) - 1 for each in spans)
            if cells != columns:
                yield cells, columns
        if not rows:
            yield "no row"


def doubled(package: Package) -> Iterator[object]:
    """20.4.2.5 and 17.13.6.2: numbers of drawings and bookmarks; 17.7.4.17: of styles."""
    for name, tag, key in (
        ("drawing", f"{{{WP}}}docPr", "id"),
        ("bookmark", w("bookmarkStart"), w("id")),
        ("style", w("style"), w("styleId")),
    ):
        for root in package.parts.values():
            for number, count in Counter(each.get(key) for each in root.iter(tag)).items():
                if count > 1:
                    yield name, number


def unrelated(package: Package) -> Iterator[object]:
    """Part 2, 9.3: what is referred to is there, by the id that is used for it."""
    for name, root in package.parts.items():
        folder, file = posixpath.split(name)
        if name.endswith(".rels"):
            home = posixpath.dirname(folder)
            for each in root:
                at = posixpath.normpath(posixpath.join("/", home, each.get("Target")))[1:]
                if each.get("TargetMode") != "External" and at not in package.names:
                    yield name, at
        else:
            known = package.parts.get(f"{folder}/_rels/{file}.rels", ())
            ids = {each.get("Id") for each in known}
            for element in root.iter(etree.Element):
                used = {text for key, text in element.attrib.items() if key.startswith(f"{{{R}}}")}
                if used - ids:
                    yield name, used - ids


def untyped(package: Package) -> Iterator[object]:
    """Part 2, 10.1.2: each part has a type, and no type is of a part that is not there."""
    types = package.parts["[Content_Types].xml"]
    endings = {each.get("Extension").lower() for each in types.iter(f"{TYPES}Default")}
    told = {each.get("PartName")[1:] for each in types.iter(f"{TYPES}Override")}
    yield from told - set(package.names)
    for name in package.names:
        xml = name.endswith(".xml") and name != "[Content_Types].xml"
        if name not in told and (xml or name.rpartition(".")[2].lower() not in endings):
            yield name


def misspelt(package: Package) -> Iterator[object]:
    """17.7.4.17 and 17.9.15: the styles and numberings that are used are there."""
    styles = {each.get(w("styleId")) for each in package.all("style")}
    numbers = {each.get(w("numId")) for each in package.all("num")}
    for element in package.all("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link"):
        if element.get(w("val")) not in styles:
            yield element.get(w("val"))
    for element in package.all("numId"):
        if element.get(w("val")) not in numbers | {"0"}:
            yield element.get(w("val"))


def lacking(package: Package) -> Iterator[object]:
    for element in package.all(*REQUIRED):
        if element.tag == w("tab") and element.getparent().tag != w("tabs"):
            continue  # that of a run
        lost = [key for key in REQUIRED[element.tag.partition("}")[2]] if not element.get(w(key))]
        if lost:
            yield element.tag, lost


def stripped(package: Package) -> Iterator[object]:
    """17.3.3.31: blanks at the ends of a text stay only where it says so."""
    for element in package.all("t", "instrText"):
        text = element.text or ""
        if text != text.strip() and element.get(f"{XML}space") != "preserve":
            yield text


def unclosed(package: Package) -> Iterator[object]:
    """17.16.18: a field begins, has its parts and ends."""
    for paragraph in package.all("p"):
        kinds = [each.get(w("fldCharType")) for each in paragraph.iter(w("fldChar"))]
        if kinds != ["begin", "separate", "end"] * (len(kinds) // 3):
            yield kinds


def undeclared(package: Package) -> Iterator[object]:
    """Part 3, 10.1: prefixes that Word is to ignore or to understand are declared."""
    for root in package.parts.values():
        for element in root.iter(etree.Element):
            for key in (f"{{{MC}}}Ignorable", "Requires"):
                for prefix in element.get(key, "").split():
                    if prefix not in element.nsmap:
                        yield prefix


def undated(package: Package) -> Iterator[object]:
    """Part 2, 11.1: days and times as W3CDTF writes them."""
    for name in ("created", "modified"):
        for each in package.parts["docProps/core.xml"].iter(f"{{http://purl.org/dc/terms/}}{name}"):
            if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", each.text or ""):
                yield each.text


def unpackable(package: Package) -> Iterator[object]:
    """Part 2, C.3: sizes stand before the data, which is stored or deflated; names are single."""
    for entry in package.entries:
        if entry.flag_bits & 8 or entry.compress_type not in (0, 8):
            yield entry.filename
    lower = Counter(name.lower() for name in package.names)
    yield from (name for name, count in lower.items() if count > 1)


def left_behind(package: Package) -> Iterator[object]:
    """Code of a template."""
    for name, root in package.parts.items():
        text = "".join(root.itertext()) + " ".join(
            v for e in root.iter() for v in e.attrib.values()
        )
        if re.search(r"\{[{%#]|[}%#]\}", text) and name != "word/theme/theme1.xml":
            yield name


RULES: tuple[Fault, ...] = (
    *(disordered, unended, gridless, doubled, unrelated, untyped, misspelt, lacking),
    *(stripped, unclosed, undeclared, undated, unpackable),
)
"""What holds for a template as for what it makes, which has none `left_behind`."""


def faults(package: Package, rules: tuple[Fault, ...] = RULES) -> dict[str, list[object]]:
    found = {rule.__name__: list(rule(package)) for rule in rules}
    return {name: list_ for name, list_ in found.items() if list_}
