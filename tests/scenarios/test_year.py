"""A year of an office, by chance: six rounds, eight teams, three clones, nothing lost."""

import random
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from sfcheck.actions import handovers
from sfcheck.actions.rotation import rounds as rotation
from sfcheck.errors import Refused
from tests.scenarios.year import AREAS, LEADERS, MEMBERS, OFFICER, OVERALL, Clone, Year, first_day
from tests.support.amounts import ISSUES
from tests.support.deeds import Deeds, split

ROUNDS, SPELLS = 6, 3 if ISSUES > 500 else 1
ALLOWED = {"SF306", "SF310", "SF408", "SF409"}
"""Warnings: a finding too late for a list; a leader who leads the next team there too; somebody
sent to a place, or with a leader, again."""
HAPPENED = (
    *("register", "import", "confirm", "notify", "acknowledge", "seen-again", "rectification-plan"),
    *(
        "extend",
        "submit",
        "return",
        "accept",
        "look-back",
        "close",
        "reopen",
        "object",
        "rule",
        "void",
        "amend",
    ),
    *("offer", "withdraw", "receive", "received at the second try"),
    *("dissolved", "seat", "rounds settled"),
)


def rounds_are_changed_in_two_clones(year: Year, number: int) -> None:
    """Two stewards man teams at once, of one team or of two, to begin in eight days."""
    one, other = year.clones[0], year.clones[1]
    since = year.now.date() + timedelta(days=8)
    replaced = year.team_for(number, AREAS[0])
    manned = replaced if number == 4 else year.team_for(number, AREAS[3])
    leader, member, guest = LEADERS[8 + number % 2], MEMBERS[16], MEMBERS[17]

    def man(clone: Clone, team: str, **people: object) -> None:
        year.arrange(clone, "seat", lambda d: rotation.sit(d, team, since=since, **people))  # type: ignore[arg-type]

    man(one, replaced, leader=leader, members=[guest])
    if not other.offline:
        man(other, manned, members=[member])
    settled = year.done["rounds settled"]
    year.sync()
    if year.done["rounds settled"] > settled:  # whose change was put aside makes it again
        man(other, manned, members=[member])
        year.sync()
    year.now += timedelta(days=10)
    team = year.teams[replaced]
    team.seated = [p for p in team.seated if p != team.leaders[-1][1]] + [leader, guest]
    team.leaders.append((since, leader))
    seated = {
        seat.person
        for team in (replaced, manned)
        for _ref, _role, seat in rotation.seats(*rotation.find_team(one.ledger, team))
    }
    assert {leader, guest} <= seated
    assert (member in seated) is not other.offline


def a_team_is_dissolved(year: Year, number: int) -> None:
    """All leave; the office offers for the leader who is gone; the city's team takes over."""
    area, city = "640302", "640300"
    year.clone_of(area).areas.discard(area)
    office = year.clones[0]
    office.areas.add(area)
    gone = year.holder[area]
    until = year.now.date()
    for person in year.teams[gone].seated:
        year.arrange(
            office,
            "leave",
            lambda d, p=person: rotation.leave(d, gone, p, until),  # type: ignore[misc]
        )
    year.teams[gone].gone = until
    year.now += timedelta(days=2)
    Deeds(year, office).confirm(1)
    year.act(
        office,
        "offer",
        OFFICER,
        lambda d: handovers.offer(d, area, to=year.team_for(number, city), reason="督查组撤销"),
    )
    office.reread()
    year.receive(area, year.team_for(number, city))
    year.done["dissolved"] += 1


