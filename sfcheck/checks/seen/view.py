"""The ledger around an issue as the rules see it: the registries, as far as they can be read.

What is broken is left out, and its file has a finding of its own. Nothing here changes.
"""

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple, TypeVar

from sfcheck.checks.seen.life import Life
from sfcheck.checks.seen.merges import merges
from sfcheck.checks.seen.reading import File, open_file
from sfcheck.checks.seen.salvaged import Salvaged
from sfcheck.checks.seen.survey import Survey, survey
from sfcheck.domain.base.misfits import Way
from sfcheck.domain.base.numbers import is_number
from sfcheck.domain.base.remembering import remembered
from sfcheck.domain.base.vocabulary import Status
from sfcheck.domain.handovers import listed
from sfcheck.domain.issues.past import Turn, forked, stage, turns
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.procedure.law import Procedure
from sfcheck.domain.visits.checklists import Checklist
from sfcheck.domain.world.context import Context
from sfcheck.domain.world.custody import Handover, ListedIssue
from sfcheck.domain.world.policy import Catalogue, Charter
from sfcheck.domain.world.roster import Body, Person, Place
from sfcheck.domain.world.rounds import Round
from sfcheck.errors import Refused
from sfcheck.ledger.files import layout, parsing
from sfcheck.ledger.records import Folder

T = TypeVar("T")


class Cited(NamedTuple):
    """A line of a handover's list: in which file, the way to it, when it was written."""

    path: str
    way: Way
    line: ListedIssue
    at: datetime
    handover: Handover


class Remembered(NamedTuple):
    """What the rules remember of an issue once it was looked at.

    `untrue` are the lines about it that no stage of its life bears out, by path and way. What was
    found wrong with it holds while others have the status of `relies`, and, where it counts that
    it stands `alone`, while nobody is void as its duplicate; where it names `evidence`, while no
    evidence comes or goes.
    """

    number: str
    status: Status
    duplicate_of: str | None = None
    turns: tuple[Turn, ...] = ()
    untrue: tuple[tuple[str, Way], ...] = ()
    relies: tuple[tuple[str, Status | None], ...] = ()
    alone: bool = False
    evidence: bool = False


def fact_of(file: File) -> Remembered | None:
    """Return what is remembered of an issue's file; None where not even its number is known.

    A broken issue passes for a living one: it has its own finding, those that name it need none.
    """
    issue = file.record
    if not isinstance(issue, Issue):
        return Remembered(file.number, said_status(file.fields)) if file.number else None
    return Remembered(issue.number, issue.status, issue.survivor, turns(issue))


def said_status(fields: Mapping[str, Any]) -> Status:
    """Return the status an issue's file says, whatever else is wrong with it."""
    said = fields.get("status")
    return Status(said) if said in tuple(Status) else Status.REGISTERED


Misprinted = Callable[[Any], Collection[str]]
"""What makes an issued paper again, and tells the forms in which it is not what was issued."""


def nothing(record: Any) -> Collection[str]:
    """Say of no paper that it differs: where nobody can print."""
    return ()


@dataclass
class Heard:
    """What was asked beyond an issue while it was judged, and of others what was answered."""

    statuses: dict[str, Status | None] = field(default_factory=dict)
    alone: bool = False
    evidence: bool = False


