"""Who did something, when, on whose behalf, and on what paper: what every event carries."""

from datetime import date
from typing import Annotated

from pydantic import Field

from sfcheck.domain.base.records import Line, Moment, PersonId, Record


class SignedPaper(Record):
    """The document by which a body without the tool acted; its signatory is the hand."""

    document: Line
    signed_by: Line


class BaseEvent(Record):
    """What every event carries: its order, when, who, and for whom.

    `n` is 1 + the highest the author saw; `at` is the author's clock and decides nothing but
    what was in force; `by` is a person of the roster; `for` a body, a team or the unit.
    """

    n: Annotated[int, Field(ge=1)]
    at: Moment
    do: str
    by: PersonId
    for_: Line = Field(alias="for")

    @property
    def day(self) -> date:
        """The day on the author's own clock."""
        return self.at.date()

    @property
    def hand(self) -> str:
        """Who acted: the person who wrote the event."""
        return self.by


class BodyEvent(BaseEvent):
    """What the rectifying or accepting body does; without the tool, on paper a clerk records."""

    paper: SignedPaper | None = None

    @property
    def hand(self) -> str:
        """Who acted: the signatory of the paper, else the person who wrote the event."""
        return self.paper.signed_by if self.paper else self.by
