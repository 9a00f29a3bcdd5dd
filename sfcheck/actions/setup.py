"""Starting: a new ledger from a profile, and a clone's place in it: its person and number book."""

import platform
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sfcheck.actions.desk import Desk, known_person
from sfcheck.actions.entries import PERSON, valid
from sfcheck.domain.base.records import Record, dump
from sfcheck.domain.base.vocabulary import Office
from sfcheck.domain.world.roster import Book, Home, OfficeHeld, Person
from sfcheck.errors import Refused
from sfcheck.ledger import resources
from sfcheck.ledger.files import canonical, clock, editing, layout
from sfcheck.ledger.git import clone, housekeeping
from sfcheck.ledger.git.repository import Repository, identity, init_repository, open_repository
from sfcheck.ledger.git.sharing import remote
from sfcheck.ledger.store import Ledger

FIRST_PERSON, FIRST_BOOK = "0001", "001"
FIRST_OFFICES = (Office.STEWARD, Office.CLERK, Office.OVERALL_OFFICER)
BOOK_REFS = "refs/sfcheck/books/"


@dataclass(frozen=True)
class Joined:
    """What a clone has after `init` or `join`."""

    ledger: Ledger
    person: str
    book: str


def init(
    folder: Path, profile: str, *, name: str | None = None, desk: Desk | None = None
) -> Joined:
    """Make a ledger in `folder`: repository if there is none, registries, first commit, book 001.

    The person of the git identity (or `name`) becomes steward, clerk and overall officer, so that
    one desk can start at once. Raises `Refused`, before anything is made: `unknown-profile`,
    `ledger-exists`, `no-identity`, `bad-value`, `cannot-write`; then git's.
    """
    source = resources.templates() / "profiles" / profile
    if profile not in resources.profiles():
        raise Refused("unknown-profile", given=profile, known=", ".join(resources.profiles()))
    root = folder.resolve()
    layout.keep_out(root)
    moment = desk.now if desk else clock.now(source)
    started = Desk(Ledger(root), FIRST_PERSON, now=moment)
    if started.ledger.exists(layout.CHARTER):
        raise Refused("ledger-exists", path=folder)
    committer, _address = identity(next(each for each in (root, *root.parents) if each.is_dir()))
    today = moment.astimezone(clock.zone_of(source)).date()
    charter = editing.edit((source / layout.CHARTER).read_bytes(), layout.CHARTER)
    charter["officers"] = editing.fresh([{"person": FIRST_PERSON, "since": today.isoformat()}])
    overall = str(charter["offices"]["overall"])
    first = {
        "id": FIRST_PERSON,
        "name": name or committer,
        "home": (Home(body=overall, since=today),),
        "offices": tuple(OfficeHeld(office=office, since=today) for office in FIRST_OFFICES),
    }
    person = valid(Person, first, PERSON)
    repository = _repository(root)
    held = clone.new_lease(repository, FIRST_PERSON, FIRST_BOOK)
    files = {
        ".gitattributes": layout.attributes().encode(),
        layout.CHARTER: editing.render(charter),
        layout.person_path(FIRST_PERSON): _emit(person),
        layout.book_path(FIRST_BOOK): _emit(_book(held, started)),
        **{
            each: resources.beginning(profile, each).read_bytes()
            for each in layout.EDITED
            if each != layout.CHARTER
        },
        **{
            layout.checklist_path(each.stem): each.read_bytes()
            for each in (source / layout.CHECKLISTS).glob("*.yaml")
        },
    }
    with started.writing():
        started.commit(files, {}, action="init", subject=profile)
        clone.keep(repository, root, held)
        housekeeping.tune(repository)
    return Joined(started.ledger, FIRST_PERSON, FIRST_BOOK)


def join(
    desk: Desk,
    person: str | None = None,
    book: str | None = None,
    told: remote.Told = lambda done, total: None,
) -> Joined:
    """Lease a number book to this clone for `person`; the clone's own commits use it from now on.

    Where there is a remote, its books are looked at and the number is reserved there first, so
    that no two clones get the same; a number that the office gave (`book`) is taken without it.
    `told` is given the progress of what is fetched.
    Raises `Refused`: `already-joined`, `who-are-you`, `several-such`, `unknown-me`, `book-taken`,
    `remote-unreachable`.
    """
    ledger, repository = desk.ledger, desk.repository
    if (current := _lease_or_none(desk)) is not None:
        raise Refused("already-joined", person=current.person, book=current.book)
    desk.person = known_person(ledger, person or _recognised(ledger, repository))
    with desk.writing():
        held, claims = _reserve(desk, book, told)
        number = held.book
        path = layout.book_path(number)
        desk.commit(
            {path: _emit(_book(held, desk))},
            {},
            action="join",
            subject=f"{number} {ledger.people[desk.person].name}",
        )
        if not desk.dry_run:
            clone.keep(repository, ledger.root, held, claims)
            housekeeping.tune(repository)
    return Joined(ledger, desk.person, number)


