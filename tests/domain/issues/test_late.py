"""What was found out of reach, while elsewhere the place was handed over: it stands."""

import pytest

from sfcheck.domain.issues.folding import refold
from sfcheck.domain.issues.law import apply
from sfcheck.domain.issues.record import draft
from sfcheck.errors import Refused
from tests.support.world import act, event, finding, world


@pytest.mark.parametrize("day", ["2026-06-01", "2026-06-03"])
def test_a_finding_registered_without_knowing_of_the_offer_stands_after_a_merge(day: str) -> None:
    """The offer of 1 June was made in another clone; afterwards the leader confirms it."""
    found = act(draft(finding()), world("own"), "register", "i", day)
    merged = world("next")
    assert refold(found, merged).events == found.events
    assert act(found, merged, "confirm", "l", "2026-06-04").status == "confirmed"


@pytest.mark.parametrize("day", ["2026-06-01T12", "2026-06-03"])
def test_who_knows_of_the_offer_registers_nothing_more(day: str) -> None:
    new = draft(finding())
    with pytest.raises(Refused) as refused:
        apply(new, event("register", "i", 1, day), world("next"))
    assert refused.value.code == "offered-on"
