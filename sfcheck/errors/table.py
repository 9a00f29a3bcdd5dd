"""Every refusal there is, from the modules of this package."""

from collections.abc import Mapping
from itertools import chain

from sfcheck.errors import (
    exchange,
    files,
    git,
    issues,
    proceedings,
    referrals,
    registries,
    reports,
    rotation,
    scores,
    setup,
    visits,
)
from sfcheck.errors.refusal import Refusal

SUBJECTS = (
    *(proceedings, setup, files, git, issues, reports, referrals),
    *(registries, rotation, scores, exchange, visits),
)

REFUSALS: Mapping[str, Refusal] = dict(
    chain.from_iterable(subject.ROWS.items() for subject in SUBJECTS)
)
"""Every refusal by its code; no code stands in two tables (a test looks)."""
