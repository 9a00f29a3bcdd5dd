"""The law of records that are made step by step: a table of steps a kind, all else is refused."""

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeVar

from sfcheck.domain.base.vocabulary import Office
from sfcheck.domain.procedure.record import Proceeding, SealedEvent, sealed
from sfcheck.domain.world.context import Context
from sfcheck.domain.world.steps import OFFICER, Hand, Step, holds, overall
from sfcheck.errors import Refused
from sfcheck.language import N_, _

P = TypeVar("P", bound=Proceeding)


def _own_clerk(record: Proceeding, event: SealedEvent, context: Context) -> bool:
    at_home = context.people[event.by].home_on(event.day) == context.overall
    return at_home and context.holds(event.by, Office.CLERK, event.day)


CLERK = Hand(N_("a clerk"), overall, holds(Office.CLERK))
OWN_CLERK = Hand(N_("a clerk of the overall office's own"), overall, _own_clerk)
"""The clerks' hands for the overall office; a clerk of its own is one whose home it is."""

DESK = (OFFICER, OWN_CLERK)
"""Who does the overall office's own paperwork."""


class Procedure(NamedTuple):
    """The law of one kind of record: its name, command and folder, its model, steps and words.

    `names` is what each step is called, `states` where a record stands after it.
    """

    name: str
    command: str
    folder: str
    model: type[Any]
    steps: Mapping[str, Step]
    names: Mapping[str, str]
    states: Mapping[str, str]

    def apply(self, record: P, event: SealedEvent, context: Context) -> P:
        """Return `record` after `event`. Raises `Refused`: codes of `errors/proceedings.py`."""
        step = self.steps[event.do]
        if record.state not in step.sources:
            states = [_(state) for name, state in self.states.items() if name in step.sources]
            raise Refused(
                "procedure-state",
                what=self.called(record),
                command=self.command,
                id=record.id,
                step=_(self.names[event.do]),
                state=_(self.states[record.state]) if record.state else "–",
                first=", ".join(states) or "–",
            )
        if event.n != len(record.events) + 1:
            expected = len(record.events) + 1
            raise Refused("wrong-order", number=record.id, n=event.n, expected=expected)
        if not any(hand.allows(record, event, context) for hand in step.hands):
            raise Refused(
                "procedure-hand",
                step=_(self.names[event.do]),
                who=context.name(event.by),
                body=context.name(event.for_),
                hands=_(", ").join(_(hand.label) for hand in step.hands),
            )
        if record.events and event.at < record.events[-1].at:
            facts = {"at": event.at.isoformat(), "last": record.events[-1].at.isoformat()}
            raise Refused("procedure-turns-back", what=self.called(record), **facts)
        for requirement in step.requires:
            requirement(record, event, context)
        if event.seal != sealed(record, event):
            raise Refused("procedure-seal", what=self.called(record), n=event.n)
        return record.model_copy(update={"events": (*record.events, event)})

    def refold(self, record: P, context: Context) -> P:
        """Return what the events of a record make of it, one lawful after the other.

        Raises `Refused`.
        """
        after = record.model_copy(update={"events": ()})
        for event in record.events:
            after = self.apply(after, event, context)
        return after

    def called(self, record: Proceeding) -> str:
        """Return what a record is called at the head of a message."""
        name = _(self.name)
        return f"{name[:1].upper()}{name[1:]} {record.id}"
