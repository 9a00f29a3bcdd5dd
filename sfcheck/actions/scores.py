"""What the assessment office does: open, rate, settle; and the sheet, at any time."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from sfcheck.actions.desk import Desk
from sfcheck.actions.entries import BODY, PLACE, find
from sfcheck.actions.proceedings.issuing import commit_of
from sfcheck.actions.proceedings.steps import Facts, begun, known, put
from sfcheck.actions.proceedings.steps import found as find_record
from sfcheck.actions.templates import folders
from sfcheck.documents import printing
from sfcheck.documents.engines.excel import workbook
from sfcheck.documents.official.letter import Letter
from sfcheck.documents.paper import Paper
from sfcheck.documents.scores import letter as feedback
from sfcheck.documents.scores import sheet as documents
from sfcheck.documents.scores.sheet import Scored
from sfcheck.domain.base.records import dump
from sfcheck.domain.base.vocabulary import ANSWERED_FOR
from sfcheck.domain.believing import believed
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.scores import bearers as bearing
from sfcheck.domain.scores.bearers import Bearer
from sfcheck.domain.scores.law import SCORE, opened, period_of
from sfcheck.domain.scores.matrix import faults
from sfcheck.domain.scores.record import Assessment, Settled
from sfcheck.domain.scores.sheet import Period, day_found
from sfcheck.domain.world.places import within
from sfcheck.domain.world.policy import Matrix
from sfcheck.errors import Refused
from sfcheck.ledger import resources
from sfcheck.ledger.assessed import SheetTold, resettled, told, touched
from sfcheck.ledger.snapshot import at_commit
from sfcheck.ledger.store import Ledger

EXAMPLE = "scoring.yaml"


def example() -> str:
    """Return a whole scoring matrix with its explanations, to be pasted into policy.yaml."""
    return (resources.templates() / EXAMPLE).read_text(encoding="utf-8")


def matrix_on(ledger: Ledger, day: date) -> Matrix:
    """Return the matrix in force on a day; raises `Refused` (`no-matrix`, `bad-matrix`)."""
    matrix = ledger.policy.matrix_on(day)
    if matrix is None:
        raise Refused("no-matrix", day=day)
    for fault in faults(matrix, ledger.catalogue):
        where = ".".join(map(str, fault.way))
        raise Refused("bad-matrix", since=matrix.since, where=where, problem=fault.message)
    return matrix


# -- the steps -----------------------------------------------------------------------------------


def open_(
    desk: Desk, year: str, *, first: date | None = None, last: date | None = None
) -> Assessment:
    """Open the assessment of a year, or of some days of it, by the matrix in force."""
    with desk.writing():
        new = begun(desk, SCORE, {}, year=year)
        first, last = _days(year, first, last)
        matrix = matrix_on(desk.ledger, min(max(desk.now.date(), first), last))
        shown = {"first": first, "last": last, "matrix": dump(matrix)}
        return _put(desk, new, "open", shown)


def rate(desk: Desk, given: str, numbers: Sequence[str], *, effect: str, why: str) -> Assessment:
    """Rate the effect of issues, which must have a finding within the assessment's period."""
    with desk.writing():
        found = found_by(desk.ledger, given)
        first = opened(found)
        period = Period(first.first, first.last, max(desk.now.date(), first.last))
        for number in numbers:
            on = _counts_from(desk.ledger.issue(number))
            if on is None or not period.has(on):
                raise Refused("not-assessed", number=number, score=found.id)
        shown = {"issues": list(numbers), "effect": effect, "why": why}
        return _put(desk, found, "rate", shown)


def _counts_from(issue: Issue) -> date | None:
    return day_found(issue) if issue.status in ANSWERED_FOR else None


def settle(desk: Desk, given: str) -> Assessment:
    """Settle an assessment from the last commit, which is pinned with the issues it counts."""
    with desk.writing():
        found = found_by(desk.ledger, given)
        commit = commit_of(desk.repository)
        first = opened(found)
        period = Period(first.first, first.last, desk.now.date())
        with at_commit(desk.ledger.root, commit) as then:
            issues = believed(then.issues(), then.context)
            made = told(issues, first.matrix, found.ratings, then.context, period)
        shown = {
            "commit": commit,
            "named": len(made.issues),
            "digest": made.digest,
            "totals": made.totals,
        }
        return _put(desk, found, "settle", shown)


def drop(desk: Desk, given: str, *, reason: str) -> Assessment:
    """Record that an assessment will not be settled."""
    with desk.writing():
        found = found_by(desk.ledger, given)
        return _put(desk, found, "drop", {"reason": reason})


def _put(desk: Desk, found: Assessment, do: str, shown: Facts) -> Assessment:
    if desk.ledger.charter.offices.assessment is None:
        raise Refused("no-assessment-office")
    return put(desk, SCORE, found, do, shown)


