"""Where a place lies: what is in what on a day, what it became, and what it was made of."""

from collections.abc import Mapping
from datetime import date

from sfcheck.domain.world.roster import Place


def within(places: Mapping[str, Place], code: str, day: date | None = None) -> list[str]:
    """Return `code` and the places it lies in, from near to far; unknown codes end the chain.

    What ended before `day` (ever, without one) and became another place lies in that one.
    """
    chain: list[str] = []
    current: str | None = code
    while current is not None and current not in chain:
        chain.append(current)
        place = places.get(current)
        if place is not None and _went_over(place, day):
            current = place.became
        else:
            current = place.parent if place else None
    return chain


def successor(places: Mapping[str, Place], code: str, day: date | None = None) -> str:
    """Return what `code` had become before `day`: itself where it goes on, or nobody knows it."""
    seen = {code}
    while (place := places.get(code)) is not None and place.became and _went_over(place, day):
        if place.became in seen:
            break
        code = place.became
        seen.add(code)
    return code


def predecessors(places: Mapping[str, Place]) -> dict[str, tuple[str, ...]]:
    """Return for each place that was made of others which these are, in order of the registry.

    A place that was there already when another became part of it was not made of it.
    """
    made_of: dict[str, list[str]] = {}
    for place in places.values():
        if place.became is not None and place.became in places:
            made_of.setdefault(place.became, []).append(place.code)
        if place.split_from is not None and place.split_from in places:
            made_of.setdefault(place.code, []).append(place.split_from)
    made = {
        code: tuple(part for part in parts if _made_way(places[part], places[code]))
        for code, parts in made_of.items()
    }
    return {code: parts for code, parts in made.items() if parts}


def _made_way(part: Place, place: Place) -> bool:
    until, since = part.until, place.since
    lived = until is not None and (part.since is None or part.since <= until)
    return lived and until is not None and since is not None and until < since


def _went_over(place: Place, day: date | None) -> bool:
    ended = place.until is not None and (day is None or place.until < day)
    return ended and place.became is not None


def lies_in(places: Mapping[str, Place], code: str, area: str, day: date) -> bool:
    """Whether a place lies on `day` in `area`, in what that became, or was split from it."""
    chain = within(places, code, day)
    if successor(places, area, day) in chain:
        return True
    parts = [place for each in chain if (place := places.get(each)) and place.split_from]
    for part in parts:
        whole = places.get(part.split_from or "")
        if whole and whole.until and whole.until < day and _made_way(whole, part):
            return lies_in(places, whole.code, area, whole.until)
    return False
