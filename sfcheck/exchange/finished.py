"""Finished papers as people hand them in again: Word, Excel, Markdown, read as plain passages.

A passage is what stands on one line for the eye: a paragraph, or a row of a table with its cells.
What track changes deleted is not read, what it inserted is. Nothing in a file is run or fetched.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree
from xml.parsers import expat

from sfcheck.errors import Refused
from sfcheck.exchange.sheets import container, percents, workbook
from sfcheck.language import _
from sfcheck.ledger.files import outside

LARGEST_FILE = 50_000_000
"""Bytes of the largest paper read."""
LARGEST_UNPACKED = 300_000_000
"""Bytes of its parts together, unpacked."""
LONGEST = 20_000
"""Characters of the longest paragraph or row read; a page has about 600."""
MOST_TEXT = 5_000_000
"""Characters of a paper; 5,000 issues have about a million."""
MOST_ELEMENTS = 3_000_000
"""Elements of a part of a Word paper, in which 5,000 issues have about a million too."""

CELL = " | "
"""What stands between the cells of a row."""


class Passage(NamedTuple):
    """A paragraph or a row: where it stands, in words, and its text."""

    where: str
    text: str


@dataclass(frozen=True)
class Finished:
    """A paper that was read; `stamp` is the line it says of itself, empty where there is none."""

    passages: tuple[Passage, ...]
    stamp: str = ""


def read(path: Path) -> Finished:
    """Return a paper by what its name ends in: .docx, .xlsx, .md.

    Raises `Refused`: `paper-…` of `errors/reports.toml`, `spreadsheet-…` for a workbook.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise Refused("paper-kind", path=path)
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Refused("paper-too-large", path=path, limit=LARGEST_FILE // 1_000_000)
        data = path.read_bytes()
    except (OSError, ValueError) as fault:
        raise Refused("paper-unreadable", path=path) from fault
    if not data.strip():
        raise Refused("paper-empty", path=path)
    return reader(data, path)


def plain(text: str) -> str:
    """Return a text as it is compared: one form of each character, single blanks, no ends."""
    return " ".join(outside.normalized(text).split())


# What no figure is: its digits could be counted on no page.
_ENDLESS = re.compile(r"[\d.,零一二三四五六七八九〇两十百点]{101}")


def _measured(passages: Iterable[Passage], stamp: str, path: Path) -> Finished:
    """Return a paper of passages that can be looked through in reasonable time."""
    kept: list[Passage] = []
    left = MOST_TEXT
    for passage in passages:
        left -= len(passage.text)
        if len(passage.text) > LONGEST or left < 0:
            raise Refused("paper-too-much", path=path, where=passage.where, limit=LONGEST)
        if _ENDLESS.search(passage.text):
            raise Refused("paper-endless-number", path=path, where=passage.where)
        kept.append(passage)
    return Finished(tuple(kept), stamp)


# Markdown

_STAMP = re.compile(r"<!--\s*sfcheck:\s*(\{.*\})\s*-->")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_RULED = frozenset("|:- \t")
_CELLS = re.compile(r"(?<!\\)\|")


def markdown(data: bytes, path: Path) -> Finished:
    """Return a Markdown paper."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Refused("paper-not-text", path=path) from fault
    stamps: list[str] = []
    passages = _measured(_lines(text, stamps), "", path).passages
    return Finished(passages, stamps[-1] if stamps else "")


def _lines(text: str, stamps: list[str]) -> Iterator[Passage]:
    """Yield the passages of a Markdown text; what it says of itself goes to `stamps`."""
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        if stamp := _STAMP.fullmatch(bare, max(bare.rfind("<!--"), 0)):
            stamps.append(stamp[1])
            bare = bare[: stamp.start()].strip()
        if "-" in bare and _RULED.issuperset(bare):
            continue
        row = bare.startswith("|")
        parts = _CELLS.split(bare.strip("|")) if row else [bare.lstrip("#").strip()]
        told = CELL.join(plain(_ESCAPED.sub(r"\1", part)) for part in parts)
        if told.strip(CELL):
            yield Passage(_("line {line}").format(line=number), told)


# Word

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXTS = {f"{_W}tab": " ", f"{_W}br": " ", f"{_W}cr": " ", f"{_W}noBreakHyphen": "-"}
_SKIPPED = {_FALLBACK, f"{_W}del", f"{_W}moveFrom", f"{_W}instrText"}
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BESIDE = re.compile(r"word/(header|footer|footnotes|endnotes)[0-9]*\.xml")


def word(data: bytes, path: Path) -> Finished:
    """Return a Word paper; its headers, footers and notes come last."""
    parts = _parts(data, path)
    if "word/document.xml" not in parts:
        raise Refused("paper-not-word", path=path)
    if "word/vbaProject.bin" in parts or b"macroEnabled" in parts["[Content_Types].xml"]:
        raise Refused("paper-macros", path=path)

    def passages() -> Iterator[Passage]:
        yield from _Places().of(_tree(parts["word/document.xml"], path), "")
        for name in sorted(filter(_BESIDE.fullmatch, parts)):
            title = name.removeprefix("word/").removesuffix(".xml")
            yield from _Places().of(_tree(parts[name], path), f"{title}, ")

    return _measured(passages(), custom_stamp(parts, path), path)


def _parts(data: bytes, path: Path, only: Collection[str] = ()) -> dict[str, bytes]:
    """Return the XML of a package, or `only` some, once it is known to be safe to unpack."""
    if data.startswith(_OLE):
        raise Refused("paper-encrypted" if _ENCRYPTED in data else "paper-old-word", path=path)
    try:
        with outside.opened(data, LARGEST_UNPACKED) as packed:
            entries = packed.infolist()
            if any(entry.flag_bits & 1 for entry in entries):
                raise Refused("paper-encrypted", path=path)
            names = [each.filename for each in entries if each.filename.endswith(".xml")]
            parts = {name: packed.read(name) for name in names if not only or name in only}
            for name in ("word/vbaProject.bin", "xl/vbaProject.bin"):
                if name in packed.namelist():
                    parts[name] = b""
    except outside.TooLargeError as fault:
        limits = {"size": fault.size // 1_000_000, "limit": LARGEST_UNPACKED // 1_000_000}
        raise Refused("paper-unpacks-too-large", path=path, **limits) from fault
    except (*container.BROKEN_ZIP, NotImplementedError, RuntimeError) as fault:
        raise Refused("paper-damaged", path=path) from fault
    if "[Content_Types].xml" not in parts:
        raise Refused("paper-not-word", path=path)
    return parts


def _tree(part: bytes, path: Path) -> ElementTree.Element:
    """Return a part as a tree, once it is known to be neither too deep nor too large for one."""
    left = MOST_ELEMENTS

    def counted(tag: str, _attributes: Mapping[str, str]) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise Refused("paper-too-much", path=path, where=tag, limit=LONGEST)

    try:
        outside.parse(part, counted)
        return ElementTree.fromstring(part)  # noqa: S314 - it declares no entity, as just seen
    except (expat.ExpatError, ElementTree.ParseError, ValueError, LookupError) as fault:
        raise Refused("paper-damaged", path=path) from fault


class _Places:
    """Counts paragraphs and tables as they go by."""

    def __init__(self) -> None:
        self.paragraphs = self.tables = 0

    def of(self, element: ElementTree.Element, lead: str) -> Iterator[Passage]:
        """Yield the passages of an element, in the order of the page."""
        for child in element:
            if child.tag in _SKIPPED:
                continue
            if child.tag == f"{_W}tbl":
                self.tables += 1
                yield from self._rows(child, lead, self.tables)
            elif child.tag == f"{_W}p":
                self.paragraphs += 1
                where = lead + _("paragraph {number}").format(number=self.paragraphs)
                if told := plain(_text(child)):
                    yield Passage(where, told)
                yield from self._boxes(child, lead)
            else:
                yield from self.of(child, lead)

    def _rows(self, table: ElementTree.Element, lead: str, number: int) -> Iterator[Passage]:
        """Yield the rows of a table; a table in one of its cells comes behind the row."""
        for at, row in enumerate(_own(table, f"{_W}tr"), 1):
            cells = list(_own(row, f"{_W}tc"))
            told = CELL.join(plain(" ".join(map(_text, _own(cell, f"{_W}p")))) for cell in cells)
            if told.strip(CELL):
                where = _("table {table}, row {row}").format(table=number, row=at)
                yield Passage(lead + where, told)
            for cell in cells:
                for paragraph in _own(cell, f"{_W}p"):
                    yield from self._boxes(paragraph, lead)
                for inner in _own(cell, f"{_W}tbl", ()):
                    self.tables += 1
                    yield from self._rows(inner, lead, self.tables)

    def _boxes(self, paragraph: ElementTree.Element, lead: str) -> Iterator[Passage]:
        """Yield what stands in text boxes that hang on a paragraph."""
        for child in paragraph:
            if child.tag in _SKIPPED:
                continue
            if child.tag == f"{_W}txbxContent":
                yield from self.of(child, lead)
            else:
                yield from self._boxes(child, lead)


def _own(
    element: ElementTree.Element, tag: str, but: Collection[str] = (f"{_W}tbl",)
) -> Iterator[ElementTree.Element]:
    """Yield the elements of a tag below one, but for those in another of them or in `but`."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in but and child.tag not in _SKIPPED:
            yield from _own(child, tag, but)


def _text(element: ElementTree.Element) -> str:
    """Return the text of a paragraph, but for what stands in text boxes or was deleted."""
    parts = []
    for child in element:
        if child.tag in _SKIPPED or child.tag == f"{_W}txbxContent":
            continue
        if child.tag == f"{_W}t":
            parts.append(child.text or "")
        else:
            parts.append(_TEXTS.get(child.tag) or _text(child))
    return "".join(parts)


def custom_stamp(parts: Mapping[str, bytes], path: Path) -> str:
    """Return the stamp among the custom properties of a package; empty where there is none."""
    part = parts.get("docProps/custom.xml")
    for found in _tree(part, path) if part else ():
        if found.get("name") == "sfcheck":
            return "".join(found.itertext()).strip()
    return ""


# Excel


_OF_EXCEL = ("[Content_Types].xml", "docProps/custom.xml")


def excel(data: bytes, path: Path) -> Finished:
    """Return a workbook; numbers that are shown as percentages are told as they are shown."""
    parts = _parts(data, path, _OF_EXCEL) if data.startswith(b"PK") else {}
    if "xl/vbaProject.bin" in parts:
        raise Refused("paper-macros", path=path)
    book = workbook.opened(data, path)
    shown = percents.shown(data, path)

    def passages() -> Iterator[Passage]:
        for sheet in book.sheets:
            formats = shown.get(sheet.name, {})
            for row, cells in enumerate(book.grid(sheet).rows):
                told = [
                    percents.told(each, formats.get((row, at))) for at, each in enumerate(cells)
                ]
                if any(told):
                    where = _("{sheet}, row {row}").format(sheet=sheet.name, row=row + 1)
                    yield Passage(where, CELL.join(map(plain, told)))

    return _measured(passages(), custom_stamp(parts, path), path)


READERS = {".md": markdown, ".docx": word, ".xlsx": excel}
"""What reads each kind of paper, by the ending of its name."""
