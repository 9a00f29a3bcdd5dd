"""Papers measured in the PDF that LibreOffice makes of them."""

import os
import shutil
import subprocess
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

MM = 25.4 / 72
TOP, FOOT, LEFT, RIGHT = 37, 262, 28, 184
"""The edges of the type area in millimetres: 156 × 225."""
TOLERANCE = 1
ALIKE = str.maketrans(
    "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻢⻥⻦⻨⻩⻬⻮⻰⻳",
    "母民虎西见角贝车长门青韦页风飞马鱼鸟麦黄齐齿龙龟",
)
"""Radicals that look as a character does, where Unicode does not call the two equivalent."""


def read(said: str) -> str:
    """Return text as it reads: of a PDF one gets a radical (⽓) for what looks alike (气)."""
    return unicodedata.normalize("NFKC", said).translate(ALIKE)


def office() -> str:
    """Return where LibreOffice is; without it the test is skipped, unless it must be there."""
    found = shutil.which("soffice")
    if found is None:
        assert not os.environ.get("SFCHECK_REQUIRE_OFFICE"), "soffice is required and not there"
        pytest.skip("no LibreOffice here")
    return found


def chinese_font(required: str) -> None:
    """Skip the test where no font has Chinese characters, unless the variable `required` is set.

    Where nobody lists fonts, as on Windows and macOS, the system has one.
    """
    lister = shutil.which("fc-list")
    if lister and not subprocess.run([lister, ":lang=zh"], capture_output=True, check=True).stdout:
        assert not os.environ.get(required), "a Chinese font is required and not there"
        pytest.skip("no Chinese font here")


def converted(folder: Path, data: bytes) -> list[Any]:
    """Return the pages of the PDF that LibreOffice makes of a Word file."""
    return all_converted(folder, {"paper": data})["paper"]


def all_converted(folder: Path, given: Mapping[str, bytes]) -> dict[str, list[Any]]:
    """Return the pages of the PDFs that LibreOffice makes of Word files, by their names."""
    import pdfplumber

    program = office()
    chinese_font("SFCHECK_REQUIRE_OFFICE")
    for name, data in given.items():
        (folder / f"{name}.docx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    words = ("--headless", "--convert-to", "pdf", "--outdir", str(folder))
    subprocess.run(
        [program, profile, *words, *(str(folder / f"{name}.docx") for name in given)],
        capture_output=True,
        check=True,
        timeout=300,
    )
    found = {}
    for name in given:
        with pdfplumber.open(folder / f"{name}.pdf") as read:
            found[name] = list(read.pages)
            for page in found[name]:
                assert page.chars  # read now, while the file is open
    return found


def lines(page: Any) -> list[list[Any]]:
    """Return the characters of a page by line, from top to foot, each from left to right."""
    rows: dict[int, list[Any]] = {}
    for character in page.chars:
        if character["text"].strip():
            near = next((y for y in rows if abs(y - character["bottom"]) < 3), None)
            rows.setdefault(round(character["bottom"]) if near is None else near, []).append(
                character
            )
    return [sorted(rows[y], key=lambda each: each["x0"]) for y in sorted(rows)]


def text(line: Sequence[Any]) -> str:
    """Return what a line reads, without blanks; compare it with what is `read`."""
    return read("".join(character["text"] for character in line))


def box(line: Sequence[Any]) -> tuple[float, float, float, float]:
    """Return left, top, right and foot of a line in millimetres."""
    return (
        min(each["x0"] for each in line) * MM,
        min(each["top"] for each in line) * MM,
        max(each["x1"] for each in line) * MM,
        max(each["bottom"] for each in line) * MM,
    )


def called(page: Any, said: str) -> list[Any]:
    """Return the one line of a page that reads so."""
    (found,) = [line for line in lines(page) if text(line) == read(said).replace(" ", "")]
    return found


def rules(page: Any) -> list[Any]:
    """Return the rules of a page across the type area, once each, from top to foot."""
    across = [r for r in (*page.lines, *page.rects) if (r["x1"] - r["x0"]) * MM > 150]
    return sorted({round(r["top"] * MM, 1): r for r in across}.values(), key=lambda r: r["top"])


def renderings(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Return how often each costly step of filling a Word template is taken from now on."""
    from docxtpl import DocxTemplate

    counted: dict[str, int] = {}

    def count(name: str) -> None:
        plain = getattr(DocxTemplate, name)

        def counting(*args: Any, **named: Any) -> Any:
            counted[name] = counted.get(name, 0) + 1
            return plain(*args, **named)

        monkeypatch.setattr(DocxTemplate, name, counting)

    for name in ("render_xml_part", "patch_xml", "get_xml", "fix_tables"):
        count(name)
    return counted
