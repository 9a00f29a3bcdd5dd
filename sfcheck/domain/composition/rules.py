"""How a team must be made up (plan 二(一), 四(一)–(二)): rules, each telling what it objects to.

A rule is a function of a round, one of its teams, and the context; it yields breaches. `RULES`
says of each whether it keeps somebody from being seated or only warns. The values a rule asks for
stand in the policy, dated; where the policy has none, the rule asks for nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from sfcheck.domain.base.dated import overlap
from sfcheck.domain.base.records import Dated, in_force
from sfcheck.domain.base.vocabulary import label
from sfcheck.domain.composition.breaches import Breach, Check, seats, term, way, who
from sfcheck.domain.composition.repeats import same_days, same_leader, same_place
from sfcheck.domain.world.context import Context
from sfcheck.domain.world.places import within
from sfcheck.domain.world.roster import Person
from sfcheck.domain.world.rounds import Round, Seat, Sitting, Team

_DAY = timedelta(days=1)


class CompositionRule(NamedTuple):
    """A rule, and whether who breaks it cannot be seated; else it is only told."""

    check: Check
    refuses: bool


class Marks(NamedTuple):
    """What a team is: mixed (混合编组), and who in it inspects crosswise (交叉互查), by number."""

    mixed: bool
    crossing: tuple[str, ...]


def two_teams(rotation: Round, team: Team, context: Context) -> Iterator[Breach]:
    """Nobody sits in two teams on one day, in whatever rounds (`term` tells when one ends)."""
    for sitting in team.sittings():
        seat = term(rotation, sitting.seat, context)
        for other in context.rounds.values():
            for each in other.teams:
                if (other.id, each.id) == (rotation.id, team.id):
                    continue
                for taken in seats(other, each, context):
                    if taken.person == seat.person and overlap(taken, seat):
                        facts = {
                            "person": seat.person,
                            "team": f"{other.id}/{each.id}",
                            "since": taken.since,
                        }
                        yield Breach("seated-already", facts, way(sitting, "person"))


def own_place(rotation: Round, team: Team, context: Context) -> Iterator[Breach]:
    """Nobody inspects the place of the home body, nor a place that one lies in.

    In a team that is marked mixed people of the place serve; the law keeps them from their body.
    """
    for sitting in () if team.mixed else team.sittings():
        seat = term(rotation, sitting.seat, context)
        for posting in team.places:
            common = _common(seat, term(rotation, posting, context))
            for body in _homes(context.people.get(sitting.seat.person), common):
                if posting.place in within(context.places, _place_of(context, body)):
                    facts = {
                        "who": who(context, sitting.seat),
                        "body": context.name(body),
                        "place": context.name(posting.place),
                    }
                    yield Breach("own-place", facts, way(sitting, "person"))


def leader_rank(rotation: Round, team: Team, context: Context) -> Iterator[Breach]:
    """A leader has a rank of the policy when the seat begins (厅级)."""
    for sitting in _of(team, "leader"):
        seat = sitting.seat
        rules = in_force(context.policy.leader_ranks, seat.since)
        person = context.people.get(seat.person)
        held = in_force(person.rank, seat.since) if person else []
        if rules and not (held and held[0].value in rules[0].value):
            facts = {
                "who": who(context, seat),
                "ranks": ", ".join(map(label, rules[0].value)),
                "day": seat.since,
            }
            yield Breach("leader-rank", facts, way(sitting, "person"))


def lead_body(rotation: Round, team: Team, context: Context) -> Iterator[Breach]:
    """A leader comes from a lead body when the seat begins (主责部门)."""
    for sitting in _of(team, "leader"):
        seat = sitting.seat
        rules = in_force(context.policy.lead_bodies, seat.since)
        person = context.people.get(seat.person)
        home = person.home_on(seat.since) if person else None
        if rules and home not in rules[0].value:
            facts = {
                "who": who(context, seat),
                "bodies": ", ".join(map(context.name, rules[0].value)),
                "day": seat.since,
            }
            yield Breach("lead-body", facts, way(sitting, "person"))


def experts_missing(rotation: Round, team: Team, context: Context) -> Iterator[Breach]:
    """A team has the number of experts of the policy on every day somebody sits in it."""
    yield from _too_few("too-few-experts", "experts", rotation, team, context)


def members_missing(rotation: Round, team: Team, context: Context) -> Iterator[Breach]:
    """A team has the number of members of the policy on every day somebody sits in it."""
    yield from _too_few("too-few-members", "members", rotation, team, context)


def fields_missing(rotation: Round, team: Team, context: Context) -> Iterator[Breach]:
    """The experts of a team cover the fields wanted, on every day there are any."""

    def lacking(day: date) -> Mapping[str, object]:
        experts = _sitting("experts", rotation, team, context, day)
        people = [context.people[e.person] for e in experts if e.person in context.people]
        known = {f.value for person in people for f in in_force(person.fields, day)}
        missing = [field for field in team.fields or rotation.fields if field not in known]
        return {"fields": ", ".join(missing)} if experts and missing else {}

    yield from _while("fields-uncovered", rotation, team, context, lacking)


def not_released(rotation: Round, team: Team, context: Context) -> Iterator[Breach]:
    """Whoever is not released from home work has a reason on record."""
    for sitting in team.sittings():
        if not sitting.seat.released and sitting.seat.reason is None:
            facts = {"who": who(context, sitting.seat), "team": f"{rotation.id}/{team.id}"}
            yield Breach("not-released", facts, way(sitting, "released"))


RULES: tuple[CompositionRule, ...] = (
    CompositionRule(two_teams, refuses=True),
    CompositionRule(own_place, refuses=True),
    CompositionRule(leader_rank, refuses=False),
    CompositionRule(lead_body, refuses=False),
    CompositionRule(experts_missing, refuses=False),
    CompositionRule(members_missing, refuses=False),
    CompositionRule(fields_missing, refuses=False),
    CompositionRule(not_released, refuses=False),
    CompositionRule(same_place, refuses=False),
    CompositionRule(same_leader, refuses=False),
    CompositionRule(same_days, refuses=False),
)
"""Every rule of composition, and which ones keep people from being seated."""


def breaches(
    rotation: Round, team: Team, context: Context, *, refusing: bool | None = None
) -> Iterator[Breach]:
    """Yield what the rules object to: all, the refusing ones only, or the warning ones only."""
    for rule in RULES:
        if refusing is None or rule.refuses is refusing:
            yield from rule.check(rotation, team, context)


def marks(team: Team, context: Context, day: date) -> Marks:
    """Return what a team is on `day`, by the places of the bodies its people come from then."""
    posted = {_destination(context, posting.place) for posting in in_force(team.places, day)}
    levels, crossing = set(), []
    for seat in in_force((sitting.seat for sitting in team.sittings()), day):
        person = context.people.get(seat.person)
        home = _place_of(context, person.home_on(day) if person else None)
        if home in context.places:
            level = context.places[home].level
            levels.add("city" if level == "zone" else level)
        destination = _destination(context, home)
        if destination is not None and destination not in posted:
            crossing.append(seat.person)
    return Marks(len(levels) > 1, tuple(dict.fromkeys(crossing)))


# -- people and days


def _of(team: Team, role: str) -> Iterator[Sitting]:
    return (sitting for sitting in team.sittings() if sitting.role == role)


def _sitting(role: str, rotation: Round, team: Team, context: Context, day: date) -> list[Seat]:
    """The seats of a role in force on `day`."""
    return in_force((term(rotation, seat, context) for seat in getattr(team, role)), day)


def _too_few(
    code: str, role: str, rotation: Round, team: Team, context: Context
) -> Iterator[Breach]:
    """Yield a breach for each span of days with fewer of a role than the policy asks for."""

    def lacking(day: date) -> Mapping[str, object]:
        least = context.policy.amount(f"{role}_at_least", day) or 0
        count = len(_sitting(role, rotation, team, context, day))
        return {"count": count, "least": least} if count < least else {}

    yield from _while(code, rotation, team, context, lacking)


def _common(one: Dated, other: Dated) -> Dated | None:
    """The days two values have in common; None where there are none."""
    if not overlap(one, other):
        return None
    ends = [until for until in (one.until, other.until) if until is not None]
    return Dated(since=max(one.since, other.since), until=min(ends, default=None))


def _homes(person: Person | None, days: Dated | None) -> Iterable[str]:
    """The bodies a person belongs to during `days`."""
    if person is None or days is None:
        return ()
    changes = [home.since for home in person.home if overlap(home, days)]
    moments = (max(days.since, change) for change in changes)
    return dict.fromkeys(body for day in moments if (body := person.home_on(day)))


def _place_of(context: Context, body: str | None) -> str:
    """The place of a body, or nowhere."""
    known = context.bodies.get(body or "")
    return known.place or "" if known else ""


def _destination(context: Context, place: str) -> str | None:
    """The destination of inspections that `place` is or lies in."""
    chain = within(context.places, place)
    return next((c for c in chain if c in context.places and context.places[c].destination), None)


def _while(
    code: str,
    rotation: Round,
    team: Team,
    context: Context,
    lacking: Callable[[date], Mapping[str, object]],
) -> Iterator[Breach]:
    """Yield a breach for each span of days on which a manned team lacks something.

    Looked at are the days on which a seat begins or has ended.
    """
    held = list(seats(rotation, team, context))
    turns = {seat.since for seat in held} | {seat.until + _DAY for seat in held if seat.until}
    before: Mapping[str, object] = {}
    for day in sorted(turns):
        now = lacking(day) if in_force(held, day) else {}
        if now and now != before:
            named = {"team": f"{rotation.id}/{team.id}", "day": day}
            yield Breach(code, {**now, **named}, ("id",))
        before = now
