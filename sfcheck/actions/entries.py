"""Changing the registries: an entry is found as people name it, checked, and committed once.

A change is a function from the old record to the new one. A person's file is written in the
canonical form; a file that people edit too is changed only where its record changed, so that
comments, order and quotes stay.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel

from sfcheck.actions.desk import Desk
from sfcheck.actions.standing import must_stay_lawful
from sfcheck.domain.base import serials
from sfcheck.domain.base.misfits import Misfit, fitted
from sfcheck.domain.base.portable import folded
from sfcheck.domain.base.records import dump
from sfcheck.domain.world.roster import Person
from sfcheck.errors import Refused
from sfcheck.language import N_, _
from sfcheck.ledger.files import canonical, editing, layout
from sfcheck.ledger.records import decode
from sfcheck.ledger.store import Ledger

M = TypeVar("M", bound=BaseModel)
E = TypeVar("E")
NEAR = 3
LONGEST = 100
"""Characters of what was typed that are compared with names."""


class EntryKind(NamedTuple):
    """A kind of entry: the command that lists it, what it is called, what its id looks like.

    The ids of one that is `numbered` have a book, which need not be typed.
    """

    command: str
    label: str
    example: str
    numbered: bool = False


PERSON = EntryKind("person", N_("person"), "037-0012", numbered=True)
BODY = EntryKind("body", N_("body"), "emergency-management")
PLACE = EntryKind("place", N_("place"), "640100")
ROUND = EntryKind("round", N_("round"), "2026-1")
TEAM = EntryKind("team", N_("team"), "T1")


def find(
    kind: EntryKind,
    entries: Mapping[str, E],
    given: str,
    introduce: Callable[[str], str] | None = None,
) -> E:
    """Return the entry whose id is `given`, or whose name, alias or short name is that of no other.

    `introduce` tells more of one by its id, where several are called so.
    Raises `Refused`: `no-such-entry` with the nearest ones, `several-such`.
    """
    known = _of_id(kind, entries, given)
    if known is not None:
        return known
    called = [id_ for id_, entry in entries.items() if given in names(entry)]
    told = introduce or (lambda id_: f"{id_} {names(entries[id_])[0]}")
    if (one := serials.only(given, called, told)) is not None:
        return entries[one]
    raise Refused(
        "no-such-entry",
        kind=_(kind.label),
        given=given,
        near=_near(entries, given) or "–",
        command=kind.command,
    )


def _of_id(kind: EntryKind, entries: Mapping[str, E], given: str) -> E | None:
    if not kind.numbered:
        return entries.get(given)
    return serials.meant(
        given, entries, lambda entry: f"{getattr(entry, 'id', '')} {names(entry)[0]}"
    )


def find_person(ledger: Ledger, given: str) -> Person:
    """Return the person of a number or name; raises `Refused` as `find`."""
    return find(PERSON, ledger.people, given, ledger.context.introduce)


def living_person(ledger: Ledger, given: str, day: date) -> Person:
    """Return who is on the roster on `day`; raises `Refused` as `living`."""
    return _living(PERSON, find_person(ledger, given), day)


def living(kind: EntryKind, entries: Mapping[str, E], given: str, day: date) -> E:
    """Return the entry `given` means as `find` does; one that ended before `day` is refused."""
    return _living(kind, find(kind, entries, given), day)


def _living(kind: EntryKind, entry: E, day: date) -> E:
    until = _last_day(entry)
    if until is not None and until < day:
        raise Refused("has-ended", kind=_(kind.label), name=names(entry)[0], until=until)
    return entry


def _last_day(entry: object) -> date | None:
    """Return the last day of an entry; a person is here until the last home ends."""
    homes = getattr(entry, "home", None)
    if homes is None:
        return getattr(entry, "until", None)
    days = [home.until for home in homes]
    return None if None in days or not days else max(days)


def names(entry: object) -> list[str]:
    """Return all that a person, body, place, round or team is called."""
    listed = [getattr(entry, field, None) for field in ("name", "short", "en")]
    return [name for name in (*listed, *getattr(entry, "aliases", ())) if name]


def _near(entries: Mapping[str, object], given: str) -> str:
    from rapidfuzz import process

    said = {(key, word): word for key, entry in entries.items() for word in (key, *names(entry))}
    found = process.extract(given[:LONGEST], said, limit=NEAR * NEAR)
    keys = list(dict.fromkeys(choice[0] for _word, _score, choice in found))[:NEAR]
    return ", ".join(" ".join((key, *names(entries[key])[:1])) for key in keys)


def must_be_new(kind: EntryKind, entries: Iterable[str], given: str) -> None:
    """Refuse (`exists-already`) an id in use, one that some system or who types it takes for it."""
    taken = folded(given) in map(folded, entries)
    if taken or (kind.numbered and serials.fitting(given, entries)):
        raise Refused("exists-already", kind=_(kind.label), given=given, command=kind.command)


def valid(model: type[M], fields: Mapping[str, Any], kind: EntryKind) -> M:
    """Return the record `fields` say; names lose the blanks around them.

    Raises `Refused` (`bad-value`) with the first thing that is wrong.
    """
    trimmed = {k: v.strip() if isinstance(v, str) else v for k, v in fields.items()}
    present = {k: v for k, v in trimmed.items() if v is not None}

    def refusal(misfit: Misfit) -> Refused:
        like = _("it is written like {example}").format(example=kind.example)
        problem = like if misfit.pattern else misfit.problem
        return Refused("bad-value", field=misfit.field.partition(".")[0], problem=problem)

    return fitted(model, present, refusal)


def create(desk: Desk, path: str, record: BaseModel, *, action: str, subject: str) -> None:
    """Commit a new file. Call it inside `desk.writing()`, where `path` was seen to be free."""
    desk.commit({path: canonical.emit(dump(record))}, {path: None}, action=action, subject=subject)


def revise(
    desk: Desk,
    path: str,
    model: type[M],
    change: Callable[[M], M],
    *,
    action: str,
    subject: str,
) -> M:
    """Change the file at `path` by a function of its record, commit it, and return the new record.

    Raises `Refused`: what `change` refuses; `not-canonical` for a person's file that was edited.
    """
    with desk.writing():
        data = desk.ledger.read(path)
        before = decode(model, data, path)
        old, new = dump(before), dump(change(before))
        if layout.is_edited(path):
            tree = editing.edit(data, path)
            graft(tree, old, new)
            written = editing.render(tree)
        elif canonical.emit(old) != data:
            raise Refused("not-canonical", path=path)
        else:
            written = canonical.emit(new)
        after = decode(model, written, path)
        must_stay_lawful(desk.ledger, path, written, old, new, desk.now.date())
        desk.commit({path: written}, {path: data}, action=action, subject=subject)
    return after


def graft(tree: Any, old: Any, new: Any) -> None:
    """Bring a part of an edited file from the data `old` to `new`, touching nothing else in it.

    Registries only grow: what `old` has and `new` lacks stays.
    """
    for key in new if isinstance(new, dict) else range(len(new)):
        known = key in old if isinstance(new, dict) else key < len(old)
        if known and old[key] == new[key]:
            continue
        if known and isinstance(new[key], dict | list):
            graft(tree[key], old[key], new[key])
        elif known or isinstance(new, dict):
            tree[key] = editing.fresh(new[key])
        else:
            tree.append(editing.fresh(new[key]))
