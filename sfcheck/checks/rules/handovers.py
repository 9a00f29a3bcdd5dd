"""SF3xx: who holds each place without a gap, and do the lists handed over name every issue."""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time

from sfcheck.checks.seen.reading import File
from sfcheck.checks.seen.rule import Flaw, RuleScope, rule
from sfcheck.checks.seen.view import Remembered, View
from sfcheck.domain.base.vocabulary import Status
from sfcheck.domain.handovers import list_digest, refold
from sfcheck.domain.issues.past import Turn, lies
from sfcheck.domain.world.custody import Handover, HandoverEvent, ListedIssue
from sfcheck.errors import Refused
from sfcheck.language import _, ngettext
from sfcheck.ledger.files import clock, layout

_OF_SEALS = ("list-digest",)
_OF_CUSTODY = ("not-the-holder", "offered-already", "handover-turns-back")
_NAMED = 5
"""Numbers or places that a message names at most."""
_EVER = datetime.max.replace(tzinfo=UTC)


@rule("SF301", RuleScope.RECORD)
def broken_list(file: File) -> Iterator[Flaw]:
    """A handover's list reads as it was sealed, and its counts are those of its lines.

    Why: Who receives a list answers for what is on it; an altered one says something else.
    Bad: a list of two issues from which one line was taken by hand.
    Good: the list as `sfcheck handover offer` drew it up.
    Fix: Restore the file from git; withdraw the offer and make a new one where it is wrong.
    """
    handover = file.record
    if not isinstance(handover, Handover):
        return
    for at, event in enumerate(handover.events):
        if event.do != "withdraw" and event.digest != list_digest(_standing(handover, event)):
            yield Flaw(_("the seal is not that of the list"), ("events", at, "digest"))
    counted = Counter(line.status for line in handover.issues)
    if dict(handover.counts) != dict(counted):
        yield Flaw(_("the counts are not those of the list"), ("counts",))
    if handover.look_backs != tuple(li.number for li in handover.issues if li.next == "look-back"):
        yield Flaw(_("the look-backs are not those of the list"), ("look_backs",))
    disputed = {line.number for line in handover.issues if line.status is Status.DISPUTED}
    every = {line.number for line in handover.issues}
    if not disputed <= {*handover.disputes} <= every:
        yield Flaw(_("the disputes are not those of the list"), ("disputes",))


def _standing(handover: Handover, event: HandoverEvent) -> list[ListedIssue]:
    now = {line.number: line for line in event.changed}
    return [now.get(line.number, line) for line in handover.issues]


@rule("SF302", RuleScope.LEDGER)
def unlawful_handover(view: View) -> Iterator[Flaw]:
    """Every step of a handover is one the law allows, to that hand, in that order.

    Why: A place that somebody else gave away or took was never handed over.
    Bad: a receipt by the leader who offers.
    Good: a receipt by the leader who takes over.
    Fix: Restore the file from git, then hand over by `sfcheck handover`.
    """
    for path, refusal in _refused(view):
        if refusal.code not in (*_OF_SEALS, *_OF_CUSTODY):
            yield Flaw(refusal.message, ("events",), path=path, fix=refusal.remedy)


@rule("SF303", RuleScope.LEDGER)
def broken_chain(view: View) -> Iterator[Flaw]:
    """Custody has no gap: each place is given by its holder, once at a time, step after step.

    Why: A gap is a time in which nobody answers for the issues of a place.
    Bad: a handover from a team that never received the place.
    Good: a handover from the team that received it last, or from the overall office.
    Fix: Restore the handovers of the place from git; numbers follow each other from 0001.
    """
    for path, refusal in _refused(view):
        if refusal.code in _OF_CUSTODY and view.handovers[path].state != "withdraw":
            yield Flaw(refusal.message, ("from",), path=path, fix=refusal.remedy)
    if view.context is None:
        return
    for place, held in view.context.custody.by_place.items():
        sequences = {handover.serial.sequence for handover in held}
        for handover in held:
            if handover.serial.sequence - 1 not in {0, *sequences}:
                message = _("a handover of {place} is missing before this one")
                path = layout.handover_path(place, handover.number)
                yield Flaw(message.format(place=place), ("number",), path=path)
                break


