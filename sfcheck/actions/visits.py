"""What is done with visits: putting them on record, amending, studying a case, consulting."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sfcheck.actions import checklists
from sfcheck.actions.desk import Desk, in_full
from sfcheck.actions.entries import BODY, PLACE, find
from sfcheck.actions.issues.forms import own_team
from sfcheck.actions.issues.forms import read as read_forms
from sfcheck.actions.issues.steps import known_number
from sfcheck.actions.proceedings.steps import Facts, begun, put, take
from sfcheck.actions.proceedings.steps import found as find_record
from sfcheck.actions.templates import folders
from sfcheck.documents import printing
from sfcheck.documents import visits as documents
from sfcheck.documents.paper import Paper
from sfcheck.domain.base.records import dump
from sfcheck.domain.base.vocabulary import Mode
from sfcheck.domain.visits.law import POINTS, VISIT
from sfcheck.domain.visits.record import Visit
from sfcheck.errors import Refused
from sfcheck.ledger.store import Ledger


def form(source: Any) -> dict[str, Any]:
    """Return the one entry of a form (a path, or its bytes); raises `Refused` (`not-a-form`)."""
    entries = read_forms(source)
    if len(entries) > 1:
        raise Refused("not-a-form", path=str(source) if not isinstance(source, bytes) else "-")
    return entries[0]


def record(desk: Desk, facts: Facts) -> Visit:
    """Put a visit on record; the day, the team and who went default to today's and to this desk.

    `facts` are the fields of its account, and `team`. `check` may be a list of the points that were
    not kept, by point: the others were. Raises `Refused`: what the law of visits says.
    """
    with desk.writing():
        shown = dict(facts)
        place = find(PLACE, desk.ledger.places, str(shown.pop("place", ""))).code
        on = _day(str(shown.get("on", "")))
        team = shown.pop("team", None) or own_team(desk, place, on)
        if team is None:
            raise Refused("visit-team", place=desk.ledger.context.name(place))
        defaults = {"on": desk.now.date().isoformat(), "persons": [desk.person]}
        account = _account(desk, {**defaults, **shown, "place": place})
        new = begun(desk, VISIT, {"team": str(team)})
        return put(desk, VISIT, new, "record", {"account": account})


def amend(desk: Desk, given: str, facts: Facts, *, why: str) -> Visit:
    """Tell the account of a visit anew: `facts` are the fields that were wrong or are missing."""

    def told(visit: Visit) -> Facts:
        before = dump(visit.account) if visit.account else {}
        shown = {**before, **facts}
        if "place" in facts:
            shown["place"] = find(PLACE, desk.ledger.places, str(facts["place"])).code
        if shown.get("mode") == Mode.OVERT and "check" not in facts:
            shown.pop("check", None)
        return {"account": _account(desk, shown), "why": why}

    return take(desk, VISIT, given, "amend", told)


def study(desk: Desk, given: str, facts: Facts) -> Visit:
    """Record the study of a case; it is about what the visit found unless it says otherwise."""

    def told(visit: Visit) -> Facts:
        named = facts.get("issues") or (visit.account.issues if visit.account else ())
        answerable = [
            {**each, "who": _body(desk.ledger, each["who"])}
            if isinstance(each, Mapping) and isinstance(each.get("who"), str)
            else each
            for each in _list(facts.get("answerable", ()))
        ]
        issues = [known_number(desk.ledger, str(each)) for each in _list(named)]
        return {**facts, "issues": issues, "answerable": answerable}

    return take(desk, VISIT, given, "study", told)


def consult(desk: Desk, given: str, facts: Facts) -> Visit:
    """Record a consultation on one issue; of a person of the roster the body is known.

    On behalf of the place's holder where the person is its head, else of the overall office.
    """

    def told(visit: Visit) -> Facts:
        shown = {"on": desk.now.date().isoformat(), **facts}
        if "issue" in shown:
            shown["issue"] = known_number(desk.ledger, str(shown["issue"]))
        shown["opinions"] = [
            _opinion(desk, each, str(shown["on"])) for each in _list(shown.get("opinions", ()))
        ]
        return shown

    return take(desk, VISIT, given, "consult", told)


def check(desk: Desk, given: str, facts: Facts) -> Visit:
    """Go through a unit by a checklist; raises `Refused` as `checklists.answered` and the law."""

    def told(visit: Visit) -> Facts:
        return checklists.answered(desk.ledger, visit, facts)

    return take(desk, VISIT, given, "check", told)


def found(ledger: Ledger, given: str) -> Visit:
    """Return a visit by its id, such as `2026-037-0001`; raises `Refused` (`no-such-record`)."""
    return find_record(ledger, VISIT, given)


def paper(ledger: Ledger, visit: Visit, kind: str) -> Paper:
    """Return a visit, the report on its last study, or the opinion of its last consultation."""
    return documents.PAPERS[kind](visit, ledger.context)


def printed(ledger: Ledger, visit: Visit, kind: str, form: str) -> str | bytes:
    """Return the same in Markdown or Word; raises `Refused` as `printing.printed`."""
    record = {"id": visit.id, **dump(visit)}
    content = printing.content(paper(ledger, visit, kind), visit=record)
    return printing.printed("visit", content, form, folders(ledger))


def _account(desk: Desk, shown: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of an account as people write them, in full."""
    if isinstance(shown.get("check"), Mapping):
        shown["check"] = kept_but(shown["check"])
    if "issues" in shown:
        shown["issues"] = [known_number(desk.ledger, str(n)) for n in _list(shown["issues"])]
    for name in ("units", "persons"):
        if name in shown:
            shown[name] = _list(shown[name])
    if "persons" in shown:
        shown["persons"] = in_full(desk.ledger, shown["persons"])
    return shown


def kept_but(unkept: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the six answers: each point was kept, but for those of `unkept`, by point, with why.

    Raises `Refused` (`bad-answer`).
    """
    unknown = next((point for point in unkept if point not in POINTS), None)
    if unknown is not None:
        raise Refused("bad-answer", given=unknown, points=", ".join(POINTS))
    return [
        {"point": point, "kept": False, "remark": unkept[point] or None}
        if point in unkept
        else {"point": point, "kept": True}
        for point in POINTS
    ]


def _list(given: Any) -> list[Any]:
    return list(given) if isinstance(given, list | tuple) else [given]


def _body(ledger: Ledger, given: str) -> str:
    """Return the id of a body as people name it; whatever else it is stays as written."""
    try:
        return find(BODY, ledger.bodies, given).id
    except Refused:
        return given


def _opinion(desk: Desk, given: Any, on: str) -> Any:
    if not isinstance(given, Mapping):
        return given
    shown = dict(given)
    if "who" in shown:
        [shown["who"]] = in_full(desk.ledger, [shown["who"]])
    known = desk.ledger.people.get(str(shown.get("who", "")))
    if isinstance(shown.get("body"), str):
        shown["body"] = _body(desk.ledger, shown["body"])
    elif known is not None:
        day = _day(on)
        shown["body"] = known.home_on(day) if day else None
    return shown


def _day(text: str) -> date | None:
    """Return the day a text says; None where it says none, which the record's model tells."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
