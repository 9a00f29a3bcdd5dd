"""Any tampering shows: in the model, in a refusal of the fold, or in what the fold makes of it."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from sfcheck.domain.base.records import dump
from sfcheck.domain.issues.folding import fold, refold
from sfcheck.domain.issues.order import event_digest
from sfcheck.domain.issues.record import Issue, seal
from sfcheck.errors import Refused
from tests.domain.issues.test_table import STATES
from tests.support.lives import lives, merges, united
from tests.support.walk import Walker
from tests.support.world import ACCEPTS, ELSEWHERE, FIRM, KINDS, RECTIFIES, brought_to


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


def test_what_is_absent_and_what_is_said_to_be_nothing_are_one_record():
    issue = seal(brought_to("accepted"))
    spelt_out = dump(issue)
    spelt_out |= {"criterion": None, "related": None, "suggestion": None, "as_written": {}}
    spelt_out |= {"pending": []}
    spelt_out["responsible"]["assist"] = []
    spelt_out["events"][2]["assist"] = []
    spelt_out["events"][3] |= {"paper": None}
    assert Issue.model_validate(spelt_out) == issue
    assert dump(Issue.model_validate(spelt_out)) == dump(issue)
    assert not found_out(spelt_out, Walker("own", imported=False))
