"""What an assessment (督考) records: its period and matrix, the ratings, what it settled."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from sfcheck.domain.base.records import Code, Digest, NumberText, Record, Text
from sfcheck.domain.procedure.pins import CommitId
from sfcheck.domain.procedure.record import Proceeding, SealedEvent
from sfcheck.domain.world.policy import Matrix, Points


class Opened(SealedEvent):
    """An assessment is opened, by the matrix in force; a later change of policy does not touch it.

    What happened from `first` through `last` is assessed.
    """

    do: Literal["open"]
    first: date
    last: date
    matrix: Matrix


class Rated(SealedEvent):
    """The assessment office rates the effect (影响程度) of issues; a later rating goes before."""

    do: Literal["rate"]
    issues: Annotated[tuple[NumberText, ...], Field(min_length=1)]
    effect: Code
    why: Text


class Total(Record):
    """What is deducted from one body or one place, and in how many lines."""

    body: Code | None = None
    place: Code | None = None
    points: Points
    lines: Annotated[int, Field(ge=1)]


class Settled(SealedEvent):
    """It is settled from one commit; the sheet is told from that commit ever after.

    `named` is how many issues have a line on the sheet or are named below it, `digest` the SHA-256
    of their numbers and digests: a list of them all would outgrow a record in a large ledger.
    """

    do: Literal["settle"]
    commit: CommitId
    named: Annotated[int, Field(ge=0)]
    digest: Digest
    totals: tuple[Total, ...] = ()


class Abandoned(SealedEvent):
    """It will not be settled; it stays on record, and its id is not given again."""

    do: Literal["drop"]
    reason: Text


AssessmentEvent = Annotated[Opened | Rated | Settled | Abandoned, Field(discriminator="do")]


class Assessment(Proceeding):
    """The file `scores/<year>/<number>.yaml`; `year` is the one that is assessed."""

    events: tuple[AssessmentEvent, ...] = ()
    aside: tuple[AssessmentEvent, ...] = ()

    @property
    def ratings(self) -> Mapping[str, str]:
        """The effect of each issue that was rated, by its number."""
        rated = (event for event in self.events if isinstance(event, Rated))
        return {number: event.effect for event in rated for number in event.issues}
