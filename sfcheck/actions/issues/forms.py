"""New issues as people write them: a file of one or many, completed with what is plain."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sfcheck.actions.desk import Desk, in_full
from sfcheck.actions.entries import PLACE, find
from sfcheck.domain.issues.record import FOLDED, Issue, draft
from sfcheck.domain.world.rounds import covers
from sfcheck.errors import Refused
from sfcheck.ledger.files import handed_in

FORM_LIMIT = 16 * 2**20
"""Bytes of the largest form read."""


def read(source: Path | bytes) -> list[dict[str, Any]]:
    """Return the entries of a form: a mapping (one issue), a list, or `issues:` with a list.

    Raises `Refused`: what is wrong with the file, `not-a-form`.
    """
    path = str(source) if isinstance(source, Path) else "-"
    data = handed_in.read(source, FORM_LIMIT) if isinstance(source, Path) else source
    try:
        content = handed_in.parse(data, path, FORM_LIMIT)
    except Refused as refusal:
        if refusal.code != "not-a-mapping":
            raise
        raise Refused("not-a-form", path=path) from refusal
    if isinstance(content, Mapping) and set(content) == {"issues"}:
        content = content["issues"]
    entries = content if isinstance(content, Sequence) else [content]
    if isinstance(entries, str) or not entries or not all(isinstance(e, dict) for e in entries):
        raise Refused("not-a-form", path=path)
    return [dict(entry) for entry in entries]


def complete(desk: Desk, entry: Mapping[str, Any]) -> Issue:
    """Return the draft of an entry; who, when and for which team default to this desk.

    A place may be named. Raises `Refused`: `bad-value`, `field-missing`, `not-yours-to-say`,
    `no-such-entry`, `several-such`.
    """
    if theirs := sorted({"number", *FOLDED} & set(entry)):
        raise Refused("not-yours-to-say", fields=", ".join(theirs))
    found = entry.get("found", {})
    if not isinstance(found, Mapping):
        raise Refused("bad-value", field="found", problem=type(found).__name__)
    if isinstance(place := entry.get("place"), str) and place.strip():
        entry = {**entry, "place": find(PLACE, desk.ledger.places, place.strip()).code}
    defaults: dict[str, Any] = {
        "on": desk.now.date().isoformat(),
        "by": [desk.person],
        "source": "own",
    }
    if "team" not in found and (team := own_team(desk, str(entry.get("place", "")))):
        defaults["team"] = team
    said = {**defaults, **found}
    if isinstance(said["by"], list | tuple):
        said["by"] = in_full(desk.ledger, said["by"])
    return draft({**entry, "found": said})


def own_team(desk: Desk, place: str, on: date | None = None) -> str | None:
    """Return the latest team in which this person inspects `place` on a day (today)."""
    day, places = on or desk.now.date(), desk.ledger.places
    for rotation in reversed(desk.ledger.rounds.values()):
        for team in rotation.teams:
            if team.seated(desk.person, day) and covers(places, team, place, day):
                return f"{rotation.id}/{team.id}"
    return None
