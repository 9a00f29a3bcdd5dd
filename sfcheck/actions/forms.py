"""New issues as people write them: a file of one or many, completed with what is plain."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sfcheck.actions.desk import Desk
from sfcheck.actions.issues import new_draft
from sfcheck.domain.issues import FOLDED, Issue
from sfcheck.domain.rotation import covers
from sfcheck.errors import Refused
from sfcheck.ledger import parsing

FORM_LIMIT = 16 * 2**20
"""Bytes of the largest form read."""


def read(source: Path | bytes) -> list[dict[str, Any]]:
    """Return the entries of a form: a mapping (one issue), a list, or `issues:` with a list.

    Raises `Refused`: what is wrong with the file, `not-a-form`.
    """
    path = str(source) if isinstance(source, Path) else "-"
    data = parsing.read(source, FORM_LIMIT) if isinstance(source, Path) else source
    if data.lstrip()[:1] in (b"[", b"{"):
        content = _json(data, path)
    else:
        content = parsing.parse(data, path, FORM_LIMIT, crlf=True)
    if isinstance(content, Mapping) and set(content) == {"issues"}:
        content = content["issues"]
    entries = content if isinstance(content, Sequence) else [content]
    if isinstance(entries, str) or not entries or not all(isinstance(e, dict) for e in entries):
        raise Refused("not-a-form", path=path)
    return [dict(entry) for entry in entries]


def complete(desk: Desk, entry: Mapping[str, Any]) -> Issue:
    """Return the draft of an entry; who, when and for which team default to this desk.

    Raises `Refused`: `bad-value`, `field-missing`, `not-yours-to-say`.
    """
    if theirs := sorted({"number", *FOLDED} & set(entry)):
        raise Refused("not-yours-to-say", fields=", ".join(theirs))
    found = entry.get("found", {})
    if not isinstance(found, Mapping):
        raise Refused("bad-value", field="found", problem=type(found).__name__)
    defaults: dict[str, Any] = {
        "on": desk.now.date().isoformat(),
        "by": [desk.person],
        "source": "own",
    }
    if "team" not in found and (team := _own_team(desk, str(entry.get("place", "")))):
        defaults["team"] = team
    return new_draft({**entry, "found": {**defaults, **found}})


def _own_team(desk: Desk, place: str) -> str | None:
    """Return the latest team in which this person inspects `place` today."""
    day, places = desk.now.date(), desk.ledger.places
    for rotation in reversed(desk.ledger.rounds.values()):
        for team in rotation.teams:
            if team.seated(desk.person, day) and covers(places, team, place, day):
                return f"{rotation.id}/{team.id}"
    return None


def _json(data: bytes, path: str) -> Any:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _value in pairs]
        for key in keys:
            if keys.count(key) > 1:
                raise Refused("duplicate-key", path=path, line=1, column=1, key=key)
        return dict(pairs)

    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=unique)
    except UnicodeDecodeError as error:
        raise Refused("not-utf8", path=path, byte=error.start) from error
    except (ValueError, RecursionError) as error:
        raise Refused("bad-json", field=path, problem=error) from error
