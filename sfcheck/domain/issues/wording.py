"""Records put into words: ids become names, codes become terms, in the user's language.

Everything here works on plain data as `dump` gives it, so that it can also tell an old or bent
version of a record.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sfcheck.domain.base.kinds import SHOWN
from sfcheck.domain.base.vocabulary import (
    CloseReason,
    Duty,
    Mode,
    Outcome,
    Severity,
    SiteRecord,
    Status,
    field_label,
    label,
)
from sfcheck.domain.world.context import Context
from sfcheck.language import _, current, ngettext

Plain = Mapping[str, Any]
Told = list[tuple[str, str]]
"""What fields are called, and what they say."""

NOTHING = "–"
CARRIED = ("n", "at", "do", "by", "for", "paper")
"""What every event carries; the rest is what it shows."""
_OPENED: Mapping[str, Mapping[str, str]] = {
    "found": {"on": "found_on", "by": "found_by"},
    "responsible": {},
    "related": {},
}
_TERMS: Mapping[str, type[StrEnum]] = {
    "status": Status,
    "duty": Duty,
    "severity": Severity,
    "mode": Mode,
    "site_record": SiteRecord,
    "reason": CloseReason,
    "outcome": Outcome,
}
_NAMED = frozenset(
    {"place", "body", "found_by", "rectify", "accept", "assist", "sent_to", "by", "holder", "head"}
)


def flat(record: Plain) -> dict[str, Any]:
    """Return `record` with finding, responsible and related bodies beside its other fields."""
    found: dict[str, Any] = {}
    for key, value in record.items():
        if key in _OPENED and isinstance(value, Mapping):
            found |= {_OPENED[key].get(inner, inner): said for inner, said in value.items()}
        else:
            found[key] = value
    return found


def told(record: Plain, context: Context) -> Told:
    """Return each field of a flat record by its label, in words."""
    return [(field_label(key), phrase(key, value, context)) for key, value in record.items()]


def event_line(event: Plain, context: Context) -> str:
    """Return when an event was, what it did, who did it and for whom, on one line."""
    at = _moment_of(event.get("at"))
    who = _("{person}, for {whom}").format(
        person=person(str(event.get("by", NOTHING)), context),
        whom=context.name(str(event.get("for", NOTHING))),
    )
    return f"{at}  {label(str(event.get('do', NOTHING)))}  {who}"


def told_event(event: Plain, context: Context) -> Told:
    """Return what an event shows beyond who, when and for whom, in words."""
    shown = {key: value for key, value in event.items() if key not in CARRIED}
    found: Told = []
    if event.get("do") == "amend":
        field = str(shown.pop("field", ""))
        change = (phrase(field, shown.pop(key, None), context) for key in ("old", "new"))
        found.append((field_label(field), " → ".join(change)))
    if paper := event.get("paper"):
        found.append((_("On paper"), phrase("paper", paper, context)))
    return found + told(shown, context)


def phrase(field: str, value: Any, context: Context) -> str:
    """Return what the value of `field` says, in words."""
    if value in (None, [], {}):
        return NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field in _PHRASES and isinstance(value, (str, Mapping)):
        return _PHRASES[field](value, context)
    if isinstance(value, Mapping):
        said = (f"{field_label(key)}: {phrase(key, v, context)}" for key, v in value.items())
        return "; ".join(said)
    if isinstance(value, list):
        return _(", ").join(phrase(field, item, context) for item in value)
    text = str(value)
    if field in _NAMED:
        return context.name(text)
    terms = _TERMS.get(field)
    return label(text) if terms and text in set(terms) else text


def moment(at: datetime) -> str:
    """Return a moment as people write it, on the clock of whoever wrote it."""
    return f"{at:%Y-%m-%d %H:%M}"


def _moment_of(value: object) -> str:
    try:
        return moment(datetime.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def person(who: str, context: Context) -> str:
    """Return a person's name with the number that tells namesakes apart."""
    name = context.name(who)
    return name if name == who else f"{name} ({who})"


def _joined(*parts: object) -> str:
    return " ".join(str(part) for part in parts if part)


def _entry(code: object, find: Callable[[str], Any]) -> str:
    """Return the name of a source or point of the catalogue."""
    known = find(str(code))
    return str(code) if known is None else str(known.en if current() == "en" else known.zh)


def _unit(value: Any, context: Context) -> str:
    if isinstance(value, str):
        return value
    code = value.get("uscc") or value.get("body")
    return _joined(value.get("name"), code and f"({code})")


def _criterion(value: Any, context: Context) -> str:
    if isinstance(value, str):
        return value
    version = value.get("version")
    return _joined(value.get("standard"), version and f"({version})", value.get("clause"))


def _evidence(value: Any, context: Context) -> str:
    if isinstance(value, str):
        return value
    taken = value.get("taken") or {}
    said = [value.get("on"), str(taken.get("at", "")).replace("T", " "), taken.get("spot")]
    return _joined(value.get("name"), f"({', '.join(filter(None, said)) or NOTHING})")


def _pending(value: Any, context: Context) -> str:
    if isinstance(value, str):
        return value
    return _joined(label(str(value.get("do"))), f"({value.get('code', NOTHING)})")


def _paper(value: Any, context: Context) -> str:
    if isinstance(value, str):
        return value
    return _("{document}, signed by {signed_by}").format(
        document=value.get("document", NOTHING), signed_by=value.get("signed_by", NOTHING)
    )


def _counted(value: Any, context: Context) -> str:
    """Return how a due date was counted, in words."""
    if isinstance(value, str) or not isinstance(days := value.get("days"), int):
        return str(value)
    said = ngettext(
        "{days} working day after {after}", "{days} working days after {after}", days
    ).format(days=days, after=value.get("after", NOTHING))
    if value.get("provisional"):
        said += _("; provisional: a year it falls in was not announced yet")
    return said


_PHRASES: Mapping[str, Callable[[Any, Context], str]] = {
    "unit": _unit,
    "criterion": _criterion,
    "evidence": _evidence,
    "files": _evidence,
    "class": lambda name, context: _(SHOWN[name]) if name in SHOWN else str(name),
    "paper": _paper,
    "within": _counted,
    "pending": _pending,
    "nature": lambda code, context: _entry(code, context.catalogue.point),
    "sector": lambda code, context: _entry(code, context.catalogue.sector),
    "source": lambda code, context: _entry(code, context.catalogue.source),
    "field": lambda name, context: field_label(str(name)),
}
