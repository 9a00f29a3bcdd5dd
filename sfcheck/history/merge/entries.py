"""A registry merged field by field: what either side changed since they parted is changed."""

from collections.abc import Callable, Mapping, MutableMapping, MutableSequence, Sequence
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel

from sfcheck.history.merge.fields import FIELDS, VALUE, Entries, Members, Parts, Rule

ABSENT: Any = object()
"""Stands for a field or an entry that a side does not have."""


class Clash(NamedTuple):
    """One thing that both sides changed, to two values: where, and what each has."""

    path: str
    field: str
    one: Any
    two: Any


class Merging(NamedTuple):
    """How one file is merged: what it is called, who makes new parts of its tree, who decides.

    `decide` is given a clash and returns whether the second value is kept.
    """

    path: str
    fresh: Callable[[Any], Any]
    decide: Callable[[Clash], bool]


def merge(
    model: type[BaseModel],
    one: MutableMapping[str, Any],
    two: Mapping[str, Any],
    bases: Sequence[Mapping[str, Any]],
    how: Merging,
) -> None:
    """Bring into `one` what `two` has changed since `bases`; none: they never were one file.

    `one` may be the tree of a file with comments, which stay.
    """
    _merge_record(model, one, two, bases, how, "")


def settle(one: Any, two: Any, bases: Sequence[Any], clash: Callable[[], bool]) -> Any:
    """Return the value of one thing on two sides; `clash` tells whether the second is kept."""
    if one == two or (two in bases and one not in bases):
        return one
    if one in bases and two not in bases:
        return two
    return two if clash() else one


def _merge_record(
    model: type[BaseModel] | None,
    one: MutableMapping[str, Any],
    two: Mapping[str, Any],
    bases: Sequence[Mapping[str, Any]],
    how: Merging,
    way: str,
) -> None:
    rules = FIELDS.get(model, {}) if model else {}
    for name in [*one, *(name for name in two if name not in one)]:
        mine, other = one.get(name, ABSENT), two.get(name, ABSENT)
        before = [base.get(name, ABSENT) for base in bases] or [ABSENT]
        rule = rules.get(name, VALUE)
        inside = f"{way}.{name}" if way else name
        kind = type(None) if isinstance(rule, type(VALUE)) else _shape(rule)
        if all(isinstance(each, kind) for each in (mine, other)):
            known = [each for each in before if isinstance(each, kind)]
            _MERGED[type(rule)](_inner(model, name), rule, mine, other, known, how, inside)
            continue
        value = settle(mine, other, before, _asked(how, inside, mine, other))
        if value is mine:
            continue
        if value is ABSENT:
            del one[name]
        else:
            one[name] = how.fresh(_plain(value))


def _merge_members(
    _model: Any,
    _rule: Rule,
    one: MutableSequence[Any],
    two: Sequence[Any],
    bases: Sequence[Sequence[Any]],
    _how: Merging,
    _way: str,
) -> None:
    known = {each for base in bases for each in base}
    for gone in [each for each in one if each in known and each not in two]:
        one.remove(gone)
    for added in two:
        if added not in one and added not in known:
            one.append(added)


def _merge_entries(
    model: type[BaseModel] | None,
    rule: Entries,
    one: MutableSequence[Any],
    two: Sequence[Any],
    bases: Sequence[Sequence[Any]],
    how: Merging,
    way: str,
) -> None:
    mine, other = _by_key(rule, one), _by_key(rule, two)
    before = [_by_key(rule, base) for base in bases]
    for key in [*mine, *(key for key in other if key not in mine)]:
        entry, twin = mine.get(key, ABSENT), other.get(key, ABSENT)
        known = [base[key] for base in before if key in base]
        inside = f"{way}[{', '.join(map(str, key))}]"
        if entry is not ABSENT and twin is not ABSENT:
            _merge_record(model, entry, twin, known, how, inside)
            continue
        value = settle(entry, twin, known or [ABSENT], _asked(how, inside, entry, twin))
        if value is entry:
            continue
        if value is ABSENT:
            del one[next(at for at, each in enumerate(one) if each is entry)]
        else:
            one.append(how.fresh(_plain(twin)))


def _merge_parts(
    model: type[BaseModel] | None,
    _rule: Rule,
    one: MutableMapping[str, Any],
    two: Mapping[str, Any],
    bases: Sequence[Mapping[str, Any]],
    how: Merging,
    way: str,
) -> None:
    _merge_record(model, one, two, bases, how, way)


_MERGED: Mapping[type[Any], Callable[..., None]] = {
    Members: _merge_members,
    Entries: _merge_entries,
    Parts: _merge_parts,
}


def _shape(rule: Rule) -> type[Any]:
    return Mapping if isinstance(rule, Parts) else list


def _asked(how: Merging, way: str, one: Any, two: Any) -> Callable[[], bool]:
    return lambda: how.decide(Clash(how.path, way, one, two))


def _by_key(rule: Entries, entries: Sequence[Any]) -> dict[tuple[Any, ...], Any]:
    """Return entries by what tells them apart; of several of one name, each by its turn too."""
    found: dict[tuple[Any, ...], Any] = {}
    for entry in entries:
        named = [entry.get(name) for name in rule.by] if isinstance(entry, Mapping) else [entry]
        key = tuple(each for each in named if each is not None)
        turn = 2
        while key in found:
            key, turn = (*named, turn), turn + 1
        found[key] = entry
    return found


def _inner(model: type[BaseModel] | None, name: str) -> type[BaseModel] | None:
    """Return the model of what lies inside a field, a list's or the record's own."""
    if model is None:
        return None
    known = {field.alias or key: field for key, field in model.model_fields.items()}
    waiting = [known[name].annotation] if name in known else []
    while waiting:
        each = waiting.pop()
        if isinstance(each, type) and issubclass(each, BaseModel):
            return each
        waiting += get_args(each)
    return None


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value
