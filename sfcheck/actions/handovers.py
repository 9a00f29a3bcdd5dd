"""What is done at a rotation: offering, withdrawing, receiving a place; closing a round."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sfcheck.actions.assurance.checking import believe, doubted
from sfcheck.actions.desk import Desk
from sfcheck.actions.entries import PLACE, ROUND, find, revise
from sfcheck.actions.templates import folders
from sfcheck.documents import printing
from sfcheck.documents.handovers import handover_list
from sfcheck.documents.paper import Paper
from sfcheck.domain.base import serials
from sfcheck.domain.base.misfits import fitted
from sfcheck.domain.base.records import dump
from sfcheck.domain.base.vocabulary import Office, Status
from sfcheck.domain.believing import as_they_stand
from sfcheck.domain.handovers import (
    apply,
    changed_since,
    draw_up,
    leader_of,
    list_digest,
    open_issues,
)
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.world.custody import Handover, HandoverEvent
from sfcheck.domain.world.places import lies_in, within
from sfcheck.domain.world.rounds import Round
from sfcheck.errors import Refused
from sfcheck.ledger import queries
from sfcheck.ledger.conditions import among, end_of
from sfcheck.ledger.files import canonical, layout
from sfcheck.ledger.index.answers import answer
from sfcheck.ledger.index.keeping import Index
from sfcheck.ledger.queries import Query, matching
from sfcheck.ledger.store import Ledger


@dataclass(frozen=True)
class PlaceInRotation:
    """One place as a rotation sees it: who holds it, what is offered, what hinders an offer."""

    place: str
    holder: str
    head: str | None
    open: int
    due_soon: int
    due_in_round: int
    unconfirmed: tuple[str, ...]
    offer: Handover | None
    mine: str | None
    """What this person can do now: `offer`, `receive`, `confirm`, or nothing."""


def offer(desk: Desk, place: str, *, to: str | None = None, reason: str | None = None) -> Handover:
    """Offer a place with its list to the next holder (`to`: a team or the overall office).

    For an absent leader an officer of the overall office offers, with a `reason`.
    """
    with desk.writing():
        return _write(desk, *_drawn(desk, place, to, reason))


def _drawn(
    desk: Desk, place: str, to: str | None, reason: str | None
) -> tuple[Handover, HandoverEvent, Sequence[Issue]]:
    context, at = desk.ledger.context, desk.now
    if place not in context.places:
        raise Refused("unknown-place", number="–", place=place)
    giver = context.custody.holder(place, at)
    _believe_what_lies_in(desk, place)
    issues = _concerned(desk, place)
    going = open_issues(place, issues, context, at)
    to = to or _next_holder(desk, place, giver)
    number = desk.next_serial(each.number for each in context.custody.by_place.get(place, ()))
    drawn = draw_up(place, number, giver, to, going, context, at)
    event = _event(desk, drawn, "offer", giver, reason, digest=list_digest(drawn.issues))
    return drawn, event, issues


def withdraw(desk: Desk, place: str, *, reason: str, number: str | None = None) -> Handover:
    """Take an offer back, or one that was received in vain, after another made at once.

    `number` says which where two clones offered a place at once (`several-offers`).
    """
    with desk.writing():
        custody = desk.ledger.context.custody
        made = custody.by_place.get(place, ())
        vain = [h for h in made if h.state != "withdraw" and custody.overtaken(h, desk.now)]
        offered = _offered(desk, place, [*custody.offers(place, desk.now), *vain], number)
        event = _event(desk, offered, "withdraw", offered.from_, reason)
        return _write(desk, offered, event, ())


def receive(desk: Desk, place: str, *, number: str | None = None) -> Handover:
    """Receive an offered place; what changed since the offer is kept with the receipt.

    `number` says which where two clones offered it to the same leader at once (`several-offers`).
    """
    with desk.writing():
        offers = desk.ledger.context.custody.offers(place, desk.now)
        offered = _offered(desk, place, _for_me(desk, offers) or offers, number)
        _believe_what_lies_in(desk, place)
        issues = _concerned(desk, place, [line.number for line in offered.issues])
        changed = changed_since(offered, issues, desk.ledger.context, desk.now)
        now = {line.number: line for line in changed}
        standing = [now.get(line.number, line) for line in offered.issues]
        event = _event(desk, offered, "receive", offered.to, None, digest=list_digest(standing))
        return _write(desk, offered, event.model_copy(update={"changed": changed}), issues)


def places_of(desk: Desk) -> list[PlaceInRotation]:
    """Return every place that is, or was, anybody's in a round, with what this person can do."""
    context = desk.ledger.context
    posted = {
        posting.place
        for rotation in context.rounds.values()
        for team in rotation.teams
        for posting in team.places
    }
    today = desk.now.date()

    def ask(index: Index) -> list[tuple[Any, ...]]:
        (soon, ending) = (
            {number for (number,) in queries.found(index, Query({term: (True,)}), today, "number")}
            for term in ("due-soon", "due-in-round")
        )
        rows = queries.found(index, Query({"open": (True,)}), today, "number, place, status")
        return [(*row, row[0] in soon, row[0] in ending) for row in rows]

    known = answer(desk.ledger.root, ask, at=end_of(today, desk.ledger.root))
    return [_waiting(desk, place, known) for place in sorted(posted | {*context.custody.by_place})]


