"""What the program does before it does anything: what it loads, and how it ends."""

import subprocess
import sys

from sfcheck import INTERRUPTED

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


def python(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *words], capture_output=True, text=True, timeout=60)


def test_ctrl_c_that_a_library_would_swallow_ends_the_program() -> None:
    done = python("-c", SWALLOWED)
    assert (done.returncode, done.stdout, done.stderr) == (INTERRUPTED, "", "")


def test_what_else_a_library_swallows_is_only_said() -> None:
    done = python("-c", SWALLOWED.replace("raise KeyboardInterrupt", "raise ValueError"))
    assert (done.returncode, done.stdout) == (0, "went on\n")
    assert "ValueError" in done.stderr