@dataclass(frozen=True)
class View:
    """What the rules may look at besides the file or the issue at hand.

    `files` are the registries' files by path, broken ones too; `facts` are those of the issues
    that were looked at, by path; of any other its file is asked. `chosen` tells which paths are
    checked. `algorithm` makes git's ids. `heard` is what was asked beyond an issue.
    """

    root: Path
    survey: Survey
    files: Mapping[str, File]
    chosen: Callable[[str], bool]
    facts: Mapping[str, Remembered] = field(default_factory=dict)
    heard: Heard = field(default_factory=Heard)
    algorithm: str = "sha1"
    misprinted: Misprinted = nothing

    def __reduce__(self) -> tuple[Callable[..., "View"], tuple[object, ...]]:
        """A process that starts afresh reads the registries itself: records are slow to pickle."""
        return open_view, (self.root, self.chosen, self.algorithm)

    @cached_property
    def _registries(self) -> Salvaged:
        return Salvaged(self.root, self.files)

    def _told(self, ask: Callable[[Folder], T]) -> T | None:
        """What the registries tell; None where nothing is left of a file that is asked for."""
        with suppress(Refused):
            return ask(self._registries)
        return None

    def is_lost(self, path: str) -> bool:
        """Whether a registry's file says nothing that can be used."""
        return self._registries.is_lost(path)

    @cached_property
    def charter(self) -> Charter | None:
        """The charter."""
        return self._told(lambda registries: registries.charter)

    @cached_property
    def catalogue(self) -> Catalogue | None:
        """Sources and points."""
        return self._told(lambda registries: registries.catalogue)

    @cached_property
    def sources(self) -> Collection[str] | None:
        """The codes of the sources."""
        return None if self.catalogue is None else {each.code for each in self.catalogue.sources}

    @cached_property
    def points(self) -> Collection[str] | None:
        """The codes of the points to look for."""
        return None if self.catalogue is None else {each.code for each in self.catalogue.points}

    @cached_property
    def places(self) -> Mapping[str, Place] | None:
        """The places by code."""
        return self._told(lambda registries: registries.places)

    @cached_property
    def bodies(self) -> Mapping[str, Body] | None:
        """The bodies by id."""
        return self._told(lambda registries: registries.bodies)

    @property
    def people(self) -> Mapping[str, Person]:
        """The roster by id."""
        return self._registries.people

    @property
    def rounds(self) -> Mapping[str, Round]:
        """The rounds by id."""
        return self._registries.rounds

    @cached_property
    def teams(self) -> Collection[str]:
        """The teams by their references, such as `2026-1/T2`."""
        return {f"{r.id}/{team.id}" for r in self.rounds.values() for team in r.teams}

    @cached_property
    def evidence(self) -> Mapping[str, Collection[str]]:
        """The paths of the evidence by the SHA-256 in its name."""
        found: dict[str, list[str]] = {}
        for path in self.survey.evidence:
            found.setdefault(PurePosixPath(path).name[:64], []).append(path)
        return found

    @cached_property
    def merges(self) -> list[list[str]]:
        """The merges of the history, each with its sides behind it."""
        return merges(self.root)

    def said(self, path: str) -> bytes | None:
        """Return the bytes of a file today; None where it cannot be read."""
        try:
            return parsing.read(self.root / path)
        except Refused:
            return None

    def has_evidence(self, sha256: str) -> bool:
        """Whether there is evidence of this SHA-256, by its name."""
        self.heard.evidence = True
        return sha256 in self.evidence

    def sha256(self, path: str) -> str:
        """Return the SHA-256 of a file's content; empty where it cannot be read."""
        try:
            with (self.root / path).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return ""

    @cached_property
    def handovers(self) -> Mapping[str, Handover]:
        """The handovers by the paths of their files."""
        found = self._registries.handovers
        return {layout.handover_path(each.place, each.number): each for each in found}

    @cached_property
    def checklists(self) -> Mapping[str, Checklist]:
        """The checklists by the paths of their files."""
        found = self._registries.checklists.values()
        return {layout.checklist_path(each.code): each for each in found}

    def proceedings(self, procedure: Procedure[Any]) -> Mapping[str, Any]:
        """The step-by-step records of one kind by the paths of their files."""
        found = self._registries.proceedings(procedure.model, procedure.folder)
        path = layout.proceeding_path
        return {path(procedure.folder, each.year, each.number): each for each in found}

    @cached_property
    def cited(self) -> Mapping[str, Collection[Cited]]:
        """The lines of all lists, by the number of the issue they are about."""
        found: dict[str, list[Cited]] = {}
        for path, handover in self.handovers.items():
            for way, line, at in _lines(handover):
                found.setdefault(line.number, []).append(Cited(path, way, line, at, handover))
        return found

    def untrue(self, life: Life) -> tuple[tuple[str, Way], ...]:
        """Return where the lines stand about an issue that no stage of its life bears out."""
        return tuple(
            (each.path, each.way)
            for each in self.cited.get(life.issue.number, ())
            if not self._is_true(each, life)
        )

    def _is_true(self, cited: Cited, life: Life) -> bool:
        context, issue = self.context, life.issue
        then = context and stage(issue, cited.line, context, cited.at, life.stages)
        if not context or not then:
            # Of what two clones did at once, the giver may have known any part.
            return not context or forked(issue)
        if not then.open:
            return cited.way[0] == "events" and cited.line.status is then.status
        handover = cited.handover
        disputed = then.status is Status.DISPUTED or bool(then.pending)
        return cited.line == listed(then, context, cited.at) and (
            cited.way[0] == "events"
            or (
                disputed == (issue.number in handover.disputes)
                and context.custody.belongs(then.place, handover.place, cited.at)
            )
        )

    @cached_property
    def context(self) -> Context | None:
        """What the law may look at; None where a file is missing without which it cannot judge."""
        known = self._told(lambda registries: registries.context)
        if known is None:
            return None
        return replace(known, status_of=self.status_of, duplicates_of=self.duplicates_of)

    def status_of(self, number: str) -> Status | None:
        """Return the status of an issue as its file says it; None where there is no file."""
        known = self._by_number.get(number)
        status = known.status if known else self._status_in_file(number)
        self.heard.statuses[number] = status
        return status

    @remembered
    def _status_in_file(self, number: str) -> Status | None:
        if not is_number(number):
            return None
        path = layout.issue_path(number)
        try:
            fields = parsing.parse(parsing.read(self.root / path), path)
        except Refused as refusal:
            return None if refusal.code == "no-such-file" else Status.REGISTERED
        return said_status(fields)

    def duplicates_of(self, number: str) -> Collection[str]:
        """Return the issues voided as duplicates of `number`, among those that were looked at."""
        self.heard.alone = True
        return self._duplicates.get(number, ())

    def still_holds(self, fact: Remembered) -> bool:
        """Whether what was heard when an issue was judged is what would be heard now."""
        if fact.alone and fact.number in self._duplicates:
            return False
        return all(self.status_of(number) is status for number, status in fact.relies)

    @cached_property
    def by_place(self) -> Mapping[str, Collection[Remembered]]:
        """The facts by the places where their issues ever were open."""
        found: dict[str, list[Remembered]] = {}
        for each in self.facts.values():
            for place in {turn.place for turn in each.turns if turn.open}:
                found.setdefault(place, []).append(each)
        return found

    @cached_property
    def _by_number(self) -> Mapping[str, Remembered]:
        return {fact.number: fact for fact in self.facts.values()}

    @cached_property
    def _duplicates(self) -> Mapping[str, Collection[str]]:
        found: dict[str, list[str]] = {}
        for each in self.facts.values():
            if each.duplicate_of is not None and each.status is Status.VOIDED:
                found.setdefault(each.duplicate_of, []).append(each.number)
        return found


def open_view(root: Path, chosen: Callable[[str], bool], algorithm: str = "sha1") -> View:
    """Return the ledger in the folder `root` with its registries, before any issue is read."""
    found = survey(root)
    files = {path: open_file(root, path) for path in found.registries}
    return View(root, found, files, chosen, algorithm=algorithm)


def _lines(handover: Handover) -> Iterator[tuple[Way, ListedIssue, datetime]]:
    """Yield the lines of a handover with the way to each and the moment it was written."""
    if handover.events:
        for at, line in enumerate(handover.issues):
            yield ("issues", at), line, handover.events[0].at
    for n, event in enumerate(handover.events):
        for at, line in enumerate(event.changed):
            yield ("events", n, "changed", at), line, event.at
