"""An issue: its content, where it stands, its events, and the digest that seals them."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from sfcheck.domain.base.acts import BaseEvent
from sfcheck.domain.base.misfits import Misfit, first, fitted
from sfcheck.domain.base.records import (
    Code,
    Digest,
    Line,
    NumberText,
    Record,
    TeamRef,
    Text,
    Uscc,
    digest,
    dump,
)
from sfcheck.domain.base.vocabulary import OPEN, Duty, Mode, Severity, SiteRecord, Status
from sfcheck.domain.issues.events import DEMANDING, Amend, Event, Import, Progress, Supervise, Void
from sfcheck.domain.issues.order import event_digest
from sfcheck.domain.world.calendar import Within
from sfcheck.errors import Refused


class Criterion(Record):
    """What the finding is measured by: departments' standards are cited by clause."""

    standard: Line
    version: Line | None = None
    clause: Line | None = None


class Unit(Record):
    """The inspected unit: an enterprise, or (`body`) a department or locality of the registry."""

    name: Line
    uscc: Uscc | None = None
    body: Code | None = None


class Found(Record):
    """The finding: when, by whom, on what kind of visit, from which source.

    `by` are persons of the roster; an import keeps names as written.
    """

    on: date
    by: Annotated[tuple[Line, ...], Field(min_length=1)]
    team: TeamRef | None = None
    mode: Mode | None = None
    source: Code
    site_record: SiteRecord | None = None


class Responsible(Record):
    """Who rectifies and who accepts (谁被督查谁整改、谁主管谁验收); `assist` helps to rectify."""

    rectify: Line | None = None
    accept: Code | None = None
    assist: tuple[Line, ...] = ()


class Related(Record):
    """Other issues this one points to."""

    recurs: NumberText | None = None


class Pending(Record):
    """An event that a merge brought and the fold refused; it waits for a ruling."""

    event: Digest
    do: Line
    code: Code


CellHeading = Annotated[str, Field(min_length=1, max_length=200)]


