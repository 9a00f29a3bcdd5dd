"""Rounds and teams: opened, manned, and their seats changed; every seat has its days."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from sfcheck.actions.desk import Desk
from sfcheck.actions.entries import (
    PERSON,
    PLACE,
    ROUND,
    TEAM,
    create,
    find,
    find_person,
    living,
    living_person,
    must_be_new,
    revise,
    valid,
)
from sfcheck.actions.rotation.composition import objections
from sfcheck.actions.rotation.seats import Ended, must_not_have_acted
from sfcheck.domain.base import dated as terms
from sfcheck.domain.base.vocabulary import Office
from sfcheck.domain.world.rounds import Posting, Round, Seat, Team
from sfcheck.errors import Refused
from sfcheck.language import N_, _
from sfcheck.ledger.files import layout
from sfcheck.ledger.store import Ledger

ROLES = {"leader": N_("leader"), "experts": N_("expert"), "members": N_("member")}
"""The kinds of seats in a team (组长+专家+组员), and what who sits there is called."""


class Seated(NamedTuple):
    """A seat, in which team (`2026-1/T2`) and role (a key of `ROLES`)."""

    team: str
    role: str
    seat: Seat


def seats(rotation: Round, team: Team) -> Iterator[Seated]:
    """Yield every seat of a team of `rotation`, the leader's first."""
    for role in ROLES:
        for seat in getattr(team, role):
            yield Seated(f"{rotation.id}/{team.id}", role, seat)


def seats_of(rounds: Iterable[Round], person: str) -> list[Seated]:
    """Return every seat `person` has or had; a closed round ends those still open."""
    found = []
    for rotation in rounds:
        for team in rotation.teams:
            for seated in seats(rotation, team):
                if seated.seat.person == person:
                    until = seated.seat.until or rotation.closed
                    found.append(
                        seated._replace(seat=seated.seat.model_copy(update={"until": until}))
                    )
    return found


def find_team(ledger: Ledger, reference: str) -> tuple[Round, Team]:
    """Return the round and the team of a reference such as `2026-1/T2`.

    Raises `Refused`: `not-a-team`, `no-such-entry`.
    """
    name, slash, team = reference.partition("/")
    if not slash:
        raise Refused("not-a-team", given=reference)
    rotation = find(ROUND, ledger.rounds, name)
    return rotation, find(TEAM, {each.id: each for each in rotation.teams}, team)


def open_round(
    desk: Desk,
    number: str,
    name: str,
    start: date,
    end: date | None,
    fields: Sequence[str] = (),
) -> Round:
    """Open a round, whose teams' experts must cover the professional `fields`.

    Raises `Refused`: `exists-already`, `ends-before-it-begins`, `bad-value`.
    """
    desk.hold(Office.STEWARD)
    said = {"id": number, "name": name, "start": start, "end": end, "fields": tuple(fields)}
    rotation = valid(Round, said, ROUND)
    if end is not None and end < start:
        raise Refused("ends-before-it-begins", what=rotation.id, since=start, until=end)
    path = layout.round_path(rotation.id)
    with desk.writing():
        must_be_new(ROUND, [rotation.id] if desk.ledger.exists(path) else [], rotation.id)
        create(desk, path, rotation, action="round-open", subject=f"{rotation.id} {rotation.name}")
    return rotation


def add_team(
    desk: Desk,
    rotation: str,
    number: str,
    *,
    places: Sequence[str],
    leader: str,
    experts: Sequence[str] = (),
    members: Sequence[str] = (),
    since: date | None = None,
    name: str | None = None,
    mixed: bool = False,
    fields: Sequence[str] = (),
    released: bool = True,
    reason: str | None = None,
) -> Team:
    """Add a team to a round, its places and seats from `since` (the start of the round).

    Its experts must cover the professional `fields`. Who is not `released` from home work is so
    for a `reason`. Raises `Refused`: `exists-already`, `no-such-entry`, `has-ended`,
    `before-round`, `round-closed`, `bad-value`, and what the rules of composition refuse.
    """
    desk.hold(Office.STEWARD)
    known = find(ROUND, desk.ledger.rounds, rotation)
    day = since or known.start
    postings = [
        Posting(place=living(PLACE, desk.ledger.places, place, day).code, since=day)
        for place in dict.fromkeys(places)
    ]
    said = {
        "id": number,
        "name": name,
        "mixed": mixed,
        "fields": tuple(fields),
        "places": tuple(postings),
    }
    team = valid(Team, said, TEAM)
    manned = (("leader", (leader,)), ("experts", experts), ("members", members))
    seat = _seats(desk, day, released, reason)
    sitting = [(role, seat(person)) for role, people in manned for person in people]

    def change(before: Round) -> Round:
        must_be_new(TEAM, [each.id for each in before.teams], team.id)
        after = before.model_copy(update={"teams": (*before.teams, team)})
        for role, taken in sitting:
            after = take(after, team.id, role, taken)
        return after

    return _change(desk, known, team.id, change, "team-add", since=day)


