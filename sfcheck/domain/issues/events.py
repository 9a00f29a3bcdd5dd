"""What may happen to an issue: one record for each event, with what it must show.

Source: DESIGN §3, the table of steps. Each class says only what the event carries; when it is
lawful stands in `law.py`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, cast

from pydantic import Field, model_validator

from sfcheck.domain.base.acts import BaseEvent, BodyEvent
from sfcheck.domain.base.kinds import Shown
from sfcheck.domain.base.misfits import Misfit, fitted
from sfcheck.domain.base.records import (
    Code,
    Digest,
    Line,
    NumberText,
    Text,
    by_step,
)
from sfcheck.domain.base.vocabulary import CloseReason, Outcome, SupervisionLevel, label
from sfcheck.domain.issues.photos import AttachedFile, Evidence
from sfcheck.domain.world.calendar import Within
from sfcheck.errors import Refused
from sfcheck.language import N_

_TWICE = N_("one of the files is named twice")


class Register(BaseEvent):
    """建账: found, and entered by those who found it."""

    do: Literal["register"]


class Import(BaseEvent):
    """录入旧账: taken over from a spreadsheet; states beyond a claim are never taken over."""

    do: Literal["import"]
    file: Line
    sha256: Digest
    sheet: Line
    row: Annotated[int, Field(ge=1)]
    part: Annotated[int, Field(ge=1)] | None = None
    status: Literal["rectifying", "submitted"]
    demand: Text | None = None
    due: date | None = None
    rectify: Line
    accept: Code | None = None
    assist: tuple[Line, ...] = ()


class Confirm(BaseEvent):
    """组长确认: the leader answers for its truth (plan 四(二))."""

    do: Literal["confirm"]
    attest: Literal["true and accurate"]


class Notify(BaseEvent):
    """反馈: the finding and the demand go to the unit and to its city or county (plan 三(一)).

    `why` says why a body accepts that is not competent for the matter; `elsewhere` asks to look
    for the same elsewhere too (举一反三).
    """

    do: Literal["notify"]
    notice: Line
    sent_to: Annotated[tuple[Line, ...], Field(min_length=1)]
    demand: Text
    due: date
    within: Within | None = None
    rectify: Line
    accept: Code
    why: Text | None = None
    assist: tuple[Line, ...] = ()
    elsewhere: bool = False


class Acknowledge(BodyEvent):
    """签收: an addressee has received the notice; `received_on` is the day of its receipt."""

    do: Literal["acknowledge"]
    addressee: Line
    received_on: date


class SeenAgain(BaseEvent):
    """再次发现: found there again while it was open, still unsolved (屡查不改)."""

    do: Literal["seen-again"]
    on: date
    finding: Text
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1)]


class RectificationPlan(BodyEvent):
    """整改方案: 五落实, the five things settled beforehand."""

    do: Literal["rectification-plan"]
    duty: Text
    measures: Text
    funds: Text
    time_limit: Text
    contingency: Text


class Extend(BodyEvent):
    """延期: asked for in time, with protection meanwhile; beyond the policy's limits, approved."""

    do: Literal["extend"]
    asked_on: date
    asked_by: Line | None = None
    reason: Text
    interim: Text
    due: date
    within: Within | None = None
    approved_by: Line | None = None


class Object(BodyEvent):
    """异议: the rectifying body disputes the finding."""

    do: Literal["object"]
    grounds: Text


class Rule(BaseEvent):
    """裁定: the head decides a dispute, and what becomes of pending events."""

    do: Literal["rule"]
    outcome: Outcome
    ruling: Text
    due: date | None = None
    within: Within | None = None
    settles: tuple[Digest, ...] = ()


class Submit(BodyEvent):
    """申请验收: a claim that it is put right; `elsewhere` what the same search found elsewhere."""

    do: Literal["submit"]
    done: Text
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1)]
    elsewhere: Text | None = None


class Return(BodyEvent):
    """退回: not accepted; what is still demanded and by when."""

    do: Literal["return"]
    reason: Text
    demand: Text
    due: date
    within: Within | None = None


class Accept(BodyEvent):
    """验收: the department in charge has checked it; `on_site` are persons, or names."""

    do: Literal["accept"]
    opinion: Text
    on_site: Annotated[tuple[Line, ...], Field(min_length=1)]
    checked_on: date
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1)]


