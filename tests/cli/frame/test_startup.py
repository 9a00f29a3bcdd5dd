"""What the program does before it does anything: what it loads, and how it ends."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sfcheck import INTERRUPTED
from sfcheck.cli.frame.ahead import fresh_in

SAMPLE = Path(__file__).parents[3] / "ledgers" / "sample"
WHO = ("-c", "user.name=N", "-c", "user.email=n@example.org")

SWALLOWED = """
import sys
from sfcheck.__main__ import end_if_interrupted

class Library:
    def __del__(self):
        raise KeyboardInterrupt

sys.unraisablehook = end_if_interrupted
library = Library()
del library
print("went on")
"""


def python(
    *words: str, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        cwd=cwd,
        env={**os.environ, "SFCHECK_LANG": "en", **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A committed ledger in a repository of its own."""
    root = tmp_path / "ledger"
    shutil.copytree(SAMPLE, root)
    for words in (("init", "-q"), ("add", "."), ("commit", "-qm", "ledger")):
        subprocess.run(["git", "-C", root, *WHO, *words], check=True, timeout=60)
    return root


def test_ctrl_c_that_a_library_would_swallow_ends_the_program() -> None:
    done = python("-c", SWALLOWED)
    assert (done.returncode, done.stdout, done.stderr) == (INTERRUPTED, "", "")


def test_what_else_a_library_swallows_is_only_said() -> None:
    done = python("-c", SWALLOWED.replace("raise KeyboardInterrupt", "raise ValueError"))
    assert (done.returncode, done.stdout) == (0, "went on\n")
    assert "ValueError" in done.stderr


AT_THE_END = """
import atexit, sys, threading
from sfcheck.__main__ import main

atexit.register(print, "bye")
late = threading.main_thread()
worker = threading.Thread(target=lambda: (late.join(), print("worked")))
if "thread" in sys.argv:
    worker.start()
sys.argv = ["sfcheck", "--help"]
main()
"""


@pytest.mark.thorough
def test_what_waits_for_the_end_is_done_though_python_is_not_taken_to_pieces() -> None:
    done = python("-c", AT_THE_END)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "bye")
    done = python("-c", AT_THE_END, "thread")
    assert (done.returncode, done.stdout.splitlines()[-2:]) == (0, ["worked", "bye"])


@pytest.mark.parametrize(
    ("line", "folder"),
    [
        ("list --json", None),
        ("-L there list --json", "there"),
        ("--ledger there --as 0001 list", "there"),
        ("--as 0001 --ledger=there export", "there"),
        ("--plain -L there list", "there"),
        ("--as=0001 -L here -L there validate --json", "there"),
    ],
)
def test_git_is_begun_where_the_ledger_is(line: str, folder: str | None) -> None:
    assert fresh_in(line.split()) == (True, folder)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "-L",
        "--as",
        "-L there",
        "show 1",
        "--help list",
        "-L there list -h",
        "list --help",
        "-x",
    ],
)
def test_git_is_not_begun_for_what_will_not_ask(line: str) -> None:
    assert fresh_in(line.split())[0] is False


@pytest.mark.thorough
def test_git_begun_ahead_is_the_one_the_command_asks(tmp_path: Path, ledger: Path) -> None:
    """One `git status`, whether the ledger is here, named, or around this folder."""
    for cwd, words in ((ledger, ()), (ledger / "rounds", ()), (tmp_path, ("-L", "ledger"))):
        trace = tmp_path / "trace"
        done = python("-m", "sfcheck", *words, "list", cwd=cwd, GIT_TRACE2=str(trace))
        assert done.returncode == 0, done.stderr
        said = trace.read_text(encoding="utf-8")
        assert len(re.findall(r" start .* status ", said)) == 1, said
        trace.unlink()


def loaded(*words: str, cwd: Path, **environment: str) -> set[str]:
    """Return the modules a command loads beyond what Python itself does."""
    done = python("-X", "importtime", "-c", ENTRANCE, *words, cwd=cwd, **environment)
    bare = python("-X", "importtime", "-c", "import sys", cwd=cwd)
    assert done.returncode == 0, done.stderr
    own = {*TIMED.findall(bare.stderr), *sys.builtin_module_names}
    return set(TIMED.findall(done.stderr)) - own


def ours(modules: set[str]) -> set[str]:
    return {module for module in modules if module.partition(".")[0] == "sfcheck"}


