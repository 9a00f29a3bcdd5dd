"""Every test runs with a home, git settings, a language and a time zone of its own."""

import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

from sfcheck.ledger.git.repository import Repository, init_repository, run
from tests.checks.ledger import build
from tests.documents import measuring
from tests.support import browser, once
from tests.support.amounts import PROFILE, PROFILES
from tests.support.untouched import Untouchable, open_untouchable, put_back

SETTINGS = """\
[user]
    name = 林青
    email = lin.qing@example.invalid
[init]
    defaultBranch = main
"""
"""Git's settings of an invented clerk."""

# Each property has the same examples every time, so that a red run is somebody's change;
# SFCHECK_RANDOM=1 goes looking for others.
SAME = "SFCHECK_RANDOM" not in os.environ
for profile, examples in PROFILES.items():
    settings.register_profile(profile, max_examples=examples, deadline=None, derandomize=SAME)
settings.load_profile(PROFILE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each property, which the long run tries with more examples; begin with the longest."""
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("fuzz")
    items.sort(key=lambda item: item.get_closest_marker("longest") is None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs a program that is not here, before anything is made for it."""
    if item.get_closest_marker("office"):
        measuring.office()
    if item.get_closest_marker("browser"):
        browser.chromium()


@pytest.fixture(scope="session", autouse=True)
def isolated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the tester's own settings out of the tests, and the tests out of them."""
    base = tmp_path_factory.getbasetemp()
    once.SHARED[:] = [base.parent if "PYTEST_XDIST_WORKER" in os.environ else base]
    home = tmp_path_factory.mktemp("home")
    settings = home / "gitconfig"
    settings.write_text(SETTINGS, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(("GIT_", "SFCHECK_")) and name not in (
                "SFCHECK_KILLS",
                "SFCHECK_FUZZ",
                "SFCHECK_REQUIRE_OFFICE",
                "SFCHECK_REQUIRE_CHROMIUM",
                "SFCHECK_YEAR",
            ):
                patch.delenv(name)
        for name, value in {
            "HOME": str(home),
            "USERPROFILE": str(home),
            "XDG_CONFIG_HOME": str(home / ".config"),
            "XDG_STATE_HOME": str(home / ".state"),
            "LOCALAPPDATA": str(home / "local"),
            "GIT_CONFIG_GLOBAL": str(settings),
            "GIT_CONFIG_NOSYSTEM": "1",
            "SFCHECK_LANG": "en",
            "LANGUAGE": "en",
            "TZ": "Asia/Shanghai",
        }.items():
            patch.setenv(name, value)
        if hasattr(time, "tzset"):
            time.tzset()
        yield


@pytest.fixture
def make_repository(tmp_path: Path) -> Callable[..., Repository]:
    """Return a function that makes a git repository with files (path → bytes) in one commit."""

    def make(name: str = "repository", files: Mapping[str, bytes] | None = None) -> Repository:
        repository = init_repository(tmp_path / name)
        for path, data in (files or {}).items():
            target = repository.top / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        if files:
            run(repository.top, "add", ".")
            run(repository.top, "commit", "-q", "-m", "first")
        return repository

    return make


@pytest.fixture(scope="session")
def _opened(tmp_path_factory: pytest.TempPathFactory, isolated: None) -> Untouchable:
    return open_untouchable(tmp_path_factory.mktemp("untouchable"))


@pytest.fixture
def spare(_opened: Untouchable) -> Iterator[Untouchable]:
    """An invented office with one issue, put back after each test."""
    with put_back(_opened):
        yield _opened


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a sound ledger, to be left as it is."""
    return build(tmp_path_factory.mktemp("sound") / "ledger")


@pytest.fixture
def ledger(sound: Path, tmp_path: Path) -> Path:
    """Return a ledger to be spoilt."""
    return Path(shutil.copytree(sound, tmp_path / "ledger"))