class LookBack(BaseEvent):
    """回头看: the three verdicts of 三个不放过 (plan 二(四)), and what was seen for them."""

    do: Literal["look-back"]
    rectified: bool
    measures: bool
    solved: bool
    finding: Text
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1)]
    demand: Text | None = None
    due: date | None = None
    within: Within | None = None

    @property
    def passed(self) -> bool:
        """Whether all three verdicts are yes."""
        return self.rectified and self.measures and self.solved

    @model_validator(mode="after")
    def _failed_demands(self) -> "LookBack":
        if not self.passed and (self.demand is None or self.due is None):
            raise ValueError("a look-back with a “no” states a new demand and a new due date")
        if self.passed and (self.demand is not None or self.due is not None):
            raise ValueError("a look-back that passed demands nothing")
        return self


class Close(BaseEvent):
    """销号: struck off by the office that answers for the whole."""

    do: Literal["close"]
    reason: CloseReason
    opinion: Text | None = None


class Reopen(BaseEvent):
    """重新立账: closed too early."""

    do: Literal["reopen"]
    why: Text
    demand: Text
    due: date
    within: Within | None = None


class Void(BaseEvent):
    """作废: not an issue after all, or a duplicate."""

    do: Literal["void"]
    reason: Text
    duplicate_of: NumberText | None = None


class Amend(BaseEvent):
    """更正: one field, from old to new; both stay on record."""

    do: Literal["amend"]
    field: Literal[
        "title",
        "description",
        "duty",
        "nature",
        "criterion",
        "severity",
        "place",
        "unit",
        "sector",
        "accept",
        "source",
        "duplicate_of",
    ]
    old: Text | dict[str, Line] | None = None
    new: Text | dict[str, Line]
    why: Text


class Supervise(BaseEvent):
    """挂牌督办: listed for supervision by a body of some level, until a day of its own."""

    do: Literal["supervise"]
    approval: Text
    level: SupervisionLevel
    body: Code
    until: date


class Progress(BodyEvent):
    """督办进展: what the rectifying body reports while an issue is listed."""

    do: Literal["progress"]
    text: Text


class Lift(BaseEvent):
    """摘牌: taken off the supervised list, after the supervising body accepted it on paper."""

    do: Literal["lift"]
    reason: Text
    accepted_by: Line
    accepted_on: date
    acceptance: Line


class Remind(BaseEvent):
    """催办: the overall office, or the team that holds the place, presses."""

    do: Literal["remind"]
    text: Text


class Note(BaseEvent):
    """备注: progress, anything worth keeping."""

    do: Literal["note"]
    text: Text


class Attach(BaseEvent):
    """附件: photographs of one class, or papers, and what they show."""

    do: Literal["attach"]
    files: Annotated[tuple[AttachedFile, ...], Field(min_length=1)]
    class_: Shown = Field(alias="class")
    caption: Line

    @model_validator(mode="after")
    def _each_once(self) -> "Attach":
        if len({each.sha256 for each in self.files}) < len(self.files):
            raise ValueError(_TWICE)
        return self


Event = Annotated[
    Register
    | Import
    | Confirm
    | Notify
    | Acknowledge
    | SeenAgain
    | RectificationPlan
    | Extend
    | Object
    | Rule
    | Submit
    | Return
    | Accept
    | LookBack
    | Close
    | Reopen
    | Void
    | Amend
    | Supervise
    | Progress
    | Lift
    | Remind
    | Note
    | Attach,
    Field(discriminator="do"),
]

DEMANDING = (Import, Notify, Rule, Return, LookBack, Reopen)
"""Events that may put a demand to the rectifying body; evidence must be newer than the last."""

KINDS: Mapping[str, type[BaseEvent]] = by_step(Event)
"""The model of each step's event."""


def make_event(do: str, facts: Mapping[str, object]) -> Event:
    """Return the event that `facts` describe; raises `Refused` (`bad-fact`, `missing-fact`)."""

    def refusal(misfit: Misfit) -> Refused:
        known = {"step": label(do), "field": misfit.field or do}
        if misfit.kind == "missing":
            return Refused("missing-fact", **known)
        return Refused("bad-fact", **known, problem=misfit.problem)

    return cast(Event, fitted(KINDS[do], {**facts, "do": do}, refusal))
