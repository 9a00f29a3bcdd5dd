"""The rows every law is a table of: a step, and the hands that may take it.

Issues, handovers and what is made step by step have each a table of their own; what stands in none
is refused.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from sfcheck.domain.base.vocabulary import Office
from sfcheck.domain.world.context import Context
from sfcheck.language import N_

Requirement = Callable[[Any, Any, Context], None]
"""What must hold of a record and a further event; raises `Refused` where it does not."""


class Hand(NamedTuple):
    """One kind of hand.

    `stands_for` gives the only `for` an event by this hand may carry (None: nobody can act);
    `test` whether the person may act for it.
    """

    label: str
    stands_for: Callable[[Any, Any, Context], str | None]
    test: Callable[[Any, Any, Context], bool]

    def allows(self, record: Any, event: Any, context: Context) -> bool:
        """Whether `event` is by this hand; only who is on the roster has one."""
        return (
            event.by in context.people
            and event.for_ == self.stands_for(record, event, context)
            and self.test(record, event, context)
        )


class Step(NamedTuple):
    """One row of a law: from which states, by whose hand, what else must hold, what comes of it.

    `first` (of issues) is judged before the hand and asks nothing of what is shown: what it refuses
    is open to nobody now. `requires` is judged for ever; `sees` only when the step is taken, with
    what else stands on record: an author offline cannot know better. `target` is the state it leads
    to, where that is not told by the step itself (None: it stays); `effect` gives what else changes
    in the header.
    """

    sources: frozenset[Any]
    hands: tuple[Hand, ...]
    requires: tuple[Requirement, ...] = ()
    sees: tuple[Callable[..., None], ...] = ()
    target: Any = None
    effect: Callable[[Any, Any], dict[str, Any]] | None = None
    first: tuple[Requirement, ...] = ()


def after(*states: Any) -> frozenset[Any]:
    """Return the states from which a step may be taken; None is that of a record just begun."""
    return frozenset(states)


def overall(record: Any, event: Any, context: Context) -> str:
    """Return the overall office, for which its officers and clerks act."""
    return context.overall


def holds(office: Office) -> Callable[[Any, Any, Context], bool]:
    """Return the test whether a person holds an office on the day of an event."""
    return lambda record, event, context: context.holds(event.by, office, event.day)


OFFICER = Hand(N_("an officer of the overall office"), overall, holds(Office.OVERALL_OFFICER))
"""The hand of the overall office in every law."""
