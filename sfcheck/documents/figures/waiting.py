"""What each open issue waits for, and whose it is to do: one next step an issue."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sfcheck.documents.figures.counting import Behind
from sfcheck.domain.base.vocabulary import Status
from sfcheck.domain.issues.prospects import hands_of
from sfcheck.domain.issues.record import Issue, Pending, Responsible
from sfcheck.domain.world.context import Context


@dataclass(frozen=True)
class Waiting:
    """An issue that waits: for which step, of which kind of hand, acting for whom.

    `hand` is not translated; `whom` is a body, a team or a unit, None where none is named yet;
    `since` the day it was last moved on, which a note or a reminder does not do.
    """

    number: str
    step: str
    hand: str
    whom: str | None
    since: date


class WaitingGroup(NamedTuple):
    """What waits alike: for whom (empty where nobody is named), of which kind, for which step."""

    whom: str
    hand: str
    step: str


def grouped(waits: Iterable[Waiting]) -> dict[WaitingGroup, list[Waiting]]:
    """Return what waits by what it waits for."""
    groups: dict[WaitingGroup, list[Waiting]] = {}
    for wait in waits:
        groups.setdefault(WaitingGroup(wait.whom or "", wait.hand, wait.step), []).append(wait)
    return groups


RECTIFIER, ACCEPTOR = "–rectify", "–accept"
"""Stand for whoever rectifies and accepts: most issues differ in nothing else."""


def waits(rows: Iterable[Behind], context: Context, at: datetime) -> Iterator[Waiting]:
    """Yield what the issues behind the figure `waiting` wait for at a moment."""
    known: dict[tuple[object, ...], tuple[str, str | None]] = {}
    for row in rows:
        alike = (row[name] for name in ("step", "status", "place", "team"))
        key = (*alike, *(row[name] is None for name in ("rectify", "accept")), row["pending"] > 0)
        if key not in known:
            known[key] = _hand(row, context, at)
        hand, whom = known[key]
        named = {RECTIFIER: row["rectify"], ACCEPTOR: row["accept"]}.get(whom or "", whom)
        since = date.fromisoformat(row["moved_on"])
        yield Waiting(row["number"], row["step"], hand, named, since)


def _hand(row: Behind, context: Context, at: datetime) -> tuple[str, str | None]:
    """Return what kind of hand may take the step, and for whom it acts, as the law says."""
    hands = hands_of(row["step"], _standing(row), context, at)
    hand, whom = hands[0] if hands else (None, None)
    return (hand.label if hand else ""), whom


def _standing(row: Behind) -> Issue:
    """Return an issue that stands as the row's does; the law asks hands for nothing else."""
    waiting = Pending.model_construct(event="", do=row["step"], code="")
    standing: dict[str, Any] = {
        "number": row["number"],
        "status": Status(row["status"]),
        "place": row["place"],
        "found": _Team(row["team"]),
        "responsible": Responsible.model_construct(
            rectify=RECTIFIER if row["rectify"] is not None else None,
            accept=ACCEPTOR if row["accept"] is not None else None,
        ),
        "pending": (waiting,) if row["pending"] else (),
        "events": (),
    }
    return Issue.model_construct(**standing)


class _Team(NamedTuple):
    """What of a finding says whose it is."""

    team: str | None
