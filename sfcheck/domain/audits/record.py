"""What an audit (抽查复核) records: the list, the draw, what was found, the rate."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from sfcheck.domain.base.records import Code, Line, NumberText, Record, Text
from sfcheck.domain.procedure.pins import Pin
from sfcheck.domain.procedure.record import Proceeding, SealedEvent
from sfcheck.language import N_

Count = Annotated[int, Field(ge=0)]
Share = Annotated[int, Field(ge=0, le=10_000)]
Numbers = Annotated[tuple[NumberText, ...], Field(min_length=1)]


class Planned(SealedEvent):
    """The list of what may be drawn, how many, and which public value of a day to come decides."""

    do: Literal["plan"]
    pin: Pin
    frame: Annotated[Numbers, Field(description=N_("The closed issues it is drawn from."))]
    size: Annotated[int, Field(ge=1, description=N_("How many are drawn."))]
    public: Annotated[Line, Field(description=N_("Which public value decides, and where it is."))]
    public_on: Annotated[date, Field(description=N_("The day on which it will be known."))]


class Drawn(SealedEvent):
    """The value became known, and what follows from it."""

    do: Literal["draw"]
    value: Annotated[Line, Field(description=N_("The public value, as published."))]
    drawn: Annotated[Numbers, Field(description=N_("What is to be looked at again."))]


class Looked(Record):
    """What the look-back after the draw found of one issue: by which event, whether it passed."""

    number: NumberText
    event: Annotated[int, Field(ge=1)]
    passed: bool


class Concluded(SealedEvent):
    """All that was drawn was looked at; shares are in ten-thousandths (Clopper-Pearson, 95 %)."""

    do: Literal["conclude"]
    pin: Pin
    looked: Annotated[tuple[Looked, ...], Field(description=N_("What was found of each."))]
    false: Annotated[Count, Field(description=N_("How many were closed and not solved."))]
    lower: Annotated[Share, Field(description=N_("The lower bound of the share."))]
    upper: Annotated[Share, Field(description=N_("The upper bound of the share."))]


class CalledOffAudit(SealedEvent):
    """It was begun by mistake; nothing was drawn yet."""

    do: Literal["drop"]
    reason: Annotated[Text, Field(description=N_("Why it is dropped."))]


AuditEvent = Annotated[Planned | Drawn | Concluded | CalledOffAudit, Field(discriminator="do")]


class Audit(Proceeding):
    """The file `audits/<year>/<number>.yaml`: of what was closed in a place and a period."""

    place: Annotated[Code, Field(description=N_("Which place."))]
    since: Annotated[date, Field(description=N_("The first day of the period."))]
    until: Annotated[date, Field(description=N_("Its last day."))]
    events: tuple[AuditEvent, ...] = ()
    aside: tuple[AuditEvent, ...] = ()
