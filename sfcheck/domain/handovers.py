"""The law of handovers: a place and its list go from holder to holder, nothing lost (plan 四(三)).

One record hands over any number of issues. An offer lists every open issue of the place; it is
received only while the list still names them all; what changed in between is told, and the
digests of both days are kept.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sfcheck.domain.base import digest, dump
from sfcheck.domain.context import Context
from sfcheck.domain.custody import Handover, HandoverEvent, ListedIssue
from sfcheck.domain.issues import Issue
from sfcheck.domain.requirements import waits_for_look_back
from sfcheck.domain.rotation import within
from sfcheck.domain.vocabulary import Office, Status, label
from sfcheck.errors import Refused

NEXT_STEP: Mapping[Status, str] = {
    Status.REGISTERED: "confirm",
    Status.CONFIRMED: "notify",
    Status.RECTIFYING: "submit",
    Status.DISPUTED: "rule",
    Status.SUBMITTED: "accept",
    Status.ACCEPTED: "close",
}
"""What usually comes next; an accepted issue may first ask for a look-back."""


def open_issues(place: str, issues: Iterable[Issue], context: Context, at: datetime) -> list[Issue]:
    """Return the open issues that go along when `place` is handed over, in order of number."""
    custody = context.custody
    going = (i for i in issues if i.open and custody.belongs(i.place, place, at))
    return sorted(going, key=lambda issue: issue.number)


def listed(issue: Issue, context: Context, at: datetime) -> ListedIssue:
    """Return an issue's line on a list, as it stands."""
    looked = waits_for_look_back(issue, context, at.date())
    return ListedIssue(
        number=issue.number,
        status=issue.status,
        next="look-back" if looked else NEXT_STEP[issue.status],
        due=issue.due,
        digest=issue.digest or "",
    )


def draw_up(
    place: str, giver: str, to: str, going: Sequence[Issue], context: Context, at: datetime
) -> Handover:
    """Return the handover of `place` with its list, before the offer; `going`: its open issues."""
    counted = Counter(issue.status for issue in going)
    return Handover(
        place=place,
        number=context.custody.next_number(place),
        from_=giver,
        to=to,
        counts={status: counted[status] for status in Status if counted[status]},
        look_backs=tuple(i.number for i in going if waits_for_look_back(i, context, at.date())),
        disputes=tuple(i.number for i in going if i.status is Status.DISPUTED or i.pending),
        issues=tuple(listed(issue, context, at) for issue in going),
    )


def list_digest(issues: Sequence[ListedIssue]) -> str:
    """Return the SHA-256 that seals a list."""
    return digest([dump(line) for line in issues])


def changed_since(
    handover: Handover, going: Iterable[Issue], context: Context, at: datetime
) -> tuple[ListedIssue, ...]:
    """Return the lines of those issues on the list that no longer are as the offer has them.

    An issue closed or voided since the offer is among them if it is in `going` (all of the place).
    """
    before = {line.number: line.digest for line in handover.issues}
    return tuple(
        _line_now(issue, context, at)
        for issue in sorted(going, key=lambda i: i.number)
        if issue.number in before and issue.digest != before[issue.number]
    )


def _line_now(issue: Issue, context: Context, at: datetime) -> ListedIssue:
    if issue.open:
        return listed(issue, context, at)
    return ListedIssue(
        number=issue.number, status=issue.status, due=issue.due, digest=issue.digest or ""
    )


class Move(NamedTuple):
    """One row of the law of handovers: from which state, by whom, what else must hold."""

    source: str | None
    side: Callable[[Handover], str]
    requires: tuple[Callable[[Handover, HandoverEvent, Context, Sequence[Issue]], None], ...]


def _giver(handover: Handover) -> str:
    return handover.from_


def _taker(handover: Handover) -> str:
    return handover.to


def _hold(
    handover: Handover, event: HandoverEvent, context: Context, issues: Sequence[Issue]
) -> None:
    """Only the holder hands over."""
    holder = context.custody.holder(handover.place, event.at)
    if handover.from_ != holder:
        raise Refused("not-the-holder", place=context.name(handover.place), holder=holder)
    if context.custody.offer(handover.place, event.at):
        raise Refused("offered-already", place=context.name(handover.place))


