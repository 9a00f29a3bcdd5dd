"""Opening somebody's ledger runs nothing of theirs: no program git is told of, no Python file.

Each way in which a folder can name a program is laid, and each reading command walks over it: from
inside, from outside with `-L`, in a clone and in a folder that was sent with its `.git`.
"""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sfcheck.checks import engine
from sfcheck.errors import Refused
from sfcheck.ledger.files import bulk
from sfcheck.ledger.git.disarming import environment, is_harmless
from sfcheck.ledger.git.repository import open_repository
from sfcheck.ledger.git.repository import run as our_git
from tests.support.office import LEADER, Office
from tests.support.run import run
from tests.support.trials import git
from tests.support.untouched import Untouchable

posix = pytest.mark.skipif(os.name == "nt", reason="the traps are written for a POSIX shell")
SFCHECK = (sys.executable, "-P", "-m", "sfcheck")

SETTINGS = (
    *("core.fsmonitor", "core.askPass", "core.editor", "core.pager", "core.sshCommand"),
    *("core.gitProxy", "core.alternateRefsCommand", "sequence.editor", "diff.external"),
    *("pager.status", "pager.log", "pager.config", "alias.status", "alias.log", "alias.config"),
    *("filter.evil.clean", "filter.evil.smudge", "filter.evil.process"),
    *("diff.evil.textconv", "diff.evil.command", "merge.evil.driver", "interactive.diffFilter"),
    *("gpg.program", "gpg.openpgp.program", "gpg.x509.program", "gpg.ssh.program"),
    *("gpg.ssh.defaultKeyCommand", "gc.recentObjectsHook", "uploadpack.packObjectsHook"),
    *("credential.helper", "credential.https://example.invalid.helper", "trailer.evil.command"),
    *("trailer.evil.cmd", "remote.origin.uploadpack", "remote.origin.receivepack"),
    *("hook.evil.command", "browser.evil.cmd", "man.evil.cmd", "mergetool.evil.cmd"),
    *("difftool.evil.cmd", "submodule.evil.update", "lfs.customtransfer.evil.path"),
    *("sendemail.smtpServer", "guitool.evil.cmd", "ssh.variant", "remote.origin.vcs"),
)
"""Settings by which git can be told to run something."""

HOOKS = (
    *("post-index-change", "reference-transaction", "pre-auto-gc", "post-checkout"),
    *("pre-commit", "prepare-commit-msg", "commit-msg", "post-commit", "post-rewrite"),
    *("fsmonitor-watchman", "query-watchman", "pre-push", "post-merge", "update"),
)

READING = (
    *(("list",), ("list", "--json"), ("list", "--query", "severity=general"), ("validate",)),
    *(("validate", "--afresh"), ("report", "overdue"), ("export",), ("handover", "show", "640100")),
    *(
        ("handover",),
        ("person", "list"),
        ("place", "list"),
        ("round", "list"),
        ("bulletin", "list"),
    ),
    *(("report", "overdue", "-o", "{outside}/paper.docx"), ("report", "check", "{paper}")),
    *(("import", "{sheet}", "--dry-run"), ("show", "{number}"), ("log", "{number}")),
)
"""Reading commands, and those that only show what they would do."""


