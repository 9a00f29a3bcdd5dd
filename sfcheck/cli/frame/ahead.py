"""What is begun before the command line is understood, which takes longer than reading it here."""

from sfcheck.cli.frame.table import COMMANDS

VALUED = ("-L", "--ledger", "--as")
"""The options of sfcheck itself that take a value."""
PLAIN = "--plain"
"""The one that takes none and goes with any command."""


def fresh_in(arguments: list[str]) -> tuple[bool, str | None]:
    """Return whether the command asks git what the work tree holds, and the ledger's folder given.

    A line that cannot be understood, or asks for help, begins nothing: what it says is found out
    later, in earnest.
    """
    folder: str | None = None
    words = iter(arguments)
    for word in words:
        option, equals, value = word.partition("=")
        if word in VALUED:
            option, value = word, next(words, "")
        elif word == PLAIN:
            continue
        elif not (equals and option in VALUED):
            fresh = word in COMMANDS and COMMANDS[word].fresh
            return fresh and not {"--help", "-h"}.intersection(words), folder
        folder = folder if option == "--as" else value
    return False, None
