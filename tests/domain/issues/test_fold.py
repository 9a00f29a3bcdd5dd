"""The fold is a law: any lawful life folds to itself, any tampering shows, merges agree."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from sfcheck.domain.base.records import dump
from sfcheck.domain.issues.awaiting import next_step
from sfcheck.domain.issues.events import Event
from sfcheck.domain.issues.folding import fold, opening, refold
from sfcheck.domain.issues.law import apply
from sfcheck.domain.issues.order import event_digest
from sfcheck.domain.issues.prospects import prospects
from sfcheck.domain.issues.record import Issue, seal
from sfcheck.errors import Refused
from tests.domain.issues.test_table import STATES
from tests.support.lives import CUSTODIES, DAYS, PICKS, merges, one_of, united
from tests.support.refusals import refused
from tests.support.walk import OPEN, PAUSES, Walker
from tests.support.world import event


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

    @invariant()
    def what_is_told_to_come_next_is_what_somebody_may_do(self) -> None:
        walker, issue = self.walker, self.walker.issue
        if walker.status == "draft":
            return
        told = prospects(issue, walker.context, walker.now)
        lawful = {move.do for move in walker.lawful(3, 0)}
        if walker.status == "accepted" and {"v", "n"} <= walker.looked.keys():
            lawful.add("close")  # for an officer who is still to come
        if walker.status == "rectifying" and walker.accepting:
            lawful.add("extend")  # what was asked for in time may be recorded late
        if walker.receipts and walker.status in ("rectifying", "disputed", "submitted", "accepted"):
            lawful.add("acknowledge")  # for an addressee that is no letter of these tables
        if walker.status in OPEN and not walker.listed:
            lawful.add("void")  # as the duplicate of another
        assert {prospect.do for prospect in told} == lawful
        if walker.status in OPEN:
            assert (told[0].do, told[0].advances) == (
                next_step(issue, walker.context, walker.now.date()),
                True,
            )
        assert all(prospect.hands for prospect in told)


TestLife = Life.TestCase


def test_the_walker_goes_everywhere():
    """Guards the test itself: a walk comes through all states and takes all 24 steps."""
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
    assert len({do for _status, do in taken}) == 24


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
