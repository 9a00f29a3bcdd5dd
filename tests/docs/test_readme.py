"""What the READMEs show is what the program prints: every `console` block is run, in order."""

import re
import shlex
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine

from sfcheck.language import choose
from tests.support.run import run

ROOT = Path(__file__).parents[2]
DAY = datetime(2026, 6, 1, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


def blocks(path: Path) -> list[tuple[str, str]]:
    """Return the commands of a README with what it says they print."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _newline, printed = re.sub(r"\\\n\s*", "", part).partition("\n")
            found.append((command, printed))
    return found


@pytest.mark.parametrize(("name", "language"), [("README.md", "en"), ("README.zh-CN.md", "zh")])
def test_the_tour_prints_what_it_says(name: str, language: str, tmp_path: Path) -> None:
    cwd, commands = tmp_path, blocks(ROOT / name)
    assert len(commands) > 8
    for command, printed in commands:
        words = shlex.split(command)
        if words[0] == "cd":
            cwd /= words[1]
            continue
        assert words[0] == "sfcheck"
        with time_machine.travel(DAY, tick=False):
            result = run(*words[1:], cwd=cwd, language=language)
        seen = result.out + (result.err if result.status else "")
        said = re.sub(r"\b[0-9a-f]{10}\b", "c0ffee1234", seen)
        assert [line.rstrip() for line in said.splitlines()] == printed.splitlines(), command
    choose("en")
