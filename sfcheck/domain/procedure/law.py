"""The law of records that are made step by step: a table of steps a kind, all else is refused."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Generic, NamedTuple, TypeVar, get_args

from sfcheck.domain.base.records import by_step
from sfcheck.domain.base.vocabulary import Office
from sfcheck.domain.issues.record import Issue
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


class Procedure(NamedTuple, Generic[P]):
    """The law of one kind of record: its name, command and folder, its model, steps and words.

    `names` is what each step is called, `states` where a record stands after it; `about` says in a
    few words what a record is about.
    """

    name: str
    command: str
    folder: str
    model: type[P]
    steps: Mapping[str, Step]
    names: Mapping[str, str]
    states: Mapping[str, str]
    about: Callable[[Any, Context], str]

    @property
    def events(self) -> Mapping[str, type[SealedEvent]]:
        """The model of each step's event."""
        return by_step(get_args(self.model.model_fields["events"].annotation)[0])

    def apply(
        self, record: P, event: SealedEvent, context: Context, beside: "Beside | None" = None
    ) -> P:
        """Return `record` after `event`; `beside`, where it is taken now: what it must see.

        Raises `Refused`: the codes of `errors/proceedings.toml`, and that of the requirement that
        does not hold.
        """
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
        context.be_here(event.at)
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
        for sight in step.sees if beside else ():
            sight(record, event, context, beside)
        return record.with_(event)

    def refold(self, record: P, context: Context) -> P:
        """Return what the events of a record make of it, one lawful after the other.

        Raises `Refused`.
        """
        folded = record.model_copy(update={"events": ()})
        for event in record.events:
            folded = self.apply(folded, event, context)
        return folded

    def stands_for(self, record: P, event: SealedEvent, context: Context) -> str:
        """Return on whose behalf the author of `event` can act; if nobody's, the last hand's."""
        hands = self.steps[event.do].hands
        named = [(hand, hand.stands_for(record, event, context)) for hand in hands]
        for hand, whom in named:
            if whom and hand.allows(record, event.model_copy(update={"for_": whom}), context):
                return whom
        return named[-1][1] or context.overall

    def called(self, record: Proceeding) -> str:
        """Return what a record is called at the head of a message."""
        name = _(self.name)
        return f"{name[:1].upper()}{name[1:]} {record.id}"


class Beside(NamedTuple):
    """What else stands on record when a step is taken.

    `proceedings` gives the records of a folder, or of all (None), each with its procedure.
    """

    proceedings: Callable[[str | None], Iterable[tuple[Procedure[Any], Any]]]
    issue: Callable[[str], Issue]

    def of_the_period(self, folder: str, record: Any) -> Iterator[Any]:
        """Yield the others of a kind that are about the same place and some same day."""
        for _procedure, each in self.proceedings(folder):
            meets = each.since <= record.until and record.since <= each.until
            if each.id != record.id and each.place == record.place and meets:
                yield each
