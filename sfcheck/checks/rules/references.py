"""SF105 to SF117: does all that an issue points at exist."""

from collections.abc import Container, Iterable, Iterator

from sfcheck.checks.seen.life import Life
from sfcheck.checks.seen.rule import CheckRule, Flaw, RuleScope, rule
from sfcheck.checks.seen.view import View
from sfcheck.domain.base.misfits import Way
from sfcheck.domain.base.numbers import is_number, neighbours, parse
from sfcheck.language import N_, _
from sfcheck.ledger.files import layout

Named = tuple[Way, str]
"""A name an issue uses, and the way to it."""

_NAMED = 5
"""Numbers that a message names at most."""


@rule("SF105", RuleScope.ISSUE)
def wrong_check_digit(life: Life, view: View) -> Iterator[Flaw]:
    """Every issue number has its own check digit.

    Why: The last digit shows whether a number was mistyped; a wrong one names no issue.
    Bad:
        related: {recurs: 26-037-0142-6}
    Good:
        related: {recurs: 26-037-0142-1}
    Fix: Take the number from the issue that is meant; `sfcheck list --text …` finds it.
    """
    for way, number in ((("number",), life.issue.number), *_numbers(life)):
        if not is_number(number):
            near = ", ".join(list(neighbours(number))[:3]) or "–"
            message = _("the check digit of {number} does not fit; near it lie {near}")
            yield Flaw(message.format(number=number, near=near), way)


@rule("SF106", RuleScope.ISSUE)
def unknown_place(life: Life, view: View) -> Iterator[Flaw]:
    """The place of an issue is in places.yaml.

    Why: Who holds an issue, and who must be told of it, follows from its place.
    Bad:
        place: "649999"
    Good:
        place: "640181"
    Fix: `sfcheck place list` shows the places; a steward adds one.
    """
    named = ((("place",), life.issue.place), *_amended(life, "place"))
    yield from _absent(named, view.places, N_("there is no place {value} in places.yaml"))


@rule("SF107", RuleScope.ISSUE)
def unknown_body(life: Life, view: View) -> Iterator[Flaw]:
    """Every body an issue names by its id is in bodies.yaml.

    Why: Nobody can accept on behalf of a body that does not exist.
    Bad:
        responsible: {rectify: 灵武市云坊化工有限公司（虚构）, accept: emergency-managment}
    Good:
        responsible: {rectify: 灵武市云坊化工有限公司（虚构）, accept: emergency-management}
    Fix: `sfcheck body list` shows the bodies; a steward adds one.
    """
    message = N_("there is no body {value} in bodies.yaml")
    yield from _absent(_bodies(life), view.bodies, message)


@rule("SF108", RuleScope.ISSUE)
def unknown_person(life: Life, view: View) -> Iterator[Flaw]:
    """Everybody who found an issue or acted on it is on the roster.

    Why: An act by nobody is answered for by nobody.
    Bad:
        found: {on: 2026-05-04, by: ["0099"], team: 2026-1/T1, source: own}
    Good:
        found: {on: 2026-05-04, by: ["0001"], team: 2026-1/T1, source: own}
    Fix: `sfcheck person list` shows the roster; a steward adds somebody.
    """
    yield from _absent(_people(life), view.people, N_("nobody on the roster is number {value}"))


@rule("SF109", RuleScope.ISSUE)
def unknown_team(life: Life, view: View) -> Iterator[Flaw]:
    """The team that found an issue is a team of a round.

    Why: Who may register and who answers for the truth of an issue follows from its team.
    Bad:
        found: {on: 2026-05-04, by: ["0001"], team: 2026-9/T1, source: own}
    Good:
        found: {on: 2026-05-04, by: ["0001"], team: 2026-1/T1, source: own}
    Fix: `sfcheck team list` shows the teams; a steward opens a round and adds teams.
    """
    team = life.issue.found.team
    named = [(("found", "team"), team)] if team else []
    yield from _absent(named, view.teams, N_("no round has the team {value}"))


