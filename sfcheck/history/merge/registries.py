"""The files of a ledger that are no records of events, and how two texts of one become one."""

import copy
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from sfcheck.domain.world.calendar import Calendar
from sfcheck.domain.world.policy import Catalogue, Charter, Policy
from sfcheck.domain.world.roster import Bodies, Book, Person, Places
from sfcheck.domain.world.rounds import Round
from sfcheck.history.merge.entries import Clash, Merging, merge
from sfcheck.ledger.files import canonical, editing, layout, parsing
from sfcheck.ledger.records import decode

REGISTRIES: Mapping[str, type[BaseModel]] = {
    layout.CHARTER: Charter,
    layout.POLICY: Policy,
    layout.PLACES: Places,
    layout.BODIES: Bodies,
    layout.CATALOGUE: Catalogue,
    layout.CALENDAR: Calendar,
    layout.PEOPLE: Person,
    layout.BOOKS: Book,
    layout.ROUNDS: Round,
}
"""Their models, by file or by folder."""


def registry(
    path: str,
    inside: str,
    model: type[BaseModel],
    one: bytes,
    two: bytes,
    before: Sequence[bytes],
    decide: Callable[[Clash], bool],
) -> bytes:
    """Return the text of `one` with what `two` changed since; `inside` is its path in the ledger.

    Raises `Refused` where a text, or what becomes of both, is no such record.
    """
    edited = layout.is_edited(inside)

    def plain(data: bytes) -> dict[str, Any]:
        return parsing.parse(data, path, crlf=edited)

    tree: Any = editing.edit(one, path) if edited else copy.deepcopy(plain(one))
    fresh = editing.fresh if edited else copy.deepcopy
    merge(model, tree, plain(two), list(map(plain, before)), Merging(path, fresh, decide))
    data = editing.render(tree) if edited else _canonical(model, tree)
    decode(model, data, path)
    return data


def _canonical(model: type[BaseModel], fields: Mapping[str, Any]) -> bytes:
    from sfcheck.domain.base.records import dump

    return canonical.emit(dump(model.model_validate(fields)))
