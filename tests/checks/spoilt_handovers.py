"""Spoilt handovers: each function spoils the sound ledger at `root`, or leaves a good one.

All begin with Yinchuan handed over whole, as the law has it, by T1 to the next round's T1.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

from sfcheck.domain.base.numbers import make
from sfcheck.domain.base.records import dump
from sfcheck.domain.handovers import apply, changed_since, draw_up, list_digest, open_issues
from sfcheck.domain.issues.record import Issue, draft, seal
from sfcheck.domain.world.custody import Handover, HandoverEvent, ListedIssue
from sfcheck.domain.world.policy import Charter
from sfcheck.domain.world.rounds import Round
from sfcheck.ledger.files import layout
from sfcheck.ledger.store import Ledger
from tests.checks.ledger import NUMBER, PROVEN, RECURRENCE, write
from tests.support import world as w

CITY = "640100"
PATH = layout.handover_path(CITY, "0002")
OFFER, RECEIPT = w.at("2026-06-15"), w.at("2026-06-16")
NEW = make(2026, "037", 160)
FIRST_ROUND = layout.round_path("2026-1")


def keep(root: Path, issue: Issue) -> None:
    write(root, layout.issue_path(issue.number), seal(issue))


def event(n: int, do: str, by: str, side: str, at: Any = OFFER, **shown: Any) -> HandoverEvent:
    given = {"n": n, "at": at, "do": do, "by": by, "for": side, **shown}
    return HandoverEvent.model_validate(given)


def offered(root: Path) -> Handover:
    """Offer Yinchuan by the law and write the handover."""
    confirmed = w.act(Ledger(root).issue(RECURRENCE), w.world("own"), "confirm", "l", "2026-05-06")
    keep(root, confirmed)
    ledger = Ledger(root)
    issues, context = list(ledger.issues()), ledger.context
    going = open_issues(CITY, issues, context, OFFER)
    drawn = draw_up(CITY, "0002", w.TEAM, w.NEXT_TEAM, going, context, OFFER)
    offer = event(1, "offer", w.LEADER, w.TEAM, digest=list_digest(drawn.issues))
    done = apply(drawn, offer, context, issues)
    write(root, PATH, done)
    return done


def received(root: Path) -> Handover:
    """Offer Yinchuan, let an issue change, and receive it by the law."""
    before = offered(root)
    changed = w.act(Ledger(root).issue(PROVEN), w.world("own"), "note", "l", "2026-06-15T12:00:00")
    keep(root, changed)
    ledger = Ledger(root)
    issues, context = list(ledger.issues()), ledger.context
    told = changed_since(before, issues, context, RECEIPT)
    assert [line.number for line in told] == [PROVEN]
    now = {line.number: line for line in told}
    digest = list_digest([now.get(line.number, line) for line in before.issues])
    shown = {"digest": digest, "changed": told}
    receipt = event(2, "receive", w.NEXT_LEADER, w.NEXT_TEAM, RECEIPT, **shown)
    done = apply(before, receipt, context, issues)
    write(root, PATH, done)
    return done


def rewritten(root: Path, before: Handover, **changes: Any) -> None:
    """Write a handover with changes, and with whatever seals and counts then fit it."""
    after = Handover.model_validate(dump(before) | changes)
    events = []
    for each in after.events:
        now = {line.number: line for line in each.changed}
        digest = list_digest([now.get(line.number, line) for line in after.issues])
        events.append(each.model_copy(update={"digest": digest}))
    counts: dict[str, int] = {}
    for line in after.issues:
        counts[line.status.value] = counts.get(line.status.value, 0) + 1
    kept = {line.number for line in after.issues}
    disputes = tuple(number for number in after.disputes if number in kept)
    looked = tuple(line.number for line in after.issues if line.next == "look-back")
    update = {"events": tuple(events), "disputes": disputes, "look_backs": looked}
    plain = dump(after.model_copy(update=update)) | {"counts": counts}
    write(root, PATH, Handover.model_validate(plain))


def lines(handover: Handover, *without: str) -> list[Any]:
    return [dump(line) for line in handover.issues if line.number not in without]


def good_SF301_offered(root: Path) -> None:
    offered(root)


def good_SF301_received(root: Path) -> None:
    received(root)


def bad_SF301_line_taken_away(root: Path) -> None:
    before = offered(root)
    write(root, PATH, before.model_copy(update={"issues": before.issues[1:]}))


def bad_SF301_receipt_of_another_list(root: Path) -> None:
    before = received(root)
    receipt = before.events[1].model_copy(update={"changed": ()})
    write(root, PATH, before.model_copy(update={"events": (before.events[0], receipt)}))


def bad_SF301_counts(root: Path) -> None:
    write(root, PATH, offered(root).model_copy(update={"counts": {}}))


def bad_SF301_look_backs(root: Path) -> None:
    write(root, PATH, offered(root).model_copy(update={"look_backs": (NUMBER,)}))


def bad_SF301_disputes(root: Path) -> None:
    write(root, PATH, offered(root).model_copy(update={"disputes": ()}))


def good_SF302_by_the_office_with_a_reason(root: Path) -> None:
    before = offered(root)
    offer = dump(before.events[0]) | {
        "by": w.OFFICER,
        "for": w.OFFICE,
        "reason": "组长出差（虚构）",
    }
    rewritten(root, before, events=[offer])


def bad_SF302_by_the_office_without_a_reason(root: Path) -> None:
    before = offered(root)
    rewritten(root, before, events=[dump(before.events[0]) | {"by": w.OFFICER, "for": w.OFFICE}])


def bad_SF302_received_by_the_wrong_leader(root: Path) -> None:
    before = received(root)
    receipt = dump(before.events[1]) | {"by": w.LEADER}
    rewritten(root, before, events=[dump(before.events[0]), receipt])


def bad_SF302_received_twice(root: Path) -> None:
    before = received(root)
    again = dump(before.events[1]) | {"n": 3}
    rewritten(root, before, events=[*map(dump, before.events), again])


def bad_SF302_to_a_team_not_posted(root: Path) -> None:
    rewritten(root, offered(root), to=w.OTHER_TEAM)


def good_SF303_handed_over_twice(root: Path) -> None:
    received(root)


def bad_SF303_from_who_does_not_hold(root: Path) -> None:
    given = w.handover(1, w.OTHER_TEAM, w.OFFICE, ("2026-06-15", "offer"), place="640200")
    write(root, layout.handover_path("640200", "0001"), given)


def bad_SF303_offered_twice(root: Path) -> None:
    before = offered(root)
    again = before.model_copy(update={"number": "0003"})
    write(root, layout.handover_path(CITY, "0003"), again)


def bad_SF303_county_offered_along_with_its_city(root: Path) -> None:
    offered(root)
    county = w.handover(1, w.TEAM, w.NEXT_TEAM, ("2026-06-16", "offer"), place="640121")
    write(root, layout.handover_path("640121", "0001"), county)


def bad_SF303_number_left_out(root: Path) -> None:
    before = offered(root)
    (root / PATH).unlink()
    write(root, layout.handover_path(CITY, "0003"), before.model_copy(update={"number": "0003"}))


def bad_SF303_dated_back(root: Path) -> None:
    before = received(root)
    receipt = dump(before.events[1]) | {"at": "2026-06-14T09:00:00+08:00"}
    rewritten(root, before, events=[dump(before.events[0]), receipt])


def good_SF304_changed_since(root: Path) -> None:
    received(root)
    changed = w.act(
        Ledger(root).issue(NUMBER),
        w.world("next"),
        "submit",
        "p",
        "2026-06-20",
        **{"for": Ledger(root).issue(NUMBER).responsible.rectify},
    )
    keep(root, changed)


def bad_SF304_altered_digest(root: Path) -> None:
    before = offered(root)
    spoilt = lines(before)
    spoilt[0] = spoilt[0] | {"digest": "0" * 64}
    rewritten(root, before, issues=spoilt)


def bad_SF304_altered_due(root: Path) -> None:
    before = offered(root)
    spoilt = lines(before)
    spoilt[0] = spoilt[0] | {"due": "2027-07-01"}
    rewritten(root, before, issues=spoilt)


def bad_SF304_foreign(root: Path) -> None:
    before = offered(root)
    elsewhere = seal(w.brought_to("rectifying", number=NEW)).model_copy(update={"place": "640202"})
    keep(root, elsewhere)
    line = ListedIssue(
        number=NEW,
        status="rectifying",
        next="submit",
        due=elsewhere.due,
        digest=seal(elsewhere).digest or "",
    )
    rewritten(root, before, issues=[*lines(before), dump(line)])


def bad_SF304_no_such_issue(root: Path) -> None:
    before = offered(root)
    line = dump(before.issues[0]) | {"number": NEW}
    rewritten(root, before, issues=[*lines(before), line])


def bad_SF304_closed_then(root: Path) -> None:
    before = offered(root)
    closed = seal(w.brought_to("closed", number=NEW))
    keep(root, closed)
    line = ListedIssue(number=NEW, status="closed", digest=closed.digest or "")
    rewritten(root, before, issues=[*lines(before), dump(line)])


def good_SF305_found_since(root: Path) -> None:
    received(root)
    keep(root, later(NEW))


def bad_SF305_confirmed_by_the_giver(root: Path) -> None:
    before = offered(root)
    rewritten(root, before, issues=lines(before, PROVEN))


def bad_SF305_on_the_list_before(root: Path) -> None:
    first = received(root)
    context = Ledger(root).context
    at = OFFER + timedelta(days=30)
    issues = [i for i in Ledger(root).issues() if i.number != NUMBER]
    going = open_issues(CITY, issues, context, at)
    drawn = draw_up(CITY, "0003", w.NEXT_TEAM, w.OFFICE, going, context, at)
    offer = event(1, "offer", w.NEXT_LEADER, w.NEXT_TEAM, at, digest=list_digest(drawn.issues))
    assert NUMBER in {line.number for line in first.issues}
    path = layout.handover_path(CITY, "0003")
    write(root, path, drawn.model_copy(update={"events": (offer,)}))


def good_SF306_registered_by_the_receiver(root: Path) -> None:
    received(root)
    keep(root, later(NEW))


def bad_SF306_registered_offline_before_the_offer(root: Path) -> None:
    received(root)
    keep(root, w.act(late(NEW), w.world("own"), "confirm", "l", "2026-06-17"))


def bad_SF306_registered_while_offered(root: Path) -> None:
    received(root)
    issue = draft(w.firm_finding(number=NEW) | _FOUND_NEXT)
    keep(root, w.act(issue, w.world("next"), "register", "h", "2026-06-15T18:00:00"))


def good_SF306_on_a_later_list(root: Path) -> None:
    bad_SF306_registered_offline_before_the_offer(root)
    ledger = Ledger(root)
    at = OFFER + timedelta(days=30)
    issues, context = list(ledger.issues()), ledger.context
    going = open_issues(CITY, issues, context, at)
    assert NEW in {issue.number for issue in going}
    drawn = draw_up(CITY, "0003", w.NEXT_TEAM, w.OFFICE, going, context, at)
    offer = event(1, "offer", w.NEXT_LEADER, w.NEXT_TEAM, at, digest=list_digest(drawn.issues))
    done = apply(drawn, offer, context, issues)
    write(root, layout.handover_path(CITY, "0003"), done)


def good_SF306_withdrawn(root: Path) -> None:
    before = offered(root)
    keep(root, late(NEW))
    withdrawal = event(2, "withdraw", w.LEADER, w.TEAM, RECEIPT, reason="补充清单（虚构）")
    write(root, PATH, before.model_copy(update={"events": (*before.events, withdrawal)}))


def good_SF307_handed_over(root: Path) -> None:
    received(root)
    close(root, "2026-06-30")


def bad_SF307_still_holds(root: Path) -> None:
    close(root, "2026-06-30")


def bad_SF307_closed_before_the_receipt(root: Path) -> None:
    received(root)
    close(root, "2026-06-15")


def good_SF308_until_next_year(root: Path) -> None:
    name_officer(root, until="2199-12-31")


def bad_SF308_nobody_named(root: Path) -> None:
    charter = Ledger(root).charter
    write(root, layout.CHARTER, charter.model_copy(update={"officers": ()}))


def bad_SF308_named_until_last_year(root: Path) -> None:
    name_officer(root, until="2026-01-31")


def at_once(root: Path, first: Handover, *further: HandoverEvent) -> None:
    """Let a second clone offer to the overall office what is offered already."""
    path = layout.handover_path(CITY, "038-0002")
    events = (first.events[0], *further)
    second = {"number": "038-0002", "to": w.OFFICE, "events": events}
    write(root, path, first.model_copy(update=second))


def bad_SF309_both_open(root: Path) -> None:
    at_once(root, offered(root))


def bad_SF309_one_received(root: Path) -> None:
    at_once(root, received(root))


def good_SF309_the_other_withdrawn(root: Path) -> None:
    withdrawal = event(2, "withdraw", w.LEADER, w.TEAM, RECEIPT, reason="另一份在先（虚构）")
    at_once(root, received(root), withdrawal)


def good_SF303_offered_in_two_clones(root: Path) -> None:
    at_once(root, received(root))


_FOUND_NEXT = {
    "found": {
        "on": "2026-06-15",
        "by": [w.NEXT_MEMBER],
        "team": w.NEXT_TEAM,
        "mode": "covert",
        "source": "own",
        "site_record": "signed",
    }
}


def late(number: str) -> Issue:
    """Return what T1 registered offline before the offer."""
    return w.act(
        draft(w.firm_finding(number=number)), w.world("own"), "register", "i", "2026-06-14"
    )


def later(number: str) -> Issue:
    """Return what the next team registered after it received the place."""
    issue = draft(w.firm_finding(number=number) | _FOUND_NEXT)
    return w.act(issue, w.world("next"), "register", "h", "2026-06-20")


def close(root: Path, day: str) -> None:
    rotation = Ledger(root).rounds["2026-1"]
    write(root, FIRST_ROUND, Round.model_validate(dump(rotation) | {"closed": day}))


def name_officer(root: Path, until: str) -> None:
    named = [{"person": w.NAMED, "since": w.SINCE, "until": until}]
    charter = dump(Ledger(root).charter) | {"officers": named}
    write(root, layout.CHARTER, Charter.model_validate(charter))


def good_SF310_received_by_another(root: Path) -> None:
    received(root)


def bad_SF310_received_by_who_gave(root: Path) -> None:
    done = received(root)
    offer, receive = done.events
    events = (offer, receive.model_copy(update={"by": offer.by}))
    write(root, PATH, done.model_copy(update={"events": events}))
