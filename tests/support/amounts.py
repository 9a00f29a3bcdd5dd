"""How much is tried where repetition helps: few times by `make test`, often by `make test-long`."""

import os
from typing import Any

import pytest

KILLS = int(os.environ.get("SFCHECK_KILLS", "6"))
"""Processes that a test kills, or lets write at once."""
FUZZ = int(os.environ.get("SFCHECK_FUZZ", "10"))
"""Cases of made-up input."""
ISSUES = int(os.environ.get("SFCHECK_YEAR", "90"))
"""Issues of the year that is played."""
PROFILES = {"few": 10, "many": 50}
"""Examples of a property: hypothesis' profiles."""
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "few")


def trial(*values: Any, always: bool) -> Any:
    """Return a case for `parametrize`; one that is not for `always` is tried in the long run."""
    return pytest.param(*values, marks=() if always else pytest.mark.thorough)


def of(many: int) -> int:
    """Return how many examples a property has whose number in the long run is `many`."""
    return max(2, many * PROFILES[PROFILE] // PROFILES["many"])
