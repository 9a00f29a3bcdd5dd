"""A sound ledger, built once, and a copy of it for each test that spoils something."""

import shutil
from pathlib import Path

import pytest

from tests.checks.ledger import build


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a sound ledger, to be left as it is."""
    return build(tmp_path_factory.mktemp("sound") / "ledger")


@pytest.fixture
def ledger(sound: Path, tmp_path: Path) -> Path:
    """Return a ledger to be spoilt."""
    return Path(shutil.copytree(sound, tmp_path / "ledger"))
