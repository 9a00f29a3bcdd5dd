"""What letters about issues share: what such a letter is, from whom and to whom it goes."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sfcheck.documents.official.letter import Letter
from sfcheck.documents.paper import called
from sfcheck.domain.base.acts import BaseEvent
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.world.context import Context
from sfcheck.language import _

Pairs = Sequence[tuple[Issue, Any]]
"""Issues, each with the event that the letter tells."""


def rectifier(issue: Issue, event: BaseEvent) -> str:
    """Return from whom and to whom a letter goes that presses or grants."""
    return f"{event.for_} → {issue.responsible.rectify or issue.unit.name}"


class NoticeKind(NamedTuple):
    """A letter about issues: its help, the step it tells, how it is made of issues and events.

    `shared` is what all of its events have in common. `numbered`: the office gives the letter a
    number of its own, which `make` is given.
    """

    help: str
    event: type[BaseEvent]
    step: str
    make: Callable[[Pairs, Context, str], Letter]
    shared: Callable[[Issue, Any], str] = rectifier
    numbered: bool = True


def due_before(issue: Issue, event: BaseEvent) -> date | None:
    """Return by when an issue was due just before one of its events, as its events say."""
    due: date | None = None
    for each in issue.effective:
        if each is event:
            break
        due = getattr(each, "due", None) or due
    return due


def issuer(event: BaseEvent, context: Context) -> str:
    """Return the body that issues a letter: the one acted for, for a team the overall office."""
    body = context.bodies.get(event.for_) or context.bodies.get(context.overall)
    return body.name if body else called(event.for_, context)


def addressed(whom: Sequence[str], context: Context) -> str:
    """Return the line that says to whom a letter goes."""
    names = dict.fromkeys(context.name(each) for each in whom)
    return _("{recipients}:").format(recipients=_(", ").join(names))


def attached() -> str:
    """Return the line that says that the list of issues is attached."""
    return _("Attachment: {title}").format(title=_("List of issues"))
