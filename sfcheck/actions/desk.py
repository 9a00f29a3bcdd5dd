"""Where an action is done: in which ledger, by whom, when, and whether only for show."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from sfcheck.domain.base import serials
from sfcheck.domain.base.vocabulary import Office, label
from sfcheck.domain.world.roster import Book, numbered
from sfcheck.errors import Refused
from sfcheck.ledger.files import clock, layout, outside, parsing
from sfcheck.ledger.git import clone, transaction
from sfcheck.ledger.git.repository import Repository, open_repository, read_blobs
from sfcheck.ledger.index.catching_up import learn
from sfcheck.ledger.store import Ledger


@dataclass
class Desk:
    """One person at one clone, making one action. Nothing is written when `dry_run`.

    `tell` is given what is worth knowing and no refusal of the action: what a killed command left
    and was finished now, what the next command has still to finish.
    """

    ledger: Ledger
    person: str = ""
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    dry_run: bool = False
    tell: Callable[[Refused], None] = lambda notice: None
    _numbering: bool = field(default=False, init=False, repr=False)

    def __post_init__(self) -> None:
        """Let `now` be told in the ledger's zone, to the second."""
        here = clock.zone_of(self.ledger.root)
        self.now = self.now.astimezone(here).replace(microsecond=0)

    @cached_property
    def repository(self) -> Repository:
        """The git repository the ledger lies in."""
        return open_repository(self.ledger.root)

    @property
    def lease(self) -> clone.Lease:
        """This clone's person and number book; raises `Refused` (`not-joined`, `copied-clone`)."""
        held = clone.lease(self.repository, self.ledger.root)
        if held is None:
            raise Refused("not-joined")
        return held

    @property
    def held_alone(self) -> clone.Lease:
        """The `lease` under whose book numbers are given: on record it is this clone's.

        Raises `Refused` as `lease`, and `book-of-another` where a clone that knew nothing of this
        one joined with the same book.
        """
        held = self.lease
        path = layout.book_path(held.book)
        book = self.ledger.load(Book, path) if self.ledger.exists(path) else None
        if book is not None and book.clone != held.clone:
            holder = self.ledger.context.name(book.holder)
            raise Refused("book-of-another", book=held.book, holder=holder, device=book.device)
        return held

    def next_serial(self, known: Iterable[str]) -> str:
        """Return the next number of this clone's book, given all `known` of its kind.

        Call it inside `writing()`. It is given with the commit. Raises `Refused` as
        `held_alone`.
        """
        self._numbering = True
        return serials.following(self.held_alone.book, known)

    def hold(self, office: Office) -> None:
        """Refuse (`not-your-office`) unless the person holds `office` today."""
        if not self.ledger.context.holds(self.person, office, self.now.date()):
            raise Refused(
                "not-your-office", who=self.ledger.context.name(self.person), office=label(office)
            )

    def edited(self, path: str) -> Refused | None:
        """Return the refusal (`edited-record`) of a record that differs from the last commit."""
        at_top = self._at_top(path)
        committed = read_blobs(self.repository, "HEAD", [at_top])[at_top]
        if committed == self.ledger.read(path):
            return None
        return Refused("edited-record", path=at_top)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Keep other writers of this clone out; a dry run writes nothing and locks nobody out."""
        if self.dry_run:
            yield
            return
        with transaction.writing(self.repository) as notices:
            for notice in notices:
                self.tell(notice)
            yield

    def commit(
        self,
        changes: Mapping[str, bytes],
        read: Mapping[str, bytes | None],
        *,
        action: str,
        subject: str,
        numbers: Sequence[str] = (),
    ) -> None:
        """Commit `changes` (path → bytes) as one action, unless it is a dry run.

        `read` gives what the action saw at each of the paths; anything else there now is refused.
        So is a record that would be too large to be read again (`record-full`).
        """
        for path, data in changes.items():
            if path.endswith(".yaml") and len(data) > parsing.MAX_BYTES:
                sizes = {"size": len(data), "limit": parsing.MAX_BYTES}
                raise Refused("record-full", path=path, **sizes)
            if path.endswith(".yaml") and outside.brackets(data) > outside.MOST_BRACKETS:
                many = {"count": outside.brackets(data), "limit": outside.MOST_BRACKETS}
                raise Refused("yaml-brackets", path=path, **many)
        if self.dry_run or not changes:
            return

        def stands(parent: str, commit: str) -> None:
            if self._numbering:
                clone.take_turn(self.repository, self.ledger.root)
                self._numbering = False
            learn(self.repository, self.ledger.root, parent, commit, changes)

        committed = transaction.commit(
            self.repository,
            {self._at_top(path): data for path, data in changes.items()},
            expected={self._at_top(path): read.get(path) for path in changes},
            subject=f"{action} {subject}",
            trailers=[
                ("Sfcheck-Action", action),
                ("Sfcheck-By", self.person),
                *(("Sfcheck-Number", number) for number in numbers),
            ],
            when=self.now,
            text=[self._at_top(path) for path in changes if layout.is_edited(path)],
            meanwhile=stands,
        )
        for notice in committed.notices:
            self.tell(notice)

    def _at_top(self, path: str) -> str:
        """Return a path of the ledger from the top of the repository."""
        return (self.ledger.root / path).relative_to(self.repository.top).as_posix()


def open_desk(
    given: Path | None = None, *, person: str | None = None, dry_run: bool = False
) -> Desk:
    """Return the desk of this clone's person, or of `person` (`--as`).

    Raises `Refused`: `not-a-ledger`, `not-joined`, `unknown-me`, `several-such`.
    """
    desk = Desk(Ledger.find(given), dry_run=dry_run)
    desk.person = known_person(desk.ledger, person or desk.lease.person)
    return desk


def in_full(ledger: Ledger, given: Sequence[Any]) -> list[Any]:
    """Return numbers of people in full; what is none stays as it is, for its model to refuse.

    Raises `Refused` (`several-such`).
    """
    found = [numbered(ledger.people, each) if isinstance(each, str) else None for each in given]
    return [each.id if each else said for each, said in zip(found, given, strict=True)]


def known_person(ledger: Ledger, given: str) -> str:
    """Return the full number of the person a number means.

    Raises `Refused`: `unknown-me`, `several-such`.
    """
    person = numbered(ledger.people, given)
    if person is None:
        raise Refused("unknown-me", person=given)
    return person.id
