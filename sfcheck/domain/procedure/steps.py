"""Records that are made step by step and sealed: bulletins, referrals and what else has no fold.

Each kind has a table of moves: after which steps, by whose hand, what else must hold; everything
else is refused. Every step seals all that stands before it and itself, so that no part of a record
can be changed by hand without being seen.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, NamedTuple, TypeVar

from pydantic import AwareDatetime, Field, StringConstraints

from sfcheck.domain.base.records import Digest, Line, PersonId, Record, digest, dump
from sfcheck.domain.base.vocabulary import Office
from sfcheck.domain.world.context import Context
from sfcheck.errors import Refused
from sfcheck.language import N_, _


class Step(Record):
    """What every step carries; `seal` is the SHA-256 of the record up to here."""

    n: Annotated[int, Field(ge=1)]
    at: AwareDatetime
    do: str
    by: PersonId
    for_: Line = Field(alias="for")
    seal: Digest | None = None

    @property
    def day(self) -> date:
        """The day on the author's own clock."""
        return self.at.date()


S = TypeVar("S", bound=Step)


class Proceeding(Record):
    """A record of steps, named by its year and a number; a kind of its own adds what it is about.

    A kind declares `events` anew, as a tuple of its own steps.
    """

    year: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]
    number: Annotated[str, StringConstraints(pattern=r"^[0-9]{4,}$")]
    events: tuple[Any, ...] = ()

    @property
    def id(self) -> str:
        """What it is called inside the ledger, such as `2026-0003`."""
        return f"{self.year}-{self.number}"

    @property
    def state(self) -> str | None:
        """The last step on record."""
        return self.events[-1].do if self.events else None

    def last(self, kind: type[S]) -> S | None:
        """The last step of a kind, None where there is none."""
        return next((step for step in reversed(self.events) if isinstance(step, kind)), None)


P = TypeVar("P", bound=Proceeding)


class Hand(NamedTuple):
    """One kind of hand: the only `for` a step by it may carry (None: nobody can act), and its test.

    `test` tells whether the person may act for it on the day of the step.
    """

    label: str
    stands_for: Callable[[Any, Any, Context], str | None]
    test: Callable[[Any, Any, Context], bool]


def _overall(record: Proceeding, step: Step, context: Context) -> str:
    return context.overall


def _holds(office: Office, *, own: bool = False) -> Callable[[Any, Any, Context], bool]:
    def test(record: Proceeding, step: Step, context: Context) -> bool:
        at_home = not own or context.people[step.by].home_on(step.day) == context.overall
        return context.holds(step.by, office, step.day) and at_home

    return test


OFFICER = Hand(N_("an officer of the overall office"), _overall, _holds(Office.OVERALL_OFFICER))
CLERK = Hand(N_("a clerk"), _overall, _holds(Office.CLERK))
OWN_CLERK = Hand(
    N_("a clerk of the overall office's own"), _overall, _holds(Office.CLERK, own=True)
)
"""The hands of the overall office; a clerk of its own is one whose home it is."""

Requirement = Callable[[Any, Any, Context], None]


class Move(NamedTuple):
    """One row: after which steps (None: as the first), by whose hand, what else must hold."""

    sources: frozenset[str | None]
    hands: Sequence[Hand]
    requires: Sequence[Requirement] = ()


class Procedure(NamedTuple):
    """The law of one kind of record: its name, command and folder, its model, moves and words."""

    name: str
    command: str
    folder: str
    model: type[Any]
    moves: Mapping[str, Move]
    steps: Mapping[str, str]
    states: Mapping[str, str]

    def apply(self, record: P, step: Step, context: Context) -> P:
        """Return `record` after `step`. Raises `Refused`: the codes of `errors/procedure.py`."""
        move = self.moves[step.do]
        if record.state not in move.sources:
            states = [_(state) for name, state in self.states.items() if name in move.sources]
            raise Refused(
                "procedure-state",
                what=self.called(record),
                command=self.command,
                id=record.id,
                step=_(self.steps[step.do]),
                state=_(self.states[record.state]) if record.state else "–",
                first=", ".join(states) or "–",
            )
        if step.n != len(record.events) + 1:
            expected = len(record.events) + 1
            raise Refused("wrong-order", number=record.id, n=step.n, expected=expected)
        if not any(
            step.for_ == hand.stands_for(record, step, context)
            and step.by in context.people
            and hand.test(record, step, context)
            for hand in move.hands
        ):
            raise Refused(
                "procedure-hand",
                step=_(self.steps[step.do]),
                who=context.name(step.by),
                body=context.name(step.for_),
                hands=_(", ").join(_(hand.label) for hand in move.hands),
            )
        if record.events and step.at < record.events[-1].at:
            facts = {"at": step.at.isoformat(), "last": record.events[-1].at.isoformat()}
            raise Refused("procedure-turns-back", what=self.called(record), **facts)
        for requirement in move.requires:
            requirement(record, step, context)
        if step.seal != sealed(record, step):
            raise Refused("procedure-seal", what=self.called(record), n=step.n)
        return record.model_copy(update={"events": (*record.events, step)})

    def refold(self, record: P, context: Context) -> P:
        """Return what the steps of a record make of it, one lawful after the other.

        Raises `Refused`.
        """
        after = record.model_copy(update={"events": ()})
        for step in record.events:
            after = self.apply(after, step, context)
        return after

    def called(self, record: Proceeding) -> str:
        """Return what a record is called at the head of a message."""
        name = _(self.name)
        return f"{name[:1].upper()}{name[1:]} {record.id}"


def sealed(record: Proceeding, step: Step) -> str:
    """Return the SHA-256 that seals a record with a further step: all before, and its own."""
    whole = {**dump(record), "step": dump(step.model_copy(update={"seal": None}))}
    return digest(whole)
