"""What an office may set: the charter (`ledger.yaml`), the policy, what to look for.

Policy values are dated: `in force` is asked for a day, and an old issue is judged by the policy of
its day. The plan names no number; each here says on what it rests (`basis`).
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from sfcheck.domain.base.records import Code, Dated, Line, PersonId, Record, in_force
from sfcheck.domain.base.vocabulary import Duty, Rank, Severity
from sfcheck.domain.base.zones import PRESET
from sfcheck.domain.base.zones import known as known_zone
from sfcheck.domain.world.calendar import Span


class Offices(Record):
    """Which bodies have the plan's roles."""

    overall: Code
    organization: Code | None = None
    discipline: Code | None = None
    assessment: Code | None = None
    secretariat: Code | None = None


class Officer(Dated):
    """The overall office's named officer: head of the places the office holds itself."""

    person: PersonId


class LedgerName(Record):
    """The ledger's name in both languages."""

    zh: Line
    en: Line | None = None


class Charter(Record):
    """The file `ledger.yaml`: what ledger this is, under which law."""

    law: Literal[1]
    name: LedgerName
    level: Literal["region", "city", "county"]
    place: Code
    zone: Annotated[Line, AfterValidator(known_zone)] = PRESET
    profile: Line | None = None
    offices: Offices
    officers: tuple[Officer, ...] = ()


class DatedValue(Dated):
    """A value with its days and its basis: `preset` (ours) or the source that names it."""

    basis: Line


class LookBackRule(DatedValue):
    """Which issues ask for a passed look-back before they are closed."""

    value: Literal["never", "major", "always"]


class Amount(DatedValue):
    """A number: days, or a likeness from 0 to 100."""

    value: Annotated[int, Field(ge=0, le=100_000)]


class DaysGiven(Amount):
    """How many days are given: all of them, or `working` ones of calendar.yaml."""

    value: Annotated[int, Field(ge=1, le=1000)]
    working: bool = False


class Ranks(DatedValue):
    """Ranks a leader may have."""

    value: tuple[Rank, ...]


class LeadBodies(DatedValue):
    """Bodies a leader may come from (主责部门)."""

    value: tuple[Code, ...]


Points = Annotated[str, StringConstraints(pattern=r"^(0|[1-9][0-9]{0,3})(\.[0-9])?$")]
"""Points deducted, in tenths at the finest: text, for a machine's fractions are not exact."""

EXAMPLE = "example"
"""The `basis` of a matrix that nobody decided on: it may be tried, not settled by."""


class Effect(Record):
    """A degree of effect (影响程度), by which the assessment office rates an issue."""

    code: Code
    zh: Line
    en: Line


class FindingPoints(Record):
    """What a finding of a duty and severity costs, by effect; one of a `nature` goes before."""

    duty: Duty
    severity: Severity
    nature: Code | None = None
    points: Mapping[str, Points]


class LateBand(Record):
    """From which day late on: `points` once, and `per_day` until the next band begins."""

    from_day: Annotated[int, Field(ge=1)]
    points: Points = "0"
    per_day: Points = "0"


class LookBackPoints(Record):
    """What a failed look-back costs those who rectified, and those who had accepted it."""

    rectified: Points = "0"
    accepted: Points = "0"


class Caps(Record):
    """The most that is deducted: for one issue, from one body or one place in a period."""

    each_issue: Points | None = None
    each_body: Points | None = None
    each_place: Points | None = None


class Matrix(DatedValue):
    """What is deducted in the assessment (plan 三(四): 依据问题性质、影响程度等扣分).

    `unrated` is the effect taken for an issue nobody has rated; without it, its finding costs
    nothing until somebody has.
    """

    effects: Annotated[tuple[Effect, ...], Field(min_length=1)]
    unrated: Code | None = None
    findings: Annotated[tuple[FindingPoints, ...], Field(min_length=1)]
    recurrence: Points = "0"
    late: tuple[LateBand, ...] = ()
    look_back: LookBackPoints = Field(default_factory=LookBackPoints)
    caps: Caps = Field(default_factory=Caps)

    @property
    def is_example(self) -> bool:
        """Whether nobody decided on it."""
        return self.basis.strip().lower() == EXAMPLE


