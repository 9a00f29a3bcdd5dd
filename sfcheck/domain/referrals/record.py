"""What a referral (移交) records: about whom, on which facts, who approved, what came of it."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from sfcheck.domain.base.acts import SignedPaper
from sfcheck.domain.base.records import Code, Line, Record, Text
from sfcheck.domain.facts import Fact
from sfcheck.domain.procedure.issued import Issued
from sfcheck.domain.procedure.pins import Pin
from sfcheck.domain.procedure.record import Proceeding, SealedEvent

Destination = Literal["organization", "discipline"]


class Proposed(SealedEvent):
    """The overall office proposes it, on facts that the commit it pins has on record."""

    do: Literal["propose"]
    facts: Annotated[tuple[Fact, ...], Field(min_length=1)]
    opinion: Text | None = None
    pin: Pin


class _Answered(SealedEvent):
    """What the Party committee said on paper; `signatory` need not be on the roster."""

    signatory: Line
    signed_on: date
    document: Line


class Approved(_Answered):
    """The Party committee agreed (经自治区党委同意)."""

    do: Literal["approve"]


class Rejected(_Answered):
    """The Party committee did not agree."""

    do: Literal["reject"]
    reason: Text


class Withdrawn(SealedEvent):
    """The overall office takes it back before it is transferred."""

    do: Literal["withdraw"]
    reason: Text


class Transferred(Issued):
    """It was transferred by letter to the `receiver`, with its list."""

    do: Literal["transfer"]
    receiver: Code


class _Receiving(SealedEvent):
    """What the receiving body does; without the tool, on paper that a clerk records."""

    paper: SignedPaper | None = None

    @property
    def hand(self) -> str:
        """Who acted: the signatory of the paper, else the person who took the step."""
        return self.paper.signed_by if self.paper else self.by


class Established(Record):
    """What the receiving body found of one fact, counted from 1 as the proposal lists it."""

    fact: Annotated[int, Field(ge=1)]
    verified: bool
    opinion: Text


class Verified(_Receiving):
    """It verified the facts, each by itself (对问题相关事实进行核实认定)."""

    do: Literal["verify"]
    findings: tuple[Established, ...]


class Decided(_Receiving):
    """It decided: on no action, or by which instrument, on how many persons and which bodies.

    No person is named here: names belong into sealed files.
    """

    do: Literal["decide"]
    instrument: Text | None = None
    opinion: Text
    persons: Annotated[int, Field(ge=0)] = 0
    bodies: tuple[Line, ...] = ()


class Returned(SealedEvent):
    """The outcome came back to the overall office, which acknowledges it."""

    do: Literal["outcome"]
    document: Line
    received_on: date
    opinion: Text | None = None


ReferralEvent = Annotated[
    Proposed | Approved | Rejected | Withdrawn | Transferred | Verified | Decided | Returned,
    Field(discriminator="do"),
]


class Referral(Proceeding):
    """The file `referrals/<year>/<number>.yaml` (plan 三(二), 三(三)).

    `about` is a body of the registry, or a unit called as in the ledger.
    """

    to: Destination
    about: Line
    events: tuple[ReferralEvent, ...] = ()
    aside: tuple[ReferralEvent, ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts it rests on."""
        proposed = self.last(Proposed)
        return proposed.facts if proposed else ()

    @property
    def stands(self) -> bool:
        """Whether its facts are referred: it was neither rejected nor withdrawn."""
        return self.state not in ("reject", "withdraw")

    @property
    def pin(self) -> Pin | None:
        """The commit and the issues it rests on."""
        proposed = self.last(Proposed)
        return proposed.pin if proposed else None


def referred(referrals: Iterable[Referral]) -> dict[tuple[str, Fact], str]:
    """Return the facts that were referred, each with where to, and by which referral first.

    A fact is told to a receiver once; what was rejected or withdrawn was told to nobody.
    """
    told: dict[tuple[str, Fact], str] = {}
    for each in referrals:
        for fact in each.facts if each.stands else ():
            told.setdefault((each.to, fact), each.id)
    return told
