"""The fold is a law: any lawful life folds to itself, any tampering shows, merges agree."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from pydantic import ValidationError

from sfcheck.domain.base import dump
from sfcheck.domain.events import Event, event_digest
from sfcheck.domain.issues import Issue, draft, seal
from sfcheck.domain.workflow import apply, fold, opening, refold
from sfcheck.errors import Refused
from tests.domain.refusals import refused
from tests.domain.test_table import STATES
from tests.domain.walk import PAUSES, Move, Walker
from tests.domain.world import (
    ACCEPTS,
    ELSEWHERE,
    FIRM,
    KINDS,
    RECTIFIES,
    WAYS,
    act,
    at,
    brought_to,
    event,
    finding,
    world,
)

CUSTODIES = st.sampled_from(["office", "own", "next"])
DAYS, PICKS = st.integers(0, 40), st.integers(0, 23)
W = world("own")


@st.composite
def one_of(draw: st.DrawFn, moves: list[Move]) -> Move:
    """One of some moves, the kind of step first: else most would be notes."""
    do = draw(st.sampled_from(sorted({move.do for move in moves})))
    return draw(st.sampled_from([move for move in moves if move.do == do]))


class Life(RuleBasedStateMachine):
    """A life of an issue, beside the walker's own account of it."""

    @initialize(custody=CUSTODIES, imported=st.booleans())
    def begin(self, custody: str, imported: bool) -> None:
        self.walker = Walker(custody, imported)

    @precondition(lambda self: self.walker.status != "voided")
    @rule(data=st.data(), pause=st.sampled_from(PAUSES), days=DAYS, pick=PICKS)
    def step(self, data: Any, pause: Any, days: int, pick: int) -> None:
        self.walker.now += pause
        self.walker.take(data.draw(one_of(self.walker.lawful(days, pick))))

    @rule(data=st.data())
    def misstep(self, data: Any) -> None:
        walker = self.walker
        do, who = data.draw(st.sampled_from(walker.unlawful()))
        before = dump(walker.issue)
        facts = walker.amendment(0) if do == "amend" else {}
        with pytest.raises(Refused):
            given = event(do, who, walker.issue.next_n, walker.now, **facts)
            apply(walker.issue, given, walker.context)
        assert dump(walker.issue) == before

    @invariant()
    def the_record_is_the_fold(self) -> None:
        walker, issue = self.walker, self.walker.issue
        assert (issue.status, issue.due) == (walker.status, walker.due)
        assert (issue.supervised, issue.pending) == (walker.listed, ())
        if issue.events:
            assert dump(opening(issue)) == dump(walker.opening)
            sealed = seal(issue)
            assert refold(sealed, walker.context) == sealed
            assert Issue.model_validate(dump(sealed)) == sealed


TestLife = Life.TestCase


def test_the_walker_goes_everywhere():
    """Guards the test itself: a walk comes through all states and takes all 21 steps."""
    steps = 0
    seen: set[str] = set()
    taken: set[str] = set()
    for imported in (False, True):
        queue = [Walker("own", imported)]
        while queue and steps < 4000:
            walker = queue.pop(0)
            seen.add(walker.status)
            for move in walker.lawful(30, steps):
                steps += 1
                if (walker.status, move.do) not in taken:
                    taken.add((walker.status, move.do))
                    further = walker.fork()
                    further.take(move)
                    queue.append(further)
    assert seen == set(STATES)
    assert len({do for _status, do in taken}) == 21


def walk(draw: st.DrawFn, walker: Walker, least: int, most: int) -> list[Event]:
    """Take some lawful steps; return their events."""
    events = []
    for _ in range(draw(st.integers(least, most))):
        walker.now += draw(st.sampled_from(PAUSES))
        moves: list[Move] = walker.lawful(draw(DAYS), draw(PICKS))
        if not moves:
            break
        events.append(walker.take(draw(one_of(moves))))
    return events


@st.composite
def lives(draw: st.DrawFn, least: int = 1, most: int = 12) -> Walker:
    """A walker some lawful steps on its way."""
    walker = Walker(draw(CUSTODIES), draw(st.booleans()))
    walk(draw, walker, least, most)
    return walker


@st.composite
def merges(draw: st.DrawFn, clones: int = 2) -> tuple[Walker, list[Event], list[list[Event]]]:
    """A lawful prefix, and what some clones did after it without seeing each other."""
    walker = draw(lives(1, 8).filter(lambda walker: walker.status != "voided"))
    parts = [walk(draw, walker.fork(), 1, 4) for _ in range(clones)]
    return walker, list(walker.issue.events), parts


def united(*parts: list[Event]) -> list[Event]:
    """Return the union of events; one that both have is one."""
    return list({event_digest(e): e for part in parts for e in part}.values())


