"""What reports are made of, as data: breakdowns, lists, rates, and those that several have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sfcheck.domain.base.vocabulary import Duty, Mode, Severity, Status
from sfcheck.language import N_

Rates = Mapping[str, str]
"""Rates by figure: of which figure it is one."""


@dataclass(frozen=True)
class Grouping:
    """A breakdown: a line for each value of `by`, a column for each figure.

    `columns` are figures by the name of the column; the first is the one whose parts are a whole.
    `keys` are shown even where there is nothing: values, or None for the scope's rounds or teams.
    `order`: `keys` (theirs, then by code), or `rank`, the first column's highest first. `bars`: the
    first column may be drawn.
    """

    title: str
    by: str
    columns: Mapping[str, str]
    keys: Sequence[str] | None = ()
    rates: Rates = field(default_factory=dict)
    shares: bool = False
    order: Literal["keys", "rank"] = "keys"
    note: str = ""
    bars: bool = True


@dataclass(frozen=True)
class ListBehind:
    """The rows behind a figure as a table; sorted by `first`, if one is named, the highest first.

    `rising`: the lowest first. `nothing` is said where there are none.
    """

    title: str
    figure: str
    columns: Sequence[str]
    nothing: str
    first: str | None = None
    rising: bool = False


@dataclass(frozen=True)
class ReportKind:
    """A kind of report; `waits`: it tells what waits for whom.

    `command` is what its command is for; without one it has none of its own. `about` is what is
    named for it, the whole ledger where that is empty; `narrowing` what it may be narrowed to.
    """

    title: str
    counts: Sequence[str]
    rates: Rates
    groupings: Mapping[str, Grouping] = field(default_factory=dict)
    lists: Mapping[str, ListBehind] = field(default_factory=dict)
    waits: bool = False
    command: str = ""
    about: Literal["", "round", "place", "team", "unit"] = ""
    narrowing: Sequence[Literal["since", "until", "rotation", "place"]] = ()

    @property
    def figures(self) -> list[str]:
        """Every figure the report tells, each once, in its order."""
        told = [*self.counts]
        for grouping in self.groupings.values():
            told += grouping.columns.values()
            told += grouping.rates.values()
        told += [listing.figure for listing in self.lists.values()]
        told += ["waiting"] if self.waits else []
        return list(dict.fromkeys(told))


STATES = (
    *("found", "voided", "valid", "confirmed", "notified"),
    *("given", "submitted", "accepted", "closed"),
)
STATE_RATES: Rates = {
    "confirmed": "valid",
    "notified": "valid",
    "given": "valid",
    "submitted": "given",
    "accepted": "given",
    "closed": "given",
    "overdue": "open",
}
LOOKED = ("look_backs", "look_backs_failed")
LOOKS: Rates = {"look_backs_failed": "look_backs"}
STANDING = {
    "count": "valid",
    "major": "major",
    "open": "open",
    "overdue": "overdue",
    "closed": "closed",
}
LATE_STEPS = ("overdue_to_7", "overdue_to_30", "overdue_to_90", "overdue_beyond_90")
OPEN_STEPS = ("open_to_30", "open_to_90", "open_to_180", "open_beyond_180")
"""How long overdue, how old: each figure a step of days."""

STATUS = Grouping(
    N_("Where the issues stand"),
    "status",
    {"count": "found", "major": "found_major"},
    tuple(Status)[1:],
    shares=True,
)
DUTY = Grouping(N_("By duty"), "duty", STANDING, tuple(Duty), shares=True)
SEVERITY = Grouping(
    N_("By severity"),
    "severity",
    {name: figure for name, figure in STANDING.items() if name != "major"},
    tuple(Severity),
    shares=True,
)
MODE = Grouping(N_("By kind of visit"), "mode", STANDING, tuple(Mode), shares=True)
PLACE = Grouping(N_("By place"), "place", STANDING, shares=True)
ROUND = Grouping(N_("By round"), "round", STANDING, shares=True)
TEAM = Grouping(N_("By team"), "team", STANDING, None, shares=True)
NATURE = Grouping(N_("By point"), "nature", STANDING, shares=True)
SOURCE = Grouping(N_("By source"), "source", STANDING, shares=True)

LATE = ListBehind(
    N_("Overdue"),
    "overdue",
    ("number", "title", "unit", "due", "rectify", "late"),
    N_("Nothing is overdue."),
    first="late",
)
SOON = ListBehind(
    N_("Due soon"),
    "due_soon",
    ("number", "title", "unit", "due", "rectify", "days_left"),
    N_("Nothing is due soon."),
    first="days_left",
    rising=True,
)
IN_ROUND = ListBehind(
    N_("Due before the round ends"),
    "due_in_round",
    SOON.columns,
    N_("Nothing is due before the round ends."),
    first="days_left",
    rising=True,
)
ISSUES = ListBehind(
    N_("Issues"),
    "found",
    ("number", "title", "unit", "place", "status", "due"),
    N_("Nothing has been registered here yet."),
)

COMMON = (
    *STATES,
    *("open", "overdue", "due_soon", "due_in_round", "covert", "overt"),
    *("look_backs", "look_backs_passed", "look_backs_failed"),
)
OWN = ("looked_back", "looked_back_failed", "taken_over", "handed_on")
ALL_RATES: Rates = {**STATE_RATES, **LOOKS, "looked_back_failed": "looked_back"}


def same(*names: str) -> dict[str, str]:
    """Return columns that are called as their figures."""
    return {name: name for name in names}


def of_issues(
    title: str, about: Literal["", "round", "place", "team"], command: str, **groupings: Grouping
) -> ReportKind:
    """Return a kind of report that tells all that stands, and what its teams did."""
    return ReportKind(
        title,
        (*COMMON, *OWN),
        ALL_RATES,
        {"status": STATUS, "duty": DUTY, "severity": SEVERITY, "mode": MODE, **groupings},
        {"late": LATE, "in_round": IN_ROUND, "soon": SOON, "issues": ISSUES},
        waits=True,
        command=command,
        about=about,
    )


def ageing(title: str, by: str) -> Grouping:
    """Return a breakdown of what is overdue, by how long."""
    columns = same("overdue", "overdue_major", *LATE_STEPS)
    return Grouping(title, by, columns, shares=True, order="rank")


AGAIN: Sequence[str] = ("recurring", "found_again", "failed", "reopenings")


def again(title: str, by: str) -> Grouping:
    """Return a breakdown of what was not put right for good."""
    return Grouping(title, by, {"count": "repeated", **same(*AGAIN)}, shares=True, order="rank")


FROM_NOTICE: Rates = {n: of for n, of in STATE_RATES.items() if n != "confirmed"}
"""Rates of reports that begin with the notice."""
