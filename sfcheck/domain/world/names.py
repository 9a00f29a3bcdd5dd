"""Are two names the same person, or the same body, whatever the spelling.

A paper's signatory is a name, a body may be written out. Full-width letters, blanks, what cannot be
seen, titles and remarks in brackets make no other hand of one, in Chinese or English.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from sfcheck.domain.world.roster import Body, Person, Place

_SIGNATORIES = re.compile(r"[、，,;；/／&\n]|\s(?:及|和|and)\s")
_REMARK = re.compile(r"[(（〔\[【][^()（）〔〕\[\]【】]*[)）〕\]】]")
_WORD = re.compile(r"[^\W\d_]+")
_TITLES = (
    "书记|部长|厅长|局长|处长|科长|主任|主席|市长|县长|区长|镇长|乡长|州长|省长|组长|队长|站长|所长|院长|校长|厂长|矿长|"
    "段长|经理|董事长|总监|总工程师|工程师|调研员|巡视员|科员|干事|主管|同志|先生|女士|老师|博士|教授|专家|"
    "法定代表人|负责人|签字|签名|签章|盖章"
)
_RANK = "(?:常务|第一|代理?|原)?(?:副|总)?"
_AFTER = re.compile(rf"(?:{_RANK}(?:{_TITLES}))+$")
_BEFORE = re.compile(rf"^(?:{_RANK}(?:{_TITLES}))+(?=\w\w)")
_POST = re.compile(rf"^\s*\S*(?:{_TITLES})\s+(?=\S)")
_POLITE = re.compile(
    r"\b(?:mr|mrs|ms|miss|dr|prof|professor|director|deputy|manager|general|engineer|officer|"
    r"chief|head|signed|by)\b\.?",
    re.IGNORECASE,
)


@lru_cache(16_384)
def plain(name: str) -> str:
    """Return a name as it is compared: NFKC, small letters, nothing but letters and digits."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in folded if letter.isalnum()) or folded.strip()


@lru_cache(16_384)
def spellings(name: str) -> frozenset[str]:
    """Return all that a person's name may be compared as: with titles and remarks and without.

    A paper that several signed names them all.
    """
    found: set[str] = set()
    whole = unicodedata.normalize("NFKC", name)
    for each in filter(str.strip, (whole, *_SIGNATORIES.split(whole))):
        bare = _POST.sub("", _REMARK.sub(" ", each))
        untitled = plain(_POLITE.sub(" ", bare))
        ended = _AFTER.sub("", untitled)
        found |= {plain(each), plain(bare), untitled, ended, _BEFORE.sub("", ended)}
        words = _WORD.findall(_POLITE.sub(" ", bare).casefold())
        if len(words) > 1 and all(word.isascii() for word in words):
            found.add("".join(sorted(words)))
    return frozenset(found - {""}) or frozenset({whole})


def by_spelling(people: Mapping[str, Person]) -> dict[str, set[str]]:
    """Return the ids of people by each spelling of their names."""
    found: dict[str, set[str]] = defaultdict(set)
    for id_, person in people.items():
        for spelling in spellings(person.name):
            found[spelling].add(id_)
    return found


def by_name(bodies: Mapping[str, Body], places: Mapping[str, Place]) -> dict[str, str]:
    """Return the ids of bodies by all that they are called; a place stands for its government."""
    found: dict[str, str] = {}
    for body in bodies.values():
        called: Iterable[str | None] = (body.id, body.name, body.short, body.en, *body.aliases)
        governs = body.of_locality and body.kind != "locality_party"
        place = places.get(body.place or "") if governs else None
        if place:
            called = (*called, place.code, place.name, place.en)
        for name in filter(None, called):
            found.setdefault(plain(name), body.id)
    return found


def without(names: Collection[str], spelling: str) -> str:
    """Return a spelling without the name of a body before it, the longest that fits."""
    fitting = (name for name in names if len(spelling) > len(name) and spelling.startswith(name))
    return spelling[len(max(fitting, key=len, default="")) :]
