"""What is done to audit what was closed: the list fixed, the sample drawn, the rate told."""

from datetime import date

from sfcheck.actions.desk import Desk
from sfcheck.actions.entries import PLACE, find
from sfcheck.actions.proceedings.issuing import commit_of
from sfcheck.actions.proceedings.steps import Facts, begun, put, take
from sfcheck.documents import audits as documents
from sfcheck.documents.paper import Paper
from sfcheck.domain.audits.bounds import clopper_pearson
from sfcheck.domain.audits.law import AUDIT, closed_there, looked_at, sample
from sfcheck.domain.audits.record import Audit, Drawn
from sfcheck.domain.base.records import dump
from sfcheck.domain.believing import believed
from sfcheck.errors import Refused
from sfcheck.ledger.snapshot import at_commit
from sfcheck.ledger.store import Ledger


def plan(
    desk: Desk, place: str, since: date, until: date, *, size: int, public: str, public_on: date
) -> Audit:
    """Fix the list of what is closed in the last commit; raises `Refused` as the law of audits."""
    with desk.writing():
        code = find(PLACE, desk.ledger.places, place).code
        new = begun(desk, AUDIT, {"place": code, "since": since, "until": until})
        commit = commit_of(desk.repository)
        with at_commit(desk.ledger.root, commit) as then:
            frame = closed_there(believed(then.issues(), then.context), new, then.context)
        if not frame:
            raise Refused("audit-frame", size=size, count=0)
        shown = {"size": size, "public": public, "public_on": public_on}
        pin = {"commit": commit}
        return put(desk, AUDIT, new, "plan", {"pin": pin, "frame": list(frame), **shown})


def draw(desk: Desk, given: str, value: str) -> Audit:
    """Draw the sample that the public value decides."""
    return take(
        desk,
        AUDIT,
        given,
        "draw",
        lambda audit: {"value": value, "drawn": list(sample(audit, value))},
    )


def conclude(desk: Desk, given: str) -> Audit:
    """Tell the share of what was closed and is not solved, by the look-backs since the draw."""

    def told(audit: Audit) -> Facts:
        draw, commit = audit.last(Drawn), commit_of(desk.repository)
        with at_commit(desk.ledger.root, commit) as then:
            issues = [then.issue(number) for number in (draw.drawn if draw else ())]
            looked = [*looked_at(audit, believed(issues, then.context))]
        false = sum(not each.passed for each in looked)
        lower, upper = clopper_pearson(false, max(len(looked), 1))
        shown = {"false": false, "lower": lower, "upper": upper}
        return {"pin": {"commit": commit}, "looked": [dump(each) for each in looked], **shown}

    return take(desk, AUDIT, given, "conclude", told)


def drop(desk: Desk, given: str, reason: str) -> Audit:
    """Drop what was begun by mistake."""
    return take(desk, AUDIT, given, "drop", {"reason": reason})


def paper(ledger: Ledger, audit: Audit) -> Paper:
    """Return an audit as a paper."""
    return documents.audit(audit, ledger.context)
