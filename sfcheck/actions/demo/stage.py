"""Where the demo is played: the moment it is, what was played so far, each act as it is told."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sfcheck.actions.desk import Desk, known_person
from sfcheck.actions.issues.similar import Likeness
from sfcheck.domain.issues.record import Issue
from sfcheck.errors import Refused
from sfcheck.ledger.store import Ledger

_MARK = re.compile(r"\{([^{}]+)\}")
_DAYS = re.compile(r"[+-][0-9]+")

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Scene:
    """One act that was played: when, who did what, to what.

    `moved` are the issues it concerned, as they stood before (None: not on file yet) and after;
    `told` what it was done to where that is no issue; `alike` what was on the list already;
    `refusal` why it was not done, where the law refused it as the story meant it to.
    """

    chapter: str
    at: datetime
    who: str
    do: str
    told: str = ""
    moved: tuple[tuple[Issue | None, Issue], ...] = ()
    alike: tuple[Likeness, ...] = ()
    refusal: Refused | None = None


@dataclass
class Stage:
    """Where a demo is played: the ledger's absolute folder, the moment it is, the story so far."""

    root: Path
    today: datetime
    cast: Data = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)

    def moment(self, days: int, clock: str = "08:00") -> datetime:
        """Return a moment some days from the one the demo is played at."""
        day = self.today.date() + timedelta(days=days)
        return datetime.combine(day, time.fromisoformat(clock), self.today.tzinfo)

    def day(self, days: int) -> date:
        """Return a day some days from the one the demo is played on."""
        return self.today.date() + timedelta(days=days)

    def round(self, name: str = "first") -> str:
        """Return the number of a round of the cast."""
        year = self.day(self.cast["rounds"]["first"]["start"]).year
        return f"{year}-{self.cast['rounds'][name]['number']}"

    def desk(self, person: str, now: datetime) -> Desk:
        """Return the desk of a person at a moment; it reads the ledger anew."""
        ledger = Ledger(self.root)
        known = known_person(ledger, person) if ledger.people else person
        return Desk(ledger, known, now=now)


def filled(stage: Stage, value: Any) -> Any:
    """Return facts with their marks filled in: `{-7}` a date, `{tank}` a number."""
    if isinstance(value, dict):
        return {key: filled(stage, inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [filled(stage, inner) for inner in value]
    if not isinstance(value, str):
        return value

    def fill(mark: re.Match[str]) -> str:
        said = mark[1]
        if said == "year":
            return str(stage.day(-1).year)
        return str(stage.day(int(said))) if _DAYS.fullmatch(said) else stage.numbers[said]

    return _MARK.sub(fill, value)
