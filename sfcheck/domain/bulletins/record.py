"""What a bulletin (督查通报) records: what it covers, how it was put together, signed, issued."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from sfcheck.domain.base.records import Code, Line, Record, RoundId, Text
from sfcheck.domain.base.vocabulary import Duty, Severity
from sfcheck.domain.procedure.issued import Issued
from sfcheck.domain.procedure.pins import Pin
from sfcheck.domain.procedure.record import Proceeding, SealedEvent


class Coverage(Record):
    """Which issues a bulletin is about; what is not named is not asked for."""

    round: RoundId | None = None
    place: Code | None = None
    duty: Duty | None = None
    severity: Severity | None = None


class Demand(Record):
    """What is demanded (整改要求), and by what day."""

    due: date
    text: Text


class Drafted(SealedEvent):
    """A bulletin is begun."""

    do: Literal["draft"]


class Consolidated(SealedEvent):
    """It is put together (梳理汇总) from the issues of one commit, with recommendations."""

    do: Literal["consolidate"]
    recommendations: tuple[Text, ...] = ()
    demands: tuple[Demand, ...] = ()
    contact: Line | None = None
    pin: Pin


class Signed(SealedEvent):
    """A leader signed it off (审签) on paper; `signatory` need not be on the roster."""

    do: Literal["sign"]
    signatory: Line
    signed_on: date


class Published(Issued):
    """It was issued (印发)."""

    do: Literal["publish"]


class Dropped(SealedEvent):
    """It will not be issued; it stays on record, and its id is not given again."""

    do: Literal["drop"]
    reason: Text


BulletinEvent = Annotated[
    Drafted | Consolidated | Signed | Published | Dropped, Field(discriminator="do")
]


class Bulletin(Proceeding):
    """The file `bulletins/<year>/<number>.yaml` (plan 三(一): 印发督查通报)."""

    title: Line
    scope: Coverage = Field(default_factory=Coverage)
    events: tuple[BulletinEvent, ...] = ()
    aside: tuple[BulletinEvent, ...] = ()

    @property
    def pin(self) -> Pin | None:
        """What it rests on, once it is put together."""
        put = self.last(Consolidated)
        return put.pin if put else None
