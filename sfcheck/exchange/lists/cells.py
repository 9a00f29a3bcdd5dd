"""What a single cell says: its text as displayed, its grade, its state, the people it names."""

import datetime
import re
from typing import Literal, NamedTuple

from sfcheck.exchange.lists.columns import key
from sfcheck.exchange.sheets.apart import Cell
from sfcheck.language import visible

# ways to write "nothing" in a cell
BLANK = {
    "",
    "-",
    "--",
    "—",
    "——",
    "－",
    "–",
    "/",
    "／",
    "\\",
    "无",
    "暂无",
    "n/a",
    "na",
    "none",
    "nil",
}

_LINE_BREAKS = re.compile("\r\n|[\r\x85\u2028\u2029]")
# C0 and C1 controls, text direction overrides, lone surrogates, non-characters
_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_EXACT = 10**15  # integers above are no longer stored exactly


def shown(cell: Cell) -> str:
    r"""Return `cell` as text: dates in ISO form, with a time if there is one; numbers as counted.

    Text is untouched, but for control characters, which are spelt out, and line breaks, which
    become `\n`.
    """
    if isinstance(cell, str):
        if cell.isprintable():
            return cell
        return _HARMFUL.sub(lambda match: visible(match[0]), _LINE_BREAKS.sub("\n", cell))
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e21:
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        midnight = cell.time() == datetime.time()
        return cell.date().isoformat() if midnight else cell.isoformat(timespec="seconds")
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    return str(cell)


def harmful(cell: Cell) -> str:
    """Return the first control character of `cell`, spelt out as `shown` does, or `""`."""
    if not isinstance(cell, str) or cell.isprintable():
        return ""
    found = _HARMFUL.search(_LINE_BREAKS.sub("\n", cell))
    return visible(found[0]) if found else ""


def imprecise(cell: Cell) -> bool:
    """Tell whether `cell` is a number so long that its last digits are lost."""
    return isinstance(cell, float) and abs(cell) >= _EXACT


def is_blank(text: str) -> bool:
    """Tell whether `text` says nothing: empty, a dash, 无."""
    return text.strip().casefold() in BLANK


def _keys(words: str) -> frozenset[str]:
    return frozenset(key(word) for word in words.split())


class Grade(NamedTuple):
    """A grade read; `code` names the note that explains it, empty for a plain word."""

    severity: Literal["general", "major"]
    code: str


_MAJOR = _keys(
    """
    重大 特别重大 特大 重大隐患 重大事故隐患 重大安全隐患 重大问题 重大风险 重大安全风险
    重大生产安全事故隐患 major critical extreme catastrophic major-hazard
    """
)
_GENERAL = _keys(
    """
    一般 较大 突出 较小 轻微 普通 低 中 一般隐患 一般事故隐患 一般安全隐患 一般问题 较大隐患
    突出隐患 一般风险 较大风险 低风险 中风险 突出问题 较大问题 轻微问题 general minor moderate
    medium low trivial negligible ordinary slight
    """
)
_LEVELS = {
    **{digit: number for number, digit in enumerate("12345", start=1)},
    **{digit: number for number, digit in enumerate("一二三四五", start=1)},
    **{roman: number for number, roman in enumerate(("i", "ii", "iii", "iv", "v"), start=1)},
}
_LEVEL = re.compile(r"第?([1-5一二三四五]|i{1,3}|iv|v)(级|等|类)?(?:隐患|风险|问题)?")


def read_grade(text: str, *, chinese: bool) -> Grade:
    """Read a grade: words, and where the sheet is Chinese levels, of which 1 is major.

    A bare number under an English heading says nothing: scales there run either way. What is not
    known reads as general, with a note.
    """
    name = key(text)
    if name in _MAJOR:
        return Grade("major", "")
    if name in _GENERAL:
        return Grade("general", "")
    level = _LEVEL.fullmatch(name)
    if level and (chinese or level[2]):
        return Grade("major" if _LEVELS[level[1]] == 1 else "general", "grade-read")
    return Grade("general", "grade-unknown")


