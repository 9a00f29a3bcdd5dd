"""Every refusal there is, from the modules of this package."""

from collections.abc import Mapping
from itertools import chain

from sfcheck.errors import (
    answers,
    files,
    git,
    notices,
    papers,
    procedure,
    referrals,
    registries,
    results,
    rotation,
    scores,
    visits,
)
from sfcheck.errors import exchange as spreadsheets
from sfcheck.errors import issues as law
from sfcheck.errors import proceedings as bulletins
from sfcheck.errors import reports as reading
from sfcheck.errors import setup as clone
from sfcheck.errors.refusal import Refusal

SUBJECTS = (
    *(answers, bulletins, clone, files, git, law),
    *(notices, papers, procedure, reading, referrals, registries),
    *(results, rotation, scores, spreadsheets, visits),
)

REFUSALS: Mapping[str, Refusal] = dict(
    chain.from_iterable(subject.ROWS.items() for subject in SUBJECTS)
)
"""Every refusal by its code; no code stands in two tables (a test looks)."""