def foreign(modules: set[str]) -> set[str]:
    """Return the packages among `modules` that are neither ours nor Python's."""
    packages = {module.partition(".")[0] for module in modules} - {"sfcheck", *MISSING}
    return {name for name in packages - sys.stdlib_module_names if "_sysconfigdata" not in name}


ENTRANCE = "import sys; from sfcheck.__main__ import main; sys.argv[0] = 'sfcheck'; main()"
TIMED = re.compile(r"^import time: *\d+ \| *\d+ \| +(\S+)$", re.MULTILINE)
MISSING = {"org"}
"""Looked for by `copy`, for another Python, and not found."""

ENTRANCES = {"sfcheck", "sfcheck.__main__"}
FRAME = ("ahead", "console", "main", "once", "table")
TAB = {*ENTRANCES, *(f"sfcheck.{name}" for name in ("language", "cli", "cli.frame"))}
TAB |= {"sfcheck.cli.frame.completion"}
ROOT = {
    *(ENTRANCES | {"sfcheck.language", "sfcheck.errors", "sfcheck.errors.refusal"}),
    *("sfcheck.cli", "sfcheck.cli.frame", *(f"sfcheck.cli.frame.{name}" for name in FRAME)),
}
FORM = {*ROOT, *("sfcheck.domain", "sfcheck.domain.base", "sfcheck.domain.base.vocabulary")}
LIST = {
    *FORM,
    *(f"sfcheck.cli.frame.{name}" for name in ("columns", "options", "progress", "shapes")),
    *("sfcheck.cli.issues", "sfcheck.cli.issues.telling"),
    *("sfcheck.domain.base.numbers", "sfcheck.actions", "sfcheck.actions.settling"),
    *("sfcheck.actions.issues", "sfcheck.actions.issues.listing"),
    *("sfcheck.domain.base.zones", "sfcheck.ledger.files.clock", "sfcheck.ledger"),
    *(
        f"sfcheck.ledger.{name}"
        for name in ("conditions", "files", "files.layout", "index", "queries", "terms")
    ),
    "sfcheck.ledger.git",
    *(f"sfcheck.ledger.git.{name}" for name in ("disarming", "failing", "freshness", "program")),
    "sfcheck.ledger.git.repository",
    "sfcheck.ledger.files",
    "sfcheck.ledger.files.machine",
    *(f"sfcheck.ledger.index.{name}" for name in ("answers", "keeping", "schema", "vouching")),
}
FRAMEWORK = {"annotated_doc", "click", "shellingham", "typer"}
RECORDS = {"annotated_types", "pydantic", "pydantic_core", "ryaml", "stdnum"}
RECORDS |= {"typing_extensions", "typing_inspection"}


def test_the_version_is_told_before_anything_is_loaded(tmp_path: Path) -> None:
    assert loaded("--version", cwd=tmp_path) == ENTRANCES


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_tab_is_answered_before_anything_is_loaded(tmp_path: Path, shell: str) -> None:
    typed = {"COMP_WORDS": "sfcheck\nli", "COMP_CWORD": "1", "_TYPER_COMPLETE_ARGS": "sfcheck li"}
    found = loaded(cwd=tmp_path, _SFCHECK_COMPLETE=f"complete_{shell}", **typed)
    assert found == TAB


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("words", "allowed"),
    [(("--help",), ROOT), (("new-issue", "--help"), FORM), (("list", "--help"), LIST)],
)
def test_help_loads_the_framework_and_the_tables(
    tmp_path: Path, words: tuple[str, ...], allowed: set[str]
) -> None:
    found = loaded(*words, cwd=tmp_path)
    assert ours(found) - allowed == set()
    assert ours(found) >= ROOT
    assert foreign(found) - FRAMEWORK == set()
    assert "typer" in foreign(found)


@pytest.mark.thorough
def test_list_loads_neither_models_nor_parsers_and_show_no_more_than_these(ledger: Path) -> None:
    python("-m", "sfcheck", "list", cwd=ledger)  # the first of all makes the index
    for words in (("list", "--json"), ("list",), ("list", "--status", "open", "--overdue")):
        found = loaded(*words, cwd=ledger)
        assert ours(found) - LIST == set()
        assert foreign(found) - FRAMEWORK == set()
        assert "sqlite3" in found
    found = loaded("show", "26-001-0001-0", cwd=ledger)
    assert foreign(found) - FRAMEWORK - RECORDS == set()
    floors = {module.split(".")[1] for module in ours(found) if "." in module}
    assert floors.isdisjoint({"checks", "documents", "exchange"})
    assert "sfcheck.domain.issues.record" in found
