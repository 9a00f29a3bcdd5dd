"""Checklists: which there are, how a visit answers one, and the issues that its failures begin."""

from collections.abc import Mapping
from typing import Any

from sfcheck.actions.proceedings.steps import Facts
from sfcheck.actions.templates import folders
from sfcheck.documents import printing, records, visits
from sfcheck.documents.paper import Paper
from sfcheck.domain.base.records import dump
from sfcheck.domain.visits.checklists import Checklist
from sfcheck.domain.visits.law import unregistered
from sfcheck.domain.visits.record import Examined, ItemAnswer, Verdict, Visit
from sfcheck.errors import Refused
from sfcheck.ledger.store import Ledger

TITLE = 40
"""Characters of what was seen that a draft takes as its title."""


def found(ledger: Ledger, given: str) -> Checklist:
    """Return the checklist of a code or a name; raises `Refused` (`no-such-checklist`)."""
    for known in ledger.checklists.values():
        if given in (known.code, known.name.zh, known.name.en):
            return known
    known_ones = ", ".join(ledger.checklists) or "–"
    raise Refused("no-such-checklist", given=given, known=known_ones)


def paper(ledger: Ledger, checklist: Checklist) -> Paper:
    """Return a checklist as a paper to be filled in by hand."""
    return visits.checklist(checklist, ledger.context)


def printed(ledger: Ledger, checklist: Checklist, form: str) -> str | bytes:
    """Return the same in Markdown or Word; raises `Refused` as `printing.printed`."""
    content = printing.content(paper(ledger, checklist))
    return printing.printed(records.KIND, content, form, folders(ledger))


def answered(ledger: Ledger, visit: Visit, facts: Facts) -> Facts:
    """Return what a check shows: every item of the list as it was asked, with its answer.

    `facts`: `checklist`, `unit` where there are several, `fail` and `not_applicable` (an item and
    what was seen, each), `passed` (items), `rest_pass`. Raises `Refused`: `no-such-checklist`,
    `which-unit`, `no-such-item`, `items-unanswered`.
    """
    known = found(ledger, str(facts.get("checklist", "")))
    units = visit.account.units if visit.account else ()
    unit = facts.get("unit") or (units[0] if len(units) == 1 else None)
    if unit is None:
        raise Refused("which-unit", count=len(units), units=", ".join(units))
    given = [
        *((Verdict.MET, each) for each in facts.get("passed", ())),
        *((Verdict.FAIL, each) for each in facts.get("fail", ())),
        *((Verdict.NOT_APPLICABLE, each) for each in facts.get("not_applicable", ())),
    ]
    answers = [_answer(known, verdict, str(text)) for verdict, text in given]
    said = {answer["code"] for answer in answers}
    left = [item for item in known.items if item.code not in said]
    if left and not facts.get("rest_pass"):
        raise Refused("items-unanswered", items=", ".join(item.code for item in left))
    answers += [{**dump(item), "verdict": "pass"} for item in left]
    places = {item.code: at for at, item in enumerate(known.items)}
    return {
        "checklist": known.code,
        "version": known.version,
        "sector": known.sector,
        "sha256": known.sha256,
        "unit": unit,
        "answers": sorted(answers, key=lambda answer: places[answer["code"]]),
    }


def _answer(known: Checklist, verdict: Verdict, text: str) -> dict[str, Any]:
    code, _blank, remark = text.strip().partition(" ")
    item = next((each for each in known.items if each.code == code), None)
    if item is None:
        raise Refused("no-such-item", given=text, checklist=known.code)
    return {**dump(item), "verdict": verdict.value, "remark": remark.strip() or None}


def drafts(ledger: Ledger, visit: Visit, site_record: str | None) -> list[dict[str, Any]]:
    """Return forms of new issues, one for each failure without one, with its legal basis.

    Raises `Refused` (`nothing-failed`).
    """
    account = visit.account
    known = (ledger.issue(number) for number in (account.issues if account else ()))
    forms = [_draft(ledger, visit, *each, site_record) for each in unregistered(visit, known)]
    if not forms:
        raise Refused("nothing-failed", visit=visit.id)
    return forms


def _draft(
    ledger: Ledger, visit: Visit, check: Examined, failed: ItemAnswer, site_record: str | None
) -> dict[str, Any]:
    point, seen = ledger.catalogue.point(failed.nature), failed.remark or failed.ask
    account = visit.account
    found_there: Mapping[str, Any] = {
        "on": str(account.on) if account else None,
        "by": list(account.persons) if account else None,
        "team": visit.team,
        "mode": account.mode.value if account else None,
        "source": "own",
        "site_record": site_record,
    }
    title = seen.partition("\n")[0]
    return {
        "title": title if len(title) <= TITLE else title[: TITLE - 1] + "…",
        "description": seen,
        "duty": point.duty.value if point else "enterprise",
        "severity": failed.severity.value,
        "nature": failed.nature,
        "sector": check.sector,
        "criterion": dump(failed.criterion),
        "place": account.place if account else None,
        "unit": {"name": check.unit},
        "found": {name: value for name, value in found_there.items() if value is not None},
        "suggestion": failed.ask,
    }
