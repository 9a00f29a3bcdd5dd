"""Taking over a spreadsheet: each row becomes an issue, or it is said why not.

Two ways: an old ledger is imported (录入旧账) by a clerk and gets no further than a claim; a team's
new findings (`register`) are registered like any other. A row that is on the list already, from
this file or another, is left alone; what its sheet says now is only told.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from sfcheck.actions.desk import Desk, in_full
from sfcheck.actions.issues import forms
from sfcheck.actions.issues.steps import begun, enter
from sfcheck.domain.base.records import LINE_LIMIT
from sfcheck.domain.base.vocabulary import Office
from sfcheck.domain.issues.events import Import
from sfcheck.domain.issues.folding import opening
from sfcheck.domain.issues.record import Issue, draft
from sfcheck.errors import Refused
from sfcheck.exchange.lists.cells import people
from sfcheck.exchange.lists.mapping import load_mapping
from sfcheck.exchange.lists.rows import Reading, SheetRow, read_rows
from sfcheck.language import _
from sfcheck.ledger.conditions import Condition
from sfcheck.ledger.queries import matching

LEDGER_SOURCE = "ledger"
"""The source of what came from a list that does not say where it was found."""
RESPONSIBLE = ("unit_construct", "unit", "unit_build", "unit_supervise", "unit_design")
"""Whose it is to rectify: the first that is filled (施工, 建设, 监理, 设计); the others assist."""
TITLE_LENGTH = 40
_SENTENCE = re.compile(r"[。；;！!？?\n]")
_NUMBERING = re.compile(r"^\s*(?:[一二三四五六七八九十]+、|[（(]?\d{1,2}[)）.、])\s*(?=\D)")


class RowOutcome(NamedTuple):
    """What became of a row, or of part of one: its issue, or the reason there is none."""

    row: int
    part: int
    number: str | None = None
    reason: str | None = None
    notes: tuple[str, ...] = ()


@dataclass
class Intake:
    """What became of a whole sheet."""

    reading: Reading
    created: list[RowOutcome] = field(default_factory=list)
    unchanged: list[RowOutcome] = field(default_factory=list)
    refused: list[RowOutcome] = field(default_factory=list)


class _Candidate(NamedTuple):
    """A row on its way to being an issue, and what its first event made of it."""

    row: SheetRow
    begun: Issue


def take_over(
    desk: Desk,
    path: Path,
    *,
    sheet: str | None = None,
    mapping: Path | None = None,
    split: bool = False,
    year: int | None = None,
    register: Mapping[str, Any] | None = None,
    source: str | None = None,
) -> Intake:
    """Make issues of the rows of a spreadsheet, all in one commit; `desk.dry_run` only shows.

    `sheet`, `mapping`, `split`, `year` say how to read it (`exchange.rows`). `register` enters the
    rows as new findings of this person's team, and gives what every row shows besides its cells
    (duty, mode, site record …); without it they are imported as an old ledger, by a clerk only.
    `source`, as the catalogue calls it, is that of rows whose own cell names none.
    Raises `Refused`: `source-not-listed`, and what is wrong with the file.
    """
    if register is None:
        desk.hold(Office.CLERK)
    preset = _source(desk, source) if source else None
    if source and preset is None:
        raise Refused("source-not-listed", source=source, known=_sources(desk))
    columns = load_mapping(mapping) if mapping else None
    reading = read_rows(path, sheet=sheet, mapping=columns, split=split, year=year)
    intake = Intake(reading)
    intake.refused += [RowOutcome(each.row, 0, reason=each.text) for each in reading.skipped]
    do = "import" if register is None else "register"
    known = _KnownRows(matching(desk.ledger, Condition("imported = 1")))
    candidates = []
    for row in reading.rows:
        try:
            draft = _draft(desk, row, register, preset)
            if number := known.match(draft, reading.digest, row):
                differing = known.differences(number, row)
                intake.unchanged.append(RowOutcome(row.row, row.part, number, notes=differing))
                continue
            facts = _import_facts(path, reading, row) if register is None else {}
            candidates.append(_Candidate(row, begun(desk, draft, do, facts)))
        except Refused as refusal:
            intake.refused.append(RowOutcome(row.row, row.part, reason=str(refusal)))
    entered = enter(desk, do, [candidate.begun for candidate in candidates])
    for candidate, issue in zip(candidates, entered, strict=True):
        number = None if desk.dry_run else issue.number
        notes = _notes(desk, candidate.row, issue)
        intake.created.append(
            RowOutcome(candidate.row.row, candidate.row.part, number, notes=notes)
        )
    intake.refused.sort()
    return intake


def _draft(
    desk: Desk, row: SheetRow, register: Mapping[str, Any] | None, source: str | None
) -> Issue:
    fields = row.fields
    entry: dict[str, Any] = {
        "title": _line(
            fields.get("title") or _title(fields["description"], fields.get("site", ""))
        ),
        "description": fields["description"],
        "severity": fields.get("severity", "general"),
        "place": _place(desk, fields),
        "unit": _unit(fields),
        "as_written": dict(row.as_written),
    }
    if "criterion" in fields:
        entry["criterion"] = {"standard": _line(fields["criterion"])}
    if suggestion := fields.get("suggestion"):
        entry["suggestion"] = suggestion
    if nature := _nature(desk, fields.get("nature_text", "")):
        entry["nature"] = nature.code
        entry["duty"] = nature.duty.value
    source = _source(desk, fields.get("source", "")) or source
    if register is not None:
        return _finding(desk, fields, entry, register, source)
    if "found_on" not in fields:
        raise Refused("row-without-date")
    found_by = _finders(fields) or [fields.get("inspector_body", "-")]
    of_list = {"source": source or LEDGER_SOURCE}
    entry["found"] = {"on": fields["found_on"], "by": found_by, **of_list}
    return draft(entry)


def _finding(
    desk: Desk,
    fields: Mapping[str, str],
    entry: dict[str, Any],
    register: Mapping[str, Any],
    source: str | None,
) -> Issue:
    """Return the draft of a new finding: the cells, then what all rows of the sheet show."""
    said = {**entry, **register}
    found: dict[str, Any] = dict(register.get("found", {}))
    if "found_on" in fields:
        found.setdefault("on", fields["found_on"])
    if source:
        found.setdefault("source", source)
    context = desk.ledger.context
    names = _finders(fields)
    known = in_full(desk.ledger, [context.person_called(name) or name for name in names])
    if known and all(person in desk.ledger.people for person in known):
        found.setdefault("by", known)
    if fields.get("duty"):
        said.setdefault("duty", fields["duty"])
    return forms.complete(desk, {**said, "found": found})


def _import_facts(path: Path, reading: Reading, row: SheetRow) -> dict[str, Any]:
    fields = row.fields
    rectify, *assist = [_line(fields[name]) for name in RESPONSIBLE if name in fields]
    facts: dict[str, Any] = {
        "file": _line(path.name),
        "sha256": reading.digest,
        "sheet": _line(row.sheet),
        "row": row.row,
        "status": "submitted" if fields.get("claim") == "claimed" else "rectifying",
        "rectify": rectify,
        "assist": [name for name in dict.fromkeys(assist) if name != rectify],
    }
    if row.part:
        facts["part"] = row.part
    for name in ("demand", "due"):
        if name in fields:
            facts[name] = fields[name]
    return facts


def _unit(fields: Mapping[str, str]) -> dict[str, str]:
    name = next((fields[name] for name in RESPONSIBLE if name in fields), None)
    if name is None:
        raise Refused("row-without-unit")
    unit = {"name": _line(name)}
    return {**unit, "uscc": fields["uscc"]} if "uscc" in fields else unit


def _place(desk: Desk, fields: Mapping[str, str]) -> str:
    """Return the place a row names by code or name; the sheet's silence means the ledger's own."""
    said = fields.get("place", "").strip()
    named = [p.code for p in desk.ledger.places.values() if said in (p.code, p.name, p.en)]
    return named[0] if len(named) == 1 else desk.ledger.charter.place


def _source(desk: Desk, text: str) -> str | None:
    """Return the code of a source as the catalogue, or people, call it; None where none is meant.

    A name is met where all of it stands in what was written, or the other way round, and no other.
    """
    said, sources = text.strip(), desk.ledger.catalogue.sources
    named = [s.code for s in sources if said in (s.code, s.zh, s.en)]
    likely = named or [s.code for s in sources if len(said) > 1 and (said in s.zh or s.zh in said)]
    return likely[0] if len(likely) == 1 else None


def _sources(desk: Desk) -> str:
    return ", ".join(f"{each.code} {each.zh}" for each in desk.ledger.catalogue.sources)


def _nature(desk: Desk, text: str) -> Any:
    points = desk.ledger.catalogue.points
    return next(
        (point for point in points if text.strip() in (point.code, point.zh, point.en)), None
    )


def _title(description: str, site: str) -> str:
    """Return the first sentence that says more than the site, without its numbering, shortened."""
    for sentence in _SENTENCE.split(description):
        words = _NUMBERING.sub("", sentence).strip()
        if words and words not in site and not words.endswith((":", "：")):
            break
    else:
        words = " ".join(description.split())
    words = _line(words)
    return words if len(words) <= TITLE_LENGTH else words[: TITLE_LENGTH - 1] + "…"


def _line(text: str) -> str:
    return " ".join(text.split())[:LINE_LIMIT] or "-"


def _finders(fields: Mapping[str, str]) -> list[str]:
    return [name for name in people(fields.get("found_by", "")) if name.strip("-—")]


def _notes(desk: Desk, row: SheetRow, issue: Issue) -> tuple[str, ...]:
    notes = [note.text for note in row.notes]
    said = row.fields.get("source", "")
    if said and _source(desk, said) is None:
        told = _("no source is called “{said}”; it is entered as “{source}”")
        notes.append(told.format(said=said, source=issue.found.source))
    if issue.duty is None:
        notes.append(_("whose duty it was is open; `amend` names it before anything is accepted"))
    if issue.found.team is None and issue.responsible.accept is None:
        notes.append(_("who accepts is open; `amend` or `notify` names the body"))
    return tuple(notes)


class _KnownRows:
    """What is on the list already; each issue answers for one row only."""

    def __init__(self, issues: Iterable[Issue]) -> None:
        self.issues: dict[str, Issue] = {}
        self.by_row: dict[tuple[object, ...], list[str]] = defaultdict(list)
        self.by_cells: dict[tuple[object, ...], list[str]] = defaultdict(list)
        self.by_content: dict[tuple[object, ...], list[str]] = defaultdict(list)
        for issue in issues:
            if not issue.as_written or not issue.events:
                continue
            self.issues[issue.number] = issue
            first, registered = issue.events[0], opening(issue)
            if isinstance(first, Import):
                key = (first.sha256, first.sheet, first.row, first.part or 0)
                self.by_row[key].append(issue.number)
            self.by_cells[_cells(registered)].append(issue.number)
            self.by_content[_content(registered)].append(issue.number)

    def match(self, draft: Issue, sha256: str, row: SheetRow) -> str | None:
        """Return the issue that this row already is, by file and row, by cells, or by content."""
        kept = (
            self.by_row[sha256, _line(row.sheet), row.row, row.part],
            self.by_cells[_cells(draft)],
            self.by_content[_content(draft)],
        )
        for numbers in kept:
            for number in numbers:
                if number in self.issues:
                    self.matched = self.issues.pop(number)
                    return number
        return None

    def differences(self, number: str, row: SheetRow) -> tuple[str, ...]:
        """Tell which cells of the row just matched read otherwise now."""
        before, now = self.matched.as_written, row.as_written
        return tuple(
            _("“{heading}” read “{old}”, the sheet now says “{new}”; a step changes it").format(
                heading=heading, old=before.get(heading, ""), new=now.get(heading, "")
            )
            for heading in dict.fromkeys((*before, *now))
            if before.get(heading) != now.get(heading)
        )


def _cells(issue: Issue) -> tuple[object, ...]:
    return (issue.description, *sorted(issue.as_written.items()))


def _content(issue: Issue) -> tuple[object, ...]:
    return (issue.found.on, issue.place, issue.unit.name, issue.description)


def as_rows(outcomes: Sequence[RowOutcome]) -> list[dict[str, Any]]:
    """Return outcomes as plain data, without what is empty."""
    return [{k: v for k, v in o._asdict().items() if v not in (None, (), 0)} for o in outcomes]