@rule("SF110", RuleScope.ISSUE)
def unknown_source(life: Life, view: View) -> Iterator[Flaw]:
    """The source of an issue is in catalogue.yaml.

    Why: Reports count issues by where they come from.
    Bad:
        found: {on: 2026-05-04, by: ["0001"], team: 2026-1/T1, source: hearsay}
    Good:
        found: {on: 2026-05-04, by: ["0001"], team: 2026-1/T1, source: own}
    Fix: Choose a source of catalogue.yaml, or let a steward add one there.
    """
    named = [(("found", "source"), life.issue.found.source), *_amended(life, "source")]
    yield from _absent(named, view.sources, N_("there is no source {value} in catalogue.yaml"))


@rule("SF111", RuleScope.ISSUE)
def unknown_nature(life: Life, view: View) -> Iterator[Flaw]:
    """The nature of an issue is a point of catalogue.yaml.

    Why: The points are what the plan tells inspectors to look for; reports count by them.
    Bad:
        nature: equipmnt
    Good:
        nature: equipment
    Fix: Choose a point of catalogue.yaml, or let a steward add one there.
    """
    nature = life.issue.nature
    own: list[Named] = [(("nature",), nature)] if nature else []
    named = (*own, *_amended(life, "nature"))
    yield from _absent(named, view.points, N_("there is no point {value} in catalogue.yaml"))


@rule("SF112", RuleScope.ISSUE)
def unknown_issue(life: Life, view: View) -> Iterator[Flaw]:
    """An issue that another names, as recurring or as its survivor, exists.

    Why: Who reads that an issue was seen before must be able to look it up.
    Bad:
        related: {recurs: 25-011-0007-1}
    Good:
        related: {recurs: 26-037-0142-1}
    Fix: Take the number from the issue that is meant; `sfcheck list --text …` finds it.
    """
    for way, number in _numbers(life):
        if is_number(number) and view.status_of(number) is None:
            yield Flaw(_("there is no issue {value} in this ledger").format(value=number), way)


@rule("SF113", RuleScope.LEDGER)
def number_twice(view: View) -> Iterator[Flaw]:
    """A number is the number of one issue.

    Why: Whoever is told the number must find the one issue that is meant.
    Bad: a record copied to another file, with the number it had.
    Good: a new record from `sfcheck new-issue`, with a number of its own.
    Fix: Remove the copy; make a new issue with `sfcheck new-issue` if it is one.
    """
    first: dict[str, str] = {}
    for path, fact in view.facts.items():
        other = first.setdefault(fact.number, path)
        if other != path:
            message = _("{number} is the number of {other} too")
            yield Flaw(message.format(number=fact.number, other=other), ("number",), path=path)


@rule("SF114", RuleScope.ISSUE)
def unknown_book(life: Life, view: View) -> Iterator[Flaw]:
    """The number book of an issue is one of the ledger's.

    Why: Numbers never collide because each clone writes in a book of its own, leased by `join`.
    Bad: issue 26-099-0001-4 in a ledger without books/099.yaml.
    Good: issue 26-037-0142-1 in a ledger with books/037.yaml.
    Fix: Let the clone `sfcheck join`, so that its book is in the ledger.
    """
    number = life.issue.number
    if is_number(number):
        path = layout.book_path(parse(number).book)
        if path not in view.files:
            yield Flaw(_("there is no number book {path}").format(path=path), ("number",))


@rule("SF115", RuleScope.ISSUE, "warning")
def missing_evidence(life: Life, view: View) -> Iterator[Flaw]:
    """Evidence that an event names by its SHA-256 lies in evidence/.

    Why: What was shown to the acceptor should be there for whoever looks back.
    Bad: an `attach` event whose file was never committed.
    Good: the same event, with its file below evidence/.
    Fix: Put the file back below evidence/, from git or from whoever attached it.
    """
    for way, sha256 in _evidence(life):
        if not view.has_evidence(sha256):
            yield Flaw(_("there is no file of this SHA-256 below evidence/"), way)


@rule("SF116", RuleScope.LEDGER)
def changed_evidence(view: View) -> Iterator[Flaw]:
    """Evidence is what its name says: the SHA-256 of its content.

    Why: A photograph that was exchanged after the acceptance proves nothing.
    Bad: a photograph below evidence/ that was edited.
    Good: the photograph as it was attached.
    Fix: Restore the file from git; attach the other one under its own name.
    """
    for sha256, paths in view.evidence.items():
        for path in paths:
            if view.chosen(path) and view.sha256(path) != sha256:
                yield Flaw(_("the content is not what the name says"), path=path)