class Issue(Record):
    """The file `issues/…/<number>.yaml`. `status`, `due`, `responsible`, `pending` are the fold."""

    number: NumberText
    title: Line
    status: Status
    due: date | None = None
    duty: Duty | None = None
    severity: Severity
    nature: Code | None = None
    sector: Code | None = None
    criterion: Criterion | None = None
    place: Code
    unit: Unit
    found: Found
    responsible: Responsible = Responsible()
    description: Text
    suggestion: Text | None = None
    related: Related | None = None
    as_written: dict[CellHeading, Text] = Field(default_factory=dict)
    pending: tuple[Pending, ...] = ()
    digest: Digest | None = None
    events: tuple[Event, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it still is on the list: neither closed nor voided."""
        return self.status in OPEN

    @property
    def runs(self) -> date | None:
        """The due date that is running: nothing is claimed to be rectified yet."""
        return self.due if self.status in (Status.RECTIFYING, Status.DISPUTED) else None

    def overdue(self, today: date, grace: int = 0) -> bool:
        """Whether rectification is late: computed, never stored (`grace` in days)."""
        return self.runs is not None and (today - self.runs).days > grace

    def falls_due(self, by: date | None, today: date, grace: int = 0) -> bool:
        """Whether rectification falls due on a day or before, and is not late yet."""
        late = self.overdue(today, grace)
        return self.runs is not None and by is not None and self.runs <= by and not late

    @property
    def within(self) -> Within | None:
        """How the due date was given, where it was counted."""
        setting = (event for event in reversed(self.effective) if getattr(event, "due", None))
        return getattr(next(setting, None), "within", None)

    @property
    def provisional(self) -> bool:
        """Whether its due date was counted over days that were not announced then."""
        within = self.within
        return within is not None and within.provisional

    @property
    def survivor(self) -> str | None:
        """The issue it is void as a duplicate of, as amended since."""
        after = self.since(Void) if self.status is Status.VOIDED else ()
        chained = [e.new for e in after if isinstance(e, Amend) and e.field == "duplicate_of"]
        void = after[0] if after else None
        return str(chained[-1]) if chained else getattr(void, "duplicate_of", None)

    @property
    def unreported_since(self) -> date | None:
        """While it is listed: the day of the listing, or of the last report of progress."""
        last = self.last(*_OF_A_LISTING)
        return last.day if self.supervised and last else None

    @property
    def supervised(self) -> bool:
        """Whether it is listed for supervision (挂牌督办)."""
        steps = [event.do for event in self.effective if event.do in ("supervise", "lift")]
        return bool(steps) and steps[-1] == "supervise"

    @property
    def next_n(self) -> int:
        """The `n` of the next event."""
        return 1 + max((event.n for event in self.events), default=0)

    @property
    def without_effect(self) -> frozenset[str]:
        """The digests of events on record that changed nothing: pending, or settled since."""
        rulings = [event for event in self.events if event.do == "rule" and event.settles]
        if not self.pending and not rulings:
            return frozenset()
        waiting = frozenset(pending.event for pending in self.pending)
        return waiting.union(*(r.settles for r in rulings if event_digest(r) not in waiting))

    @property
    def effective(self) -> tuple[Event, ...]:
        """The events that took effect; only these count for what a later step asks."""
        idle = self.without_effect
        if not idle:
            return self.events
        return tuple(event for event in self.events if event_digest(event) not in idle)

    def since(self, kind: type[BaseEvent]) -> tuple[Event, ...]:
        """The last event of `kind` that took effect and the effective ones after it, or none."""
        events = self.effective
        found = [at for at, event in enumerate(events) if isinstance(event, kind)]
        return events[found[-1] :] if found else ()

    def last(self, *kinds: type[BaseEvent]) -> BaseEvent | None:
        """The last event of one of `kinds` that took effect."""
        return next((event for event in reversed(self.effective) if isinstance(event, kinds)), None)


_OF_A_LISTING = (Supervise, Progress)
FOLDED = ("status", "due", "responsible", "pending", "digest", "events")
"""Fields that follow from the events; all others are content."""


def content(issue: Issue) -> dict[str, Any]:
    """Return the content fields of `issue`: what was registered, with amendments."""
    return {name: getattr(issue, name) for name in Issue.model_fields if name not in FOLDED}


UNNUMBERED = "00-000-0000-0"
"""Stands for the number of a draft, which nobody is shown."""


def draft(fields: Mapping[str, Any]) -> Issue:
    """Return an issue before its first event; raises `Refused`: `bad-value`, `field-missing`."""

    def refusal(misfit: Misfit) -> Refused:
        if misfit.kind == "missing":
            return Refused("field-missing", field=misfit.field)
        return Refused("bad-value", field=misfit.field, problem=misfit.problem)

    begun = {"number": UNNUMBERED, **fields, "status": Status.DRAFT}
    return fitted(Issue, begun, refusal)


def seal(issue: Issue) -> Issue:
    """Return `issue` with the digest of all it says; a hand edit of any part breaks it."""
    return issue.model_copy(update={"digest": issue_digest(issue)})


def issue_digest(issue: Issue) -> str:
    """Return the SHA-256 over an issue's content, state and events."""
    return digest_of(dump(issue))


def digest_of(plain: Mapping[str, Any]) -> str:
    """Return the SHA-256 over an issue given as the plain data of its file."""
    return digest({name: value for name, value in plain.items() if name != "digest"})


AMENDABLE: dict[str, Any] = {
    "title": Line,
    "description": Text,
    "duty": Duty,
    "nature": Code,
    "criterion": Criterion,
    "severity": Severity,
    "place": Code,
    "unit": Unit,
    "sector": Code,
    "accept": Code,
    "source": Code,
    "duplicate_of": NumberText,
}
"""What an `amend` may change, and the type of its value.

`accept` is the accepting body, `source` that of the finding; `duplicate_of` that of a void one.
"""

_MAY_BE_ABSENT = ("duty", "nature", "sector", "criterion", "accept")


@cache
def _adapter(field: str) -> TypeAdapter[Any]:
    return TypeAdapter(AMENDABLE[field])


def amended_value(field: str, value: object) -> Any:
    """Return the typed value an amendment of `field` writes; raises `Refused` (`bad-value`)."""
    if value is None and field in _MAY_BE_ABSENT:
        return None
    try:
        return _adapter(field).validate_python(value)
    except ValidationError as error:
        problem = first(value, error).problem
        raise Refused("bad-value", field=field, problem=problem) from error


def last_demand(issue: Issue) -> date | None:
    """Return the day of the last demand put to the rectifying body.

    An import puts none: it takes over one that was put when the problem was found.
    """
    for event in reversed(issue.effective):
        if isinstance(event, Import):
            return issue.found.on
        if isinstance(event, DEMANDING) and event.due is not None:
            return event.day
    return None


def amended(issue: Issue, field: str, value: object) -> dict[str, Any]:
    """Return what an amendment of `field` writes into an issue; raises `Refused` (`bad-value`)."""
    new = amended_value(field, value)
    if field == "accept":
        return {"responsible": issue.responsible.model_copy(update={"accept": new})}
    if field == "duplicate_of":
        return {}
    if field == "source":
        return {"found": issue.found.model_copy(update={"source": new})}
    return {field: new}


def standing_value(issue: Issue, field: str) -> Any:
    """Return what a field that may be amended reads now."""
    if field == "duplicate_of":
        return issue.survivor
    holder = {"accept": issue.responsible, "source": issue.found}.get(field, issue)
    return getattr(holder, field)
