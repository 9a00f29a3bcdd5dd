"""What is done to issues: registering new ones, and every step of the law, on one or on many."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from sfcheck.actions.desk import Desk
from sfcheck.domain.base.numbers import neighbours, parse
from sfcheck.domain.base.records import dump
from sfcheck.domain.issues.events import Event, make_event
from sfcheck.domain.issues.folding import standing
from sfcheck.domain.issues.law import apply, stands_for
from sfcheck.domain.issues.record import UNNUMBERED, Issue, seal
from sfcheck.domain.issues.requirements.photos import odd, shows
from sfcheck.errors import Refused
from sfcheck.ledger import queries
from sfcheck.ledger.files import canonical, layout, parsing
from sfcheck.ledger.git import clone
from sfcheck.ledger.records import decode
from sfcheck.ledger.store import Ledger

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Taken:
    """A step that was taken: the issue before and after it, and what is odd about its photos."""

    before: Issue
    after: Issue
    odd: tuple[Refused, ...] = ()

    @property
    def event(self) -> Event:
        """The event the step added."""
        return self.after.events[-1]


def register(desk: Desk, drafts: Sequence[Issue]) -> list[Issue]:
    """Register new issues (建账), all in one commit or none; return them with their numbers."""
    return enter(desk, "register", [begun(desk, draft, "register", {}) for draft in drafts])


def begun(desk: Desk, draft: Issue, do: str, shown: Facts) -> Issue:
    """Return a draft after its first event, without a number.

    Raises `Refused` as the law does; what has no number yet is called by its title.
    """
    try:
        return apply(draft, act(desk, draft, do, shown), desk.ledger.context)
    except Refused as refusal:
        if refusal.facts.get("number") == UNNUMBERED:
            refusal.facts["number"] = draft.title
        raise


def enter(desk: Desk, do: str, issues: Sequence[Issue]) -> list[Issue]:
    """Give issues that `do` began their numbers, and commit them at once.

    They passed the law before a number is burnt for them.
    """
    if desk.dry_run or not issues:
        return [seal(issue) for issue in issues]
    with desk.writing():
        years = [_year(issue) for issue in issues]
        numbers = clone.take_numbers(desk.repository, desk.ledger.root, desk.held_alone.book, years)
        entered = [
            seal(issue.model_copy(update={"number": number}))
            for issue, number in zip(issues, numbers, strict=True)
        ]
        desk.commit(
            {layout.issue_path(i.number): canonical.emit(dump(i)) for i in entered},
            {},
            action=do,
            subject=_subject(entered),
            numbers=numbers,
        )
    return entered


def take_step(
    desk: Desk,
    numbers: Iterable[str],
    do: str,
    facts: Facts | Callable[[Issue], Facts],
    *,
    files: Mapping[str, bytes] | None = None,
) -> list[Taken]:
    """Take the step `do` on each of `numbers`, all in one commit or none at all.

    `facts` are what the event shows, or a function giving them for an issue. `files` (path →
    bytes, evidence) are committed along. Raises `Refused` for the first issue that does not
    allow it, with those of the other issues in its notes.
    """
    with desk.writing():
        read: dict[str, bytes | None] = {}
        known = [path for path in files or {} if desk.ledger.exists(path)]
        taken, refused = [], []
        for number in dict.fromkeys(numbers):
            path = layout.issue_path(number)
            try:
                before, read[path] = _load(desk, number, path)
                given = facts(before) if callable(facts) else facts
                event = act(desk, before, do, given)
                after = seal(apply(before, event, desk.ledger.context))
                told = (*odd(before, event, desk.ledger.policy), *_shown_elsewhere(before, known))
                taken.append(Taken(before, after, told))
            except Refused as refusal:
                refused.append(refusal)
        if refused:
            raise refused[0].along_with(refused[1:])
        changes = {layout.issue_path(t.after.number): canonical.emit(dump(t.after)) for t in taken}
        for path, data in (files or {}).items():
            there = desk.ledger.exists(path)
            read[path] = parsing.read(desk.ledger.root / path, len(data)) if there else None
        desk.commit(
            {**changes, **(files or {})},
            read,
            action=do,
            subject=_subject([t.after for t in taken]),
            numbers=[t.after.number for t in taken],
        )
    return taken


def _shown_elsewhere(issue: Issue, known: Iterable[str]) -> Iterator[Refused]:
    """Yield what is odd about files that are on record, but not with this issue."""
    for path in known:
        if not shows(issue, PurePosixPath(path).stem):
            yield Refused("shown-elsewhere", number=issue.number, path=path)


def act(desk: Desk, issue: Issue, do: str, facts: Facts) -> Event:
    """Return the event of this desk's person taking the step `do` on `issue` now."""
    given = {"n": issue.next_n, "at": desk.now, "by": desk.person, "for": "-", **facts}
    event = make_event(do, given)
    if "for" in facts:
        return event
    whom = stands_for(issue, event, desk.ledger.context)
    return event.model_copy(update={"for_": whom})


def _load(desk: Desk, number: str, path: str) -> tuple[Issue, bytes]:
    """Return an issue to act on, and its bytes; refuse one that was bent by hand."""
    if not desk.ledger.exists(path):
        raise Refused("unknown-issue", number=number)
    data = desk.ledger.read(path)
    issue = decode(Issue, data, path)
    if canonical.emit(dump(issue)) != data:
        raise desk.edited(path) or Refused("not-canonical", path=path)
    stands = standing(issue, desk.ledger.context)
    if stands is None:
        raise desk.edited(path) or Refused("bent-record", number=number)
    return stands, data


def _year(issue: Issue) -> int:
    """Return the year of a new number: the round's, or without a team the year it was found."""
    team = issue.found.team
    return int(team[:4]) if team else issue.found.on.year


def _subject(issues: Sequence[Issue]) -> str:
    first = f"{issues[0].number} {issues[0].title}" if issues else ""
    return first if len(issues) < 2 else f"{first} (+{len(issues) - 1})"


def chosen(desk: Desk, typed: Sequence[str], query: str | None) -> list[str]:
    """Return the numbers of the issues a step is for: those typed, and those a query finds.

    Raises `Refused`: `nothing-chosen`, and for a mistyped number the near ones that exist.
    """
    found = [known_number(desk.ledger, text) for text in typed]
    if query is not None:
        today = desk.now.date()
        found += queries.numbers_of(desk.ledger, queries.parse_query(query), today)
    if not found:
        raise Refused("nothing-chosen")
    return found


def known_number(ledger: Ledger, text: str) -> str:
    """Return the number `text` means; a wrong check digit is refused with near ones on file."""
    try:
        return str(parse(text))
    except Refused as refusal:
        if refusal.code != "wrong-check-digit":
            raise
        given = str(refusal.facts["given"])
        near = [n for n in neighbours(given) if ledger.exists(layout.issue_path(n))]
        if near:
            raise Refused(refusal.code, given=given, near=", ".join(near[:5])) from None
        raise
