"""From what a person answered to what an event shows: defaults, evidence, papers, files."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sfcheck.actions.desk import Desk, in_full
from sfcheck.actions.entries import names
from sfcheck.actions.issues.steps import Facts
from sfcheck.domain.base.numbers import parse
from sfcheck.domain.base.records import Record, dump
from sfcheck.domain.base.vocabulary import Status
from sfcheck.domain.issues.record import AMENDABLE, Issue, standing_value
from sfcheck.domain.issues.requirements.notices import waiting_receipts
from sfcheck.domain.world.calendar import Span
from sfcheck.errors import Refused
from sfcheck.exchange import photos
from sfcheck.ledger.files import handed_in, layout

EVIDENCE_LIMIT = 64
"""Megabytes of the largest file kept as evidence, where the policy does not say."""
_EVIDENCE = re.compile(r"(?P<name>.+?)@(?P<on>\d{4}-\d{2}-\d{2})(?:@(?P<file>.+))?", re.DOTALL)
_DAYS = re.compile(r"(?P<days>[1-9][0-9]{0,2}) ?个?(?P<unit>d|w|日|天|工作日)")
"""Days given instead of a due date: so many, or so many working days."""
_STRUCTURED = ("unit", "criterion")

Understood = tuple[Facts | Callable[[Issue], Facts], dict[str, bytes]]


def understood(desk: Desk, do: str, answers: Mapping[str, Any]) -> Understood:
    """Return the facts of the step `do` (or a function giving them for an issue), and new files.

    Raises `Refused`: `bad-evidence`, `not-attested`, `bad-json`, `half-a-paper`, `no-such-file`,
    `file-too-big`.
    """
    facts = dict(answers)
    files: dict[str, bytes] = {}
    if "evidence" in facts:
        facts["evidence"] = [_evidence(desk, text, files) for text in facts["evidence"]]
    if paper := {key: facts.pop(key) for key in ("document", "signed_by") if key in facts}:
        if len(paper) < 2:
            raise Refused("half-a-paper")
        facts["paper"] = paper
    if do in _UNDERSTOOD:
        return _UNDERSTOOD[do](desk, facts, files), files
    return facts, files


def _confirm(desk: Desk, facts: dict[str, Any], files: dict[str, bytes]) -> Facts:
    if not facts.get("true_and_accurate"):
        raise Refused("not-attested")
    return {"attest": "true and accurate"}


def _body(desk: Desk, given: str) -> str:
    """Return the id of a body of the registry as people name it; else what was given."""
    known = desk.ledger.context.body_called(given)
    return known if known in desk.ledger.bodies else given


def _place(desk: Desk, given: str) -> str:
    """Return the code of a place as people name it; else what was given."""
    places = desk.ledger.places
    called = [code for code, place in places.items() if given in names(place)]
    return called[0] if len(called) == 1 else given


def _notify(desk: Desk, facts: dict[str, Any], files: dict[str, bytes]) -> Callable[[Issue], Facts]:
    if "sent_to" in facts:
        facts["sent_to"] = [_place(desk, each) for each in facts["sent_to"]]
    if "accept" in facts:
        facts["accept"] = _body(desk, facts["accept"])

    def of(issue: Issue) -> Facts:
        unit = issue.unit.body or issue.unit.name
        told = desk.ledger.context.localities(issue.place, desk.now.date())
        defaults: Facts = {"rectify": unit, "sent_to": [unit, *told]}
        again = {} if "due" in facts else _told_again(desk, issue)
        return _with_due(desk, {**defaults, **again, **facts}, issue)

    return of


def _acknowledge(
    desk: Desk, facts: dict[str, Any], files: dict[str, bytes]
) -> Callable[[Issue], Facts]:
    def of(issue: Issue) -> Facts:
        waiting, given = waiting_receipts(issue), facts.get("addressee")
        called = [each for each in waiting if given in (each, desk.ledger.context.name(each))]
        first = called or ([] if given else waiting)
        return {**facts, "addressee": first[0] if first else given or "–"}

    return of


def _supervise(desk: Desk, facts: dict[str, Any], files: dict[str, bytes]) -> Facts:
    return {**facts, "body": _body(desk, facts["body"])} if "body" in facts else facts


def _told_again(desk: Desk, issue: Issue) -> Facts:
    """Return the due date a further notice repeats: counted again where it was provisional."""
    if issue.due is None or issue.within is None:
        return {} if issue.due is None else {"due": issue.due}
    again = desk.ledger.context.calendar.again(issue.within)
    if again.within and again.within.recounts(issue.within):
        return again._asdict()
    return {"due": issue.due, "within": issue.within}


def _demand(desk: Desk, facts: dict[str, Any], files: dict[str, bytes]) -> Callable[[Issue], Facts]:
    return lambda issue: _with_due(desk, facts, issue)


def _extend(desk: Desk, facts: dict[str, Any], files: dict[str, bytes]) -> Callable[[Issue], Facts]:
    if "approved_by" in facts:
        facts["approved_by"] = in_full(desk.ledger, [facts["approved_by"]])[0]
    return lambda issue: _counted(desk, facts, issue.due)


def _look_back(
    desk: Desk, facts: dict[str, Any], files: dict[str, bytes]
) -> Callable[[Issue], Facts]:
    verdicts = (facts.get("rectified"), facts.get("measures"), facts.get("solved"))
    return (lambda issue: facts) if all(verdicts) else _demand(desk, facts, files)


def _with_due(desk: Desk, facts: Facts, issue: Issue) -> Facts:
    """Return the facts with a due date: the one given, or that of the policy's preset."""
    if "due" in facts:
        return _counted(desk, facts, None)
    today = desk.now.date()
    span = desk.ledger.policy.span(f"rectify_days_{issue.severity.value}", today)
    counted = desk.ledger.context.calendar.count(span, today)._asdict() if span else {"due": None}
    return {**facts, **counted}


