"""The three that are not fixed (三不固定): people, places and days that come again and again.

Rules as `composition` has them. How many times in a row are a repeat, the policy says for each;
rounds follow one another in the order they began, and one a person took no part in is passed over.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import takewhile

from sfcheck.domain.base.dated import overlap
from sfcheck.domain.composition.breaches import Breach, seats, term, way, who
from sfcheck.domain.world.context import Context
from sfcheck.domain.world.rounds import Round, Sitting, Team


def same_place(rotation: Round, team: Team, context: Context) -> Iterator[Breach]:
    """Nobody is sent to one place in round after round (不固定地点)."""
    most = context.policy.amount("repeat_place", rotation.start)
    for sitting in _once_each(team):
        served = [teams for _r, teams in _served(rotation, context, sitting.seat.person)]
        for at, posting in enumerate(team.places):
            times = _streak(
                any(posting.place == sent.place for team in teams for sent in team.places)
                for teams in served
            )
            first = posting.place not in [before.place for before in team.places[:at]]
            if most is not None and first and times >= most:
                facts = {
                    "who": who(context, sitting.seat),
                    "place": context.name(posting.place),
                    "times": times,
                }
                yield Breach("repeated-place", facts, way(sitting, "person"))


def same_leader(rotation: Round, team: Team, context: Context) -> Iterator[Breach]:
    """Nobody serves under one leader in round after round (不固定人员)."""
    most = context.policy.amount("repeat_leader", rotation.start)
    leaders = dict.fromkeys(seat.person for seat in team.leader if seat.held)
    for sitting in _once_each(team):
        person = sitting.seat.person
        served = _served(rotation, context, person)
        for leader in leaders:
            times = _streak(
                any(_under(then, each, person, leader, context) for each in teams)
                for then, teams in served
            )
            if most is not None and leader != person and times >= most:
                facts = {
                    "who": who(context, sitting.seat),
                    "leader": context.name(leader),
                    "times": times,
                }
                yield Breach("repeated-leader", facts, way(sitting, "person"))


def same_days(rotation: Round, team: Team, context: Context) -> Iterator[Breach]:
    """No place is reached on one weekday or one day of the month again and again (不固定时间)."""
    most = context.policy.amount("repeat_days", rotation.start)
    for at, posting in enumerate(team.places):
        arrivals = [
            min(days)
            for then in _until(rotation, context)
            if (days := [p.since for t in then.teams for p in t.places if p.place == posting.place])
        ][::-1]
        if most is None or not arrivals or posting.since != arrivals[0]:
            continue
        for code, pattern in (("repeated-weekday", date.weekday), ("repeated-day", _of_month)):
            times = _streak(pattern(day) == pattern(posting.since) for day in arrivals)
            if times >= most:
                facts = {
                    "place": context.name(posting.place),
                    "times": times,
                    "days": ", ".join(map(str, reversed(arrivals[:times]))),
                }
                yield Breach(code, facts, ("places", at, "since"))


def _once_each(team: Team) -> Iterable[Sitting]:
    """The last seat of everybody, so that nobody is told of twice."""
    return {sitting.seat.person: sitting for sitting in team.sittings()}.values()


def _of_month(day: date) -> int:
    return day.day


def _streak(repeated: Iterable[bool]) -> int:
    """How many times in a row, beginning with the first."""
    return sum(1 for _again in takewhile(bool, repeated))


def _until(rotation: Round, context: Context) -> list[Round]:
    """The rounds through `rotation`, in the order they began; it stands for its own record."""
    others = [each for each in context.rounds.values() if each.id != rotation.id]
    earlier = [each for each in others if (each.start, each.id) < (rotation.start, rotation.id)]
    return [*sorted(earlier, key=lambda each: (each.start, each.id)), rotation]


def _served(rotation: Round, context: Context, person: str) -> list[tuple[Round, list[Team]]]:
    """The rounds a person served in through `rotation`, the last first, each with the teams."""
    found = []
    for then in reversed(_until(rotation, context)):
        teams = [t for t in then.teams if any(s.seat.person == person for s in t.sittings())]
        if teams:
            found.append((then, teams))
    return found


def _under(rotation: Round, team: Team, person: str, leader: str, context: Context) -> bool:
    """Whether a person sat in a team on a day `leader` led it."""
    led = [term(rotation, seat, context) for seat in team.leader if seat.person == leader]
    sat = [seat for seat in seats(rotation, team, context) if seat.person == person]
    return any(overlap(one, other) for one in led for other in sat)
