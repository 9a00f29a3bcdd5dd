"""What goes out is built of issues that pass the law, or refused with which do not."""

from collections.abc import Collection, Iterable, Iterator

from sfcheck.domain.issues.folding import refold, standing
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.world.context import Context
from sfcheck.errors import Refused

_NAMED = 5


def believed(issues: Iterable[Issue], context: Context) -> Iterator[Issue]:
    """Yield issues that say what the law makes of them; raises `Refused` (`not-believed`)."""
    for issue in issues:
        try:
            stands = refold(issue, context) == issue
        except Refused as refusal:
            raise not_believed([issue.number]).along_with([refusal]) from refusal
        if not stands:
            raise not_believed([issue.number])
        yield issue


def as_they_stand(issues: Iterable[Issue], context: Context) -> Iterator[Issue]:
    """Yield issues as all that is known now has them; raises `Refused` (`not-believed`).

    What was done without knowing of a change elsewhere waits for a ruling, written down or not.
    """
    for issue in issues:
        try:
            stands = standing(issue, context)
        except Refused as refusal:
            raise not_believed([issue.number]).along_with([refusal]) from refusal
        if stands is None:
            raise not_believed([issue.number])
        yield stands


def not_believed(numbers: Collection[str]) -> Refused:
    """Return the refusal of issues that are not what their events make of them."""
    named = ", ".join(sorted(numbers)[:_NAMED])
    more = "" if len(numbers) <= _NAMED else f" (+{len(numbers) - _NAMED})"
    return Refused("not-believed", numbers=named + more)
