"""Spoilt clearances: each function spoils the sound ledger at `root`, or leaves a good one."""

from pathlib import Path
from typing import Any

from sfcheck.domain.base.records import dump
from sfcheck.domain.clearances.law import CLEARANCE, counted, differences
from sfcheck.domain.clearances.record import Clearance, Counted
from sfcheck.domain.procedure.record import sealed
from sfcheck.ledger.files import layout
from sfcheck.ledger.store import Ledger
from tests.checks.ledger import write
from tests.checks.spoilt_bulletins import committed
from tests.support import world as w

CITY = {"place": "640100", "since": "2026-05-01", "until": "2026-05-31"}
STATED = {
    "do": "state",
    "by": w.CLERK,
    "document": "银报〔2026〕3号",
    "self_checks": 3,
    "inspections": 2,
    "still_open": 5,
    "verified_by": ["核查员（虚构）"],
    "verified_on": "2026-06-01",
    "signed": [
        {"body": "party-640100", "who": "书记（虚构）"},
        {"body": "government-640100", "who": "市长（虚构）"},
    ],
}


def put(root: Path, **other: Any) -> None:
    """Write a statement and its comparison with the commit; `other` is what that counted else."""
    commit, ledger = committed(root), Ledger(root)
    clearance = Clearance.model_validate({"year": "2026", "number": "0370001", **CITY})
    clearance = _grown(clearance, STATED)
    known = counted(ledger.issues(), clearance, ledger.context)
    known = Counted.model_validate({**dump(known), **other})
    assert clearance.statement
    found = [dump(each) for each in differences(clearance.statement, known)]
    told = {"pin": {"commit": commit}, "counted": dump(known), "differences": found}
    clearance = _grown(clearance, {"do": "compare", "by": w.OFFICER, **told})
    write(root, layout.proceeding_path("clearances", "2026", "0370001"), clearance)
    assert CLEARANCE.refold(clearance, ledger.context) == clearance


def _grown(clearance: Clearance, step: dict[str, Any]) -> Clearance:
    whole = {"n": len(clearance.events) + 1, "at": "2026-07-01T09:00:00+08:00", "for": w.OFFICE}
    events = [*map(dump, clearance.events), {**whole, **step}]
    grown = Clearance.model_validate({**dump(clearance), "events": events})
    last = grown.events[-1].model_copy(update={"seal": sealed(clearance, grown.events[-1])})
    return grown.model_copy(update={"events": (*grown.events[:-1], last)})


def good_SF561_compared(root: Path) -> None:
    put(root)


def bad_SF561_one_left_out(root: Path) -> None:
    put(root, open=[])


def bad_SF561_other_numbers(root: Path) -> None:
    put(root, self_checks=3)
