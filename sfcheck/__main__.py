"""The program's entrance: answers what needs no framework, sets the language, then hands over."""

import sys
from io import TextIOWrapper


def main() -> None:
    """Run the command line and exit with its status."""
    if sys.argv[1:] == ["--version"]:
        from sfcheck import __version__

        print(f"sfcheck {__version__}")  # noqa: T201 - before any framework is imported
        return
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # Chinese on a console of another code page, and lone surrogates, are never an error.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    from sfcheck.language import choose

    choose()
    from sfcheck.cli.main import run

    sys.exit(run())


if __name__ == "__main__":
    main()
