"""Word files are what the standard allows: Word repairs or refuses what LibreOffice lets pass.

Every template there is, and what each makes of a full and of an empty content; a new one is tried
by itself.
"""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

import pytest
from docxtpl import DocxTemplate
from lxml import etree

from sfcheck.documents.engines import word
from tests.documents.word_rules import (
    MC,
    RULES,
    Fault,
    Package,
    R,
    Xml,
    disordered,
    doubled,
    faults,
    gridless,
    lacking,
    left_behind,
    misspelt,
    stripped,
    unclosed,
    undated,
    undeclared,
    unended,
    unpackable,
    unrelated,
    untyped,
    w,
)
from tools import word as templates

SAID = "  甲 & <w:br/> ]]>\x01\n乙\t丙 "
"""What a field of the content says; template code is not in it, so that none may be left."""


class Something(str):
    """Stands for what content a template may ask for: it has every field and is equal to all."""

    times: int

    def __new__(cls, said: str, times: int) -> "Something":
        made = super().__new__(cls, said)
        made.times = times
        return made

    def __getattribute__(self, name: str) -> Any:
        if name == "title":  # a field of papers before it is a method of texts
            return self
        return super().__getattribute__(name)

    def __getitem__(self, _key: object) -> "Something":  # type: ignore[override]
        return self

    unsafe_callable = alters_data = False  # or the sandbox lets nobody call it

    def __call__(self) -> "Something":
        return self

    def __iter__(self) -> Iterator["Something"]:
        return iter([self] * self.times)

    def __eq__(self, _other: object) -> bool:
        return bool(self.times)

    __hash__ = None  # type: ignore[assignment]

    def __bool__(self) -> bool:
        return bool(self.times)


TEMPLATES = sorted(path.name for path in templates.FOLDER.glob("*.docx"))
CONTENTS: Mapping[str, Something] = {"full": Something(SAID, 2), "empty": Something("", 0)}


@cache
def rendered(name: str, given: str) -> bytes:
    """Return what a template makes when every field that it asks for is that of `CONTENTS`."""
    asked = DocxTemplate(str(templates.FOLDER / name)).get_undeclared_template_variables()
    assert asked
    return word.render(name, dict.fromkeys(asked, CONTENTS[given]), [templates.FOLDER])


def test_each_template_is_tried() -> None:
    assert sorted(templates.TEMPLATES) == TEMPLATES


@pytest.mark.thorough
@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_is_what_word_opens(name: str) -> None:
    assert faults(Package((templates.FOLDER / name).read_bytes())) == {}


@pytest.mark.thorough
@pytest.mark.parametrize("given", CONTENTS)
@pytest.mark.parametrize("name", TEMPLATES)
def test_what_a_template_makes_is_what_word_opens(name: str, given: str) -> None:
    assert faults(Package(rendered(name, given)), (*RULES, left_behind)) == {}


def first(package: Package, name: str, part: str = "word/document.xml") -> Xml:
    return next(package.parts[part].iter(w(name)))


def drop(element: Xml) -> None:
    element.getparent().remove(element)


def double(element: Xml) -> None:
    element.addnext(etree.fromstring(etree.tostring(element)))


def turn(element: Xml) -> None:
    element[:] = element[::-1]


RELATIONS = "word/_rels/document.xml.rels"
SPOILS: tuple[tuple[Fault, Callable[[Package], object]], ...] = (
    *((disordered, lambda p, n=n: turn(first(p, n))) for n in ("rPr", "tblPr", "tbl", "sectPr")),
    *((disordered, lambda p, n=n: turn(first(p, n))) for n in ("tblCellMar", "tr")),
    (disordered, lambda p: turn(next(each for each in p.all("pPr") if len(each) > 2))),
    (disordered, lambda p: turn(next(each for each in p.all("pBdr") if len(each) > 1))),
    (disordered, lambda p: first(p, "tcPr").insert(0, etree.Element(w("vAlign")))),
    (disordered, lambda p: double(first(p, "tcW"))),
    (disordered, lambda p: first(p, "pPr").append(etree.Element(w("tcW")))),
    (unended, lambda p: drop(first(p, "tc")[-1])),
    (unended, lambda p: first(p, "txbxContent").clear()),
    (gridless, lambda p: drop(first(p, "gridCol"))),
    (gridless, lambda p: [drop(each) for each in list(first(p, "tbl").iter(w("tr")))]),
    (doubled, lambda p: double(first(p, "drawing"))),
    (doubled, lambda p: double(first(p, "style", "word/styles.xml"))),
    (unrelated, lambda p: first(p, "footerReference").set(f"{{{R}}}id", "rId99")),
    (unrelated, lambda p: p.parts[RELATIONS][0].set("Target", "none.xml")),
    (untyped, lambda p: drop(p.parts["[Content_Types].xml"][-1])),
    (untyped, lambda p: p.parts["[Content_Types].xml"][-1].set("PartName", "/none.xml")),
    (misspelt, lambda p: first(p, "pStyle").set(w("val"), "none")),
    (lacking, lambda p: first(p, "zoom", "word/settings.xml").attrib.clear()),
    (stripped, lambda p: [each.attrib.clear() for each in p.all("t")]),
    (unclosed, lambda p: drop(first(p, "fldChar", "word/footer1.xml"))),
    (
        undeclared,
        lambda p: next(p.parts["word/document.xml"].iter(f"{{{MC}}}Choice")).set(
            "Requires", "none"
        ),
    ),
    (
        undated,
        lambda p: [setattr(each, "text", "1.1.1980") for each in p.parts["docProps/core.xml"]],
    ),
    (unpackable, lambda p: p.names.append(p.names[-1].upper())),
    (left_behind, lambda p: setattr(first(p, "t"), "text", "{{ title }}")),
)


@pytest.mark.thorough
@pytest.mark.parametrize(("rule", "spoil"), SPOILS)
def test_each_fault_is_found(rule: Fault, spoil: Callable[[Package], object]) -> None:
    package = Package(rendered("bulletin.docx", "full"))
    spoil(package)
    assert rule.__name__ in faults(Package(package.packed()), (*RULES, left_behind))


def test_a_part_that_is_no_xml_is_found() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr("word/document.xml", "<w:document>")
    with pytest.raises(etree.XMLSyntaxError):
        Package(made.getvalue())