class Traps:
    """Programs that leave a file named as what ran them; they lie in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder, self.sprung = folder, folder / "sprung"
        self.sprung.mkdir()

    def program(self, name: str) -> str:
        """Return the path of a program that tells it was run."""
        path = self.folder / name.replace("/", "_")
        path.write_text(f"#!/bin/sh\ntouch '{self.sprung}/{path.name}'\ncat\n", encoding="utf-8")
        path.chmod(0o755)
        return str(path)

    def python(self, name: str) -> str:
        """Return Python code that tells it was run."""
        return f"open({str(self.sprung / name)!r}, 'w').close()\n"

    def found(self) -> list[str]:
        """Return which were run, and forget it."""
        names = sorted(path.name for path in self.sprung.iterdir())
        for path in self.sprung.iterdir():
            path.unlink()
        return names


@pytest.fixture
def traps(tmp_path: Path) -> Traps:
    return Traps(tmp_path / "traps")


def arm(root: Path, traps: Traps) -> None:
    """Lay every trap that git's own folder can hold; git's own commands step into some of them."""
    git_dir = root / ".git"
    for name in SETTINGS:
        git(root, "config", name, traps.program(name))
    git(root, "config", "filter.evil.required", "true")
    git(root, "config", "log.showSignature", "true")
    git(root, "config", "hook.evil.event", "post-index-change")
    git(root, "config", "protocol.allow", "always")
    hooks = traps.folder / "hooks"
    hooks.mkdir()
    (git_dir / "hooks").mkdir(exist_ok=True)
    for name in HOOKS:
        shutil.copy(traps.program(f"hook-{name}"), git_dir / "hooks" / name)
        shutil.copy(traps.program(f"hooksPath-{name}"), hooks / name)
    git(root, "config", "core.hooksPath", str(hooks))
    included = traps.folder / "included"
    for key in ("core.fsmonitor", "filter.also.clean", "credential.helper"):
        git(root, "config", "--file", str(included), key, traps.program(f"included-{key}"))
    git(root, "config", "include.path", str(included))
    git(root, "config", f"includeIf.gitdir:{root}/.path", str(included))
    git(root, "config", "extensions.worktreeConfig", "true")
    git(root, "config", "--worktree", "core.fsmonitor", traps.program("worktree-fsmonitor"))
    git(root, "config", "--worktree", "filter.more.clean", traps.program("worktree-filter"))
    attributes = "* filter=evil diff=evil merge=evil\n*.j2 filter=also\n*.txt filter=more\n"
    (git_dir / "info").mkdir(exist_ok=True)
    (git_dir / "info" / "attributes").write_text(attributes, encoding="utf-8")
    touch(root)


def touch(root: Path) -> None:
    """Make git look into every file again."""
    later = time.time() + 5
    for path in root.rglob("*.yaml"):
        os.utime(path, (later, later))


@pytest.fixture
def words(spare: Untouchable, tmp_path: Path) -> dict[str, str]:
    """What stands for the names in `READING`: a paper, a sheet, a folder outside."""
    outside = tmp_path / "outside"
    outside.mkdir()
    spare.done("report", "overdue", "-o", str(outside / "given.docx"))
    sheet = outside / "given.csv"
    sheet.write_text("序号,问题,单位\n1,虚构问题,虚构厂\n", encoding="utf-8")
    return {
        "outside": str(outside),
        "paper": str(outside / "given.docx"),
        "sheet": str(sheet),
        "number": spare.number,
    }


@posix
def test_what_the_settings_of_a_clone_name_is_never_run(
    spare: Untouchable, traps: Traps, words: dict[str, str]
) -> None:
    arm(spare.root, traps)
    subprocess.run(["git", "status"], cwd=spare.root, capture_output=True)
    assert traps.found(), "the traps are real"
    for command in READING:
        touch(spare.root)
        spare(*(word.format(**words) for word in command))
        assert traps.found() == [], command
    for command in (("list",), ("handover",)):  # git is started before all else
        touch(spare.root)
        done = subprocess.run([*SFCHECK, *command], cwd=spare.root, capture_output=True)
        assert done.returncode == 0, done
        touch(spare.root)
        outside = [*SFCHECK, "-L", str(spare.root), *command]
        assert subprocess.run(outside, cwd=traps.folder, capture_output=True).returncode == 0
        assert traps.found() == [], command
    spare.done(*spare.note(), by=LEADER)
    git_dir = spare.root / ".git"
    our_git(spare.root, "gc", "--auto", "--quiet")
    assert traps.found() == []
    assert git_dir.is_dir()


@pytest.mark.thorough
@posix
def test_a_clone_of_which_another_work_tree_is_named(spare: Untouchable, tmp_path: Path) -> None:
    git(spare.root, "config", "core.worktree", str(tmp_path))
    assert spare.number in spare.done("list").out
    done = subprocess.run([*SFCHECK, "list"], cwd=spare.root, capture_output=True, encoding="utf-8")
    assert spare.number in done.stdout
    spare.done(*spare.note(), by=LEADER)


def bare(folder: Path, traps: Traps) -> None:
    """Let a folder double as a repository whose settings run something."""
    git(folder, "init", "-q", "--bare", "made")
    for name in ("HEAD", "objects", "refs"):
        (folder / "made" / name).rename(folder / name)
    shutil.rmtree(folder / "made")
    for name in ("objects/info", "refs/heads"):
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / ".keep").touch()
    program = traps.program("embedded")
    (folder / "config").write_text(
        "[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = .\n"
        f"\tfsmonitor = {program}\n\thooksPath = {traps.folder}\n",
        encoding="utf-8",
    )


@pytest.mark.thorough
@posix
def test_a_folder_that_doubles_as_a_repository(
    spare: Untouchable, traps: Traps, tmp_path: Path
) -> None:
    evil = tmp_path / "evil"
    shutil.copytree(spare.root, evil / "county", ignore=shutil.ignore_patterns(".git"))
    bare(evil / "county", traps)
    git(evil, "init", "-q")
    git(evil, "add", "-A", "-f")
    git(evil, "commit", "-q", "-m", "ledger")
    git(tmp_path, "clone", "-q", str(evil), "victim")
    county = tmp_path / "victim" / "county"
    subprocess.run(["git", "status"], cwd=county, capture_output=True)
    assert traps.found() == ["embedded"], "the trap is real"
    for where in ((), ("-L", str(county))):
        for command in (
            ("list",),
            ("validate",),
            ("export",),
            ("show", spare.number),
            ("handover",),
        ):
            at = tmp_path if where else county
            subprocess.run([*SFCHECK, *where, *command], cwd=at, capture_output=True)
            assert traps.found() == [], command
    assert ".:1:1 SF025" in Office(county)("validate").out


@pytest.mark.thorough
@posix
def test_the_users_own_programs_are_kept(
    spare: Untouchable, traps: Traps, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    shutil.copy(os.environ["GIT_CONFIG_GLOBAL"], own)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(own))
    git(spare.root, "config", "--global", "filter.evil.clean", traps.program("own filter"))
    git(spare.root, "config", "--global", "gpg.program", traps.program("own gpg"))
    git(spare.root, "config", "--global", "credential.helper", "own")
    arm(spare.root, traps)
    told = dict(git_told(spare.root))
    assert told["filter.evil.clean"].endswith("own filter")
    assert told["gpg.program"].endswith("own gpg")
    assert told["core.sshcommand"] == "ssh"
    assert told["credential.helper"] == "own"
    assert told["remote.origin.uploadpack"] == "git-upload-pack"


def git_told(root: Path) -> Iterator[tuple[str, str]]:
    said = our_git(root, "config", "--list", "-z").decode()
    for line in said.split("\0")[:-1]:
        name, _, value = line.partition("\n")
        yield name, value


def test_a_user_who_signs_by_the_settings_of_the_clone_signs(
    spare: Untouchable, tmp_path: Path
) -> None:
    if shutil.which("ssh-keygen") is None:
        pytest.skip("no ssh-keygen")
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    settings = {"gpg.format": "ssh", "user.signingkey": str(key), "commit.gpgsign": "true"}
    for name, value in {**settings, "gpg.ssh.program": "/nowhere/evil"}.items():
        git(spare.root, "config", name, value)
    spare.done(*spare.note(), by=LEADER)
    assert "gpgsig" in git(spare.root, "cat-file", "commit", "HEAD")


@pytest.mark.parametrize("name", SETTINGS)
def test_each_setting_that_names_a_program_is_known_for_it(name: str) -> None:
    head, _, last = name.rpartition(".")
    section, dot, named = head.partition(".")
    assert not is_harmless(f"{section.lower()}{dot}{named}.{last.lower()}") or name in (
        "remote.origin.vcs",
    )


@pytest.mark.thorough
@pytest.mark.parametrize(
    "written",
    [
        "[core]\n\tbare = false \\\n\tfsmonitor = evil\n\tfsmonitor = evil\n",
        "[core] fsmonitor = evil\n",
        '[core]\n\tbare = "false\n\tfsmonitor = evil\n"\n',
        "[CORE]\n\tfsMonitor = evil\n",
        "\tbare = false\n[core]\tfsmonitor = evil\n",
        '[filter "a.b"]\n\tclean = evil\n',
        "[filter.evil]\n\tclean = evil\n",
        '[user "]\n[core]\n\tfsmonitor = evil\n',
        "\ufeff[core]\n\tfsmonitor = evil\n",
        "[core]\r\n\tfsmonitor = evil\r\n",
        "[core]\n fsmonitor = evil\n",
        "[core]\n\tfsmonitor=evil\n",
        "[core]\n\tfsmonitor\n",
        "[core]\n; a remark\n\tfsmonitor = evil\n",
    ],
)
def test_settings_are_overruled_however_they_are_written(spare: Untouchable, written: str) -> None:
    with (spare.root / ".git" / "config").open("a", encoding="utf-8", newline="") as file:
        file.write(written)
    try:
        told = environment(spare.root)
    except Refused:
        return  # git cannot read it either
    listed = subprocess.run(
        ["git", "config", "--list"], cwd=spare.root, env=told, capture_output=True, encoding="utf-8"
    )
    last = dict(line.partition("=")[::2] for line in listed.stdout.splitlines())
    assert last.get("core.fsmonitor", "") == ""
    assert all(value != "evil" for name, value in last.items() if name.startswith("filter."))


# -- Python files that lie in a ledger


NAMES = ("json", "multiprocessing", "subprocess", "pathlib", "typing", "re", "click", "runpy")


@pytest.fixture
def planted(spare: Untouchable, traps: Traps) -> Untouchable:
    """A ledger in which Python files lie that bear the names of others."""
    for name in NAMES:
        (spare.root / f"{name}.py").write_text(traps.python(name), encoding="utf-8")
    (spare.root / "sfcheck").mkdir()
    for name in ("__init__", "__main__"):
        code = traps.python("sfcheck")
        (spare.root / "sfcheck" / f"{name}.py").write_text(code, encoding="utf-8")
    return spare


@pytest.mark.thorough
@pytest.mark.parametrize("ending", [".xls", ".ods"])
def test_the_reader_of_old_spreadsheets_runs_no_file_of_the_ledger(
    planted: Untouchable, traps: Traps, tmp_path: Path, ending: str
) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 rest"
    for name in (f"old{ending}", "old.xlsx"):
        (tmp_path / name).write_bytes(ole)
        planted("import", tmp_path / name, "--dry-run", by=LEADER)
        planted("report", "check", tmp_path / name)
        assert traps.found() == []


def test_the_reader_of_old_spreadsheets_heeds_no_empty_path(
    planted: Untouchable, traps: Traps, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep)
    (tmp_path / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 rest")
    planted("import", tmp_path / "old.xls", "--dry-run", by=LEADER)
    assert traps.found() == []


@pytest.mark.thorough
def test_workers_that_start_afresh_run_no_file_of_the_ledger(
    planted: Untouchable, traps: Traps, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As they start on Windows and macOS."""
    monkeypatch.setattr(bulk, "_method", lambda: "spawn")
    monkeypatch.chdir(planted.root)
    assert engine.check(planted.root, jobs=2).files
    assert traps.found() == []
    assert "PYTHONSAFEPATH" not in os.environ