def _go_to_the_next(
    handover: Handover, event: HandoverEvent, context: Context, issues: Sequence[Issue]
) -> None:
    """It goes to a team whose round gives it this place, or back to the overall office."""
    if handover.to == handover.from_:
        raise Refused("hands-to-itself", team=handover.to)
    if handover.to == context.overall:
        return
    team, rotation = context.team(handover.to), context.round_of(handover.to)
    chain = within(context.places, handover.place)
    if team is None or rotation is None or rotation.closed is not None:
        raise Refused("no-such-team", team=handover.to)
    if not any(posting.place in chain for posting in team.places):
        raise Refused("not-posted", team=handover.to, place=context.name(handover.place))


def _leave_nothing_unconfirmed(
    handover: Handover, event: HandoverEvent, context: Context, issues: Sequence[Issue]
) -> None:
    """The leader answers for every issue before it goes on."""
    waiting = [
        i.number
        for i in open_issues(handover.place, issues, context, event.at)
        if i.status is Status.REGISTERED
    ]
    if waiting:
        raise Refused("unconfirmed", count=len(waiting), numbers=", ".join(waiting[:10]))


def _list_everything(
    handover: Handover, event: HandoverEvent, context: Context, issues: Sequence[Issue]
) -> None:
    """The list names every open issue of the place, and none that never was there."""
    on_list = {line.number for line in handover.issues}
    there = {i.number for i in open_issues(handover.place, issues, context, event.at)}
    known = {issue.number for issue in issues}
    if missing := sorted(there - on_list):
        raise Refused("list-misses", count=len(missing), numbers=", ".join(missing[:10]))
    foreign = sorted(on_list - known)
    if event.do == "offer":
        foreign = sorted(on_list - there)
    if foreign:
        raise Refused("list-foreign", count=len(foreign), numbers=", ".join(foreign[:10]))


def _be_sealed(
    handover: Handover, event: HandoverEvent, context: Context, issues: Sequence[Issue]
) -> None:
    """An offer seals the list; a receipt seals it as changed since."""
    now = {line.number: line for line in event.changed}
    standing = [now.get(line.number, line) for line in handover.issues]
    if event.digest != list_digest(standing):
        raise Refused("list-digest", place=context.name(handover.place))


MOVES: Mapping[str, Move] = {
    "offer": Move(
        None,
        _giver,
        (_hold, _go_to_the_next, _leave_nothing_unconfirmed, _list_everything, _be_sealed),
    ),
    "withdraw": Move("offer", _giver, ()),
    "receive": Move("offer", _taker, (_list_everything, _be_sealed)),
}
"""Every step of a handover; everything else is refused."""


def apply_move(
    handover: Handover, event: HandoverEvent, context: Context, issues: Sequence[Issue]
) -> Handover:
    """Return `handover` after `event`; `issues` are all that lie in the place, open or not.

    The giver's leader offers and withdraws, the taker's leader receives; for the overall office
    its officers. They may also offer or withdraw for a leader who is absent, with a reason.
    Raises `Refused`.
    """
    move = MOVES[event.do]
    place = context.name(handover.place)
    if handover.state != move.source:
        raise Refused("handover-state", place=place, step=label(event.do))
    if event.n != len(handover.events) + 1:
        raise Refused("wrong-order", number=place, n=event.n, expected=len(handover.events) + 1)
    side = move.side(handover)
    if not _may(event, side, context):
        raise Refused(
            "not-for-you",
            step=label(event.do),
            who=context.name(event.by),
            side=side,
            leader=context.name(leader_of(side, context, event.at) or "–"),
        )
    for requirement in move.requires:
        requirement(handover, event, context, issues)
    return handover.model_copy(update={"events": (*handover.events, event)})


def _may(event: HandoverEvent, side: str, context: Context) -> bool:
    if event.for_ == context.overall:
        officer = context.holds(event.by, Office.OVERALL_OFFICER, event.day)
        for_absent = event.do != "receive" and event.reason is not None
        return officer and (side == context.overall or for_absent)
    return event.for_ == side and context.leader(side, event.day) == event.by


def leader_of(side: str, context: Context, at: datetime) -> str | None:
    """Return who acts for a side of a handover: the team's leader, or the named officer."""
    if side == context.overall:
        return context.named_officer(at.date())
    return context.leader(side, at.date())