def sit(
    desk: Desk,
    reference: str,
    *,
    leader: str | None = None,
    experts: Sequence[str] = (),
    members: Sequence[str] = (),
    since: date,
    released: bool = True,
    reason: str | None = None,
) -> Team:
    """Give people seats in a team from `since`; a new leader ends the former's the day before.

    Raises `Refused` as `add_team`.
    """
    desk.hold(Office.STEWARD)
    rotation, team = find_team(desk.ledger, reference)
    manned = (("leader", [leader] if leader else []), ("experts", experts), ("members", members))
    seat = _seats(desk, since, released, reason)
    sitting = [(role, seat(person)) for role, people in manned for person in people]
    if not sitting:
        raise Refused("field-missing", field="--member")

    def change(before: Round) -> Round:
        for role, taken in sitting:
            before = take(before, team.id, role, taken)
        return before

    people = [taken.person for _role, taken in sitting]
    return _change(desk, rotation, team.id, change, "team-seat", people, since=since)


def leave(desk: Desk, reference: str, given: str, until: date) -> Team:
    """End all a person's seats in a team with the day `until`.

    Raises `Refused`: `nothing-to-end`, `ends-before-it-begins`.
    """
    desk.hold(Office.STEWARD)
    rotation, team = find_team(desk.ledger, reference)
    person = find_person(desk.ledger, given)

    def change(before: Round) -> Round:
        current = before.team(team.id) or team
        what = f"{reference}, {person.name}"
        left = current.model_copy(
            update={
                role: terms.ended(getattr(current, role), until, what, _by(person.id))
                for role in ROLES
            }
        )
        if left == current:
            raise Refused("nothing-to-end", what=what)
        return _with(before, left)

    return _change(desk, rotation, team.id, change, "team-leave", [person.id])


def take(rotation: Round, name: str, role: str, seat: Seat) -> Round:
    """Return `rotation` with `seat` taken in the team called `name`.

    Somebody who sits in another role of the team leaves that seat the day before.
    Raises `Refused`: `seated-already`, `already-so`, `begins-too-early`, `overlaps`.
    """
    team = rotation.team(name)
    if team is None:
        raise Refused("no-such-entry", kind=_(TEAM.label), given=name, near="–", command="team")
    what = f"{rotation.id}/{name}, {seat.person} ({_(ROLES[role])})"

    def earlier(held: Seat) -> bool:
        return held.person == seat.person and held.since < seat.since

    left = {
        other: terms.make_way(getattr(team, other), seat.since, what, earlier)
        for other in ROLES
        if other != role
    }
    team = team.model_copy(update=left)
    for taken in seats(rotation, team):
        elsewhere = taken.role != role and taken.seat.person == seat.person
        if elsewhere and terms.overlap(taken.seat, seat):
            raise Refused(
                "seated-already", person=seat.person, team=taken.team, since=taken.seat.since
            )
    held: tuple[Seat, ...] = getattr(team, role)
    if role == "leader":
        held = terms.succeed(held, seat, what)
    else:
        held = terms.begin(held, seat, what, _by(seat.person))
    return _with(rotation, team.model_copy(update={role: held}))


def _seats(desk: Desk, since: date, released: bool, reason: str | None) -> Callable[[str], Seat]:
    """Return a function from how a person is called to a seat on these terms."""
    if released and reason is not None:
        raise Refused("reason-for-nothing")

    def seat(given: str) -> Seat:
        person = living_person(desk.ledger, given, since)
        said = {"person": person.id, "since": since, "released": released, "reason": reason}
        return valid(Seat, said, PERSON)

    return seat


def _by(person: str) -> Callable[[Seat], bool]:
    return lambda seat: seat.person == person


def _with(rotation: Round, team: Team) -> Round:
    """Return `rotation` with `team` in the stead of the one of that name."""
    teams = tuple(team if each.id == team.id else each for each in rotation.teams)
    return rotation.model_copy(update={"teams": teams})


def _ended(before: Round, after: Round) -> Iterator[Ended]:
    """Yield the seats whose last day is set or changed; who only changes seats stays as member."""
    had = {each for team in before.teams for each in seats(before, team)}
    have = {each for team in after.teams for each in seats(after, team)}
    staying = {(each.team, each.seat.person) for each in have if each.seat.until is None}
    for team, role, seat in have - had:
        if seat.until and (role == "leader" or (team, seat.person) not in staying):
            yield Ended(team, seat.person, seat.until)


def _change(
    desk: Desk,
    rotation: Round,
    team: str,
    change: Callable[[Round], Round],
    action: str,
    people: Iterable[str] = (),
    since: date | None = None,
) -> Team:
    """Change the file of a round that is not closed, and return the team it is about.

    `people` are named in the commit's subject; nothing begins (`since`) before the round does.
    What the rules of composition newly object to is refused, or told.
    """
    told: list[Refused] = []

    def checked(before: Round) -> Round:
        if before.closed is not None:
            raise Refused("round-closed", round=before.id, closed=before.closed)
        if since is not None and since < before.start:
            raise Refused("before-round", round=before.id, start=before.start, day=since)
        after = change(before)
        must_not_have_acted(desk.ledger, _ended(before, after))
        told.extend(objections(desk.ledger, before, after, team))
        return after

    path = layout.round_path(rotation.id)
    subject = " ".join((f"{rotation.id}/{team}", *people))
    after = revise(desk, path, Round, checked, action=action, subject=subject)
    for notice in told:
        desk.tell(notice)
    return next(each for each in after.teams if each.id == team)
