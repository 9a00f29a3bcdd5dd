"""The law of handovers: a place and its list go from holder to holder, nothing lost (plan 四(三)).

One record hands over any number of issues. An offer lists every open issue of the place; it is
received only while the list still names them all; what changed in between is told, and the
digests of both days are kept.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sfcheck.domain.base.records import digest, dump
from sfcheck.domain.base.vocabulary import Office, Status, label
from sfcheck.domain.issues.awaiting import next_step
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.world.context import Context
from sfcheck.domain.world.custody import Handover, HandoverEvent, ListedIssue
from sfcheck.domain.world.places import lies_in, successor
from sfcheck.domain.world.steps import Hand, Step, after, overall
from sfcheck.errors import Refused


def open_issues(place: str, issues: Iterable[Issue], context: Context, at: datetime) -> list[Issue]:
    """Return the open issues that go along when `place` is handed over, in order of number."""
    custody = context.custody
    going = (i for i in issues if i.open and custody.belongs(i.place, place, at))
    return sorted(going, key=lambda issue: issue.number)


def listed(issue: Issue, context: Context, at: datetime) -> ListedIssue:
    """Return an issue's line on a list, as it stands."""
    return ListedIssue(
        number=issue.number,
        status=issue.status,
        next=next_step(issue, context, at.date()),
        due=issue.due,
        digest=issue.digest or "",
    )


