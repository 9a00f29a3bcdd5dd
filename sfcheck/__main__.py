"""The program's entrance: answers what needs no framework, sets the language, then hands over."""

import os
import signal
import sys
from io import TextIOWrapper

from sfcheck import INTERRUPTED, __version__


def main() -> None:
    """Run the command line and exit with its status."""
    try:
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


def _main() -> None:
    sys.unraisablehook = end_if_interrupted
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115
    if sys.argv[1:] == ["--version"]:
        print(f"sfcheck {__version__}")  # noqa: T201 - before any framework is imported
        return
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # Chinese on a console of another code page, and lone surrogates, are never an error.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    from sfcheck.language import choose

    choose()
    from sfcheck.cli.main import run

    status = run()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is over: there is nothing left to interrupt
    sys.exit(status)


if __name__ == "__main__":
    main()
