"""What a paper says of itself to machines: of what it is, of which commit, as of which moment.

By its stamp a paper that was edited is made again and compared. It stands in Markdown as a comment
at the end, in Word and Excel as a custom property, which editors keep.
"""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass, field
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from sfcheck.documents.engines.word import repacked
from sfcheck.language import current

NAME = "sfcheck"
"""The name of the property, and the first word of the comment."""

_PART = "docProps/custom.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


@dataclass(frozen=True)
class Stamp:
    """`kind` and `id` say of what it is; `at` is its moment, `steps` how far a bulletin was.

    `narrowed` is what a report was narrowed to: days, a round, a place, by the option's name.
    """

    kind: str
    id: str
    at: str
    commit: str
    language: str
    steps: int = 0
    narrowed: Mapping[str, str] = field(default_factory=dict)

    def line(self) -> str:
        """Return it as one line of ASCII, in which no comment ends."""
        return json.dumps(asdict(self), sort_keys=True).replace("--", "-\\u002d")


def of(
    kind: str,
    known: str,
    at: datetime,
    commit: str,
    *,
    steps: int = 0,
    narrowed: Mapping[str, str] | None = None,
) -> Stamp:
    """Return the stamp of a paper in the user's language."""
    return Stamp(kind, known, at.isoformat(), commit, current(), steps, narrowed or {})


def read(line: str) -> Stamp | None:
    """Return the stamp that a line says; None where it is none."""
    try:
        said: Any = json.loads(line)
        stamp = Stamp(**said) if isinstance(said, Mapping) else None
    except (ValueError, TypeError, RecursionError):
        return None
    if stamp is None or type(stamp.steps) is not int or stamp.steps < 0:
        return None
    if not isinstance(stamp.narrowed, Mapping):
        return None
    texts = (*astuple(stamp)[:5], *stamp.narrowed, *stamp.narrowed.values())
    return stamp if all(isinstance(text, str) for text in texts) else None


def on_markdown(text: str, stamp: Stamp) -> str:
    """Return a Markdown paper with its stamp."""
    end = "" if text.endswith("\n") else "\n"
    return f"{text}{end}\n<!-- {NAME}: {stamp.line()} -->\n"


def on_package(data: bytes, stamp: Stamp) -> bytes:
    """Return a Word or Excel paper with its stamp; custom properties of its own stay alone."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    if _PART in parts:
        return data
    parts["[Content_Types].xml"] = _before_the_end(
        parts["[Content_Types].xml"],
        b"</Types>",
        f'<Override PartName="/{_PART}" ContentType="{_TYPE}"/>',
    )
    parts["_rels/.rels"] = _before_the_end(
        parts["_rels/.rels"],
        b"</Relationships>",
        f'<Relationship Id="rIdSfcheck" Type="{_RELATION}" Target="{_PART}"/>',
    )
    parts[_PART] = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Properties xmlns="{_SPACE}" xmlns:vt="{_VALUES}">'
        f'<property fmtid="{_FORMAT}" pid="2" name="{NAME}">'
        f"<vt:lpwstr>{escape(stamp.line())}</vt:lpwstr></property></Properties>"
    ).encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as new:
        for name, part in parts.items():
            new.writestr(name, part)
    return repacked(made.getvalue())


def _before_the_end(part: bytes, end: bytes, added: str) -> bytes:
    head, found, tail = part.rpartition(end)
    return head + added.encode() + found + tail if found else part