def attend(desk: Desk) -> str:
    """Let the remote see that this clone's book is in use here, and here alone; return the book.

    The remote keeps the last claim of each book. Whoever finds there another than its own last
    shares the book with a clone that passes for the same, such as that of a copied machine, and
    gives it up.
    Raises `Refused`: those of `Desk.held_alone`, `no-remote`, `remote-unreachable`,
    `book-elsewhere`.
    """
    held, repository, root = desk.held_alone, desk.repository, desk.ledger.root
    with desk.writing(), remote.opened(repository) as origin:
        if origin is None:
            raise Refused("no-remote")
        there = origin.references(BOOK_REFS).get(held.book, "")
        alone = not there or there in clone.claims(repository, root)
        if not desk.dry_run:
            if alone:
                claim = clone.claim(repository, held)
                clone.remember(repository, root, claim)
                alone = origin.claim(BOOK_REFS + held.book, claim, there)
            if not alone:
                clone.give_up(repository, root)
    if not alone:
        raise Refused("book-elsewhere", book=held.book)
    return held.book


def become(desk: Desk, person: str) -> None:
    """Let `person` of the roster use this clone."""
    known = known_person(desk.ledger, person)
    if not desk.dry_run:
        clone.change_person(desk.repository, desk.ledger.root, known)


def _repository(root: Path) -> Repository:
    try:
        root.mkdir(parents=True, exist_ok=True)
        return open_repository(root)
    except Refused as refusal:
        if refusal.code != "not-a-repository":
            raise
    except OSError as error:
        raise Refused("cannot-write", said=error) from error
    return init_repository(root)


def _emit(record: Record) -> bytes:
    return canonical.emit(dump(record))


def _book(held: clone.Lease, desk: Desk) -> Book:
    device = re.sub(r"[^\w.-]+", "-", platform.node()) or "-"
    return Book(
        number=held.book,
        holder=held.person,
        device=device,
        since=desk.now.date(),
        clone=held.clone,
    )


def _lease_or_none(desk: Desk) -> clone.Lease | None:
    try:
        return desk.held_alone
    except Refused as refusal:
        if refusal.code not in ("not-joined", "copied-clone", "broken-lease", "book-of-another"):
            raise
        return None


def _recognised(ledger: Ledger, repository: Repository) -> str:
    """Return the one person of the roster who has the name of the git identity."""
    name = identity(repository.top)[0]
    known = ledger.context.person_called(name)
    if known is None:
        raise Refused("who-are-you", name=name)
    return known


def _reserve(
    desk: Desk, wanted: str | None, told: remote.Told
) -> tuple[clone.Lease, Sequence[str]]:
    """Return a lease of a book nobody else has, the next or the one the office gave; its claim."""
    taken = set(desk.ledger.books)
    given = wanted and f"{int(wanted):03}"
    with remote.opened(desk.repository) as origin:
        if origin is not None:
            try:
                taken |= _known_there(origin, desk, told)
            except Refused as refusal:
                if given is None:
                    raise
                desk.tell(Refused("book-on-trust", book=given, said=refusal.facts["said"]))
                origin = None
        if given in taken:
            raise Refused("book-taken", book=given)
        number = given or _after(max(taken, key=int, default="0"))
        while True:
            held = clone.new_lease(desk.repository, desk.person, number)
            if origin is None or desk.dry_run:
                return held, ()
            claim = clone.claim(desk.repository, held)
            if origin.claim(BOOK_REFS + number, claim, ""):
                return held, (claim,)
            if given:
                raise Refused("book-taken", book=given)
            number = _after(number)


def _known_there(origin: remote.Remote, desk: Desk, told: remote.Told) -> set[str]:
    """Return the books reserved at the remote, and those on record in its branches."""
    folder = desk.repository.prefix(desk.ledger.root) + layout.BOOKS
    if not desk.dry_run:
        origin.fetch(told)
    names = {Path(path).stem for path in origin.files(folder)} | {*origin.references(BOOK_REFS)}
    return {name for name in names if name.isdecimal()}


def _after(number: str) -> str:
    return f"{1 + int(number):03}"
