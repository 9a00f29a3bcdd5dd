"""What a merge leaves undecided: it stays, counts for nothing, and waits for a ruling."""

import pytest

from sfcheck.domain.base.records import dump
from sfcheck.domain.issues.events import Event
from sfcheck.domain.issues.folding import fold, opening, refold
from sfcheck.domain.issues.order import event_digest
from sfcheck.domain.issues.record import Issue, draft, seal
from sfcheck.errors import Refused
from tests.support.refusals import refused
from tests.support.world import KINDS, WAYS, act, at, brought_to, event, finding, world

W = world("own")


def test_no_record_begins_as_a_draft():
    for events in ((), None):
        issue = seal(draft(finding()))
        with pytest.raises(Refused):
            refold(issue.model_copy(update={"events": events} if events else {}), W)


def test_an_event_stands_on_record_once():
    issue = brought_to("confirmed")
    with pytest.raises(Refused) as caught:
        fold(opening(issue), (*issue.events, issue.events[-1]), W)
    assert caught.value.code == "wrong-order"


def test_two_beginnings_are_no_fork():
    first = event("register", "i", 1)
    other = event("register", "o", 1, "2026-06-09")
    with pytest.raises(Refused) as caught:
        fold(draft(finding()), [first, other], W)
    assert caught.value.code == "wrong-hand"


def test_before_the_fork_the_fold_is_strict():
    issue = brought_to("rectifying")
    wrong = [e.model_copy(update={"by": KINDS["o"][0]}) if e.n == 2 else e for e in issue.events]
    fork = [event("note", "c", 4), event("note", "v", 4)]
    with pytest.raises(Refused) as caught:
        fold(opening(issue), [*wrong, *fork], W)
    assert caught.value.code == "wrong-hand"


@pytest.mark.parametrize("hole", range(1, 5))
def test_a_gap_is_refused(hole):
    issue = brought_to("accepted")
    with pytest.raises(Refused) as caught:
        fold(opening(issue), [e for e in issue.events if e.n != hole], W)
    assert caught.value.code == "wrong-order"


def test_two_amendments_of_one_field_leave_the_second_pending():
    issue = brought_to("rectifying")
    ours = event("amend", "l", 4, "2026-05-06T10:00", new="甲")
    theirs = event("amend", "l", 4, "2026-05-06T09:59", new="乙")
    for events in ([ours, theirs], [theirs, ours]):
        merged = fold(opening(issue), [*issue.events, *events], W)
        assert merged.title == "乙"
        assert [p.event for p in merged.pending] == [event_digest(ours)]
        assert opening(merged).title == issue.title


def merged_with(status: str, *late: Event) -> Issue:
    """Return the issue at `status`, where `late` events came from another clone."""
    issue = brought_to(status)
    merged = fold(opening(issue), [*issue.events, *late], W)
    assert len(merged.pending) == len(late)
    return merged


def test_a_plan_without_effect_is_no_plan():
    issue = brought_to("rectifying", severity="major")
    late = event("rectification-plan", "b", 3, "2026-05-06")  # not the rectifying body
    merged = fold(opening(issue), [*issue.events, late], W)
    assert [p.code for p in merged.pending] == ["wrong-hand"]
    refused("no-plan", merged, event("submit", "r", merged.next_n), W)


def test_a_notice_without_effect_does_not_tell_the_unit():
    issue = brought_to("rectifying")
    unit = {"field": "unit", "old": finding()["unit"], "new": {"name": "别厂（虚构）"}}
    amended = act(issue, W, "amend", "l", "2026-05-06", **unit)
    late = event("notify", "b", 4, "2026-05-07")
    merged = fold(opening(amended), [*amended.events, late], W)
    assert [p.do for p in merged.pending] == ["notify"]
    refused("notify-again", merged, event("submit", "r", merged.next_n), W)


def test_a_return_without_effect_puts_no_demand():
    issue = brought_to("submitted")
    late = event("return", "b", 4, "2026-06-01")
    merged = fold(opening(issue), [*issue.events, late], W)
    old = [{"name": "照片", "on": "2026-05-06"}]
    assert act(merged, W, "accept", "a", evidence=old).status == "accepted"


def test_a_listing_without_effect_lists_nothing():
    merged = merged_with("rectifying", event("supervise", "b", 3, "2026-05-06"))
    assert not merged.supervised
    assert act(merged, W, "supervise", "v").supervised


def test_settled_events_stay_without_effect():
    merged = merged_with("rectifying", event("supervise", "b", 3, "2026-05-06"))
    settled = {"outcome": "settled", "due": None, "settles": [merged.pending[0].event]}
    freed = act(merged, W, "rule", "l", **settled)
    assert not freed.supervised
    assert act(freed, W, "supervise", "v").supervised


def test_a_ruling_that_is_pending_itself_settles_nothing():
    """Its amendment took effect in the end; the opening must undo it."""
    issue = brought_to("rectifying")
    amendment = event("amend", "l", 4, "2026-05-06", new="甲")
    ruling = event(
        "rule", "l", 5, "2026-05-08", outcome="settled", due=None,
        settles=[event_digest(amendment)],
    )  # fmt: skip
    fork = event("note", "c", 4, "2026-05-07")
    merged = fold(opening(issue), [*issue.events, amendment, fork, ruling], W)
    assert (merged.title, [p.do for p in merged.pending]) == ("甲", ["rule"])
    assert dump(opening(merged)) == dump(draft(finding()))
    assert refold(merged, W) == merged


def test_at_one_moment_the_author_decides_the_order():
    issue = brought_to("rectifying")
    notes = [event("note", who, 4, "2026-05-06") for who in "vcil"]
    merged = fold(opening(issue), [*issue.events, *notes], W)
    assert [e.by for e in merged.events[3:]] == sorted(KINDS[who][0] for who in "vcil")


def test_the_order_is_by_moment_whatever_the_zone():
    issue = brought_to("rectifying")
    later = event("note", "c", 4, at("2026-05-06T10:00"))
    sooner = later.model_copy(update={"at": at("2026-05-06T09:00").astimezone()})
    merged = fold(opening(issue), [*issue.events, later, sooner], W)
    assert [e.at for e in merged.events[3:]] == [sooner.at, later.at]


def test_ways_are_lawful_in_every_custody():
    for custody in ("office", "own", "next"):
        for status in WAYS:
            if status != "draft":
                issue = seal(brought_to(status, custody))
                assert refold(issue, world(custody)) == issue