@given(merges(clones=3), st.randoms(use_true_random=False))
def test_clones_fold_the_same_in_either_order(merge, random):
    walker, prefix, parts = merge
    start, context = walker.opening, walker.context
    everything = united(prefix, *parts)
    whole = fold(start, everything, context)
    for _ in range(3):
        random.shuffle(everything)
        assert fold(start, everything, context) == whole
    # two first, the third later: the same
    pair = fold(start, united(prefix, *parts[:2]), context)
    assert fold(opening(pair), united(list(pair.events), *parts), context) == whole
    for merged in (pair, whole):
        assert refold(merged, context) == merged
        assert dump(opening(merged)) == dump(start)


@given(merges())
def test_a_merge_loses_nothing_and_what_is_refused_has_no_effect(merge):
    walker, prefix, parts = merge
    everything = united(prefix, *parts)
    whole = fold(walker.opening, everything, walker.context)
    assert sorted(map(event_digest, whole.events)) == sorted(map(event_digest, everything))
    assert [e.n for e in whole.events] == sorted(e.n for e in everything)
    waiting = {pending.event for pending in whole.pending}
    assert not waiting & {event_digest(e) for e in prefix}
    assert waiting <= {event_digest(e) for e in everything}
    # the same life without the pending events, one after the other
    plain = walker.opening
    for e in whole.events:
        if event_digest(e) not in waiting:
            plain = apply(plain, e.model_copy(update={"n": plain.next_n}), walker.context)
    apart = ("events", "pending", "digest")
    assert {k: v for k, v in dump(plain).items() if k not in apart} == {
        k: v for k, v in dump(whole).items() if k not in apart
    }
    assert plain.supervised == whole.supervised


def settle(walker: Walker, issue: Issue) -> Event:
    """Return the head's ruling on all that is pending."""
    walker = walker.fork()
    walker.now = max(e.at for e in issue.events)
    facts = {"outcome": "settled", "due": None, "settles": [p.event for p in issue.pending]}
    return event("rule", walker.head, issue.next_n, walker.now, **facts)


@given(merges())
def test_pending_blocks_closing_until_a_ruling_frees_it(merge):
    walker, prefix, parts = merge
    whole = fold(walker.opening, united(prefix, *parts), walker.context)
    if not whole.pending:
        return
    if whole.status == "accepted":
        for who in "vn":
            closing = event("close", who, whole.next_n, max(e.at for e in whole.events))
            refused("pending", whole, closing, walker.context)
    freed = seal(apply(whole, settle(walker, whole), walker.context))
    assert (freed.pending, freed.status, freed.due) == ((), whole.status, whole.due)
    assert refold(freed, walker.context) == freed
    assert dump(opening(freed)) == dump(walker.opening)


@given(merges(clones=3))
def test_a_third_clone_comes_after_the_ruling(merge):
    """The third may change what is refused, even the ruling: still one record, nothing lost."""
    walker, prefix, parts = merge
    pair = fold(walker.opening, united(prefix, *parts[:2]), walker.context)
    if pair.pending:
        pair = apply(pair, settle(walker, pair), walker.context)
    everything = united(list(pair.events), parts[2])
    whole = fold(walker.opening, everything, walker.context)
    assert fold(opening(pair), everything[::-1], walker.context) == whole
    assert refold(whole, walker.context) == whole
    assert dump(opening(whole)) == dump(walker.opening)
    assert {event_digest(e) for e in whole.events} == {event_digest(e) for e in everything}


# -- tampering


