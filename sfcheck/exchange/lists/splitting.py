"""Several problems in one cell: find the numbering, and what belongs to each problem.

Numbering known: `一、` `（一）` `1.` `1、` `1)` `（1）` `①`, at line starts; the Arabic and round
ones also after a full stop, semicolon or colon. `1.5m`, `7.2.4条`, `2024.6.25` and `K2+900` number
nothing; `1.11#桥墩` is problem 1 at pier 11.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_HAN = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
# a number that goes on like this after "1." is a decimal, a clause or an amount
_UNIT = r"[mM米tT%％‰倍万元时克吨千公毫厘℃㎡]|[ckmKM][mMgGwWvVpP]|小时"
_DECIMAL = rf"\d+(?:[.．]\d+|\s*(?:{_UNIT}|$))"
_NUMBER = rf"(?P<n>\d{{1,2}})(?:[、)）]|[.．](?!{_DECIMAL}))"
_AT_START = r"(?:^|(?<=\n))[ \t\u3000]*"
_AFTER_STOP = r"(?<=[。；;：:])[ \t\u3000]*"
_MARKS = {
    "han": re.compile(rf"{_AT_START}(?P<n>[{_HAN}]{{1,3}})、"),
    "han-round": re.compile(rf"{_AT_START}[（(](?P<n>[{_HAN}]{{1,3}})[)）]、?"),
    "number": re.compile(rf"(?:{_AT_START}|{_AFTER_STOP}){_NUMBER}"),
    "round": re.compile(rf"(?:{_AT_START}|{_AFTER_STOP})[（(](?P<n>\d{{1,2}})[)）]"),
    "circled": re.compile(rf"(?P<n>[{_CIRCLED}])"),
}
_SECTIONS, _ITEMS = ("han", "han-round"), ("number", "round", "circled")
_LONGEST_SITE = 60  # characters of a section heading that may name a site
_NO_SITE = re.compile(r"方面|管理|问题|情况|隐患|资料|内业|制度|责任")


@dataclass(frozen=True, slots=True)
class Problem:
    """One of several problems: where its numbering puts it, and what it says."""

    section: int  # from 1; 0 where there are no sections
    number: int  # as written, within its section
    site: str  # what the section heading names, or empty
    lead: str  # lines before the first number that hold for all problems, or empty
    text: str

    @property
    def description(self) -> str:
        """The problem's text with the lead-in line it needs to be understood."""
        return f"{self.lead}\n{self.text}" if self.lead else self.text


@dataclass(frozen=True, slots=True)
class Problems:
    """The problems of a cell; fewer than two means that it is one text."""

    items: tuple[Problem, ...]
    broken: bool = False  # the numbers do not simply count up
    unnumbered: bool = False  # lines without a number follow the last one


@dataclass(frozen=True, slots=True)
class _Mark:
    number: int
    start: int
    end: int


def problems(text: str) -> Problems:
    """Return the numbered problems that `text` holds, its lines parted by single newlines."""
    for kind in _SECTIONS:
        sections = _marks(kind, text)
        if len(sections) > 1:
            return _in_sections(text, sections)
    for kind in _ITEMS:
        items = _marks(kind, text)
        if len(items) > 1:
            lead = text[: items[0].start].strip()
            return _joined([(0, "", lead, text, items)])
    return Problems(())


def share_demand(parts: Sequence[Problem], demand: str) -> tuple[list[str], int]:
    """Return the demand of each part and how many numbered parts `demand` has itself.

    Where sections and numbers agree, and no line stands outside them, each part has its own, else
    each has the whole.
    """
    own = problems(demand)
    places = [(each.section, each.number) for each in own.items]
    if places == [(each.section, each.number) for each in parts] and not own.unnumbered:
        return [each.description for each in own.items], len(own.items)
    return [demand] * len(parts), len(own.items)


def _marks(kind: str, text: str) -> list[_Mark]:
    """Return the numbers of one kind that count up from 1; a repeated or left-out one is passed."""
    marks: list[_Mark] = []
    expected = 1
    for match in _MARKS[kind].finditer(text):
        number = _value(match["n"])
        at_line_start = match.start() == 0 or text[match.start() - 1] == "\n"
        repeated = bool(marks) and number == marks[-1].number
        left_out = bool(marks) and at_line_start and number == expected + 1
        if number == expected or repeated or left_out:
            marks.append(_Mark(number, match.start(), match.end()))
            expected = number + 1
    return marks


def _value(number: str) -> int:
    """Return the value of 1 to 99 in Arabic, Chinese or circled digits; 0 when it is none."""
    if number.isdecimal():
        return int(number)
    if number in _CIRCLED:
        return _CIRCLED.index(number) + 1
    tens, ten, ones = number.rpartition("十")
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return (_HAN.find(tens) + 1 if tens else bool(ten)) * 10 + (_HAN.find(ones) + 1 if ones else 0)


def _in_sections(text: str, sections: list[_Mark]) -> Problems:
    """Return the problems under 一、 二、: numbered ones inside, else each section is a problem."""
    lead = text[: sections[0].start].strip()
    groups = []
    ends = [mark.start for mark in sections[1:]] + [len(text)]
    inner = [
        next(
            (found for kind in _ITEMS if (found := _marks(kind, text[mark.end : end]))),
            [],
        )
        for mark, end in zip(sections, ends, strict=True)
    ]
    if not any(inner):
        return _joined([(0, "", lead, text, sections)])
    for index, (mark, end, items) in enumerate(zip(sections, ends, inner, strict=True), start=1):
        body = text[mark.end : end]
        if not items:
            groups.append((index, "", lead, body, [_Mark(1, 0, 0)]))
            continue
        heading = body[: items[0].start].strip()
        name = heading.rstrip("。.：:；;，, ")
        is_site = len(name) <= _LONGEST_SITE and "\n" not in name and not _NO_SITE.search(name)
        context = lead if is_site else "\n".join(filter(None, (lead, heading)))
        groups.append((index, name if is_site else "", context, body, items))
    return _joined(groups)


def _joined(groups: list[tuple[int, str, str, str, list[_Mark]]]) -> Problems:
    """Cut each group's text at its marks; an empty problem is left out."""
    found: list[Problem] = []
    broken = unnumbered = False
    for section, site, lead, text, marks in groups:
        ends = [mark.start for mark in marks[1:]] + [len(text)]
        texts = [
            text[mark.end : end].strip().rstrip("；;").strip()
            for mark, end in zip(marks, ends, strict=True)
        ]
        found += [
            Problem(section, mark.number, site, lead, each)
            for mark, each in zip(marks, texts, strict=True)
            if each
        ]
        broken |= any(after.number != before.number + 1 for before, after in pairwise(marks))
        unnumbered |= "\n" in texts[-1] and not any("\n" in each for each in texts[:-1])
    return Problems(tuple(found), broken, unnumbered)
