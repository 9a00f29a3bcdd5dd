"""Spoilt audits: each function spoils the sound ledger at `root`, or leaves a good one."""

from pathlib import Path
from typing import Any

from sfcheck.domain.audits.bounds import clopper_pearson
from sfcheck.domain.audits.law import AUDIT, closed_there, looked_at, sample
from sfcheck.domain.audits.record import Audit
from sfcheck.domain.base.records import dump
from sfcheck.domain.issues.record import seal
from sfcheck.domain.procedure.record import sealed
from sfcheck.ledger.files import layout
from sfcheck.ledger.store import Ledger
from tests.checks.ledger import CLOSED, PROVEN, write
from tests.checks.spoilt_bulletins import committed
from tests.support import world as w

REGION = {"place": "640000", "since": "2026-05-01", "until": "2026-06-20"}
VALUE = "2026070"


def put(root: Path, frame: list[str] | None = None, *, passed: bool | None = None) -> None:
    """Write an audit of all that is closed, of another `frame`, or that tells another result."""
    commit, ledger = committed(root), Ledger(root)
    audit = Audit.model_validate({"year": "2026", "number": "0370001", **REGION})
    known = [*closed_there(ledger.issues(), audit, ledger.context)]
    assert known == [CLOSED]
    listed = {"frame": frame or known, "size": 1, "public": "彩票", "public_on": "2026-07-02"}
    audit = _grown(audit, 1, {"do": "plan", "pin": {"commit": commit}, **listed})
    drawn = [*sample(audit, VALUE)]
    audit = _grown(audit, 3, {"do": "draw", "value": VALUE, "drawn": drawn})
    if passed is not None:
        issue = ledger.issue(drawn[0])
        shown = {"evidence": [{"name": "照片", "on": "2026-07-04"}]}
        again = w.act(issue, w.world("office"), "look-back", "n", "2026-07-04T10:00:00", **shown)
        write(root, layout.issue_path(issue.number), seal(again))
        looked = [*looked_at(audit, [again])]
        told = [dump(each.model_copy(update={"passed": passed})) for each in looked]
        lower, upper = clopper_pearson(int(not passed), 1)
        rate = {"looked": told, "false": int(not passed), "lower": lower, "upper": upper}
        pin = {"pin": {"commit": committed(root)}}
        audit = _grown(audit, 5, {"do": "conclude", **pin, **rate})
    write(root, layout.proceeding_path("audits", "2026", "0370001"), audit)
    assert AUDIT.refold(audit, ledger.context) == audit


def _grown(audit: Audit, day: int, step: dict[str, Any]) -> Audit:
    whole = {"n": len(audit.events) + 1, "at": f"2026-07-{day:02}T09:00:00+08:00"}
    new = {**whole, "by": w.OFFICER, "for": w.OFFICE, **step}
    grown = Audit.model_validate({**dump(audit), "events": [*map(dump, audit.events), new]})
    last = grown.events[-1].model_copy(update={"seal": sealed(audit, grown.events[-1])})
    return grown.model_copy(update={"events": (*grown.events[:-1], last)})


def good_SF571_all_listed(root: Path) -> None:
    put(root)


def bad_SF571_another_in_its_place(root: Path) -> None:
    put(root, [PROVEN])


def good_SF572_as_seen(root: Path) -> None:
    put(root, passed=True)


def bad_SF572_told_otherwise(root: Path) -> None:
    put(root, passed=False)
