"""Explaining: rules, refusals, words, fields, from where each is defined."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from sfcheck.checks.registry import RULES
from sfcheck.checks.seen.rule import explained
from sfcheck.domain.base.vocabulary import (
    CloseReason,
    Duty,
    Mode,
    Office,
    Outcome,
    Rank,
    Severity,
    SiteRecord,
    Status,
    field_label,
    label,
)
from sfcheck.domain.issues.fields import about, all_fields, event_models, own_fields
from sfcheck.domain.issues.law import STEPS, steps_from
from sfcheck.errors import Refused
from sfcheck.errors.table import REFUSALS
from sfcheck.language import N_, _

SECTIONS = {
    "says": N_("Says"),
    "why": N_("Why"),
    "bad": N_("Bad"),
    "good": N_("Good"),
    "fix": N_("Fix"),
    "severity": N_("Weight of the finding"),
    "status": N_("Exit status"),
    "one_of": N_("One of"),
    "next": N_("Possible now"),
    "from": N_("From"),
    "to": N_("To"),
    "by": N_("By"),
    "shows": N_("Shows"),
    "holds": N_("Holds"),
    "needed": N_("Needed"),
    "part_of": N_("Part of"),
}
"""The headings of what is explained, by their names in JSON."""

KINDS = {
    "rule": N_("Rules"),
    "step": N_("Steps"),
    "term": N_("Terms"),
    "field": N_("Fields"),
    "refusal": N_("Refusals"),
}
"""What can be explained, in the order in which it is listed."""


TERMS = (Status, Duty, Severity, Mode, SiteRecord, Office, CloseReason, Outcome, Rank)
"""The lists of terms."""


class Topic(NamedTuple):
    """Something explained: of what kind, its name, what it is in a few words, and its sections."""

    kind: str
    name: str
    title: str
    sections: Mapping[str, str]


def explain(word: str) -> list[Topic]:
    """Return all that `word` names: a code, a term, a field. Raises `Refused`: `unknown-word`."""
    asked = word.strip().casefold()
    found = [each for each in index() if asked in _names(each)]
    if not found:
        known = [each.name for each in index()]
        near = difflib.get_close_matches(word, known, 3, 0.5) or ["sfcheck explain"]
        raise Refused("unknown-word", given=word, near=", ".join(near))
    return found


def index() -> list[Topic]:
    """Return everything that can be explained."""
    return [*_rules(), *_steps(), *_terms(), *_fields(), *_refusals()]


def _names(entry: Topic) -> tuple[str, ...]:
    """Return by what an entry is asked for: by what it is called too, a field by its last step."""
    names = [entry.name]
    if entry.kind in ("step", "term", "field"):
        names.append(entry.title)
    if entry.kind == "field":
        names.append(entry.name.rpartition(".")[2])
    return tuple(name.casefold() for name in names)


def _rules() -> Iterator[Topic]:
    for code, rule in sorted(RULES.items()):
        said = explained(rule)
        yield Topic(
            "rule",
            code,
            _(said.summary),
            {
                "severity": _(rule.severity),
                "why": _(said.why),
                "bad": _(said.bad.text) if said.bad.prose else said.bad.text,
                "good": _(said.good.text) if said.good.prose else said.good.text,
                "fix": _(said.fix),
            },
        )


def _steps() -> Iterator[Topic]:
    own = {do: own_fields(model) for do, model in event_models().items()}
    for do, step in STEPS.items():
        targets = [step.target] if isinstance(step.target, Status) else []
        depends = _("depends on what it shows") if callable(step.target) else _("stays as it is")
        yield Topic(
            "step",
            do,
            label(do),
            {
                "says": about(event_models()[do]),
                "from": _listed(label(s) for s in Status if s in step.sources),
                "to": _listed(map(label, targets)) or depends,
                "by": _(" or ").join(_(hand.label) for hand in step.hands),
                "shows": _listed(own[do]) or _("nothing of its own"),
            },
        )


def _terms() -> Iterator[Topic]:
    for terms in TERMS:
        for term in terms:
            sections = {"one_of": _listed(terms)}
            if isinstance(term, Status):
                steps = (f"{do} ({label(do)})" for do in steps_from(term))
                sections["next"] = _listed(steps) or _("nothing more")
            yield Topic("term", term.value, label(term), sections)


def _fields() -> Iterator[Topic]:
    for field in all_fields():
        title = field_label(field.name.rpartition(".")[2])
        needed = _("yes") if field.needed else _("no")
        sections = {"holds": field.holds, "needed": needed, "part_of": field.about}
        yield Topic("field", field.name, title, sections)


def _refusals() -> Iterator[Topic]:
    for code, refusal in sorted(REFUSALS.items()):
        sections = {"fix": _blanks(_(refusal.remedy)), "status": str(refusal.status)}
        yield Topic("refusal", code, _blanks(_(refusal.message)), sections)


def _blanks(sentence: str) -> str:
    """Return a sentence with its braces as blanks to be filled in."""
    return re.sub(r"\{(\w+)\}", r"<\1>", sentence)


def _listed(words: Iterable[str]) -> str:
    return _(", ").join(words)
