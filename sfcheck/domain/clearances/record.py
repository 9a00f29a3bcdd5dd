"""What a clearance (兜底清零) records: what a locality states, and what the ledger says to it."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from sfcheck.domain.base.records import Code, Line, NumberText, Record, Text
from sfcheck.domain.procedure.pins import Pin
from sfcheck.domain.procedure.record import Proceeding, SealedEvent
from sfcheck.language import N_

Count = Annotated[int, Field(ge=0)]
Numbers = tuple[NumberText, ...]


class Signature(Record):
    """Who signed for the party committee, for the government, or for a body that is both."""

    body: Code
    who: Line


class Statement(SealedEvent):
    """What the locality answers for: party committee and government sign it (党政同责).

    `open` are the issues of this ledger that are not cleared; `still_open` counts those of others
    too. `verified_by` are those who went and looked.
    """

    document: Annotated[Line, Field(description=N_("The number of the statement."))]
    self_checks: Annotated[Count, Field(description=N_("Problems that self-checks found."))]
    inspections: Annotated[Count, Field(description=N_("Problems that inspections found."))]
    still_open: Annotated[Count, Field(description=N_("How many of all these are still open."))]
    open: Annotated[Numbers, Field(description=N_("Those of this ledger still open."))] = ()
    verified_by: Annotated[
        tuple[Line, ...], Field(min_length=1, description=N_("Who went and verified it."))
    ]
    verified_on: Annotated[date, Field(description=N_("Until what day it was verified."))]
    signed: Annotated[tuple[Signature, ...], Field(min_length=1, description=N_("Who signed it."))]


class Stated(Statement):
    """The locality states it."""

    do: Literal["state"]


class Restated(Statement):
    """It states anew what was sent back."""

    do: Literal["restate"]


class Counted(Record):
    """What the ledger has: found in the period by self-checks, by others; open from before too."""

    self_checks: Count
    inspections: Count
    open: Numbers = ()


What = Literal["self_checks", "inspections", "still_open", "unlisted", "not_open"]


class Difference(Record):
    """In what they do not agree; `issues` are those that only one of the two calls open."""

    what: What
    stated: Count
    counted: Count
    issues: Numbers = ()


class Compared(SealedEvent):
    """The overall office compared it with the ledger as its commit has it."""

    do: Literal["compare"]
    pin: Pin
    counted: Annotated[Counted, Field(description=N_("What the ledger has."))]
    differences: Annotated[
        tuple[Difference, ...], Field(description=N_("What does not agree."))
    ] = ()


class SentBack(SealedEvent):
    """It goes back to the locality."""

    do: Literal["return"]
    reason: Annotated[Text, Field(description=N_("Why it goes back."))]


class Agreed(SealedEvent):
    """It agrees with the ledger; what differs in number only is explained."""

    do: Literal["agree"]
    explained: Annotated[
        Text | None, Field(description=N_("What explains numbers that differ."))
    ] = None


class CalledOff(SealedEvent):
    """It was begun by mistake."""

    do: Literal["drop"]
    reason: Annotated[Text, Field(description=N_("Why it is dropped."))]


ClearanceEvent = Annotated[
    Stated | Restated | Compared | SentBack | Agreed | CalledOff, Field(discriminator="do")
]


class Clearance(Proceeding):
    """The file `clearances/<year>/<number>.yaml` (plan 一(三): 组织排查验收、兜底清零)."""

    place: Annotated[Code, Field(description=N_("Which locality."))]
    since: Annotated[date, Field(description=N_("The first day of the period."))]
    until: Annotated[date, Field(description=N_("Its last day."))]
    events: tuple[ClearanceEvent, ...] = ()
    aside: tuple[ClearanceEvent, ...] = ()

    @property
    def statement(self) -> Statement | None:
        """What was stated last."""
        return self.last(Statement)

    @property
    def cleared(self) -> bool:
        """Whether it was agreed that nothing is left."""
        said = self.statement
        return self.state == "agree" and said is not None and said.still_open == 0