def _counted(desk: Desk, facts: Facts, after: date | None) -> Facts:
    """Return the facts with the date that days given in place of one end on, as `15d`, `15w`."""
    match = _DAYS.fullmatch(str(facts.get("due")).strip())
    if match is None:
        return facts
    span = Span(days=int(match["days"]), working=match["unit"] in ("w", "工作日"))
    counted = desk.ledger.context.calendar.count(span, after or desk.now.date())
    return {**facts, **counted._asdict()}


def _rule(desk: Desk, facts: dict[str, Any], files: dict[str, bytes]) -> Callable[[Issue], Facts]:
    def of(issue: Issue) -> Facts:
        shown = _counted(desk, facts, None)
        if facts.get("settles") != ["all"]:
            return shown
        return {**shown, "settles": [pending.event for pending in issue.pending]}

    return of


def _void(desk: Desk, facts: dict[str, Any], files: dict[str, bytes]) -> Facts:
    if "duplicate_of" in facts:
        facts["duplicate_of"] = _survivor(desk, facts["duplicate_of"])
    return facts


def _survivor(desk: Desk, given: str) -> str:
    """Return the living issue at the end of a chain of duplicates; raises `Refused`."""
    number, seen = str(parse(given)), set[str]()
    while number not in seen and desk.ledger.status_of(number) is Status.VOIDED:
        seen.add(number)
        number = desk.ledger.issue(number).survivor or number
    return number


def _amend(desk: Desk, facts: dict[str, Any], files: dict[str, bytes]) -> Callable[[Issue], Facts]:
    field = facts.get("field", "")
    if field in _STRUCTURED and "new" in facts:
        try:
            facts["new"] = json.loads(facts["new"])
        except (ValueError, RecursionError) as error:
            raise Refused("bad-json", field=field, problem=error) from error
    if field == "duplicate_of" and "new" in facts:
        facts["new"] = _survivor(desk, facts["new"])
    if field == "accept" and "new" in facts:
        facts["new"] = _body(desk, facts["new"])

    def of(issue: Issue) -> Facts:
        old = standing_value(issue, field) if field in AMENDABLE else None
        return {**facts, "old": dump(old) if isinstance(old, Record) else old}

    return of


def _accept(desk: Desk, facts: dict[str, Any], files: dict[str, bytes]) -> Facts:
    if "on_site" in facts:
        facts["on_site"] = in_full(desk.ledger, facts["on_site"])
    return facts


def _attach(desk: Desk, facts: dict[str, Any], files: dict[str, bytes]) -> Facts:
    if "files" in facts:
        given = map(Path, facts["files"])
        facts["files"] = [{"name": each.name, **_keep(desk, each, files)} for each in given]
    return facts


_UNDERSTOOD: dict[str, Callable[[Desk, dict[str, Any], dict[str, bytes]], Any]] = {
    "confirm": _confirm,
    "notify": _notify,
    "acknowledge": _acknowledge,
    "extend": _extend,
    "return": _demand,
    "reopen": _demand,
    "look-back": _look_back,
    "rule": _rule,
    "void": _void,
    "accept": _accept,
    "supervise": _supervise,
    "amend": _amend,
    "attach": _attach,
}


def _evidence(desk: Desk, text: str, files: dict[str, bytes]) -> dict[str, Any]:
    match = _EVIDENCE.fullmatch(text)
    if match is None:
        raise Refused("bad-evidence", given=text)
    shown = {"name": match["name"], "on": match["on"]}
    if match["file"]:
        shown |= _keep(desk, Path(match["file"]), files)
    return shown


def _keep(desk: Desk, path: Path, files: dict[str, bytes]) -> dict[str, Any]:
    """Take a file in as evidence; return its digest, and when and where a photo was taken."""
    megabytes = desk.ledger.policy.amount("evidence_megabytes", desk.now.date())
    data = handed_in.read(path, (megabytes or EVIDENCE_LIMIT) * 2**20)
    sha256 = hashlib.sha256(data).hexdigest()
    suffix = path.suffix.lower() if re.fullmatch(r"\.[A-Za-z0-9]{1,8}", path.suffix) else ""
    files[layout.evidence_path(sha256, suffix)] = data
    shot = photos.taken(data)
    return {"sha256": sha256, **({"taken": dump(shot)} if shot else {})}
