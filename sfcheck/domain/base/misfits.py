"""Where a record does not fit its model: each misfit with the way to it in the file, in our words.

pydantic speaks English and names the kinds it tried on the way (`events.2.register.due`); people
look for `events.2.due`, and read their own language.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from sfcheck.domain.base.records import LINE_LIMIT
from sfcheck.language import N_, _

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

M = TypeVar("M", bound=BaseModel)
Way = tuple[str | int, ...]
"""The way into a record: keys of mappings and indexes of lists."""

_DATE = N_("it should be a day, such as 2026-11-03")
_MOMENT = N_("it should be a moment with its time zone, such as 2026-11-03T10:22:00+08:00")
_LIST = N_("it should be a list")
_MAPPING = N_("it should hold keys and values")
_UNSEEN = N_("it holds characters that cannot be seen")
_EMPTY = N_("it is empty")

# By the beginning of pydantic's name for the error; what begins longer stands first.
_WORDS: tuple[tuple[str, str], ...] = (
    ("missing", N_("it is missing")),
    ("extra_forbidden", N_("no such key is known here")),
    ("string_too_short", _EMPTY),
    ("string_too_long", N_("it is longer than {max_length} characters")),
    ("string_pattern_mismatch", N_("it does not have the form {pattern}")),
    ("string_unicode", N_("it is no UTF-8 text")),
    ("string", N_("it should be text; put it in double quotes")),
    ("union_tag_not_found", N_("it does not say which step it is (“do”)")),
    ("union_tag_invalid", N_("there is no step “{tag}”")),
    ("enum", N_("it should be one of {expected}")),
    ("literal_error", N_("it should be one of {expected}")),
    ("date_", _DATE),
    ("datetime", _MOMENT),
    ("timezone", _MOMENT),
    ("bool", N_("it should be true or false")),
    ("int", N_("it should be a whole number")),
    ("greater_than_equal", N_("it should be at least {ge}")),
    ("too_short", N_("it has too few entries: at least {min_length}")),
    ("tuple_type", _LIST),
    ("list_type", _LIST),
    ("dict_type", _MAPPING),
    ("mapping_type", _MAPPING),
    ("model", _MAPPING),
    ("value_error", "{error}"),
)


class Misfit(NamedTuple):
    """One thing in which a record does not fit: the way to it, and to what is missing there.

    `pattern`: it is a value of another form, and who knows the field may say it by an example.
    """

    kind: Literal["unknown", "missing", "wrong"]
    way: Way
    field: str
    given: object
    problem: str
    pattern: bool = False

    @property
    def said(self) -> str:
        """What stands there, shortened; empty where it is no single value."""
        if self.kind == "missing" or isinstance(self.given, (Mapping, list, tuple)):
            return ""
        text = str(self.given)
        return text if len(text) <= LINE_LIMIT // 5 else text[: LINE_LIMIT // 5] + "…"


def fit(model: type[M], fields: Mapping[str, Any]) -> tuple[M | None, tuple[Misfit, ...]]:
    """Return the record that `fields` make, or None and all in which they do not fit."""
    try:
        return model.model_validate(fields), ()
    except ValidationError as error:
        found = (_misfit(fields, each) for each in error.errors(include_url=False))
        return None, tuple(dict.fromkeys(found))


def fitted(model: type[M], fields: Mapping[str, Any], refusal: Callable[[Misfit], Exception]) -> M:
    """Return the record that `fields` make; raises what `refusal` makes of the first misfit."""
    record, misfits = fit(model, fields)
    if record is None:
        raise refusal(misfits[0])
    return record


def first(fields: Any, error: ValidationError) -> Misfit:
    """Return the first misfit of `fields` that pydantic found."""
    return _misfit(fields, error.errors(include_url=False)[0])


def salvage(model: type[M], fields: Mapping[str, Any]) -> M | None:
    """Return the record that `fields` make without what does not fit, or None if little is left.

    An unknown key is left out, as is the entry of a list that has something wrong in it: one bad
    line of a registry does not take the other lines away.
    """
    record, misfits = fit(model, fields)
    rest: Any = fields
    while record is None and misfits:
        for way in _from_the_back({_entry(misfit) for misfit in misfits}):
            rest = _without(rest, way)
        before = misfits
        record, misfits = fit(model, rest)
        if misfits == before:
            return None
    return record


def _misfit(fields: Any, error: "ErrorDetails") -> Misfit:
    way = _way(fields, error["loc"])
    kind: Literal["unknown", "missing", "wrong"] = "wrong"
    names: Sequence[str | int] = way
    if error["type"] == "extra_forbidden":
        kind = "unknown"
    elif error["type"] == "missing":
        kind = "missing"
        names = (*way, error["loc"][-1])
    field = ".".join(map(str, names))
    given = error["input"] if isinstance(error["input"], (str, int, float)) else ()
    pattern = error["type"] == "string_pattern_mismatch" and not _is_unseen(error)
    return Misfit(kind, way, field, given, _in_words(error), pattern)


def _way(node: Any, loc: Way) -> Way:
    """Return `loc` as the way it is in the file: without the names of kinds tried on the way."""
    way = []
    for step in loc:
        known = isinstance(node, Mapping) and step in node
        if known or (isinstance(node, list) and isinstance(step, int) and step < len(node)):
            way.append(step)
            node = node[step]
    return tuple(way)


def _is_unseen(error: "ErrorDetails") -> bool:
    """Whether a text was refused for characters that cannot be seen, or for having no other."""
    return r"\p{Cc}" in str(error.get("ctx", {}).get("pattern"))


def _in_words(error: "ErrorDetails") -> str:
    kind, facts = error["type"], dict(error.get("ctx", {}))
    if _is_unseen(error):
        return _(_UNSEEN) if str(error["input"]).strip() else _(_EMPTY)
    if "expected" in facts:
        facts["expected"] = ", ".join(re.findall(r"'([^']*)'", facts["expected"]))
    if kind == "value_error":
        facts["error"] = _(str(facts["error"]))
    for beginning, words in _WORDS:
        if kind.startswith(beginning):
            return _(words).format_map(facts)
    return error["msg"]


def _entry(misfit: Misfit) -> Way:
    """Return the way to what is left out for a misfit: the key, the list's entry, or the field."""
    if misfit.kind == "unknown":
        return misfit.way
    places = [at for at, step in enumerate(misfit.way) if isinstance(step, int)]
    return misfit.way[: places[-1] + 1] if places else misfit.way[:1]


def _from_the_back(ways: Collection[Way]) -> list[Way]:
    """Return `ways` so that leaving out one moves no other; what goes with another is dropped."""

    def place(way: Way) -> tuple[tuple[int, str], ...]:
        return tuple((-step, "") if isinstance(step, int) else (0, step) for step in way)

    outermost = (way for way in ways if not any(way[:end] in ways for end in range(1, len(way))))
    return sorted(outermost, key=place)


def _without(node: Any, way: Way) -> Any:
    """Return a copy of `node` without what `way` leads to."""
    if not way:
        return node
    step: Any = way[0]
    copy = node.copy()
    if len(way) == 1:
        del copy[step]
    else:
        copy[step] = _without(node[step], way[1:])
    return copy