@rule("SF304", RuleScope.LEDGER)
def untrue_line(view: View) -> Iterator[Flaw]:
    """A line of a list names an issue of the place, as it stood.

    Why: A line about an issue that never was there, or never stood so, covers a missing one.
    Bad: a list with an issue of another city.
    Good: a list of the open issues of the place, each with the digest it had.
    Fix: Restore the file from git; withdraw the offer and make a new one where it is wrong.
    """
    for fact in view.facts.values():
        for path, way in fact.untrue:
            message = _("{number} never stood there as this line has it")
            yield Flaw(message.format(number=fact.number), way, path=path)
    for number, cited_ in view.cited.items():
        asked = [cited for cited in cited_ if view.chosen(cited.path)]
        if asked and view.status_of(number) is None:
            for cited in asked:
                message = _("there is no issue {value} in this ledger")
                yield Flaw(message.format(value=number), cited.way, path=cited.path)


@rule("SF305", RuleScope.LEDGER)
def left_out(view: View) -> Iterator[Flaw]:
    """A list names every open issue of the place that its giver knew of.

    Why: An issue that is on no list is answered for by nobody.
    Bad: a list without an issue that the giver had confirmed the day before.
    Good: a list with every open issue of the place.
    Fix: Restore the file from git; withdraw the offer and make a new one.
    """
    for path, handover in view.handovers.items():
        missing = [
            fact.number
            for fact in _unlisted(view, handover, _offer(handover))
            if _known_to_giver(fact, handover, view)
        ]
        if missing:
            yield Flaw(_names(missing), ("issues",), path=path)


@rule("SF306", RuleScope.LEDGER, "warning")
def on_no_list(view: View) -> Iterator[Flaw]:
    """What reached the ledger too late for a list is on the next one.

    Why: The receiver holds such an issue too, but was never told of it.
    Bad: an issue registered offline before the offer that arrived after the receipt.
    Good: the same issue, on the list by which the place is handed over next.
    Fix: Tell the holder of it; before the receipt, withdraw the offer and make a new one.
    """
    for path, handover in view.handovers.items():
        if handover.state not in ("offer", "receive"):
            continue
        last = handover.events[-1] if handover.state == "receive" else None
        late = {fact.number: fact for fact in _unlisted(view, handover, _offer(handover))}
        late |= {fact.number: fact for fact in _unlisted(view, handover, last)}
        waiting = [
            number
            for number, fact in sorted(late.items())
            if fact.turns[-1].open
            and not _listed_later(number, handover, view)
            and not _known_to_giver(fact, handover, view)
        ]
        if waiting:
            yield Flaw(_names(waiting), ("issues",), path=path)


@rule("SF307", RuleScope.LEDGER)
def held_by_the_closed(view: View) -> Iterator[Flaw]:
    """A round is closed only when none of its teams holds a place.

    Why: The issues of a place that a dissolved team holds are answered for by nobody.
    Bad: a round with `closed: 2026-06-30` whose team T1 still holds Yinchuan.
    Good: the same round after the next team received Yinchuan.
    Fix: Let an officer of the overall office hand the place over: `sfcheck handover offer`.
    """
    context = view.context
    if context is None:
        return
    for rotation in view.rounds.values():
        if rotation.closed is None:
            continue
        moments = (datetime.combine(rotation.closed, time.max, tzinfo=UTC), _EVER)
        held = sorted(
            {
                f"{context.name(place)} ({holder})"
                for place in context.custody.by_place
                for at in moments
                if (holder := context.custody.holder(place, at)).partition("/")[0] == rotation.id
            }
        )
        if held:
            message = _("closed while its teams hold {places}").format(places=", ".join(held))
            yield Flaw(message, ("closed",), path=layout.round_path(rotation.id))


@rule("SF308", RuleScope.LEDGER)
def nobody_answers(view: View) -> Iterator[Flaw]:
    """Every place has a head: the leader of the holding team, or the office's named officer.

    Why: Without a head nobody may rule, and nobody answers for an issue.
    Bad: a ledger.yaml without `officers` while no team holds Shizuishan.
    Good: a ledger.yaml that names an officer of the overall office.
    Fix: Name an officer of the overall office under `officers` in ledger.yaml.
    """
    context, now = view.context, clock.now(view.root)
    if context is None:
        return
    alone = [
        place.name
        for place in context.places.values()
        if _exists(place.since, place.until, now.date()) and context.head(place.code, now) is None
    ]
    if alone:
        message = ngettext(
            "nobody answers for {count} place: {places}",
            "nobody answers for {count} places: {places}",
            len(alone),
        )
        named = ", ".join(alone[:_NAMED])
        yield Flaw(message.format(count=len(alone), places=named), ("officers",))


