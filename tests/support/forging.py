"""Forging a ledger: one value bent, digests and seals made to fit, as by who knows the format."""

import copy
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from sfcheck.domain.base.records import dump
from sfcheck.domain.issues.record import digest_of
from sfcheck.domain.procedure.record import sealed
from sfcheck.domain.procedures import PROCEDURES
from sfcheck.ledger.files import canonical, parsing

Way = tuple[str | int, ...]
LAST = "the last one"
"""Stands in a way for the last of a list, which is taken out."""


class Forgery(NamedTuple):
    """A file, the way to what is bent in it, what stands there instead, and its kind."""

    path: str
    way: Way
    value: Any
    kind: str


def forgeries(root: Path) -> Iterator[Forgery]:
    """Yield one forgery of each kind: of each field of each sort of record, and of each event."""
    known: set[str] = set()
    people = sorted(path.stem for path in (root / "people").glob("*.yaml"))
    issues = sorted(path.stem for path in root.glob("issues/**/*.yaml"))
    for file in sorted(root.rglob("*.yaml")):
        path = file.relative_to(root).as_posix()
        fields = parsing.parse(file.read_bytes(), path)
        for way, value in _leaves(fields):
            kind = _kind(path, way, fields)
            if kind in known or (way[-1] in ("digest", "seal") and len(way) in (1, 3)):
                continue
            known.add(kind)
            bent = None if way[-1] == LAST else _bent(str(value), value, people, issues)
            yield Forgery(path, way, bent, kind)


def forge(root: Path, forgery: Forgery) -> None:
    """Write a forgery; raises ValueError where the model does not take it."""
    file = root / forgery.path
    fields = copy.deepcopy(dict(parsing.parse(file.read_bytes(), forgery.path)))
    *above, name = forgery.way
    inner: Any = fields
    for key in above:
        inner = inner[key]
    if name == LAST:
        inner.pop()
    else:
        inner[name] = forgery.value
    file.write_bytes(canonical.emit(_fitting(forgery.path.partition("/")[0], fields)))


def _fitting(folder: str, fields: dict[str, Any]) -> Mapping[str, Any]:
    """Return a record whose digest, or seals, are those of what it says now."""
    if folder == "issues":
        return {**fields, "digest": digest_of(fields)}
    if folder not in PROCEDURES:
        return fields
    record = PROCEDURES[folder].model.model_validate(fields)
    grown = record.model_copy(update={"events": ()})
    for event in record.events:
        event = event.model_copy(update={"seal": sealed(grown, event)})
        grown = grown.model_copy(update={"events": (*grown.events, event)})
    return dump(grown)


def _leaves(value: Any, way: Way = ()) -> Iterator[tuple[Way, Any]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, (*way, key))
    elif isinstance(value, list | tuple):
        for at, inner in enumerate(value):
            yield from _leaves(inner, (*way, at))
        if value:
            yield (*way, LAST), None
    else:
        yield way, value


def _kind(path: str, way: Way, fields: Mapping[str, Any]) -> str:
    """Return what sort of forgery it is: the sort of record, the field, and of which event."""
    event = ""
    if len(way) > 2 and way[0] == "events" and isinstance(way[1], int):
        event = f" of {fields['events'][way[1]]['do']}"
    names = ".".join("*" if isinstance(each, int) else each for each in way)
    return f"{path.partition('/')[0]}: {names}{event}"


def _bent(text: str, value: Any, people: list[str], issues: list[str]) -> Any:
    """Return another value that could stand there."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return (date.fromisoformat(text) + timedelta(days=1)).isoformat()
    if re.match(r"\d{4}-\d\d-\d\dT", text):
        moment = (datetime.fromisoformat(text) + timedelta(days=3)).isoformat()
        return moment.replace("+00:00", "Z")  # as a record spells it where the clock is in UTC
    for known in (people, issues):
        if text in known:
            return next(each for each in known if each != text)
    if re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", text):
        return ("1" if text[0] == "0" else "0") + text[1:]
    if re.fullmatch(r"6[0-9A-Z]{5}", text):
        return "640200" if text != "640200" else "640100"
    return f"{text.rstrip()}改"
