"""How dated values follow one another: begun, succeeded, ended; never rewritten, never removed.

Every function takes the values of one kind (offices, homes, seats …), oldest first as they stand
in the file, and returns them with the change. `what` names the value in a refusal.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeVar

from sfcheck.domain.base.records import Dated
from sfcheck.errors import Refused

D = TypeVar("D", bound=Dated)


def _any(value: Dated) -> bool:
    return True


def overlap(one: Dated, other: Dated) -> bool:
    """Whether two values are in force on a common day."""
    first = max(one.since, other.since)
    return all(value.until is None or first <= value.until for value in (one, other))


def begin(
    values: tuple[D, ...], new: D, what: str, same: Callable[[D], bool] = _any
) -> tuple[D, ...]:
    """Return `values` and `new`, which no value that is the `same` may overlap.

    Raises `Refused`: `ends-before-it-begins`, `overlaps`.
    """
    if new.until is not None and new.until < new.since:
        raise Refused("ends-before-it-begins", what=what, since=new.since, until=new.until)
    for old in values:
        if same(old) and overlap(old, new):
            raise Refused("overlaps", what=what, since=old.since, until=old.until or "–")
    return (*values, new)


def ended(
    values: tuple[D, ...], until: date, what: str, same: Callable[[D], bool] = _any
) -> tuple[D, ...]:
    """Return `values`, the open ones that are the `same` (if any) ended with the day `until`.

    Raises `Refused`: `ends-before-it-begins`.
    """
    for value in values:
        if _open(value, same) and until < value.since:
            raise Refused("ends-before-it-begins", what=what, since=value.since, until=until)
    return tuple(
        value.model_copy(update={"until": until}) if _open(value, same) else value
        for value in values
    )


def end(
    values: tuple[D, ...], until: date, what: str, same: Callable[[D], bool] = _any
) -> tuple[D, ...]:
    """Return what `ended` does, and refuse (`nothing-to-end`) where no value is open."""
    if not any(_open(value, same) for value in values):
        raise Refused("nothing-to-end", what=what)
    return ended(values, until, what, same)


def make_way(
    values: tuple[D, ...], day: date, what: str, same: Callable[[D], bool] = _any
) -> tuple[D, ...]:
    """Return `values`, the open ones that are the `same` ended the day before `day`.

    One that began on `day` stays on record so, and was never `held`.
    Raises `Refused`: `begins-too-early` where one began later.
    """
    for value in values:
        if _open(value, same) and value.since > day:
            raise Refused("begins-too-early", what=what, since=value.since, day=day)
    before = {"until": day - timedelta(days=1)}
    return tuple(v.model_copy(update=before) if _open(v, same) else v for v in values)


def succeed(
    values: tuple[D, ...], new: D, what: str, same: Callable[[D], bool] = _any
) -> tuple[D, ...]:
    """Return `values` and `new`, before which the open one that is the `same` ends by a day.

    Raises `Refused`: `already-so` where the open one says the same, `begins-too-early`,
    `ends-before-it-begins`, `overlaps`.
    """
    for value in values:
        if _open(value, same) and value.model_copy(update=_days(new)) == new:
            raise Refused("already-so", what=what, since=value.since)
    return begin(make_way(values, new.since, what, same), new, what, same)


def _open(value: D, same: Callable[[D], bool]) -> bool:
    return value.until is None and same(value)


def _days(value: Dated) -> dict[str, date | None]:
    return {"since": value.since, "until": value.until}