class Policy(Record):
    """The file `policy.yaml`. Days are calendar days where a value does not say `working`.

    `extensions_at_most`, `extension_days_at_most`: of one issue, how many extensions and how many
    days of them together; what goes beyond asks for a named approval.

    `repeat_place`, `repeat_leader`, `repeat_days`: how many times in a row are a repeat.
    `evidence_megabytes`: the largest file that is kept; `photo_metres`: how far apart photographs
    of one issue may be taken.
    `refer_…`: from how many facts of a kind on somebody is listed as a candidate for a referral.
    """

    look_back_before_close: tuple[LookBackRule, ...] = ()
    rectify_days_general: tuple[DaysGiven, ...] = ()
    rectify_days_major: tuple[DaysGiven, ...] = ()
    extensions_at_most: tuple[Amount, ...] = ()
    extension_days_at_most: tuple[Amount, ...] = ()
    similarity_threshold: tuple[Amount, ...] = ()
    similarity_days: tuple[Amount, ...] = ()
    leader_ranks: tuple[Ranks, ...] = ()
    lead_bodies: tuple[LeadBodies, ...] = ()
    experts_at_least: tuple[Amount, ...] = ()
    members_at_least: tuple[Amount, ...] = ()
    evidence_megabytes: tuple[Amount, ...] = ()
    photo_metres: tuple[Amount, ...] = ()
    repeat_place: tuple[Amount, ...] = ()
    repeat_leader: tuple[Amount, ...] = ()
    repeat_days: tuple[Amount, ...] = ()
    soon_days: tuple[Amount, ...] = ()
    overdue_grace_days: tuple[Amount, ...] = ()
    acknowledge_days: tuple[Amount, ...] = ()
    supervision_report_days: tuple[Amount, ...] = ()
    scoring: tuple[Matrix, ...] = ()
    refer_duty: tuple[Amount, ...] = ()
    refer_overdue: tuple[Amount, ...] = ()
    refer_supervised: tuple[Amount, ...] = ()
    refer_acceptance: tuple[Amount, ...] = ()
    refer_recurrence: tuple[Amount, ...] = ()
    refer_seen_again: tuple[Amount, ...] = ()
    refer_false_rectification: tuple[Amount, ...] = ()

    def look_back_on(self, day: date) -> str:
        """The look-back rule of `day`; without one, every issue asks for a look-back."""
        rules = in_force(self.look_back_before_close, day)
        return rules[0].value if rules else "always"

    def amount(self, name: str, day: date) -> int | None:
        """The number called `name` in force on `day`, or None where the office set none."""
        amounts: list[Amount] = in_force(getattr(self, name), day)
        return amounts[0].value if amounts else None

    def span(self, name: str, day: date) -> Span | None:
        """The days called `name` that are given on `day`, or None where the office set none."""
        given: list[DaysGiven] = in_force(getattr(self, name), day)
        return Span(days=given[0].value, working=given[0].working) if given else None

    def matrix_on(self, day: date) -> Matrix | None:
        """The scoring matrix in force on `day`, or None where the office set none."""
        matrices = in_force(self.scoring, day)
        return matrices[0] if matrices else None


class SourceOfIssues(Record):
    """Where an issue comes from (plan, part one)."""

    code: Code
    zh: Line
    en: Line
    plan: Line | None = None


class Point(Record):
    """A point to look for (plan, part one); an issue's `nature` is one of them."""

    code: Code
    duty: Duty
    zh: Line
    en: Line
    plan: Line | None = None


class Sector(Record):
    """A sector (行业领域), by which bodies are competent and checklists are written."""

    code: Code
    zh: Line
    en: Line


class Catalogue(Record):
    """The file `catalogue.yaml`: sources, sectors and points."""

    sources: tuple[SourceOfIssues, ...] = ()
    sectors: tuple[Sector, ...] = ()
    points: tuple[Point, ...] = ()

    def sector(self, code: str) -> Sector | None:
        """The sector called `code`."""
        return next((sector for sector in self.sectors if sector.code == code), None)

    def source(self, code: str) -> SourceOfIssues | None:
        """The source called `code`."""
        return next((source for source in self.sources if source.code == code), None)

    def point(self, code: str) -> Point | None:
        """The point called `code`."""
        return next((point for point in self.points if point.code == code), None)
