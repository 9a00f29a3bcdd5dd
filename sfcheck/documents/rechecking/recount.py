"""A finished paper checked: every percentage in it is traced to what it was computed from.

Where the paper was made by the program, its lines are put beside those it is made of again: a line
that reads the same is true; one that differs only in numbers, or a little in its words, has its
numbers compared. Every other percentage is recomputed from the counts it stands with; what can be
traced neither way is told.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from sfcheck.documents.rechecking.printed_rates import (
    Printed,
    agrees,
    beside,
    computed,
    masked,
    numbers,
    percentages,
    same,
    within_reach,
)
from sfcheck.errors import Refused

Problem = Literal["counts", "ledger", "untraced"]
"""Why a figure is told: its own counts, or the ledger, make another; or nothing tells."""

ALIKE = 75
"""From how alike, in percent, two lines without their numbers are taken for one that was edited."""

MOST_RATES = 20_000
"""Percentages of a paper; a list of 5,000 issues has fewer than one each."""
MOST_COMPARED = 5_000_000
"""Pairs of lines that are compared; long ones count as several."""

Lines = Sequence[tuple[str, str]]
"""The lines of a paper: where each stands, and its text."""


class Bent(NamedTuple):
    """A figure that is told: where, what is printed, what it should be, computed from what."""

    where: str
    problem: Problem
    printed: str
    computed: str
    basis: str
    text: str


@dataclass(frozen=True)
class Recount:
    """What became of the check: how many percentages there are, and what is told of them."""

    rates: int
    bent: tuple[Bent, ...]


def recount(paper: Lines, made: Lines | None) -> Recount:
    """Return what is told of the lines of a paper; `made` are those it is made of again.

    Raises `Refused` (`paper-rates`) where that is more work than a paper can need.
    """
    rated = [(where, text) for where, text in paper if any(percentages(text))]
    total = 0
    for _where, text in rated:
        total += sum(1 for _rate in percentages(text))
        if total > MOST_RATES:
            raise Refused("paper-rates", limit=MOST_RATES)
    beside_it = _aligned([text for _where, text in rated], [text for _where, text in made or ()])
    bent: list[Bent] = []
    for (where, text), against in zip(rated, beside_it, strict=True):
        if against != text:
            bent += _alone(where, text) if against is None else _compared(where, text, against)
    return Recount(total, tuple(bent))


def _aligned(texts: Sequence[str], made: Sequence[str]) -> list[str | None]:
    """Return for each text the line it was made of: the same, else the one most like it."""
    if not made:
        return [None] * len(texts)
    left = Counter(text for text in made if any(percentages(text)))
    found: list[str | None] = []
    for text in texts:
        found.append(text if left[text] > 0 else None)
        left[text] -= 1
    rest = list((+left).elements())
    masks = [masked(text) for text in rest]
    known, work = {*made}, MOST_COMPARED
    for at, text in enumerate(texts):
        if found[at] is None:
            work -= sum(1 + len(text) * len(mask) // 10_000 for mask in masks)
        if work < 0:
            raise Refused("paper-rates", limit=MOST_RATES)
        if found[at] is None and (best := _most_alike(text, rest, masks)) is not None:
            found[at] = rest.pop(best)
            masks.pop(best)
        elif found[at] is None and text in known:
            found[at] = text  # a true line, said once more
    return found


def _most_alike(text: str, rest: Sequence[str], masks: Sequence[str]) -> int | None:
    from rapidfuzz.fuzz import ratio

    mask = masked(text)
    known = [
        (alike, ratio(text, other), -at)
        for at, other in enumerate(rest)
        if (alike := 100.0 if masks[at] == mask else ratio(mask, masks[at])) >= ALIKE
    ]
    return -max(known)[2] if known else None


def _compared(where: str, text: str, made: str) -> Iterator[Bent]:
    """Yield what differs from the line as the ledger makes it."""
    ours, theirs = numbers(made), numbers(text)
    kinds = [share is None for _told, share in ours]
    if kinds != [share is None for _told, share in theirs]:
        true = list(percentages(made))
        for printed in percentages(text):
            if not any(same(printed, share) for share in true):
                told = ", ".join(share.text for share in true)
                yield Bent(where, "ledger", printed.text, told, "", text)
            else:
                yield from _by_counts(where, text, printed)
        return
    for (told, share), (other, rate) in zip(ours, theirs, strict=True):
        if share and rate:
            if not same(rate, share):
                basis = str(beside(made, share) or within_reach(made, share) or "")
                yield Bent(where, "ledger", rate.text, share.text, basis, text)
        elif told.replace(",", "") != other.replace(",", ""):
            yield Bent(where, "ledger", other, told, "", text)


def _alone(where: str, text: str) -> Iterator[Bent]:
    """Yield what cannot be traced within the line itself."""
    for printed in percentages(text):
        if beside(text, printed):
            yield from _by_counts(where, text, printed)
        elif not within_reach(text, printed):
            yield Bent(where, "untraced", printed.text, "", "", text)


def _by_counts(where: str, text: str, printed: Printed) -> Iterator[Bent]:
    counts = beside(text, printed)
    if counts and not agrees(printed, counts):
        right = computed(counts, printed.decimals)
        yield Bent(where, "counts", printed.text, right, str(counts), text)