def _concerned(desk: Desk, place: str, listed: Sequence[str] = ()) -> list[Issue]:
    """Return the open issues that go along with a place, and those of a list that no longer do."""
    belongs = _belonging(desk, place)
    where = among("place", [code for code in desk.ledger.places if belongs(code)])
    going = list(matching(desk.ledger, where._replace(sql=f"open = 1 AND {where.sql}")))
    gone = set(listed).difference(issue.number for issue in going)
    concerned = [*going, *(desk.ledger.issue(number) for number in sorted(gone))]
    return list(as_they_stand(concerned, desk.ledger.context))


def _believe_what_lies_in(desk: Desk, place: str) -> None:
    """Refuse while an issue there is not what its events make of it, whatever it says it is."""
    belongs = _belonging(desk, place)
    where = among("place", [code for code in desk.ledger.places if belongs(code)])
    doubts = {path.rpartition("/")[2].removesuffix(".yaml") for path in doubted(desk.ledger)}
    if doubts:
        believe(desk.ledger, {issue.number for issue in matching(desk.ledger, where)} & doubts)


def _belonging(desk: Desk, place: str) -> Callable[[str], bool]:
    """Return whether what lies in a place goes along with `place` now."""
    custody, at = desk.ledger.context.custody, desk.now
    return cache(lambda code: custody.belongs(code, place, at))


def _waiting(desk: Desk, place: str, known: Sequence[tuple[Any, ...]]) -> PlaceInRotation:
    context, at = desk.ledger.context, desk.now
    holder = context.custody.holder(place, at)
    belongs = _belonging(desk, place)
    going = [row for row in known if belongs(row[1])]
    unconfirmed = tuple(number for number, _in, status, *_ in going if status == Status.REGISTERED)
    soon, in_round = (sum(row[at] for row in going) for at in (3, 4))
    offers = context.custody.offers(place, at)
    offered = next(iter(_for_me(desk, offers) or offers), None)
    mine = None
    if offered:
        mine = "receive" if leader_of(offered.to, context, at) == desk.person else None
    elif leader_of(holder, context, at) == desk.person and _takers(desk, place, holder):
        mine = "confirm" if unconfirmed else "offer"
    head = context.head(place, at)
    opened = (len(going), soon, in_round)
    return PlaceInRotation(place, holder, head, *opened, unconfirmed, offered, mine)


def offer_own(desk: Desk, team: str) -> list[Handover]:
    """Offer `team` every place it is posted to that the overall office itself holds.

    Opening a round offers what the office holds; only an officer of the office can.
    """
    context, at = desk.ledger.context, desk.now
    known = context.team(team)
    if known is None or not context.holds(desk.person, Office.OVERALL_OFFICER, at.date()):
        return []
    posted = {posting.place for posting in known.places}
    held = [
        place
        for place in sorted(posted)
        if posted.isdisjoint(within(context.places, place, at.date())[1:])
        and context.custody.holder(place, at) == context.overall
        and not context.custody.offers_touching(place, at)
    ]
    return [offer(desk, place, to=team) for place in held]


def found(ledger: Ledger, place: str, number: str | None) -> Handover:
    """Return the last handover of a place, or the one called `number`; raises `Refused`."""
    code = find(PLACE, ledger.places, place).code
    known = {
        handover.number: handover for handover in ledger.context.custody.by_place.get(code, ())
    }
    if not known:
        raise Refused("no-offer", place=ledger.context.name(code))
    if number is None:
        return [*known.values()][-1]
    meant = serials.meant(number, known, lambda each: each.number)
    if meant is None:
        raise Refused("no-such-handover", place=ledger.context.name(code), number=number)
    return meant


def handed(ledger: Ledger, given: Handover) -> Paper:
    """Return the list of a handover; raises `Refused` where an issue on it cannot be read."""
    issues = {line.number: ledger.issue(line.number) for line in given.issues}
    return handover_list(given, issues, ledger.context)


