"""What TAB offers, asked as each shell asks it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import typer
from click.shell_completion import ShellComplete

from sfcheck.cli.frame.completion import offer
from sfcheck.cli.frame.main import app
from sfcheck.cli.frame.table import COMMANDS

TAB = {
    "zsh": ("_TYPER_COMPLETE_ARGS",),
    "fish": ("_TYPER_COMPLETE_ARGS",),
    "powershell": ("_TYPER_COMPLETE_ARGS", "_TYPER_COMPLETE_WORD_TO_COMPLETE"),
    "bash": ("COMP_WORDS", "COMP_CWORD"),
}


def tab(shell: str, *said: str, language: str = "en", **more: str) -> tuple[int, str]:
    """Ask as a shell does and return the exit status and what was answered."""
    asked = dict(zip(TAB[shell], said, strict=False))
    done = subprocess.run(
        [sys.executable, "-m", "sfcheck"],
        env={
            **os.environ,
            **asked,
            **more,
            "_SFCHECK_COMPLETE": f"complete_{shell}",
            "SFCHECK_LANG": language,
        },
        capture_output=True,
        timeout=60,
    )
    assert done.stderr == b""
    return done.returncode, done.stdout.decode()


def bash(*words: str) -> list[str]:
    """Return what bash is offered behind `sfcheck` and all `words` but the last, begun."""
    status, told = tab("bash", "\n".join(("sfcheck", *words)), str(len(words)))
    assert status == 0
    return told.splitlines()


def every(command: click.Command, *path: str) -> Iterator[tuple[str, ...]]:
    """Yield the path of a command and of all below it."""
    yield path
    context = click.Context(command, info_name="sfcheck")
    for name in command.list_commands(context) if isinstance(command, click.Group) else ():
        assert isinstance(command, click.Group)
        below = command.get_command(context, name)
        assert below is not None
        yield from every(below, *path, name)


@pytest.mark.thorough
def test_the_words_of_every_command_are_those_the_framework_knows() -> None:
    root = typer.main.get_command(app)
    known = ShellComplete(root, {}, "sfcheck", "_SFCHECK_COMPLETE")
    paths = list(every(root))
    assert len(paths) > len(COMMANDS)
    for path in paths:
        for begun in ("-", "--", ""):
            there = [item.value for item in known.get_completions(list(path), begun)]
            offered, files = offer(list(path), begun)
            if there and "" not in there:  # for an argument the framework offers nothing
                assert sorted(word for word, _help in offered) == sorted(there), (path, begun)
                assert not files


@pytest.mark.thorough
def test_commands_options_and_choices_are_offered() -> None:
    assert bash("li") == ["list", "lift"]
    assert bash("") == list(COMMANDS)
    assert bash("handover", "") == ["offer", "withdraw", "receive", "show"]
    assert bash("-L", "list", "--as", "0001", "handover", "off") == ["offer"]
    assert bash("list", "--sort", "") == ["number", "due", "found", "severity"]
    assert bash("list", "--sort", "=", "d") == ["due"]
    assert bash("list", "--sort", "=") == ["number", "due", "found", "severity"]
    assert bash("list", "--status", "clo") == ["closed"]
    assert bash("new-issue", "--sev") == ["--severity"]
    assert bash("new-issue", "--severity", "m") == ["major"]
    assert bash("list", "--place", "") == []
    assert bash("list", "--", "--so") == []
    assert bash("nonsense", "") == bash("")


@pytest.mark.thorough
def test_where_a_file_is_expected_the_shell_offers_files() -> None:
    for line in ("import ", "-L ", "new-issue --from ", "--ledger=le", "init "):
        assert tab("zsh", f"sfcheck {line}") == (0, "_files\n")
        assert tab("fish", f"sfcheck {line}", _TYPER_COMPLETE_FISH_ACTION="is-args") == (1, "")
        assert tab("fish", f"sfcheck {line}", _TYPER_COMPLETE_FISH_ACTION="get-args") == (0, "")
        assert tab("powershell", f"sfcheck {line}", line.split(" ")[-1]) == (0, "")
    assert tab("zsh", "sfcheck list --place ") == (0, "")
    none = tab("fish", "sfcheck list --place ", _TYPER_COMPLETE_FISH_ACTION="is-args")
    assert none == (0, "")


@pytest.mark.parametrize(
    ("language", "closing"), [("en", "Strike it off the list."), ("zh", "予以销号。")]
)
def test_each_shell_is_told_in_its_own_form_and_the_users_language(
    language: str, closing: str
) -> None:
    line = "sfcheck clo"
    assert tab("zsh", line, language=language) == (
        0,
        f'_arguments \'*: :(("close":"{closing}"))\'\n',
    )
    get = {"_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    assert tab("fish", line, language=language, **get) == (0, f"close\t{closing}\n")
    told = tab("powershell", line, "clo", language=language)
    assert told == (0, f"close:::{closing}\n")


def test_a_value_behind_an_equals_sign_is_completed_with_its_option() -> None:
    assert tab("fish", "sfcheck list --sort=d") == (0, "--sort=due\n")
    assert tab("zsh", "sfcheck list --sort=d") == (0, "_arguments '*: :((\"--sort=due\"))'\n")


def test_what_is_quoted_is_one_word_and_an_open_quotation_is_no_error() -> None:
    assert tab("fish", "sfcheck -L 'my ledger' list --sort d") == (0, "due\n")
    assert tab("fish", "sfcheck -L 'my led")[0] == 0
    assert tab("zsh", "")[0] == tab("bash")[0] == tab("bash", "sfcheck\nli", "x")[0] == 0


@pytest.mark.thorough
@pytest.mark.skipif(shutil.which("bash") is None, reason="asks a real bash")
def test_a_real_bash_completes_by_the_script_that_is_installed(tmp_path: Path) -> None:
    program = tmp_path / "sfcheck"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m sfcheck "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    ask = (
        'source "$HOME/.bash_completions/sfcheck.sh"; '
        "COMP_WORDS=(sfcheck list --sor); COMP_CWORD=2; "
        '_sfcheck_completion sfcheck; echo "${COMPREPLY[@]}"'
    )
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "HOME": str(tmp_path), "PATH": path, "SFCHECK_LANG": "en"}

    def inside(script: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-c", script], env=environment, capture_output=True, text=True, timeout=60
        )

    done = inside("sfcheck --install-completion; exit $?")
    assert (done.returncode, done.stdout) == (0, "")
    assert "bash" in done.stderr
    assert ".bash_completions" in done.stderr
    shown = inside("sfcheck --show-completion; exit $?")
    written = (tmp_path / ".bash_completions" / "sfcheck.sh").read_text(encoding="utf-8")
    assert shown.stdout.rstrip("\n") == written
    assert inside(ask).stdout == "--sort\n"


def test_what_no_shell_asks_is_answered_by_the_framework() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sfcheck"],
        env={**os.environ, "_SFCHECK_COMPLETE": "complete_tcsh", "SFCHECK_LANG": "en"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Shell tcsh not supported.\n"


@pytest.mark.thorough
@pytest.mark.skipif(shutil.which("sh") is None, reason="runs in a plain sh")
@pytest.mark.parametrize("option", ["--show-completion", "--install-completion"])
def test_a_shell_that_cannot_is_refused_in_words(tmp_path: Path, option: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f'"{sys.executable}" -m sfcheck {option}; exit $?'],
        env={**os.environ, "HOME": str(tmp_path), "SFCHECK_LANG": "en"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "There is no completion for this shell: sh." in done.stderr
    assert "zsh" in done.stderr
    assert list(tmp_path.iterdir()) == []
