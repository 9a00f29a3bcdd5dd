"""Examples that need a whole life: issues forged so that only one thing is wrong with them."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from sfcheck.domain.base.numbers import make
from sfcheck.domain.base.records import dump
from sfcheck.domain.base.vocabulary import Status
from sfcheck.domain.issues.folding import fold, refold
from sfcheck.domain.issues.folding import opening as opening_of
from sfcheck.domain.issues.law import apply
from sfcheck.domain.issues.record import Issue, draft
from sfcheck.domain.world.roster import Person
from sfcheck.ledger.files import canonical, layout
from tests.checks.ledger import (
    CLOSED,
    CONTEXT,
    DUPLICATE,
    IMPORTED,
    PATH,
    TITLE,
    forked,
    imported,
    opening,
    rectifying,
    write,
)
from tests.checks.spoilt_bulletins import committed
from tests.checks.spoilt_files import again, put
from tests.support import world as w
from tests.support.trials import git

NEW = make(2026, "037", 160)


def _forge(root: Path, issue: Issue, **changes: Any) -> None:
    """Write an issue with its header changed and its digest made to fit."""
    put(root, issue.model_copy(update=changes))


def _append(issue: Issue, do: str, who: str, when: str, **facts: Any) -> Issue:
    """Return an issue with one more event, whatever the law says of it."""
    event = w.event(do, who, issue.next_n, when, **facts)
    return issue.model_copy(update={"events": (*issue.events, event)})


def bad_SF200_bodies(root: Path) -> None:
    (root / layout.BODIES).write_bytes(b"bodies: [\n")


def bad_SF200_charter_without_offices(root: Path) -> None:
    write(root, layout.CHARTER, canonical.emit({"law": 1}))


def good_SF200_one_bad_entry(root: Path) -> None:
    place = root / layout.BODIES
    place.write_bytes(place.read_bytes() + b"- {id: nameless}\n")


def bad_SF201_none(root: Path) -> None:
    put(root, rectifying().model_copy(update={"digest": None}), sealed=False)


def bad_SF201_event_changed(root: Path) -> None:
    again(root, PATH, "逐项补查".encode(), "不必整改".encode())


def good_SF201_sealedagain(root: Path) -> None:
    _forge(root, rectifying(), status=Status.CLOSED)


def bad_SF202_sealedagain(root: Path) -> None:
    _forge(root, rectifying(), status=Status.CLOSED)


def bad_SF203_none(root: Path) -> None:
    _forge(root, rectifying(), due=None)


def bad_SF205_taken_off(root: Path) -> None:
    _forge(root, forked(), pending=())


def bad_SF205_put_on(root: Path) -> None:
    _forge(root, rectifying(), pending=forked().pending)


def good_SF205_left_by_a_merge(root: Path) -> None:
    assert forked().pending
    put(root, forked())


def bad_SF206_confirmed_by_the_inspector(root: Path) -> None:
    issue = w.act(opening(), CONTEXT, "register", "i", "2026-05-04")
    _forge(root, _append(issue, "confirm", "i", "2026-05-05"), status=Status.CONFIRMED)


def bad_SF206_closed_too_early(root: Path) -> None:
    _forge(root, _append(rectifying(), "close", "v", "2026-06-05"), status=Status.CLOSED)


def bad_SF206_found_after_it_was_registered(root: Path) -> None:
    issue = rectifying()
    found = issue.found.model_copy(update={"on": w.at("2026-06-30").date()})
    _forge(root, issue, found=found)


def bad_SF206_amended_from_nothing(root: Path) -> None:
    named = {"field": "unit", "old": None, "new": {"name": w.FIRM}}
    _forge(root, _append(rectifying(), "amend", "l", "2026-05-07", **named))


def good_SF206_reopened(root: Path) -> None:
    issue = w.brought_to("closed", number=CLOSED)
    put(root, w.act(issue, CONTEXT, "reopen", "v", "2026-06-10"))


def bad_SF207_gap(root: Path) -> None:
    issue = rectifying()
    kept = (*issue.events[:1], *issue.events[2:])
    _forge(root, issue, events=kept)


def bad_SF207_swapped(root: Path) -> None:
    issue = rectifying()
    _forge(root, issue, events=(issue.events[1], issue.events[0], issue.events[2]))


def bad_SF207_not_from_one(root: Path) -> None:
    issue = rectifying()
    _forge(root, issue, events=tuple(e.model_copy(update={"n": e.n + 1}) for e in issue.events))


def good_SF207_two_clones_at_once(root: Path) -> None:
    numbers = [event.n for event in forked().events]
    assert numbers == [1, 2, 3, 4, 4]
    put(root, forked())


def bad_SF208_confirmed_the_day_before(root: Path) -> None:
    issue = w.act(opening(), CONTEXT, "register", "i", "2026-05-05")
    put(root, w.act(issue, CONTEXT, "confirm", "l", "2026-05-04"))


def good_SF208_same_moment_in_another_zone(root: Path) -> None:
    place = root / PATH
    data = place.read_bytes()
    assert b"2026-05-05T09:00:00+08:00" in data
    place.write_bytes(data.replace(b"2026-05-05T09:00:00+08:00", b"2026-05-04T22:00:00-05:00"))


def bad_SF118_a_century_ahead(root: Path) -> None:
    issue = w.act(opening(), CONTEXT, "register", "i", "2026-05-05")
    put(root, w.act(issue, CONTEXT, "confirm", "l", "2126-05-05"))


def good_SF118_a_moment_ago(root: Path) -> None:
    put(root, w.act(opening(), CONTEXT, "register", "i", "2026-05-05"))


def bad_SF210_each_others_duplicate(root: Path) -> None:
    context = replace(CONTEXT, status_of=lambda number: Status.REGISTERED)
    issue = w.act(opening(), context, "register", "i", "2026-05-05")
    put(root, w.act(issue, context, "void", "l", "2026-05-06", duplicate_of=DUPLICATE))


def bad_SF210_its_own(root: Path) -> None:
    context = replace(CONTEXT, status_of=lambda number: Status.REGISTERED)
    issue = w.act(opening(NEW), context, "register", "i", "2026-05-05")
    voided = _append(issue, "void", "l", "2026-05-06", duplicate_of=NEW)
    _forge(root, voided, status=Status.VOIDED)


def good_SF210_survivor_cannot_be_read(root: Path) -> None:
    (root / PATH).write_bytes(b"number: [\n")


def bad_SF211_as_read(root: Path) -> None:
    issue = imported()
    first = draft(w.old_finding(number=IMPORTED))
    put(root, apply(first, issue.events[0], CONTEXT))


def good_SF211_named_since(root: Path) -> None:
    assert dump(imported())["duty"] == "enterprise"
    put(root, imported())


def bad_SF215_an_old_photograph(root: Path) -> None:
    files = [{"sha256": "1" * 64, "name": "旧.jpg", "taken": {"at": "2024-06-01T09:30:00"}}]
    put(root, w.act(rectifying(), CONTEXT, "attach", "l", "2026-05-07", files=files))


def good_SF215_a_photograph_of_the_day(root: Path) -> None:
    files = [{"sha256": "1" * 64, "name": "新.jpg", "taken": {"at": "2026-05-06T09:30:00"}}]
    put(root, w.act(rectifying(), CONTEXT, "attach", "l", "2026-05-07", files=files))


def bad_SF212_other_than_amended(root: Path) -> None:
    amended = w.act(rectifying(), CONTEXT, "amend", "l", "2026-05-07", old=TITLE, new="报警器")
    _forge(root, amended, title="别的")


def good_SF212_amended(root: Path) -> None:
    amended = w.act(rectifying(), CONTEXT, "amend", "l", "2026-05-07", old=TITLE, new="报警器")
    put(root, amended)


def _reminded(root: Path) -> Issue:
    """Put a reminder of 10 June into the record; return the issue."""
    issue = _append(rectifying(), "remind", "v", "2026-06-10")
    put(root, issue)
    return issue


def _officer_until_the_ninth(root: Path) -> Person:
    [officer] = [each for each in w.ROSTER if each.id == w.OFFICER]
    ended = [each.model_copy(update={"until": date(2026, 6, 9)}) for each in officer.offices]
    gone = officer.model_copy(update={"offices": tuple(ended)})
    write(root, layout.person_path(gone.id), gone)
    return gone


def bad_SF213_office_ended_elsewhere(root: Path) -> None:
    _reminded(root)
    committed(root)
    _officer_until_the_ninth(root)


def good_SF213_written_down_since(root: Path) -> None:
    issue = _reminded(root)
    committed(root)
    gone = _officer_until_the_ninth(root)
    people = {**CONTEXT.people, gone.id: gone}
    put(root, refold(issue, replace(CONTEXT, people=people)))


def bad_SF214_office_had_ended(root: Path) -> None:
    _officer_until_the_ninth(root)
    _reminded(root)
    committed(root)


def bad_SF214_never_committed(root: Path) -> None:
    committed(root)
    _officer_until_the_ninth(root)
    _reminded(root)


def good_SF214_unaware(root: Path) -> None:
    bad_SF213_office_ended_elsewhere(root)


def _merged(root: Path, *kept: str) -> None:
    """Let two sides each put a reminder on record, and the merge keep those of `kept`."""
    first, issue = committed(root), rectifying()
    sides = {name: _append(issue, "remind", "v", "2026-06-10", text=name) for name in ("甲", "乙")}
    tips = []
    for each in sides.values():
        git(root, "reset", "-q", "--hard", first)
        put(root, each)
        tips.append(committed(root))
    events = (*issue.events, *(sides[name].events[-1] for name in kept))
    put(root, fold(opening_of(issue), events, CONTEXT))
    git(root, "add", ".")
    tree = git(root, "write-tree").strip()
    parents = [word for tip in tips for word in ("-p", tip)]
    merge = git(root, "commit-tree", tree, *parents, "-m", "merge").strip()
    git(root, "reset", "-q", "--hard", merge)


def good_SF601_both(root: Path) -> None:
    _merged(root, "甲", "乙")


def bad_SF601_ours(root: Path) -> None:
    _merged(root, "甲")


def bad_SF601_theirs(root: Path) -> None:
    _merged(root, "乙")


def bad_SF601_neither(root: Path) -> None:
    _merged(root)


def _counted(do: str = "notify", when: str = "2026-06-10", **facts: Any) -> Issue:
    """Return an issue notified with a due date counted in working days, whatever the calendar."""
    issue = w.brought_to("confirmed", number=NEW)
    return refold(_append(issue, do, "l", when, **facts), CONTEXT)


_TEN = {"days": 10, "after": "2026-06-10"}


def bad_SF217_a_holiday_was_forgotten(root: Path) -> None:
    put(root, _counted(due="2026-06-24", within=_TEN))


def good_SF217_by_the_calendar(root: Path) -> None:
    put(root, _counted(due="2026-06-25", within=_TEN))


def good_SF217_claimed_since(root: Path) -> None:
    put(root, w.act(_counted(due="2026-06-24", within=_TEN), CONTEXT, "submit", "r", "2026-06-11"))


_WINTER = {"days": 10, "after": "2026-12-22", "provisional": True}
_ANNOUNCED = """
- year: 2027
  notice: 国办发明电〔2026〕1号（虚构）
  announced: 2026-06-01
  holidays:
  - {name: 元旦, first: 2027-01-01, last: 2027-01-03}
""".encode()


def _announce(root: Path) -> None:
    place = root / layout.CALENDAR
    place.write_bytes(place.read_bytes().rstrip() + _ANNOUNCED)


def bad_SF218_another_day(root: Path) -> None:
    put(root, _counted(when="2026-12-22", due="2027-01-06", within=_WINTER))
    _announce(root)


def bad_SF218_the_same_day(root: Path) -> None:
    put(root, _counted(when="2026-12-22", due="2027-01-05", within=_WINTER))
    _announce(root)


def good_SF218_not_announced_yet(root: Path) -> None:
    put(root, _counted(when="2026-12-22", due="2027-01-05", within=_WINTER))


def good_SF218_told_again(root: Path) -> None:
    issue = _counted(when="2026-12-22", due="2027-01-06", within=_WINTER)
    again = {"due": "2027-01-05", "within": {"days": 10, "after": "2026-12-22"}}
    put(root, refold(_append(issue, "notify", "l", "2026-12-25", **again), CONTEXT))
    _announce(root)
