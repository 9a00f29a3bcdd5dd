"""Never the same hand: who rectified does not accept, who did either does not look back or close.

Each raises `Refused`. Names are compared by
`world/names.py`, since a paper's signatory is a name.
Plan 三(一): 谁被督查谁整改、谁主管谁验收、谁管总谁销号.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from sfcheck.domain.base.acts import BaseEvent
from sfcheck.domain.base.vocabulary import Office
from sfcheck.domain.issues.events import Accept, Close, Lift, LookBack
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.world.context import Context
from sfcheck.domain.world.roster import Person
from sfcheck.errors import Refused


def _hand(event: Any) -> Iterable[str]:
    return (event.hand,)


def _hand_and_eyes(event: Any) -> Iterable[str]:
    return (event.hand, *event.on_site)


def _all_of_them(event: Any) -> Iterable[str]:
    return (event.hand, event.by, *event.on_site)


def _asker(event: Any) -> Iterable[str]:
    return (event.asked_by,) if event.asked_by else ()


class HandOf(NamedTuple):
    """A row: whose hands of an earlier event bar a person; `lately`: since the last acceptance."""

    step: str
    who: Callable[[Any], Iterable[str]] = _hand
    lately: bool = False


RECTIFIED = (
    HandOf("rectification-plan"),
    HandOf("object"),
    HandOf("extend", _asker),
    HandOf("submit"),
    HandOf("progress"),
)
"""Whoever acted for the rectifying body."""

APART: Mapping[str, tuple[HandOf, ...]] = {
    "accept": RECTIFIED,
    "look-back": (*RECTIFIED, HandOf("accept", _hand_and_eyes)),
    "lift": RECTIFIED,
    "close": (*RECTIFIED, HandOf("accept", _all_of_them), HandOf("look-back", lately=True)),
}
"""Who must differ from whom: the author of a step from these of all earlier ones."""


def be_another_hand(issue: Issue, event: BaseEvent, context: Context) -> None:
    """Who takes a step, or saw for it, is none of those whose work it judges."""
    accepted_by = [event.accepted_by] if isinstance(event, Lift) else []
    for who in (event.hand, *getattr(event, "on_site", ()), *accepted_by):
        _be_none_of_them(issue, event.do, who, context)


def _be_none_of_them(issue: Issue, do: str, who: str, context: Context) -> None:
    mine = context.hands(who)
    events, lately = issue.effective, issue.since(Accept)
    for bar in APART[do]:
        for earlier in lately if bar.lately else events:
            if earlier.do == bar.step and any(mine & context.hands(w) for w in bar.who(earlier)):
                raise Refused("same-hand", number=issue.number, who=context.name(who))


def be_known(issue: Issue, who: str, context: Context) -> Person | None:
    """Return the person of the roster that is named by number; a plain name may be anybody's."""
    if who not in context.people and who.replace("-", "").isdecimal():
        raise Refused("unknown-person", number=issue.number, person=who)
    return context.people.get(who)


def see_for_themselves(issue: Issue, event: Accept, context: Context) -> None:
    """Who was on the spot for the acceptor is somebody, and nobody of the rectifying body."""
    for who in event.on_site:
        person = be_known(issue, who, context)
        home = person.home_on(event.checked_on) if person else None
        if person and context.same_body(home, issue.responsible.rectify):
            raise Refused("saw-own-work", number=issue.number, who=person.name)


def be_of_another_body(issue: Issue, event: LookBack, context: Context) -> None:
    """Nobody of the accepting or rectifying body looks back at its own work."""
    person = context.people[event.by]
    home = person.home_on(event.day)
    for body in (issue.responsible.rectify, issue.responsible.accept):
        if body is not None and (
            context.same_body(home, body)
            or person.holds(Office.DEPARTMENT_OFFICER, event.day, context.body_called(body))
        ):
            raise Refused("own-work", number=issue.number, who=person.name, body=context.name(body))


def be_no_party(issue: Issue, event: Close, context: Context) -> None:
    """The body that strikes off neither rectified nor accepted."""
    for body in (issue.responsible.rectify, issue.responsible.accept):
        if context.same_body(event.for_, body):
            raise Refused("same-body", number=issue.number, body=context.name(event.for_))
