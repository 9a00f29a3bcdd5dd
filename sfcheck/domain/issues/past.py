"""What an issue was at some time: told from its own events, whoever wrote them down when.

No clock is trusted further than it goes: what stands on a list was true at *some* stage of the
issue's life; what happened in the very second of a list may have come before or after it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sfcheck.domain.base.vocabulary import Outcome
from sfcheck.domain.issues.events import Event
from sfcheck.domain.issues.folding import fold, opening
from sfcheck.domain.issues.order import in_order
from sfcheck.domain.issues.record import Issue, seal
from sfcheck.domain.world.context import Context
from sfcheck.domain.world.custody import ListedIssue
from sfcheck.errors import Refused


class Turn(NamedTuple):
    """From when on an issue was open or not, and where; `by` took the step."""

    at: datetime
    by: str
    place: str
    open: bool


def turns(issue: Issue) -> tuple[Turn, ...]:
    """Return when an issue came on the list, left it, moved, or was answered for."""
    steps = [event for event in issue.effective if event.do in _TURNING]
    moved = [e for e in steps if e.do == "amend" and e.field == "place"]
    place = str(moved[0].old) if moved else issue.place
    on_list = False
    found: list[Turn] = []
    for event in steps:
        before = on_list, place
        if event.do == "amend" and event.field == "place":
            place = str(event.new)
        on_list = _leaves_open(event, on_list)
        if event.do == "confirm" or before != (on_list, place):
            found.append(Turn(event.at, event.by, place, on_list))
    return tuple(found)


_ON_LIST = {"register": True, "import": True, "reopen": True, "close": False, "void": False}
"""Steps that bring every issue on the list, or take it off."""

_TURNING = {*_ON_LIST, "confirm", "amend", "rule", "look-back"}
"""Steps that may be a turn."""


def _leaves_open(event: Event, was: bool) -> bool:
    known = _ON_LIST.get(event.do)
    if known is not None:
        return known
    if event.do == "rule" and event.outcome is not Outcome.SETTLED:
        return event.outcome is Outcome.STANDS
    return True if event.do == "look-back" and not event.passed else was


def lies(turns: Sequence[Turn], at: datetime) -> str | None:
    """Return where an issue was open at a moment; None where it was not, or may not have been.

    What came in that very second counts neither way.
    """
    before = after = None
    for turn in turns:
        where = turn.place if turn.open else None
        if turn.at < at:
            before = after = where
        elif turn.at == at:
            after = where
    return after if after == before else None


def stage(
    issue: Issue,
    line: ListedIssue,
    context: Context,
    at: datetime,
    lived: Sequence[Issue] = (),
) -> Issue | None:
    """Return the issue as a line of a list made at `at` has it; None where it never stood so.

    `lived` is what it was after each event, as far as that is known already.
    """
    events = in_order(issue.events)
    one_after_another = not forked(issue)
    for known in _known(events, at):
        end = len(known)
        if one_after_another and end <= len(lived) and list(known) == list(events[:end]):
            then = seal(lived[end - 1])
        else:
            try:
                then = fold(opening(issue), known, context)
            except Refused:
                continue
        if then.digest == line.digest:
            return then
    return None


def forked(issue: Issue) -> bool:
    """Whether two clones acted on an issue at once, so that neither knew all of its events."""
    return any(count > 1 for count in Counter(event.n for event in issue.events).values())


def _known(events: Sequence[Event], at: datetime) -> Iterator[Sequence[Event]]:
    """Yield what somebody may have known of an issue, what is likeliest at that moment first."""
    likely = [event for event in events if event.at <= at]
    if likely:
        yield likely
    for end in range(len(events), 0, -1):
        if list(events[:end]) != likely:
            yield events[:end]
    twice = Counter(event.n for event in events)
    for one in events:
        if twice[one.n] > 1:
            rest = [event for event in events if event is not one]
            for end in range(len(rest), 0, -1):
                yield rest[:end]