# -- the sheet -----------------------------------------------------------------------------------


def assessments(ledger: Ledger) -> tuple[Assessment, ...]:
    """Return all assessments on record, by year and number."""
    return known(ledger, SCORE)


def found_by(ledger: Ledger, given: str) -> Assessment:
    """Return an assessment by its id, or by its year the last one that was not dropped.

    Raises `Refused` (`no-such-record`).
    """
    of_year = [each for each in assessments(ledger) if each.year == given and each.state != "drop"]
    return of_year[-1] if of_year else find_record(ledger, SCORE, given)


def scored(ledger: Ledger, given: str | None, now: datetime) -> Scored:
    """Return the sheet of an assessment, or of a year (this one) in which none is open.

    What was settled is told from its own commit; all else is what it would be as the ledger stands.
    Raises `Refused`: `no-matrix`, `bad-matrix`, `no-such-record`, what `resettled` does.
    """
    year = given or f"{now.year}"
    standing = any(each.year == year and each.state != "drop" for each in assessments(ledger))
    if not standing and _is_year(year):
        first, last = _days(year, None, None)
        today = now.date()
        matrix = matrix_on(ledger, min(max(today, first), last))
        return _provisional(ledger, None, year, matrix, Period(first, last, today))
    found = found_by(ledger, year)
    begun, settled = opened(found), found.last(Settled)
    if settled is None:
        period = Period(begun.first, begun.last, now.date())
        return _provisional(ledger, found, found.year, begun.matrix, period)
    made = resettled(ledger.root, found, settled)
    if made.digest != settled.digest or made.totals != [dump(each) for each in settled.totals]:
        raise Refused("score-differs", score=found.id)
    period = period_of(found, settled)
    return _scored(found.year, found, begun.matrix, period, made, settled.day)


def _provisional(
    ledger: Ledger, found: Assessment | None, year: str, matrix: Matrix, period: Period
) -> Scored:
    ratings = found.ratings if found else {}
    made = told(touched(ledger, period), matrix, ratings, ledger.context, period)
    return _scored(year, found, matrix, period, made, None)


def _scored(
    year: str,
    found: Assessment | None,
    matrix: Matrix,
    period: Period,
    made: SheetTold,
    day: date | None,
) -> Scored:
    id_, state = (found.id, found.state) if found else (None, None)
    return Scored(year, id_, state, period, matrix, *made, day)


def paper(found: Scored) -> Paper:
    """Return the sheet as a paper, in the user's language."""
    return documents.paper(found)


def paper_as(ledger: Ledger, found: Scored, form: str) -> str | bytes:
    """Return the sheet as `md`, `docx` or `xlsx`; raises `bad-template`, `bad-word-template`."""
    if form == "xlsx":
        return workbook(paper(found))
    content = printing.content(paper(found))
    return printing.printed("score-sheet", content, form, folders(ledger))


def _is_year(given: str) -> bool:
    return len(given) == len("2026") and given.isascii() and given.isdecimal() and given > "1900"


def _days(year: str, first: date | None, last: date | None) -> tuple[date, date]:
    return first or date(int(year), 1, 1), last or date(int(year), 12, 31)


# -- one body or place ---------------------------------------------------------------------------


def chosen(
    ledger: Ledger, body: str | None, place: str | None, *, inner: bool = True
) -> Callable[[Bearer], bool] | None:
    """Return what tells the bearers that are meant; None where all are.

    A place means all that lies in it too, where `inner`; a locality's body means its place. Raises
    `Refused` (`no-such-entry`).
    """
    if body is None and place is None:
        return None
    bodies = (
        {bearing.of_body(find(BODY, ledger.bodies, body).id, ledger.context)} if body else set()
    )
    code = find(PLACE, ledger.places, place).code if place else None

    def meant(bearer: Bearer) -> bool:
        if bearer in bodies:
            return True
        if code is None or bearer.kind != bearing.PLACE:
            return False
        return bearer.code == code or (inner and code in within(ledger.places, bearer.code))

    return meant


def letter(
    ledger: Ledger, found: Scored, body: str | None, place: str | None, sending: feedback.Sending
) -> Letter:
    """Return the letter to one body or place; raises `Refused` (`nothing-scored`)."""
    meant = chosen(ledger, body, place, inner=False)
    mine = found.of(meant or (lambda bearer: True))
    bearers = {line.bearer for line in mine.sheet.lines}
    if len(bearers) != 1:
        raise Refused("nothing-scored", name=body or place or "–")
    return feedback.feedback(mine, bearers.pop(), sending)


def letter_as(ledger: Ledger, given: Letter, form: str) -> str | bytes:
    """Return a letter as `md` or `docx`; raises `bad-template`, `bad-word-template`."""
    return printing.printed("appraisal", given.content(), form, folders(ledger))
