"""A folder of records as it is read: registries, issues, handovers, each checked by its model."""

import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from sfcheck.domain.base import misfits, serials
from sfcheck.domain.base.vocabulary import Status
from sfcheck.domain.bulletins.record import Bulletin
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.referrals.record import Referral
from sfcheck.domain.visits.checklists import Checklist
from sfcheck.domain.visits.record import Visit
from sfcheck.domain.world.calendar import Calendar
from sfcheck.domain.world.context import Context
from sfcheck.domain.world.custody import Handover
from sfcheck.domain.world.policy import Catalogue, Charter, Policy
from sfcheck.domain.world.roster import Bodies, Body, Book, Person, Place, Places
from sfcheck.domain.world.rounds import Round
from sfcheck.errors import Refused
from sfcheck.ledger.files import layout, parsing, worktree

M = TypeVar("M", bound=BaseModel)


def decode(model: type[M], data: bytes, path: str) -> M:
    """Return the record that `data` says; raises `Refused` (a parser's, or `bad-record`)."""
    fields = parsing.parse(data, path, crlf=layout.is_edited(path))
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        misfit = misfits.first(fields, error)
        line, column = parsing.locate(data, misfit.way)
        where = {"path": path, "line": line, "column": column, "field": misfit.field or "–"}
        raise Refused("bad-record", **where, problem=misfit.problem) from error


def _in_order(path: str) -> tuple[str, tuple[int, ...], str]:
    """Return the key by which numbered files are in order: a folder's by sequence, then by book."""
    folder, _slash, name = path.rpartition("/")
    serial = serials.parse(name.removesuffix(".yaml"))
    return folder, (serial.sequence, serial.book or 0) if serial else (), path