@pytest.mark.thorough
def test_a_second_thread_makes_workers_start_afresh(
    planted: Untouchable, traps: Traps, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = threading.Event()
    waiting = threading.Thread(target=ready.wait, daemon=True)
    waiting.start()
    monkeypatch.chdir(planted.root)
    try:
        assert engine.check(planted.root, jobs=2).files
    finally:
        ready.set()
        waiting.join()
    assert traps.found() == []


@pytest.mark.thorough
def test_the_module_leaves_the_folder_it_was_started_in(spare: Untouchable, traps: Traps) -> None:
    """What `python -m` loads before it (`runpy`) cannot be helped; all later ones can."""
    for name in ("json", "click", "typer", "sqlite3"):
        (spare.root / f"{name}.py").write_text(traps.python(name), encoding="utf-8")
    command = [sys.executable, "-m", "sfcheck", "validate", "--json"]
    done = subprocess.run(command, cwd=spare.root, capture_output=True, encoding="utf-8")
    assert traps.found() == []
    assert json.loads(done.stdout)["version"] == 1


def test_the_top_of_a_repository_is_not_taken_from_a_damaged_one(tmp_path: Path) -> None:
    """A `.git` that git would pass over is passed over: both speak of one repository."""
    outer = run("init", "outer", "--profile", "ningxia", "--name", "甲（化名）", cwd=tmp_path)
    assert outer.status == 0
    inner = tmp_path / "outer" / "inner"
    for name in ("objects", "refs"):
        (inner / ".git" / name).mkdir(parents=True)
    (inner / ".git" / "HEAD").write_text("nonsense", encoding="utf-8")
    assert open_repository(inner).top == (tmp_path / "outer").resolve()
    assert git(inner, "rev-parse", "--show-toplevel").strip() == str((tmp_path / "outer").resolve())
