"""What a visit (暗访、明察) records: its account, the studies and consultations that followed."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from sfcheck.domain.base.records import Code, Digest, Line, NumberText, PersonId, TeamRef, Text
from sfcheck.domain.base.records import Record as Part
from sfcheck.domain.base.vocabulary import Duty, Mode
from sfcheck.domain.procedure.record import Proceeding, SealedEvent
from sfcheck.domain.visits.checklists import CheckItem

Point = Literal[
    "no_notice", "no_greeting", "no_briefing", "no_escort", "straight_down", "straight_in"
]
"""The six points of 「四不两直」, in the plan's order."""


class Answer(Part):
    """Whether a point of the checklist was kept; a remark says why not."""

    point: Point
    kept: bool
    remark: Text | None = None


class Account(Part):
    """What a visit was: where, when, by whom, to which units, of which kind, what it found.

    `persons` are those of the team who went. `check` are the six answers of a covert visit.
    """

    place: Code
    on: date
    mode: Mode
    units: Annotated[tuple[Line, ...], Field(min_length=1)]
    persons: Annotated[tuple[PersonId, ...], Field(min_length=1)]
    check: tuple[Answer, ...] = ()
    issues: tuple[NumberText, ...] = ()


class Recorded(SealedEvent):
    """A visit is put on record by one of the team."""

    do: Literal["record"]
    account: Account


class Amended(SealedEvent):
    """Its account is told anew, whole; the old one stays on record."""

    do: Literal["amend"]
    account: Account
    why: Text


class Causes(Part):
    """Why it came about (查明原因): what set it off, what management let it, what lies at the root.

    The three levels at which causes are sought before correcting (after ISO 45001, 10.2).
    """

    direct: Text
    management: Text
    root: Text


class Answerable(Part):
    """Who answers for what (厘清责任): a body or unit, its position, which duty, what was not done.

    The tool keeps what the leader found; it does not decide guilt.
    """

    who: Line
    position: Line | None = None
    duty: Duty
    omitted: Text


class Studied(SealedEvent):
    """A typical case is taken apart (解剖麻雀).

    `elsewhere` is where the like is to be looked for (举一反三).
    """

    do: Literal["study"]
    issues: Annotated[tuple[NumberText, ...], Field(min_length=1)]
    causes: Causes
    answerable: Annotated[tuple[Answerable, ...], Field(min_length=1)]
    elsewhere: Text


class Opinion(Part):
    """What one found in a consultation: who, of a body; a person of the roster, or a name."""

    who: Line
    body: Line
    field: Line | None = None
    finding: Text


class Consulted(SealedEvent):
    """Several departments and experts looked at one issue together (会诊)."""

    do: Literal["consult"]
    issue: NumberText
    on: date
    opinions: Annotated[tuple[Opinion, ...], Field(min_length=2)]
    conclusion: Text


class Verdict(StrEnum):
    """What became of an item of a checklist."""

    MET = "pass"
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"


class ItemAnswer(CheckItem):
    """An item as it was asked, and what it came to; a remark says what failed, or why not asked."""

    verdict: Verdict
    remark: Text | None = None


class Examined(SealedEvent):
    """A unit was gone through by a checklist of that version; `sha256` is that of the list."""

    do: Literal["check"]
    checklist: Code
    version: Line
    sector: Code
    sha256: Digest
    unit: Line
    answers: Annotated[tuple[ItemAnswer, ...], Field(min_length=1)]

    @property
    def failed(self) -> tuple[ItemAnswer, ...]:
        """What failed."""
        return tuple(each for each in self.answers if each.verdict is Verdict.FAIL)


VisitEvent = Annotated[
    Recorded | Amended | Studied | Consulted | Examined, Field(discriminator="do")
]


class Visit(Proceeding):
    """The file `visits/<year>/<number>.yaml`: a visit of a team (plan 二(二), 二(三))."""

    team: TeamRef
    events: tuple[VisitEvent, ...] = ()
    aside: tuple[VisitEvent, ...] = ()

    @property
    def account(self) -> Account | None:
        """What it was, as it was last told."""
        told = [event for event in self.events if isinstance(event, Recorded | Amended)]
        return told[-1].account if told else None

    @property
    def studies(self) -> tuple[Studied, ...]:
        """The case studies, in order."""
        return tuple(event for event in self.events if isinstance(event, Studied))

    @property
    def consultations(self) -> tuple[Consulted, ...]:
        """The consultations, in order."""
        return tuple(event for event in self.events if isinstance(event, Consulted))

    @property
    def checks(self) -> tuple[Examined, ...]:
        """How units were gone through by checklists; of one unit and list the last counts."""
        done = (event for event in self.events if isinstance(event, Examined))
        return tuple({(event.unit, event.checklist): event for event in done}.values())

    @property
    def named(self) -> frozenset[str]:
        """Every issue it is about: found on it, studied or consulted about."""
        account = self.account
        found = account.issues if account else ()
        studied = (number for study in self.studies for number in study.issues)
        return frozenset((*found, *studied, *(each.issue for each in self.consultations)))
