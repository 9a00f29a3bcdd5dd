"""The demonstration, played where git knows nobody."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
import time_machine

from tests.support.run import Result, run

LONG_AGO = datetime(2026, 1, 15, 4, tzinfo=UTC)
"""A clock that is years behind, before any value of the policy, must not matter either."""


class Said(NamedTuple):
    """The day on which a demo was played, and what it said, its folder spelt `{folder}`."""

    today: date
    result: Result


def play(folder: Path, language: str = "en") -> Said:
    """Play the demo in a new folder of `folder`: in English today, in Chinese long ago."""
    nobody = folder / "gitconfig"
    nobody.write_text("[commit]\n    gpgsign = true\n", encoding="utf-8")
    moment = datetime.now(UTC) if language == "en" else LONG_AGO
    with pytest.MonkeyPatch.context() as patch, time_machine.travel(moment):
        patch.setenv("GIT_CONFIG_GLOBAL", str(nobody))
        today = date.today()
        said = run("demo", cwd=folder, language=language)
    assert said.status == 0, said
    return Said(today, said._replace(out=said.out.replace(str(folder.resolve()), "{folder}")))
