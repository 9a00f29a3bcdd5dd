"""Spoilt referrals: each function spoils the sound ledger at `root`, or leaves a good one.

All begin with the ledger committed, and a referral of a department to the organization department.
"""

import hashlib
from pathlib import Path
from typing import Any

from sfcheck.domain.base.records import dump
from sfcheck.domain.facts import FactKind, facts
from sfcheck.domain.procedure.pins import pinned
from sfcheck.domain.procedure.record import sealed
from sfcheck.domain.referrals.law import REFERRAL
from sfcheck.domain.referrals.record import Referral
from sfcheck.ledger.files import layout
from sfcheck.ledger.store import Ledger
from tests.checks import spoilt_bulletins
from tests.checks.ledger import CLOSED, NUMBER, PHOTOGRAPH, UNIT, write
from tests.checks.spoilt_bulletins import committed
from tests.support import world as w

PATH = layout.proceeding_path(layout.REFERRALS, "2026", "0001")
LETTER = "某督函〔2026〕5号"
DAY = "2026-07-01"
ABOUT = {"to": "organization", "about": w.RECTIFIES}


def steps(root: Path, commit: str, **other: Any) -> list[dict[str, Any]]:
    """Return the steps of a referral; `other`: what the transfer says else."""
    ledger = Ledger(root)
    issue = ledger.issue(CLOSED)
    known = facts(issue, None, ledger.policy, ledger.bodies, issue.found.on)
    cited = [
        dump(fact) for whom, fact in known if (whom, fact.kind) == (w.RECTIFIES, FactKind.DUTY)
    ]
    assert cited
    template = hashlib.sha256(PHOTOGRAPH).hexdigest()  # anything that is kept serves here
    pin = {"commit": commit, "issues": [dump(line) for line in pinned([issue])]}
    answer = {"signatory": "某某", "signed_on": DAY, "document": "纪要"}
    paper = {"document": "函〔2026〕9号", "signed_by": "某部长（虚构）"}
    receiver = "organization-department"
    shown: list[dict[str, Any]] = [
        {"do": "propose", "by": w.CLERK, "facts": cited, "pin": pin},
        {"do": "approve", "by": w.OFFICER, **answer},
        {
            "do": "transfer",
            "by": w.CLERK,
            "document": LETTER,
            "issued_on": DAY,
            "to": ["某部"],
            "receiver": receiver,
            "language": "zh",
            "program": "0",
            "templates": {"md": template},
            "papers": {"md": "0" * 64},
            **other,
        },
        {
            "do": "verify",
            "by": w.CLERK,
            "for": other.get("receiver", receiver),
            "paper": paper,
            "findings": [{"fact": 1, "verified": True, "opinion": "属实"}],
        },
    ]
    moment = f"{DAY}T09:00:00+08:00"
    return [{"n": n, "at": moment, "for": w.OFFICE, **step} for n, step in enumerate(shown, 1)]


def put(root: Path, given: list[dict[str, Any]], number: str = "0001", **about: str) -> Referral:
    """Write a referral of these steps, each with its seal, whether the law allows it or not."""
    known = {"year": "2026", "number": number, **ABOUT, **about}
    referral = Referral.model_validate(known)
    for step in given:
        events = [*map(dump, referral.events), step]
        grown = Referral.model_validate({**dump(referral), "events": events})
        last = grown.events[-1]
        last = last.model_copy(update={"seal": sealed(referral, last)})
        referral = grown.model_copy(update={"events": (*grown.events[:-1], last)})
    write(root, layout.proceeding_path(layout.REFERRALS, "2026", number), referral)
    return referral


def lawful(root: Path, **other: Any) -> Referral:
    """Commit the ledger and refer somebody, which the law takes."""
    referral = put(root, steps(root, committed(root), **other))
    after = referral.model_copy(update={"events": ()})
    for step in referral.events:
        after = REFERRAL.apply(after, step, Ledger(root).context)
    assert after == referral
    return referral


