"""Places that are renamed, merged or split: who holds them, whatever happened before.

The walker keeps its own account of who holds what; Hypothesis chooses what happens each day.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfcheck.domain.world.custody import Custody, Handover
from sfcheck.domain.world.places import lies_in, predecessors, successor, within
from sfcheck.domain.world.roster import Place
from sfcheck.domain.world.rounds import Team, covers
from tests.support.world import NEXT_TEAM, OFFICE, OTHER_TEAM, TEAM, at, handover, world

FIRST = date(2026, 1, 1)
SIDES = (OFFICE, TEAM, OTHER_TEAM, NEXT_TEAM)


def place(code: str, since: date | None = None, **more: object) -> Place:
    fields = {"code": code, "name": f"{code}（虚构）", "level": "city", "since": since, **more}
    return Place.model_validate(fields)


class Walker:
    """A registry of unnested places that changes day by day, and who should hold each."""

    def __init__(self) -> None:
        self.places = {code: place(code) for code in "ABCD"}
        self.holders = dict.fromkeys("ABCD", OFFICE)
        self.handovers: list[Handover] = []
        self.became: dict[str, str] = {}
        self.ended: set[str] = set()
        self.made = 0
        self.history: list[dict[str, str]] = []

    def new(self) -> str:
        self.made += 1
        return f"N{self.made}"

    def going(self) -> list[str]:
        """The places that were not renamed or merged; a split one still holds what it had."""
        return [code for code in self.places if code not in self.became]

    def end(self, code: str, day: date, became: str | None) -> None:
        update = {"until": day - timedelta(days=1), "became": became}
        self.places[code] = self.places[code].model_copy(update=update)
        self.ended.add(code)
        if became:
            self.became[code] = became

    def hand(self, code: str, to: str, day: date) -> None:
        number = 1 + sum(h.place == code for h in self.handovers)
        steps = ((f"{day}T10:00:00", "offer"), (f"{day}T12:00:00", "receive"))
        self.handovers.append(handover(number, self.holders[code], to, *steps, place=code))
        self.holders[code] = to

    def join(self, codes: list[str], day: date) -> None:
        new = self.new()
        for code in codes:
            self.end(code, day, new)
        self.places[new] = place(new, day)
        holders = {self.holders[code] for code in codes}
        self.holders[new] = holders.pop() if len(holders) == 1 else OFFICE

    def split(self, code: str, day: date) -> None:
        self.end(code, day, None)
        for _part in range(2):
            new = self.new()
            self.places[new] = place(new, day, split_from=code)
            self.holders[new] = self.holders[code]

    def evening(self) -> None:
        def last(code: str) -> str:
            return last(self.became[code]) if code in self.became else code

        self.history.append({code: self.holders[last(code)] for code in self.places})


@given(st.data())
def test_every_place_always_has_exactly_one_holder(data):
    walker = Walker()
    walker.evening()
    days = data.draw(st.integers(1, 12))
    for n in range(1, days + 1):
        day = FIRST + timedelta(days=n)
        living = [code for code in walker.going() if code not in walker.ended]
        act = data.draw(st.sampled_from(["hand", "hand", "join", "split"]))
        if act == "hand":
            code = data.draw(st.sampled_from(walker.going()))
            walker.hand(code, data.draw(st.sampled_from(SIDES)), day)
        elif act == "join":
            several = st.lists(st.sampled_from(living), min_size=1, max_size=3, unique=True)
            walker.join(data.draw(several), day)
        else:
            walker.split(data.draw(st.sampled_from(living)), day)
        walker.evening()
    custody = Custody.of(walker.places, walker.handovers, OFFICE)
    for n, expected in enumerate(walker.history):
        evening = at(f"{FIRST + timedelta(days=n)}T20:00:00")
        assert {code: custody.holder(code, evening) for code in expected} == expected


CITY = place("P")
BEFORE, SINCE = "2026-05-31", date(2026, 6, 1)
UNTIL = SINCE - timedelta(days=1)
NESTED = {
    each.code: each
    for each in (
        CITY,
        place("X", parent="P", until=UNTIL, became="Z"),
        place("Y", parent="P", until=UNTIL, became="Z"),
        place("Z", SINCE, parent="P"),
    )
}
_TO_CITY = handover(1, OFFICE, TEAM, ("2026-03-02", "receive"), place="P")
_X_ALONE = handover(1, TEAM, OTHER_TEAM, ("2026-03-03", "receive"), place="X")
_Y_ALONE = handover(1, TEAM, OTHER_TEAM, ("2026-03-03", "receive"), place="Y")
_CITY_ON = handover(2, TEAM, NEXT_TEAM, ("2026-07-02", "receive"), place="P")


@pytest.mark.parametrize(
    ("handed", "on_the_day", "later"),
    [
        ((), OFFICE, OFFICE),
        ((_TO_CITY,), TEAM, TEAM),
        ((_TO_CITY, _CITY_ON), TEAM, NEXT_TEAM),  # along with its city, as before
        ((_TO_CITY, _X_ALONE, _Y_ALONE, _CITY_ON), OTHER_TEAM, OTHER_TEAM),
        ((_TO_CITY, _X_ALONE, _CITY_ON), OFFICE, OFFICE),  # two holders: the office
    ],
)
def test_what_was_merged_in_a_city_is_held_as_its_parts_were(handed, on_the_day, later):
    custody = Custody.of(NESTED, handed, OFFICE)
    for code in "XYZ":
        assert custody.holder(code, at("2026-06-01T00:00:00")) == on_the_day
        assert custody.holder(code, at("2026-08-01")) == later
        assert custody.belongs(code, "P", at("2026-08-01")) is (_X_ALONE not in handed)
        assert custody.belongs(code, "Z", at("2026-08-01"))
    assert not custody.belongs("X", "Z", at(BEFORE))


def test_a_chain_leads_to_the_successor_only_afterwards():
    assert within(NESTED, "X", UNTIL) == ["X", "P"]
    assert within(NESTED, "X", SINCE) == ["X", "Z", "P"]
    assert within(NESTED, "X") == ["X", "Z", "P"]
    assert [successor(NESTED, "X", day) for day in (UNTIL, SINCE, None)] == ["X", "Z", "Z"]
    assert predecessors(NESTED) == {"Z": ("X", "Y")}


def test_dates_and_circles_that_make_no_sense_end_nowhere():
    circle = {
        "A": place("A", date(2026, 2, 1), until=date(2026, 1, 1), became="B"),
        "B": place("B", date(2026, 2, 1), until=date(2026, 1, 1), became="A"),
        "C": place("C", SINCE, split_from="C"),
        "D": place("D", until=UNTIL, became="nowhere"),
    }
    custody = Custody.of(circle, (), OFFICE)
    for code in circle:
        assert custody.holder(code, at("2026-07-01")) == OFFICE
        assert within(circle, code)


@pytest.mark.parametrize("posted", ["X", "Y", "P", "Z"])
def test_a_team_posted_to_what_was_merged_covers_what_it_became(posted):
    posting = {"place": posted, "since": "2026-03-01"}
    team = Team.model_validate({"id": "T1", "places": [posting]})
    assert covers(NESTED, team, "Z", SINCE)
    assert covers(NESTED, team, "X", SINCE)
    assert covers(NESTED, team, "X", UNTIL) is (posted in "XP")


def test_a_part_lies_in_what_it_was_split_from():
    places = {
        "W": place("W", until=UNTIL),
        "V": place("V", SINCE, split_from="W"),
    }
    assert lies_in(places, "V", "W", SINCE)
    assert not lies_in(places, "W", "V", SINCE)
    custody = Custody.of(
        places, [handover(1, OFFICE, TEAM, ("2026-03-02", "receive"), place="W")], OFFICE
    )
    assert custody.hold("V", at("2026-06-02")) == (TEAM, "V", None)


def test_what_nobody_renamed_is_untouched():
    assert not predecessors(world("own").places)
    assert replace(world("own"), places=NESTED).custody.made_of == {"Z": ("X", "Y")}