REFERENCES: tuple[CheckRule, ...] = (
    unknown_place,
    unknown_body,
    unknown_person,
    unknown_team,
    unknown_source,
    unknown_nature,
    unknown_issue,
)
"""The rules by which an issue names only what exists."""


@rule("SF117", RuleScope.LEDGER, "warning")
def hole_in_a_row(view: View) -> Iterator[Flaw]:
    """The numbers of a book follow each other; what is missing was burnt, or taken out.

    Why: A number that was given and is not there may be a record that somebody removed.
    Bad: issues 1, 2 and 4 of a book, and nothing in the history of the third.
    Good: issues 1, 2 and 3 of the book.
    Fix: `git log --diff-filter=D -- FOLDER` tells whether it was there; if so restore it from git.
    """
    books: dict[str, set[int]] = {}
    for path in view.survey.issues:
        name = path.rpartition("/")[2].removesuffix(".yaml")
        if is_number(name) and path == layout.issue_path(name):
            books.setdefault(path.rsplit("/", 2)[0], set()).add(int(parse(name).sequence))
    for book, known in books.items():
        missing = sorted(set(range(min(known), max(known))) - known)
        if missing:
            named = ", ".join(map(str, missing[:_NAMED])) + (" …" if len(missing) > _NAMED else "")
            yield Flaw(_("not there: {numbers}").format(numbers=named), path=book)


def broken_reference(life: Life, view: View) -> bool:
    """Whether an issue names something that does not exist."""
    return any(True for rule in REFERENCES for _flaw in rule.check(life, view))


def _absent(named: Iterable[Named], known: Container[str] | None, message: str) -> Iterator[Flaw]:
    """Yield a flaw for each name that is not known; none where what is known cannot be read."""
    if known is None:
        return
    first: dict[str, Way] = {}
    for way, value in named:
        if value not in known:
            first.setdefault(value, way)
    for value, way in first.items():
        yield Flaw(_(message).format(value=value), way)


def _amended(life: Life, field: str) -> Iterator[Named]:
    for at, event in life.steps.get("amend", ()):
        if event.field == field:
            for key, value in (("old", event.old), ("new", event.new)):
                if isinstance(value, str):
                    yield ("events", at, key), value


def _bodies(life: Life) -> Iterator[Named]:
    issue = life.issue
    if issue.unit.body:
        yield ("unit", "body"), issue.unit.body
    if issue.responsible.accept:
        yield ("responsible", "accept"), issue.responsible.accept
    for at, event in life.steps.get("notify", ()):
        yield ("events", at, "accept"), event.accept
    for at, event in life.steps.get("amend", ()):
        if event.field == "unit":
            for key, value in (("old", event.old), ("new", event.new)):
                if isinstance(value, dict) and "body" in value:
                    yield ("events", at, key, "body"), value["body"]
    yield from _amended(life, "accept")


def _people(life: Life) -> Iterator[Named]:
    issue = life.issue
    for at, person in enumerate(issue.found.by if issue.found.team else ()):
        yield ("found", "by", at), person
    for at, event in enumerate(issue.events):
        yield ("events", at, "by"), event.by


def _numbers(life: Life) -> Iterator[Named]:
    related = life.issue.related
    if related and related.recurs:
        yield ("related", "recurs"), related.recurs
    for at, event in life.steps.get("void", ()):
        if event.duplicate_of:
            yield ("events", at, "duplicate_of"), event.duplicate_of
    yield from _amended(life, "duplicate_of")


def _evidence(life: Life) -> Iterator[Named]:
    for at, event in life.steps.get("attach", ()):
        for inner, file in enumerate(event.files):
            yield ("events", at, "files", inner, "sha256"), file.sha256
    for do in ("submit", "accept"):
        for at, event in life.steps.get(do, ()):
            for inner, item in enumerate(event.evidence):
                if item.sha256:
                    yield ("events", at, "evidence", inner, "sha256"), item.sha256