@rule("SF309", RuleScope.LEDGER, "warning")
def handed_over_at_once(view: View) -> Iterator[Flaw]:
    """A place is handed over once at a time, in whatever clones.

    Why: Of two offers that two clones made at once, the one received first counts; who waits for
    the other, or received it later, does not hold the place.
    Bad: a place offered to T1 in one clone and to T2 in another, and both received.
    Good: the same, and the one received later withdrawn.
    Fix: Let who offered take the other back: `sfcheck handover withdraw PLACE --number N`.
    """
    context, now = view.context, clock.now(view.root)
    if context is None:
        return
    custody = context.custody
    for path, handover in view.handovers.items():
        if handover.state in ("offer", "receive") and custody.overtaken(handover, _EVER):
            holder = context.name(custody.holder(handover.place, now))
            message = _("without effect: {holder} received the place first")
            yield Flaw(message.format(holder=holder), ("events",), path=path)
        elif handover.state == "offer":
            others = [h for h in custody.offers_touching(handover.place, now) if h != handover]
            if others:
                named = ", ".join(layout.handover_path(h.place, h.number) for h in others)
                message = _("offered at the same time as {others}")
                yield Flaw(message.format(others=named), ("events",), path=path)


def _exists(since: date | None, until: date | None, day: date) -> bool:
    return (since is None or since <= day) and (until is None or day <= until)


def _refused(view: View) -> Iterator[tuple[str, Refused]]:
    context = view.context
    for path, handover in view.handovers.items():
        try:
            if context:
                refold(handover, context)
        except Refused as refusal:
            yield path, refusal


def _offer(handover: Handover) -> HandoverEvent | None:
    return handover.events[0] if handover.events else None


def _unlisted(view: View, handover: Handover, when: HandoverEvent | None) -> Iterator[Remembered]:
    """Yield the issues that were open in the place at a step, and are not on the list."""
    context = view.context
    if context is None or when is None:
        return
    on_list = {line.number for line in handover.issues}
    custody = context.custody
    for code, facts in view.by_place.items():
        if custody.belongs(code, handover.place, when.at):
            for fact in facts:
                if fact.number not in on_list and lies(fact.turns, when.at) == code:
                    yield fact


def _known_to_giver(fact: Remembered, handover: Handover, view: View) -> bool:
    """Whether who offered cannot but have known of an issue that was open in the place.

    By a step of the same person, or by an earlier list since which the issue did not move.
    """
    offer = handover.events[0]
    if any(turn.at < offer.at and turn.by == offer.by for turn in fact.turns):
        return True
    return any(
        _unmoved(fact.turns, cited.at, offer.at)
        for cited in view.cited.get(fact.number, ())
        if cited.way[0] == "issues" and cited.at < offer.at and cited.handover.state == "receive"
    )


def _unmoved(turns: Collection[Turn], since: datetime, until: datetime) -> bool:
    return not any(since <= turn.at <= until for turn in turns)


def _listed_later(number: str, handover: Handover, view: View) -> bool:
    offered = handover.events[0].at
    return any(
        cited.way[0] == "issues" and cited.at >= offered and cited.handover is not handover
        for cited in view.cited.get(number, ())
    )


def _names(numbers: list[str]) -> str:
    message = ngettext(
        "{count} open issue of the place is not on the list: {numbers}",
        "{count} open issues of the place are not on the list: {numbers}",
        len(numbers),
    )
    more = "" if len(numbers) <= _NAMED else " …"
    return message.format(count=len(numbers), numbers=", ".join(numbers[:_NAMED]) + more)


@rule("SF310", RuleScope.LEDGER, "warning")
def given_to_oneself(view: View) -> Iterator[Flaw]:
    """Who gives a place over does not receive it.

    Why: A list that nobody else looked through was handed over to nobody.
    Bad: a handover that one person offered and received.
    Good: the same, received by the leader of the next team.
    Fix: Let the leader of the next team look the list through and say so in a note.
    """
    for path, handover in view.handovers.items():
        hands = {event.do: (at, event.by) for at, event in enumerate(handover.events)}
        offer, receive = hands.get("offer"), hands.get("receive")
        if offer and receive and offer[1] == receive[1]:
            message = _("{who} both gave and received it")
            who = view.context.name(offer[1]) if view.context else offer[1]
            yield Flaw(message.format(who=who), ("events", receive[0], "by"), path=path)
