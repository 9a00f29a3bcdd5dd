"""Markdown from templates, in which data is only ever data.

Whatever a template puts out is escaped, so that no character of a record can break a table, make a
link, or be code to the program that reads the Markdown next.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sfcheck.documents.engines import templating
from sfcheck.language import visible

_BLANKS = re.compile(r"[ \t\n]+")
# CommonMark takes a backslash before any punctuation; these are the ones that can mean something.
_ACTIVE = re.compile(
    r"[\\`*_{}\[\]<>#+!|&~$@^=]"
    r"|(?<=\{)%|%(?=\})"  # what is code to the next program's templates
    r"|:(?=//)|(?<=www)\."  # what GitHub makes links of
    r"|^-(?=[ -]|$)",  # what makes a list or a rule where a line begins with it
    re.IGNORECASE,
)
_LISTED = re.compile(r"^([0-9]{1,9})([.)])(?= |$)")


def inert(value: object) -> str:
    """Return `value` on one line of Markdown that reads as its text and nothing else."""
    line = _BLANKS.sub(" ", visible(value)).strip(" ")
    return _LISTED.sub(r"\1\\\2", _ACTIVE.sub(r"\\\g<0>", line))


def render(name: str, content: Mapping[str, Any], folders: Sequence[Path]) -> str:
    """Return the document that the template `name` makes of `content`.

    Raises `Refused` as `templating.render`.
    """
    return templating.render(name, content, folders, inert)