def printed(ledger: Ledger, given: Handover, form: str) -> str | bytes:
    """Return the list of a handover in a form; raises `Refused` as `printing.printed`."""
    content = printing.content(handed(ledger, given), handover=dump(given))
    return printing.printed("handover-list", content, form, folders(ledger))


def close_round(desk: Desk, given: str) -> Round:
    """Close a round once each of its places is received by the next holder.

    Raises `Refused`: `round-held` with what still hinders it, `round-closed`.
    """
    if not desk.ledger.context.holds(desk.person, Office.OVERALL_OFFICER, desk.now.date()):
        desk.hold(Office.STEWARD)
    known = find(ROUND, desk.ledger.rounds, given)
    if held := hindrances(desk, known):
        name = desk.ledger.context.name
        told = "; ".join(f"{name(place)}: {holder}" for place, holder in held)
        raise Refused("round-held", hindrances=told)

    def change(before: Round) -> Round:
        if before.closed is not None:
            raise Refused("round-closed", round=before.id, closed=before.closed)
        return before.model_copy(update={"closed": desk.now.date()})

    path = layout.round_path(known.id)
    return revise(desk, path, Round, change, action="round-close", subject=known.id)


def hindrances(desk: Desk, rotation: Round) -> list[tuple[str, str]]:
    """Return (place, team) for every place that a team of the round holds or is offered."""
    context = desk.ledger.context
    teams = {f"{rotation.id}/{team.id}" for team in rotation.teams}
    posted = {posting.place for team in rotation.teams for posting in team.places}
    found = []
    for place in sorted(posted | {*context.custody.by_place}):
        offers = context.custody.offers(place, desk.now)
        holders = [context.custody.holder(place, desk.now), *(each.to for each in offers)]
        found += [(place, holder) for holder in holders if holder in teams]
    return found


def _next_holder(desk: Desk, place: str, giver: str) -> str:
    teams = _takers(desk, place, giver)
    if len(teams) != 1:
        name = desk.ledger.context.name(place)
        raise Refused("who-takes-over", place=name, teams=", ".join(teams) or "–")
    return teams[0]


def _takers(desk: Desk, place: str, giver: str) -> list[str]:
    """Return the teams of open rounds that are posted to `place`, other than those of the giver."""
    context = desk.ledger.context
    today = desk.now.date()
    given_round = giver.partition("/")[0]
    return [
        f"{rotation.id}/{team.id}"
        for rotation in context.rounds.values()
        if rotation.closed is None and rotation.id != given_round
        for team in rotation.teams
        if any(lies_in(context.places, place, posting.place, today) for posting in team.places)
    ]


def _for_me(desk: Desk, offers: Sequence[Handover]) -> list[Handover]:
    context = desk.ledger.context
    return [each for each in offers if leader_of(each.to, context, desk.now) == desk.person]


def _offered(desk: Desk, place: str, offers: Sequence[Handover], number: str | None) -> Handover:
    """Return the offer meant: the only one, or that of a number."""
    name = desk.ledger.context.name
    known = {each.number: each for each in offers}
    if number is not None:
        offered = serials.meant(number, known, lambda each: each.number)
    else:
        offered = next(iter(offers), None)
        if len(offers) > 1:
            told = (f"{each.number} ({name(each.from_)} → {name(each.to)})" for each in offers)
            raise Refused("several-offers", place=name(place), offers=", ".join(told))
    if offered is None:
        raise Refused("no-offer", place=name(place))
    return offered


def _event(
    desk: Desk,
    handover: Handover,
    do: str,
    side: str,
    reason: str | None,
    digest: str | None = None,
) -> HandoverEvent:
    """Return the event of this desk's person acting for a side, or the office for its leader."""
    context = desk.ledger.context
    own = context.present_leader(side, desk.now.date()) == desk.person
    return fitted(
        HandoverEvent,
        {
            "n": len(handover.events) + 1,
            "at": desk.now,
            "do": do,
            "by": desk.person,
            "for": side if own else context.overall,
            "reason": reason,
            "digest": digest,
        },
        lambda misfit: Refused("bad-value", field=misfit.field, problem=misfit.problem),
    )


def _write(
    desk: Desk, handover: Handover, event: HandoverEvent, issues: Sequence[Issue]
) -> Handover:
    after = apply(handover, event, desk.ledger.context, issues)
    path = layout.handover_path(after.place, after.number)
    read = {path: desk.ledger.read(path) if handover.events else None}
    desk.commit(
        {path: canonical.emit(dump(after))},
        read,
        action=f"handover-{event.do}",
        subject=f"{after.place} {after.from_} → {after.to} ({len(after.issues)})",
    )
    return after
