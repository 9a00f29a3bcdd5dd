"""Rows of a sheet that are no problem: heads repeated, notes, totals, lines for signatures."""

import re
from collections.abc import Sequence

from sfcheck.exchange.lists.columns import fields_by_name, key
from sfcheck.exchange.lists.head import LONGEST_HEADING, Head

LONGEST_EXCERPT = 60  # characters of a skipped row that are shown

_KINDS = {
    "total": re.compile(
        r"(?:[合总小共累]\s*计|(?:sub|grand )?totals?)\s*[:：]?\s*[\d.]*\s*[条项个处件]?\s*$", re.I
    ),
    "signature": re.compile(
        r"(?:填表|制表|审核|审批|填报|编制|复核|报送|批准)(?:人|单位|日期|时间|部门)?\s*[(（:：签]|"
        r"[^:：。\n]{0,15}(?:签字|签名|签章|盖章)\s*[:：_(（]|(?:联系人|联系电话|日期)\s*[:：]|"
        r"(?:prepared|checked|approved|reviewed|compiled|signed) by\b|signatures?\s*:",
        re.I,
    ),
    "footnote": re.compile(
        r"(?:填写|填表|填报)(?:要求|说明|须知)|(?:说明|备注|附注|注意|注)\s*\d*\s*[:：.、]|※|"
        r"(?:notes?|remarks?|n\.?b\.?|legend)\s*\d*\s*[:.]",
        re.I,
    ),
}


def is_blank_row(texts: Sequence[str]) -> bool:
    """Tell whether no cell of a row holds more than white space."""
    return not any(text.strip() for text in texts)


def why_no_problem(texts: Sequence[str], head: Head, description: int) -> str | None:
    """Return why a row (its cells as text) is no problem, as a code of skipped rows, or None.

    Notes, totals and signatures are known by the first filled cell, where it is the only one or
    the row has no description.
    """
    filled = [(column, text.strip()) for column, text in enumerate(texts) if text.strip()]
    if _repeats_head(filled, head):
        return "repeated-head"
    numbers = [text for _column, text in filled]
    if len(numbers) > 3 and numbers == [str(each + 1) for each in range(len(numbers))]:
        return "column-numbers"
    first_column, first_text = filled[0]
    described = description < len(texts) and bool(texts[description].strip())
    for code, words in _KINDS.items():
        if words.match(first_text) and (
            len(filled) == 1 or not described or (code == "total" and first_column != description)
        ):
            return code
    return None if described else "no-description"


def excerpt(texts: Sequence[str]) -> str:
    """Return the beginning of what a row says, on one line."""
    line = " ".join(" ".join(texts).split())
    return line if len(line) <= LONGEST_EXCERPT else line[:LONGEST_EXCERPT] + "…"


def _repeats_head(filled: Sequence[tuple[int, str]], head: Head) -> bool:
    """Tell whether the cells are the headings of their columns, or other names for them."""
    fields = {column: field for field, column in head.columns.items()}

    def is_heading(column: int, text: str) -> bool:
        if len(text) > LONGEST_HEADING:
            return False
        name = key(text)
        known = fields_by_name().get(name, ())
        return name in head.levels.get(column, ()) or fields.get(column) in known

    same = sum(is_heading(column, text) for column, text in filled)
    return same >= 2 and same >= 0.8 * len(filled)
