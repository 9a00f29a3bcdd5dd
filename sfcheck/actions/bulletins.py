"""What is done to issue a bulletin: drafting, putting together, signing off, publishing."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sfcheck import __version__
from sfcheck.actions.desk import Desk
from sfcheck.actions.printing import commit_of, content_of, papers_of, templates_of
from sfcheck.actions.registries import PLACE, ROUND, find
from sfcheck.domain.base import dump
from sfcheck.domain.bulletins import apply_step, covers, pinned, sealed
from sfcheck.domain.misfits import fit
from sfcheck.domain.publishing import (
    Bulletin,
    BulletinStep,
    Consolidated,
    Drafted,
    Published,
    Signed,
)
from sfcheck.errors import Refused
from sfcheck.language import current
from sfcheck.ledger import canonical, layout
from sfcheck.ledger.snapshot import at_commit
from sfcheck.ledger.store import Ledger


def draft(
    desk: Desk,
    title: str,
    *,
    rotation: str | None = None,
    place: str | None = None,
    duty: str | None = None,
    severity: str | None = None,
) -> Bulletin:
    """Begin a bulletin about the issues of a round, a place, a duty, a severity, or all."""
    with desk.writing():
        ledger, year = desk.ledger, f"{desk.now.year}"
        used = [int(each.number) for each in ledger.bulletins if each.year == year]
        scope = {
            "round": rotation and find(ROUND, ledger.rounds, rotation).id,
            "place": place and find(PLACE, ledger.places, place).code,
            "duty": duty,
            "severity": severity,
        }
        fields = {"year": year, "number": f"{1 + max(used, default=0):04}", "title": title}
        begun = _fitting(Bulletin, {**fields, "scope": scope})
        return _write(desk, begun, _step(desk, begun, Drafted, "draft", {}))


def consolidate(
    desk: Desk,
    given: str,
    *,
    recommendations: Sequence[str] = (),
    demands: Sequence[tuple[date, str]] = (),
    contact: str | None = None,
) -> Bulletin:
    """Put a bulletin together from the issues of the last commit, which are pinned."""
    with desk.writing():
        bulletin = found(desk.ledger, given)
        commit = commit_of(desk.repository)
        with at_commit(desk.ledger.root, commit) as then:
            covered = (i for i in then.issues() if covers(bulletin.scope, i, then.context))
            listed = pinned(covered)
        shown = {
            "recommendations": list(recommendations),
            "demands": [{"due": due, "text": text} for due, text in demands],
            "contact": contact,
            "pin": {"commit": commit, "issues": [dump(line) for line in listed]},
        }
        return _write(desk, bulletin, _step(desk, bulletin, Consolidated, "consolidate", shown))


def sign(desk: Desk, given: str, *, signatory: str, signed_on: date) -> Bulletin:
    """Record that a leader signed the bulletin off on paper."""
    with desk.writing():
        bulletin = found(desk.ledger, given)
        shown = {"signatory": signatory, "signed_on": signed_on}
        return _write(desk, bulletin, _step(desk, bulletin, Signed, "sign", shown))


def publish(
    desk: Desk,
    given: str,
    *,
    document: str,
    issued_on: date,
    to: Sequence[str],
    copies: Sequence[str] = (),
    head: str | None = None,
) -> Bulletin:
    """Publish a bulletin; its templates are kept among the evidence, and what they make is pinned.

    The papers are printed once, as they will be printed ever after.
    """
    with desk.writing():
        bulletin = found(desk.ledger, given)
        templates = templates_of(desk.ledger)
        shown: dict[str, Any] = {
            "document": document,
            "issued_on": issued_on,
            "to": list(to),
            "copies": list(copies),
            "head": head,
            "language": current(),
            "templates": {form: each.sha256 for form, each in templates.items()},
            "papers": {},
            "program": __version__,
        }
        step = _step(desk, bulletin, Published, "publish", shown)
        # Refused before anything is printed: what is not signed has no paper.
        after = apply_step(bulletin, step, desk.ledger.context, desk.ledger.bulletins)
        printed = papers_of(content_of(desk.ledger.root, after, desk.now), templates)
        papers = {form: each.sha256 for form, each in printed.items()}
        step = _step(desk, bulletin, Published, "publish", {**shown, "papers": papers})
        kept = {each.path: each.data for each in templates.values()}
        return _write(desk, bulletin, step, kept)


def found(ledger: Ledger, given: str) -> Bulletin:
    """Return a bulletin by its id (`2026-0003`, `2026-3`) or its published number.

    Raises `Refused` (`no-such-bulletin`).
    """
    year, _dash, number = given.partition("-")
    for bulletin in ledger.bulletins:
        published = bulletin.last(Published)
        if published and published.document == given:
            return bulletin
        if bulletin.year == year and number.isdecimal() and int(number) == int(bulletin.number):
            return bulletin
    raise Refused("no-such-bulletin", given=given)


def _fitting(model: type[Any], fields: Mapping[str, Any]) -> Any:
    present = {name: value for name, value in fields.items() if value is not None}
    record, misfits = fit(model, present)
    if record is None:
        raise Refused("bulletin-value", field=misfits[0].field, problem=misfits[0].problem)
    return record


def _step(
    desk: Desk, bulletin: Bulletin, model: type[Any], do: str, shown: Mapping[str, Any]
) -> BulletinStep:
    """Return a step of this desk's person, for the overall office, with its seal."""
    fields = {
        "n": len(bulletin.events) + 1,
        "at": desk.now,
        "do": do,
        "by": desk.person,
        "for": desk.ledger.context.overall,
        **shown,
    }
    step: BulletinStep = _fitting(model, fields)
    return step.model_copy(update={"seal": sealed(bulletin, step)})


def _write(
    desk: Desk,
    bulletin: Bulletin,
    step: BulletinStep,
    further: Mapping[str, bytes] | None = None,
) -> Bulletin:
    after = apply_step(bulletin, step, desk.ledger.context, desk.ledger.bulletins)
    path = layout.bulletin_path(after.year, after.number)
    new = {at: data for at, data in (further or {}).items() if not desk.ledger.exists(at)}
    desk.commit(
        {path: canonical.emit(dump(after)), **new},
        {path: desk.ledger.read(path) if bulletin.events else None},
        action=f"bulletin-{step.do}",
        subject=f"{after.id} {after.title}",
    )
    return after
