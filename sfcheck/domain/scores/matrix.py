"""Is a scoring matrix whole: no gap, no doubt, nothing that costs less the worse it is."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise, product
from typing import NamedTuple

from sfcheck.domain.base.misfits import Way
from sfcheck.domain.base.vocabulary import Duty, Severity
from sfcheck.domain.world.policy import Catalogue, Matrix
from sfcheck.language import N_, _


class Fault(NamedTuple):
    """One thing that is wrong with a matrix: the way to it, and which of `FAULTS` it is."""

    way: Way
    code: str
    facts: Mapping[str, object]

    @property
    def message(self) -> str:
        """What is wrong, in the user's language."""
        return _(FAULTS[self.code]).format_map(self.facts)


FAULTS: Mapping[str, str] = {
    "effect-twice": N_("the effect {effect} stands here again"),
    "effect-unknown": N_("{effect} is none of the effects of this matrix"),
    "effect-missing": N_("there are no points for the effect {effect}"),
    "finding-twice": N_("there are points for {duty}, {severity} above already"),
    "finding-missing": N_("there are no points for {duty}, {severity}"),
    "nature-unknown": N_("{nature} is no point of this duty in catalogue.yaml"),
    "band-order": N_("a band begins on day {day}, not after the one before it"),
}
"""What may be wrong with a matrix that its form does not show."""


def faults(matrix: Matrix, catalogue: Catalogue) -> Iterator[Fault]:
    """Yield what is wrong with a matrix; negative points its form does not let in."""
    known = [effect.code for effect in matrix.effects]
    for at, code in enumerate(known):
        if code in known[:at]:
            yield Fault(("effects", at, "code"), "effect-twice", {"effect": code})
    if matrix.unrated is not None and matrix.unrated not in known:
        yield Fault(("unrated",), "effect-unknown", {"effect": matrix.unrated})
    yield from _rows(matrix, catalogue, known)
    for at, (before, band) in enumerate(pairwise(matrix.late), 1):
        if band.from_day <= before.from_day:
            yield Fault(("late", at, "from_day"), "band-order", {"day": band.from_day})


def _rows(matrix: Matrix, catalogue: Catalogue, effects: list[str]) -> Iterator[Fault]:
    seen: Counter[tuple[str, ...]] = Counter()
    for at, row in enumerate(matrix.findings):
        way: Way = ("findings", at)
        key = (row.duty, row.severity, row.nature or "")
        words = {"duty": row.duty.value, "severity": row.severity.value}
        if seen[key]:
            yield Fault(way, "finding-twice", words)
        seen[key] += 1
        point = catalogue.point(row.nature) if row.nature else None
        if row.nature and (point is None or point.duty is not row.duty):
            yield Fault((*way, "nature"), "nature-unknown", {"nature": row.nature})
        for effect in effects:
            if effect not in row.points:
                yield Fault((*way, "points"), "effect-missing", {"effect": effect})
        for effect in row.points:
            if effect not in effects:
                yield Fault((*way, "points", effect), "effect-unknown", {"effect": effect})
    for duty, severity in product(Duty, Severity):
        if not seen[duty, severity, ""]:
            words = {"duty": duty.value, "severity": severity.value}
            yield Fault(("findings",), "finding-missing", words)
