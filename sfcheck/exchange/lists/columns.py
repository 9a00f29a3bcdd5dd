"""The columns an issue list usually has, by the names offices give them, in Chinese and English.

A name listed under two fields goes to the first of them, in the order of this table, that no other
column has taken: 整改时间 alone is a due date, and beside 整改期限 the day of completion.
"""

import tomllib
from functools import cache, lru_cache
from pathlib import Path

from sfcheck.ledger.files.outside import normalized

DESCRIPTION = "description"
DATES = ("found_on", "due", "done_on")
UNITS = ("unit_build", "unit_design", "unit_construct", "unit_supervise", "unit")
PEOPLE = ("found_by", "responsible_person")

FUZZY_CUTOFF = 88  # of 100, rapidfuzz's ratio of two whole names
SHORTEST_FUZZY = 5  # characters; shorter names match exactly or not at all

# names that say too little under a group heading: 验收情况 over 时间 is not the day of finding
BARE = {"日期", "时间", "单位", "人员", "名称", "负责人", "责任人", "状态", "date", "name", "unit"}

# endings of group headings that carry no meaning: 整改情况 over 责任人 is 整改责任人
GROUP_ENDINGS = ("情况", "信息", "内容", "落实", "details", "information")

_NAMES: dict[str, str] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
"""The usual names of each field's column."""


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """Return `text` reduced to what names are compared by: its letters and digits, and `#`."""
    plain = normalized(text).casefold()
    return "".join(ch for ch in plain if ch.isalnum() or ch == "#")


FIELDS: tuple[str, ...] = tuple(_NAMES)


@cache
def fields_by_name() -> dict[str, tuple[str, ...]]:
    """Return every usual name (as its key) with the fields it may stand for, best first."""
    table: dict[str, tuple[str, ...]] = {}
    for field, names in _NAMES.items():
        for name in names.split():
            table[key(name)] = (*table.get(key(name), ()), field)
    return table


def usual_names(field: str) -> list[str]:
    """Return the usual names of `field`, as a person would read them."""
    return [name.replace("-", " ") for name in _NAMES[field].split()]