@dataclass(frozen=True)
class Folder:
    """A ledger as its files alone tell it. What was read once is kept for this object's life."""

    root: Path

    def read(self, path: str) -> bytes:
        """Return the bytes of a file of the ledger; no link on the way is followed."""
        self._check_folder(path.rpartition("/")[0])
        return parsing.read(self.root / path)

    def exists(self, path: str) -> bool:
        """Whether something lies at `path`: a file, or what is refused when it is read."""
        return os.path.lexists(self.root / path)

    def paths(self, folder: str) -> list[str]:
        """Return the YAML files below `folder`, in order of their names.

        A linked folder, which would hide or lend files, is refused (`is-a-link`); a link in the
        place of a file is refused when it is read.
        """
        found, waiting = [], [folder] if self.exists(folder) else []
        while waiting:
            here = waiting.pop()
            self._check_folder(here)
            for entry in self._entries(here):
                if entry.name.endswith(".yaml"):
                    found.append(f"{here}/{entry.name}")
                elif entry.is_dir():
                    waiting.append(f"{here}/{entry.name}")
        return sorted(found)

    def _entries(self, folder: str) -> "list[os.DirEntry[str]]":
        try:
            with os.scandir(self.root / folder) as entries:
                return list(entries)
        except FileNotFoundError:  # emptied and taken away meanwhile
            return []
        except OSError as error:
            raise Refused("unreadable-file", path=folder, problem=error.strerror) from error

    @cached_property
    def _plain_folders(self) -> set[str]:
        return {""}

    def _check_folder(self, folder: str) -> None:
        if folder not in self._plain_folders:
            self._check_folder(folder.rpartition("/")[0])
            worktree.check_folder(self.root, folder)
            self._plain_folders.add(folder)

    def load(self, model: type[M], path: str) -> M:
        """Return the record at `path`, which must be there."""
        return decode(model, self.read(path), path)

    def _load_or(self, model: type[M], path: str, absent: Callable[[], M]) -> M:
        return self.load(model, path) if self.exists(path) else absent()

    @cached_property
    def charter(self) -> Charter:
        """The file `ledger.yaml`."""
        return self.load(Charter, layout.CHARTER)

    @cached_property
    def policy(self) -> Policy:
        """The file `policy.yaml`."""
        return self._load_or(Policy, layout.POLICY, Policy)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The file `catalogue.yaml`."""
        return self._load_or(Catalogue, layout.CATALOGUE, Catalogue)

    @cached_property
    def calendar(self) -> Calendar:
        """The file `calendar.yaml`."""
        return self._load_or(Calendar, layout.CALENDAR, Calendar)

    @cached_property
    def places(self) -> dict[str, Place]:
        """The places by code."""
        listed = self._load_or(Places, layout.PLACES, Places)
        return {place.code: place for place in listed.places}

    @cached_property
    def bodies(self) -> dict[str, Body]:
        """The bodies by id."""
        listed = self._load_or(Bodies, layout.BODIES, Bodies)
        return {body.id: body for body in listed.bodies}

    @cached_property
    def people(self) -> dict[str, Person]:
        """The roster by id."""
        persons = (self.load(Person, path) for path in self.paths(layout.PEOPLE))
        return {person.id: person for person in persons}

    @cached_property
    def rounds(self) -> dict[str, Round]:
        """The rounds by id, in order."""
        rounds = (self.load(Round, path) for path in self.paths(layout.ROUNDS))
        return {rotation.id: rotation for rotation in rounds}

    @cached_property
    def checklists(self) -> dict[str, Checklist]:
        """The checklists by code."""
        lists = (self.load(Checklist, path) for path in self.paths(layout.CHECKLISTS))
        return {each.code: each for each in lists}

    @cached_property
    def books(self) -> dict[str, Book]:
        """The number books by number."""
        books = (self.load(Book, path) for path in self.paths(layout.BOOKS))
        return {book.number: book for book in books}

    @cached_property
    def handovers(self) -> tuple[Handover, ...]:
        """All handovers, by place and number."""
        return tuple(self.load(Handover, path) for path in self.paths(layout.HANDOVERS))

    @cached_property
    def bulletins(self) -> tuple[Bulletin, ...]:
        """All bulletins, by year and number."""
        return self.proceedings(Bulletin, layout.BULLETINS)

    @cached_property
    def referrals(self) -> tuple[Referral, ...]:
        """All referrals, by year and number."""
        return self.proceedings(Referral, layout.REFERRALS)

    @cached_property
    def visits(self) -> tuple[Visit, ...]:
        """All visits, by year and number."""
        return self.proceedings(Visit, layout.VISITS)

    def proceedings(self, model: type[M], folder: str) -> tuple[M, ...]:
        """Return the step-by-step records of a folder, by year and number."""
        return tuple(self.load(model, path) for path in sorted(self.paths(folder), key=_in_order))

    @cached_property
    def context(self) -> Context:
        """What the law may look at besides an issue and its event."""
        return Context(
            charter=self.charter,
            policy=self.policy,
            catalogue=self.catalogue,
            calendar=self.calendar,
            places=self.places,
            bodies=self.bodies,
            people=self.people,
            rounds=self.rounds,
            handovers=self.handovers,
            status_of=self.status_of,
            duplicates_of=self.duplicates_of,
        )

    def issue(self, number: str) -> Issue:
        """Return an issue; raises `Refused` (`unknown-issue`, or what is wrong with its file)."""
        path = layout.issue_path(number)
        if not self.exists(path):
            raise Refused("unknown-issue", number=number)
        return self.load(Issue, path)

    def issues(self) -> Iterator[Issue]:
        """Yield every issue, in order of number."""
        for path in self.paths(layout.ISSUES):
            yield self.load(Issue, path)

    def status_of(self, number: str) -> Status | None:
        """Return the status of an issue, or None where there is none."""
        return self.issue(number).status if self.exists(layout.issue_path(number)) else None

    def duplicates_of(self, number: str) -> Collection[str]:
        """Return nothing: which issues are void as duplicates of one, only the index tells."""
        return ()