def good_SF501_referral(root: Path) -> None:
    lawful(root)


def bad_SF501_letter_without_approval(root: Path) -> None:
    given = steps(root, committed(root))
    put(root, [given[0], given[2] | {"n": 2}])


def bad_SF501_proposer_verifies(root: Path) -> None:
    given = steps(root, committed(root))
    given[3]["paper"] = {"document": "函", "signed_by": w.CLERK}
    put(root, given)


def good_SF511_issue_that_moved_on(root: Path) -> None:
    lawful(root)
    (root / layout.issue_path(CLOSED)).unlink()


def bad_SF511_other_digest(root: Path) -> None:
    given = steps(root, committed(root))
    given[0]["pin"]["issues"][0]["digest"] = "0" * 64
    put(root, given)


def bad_SF511_no_such_commit(root: Path) -> None:
    committed(root)
    put(root, steps(root, "1" * 40))


def good_SF512_on_record(root: Path) -> None:
    lawful(root)


def bad_SF512_other_kind(root: Path) -> None:
    given = steps(root, committed(root))
    given[0]["facts"][0]["kind"] = "overdue"
    put(root, given)


def bad_SF512_somebody_else(root: Path) -> None:
    put(root, steps(root, committed(root)), about=w.ELSEWHERE)


def bad_SF512_not_overdue_yet(root: Path) -> None:
    commit = committed(root)
    given = steps(root, commit)[:1]
    due = {"kind": "overdue", "issue": NUMBER, "event": 3, "on": DAY}
    listed = [dump(line) for line in pinned([Ledger(root).issue(NUMBER)])]
    given[0] |= {"facts": [due], "pin": {"commit": commit, "issues": listed}}
    put(root, given, to="discipline", about=UNIT)


def good_SF512_overdue_next_day(root: Path) -> None:
    commit = committed(root)
    given = steps(root, commit)[:1]
    due = {"kind": "overdue", "issue": NUMBER, "event": 3, "on": DAY}
    listed = [dump(line) for line in pinned([Ledger(root).issue(NUMBER)])]
    given[0] |= {"facts": [due], "pin": {"commit": commit, "issues": listed}}
    given[0]["at"] = "2026-07-02T09:00:00+08:00"
    put(root, given, to="discipline", about=UNIT)


def good_SF513_two_numbers(root: Path) -> None:
    spoilt_bulletins.lawful(root)
    put(root, steps(root, committed(root)))


def bad_SF513_number_of_a_bulletin(root: Path) -> None:
    spoilt_bulletins.lawful(root)
    put(root, steps(root, committed(root), document=spoilt_bulletins.NUMBER))


def bad_SF513_one_number_twice(root: Path) -> None:
    given = steps(root, committed(root))
    put(root, given)
    put(root, given, "0002")


def good_SF514_kept(root: Path) -> None:
    lawful(root)


def bad_SF514_not_kept(root: Path) -> None:
    put(root, steps(root, committed(root), templates={"md": "1" * 64, "docx": "2" * 64}))


def good_SF515_whole_history(root: Path) -> None:
    lawful(root)
    committed(root)


def bad_SF515_last_commit_alone(root: Path) -> None:
    shallow(root)


def good_SF511_shallow(root: Path) -> None:
    shallow(root)


def good_SF512_shallow(root: Path) -> None:
    shallow(root)


def good_SF516_to_whom_the_charter_names(root: Path) -> None:
    lawful(root)


def bad_SF516_to_another_body(root: Path) -> None:
    lawful(root, receiver="emergency-management")


def bad_SF517_twice(root: Path) -> None:
    first = lawful(root)
    put(root, steps(root, str(first.pin.commit if first.pin else ""))[:1], number="0002")


def good_SF517_once(root: Path) -> None:
    lawful(root)


def shallow(root: Path) -> None:
    """Leave a lawful referral in a clone that has only the commit after the one it rests on."""
    lawful(root)
    committed(root)
    spoilt_bulletins.cut(root)
