"""One file of a ledger as the rules see it: its bytes, its fields, its record, and what is wrong.

Nothing here raises for a bad file: whatever is wrong with it is kept beside it.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from sfcheck.domain.base.misfits import Misfit, fit
from sfcheck.domain.base.numbers import is_number
from sfcheck.domain.base.records import Record, dump
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.procedures import PROCEDURES
from sfcheck.domain.visits.checklists import Checklist
from sfcheck.domain.world.calendar import Calendar
from sfcheck.domain.world.custody import Handover
from sfcheck.domain.world.policy import Catalogue, Charter, Policy
from sfcheck.domain.world.roster import Bodies, Book, Person, Places
from sfcheck.domain.world.rounds import Round
from sfcheck.errors import Refused
from sfcheck.ledger.files import layout, parsing
from sfcheck.ledger.files.skimming import skim


class FileKind(NamedTuple):
    """A kind of file: its model, the path that follows from a record, whether machines write it."""

    model: type[Record]
    path_of: Callable[[Any], str | None]
    canonical: bool = False


def _issue_path(issue: Issue) -> str | None:
    return layout.issue_path(issue.number) if is_number(issue.number) else None


def _at(path: str) -> Callable[[Any], str]:
    return lambda record: path


def _path_in(folder: str) -> Callable[[Any], str]:
    return lambda record: layout.proceeding_path(folder, record.year, record.number)


FILES: Mapping[str, FileKind] = {
    layout.CHARTER: FileKind(Charter, _at(layout.CHARTER)),
    layout.POLICY: FileKind(Policy, _at(layout.POLICY)),
    layout.PLACES: FileKind(Places, _at(layout.PLACES)),
    layout.BODIES: FileKind(Bodies, _at(layout.BODIES)),
    layout.CATALOGUE: FileKind(Catalogue, _at(layout.CATALOGUE)),
    layout.CALENDAR: FileKind(Calendar, _at(layout.CALENDAR)),
}
"""Files that every ledger has."""

FOLDERS: Mapping[str, FileKind] = {
    layout.PEOPLE: FileKind(Person, lambda person: layout.person_path(person.id)),
    layout.BOOKS: FileKind(Book, lambda book: layout.book_path(book.number)),
    layout.ROUNDS: FileKind(Round, lambda rotation: layout.round_path(rotation.id)),
    layout.CHECKLISTS: FileKind(Checklist, lambda made: layout.checklist_path(made.code)),
    layout.HANDOVERS: FileKind(
        Handover, lambda handed: layout.handover_path(handed.place, handed.number), canonical=True
    ),
    **{folder: FileKind(each.model, _path_in(folder), True) for folder, each in PROCEDURES.items()},
    layout.ISSUES: FileKind(Issue, _issue_path, canonical=True),
}
"""Folders of records, and the kind of the YAML files anywhere below each."""


def kind_of(path: str) -> FileKind | None:
    """Return the kind of the file at `path`; None: it is no record."""
    folder = path.partition("/")[0]
    return FILES.get(path) or (FOLDERS.get(folder) if path.endswith(".yaml") else None)


@dataclass(frozen=True)
class File:
    """A file that was read, as far as it could be.

    `problems` say why it is not YAML as a ledger has it (a parser's refusals, with line and
    column), `misfits` why it is no record of its kind; only without both is there a `record`.
    `proven`: its fields are those of its record, and it stands in its one form.
    """

    path: str
    kind: FileKind | None
    data: bytes = b""
    problems: tuple[Refused, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)
    misfits: tuple[Misfit, ...] = ()
    record: Record | None = None
    proven: bool = False

    @cached_property
    def plain(self) -> Mapping[str, Any]:
        """The record as plain data, as it is written; what is absent or usual is left out."""
        if self.proven:
            return self.fields
        return dump(self.record) if self.record else {}

    @property
    def number(self) -> str | None:
        """The number of the issue this is the file of, by its record or else by its name."""
        if isinstance(self.record, Issue):
            return self.record.number
        stem = self.path.rpartition("/")[2].removesuffix(".yaml")
        return stem if is_number(stem) else None


def open_file(root: Path, path: str) -> File:
    """Read the file at `path` below `root`; a path of no kind has no record."""
    kind = kind_of(path)
    data = b""
    try:
        data = parsing.read(f"{root}{os.sep}{path}")
        if kind is None:
            return File(path, kind, data)
        if kind.canonical and (file := _proven(path, kind, data)):
            return file
        fields = parsing.parse(data, path, crlf=layout.is_edited(path))
    except Refused as refusal:
        problems = parsing.problems(data, path, crlf=layout.is_edited(path)) if data else []
        return File(path, kind, data, tuple(problems) or (refusal,))
    record, misfits = fit(kind.model, fields)
    return File(path, kind, data, (), fields, misfits, record)


def _proven(path: str, kind: FileKind, data: bytes) -> File | None:
    """Return the file whose bytes are the canonical form of the record they were read as.

    Then nothing else can be wrong with them as text: the emitter writes keys that are text, each
    once, and nothing that parsers read in different ways. None says nothing yet.
    """
    try:
        fields = skim(data.decode())
        record = kind.model.model_validate(fields)
        # As JSON, for equal mappings may differ in the order of their keys.
        if fields is None or orjson.dumps(dump(record)) != orjson.dumps(fields):
            return None
    except (TypeError, ValueError):
        return None
    return File(path, kind, data, (), fields, (), record, proven=True)