def places(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every value within plain data."""
    items = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in items:
        yield (*path, key)
        if isinstance(value, (dict, list)):
            yield from places(value, (*path, key))


def reach(data: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        data = data[key]
    return data


STRINGS = ["", "x", "2026-05-06", "2026-05-05T10:00:00+08:00", "0001", "0009", "major", "closed"]


@st.composite
def tampered(draw: st.DrawFn, record: dict[str, Any]) -> dict[str, Any]:
    """A copy of a record with one thing changed, removed, added, doubled or moved."""
    data = deepcopy(record)
    paths = list(places(data))
    *way, key = draw(st.sampled_from(paths))
    holder, how = reach(data, tuple(way)), draw(st.sampled_from(["change", "remove", "add"]))
    if how == "remove":
        del holder[key]
    elif how == "change":
        holder[key] = draw(another(holder[key], data, paths))
    elif isinstance(holder, list):
        twice = deepcopy(holder[draw(st.integers(0, len(holder) - 1))])
        holder.insert(draw(st.integers(0, len(holder))), twice)
    else:
        borrowed = [p for p in paths if isinstance(p[-1], str)]
        source = draw(st.sampled_from(borrowed))
        holder[source[-1]] = deepcopy(reach(data, source))
    return data


def another(value: Any, data: Any, paths: list[tuple[Any, ...]]) -> st.SearchStrategy[Any]:
    """Values to put in the place of one."""
    if isinstance(value, bool):
        return st.just(not value)
    if isinstance(value, int):
        return st.sampled_from([value - 1, value + 1, 0, -1, 99, 10**30])
    if isinstance(value, str):
        same = [v for v in (reach(data, p) for p in paths) if isinstance(v, str)]
        return st.sampled_from([*STRINGS, value + "改", value[:-1], value[::-1], None, *same])
    if isinstance(value, list):
        return st.permutations(value)
    return st.sampled_from([{}, None, "x"])


@st.composite
def records(draw: st.DrawFn) -> tuple[Walker, Issue]:
    """A sealed record of a lawful life, or of a merge of two."""
    if draw(st.booleans()):
        walker = draw(lives())
        return walker, seal(walker.issue)
    walker, prefix, parts = draw(merges())
    return walker, fold(walker.opening, united(prefix, *parts), walker.context)


def found_out(data: dict[str, Any], walker: Walker) -> bool:
    """Whether the model or the fold says that a record was tampered with."""
    try:
        issue = Issue.model_validate(data)
        return refold(issue, walker.context) != issue
    except (ValidationError, Refused):
        return True


@given(st.data(), records())
def test_any_tampering_is_found(data, record):
    walker, issue = record
    plain = dump(issue)
    assert not found_out(plain, walker)
    bent = data.draw(tampered(plain))
    try:
        assume(dump(Issue.model_validate(bent)) != plain)
    except ValidationError:
        return
    assert found_out(bent, walker)


@st.composite
def headers(draw: st.DrawFn, issue: Issue) -> dict[str, Any]:
    """Another value for one of the fields that follow from the events."""
    field = draw(st.sampled_from(["status", "due", "responsible", "pending"]))
    if field == "status":
        return {field: draw(st.sampled_from([s for s in STATES if s != issue.status]))}
    if field == "due":
        return {field: draw(st.none() | st.dates()) if issue.due else draw(st.dates())}
    if field == "responsible":
        rectify = st.sampled_from([None, FIRM, RECTIFIES, ACCEPTS])
        accept = st.sampled_from([None, ACCEPTS, RECTIFIES, ELSEWHERE])
        return {field: {"rectify": draw(rectify), "accept": draw(accept)}}
    waiting = list(dump(issue).get(field, []))
    if waiting and draw(st.booleans()):
        return {field: draw(st.permutations(waiting))[1:]}
    stood = draw(st.sampled_from(issue.events))
    return {field: [*waiting, {"event": event_digest(stood), "do": stood.do, "code": "x"}]}


@given(st.data(), records())
def test_a_header_that_is_not_the_fold_is_found_even_if_sealed_anew(data, record):
    walker, issue = record
    forged = seal(Issue.model_validate(dump(issue) | data.draw(headers(issue))))
    assert forged == issue or found_out(dump(forged), walker)


@given(st.data(), records())
def test_whatever_a_record_says_the_fold_answers(data, record):
    """A forger who seals anew gets an answer, lawful or refused; never a crash."""
    walker, issue = record
    bent = dump(issue)
    for _ in range(data.draw(st.integers(1, 3))):
        bent = data.draw(tampered(bent))
    try:
        forged = seal(Issue.model_validate(bent))
        again = refold(forged, walker.context)
    except (ValidationError, Refused):
        return
    assert refold(again, walker.context) == again


NOTE = {
    "n": 6,
    "at": "2026-05-05T09:00:00+08:00",
    "do": "note",
    "by": KINDS["c"][0],
    "for": KINDS["c"][1],
    "text": "好",
}
FORGERIES = {
    "a status": lambda d: d.update(status="closed"),
    "a due date": lambda d: d.update(due="2027-01-01"),
    "a title": lambda d: d.update(title="无事"),
    "a found date": lambda d: d["found"].update(on="2026-05-05"),
    "a responsible body": lambda d: d["responsible"].update(accept="health"),
    "a pending event": lambda d: d.update(
        pending=[{"event": "0" * 64, "do": "note", "code": "wrong-hand"}]
    ),
    "a criterion": lambda d: d.update(criterion={"standard": "x"}),
    "the digest": lambda d: d.update(digest="0" * 64),
    "no digest": lambda d: d.pop("digest"),
    "an event's author": lambda d: d["events"][1].update(by="0001"),
    "an event's minute": lambda d: d["events"][1].update(at="2026-05-05T09:01:00+08:00"),
    "an event's zone": lambda d: d["events"][1].update(at="2026-05-05T01:00:00Z"),
    "an event's n": lambda d: d["events"][-1].update(n=7),
    "an event's words": lambda d: d["events"][2].update(demand="无"),
    "the last event": lambda d: d["events"].pop(),
    "the first event": lambda d: d["events"].pop(0),
    "an event between": lambda d: d["events"].pop(1),
    "all events": lambda d: d.update(events=[]),
    "a beginning": lambda d: d.update(events=[], status="draft"),
    "an event twice": lambda d: d["events"].append(d["events"][-1]),
    "two events swapped": lambda d: d["events"].reverse(),
    "a note more": lambda d: d["events"].append(NOTE),
}


@pytest.mark.parametrize("what", FORGERIES)
def test_forgeries_by_name_are_found(what):
    issue = seal(brought_to("accepted"))
    bent = dump(issue)
    FORGERIES[what](bent)
    assert bent != dump(issue)
    assert found_out(bent, Walker("own", imported=False))


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


# -- what a fork left without effect counts for nothing


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
