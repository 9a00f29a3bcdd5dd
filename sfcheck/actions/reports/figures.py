"""What comes out of the issues: reports of all kinds, as figures, as papers, as what is behind."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from sfcheck.actions.assurance.checking import doubted
from sfcheck.actions.entries import PLACE, ROUND, find
from sfcheck.actions.rotation.rounds import find_team
from sfcheck.actions.templates import folders
from sfcheck.documents import printing
from sfcheck.documents.engines.excel import workbook
from sfcheck.documents.figures import scope
from sfcheck.documents.figures import tables as report
from sfcheck.documents.figures.explaining import explain, explanation, plain_explanation
from sfcheck.documents.figures.kinds import KINDS
from sfcheck.documents.figures.scope import Scope
from sfcheck.documents.figures.values import Figures, figures, plain
from sfcheck.documents.paper import Paper
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.world.rounds import Round
from sfcheck.errors import Refused
from sfcheck.ledger.index.answers import answer
from sfcheck.ledger.index.keeping import Index
from sfcheck.ledger.queries import Query, unreadable
from sfcheck.ledger.store import Ledger

T = TypeVar("T")


def scope_of(
    ledger: Ledger,
    kind: str,
    given: str | None = None,
    *,
    since: date | None = None,
    until: date | None = None,
    rotation: str | None = None,
    place: str | None = None,
) -> Scope:
    """Return what a report of that kind is about: `given`, or the latest round, or all.

    `rotation` and `place` narrow it; `since` and `until` are the period of what was done. Raises
    `Refused`: `no-round`, `no-such-entry`, `no-such-unit`, `period-reversed`.
    """
    if since and until and until < since:
        raise Refused("period-reversed", since=since, until=until)
    found = _scope(ledger, kind, given).during(since, until)
    if rotation is not None:
        found = found.narrowed("round = ?", find(ROUND, ledger.rounds, rotation).id)
    if place is not None:
        found = found.narrowed(scope.LIES_IN, find(PLACE, ledger.places, place).code)
    return found


def _scope(ledger: Ledger, kind: str, given: str | None) -> Scope:
    about = KINDS[kind].about
    if about == "round":
        return scope.of_round(_round(ledger, given), kind)
    if about == "place":
        place = find(PLACE, ledger.places, given or ledger.charter.place).code
        return scope.of_place(place, ledger.context, kind)
    if about == "team":
        return scope.of_team(*find_team(ledger, given or ""), kind)
    if about == "unit" and given is not None:
        return told_by(ledger, lambda index: scope.of_unit(index, given))
    return scope.of_ledger("units" if about == "unit" else kind, ledger.context)


def figures_of(ledger: Ledger, of: Scope, at: datetime) -> Figures:
    """Return the figures of a scope at a moment, told by the index.

    Raises `Refused`: what is wrong with a record, for figures of a part are not given for the
    whole.
    """
    found = told_by(ledger, lambda index: figures(of, index, ledger.context, at))
    return replace(found, doubted=len(doubted(ledger)))


def told_by(ledger: Ledger, ask: Callable[[Index], T]) -> T:
    """Return what the index of a ledger tells; raises `Refused` where a record cannot be read."""

    def whole(index: Index) -> T:
        for path in unreadable(index, Query()):
            ledger.load(Issue, path)
        return ask(index)

    return answer(ledger.root, whole)


class ReportTold(NamedTuple):
    """What a report tells, made when it is asked for: for people, and as plain data by a name."""

    name: str
    paper: Callable[[], Paper]
    plain: Callable[[], Mapping[str, Any]]
    templates: Sequence[Path]


def told_of(ledger: Ledger, found: Figures) -> ReportTold:
    """Return the report that figures make; the ledger's own template goes before ours."""
    context = ledger.context
    return ReportTold(
        "figures",
        lambda: report.report(found, context),
        lambda: plain(found, context),
        folders(ledger),
    )


def explained(ledger: Ledger, of: Scope, at: datetime, asked: str) -> ReportTold:
    """Return what is behind a figure of a report, or behind a line of it.

    Raises `Refused`: `no-such-figure`, `no-such-line`, and as `figures_of`.
    """
    context = ledger.context
    found = told_by(ledger, lambda index: explain(of, index, context, at, asked))
    return ReportTold(
        "explanation",
        lambda: explanation(found, context),
        lambda: plain_explanation(found),
        folders(ledger)[-1:],
    )


def printed(told: ReportTold, form: str) -> str | bytes:
    """Return a report as `md`, `docx` or `xlsx`; raises `Refused` as `printing.printed`."""
    if form == "xlsx":
        return workbook(told.paper())
    content = printing.content(told.paper(), figures=told.plain())
    return printing.printed("report", content, form, told.templates)


def dashboard(ledger: Ledger, of: Scope, at: datetime) -> str:
    """Return the dashboard of a scope at a moment, as one page in HTML.

    Raises `Refused`: `bad-template`, what is wrong with the file, and as `figures_of`.
    """
    from sfcheck.documents.dashboard import page  # no other report draws
    from sfcheck.documents.dashboard.overview import overview

    doubts = len(doubted(ledger))
    content = told_by(
        ledger, lambda index: page.content(overview(of, index, ledger.context, at, doubts))
    )
    return page.page(content, folders(ledger))


def _round(ledger: Ledger, given: str | None) -> Round:
    if given is not None:
        return find(ROUND, ledger.rounds, given)
    if not ledger.rounds:
        raise Refused("no-round")
    return max(ledger.rounds.values(), key=lambda rotation: (rotation.start, rotation.id))