def draw_up(
    place: str,
    number: str,
    giver: str,
    to: str,
    going: Sequence[Issue],
    context: Context,
    at: datetime,
) -> Handover:
    """Return the handover of `place` with its list, before the offer; `going`: its open issues."""
    counted = Counter(issue.status for issue in going)
    lines = tuple(listed(issue, context, at) for issue in going)
    return Handover(
        place=place,
        number=number,
        from_=giver,
        to=to,
        counts={status: counted[status] for status in Status if counted[status]},
        look_backs=tuple(line.number for line in lines if line.next == "look-back"),
        disputes=tuple(i.number for i in going if i.status is Status.DISPUTED or i.pending),
        issues=lines,
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


def _giver(handover: Handover, event: HandoverEvent, context: Context) -> str:
    return handover.from_


def _taker(handover: Handover, event: HandoverEvent, context: Context) -> str:
    return handover.to


def _acts(handover: Handover, event: HandoverEvent, context: Context) -> bool:
    """Whether a person acts for a side: as the team's leader, or as an officer of the office."""
    if event.for_ == context.overall:
        return context.holds(event.by, Office.OVERALL_OFFICER, event.day)
    return context.present_leader(event.for_, event.day) == event.by


def _stands_in(handover: Handover, event: HandoverEvent, context: Context) -> bool:
    """Whether an officer acts for a leader who is absent, and says why."""
    return event.reason is not None and _acts(handover, event, context)


GIVER = Hand("giver", _giver, _acts)
TAKER = Hand("taker", _taker, _acts)
STAND_IN = Hand("stand-in", overall, _stands_in)
"""The hands of a handover; a refusal names the side and its leader, not these."""


def _go_on(handover: Handover, event: HandoverEvent, context: Context) -> None:
    """No step is dated before the last one of the place."""
    place, earlier = handover.place, context.custody.before(handover)
    steps = [e.at for h in earlier.by_place.get(place, ()) for e in h.events]
    steps += [e.at for e in handover.events]
    if steps and event.at < max(steps):
        facts = {"at": event.at.isoformat(), "last": max(steps).isoformat()}
        raise Refused("handover-turns-back", place=context.name(place), **facts)


def _hold(handover: Handover, event: HandoverEvent, context: Context) -> None:
    """Only the holder hands over, and only what is not offered yet in the same clone."""
    custody = context.custody.before(handover)
    holder = custody.holder(handover.place, event.at)
    if handover.from_ != holder:
        raise Refused("not-the-holder", place=context.name(handover.place), holder=holder)
    for offered in custody.offers_touching(handover.place, event.at):
        if offered.serial.book == handover.serial.book:
            raise Refused("offered-already", place=context.name(offered.place))


def _be_there(handover: Handover, event: HandoverEvent, context: Context) -> None:
    """A place is handed over while it is one: afterwards, what it became."""
    later = successor(context.places, handover.place, event.day)
    if handover.place not in context.places:
        raise Refused("unknown-place", number="–", place=handover.place)
    if later != handover.place:
        raise Refused("place-became", place=context.name(handover.place), later=later)


def _go_to_the_next(handover: Handover, event: HandoverEvent, context: Context) -> None:
    """It goes to a team whose round gives it this place, or back to the overall office."""
    if handover.to == handover.from_:
        raise Refused("hands-to-itself", team=handover.to)
    if handover.to == context.overall:
        return
    team, rotation = context.team(handover.to), context.round_of(handover.to)
    if team is None or rotation is None or (rotation.closed and rotation.closed < event.day):
        raise Refused("no-such-team", team=handover.to)
    if not any(
        lies_in(context.places, handover.place, posting.place, event.day)
        and (posting.until is None or event.day <= posting.until)
        for posting in team.places
    ):
        raise Refused("not-posted", team=handover.to, place=context.name(handover.place))


def _be_sealed(handover: Handover, event: HandoverEvent, context: Context) -> None:
    """An offer seals the list; a receipt seals it as changed since."""
    now = {line.number: line for line in event.changed}
    standing = [now.get(line.number, line) for line in handover.issues]
    if event.digest != list_digest(standing) or len(now) != len(event.changed):
        raise Refused("list-digest", place=context.name(handover.place))
    if foreign := sorted(now.keys() - {line.number for line in handover.issues}):
        raise Refused("list-foreign", count=len(foreign), numbers=", ".join(foreign[:10]))


def _say_why(handover: Handover, event: HandoverEvent, context: Context) -> None:
    """Who takes an offer back says why."""
    if event.reason is None:
        raise Refused("no-reason", step=label(event.do))


def _offer_it_once(
    handover: Handover, event: HandoverEvent, context: Context, issues: Sequence[Issue]
) -> None:
    """Only what is not offered yet, by whatever clone, as far as is known."""
    if touching := context.custody.offers_touching(handover.place, event.at):
        raise Refused("offered-already", place=context.name(touching[0].place))


def _be_the_first(
    handover: Handover, event: HandoverEvent, context: Context, issues: Sequence[Issue]
) -> None:
    """Of two offers that two clones made at once, the one received first counts."""
    if context.custody.overtaken(handover, event.at):
        holder = context.custody.holder(handover.place, event.at)
        facts = {"number": handover.number, "holder": context.name(holder)}
        raise Refused("overtaken", place=context.name(handover.place), **facts)


def _find_it_open(
    handover: Handover, event: HandoverEvent, context: Context, issues: Sequence[Issue]
) -> None:
    """Nothing goes to a team whose round is over."""
    rotation = context.round_of(handover.to)
    if rotation is not None and rotation.closed is not None:
        raise Refused("no-such-team", team=handover.to)


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
    """The list names every open issue of the place once, and none that never was there."""
    on_list = Counter(line.number for line in handover.issues)
    there = {i.number for i in open_issues(handover.place, issues, context, event.at)}
    known = there if event.do == "offer" else {issue.number for issue in issues}
    if missing := sorted(there - on_list.keys()):
        raise Refused("list-misses", count=len(missing), numbers=", ".join(missing[:10]))
    foreign = sorted(n for n, count in on_list.items() if count > 1 or n not in known)
    if foreign:
        raise Refused("list-foreign", count=len(foreign), numbers=", ".join(foreign[:10]))


def _list_it_as_it_stands(
    handover: Handover, event: HandoverEvent, context: Context, issues: Sequence[Issue]
) -> None:
    """Every line of an offered list, and every count, reads as the issues stand."""
    going = open_issues(handover.place, issues, context, event.at)
    sides = (handover.from_, handover.to)
    drawn = draw_up(handover.place, handover.number, *sides, going, context, event.at)
    if handover.model_copy(update={"events": (), "aside": ()}) != drawn:
        lines = zip(handover.issues, drawn.issues, strict=False)
        altered = [line.number for line, should in lines if line != should]
        raise Refused("list-altered", count=len(altered), numbers=", ".join(altered[:10]) or "–")


def _tell_what_changed(
    handover: Handover, event: HandoverEvent, context: Context, issues: Sequence[Issue]
) -> None:
    """A receipt keeps the lines of what changed since the offer, and of nothing else."""
    should = changed_since(handover, issues, context, event.at)
    if event.changed != should:
        differ = sorted({line.number for line in {*event.changed} ^ {*should}})
        raise Refused("list-altered", count=len(differ), numbers=", ".join(differ[:10]) or "–")


OVERTAKEN = "overtaken"
"""Where a handover stands that was received after another made at the same time."""

STEPS: Mapping[str, Step] = {
    "offer": Step(
        after(None),
        (GIVER, STAND_IN),
        (_go_on, _be_there, _hold, _go_to_the_next, _be_sealed),
        (
            *(_offer_it_once, _find_it_open, _leave_nothing_unconfirmed),
            *(_list_everything, _list_it_as_it_stands),
        ),
    ),
    "withdraw": Step(after("offer", OVERTAKEN), (GIVER, STAND_IN), (_go_on, _say_why)),
    "receive": Step(
        after("offer"),
        (TAKER,),
        (_go_on, _be_sealed),
        (_be_the_first, _find_it_open, _list_everything, _tell_what_changed),
    ),
}
"""Every step of a handover; everything else is refused."""


def apply(
    handover: Handover, event: HandoverEvent, context: Context, issues: Sequence[Issue]
) -> Handover:
    """Return `handover` after `event`; `issues` are all of the ledger, as they stand.

    The giver's leader offers and withdraws, the taker's leader receives; for the overall office
    its officers. They may also offer or withdraw for a leader who is absent, with a reason.
    Raises `Refused`.
    """
    stepped = _step(handover, event, context)
    for requirement in STEPS[event.do].sees:
        requirement(handover, event, context, issues)
    return stepped


def refold(handover: Handover, context: Context) -> Handover:
    """Return what the events of a record make of its list, as far as can be told for ever.

    Whether the list named every issue is told by the issues' own lives. Raises `Refused`.
    """
    folded = handover.model_copy(update={"events": ()})
    for event in handover.events:
        folded = _step(folded, event, context)
    return folded


def _step(handover: Handover, event: HandoverEvent, context: Context) -> Handover:
    step = STEPS[event.do]
    place = context.name(handover.place)
    if _stands(handover, context, event.at) not in step.sources:
        raise Refused("handover-state", place=place, step=label(event.do))
    context.be_here(event.at)
    if event.n != len(handover.events) + 1:
        raise Refused("wrong-order", number=place, n=event.n, expected=len(handover.events) + 1)
    if not any(hand.allows(handover, event, context) for hand in step.hands):
        side = step.hands[0].stands_for(handover, event, context) or "–"
        raise Refused(
            "not-for-you",
            step=label(event.do),
            who=context.name(event.by),
            side=side,
            leader=context.name(leader_of(side, context, event.at) or "–"),
        )
    for requirement in step.requires:
        requirement(handover, event, context)
    return handover.model_copy(update={"events": (*handover.events, event)})


def _stands(handover: Handover, context: Context, at: datetime) -> str | None:
    """Return where a handover stands: its last step, or that it was received in vain."""
    before = at - timedelta(microseconds=1)
    vain = handover.state == "receive" and context.custody.overtaken(handover, before)
    return OVERTAKEN if vain else handover.state


def leader_of(side: str, context: Context, at: datetime) -> str | None:
    """Return who acts for a side of a handover: the team's leader, or the named officer."""
    if side == context.overall:
        return context.named_officer(at.date())
    return context.present_leader(side, at.date())