def is_grade_word(text: str) -> bool:
    """Tell whether `text` is a plain word for a grade, such as 一般 written as a type."""
    return key(text) in _MAJOR | _GENERAL


_SPEAKS_OF_MAJOR = re.compile(r"重大(?:生产安全)?(?:安全)?(?:事故)?隐患(?!判定|问题库|排查|标准)")


def speaks_of_major(text: str) -> str:
    """Return the words by which a description calls its problem a major hazard, or `""`."""
    found = _SPEAKS_OF_MAJOR.search(text)
    return found[0] if found else ""


Claim = Literal["open", "claimed"]

_LONGEST_STATE = 30  # characters; a longer text tells a story and is not read as a state
_STATES: list[tuple[Claim, re.Pattern[str]]] = [
    ("claimed", re.compile(r"已(?:完成)?整改(?:完成|完毕|到位)?[，,、 ]*(?:未|待|尚未)销号")),
    (
        "open",
        re.compile(
            r"未|没有|尚|正在|[改理行办]中|进行|推进|待|部分|持续|长期|计划|逾期|超期|否|^不|×|✗|✘|"
            r"(?<!\d)\d{1,2}(?:\.\d+)?%|^(?:no|n|open|new|pending|ongoing|outstanding|overdue)$|"
            r"\bnot\b|\bin progress\b|\bin-progress\b|\bunder\b|\bun\w+ed\b|\bincomplete\b|"
            r"\bpartial|\bawaiting\b|\bto be\b|\bopen\b|\bpending\b|\bongoing\b|\boverdue\b|"
            r"\bre-?opened\b|\bstarted\b"
        ),
    ),
    (
        "claimed",
        re.compile(
            r"已(?:全部|经|当场|现场|按要求|按期|立即)*(?:完成)?"
            r"(?:整改|销号|闭环|关闭|处理|处置|解决|完成|落实|消除|办结)|"
            r"整改(?:完成|完毕|到位|合格|销号|闭环)|完成整改|全部整改|"
            r"^(?:完成|销号|闭环|办结|关闭|合格|是|√|✓|✔|对|100%)$|"
            r"现场(?:处置|整改|处理|解决)|当场(?:处置|整改|处理|解决)|立行立改|即查即改|立查立改|"
            r"^(?:yes|y|done|true)$|\bclosed\b|\bfixed\b|\bcompleted?\b|\bresolved\b|\brectified\b|"
            r"\bfinished\b|\bcorrected\b|\bimplemented\b|\bdone\b|\bverified\b"
        ),
    ),
]


def read_state(text: str) -> Claim | None:
    """Read a state: `claimed` (said to be rectified, no more than said), `open`, None if unknown.

    已销号 is a claim too: no sheet closes anything here.
    """
    plain = re.sub(r"\s+", " ", text.strip().casefold()).strip("。.()（）【】[] ")
    if len(plain) > _LONGEST_STATE:
        return None
    for claim, words in _STATES:
        if words.search(plain):
            return claim
    return None


_STATE_WORDS = _keys(
    """
    已整改 未整改 整改中 整改完成 已整改完成 整改完毕 已销号 未销号 已整改销号 已完成 未完成
    已完成整改 完成 销号 现场处置 现场整改 立行立改 已闭环 未闭环 正在整改 closed open done fixed
    completed resolved in-progress pending ongoing
    """
)


def is_state_word(text: str) -> bool:
    """Tell whether `text` is a state and nothing else, wherever it stands."""
    return key(text) in _STATE_WORDS


def people(text: str) -> list[str]:
    """Return the names in a cell such as `张三、李四` or `Ann Lee; Bo Ek`, in their order.

    A space parts Chinese names of two characters and more; in 张 三 it only spreads one name.
    """
    names: list[str] = []
    for part in re.split(r"[、，,;；/\n]+|\s+and\s+|\s+&\s+", text):
        words = part.split()
        chinese = all("\u4e00" <= word[0] <= "\u9fff" for word in words)
        if chinese and all(len(word) > 1 for word in words):
            names += words
        elif words:
            names.append(("" if chinese else " ").join(words))
    return names