def hand_over(year: Year, number: int) -> None:
    """Rotate: offer every area, now and then twice, and receive it; findings arrive late."""
    last = number == ROUNDS
    late = year.clones[1 + number % 2]
    if not last:
        year.open_round(number + 1)
    for clone in year.clones:
        clone.offline = False
    year.sync()
    year.share()
    for area in sorted(late.areas):
        late.areas.discard(area)
        year.clones[0].areas.add(area)
    late.offline = True
    year.wait_until(first_day(number + 1) - timedelta(days=1))
    Deeds(year, late).register(year.chance.choice(AREAS), 1)  # in the field, out of reach
    year.now += timedelta(hours=2)
    for clone in year.clones:
        Deeds(year, clone).confirm(1)
    to = {a: OVERALL if last else year.team_for(number + 1, a) for a in AREAS}
    for area in AREAS:
        year.offer(area, to[area])
        if year.chance.random() < 0.2:
            year.withdraw(area)
            year.offer(area, to[area])
    Deeds(year, late).register(year.chance.choice(AREAS), 1)  # knowing of no offer
    for clone in year.clones:
        if not clone.offline:
            Deeds(year, clone).accept()
            Deeds(year, clone).move(0.02)
    if number % 2:
        late.offline = False
    year.sync()
    year.wait_until(first_day(number + 1))
    for area in year.chance.sample(AREAS, len(AREAS)):
        try:
            year.receive(area, to[area])
        except Refused as refusal:
            assert refusal.code == "list-misses"
            year.done["received at the second try"] += 1
            year.withdraw(area)
            Deeds(year, year.clone_of(area)).confirm(1)
            year.offer(area, to[area])
            year.receive(area, to[area])
    late.offline = False
    year.sync()
    for clone in year.clones:
        Deeds(year, clone).confirm(1)
    office = year.clones[0]
    year.arrange(office, "close round", lambda d: handovers.close_round(d, f"2026-{number}"))
    year.sync()


def play(year: Year, total: int) -> Counter[str]:
    """Play the year; return the warnings at its end."""
    year.found()
    imported = max(8, total // 25)
    year.share()
    for area, count in zip(AREAS, split(year.chance, imported, 8), strict=True):
        if count:
            Deeds(year, year.clone_of(area)).take_over(area, count)
    year.sync()
    first_round(year)
    found_late = 2 * ROUNDS
    quotas = split(year.chance, total - imported - found_late, ROUNDS * SPELLS * len(AREAS))
    for number in range(1, ROUNDS + 1):
        for spell in range(SPELLS):
            if number in (2, 4) and spell == 0:
                rounds_are_changed_in_two_clones(year, number)
            if number == 3 and spell == 0:
                a_team_is_dissolved(year, number)
            for clone in year.clones:
                clone.offline = clone is not year.clones[0] and year.chance.random() < 0.2
            for clone in year.clones:
                for area in sorted(clone.areas):
                    Deeds(year, clone).register(area, quotas.pop())
                Deeds(year, clone).work()
            year.now += timedelta(days=year.chance.randint(3, 12))
            if spell < SPELLS - 1:
                year.sync()
                year.share()
        hand_over(year, number)
        year.share()
        year.whole(year.clones[0])
    return year.whole(year.clones[0])


def first_round(year: Year) -> None:
    """Open the first round: the office offers what it holds; each leader receives it."""
    year.open_round(1)
    year.wait_until(first_day(1))
    for clone in year.clones:
        clone.areas = set(AREAS) if clone is year.clones[0] else set()
    for area in reversed(AREAS):  # a county on its own goes before the city it would go along with
        year.offer(area, year.team_for(1, area))
        year.receive(area, year.team_for(1, area))
    year.sync()
    year.share()


# The clock stands behind the year: nothing that is played is yet to come.
@pytest.mark.thorough
@pytest.mark.longest
@time_machine.travel("2027-12-31T12:00:00+08:00")
def test_a_year_loses_and_doubles_nothing(tmp_path: Path) -> None:
    year = Year(tmp_path, random.Random(20260105))
    warnings = play(year, ISSUES)
    assert len(year.issues) == ISSUES == year.done["register"] + year.done["import"]
    assert not year.only_in
    assert set(year.holder.values()) == {OVERALL}
    assert all(rotation.closed for rotation in year.clones[0].ledger.rounds.values())
    assert all(year.done[do] for do in HAPPENED), year.done
    assert warnings.keys() <= ALLOWED, warnings
