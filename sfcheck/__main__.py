"""The program's entrance: answers what needs no framework, sets the language, then hands over."""

import gc
import os
import sys
from io import TextIOWrapper

from sfcheck import INTERRUPTED, __version__

GARBAGE = 50_000
"""New objects after which Python looks for garbage."""


def main() -> None:
    """Run the command line and exit with its status."""
    try:
        _leave_folder()
        _main()
    except KeyboardInterrupt:  # while it was still being loaded
        sys.exit(INTERRUPTED)


def end_if_interrupted(ignored: "sys.UnraisableHookArgs") -> None:
    """End at once where a library in C would swallow Ctrl-C, and go on with half of its work.

    It is as if the process was killed, which every action stands.
    """
    if ignored.exc_type is KeyboardInterrupt:
        os._exit(INTERRUPTED)
    sys.__unraisablehook__(ignored)


def _leave_folder() -> None:
    """Look for modules nowhere in the current folder, where `python -m` and others let it look.

    It may be a ledger that somebody sent, with a `json.py`.
    """
    home = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
    try:
        here = os.getcwd()  # noqa: PTH109 - before pathlib is imported
    except OSError:  # it is gone
        here = ""
    if here != home:
        first = sys.path[:1] if sys.path[:1] != [here] else []
        sys.path[:] = filter(os.path.isabs, [*first, *sys.path[1:]])


def _main() -> None:
    sys.unraisablehook = end_if_interrupted
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115
    if sys.argv[1:] == ["--version"]:
        print(f"sfcheck {__version__}")  # noqa: T201 - before any framework is imported
        return
    if asked := os.environ.get("_SFCHECK_COMPLETE"):
        from sfcheck.cli.frame.completion import answer

        if (status := answer(asked)) is not None:
            sys.exit(status)
    # What is made while starting stays until the end: looking for garbage in it is in vain.
    gc.set_threshold(GARBAGE)
    _begin()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # Chinese on a console of another code page, and lone surrogates, are never an error.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    from sfcheck.language import choose

    choose()
    from sfcheck.cli.frame.main import run

    _end(run())


def _begin() -> None:
    """Let git look at the work tree while the framework loads, for a command that will ask."""
    from sfcheck.cli.frame.ahead import fresh_in

    fresh, folder = fresh_in(sys.argv[1:])
    if fresh:
        from sfcheck.ledger.git import freshness

        freshness.begin(folder)


def _end(status: int) -> None:
    """Exit without taking the interpreter to pieces, which takes as long as starting it."""
    import atexit
    import signal
    import threading
    from contextlib import suppress

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is over: there is nothing left to interrupt
    if threading.active_count() > 1:
        sys.exit(status)
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # nobody reads it any more
            stream.flush()
    os._exit(status)


if __name__ == "__main__":
    main()
